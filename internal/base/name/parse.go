package name

import (
	"bytes"
	"unicode/utf8"
)

// Parse reads a name. It takes anything: what has no letters gives a name without
// tokens. "Diallo, Awa" is Awa Diallo.
func Parse(s string) Name {
	if len(s) > MaxBytes {
		s = s[:MaxBytes]
		for len(s) > 0 && !utf8.RuneStart(s[len(s)-1]) {
			s = s[:len(s)-1]
		}
	}
	p := parser{text: s, from: -1}
	p.words.cut(s)
	return p.name()
}

// parser is the state of Parse.
type parser struct {
	text  string
	words words
	out   Name
	part  int
	alias bool
	// What clings to the name that comes next: where it begins, what it is.
	from    int // -1 for nothing
	first   int // the first word of it that is heard
	kunya   bool
	servant bool
	article bool
	comma   int // tokens before the one comma, 0 for none
}

func (p *parser) name() Name {
	p.out.tokens = make([]Token, 0, min(p.words.n, MaxTokens))
	for i := 0; i < p.words.n && len(p.out.tokens) < MaxTokens; i++ {
		w := &p.words.list[i]
		if (w.before == ',' || w.before == '،') && len(p.out.tokens) > 0 {
			p.turn()
		}
		p.word(i)
	}
	if p.from >= 0 && len(p.out.tokens) < MaxTokens { // what clings has nothing to cling to: it is a name itself
		p.token(p.words.n - 1)
	}
	p.turnBack()
	p.out.settle()
	return p.out
}

// settle gives weight to a Sidi or Cheikh that stands alone: there it is the name.
func (n *Name) settle() {
	for i := range n.tokens {
		t := &n.tokens[i]
		if t.Role != Honorific {
			continue
		}
		alone := true
		for j := range n.tokens {
			o := &n.tokens[j]
			alone = alone && (i == j || o.Part != t.Part || o.Role == Title || o.Alias != t.Alias)
		}
		if alone {
			t.Role, t.bits = Given, max(t.bits, aloneBits)
		}
	}
}

// aloneBits is the weight of an honorific that is all the name there is.
const aloneBits = 5

// turn notes a comma. With a second one they are a list, and the order stays.
func (p *parser) turn() {
	if p.comma != 0 {
		p.comma = -1
		return
	}
	p.comma = len(p.out.tokens)
	if p.out.tokens[0].Part > 0 { // Bin al-Shibh, Ramzi
		p.part = 0
	}
}

// turnBack puts what stood after the comma first.
func (p *parser) turnBack() {
	if t := p.out.tokens; p.comma > 0 && p.comma < len(t) && (!p.out.linked || t[0].Part > 0) {
		turned := make([]Token, 0, len(t))
		p.out.tokens = append(append(turned, t[p.comma:]...), t[:p.comma]...)
	}
}

// word takes word i: what it does, or the name it is.
func (p *parser) word(i int) {
	w := &p.words.list[i]
	folded := p.words.folded(i)
	last := i == p.words.n-1
	f := functions[string(folded)]
	if (p.servant || p.kunya) && f >= aliasOf { // Abdel Wali is no prefect
		f = plainWord
	}
	if f == plainWord {
		switch {
		case w.script == latin && len(folded) == 1:
			p.letter(i)
		case w.script == latin && western[string(folded)] && !last && len(p.out.tokens) > 0:
		default:
			p.token(i)
		}
		return
	}
	switch f {
	case sonOf, daughterOf:
		p.link(i, f, last)
	case fatherOf, motherOf:
		p.parent(i, last)
	case servantOf, articleOf, sunArticle:
		p.cling(i, f, last)
	case faithTail:
		p.tail(i)
	case aliasOf:
		if p.alias = len(p.out.tokens) > 0 && !last; !p.alias {
			p.token(i)
		}
	case titleOf:
		p.title(i, last)
	default:
		p.token(i)
	}
}

// link takes ould, mint and their kind.
func (p *parser) link(i int, f function, last bool) {
	if last {
		p.token(i)
		return
	}
	if !p.out.linked {
		p.out.linked = true
		p.out.link = Male
		if f == daughterOf {
			p.out.link = Female
		}
	}
	p.part++
	p.begin(-1)
}

// parent takes Abou and Oum before a name.
func (p *parser) parent(i int, last bool) {
	if last || p.kunya {
		p.token(i)
		return
	}
	p.begin(i)
	p.kunya = true
}

// cling takes what goes with the next name: an article, Abd.
func (p *parser) cling(i int, f function, last bool) {
	if f == sunArticle && !p.sun(i) || last {
		p.token(i)
		return
	}
	if p.from < 0 {
		p.begin(i)
		if f != servantOf {
			p.first = i + 1
		}
	}
	p.servant = p.servant || f == servantOf
	p.article = true
}

// sun says whether word i is the article of a name that begins with its last
// letter, or hangs on it by a hyphen: es-Salem, Er Rahman.
func (p *parser) sun(i int) bool {
	if i+1 >= p.words.n {
		return false
	}
	next := &p.words.list[i+1]
	return next.script == latin && (next.before == '-' || bytes.HasPrefix(p.words.folded(i+1), p.words.folded(i)[1:]))
}

// tail takes din and Allah, which belong to the name before them.
func (p *parser) tail(i int) {
	n := len(p.out.tokens)
	if n == 0 || p.servant || p.kunya || p.words.list[i].script != p.out.tokens[n-1].script ||
		p.out.tokens[n-1].Role == Initial || p.out.tokens[n-1].Role == Title {
		p.token(i)
		return
	}
	t := &p.out.tokens[n-1]
	t.Text = p.text[t.start:p.words.list[i].end]
	t.sounds.put(ayn) // a vowel that is not written: the two d of Saad-eddine stay two
	t.sounds.add(withoutArticle(p.words.folded(i), p.words.list[i].script), t.script)
	t.settle()
	p.begin(-1)
}

// title takes Dr and Colonel, if a name follows.
func (p *parser) title(i int, last bool) {
	w := &p.words.list[i]
	if last || len(p.out.tokens) > 0 && string(p.words.folded(i)) == "السيد" { // the name, there
		p.token(i)
		return
	}
	p.out.tokens = append(p.out.tokens, Token{Text: p.text[w.start:w.end], Role: Title, Part: p.part, script: w.script, start: w.start})
	p.begin(-1)
}

// letter takes a single letter: o/ and w. between names are ould, others initials.
func (p *parser) letter(i int) {
	w := &p.words.list[i]
	c := p.words.folded(i)[0]
	if (c == 'o' || c == 'w' || c == 'b' && !w.upper) && len(p.out.tokens) > 0 && i+1 < p.words.n {
		p.link(i, sonOf, false)
		return
	}
	if c == 'm' && w.upper && i == 0 && i+1 < p.words.n && w.dotted && p.words.n == 2 {
		p.title(i, false) // M. Diallo
		return
	}
	p.token(i)
}

// begin notes that what comes next hangs on word i; -1 for nothing.
func (p *parser) begin(i int) {
	p.from, p.first, p.kunya, p.servant, p.article = i, i, false, false, false
}

// token adds the name that ends with word i and begins with what clings to it.
func (p *parser) token(i int) {
	from, first := i, i
	if p.from >= 0 {
		from, first = p.from, min(max(p.first, p.from), i)
	}
	w := &p.words.list[i]
	t := Token{Part: p.part, Alias: p.alias, start: p.words.list[from].start}
	t.Text = p.text[t.start:w.end]
	if p.kunya && first < i && !bakr(p.words.folded(i)) {
		t.Role = Kunya
	}
	if !t.hearKunya(&p.words, first, i) {
		t.hear(&p.words, first, i)
	}
	t.settle()
	if first == i && len(p.words.folded(i)) == 1 && w.script == latin {
		t.Role, t.bits = Initial, initialBits
	}
	if e := t.known[0].entry(); t.Role == Kunya && first < i && e != nil && e.family { // Oumou Diallo is mother of nobody
		p.begin(-1)
		p.token(first)
		p.token(i)
		return
	}
	if t.Role == Given && functions[string(p.words.folded(i))] == honorificOf {
		t.Role, t.bits = Honorific, honorificBits
	}
	p.out.tokens = append(p.out.tokens, t)
	p.begin(-1)
}

// bakr says whether Abou before w makes the name Aboubacar, which is nobody's father.
func bakr(w []byte) bool {
	switch string(w) {
	case "bakr", "bacar", "bakar", "baker", "bekr", "bakrin", "bakrine", "bekrine", "بكر", "بكرن", "بكرين", "باكر":
		return true
	}
	return false
}

// hearKunya takes a word that begins with Abou, written without a gap, if it is
// none of the table's, such as Aboubacar.
func (t *Token) hearKunya(w *words, first, i int) bool {
	f := w.folded(i)
	n := 0
	for _, abu := range [...]string{"abou", "abu", "ابو"} {
		if bytes.HasPrefix(f, []byte(abu)) {
			n = len(abu)
			break
		}
	}
	if n == 0 || first != i || len(f) < n+4 {
		return false
	}
	whole := Token{}
	whole.hear(w, i, i)
	whole.settle()
	if whole.known[0].id != 0 {
		return false
	}
	t.Role, t.script = Kunya, w.list[i].script
	t.sounds.add(withoutArticle(f[n:], t.script), t.script)
	return true
}

// hear takes the sounds of words first to last. A kunya is known by its role.
func (t *Token) hear(w *words, first, last int) {
	t.script = w.list[last].script
	for i := first; i <= last; i++ {
		f := w.folded(i)
		sc := w.list[i].script
		fn := plainWord
		if i < last {
			fn = functions[string(f)]
		}
		switch {
		case fn == articleOf, fn == sunArticle && i > first, t.Role == Kunya && i == first:
		case fn == servantOf:
			t.sounds.add(servant(f, sc), sc)
		default:
			bare := f
			if !w.list[i].hamza {
				bare = withoutArticle(f, sc)
			}
			if len(bare) < len(f) {
				t.article = true
			}
			t.addName(bare, sc)
		}
	}
	if !t.article {
		t.sounds.end(t.script)
	}
}

// servant gives Abd for Abdel, Abdoul, Abdur: the rest is the article.
func servant(f []byte, sc script) []byte {
	if sc == latin && len(f) > 3 {
		return f[:3]
	}
	return f
}

// addName adds a word that may be a compound written without a gap: Abdelaziz,
// عبدالله.
func (t *Token) addName(f []byte, sc script) {
	switch {
	case sc == arabic && bytes.HasPrefix(f, []byte("عبدال")) && len(f) > len("عبدال")+2:
		t.sounds.add([]byte("عبد"), sc)
		f = f[len("عبدال"):]
	case sc == latin && bytes.HasPrefix(f, []byte("abd")) && len(f) > 6:
		if n := joinedArticle(f[3:]); n > 0 {
			t.sounds.add([]byte("abd"), sc)
			f = f[3+n:]
		}
	}
	t.sounds.add(f, sc)
}

// joinedArticle says how many letters of what follows abd are the article:
// el-aziz, ou-r-rahmane, but not of ellahi.
func joinedArticle(f []byte) int {
	n := 0
	for n < len(f) && isVowel(f[n]) && n < 2 {
		n++
	}
	if n == 0 || n+2 > len(f) {
		return 0
	}
	switch {
	case f[n] == 'l' && f[n+1] != 'l' && len(f) > n+3:
		return n + 1
	case f[n] == f[n+1]:
		return n + 1
	}
	return 0
}

// withoutArticle takes ال off an Arabic word, if a name is left.
func withoutArticle(f []byte, sc script) []byte {
	const article, letter = "ال", 2
	if sc == arabic && bytes.HasPrefix(f, []byte(article)) && len(f) >= len(article)+2*letter {
		return f[len(article):]
	}
	return f
}

// settle finds out what t is, once its sounds are there.
func (t *Token) settle() {
	var key [maxSounds + 1]byte
	t.known = knownNames().ids[string(t.key(&key))]
	t.bits = t.weigh()
	if t.Role == Kunya {
		return
	}
	if e := t.known[0].entry(); e != nil && e.family && !t.known[0].short {
		t.Role = Family
	}
}

// weigh gives how much it tells to share t.
func (t *Token) weigh() float32 {
	bits := float32(rareBits)
	if t.sounds.n <= 3 {
		bits = shortBits
	}
	for _, k := range t.known {
		if e := k.entry(); e != nil {
			bits = min(bits, shareBits[e.share])
		}
	}
	return bits
}

package name

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed known.txt
var knownText string

// An entry is one name of known.txt: all its spellings are one name.
type entry struct {
	sex    Sex
	family bool
	share  uint8
	kin    string // names of one origin share it
	sounds sounds // of its first spelling
}

// known says that a token is, or is short for, an entry.
type known struct {
	id    int16 // 1 is the first entry
	short bool
}

// maxKnown bounds the entries that one spelling may stand for: Salim is سالم as
// well as سليم.
const maxKnown = 3

// Bits by share: how much it tells that two people both bear a name. What is not
// in the table is rare.
var shareBits = [5]float32{1: 4, 2: 6, 3: 8, 4: 9.5}

const (
	rareBits      = 11
	shortBits     = 8 // an unknown name of three letters or fewer
	honorificBits = 2
	initialBits   = 3
)

// dictionary is known.txt, read: entries by id, and ids by sounds.
type dictionary struct {
	entries []entry
	ids     map[string][maxKnown]known
}

var knownNames = sync.OnceValue(func() *dictionary {
	d := &dictionary{entries: make([]entry, 1, 512), ids: make(map[string][maxKnown]known, 4096)}
	for line := range strings.Lines(knownText) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		d.read(strings.Split(line, "|"))
	}
	return d
})

// read adds one line of known.txt.
func (d *dictionary) read(columns []string) {
	for i := range columns {
		columns[i] = strings.TrimSpace(columns[i])
	}
	columns = append(columns, "", "", "", "")
	e := entry{share: columns[0][1] - '0', kin: columns[4]}
	switch columns[0][0] {
	case 'm':
		e.sex = Male
	case 'f':
		e.sex = Female
	case 's':
		e.family = true
	}
	d.entries = append(d.entries, e)
	id := int16(len(d.entries) - 1)
	first, _, _ := strings.Cut(columns[1], " ")
	d.entries[id].sounds = heard(first).sounds
	for i, column := range columns[1:4] {
		for spelling := range strings.FieldsSeq(column) {
			d.add(spelling, known{id, i == 2})
		}
	}
}

// add puts a spelling in. One that has no room left is too unclear to help.
func (d *dictionary) add(spelling string, k known) {
	t := heard(spelling)
	var key [maxSounds + 1]byte
	at := string(t.key(&key))
	has := d.ids[at]
	for i := range has {
		if has[i].id == 0 {
			has[i] = k
			break
		}
		if has[i].id == k.id {
			has[i].short = has[i].short && k.short
			break
		}
	}
	d.ids[at] = has
}

// heard gives a spelling of the table as a token, not looked up.
func heard(spelling string) Token {
	var w words
	w.cut(spelling)
	t := Token{Text: spelling}
	if w.n > 0 {
		t.hear(&w, 0, w.n-1)
	}
	return t
}

// key is what a token is looked up by: its sounds, those of Latin with what two
// spellings differ in without a thought made one.
func (t *Token) key(buf *[maxSounds + 1]byte) []byte {
	buf[0] = byte(t.script)
	n := 1
	for _, s := range t.sounds.list() {
		if t.script == latin {
			s = thoughtless[s&63]
		}
		if s != sound(buf[n-1]) || n == 1 {
			buf[n] = byte(s)
			n++
		}
	}
	return buf[:n]
}

var thoughtless = func() (t [64]sound) {
	for i := range t {
		t[i] = sound(i)
	}
	t[vO], t[sV], t[sTh], t[sDh], t[sQ] = vU, sF, sT, sD, sK
	return t
}()

// entry gives what k stands for, nil for nothing.
func (k known) entry() *entry {
	if k.id == 0 {
		return nil
	}
	return &knownNames().entries[k.id]
}

package name

import (
	"cmp"
	"flag"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"
)

var update = flag.Bool("update", false, "write the figures into docs/names.md")

// A method scores a pair.
type method struct {
	title string
	score func(a, b string) float64
}

var methods = []method{
	{"wasl", func(a, b string) float64 { s := Similarity(Parse(a), Parse(b)); return s.Value }},
	{"Jaro-Winkler", func(a, b string) float64 { return jaroWinkler(plainText(a), plainText(b)) }},
	{"Jaro-Winkler, best pairs of words", bestPairs},
	{"Levenshtein", func(a, b string) float64 { return levenshtein(plainText(a), plainText(b)) }},
}

// figures are what a method reaches on a sample.
type figures struct {
	area     float64 // under the ROC curve
	careful  float64 // recall where one other pair in a hundred is taken for the same
	best, at float64 // the best F1, and the threshold it is reached at
}

func measure(score func(a, b string) float64, pairs []pairOf) figures {
	type scored struct {
		value float64
		same  bool
	}
	all := make([]scored, len(pairs))
	var positives, negatives float64
	for i, p := range pairs {
		all[i] = scored{score(p.a, p.b), p.same}
		if p.same {
			positives++
		} else {
			negatives++
		}
	}
	slices.SortFunc(all, func(x, y scored) int { return cmp.Compare(y.value, x.value) })
	var f figures
	var hit, wrong, pairsWon float64
	for i := 0; i < len(all); {
		j, h, w := i, 0.0, 0.0
		for ; j < len(all) && all[j].value == all[i].value; j++ {
			if all[j].same {
				h++
			} else {
				w++
			}
		}
		pairsWon += w * (hit + h/2)
		hit, wrong = hit+h, wrong+w
		precision, recall := hit/(hit+wrong), hit/positives
		f1 := 0.0
		if hit > 0 {
			f1 = 2 * precision * recall / (precision + recall)
		}
		if f1 > f.best {
			f.best, f.at = f1, all[i].value
		}
		if wrong <= negatives/100 {
			f.careful = recall
		}
		i = j
	}
	f.area = pairsWon / positives / negatives
	return f
}

// known where the table of figures stands in docs/names.md.
const (
	document = "../../../docs/names.md"
	opening  = "<!-- figures: go test ./internal/base/name -run Measure -update -->\n"
	closing  = "<!-- end of figures -->\n"
)

// TestMeasure measures on real names. The scale was set on the people of the UN's
// list with even numbers; the figures are of those with odd ones.
func TestMeasure(t *testing.T) {
	dir := realData(t)
	people := unList(t, dir)
	un := unSamples(people, func(id int) bool { return id%2 == 1 })
	lists := append(slices.Clone(un), ofac(t, dir))
	samples := append(slices.Clone(lists), places(t, dir), febrl(t, dir), splink(t, dir))
	var b strings.Builder
	compareMethods(&b, samples)
	atThresholds(&b, lists)
	reliability(&b, un[2])
	keyFigures(&b, lists)
	t.Log("\n" + b.String())
	if *update {
		writeFigures(t, b.String())
	}
}

func writeFigures(t *testing.T, figures string) {
	t.Helper()
	old, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(old), opening)
	_, after, ok2 := strings.Cut(rest, closing)
	if !ok || !ok2 {
		t.Fatalf("%s has no place for the figures", document)
	}
	if err := os.WriteFile(document, []byte(before+opening+figures+closing+after), 0o644); err != nil {
		t.Fatal(err)
	}
}

func (s sample) counts() (same, others int) {
	for _, p := range s.pairs {
		if p.same {
			same++
		}
	}
	return same, len(s.pairs) - same
}

// compareMethods writes how wasl and plain methods do on each sample.
func compareMethods(b *strings.Builder, samples []sample) {
	b.WriteString("\n| pairs | method | ROC area | recall at 1 % false | best F1 | at |\n|---|---|---|---|---|---|\n")
	for _, s := range samples {
		same, others := s.counts()
		title := fmt.Sprintf("%s (%d the same, %d others)", s.title, same, others)
		for _, m := range methods {
			f := measure(m.score, s.pairs)
			fmt.Fprintf(b, "| %s | %s | %.3f | %.3f | %.3f | %.2f |\n", title, m.title, f.area, f.careful, f.best, f.at)
			title = ""
		}
	}
}

// atThresholds writes what a desk gets at a threshold.
func atThresholds(b *strings.Builder, samples []sample) {
	b.WriteString("\n| pairs | threshold | precision | recall | F1 |\n|---|---|---|---|---|\n")
	for _, s := range samples {
		title := s.title
		for _, at := range []float64{Possible, 0.65, Likely, 0.9} {
			var hit, wrong, missed float64
			for _, p := range s.pairs {
				switch v := value(p.a, p.b) >= at; {
				case v && p.same:
					hit++
				case v:
					wrong++
				case p.same:
					missed++
				}
			}
			fmt.Fprintf(b, "| %s | %.2f | %.3f | %.3f | %.3f |\n", title, at, hit/max(hit+wrong, 1), hit/(hit+missed), 2*hit/(2*hit+wrong+missed))
			title = ""
		}
	}
}

// reliability writes how many pairs of a value are one person's.
func reliability(b *strings.Builder, s sample) {
	var bins [10][2]int
	for _, p := range s.pairs {
		i := min(9, int(value(p.a, p.b)*10))
		if p.same {
			bins[i][1]++
		} else {
			bins[i][0]++
		}
	}
	fmt.Fprintf(b, "\n%s:\n\n| value | pairs | one person's |\n|---|---|---|\n", s.title)
	for i, n := range bins {
		fmt.Fprintf(b, "| %.1f-%.1f | %d | %.0f %% |\n", float64(i)/10, float64(i+1)/10, n[0]+n[1], 100*float64(n[1])/float64(max(1, n[0]+n[1])))
	}
}

// keyFigures writes what the keys find.
func keyFigures(b *strings.Builder, samples []sample) {
	b.WriteString("\n| pairs | keys | a name has | likely ones found | possible ones found | others found |\n|---|---|---|---|---|---|\n")
	for _, s := range samples {
		title := s.title
		for _, k := range []struct {
			title string
			of    func(Name) []string
		}{{"strict", func(n Name) []string { return n.StrictKeys(nil) }}, {"loose", func(n Name) []string { return n.LooseKeys(nil) }}} {
			var keys, likely, likelyFound, possible, possibleFound, others, othersFound float64
			for _, p := range s.pairs {
				x, y := Parse(p.a), Parse(p.b)
				v := Similarity(x, y)
				found := 0.0
				if shared(k.of(x), k.of(y)) {
					found = 1
				}
				keys += float64(len(k.of(x)))
				switch {
				case !p.same:
					others, othersFound = others+1, othersFound+found
				case v.Value >= Likely:
					likely, likelyFound = likely+1, likelyFound+found
				}
				if p.same && v.Value >= Possible {
					possible, possibleFound = possible+1, possibleFound+found
				}
			}
			fmt.Fprintf(b, "| %s | %s | %.1f | %.1f %% | %.1f %% | %.2f %% |\n", title, k.title, keys/float64(len(s.pairs)),
				100*likelyFound/likely, 100*possibleFound/possible, 100*othersFound/others)
			title = ""
		}
	}
}

// plainText is what the peers' methods are given: lower case, words and spaces.
func plainText(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }), " ")
}

func levenshtein(a, b string) float64 {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j := range y {
			change := diagonal
			if x[i] != y[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return 1 - float64(row[len(y)])/float64(max(len(x), len(y), 1))
}

// jaroWinkler is the usual one, with a prefix of four and a scale of 0.1.
func jaroWinkler(a, b string) float64 {
	x, y := []rune(a), []rune(b)
	if len(x) == 0 || len(y) == 0 {
		return 0
	}
	window := max(max(len(x), len(y))/2-1, 0)
	usedX, usedY := make([]bool, len(x)), make([]bool, len(y))
	m := 0.0
	for i := range x {
		for j := max(0, i-window); j < min(len(y), i+window+1); j++ {
			if !usedY[j] && x[i] == y[j] {
				usedX[i], usedY[j] = true, true
				m++
				break
			}
		}
	}
	if m == 0 {
		return 0
	}
	turns, j := 0.0, 0
	for i := range x {
		if !usedX[i] {
			continue
		}
		for !usedY[j] {
			j++
		}
		if x[i] != y[j] {
			turns++
		}
		j++
	}
	jaro := (m/float64(len(x)) + m/float64(len(y)) + (m-turns/2)/m) / 3
	prefix := 0
	for prefix < min(4, len(x), len(y)) && x[prefix] == y[prefix] {
		prefix++
	}
	return jaro + 0.1*float64(prefix)*(1-jaro)
}

// bestPairs gives each word its best fellow by Jaro-Winkler, weighed by length:
// the way that screening programs go.
func bestPairs(a, b string) float64 {
	x, y := strings.Fields(plainText(a)), strings.Fields(plainText(b))
	if len(x) > len(y) {
		x, y = y, x
	}
	used := make([]bool, len(y))
	var got, whole float64
	for _, w := range x {
		best, at := 0.0, -1
		for j, v := range y {
			if s := jaroWinkler(w, v); !used[j] && s > best {
				best, at = s, j
			}
		}
		if at >= 0 {
			used[at] = true
		}
		got += best * float64(len([]rune(w)))
		whole += float64(len([]rune(w)))
	}
	for j, v := range y {
		if !used[j] {
			whole += 0.15 * float64(len([]rune(v)))
		}
	}
	return got / math.Max(whole, 1)
}

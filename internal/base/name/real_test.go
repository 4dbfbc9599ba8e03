package name

import (
	"cmp"
	"encoding/csv"
	"encoding/xml"
	"math/rand"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// realData gives the folder of real inputs, or skips: they are not part of the
// repository, and what they show is no condition for a change.
func realData(t *testing.T) string {
	t.Helper()
	dir := cmp.Or(os.Getenv("WASL_DATA"), "../../../../shared/data")
	if _, err := os.Stat(filepath.Join(dir, "lists")); err != nil || os.Getenv("CI") != "" {
		t.Skip("the real names are not here: WASL_DATA says where")
	}
	return dir
}

// pairOf are two names, and whether they are one's.
type pairOf struct {
	a, b string
	same bool
}

// sample is a set of labelled pairs.
type sample struct {
	title string
	pairs []pairOf
}

// listed is a person of the UN's list.
type listed struct {
	ID      int     `xml:"DATAID"`
	First   string  `xml:"FIRST_NAME"`
	Second  string  `xml:"SECOND_NAME"`
	Third   string  `xml:"THIRD_NAME"`
	Fourth  string  `xml:"FOURTH_NAME"`
	Script  string  `xml:"NAME_ORIGINAL_SCRIPT"`
	Aliases []alias `xml:"INDIVIDUAL_ALIAS"`
}

type alias struct {
	Quality string `xml:"QUALITY"`
	Name    string `xml:"ALIAS_NAME"`
}

func (l listed) name() string {
	return strings.Join(strings.Fields(l.First+" "+l.Second+" "+l.Third+" "+l.Fourth), " ")
}

// good gives the aliases that the list says are good enough to find the person by.
func (l listed) good() (names []string) {
	for _, a := range l.Aliases {
		if a.Quality != "Good" {
			continue
		}
		for s := range strings.SplitSeq(a.Name, ";") {
			if s = strings.TrimSpace(s); s != "" && !strings.ContainsAny(s, "()") {
				names = append(names, s)
			}
		}
	}
	return names
}

func unList(t *testing.T, dir string) []listed {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, "lists/UN_consolidated.xml"))
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		People []listed `xml:"INDIVIDUALS>INDIVIDUAL"`
	}
	if err := xml.Unmarshal(b, &doc); err != nil {
		t.Fatal(err)
	}
	if len(doc.People) < 500 {
		t.Fatalf("the list has %d people: it has another form now", len(doc.People))
	}
	return doc.People
}

// unSamples make pairs of a person's names, and of two people's: taken by chance,
// and taken so that they share a word of four letters at least.
func unSamples(people []listed, keep func(id int) bool) []sample {
	rnd := rand.New(rand.NewSource(1))
	var script, aliases []pairOf
	var names []listedName
	for _, p := range people {
		if !keep(p.ID) {
			continue
		}
		names = append(names, listedName{p.ID, p.name()})
		if p.Script != "" {
			script = append(script, pairOf{p.name(), p.Script, true})
			names = append(names, listedName{p.ID, p.Script})
		}
		for _, a := range p.good() {
			aliases = append(aliases, pairOf{p.name(), a, true})
			names = append(names, listedName{p.ID, a})
		}
	}
	chance := func(n int, ok func(a, b string) bool) (pairs []pairOf) {
		for tries := 0; len(pairs) < n && tries < 4_000_000; tries++ {
			x, y := names[rnd.Intn(len(names))], names[rnd.Intn(len(names))]
			if x.id != y.id && ok(x.name, y.name) {
				pairs = append(pairs, pairOf{x.name, y.name, false})
			}
		}
		return pairs
	}
	crossing := func(a, b string) bool { return isArabic(a) != isArabic(b) }
	anyTwo := func(string, string) bool { return true }
	return []sample{
		{"UN list: name and its original script, against two people's", append(chance(10*len(script), crossing), script...)},
		{"UN list: name and good alias, against two people's", append(chance(10*len(aliases), anyTwo), aliases...)},
		{"UN list: the same, against two people's that share a word", append(chance(2*len(aliases), shareWord), aliases...)},
	}
}

type listedName struct {
	id   int
	name string
}

func isArabic(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Arabic, r) })
}

func shareWord(a, b string) bool {
	for x := range strings.FieldsSeq(plainText(a)) {
		for y := range strings.FieldsSeq(plainText(b)) {
			if x == y && len(x) >= 4 {
				return true
			}
		}
	}
	return false
}

// ofac are people of the American list who are on no list of sanctions, and their
// other spellings: most are Palestinian, in Latin letters.
func ofac(t *testing.T, dir string) sample {
	t.Helper()
	folder := filepath.Join(dir, "lists/ofac_nonsdn_2025-12")
	names := map[string]listedName{}
	var all []listedName
	for _, r := range readCSV(t, filepath.Join(folder, "cons_prim.csv")) {
		if len(r) > 2 && r[2] == "individual" {
			names[r[0]] = listedName{len(names), r[1]}
			all = append(all, names[r[0]])
		}
	}
	s := sample{title: "OFAC's other list: name and also known as"}
	for _, r := range readCSV(t, filepath.Join(folder, "cons_alt.csv")) {
		if n, ok := names[r[0]]; ok && len(r) > 3 {
			s.pairs = append(s.pairs, pairOf{n.name, r[3], true})
			all = append(all, listedName{n.id, r[3]})
		}
	}
	s.pairs = append(s.pairs, strangers(all, 10*len(s.pairs))...)
	return s
}

// places are towns and districts in French and Arabic: no people, but a fair test
// of one word in two scripts.
func places(t *testing.T, dir string) sample {
	t.Helper()
	rows := readCSV(t, filepath.Join(dir, "gazetteer/mr_arabic_names.csv"))
	bare := strings.NewReplacer("ولاية", "", "مقاطعة", "", "بلدية", "", "داخلة", "", "داخلت", "", "Dakhlet", "", "Wilaya du", "", "District de", "",
		"-Nord", "", "-Sud", "", "-Ouest", "", "الشمالية", "", "الجنوبية", "", "الغربية", "")
	s := sample{title: "Mauritania's places in French and Arabic"}
	var french, arab []string
	for _, r := range rows[1:] {
		if !strings.Contains(r[2], "Republic") && !strings.ContainsAny(r[3], "ٹہۋۆ") {
			french, arab = append(french, strings.TrimSpace(bare.Replace(r[2]))), append(arab, strings.TrimSpace(bare.Replace(r[3])))
		}
	}
	for i := range french {
		s.pairs = append(s.pairs, pairOf{french[i], arab[i], true})
		for k := 1; k <= 10; k++ {
			if o := (i + k*7) % len(french); plainText(french[o]) != plainText(french[i]) {
				s.pairs = append(s.pairs, pairOf{french[i], arab[o], false})
			}
		}
	}
	return s
}

// febrl are Australian names with slips of the keyboard.
func febrl(t *testing.T, dir string) sample {
	t.Helper()
	rows := readCSV(t, filepath.Join(dir, "entity-resolution/febrl/dataset3.csv"))[1:]
	groups := map[string][]string{}
	var all []listedName
	for _, r := range rows {
		id := strings.Split(strings.TrimSpace(r[0]), "-")[1]
		if n := strings.TrimSpace(strings.TrimSpace(r[1]) + " " + strings.TrimSpace(r[2])); strings.Contains(n, " ") {
			groups[id] = append(groups[id], n)
			num, err := strconv.Atoi(id)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, listedName{num, n})
		}
	}
	s := sample{title: "FEBRL 3: forename and surname, with slips"}
	for _, x := range all {
		g := groups[strconv.Itoa(x.id)]
		if len(g) > 1 && g[0] != x.name {
			s.pairs = append(s.pairs, pairOf{g[0], x.name, true})
		}
	}
	s.pairs = append(s.pairs, strangers(all, 10*len(s.pairs))...)
	return s
}

func strangers(all []listedName, n int) (pairs []pairOf) {
	rnd := rand.New(rand.NewSource(2))
	for len(pairs) < n {
		x, y := all[rnd.Intn(len(all))], all[rnd.Intn(len(all))]
		if x.id != y.id && x.name != y.name {
			pairs = append(pairs, pairOf{x.name, y.name, false})
		}
	}
	return pairs
}

// splink are the labelled pairs of Splink's demonstration.
func splink(t *testing.T, dir string) sample {
	t.Helper()
	names := map[string]string{}
	for _, r := range readCSV(t, filepath.Join(dir, "entity-resolution/splink/fake_1000.csv"))[1:] {
		names[r[0]] = strings.TrimSpace(r[1] + " " + r[2])
	}
	s := sample{title: "Splink: forename and surname, labelled by a clerk"}
	for _, r := range readCSV(t, filepath.Join(dir, "entity-resolution/splink/fake_1000_labels_full.csv"))[1:] {
		if a, b := names[r[0]], names[r[2]]; strings.Contains(a, " ") && strings.Contains(b, " ") {
			s.pairs = append(s.pairs, pairOf{a, b, r[4] == "1.0"})
		}
	}
	return s
}

func readCSV(t *testing.T, path string) [][]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord = -1
	r.TrimLeadingSpace = true
	r.LazyQuotes = true
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

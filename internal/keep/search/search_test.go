package search

import (
	"bytes"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"wasl/internal/keep/store"
)

func open(t testing.TB, path string, key []byte) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), store.Options{Path: path, Key: key, Modules: []store.Module{Part().Module}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func index(t testing.TB, db *store.DB, texts ...string) {
	t.Helper()
	update(t, db, func(tx *store.Tx) error {
		for i, s := range texts {
			if err := Index(tx, int64(i+1), NewText(s)); err != nil {
				return err
			}
		}
		return nil
	})
}

func update(t testing.TB, db *store.DB, f func(*store.Tx) error) {
	t.Helper()
	if err := db.Update(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

func find(t testing.TB, db *store.DB, text string) (found []int64) {
	t.Helper()
	if err := db.View(t.Context(), func(tx *store.Tx) (err error) {
		found, err = Find(tx, text, 0, 100)
		return err
	}); err != nil {
		t.Fatalf("Find(%q): %v", text, err)
	}
	return found
}

var reports = []string{
	"Attaque du poste de Fassala par des hommes armés, un véhicule 4587AB05 emporté", // 1
	"أطلق مسلحون النار على نقطة التفتيش قرب باسكنو ورقم السيارة 4587 AB 05",          // 2
	"عدد المهاجرين المفقودين ثلاثون شخصا قبالة نواذيبو",                              // 3
	"Naufrage au large de Nouadhibou, 30 migrants disparus",                          // 4
	"أبلغ محمد ولد أحمد عن توتر في القرية",                                           // 5
	"Mohamed Ould Ahmed signale une tension au village",                              // 6
	"Le poste a été attaqué de nouveau, rien d'autre",                                // 7
}

func TestFind(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "t.db"), nil)
	index(t, db, reports...)
	for _, c := range []struct {
		text string
		want []int64
	}{
		{"attaque", []int64{7, 1}},
		{"ATTAQUÉES poste ", []int64{7, 1}},
		{"attaq", []int64{7, 1}},
		{"attaq ", nil},
		{"at", nil},
		{`"poste de Fassala"`, []int64{1}},
		{`"Fassala poste"`, nil},
		{"«poste Fassala» véhicule", []int64{1}},
		{"4587ab05", []int64{2, 1}},
		{"4587 AB", []int64{2, 1}},
		{"٤٥٨٧ AB", []int64{2, 1}},
		{"AB-05", []int64{2, 1}},
		{"l'attaque", []int64{7, 1}},
		{"مُسلَّح", []int64{2}},
		{"المسلحين باسكنو", []int64{2}},
		{"مهاجر", []int64{3}},
		{"المهاج", []int64{3}},
		{"احمد", []int64{5}},
		{"قرية", []int64{5}},
		{"مهاجر poste", nil},
		{"", nil},
		{"   ", nil},
		{"de la", nil},
		{"***", nil},
		{`"`, nil},
		{"من", nil},
		{strings.Repeat("poste ", 500), []int64{7, 1}},
		{"poste OR naufrage", nil},
		{"NOT", nil},
		{"words:poste", nil},
		{"poste*", []int64{7, 1}},
		{`poste" OR "naufrage`, nil},
		{"NEAR(poste attaque)", nil},
		{"-poste", []int64{7, 1}},
	} {
		if got := find(t, db, c.text); !slices.Equal(got, c.want) {
			t.Errorf("Find(%q) = %v, want %v", c.text, got, c.want)
		}
	}
}

func TestPagesAndAmong(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "t.db"), nil)
	texts := make([]string, 300)
	for i := range texts {
		texts[i] = fmt.Sprintf("poste numéro%d z%da", i+1, i)
	}
	index(t, db, texts...)
	var all []int64
	for before := int64(0); ; {
		var page []int64
		if err := db.View(t.Context(), func(tx *store.Tx) (err error) {
			page, err = Find(tx, "pos", before, 70)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		all = append(all, page...)
		before = page[len(page)-1]
	}
	if len(all) != 300 || !slices.IsSortedFunc(all, func(a, b int64) int { return int(b - a) }) {
		t.Errorf("the pages hold %d rows in this order: %v", len(all), all)
	}
	if err := db.View(t.Context(), func(tx *store.Tx) error {
		got, err := Among(tx, "poste numero17", []int64{300, 18, 17, 16, 999})
		if !slices.Equal(got, []int64{17}) {
			t.Errorf("Among = %v", got)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	// More words begin so than are looked up one by one.
	if got := find(t, db, "numero"); len(got) != 100 {
		t.Errorf("an unfinished word finds %d of the first 100", len(got))
	}
}

func TestReplaceAndRemove(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "t.db"), nil)
	index(t, db, reports...)
	update(t, db, func(tx *store.Tx) error { return Replace(tx, 4, NewText("Naufrage", "au large de Dakhla")) })
	update(t, db, func(tx *store.Tx) error { return Remove(tx, 5) })
	update(t, db, func(tx *store.Tx) error { return Remove(tx, 5) }) // twice is harmless
	for text, want := range map[string][]int64{"nouadhibou": nil, "dakhla": {4}, "naufrage": {4}, "محمد": nil, "poste": {7, 1}} {
		if got := find(t, db, text); !slices.Equal(got, want) {
			t.Errorf("Find(%q) = %v, want %v", text, got, want)
		}
	}
	update(t, db, func(tx *store.Tx) error { return tx.Exec("INSERT INTO search (search) VALUES ('integrity-check')") })
}

// A name that was removed must be in no page of the file nor of its log, as
// FTS5 alone would leave it. The negative control is a name that stays.
func TestRemovedIsGone(t *testing.T) {
	const rows, each, batch = 1500, 5, 100
	path := filepath.Join(t.TempDir(), "t.db")
	db := open(t, path, nil)
	rnd := rand.New(rand.NewSource(1))
	canary := func(n int) string { return fmt.Sprintf("zq%c%cx%04dcanari", 'a'+n%17, 'a'+n%13, n) }
	for from := 1; from <= rows; from += batch {
		update(t, db, func(tx *store.Tx) error {
			for n := from; n < from+batch; n++ {
				var b strings.Builder
				for range 60 {
					fmt.Fprintf(&b, "w%c%d ", 'a'+rnd.Intn(26), int(rnd.ExpFloat64()*100))
				}
				if err := Index(tx, int64(n), NewText(b.String(), letters4(n)+" "+canary(n))); err != nil {
					return err
				}
			}
			return nil
		})
	}
	for from := 1; from <= rows; from += batch {
		update(t, db, func(tx *store.Tx) error {
			for n := from; n < from+batch; n += each {
				if err := Remove(tx, int64(n)); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := db.Fold(t.Context()); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	kept := 0
	for n := 1; n <= rows; n++ {
		there := bytes.Contains(raw, []byte(canary(n))) || bytes.Contains(raw, []byte(letters4(n)))
		if n%each != 1 && there {
			kept++
		} else if n%each == 1 && there {
			t.Errorf("%s was removed and is still in the file", canary(n))
		}
	}
	if kept < rows/2 {
		t.Errorf("only %d names that stayed are found: this test could not see one that is left", kept)
	}
	left := 0
	update(t, db, func(tx *store.Tx) error {
		pieces, err := pieces(tx)
		if err != nil || len(pieces) == 0 {
			return fmt.Errorf("the index has %d pieces: %w", len(pieces), err)
		}
		for n := 1; n <= rows; n += each {
			for w := range strings.FieldsSeq(tokens(canary(n) + " " + letters4(n))) {
				for _, piece := range pieces {
					parts, err := separators(tx, piece, w)
					if err != nil {
						return err
					}
					for _, p := range parts {
						if living, err := begins(tx, p); err != nil {
							return err
						} else if !living {
							left++
						}
					}
				}
			}
		}
		return nil
	})
	if left > 0 {
		t.Errorf("the list of pages holds %d beginnings of removed words", left)
	}
}

// letters4 is a word of letters alone, as names are, made of n.
func letters4(n int) string {
	s := "kz"
	for range 4 {
		s += string(rune('b' + n*7%23))
		n = n*7/23 + n%3
	}
	return s + strings.Repeat("q", n%3+1)
}

func TestSnippet(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "t.db"), nil)
	long := strings.Repeat("mot ", 200) + "des hommes armés près de باسكنو " + strings.Repeat("fin ", 200)
	index(t, db, "L'ATTAQUE\x02 du poste\n\u202edes hommes", long)
	get := func(n int64, text string) (s string) {
		if err := db.View(t.Context(), func(tx *store.Tx) (err error) {
			s, err = Snippet(tx, n, text)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return s
	}
	if got, want := get(1, "attaqué homm"), "L'"+MarkOn+"ATTAQUE"+MarkOff+" du poste des "+MarkOn+"hommes"+MarkOff; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	got := get(2, "باسكنو armes")
	if !strings.Contains(got, MarkOn+"armés"+MarkOff) || !strings.Contains(got, MarkOn+"باسكنو"+MarkOff) || len(got) > width+30 || !strings.HasPrefix(got, "…") || !strings.HasSuffix(got, "…") {
		t.Errorf("got %q", got)
	}
	if got := get(9, "x"); got != "" {
		t.Errorf("a row that is not there has the snippet %q", got)
	}
}

func FuzzQuery(f *testing.F) {
	db := open(f, filepath.Join(f.TempDir(), "t.db"), nil)
	index(f, db, reports...)
	for _, s := range []string{`"`, `a" OR "b`, "NEAR(a b)", "col:x", "^a*", "a AND", "\x00", "\xff\"", "مهاجر*", strings.Repeat(`"x`, 300), "-a", "{words}: x", "…«»„"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, n := range find(t, db, text) {
			if got := Parse(text).Mark(reports[n-1]); !strings.Contains(got, MarkOn) {
				t.Errorf("%q finds row %d, but its snippet %q marks nothing", text, n, got)
			}
		}
		if err := db.View(t.Context(), func(tx *store.Tx) error {
			_, err := Among(tx, text, []int64{1, 2})
			return err
		}); err != nil {
			t.Error(err)
		}
	})
}

// What is indexed is found by its own words.
func FuzzFindsItself(f *testing.F) {
	db := open(f, filepath.Join(f.TempDir(), "t.db"), nil)
	for _, s := range reports {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		tx, err := db.Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer tx.Rollback() //nolint:errcheck // nothing is to be kept
		if err := Index(tx, 1, NewText(text)); err != nil {
			t.Fatal(err)
		}
		for w := range words(text) {
			part := text[w.start:w.end]
			if Parse(part).Empty() || len(part) > maxQuery {
				continue
			}
			if got, err := Find(tx, part, 0, 1); err != nil || len(got) != 1 {
				t.Fatalf("%q is not found in %q: %v (indexed as %q)", part, text, err, tokens(text))
			}
		}
		if err := Remove(tx, 1); err != nil {
			t.Fatal(err)
		}
	})
}

func BenchmarkIndex(b *testing.B) {
	db := open(b, filepath.Join(b.TempDir(), "t.db"), bytes.Repeat([]byte{7}, store.KeySize))
	n := int64(0)
	for b.Loop() {
		tx, err := db.Begin(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		for range 64 { // as many as a busy group
			n++
			if err := Index(tx, n, NewText(sample)); err != nil {
				b.Fatal(err)
			}
		}
		if err := tx.Commit(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(n), "µs/report")
}

// BenchmarkFind asks an index of WASL_ROWS reports (100,000 unless told) of which
// a third hold each common word.
func BenchmarkFind(b *testing.B) {
	rows := 100_000
	if s := os.Getenv("WASL_ROWS"); s != "" {
		var err error
		if rows, err = strconv.Atoi(s); err != nil {
			b.Fatal(err)
		}
	}
	db := open(b, filepath.Join(b.TempDir(), "t.db"), bytes.Repeat([]byte{7}, store.KeySize))
	fill(b, db, rows)
	for _, q := range []string{"motos ", "motos Fassala ", `"hommes armés"`, "attaq", "xab", "unique5000 ", "motos unique5000 ", "nulle"} {
		b.Run(strings.ReplaceAll(strings.TrimSpace(q), " ", "_"), func(b *testing.B) {
			for b.Loop() {
				find(b, db, q)
			}
		})
	}
}

func fill(b *testing.B, db *store.DB, rows int) {
	rnd := rand.New(rand.NewSource(1))
	zipf := rand.NewZipf(rnd, 1.05, 3, 60_000)
	common := strings.Fields(sample)
	start := time.Now()
	for from := 0; from < rows; from += 1000 {
		update(b, db, func(tx *store.Tx) error {
			for n := from + 1; n <= from+1000; n++ {
				var w strings.Builder
				for range 30 {
					w.WriteString(common[rnd.Intn(len(common))] + " ")
				}
				for range 60 {
					fmt.Fprintf(&w, "x%s ", strconv.FormatInt(int64(zipf.Uint64()), 26))
				}
				fmt.Fprintf(&w, "hommes armés unique%d", n)
				if err := Index(tx, int64(n), NewText(w.String())); err != nil {
					return err
				}
			}
			return nil
		})
	}
	b.Logf("%d rows indexed at %v each", rows, time.Since(start)/time.Duration(rows))
}

// What stands on single words: the same stems as the index has, and the rows of
// one of them, also those below zero.
func TestWordsAndWhoHasThem(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "tables.db"), nil)
	texts := []string{"deux voitures blanches", "une voiture", "المسلحون قرب البئر", "سيارة بيضاء قرب بئر"}
	index(t, db, texts...)
	update(t, db, func(tx *store.Tx) error { return Index(tx, -7, NewText("voiture 4711")) })
	var stems []string
	for w := range Words("Les 2 voitures, au Puits") {
		stems = append(stems, w.Stem)
		if text := "Les 2 voitures, au Puits"[w.Start:w.End]; w.Number != (text == "2") {
			t.Errorf("%q: number %v", text, w.Number)
		}
	}
	if strings.Join(stems, " ") != tokens("Les 2 voitures, au Puits") {
		t.Errorf("the words are %q, the index has %q", stems, tokens("Les 2 voitures, au Puits"))
	}
	for range Words("one two three") {
		break // who stops early gives the stemmer back
	}
	for stem, want := range map[string]string{"voitur": "[2 1 -7]", "بير": "[4 3]", "4711": "[-7]", "zebu": "[]"} {
		if err := db.View(t.Context(), func(tx *store.Tx) error {
			got, err := Having(tx, stem, 10)
			if fmt.Sprint(got) != want {
				t.Errorf("%s: %v, want %s", stem, got, want)
			}
			if two, err := Having(tx, "voitur", 2); err != nil || len(two) != 2 {
				t.Errorf("two of three: %v, %v", two, err)
			}
			text, e := TextOf(tx, 2)
			if e != nil || text != texts[1] {
				t.Errorf("the text of row 2 is %q, %v", text, e)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	update(t, db, func(tx *store.Tx) error { return Remove(tx, -7) })
	if err := db.View(t.Context(), func(tx *store.Tx) error {
		got, err := Having(tx, "4711", 10)
		if len(got) > 0 {
			t.Errorf("removed, and found: %v", got)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// A connection that has searched remembers the index as it was: the file is sound
// all the same.
func TestCheckAfterASearch(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "t.db"), nil)
	for n := range int64(40) {
		update(t, db, func(tx *store.Tx) error {
			if n > 20 {
				if err := Remove(tx, n-20); err != nil {
					return err
				}
			}
			return Index(tx, n+1, NewText(fmt.Sprintf("poste %d attaqué, véhicule %d", n, n*n)))
		})
		if n == 25 {
			find(t, db, "attaqué poste")
		}
	}
	if wrong, err := db.Check(t.Context()); err != nil || len(wrong) > 0 {
		t.Errorf("%v, %v", wrong, err)
	}
}

package corroborate

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"wasl/internal/base/lang"
	"wasl/internal/collect/report"
)

// Comparing is symmetric but for how rare each word is, and more alike is never
// less likely.
func TestComparingHolds(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	all := set(9, 12)
	for range 300 {
		x, y := all[r.IntN(len(all))], all[r.IntN(len(all))]
		a, b := OfReport(ptr(x.body()), x.at), OfReport(ptr(y.body()), y.at)
		ab, ba := compare(a.telling(), b.telling(), nil), compare(b.telling(), a.telling(), nil)
		if math.Abs(ab.Score-ba.Score) > 1e-9 || len(ab.Reasons) != len(ba.Reasons) {
			t.Fatalf("%q and %q: %v, turned %v", x.title, y.title, ab, ba)
		}
		if self := compare(a.telling(), a.telling(), nil); self.Score < ab.Score-1e-9 {
			t.Fatalf("%q is likelier %q (%v) than itself (%v)", x.title, y.title, ab.Score, self.Score)
		}
		later := b
		later.From, later.To = b.From.Add(30*24*time.Hour), b.To.Add(30*24*time.Hour)
		if far := compare(a.telling(), later.telling(), nil); apart(a, later) > apart(a, b) && far.Score > ab.Score+1e-9 {
			t.Fatalf("a month later it is likelier: %v, %v", far.Score, ab.Score)
		}
	}
}

func TestSketchesEstimateWhatIsShared(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ws := rapid.SliceOfN(rapid.StringMatching(`[a-z]{4,8}`), 12, 60).Draw(t, "words")
		a := gistOf(strings.Join(ws, " "))
		if s := a.sketch(); !s.none() && (s.like(&s) != 1 || len(s.bands()) != 4) {
			t.Fatalf("a text is not like itself: %v", s)
		}
		b := gistOf(strings.Join(ws[:len(ws)/2], " "))
		if c := copied(a, b); c < 0 || c > 1 || copied(b, a) != c {
			t.Fatalf("shared: %v, %v", c, copied(b, a))
		}
		s, concepts := a.sketch(), a.concepts
		if back, same := unpackGist(packGist(&s, concepts)); back != s || !slices.Equal(same, concepts) {
			t.Fatalf("packed and unpacked: %v %v, %v %v", s, concepts, back, same)
		}
	})
	r := rand.New(rand.NewPCG(1, 1))
	var sum, n float64
	for range 400 {
		ws := make([]string, 40)
		for i := range ws {
			ws[i] = fmt.Sprint("w", r.IntN(100000))
		}
		other := slices.Clone(ws)
		for i := range r.IntN(30) {
			other[i] = fmt.Sprint("v", r.IntN(100000))
		}
		a, b := gistOf(strings.Join(ws, " ")), gistOf(strings.Join(other, " "))
		sa, sb := a.sketch(), b.sketch()
		sum, n = sum+sa.like(&sb)-copied(a, b), n+1
	}
	if bias := sum / n; math.Abs(bias) > 0.03 {
		t.Errorf("sketches are off by %.3f on average", bias)
	}
}

func TestMarksOfATextAreFoundWhereverTheyStand(t *testing.T) {
	filler := strings.Repeat("les gens parlent du puits et du marché. ", 50)
	for text, want := range map[string]string{
		"Toyota 4711 AB 05": "plate 4711-AB-05",
		filler + "Toyota 4711 AB 05, appelez le 45 25 24 96": "plate 4711-AB-05 phone +22245252496",
		"اللوحة ٤٧١١ أ ب ٠٥ " + filler:                       "plate 4711-AB-05",
		"الهاتف ٤٥٢٥٢٤٩٦":                                    "phone +22245252496",
		"60 têtes, 12 km, le 12/11/2026":                     "",
		filler:                                               "",
	} {
		a := Account{Text: text}
		var got []string
		for _, m := range marksOf(&a) {
			got = append(got, string(m.kind)+" "+m.text)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%.40q: %q, want %q", text, got, want)
		}
	}
	var many strings.Builder
	for i := range 200 {
		fmt.Fprintf(&many, "%04d AB 05 est passé par le marché avant que la nuit ne tombe sur le village. ", 1000+i)
	}
	if got := len(marksOf(&Account{Text: many.String()})); got != maxMarks {
		t.Errorf("a list of 200 plates has %d marks", got)
	}
}

// The numbers of concepts lie in tables: when this fails, module needs a step that
// makes the traits anew.
func TestConceptsStay(t *testing.T) {
	l := words()
	var b bytes.Buffer
	for _, c := range l.concepts {
		b.WriteString(c.name[lang.English] + " ")
	}
	if got := fmt.Sprintf("%d %x", len(l.concepts), uint64(hash(b.String()))); got != conceptsAre {
		t.Errorf("the concepts are %q now, were %q", got, conceptsAre)
	}
	for stem, at := range l.stems {
		if int(at) >= len(l.concepts) || stem == "" {
			t.Errorf("%q is concept %d", stem, at)
		}
	}
}

const conceptsAre = "112 d2d75d5a48a46423"

func TestReasonsAreSaidInEveryLanguage(t *testing.T) {
	for code := range sentences {
		r := Reason{Code: code, Apart: 3 * time.Hour, Km: 4, Part: 0.5, Words: []string{"4711-AB-05", "x"}, Counts: []int{60, 14}, Topics: []uint16{0, 1, 60000}, Place: report.PlaceRef{List: "L", Code: "MR012"}}
		seen := map[string]bool{}
		for _, l := range lang.All() {
			s := r.In(l, placeName)
			if s == "" || strings.Contains(s, "{") || seen[s] {
				t.Errorf("%s in %s: %q", code, l, s)
			}
			seen[s] = true
		}
	}
	for d, want := range map[time.Duration][3]string{
		time.Minute: {"1 minute", "1 minute", "دقيقة"}, 2 * time.Minute: {"2 minutes", "2 minutes", "دقيقتان"}, 90 * time.Minute: {"90 minutes", "90 minutes", "90 دقيقة"},
		3 * time.Hour: {"3 hours", "3 heures", "3 ساعات"}, 30 * time.Hour: {"30 hours", "30 heures", "30 ساعة"}, 49 * time.Hour: {"2 days", "2 jours", "يومان"},
		400 * 24 * time.Hour: {"400 days", "400 jours", "400 يوم"},
	} {
		if got := [3]string{span(lang.English, d), span(lang.French, d), span(lang.Arabic, d)}; got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
}

package place

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/ledger/ledgertest"
	"wasl/internal/keep/store/storetest"
	"wasl/internal/network/sheet"
)

var me = record.IDOf("me")

func open(t testing.TB) (*Service, *ledger.Ledger) {
	t.Helper()
	l := ledgertest.Open(t, ledgertest.Options(storetest.Dir(t), func() time.Time { return time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC) }, Part()))
	s, err := New(t.Context(), l)
	if err != nil {
		t.Fatal(err)
	}
	return s, l
}

func shipped(t testing.TB) (*Service, *ledger.Ledger) {
	t.Helper()
	s, l := open(t)
	if err := s.Ship(t.Context(), me); err != nil {
		t.Fatal(err)
	}
	return s, l
}

func codes(places []Place) (codes []string) {
	for _, p := range places {
		codes = append(codes, p.Code)
	}
	return codes
}

func TestShippedPlaces(t *testing.T) {
	s, l := shipped(t)
	counts := map[Level]int{}
	for _, p := range s.now.Load().places {
		if p.List == "OCHA-COD-2024" && strings.HasPrefix(p.Code, "MR") {
			counts[p.Level]++
		}
		if field, err := p.Check(); err != nil {
			t.Errorf("%s %s: %s: %v", p.List, p.Code, field, err)
		}
	}
	if counts[Wilaya] != 15 || counts[Moughataa] != 63 || counts[Commune] != 238 {
		t.Errorf("Mauritania has %v", counts)
	}
	end, err := l.End(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Ship(t.Context(), me); err != nil {
		t.Fatal(err)
	}
	again, err := New(t.Context(), l)
	if err != nil {
		t.Fatal(err)
	}
	if n, _ := l.End(t.Context()); n != end || again.Len() != s.Len() {
		t.Errorf("a second start wrote %d revisions; %d places of %d", n-end, again.Len(), s.Len())
	}
}

// MR01 was Adrar and is Hodh Ech Chargui; Bassikounou was MR0702 and is MR012.
func TestCodesAreOfTheirList(t *testing.T) {
	s, _ := shipped(t)
	for _, c := range []struct{ list, code, want string }{
		{"OCHA-COD-2024", "MR01", "MR01"},
		{"OCHA-COD-2020", "MR01", "MR07"},
		{"OCHA-COD-2020", "MR07", "MR01"},
		{"OCHA-COD-2020", "MR0702", "MR012"},
		{"OCHA-COD-2024", "MR0702", ""},
		{"ISO-3166-1", "MR", "MR"},
	} {
		if p, _ := s.Get(c.list, c.code); p.Code != c.want {
			t.Errorf("%s/%s is %q, want %q", c.list, c.code, p.Code, c.want)
		}
	}
	for code, want := range map[string]string{"MR01": "MR01", "MR0702": "MR012", "ML": "ML", "XX": ""} {
		if p, _ := s.Find(code); p.Code != want {
			t.Errorf("%s alone is %q, want %q", code, p.Code, want)
		}
	}
	if d := cmp.Diff([]string{"MR012", "MR01", "MR"}, codes(s.Path("OCHA-COD-2020", "MR0702"))); d != "" {
		t.Error(d)
	}
	if got := s.Path("x", "y"); got != nil {
		t.Errorf("a place that is not there has the path %v", got)
	}
	if n := len(s.Below("OCHA-COD-2024", "MR")); n != 0 {
		t.Errorf("MR is no code of OCHA-COD-2024 but has %d places below", n)
	}
	if n := len(s.Below("", "MR")); n != 15 {
		t.Errorf("%d wilayas below MR", n)
	}
	if n := len(s.Below("", "")); n != 7 {
		t.Errorf("%d places at the top", n)
	}
	if got := s.Name("OCHA-COD-2024", "MR014", lang.Arabic); got != "النعمة" {
		t.Errorf("MR014 is called %s", got)
	}
	if got := s.Name("OCHA-COD-2024", "nowhere", lang.Arabic); got != "nowhere" {
		t.Errorf("an unknown code is called %s", got)
	}
}

func TestSearch(t *testing.T) {
	s, _ := shipped(t)
	for text, want := range map[string]string{
		"nema": "MR014", "NÉMA": "MR014", "النعمه": "MR014", "نعمة": "MR014", "Bassekounou": "MR012", "باسكنو": "MR012",
		"mr012": "MR012", "hodh charg": "MR01", "الحوض الشرقي": "MR01", "mali": "ML", "موريتانيا": "MR",
	} {
		got := s.Search(text, 5)
		if len(got) == 0 || got[0].Code != want {
			t.Errorf("%q finds %v, want %s first", text, codes(got), want)
		}
	}
	if got := s.Search("nou", 3); len(got) != 3 {
		t.Errorf("a limit of 3 gives %d", len(got))
	}
	for _, none := range []string{"", " ", "zzzz", strings.Repeat("a ", 100), "|", "\xff"} {
		if got := s.Search(none, 5); len(got) != 0 {
			t.Errorf("%q finds %v", none, codes(got))
		}
	}
}

func TestNearest(t *testing.T) {
	s, _ := shipped(t)
	for _, p := range s.now.Load().places { // a place's own point is of it, or of a place at the same point
		if !p.Located() || p.Level != Commune {
			continue
		}
		got, ok := s.Nearest(p.Lat, p.Lon)
		if !ok || Distance(p.Lat, p.Lon, got.Lat, got.Lon) > 0.001 {
			t.Errorf("the point of %s is of %s", p.Code, got.Code)
		}
	}
	// The walk must find what looking at every place finds.
	for lat := 13.0; lat < 29; lat += 0.37 {
		for lon := -18.0; lon < -4; lon += 0.41 {
			var want string
			least := float64(maxFar)
			for _, i := range s.now.Load().south {
				p := s.now.Load().places[i]
				if d := Distance(lat, lon, p.Lat, p.Lon); d < least {
					least, want = d, p.Code
				}
			}
			if got, _ := s.Nearest(lat, lon); got.Code != want {
				t.Fatalf("nearest to %f, %f is %q, want %q", lat, lon, got.Code, want)
			}
		}
	}
	for _, p := range [][2]float64{{0, 0}, {48.8, 2.3}, {math.NaN(), 1}, {91, 0}, {math.Inf(1), 0}} {
		if got, ok := s.Nearest(p[0], p[1]); ok {
			t.Errorf("%v is of %s", p, got.Code)
		}
	}
	if d := Distance(16.6167, -7.25, 18.0858, -15.9785); math.Abs(d-940) > 10 { // Néma to Nouakchott
		t.Errorf("Néma is %f km from Nouakchott", d)
	}
}

const table = `code,level,parent,name_fr,name_ar,also,lat,lon,older
MR01400001,locality,MR014,Village un,القرية الأولى,V1|V un,16.5,"-7,3",OLD/1
MR01400002,locality,MR014,Village deux,,,,,
`

func TestImport(t *testing.T) {
	s, l := shipped(t)
	before, _ := l.End(t.Context())
	opt := Options{Format: sheet.CSV, List: "OCHA-COD-2024", DryRun: true}
	for i, want := range []Result{{New: 2}, {New: 2}, {Same: 2}} {
		opt.DryRun = i == 0
		got, err := s.Import(t.Context(), me, strings.NewReader(table), opt)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("import %d: %s", i+1, d)
		}
	}
	if end, _ := l.End(t.Context()); end != before+2 {
		t.Errorf("%d revisions were written", end-before)
	}
	if p, ok := s.Nearest(16.5, -7.3); !ok || p.Code != "MR01400001" {
		t.Errorf("nearest is %v", p)
	}
	if p, _ := s.Get("OLD", "1"); p.Code != "MR01400001" {
		t.Errorf("OLD/1 is %q", p.Code)
	}
	got, err := s.Import(t.Context(), me, strings.NewReader(strings.Replace(table, "Village deux", "Village 2", 1)), opt)
	if d := cmp.Diff(Result{Changed: 1, Same: 1}, got); d != "" || err != nil {
		t.Errorf("%s, %v", d, err)
	}
	var b bytes.Buffer
	if err := s.Export(&b, "OCHA-COD-2024"); err != nil {
		t.Fatal(err)
	}
	got, err = s.Import(t.Context(), me, &b, opt)
	if err != nil || got.New+got.Changed+len(got.Problems) > 0 || got.Same < 300 {
		t.Errorf("what was exported is not what is imported: %+v, %v", got, err)
	}
}

func TestImportSaysWhereItIsWrong(t *testing.T) {
	s, l := shipped(t)
	before, _ := l.End(t.Context())
	const wrong = `list,code,level,parent,name_fr,lat,lon,older
,A1,village,MR014,x,1,1,
,A2,locality,NOWHERE,x,1,1,
,A3,commune,MR01301,x,1,1,
,,locality,MR014,x,1,1,
,A5,locality,MR014,,1,1,
,A6,locality,MR014,x,91,1,
,A7,locality,MR014,x,north,1,
,A8,locality,MR014,x,1,NaN,
,A9,locality,MR014,x,1,1,MR0702
,A9,locality,MR014,x,1,1,
`
	got, err := s.Import(t.Context(), me, strings.NewReader(wrong), Options{Format: sheet.CSV, List: "L"})
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, p := range got.Problems {
		lines = append(lines, fmt.Sprintf("%d %s %s", p.Row, p.Column, p.Fault.Key))
		if m, h := p.In(lang.Arabic); m == "" || h == "" {
			t.Errorf("row %d says nothing", p.Row)
		}
	}
	want := []string{ // L has no MR014, so every parent is wrong too
		"2 level place.level.unknown", "2 parent place.parent.unknown", "3 parent place.parent.unknown", "4 parent place.parent.unknown",
		"5 code place.code.missing", "5 parent place.parent.unknown", "6 name_fr place.name.missing", "6 parent place.parent.unknown",
		"7 lat place.point.nowhere", "7 parent place.parent.unknown", "8 lat place.point.number", "8 parent place.parent.unknown",
		"9 lon place.point.nowhere", "9 parent place.parent.unknown", "10 older place.older.wrong", "10 parent place.parent.unknown",
		"11 code place.code.twice", "11 parent place.parent.unknown",
	}
	if d := cmp.Diff(want, lines); d != "" {
		t.Error(d)
	}
	if end, _ := l.End(t.Context()); end != before {
		t.Error("a wrong file was written in part")
	}
}

func TestImportGeoJSON(t *testing.T) {
	s, _ := shipped(t)
	const text = `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"pcode":"V1","nom":"Mbera"},
		"geometry":{"type":"Point","coordinates":[-5.8,15.87]}}]}`
	got, err := s.Import(t.Context(), me, strings.NewReader(text), Options{
		Format: sheet.GeoJSON, List: "LOCAL-2026", Level: "locality", Mapping: sheet.Mapping{"code": "pcode", "name_fr": "nom"},
	})
	if err != nil || got.New != 1 {
		t.Fatalf("%+v, %v", got, err)
	}
	if p, ok := s.Find("V1"); !ok || p.Lat != 15.87 || p.Lon != -5.8 || p.Name.In(lang.Arabic) != "Mbera" {
		t.Errorf("got %+v", p)
	}
}

// Lists that name each other as parents must not hang a node.
func TestCirclesEnd(t *testing.T) {
	name := lang.Text{lang.French: "x"}
	a := newAtlas([]Place{{List: "L", Code: "A", Parent: "B", Name: name}, {List: "L", Code: "B", Parent: "A", Name: name}})
	if got := a.path(Ref{"L", "A"}); len(got) != maxDepth {
		t.Errorf("the path has %d steps", len(got))
	}
}

func FuzzImport(f *testing.F) {
	s, _ := shipped(f)
	f.Add(table)
	f.Add("list,code,level\nISO-3166-1,MR,0\n")
	f.Fuzz(func(t *testing.T, text string) {
		got, err := s.Import(t.Context(), me, strings.NewReader(text), Options{Format: sheet.CSV, List: "L", Level: "locality", DryRun: true})
		if err == nil && len(got.Problems) > 0 && got.New+got.Changed > 0 {
			t.Errorf("%+v", got)
		}
	})
}

func BenchmarkNearest(b *testing.B) {
	s, _ := shipped(b)
	for b.Loop() {
		s.Nearest(16.1, -6.2)
	}
}

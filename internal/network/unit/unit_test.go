package unit

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/ledger/ledgertest"
	"wasl/internal/keep/store"
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

const table = `code,parent,kind,name_fr,name_ar,name_en,place,list
HQ,,administration,Direction,الإدارة,Directorate,MR,ISO-3166-1
W1,HQ,administration,Wilaya,الولاية,Wilaya,MR01,OCHA-COD-2024
M1-POL,M1,police,Police,الشرطة,Police,MR012,OCHA-COD-2024
M1,W1,administration,Moughataa,المقاطعة,Moughataa,MR012,OCHA-COD-2024
C1,M1,committee,Comité,اللجنة,Committee,MR01201,OCHA-COD-2024
W2,HQ,gendarmerie,Brigade,اللواء,Brigade,MR02,OCHA-COD-2024
`

func imported(t testing.TB) (*Service, *ledger.Ledger) {
	t.Helper()
	s, l := open(t)
	if got, err := s.Import(t.Context(), me, strings.NewReader(table), Options{Format: sheet.CSV}); err != nil || got.New != 6 {
		t.Fatalf("%+v, %v", got, err)
	}
	return s, l
}

func (s *Service) codesOf(ids []record.ID) string {
	var codes []string
	for _, id := range ids {
		u, _ := s.tree.Get(id)
		codes = append(codes, u.Code)
	}
	return strings.Join(codes, " ")
}

func TestTree(t *testing.T) {
	s, l := imported(t)
	again, err := New(t.Context(), l)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []*Service{s, again} {
		tr := s.Tree()
		for what, c := range map[string][2]string{
			"all":     {s.codesOf(tr.All()), "HQ W1 M1 C1 M1-POL W2"},
			"root":    {s.codesOf([]record.ID{tr.Root()}), "HQ"},
			"path":    {s.codesOf(tr.Path(IDOf("C1"))), "C1 M1 W1 HQ"},
			"below":   {s.codesOf(tr.Children(IDOf("M1"))), "C1 M1-POL"},
			"subtree": {s.codesOf(tr.Subtree(IDOf("W1"))), "W1 M1 C1 M1-POL"},
			"none":    {s.codesOf(tr.Subtree(me)) + s.codesOf(tr.Path(me)), ""},
			"name":    {s.Name(IDOf("M1"), lang.Arabic) + s.Name(me, lang.French), "المقاطعة"},
		} {
			if c[0] != c[1] {
				t.Errorf("%s is %q, want %q", what, c[0], c[1])
			}
		}
		for place, want := range map[string]string{"MR012": "M1", "MR01201": "C1", "MR02": "W2", "MR99": ""} {
			id, ok := tr.DeskOf("OCHA-COD-2024", place)
			if u, _ := tr.Get(id); u.Code != want || ok != (want != "") {
				t.Errorf("the desk of %s is %q, want %q", place, u.Code, want)
			}
		}
		if _, ok := tr.DeskOf("OCHA-COD-2020", "MR012"); ok {
			t.Error("the code of another list found a desk")
		}
		if !tr.Under(IDOf("C1"), IDOf("W1")) || !tr.Under(IDOf("C1"), IDOf("C1")) || tr.Under(IDOf("W1"), IDOf("C1")) || tr.Under(me, IDOf("HQ")) {
			t.Error("Under is wrong")
		}
	}
}

func TestAnEmptyTree(t *testing.T) {
	s, _ := open(t)
	if tr := s.Tree(); !tr.Root().Zero() || len(tr.All()) != 0 || tr.Has(me) {
		t.Error("a tree without units has some")
	}
}

func TestPut(t *testing.T) {
	s, l := imported(t)
	name := lang.Text{lang.French: "x"}
	for want, u := range map[string]Unit{
		"unit.code.missing":   {ID: me, Kind: Police, Name: name, Parent: IDOf("HQ")},
		"unit.kind.unknown":   {ID: me, Code: "X", Kind: "militia", Name: name, Parent: IDOf("HQ")},
		"unit.name.missing":   {ID: me, Code: "X", Kind: Police, Parent: IDOf("HQ")},
		"unit.name.long":      {ID: me, Code: "X", Kind: Police, Parent: IDOf("HQ"), Name: lang.Text{"fr": strings.Repeat("x", 300)}},
		"unit.place.half":     {ID: me, Code: "X", Kind: Police, Name: name, Parent: IDOf("HQ"), PlaceCode: "MR"},
		"unit.code.taken":     {ID: me, Code: "W1", Kind: Police, Name: name, Parent: IDOf("HQ")},
		"unit.root.second":    {ID: me, Code: "X", Kind: Police, Name: name},
		"unit.parent.unknown": {ID: me, Code: "X", Kind: Police, Name: name, Parent: record.IDOf("nobody")},
		"unit.parent.circle":  {ID: IDOf("W1"), Code: "W1", Kind: Police, Name: name, Parent: IDOf("C1")},
	} {
		err := s.Put(t.Context(), me, u)
		if f, ok := err.(*fault.Error); !ok || f.Key != want { //nolint:errorlint // it is the outermost
			t.Errorf("got %v, want %s", err, want)
		}
	}
	if end, _ := l.End(t.Context()); end != 6 {
		t.Errorf("%d revisions", end)
	}
	u, _ := s.Tree().ByCode("C1")
	u.Parent = IDOf("W2")
	if err := s.Put(t.Context(), me, u); err != nil {
		t.Fatal(err)
	}
	if err := s.Put(t.Context(), me, u); err != nil { // again is harmless
		t.Fatal(err)
	}
	if end, _ := l.End(t.Context()); end != 7 || s.codesOf(s.Tree().Path(u.ID)) != "C1 W2 HQ" {
		t.Errorf("%d revisions, path %s", end, s.codesOf(s.Tree().Path(u.ID)))
	}
	h, err := l.History(t.Context(), u.ID)
	if err != nil || len(h) != 2 || len(h[1].Parents) != 1 || h[1].Parents[0] != h[0].Hash {
		t.Errorf("the history is %+v, %v", h, err)
	}
}

func TestDepthIsBounded(t *testing.T) {
	s, _ := imported(t)
	up := IDOf("C1")
	var err error
	for i := 0; err == nil && i < 50; i++ {
		u := Unit{ID: record.IDOf(fmt.Sprint(i)), Code: fmt.Sprint("D", i), Kind: Post, Name: lang.Text{"fr": "x"}, Parent: up}
		err = s.Put(t.Context(), me, u)
		up = u.ID
	}
	if f, ok := err.(*fault.Error); !ok || f.Key != "unit.parent.deep" { //nolint:errorlint // it is the outermost
		t.Errorf("got %v", err)
	}
	for _, id := range s.Tree().All() {
		if len(s.Tree().Path(id)) == 0 {
			t.Errorf("%s has no path", s.codesOf([]record.ID{id}))
		}
	}
}

func TestImportIsWholeOrNot(t *testing.T) {
	s, l := imported(t)
	const wrong = `code,parent,kind,name_fr,place,list
,HQ,police,x,,
A,NOWHERE,police,x,,
B,HQ,militia,x,,
C,D,police,x,,
D,C,police,x,,
E,HQ,police,x,MR01,
F,,police,x,,
G,HQ,police,=cmd(),,
G,HQ,police,x,,
`
	got, err := s.Import(t.Context(), me, strings.NewReader(wrong), Options{Format: sheet.CSV})
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, p := range got.Problems {
		lines = append(lines, fmt.Sprintf("%d %s %s", p.Row, p.Column, p.Fault.Key))
	}
	want := []string{
		"2 code unit.code.missing", "3 parent unit.parent.unknown", "4 kind unit.kind.unknown", "5 parent unit.parent.circle",
		"6 parent unit.parent.circle", "7 place unit.place.half", "8 parent unit.root.second", "10 code unit.code.twice",
	}
	if d := cmp.Diff(want, lines); d != "" {
		t.Error(d)
	}
	if end, _ := l.End(t.Context()); end != 6 || got.New != 0 {
		t.Errorf("%d revisions, %+v", end, got)
	}
	got, err = s.Import(t.Context(), me, strings.NewReader(table+"N,W1,post,=1+1,,,,\n"), Options{Format: sheet.CSV, DryRun: true})
	if d := cmp.Diff(Result{New: 1, Same: 6}, got); d != "" || err != nil || s.Tree().Has(IDOf("N")) {
		t.Errorf("%s, %v", d, err)
	}
	if _, err = s.Import(t.Context(), me, strings.NewReader(table+"N,W1,post,=1+1,,,,\n"), Options{Format: sheet.CSV}); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := s.Export(&b); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), "N,W1,post,'=1+1,") {
		t.Errorf("a formula leaves as it came: %s", b.String())
	}
}

// An administrator changes what is below, and takes nothing from others: the
// unit as it stands is asked about, and the one that it goes to.
func TestSetAsksAboutBothPlaces(t *testing.T) {
	s, l := imported(t)
	e, err := policy.New(s.Tree(), false)
	if err != nil {
		t.Fatal(err)
	}
	at := func(code string, r policy.Role) policy.Actor {
		return policy.Actor{ID: me, Unit: IDOf(code), Roles: []policy.Role{r}}
	}
	admin := policy.Administrator
	set := func(a policy.Actor, code string, change func(*Unit)) error {
		u, ok := s.Tree().ByCode(code)
		if !ok {
			u = Unit{ID: IDOf(code), Code: code, Kind: Post, Name: lang.Text{"fr": code}}
		}
		change(&u)
		return s.Set(t.Context(), e, a, u)
	}
	name := func(u *Unit) { u.Name = lang.Text{"fr": "Autre"} }
	below := func(code string) func(*Unit) { return func(u *Unit) { u.Parent = IDOf(code) } }
	end, _ := l.End(t.Context())
	for what, err := range map[string]error{
		"a unit of another's, taken":    set(at("W1", admin), "W2", below("W1")),
		"one's own, given away":         set(at("W1", admin), "C1", below("W2")),
		"a name elsewhere":              set(at("W1", admin), "W2", name),
		"a name above":                  set(at("W1", admin), "HQ", name),
		"a new one elsewhere":           set(at("W1", admin), "N", below("W2")),
		"a second root":                 set(at("HQ", admin), "N", func(*Unit) {}),
		"by a chief":                    set(at("HQ", policy.Chief), "W2", name),
		"oneself to the top of another": set(at("W1", admin), "W1", below("W2")),
	} {
		if !fault.Is(err, fault.Denied) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if now, _ := l.End(t.Context()); now != end {
		t.Errorf("denials left %d revisions", now-end)
	}
	for what, err := range map[string]error{
		"a name below": set(at("W1", admin), "C1", name), "one's own name": set(at("W1", admin), "W1", name), "moved within": set(at("W1", admin), "M1-POL", below("W1")),
		"a new one below": set(at("W1", admin), "N", below("M1")), "the root's name": set(at("HQ", admin), "HQ", name), "moved across": set(at("HQ", admin), "C1", below("W2")),
	} {
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// A unit is closed when nobody works at it or below; what it answered for is the
// next one's.
func TestClosing(t *testing.T) {
	s, l := imported(t)
	e, err := policy.New(s.Tree(), false)
	if err != nil {
		t.Fatal(err)
	}
	ctx, boss := t.Context(), policy.Actor{ID: me, Unit: IDOf("HQ"), Roles: []policy.Role{policy.Administrator}}
	people := map[record.ID]int{IDOf("C1"): 2}
	occupied := func(_ *store.Tx, u record.ID) (int, error) { return people[u], nil }
	refused := func(want, code string, open bool) {
		t.Helper()
		end, _ := l.End(ctx)
		err := s.Close(ctx, e, boss, IDOf(code), open, occupied)
		if f, ok := err.(*fault.Error); !ok || f.Key != want { //nolint:errorlint // it is the outermost
			t.Errorf("%s: %v, want %s", code, err, want)
		}
		if now, _ := l.End(ctx); now != end {
			t.Errorf("%s: refused, and %d revisions", code, now-end)
		}
	}
	must := func(code string, open bool) {
		t.Helper()
		if err := s.Close(ctx, e, boss, IDOf(code), open, occupied); err != nil {
			t.Fatalf("%s: %v", code, err)
		}
	}
	refused("unit.close.below", "M1", false)
	refused("unit.close.members", "C1", false)
	refused("store.row.none", "NOWHERE", false)
	refused("policy.denied", "HQ", false) // nobody is above the root
	delete(people, IDOf("C1"))
	must("C1", false)
	must("C1", false) // again is harmless
	must("M1-POL", false)
	must("M1", false)
	if up := s.Tree().Open(IDOf("C1")); up != IDOf("W1") || s.Tree().Works(IDOf("C1")) || !s.Tree().Has(IDOf("C1")) {
		t.Errorf("what comes to C1 goes to %s", s.codesOf([]record.ID{up}))
	}
	if u, ok := s.Tree().DeskOf("OCHA-COD-2024", "MR012"); ok {
		t.Errorf("a closed unit answers for a place: %v", u)
	}
	refused("unit.parent.closed", "C1", true)
	u, _ := s.Tree().ByCode("W2")
	u.Parent = IDOf("M1")
	if f, ok := s.Set(ctx, e, boss, u).(*fault.Error); !ok || f.Key != "unit.parent.closed" { //nolint:errorlint // it is the outermost
		t.Errorf("hung below a closed one: %v", f)
	}
	// A table says nothing of what is closed: it stays so, and it is not written out.
	if got, err := s.Import(ctx, me, strings.NewReader(table), Options{Format: sheet.CSV}); err != nil || got.Same != 6 || s.Tree().Works(IDOf("C1")) {
		t.Errorf("%+v, %v", got, err)
	}
	var b bytes.Buffer
	if err := s.Export(&b); err != nil || strings.Contains(b.String(), "C1,") {
		t.Errorf("%v\n%s", err, b.String())
	}
	must("M1", true)
	must("C1", true)
	if !s.Tree().Works(IDOf("C1")) {
		t.Error("C1 does not work again")
	}
}

// Two nodes that were apart can make a circle of changes right in themselves.
func TestCirclesOfOthersEnd(t *testing.T) {
	a, b := record.IDOf("a"), record.IDOf("b")
	f := grow([]Unit{{ID: a, Code: "A", Parent: b}, {ID: b, Code: "B", Parent: a}, {ID: me, Code: "C", Parent: record.IDOf("gone")}})
	if len(f.order) != 3 || f.order[0] != me || len(f.paths[a]) != 1 {
		t.Errorf("%v %v", f.order, f.paths)
	}
	var tr Tree
	tr.turn(f)
	if n := len(tr.Subtree(a)); n > 10 {
		t.Errorf("the subtree of a circle has %d units", n)
	}
}

func FuzzImport(f *testing.F) {
	s, _ := imported(f)
	f.Add(table)
	f.Fuzz(func(t *testing.T, text string) {
		got, err := s.Import(t.Context(), me, strings.NewReader(text), Options{Format: sheet.CSV, DryRun: true})
		if err == nil && len(got.Problems) > 0 && got.New+got.Changed > 0 {
			t.Errorf("%+v", got)
		}
	})
}

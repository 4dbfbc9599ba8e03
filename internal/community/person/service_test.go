package person

import (
	"crypto/rand"
	"slices"
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/guard/audit"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/ledger/ledgertest"
	"wasl/internal/keep/store"
	"wasl/internal/keep/store/storetest"
	"wasl/internal/network/unit"
)

// register is a small register: a wilaya with a moughataa, and another wilaya.
type register struct {
	*Service
	t                    *testing.T
	ledger               *ledger.Ledger
	organiser, far, aide policy.Actor
}

var wilaya, moughataa, elsewhere = unit.IDOf("W"), unit.IDOf("M"), unit.IDOf("E")

func open(t *testing.T) *register {
	t.Helper()
	clock := func() time.Time { return time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC) }
	field := ledgertest.Open(t, ledgertest.Options(storetest.Dir(t), clock, unit.Part()))
	l := ledgertest.Open(t, ledgertest.Options(storetest.Dir(t), clock, audit.Part(), Part()))
	units, err := unit.New(t.Context(), field)
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range []unit.Unit{
		{ID: unit.IDOf("HQ"), Code: "HQ"}, {ID: wilaya, Code: "W", Parent: unit.IDOf("HQ")}, {ID: moughataa, Code: "M", Parent: wilaya}, {ID: elsewhere, Code: "E", Parent: unit.IDOf("HQ")},
	} {
		u.Kind, u.Name = unit.Administration, lang.Text{lang.French: u.Code}
		if err := units.Put(t.Context(), record.ID{}, u); err != nil {
			t.Fatal(err)
		}
	}
	rules, err := policy.New(units.Tree(), false)
	if err != nil {
		t.Fatal(err)
	}
	who := func(role policy.Role, at record.ID) policy.Actor {
		return policy.Actor{ID: record.IDOf(string(role) + at.String()), Roles: []policy.Role{role}, Unit: at}
	}
	return &register{
		Service: NewService(Options{Ledger: l, Policy: rules, Units: units.Tree(), Clock: clock}), t: t, ledger: l,
		organiser: who(policy.Organiser, wilaya), far: who(policy.Organiser, elsewhere), aide: who(policy.Mobiliser, moughataa),
	}
}

func (r *register) put(a policy.Actor, at record.ID, k Known) Person {
	r.t.Helper()
	p, err := r.Put(r.t.Context(), a, record.NewID(rand.Reader), at, 0, k)
	r.ok(err)
	return p
}

func (r *register) ok(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// The same person typed five ways is found each time, and somebody of another name,
// sex or generation is not.
func TestTheSamePersonTypedFiveWays(t *testing.T) {
	r := open(t)
	first := r.put(r.organiser, moughataa, adult("Mohamed ould Ahmed"))
	other := r.put(r.organiser, moughataa, adult("Cheikh ould Brahim"))
	woman := adult("Mohamed ould Ahmed")
	woman.Sex = "female"
	r.put(r.organiser, moughataa, woman)
	old := adult("Mohamed ould Ahmed")
	old.Band = "60+"
	r.put(r.organiser, moughataa, old)
	for _, typed := range []string{"Mohamed Ould Ahmed", "Mouhamed Ould Ahmed", "Mohamed O/ Ahmed", "محمد ولد أحمد", "MOHAMED OULD AHMED", "Muhammad ould Ahmad"} {
		got, err := r.Alike(t.Context(), r.organiser, adult(typed), record.ID{})
		r.ok(err)
		if len(got) != 1 || got[0].ID != first.ID {
			t.Errorf("%q finds %v", typed, got)
		}
		found, _, err := r.List(t.Context(), r.organiser, Query{Name: typed})
		r.ok(err)
		if !slices.ContainsFunc(found, func(p Person) bool { return p.ID == first.ID }) {
			t.Errorf("a search for %q finds %v", typed, found)
		}
	}
	if got, err := r.Alike(t.Context(), r.far, adult("Mohamed ould Ahmed"), record.ID{}); err != nil || len(got) != 0 {
		t.Errorf("an organiser of elsewhere is shown %v, %v", got, err)
	}
	r.ok(r.Apart(t.Context(), r.organiser, first.ID, other.ID, true))
	another := r.put(r.organiser, moughataa, adult("Mouhamed ould Ahmed"))
	r.ok(r.Apart(t.Context(), r.organiser, another.ID, first.ID, true))
	if got, err := r.Alike(t.Context(), r.organiser, adult("Mohamed ould Ahmed"), another.ID); err != nil || len(got) != 0 {
		t.Errorf("who was said to be another is asked about again: %v, %v", got, err)
	}
	r.ok(r.Apart(t.Context(), r.organiser, first.ID, another.ID, false))
	if got, err := r.Alike(t.Context(), r.organiser, adult("Mohamed ould Ahmed"), another.ID); err != nil || len(got) != 1 {
		t.Errorf("taken back: %v, %v", got, err)
	}
}

// Of a name that more bear than are compared, as many are shown as a list has, and
// whoever bears another one with it is found among all of them.
func TestANameThatThousandsBear(t *testing.T) {
	r := open(t)
	rare := r.put(r.organiser, moughataa, adult("Mohamed Kanouté"))
	const many = maxCandidates + 50
	for n := 0; n < many; n += 500 {
		_, err := r.ledger.Write(t.Context(), func(*store.Tx) (drafts []ledger.Draft, err error) {
			for range min(500, many-n) {
				id, k := record.NewID(rand.Reader), adult("Mohamed Diallo")
				drafts = append(drafts, draft(record.Participant, record.ID{}, id, id, moughataa, body{Act: known, Known: &k}))
			}
			return drafts, nil
		})
		r.ok(err)
	}
	for typed, want := range map[string]record.ID{"Mohamed Kanouté": rare.ID, "Muhammad Kanoute": rare.ID, "Kanouté": rare.ID} {
		found, _, err := r.List(t.Context(), r.organiser, Query{Name: typed})
		r.ok(err)
		if !slices.ContainsFunc(found, func(p Person) bool { return p.ID == want }) {
			t.Errorf("a search for %q finds %d others", typed, len(found))
		}
	}
	if found, _, err := r.List(t.Context(), r.organiser, Query{Name: "محمد"}); err != nil || len(found) != MaxListed {
		t.Errorf("a search for the name finds %d, %v", len(found), err)
	}
	all, more, err := r.List(t.Context(), r.organiser, Query{})
	if err != nil || len(all) != MaxListed || !more || !slices.IsSortedFunc(all, func(x, y Person) int { return y.At.Compare(x.At) }) {
		t.Errorf("the latest: %d, more %v, %v", len(all), more, err)
	}
}

func TestTheSamePersonIsCountedOnce(t *testing.T) {
	r := open(t)
	a, b, c := r.put(r.organiser, wilaya, adult("Ali")), r.put(r.organiser, moughataa, adult("Aly")), r.put(r.organiser, moughataa, adult("علي"))
	r.ok(r.Merge(t.Context(), r.organiser, b.ID, c.ID))
	r.ok(r.Merge(t.Context(), r.organiser, a.ID, b.ID))
	canonical := func(id record.ID) (top record.ID) {
		t.Helper()
		r.ok(r.ledger.View(t.Context(), func(tx *store.Tx) (err error) {
			top, err = Canonical(tx, id)
			return err
		}))
		return top
	}
	for _, p := range []Person{a, b, c} {
		if got := canonical(p.ID); got != a.ID {
			t.Errorf("%s is counted under %v", p.Name, got)
		}
	}
	if err := r.Merge(t.Context(), r.organiser, c.ID, a.ID); keyOf(err) != "person.merge.self" {
		t.Errorf("one is merged into oneself: %v", err)
	}
	if err := r.Merge(t.Context(), r.far, a.ID, b.ID); !fault.Is(err, fault.Missing) {
		t.Errorf("an organiser of elsewhere merges: %v", err)
	}
	if err := r.Merge(t.Context(), r.aide, b.ID, c.ID); !fault.Is(err, fault.Denied) {
		t.Errorf("a mobiliser merges: %v", err)
	}
	r.ok(r.Split(t.Context(), r.organiser, c.ID))
	if canonical(c.ID) != c.ID || canonical(b.ID) != a.ID {
		t.Error("taking one merging back took others back, or not that one")
	}
	r.ok(r.Erase(t.Context(), r.organiser, a.ID, "la personne l’a demandé"))
	for _, gone := range []Person{a, b} {
		if _, err := r.brief(t.Context(), r.organiser, gone.ID); !fault.Is(err, fault.Missing) {
			t.Errorf("%s was erased and is there: %v", gone.Name, err)
		}
	}
	if _, err := r.brief(t.Context(), r.organiser, c.ID); err != nil {
		t.Errorf("somebody else was erased: %v", err)
	}
}

func TestOpeningAPersonNeedsAReason(t *testing.T) {
	r := open(t)
	p := r.put(r.aide, moughataa, adult("Ali"))
	for who, want := range map[*policy.Actor]fault.Kind{&r.organiser: 0, &r.far: fault.Missing, &r.aide: fault.Denied} {
		_, err := r.Open(t.Context(), *who, p.ID, "pour corriger son nom")
		if want == 0 && err != nil || want != 0 && !fault.Is(err, want) {
			t.Errorf("%v: %v, want %v", who.Roles, err, want)
		}
	}
	if _, err := r.Open(t.Context(), r.organiser, p.ID, " "); !fault.Is(err, fault.Invalid) {
		t.Errorf("opened for no reason: %v", err)
	}
	hs, err := r.ledger.Since(t.Context(), 0, 100)
	r.ok(err)
	lines := 0
	for _, h := range hs {
		if h.Kind == record.Opening && h.Subject == p.ID {
			lines++
		}
	}
	if lines != 1 {
		t.Errorf("%d lines of one opening", lines)
	}
}

func TestConsentIsTakenBackFromThatMoment(t *testing.T) {
	r := open(t)
	k := adult("Zeinabou")
	k.Band, k.Sex = "12-17", "female"
	p := r.put(r.organiser, moughataa, k)
	c := Consent{ID: record.NewID(rand.Reader), Scope: Photo, Language: "ar", How: "spoken", Guardian: true, Assent: true}
	for range 2 {
		r.ok(r.Agree(t.Context(), r.organiser, p.ID, c))
	}
	opened, err := r.Open(t.Context(), r.organiser, p.ID, "vérifier l’accord")
	r.ok(err)
	if len(opened.Consents) != 1 || !opened.Agrees(Photo) {
		t.Fatalf("consents: %+v", opened.Consents)
	}
	r.ok(r.Withdraw(t.Context(), r.organiser, p.ID, c.ID))
	r.ok(r.Withdraw(t.Context(), r.organiser, p.ID, c.ID))
	if opened, err = r.Open(t.Context(), r.organiser, p.ID, "vérifier l’accord"); err != nil || opened.Agrees(Photo) || opened.Consents[0].Withdrawn.IsZero() {
		t.Errorf("withdrawn: %+v, %v", opened.Consents, err)
	}
	if err := r.Agree(t.Context(), r.organiser, p.ID, Consent{ID: record.NewID(rand.Reader), Scope: Photo, Language: "ar", How: "spoken"}); !fault.Is(err, fault.Invalid) {
		t.Errorf("a child's consent without its guardian: %v", err)
	}
}

func TestWritingTheSameDownTwice(t *testing.T) {
	r := open(t)
	p := r.put(r.organiser, moughataa, adult("Ali"))
	again, err := r.Put(t.Context(), r.organiser, p.ID, moughataa, 0, adult("Ali"))
	if err != nil || again.Revision != p.Revision {
		t.Errorf("sent twice: %v, %v", again, err)
	}
	if _, err := r.Put(t.Context(), r.organiser, p.ID, moughataa, 0, adult("Aly")); !fault.Is(err, fault.Conflict) {
		t.Errorf("changed unseen: %v", err)
	}
	if _, err := r.Put(t.Context(), r.far, p.ID, elsewhere, p.Revision, adult("Aly")); !fault.Is(err, fault.Missing) {
		t.Errorf("changed by somebody of elsewhere: %v", err)
	}
	r.put(r.organiser, moughataa, adult("Fadimata walet Ibrahim"))
	for typed, n := range map[string]int{"على": 1, "Ibrahim": 1, "فاطمة": 0, "Fadimata": 1, "Fadimata Ibrahim": 1, "Zeinabou": 0} {
		got, _, err := r.List(t.Context(), r.organiser, Query{Name: typed})
		if err != nil || len(got) != n {
			t.Errorf("%q finds %v, %v", typed, got, err)
		}
	}
}

// An id is written down once: whoever was erased does not come back from a page that
// was open meanwhile, and what is no person does not become one, which would go with
// them when they are deleted: the ledger sees to it.
func TestAnIDIsOfOnePersonAlone(t *testing.T) {
	r := open(t)
	k := Known{Name: "Aminata Ba", Band: "18-24", Sex: "female", Community: "host", Disability: "no", Role: "participant"}
	erased, plan := record.IDOf("erased"), record.IDOf("an activity")
	p, err := r.Put(t.Context(), r.organiser, erased, wilaya, 0, k)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Erase(t.Context(), r.organiser, erased, "asked for it"); err != nil {
		t.Fatal(err)
	}
	if _, err := r.ledger.Write(t.Context(), func(*store.Tx) ([]ledger.Draft, error) {
		return []ledger.Draft{{Kind: record.Consent, Record: plan, Author: r.organiser.ID, Handling: handling(wilaya), Body: body{V: bodyVersion, Act: taken}}}, nil
	}); err != nil {
		t.Fatal(err)
	}
	k.Name = "Aminata Bâ"
	for id, want := range map[record.ID]fault.Kind{erased: fault.Missing, plan: fault.Conflict} {
		if _, err := r.Put(t.Context(), r.organiser, id, wilaya, p.Revision, k); !fault.Is(err, want) {
			t.Errorf("%v, want %v", err, want)
		}
	}
}

// A name turns nothing round that stands beside it, nor begins a line of its own.
func TestANameHasOnlyWhatIsSeen(t *testing.T) {
	r := open(t)
	k := Known{Name: " \u202eAminata\u2066\nBa\x00\u200f ", Band: "18-24", Sex: "female", Community: "host", Disability: "no", Role: "participant"}
	for range 2 { // sent twice it is the same
		p, err := r.Put(t.Context(), r.organiser, record.IDOf("one"), wilaya, 0, k)
		if err != nil || p.Name != "Aminata Ba" {
			t.Errorf("%q, %v", p.Name, err)
		}
	}
	k.Name = "\u202e\u2066"
	if _, err := r.Put(t.Context(), r.organiser, record.IDOf("two"), wilaya, 0, k); !fault.Is(err, fault.Invalid) {
		t.Errorf("a name that nobody sees: %v", err)
	}
	if got := Plain("عبد\u200cالله"); got != "عبد\u200cالله" {
		t.Errorf("a letter that joins no other is gone: %q", got)
	}
}

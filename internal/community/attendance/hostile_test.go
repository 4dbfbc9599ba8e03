package attendance

import (
	"strconv"
	"strings"
	"testing"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/community/person"
	"wasl/internal/keep/store"
)

// What a phone with a pass sends may come from anybody who found it.

func (p *phone) meets(id record.ID, name string, band person.Band) {
	p.fresh = append(p.fresh, Newcomer{ID: id, Name: name, Sex: "female", Band: band, Community: "host"})
}

func (r *room) known(id record.ID) (k *person.Person) {
	r.t.Helper()
	err := r.l.View(r.t.Context(), func(tx *store.Tx) (err error) {
		k, err = person.Brief(tx, id)
		return err
	})
	if store.None(err) || k == nil {
		return nil
	}
	return k
}

// However a newcomer's name was typed, what else the phone sends is taken: one name
// that is none would else keep the whole roll on the phone.
func TestANameThatIsNoneHoldsNoRollBack(t *testing.T) {
	r := newRoom(t)
	aicha := r.enrolled("Aïcha")
	p := r.phone("one", r.pass("one"))
	p.sync()
	for i, typed := range []struct {
		name string
		band person.Band
	}{
		{"بنت أحمد", "6-11"},
		{"ولد", "0-5"},
		{"ould Sidi", "12-17"},
		{"؟؟", "25-34"},
		{"!", "6-11"},
		{"\u202e\u2066", "18-24"},
		{"Aminata\x00\u202e", "18-24"},
		{strings.Repeat("long ", 90), "25-34"},
		{strings.Repeat("فاطمة", 90), "6-11"},
		{"\xff\xfe", "35-59"},
	} {
		id := record.IDOf("typed").Derive(string(rune('a' + i)))
		p.meets(id, typed.name, typed.band)
		p.mark(morning, id, Present)
		p.mark(morning, aicha, Late)
		a := p.sync()
		if k := r.known(id); k == nil || k.Check() != nil || strings.ContainsAny(k.Name, "\x00\u202e\u2066") {
			t.Errorf("%q is kept as %+v", typed.name, k)
		}
		if len(a.Stands) != i+2 {
			t.Errorf("after %q %d marks stand, want %d", typed.name, len(a.Stands), i+2)
		}
	}
}

// A phone writes down whom the register does not have, and changes nobody: not one of
// another activity, and nothing that is no person, which the ledger refuses.
func TestAPhoneOverwritesNobody(t *testing.T) {
	r := newRoom(t)
	elsewhere := record.IDOf("person elsewhere")
	r.register(elsewhere, "Zeinabou mint Ahmed")
	p := r.phone("one", r.pass("one"))
	p.meets(elsewhere, "Somebody Else", "60+")
	before := r.end()
	if a := p.sync(); len(a.People) != 0 || r.end() != before {
		t.Errorf("%d people are on the list and %d revisions were written", len(a.People), r.end()-before)
	}
	p.meets(course, "An activity", "60+")
	r.refused(fault.Conflict, "ledger.id.taken", "an activity that comes in by the door", func() error {
		_, err := r.Sync(t.Context(), p.secret, p.sent())
		return err
	})
	if r.end() != before {
		t.Errorf("%d revisions were written", r.end()-before)
	}
	if k := r.known(elsewhere); k.Name != "Zeinabou mint Ahmed" || k.Band != "18-24" {
		t.Errorf("the register now has %+v", k)
	}
	if k := r.known(course); k != nil {
		t.Errorf("the activity is a person too: %+v", k)
	}
}

// What the register has is not found out by asking: a likeness is told of who was
// written down, as it was written down, so that each question leaves a person on the
// list for the trainer to see.
func TestAPhoneCannotSearchTheRegister(t *testing.T) {
	r := newRoom(t)
	r.register(record.IDOf("elsewhere"), "Zeinabou mint Ahmed")
	p := r.phone("one", r.pass("one"))
	who := record.IDOf("newcomer")
	p.meets(who, "Coumba Diallo", "18-24")
	p.sync()
	p.meets(who, "Zeinabou mint Ahmed", "18-24")
	if a := p.sync(); len(a.Alike) != 0 {
		t.Errorf("a name that nobody bears on the list was found in the register: %+v", a.Alike)
	}
}

// More than half of a full list is sent twice, as the answer was lost: it is no longer
// by it, and the same from the console.
func TestWhatIsSentTwiceIsCountedOnce(t *testing.T) {
	r := newRoom(t)
	p := r.phone("door", r.pass("door"))
	var all []record.ID
	for i := range maxEnrolled/2 + 1 {
		id := record.IDOf("of many").Derive(strconv.Itoa(i))
		p.meets(id, "Aminata", "18-24")
		all = append(all, id)
	}
	for range 2 {
		if a, err := r.Sync(t.Context(), p.secret, p.sent()); err != nil || len(a.People) != len(all) {
			t.Fatalf("%d people are on the list: %v", len(a.People), err)
		}
		r.ok(r.Enrol(t.Context(), r.organiser, course, all, true))
	}
}

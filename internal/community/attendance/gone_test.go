package attendance

import (
	"testing"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/community/person"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/ledger/ledgertest"
)

// A phone wrote somebody down at the door and never heard that the node has them. The
// person asks to be deleted; days later the phone finds a line and sends all of it again.
func TestAPhoneThatSendsAgainBringsNobodyBack(t *testing.T) {
	r := newRoom(t)
	secret := r.pass("door")
	p := r.phone("door", secret)
	one, other := record.IDOf("newcomer"), record.IDOf("second newcomer")
	p.fresh = []Newcomer{
		{ID: one, Name: "Mariem mint Sidi", Sex: "female", Band: "18-24", Community: "host"},
		{ID: other, Name: "Sidi", Sex: "male", Band: "18-24", Community: "host"},
	}
	p.mark(morning, one, Present)
	p.mark(morning, other, Present)
	lost := p.sent()
	_, err := r.Sync(t.Context(), secret, lost) // and the answer is lost
	r.ok(err)
	r.ok(r.people.Erase(t.Context(), r.organiser, one, "asked"))
	end := r.end()

	a, err := r.Sync(t.Context(), secret, lost)
	r.ok(err)
	if len(a.People) != 1 || a.People[0].ID != other {
		t.Errorf("the phone is told of %d people", len(a.People))
	}
	if after := r.end(); after != end {
		t.Errorf("what was sent twice left %d revisions", after-end)
	}
	if found, err := r.people.Alike(t.Context(), r.organiser, person.Known{Name: "Mariem mint Sidi"}, record.ID{}); err != nil || len(found) != 0 {
		t.Errorf("the register has her again: %v, %v", found, err)
	}
	r.refused(fault.Missing, "person.none", "nor does a page of the console that was open", func() error {
		k := person.Known{Name: "Mariem mint Sidi", Band: "18-24", Sex: "female", Community: "host", Disability: "no", Role: "participant"}
		_, err := r.people.Put(t.Context(), r.organiser, one, north, 0, k)
		return err
	})

	// It holds as well when the tables are made again, from a ledger that has nothing of her.
	r.ok(r.l.Close())
	_, err = ledger.Rebuild(t.Context(), r.options("community", r.parts()...), nil)
	r.ok(err)
	again := ledgertest.Open(r.t, r.options("community", r.parts()...))
	opt := r.opt
	opt.Ledger, opt.People = again, person.NewService(person.Options{Ledger: again, Policy: opt.Policy, Units: opt.Units, Clock: r.clock})
	if a, err := NewService(opt).Sync(t.Context(), secret, lost); err != nil || len(a.People) != 1 {
		t.Errorf("after the tables were made again the phone is told of %d people: %v", len(a.People), err)
	}
}

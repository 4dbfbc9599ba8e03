package feedback

import (
	"context"
	"slices"
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/community/activity"
	"wasl/internal/guard/audit"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/ledger/ledgertest"
	"wasl/internal/keep/search"
	"wasl/internal/keep/store/storetest"
	"wasl/internal/network/place"
	"wasl/internal/network/unit"
)

// stage is a small network: two units below the one at the top, and who works there.
type stage struct {
	*testing.T
	*Service
	options ledger.Options
	ledger  *ledger.Ledger
	engine  *policy.Engine
	now     time.Time
	people  map[record.ID]policy.Actor
	readers []Holder
	hq      record.ID
	east    record.ID // Bassikounou's
	west    record.ID
}

func newStage(t *testing.T) *stage {
	t.Helper()
	s := &stage{T: t, now: time.Date(2026, 11, 26, 8, 0, 0, 0, time.UTC), people: map[record.ID]policy.Actor{}}
	clock := func() time.Time { return s.now }
	var err error
	s.options = ledgertest.Options(storetest.Dir(t), clock, search.Part(), place.Part(), unit.Part(), audit.Part(), activity.Part(), Part())
	s.ledger = ledgertest.Open(t, s.options)
	units, err := unit.New(t.Context(), s.ledger)
	s.ok(err)
	s.hq, s.east, s.west = unit.IDOf("HQ"), unit.IDOf("EAST"), unit.IDOf("WEST")
	named := func(n string) lang.Text { return lang.Text{lang.French: n, lang.Arabic: n, lang.English: n} }
	s.ok(units.Put(t.Context(), record.ID{}, unit.Unit{ID: s.hq, Code: "HQ", Kind: unit.Administration, Name: named("HQ")}))
	for id, code := range map[record.ID]string{s.east: "EAST", s.west: "WEST"} {
		s.ok(units.Put(t.Context(), record.ID{}, unit.Unit{ID: id, Code: code, Parent: s.hq, Kind: unit.Administration, Name: named(code)}))
	}
	places, err := place.New(t.Context(), s.ledger)
	s.ok(err)
	s.engine, err = policy.New(units.Tree(), true)
	s.ok(err)
	s.Service = NewService(Options{
		Ledger: s.ledger, Policy: s.engine, Units: units.Tree(), Places: places, Readers: func(context.Context) []Holder { return s.readers },
		People: func(id record.ID) (policy.Actor, bool) { a, ok := s.people[id]; return a, ok }, ReceiptKey: []byte("key"), Clock: clock,
	})
	return s
}

func (s *stage) ok(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// hire gives somebody an account.
func (s *stage) hire(name string, unit record.ID, roles ...policy.Role) policy.Actor {
	a := policy.Actor{ID: record.IDOf(name), Roles: roles, Unit: unit}
	s.people[a.ID] = a
	if slices.Equal(roles, []policy.Role{policy.Safeguarding}) {
		s.readers = append(s.readers, Holder{a.ID, name})
	}
	return a
}

// send is a complaint from the public page.
func (s *stage) send(id string, kind Kind, text string) (record.ID, string) {
	s.Helper()
	got, err := s.Accept(s.Context(), Incoming{ID: record.IDOf(id), Kind: kind, Text: text, Language: lang.French})
	s.ok(err)
	return got.ID, got.Receipt
}

// open reads a complaint as somebody, and gives its revision.
func (s *stage) open(a policy.Actor, id record.ID) Complaint {
	s.Helper()
	c, err := s.Open(s.Context(), a, id)
	s.ok(err)
	return c
}

// gone holds that for an actor a complaint does not exist, by whatever is asked: each
// answer is to the letter that about an id that nobody ever used.
func (s *stage) gone(a policy.Actor, id record.ID) {
	s.Helper()
	ctx, never := s.Context(), record.IDOf("never used")
	for name, ask := range map[string]func(record.ID) error{
		"open":   func(id record.ID) error { _, err := s.Open(ctx, a, id); return err },
		"answer": func(id record.ID) error { return s.Answer(ctx, a, id, 1, Word{ID: record.IDOf("w"), Text: "x"}) },
		"hand":   func(id record.ID) error { return s.HandOver(ctx, a, id, 1, a.ID) },
		"keep":   func(id record.ID) error { return s.Keep(ctx, a, id, 1, a.ID) },
		"pass":   func(id record.ID) error { return s.Pass(ctx, a, id, 1) },
		"close":  func(id record.ID) error { return s.Close(ctx, a, id, 1, Changed) },
		"renew":  func(id record.ID) error { return s.RenewComplaint(ctx, a, id, 1, "still needed") },
	} {
		there, not := ask(id), ask(never)
		if !fault.Is(there, fault.Missing) || there.Error() != not.Error() {
			s.Errorf("%v asked to %s it and heard %v; of nothing, %v", a.Roles, name, there, not)
		}
	}
	for _, which := range []Which{Open, Ended, Leaving} {
		all, err := s.List(ctx, a, which)
		s.ok(err)
		if slices.ContainsFunc(all, func(c Complaint) bool { return c.ID == id }) {
			s.Errorf("%v has it in the list", a.Roles)
		}
	}
}

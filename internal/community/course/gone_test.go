package course

import (
	"testing"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/community/person"
)

// known writes people down for the unit of the training, and puts them on its list.
func (s *school) known(names ...string) {
	s.t.Helper()
	for _, n := range names {
		k := person.Known{Name: "Name " + n, Band: "18-24", Sex: "female", Community: "host", Disability: "no", Role: "participant"}
		_, err := s.people.Put(s.t.Context(), s.organiser, record.IDOf(n), s.organiser.Unit, 0, k)
		s.ok(err)
		s.ok(s.rolls.Enrol(s.t.Context(), s.organiser, s.training, []record.ID{record.IDOf(n)}, true))
	}
}

// Whoever was deleted stays so: answers that a tablet hands in later, and a skill that a
// trainer ticks on a page that was open, would be kept for ever, as nobody deletes what
// belongs to nobody.
func TestOfWhoWasDeletedNoAnswerComesBack(t *testing.T) {
	s := newSchool(t)
	s.plan("first-aid")
	s.publish(nil)
	s.known("Mariem", "Sidi")
	secret := s.tablet("hall", true)
	s.ok(s.people.Erase(t.Context(), s.organiser, record.IDOf("Mariem"), "asked"))
	s.refused(fault.Missing, "person.none", "her answers", func() error {
		_, err := s.Take(t.Context(), s.trainer, s.attempt("late", "Mariem", Post, 1))
		return err
	})
	s.refused(fault.Missing, "person.none", "a skill of hers", func() error {
		return s.Tick(t.Context(), s.trainer, s.training, "first-aid", Seen{Person: record.IDOf("Mariem"), Skill: "s1", Done: true})
	})
	if keys := s.handsIn(secret, s.attempt("hers", "Mariem", Post, 1), s.attempt("his", "Sidi", Post, 1)); keys != nil {
		t.Errorf("the tablet is told of %v", keys)
	}
	all, err := s.Attempts(t.Context(), s.trainer, s.training, "first-aid")
	s.ok(err)
	if len(all) != 1 || all[0].Person != record.IDOf("Sidi") {
		t.Errorf("what a tablet hands in of both is kept of one: %+v", all)
	}
}

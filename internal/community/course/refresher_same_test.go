package course

import (
	"slices"
	"testing"

	"wasl/internal/base/record"
	"wasl/internal/community/person"
)

// Whoever took it back to be told of refreshers is not called, under whichever entry of
// the register they said so.
func TestWhoTookItBackUnderAnotherEntryIsNotCalled(t *testing.T) {
	s := newSchool(t)
	s.publish(nil)
	s.registered("Habib", true)
	s.registered("Sidi", true)
	other := s.registered("Habib ould Ely", false)
	s.passed("Habib", "Sidi")
	consent := record.IDOf("habib agrees")
	s.ok(s.people.Agree(t.Context(), s.organiser, other, person.Consent{ID: consent, Scope: person.Refresher, Language: "fr", How: "spoken"}))
	s.ok(s.people.Withdraw(t.Context(), s.organiser, other, consent))
	if got := s.due(s.organiser, Later); !slices.Equal(got, []string{"Habib", "Sidi"}) {
		t.Errorf("two people: %v", got)
	}
	s.ok(s.people.Merge(t.Context(), s.organiser, record.IDOf("Habib"), other))
	if got := s.due(s.organiser, Later); !slices.Equal(got, []string{"Sidi"}) {
		t.Errorf("one of two entries took it back: %v", got)
	}
}

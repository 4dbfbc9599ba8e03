package node

import (
	"errors"
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/community/feedback"
	"wasl/internal/community/person"
	"wasl/internal/guard/policy"
	"wasl/internal/guard/vault"
	"wasl/internal/keep/store/storetest"
)

// Each step is what the clock says when the upkeep looks at it: how much further it has
// gone, and whether somebody who is due is deleted.
func TestAClockThatLeapsDeletesNobody(t *testing.T) {
	const hour, day = time.Hour, 24 * time.Hour
	type step struct {
		by   time.Duration
		gone bool
	}
	for name, steps := range map[string][]step{
		"nights, one after the other":                            {{day, false}, {30 * day, false}, {30 * day, false}, {28 * day, false}, {3 * day, true}},
		"a clock that is a year ahead for an evening":            {{day, false}, {365 * day, false}, {hour, false}, {-365 * day, false}, {day, false}, {day, false}},
		"the same, with starts of the node all the while":        {{day, false}, {365 * day, false}, {6 * hour, false}, {6 * hour, false}, {6 * hour, false}, {-365 * day, false}},
		"a node that was off for a year":                         {{day, false}, {365 * day, false}, {day, true}},
		"a laptop that is on for some hours each day":            {{day, false}, {365 * day, false}, {8 * hour, false}, {16 * hour, true}},
		"a clock of 1970 that is put right":                      {{-56 * 365 * day, false}, {day, false}, {56*365*day + 100*day, false}, {day, true}},
		"summer time, where somebody keeps the clock by it":      {{60 * day, false}, {29 * day, false}, {hour, false}, {-hour, false}, {2 * day, true}},
		"a clock that nobody has looked at before, a year ahead": {{365 * day, false}, {-365 * day, false}, {day, false}},
	} {
		t.Run(name, func(t *testing.T) {
			b := openBusy(t, storetest.Dir(t), 5)
			defer func() { b.ok(b.Close()) }()
			id := record.IDOf("Mariem")
			a := b.organiser()
			_, err := b.People.Put(t.Context(), a, id, a.Unit, 0, person.Known{Name: "Mariem", Band: "18-24", Sex: "female", Community: "host", Disability: "no", Role: "participant"})
			b.ok(err)
			for i, s := range steps {
				b.pass(s.by)
				b.ok(b.upkeep(t.Context()))
				_, err := b.People.Open(t.Context(), a, id, "to look")
				if gone := fault.Is(err, fault.Missing); gone != s.gone || err != nil && !gone {
					t.Fatalf("step %d: deleted is %v (%v), want %v", i+1, gone, err, s.gone)
				}
			}
		})
	}
}

// The keys that were replaced wait as people do: what a phone has sealed to one opens for
// as long as its 90 days have not truly gone by.
func TestAClockThatLeapsDropsNoKey(t *testing.T) {
	const hour, day = time.Hour, 24 * time.Hour
	type step struct {
		by   time.Duration
		gone bool
	}
	for name, steps := range map[string][]step{
		"nights, one after the other":                 {{30 * day, false}, {30 * day, false}, {28 * day, false}, {3 * day, true}},
		"a clock that is a year ahead for an evening": {{day, false}, {365 * day, false}, {hour, false}, {-365 * day, false}, {day, false}},
		"a node that was off for a year":              {{day, false}, {365 * day, false}, {day, true}},
	} {
		t.Run(name, func(t *testing.T) {
			b := openBusy(t, storetest.Dir(t), 6)
			defer func() { b.ok(b.Close()) }()
			sealed, err := vault.Seal(b.Vault.Key(), vault.Submission, []byte("seen at the well"), true)
			b.ok(err)
			_, err = b.Vault.Rotate(t.Context(), b.actor(policy.Administrator))
			b.ok(err)
			b.ok(b.upkeep(t.Context()))
			for i, s := range steps {
				b.pass(s.by)
				b.ok(b.upkeep(t.Context()))
				_, err := b.Vault.Open(vault.Submission, sealed)
				if gone := fault.Is(err, fault.Conflict); gone != s.gone || err != nil && !gone {
					t.Fatalf("step %d: gone is %v (%v), want %v", i+1, gone, err, s.gone)
				}
			}
		})
	}
}

// What people said waits as they do.
func TestAClockThatLeapsDeletesNothingThatWasSaid(t *testing.T) {
	b := openBusy(t, storetest.Dir(t), 7)
	defer func() { b.ok(b.Close()) }()
	got, err := b.Listening.Accept(t.Context(), feedback.Incoming{ID: record.IDOf("one"), Kind: feedback.Other, Text: "the well is dry"})
	b.ok(err)
	b.ok(b.upkeep(t.Context()))
	for i, s := range []struct {
		by   time.Duration
		gone bool
	}{{feedback.Longest, false}, {time.Hour, false}, {-feedback.Longest, false}, {24 * time.Hour, false}, {feedback.Longest, false}, {24 * time.Hour, true}} {
		b.pass(s.by)
		b.ok(b.upkeep(t.Context()))
		_, err := b.Listening.Thread(t.Context(), got.Receipt)
		if gone := errors.Is(err, feedback.ErrGone); gone != s.gone || err != nil && !gone {
			t.Fatalf("step %d: gone is %v (%v), want %v", i+1, gone, err, s.gone)
		}
	}
}

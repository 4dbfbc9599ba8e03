package retention

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/community/person"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// An Entry is one thing that is kept of a person, as the ledger has it.
type Entry struct {
	At   time.Time
	What string // its kind: participant, consent, mark
	Of   record.ID
	Kept json.RawMessage
}

// Own is all that is kept of a person, for the person: who asks may have it. p is what
// person.Service.Open gave, which asked whether the caller may open it, and for what. Of
// whoever is entered more than once it is all entries that a may open.
func (s *Service) Own(ctx context.Context, a policy.Actor, p person.Person) ([]Entry, error) {
	entries, err := s.entries(ctx, a, p.ID)
	if err != nil {
		return nil, err
	}
	var all []Entry
	for _, id := range entries {
		revs, err := s.opt.Ledger.History(ctx, id)
		if err != nil {
			return nil, err
		}
		revs = slices.DeleteFunc(revs, func(r ledger.Revision) bool { return r.Kind == record.Opening || len(r.Body) == 0 })
		for _, r := range revs {
			all = append(all, Entry{At: r.At.Time().UTC(), What: r.Kind.String(), Of: r.Record, Kept: json.RawMessage(r.Body)})
		}
	}
	slices.SortStableFunc(all, func(x, y Entry) int { return x.At.Compare(y.At) })
	return all, nil
}

// entries are those of a person that a may open.
func (s *Service) entries(ctx context.Context, a policy.Actor, of record.ID) (all []record.ID, err error) {
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		entries, err := person.Entries(tx, of)
		for _, id := range entries {
			if err != nil {
				return err
			}
			var e *person.Person
			if e, err = person.Brief(tx, id); err == nil && s.opt.Policy.Allow(ctx, a, "person.open", s.opt.Policy.At(policy.Participant, id, e.Unit)) == nil {
				all = append(all, id)
			}
		}
		return err
	})
	return all, err
}

package retention

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/community/person"
	"wasl/internal/keep/ledger"
)

// An Entry is one thing that is kept of a person, as the ledger has it.
type Entry struct {
	At   time.Time
	What string // its kind: participant, consent, mark
	Of   record.ID
	Kept json.RawMessage
}

// Own is all that is kept of a person, for the person: who asks may have it. p is what
// person.Service.Open gave, which asked whether the caller may open it, and for what.
func (s *Service) Own(ctx context.Context, p person.Person) ([]Entry, error) {
	revs, err := s.opt.Ledger.History(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	revs = slices.DeleteFunc(revs, func(r ledger.Revision) bool { return r.Kind == record.Opening || len(r.Body) == 0 })
	all := make([]Entry, 0, len(revs))
	for _, r := range revs {
		all = append(all, Entry{At: r.At.Time().UTC(), What: r.Kind.String(), Of: r.Record, Kept: json.RawMessage(r.Body)})
	}
	return all, nil
}

package response

import (
	"context"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
)

// Deed is a response with the report or the incident that it is about, as the policy
// sees that.
type Deed struct {
	Response
	Of policy.Resource
}

// maxDuring bounds the responses of a stretch that are looked through.
const maxDuring = 5_000

const duringSQL = "SELECT " + columns + " FROM responses INDEXED BY responses_done WHERE done >= ? AND done < ? ORDER BY done DESC LIMIT ?"

// During gives what was done from one instant until another about reports and
// incidents of a unit and those below it, the last first, as far as a may see what it
// was done about; at most so many, and whether there is more.
func (s *Service) During(ctx context.Context, a policy.Actor, under record.ID, from, to time.Time, most int) (all []Deed, more bool, err error) {
	reports, err := s.policy.Filter(ctx, a, "report.list")
	if err != nil {
		return nil, false, err
	}
	happened, err := s.policy.Filter(ctx, a, "incident.list")
	if err != nil {
		return nil, false, err
	}
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		rows := tx.Query(duringSQL, from.UnixMilli(), to.UnixMilli(), maxDuring)
		defer rows.Close()
		for rows.Next() {
			one, err := scan(rows)
			if err != nil {
				return err
			}
			of, err := s.incidents.Loaded(tx, one.about())
			if err != nil {
				return err
			}
			filter := reports
			if of.Type == policy.Incident {
				filter = happened
			}
			if !s.units.Under(of.Unit, under) || !filter.Match(of.Unit, of.TLP, &of.Assignee) {
				continue
			}
			if len(all) == most {
				more = true
				return nil
			}
			all = append(all, Deed{*one, of})
		}
		return rows.Err()
	})
	return all, more, err
}

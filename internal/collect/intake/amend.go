package intake

import (
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
)

// Amendment reads a desk's correction of a report: what the answers should have
// been, and why. Its id is chosen by whoever writes it, so that sending it twice
// is harmless. Who may write it is triage's to decide.
func (s *Service) Amendment(sub Submission, id record.ID, reason string) (report.Incoming, error) {
	r, err := s.read(sub.XML)
	if err != nil {
		return report.Incoming{}, err
	}
	in := report.Incoming{ID: id, Unit: s.Units.Root(), Author: sub.Operator, Body: r.body}
	in.Body.Language, in.Body.Channel, in.Body.Reason = sub.Language, report.Operator, reason
	in.Body.Place = s.placeOf(&in.Body) // the report stays with the unit that it is with
	return in, nil
}

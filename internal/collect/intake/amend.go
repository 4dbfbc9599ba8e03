package intake

import (
	"bytes"

	"wasl/internal/base/record"
	"wasl/internal/collect/form"
	"wasl/internal/collect/report"
)

// Amendment reads a desk's correction of a report: what the answers should have
// been, and why. Its id is chosen by whoever writes it, so that sending it twice
// is harmless. Who may write it is triage's to decide.
func (s *Service) Amendment(sub Submission, id record.ID, reason string) (report.Incoming, error) {
	inst, err := form.DecodeInstance(bytes.NewReader(sub.XML), report.MaxXML)
	if err != nil {
		return report.Incoming{}, err
	}
	f, exact, err := s.Forms.Get(inst.FormID, inst.Version)
	if err != nil {
		return report.Incoming{}, err
	}
	in := report.Incoming{ID: id, Unit: s.Units.Root(), Author: sub.Operator}
	in.Body = report.Body{
		Form: f.ID, Version: inst.Version, Language: sub.Language, Channel: report.Operator, XML: string(sub.XML), Reason: reason,
		Problems: problems(f.Form, inst, exact, s.Clock()),
	}
	extract(&in.Body, f.Form, inst)
	s.route(&in) // finds the place: the report stays with the unit that it is with
	return in, nil
}

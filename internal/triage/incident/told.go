package incident

import (
	"context"
	"strings"

	"wasl/internal/base/record"
	"wasl/internal/collect/form"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
	"wasl/internal/triage/queue"
)

// told is a report as an incident needs it: who may see it, and who told it.
type told struct {
	id       record.ID
	n        int64
	unit     record.ID
	tlp      record.TLP
	assignee *record.ID
	state    queue.State
	urgency  int
	grade    queue.Grade
	source   record.ID
	channel  report.Channel
}

const toldSQL = `SELECT q.n, q.unit, q.tlp, q.assignee, q.state, q.urgency, q.source, q.information, r.source, r.channel
	FROM reports r JOIN queue q USING (n) WHERE r.id = ?`

// tell reads a report. It faults with Missing where there is none.
func tell(tx *store.Tx, id record.ID) (*told, error) {
	t := &told{id: id}
	var state int
	var channel string
	err := tx.Row(toldSQL, id).Scan(&t.n, &t.unit, &t.tlp, &t.assignee, &state, &t.urgency, &t.grade.Source, &t.grade.Information, &t.source, &channel)
	t.state, t.channel = queue.State(state), report.Channel(channel)
	return t, err
}

// readable reads a report that a must be able to read to link it. What they may not
// know of is Missing.
func (s *Service) readable(ctx context.Context, tx *store.Tx, a policy.Actor, id record.ID) (*told, error) {
	t, err := tell(tx, id)
	if err != nil {
		return nil, err
	}
	r := s.Policy.At(policy.Report, id, t.unit)
	if r.TLP = t.tlp; t.assignee != nil {
		r.Assignee = *t.assignee
	}
	return t, s.Policy.Allow(ctx, a, "report.open", r)
}

// Read is what a report's own answers say of how it tells of the thing, and what
// it would be as the beginning of an incident.
type Read struct {
	Tells  Tells
	Report *report.Report
}

// said are the answers to the question how somebody knows, as the shipped forms ask
// it (demo/forms/README.md).
var said = map[string]Tells{"seen": Witness, "told_one": ByEar, "told_several": ByEar, "media": Media}

// read looks into a report. The caller has asked the policy.
func (s *Service) read(ctx context.Context, id record.ID) (Read, error) {
	rep, err := s.Reports.Get(ctx, id)
	if err != nil {
		return Read{}, err
	}
	out := Read{Tells: ByEar, Report: rep} // who does not say that they saw it did not
	inst, err := form.DecodeInstance(strings.NewReader(rep.Body.XML), report.MaxXML)
	if err != nil {
		return out, nil //nolint:nilerr // what cannot be read says nothing of how it is known
	}
	if t, ok := said[inst.Value("source_kind")]; ok {
		out.Tells = t
	}
	return out, nil
}

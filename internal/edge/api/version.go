package api

import (
	"cmp"
	"slices"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/keep/ledger"
)

// maxVersions bounds the corrections of a report whose answers are compared: each
// is read whole. Of more, the newest are shown.
const maxVersions = 20

// correctionOut is a correction of a report, by its reporter or by a desk.
type correctionOut struct {
	Seq      int64             `json:"seq"`
	At       time.Time         `json:"at"`
	By       *named            `json:"by,omitempty" doc:"of the desk; a reporter has no name here"`
	Reason   string            `json:"reason,omitempty"`
	Standing string            `json:"standing" enum:"holds,before,conflict" doc:"whether its answers hold, held once or never did, or contradict those that hold"`
	Version  string            `json:"version" doc:"of the form"`
	Changes  []changeOut       `json:"changes" nullable:"false" doc:"against the answers that it was written from; in conflict, against those that hold"`
	Answers  map[string]string `json:"answers,omitempty" doc:"of one in conflict: what to send to let it hold"`
}

// changeOut is an answer before and after a correction, empty where it is none.
type changeOut struct {
	Path   string            `json:"path"`
	Label  map[string]string `json:"label"`
	Before map[string]string `json:"before" doc:"by language"`
	After  map[string]string `json:"after" doc:"by language"`
}

// version is a revision that holds answers.
type version struct {
	rev     ledger.Revision
	body    *report.Body
	answers []answerOut
}

// corrections gives what was corrected of a report, the oldest first.
func (s *Server) corrections(rep *report.Report, now []answerOut, history []ledger.Revision) ([]correctionOut, error) {
	out := []correctionOut{}
	vs, err := s.versions(history)
	if err != nil {
		return nil, err
	}
	for i, v := range vs {
		if v.rev.Kind != record.Correction {
			continue
		}
		c := correctionOut{
			Seq: v.rev.Seq, At: v.rev.At.Time(), Reason: v.body.Reason, Standing: "before", Version: v.body.Version,
		}
		if name := s.Who.Name(v.rev.Author); name != "" {
			c.By = &named{v.rev.Author, name}
		}
		from := basis(vs[:i], v.rev).answers
		switch {
		case v.rev.Seq == rep.Latest:
			c.Standing = "holds"
		case slices.Contains(rep.Conflicts, v.rev.Seq):
			c.Standing, c.Answers, from = "conflict", map[string]string{}, now
			for _, a := range v.answers {
				c.Answers[a.Path] = a.Value
			}
		}
		c.Changes = changes(from, v.answers)
		out = append(out, c)
	}
	return out, nil
}

// versions reads the answers of a report that was corrected, the oldest first:
// those it came with and those of its newest corrections.
func (s *Server) versions(history []ledger.Revision) (vs []version, err error) {
	for _, rev := range history {
		if (rev.Kind == record.Report || rev.Kind == record.Correction) && rev.Body != nil {
			vs = append(vs, version{rev: rev})
		}
	}
	if len(vs) < 2 {
		return nil, nil
	}
	if extra := len(vs) - 1 - maxVersions; extra > 0 {
		vs = slices.Delete(vs, 1, 1+extra)
	}
	for i := range vs {
		if vs[i].body, err = ledger.Decode[report.Body](vs[i].rev); err != nil {
			return nil, err
		}
		if vs[i].answers, err = s.answers(vs[i].body); err != nil {
			return nil, err
		}
	}
	return vs, nil
}

// basis is the version that a correction was written from: the first of its parents
// that is here, or the oldest.
func basis(before []version, rev ledger.Revision) version {
	for _, p := range rev.Parents {
		for _, v := range before {
			if v.rev.Hash == p {
				return v
			}
		}
	}
	if len(before) == 0 { // a correction that came before what it puts right
		return version{}
	}
	return before[0]
}

// changes gives the answers that differ, in the order of the form.
func changes(before, after []answerOut) []changeOut {
	type pair struct{ before, after *answerOut }
	pairs := map[string]*pair{}
	var paths []string
	at := func(path string) *pair {
		if pairs[path] == nil {
			pairs[path] = &pair{}
			paths = append(paths, path)
		}
		return pairs[path]
	}
	for i := range after {
		at(after[i].Path).after = &after[i]
	}
	for i := range before {
		at(before[i].Path).before = &before[i]
	}
	out := []changeOut{}
	for _, path := range paths {
		p := pairs[path]
		if p.before != nil && p.after != nil && p.before.Value == p.after.Value {
			continue
		}
		c := changeOut{Path: path, Label: cmp.Or(p.after, p.before).Label, Before: map[string]string{}, After: map[string]string{}}
		if p.before != nil {
			c.Before = p.before.Text
		}
		if p.after != nil {
			c.After = p.after.Text
		}
		out = append(out, c)
	}
	return out
}

package incident

import (
	"fmt"
	"slices"

	"wasl/internal/base/record"
	"wasl/internal/keep/ledger"
)

// fold takes a revision into the incident that it is about. The tables are made by
// it, revision by revision, and so is what was known on any day: one rule for both.
func (in *Incident) fold(rev ledger.Revision) error {
	if rev.Kind == record.Membership {
		b, err := ledger.Decode[memberBody](rev)
		if err != nil {
			return err
		}
		in.foldMember(rev, b)
		return nil
	}
	b, err := ledger.Decode[body](rev)
	if err != nil {
		return err
	}
	if rev.Subject != in.ID {
		in.foldOther(rev, b)
		return nil
	}
	change := folds[b.Act]
	if change == nil {
		return fmt.Errorf("incident: no way to apply the act %q", b.Act)
	}
	change(in, rev, b)
	return nil
}

// folds is what each act does to its incident.
var folds = map[Act]func(*Incident, ledger.Revision, *body){
	Start: func(in *Incident, rev ledger.Revision, b *body) {
		in.Unit, in.TLP, in.Lead = rev.Handling.Unit, rev.Handling.TLP, b.Account
		in.Opened, in.OpenedBy, in.State, in.Urgency = rev.At.Time(), rev.Author, Open, b.Urgency
		in.Version = version(rev, b)
	},
	Amend: (*Incident).foldStatement,
	SetTo: func(in *Incident, _ ledger.Revision, b *body) {
		in.State, in.Outcome, in.Note = b.State, "", b.Note
	},
	Close: func(in *Incident, _ ledger.Revision, b *body) {
		in.State, in.Outcome, in.Note = Closed, b.Outcome, b.Note
	},
	Press: func(in *Incident, _ ledger.Revision, b *body) { in.Urgency = b.Urgency },
	Give:  func(in *Incident, _ ledger.Revision, b *body) { in.Lead = b.Account },
	Mark:  func(in *Incident, rev ledger.Revision, _ *body) { in.TLP = rev.Handling.TLP },
	Move:  func(in *Incident, rev ledger.Revision, _ *body) { in.Unit, in.Lead = rev.Handling.Unit, record.ID{} },
	Ask: func(in *Incident, rev ledger.Revision, b *body) {
		if in.question(b.Question) == nil {
			in.Questions = append(in.Questions, Question{ID: b.Question, Text: b.Text, By: rev.Author, At: rev.At.Time()})
		}
	},
	Reply: func(in *Incident, rev ledger.Revision, b *body) {
		if q := in.question(b.Question); q != nil {
			q.Answer, q.Answered, q.Answerer = b.Text, rev.At.Time(), rev.Author
		}
	},
	Merge:   func(in *Incident, _ ledger.Revision, b *body) { in.Into = b.Into },
	Unmerge: func(in *Incident, _ ledger.Revision, _ *body) { in.Into = record.ID{} },
}

func version(rev ledger.Revision, b *body) Version {
	v := Version{By: rev.Author, At: rev.At.Time(), Seq: rev.Seq, Rev: rev.Hash}
	if b.Statement != nil {
		v.Statement = *b.Statement
	}
	return v
}

// foldStatement puts a statement in the place of what it was written from. Of two
// that were written from one, the first holds and the other stands beside it until
// a person settles it by one that has both as parents.
func (in *Incident) foldStatement(rev ledger.Revision, b *body) {
	v := version(rev, b)
	if !slices.Contains(rev.Parents, in.Rev) {
		in.Conflicts = append(in.Conflicts, v)
		return
	}
	in.Conflicts = slices.DeleteFunc(in.Conflicts, func(c Version) bool { return slices.Contains(rev.Parents, c.Rev) })
	in.Version = v
}

// foldMember puts a report in, judges it anew, or takes it out.
func (in *Incident) foldMember(rev ledger.Revision, b *memberBody) {
	i := slices.IndexFunc(in.Members, func(m Member) bool { return m.Report == rev.Subject })
	m := Member{
		Report: rev.Subject, Tells: b.Tells, Origin: b.Origin, Denies: b.Denies, By: rev.Author, At: rev.At.Time(), Seq: rev.Seq, Rev: rev.Hash,
	}
	switch {
	case !b.In && i >= 0:
		in.Members = slices.Delete(in.Members, i, i+1)
	case b.In && i >= 0:
		m.By, m.At = in.Members[i].By, in.Members[i].At // who put it in, and when
		in.Members[i] = m
	case b.In:
		in.Members = append(in.Members, m)
	}
}

// foldOther takes in that another incident was merged into this one, or apart
// from it again.
func (in *Incident) foldOther(rev ledger.Revision, b *body) {
	in.Absorbed = slices.DeleteFunc(in.Absorbed, func(id record.ID) bool { return id == rev.Subject })
	if b.Act == Merge && b.Into == in.ID {
		in.Absorbed = append(in.Absorbed, rev.Subject)
	}
}

func (in *Incident) question(id record.ID) *Question {
	for i := range in.Questions {
		if in.Questions[i].ID == id {
			return &in.Questions[i]
		}
	}
	return nil
}

func (in *Incident) member(report record.ID) *Member {
	for i := range in.Members {
		if in.Members[i].Report == report {
			return &in.Members[i]
		}
	}
	return nil
}

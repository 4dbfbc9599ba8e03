package queue

import (
	"fmt"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// changes is what each kind of revision about a report does to its row. What is
// not here, such as a file that came later, stands beside the report and changes
// nothing in the queue.
var changes = map[record.Kind]func(*row, *store.Tx, ledger.Revision) error{
	record.State: func(r *row, _ *store.Tx, rev ledger.Revision) error {
		b, err := body[stateBody](rev)
		s, ok := ParseState(b.State)
		if !ok && err == nil {
			err = fmt.Errorf("queue: no state %q", b.State)
		}
		if r.state == Closed && s != Closed {
			r.outcome = ""
		}
		r.state = s
		return err
	},
	record.Urgency: func(r *row, _ *store.Tx, rev ledger.Revision) error {
		b, err := body[urgencyBody](rev)
		u, _ := report.ParseUrgency(b.Urgency)
		r.urgency = u.Rank()
		return err
	},
	record.Grade: func(r *row, _ *store.Tx, rev ledger.Revision) error {
		b, err := body[gradeBody](rev)
		r.grade = b.Grade
		return err
	},
	record.Assignment: func(r *row, _ *store.Tx, rev ledger.Revision) error {
		b, err := body[assignBody](rev)
		if r.assignee = nil; !b.Account.Zero() {
			r.assignee = &b.Account
		}
		return err
	},
	record.Proposal: applyProposal,
	record.Review:   applyReview,
	record.Forward: func(r *row, tx *store.Tx, rev ledger.Revision) error {
		b, err := body[forwardBody](rev)
		if err == nil {
			err = keepMove(tx, r.n, rev, &b)
		}
		// The new unit sees it as new: nobody there has looked at it.
		r.unit, r.assignee, r.outcome = b.Unit, nil, ""
		if !b.Closed || r.state != Quarantine {
			r.state = New
		}
		if !b.Closed {
			r.forwards++
		}
		return err
	},
	record.Answer: func(r *row, tx *store.Tx, rev ledger.Revision) error {
		if r.unread = 0; r.state == NeedsAnswer {
			r.state = Checking
		}
		return keepMessage(tx, r.n, rev, true)
	},
	record.Message: func(r *row, tx *store.Tx, rev ledger.Revision) error {
		if r.unread++; r.state == Closed {
			r.outcome = ""
		}
		if r.state != Quarantine { // a flood does not let itself in
			r.state = NeedsAnswer
		}
		return keepMessage(tx, r.n, rev, false)
	},
	record.Note: func(r *row, tx *store.Tx, rev ledger.Revision) error {
		return tx.Exec("INSERT OR IGNORE INTO notes (id, n) VALUES (?, ?)", rev.Record, r.n)
	},
	record.Closing: func(r *row, _ *store.Tx, rev ledger.Revision) error {
		b, err := body[closeBody](rev)
		r.state, r.outcome, r.unread = Closed, b.Outcome, 0
		return err
	},
	record.Correction: func(r *row, tx *store.Tx, rev ledger.Revision) error {
		b, err := body[report.Body](rev)
		if err != nil || b.Late {
			return err
		}
		holds, err := report.Holds(tx, r.n, rev.Seq)
		if holds { // of two corrections of one state the first does, until a person settles it
			r.kind = b.Kind
			r.settle(&b)
		}
		if rank := b.Urgency.Rank(); rank < r.urgency {
			r.urgency = rank // what is said to be more pressing is; a desk alone makes it less so
		}
		return err
	},
}

func body[T any](rev ledger.Revision) (b T, err error) {
	p, err := ledger.Decode[T](rev)
	if err != nil {
		return b, err
	}
	return *p, nil
}

// keepMove notes the desk that a report leaves.
func keepMove(tx *store.Tx, n int64, rev ledger.Revision, b *forwardBody) error {
	var rule, list *record.ID
	if !b.Rule.Zero() {
		rule, list = &b.Rule, &b.List
	}
	return tx.Exec("INSERT OR IGNORE INTO moves (n, seq, unit, rule, list, at) VALUES (?, ?, ?, ?, ?, ?)", n, rev.Seq, b.From, rule, list, rev.At.Millis())
}

func keepMessage(tx *store.Tx, n int64, rev ledger.Revision, desk bool) error {
	b, err := body[textBody](rev)
	if err != nil {
		return err
	}
	return tx.Exec("INSERT OR IGNORE INTO messages (id, n, desk, text, language, at, author) VALUES (?, ?, ?, ?, ?, ?, ?)",
		rev.Record, n, desk, b.Text, b.Language, rev.At.Millis(), rev.Author)
}

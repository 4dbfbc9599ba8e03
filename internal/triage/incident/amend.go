package incident

import (
	"context"
	"reflect"
	"slices"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// maxConflicts bounds the statements that stand beside the one that holds: whoever
// writes another one must settle some first.
const maxConflicts = 20

// Amendment is a statement that somebody writes, and the one that they had before
// them when they began.
type Amendment struct {
	Base      int64 // seq of that one
	Statement Statement
	Settles   []int64 // statements in conflict that this one settles
}

// Amended is what became of it.
type Amended struct {
	Joined   bool // others had changed other parts meanwhile: both hold
	Conflict bool // others had changed the same part: both are kept, and a person chooses
}

// Amend states anew what happened. Two people who change different parts at once
// both get what they wrote; where they change the same part the first holds, the
// other stands beside it, and a person settles it.
func (s *Service) Amend(ctx context.Context, a policy.Actor, on On, m Amendment) (out Amended, err error) {
	if err := m.Statement.Check(); err != nil {
		return out, err
	}
	base, err := s.stated(ctx, on.Incident, m.Base)
	if err != nil {
		return out, err
	}
	on.Revision = 0 // what else was done about it does not matter to its statement
	err = s.write(ctx, a, "incident.amend", on, func(_ *store.Tx, r *row) ([]ledger.Draft, error) {
		d, became, err := amended(r.in, m, base)
		if out = became; err != nil || d == nil {
			return nil, err
		}
		return []ledger.Draft{*d}, nil
	})
	return out, err
}

// stated is the statement that an incident had in a revision, where that is one of
// its own; nil where it cannot be read any more.
func (s *Service) stated(ctx context.Context, id record.ID, seq int64) (*Version, error) {
	rev, err := s.Ledger.Read(ctx, seq)
	if store.None(err) || err == nil && (rev.Subject != id || rev.Kind != record.Incident || rev.Body == nil) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	b, err := ledger.Decode[body](rev)
	if err != nil || b.Statement == nil {
		return nil, err
	}
	v := version(rev, b)
	return &v, nil
}

// amended draws up a statement on the incident as it is now.
func amended(in *Incident, m Amendment, base *Version) (*ledger.Draft, Amended, error) {
	d := draft(in, &body{Act: Amend, Statement: &m.Statement})
	d.Parents = []record.Hash{in.Rev}
	for _, c := range in.Conflicts {
		if slices.Contains(m.Settles, c.Seq) {
			d.Parents = append(d.Parents, c.Rev)
		}
	}
	if m.Base == in.Seq {
		if len(d.Parents) == 1 && alike(m.Statement, in.Statement) {
			return nil, Amended{}, nil
		}
		return &d, Amended{}, nil
	}
	if base == nil {
		return nil, Amended{}, invalid("incident.base.unknown", "the statement that this was written from is not one of this incident", "load the page again, then change it once more")
	}
	if joined, ok := rebase(base.Statement, m.Statement, in.Statement); ok {
		if err := joined.Check(); err != nil {
			return nil, Amended{}, err
		}
		if len(d.Parents) == 1 && alike(joined, in.Statement) {
			return nil, Amended{}, nil
		}
		d = draft(in, &body{Act: Amend, Statement: &joined})
		d.Parents = []record.Hash{in.Rev}
		return &d, Amended{Joined: true}, nil
	}
	if slices.ContainsFunc(in.Conflicts, func(c Version) bool { return alike(c.Statement, m.Statement) }) {
		return nil, Amended{Conflict: true}, nil // sent twice
	}
	if len(in.Conflicts) >= maxConflicts {
		return nil, Amended{}, &fault.Error{
			Kind: fault.Conflict, Op: "incident.Amend", Key: "incident.conflicts.many", Msg: "too many statements stand beside each other",
			Hint: "look at them and settle them first",
		}
	}
	d.Parents = []record.Hash{base.Rev}
	return &d, Amended{Conflict: true}, nil
}

// alike tells whether two statements say the same.
func alike(a, b Statement) bool { return same(reflect.ValueOf(a), reflect.ValueOf(b)) }

package queue

import (
	"context"
	"slices"
	"strconv"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// Ruling is what a rule wants of a report that has come to a desk: to send it to a
// unit, or to propose something.
type Ruling struct {
	Report  record.ID
	At      record.ID // the unit whose desk the report had come to
	Rule    record.ID
	Version int
	List    record.ID // the unit whose rule it is: what its chief may do, its rules may
	To      record.ID // zero: the rule proposes
	Idea    Idea
	Value   string
	Why     []string
}

// ProposalID is the same for all that a rule proposes alike for a report, however
// often it is told of it.
func (r Ruling) ProposalID(idea Idea, value string) record.ID {
	return r.Report.Derive("proposal/" + r.Rule.String() + "/" + string(idea) + "/" + value)
}

// Rule does what rules want, in the name of author. Telling it the same twice
// changes nothing: a report that has left the desk meanwhile is its next desk's,
// a list of rules sends a report on once, and never to where it was. What a
// person has in hand is not taken away.
func (s *Service) Rule(ctx context.Context, author record.ID, rulings []Ruling) error {
	for chunk := range slices.Chunk(rulings, handful) {
		_, err := s.ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
			b := bench{s: s, ctx: ctx, tx: tx, author: author, rows: map[record.ID]*row{}, sent: map[record.ID]bool{}, made: map[record.ID]bool{}}
			for i := range chunk {
				if err := b.rule(&chunk[i]); err != nil {
					return nil, err
				}
			}
			return append(b.proposals, b.forwards...), nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// bench is where some rulings are decided at once.
type bench struct {
	s      *Service
	ctx    context.Context //nolint:containedctx // it lives as long as the call
	tx     *store.Tx
	author record.ID

	rows      map[record.ID]*row // nil for a report that was erased
	sent      map[record.ID]bool // reports that go elsewhere
	made      map[record.ID]bool // proposals
	proposals []ledger.Draft
	forwards  []ledger.Draft // after the proposals, which are the old desk's
}

func (b *bench) rule(r *Ruling) error {
	at, err := b.row(r.Report)
	if err != nil || at == nil || at.unit != r.At || !at.state.open() {
		return err
	}
	switch {
	case r.To.Zero():
		return b.propose(r, at)
	case b.may(r, at, "report.forward"):
		return b.forward(r, at)
	}
	return nil
}

func (b *bench) row(id record.ID) (*row, error) {
	if r, known := b.rows[id]; known {
		return r, nil
	}
	r, err := load(b.tx, id)
	if store.None(err) {
		r, err = nil, nil
	}
	b.rows[id] = r
	return r, err
}

// may asks the policy as if the chief of the unit acted whose rule it is.
func (b *bench) may(r *Ruling, at *row, action policy.Action) bool {
	chief := policy.Actor{ID: b.author, Roles: []policy.Role{policy.Chief}, Unit: r.List}
	return b.s.policy.Allow(b.ctx, chief, action, b.s.resource(r.Report, at)) == nil
}

func (b *bench) forward(r *Ruling, at *row) error {
	if at.state != New || at.assignee != nil || at.unit == r.To || b.sent[r.Report] || !b.s.units.Works(r.To) {
		return nil
	}
	ring := at.forwards >= maxForwards
	if at.forwards > 0 {
		var was, done bool
		if err := b.tx.Row(movesSQL, at.n, r.To, r.List).Scan(&was, &done); err != nil || done {
			return err
		}
		if was || ring {
			return b.halt(r, at, ring)
		}
	}
	b.sent[r.Report] = true
	b.forwards = append(b.forwards, ledger.Draft{
		Kind: record.Forward, Record: r.Report.Derive("unit"), Subject: r.Report, Author: b.author,
		Handling: record.Handling{Unit: r.To, TLP: at.tlp, Purpose: purpose},
		Body:     forwardBody{V: bodyVersion, Unit: r.To, From: at.unit, Rule: r.Rule, Version: r.Version, List: r.List},
	})
	return nil
}

// movesSQL asks whether a report has left a desk before, and whether a list of
// rules has sent it on before.
const movesSQL = "SELECT EXISTS (SELECT 1 FROM moves WHERE n = ?1 AND unit = ?2), EXISTS (SELECT 1 FROM moves WHERE n = ?1 AND list = ?3)"

// Why a rule did not send a report on.
const (
	WhyBack = "back" // it has been there
	WhyRing = "ring" // it has gone from desk to desk too often
)

// halt tells the desk that a rule would send the report on and does not.
func (b *bench) halt(r *Ruling, at *row, ring bool) error {
	why := WhyBack
	if ring {
		why = WhyRing
	}
	return b.make(r, at, Halted, r.To.String(), []string{why, strconv.Itoa(at.forwards)})
}

func (b *bench) propose(r *Ruling, at *row) error {
	action, ok := ideaActs[r.Idea]
	if !ok {
		action = "report.open"
	}
	if !b.may(r, at, action) {
		return nil
	}
	switch r.Idea {
	case ProposeUrgency:
		if u, ok := report.ParseUrgency(r.Value); !ok || u.Rank() == at.urgency {
			return nil
		}
	case ProposeKind:
		if r.Value == at.kind {
			return nil
		}
	case ProposePerson:
		account, err := record.ParseID(r.Value)
		if err != nil || at.assignee != nil || !b.s.couldRead(b.ctx, account, r.Report, at) {
			return nil //nolint:nilerr // what is no account is nobody
		}
	case SecondLook:
	case Halted:
		return &fault.Error{Kind: fault.Internal, Op: "queue.Rule"}
	}
	return b.make(r, at, r.Idea, r.Value, r.Why)
}

// make writes a proposal, if it was not written before.
func (b *bench) make(r *Ruling, at *row, idea Idea, value string, why []string) error {
	id := r.ProposalID(idea, value)
	if b.made[id] {
		return nil
	}
	b.made[id] = true
	var known bool
	if err := b.tx.Row("SELECT EXISTS (SELECT 1 FROM proposals WHERE id = ?)", id).Scan(&known); err != nil || known {
		return err
	}
	b.proposals = append(b.proposals, ledger.Draft{
		Kind: record.Proposal, Record: id, Subject: r.Report, Author: b.author, Handling: b.s.handling(at),
		Body: proposalBody{V: bodyVersion, Step: made, Rule: r.Rule, Version: r.Version, Idea: idea, Value: value, Why: why},
	})
	return nil
}

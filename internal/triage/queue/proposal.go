package queue

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// Idea is what a proposal is about. The set is closed.
type Idea string

// The ideas. A rule proposes and decides nothing: a person takes a proposal or
// leaves it. A second look needs no answer: it is offered when the report is
// closed. Halted says that a rule would have sent the report on and could not.
const (
	ProposeUrgency Idea = "urgency"
	ProposeKind    Idea = "kind"
	ProposePerson  Idea = "person"
	SecondLook     Idea = "review"
	Halted         Idea = "halt"
)

// Standing is what became of a proposal.
type Standing int

// The standings. Passed is what a person decided without looking at the proposal.
const (
	Open Standing = iota
	Taken
	Left
	Passed
)

var standingNames = [...]string{"open", "taken", "left", "passed"}

// String is the standing's name on the wire.
func (s Standing) String() string { return standingNames[s] }

// Proposal stands at a report until a person answers it.
type Proposal struct {
	ID       record.ID
	Rule     record.ID
	Version  int // of the rule
	Idea     Idea
	Value    string   // an urgency, a kind, an account's or a unit's id; "" for a second look
	Why      []string // the words of the rule that the report speaks of; why it was halted
	Standing Standing
	At       time.Time
	By       record.ID // who answered; zero while it is open
	Answered time.Time
}

// proposalBody is the body of a Proposal revision. Made says what is proposed,
// an answer only what became of it.
type proposalBody struct {
	V       int       `json:"v"`
	Step    string    `json:"step"` // made, taken, left
	Rule    record.ID `json:"rule,omitzero"`
	Version int       `json:"version,omitempty"`
	Idea    Idea      `json:"idea"`
	Value   string    `json:"value,omitempty"`
	Why     []string  `json:"why,omitempty"`
}

const made = "made"

// applyProposal keeps a proposal, or what became of it.
func applyProposal(r *row, tx *store.Tx, rev ledger.Revision) error {
	b, err := body[proposalBody](rev)
	if err != nil {
		return err
	}
	if b.Step == made {
		why, err := json.Marshal(b.Why)
		if err != nil {
			return err
		}
		return tx.Exec("INSERT OR IGNORE INTO proposals (id, n, rule, version, idea, value, why, standing, at) VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?)",
			rev.Record, r.n, b.Rule, b.Version, string(b.Idea), b.Value, string(why), rev.At.Millis())
	}
	standing := Left
	if b.Step == Taken.String() {
		if standing = Taken; b.Idea == ProposeKind {
			r.kind = b.Value
		}
	}
	return tx.Exec("UPDATE proposals SET standing = ?, author = ?, answered = ? WHERE id = ? AND standing = 0", int(standing), rev.Author, rev.At.Millis(), rev.Record)
}

// passes says which proposals nobody needs to answer once something was done.
var passes = map[record.Kind][]Idea{
	record.Urgency:    {ProposeUrgency},
	record.Assignment: {ProposePerson},
	record.Forward:    {ProposePerson, Halted},
	record.Closing:    {ProposeUrgency, ProposeKind, ProposePerson, Halted},
}

// settleProposals lets those go that a revision has overtaken, and looks which are
// left.
func (r *row) settleProposals(tx *store.Tx, rev ledger.Revision) error {
	ideas, overtakes := passes[rev.Kind]
	if rev.Kind != record.Proposal && !overtakes {
		return nil
	}
	if err := overtake(tx, r.n, rev, ideas); err != nil {
		return err
	}
	return r.propose(tx)
}

// machine tells whether no person stands behind a revision that changes nothing
// yet: it is no reason to refuse what a person does.
func machine(rev ledger.Revision) bool {
	if rev.Kind != record.Proposal {
		return false
	}
	b, err := body[proposalBody](rev)
	return err == nil && b.Step == made
}

// overtake lets the open proposals go that a person's act has overtaken.
func overtake(tx *store.Tx, n int64, rev ledger.Revision, ideas []Idea) error {
	for _, idea := range ideas {
		err := tx.Exec("UPDATE proposals SET standing = ?, author = ?, answered = ? WHERE n = ? AND standing = 0 AND idea = ?",
			int(Passed), rev.Author, rev.At.Millis(), n, string(idea))
		if err != nil {
			return err
		}
	}
	return nil
}

const (
	openUrgenciesSQL = "SELECT value FROM proposals WHERE n = ? AND standing = 0 AND idea = 'urgency'"
	proposalsSQL     = "SELECT id, rule, version, idea, value, why, standing, at, author, answered FROM proposals WHERE n = ? ORDER BY at, id"
)

// unproposed is less pressing than any urgency.
const unproposed = len(urgencies)

// propose reads the most pressing urgency that is proposed and not answered. How
// soon a report must be looked at goes by it, until a person has answered.
func (r *row) propose(tx *store.Tx) error {
	r.proposed = unproposed
	rows := tx.Query(openUrgenciesSQL, r.n)
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return err
		}
		if u, ok := report.ParseUrgency(name); ok {
			r.proposed = min(r.proposed, u.Rank())
		}
	}
	return rows.Err()
}

// pressing is the urgency by which the report's time runs.
func (r *row) pressing() int { return min(r.urgency, r.proposed) }

// Proposals gives what was proposed for a report, the oldest first. The caller
// has asked the policy.
func (s *Service) Proposals(ctx context.Context, id record.ID) (all []Proposal, err error) {
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		r, err := load(tx, id)
		if err != nil {
			return err
		}
		all, err = proposals(tx, r.n)
		return err
	})
	return all, err
}

func proposals(tx *store.Tx, n int64) (all []Proposal, err error) {
	rows := tx.Query(proposalsSQL, n)
	for rows.Next() {
		var p Proposal
		var standing int
		var at int64
		var answered *int64
		var by *record.ID
		var idea, why string
		if err := rows.Scan(&p.ID, &p.Rule, &p.Version, &idea, &p.Value, &why, &standing, &at, &by, &answered); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(why), &p.Why); err != nil {
			return nil, err
		}
		if p.Idea, p.Standing, p.At = Idea(idea), Standing(standing), millis(at); answered != nil {
			p.By, p.Answered = *by, millis(*answered)
		}
		all = append(all, p)
	}
	return all, rows.Err()
}

// ideaActs says what somebody must be allowed to do to take a proposal: what it
// changes.
var ideaActs = map[Idea]policy.Action{
	ProposeUrgency: "report.urgency", ProposeKind: "report.urgency", ProposePerson: "report.assign", Halted: "report.forward",
}

// AnswerProposal takes a proposal, which does what it proposes, or leaves it; both are
// kept. Answering again with the same word changes nothing. It faults with
// Conflict where somebody gave another answer first.
func (s *Service) AnswerProposal(ctx context.Context, a policy.Actor, act Act, id record.ID, take bool) (Summary, error) {
	p, err := s.proposal(ctx, act.Report, id)
	if err != nil {
		return Summary{}, err
	}
	action, ok := ideaActs[p.Idea]
	if !ok {
		action = "report.urgency"
	}
	return s.acts(ctx, a, action, act, func(tx *store.Tx, r *row) ([]ledger.Draft, error) {
		all, err := proposals(tx, r.n)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(all, func(p Proposal) bool { return p.ID == id })
		if i < 0 {
			return nil, policy.Hide()
		}
		if p = all[i]; !p.answerable(take) {
			return nil, invalid("queue.proposal.none", "there is nothing to take here", "do what fits by yourself")
		}
		want := Left
		if take {
			want = Taken
		}
		if p.Standing == want {
			return nil, nil
		}
		if p.Standing != Open {
			return nil, &fault.Error{
				Kind: fault.Conflict, Op: "queue.AnswerProposal", Key: "queue.proposal.answered", Msg: "somebody answered this proposal already",
				Hint: "look at the report anew",
			}
		}
		drafts := []ledger.Draft{{Kind: record.Proposal, Record: id, Body: proposalBody{V: bodyVersion, Step: want.String(), Idea: p.Idea, Value: p.Value}}}
		if !take {
			return drafts, nil
		}
		more, err := s.taking(ctx, act, p, r)
		return append(drafts, more...), err
	})
}

// answerable tells whether a proposal can be taken, or left.
func (p *Proposal) answerable(take bool) bool {
	switch p.Idea {
	case SecondLook:
		return false // who closes a report does not choose whether somebody looks at it again
	case Halted:
		return !take
	case ProposeUrgency, ProposeKind, ProposePerson:
		return true
	}
	return false
}

// taking is what is written beside the answer when a proposal is taken.
func (s *Service) taking(ctx context.Context, act Act, p Proposal, r *row) ([]ledger.Draft, error) {
	switch p.Idea {
	case ProposeUrgency:
		u, _ := report.ParseUrgency(p.Value)
		if u.Rank() == r.urgency {
			return nil, nil
		}
		return []ledger.Draft{{Kind: record.Urgency, Record: act.Report.Derive("urgency"), Body: urgencyBody{V: bodyVersion, Urgency: string(u), Proposal: p.ID}}}, nil
	case ProposePerson:
		account, err := record.ParseID(p.Value)
		if err != nil || !s.couldRead(ctx, account, act.Report, r) {
			return nil, unfit()
		}
		return []ledger.Draft{{Kind: record.Assignment, Record: act.Report.Derive("assignment"), Body: assignBody{V: bodyVersion, Account: account, Proposal: p.ID}}}, nil
	case ProposeKind, SecondLook, Halted:
	}
	return nil, nil
}

func (s *Service) proposal(ctx context.Context, of, id record.ID) (p Proposal, err error) {
	all, err := s.Proposals(ctx, of)
	if err != nil {
		return p, err
	}
	if i := slices.IndexFunc(all, func(p Proposal) bool { return p.ID == id }); i >= 0 {
		return all[i], nil
	}
	return p, policy.Hide()
}

package queue

import (
	"context"
	"strconv"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/audit"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/network/unit"
)

// Service is what a desk may ask and do.
type Service struct {
	ledger *ledger.Ledger
	policy *policy.Engine
	units  *unit.Tree
}

// NewService makes the service over the field compartment.
func NewService(l *ledger.Ledger, p *policy.Engine, units *unit.Tree) *Service {
	return &Service{ledger: l, policy: p, units: units}
}

// An Act names the report that a desk acts on and the state of it that the
// person saw: another state in the meantime is a Conflict. Revision 0 does not
// ask.
type Act struct {
	Report   record.ID
	Revision int64
}

func (s *Service) resource(id record.ID, r *row) policy.Resource {
	res := policy.Resource{Type: policy.Report, ID: id, Unit: r.unit, UnitPath: s.units.Path(r.unit), TLP: r.tlp}
	if r.assignee != nil {
		res.Assignee = *r.assignee
	}
	return res
}

// act is every act of a desk: load the row, ask the policy about that very row,
// compare what the person saw, and write one revision.
func (s *Service) act(ctx context.Context, a policy.Actor, action policy.Action, act Act, make func(tx *store.Tx, r *row) (*ledger.Draft, error)) (Summary, error) {
	_, err := s.ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		r, err := s.allowed(ctx, tx, a, action, act.Report)
		if err != nil {
			return nil, err
		}
		if act.Revision != 0 && act.Revision != r.seq {
			return nil, &fault.Error{
				Kind: fault.Conflict, Op: "queue." + string(action), Key: "queue.revision.old",
				Msg: "somebody else changed this report while you had it open", Hint: "look at the change, then do it again if it still fits",
				Args: []string{strconv.FormatInt(r.seq, 10)},
			}
		}
		d, err := make(tx, r)
		if err != nil || d == nil {
			return nil, err
		}
		d.Subject, d.Author = act.Report, a.ID
		if d.Handling.Unit.Zero() {
			d.Handling = record.Handling{Unit: r.unit, TLP: r.tlp, Purpose: "community-safety"}
		}
		return []ledger.Draft{*d}, nil
	})
	if err != nil {
		return Summary{}, err
	}
	return s.Summary(ctx, act.Report)
}

// allowed loads the row and asks the policy. A report that the actor may not
// know of is Missing, like one that does not exist.
func (s *Service) allowed(ctx context.Context, tx *store.Tx, a policy.Actor, action policy.Action, id record.ID) (*row, error) {
	r, err := load(tx, id)
	if err != nil {
		return nil, err
	}
	return r, s.policy.Allow(ctx, a, action, s.resource(id, r))
}

// SetState moves a report between the states of its desk. Closing has an act of
// its own, with an outcome.
func (s *Service) SetState(ctx context.Context, a policy.Actor, act Act, state State) (Summary, error) {
	return s.act(ctx, a, "report.state", act, func(_ *store.Tx, r *row) (*ledger.Draft, error) {
		if state == Closed {
			return nil, invalid("queue.state.closing", "a report is closed with an outcome", "choose how it ended")
		}
		if r.state == Closed {
			return nil, invalid("queue.state.closed", "this report is closed", "reopen it first")
		}
		if r.state == state {
			return nil, nil
		}
		return &ledger.Draft{Kind: record.State, Record: act.Report.Derive("state"), Body: stateBody{V: bodyVersion, State: state.String()}}, nil
	})
}

// Reopen puts a closed report back into the work, with a reason.
func (s *Service) Reopen(ctx context.Context, a policy.Actor, act Act, note string) (Summary, error) {
	return s.act(ctx, a, "report.reopen", act, func(_ *store.Tx, r *row) (*ledger.Draft, error) {
		if r.state != Closed {
			return nil, nil
		}
		if err := checkText(note); err != nil {
			return nil, err
		}
		return &ledger.Draft{Kind: record.State, Record: act.Report.Derive("state"), Body: stateBody{V: bodyVersion, State: Checking.String(), Note: note}}, nil
	})
}

// SetUrgency says how fast a report must be looked at.
func (s *Service) SetUrgency(ctx context.Context, a policy.Actor, act Act, u report.Urgency) (Summary, error) {
	return s.act(ctx, a, "report.urgency", act, func(_ *store.Tx, r *row) (*ledger.Draft, error) {
		if r.urgency == u.Rank() {
			return nil, nil
		}
		return &ledger.Draft{Kind: record.Urgency, Record: act.Report.Derive("urgency"), Body: urgencyBody{V: bodyVersion, Urgency: string(u)}}, nil
	})
}

// SetGrade grades the source and the information.
func (s *Service) SetGrade(ctx context.Context, a policy.Actor, act Act, g Grade) (Summary, error) {
	return s.act(ctx, a, "report.grade", act, func(_ *store.Tx, r *row) (*ledger.Draft, error) {
		if err := g.Check(); err != nil {
			return nil, err
		}
		if r.grade == g {
			return nil, nil
		}
		return &ledger.Draft{Kind: record.Grade, Record: act.Report.Derive("grade"), Body: gradeBody{V: bodyVersion, Grade: g}}, nil
	})
}

// Assign gives a report to somebody, or with the zero id to nobody.
func (s *Service) Assign(ctx context.Context, a policy.Actor, act Act, account record.ID) (Summary, error) {
	return s.act(ctx, a, "report.assign", act, func(_ *store.Tx, r *row) (*ledger.Draft, error) {
		if r.assignee != nil && *r.assignee == account || r.assignee == nil && account.Zero() {
			return nil, nil
		}
		return &ledger.Draft{Kind: record.Assignment, Record: act.Report.Derive("assignment"), Body: assignBody{V: bodyVersion, Account: account}}, nil
	})
}

// maxForwards bounds how often a report may go from desk to desk: a ring of
// desks that pass it on must end with a person who keeps it.
const maxForwards = 12

// Forward hands a report to another unit, whose it is from then on.
func (s *Service) Forward(ctx context.Context, a policy.Actor, act Act, to record.ID, note string) (Summary, error) {
	if !s.units.Has(to) {
		return Summary{}, invalid("queue.forward.unit", "there is no such unit", "choose a unit from the list")
	}
	past, err := s.ledger.History(ctx, act.Report)
	if err != nil {
		return Summary{}, err
	}
	forwards := 0
	for _, rev := range past {
		if rev.Kind == record.Forward {
			forwards++
		}
	}
	if forwards >= maxForwards {
		return Summary{}, invalid("queue.forward.ring", "this report has gone from desk to desk {0} times", "answer it here, or ask the unit above to decide", strconv.Itoa(forwards))
	}
	return s.act(ctx, a, "report.forward", act, func(_ *store.Tx, r *row) (*ledger.Draft, error) {
		if r.unit == to {
			return nil, nil
		}
		if len(note) > MaxText {
			return nil, tooLong()
		}
		return &ledger.Draft{
			Kind: record.Forward, Record: act.Report.Derive("unit"),
			Handling: record.Handling{Unit: to, TLP: r.tlp, Purpose: "community-safety"},
			Body:     forwardBody{V: bodyVersion, Unit: to, From: r.unit, Note: note},
		}, nil
	})
}

// Answer writes to the reporter, who reads it by the receipt. The id is chosen
// by the sender, so that sending twice is harmless.
func (s *Service) Answer(ctx context.Context, a policy.Actor, act Act, id record.ID, text, language string) (Summary, error) {
	return s.say(ctx, a, "report.answer", act, record.Answer, id, text, language)
}

// Note keeps a word for colleagues.
func (s *Service) Note(ctx context.Context, a policy.Actor, act Act, id record.ID, text string) (Summary, error) {
	return s.say(ctx, a, "report.note", act, record.Note, id, text, "")
}

func (s *Service) say(ctx context.Context, a policy.Actor, action policy.Action, act Act, kind record.Kind, id record.ID, text, language string) (Summary, error) {
	past, err := s.ledger.History(ctx, act.Report)
	if err != nil {
		return Summary{}, err
	}
	return s.act(ctx, a, action, act, func(*store.Tx, *row) (*ledger.Draft, error) {
		if err := checkText(text); err != nil {
			return nil, err
		}
		for _, rev := range past {
			if rev.Record == id {
				return nil, nil
			}
		}
		return &ledger.Draft{Kind: kind, Record: id, Body: textBody{V: bodyVersion, Text: text, Language: language}}, nil
	})
}

// Close ends the work on a report with an outcome.
func (s *Service) Close(ctx context.Context, a policy.Actor, act Act, o Outcome, note string) (Summary, error) {
	return s.act(ctx, a, "report.close", act, func(_ *store.Tx, r *row) (*ledger.Draft, error) {
		if r.state == Closed && r.outcome == o {
			return nil, nil
		}
		if len(note) > MaxText {
			return nil, tooLong()
		}
		return &ledger.Draft{Kind: record.Closing, Record: act.Report.Derive("state"), Body: closeBody{V: bodyVersion, Outcome: o, Note: note}}, nil
	})
}

// Open is reading a report: it leaves an audit line with the reader's reason.
// It gives the report's history and whether its identity is hidden from a.
func (s *Service) Open(ctx context.Context, a policy.Actor, id record.ID, reason string) ([]ledger.Revision, error) {
	_, err := s.ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		r, err := s.allowed(ctx, tx, a, "report.open", id)
		if err != nil {
			return nil, err
		}
		d, err := audit.Opening(audit.Reading{
			Reader: a, Subject: id, Handling: record.Handling{Unit: r.unit, TLP: r.tlp, Purpose: "community-safety"}, Reason: reason,
		})
		return []ledger.Draft{d}, err
	})
	if err != nil {
		return nil, err
	}
	return s.ledger.History(ctx, id)
}

// May tells which of the actions a may do to the report.
func (s *Service) May(ctx context.Context, a policy.Actor, id record.ID, actions []policy.Action) (may []policy.Action, err error) {
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		r, err := load(tx, id)
		if err != nil {
			return err
		}
		for _, action := range actions {
			if s.policy.Allow(ctx, a, action, s.resource(id, r)) == nil {
				may = append(may, action)
			}
		}
		return nil
	})
	return may, err
}

// Erase removes a report and all about it, and leaves a tombstone.
func (s *Service) Erase(ctx context.Context, a policy.Actor, id record.ID, reason string) error {
	err := s.ledger.View(ctx, func(tx *store.Tx) error {
		_, err := s.allowed(ctx, tx, a, "report.erase", id)
		return err
	})
	if err != nil {
		return err
	}
	if err := checkText(reason); err != nil {
		return err
	}
	_, err = s.ledger.Erase(ctx, id, a.ID, reason)
	return err
}

// Thread is what a reporter sees behind the receipt.
type Thread struct {
	Report   record.ID
	State    State
	Messages []Message
}

// Thread gives the words between the reporter and the desks, and where the
// report stands. The receipt is the permission. It faults with Missing where
// there is no such receipt.
func (s *Service) Thread(ctx context.Context, receipt string) (t Thread, err error) {
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		id, err := report.ByReceipt(tx, receipt)
		if err != nil {
			return err
		}
		r, err := load(tx, id)
		if err != nil {
			return err
		}
		t.Report, t.State = id, r.state
		t.Messages, err = messages(tx, r.n)
		return err
	})
	return t, err
}

// Messages gives the words between reporter and desks, oldest first.
func (s *Service) Messages(ctx context.Context, id record.ID) (ms []Message, err error) {
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		r, err := load(tx, id)
		if err != nil {
			return err
		}
		ms, err = messages(tx, r.n)
		return err
	})
	return ms, err
}

func messages(tx *store.Tx, n int64) (ms []Message, err error) {
	rows := tx.Query("SELECT id, desk, text, language, at, author FROM messages WHERE n = ? ORDER BY at, id", n)
	defer rows.Close()
	for rows.Next() {
		var m Message
		var at int64
		if err := rows.Scan(&m.ID, &m.FromDesk, &m.Text, &m.Language, &at, &m.Author); err != nil {
			return nil, err
		}
		m.At = millis(at)
		ms = append(ms, m)
	}
	return ms, rows.Err()
}

// AddMessage takes a reporter's further word, by the receipt. Sending the same
// id twice is harmless.
func (s *Service) AddMessage(ctx context.Context, receipt string, id record.ID, text, language string) error {
	if err := checkText(text); err != nil {
		return err
	}
	_, err := s.ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		rep, err := report.ByReceipt(tx, receipt)
		if err != nil {
			return nil, err
		}
		r, err := load(tx, rep)
		if err != nil {
			return nil, err
		}
		var known int
		if err := tx.Row("SELECT count(*) FROM messages WHERE id = ?", id).Scan(&known); err != nil || known > 0 {
			return nil, err
		}
		return []ledger.Draft{{
			Kind: record.Message, Record: id, Subject: rep,
			Handling: record.Handling{Unit: r.unit, TLP: r.tlp, Purpose: "community-safety"},
			Body:     textBody{V: bodyVersion, Text: text, Language: language},
		}}, nil
	})
	return err
}

func checkText(text string) error {
	switch {
	case text == "":
		return invalid("queue.text.missing", "there is no text", "write what you want to say")
	case len(text) > MaxText:
		return tooLong()
	}
	return nil
}

func tooLong() error {
	return &fault.Error{
		Kind: fault.TooLarge, Op: "queue", Key: "queue.text.long", Msg: "the text is longer than {0} KiB",
		Hint: "shorten it, or send it in two parts", Args: []string{strconv.Itoa(MaxText >> 10)},
	}
}

func invalid(key, msg, hint string, args ...string) error {
	return &fault.Error{Kind: fault.Invalid, Op: "queue", Key: key, Msg: msg, Hint: hint, Args: args}
}

package response

import (
	"time"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// Stage is how far a report has come.
type Stage int

// The stages. Whoever reaches one has reached those before it, but for the last: a
// report may be closed without anything having been done.
const (
	TakenUp Stage = iota // somebody of a desk did anything about it: reading alone is not enough
	Decided              // it was graded, sent on, closed, or somebody was asked to act
	Acted                // something was done: a response, a task that was answered, somebody taken on by a service
	Ended                // it was closed, and is
	stages
)

var stageNames = [...]string{"taken_up", "decided", "acted", "closed"}

// String is the stage's name on the wire.
func (s Stage) String() string { return stageNames[s] }

// Stages lists them.
func Stages() []Stage { return []Stage{TakenUp, Decided, Acted, Ended} }

// reached is when a report reached a stage, and whose it was then.
type reached struct {
	unit record.ID
	at   int64 // milliseconds since 1970; 0: it has not
}

// mark is how far one report has come.
type mark struct {
	n       int64
	unit    record.ID // whose it is
	tlp     record.TLP
	urgency int
	at      int64 // when it came
	held    bool  // in the quarantine: nobody waits for a desk yet
	closed  bool
	stages  [stages]reached // by what was done about the report itself
	shared  [stages]reached // by what was asked and done about incidents that it is behind
}

// stage is when a report reached a stage, by whatever got it there first.
func (m *mark) stage(s int) reached {
	if own := m.stages[s]; m.shared[s].at == 0 || own.at != 0 && own.at <= m.shared[s].at {
		return own
	}
	return m.shared[s]
}

// reach notes that a stage was reached, and those that it implies.
func (m *mark) reach(s Stage, at int64) {
	for i := range s + 1 {
		if m.stages[i].at == 0 && (i != Acted || s == Acted) {
			m.stages[i] = reached{m.unit, max(at, m.at)}
		}
	}
}

// reopen takes the end back.
func (m *mark) reopen() { m.closed, m.stages[Ended] = false, reached{} }

// letIn takes the report out of the quarantine: from then on somebody waits.
func (m *mark) letIn(at int64) {
	m.held, m.closed, m.at, m.stages = false, false, at, [stages]reached{}
}

// moved is what a forwarding says, as far as it matters here.
type moved struct {
	Rule   record.ID `json:"rule"`
	Closed bool      `json:"closed"` // the unit was closed: nobody sent it away
}

// acted is what a task's or a referral's revision says of it.
type acted struct {
	Act string `json:"act"`
}

// follow takes a revision about the report in.
func (m *mark) follow(rev ledger.Revision) error {
	at := rev.At.Millis()
	switch rev.Kind {
	case record.State:
		if m.held {
			m.letIn(at)
			return nil
		}
		m.reopen()
		m.reach(TakenUp, at)
	case record.Message:
		m.reopen()
	case record.Urgency:
		b, err := ledger.Decode[struct {
			Urgency string `json:"urgency"`
		}](rev)
		if err != nil {
			return err
		}
		u, _ := report.ParseUrgency(b.Urgency)
		m.urgency = u.Rank()
		m.reach(TakenUp, at)
	case record.Assignment, record.Answer, record.Note, record.Membership:
		m.reach(TakenUp, at)
	case record.Grade:
		m.reach(Decided, at)
	case record.Closing:
		m.closed = true
		m.reach(Ended, at)
	case record.Forward:
		return m.forward(rev)
	case record.Task, record.Referral, record.Response:
		return m.respond(rev)
	default:
	}
	return nil
}

func (m *mark) forward(rev ledger.Revision) error {
	b, err := ledger.Decode[moved](rev)
	if err != nil {
		return err
	}
	at := rev.At.Millis()
	if !b.Closed {
		if m.held {
			m.letIn(at)
		}
		m.reopen()
		if b.Rule.Zero() { // a rule decides nothing in the name of a desk
			m.reach(Decided, at)
		}
	}
	m.unit = rev.Handling.Unit
	return nil
}

func (m *mark) respond(rev ledger.Revision) error {
	b, err := ledger.Decode[acted](rev)
	if err != nil {
		return err
	}
	stage := map[record.Kind]map[string]Stage{
		record.Task:     {"asked": Decided, "done": Acted},
		record.Referral: {"asked": Decided, "accepted": Acted},
		record.Response: {done: Acted},
	}[rev.Kind]
	if s, counts := stage[b.Act]; counts {
		m.reach(s, rev.At.Millis())
	}
	return nil
}

// month is the month in which the report came, from year 0. Nouakchott keeps UTC.
func (m *mark) month() int { return monthOf(time.UnixMilli(m.at)) }

func monthOf(t time.Time) int {
	t = t.UTC()
	return t.Year()*12 + int(t.Month()) - 1
}

// cell is where a report is counted as having reached a stage.
type cell struct {
	month   int
	unit    record.ID
	stage   Stage
	urgency int
	tlp     record.TLP
	bucket  int
}

// cells are those in which the report is counted.
func (m *mark) cells() map[cell]bool {
	in := map[cell]bool{}
	if m.held {
		return in
	}
	for s := range m.stages {
		if r := m.stage(s); r.at != 0 {
			in[cell{m.month(), r.unit, Stage(s), m.urgency, m.tlp, bucketOf(time.Duration(r.at-m.at) * time.Millisecond)}] = true
		}
	}
	return in
}

// waits are the stages for which the report waits at its unit.
func (m *mark) waits() (w [stages]int) {
	if m.held || m.closed {
		return w
	}
	for s := range m.stages {
		if m.stage(s).at == 0 {
			w[s] = 1
		}
	}
	return w
}

// recount takes the counts from before to after: nil for what is not there.
func recount(tx *store.Tx, before, after *mark) error {
	old, now := map[cell]bool{}, map[cell]bool{}
	if before != nil {
		old = before.cells()
	}
	if after != nil {
		now = after.cells()
	}
	for c := range old {
		if !now[c] {
			if err := c.add(tx, -1); err != nil {
				return err
			}
		}
	}
	for c := range now {
		if !old[c] {
			if err := c.add(tx, 1); err != nil {
				return err
			}
		}
	}
	if before != nil && after != nil && before.unit == after.unit && before.urgency == after.urgency && before.waits() == after.waits() {
		return nil
	}
	if before != nil {
		if err := before.wait(tx, -1); err != nil {
			return err
		}
	}
	if after != nil {
		return after.wait(tx, 1)
	}
	return nil
}

// Package task is how a desk has others act: a unit is asked to go and look, by
// when; somebody who needs help is handed on to a protection service, without the
// desk or the police ever keeping who it is; and one shift leaves to the next what
// is open. What is answered comes back to the report or the incident that it was
// asked about.
package task

import (
	"strconv"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/triage/incident"
)

// State is where a task stands.
type State string

// The states. The first two are open.
const (
	Asked     State = "asked"     // nobody of the unit has said anything yet
	Accepted  State = "accepted"  // somebody is at it
	Done      State = "done"      // with an answer
	Declined  State = "declined"  // with a reason
	Withdrawn State = "withdrawn" // the unit that asked does not want it any more
)

// States lists every state, in the order of the work.
func States() []State { return []State{Asked, Accepted, Done, Declined, Withdrawn} }

// Open tells whether something is awaited of the unit that was asked.
func (s State) Open() bool { return s == Asked || s == Accepted }

// Limits of a task.
const (
	MaxText = 4 << 10             // bytes of what is asked, of an answer, of a reason: a page
	MaxWait = 90 * 24 * time.Hour // until it is due: what takes longer is a project, not a task
)

// Task is what a unit was asked to do.
type Task struct {
	ID       record.ID
	Report   record.ID // it was asked about, or
	Incident record.ID // that; both are zero for neither
	From     record.ID // the unit that asks: the report's or the incident's, wherever it goes
	To       record.ID // the unit that is asked
	Asker    record.ID
	Assignee record.ID // who of the unit took it on; zero for nobody
	TLP      record.TLP
	Urgency  report.Urgency
	State    State
	Text     string
	Asked    time.Time
	Due      time.Time
	Taken    time.Time // when it was accepted; zero for not yet
	Ended    time.Time // zero while it is open
	Ender    record.ID // who ended it
	Answer   string    // what was found, or why not
	Revision int64     // grows with everything done about it
}

// Overdue tells whether it is open and should not be.
func (t *Task) Overdue(now time.Time) bool { return t.State.Open() && now.After(t.Due) }

// About is what it was asked about.
func (t *Task) About() incident.About { return incident.About{Report: t.Report, Incident: t.Incident} }

// Then is the task as it stood at an instant, and false where it was not asked yet.
func (t Task) Then(at time.Time) (Task, bool) {
	if t.Ended.After(at) {
		t.State, t.Ended, t.Ender, t.Answer = Accepted, time.Time{}, record.ID{}, ""
	}
	if t.Taken.IsZero() && t.State == Accepted {
		t.State = Asked
	}
	if t.Taken.After(at) {
		t.State, t.Taken, t.Assignee = Asked, time.Time{}, record.ID{}
	}
	return t, !t.Asked.After(at)
}

// New is a task as somebody asks it.
type New struct {
	ID       record.ID // chosen by whoever asks, so that asking twice is harmless
	Report   record.ID // it is about, or
	Incident record.ID // that; both are zero for neither
	To       record.ID
	Text     string
	Due      time.Time
	Urgency  report.Urgency // "": that of what it is about
}

func (n *New) check(now time.Time) error {
	switch {
	case n.ID.Zero():
		return invalid("task.id.missing", "the task has no number of its own", "load the page again and send it once more")
	case !n.Due.After(now):
		return invalid("task.due.past", "the task would be due in the past", "give a time that is still to come")
	case n.Due.Sub(now) > MaxWait:
		return invalid("task.due.far", "the task would be due in more than {0} days", "ask for a first answer sooner", strconv.Itoa(int(MaxWait/(24*time.Hour))))
	}
	return checkText(n.Text)
}

// An Act names the task that somebody acts on and the state of it that they saw:
// another in the meantime is a Conflict. Revision 0 does not ask.
type Act struct {
	ID       record.ID
	Revision int64
}

// body is what the ledger keeps of an act on a task.
type body struct {
	V        int       `json:"v"`
	Act      State     `json:"act"`
	Report   record.ID `json:"report,omitzero"`
	Incident record.ID `json:"incident,omitzero"`
	From     record.ID `json:"from,omitzero"`
	To       record.ID `json:"to,omitzero"`
	Urgency  string    `json:"urgency,omitempty"`
	Due      time.Time `json:"due,omitzero"`
	Text     string    `json:"text,omitempty"` // what is asked, the answer or the reason
}

const (
	bodyVersion = 1
	purpose     = "community-safety" // of the register
)

// sides are the rows by which the policy is asked about a task: the unit's that
// asks and the unit's that is asked. Whoever may do something as one of them may.
func (s *Service) sides(t *Task) (from, to policy.Resource) {
	from = s.policy.At(policy.Task, t.ID, t.From)
	from.TLP, from.Recipients = t.TLP, []record.ID{t.Asker}
	to = s.policy.At(policy.Task, t.ID, t.To)
	to.TLP, to.Assignee = t.TLP, t.Assignee
	return from, to
}

func checkText(text string) error {
	switch {
	case text == "":
		return invalid("task.text.missing", "there is no text", "write what is to be done, or what was found")
	case len(text) > MaxText:
		return &fault.Error{
			Kind: fault.TooLarge, Op: "task", Key: "task.text.long", Msg: "the text is longer than {0} KiB",
			Hint: "say it in fewer words", Args: []string{strconv.Itoa(MaxText >> 10)},
		}
	}
	return nil
}

func invalid(key, msg, hint string, args ...string) error {
	return &fault.Error{Kind: fault.Invalid, Op: "task", Key: key, Msg: msg, Hint: hint, Args: args}
}

// changed faults where somebody else acted since the person looked.
func changed(saw, is int64) error {
	if saw == 0 || saw == is {
		return nil
	}
	return &fault.Error{
		Kind: fault.Conflict, Op: "task", Key: "task.revision.old", Msg: "somebody else changed this while you had it open",
		Hint: "look at the change, then do it again if it still fits", Args: []string{strconv.FormatInt(is, 10)},
	}
}

// ended faults where it is too late for an act.
func ended() error {
	return &fault.Error{
		Kind: fault.Conflict, Op: "task", Key: "task.state.ended", Msg: "this is ended already, or not yet as far",
		Hint: "load the page again: it shows where it stands",
	}
}

// closest is the closer of two markings.
func closest(a, b record.TLP) record.TLP { return max(a, b) }

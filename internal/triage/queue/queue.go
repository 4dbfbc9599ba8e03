// Package queue is the desk's work: which reports wait at which unit, how
// pressing they are, how they are graded, who works on them, what was answered
// and with what outcome they were closed.
package queue

import (
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
)

// State is where a report stands on its desk.
type State int

// The states, in the order of the work. Quarantine stands apart: what came in a
// flood waits there, out of the way of what did not, until a desk lets it in or
// closes it. Lists show it to those who ask for it.
const (
	New State = iota
	Checking
	NeedsAnswer
	Closed
	Quarantine
)

var stateNames = [...]string{"new", "checking", "needs_answer", "closed", "quarantine"}

// String is the state's name on the wire.
func (s State) String() string { return stateNames[s] }

// ParseState finds a state by its name.
func ParseState(s string) (State, bool) {
	for i, n := range stateNames {
		if n == s {
			return State(i), true
		}
	}
	return New, false
}

// States lists every state.
func States() []State { return []State{New, Checking, NeedsAnswer, Closed, Quarantine} }

// shown are the states of a list that names none.
var shown = []State{New, Checking, NeedsAnswer, Closed}

// MarshalText writes the state's name.
func (s State) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Outcome says how a report ended.
type Outcome string

// The outcomes.
const (
	Confirmed   Outcome = "confirmed"
	ActionTaken Outcome = "action_taken"
	Referred    Outcome = "referred"
	Unfounded   Outcome = "unfounded"
	Duplicate   Outcome = "duplicate"
	NoAction    Outcome = "no_action"
)

// Outcomes lists every outcome.
func Outcomes() []Outcome {
	return []Outcome{Confirmed, ActionTaken, Referred, Unfounded, Duplicate, NoAction}
}

// Grade is an Admiralty grade: the source's reliability from A (completely
// reliable) to F (cannot be judged), the information's credibility from 1
// (confirmed by other sources) to 6 (cannot be judged).
type Grade struct {
	Source      string `json:"source"`
	Information int    `json:"information"`
}

// Check tells whether the grade is one of the thirty-six.
func (g Grade) Check() error {
	if len(g.Source) != 1 || g.Source < "A" || g.Source > "F" || g.Information < 1 || g.Information > 6 {
		return &fault.Error{
			Kind: fault.Invalid, Op: "queue.Grade", Key: "queue.grade.wrong",
			Msg: "a grade is a letter from A to F and a number from 1 to 6", Hint: "choose one of each",
		}
	}
	return nil
}

// MaxText bounds an answer, a message or a note in bytes: two pages.
const MaxText = 8 << 10

// Summary is a report as lists show it.
type Summary struct {
	ID          record.ID
	Receipt     string // the last four digits alone
	Form        string
	Kind        string
	Title       string
	Excerpt     string // the first words of what is told, beyond the title
	Language    string
	Channel     report.Channel
	Unit        record.ID
	Place       report.PlaceRef
	At          time.Time  // received
	When        *time.Time // when it happened, as it says
	State       State
	Urgency     report.Urgency
	Grade       Grade // zero: not graded
	Assignee    record.ID
	Outcome     Outcome
	Since       time.Time      // when it began to wait for what it waits for now
	Due         time.Time      // zero where nothing is awaited of the desk
	Proposed    report.Urgency // the most pressing that a rule proposes and nobody has answered; "" for none
	Files       int
	Unread      int // words of the reporter that no desk has answered
	Point       *report.Point
	TLP         record.TLP
	Revision    int64 // grows with everything done about the report
	Dead        int
	Injured     int
	Missing     int
	Corrections int
}

// Message is one word between a reporter and a desk.
type Message struct {
	ID       record.ID
	FromDesk bool
	Text     string
	Language string
	At       time.Time
	Author   record.ID
}

// Bodies of the revisions that this package writes and applies.
type (
	stateBody struct {
		V     int    `json:"v"`
		State string `json:"state"`
		Note  string `json:"note,omitempty"`
		From  string `json:"from,omitempty"` // where it stood before
	}
	urgencyBody struct {
		V        int       `json:"v"`
		Urgency  string    `json:"urgency"`
		Proposal record.ID `json:"proposal,omitzero"` // that a person took
	}
	gradeBody struct {
		V int `json:"v"`
		Grade
	}
	assignBody struct {
		V        int       `json:"v"`
		Account  record.ID `json:"account"`
		Proposal record.ID `json:"proposal,omitzero"` // that a person took
	}
	forwardBody struct {
		V      int       `json:"v"`
		Unit   record.ID `json:"unit"`
		From   record.ID `json:"from"`
		Note   string    `json:"note"`
		Closed bool      `json:"closed,omitempty"` // the unit was closed: nobody sent the report away

		Rule    record.ID `json:"rule,omitzero"` // that sent it, and not a person
		Version int       `json:"version,omitempty"`
		List    record.ID `json:"list,omitzero"` // the unit whose rule it is
	}
	textBody struct {
		V        int    `json:"v"`
		Text     string `json:"text"`
		Language string `json:"language,omitempty"`
	}
	disclosedBody struct {
		V   int    `json:"v"`
		Act string `json:"act"`
	}
	closeBody struct {
		V       int     `json:"v"`
		Outcome Outcome `json:"outcome"`
		Note    string  `json:"note,omitempty"`
	}
)

const bodyVersion = 1

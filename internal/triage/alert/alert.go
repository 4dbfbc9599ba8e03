// Package alert raises alerts and sees to it that somebody answers them. A watch
// says what is looked for; an alert that is raised has an owner and a deadline at
// every level of the network, and climbs by itself where nobody acknowledges it.
package alert

import (
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/triage/notice"
)

// State is where an alert stands.
type State int

// The states.
const (
	Open         State = iota // nobody has it in hand
	Acknowledged              // somebody has
	Ended
)

var stateNames = [...]string{"open", "acknowledged", "ended"}

// String is the state's name on the wire.
func (s State) String() string { return stateNames[s] }

// ParseState finds a state by its name.
func ParseState(s string) (State, bool) {
	for i, n := range stateNames {
		if n == s {
			return State(i), true
		}
	}
	return Open, false
}

// Outcome says how an alert ended.
type Outcome string

// The outcomes.
const (
	True       Outcome = "true"
	FalseAlarm Outcome = "false_alarm"
	Exercise   Outcome = "exercise" // of an exercise, and of nothing else
)

// Reason says why an alert came to a level.
type Reason string

// The reasons.
const (
	Raised    Reason = "raised"    // the first level
	Late      Reason = "late"      // nobody answered below in time
	Nobody    Reason = "nobody"    // nobody is on duty below
	Left      Reason = "left"      // those on duty below work there no more
	Unreached Reason = "unreached" // no message to those below left the node
	ByHand    Reason = "by_hand"   // somebody sent it up
	Again     Reason = "again"     // there is no level above: it is told again
	Handed    Reason = "handed"    // the next shift has it
	Reopened  Reason = "reopened"  // whoever had it in hand works here no more, or let it go; or more is reported long after
)

// Level is one level of an alert's ladder: a unit, how long it has, and where the
// watch says so, who is to answer there first and by which ways they hear.
type Level struct {
	Unit     record.ID        `json:"unit"`
	Minutes  int              `json:"minutes"`
	Owner    record.ID        `json:"owner,omitzero"`
	Channels []notice.Channel `json:"channels,omitempty"`
}

// Alert is one alert as lists show it.
type Alert struct {
	ID       record.ID
	Number   int64
	Watch    record.ID
	Name     lang.Text // of the watch, or of what another service found
	Unit     record.ID // where it was raised
	TLP      record.TLP
	Urgency  report.Urgency
	Kind     string
	Place    report.PlaceRef
	Exercise bool
	State    State
	Level    int       // 0 is the first
	Levels   []Level   // that it climbs, from the first on
	Since    time.Time // when it came to its level
	Due      time.Time // when it climbs, or is told again; zero: never
	Owner    record.ID // who acknowledged it
	First    record.ID // who is to answer at its level
	Others   []record.ID
	Reports  int
	Raised   time.Time
	Last     time.Time // when the last report joined it
	Acked    time.Time
	Ended    time.Time
	Outcome  Outcome
	Revision int64 // grows with everything done about it
}

// ByHand tells whether a person raised it, and no watch.
func (a Alert) ByHand() bool { return a.Watch == byHand }

// For tells whether an alert that has not ended waits for somebody, or is in their
// hand.
func (a Alert) For(account record.ID) bool {
	switch a.State {
	case Open:
		return a.came(account)
	case Acknowledged:
		return a.Owner == account
	case Ended:
	}
	return false
}

// Author is whose word it is when the node itself raises an alert or lets it climb.
var Author = record.IDOf("wasl/alert")

// MaxWord bounds what somebody says about an alert, in bytes: half a page.
const MaxWord = 2 << 10

// purpose is what alerts are for, in the register's words.
const purpose = "community-safety"

var urgencies = [...]report.Urgency{report.Now, report.Soon, report.Routine}

func invalid(key, msg, hint string, args ...string) error {
	return &fault.Error{Kind: fault.Invalid, Op: "alert", Key: key, Msg: msg, Hint: hint, Args: args}
}

func conflict(key, msg, hint string, args ...string) error {
	return &fault.Error{Kind: fault.Conflict, Op: "alert", Key: key, Msg: msg, Hint: hint, Args: args}
}

// Package notice carries word to people on duty: an outbox that loses nothing,
// the addresses by which people are reached, and what is said on lines that others
// may hear. How a message leaves the node is the business of edge/gateway.
package notice

import (
	"context"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
)

// Channel is a way by which somebody is reached.
type Channel string

// The channels.
const (
	Push    Channel = "push"    // a browser, also when no page of ours is open in it
	SMS     Channel = "sms"     // a telephone
	Mail    Channel = "mail"    // an e-mail address
	Webhook Channel = "webhook" // another authority's program
)

// Channels lists every channel; those of people stand in the order in which they
// are tried.
func Channels() []Channel { return []Channel{Push, SMS, Mail, Webhook} }

// Why is the occasion of a notice.
type Why string

// The occasions.
const (
	Raised       Why = "raised"       // something happened
	Reminder     Why = "reminder"     // and nobody has answered yet
	Climbed      Why = "climbed"      // nobody answered below
	Joined       Why = "joined"       // another report tells of it
	Handed       Why = "handed"       // the shift before left it
	Reopened     Why = "reopened"     // whoever had it in hand is gone
	Acknowledged Why = "acknowledged" // for programs
	Ended        Why = "ended"        // for programs
)

// State is where a notice stands.
type State int

// The states.
const (
	Waiting   State = iota // to be sent
	Sent                   // the gateway took it
	Delivered              // it arrived, as the gateway says
	Failed                 // it did not arrive, or could not be sent
	Withdrawn              // there was no need for it any more
)

var stateNames = [...]string{"waiting", "sent", "delivered", "failed", "withdrawn"}

// String is the state's name on the wire.
func (s State) String() string { return stateNames[s] }

// MarshalText writes the state's name.
func (s State) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Notice is word to one recipient by one channel.
type Notice struct {
	ID        record.ID
	About     record.ID // an alert
	Recipient record.ID // an account, or a program
	Channel   Channel   // "" where the recipient has no address
	Why       Why
	Urgency   report.Urgency
	State     State
	Text      string // as it was sent
	Failure   Failure
	Queued    time.Time
	Sent      time.Time
	Settled   time.Time // delivered, failed or withdrawn
}

// Failure says why a notice did not go, or not yet.
type Failure string

// The failures.
const (
	NoAddress  Failure = "no_address"  // the recipient gave none that a gateway serves
	Unanswered Failure = "unanswered"  // the gateway does not answer, or says that it cannot now
	Refused    Failure = "refused"     // the gateway does not take this address
	NotArrived Failure = "not_arrived" // the gateway took it, and it did not arrive
	Late       Failure = "late"        // it could not be sent for three days
	NoNeed     Failure = "no_need"     // somebody answered before it could be sent
)

// Brief is what may be said of an alert on a line that others hear: nothing above
// TLP:GREEN. All else is read after signing in.
type Brief struct {
	ID       record.ID
	Handling record.Handling
	Number   int64
	Urgency  report.Urgency
	Exercise bool
	Needed   bool      // it still waits for an answer
	Kind     lang.Text // of what happened; empty where even that is too much
	Place    lang.Text // its moughataa; empty likewise
	State    string
	Due      time.Time // when it climbs; zero: it does not
}

// Describer tells of an alert as it stands now. It faults with Missing where there
// is none any more.
type Describer func(ctx context.Context, about record.ID) (Brief, error)

// Message is what a gateway sends: one text to one address.
type Message struct {
	ID       record.ID // of this sending, for the gateway's reports
	To       string    // the address as its channel writes it
	Language lang.Language
	Urgency  report.Urgency
	Exercise bool
	Title    string
	Text     string
	Link     string  // to the console, which asks who reads it
	Why      Why     // of the first
	About    []Brief // most pressing first
}

// Sender is one way out of the node. It gives the gateway's own number of what it
// took. It faults with Offline where it may be tried again later, with Invalid
// where this address will never do, with Missing where the address is no more.
// It must end soon after ctx does.
type Sender interface {
	Channel() Channel
	Send(ctx context.Context, m Message) (ref string, err error)
}

func invalid(key, msg, hint string, args ...string) error {
	return &fault.Error{Kind: fault.Invalid, Op: "notice", Key: key, Msg: msg, Hint: hint, Args: args}
}

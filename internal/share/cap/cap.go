// Package cap reads and writes warnings in the Common Alerting Protocol 1.2
// (OASIS CAP-V1.2, also ITU-T X.1303bis). It is strict in what it writes, by the
// rules of the standard's data dictionary, and bounded but patient in what it
// reads: other authorities' programs take liberties.
//
// Resources (pictures, sounds) are not carried: nothing of another authority's is
// fetched, and a warning must fit a weak line.
package cap

import (
	"slices"
	"time"

	"wasl/internal/base/fault"
)

// Namespace is that of CAP 1.2.
const Namespace = "urn:oasis:names:tc:emergency:cap:1.2"

// older is read as well: the 1.1 messages that are still about differ in nothing
// that is carried here.
const older = "urn:oasis:names:tc:emergency:cap:1.1"

// MediaType is how a message is served.
const MediaType = "application/cap+xml"

// Status is what a message is meant for.
type Status string

// The statuses.
const (
	Actual   Status = "Actual"   // for all to act on
	Exercise Status = "Exercise" // for those who take part in one
	System   Status = "System"   // for the network's own working
	Test     Status = "Test"     // to be disregarded
	Draft    Status = "Draft"    // not fit to act on
)

// MsgType is what a message does.
type MsgType string

// The types of message.
const (
	First  MsgType = "Alert"
	Update MsgType = "Update" // takes the place of those it refers to
	Cancel MsgType = "Cancel" // ends those it refers to
	Ack    MsgType = "Ack"
	Error  MsgType = "Error"
)

// Scope is whom a message is meant for.
type Scope string

// The scopes.
const (
	Public     Scope = "Public"
	Restricted Scope = "Restricted" // by a restriction that it names
	Private    Scope = "Private"    // to the addresses that it names
)

// The words of an info's closed sets, each in the standard's order.
var (
	Categories  = []string{"Geo", "Met", "Safety", "Security", "Rescue", "Fire", "Health", "Env", "Transport", "Infra", "CBRNE", "Other"}
	Responses   = []string{"Shelter", "Evacuate", "Prepare", "Execute", "Avoid", "Monitor", "Assess", "AllClear", "None"}
	Urgencies   = []string{"Immediate", "Expected", "Future", "Past", "Unknown"}
	Severities  = []string{"Extreme", "Severe", "Moderate", "Minor", "Unknown"}
	Certainties = []string{"Observed", "Likely", "Possible", "Unlikely", "Unknown"}
)

var (
	statuses = []Status{Actual, Exercise, System, Test, Draft}
	msgTypes = []MsgType{First, Update, Cancel, Ack, Error}
	scopes   = []Scope{Public, Restricted, Private}
)

// Alert is one message. Times have seconds and no finer.
type Alert struct {
	Identifier  string // of the message, the sender's own
	Sender      string // one in the world
	Sent        time.Time
	Status      Status
	MsgType     MsgType
	Source      string
	Scope       Scope
	Restriction string
	Addresses   string
	Codes       []string
	Note        string
	References  []Reference // the earlier messages that it updates or cancels
	Incidents   string
	Infos       []Info
}

// Reference names another message.
type Reference struct {
	Sender, Identifier string
	Sent               time.Time
}

// Ref is how other messages refer to this one.
func (a *Alert) Ref() Reference { return Reference{a.Sender, a.Identifier, a.Sent} }

// Same tells whether two references name one message.
func (r Reference) Same(o Reference) bool {
	return r.Sender == o.Sender && r.Identifier == o.Identifier && r.Sent.Equal(o.Sent)
}

// Info says what is to be expected, in one language.
type Info struct {
	Language    string // RFC 3066; "" is en-US by the standard
	Categories  []string
	Event       string
	Responses   []string
	Urgency     string
	Severity    string
	Certainty   string
	Audience    string
	EventCodes  []Value
	Effective   time.Time // zero: from when it was sent
	Onset       time.Time
	Expires     time.Time
	SenderName  string
	Headline    string
	Description string
	Instruction string
	Web         string
	Contact     string
	Parameters  []Value
	Areas       []Area
}

// Value is a value under a name of some authority's list.
type Value struct{ Name, Value string }

// Area is ground that a message speaks of: all of what it lists together.
type Area struct {
	Desc     string
	Polygons [][]Point // the last point is the first
	Circles  []Circle
	Geocodes []Value
	Altitude string
	Ceiling  string
}

// Point is in degrees (WGS 84).
type Point struct{ Lat, Lon float64 }

// Circle is a centre with a radius in kilometres.
type Circle struct {
	Centre Point
	Radius float64
}

// Limits of what is read and written. The largest messages that are about (whole
// provinces of Canada, in two languages) have a quarter of each.
const (
	MaxBytes    = 1 << 20
	MaxInfos    = 30 // languages times kinds of danger
	MaxAreas    = 200
	MaxPolygons = 200   // of one area
	MaxPoints   = 5_000 // of one polygon
	MaxValues   = 300   // codes, geocodes, parameters, references of one element
	maxDepth    = 12    // of elements: a signature goes eight down
	maxElements = 40_000
	maxText     = 32 << 10 // bytes of one text
	maxName     = 300      // bytes of an identifier or a sender
)

// In gives the info of a language, or of the first that is there: fr takes fr-FR.
func (a *Alert) In(languages ...string) *Info {
	for _, l := range languages {
		for i := range a.Infos {
			if short(a.Infos[i].Language) == l {
				return &a.Infos[i]
			}
		}
	}
	if len(a.Infos) == 0 {
		return nil
	}
	return &a.Infos[0]
}

// short is a language without its country; none is English by the standard.
func short(l string) string {
	if l == "" {
		return "en"
	}
	for i, r := range l {
		if r == '-' || r == '_' {
			l = l[:i]
			break
		}
	}
	return lower(l)
}

// Expires is when the last of the infos does; zero where one of them never says.
func (a *Alert) Expires() (last time.Time) {
	for i := range a.Infos {
		e := a.Infos[i].Expires
		if e.IsZero() {
			return time.Time{}
		}
		if e.After(last) {
			last = e
		}
	}
	return last
}

// Worst gives the most pressing urgency, the greatest severity and the surest
// certainty of the infos: what to make ready for.
func (a *Alert) Worst() (urgency, severity, certainty string) {
	urgency, severity, certainty = "Unknown", "Unknown", "Unknown"
	least := func(set []string, is *string, w string) {
		if slices.Index(set, w) < slices.Index(set, *is) {
			*is = w
		}
	}
	for i := range a.Infos {
		least(Urgencies, &urgency, a.Infos[i].Urgency)
		least(Severities, &severity, a.Infos[i].Severity)
		least(Certainties, &certainty, a.Infos[i].Certainty)
	}
	return urgency, severity, certainty
}

func invalid(key, msg, hint string, args ...string) error {
	return &fault.Error{Kind: fault.Invalid, Op: "cap", Key: key, Msg: msg, Hint: hint, Args: args}
}

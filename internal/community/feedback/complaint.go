// Package feedback is how a programme listens: complaints and thanks from anybody,
// rumours and what is answered to them, and surveys of how people feel.
//
// A complaint about staff goes to the role safeguarding and to nobody else, and to
// none of that role whom it is about. Whoever may not read it cannot tell that it
// exists: lists, counts and answers are the same with it and without it.
package feedback

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/network/place"
)

// Kind is what somebody speaks of. The set is closed.
type Kind string

// The kinds.
const (
	OfActivity Kind = "activity" // a training, a caravan, a forum
	OfHelp     Kind = "help"     // who is helped, and who is left out
	OfStaff    Kind = "staff"    // abuse, exploitation, money: sealed to safeguarding
	Thanks     Kind = "thanks"
	Other      Kind = "other"
)

// Kinds lists every kind, in the order in which they are offered.
func Kinds() []Kind { return []Kind{OfStaff, OfHelp, OfActivity, Thanks, Other} }

// Channel is the way by which somebody spoke.
type Channel string

// The channels.
const (
	Page Channel = "page" // the public page
	Told Channel = "told" // to a person, who wrote it down
)

// State is where a complaint stands.
type State string

// The states.
const (
	Waiting  State = "waiting" // nobody has answered
	Answered State = "answered"
	Closed   State = "closed"
)

// Outcome is how a complaint ended. The set is closed.
type Outcome string

// The outcomes.
const (
	Changed   Outcome = "changed"   // what was wrong was put right
	Measures  Outcome = "measures"  // against whoever did it
	Referred  Outcome = "referred"  // to a service or an authority, as the person wished
	Explained Outcome = "explained" // nothing had to be changed, and it was said why
	Unclear   Outcome = "unclear"   // it could not be found out
	Noted     Outcome = "noted"     // thanks, passed on
)

// Outcomes lists every outcome.
func Outcomes() []Outcome {
	return []Outcome{Changed, Measures, Referred, Explained, Unclear, Noted}
}

// How soon somebody must hear a first answer.
const (
	// StaffWithin is the 72 hours that networks against sexual exploitation and abuse
	// ask for.
	StaffWithin = 72 * time.Hour
	// OthersWithin is what core humanitarian standards leave to a programme: two weeks.
	OthersWithin = 14 * 24 * time.Hour
)

// Limits of a complaint.
const (
	MaxText      = 8 << 10 // bytes: three pages of a notebook
	MaxAbout     = 200     // bytes: a name or two
	MaxWords     = 100     // of one complaint: a conversation longer than that is had face to face
	MaxConcerned = 50      // accounts that it is about
)

// Word is something said after the first: by the complainant, or in answer.
type Word struct {
	ID       record.ID
	Answer   bool // by the programme
	By       record.ID
	Text     string
	Language lang.Language
	At       time.Time
}

// Complaint is what somebody complains of, or is thankful for.
type Complaint struct {
	ID       record.ID
	Unit     record.ID
	Kind     Kind
	Place    place.Ref // zero: not said
	Channel  Channel
	Language lang.Language
	Text     string // "" in lists: reading leaves a line
	At       time.Time
	Due      time.Time // the first answer, at the latest
	Activity record.ID // that it is about; zero: none
	Receipt  string
	Handler  record.ID // of safeguarding, whom it was handed to or who answered first
	State    State
	First    time.Time // of the first answer; zero: none yet
	Outcome  Outcome
	Ended    time.Time
	Leaves   time.Time   // when it is deleted, unless somebody decides otherwise
	Words    []Word      // of one complaint alone
	About    []record.ID // accounts that are kept from it; of one complaint alone
	Revision int64
}

// Staff tells whether it is sealed.
func (c *Complaint) Staff() bool { return c.Kind == OfStaff }

// within is how soon the first answer to a complaint must be there.
func within(staff bool) time.Duration {
	if staff {
		return StaffWithin
	}
	return OthersWithin
}

// soon is how long before that its readers are reminded: when a sixth of the time is
// left, twelve hours of 72, two days of fourteen.
func soon(staff bool) time.Duration { return within(staff) / 6 }

// Overdue tells whether nobody answered in time.
func (c *Complaint) Overdue(now time.Time) bool { return c.unanswered() && now.After(c.Due) }

// Soon tells whether the time to answer is nearly over.
func (c *Complaint) Soon(now time.Time) bool {
	return c.unanswered() && !now.After(c.Due) && c.Due.Sub(now) <= soon(c.Staff())
}

func (c *Complaint) unanswered() bool { return c.First.IsZero() && c.State != Closed }

// Incoming is a complaint as it comes in.
type Incoming struct {
	ID       record.ID // chosen where it is written, so that sending twice is harmless
	Kind     Kind
	Place    place.Ref // zero: not said
	Language lang.Language
	Text     string
	// About names who must not read it, in the words of whoever complains.
	About string
	// AboutReader says that it is about somebody who reads complaints. Where About
	// points at none of them, nobody of today's readers reads it.
	AboutReader bool
}

// clean takes blanks off the ends, and reads line ends of forms.
func (in Incoming) clean() Incoming {
	in.Text = strings.TrimSpace(strings.ReplaceAll(in.Text, "\r\n", "\n"))
	in.About = strings.TrimSpace(in.About)
	if _, ok := lang.Parse(string(in.Language)); !ok {
		in.Language = lang.French
	}
	if in.Staff() {
		in.Kind = OfStaff
	}
	return in
}

// Staff tells whether it is sealed: whoever says who must not read it complains of
// somebody who could, whatever else they chose.
func (in *Incoming) Staff() bool {
	return in.Kind == OfStaff || in.AboutReader || strings.TrimSpace(in.About) != ""
}

// id is that of the complaint. Its readers see it, and the one under which it was sent
// they do not: with that and the text anybody would be handed the receipt once more.
func (in *Incoming) id(by record.ID) record.ID {
	return in.ID.Derive("complaint told by " + by.String())
}

func (in *Incoming) check() error {
	switch {
	case in.ID.Zero():
		return invalid("feedback.id.missing", "this has no number of its own", "load the page again and send it once more")
	case !slices.Contains(Kinds(), in.Kind):
		return invalid("feedback.kind.missing", "it is not said what it is about", "choose one")
	case len(in.About) > MaxAbout || !plain(in.About):
		return invalid("feedback.about.long", "the name is longer than {0} bytes", "write the name alone", strconv.Itoa(MaxAbout))
	}
	return checkText(in.Text)
}

func checkText(s string) error {
	switch {
	case strings.TrimSpace(s) == "":
		return invalid("feedback.text.missing", "nothing is written", "say it in your own words")
	case len(s) > MaxText:
		return &fault.Error{
			Kind: fault.TooLarge, Op: "feedback", Key: "feedback.text.long", Msg: "the text is longer than {0} KiB", Hint: "send it in two parts", Args: []string{strconv.Itoa(MaxText >> 10)},
		}
	case !plain(s):
		return invalid("feedback.text.signs", "the text has signs that cannot be shown", "write it again without them")
	}
	return nil
}

// plain tells whether a text is one: no signs that steer a screen.
func plain(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool {
		return r < ' ' && r != '\n' && r != '\t' || r == 0x7f || r == utf8.RuneError || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
	})
}

func invalid(key, msg, hint string, args ...string) error {
	return &fault.Error{Kind: fault.Invalid, Op: "feedback", Key: key, Msg: msg, Hint: hint, Args: args}
}

func conflict(key, msg, hint string, args ...string) error {
	return &fault.Error{Kind: fault.Conflict, Op: "feedback", Key: key, Msg: msg, Hint: hint, Args: args}
}

// changed faults where somebody else acted since the person looked.
func changed(saw, is int64) error {
	if saw == is {
		return nil
	}
	return conflict("feedback.revision.old", "somebody else changed this while you had it open", "look at the change, then do it again if it still fits")
}

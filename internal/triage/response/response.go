// Package response keeps what was done about a report or an incident, by whom and
// with what effect, and how soon: the times from a report's arrival to when it was
// taken up, decided, acted on and closed are counted as they happen, so that a board
// reads them at once. What was done about an incident counts for the reports behind
// it. It also drafts what the people who reported are told in the end.
package response

import (
	"slices"
	"strconv"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
)

// Kind is what was done.
type Kind string

// The kinds.
const (
	Patrol     Kind = "patrol"     // somebody went and looked
	Search     Kind = "search"     // for people who are missing
	Rescue     Kind = "rescue"     // people were brought to safety
	Care       Kind = "care"       // of the wounded and the ill
	Protection Kind = "protection" // of a child, a victim
	Mediation  Kind = "mediation"  // between people or groups
	Warning    Kind = "warning"    // of those who are in danger
	Aid        Kind = "aid"        // food, water, a roof
	Operation  Kind = "operation"  // of security forces
	Other      Kind = "other"
)

// Kinds lists them.
func Kinds() []Kind {
	return []Kind{Patrol, Search, Rescue, Care, Protection, Mediation, Warning, Aid, Operation, Other}
}

// Effect is what came of it.
type Effect string

// The effects; none says that nobody has said yet.
const (
	Achieved Effect = "achieved"
	Partly   Effect = "partly"
	NoEffect Effect = "none"
	Unknown  Effect = "unknown" // nobody can tell
)

// Effects lists them.
func Effects() []Effect { return []Effect{Achieved, Partly, NoEffect, Unknown} }

// Limits of a response.
const (
	MaxText = 4 << 10 // bytes of what was done, of an effect, of a lesson: a page
	MaxOf   = 100     // responses to one report or incident
)

// Response is one thing that was done about a report or an incident.
type Response struct {
	ID       record.ID
	Report   record.ID // it was done about, or
	Incident record.ID // that
	Doer     record.ID // the unit that did it
	By       record.ID // who wrote it down
	Kind     Kind
	Text     string
	When     time.Time // it was done
	Effect   Effect    // "": not said yet
	Came     string    // what came of it, in words
	Said     time.Time // when the effect was said; zero: with the rest
	At       time.Time // it was written down
	Revision int64
}

// Then is the response as it was known at an instant, and false where it was not
// written down yet.
func (r Response) Then(at time.Time) (Response, bool) {
	if r.Said.After(at) {
		r.Effect, r.Came, r.Said = "", "", time.Time{}
	}
	return r, !r.At.After(at)
}

// New is a response as somebody writes it down.
type New struct {
	ID       record.ID // chosen by whoever writes, so that writing twice is harmless
	Report   record.ID // it was done about, or
	Incident record.ID // that
	Doer     record.ID // zero: the unit of whoever writes
	Kind     Kind
	Text     string
	When     time.Time
	Effect   Effect
	Came     string
}

func (n *New) check(now time.Time) error {
	switch {
	case n.ID.Zero():
		return invalid("response.id.missing", "what was done has no number of its own", "load the page again and send it once more")
	case !slices.Contains(Kinds(), n.Kind):
		return invalid("response.kind.unknown", "it is not said what was done", "choose from the list")
	case n.When.IsZero() || n.When.After(now):
		return invalid("response.when.wrong", "what was done cannot be in the future", "give the time when it was done")
	}
	if err := checkEffect(n.Effect, n.Came); err != nil {
		return err
	}
	return checkText(n.Text)
}

func checkEffect(e Effect, came string) error {
	switch {
	case e != "" && !slices.Contains(Effects(), e):
		return invalid("response.effect.unknown", "this is no effect", "choose from the list")
	case len(came) > MaxText:
		return tooLong()
	}
	return nil
}

func checkText(text string) error {
	switch {
	case text == "":
		return invalid("response.text.missing", "there is no text", "say in a few words what was done")
	case len(text) > MaxText:
		return tooLong()
	}
	return nil
}

func tooLong() error {
	return &fault.Error{
		Kind: fault.TooLarge, Op: "response", Key: "response.text.long", Msg: "the text is longer than {0} KiB",
		Hint: "say it in fewer words", Args: []string{strconv.Itoa(MaxText >> 10)},
	}
}

// Lesson is the after-action note of a report or an incident.
type Lesson struct {
	Of     record.ID
	Well   string // what went well
	Better string // what must go better
	By     record.ID
	At     time.Time
}

type body struct {
	V        int       `json:"v"`
	Act      string    `json:"act"` // done, effect, lesson, told
	Incident bool      `json:"incident,omitempty"`
	Doer     record.ID `json:"doer,omitzero"`
	Kind     Kind      `json:"kind,omitempty"`
	Text     string    `json:"text,omitempty"`
	When     time.Time `json:"when,omitzero"`
	Effect   Effect    `json:"effect,omitempty"`
	Came     string    `json:"came,omitempty"`
	Well     string    `json:"well,omitempty"`
	Better   string    `json:"better,omitempty"`
	Told     int       `json:"told,omitempty"` // how many were told what was done
}

// Acts of a response's revisions.
const (
	done   = "done"
	effect = "effect"
	lesson = "lesson"
	told   = "told"
)

const (
	bodyVersion = 1
	purpose     = "community-safety" // of the register
)

func invalid(key, msg, hint string, args ...string) error {
	return &fault.Error{Kind: fault.Invalid, Op: "response", Key: key, Msg: msg, Hint: hint, Args: args}
}

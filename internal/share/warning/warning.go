// Package warning is how a node warns the public, and how it hears the warnings of
// other authorities.
//
// Two people warn, never one: whoever drafts a warning does not release it, and
// what is released is to the letter what the second person read. What was said to
// the public lies in the ledger as it went out, signed. An update and a cancel go
// the same way. Other authorities' warnings are brought in as CAP files.
package warning

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/network/place"
	"wasl/internal/share/cap"
)

// Act is what somebody wants done, or did, about a warning.
type Act string

// The acts. The first three wait for a second person.
const (
	Publish Act = "publish"
	Update  Act = "update"
	Cancel  Act = "cancel"

	released Act = "released"
	refused  Act = "refused"
	received Act = "received" // another authority's came in
	trusted  Act = "trusted"  // a sender is known
	dropped  Act = "dropped"  // and is not any more
)

// State is where a warning stands.
type State string

// The states.
const (
	Waiting   State = "waiting"   // for a second person; the public has heard nothing
	Holds     State = "holds"     // the public reads it
	Expired   State = "expired"   // its time is over
	Cancelled State = "cancelled" // it was taken back
	Refused   State = "refused"   // by the second person, or taken back by whoever drafted it
)

// Words are what the public reads in one language.
type Words struct {
	Headline    string `json:"headline"`
	Description string `json:"description"`
	Instruction string `json:"instruction"` // what to do, in plain words
}

// Shape is ground on a map: a polygon, or a circle.
type Shape struct {
	Corners []cap.Point `json:"corners,omitempty"` // three or more; the last is joined to the first
	Centre  *cap.Point  `json:"centre,omitempty"`
	Km      float64     `json:"km,omitempty"`
}

// Content is what a warning says.
type Content struct {
	Event     string                  `json:"event"` // of Events
	Exercise  bool                    `json:"exercise,omitempty"`
	Urgency   string                  `json:"urgency"`   // as CAP has it
	Severity  string                  `json:"severity"`  // as CAP has it
	Certainty string                  `json:"certainty"` // as CAP has it
	Response  string                  `json:"response,omitempty"`
	Onset     time.Time               `json:"onset,omitzero"` // zero: it is there
	Expires   time.Time               `json:"expires"`
	Places    []place.Ref             `json:"places,omitempty"`
	Shape     *Shape                  `json:"shape,omitempty"`
	Texts     map[lang.Language]Words `json:"texts"` // Arabic and French; English if there is one
	Contact   string                  `json:"contact,omitempty"`
}

// Sum tells one content from another: an approval is of one sum.
func (c *Content) Sum() string {
	b, err := json.Marshal(c)
	if err != nil {
		panic("warning: " + err.Error()) // it holds nothing that JSON has not
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// Proposal is what waits for a second person.
type Proposal struct {
	Act     Act
	Content Content // of a cancel: what it takes back
	By      record.ID
	At      time.Time
	Word    string // why, of an update and a cancel
}

// Warning is one of the node's own.
type Warning struct {
	ID       record.ID
	Unit     record.ID // of whoever drafted it first
	TLP      record.TLP
	About    record.ID // the alert or the incident that it is drawn from; zero for none
	Now      *Content  // that the public reads, or read last; nil before the first release
	Pending  *Proposal
	Messages int       // given out
	Message  record.ID // the last of them
	Sent     time.Time // the last of them
	Released record.ID // who released it
	Drafter  record.ID // who drafted what was released
	Cancel   bool
	Refusal  string // why what was proposed last was not released
	Refuser  record.ID
	Revision int64
}

// State is where the warning stands at a moment.
func (w *Warning) State(now time.Time) State {
	switch {
	case w.Cancel:
		return Cancelled
	case w.Messages > 0 && now.Before(w.Now.Expires):
		return Holds
	case w.Messages > 0:
		return Expired
	case w.Pending != nil:
		return Waiting
	}
	return Refused
}

// Limits of a warning.
const (
	MaxHeadline = 160     // letters: it stands in lists and on small screens
	MaxWords    = 3 << 10 // bytes of a description or an instruction
	MaxContact  = 200     // bytes
	MaxPlaces   = 30
	MaxCorners  = 100
	MaxTime     = 14 * 24 * time.Hour // what holds longer is renewed: a warning that nobody looks after is believed by nobody
	MaxReason   = 2 << 10             // bytes
	minKm       = 5                   // of a circle's radius: less would show a house
	maxKm       = 1000
)

// check reports the first thing wrong with a content by itself.
func (c *Content) check(now time.Time) error {
	if _, ok := EventOf(c.Event); !ok {
		return invalid("warning.event.none", "the warning does not say of what", "choose a danger from the list")
	}
	for _, f := range []struct {
		value string
		set   []string
	}{{c.Urgency, cap.Urgencies}, {c.Severity, cap.Severities}, {c.Certainty, cap.Certainties}, {c.Response, append([]string{""}, cap.Responses...)}} {
		if !slices.Contains(f.set, f.value) {
			return invalid("warning.level.wrong", "the warning does not say how soon, how severe or how sure the danger is", "choose one of each")
		}
	}
	if err := c.checkTimes(now); err != nil {
		return err
	}
	for _, l := range []lang.Language{lang.French, lang.Arabic} {
		w := c.Texts[l]
		if w.Headline == "" || w.Description == "" || w.Instruction == "" {
			return invalid("warning.text.missing", "a headline, a description or an instruction is missing in Arabic or French", "write all three in both: people read one of them")
		}
	}
	for l, w := range c.Texts {
		if !slices.Contains(lang.All(), l) {
			return invalid("warning.text.language", "a text is in a language that warnings are not given in", "write in Arabic, French and English")
		}
		if w != (Words{}) && (w.Headline == "" || w.Description == "" || w.Instruction == "") {
			return invalid("warning.text.half", "one of the languages has a part of the text alone", "write all three parts in it, or none")
		}
		if err := w.check(); err != nil {
			return err
		}
	}
	if len(c.Contact) > MaxContact || !plain(c.Contact) {
		return invalid("warning.contact.long", "the contact is longer than {0} bytes", "give one number or address", strconv.Itoa(MaxContact))
	}
	return c.checkArea()
}

func (c *Content) checkTimes(now time.Time) error {
	switch {
	case !c.Expires.After(now):
		return invalid("warning.time.past", "the warning would be over before it is given", "choose an end that is still to come")
	case c.Expires.Sub(now) > MaxTime:
		return invalid("warning.time.far", "the warning would hold for more than {0} days", "choose an earlier end: it can be renewed", strconv.Itoa(int(MaxTime/(24*time.Hour))))
	case !c.Onset.IsZero() && !c.Onset.Before(c.Expires):
		return invalid("warning.time.onset", "the danger would begin after the end of the warning", "choose a later end")
	}
	return nil
}

func (w Words) check() error {
	if utf8.RuneCountInString(w.Headline) > MaxHeadline || strings.ContainsAny(w.Headline, "\n") {
		return invalid("warning.headline.long", "the headline has more than {0} letters or more than one line", "say what and where in a few words", strconv.Itoa(MaxHeadline))
	}
	if len(w.Description) > MaxWords || len(w.Instruction) > MaxWords {
		return invalid("warning.text.long", "the description or the instruction is longer than {0} KiB", "say it in fewer words: it is read on small screens", strconv.Itoa(MaxWords>>10))
	}
	if !plain(w.Headline) || !plain(w.Description) || !plain(w.Instruction) {
		return invalid("warning.text.signs", "the text has signs that cannot be shown", "write it again without them")
	}
	return nil
}

func plain(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool {
		return r < ' ' && r != '\n' && r != '\t' || r == 0x7f || r == utf8.RuneError || r == 0xfffe || r == 0xffff
	})
}

func (c *Content) checkArea() error {
	if len(c.Places) == 0 && c.Shape == nil || len(c.Places) > MaxPlaces {
		return invalid("warning.area.none", "the warning does not say where, or names more than {0} places", "choose places, or draw the ground on the map", strconv.Itoa(MaxPlaces))
	}
	s := c.Shape
	if s == nil {
		return nil
	}
	bad := s.Centre != nil && (len(s.Corners) > 0 || !(s.Km >= minKm && s.Km <= maxKm)) ||
		s.Centre == nil && (len(s.Corners) < 3 || len(s.Corners) > MaxCorners || !s.wide())
	for _, p := range append(slices.Clone(s.Corners), s.centres()...) {
		bad = bad || !(p.Lat >= -90 && p.Lat <= 90 && p.Lon >= -180 && p.Lon <= 180)
	}
	if bad {
		return invalid("warning.area.small", "the ground on the map is less than {0} km across, or none", "draw it wider: a warning must not point at a house", strconv.Itoa(2*minKm))
	}
	return nil
}

func (s *Shape) centres() []cap.Point {
	if s.Centre == nil {
		return nil
	}
	return []cap.Point{*s.Centre}
}

// clean takes blanks off the ends, rounds what would point too closely, and leaves
// out languages in which nothing is said.
func (c Content) clean() Content {
	texts := map[lang.Language]Words{}
	for l, w := range c.Texts {
		w = Words{strings.TrimSpace(w.Headline), strings.TrimSpace(w.Description), strings.TrimSpace(w.Instruction)}
		if w != (Words{}) {
			texts[l] = w
		}
	}
	c.Texts, c.Contact = texts, strings.TrimSpace(c.Contact)
	c.Onset, c.Expires = c.Onset.UTC().Truncate(time.Second), c.Expires.UTC().Truncate(time.Second)
	if c.Shape != nil {
		c.Shape = c.Shape.coarse()
	}
	return c
}

func invalid(key, msg, hint string, args ...string) error {
	return &fault.Error{Kind: fault.Invalid, Op: "warning", Key: key, Msg: msg, Hint: hint, Args: args}
}

func conflict(key, msg, hint string, args ...string) error {
	return &fault.Error{Kind: fault.Conflict, Op: "warning", Key: key, Msg: msg, Hint: hint, Args: args}
}

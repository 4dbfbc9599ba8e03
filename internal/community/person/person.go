// Package person is the register of those who take part in what is done with
// communities: as little as is needed to know who was there, and to know the same
// person again without a number of the state. Children are known by their given name
// and their age band alone.
package person

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"wasl/internal/base/fault"
	"wasl/internal/base/name"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
)

// The closed sets of what is known of a person. Ledgers keep them by name; the lists
// only grow.
type (
	// Band is how old somebody is, roughly.
	Band string
	// Sex is what the person says of it.
	Sex string
	// Community is which the person belongs to.
	Community string
	// Disability is what the Washington Group's short set of questions says, with its
	// cut-off: a lot of difficulty in one at least of seeing, hearing, walking,
	// remembering, washing, being understood.
	Disability string
	// Role is as what the person takes part.
	Role string
)

// The members of the sets, in the order in which they are told.
var (
	Bands        = []Band{"0-5", "6-11", "12-17", "18-24", "25-34", "35-59", "60+"}
	Sexes        = []Sex{"female", "male", "other", Unsaid}
	Communities  = []Community{"host", "refugee", "displaced", "other", Unsaid}
	Disabilities = []Disability{"yes", "no", Unsaid}
	Roles        = []Role{
		"participant", "youth_leader", "parent", "teacher", "police", "civil_protection", "health", "ngo", "authority", "other",
	}
)

// Unsaid is what nobody asked, or the person did not want to say.
const Unsaid = "unsaid"

// childBands is how many of Bands are those of children.
const childBands = 3

// Child tells whether the band is one of children.
func (b Band) Child() bool { return slices.Contains(Bands[:childBands], b) }

// Known is what is written down of a person.
type Known struct {
	Name         string     `json:"name"` // of a child the given name alone
	Band         Band       `json:"band"`
	Sex          Sex        `json:"sex"`
	Community    Community  `json:"community"`
	Disability   Disability `json:"disability"`
	Role         Role       `json:"role"`
	Organisation string     `json:"organisation,omitempty"`
	Language     string     `json:"language,omitempty"`
	Keep         bool       `json:"keep,omitempty"` // the person asked to be told of refreshers: nothing is deleted after 90 days
}

// Person is somebody of the register.
type Person struct {
	ID   record.ID
	Unit record.ID // that registered the person
	Known
	Into     record.ID // the same person, under whom this one is counted; zero for none
	Consents []Consent
	Author   record.ID
	At       time.Time
	Revision int64
}

// Child tells whether the person is one.
func (p *Known) Child() bool { return p.Band.Child() }

// Resource is what the policy is asked about a person of the register.
func (p *Person) Resource(tree policy.Tree) policy.Resource {
	return policy.Resource{Type: policy.Participant, ID: p.ID, Unit: p.Unit, UnitPath: tree.Path(p.Unit)}
}

// Plain is a name without what nobody sees: line ends, and letters that turn what stands
// beside them on a list, a card or a certificate.
func Plain(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), r == utf8.RuneError:
			return -1
		}
		return r
	}, s))
}

// Limits, in letters.
const (
	maxName  = 120
	maxOther = 120
	maxGiven = 3 // words: Mohamed Lemine, عبد الله
)

// fatherly are the words that say whose child somebody is: what follows them is no
// given name.
var fatherly = []string{"ould", "mint", "ben", "bint", "ibn", "ag", "walet", "ولد", "منت", "بن", "بنت", "ابن", "اغ", "أغ"}

// Check reports the first thing wrong with what is known.
func (p *Known) Check() error {
	switch n := len([]rune(strings.TrimSpace(p.Name))); {
	case n == 0 || len(name.Parse(p.Name).Tokens()) == 0:
		return invalid("person.name.missing", "the person has no name", "write the name as the person says it; of a child the given name alone")
	case n > maxName || len(p.Name) > name.MaxBytes:
		return invalid("person.name.long", "the name is longer than {0} letters", "write the name alone", strconv.Itoa(maxName))
	case !slices.Contains(Bands, p.Band), !slices.Contains(Sexes, p.Sex), !slices.Contains(Communities, p.Community),
		!slices.Contains(Disabilities, p.Disability), !slices.Contains(Roles, p.Role):
		return invalid("person.choice.unknown", "an answer is none of those that there are", "choose one of the list, or “not said”")
	case len([]rune(p.Organisation)) > maxOther || len(p.Language) > maxOther:
		return invalid("person.text.long", "a text is longer than {0} letters", "say it more shortly", strconv.Itoa(maxOther))
	case p.Child() && !givenAlone(p.Name):
		return invalid("person.child.name", "a child is written down by the given name alone", "leave the family's name out, and whose child it is")
	case p.Child() && p.Keep:
		return invalid("person.child.keep", "what is known of children is always deleted after 90 days", "take the tick away")
	}
	return nil
}

func givenAlone(s string) bool {
	words := strings.Fields(s)
	return len(words) <= maxGiven && !slices.ContainsFunc(words, func(w string) bool {
		return slices.Contains(fatherly, strings.ToLower(w))
	})
}

// Split parts a name into what somebody is called by and the rest: before the word
// that says whose child the person is, or else the first word. A person looks at it
// wherever it matters.
func Split(s string) (given, rest string) {
	words := strings.Fields(s)
	at := slices.IndexFunc(words, func(w string) bool { return slices.Contains(fatherly, strings.ToLower(w)) })
	if at < 1 {
		at = min(1, len(words))
	}
	return strings.Join(words[:at], " "), strings.Join(words[at:], " ")
}

// Scope is what somebody agrees to.
type Scope string

// The scopes.
const (
	Participation Scope = "participation"
	Photo         Scope = "photo"
	Material      Scope = "material" // to be named as one of those who made something
	Refresher     Scope = "refresher"
)

// Scopes lists the scopes.
func Scopes() []Scope { return []Scope{Participation, Photo, Material, Refresher} }

// Hows are the ways in which somebody agrees.
var Hows = []string{"written", "spoken", "mark"}

// Consent is what somebody agreed to, in which language, how, and until when. Of a
// child a guardian gives it, and the child agrees as well.
type Consent struct {
	ID        record.ID `json:"id"`
	Scope     Scope     `json:"scope"`
	Language  string    `json:"language"`
	How       string    `json:"how"`
	Guardian  bool      `json:"guardian,omitempty"` // it was given by a guardian
	Assent    bool      `json:"assent,omitempty"`   // and the child wants it too
	At        time.Time `json:"at"`
	Withdrawn time.Time `json:"withdrawn,omitzero"`
}

// Check reports the first thing wrong with the consent of somebody.
func (c *Consent) Check(child bool) error {
	switch {
	case c.ID.Zero() || !slices.Contains(Scopes(), c.Scope) || !slices.Contains(Hows, c.How) || c.Language == "" || len(c.Language) > maxOther:
		return invalid("person.consent.wrong", "the consent does not say to what, how, or in which language", "fill in all three")
	case child && (!c.Guardian || !c.Assent):
		return invalid("person.consent.child", "of a child the guardian agrees, and the child too", "ask both; if one of them does not want it, it is not done")
	case !child && c.Guardian:
		return invalid("person.consent.guardian", "an adult agrees for themselves", "take the guardian away")
	}
	return nil
}

// Agrees tells whether a consent of the scope holds.
func (p *Person) Agrees(scope Scope) bool {
	return slices.ContainsFunc(p.Consents, func(c Consent) bool {
		return c.Scope == scope && c.Withdrawn.IsZero() && (!p.Child() || c.Guardian && c.Assent)
	})
}

func invalid(key, msg, hint string, args ...string) *fault.Error {
	return &fault.Error{Kind: fault.Invalid, Op: "person", Key: key, Msg: msg, Hint: hint, Args: args}
}

// None is the fault where there is no such person, or none that the actor may know of.
func None() error {
	return &fault.Error{
		Kind: fault.Missing, Op: "person", Key: "person.none", Msg: "there is no such person in the register", Hint: "what is known of people is deleted 90 days after an activity",
	}
}

func changed() error {
	return &fault.Error{
		Kind: fault.Conflict, Op: "person", Key: "person.changed", Msg: "somebody changed what is known of the person meanwhile", Hint: "load it again, then do yours",
	}
}

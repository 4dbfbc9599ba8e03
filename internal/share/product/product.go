// Package product makes what a unit gives to its readers: the daily bulletin. The
// program drafts it from graded reports and incidents, in sentences of patterns in
// three languages; a person reads, changes and releases it. Each paragraph is a
// record of its own whose subject is what it stands on, so that erasing a report
// erases what bulletins said of it. docs/bulletin.md tells what goes in and what
// never does.
package product

import (
	"slices"
	"strings"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/network/place"
	"wasl/internal/triage/queue"
)

// State is where an edition of a bulletin stands.
type State string

// The states.
const (
	Draft      State = "draft"
	Released   State = "released"
	Superseded State = "superseded" // a later edition was released
	Withdrawn  State = "withdrawn"
)

// States lists them.
func States() []State { return []State{Draft, Released, Superseded, Withdrawn} }

// Section is what a paragraph is about.
type Section string

// The sections, in the order in which a bulletin has them.
const (
	Incidents Section = "incidents"
	Reports   Section = "reports" // graded, and part of no incident
	Alerts    Section = "alerts"
	Trends    Section = "trends"
	Done      Section = "done"
	Late      Section = "late"
	Questions Section = "questions"
	Remarks   Section = "remarks" // written by hand
)

// Sections lists them.
func Sections() []Section {
	return []Section{Incidents, Reports, Alerts, Trends, Done, Late, Questions, Remarks}
}

// The grade that a report outside incidents needs to go into a bulletin: a source
// that is fairly reliable at least, and information that is possibly true at least.
// The same is enough for one source to confirm another (triage/incident).
const (
	LeastSource      = "C"
	LeastInformation = 3
)

// Enough tells whether a grade is good enough for a bulletin.
func Enough(g queue.Grade) bool {
	return g.Source != "" && g.Source <= LeastSource && g.Information >= 1 && g.Information <= LeastInformation
}

// Limits of a bulletin.
const (
	MaxText      = 4 << 10 // bytes of a paragraph in one language: a page
	MaxWhy       = 500     // bytes of a reason
	MaxParts     = 40      // paragraphs that the program drafts of one section: nobody reads on
	MaxByHand    = 40      // paragraphs written by hand
	MaxTo        = 500     // units that a bulletin is sent to
	MaxEditions  = 99
	maxConflicts = 8 // texts that stand beside the one that holds
	figureDays   = 14
)

// highest is the closest marking of what goes in. Red is for people, not for
// readers.
const highest = record.AmberStrict

// figured is the marking of figures that are made of reports, some of which are
// marked closer than the network.
const figured = record.Amber

// Kind is what kind of thing a paragraph stands on.
type Kind string

// The kinds.
const (
	OnReport   Kind = "report"
	OnIncident Kind = "incident"
	OnAlert    Kind = "alert"
	OnResponse Kind = "response"
)

// Basis is one thing that a paragraph stands on, as it was when the paragraph was
// drafted or last looked at.
type Basis struct {
	Kind Kind      `json:"kind"`
	ID   record.ID `json:"id"`
	Mark string    `json:"mark"`         // what of it matters: grade, corrections, state
	Of   record.ID `json:"of,omitzero"`  // of a response: the report or the incident
	On   Kind      `json:"on,omitempty"` // of a response: which of the two; "" a report
}

// Said is a paragraph in one language.
type Said struct {
	Text      string      `json:"text"`
	Hand      bool        `json:"hand,omitempty"` // a person wrote it
	By        record.ID   `json:"by"`
	At        time.Time   `json:"at"`
	Seq       int64       `json:"seq"`
	Rev       record.Hash `json:"rev"`
	Conflicts []Said      `json:"conflicts,omitempty"` // written at once, of which a person chooses
}

// Paragraph is one of a bulletin.
type Paragraph struct {
	ID       record.ID               `json:"id"`
	Bulletin record.ID               `json:"bulletin"`
	Subject  record.ID               `json:"subject"` // what it stands on first; the bulletin where that is nothing
	Section  Section                 `json:"section"`
	Key      string                  `json:"key"` // the same in every draft: what it is about
	Texts    map[lang.Language]*Said `json:"texts"`
	Basis    []Basis                 `json:"basis,omitempty"`
	Mark     string                  `json:"mark"` // sum of all that it stands on, as last seen
	TLP      record.TLP              `json:"tlp"`
	Area     place.Ref               `json:"area,omitzero"` // the moughataa, for the map
	Seq      int64                   `json:"seq"`           // of the last revision about it
	Rev      record.Hash             `json:"rev"`
}

// byHand begins the keys of what a person wrote, and no draft.
const byHand = "hand/"

// Hand tells whether a person wrote all of it.
func (p *Paragraph) Hand() bool { return strings.HasPrefix(p.Key, byHand) }

// Edited tells whether a person has changed what the program drafted.
func (p *Paragraph) Edited() bool {
	for _, s := range p.Texts {
		if s.Hand {
			return true
		}
	}
	return false
}

// Disputed tells whether two people wrote it at once.
func (p *Paragraph) Disputed() bool {
	for _, s := range p.Texts {
		if len(s.Conflicts) > 0 {
			return true
		}
	}
	return false
}

// Left is a paragraph that a person has left out, and why.
type Left struct {
	Paragraph record.ID `json:"paragraph"`
	Why       string    `json:"why,omitempty"`
}

// Figures are the numbers behind a bulletin's pictures.
type Figures struct {
	Days []int `json:"days"` // reports received, the last of them on the bulletin's day
}

// Bulletin is one edition of a unit's bulletin of a day.
type Bulletin struct {
	ID       record.ID   `json:"id"`
	Unit     record.ID   `json:"unit"`
	Day      string      `json:"day"` // 2026-11-25, in the network's zone
	Edition  int         `json:"edition"`
	State    State       `json:"state"`
	TLP      record.TLP  `json:"tlp"` // of what is in it; fixed when it is released
	By       record.ID   `json:"by"`  // who began it
	Begun    time.Time   `json:"begun"`
	Drafted  time.Time   `json:"drafted"` // what it says is as of then
	Order    []record.ID `json:"order"`
	Left     []Left      `json:"left,omitempty"`
	Figures  Figures     `json:"figures"`
	To       []record.ID `json:"to,omitempty"` // units that it was sent to, besides its own and those above
	Released time.Time   `json:"released,omitzero"`
	Releaser record.ID   `json:"releaser,omitzero"`
	Gone     time.Time   `json:"gone,omitzero"` // withdrawn
	Goner    record.ID   `json:"goner,omitzero"`
	Why      string      `json:"why,omitempty"`  // it was withdrawn, or corrected
	Next     int         `json:"next,omitempty"` // the edition that took its place
	Seq      int64       `json:"seq"`            // of the last revision about the bulletin itself
	Rev      record.Hash `json:"rev"`

	Paragraphs []*Paragraph `json:"-"` // those that are there, in order
	Missing    int          `json:"-"` // in the order and not there: what they stood on was erased
	Revision   int64        `json:"-"` // grows with everything done about it
}

// IDOf is the id of an edition: drafting twice makes no second one.
func IDOf(unit record.ID, day string, edition int) record.ID {
	return unit.Derive("bulletin/" + day + "/" + string(rune('0'+edition/10)) + string(rune('0'+edition%10)))
}

// Find gives a paragraph by its id, nil where it is not there.
func (b *Bulletin) Find(id record.ID) *Paragraph {
	i := slices.IndexFunc(b.Paragraphs, func(p *Paragraph) bool { return p.ID == id })
	if i < 0 {
		return nil
	}
	return b.Paragraphs[i]
}

// LeftOut tells whether a person has left a paragraph out.
func (b *Bulletin) LeftOut(id record.ID) bool {
	return slices.ContainsFunc(b.Left, func(l Left) bool { return l.Paragraph == id })
}

// Shown are the paragraphs that readers get, section by section.
func (b *Bulletin) Shown() []*Paragraph {
	shown := slices.DeleteFunc(slices.Clone(b.Paragraphs), func(p *Paragraph) bool { return b.LeftOut(p.ID) })
	slices.SortStableFunc(shown, func(x, y *Paragraph) int {
		return slices.Index(Sections(), x.Section) - slices.Index(Sections(), y.Section)
	})
	return shown
}

func invalid(key, msg, hint string, args ...string) error {
	return &fault.Error{Kind: fault.Invalid, Op: "product", Key: key, Msg: msg, Hint: hint, Args: args}
}

func conflict(key, msg, hint string) error {
	return &fault.Error{Kind: fault.Conflict, Op: "product", Key: key, Msg: msg, Hint: hint}
}

// Package activity plans what is done with communities: trainings, caravans,
// workshops, forums, events that young people plan, and workshops that make
// materials. An activity is planned, confirmed when nothing is missing, held, and
// told of; whoever has an idea proposes it first (suggestion.go).
package activity

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/network/place"
)

// Kind is what an activity is. Ledgers keep it by name; the list only grows.
type Kind string

// The kinds.
const (
	Training   Kind = "training"
	Caravan    Kind = "caravan" // goes from stop to stop
	Workshop   Kind = "workshop"
	Forum      Kind = "forum"
	YouthEvent Kind = "youth_event" // that young people plan themselves
	Materials  Kind = "materials"   // makes posters, stories, lessons with children and parents
)

// Kinds lists the kinds.
func Kinds() []Kind { return []Kind{Training, Caravan, Workshop, Forum, YouthEvent, Materials} }

// State is where an activity stands.
type State string

// The states. Only what is confirmed is held.
const (
	Draft     State = "draft"
	Confirmed State = "confirmed"
	Done      State = "done"
	Cancelled State = "cancelled"
)

// States lists the states.
func States() []State { return []State{Draft, Confirmed, Done, Cancelled} }

// Currency is what budgets are told in; amounts are in its hundredths.
const Currency = "MRU"

// Limits of a plan, each far above what anybody plans.
const (
	maxTitle    = 200  // letters
	maxText     = 4000 // letters
	maxName     = 120  // letters
	maxTrainers = 40
	maxSessions = 120 // three a day for six weeks
	maxStops    = 60
	maxList     = 30
	maxExpected = 100_000
	maxMoney    = 1_000_000_000_00 // hundredths
)

// vettingLasts is how long the vetting of somebody who works with children holds.
const vettingLasts = 24 * 30 * 24 * time.Hour

// adults is how many vetted adults there are wherever children come (Keeping
// Children Safe, standard 3).
const adults = 2

// Trainer leads an activity. Who has an account sees it and takes its rolls.
type Trainer struct {
	Account      record.ID `json:"account,omitzero"`
	Name         string    `json:"name"`
	Organisation string    `json:"organisation,omitempty"`
	Vetted       time.Time `json:"vetted,omitzero"` // the day on which the organisation looked into who that is
}

// Session is one part of an activity for which a roll is taken.
type Session struct {
	ID    record.ID `json:"id"`
	Title string    `json:"title,omitempty"`
	Start time.Time `json:"start"`
	End   time.Time `json:"end"`
}

// Stop is where a caravan halts.
type Stop struct {
	Place    place.Ref `json:"place,omitzero"`
	Spot     string    `json:"spot,omitempty"`
	Day      time.Time `json:"day"`
	Audience string    `json:"audience,omitempty"`
}

// Plan is what people write down of an activity.
type Plan struct {
	Kind      Kind        `json:"kind"`
	Title     lang.Text   `json:"title"`
	Summary   lang.Text   `json:"summary,omitempty"`
	Place     place.Ref   `json:"place,omitzero"`
	Spot      string      `json:"spot,omitempty"` // the school, the square
	Audience  string      `json:"audience,omitempty"`
	Expected  int         `json:"expected,omitempty"` // people
	Languages []string    `json:"languages,omitempty"`
	Partners  []string    `json:"partners,omitempty"`
	Trainers  []Trainer   `json:"trainers,omitempty"`
	Team      []record.ID `json:"team,omitempty"`    // accounts that see it beside the trainers
	Courses   []string    `json:"courses,omitempty"` // ids of the courses that are taught
	Children  bool        `json:"children,omitempty"`
	Risks     string      `json:"risks,omitempty"`
	NoHarm    string      `json:"no_harm,omitempty"`
	Line      string      `json:"line,omitempty"`   // of the budget
	Budget    int64       `json:"budget,omitempty"` // hundredths of Currency
	Cost      int64       `json:"cost,omitempty"`   // what it came to, alike
	Sessions  []Session   `json:"sessions,omitempty"`
	Stops     []Stop      `json:"stops,omitempty"`
	Public    bool        `json:"public,omitempty"` // anybody may know when and where
}

// Activity is a plan and what became of it.
type Activity struct {
	ID   record.ID
	Unit record.ID // whose it is
	Plan
	State      State
	Word       string    // why it was cancelled, or how it went
	Suggestion record.ID // the idea that it came from; zero for none
	Author     record.ID // who planned it
	At         time.Time // of the last act
	Revision   int64
}

// Start is when the first session begins, or the first stop is, and zero where
// there is neither.
func (p *Plan) Start() time.Time {
	var first time.Time
	for _, t := range p.times() {
		if first.IsZero() || t.Before(first) {
			first = t
		}
	}
	return first
}

// End is when the last session is over.
func (p *Plan) End() time.Time {
	var last time.Time
	for _, t := range p.times() {
		if t.After(last) {
			last = t
		}
	}
	return last
}

func (p *Plan) times() (all []time.Time) {
	for _, s := range p.Sessions {
		all = append(all, s.Start, s.End)
	}
	for _, s := range p.Stops {
		all = append(all, s.Day, s.Day.Add(24*time.Hour-time.Second))
	}
	return all
}

// Session finds a session by its id.
func (p *Plan) Session(id record.ID) (Session, bool) {
	i := slices.IndexFunc(p.Sessions, func(s Session) bool { return s.ID == id })
	if i < 0 {
		return Session{}, false
	}
	return p.Sessions[i], true
}

// Accounts are those named in the plan: they see it from whatever unit.
func (p *Plan) Accounts() []record.ID {
	all := slices.Clone(p.Team)
	for _, t := range p.Trainers {
		if !t.Account.Zero() && !slices.Contains(all, t.Account) {
			all = append(all, t.Account)
		}
	}
	return all
}

// Resource is what the policy is asked about an activity.
func (a *Activity) Resource(tree policy.Tree) policy.Resource {
	return policy.Resource{Type: policy.Activity, ID: a.ID, Unit: a.Unit, UnitPath: tree.Path(a.Unit), Recipients: a.Accounts()}
}

// People is what the policy is asked about the people of an activity.
func (a *Activity) People(tree policy.Tree) policy.Resource {
	r := a.Resource(tree)
	r.Type = policy.Participant
	return r
}

// Lack is something that an activity needs before it is confirmed.
type Lack string

// What may be missing.
const (
	NoTime   Lack = "time"   // no session and no stop
	NoPlace  Lack = "place"  // neither a place nor a spot
	NoLeader Lack = "leader" // nobody leads it
	NoRisks  Lack = "risks"  // nobody has thought of what may go wrong
	NoAdults Lack = "adults" // children come, and there are not two vetted adults
)

// Lacks lists what the plan needs before it is confirmed.
func (p *Plan) Lacks() (all []Lack) {
	if len(p.times()) == 0 {
		all = append(all, NoTime)
	}
	if p.Place == (place.Ref{}) && p.Spot == "" && !slices.ContainsFunc(p.Stops, func(s Stop) bool { return s.Place != (place.Ref{}) || s.Spot != "" }) {
		all = append(all, NoPlace)
	}
	if len(p.Trainers) == 0 {
		all = append(all, NoLeader)
	}
	if strings.TrimSpace(p.Risks) == "" && strings.TrimSpace(p.NoHarm) == "" {
		all = append(all, NoRisks)
	}
	if p.Children && p.vetted() < adults {
		all = append(all, NoAdults)
	}
	return all
}

// vetted counts the trainers whose vetting holds until the end.
func (p *Plan) vetted() (n int) {
	end := p.End()
	for _, t := range p.Trainers {
		if !t.Vetted.IsZero() && t.Vetted.Before(end) && end.Sub(t.Vetted) <= vettingLasts {
			n++
		}
	}
	return n
}

// Check reports the first thing wrong with the plan.
func (p *Plan) Check() error {
	if !slices.Contains(Kinds(), p.Kind) {
		return invalid("activity.kind.unknown", "there is no kind of activity {0}", "choose one from the list", string(p.Kind))
	}
	for what, t := range map[string]lang.Text{"title": p.Title, "summary": p.Summary} {
		limit := maxText
		if what == "title" {
			limit = maxTitle
		}
		for _, s := range t {
			if len([]rune(s)) > limit {
				return tooLong(limit)
			}
		}
	}
	if strings.TrimSpace(p.Title.In(lang.French)) == "" {
		return invalid("activity.title.missing", "the activity has no name", "say in a few words what it is")
	}
	for _, s := range []string{p.Risks, p.NoHarm} {
		if len([]rune(s)) > maxText {
			return tooLong(maxText)
		}
	}
	for _, s := range append([]string{p.Spot, p.Audience, p.Line}, slices.Concat(p.Languages, p.Partners, p.Courses)...) {
		if len([]rune(s)) > maxTitle {
			return tooLong(maxTitle)
		}
	}
	if p.Expected < 0 || p.Expected > maxExpected || p.Budget < 0 || p.Budget > maxMoney || p.Cost < 0 || p.Cost > maxMoney {
		return invalid("activity.number.wrong", "a number is below nothing or beyond all measure", "look at the people expected and at the money")
	}
	return p.checkLists()
}

func (p *Plan) checkLists() error {
	for n, limit := range map[int]int{len(p.Trainers): maxTrainers, len(p.Sessions): maxSessions, len(p.Stops): maxStops, len(p.Languages): maxList, len(p.Partners): maxList, len(p.Courses): maxList, len(p.Team): maxTrainers} {
		if n > limit {
			return invalid("activity.list.long", "a list has more than {0} entries", "make two activities of it", strconv.Itoa(limit))
		}
	}
	for _, t := range p.Trainers {
		if n := len([]rune(t.Name)); n == 0 || n > maxName || len([]rune(t.Organisation)) > maxName {
			return invalid("activity.trainer.name", "a trainer has no name, or one of more than {0} letters", "write who leads the activity", strconv.Itoa(maxName))
		}
	}
	seen := map[record.ID]bool{}
	for _, s := range p.Sessions {
		switch {
		case s.ID.Zero() || seen[s.ID] || len([]rune(s.Title)) > maxTitle:
			return invalid("activity.session.wrong", "two sessions are the same, or one has no number", "load the page again and enter the sessions anew")
		case !s.End.After(s.Start) || s.End.Sub(s.Start) > 24*time.Hour:
			return invalid("activity.session.times", "a session ends before it begins, or lasts for more than a day", "look at the hours of the sessions; make one for each day")
		}
		seen[s.ID] = true
	}
	for _, s := range p.Stops {
		if s.Day.IsZero() || len([]rune(s.Spot)) > maxTitle || len([]rune(s.Audience)) > maxTitle {
			return invalid("activity.stop.wrong", "a stop of the caravan has no day", "say on which day the caravan is where")
		}
	}
	return nil
}

func tooLong(limit int) error {
	return invalid("activity.text.long", "a text is longer than {0} letters", "say it more shortly", strconv.Itoa(limit))
}

func invalid(key, msg, hint string, args ...string) *fault.Error {
	return &fault.Error{Kind: fault.Invalid, Op: "activity", Key: key, Msg: msg, Hint: hint, Args: args}
}

func missing(what string) error {
	return &fault.Error{
		Kind: fault.Missing, Op: "activity", Key: "activity.none", Msg: "there is no such activity", Hint: "go back to the list; it may be another unit's", Err: fmt.Errorf("no %s", what),
	}
}

func changed() error {
	return &fault.Error{
		Kind: fault.Conflict, Op: "activity", Key: "activity.changed", Msg: "somebody changed the activity meanwhile", Hint: "load it again and look at what changed, then do yours",
	}
}

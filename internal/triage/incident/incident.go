// Package incident keeps what really happened, as desks state it: what is known
// and what is assessed, who was harmed, what is still open, and the reports behind
// it, each with whose word it repeats. From that it counts how many sources are
// independent of each other. Reports are linked to an incident, never merged into
// it: a wrong link is undone without loss, and what was known on any day can be
// read as it was.
package incident

import (
	"time"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/triage/corroborate"
	"wasl/internal/triage/taxonomy"
)

// State is where an incident stands.
type State string

// The states.
const (
	Open    State = "open"    // somebody works on it
	Watched State = "watched" // nothing is to be done, and much could become of it
	Closed  State = "closed"
)

// States lists every state, in the order of the work.
func States() []State { return []State{Open, Watched, Closed} }

// Outcome is what was found in the end.
type Outcome string

// The outcomes.
const (
	Confirmed  Outcome = "confirmed"   // it happened
	Unfounded  Outcome = "unfounded"   // it did not
	Unresolved Outcome = "unresolved"  // nobody will find out
	HandedOver Outcome = "handed_over" // somebody outside goes on with it
	Mistaken   Outcome = "mistaken"    // the incident was opened by mistake
)

// Outcomes lists every outcome.
func Outcomes() []Outcome { return []Outcome{Confirmed, Unfounded, Unresolved, HandedOver, Mistaken} }

// Limits of an incident, in bytes unless said otherwise.
const (
	MaxTitle     = 200
	MaxDetail    = 200  // of a place, in words
	MaxSaying    = 2000 // one thing that is known or assessed
	MaxSayings   = 60   // things: more is a paper, which has its own place
	MaxSupport   = 40   // reports named behind one of them
	MaxHarmed    = 60   // rows of the table of who was harmed
	MaxCount     = 1_000_000
	MaxQuestions = 100
	MaxText      = 2000 // of a question, an answer, a note
	MaxOrigin    = 120  // of the name of an outside source
	MaxReports   = 500  // of one incident: a page and a count must stay readable
	MaxOfReport  = 8    // incidents that one report may be part of
	MaxMerged    = 50   // incidents that one has taken in
)

// Statement is what a desk takes to have happened. Without a title it goes by its
// kind and its place.
type Statement struct {
	Kind     taxonomy.Kind `json:"kind"`
	Title    string        `json:"title,omitempty"`
	When     When          `json:"when"`
	Where    Where         `json:"where"`
	Harmed   []Harm        `json:"harmed,omitempty"`
	Known    []Saying      `json:"known,omitempty"`
	Assessed []Assessment  `json:"assessed,omitempty"`
}

// When is a time with how far it is known.
type When struct {
	From      time.Time     `json:"from,omitzero"`
	To        time.Time     `json:"to,omitzero"` // zero: it was over at once, or nobody knows
	Precision TimePrecision `json:"precision"`
}

// TimePrecision says how far a time is known.
type TimePrecision string

// The precisions of a time.
const (
	ToMinute TimePrecision = "minute"
	ToHour   TimePrecision = "hour"
	ToDay    TimePrecision = "day"
	ToWeek   TimePrecision = "week"
	ToMonth  TimePrecision = "month"
	Whenever TimePrecision = "unknown"
)

// TimePrecisions lists them, from the closest.
func TimePrecisions() []TimePrecision {
	return []TimePrecision{ToMinute, ToHour, ToDay, ToWeek, ToMonth, Whenever}
}

// Where is a place with how far it is known.
type Where struct {
	Place     report.PlaceRef `json:"place,omitzero"`
	Point     *report.Point   `json:"point,omitempty"`
	Detail    string          `json:"detail,omitempty"` // a village, a landmark
	Precision PlacePrecision  `json:"precision"`
}

// PlacePrecision says how far a place is known. Its values can be told in the
// geographical precisions of ACLED and UCDP (docs/incidents.md).
type PlacePrecision string

// The precisions of a place.
const (
	Exact    PlacePrecision = "exact"    // the spot itself
	Near     PlacePrecision = "near"     // within some 25 km
	District PlacePrecision = "district" // somewhere in the moughataa
	Region   PlacePrecision = "region"   // somewhere in the wilaya
	Country  PlacePrecision = "country"
	Wherever PlacePrecision = "unknown"
)

// PlacePrecisions lists them, from the closest.
func PlacePrecisions() []PlacePrecision {
	return []PlacePrecision{Exact, Near, District, Region, Country, Wherever}
}

// Harm is how many people suffered what. Nobody is named: who a victim is stands
// in the vault or nowhere.
type Harm struct {
	What  What `json:"what"`
	Sex   Sex  `json:"sex"`
	Age   Age  `json:"age"`
	Count int  `json:"count"`
	About bool `json:"about,omitempty"` // the count is a guess
}

// What is what somebody suffered.
type What string

// What can be suffered, the worst first.
const (
	Killed    What = "killed"
	Injured   What = "injured"
	Missing   What = "missing"
	Abducted  What = "abducted"
	Abused    What = "abused" // sexual or other violence against a person's dignity
	Detained  What = "detained"
	Exploited What = "exploited"
	Stranded  What = "stranded"
	Displaced What = "displaced"
	Robbed    What = "robbed"
	Rescued   What = "rescued"
	Affected  What = "affected" // in any other way
)

// Whats lists them.
func Whats() []What {
	return []What{Killed, Injured, Missing, Abducted, Abused, Detained, Exploited, Stranded, Displaced, Robbed, Rescued, Affected}
}

// Sex is as it was reported.
type Sex string

// The sexes.
const (
	Female     Sex = "female"
	Male       Sex = "male"
	SexUnknown Sex = "unknown"
)

// Sexes lists them.
func Sexes() []Sex { return []Sex{Female, Male, SexUnknown} }

// Age is a band. Child and Adult are for those of whom no more is known.
type Age string

// The bands: those in which humanitarian agencies count (IASC).
const (
	To4        Age = "0-4"
	To11       Age = "5-11"
	To17       Age = "12-17"
	Child      Age = "child"
	To59       Age = "18-59"
	From60     Age = "60+"
	Adult      Age = "adult"
	AgeUnknown Age = "unknown"
)

// Ages lists them.
func Ages() []Age { return []Age{To4, To11, To17, Child, To59, From60, Adult, AgeUnknown} }

// Saying is one thing that is known: a fact, or what people say.
type Saying struct {
	As      Standing    `json:"as"`
	Text    string      `json:"text"`
	Reports []record.ID `json:"reports,omitempty"` // which say so
}

// Standing keeps facts apart from what was heard.
type Standing string

// The standings. What a desk thinks of it is an Assessment.
const (
	Fact    Standing = "fact"
	Hearsay Standing = "hearsay"
)

// Assessment is what a desk thinks, with how likely it holds it to be.
type Assessment struct {
	Text       string      `json:"text"`
	Likelihood Likelihood  `json:"likelihood,omitempty"`
	Reports    []record.ID `json:"reports,omitempty"`
}

// Likelihood is a word for a probability, as intelligence services use them.
type Likelihood string

// The likelihoods; none says that nobody would put it in such a word.
const (
	AlmostCertain Likelihood = "almost_certain"
	Likely        Likelihood = "likely"
	EvenChance    Likelihood = "even_chance"
	Unlikely      Likelihood = "unlikely"
	Remote        Likelihood = "remote"
)

// Likelihoods lists them, the likeliest first.
func Likelihoods() []Likelihood {
	return []Likelihood{AlmostCertain, Likely, EvenChance, Unlikely, Remote}
}

// Question is what a desk wants to know and does not.
type Question struct {
	ID       record.ID `json:"id"`
	Text     string    `json:"text"`
	By       record.ID `json:"by"`
	At       time.Time `json:"at"`
	Answer   string    `json:"answer,omitempty"`
	Answered time.Time `json:"answered,omitzero"`
	Answerer record.ID `json:"answerer,omitzero"`
}

// Version is a statement as somebody wrote it.
type Version struct {
	Statement Statement   `json:"statement"`
	By        record.ID   `json:"by"`
	At        time.Time   `json:"at"`
	Seq       int64       `json:"seq"`
	Rev       record.Hash `json:"rev"`
}

// Incident is an incident as its revisions tell it, without what it has taken in.
type Incident struct {
	ID       record.ID      `json:"id"`
	Unit     record.ID      `json:"unit"`
	TLP      record.TLP     `json:"tlp"`
	Lead     record.ID      `json:"lead,omitzero"` // who answers for it
	Opened   time.Time      `json:"opened"`
	OpenedBy record.ID      `json:"opened_by"`
	State    State          `json:"state"`
	Outcome  Outcome        `json:"outcome,omitempty"`
	Note     string         `json:"note,omitempty"` // why it is closed
	Urgency  report.Urgency `json:"urgency"`

	Version              // the statement that holds
	Conflicts []Version  `json:"conflicts,omitempty"` // statements written at once, of which a person chooses
	Members   []Member   `json:"members,omitempty"`
	Questions []Question `json:"questions,omitempty"`

	Into     record.ID   `json:"into,omitzero"` // the incident that has taken this one in
	Absorbed []record.ID `json:"-"`             // those that this one has taken in
	Revision int64       `json:"-"`             // grows with everything done about the incident
}

// Member is a report's place in an incident.
type Member struct {
	Report record.ID   `json:"report"`
	Tells  Tells       `json:"tells"`
	Origin Origin      `json:"origin"`
	Denies bool        `json:"denies,omitempty"` // it says that the thing did not happen
	By     record.ID   `json:"by"`
	At     time.Time   `json:"at"`
	Seq    int64       `json:"seq"`
	Rev    record.Hash `json:"rev"`
}

// Tells is how a report tells of the thing.
type Tells string

// The ways of telling.
const (
	Witness  Tells = "witness"
	ByEar    Tells = "hearsay"
	Media    Tells = "media"
	Official Tells = "official"
)

// Ways lists them.
func Ways() []Tells { return []Tells{Witness, ByEar, Media, Official} }

// Origin is whose word a report repeats.
type Origin struct {
	Kind   OriginKind `json:"kind"`
	Report record.ID  `json:"report,omitzero"` // another one of the incident
	Name   string     `json:"name,omitempty"`  // an outside source: a radio, a message of a day
}

// OriginKind is what kind of origin it is.
type OriginKind string

// The kinds of origin.
const (
	OwnWord  OriginKind = "own"     // it repeats nobody
	OfReport OriginKind = "report"  // what another report says
	Outside  OriginKind = "outside" // what a source outside the network says
	Unjudged OriginKind = "unknown" // nobody knows, or has asked
)

// account is what an incident tells, as far as it is compared with reports.
func (in *Incident) account() corroborate.Account {
	s := &in.Statement
	a := corroborate.Account{Kind: string(s.Kind), From: s.When.From, To: s.When.To, Point: s.Where.Point, Place: s.Where.Place, Told: in.text()}
	if a.From.IsZero() {
		a.From = in.Opened
	}
	if a.To.Before(a.From) {
		a.To = a.From
	}
	a.Text = a.Told
	for _, h := range s.Harmed {
		switch h.What {
		case Killed:
			a.Dead += h.Count
		case Injured:
			a.Hurt += h.Count
		case Missing:
			a.Lost += h.Count
		default:
		}
	}
	return a
}

// text is all that the statement says, for search and comparison.
func (in *Incident) text() string {
	t := in.Statement.Title
	for _, s := range in.Statement.Known {
		t += "\n" + s.Text
	}
	for _, s := range in.Statement.Assessed {
		t += "\n" + s.Text
	}
	if in.Statement.Where.Detail != "" {
		t += "\n" + in.Statement.Where.Detail
	}
	return t
}

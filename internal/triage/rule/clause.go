package rule

import (
	"fmt"
	"slices"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/network/place"
	"wasl/internal/network/unit"
)

// Clause is a condition as it is written, in ledgers and over HTTP: an object with
// one member, which says what it is.
type Clause struct {
	All      []Clause     `json:"all,omitempty"`
	Any      []Clause     `json:"any,omitempty"`
	None     []Clause     `json:"none,omitempty"`
	Kind     []string     `json:"kind,omitempty"`
	Form     []string     `json:"form,omitempty"`
	Place    []place.Ref  `json:"place,omitempty"`
	Urgency  []string     `json:"urgency,omitempty"`
	Channel  []string     `json:"channel,omitempty"`
	Language []string     `json:"language,omitempty"`
	Unit     []record.ID  `json:"unit,omitempty"`
	Words    *WordsClause `json:"words,omitempty"`
	Hours    *HoursClause `json:"hours,omitempty"`
	Count    *CountClause `json:"count,omitempty"`
}

// WordsClause has one member: any of the words, or all.
type WordsClause struct {
	Any []string `json:"any,omitempty"`
	All []string `json:"all,omitempty"`
}

// HoursClause has times such as 22:00; days count from Sunday, 0.
type HoursClause struct {
	From string `json:"from"`
	To   string `json:"to"`
	Days []int  `json:"days,omitempty"`
}

// CountClause asks for a number of people at least.
type CountClause struct {
	Of    string `json:"of" enum:"dead,injured,missing"`
	Least int    `json:"least"`
}

// Deed is an act as it is written: an object with one member.
type Deed struct {
	Send     *record.ID `json:"send,omitempty" doc:"to a unit"`
	SendDesk string     `json:"send_desk,omitempty" doc:"to the unit of this kind that answers for the report's place"`
	Urgency  string     `json:"urgency,omitempty" doc:"proposed"`
	Kind     string     `json:"kind,omitempty" doc:"proposed"`
	Person   *record.ID `json:"person,omitempty" doc:"proposed"`
	Review   bool       `json:"review,omitempty" doc:"a second look once it is closed"`
}

// Condition reads what was written. It faults with Invalid where a member is
// missing, stands beside another, or has a value that there is not.
func (c Clause) Condition() (Condition, error) {
	var made []Condition
	var wrong error
	add := func(there bool, make func() (Condition, error)) {
		if !there || wrong != nil {
			return
		}
		var one Condition
		if one, wrong = make(); wrong == nil {
			made = append(made, one)
		}
	}
	add(c.All != nil, func() (Condition, error) { of, err := conditions(c.All); return All(of), err })
	add(c.Any != nil, func() (Condition, error) { of, err := conditions(c.Any); return Any(of), err })
	add(c.None != nil, func() (Condition, error) { of, err := conditions(c.None); return None(of), err })
	add(c.Kind != nil, func() (Condition, error) { return Kinds(c.Kind), nil })
	add(c.Form != nil, func() (Condition, error) { return Forms(c.Form), nil })
	add(c.Place != nil, func() (Condition, error) { return Places(c.Place), nil })
	add(c.Language != nil, func() (Condition, error) { return Languages(c.Language), nil })
	add(c.Unit != nil, func() (Condition, error) { return Units(c.Unit), nil })
	add(c.Urgency != nil, c.urgencies)
	add(c.Channel != nil, c.channels)
	add(c.Words != nil, c.words)
	add(c.Hours != nil, c.hours)
	add(c.Count != nil, c.count)
	if wrong != nil {
		return nil, wrong
	}
	if len(made) != 1 {
		return nil, unclear()
	}
	return made[0], nil
}

func conditions(cs []Clause) (of []Condition, err error) {
	for _, c := range cs {
		one, err := c.Condition()
		if err != nil {
			return nil, err
		}
		of = append(of, one)
	}
	return of, nil
}

func unclear() error {
	return invalid("rule.clause.unclear", "a condition or an act of the rule is not one that there is", "build the rule again in the console")
}

func (c Clause) urgencies() (Condition, error) {
	var out Urgencies
	for _, name := range c.Urgency {
		u, ok := report.ParseUrgency(name)
		if !ok {
			return nil, unclear()
		}
		out = append(out, u)
	}
	return out, nil
}

func (c Clause) channels() (Condition, error) {
	var out Channels
	for _, name := range c.Channel {
		if !slices.Contains(report.Channels(), report.Channel(name)) {
			return nil, unclear()
		}
		out = append(out, report.Channel(name))
	}
	return out, nil
}

func (c Clause) words() (Condition, error) {
	if (c.Words.Any == nil) == (c.Words.All == nil) {
		return nil, unclear()
	}
	if c.Words.All != nil {
		return Words{Of: c.Words.All, All: true}, nil
	}
	return Words{Of: c.Words.Any}, nil
}

func (c Clause) hours() (Condition, error) {
	from, ok := ParseClock(c.Hours.From)
	to, ok2 := ParseClock(c.Hours.To)
	h := Hours{From: from, To: to}
	for _, d := range c.Hours.Days {
		if d < 0 || d > 6 {
			return nil, unclear()
		}
		h.Days |= 1 << d
	}
	if !ok || !ok2 {
		return nil, invalid("rule.hours.wrong", "these are no hours of a day", "give a time from 00:00 to 24:00 to begin, and another to end")
	}
	return h, nil
}

func (c Clause) count() (Condition, error) {
	h := Harm(c.Count.Of)
	if h != Dead && h != Injured && h != Missing {
		return nil, unclear()
	}
	return Count{Of: h, Least: c.Count.Least}, nil
}

// ParseClock reads a time such as 22:05 as a minute of the day.
func ParseClock(s string) (int, bool) {
	var h, m int
	if n, err := fmt.Sscanf(s, "%2d:%2d", &h, &m); err != nil || n != 2 || len(s) != 5 {
		return 0, false
	}
	return h*60 + m, h >= 0 && m >= 0 && m < 60 && h*60+m <= dayMinutes
}

// Clock writes a minute of the day as 22:05.
func Clock(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }

// ClauseOf writes a condition.
func ClauseOf(c Condition) Clause {
	switch c := c.(type) {
	case All:
		return Clause{All: clauses(c)}
	case Any:
		return Clause{Any: clauses(c)}
	case None:
		return Clause{None: clauses(c)}
	case Kinds:
		return Clause{Kind: c}
	case Forms:
		return Clause{Form: c}
	case Places:
		return Clause{Place: c}
	case Languages:
		return Clause{Language: c}
	case Units:
		return Clause{Unit: c}
	case Urgencies:
		return Clause{Urgency: names(c)}
	case Channels:
		return Clause{Channel: names(c)}
	case Words:
		if c.All {
			return Clause{Words: &WordsClause{All: c.Of}}
		}
		return Clause{Words: &WordsClause{Any: c.Of}}
	case Hours:
		h := &HoursClause{From: Clock(c.From), To: Clock(c.To)}
		for d := range 7 {
			if c.Days.Has(d) {
				h.Days = append(h.Days, d)
			}
		}
		return Clause{Hours: h}
	case Count:
		return Clause{Count: &CountClause{Of: string(c.Of), Least: c.Least}}
	}
	return Clause{}
}

func clauses(cs []Condition) []Clause {
	out := make([]Clause, len(cs))
	for i, c := range cs {
		out[i] = ClauseOf(c)
	}
	return out
}

func names[S ~string](all []S) (out []string) {
	for _, s := range all {
		out = append(out, string(s))
	}
	return out
}

// Act reads what was written. It faults with Invalid as Condition does.
func (d Deed) Act() (Act, error) {
	var made []Act
	if d.Send != nil {
		made = append(made, Send{*d.Send})
	}
	if d.SendDesk != "" {
		if !slices.Contains(unit.Kinds(), unit.Kind(d.SendDesk)) {
			return nil, unclear()
		}
		made = append(made, SendDesk{unit.Kind(d.SendDesk)})
	}
	if d.Urgency != "" {
		u, ok := report.ParseUrgency(d.Urgency)
		if !ok {
			return nil, unclear()
		}
		made = append(made, Urge{u})
	}
	if d.Kind != "" {
		made = append(made, Rename{d.Kind})
	}
	if d.Person != nil {
		made = append(made, Give{*d.Person})
	}
	if d.Review {
		made = append(made, Review{})
	}
	if len(made) != 1 {
		return nil, unclear()
	}
	return made[0], nil
}

// Acts reads what was written.
func Acts(deeds []Deed) (acts []Act, err error) {
	for _, d := range deeds {
		a, err := d.Act()
		if err != nil {
			return nil, err
		}
		acts = append(acts, a)
	}
	return acts, nil
}

// Deeds writes acts.
func Deeds(acts []Act) []Deed {
	out := make([]Deed, len(acts))
	for i, a := range acts {
		switch a := a.(type) {
		case Send:
			out[i].Send = &a.To
		case SendDesk:
			out[i].SendDesk = string(a.Kind)
		case Urge:
			out[i].Urgency = string(a.To)
		case Rename:
			out[i].Kind = a.To
		case Give:
			out[i].Person = &a.To
		case Review:
			out[i].Review = true
		}
	}
	return out
}

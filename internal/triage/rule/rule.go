// Package rule sorts reports as they come in, by rules that people write in the
// console: conditions on what a report says, combined by all, any and none, and
// what is to be done. A rule is tried on past reports before somebody switches it
// on with a reason. It may send a report to another desk, and propose the rest:
// a person decides.
package rule

import (
	"iter"
	"strconv"
	"unicode/utf8"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/keep/search"
	"wasl/internal/network/place"
	"wasl/internal/network/unit"
)

// A Condition is what a rule asks of a report. The set is closed: there is no
// language behind it in which anything else could be said.
//
//sumtype:decl
type Condition interface{ condition() }

// The conditions. The first three hold others; each of the rest is met where the
// report has one of its values.
type (
	// All is met where each of its conditions is.
	All []Condition
	// Any is met where one of its conditions is.
	Any []Condition
	// None is met where not one of its conditions is.
	None []Condition

	// Kinds are kinds of report.
	Kinds []string
	// Forms are forms by their ids.
	Forms []string
	// Places are met by reports from within one of them, too.
	Places []place.Ref
	// Urgencies are as reported.
	Urgencies []report.Urgency
	// Channels are ways by which reports come.
	Channels []report.Channel
	// Languages are those in which reports are written.
	Languages []string
	// Units are the desk that the report has come to, or one above it.
	Units []record.ID

	// Words are looked for as search does it: by their stems, in Arabic, French
	// and English. What has several words is a phrase.
	Words struct {
		Of  []string
		All bool // all of them, not any
	}
	// Hours are when the report came in, by the node's clock. From may lie after
	// To: over midnight.
	Hours struct {
		From, To int  // minutes of the day; To is not within
		Days     Days // of the week on which it came in; none: every day
	}
	// Count asks for a number of people at least.
	Count struct {
		Of    Harm
		Least int
	}
)

func (All) condition()       {}
func (Any) condition()       {}
func (None) condition()      {}
func (Kinds) condition()     {}
func (Forms) condition()     {}
func (Places) condition()    {}
func (Urgencies) condition() {}
func (Channels) condition()  {}
func (Languages) condition() {}
func (Units) condition()     {}
func (Words) condition()     {}
func (Hours) condition()     {}
func (Count) condition()     {}

// Days are days of the week: bit n is time.Weekday n.
type Days uint8

// Has tells whether a day is one of them.
func (d Days) Has(day int) bool { return d>>day&1 == 1 }

// Harm is what was done to people.
type Harm string

// The harms that reports count.
const (
	Dead    Harm = "dead"
	Injured Harm = "injured"
	Missing Harm = "missing"
)

// An Act is what a rule does. The set is closed.
//
//sumtype:decl
type Act interface{ act() }

// The acts. The first two send the report on; the rest propose.
type (
	// Send sends it to a unit.
	Send struct{ To record.ID }
	// SendDesk sends it to the unit of a kind that answers for the report's place.
	SendDesk struct{ Kind unit.Kind }
	// Urge proposes an urgency.
	Urge struct{ To report.Urgency }
	// Rename proposes another kind.
	Rename struct{ To string }
	// Give proposes a person to work on it.
	Give struct{ To record.ID }
	// Review asks for a second look once it is closed.
	Review struct{}
)

func (Send) act()     {}
func (SendDesk) act() {}
func (Urge) act()     {}
func (Rename) act()   {}
func (Give) act()     {}
func (Review) act()   {}

// Draft is what a rule says.
type Draft struct {
	Unit record.ID // whose rule it is: it looks at what comes to the desks of this unit and of those below
	Name string
	When Condition
	Then []Act
	Stop bool // no later rule looks at the report where this one was met
}

// Limits of a rule.
const (
	maxName   = 120 // bytes: a line
	maxDepth  = 4   // of conditions within conditions: deeper, no sentence can be understood
	maxParts  = 40  // conditions in all
	maxValues = 60  // of one condition: all moughataas
	maxWord   = 80  // bytes of a word or phrase
	maxActs   = 6   // one of each
	maxRules  = 100 // of one unit
)

// Check reports the first thing wrong with d by itself.
func (d Draft) Check() error {
	switch {
	case d.Name == "" || len(d.Name) > maxName || !utf8.ValidString(d.Name):
		return invalid("rule.name.wrong", "the rule has no name, or one that is too long", "name it in a few words")
	case d.When == nil:
		return invalid("rule.when.missing", "the rule asks nothing of a report", "say which reports it is about")
	case len(d.Then) == 0:
		return invalid("rule.then.missing", "the rule does nothing", "say what it is to do")
	}
	parts := 0
	if err := checkCondition(d.When, 1, &parts); err != nil {
		return err
	}
	return checkActs(d.Then)
}

func checkCondition(c Condition, depth int, parts *int) error {
	if *parts++; *parts > maxParts || depth > maxDepth {
		return invalid("rule.when.large", "the rule is too large: {0} conditions at most, {1} deep", "make several rules of it", strconv.Itoa(maxParts), strconv.Itoa(maxDepth))
	}
	if of, ok := inner(c); ok {
		if len(of) == 0 {
			return invalid("rule.when.missing", "the rule asks nothing of a report", "say which reports it is about")
		}
		for _, in := range of {
			if err := checkCondition(in, depth+1, parts); err != nil {
				return err
			}
		}
		return nil
	}
	switch n := values(c); {
	case n == 0:
		return invalid("rule.when.empty", "a condition names nothing", "choose at least one value, or take the condition out")
	case n > maxValues:
		return invalid("rule.when.values", "a condition has more than {0} values", "make several rules of it", strconv.Itoa(maxValues))
	}
	switch c := c.(type) {
	case Words:
		return c.check()
	case Hours:
		if c.From < 0 || c.From >= dayMinutes || c.To < 0 || c.To > dayMinutes || c.From == c.To || c.Days >= 1<<7 {
			return invalid("rule.hours.wrong", "these are no hours of a day", "give a time from 00:00 to 24:00 to begin, and another to end")
		}
	case Count:
		if c.Least < 1 || c.Least > maxHarm {
			return invalid("rule.count.wrong", "this is no number of people", "give a number from 1 to {0}", strconv.Itoa(maxHarm))
		}
	default:
	}
	return nil
}

const (
	dayMinutes = 24 * 60
	maxHarm    = 1_000_000 // as reports count them
)

// inner gives the conditions that a condition holds.
func inner(c Condition) ([]Condition, bool) {
	switch c := c.(type) {
	case All:
		return c, true
	case Any:
		return c, true
	case None:
		return c, true
	default:
		return nil, false
	}
}

// parts gives a condition and all that it holds.
func parts(c Condition) iter.Seq[Condition] {
	return func(yield func(Condition) bool) { walk(c, yield) }
}

func walk(c Condition, yield func(Condition) bool) bool {
	if !yield(c) {
		return false
	}
	of, _ := inner(c)
	for _, in := range of {
		if !walk(in, yield) {
			return false
		}
	}
	return true
}

// values is how many values a condition names.
func values(c Condition) int {
	switch c := c.(type) {
	case Kinds:
		return len(c)
	case Forms:
		return len(c)
	case Places:
		return len(c)
	case Urgencies:
		return len(c)
	case Channels:
		return len(c)
	case Languages:
		return len(c)
	case Units:
		return len(c)
	case Words:
		return len(c.Of)
	default:
		return 1
	}
}

// check holds the words against what search looks for: a word such as "the" is in
// no index.
func (w Words) check() error {
	for _, word := range w.Of {
		if len(word) > maxWord || !utf8.ValidString(word) {
			return invalid("rule.word.long", "a word or phrase is longer than {0} bytes", "shorten it", strconv.Itoa(maxWord))
		}
		if len(search.Stems(word)) == 0 {
			return invalid("rule.word.empty", "“{0}” says too little to be looked for", "choose a word that only such reports have", word)
		}
	}
	return nil
}

func checkActs(acts []Act) error {
	if len(acts) > maxActs {
		return invalid("rule.then.many", "the rule does more than {0} things", "make several rules of it", strconv.Itoa(maxActs))
	}
	seen := map[string]bool{}
	for _, a := range acts {
		what := what(a)
		if seen[what] {
			return invalid("rule.then.twice", "the rule does the same thing in two ways", "keep one of them")
		}
		seen[what] = true
	}
	return nil
}

// what is that of which a rule does one thing at most.
func what(a Act) string {
	switch a.(type) {
	case Send, SendDesk:
		return "send"
	case Urge:
		return "urge"
	case Rename:
		return "rename"
	case Give:
		return "give"
	default: // Review
		return "review"
	}
}

func invalid(key, msg, hint string, args ...string) error {
	return &fault.Error{Kind: fault.Invalid, Op: "rule", Key: key, Msg: msg, Hint: hint, Args: args}
}

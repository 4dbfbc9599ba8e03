package rule

import (
	"slices"
	"strconv"
	"strings"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/network/place"
	"wasl/internal/network/unit"
)

// Names gives what things are called in a language; each gives "" for what it does
// not know.
type Names struct {
	Kind   func(kind string, l lang.Language) string
	Form   func(form string, l lang.Language) string
	Unit   func(id record.ID, l lang.Language) string
	Place  func(p place.Ref, l lang.Language) string
	Person func(id record.ID) string
	Root   record.ID // the unit above all: that a rule is its own goes without saying
}

// Sentence says in a language what a rule does.
func (d Draft) Sentence(l lang.Language, n Names) string {
	s := speaker{l, n}
	pieces := s.pieces(d.When)
	if d.Unit != n.Root {
		pieces = append([]string{lang.Say(l, "rule.say.at", "that come to {0} or to a unit below it", s.aloud(n.Unit(d.Unit, l)))}, pieces...)
	}
	var does []string
	for _, a := range d.Then {
		does = append(does, s.act(a))
	}
	comma, and := s.comma(), lang.Say(l, "rule.say.and", " and ")
	text := lang.Say(l, "rule.say.whole", "Reports {0} {1}.", strings.Join(pieces, lang.Say(l, "rule.say.pieces", ", ")), listed(does, comma, and))
	if d.Stop {
		text += lang.Say(l, "rule.say.stop", " No later rule looks at them.")
	}
	return text
}

// speaker says the parts of a sentence.
type speaker struct {
	l lang.Language
	n Names
}

func (s speaker) comma() string { return lang.Say(s.l, "rule.say.comma", ", ") }

// pieces are what stands after "reports": one for each condition that must be met.
func (s speaker) pieces(c Condition) []string {
	of, ok := c.(All)
	if !ok {
		return []string{s.piece(c)}
	}
	var all []string
	for _, in := range of {
		all = append(all, s.pieces(in)...)
	}
	return all
}

func (s speaker) piece(c Condition) string {
	switch c := c.(type) {
	case All:
		return lang.Say(s.l, "rule.say.together", "({0})", listed(s.each(c), s.comma(), lang.Say(s.l, "rule.say.both", " and ")))
	case Any:
		if len(c) == 1 {
			return s.piece(c[0])
		}
		return lang.Say(s.l, "rule.say.either", "either {0}", strings.Join(s.each(c), lang.Say(s.l, "rule.say.or.either", ", or ")))
	case None:
		return lang.Say(s.l, "rule.say.but", "but not those {0}", strings.Join(s.each(c), lang.Say(s.l, "rule.say.nor", ", nor those ")))
	case Hours:
		return s.hours(c)
	case Count:
		return s.count(c)
	case Words:
		if c.All {
			return lang.Say(s.l, "rule.say.words.all", "that speak of {0}", listed(s.loud(c.Of), s.comma(), lang.Say(s.l, "rule.say.also", " and also ")))
		}
		return lang.Say(s.l, "rule.say.words", "that speak of {0}", s.or(s.loud(c.Of)))
	default:
		return s.value(c)
	}
}

func (s speaker) each(cs []Condition) (all []string) {
	for _, c := range cs {
		all = append(all, s.piece(c))
	}
	return all
}

// value says a condition that is a list of values.
func (s speaker) value(c Condition) string {
	l, n := s.l, s.n
	switch c := c.(type) {
	case Kinds:
		return lang.Say(l, "rule.say.kind", "of the kind {0}", s.or(s.loud(named(c, func(k string) string { return n.Kind(k, l) }))))
	case Forms:
		return lang.Say(l, "rule.say.form", "on the form {0}", s.or(s.loud(named(c, func(f string) string { return n.Form(f, l) }))))
	case Places:
		return lang.Say(l, "rule.say.place", "in {0}", s.or(s.quietly(named(c, func(p place.Ref) string { return n.Place(p, l) }))))
	case Units:
		return lang.Say(l, "rule.say.unit", "that are with {0} or with a unit below it", s.or(s.loud(named(c, func(u record.ID) string { return n.Unit(u, l) }))))
	case Urgencies:
		return lang.Say(l, "rule.say.urgency", "that came in as {0}", s.or(s.loud(named(c, s.urgency))))
	case Channels:
		return lang.Say(l, "rule.say.channel", "that came by {0}", s.or(s.quietly(named(c, s.channel))))
	case Languages:
		return lang.Say(l, "rule.say.language", "written in {0}", s.or(named(c, s.language)))
	default:
		return ""
	}
}

// named gives the names of values, and a value itself where it has none.
func named[T any](values []T, name func(T) string) (out []string) {
	for _, v := range values {
		out = append(out, name(v))
	}
	return out
}

// listed joins words: a, b and c.
func listed(words []string, comma, last string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], comma) + last + words[len(words)-1]
}

func (s speaker) or(words []string) string {
	return listed(words, s.comma(), lang.Say(s.l, "rule.say.or", " or "))
}

// A name may run in the other direction than the sentence: it is kept apart.
const (
	isolate = "\u2068"
	pop     = "\u2069"
)

func (s speaker) quiet(name string) string { return isolate + name + pop }

func (s speaker) quietly(names []string) []string { return named(names, s.quiet) }

// aloud puts a name into quotation marks.
func (s speaker) aloud(name string) string {
	return lang.Say(s.l, "rule.say.quoted", "“{0}”", s.quiet(name))
}

func (s speaker) loud(names []string) []string { return named(names, s.aloud) }

func (s speaker) hours(h Hours) string {
	text := lang.Say(s.l, "rule.say.hours", "received between {0} and {1}", s.quiet(Clock(h.From)), s.quiet(Clock(h.To)))
	if h.From == 0 && h.To == dayMinutes {
		text = lang.Say(s.l, "rule.say.received", "received")
	}
	if h.Days == 0 {
		return text
	}
	var days []string
	for d := range 7 {
		if h.Days.Has((d + 1) % 7) { // a week begins on Monday
			days = append(days, s.day((d+1)%7))
		}
	}
	return text + " " + lang.Say(s.l, "rule.say.days", "on {0}", s.or(days))
}

func (s speaker) day(d int) string {
	return []string{
		lang.Say(s.l, "rule.day.sunday", "Sunday"), lang.Say(s.l, "rule.day.monday", "Monday"), lang.Say(s.l, "rule.day.tuesday", "Tuesday"),
		lang.Say(s.l, "rule.day.wednesday", "Wednesday"), lang.Say(s.l, "rule.day.thursday", "Thursday"), lang.Say(s.l, "rule.day.friday", "Friday"),
		lang.Say(s.l, "rule.day.saturday", "Saturday"),
	}[d]
}

func (s speaker) count(c Count) string {
	n := strconv.Itoa(c.Least)
	switch c.Of {
	case Dead:
		return lang.Say(s.l, "rule.say.dead", "that count {0} dead or more", n)
	case Injured:
		return lang.Say(s.l, "rule.say.injured", "that count {0} injured or more", n)
	default: // Missing
		return lang.Say(s.l, "rule.say.missing", "that count {0} missing or more", n)
	}
}

func (s speaker) urgency(u report.Urgency) string {
	switch u {
	case report.Now:
		return lang.Say(s.l, "rule.urgency.now", "Lives at risk")
	case report.Soon:
		return lang.Say(s.l, "rule.urgency.soon", "Soon")
	default:
		return lang.Say(s.l, "rule.urgency.routine", "Routine")
	}
}

func (s speaker) channel(c report.Channel) string {
	switch c {
	case report.App:
		return lang.Say(s.l, "rule.channel.app", "the reporter app")
	case report.OpenRosa:
		return "ODK Collect"
	case report.API:
		return lang.Say(s.l, "rule.channel.api", "a program")
	case report.CSV:
		return lang.Say(s.l, "rule.channel.csv", "an imported file")
	case report.Operator:
		return lang.Say(s.l, "rule.channel.operator", "an operator")
	default:
		return string(c)
	}
}

func (s speaker) language(code string) string {
	switch code {
	case "ar":
		return lang.Say(s.l, "rule.language.ar", "Arabic")
	case "fr":
		return lang.Say(s.l, "rule.language.fr", "French")
	case "en":
		return lang.Say(s.l, "rule.language.en", "English")
	case "ff":
		return lang.Say(s.l, "rule.language.ff", "Pulaar")
	case "snk":
		return lang.Say(s.l, "rule.language.snk", "Soninke")
	case "wo":
		return lang.Say(s.l, "rule.language.wo", "Wolof")
	default:
		return s.quiet(code)
	}
}

// act says what is done with the reports.
func (s speaker) act(a Act) string {
	switch a := a.(type) {
	case Send:
		return lang.Say(s.l, "rule.say.send", "go to {0}", s.aloud(s.n.Unit(a.To, s.l)))
	case SendDesk:
		return lang.Say(s.l, "rule.say.desk", "go to the unit of the kind {0} that answers for their place", s.aloud(s.kindOfUnit(a.Kind)))
	case Urge:
		return lang.Say(s.l, "rule.say.urge", "are proposed as {0}", s.aloud(s.urgency(a.To)))
	case Rename:
		return lang.Say(s.l, "rule.say.rename", "are proposed to be of the kind {0}", s.aloud(s.n.Kind(a.To, s.l)))
	case Give:
		return lang.Say(s.l, "rule.say.give", "are proposed to {0}", s.quiet(s.n.Person(a.To)))
	default: // Review
		return lang.Say(s.l, "rule.say.review", "get a second look once they are closed")
	}
}

func (s speaker) kindOfUnit(k unit.Kind) string {
	i := slices.Index(unit.Kinds(), k)
	if i < 0 {
		return string(k)
	}
	return []string{
		lang.Say(s.l, "rule.unit.administration", "administration"), lang.Say(s.l, "rule.unit.authority", "authority"), lang.Say(s.l, "rule.unit.police", "police"),
		lang.Say(s.l, "rule.unit.gendarmerie", "gendarmerie"), lang.Say(s.l, "rule.unit.guard", "national guard"), lang.Say(s.l, "rule.unit.customs", "customs"),
		lang.Say(s.l, "rule.unit.coast", "coast guard"), lang.Say(s.l, "rule.unit.protection", "civil protection"), lang.Say(s.l, "rule.unit.health", "health"),
		lang.Say(s.l, "rule.unit.ngo", "NGO"), lang.Say(s.l, "rule.unit.committee", "committee"), lang.Say(s.l, "rule.unit.post", "post"),
	}[i]
}

package incident

import (
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"wasl/internal/base/fault"
	"wasl/internal/triage/taxonomy"
)

func invalid(key, msg, hint string, args ...string) error {
	return &fault.Error{Kind: fault.Invalid, Op: "incident", Key: key, Msg: msg, Hint: hint, Args: args}
}

// unknown is the fault of a word that is not of a closed list.
func unknown(word string) error {
	return invalid("incident.word.unknown", "{0} is none of the words for this", "choose one from the list", word)
}

func tooLong(bytes int) error {
	return &fault.Error{
		Kind: fault.TooLarge, Op: "incident", Key: "incident.text.long", Msg: "a text is longer than {0} bytes", Hint: "shorten it",
		Args: []string{strconv.Itoa(bytes)},
	}
}

func tooMany(most int) error {
	return &fault.Error{
		Kind: fault.TooLarge, Op: "incident", Key: "incident.rows.many", Msg: "there are more than {0} of these", Hint: "put some together",
		Args: []string{strconv.Itoa(most)},
	}
}

func checkText(text string, most int) error {
	switch {
	case strings.TrimSpace(text) == "":
		return invalid("incident.text.missing", "there is no text", "write what you want to say")
	case len(text) > most:
		return tooLong(most)
	}
	return nil
}

// Check reports the first thing wrong with a statement.
func (s *Statement) Check() error {
	for _, check := range []func() error{s.checkWhat, s.When.check, s.Where.check, s.checkHarmed, s.checkSayings} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func (s *Statement) checkWhat() error {
	if _, ok := taxonomy.Parse(string(s.Kind)); !ok {
		return unknown(string(s.Kind))
	}
	if len(s.Title) > MaxTitle {
		return tooLong(MaxTitle)
	}
	return nil
}

func (w *When) check() error {
	switch {
	case !slices.Contains(TimePrecisions(), w.Precision):
		return unknown(string(w.Precision))
	case w.From.IsZero() != (w.Precision == Whenever) || w.From.IsZero() && !w.To.IsZero():
		return invalid("incident.when.missing", "the time and how far it is known do not fit", "give a time, or say that it is not known")
	case !w.To.IsZero() && w.To.Before(w.From):
		return invalid("incident.when.turned", "it ends before it begins", "check both times")
	}
	return nil
}

func (w *Where) check() error {
	switch {
	case !slices.Contains(PlacePrecisions(), w.Precision):
		return unknown(string(w.Precision))
	case w.Point != nil && !w.Point.Valid():
		return invalid("incident.point.nowhere", "the place is not on the earth", "check latitude and longitude")
	case len(w.Detail) > MaxDetail:
		return tooLong(MaxDetail)
	case w.Precision == Exact && w.Point == nil:
		return invalid("incident.where.point", "the exact spot is said to be known, and there is no point", "set the point on the map, or say how far it is known")
	}
	return nil
}

func (s *Statement) checkHarmed() error {
	if len(s.Harmed) > MaxHarmed {
		return tooMany(MaxHarmed)
	}
	type row struct {
		what What
		sex  Sex
		age  Age
	}
	seen := map[row]bool{}
	for _, h := range s.Harmed {
		switch {
		case !slices.Contains(Whats(), h.What):
			return unknown(string(h.What))
		case !slices.Contains(Sexes(), h.Sex):
			return unknown(string(h.Sex))
		case !slices.Contains(Ages(), h.Age):
			return unknown(string(h.Age))
		case h.Count < 1 || h.Count > MaxCount:
			return invalid("incident.harm.count", "a number of people is not between 1 and {0}", "check the number", strconv.Itoa(MaxCount))
		case seen[row{h.What, h.Sex, h.Age}]:
			return invalid("incident.harm.twice", "the same people are counted twice", "put both rows together")
		}
		seen[row{h.What, h.Sex, h.Age}] = true
	}
	return nil
}

func (s *Statement) checkSayings() error {
	if len(s.Known)+len(s.Assessed) > MaxSayings {
		return tooMany(MaxSayings)
	}
	for _, k := range s.Known {
		if k.As != Fact && k.As != Hearsay {
			return unknown(string(k.As))
		}
		if err := checkText(k.Text, MaxSaying); err != nil {
			return err
		}
		if len(k.Reports) > MaxSupport {
			return tooMany(MaxSupport)
		}
	}
	for _, a := range s.Assessed {
		if a.Likelihood != "" && !slices.Contains(Likelihoods(), a.Likelihood) {
			return unknown(string(a.Likelihood))
		}
		if err := checkText(a.Text, MaxSaying); err != nil {
			return err
		}
		if len(a.Reports) > MaxSupport {
			return tooMany(MaxSupport)
		}
	}
	return nil
}

// rebase puts what somebody changed, from the statement that they had before them,
// onto the one that holds now. It is false where both changed the same part: then
// a person has to choose.
func rebase(base, mine, now Statement) (Statement, bool) {
	b, m, n := reflect.ValueOf(base), reflect.ValueOf(mine), reflect.ValueOf(now)
	out := reflect.New(b.Type()).Elem()
	for i := range b.NumField() {
		switch {
		case same(m.Field(i), b.Field(i)), same(m.Field(i), n.Field(i)):
			out.Field(i).Set(n.Field(i))
		case same(n.Field(i), b.Field(i)):
			out.Field(i).Set(m.Field(i))
		default:
			return mine, false
		}
	}
	s, _ := out.Interface().(Statement) // it is made of one
	return s, true
}

// same compares parts of statements as the ledger keeps them: an empty list is
// none, and times are instants.
func same(a, b reflect.Value) bool {
	x, errX := json.Marshal(a.Interface())
	y, errY := json.Marshal(b.Interface())
	if errX != nil || errY != nil {
		return false
	}
	return string(x) == string(y) || none(a) && none(b)
}

func none(v reflect.Value) bool { return v.Kind() == reflect.Slice && v.Len() == 0 }

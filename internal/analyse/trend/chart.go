package trend

import (
	"cmp"
	"context"
	"maps"
	"math"
	"slices"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/guard/policy"
	"wasl/internal/network/place"
)

// rules are those that a desk can choose, by their names.
var rules = map[string]Rule{
	Steady: NewFlexible(), "ears_c1": NewEARS(C1), "ears_c2": NewEARS(C2), "ears_c3": NewEARS(C3),
}

// Steady is the name of the rule that is taken where none is asked for: it has few
// false alarms.
const Steady = "farrington"

// RuleNames lists the rules that can be asked for.
func RuleNames() []string { return []string{Steady, "ears_c1", "ears_c2", "ears_c3"} }

func ruleOf(name string) (Rule, error) {
	r, ok := rules[cmp.Or(name, Steady)]
	if !ok {
		return nil, invalid("trend.ruleOf", "trend.rule.unknown", "there is no such rule", "choose a rule from the list")
	}
	return r, nil
}

// Ask says which series somebody wants to see.
type Ask struct {
	By    string    // "kind": one a kind; "place": one a moughataa
	Kind  string    // those of one kind alone, or "" for all
	Place place.Ref // those of one place alone; it may lie in the place that is counted
	Rule  string    // "" for Steady
	Weeks int       // to show
	Most  int       // series to show
}

// A Chart is a series with what its rule makes of every week shown.
type Chart struct {
	Key
	From     time.Time // when the first week shown begins
	Verdicts []Verdict // a week each, the running one last
}

// Total is how many were counted in the weeks shown.
func (c *Chart) Total() (n int) {
	for i := range c.Verdicts {
		n += c.Verdicts[i].Observed
	}
	return n
}

// Last is the verdict on the last week that is over, and false where there is none.
func (c *Chart) Last() (Verdict, bool) {
	if len(c.Verdicts) < 2 {
		return Verdict{}, false
	}
	return c.Verdicts[len(c.Verdicts)-2], true
}

// alarms is how many of the last four weeks gave an alarm.
func (c *Chart) alarms() (n int) {
	const lately = 4
	for i := max(0, len(c.Verdicts)-lately); i < len(c.Verdicts); i++ {
		if c.Verdicts[i].Alarm() {
			n++
		}
	}
	return n
}

// Charts are what a page shows.
type Charts struct {
	At     time.Time // when it was counted
	Rule   string
	Charts []Chart // the whole of what was asked for first, then those with alarms, then those with most reports
	More   int     // series that there was no room for
}

// Charts gives the series that somebody asks for, as far as they may see the reports.
func (s *Service) Charts(ctx context.Context, a policy.Actor, ask Ask) (Charts, error) {
	rule, err := ruleOf(ask.Rule)
	if err != nil {
		return Charts{}, err
	}
	v, err := s.of(ctx, a)
	if err != nil {
		return Charts{}, err
	}
	defer v.mu.Unlock()
	out := Charts{At: v.at, Rule: cmp.Or(ask.Rule, Steady)}
	all := v.counted.asked(ask, s.districts())
	// What has nothing to show in the weeks asked for is no chart, and not reckoned.
	shown := slices.DeleteFunc(all[1:], func(sr Series) bool { return lately(sr, ask.Weeks) == 0 })
	slices.SortStableFunc(shown, func(a, b Series) int { return cmp.Compare(lately(b, ask.Weeks), lately(a, ask.Weeks)) })
	for i, sr := range append(all[:1:1], shown...) {
		if err := ctx.Err(); err != nil {
			return Charts{}, err
		}
		if i > ask.Most {
			out.More++
			continue
		}
		first := max(0, len(sr.Counts)-ask.Weeks)
		out.Charts = append(out.Charts, Chart{Key: sr.Key, From: sr.At(first), Verdicts: Trace(rule, sr, first)})
	}
	if len(out.Charts) > 1 {
		slices.SortStableFunc(out.Charts[1:], func(a, b Chart) int { return cmp.Compare(b.alarms(), a.alarms()) })
	}
	return out, nil
}

// lately is how many a series has in its last weeks.
func lately(s Series, weeks int) (n int) {
	for _, c := range s.Counts[max(0, len(s.Counts)-weeks):] {
		n += c
	}
	return n
}

// asked gives the series that are asked for: first the one over all of them.
func (c *counted) asked(ask Ask, district func(list, code string) place.Ref) []Series {
	in := district(ask.Place.List, ask.Place.Code)
	whole, ok := c.series(Key{Kind: ask.Kind, Place: in})
	if !ok {
		whole = Series{Key: Key{Kind: ask.Kind, Place: in}, Start: monday(weekOf(c.now)), Counts: []int{0}, Partial: true}
	}
	out := []Series{whole}
	for _, k := range slices.SortedFunc(maps.Keys(c.counts), Key.Compare) {
		switch ask.By {
		case "place":
			if k.Kind != ask.Kind || k.Place == (place.Ref{}) {
				continue
			}
		default:
			if k.Place != in || k.Kind == "" {
				continue
			}
		}
		if s, ok := c.series(k); ok {
			out = append(out, s)
		}
	}
	return out
}

// WeeksPerFalse is in how many weeks one test of such a chance gives a false
// alarm; 0 where it hardly ever does, so that nobody could tell.
func WeeksPerFalse(chance float64) int {
	const seldom = 1.0 / (20 * 52)
	if chance < seldom {
		return 0
	}
	return max(1, int(math.Round(1/chance)))
}

// Alarms are what is unusual now, over every kind and moughataa.
type Alarms struct {
	At     time.Time
	Rule   string
	Tally  Tally
	Alarms []Alarm
}

// Alarms judges the last whole week of every kind in every moughataa, and of each
// kind and each moughataa as a whole, and the week that runs.
func (s *Service) Alarms(ctx context.Context, a policy.Actor, rule string) (*Alarms, error) {
	r, err := ruleOf(rule)
	if err != nil {
		return nil, err
	}
	v, err := s.of(ctx, a)
	if err != nil {
		return nil, err
	}
	defer v.mu.Unlock()
	name := cmp.Or(rule, Steady)
	if found := v.alarms[name]; found != nil {
		return found, nil
	}
	found, err := Watch{Rules: []Rule{r}}.Look(ctx, v.counted.all())
	if err != nil {
		return nil, err
	}
	out := &Alarms{At: v.at, Rule: name, Tally: found.Tallies[0], Alarms: found.Alarms}
	v.alarms[name] = out
	return out, nil
}

// all lists every series that is judged. The one over everything is no alarm that
// anybody could act on.
func (c *counted) all() []Series {
	var out []Series
	for _, k := range slices.SortedFunc(maps.Keys(c.counts), Key.Compare) {
		if s, ok := c.series(k); ok && k != (Key{}) {
			out = append(out, s)
		}
	}
	return out[:min(len(out), maxSeries)]
}

// wrongWeek is the fault of a week that no table has.
func wrongWeek(op string) error {
	return &fault.Error{
		Kind: fault.Invalid, Op: op, Key: "trend.week.wrong", Msg: "this is no week that can be counted",
		Hint: "give the Monday on which it begins, of the last six years",
	}
}

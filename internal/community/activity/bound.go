package activity

import (
	"slices"
	"time"
)

// The days of a plan lie between these, seen from the moment it is written down. A year
// that was mistyped would keep the people of the activity, and open its phones, until
// then.
const (
	// Ahead is how far activities are planned: a budget is of a year or two.
	Ahead   = 2 * 366 * 24 * time.Hour
	longAgo = 5 * 366 * 24 * time.Hour // nothing of people is kept for longer: what was held before is entered by nobody
)

// checkTimes reports the first day of a plan that nobody means. Of those gone by long
// ago, what stood in the plan before stays.
func (s *Service) checkTimes(p *Plan, old *Activity) error {
	now := s.clock()
	var before []time.Time
	if old != nil {
		before = old.times()
	}
	for _, t := range p.times() {
		day := t.UTC().Format(time.DateOnly)
		switch {
		case t.After(now.Add(Ahead)):
			return invalid("activity.time.far", "the plan has a day more than two years ahead: {0}", "look at the year; nothing is planned for longer, as people are kept until it is over", day)
		case t.Before(now.Add(-longAgo)) && !slices.ContainsFunc(before, t.Equal):
			return invalid("activity.time.past", "the plan has a day more than five years ago: {0}", "look at the year; of what was held before then no people are kept", day)
		}
	}
	return nil
}

// Over is when the activity is over for all that ends with it. A plan that was written
// before its days had a bound may say one that nobody means: then it is so long after
// somebody last did something about it.
func (a *Activity) Over() time.Time {
	if latest := a.At.Add(Ahead); a.End().After(latest) {
		return latest
	}
	return a.End()
}

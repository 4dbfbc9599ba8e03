package duty

import (
	"slices"
	"time"

	"wasl/internal/base/record"
)

// span is a shift on its day, or an exception.
type span struct {
	from, to time.Time
	primary  record.ID
	deputies []record.ID
}

func (s span) covers(t time.Time) bool { return !t.Before(s.from) && t.Before(s.to) }

// Stretches gives who is on duty from one moment to another, without a hole: a
// stretch without anybody is one too. Days are those of zone.
func (p Plan) Stretches(swaps []Swap, from, to time.Time, zone *time.Location) []Stretch {
	shifts, exceptions := p.spans(from, to, zone)
	cuts := []time.Time{from, to}
	cut := func(t time.Time) {
		if t.After(from) && t.Before(to) {
			cuts = append(cuts, t)
		}
	}
	for _, list := range [][]span{shifts, exceptions} {
		for _, s := range list {
			cut(s.from)
			cut(s.to)
		}
	}
	for _, w := range swaps {
		cut(w.From)
		cut(w.To)
	}
	slices.SortFunc(cuts, time.Time.Compare)
	var out []Stretch
	for i, t := range cuts[:len(cuts)-1] {
		if !t.Before(cuts[i+1]) {
			continue
		}
		s := at(shifts, exceptions, t)
		for _, w := range swaps {
			if w.Turn == Taken && !t.Before(w.From) && t.Before(w.To) {
				s.hand(w.Giver, w.Taker)
			}
		}
		if s.From, s.To = t, cuts[i+1]; len(out) > 0 && out[len(out)-1].same(s) {
			out[len(out)-1].To = s.To
			continue
		}
		out = append(out, s)
	}
	return out
}

// spans lays the shifts out on the days of a time. A shift of the night before
// may still go on when it begins.
func (p Plan) spans(from, to time.Time, zone *time.Location) (shifts, exceptions []span) {
	first := from.In(zone).AddDate(0, 0, -1)
	for day := Hour(0).on(first); day.Before(to); day = Hour(0).on(day.AddDate(0, 0, 1)) {
		as := p.like(day)
		for _, s := range p.Shifts {
			if !slices.Contains(s.Days, as) {
				continue
			}
			end := day
			if s.To <= s.From {
				end = day.AddDate(0, 0, 1)
			}
			shifts = append(shifts, span{s.From.on(day), s.To.on(end), s.Primary, s.Deputies})
		}
	}
	for _, e := range p.Exceptions {
		exceptions = append(exceptions, span{e.From, e.To, e.Primary, e.Deputies})
	}
	return shifts, exceptions
}

// like is the day of the week whose shifts begin on a day, and 0 for none.
func (p Plan) like(day time.Time) int {
	date := day.Format(time.DateOnly)
	if i := slices.IndexFunc(p.Holidays, func(h Holiday) bool { return h.on(date) }); i >= 0 {
		return p.Holidays[i].As
	}
	return isoDay(day)
}

// isoDay is 1 on Monday and 7 on Sunday.
func isoDay(t time.Time) int { return (int(t.Weekday())+6)%7 + 1 }

// at gives who is on duty at a moment. Where two shifts overlap, the first of the
// plan's leads, and those of the other are deputies.
func at(shifts, exceptions []span, t time.Time) (s Stretch) {
	for _, e := range slices.Backward(exceptions) {
		if e.covers(t) {
			s.add(e.primary)
			for _, d := range e.deputies {
				s.add(d)
			}
			return s
		}
	}
	for _, sh := range shifts {
		if sh.covers(t) {
			s.add(sh.primary)
		}
	}
	for _, sh := range shifts {
		if sh.covers(t) {
			for _, d := range sh.deputies {
				s.add(d)
			}
		}
	}
	return s
}

func (s *Stretch) add(id record.ID) {
	switch {
	case id.Zero(), id == s.Primary, slices.Contains(s.Deputies, id):
	case s.Primary.Zero():
		s.Primary = id
	default:
		s.Deputies = append(s.Deputies, id)
	}
}

// hand puts one in another's place.
func (s *Stretch) hand(giver, taker record.ID) {
	all := s.All()
	i := slices.Index(all, giver)
	if i < 0 {
		return
	}
	all[i] = taker
	*s = Stretch{}
	for _, id := range all {
		s.add(id)
	}
}

// able leaves those alone who can still answer, and names the others.
func (s Stretch) able(can func(record.ID) bool) Stretch {
	out := Stretch{From: s.From, To: s.To}
	for _, id := range s.All() {
		if can(id) {
			out.add(id)
		} else {
			out.Left = append(out.Left, id)
		}
	}
	return out
}

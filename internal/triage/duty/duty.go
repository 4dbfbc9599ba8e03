// Package duty knows who answers for a unit at any hour: the shifts of its week,
// holidays, exceptions, and shifts that people hand to each other. Where nobody
// does, it says so.
package duty

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
)

// Hour is a time of day in minutes, written "22:00"; "24:00" ends a day.
type Hour int

const dayMinutes = 24 * 60

// ParseHour reads "22:00".
func ParseHour(s string) (Hour, error) {
	if len(s) == 5 && s[2] == ':' {
		h, e1 := strconv.ParseUint(s[:2], 10, 8)
		m, e2 := strconv.ParseUint(s[3:], 10, 8)
		if all := int(60*h + m); e1 == nil && e2 == nil && m < 60 && all <= dayMinutes {
			return Hour(all), nil
		}
	}
	return 0, invalid("duty.hour.wrong", "{0} is no time of day", "write it as 06:00 or 22:30", s)
}

// String writes "22:00".
func (h Hour) String() string { return fmt.Sprintf("%02d:%02d", int(h)/60, int(h)%60) }

// MarshalText writes "22:00".
func (h Hour) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText reads "22:00".
func (h *Hour) UnmarshalText(b []byte) (err error) {
	*h, err = ParseHour(string(b))
	return err
}

// on is the instant of the hour on the day of t.
func (h Hour) on(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, int(h), 0, 0, t.Location())
}

// Shift is a stretch of duty that comes every week. Whoever is first in it
// answers; the deputies do when the first does not.
type Shift struct {
	Days     []int       `json:"days"` // on which it begins: 1 Monday to 7 Sunday, as ISO 8601 counts
	From     Hour        `json:"from"`
	To       Hour        `json:"to"` // not after From: of the day after
	Primary  record.ID   `json:"primary"`
	Deputies []record.ID `json:"deputies,omitempty"`
}

// Holiday is a day whose shifts are those of another day of the week.
type Holiday struct {
	Date string `json:"date"` // 2026-11-28
	As   int    `json:"as"`   // 1 to 7; 0: no shift begins on it
	Name string `json:"name,omitempty"`
	// Yearly comes on the same day of every year, from that date on.
	Yearly bool `json:"yearly,omitempty"`
	// Moon tells that the date was reckoned and the moon decides it: somebody is to
	// check it, and takes the mark away.
	Moon bool `json:"moon,omitempty"`
}

// Exception stands in for the shifts of some time.
type Exception struct {
	From     time.Time   `json:"from"`
	To       time.Time   `json:"to"`
	Primary  record.ID   `json:"primary,omitzero"` // zero: nobody
	Deputies []record.ID `json:"deputies,omitempty"`
	Why      string      `json:"why,omitempty"`
}

// Plan is a unit's roster: the week, and what differs from it.
type Plan struct {
	Shifts     []Shift     `json:"shifts,omitempty"`
	Holidays   []Holiday   `json:"holidays,omitempty"`
	Exceptions []Exception `json:"exceptions,omitempty"` // of two at one time, the later in the list holds
}

// Limits of a plan.
const (
	maxShifts     = 60 // three shifts a day, and each again for another team
	maxDeputies   = 5
	maxHolidays   = 60 // two years of feasts
	maxExceptions = 200
	maxException  = 31 * 24 * time.Hour // what lasts longer is another week
	maxWhy        = 200                 // bytes
	kept          = 60 * 24 * time.Hour // for how long a past exception is kept in the plan
)

// Check reports the first thing wrong with the plan.
func (p Plan) Check() error {
	switch {
	case len(p.Shifts) > maxShifts, len(p.Holidays) > maxHolidays, len(p.Exceptions) > maxExceptions:
		return invalid("duty.plan.large", "the plan has more shifts, holidays or exceptions than it may", "leave out those that are over, and shifts that repeat another")
	case len(p.Shifts) == 0 && len(p.Exceptions) == 0:
		return invalid("duty.plan.empty", "the plan has no shift", "say who is on duty, and when")
	}
	for _, s := range p.Shifts {
		if err := s.check(); err != nil {
			return err
		}
	}
	for _, h := range p.Holidays {
		if err := h.check(); err != nil {
			return err
		}
	}
	for _, e := range p.Exceptions {
		if d := e.To.Sub(e.From); d <= 0 || d > maxException || len(e.Why) > maxWhy || len(e.Deputies) > maxDeputies {
			return invalid("duty.exception.wrong", "an exception lasts from a moment to a later one, for a month at most", "put the times right, or change the week")
		}
	}
	return nil
}

func (h Holiday) check() error {
	switch day, err := time.Parse(time.DateOnly, h.Date); {
	case err != nil || h.As < 0 || h.As > 7 || len(h.Name) > maxWhy:
		return invalid("duty.holiday.wrong", "a holiday needs a date and the day of the week that it is like", "write the date as 2026-11-28")
	case h.Yearly && (h.Moon || day.Month() == time.February && day.Day() == 29):
		return invalid("duty.holiday.yearly", "this day does not come on the same date every year", "write it for each year")
	}
	return nil
}

// on tells whether a day, written as 2026-11-28, is the holiday.
func (h Holiday) on(date string) bool {
	return h.Date == date || h.Yearly && h.Date < date && h.Date[len("2026"):] == date[len("2026"):]
}

func (s Shift) check() error {
	if len(s.Days) == 0 || slices.ContainsFunc(s.Days, func(d int) bool { return d < 1 || d > 7 }) {
		return invalid("duty.shift.days", "a shift has no day of the week", "choose the days on which it begins")
	}
	if s.Primary.Zero() || len(s.Deputies) > maxDeputies {
		return invalid("duty.shift.nobody", "a shift has nobody first in it, or more than {0} deputies", "choose who answers", strconv.Itoa(maxDeputies))
	}
	return nil
}

// people gives everybody whom the plan names, for what is not over: who left since is
// no reason against a plan.
func (p Plan) people(now time.Time) (ids []record.ID) {
	for _, s := range p.Shifts {
		ids = append(append(ids, s.Primary), s.Deputies...)
	}
	for _, e := range p.Exceptions {
		if e.To.After(now) {
			ids = append(append(ids, e.Primary), e.Deputies...)
		}
	}
	ids = slices.DeleteFunc(ids, record.ID.Zero)
	slices.SortFunc(ids, func(a, b record.ID) int { return slices.Compare(a[:], b[:]) })
	return slices.Compact(ids)
}

// Turn is where a swap stands.
type Turn string

// The turns of a swap.
const (
	Asked     Turn = "asked"
	Taken     Turn = "taken"
	Refused   Turn = "refused"
	Withdrawn Turn = "withdrawn"
)

// Swap is somebody's stretch of duty that another takes.
type Swap struct {
	ID    record.ID
	Unit  record.ID
	From  time.Time
	To    time.Time
	Giver record.ID
	Taker record.ID
	Turn  Turn
	At    time.Time // asked
}

// Stretch is a time in which the same people are on duty.
type Stretch struct {
	From, To time.Time
	Primary  record.ID // zero: nobody
	Deputies []record.ID
	Left     []record.ID // in the plan, and able to answer no more
}

// Gap tells whether nobody is on duty.
func (s Stretch) Gap() bool { return s.Primary.Zero() && len(s.Deputies) == 0 }

// All gives everybody on duty, the first first.
func (s Stretch) All() []record.ID {
	if s.Primary.Zero() {
		return slices.Clone(s.Deputies)
	}
	return append([]record.ID{s.Primary}, s.Deputies...)
}

func (s Stretch) same(o Stretch) bool {
	return s.Primary == o.Primary && slices.Equal(s.Deputies, o.Deputies) && slices.Equal(s.Left, o.Left)
}

func invalid(key, msg, hint string, args ...string) error {
	return &fault.Error{Kind: fault.Invalid, Op: "duty", Key: key, Msg: msg, Hint: hint, Args: args}
}

package duty

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
)

func who(name string) record.ID { return record.IDOf(name) }

var names = map[record.ID]string{}

func init() {
	for _, n := range []string{"ali", "fatou", "sidi", "marie"} {
		names[who(n)] = n
	}
}

// told writes stretches as a person would: "Tue 22:00-06:00 ali+fatou".
func told(ss []Stretch) string {
	var lines []string
	for _, s := range ss {
		people := "nobody"
		if !s.Gap() {
			var all []string
			for _, id := range s.All() {
				all = append(all, names[id])
			}
			people = strings.Join(all, "+")
		}
		lines = append(lines, fmt.Sprintf("%s-%s %s", s.From.Format("Mon 15:04"), s.To.Format("Mon 15:04"), people))
	}
	return strings.Join(lines, ", ")
}

// tuesday is 24 November 2026.
var tuesday = time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)

func day(hour Hour) time.Time { return hour.on(tuesday) }

var everyDay = []int{1, 2, 3, 4, 5, 6, 7}

func TestStretches(t *testing.T) {
	week := []Shift{
		{Days: everyDay, From: 6 * 60, To: 22 * 60, Primary: who("ali"), Deputies: []record.ID{who("fatou")}},
		{Days: everyDay, From: 22 * 60, To: 6 * 60, Primary: who("sidi")},
	}
	swap := Swap{From: day(8 * 60), To: day(12 * 60), Giver: who("ali"), Taker: who("marie"), Turn: Taken}
	asked := swap
	asked.Turn = Asked
	for name, c := range map[string]struct {
		plan  Plan
		swaps []Swap
		want  string
	}{
		"a night goes on from the day before": {Plan{Shifts: week}, nil, "Tue 00:00-Tue 06:00 sidi, Tue 06:00-Tue 22:00 ali+fatou, Tue 22:00-Wed 00:00 sidi"},
		"a gap is a stretch too":              {Plan{Shifts: week[:1]}, nil, "Tue 00:00-Tue 06:00 nobody, Tue 06:00-Tue 22:00 ali+fatou, Tue 22:00-Wed 00:00 nobody"},
		"on a holiday nobody begins": {
			Plan{Shifts: week, Holidays: []Holiday{{Date: "2026-11-24"}}}, nil, "Tue 00:00-Tue 06:00 sidi, Tue 06:00-Wed 00:00 nobody",
		},
		"a holiday of every year": {
			Plan{Shifts: week, Holidays: []Holiday{{Date: "2024-11-24", Yearly: true}}}, nil, "Tue 00:00-Tue 06:00 sidi, Tue 06:00-Wed 00:00 nobody",
		},
		"a holiday of another year": {
			Plan{Shifts: week, Holidays: []Holiday{{Date: "2025-11-24"}, {Date: "2027-11-24", Yearly: true}}},
			nil, "Tue 00:00-Tue 06:00 sidi, Tue 06:00-Tue 22:00 ali+fatou, Tue 22:00-Wed 00:00 sidi",
		},
		"a holiday is like another day": {
			Plan{Shifts: append([]Shift{{Days: []int{7}, From: 0, To: 24 * 60, Primary: who("marie")}}, Shift{Days: []int{1, 2}, From: 0, To: 24 * 60, Primary: who("ali")}), Holidays: []Holiday{{Date: "2026-11-24", As: 7}}},
			nil, "Tue 00:00-Wed 00:00 marie",
		},
		"an exception stands in for the shifts": {
			Plan{Shifts: week, Exceptions: []Exception{{From: day(10 * 60), To: day(12 * 60), Primary: who("marie")}, {From: day(11 * 60), To: day(12 * 60)}}},
			nil, "Tue 00:00-Tue 06:00 sidi, Tue 06:00-Tue 10:00 ali+fatou, Tue 10:00-Tue 11:00 marie, Tue 11:00-Tue 12:00 nobody, Tue 12:00-Tue 22:00 ali+fatou, Tue 22:00-Wed 00:00 sidi",
		},
		"a swap that was taken": {
			Plan{Shifts: week[:1]},
			[]Swap{swap},
			"Tue 00:00-Tue 06:00 nobody, Tue 06:00-Tue 08:00 ali+fatou, Tue 08:00-Tue 12:00 marie+fatou, Tue 12:00-Tue 22:00 ali+fatou, Tue 22:00-Wed 00:00 nobody",
		},
		"a swap that nobody took": {Plan{Shifts: week[:1]}, []Swap{asked}, "Tue 00:00-Tue 06:00 nobody, Tue 06:00-Tue 22:00 ali+fatou, Tue 22:00-Wed 00:00 nobody"},
		"two shifts at once": {
			Plan{Shifts: []Shift{week[0], {Days: []int{2}, From: 0, To: 24 * 60, Primary: who("marie"), Deputies: []record.ID{who("ali")}}}},
			nil,
			"Tue 00:00-Tue 06:00 marie+ali, Tue 06:00-Tue 22:00 ali+marie+fatou, Tue 22:00-Wed 00:00 marie+ali",
		},
	} {
		got := told(c.plan.Stretches(c.swaps, day(0), day(24*60), time.UTC))
		if got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", name, got, c.want)
		}
	}
}

// Who left is named, and the next one stands first.
func TestWhoLeft(t *testing.T) {
	s := Stretch{Primary: who("ali"), Deputies: []record.ID{who("fatou"), who("sidi")}}
	got := s.able(func(id record.ID) bool { return id == who("sidi") })
	if got.Primary != who("sidi") || len(got.Deputies) != 0 || len(got.Left) != 2 || got.Gap() {
		t.Errorf("%+v", got)
	}
	if none := s.able(func(record.ID) bool { return false }); !none.Gap() || len(none.Left) != 3 {
		t.Errorf("%+v", none)
	}
}

// However a plan is, its stretches cover the time asked for without a hole or an
// overlap, no two in a row are alike, and what holds at a moment is what the
// stretch of that moment says.
func TestStretchesCoverTheTime(t *testing.T) {
	people := []record.ID{who("ali"), who("fatou"), who("sidi"), {}}
	rapid.Check(t, func(t *rapid.T) {
		var p Plan
		for range rapid.IntRange(0, 5).Draw(t, "shifts") {
			p.Shifts = append(p.Shifts, Shift{
				Days: rapid.SliceOfN(rapid.IntRange(1, 7), 1, 7).Draw(t, "days"), From: Hour(rapid.IntRange(0, dayMinutes).Draw(t, "from")), To: Hour(rapid.IntRange(0, dayMinutes).Draw(t, "to")),
				Primary: people[rapid.IntRange(0, 2).Draw(t, "who")],
			})
		}
		for range rapid.IntRange(0, 3).Draw(t, "exceptions") {
			from := tuesday.Add(time.Duration(rapid.IntRange(-5000, 5000).Draw(t, "at")) * time.Minute)
			p.Exceptions = append(p.Exceptions, Exception{From: from, To: from.Add(time.Duration(rapid.IntRange(1, 3000).Draw(t, "for")) * time.Minute), Primary: people[rapid.IntRange(0, 3).Draw(t, "who")]})
		}
		from, to := tuesday.Add(-30*time.Hour), tuesday.Add(80*time.Hour)
		ss := p.Stretches(nil, from, to, time.UTC)
		at := from
		for i, s := range ss {
			if !s.From.Equal(at) || !s.To.After(s.From) || i > 0 && s.same(ss[i-1]) {
				t.Fatalf("stretch %d of %s", i, told(ss))
			}
			at = s.To
		}
		if !at.Equal(to) {
			t.Fatalf("they end at %s", at)
		}
		moment := from.Add(time.Duration(rapid.IntRange(0, 110*60-1).Draw(t, "moment")) * time.Minute)
		one := p.Stretches(nil, moment, moment.Add(time.Second), time.UTC)
		for _, s := range ss {
			if !moment.Before(s.From) && moment.Before(s.To) && !s.same(one[0]) {
				t.Fatalf("at %s: %s, in %s", moment, told(one), told(ss))
			}
		}
	})
}

func TestHours(t *testing.T) {
	for s, want := range map[string]Hour{"00:00": 0, "06:30": 390, "24:00": 1440} {
		if h, err := ParseHour(s); err != nil || h != want || h.String() != s {
			t.Errorf("%s: %d, %v", s, h, err)
		}
	}
	for _, bad := range []string{"", "6:00", "24:01", "12:60", "ab:cd", "-1:00", "12h30"} {
		if _, err := ParseHour(bad); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestPlansThatCannotBe(t *testing.T) {
	good := Shift{Days: []int{1}, From: 0, To: 60, Primary: who("ali")}
	bad := func(change func(*Shift)) Plan {
		s := good
		change(&s)
		return Plan{Shifts: []Shift{s}}
	}
	for want, p := range map[string]Plan{
		"duty.plan.empty": {}, "duty.plan.large": {Shifts: make([]Shift, maxShifts+1)},
		"duty.shift.days": bad(func(s *Shift) { s.Days = []int{0} }), "duty.shift.nobody": bad(func(s *Shift) { s.Primary = record.ID{} }),
		"duty.holiday.yearly":  {Shifts: []Shift{good}, Holidays: []Holiday{{Date: "2026-03-20", Yearly: true, Moon: true}}},
		"duty.holiday.wrong":   {Shifts: []Shift{good}, Holidays: []Holiday{{Date: "24/11/2026"}}},
		"duty.exception.wrong": {Exceptions: []Exception{{From: tuesday, To: tuesday}}},
	} {
		err := p.Check()
		if f, ok := err.(*fault.Error); !ok || f.Key != want { //nolint:errorlint // it is the outermost
			t.Errorf("%v, want %s", err, want)
		}
	}
	if err := (Plan{Shifts: []Shift{good}}).Check(); err != nil {
		t.Error(err)
	}
}

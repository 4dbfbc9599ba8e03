package alert

import (
	"slices"
	"strconv"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/keep/search"
	"wasl/internal/triage/duty"
	"wasl/internal/triage/notice"
)

// Look is what kind of thing a watch looks for.
type Look string

// What watches look for.
const (
	Reports Look = "reports" // so many that say so
	Silence Look = "silence" // none from a unit that is expected to report
	Signal  Look = "signal"  // what another service finds, such as an unusual count
)

// Rule is what a watch looks for. What is left empty is not asked for.
type Rule struct {
	Look     Look              `json:"look"`
	Kinds    []string          `json:"kinds,omitempty"`
	Urgency  report.Urgency    `json:"urgency,omitempty"` // or a more pressing one
	Places   []report.PlaceRef `json:"places,omitempty"`  // and what lies in them
	Fence    *Fence            `json:"fence,omitempty"`
	Words    []string          `json:"words,omitempty"`    // one of them: a word, or several that must all be there
	Count    int               `json:"count,omitempty"`    // so many reports
	Hours    int               `json:"hours,omitempty"`    // within so many hours; of silence, for so many
	Senders  bool              `json:"senders,omitempty"`  // of different senders
	Together bool              `json:"together,omitempty"` // counted over all units, not for each
	Units    []record.ID       `json:"units,omitempty"`    // expected to report
}

// Step is one level of a watch's own ladder.
type Step struct {
	Unit     record.ID        `json:"unit,omitzero"` // zero: of the first step the alert's own, then the unit above
	Minutes  int              `json:"minutes"`
	Owner    record.ID        `json:"owner,omitzero"`     // who is to answer first; zero: who is on duty
	Channels []notice.Channel `json:"channels,omitempty"` // by each of these that somebody has; none: as the urgency says
}

// Quiet are hours in which what is not urgent waits.
type Quiet struct {
	From duty.Hour `json:"from"`
	To   duty.Hour `json:"to"`
}

// Watch says when an alert is raised, and how it climbs.
type Watch struct {
	ID      record.ID
	Unit    record.ID // whose it is: it looks at the reports of this unit and those below
	Name    lang.Text
	Rule    Rule
	Urgency report.Urgency // of its alerts
	Ladder  []Step         // empty: up the tree, in the times of its urgency
	Quiet   *Quiet         // never where life is at risk
	Join    int            // hours for which a report joins the alert before it
	On      bool

	By       record.ID // who switched it last
	Why      string
	At       time.Time
	Tried    int // alerts that it would have raised in the days before it was switched on
	Revision int64
}

// Limits of a watch.
const (
	maxName   = 120 // bytes, in each language
	maxKinds  = 60
	maxPlaces = 60
	maxWords  = 60
	maxLooked = 80 // bytes of a word
	maxCount  = 1000
	maxHours  = 31 * 24
	maxUnits  = 300
	maxSteps  = 10
	maxTime   = 7 * 24 * 60 // minutes of a level
	maxWhy    = 500         // bytes
)

// ladders are the times of levels where the watch does not say: of the first, the
// second, and all above.
var ladders = map[report.Urgency][]int{
	report.Now: {10, 10, 15}, report.Soon: {60, 120, 240}, report.Routine: {24 * 60, 24 * 60, 48 * 60},
}

// Times gives the minutes of levels of an urgency where the watch does not say: of
// the first, the second, and all above.
func Times(u report.Urgency) []int { return slices.Clone(ladders[u]) }

// inHand is how long whoever acknowledged an alert has, before being asked how it
// stands.
var inHand = map[report.Urgency]time.Duration{report.Now: 2 * time.Hour, report.Soon: 12 * time.Hour, report.Routine: 72 * time.Hour}

// joins is for how many hours reports join an alert where the watch does not say.
const joins = 12

// Check reports the first thing wrong with the watch by itself.
func (w Watch) Check() error {
	for _, l := range lang.All() {
		if n := w.Name[l]; n == "" || len(n) > maxName {
			return invalid("alert.watch.name", "the watch lacks a name in Arabic, French or English, or has one of more than {0} bytes", "give it a short name in all three: everybody who is alerted reads it", strconv.Itoa(maxName))
		}
	}
	if u, ok := report.ParseUrgency(string(w.Urgency)); !ok || u == "" || w.ID.Zero() || w.Unit.Zero() {
		return invalid("alert.watch.urgency", "the watch does not say how pressing its alerts are", "choose one of the three")
	}
	if err := w.checkLadder(); err != nil {
		return err
	}
	if q := w.Quiet; q != nil && (w.Urgency == report.Now || q.From == q.To) {
		return invalid("alert.quiet.wrong", "these quiet hours cannot be: where life is at risk there are none", "leave them out, or choose a less pressing urgency")
	}
	if w.Join < 0 || w.Join > maxHours {
		return invalid("alert.join.wrong", "reports join an alert for {0} hours at most", "choose fewer hours", strconv.Itoa(maxHours))
	}
	return w.Rule.check()
}

func (w Watch) checkLadder() error {
	if len(w.Ladder) > maxSteps || slices.ContainsFunc(w.Ladder, func(s Step) bool { return s.Minutes < 1 || s.Minutes > maxTime }) {
		return invalid("alert.ladder.wrong", "a ladder has {0} levels at most, each of a minute to a week", "leave levels out, or change their times", strconv.Itoa(maxSteps))
	}
	for _, s := range w.Ladder {
		for i, c := range s.Channels {
			if c == notice.Webhook || !slices.Contains(notice.Channels(), c) || slices.Contains(s.Channels[:i], c) {
				return invalid("alert.ladder.channel", "{0} is no way by which people hear of an alert, or stands there twice", "choose browser, SMS or e-mail", string(c))
			}
		}
		if len(s.Channels) > 0 && w.Urgency == report.Now {
			return invalid("alert.ladder.ways", "where life is at risk everybody hears of it by every way that they have", "leave the ways out, or choose a less pressing urgency")
		}
	}
	return nil
}

func (r Rule) check() error {
	if r.Fence != nil {
		if err := r.Fence.check(); err != nil {
			return err
		}
	}
	if len(r.Kinds) > maxKinds || len(r.Places) > maxPlaces || len(r.Words) > maxWords || len(r.Units) > maxUnits || r.Count < 0 || r.Count > maxCount || r.Hours < 0 || r.Hours > maxHours {
		return invalid("alert.rule.large", "the rule has more parts than it may, or a number that is too large", "make two watches of it")
	}
	for _, word := range r.Words {
		if len(word) > maxLooked || search.Whole(word).Empty() {
			return invalid("alert.rule.word", "{0} is no word that can be looked for", "write one word or several: the commonest, such as the article, are not looked for", word)
		}
	}
	switch r.Look {
	case Reports:
		return r.checkReports()
	case Silence:
		if r.Hours < 1 || len(r.Units) == 0 {
			return invalid("alert.rule.silence", "silence needs units that are expected to report, and a number of hours", "choose the units, and after how many hours without a report somebody is to ask")
		}
		return nil
	case Signal:
		return nil
	}
	return invalid("alert.rule.look", "the watch does not say what it looks for", "choose reports or silence")
}

func (r Rule) checkReports() error {
	if len(r.Kinds) == 0 && len(r.Places) == 0 && len(r.Words) == 0 && r.Fence == nil && (r.Urgency == "" || r.Urgency == report.Routine) && r.Count < 2 {
		return invalid("alert.rule.everything", "the watch would raise an alert for every report", "ask for a kind, a place, words, an urgency or a number of reports")
	}
	if r.Count > 1 && r.Hours < 1 {
		return invalid("alert.rule.hours", "a number of reports needs the hours within which they come", "say within how many hours")
	}
	return nil
}

// same tells whether two watches look for the same: what was tried of one was
// tried of the other.
func (w Watch) same(o Watch) bool {
	return w.Unit == o.Unit && w.Urgency == o.Urgency && w.Join == o.Join && w.Rule.same(o.Rule)
}

func (r Rule) same(o Rule) bool {
	fences := (r.Fence == nil) == (o.Fence == nil)
	if fences && r.Fence != nil {
		fences = slices.Equal(r.Fence.Corners, o.Fence.Corners) && r.Fence.Metres == o.Fence.Metres &&
			(r.Fence.Centre == nil) == (o.Fence.Centre == nil) && (r.Fence.Centre == nil || *r.Fence.Centre == *o.Fence.Centre)
	}
	return fences && r.Look == o.Look && r.Urgency == o.Urgency && r.Count == o.Count && r.Hours == o.Hours && r.Senders == o.Senders &&
		r.Together == o.Together && slices.Equal(r.Kinds, o.Kinds) && slices.Equal(r.Places, o.Places) && slices.Equal(r.Words, o.Words) && slices.Equal(r.Units, o.Units)
}

// join is for how long reports join an alert of the watch.
func (w Watch) join() time.Duration {
	if w.Join > 0 {
		return time.Duration(w.Join) * time.Hour
	}
	return joins * time.Hour
}

// in tells whether a moment lies in the quiet hours, and when they end.
func (q *Quiet) in(t time.Time, zone *time.Location) (end time.Time, is bool) {
	if q == nil {
		return t, false
	}
	local := t.In(zone)
	minute := duty.Hour(60*local.Hour() + local.Minute())
	over := q.From > q.To // past midnight
	is = over && (minute >= q.From || minute < q.To) || !over && minute >= q.From && minute < q.To
	if !is {
		return t, false
	}
	end = time.Date(local.Year(), local.Month(), local.Day(), 0, int(q.To), 0, 0, zone)
	if !end.After(t) {
		end = time.Date(local.Year(), local.Month(), local.Day()+1, 0, int(q.To), 0, 0, zone)
	}
	return end, true
}

// after is the moment when so much time has passed since t outside the quiet hours.
func (q *Quiet) after(t time.Time, d time.Duration, zone *time.Location) time.Time {
	if q == nil {
		return t.Add(d)
	}
	// A day has at least one minute that is not quiet, so it ends.
	for range 60 * 24 * 14 {
		if end, is := q.in(t, zone); is {
			t = end
			continue
		}
		begin := q.next(t, zone)
		if free := begin.Sub(t); free >= d {
			return t.Add(d)
		} else {
			t, d = begin, d-free
		}
	}
	return t.Add(d)
}

// next is when the quiet hours begin after t.
func (q *Quiet) next(t time.Time, zone *time.Location) time.Time {
	local := t.In(zone)
	begin := time.Date(local.Year(), local.Month(), local.Day(), 0, int(q.From), 0, 0, zone)
	if !begin.After(t) {
		begin = time.Date(local.Year(), local.Month(), local.Day()+1, 0, int(q.From), 0, 0, zone)
	}
	return begin
}

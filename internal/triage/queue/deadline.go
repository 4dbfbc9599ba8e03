package queue

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"strconv"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// Times is how long reports may wait, by urgency. Zero says nothing: then the unit
// above has the word.
type Times [len(urgencies)]time.Duration

// Deadlines says how long reports of a unit may wait: until somebody looks at one
// that is new, and until one that was looked at is decided or its reporter
// answered. The clock of a report starts when it comes in, when its reporter
// writes again, and when it is taken up again; handing it on does not stop it.
type Deadlines struct {
	Look, Decide Times
	Hours        *Hours // nil: as the unit above
}

// usual are the deadlines of a network that set none.
var usual = Deadlines{
	Look:   Times{time.Hour, day, 7 * day},
	Decide: Times{4 * time.Hour, 3 * day, 14 * day},
}

// Bounds of a deadline.
const (
	minWait    = 5 * time.Minute // shorter, nobody can keep it
	maxWait    = 90 * day        // longer, it is none
	always     = 7 * day         // a week without a pause
	dayMinutes = 24 * 60
)

// Check reports the first thing wrong with d.
func (d Deadlines) Check() error {
	for _, times := range []Times{d.Look, d.Decide} {
		for _, t := range times {
			if t != 0 && (t < minWait || t > maxWait) {
				return invalid("queue.deadline.bounds", "a deadline lies between 5 minutes and 90 days", "choose another one, or leave it to the unit above")
			}
		}
	}
	if d.Hours != nil && !d.Hours.fit() {
		return invalid("queue.deadline.hours", "these are no working hours", "choose days, and an hour to begin and a later one to end")
	}
	return nil
}

// ordered tells whether what is more pressing waits no longer.
func (t Times) ordered() bool { return t[0] <= t[1] && t[1] <= t[2] }

// fit tells whether the hours are such.
func (h *Hours) fit() bool {
	return h.From >= 0 && h.To <= dayMinutes && h.From < h.To && h.week() >= minOpen
}

// deadlineBody is the body of a Deadline revision: minutes by urgency.
type deadlineBody struct {
	V      int            `json:"v"`
	Unit   record.ID      `json:"unit"`
	Look   map[string]int `json:"look,omitempty"`
	Decide map[string]int `json:"decide,omitempty"`
	Hours  *hoursBody     `json:"hours,omitempty"`
}

type hoursBody struct {
	Days []int `json:"days"` // 0 is Sunday
	From int   `json:"from"` // minutes of the day
	To   int   `json:"to"`
}

func (t Times) body() map[string]int {
	m := map[string]int{}
	for rank, d := range t {
		if d != 0 {
			m[string(urgencies[rank])] = int(d / time.Minute)
		}
	}
	return m
}

func timesOf(m map[string]int) (t Times) {
	for name, minutes := range m {
		if u, ok := report.ParseUrgency(name); ok {
			t[u.Rank()] = time.Duration(minutes) * time.Minute
		}
	}
	return t
}

func (d Deadlines) body(unit record.ID) deadlineBody {
	b := deadlineBody{V: bodyVersion, Unit: unit, Look: d.Look.body(), Decide: d.Decide.body()}
	if h := d.Hours; h != nil {
		b.Hours = &hoursBody{Days: []int{}, From: h.From, To: h.To}
		for i, works := range h.Days {
			if works {
				b.Hours.Days = append(b.Hours.Days, i)
			}
		}
	}
	return b
}

func (b deadlineBody) deadlines() Deadlines {
	d := Deadlines{Look: timesOf(b.Look), Decide: timesOf(b.Decide)}
	if b.Hours != nil {
		d.Hours = &Hours{From: b.Hours.From, To: b.Hours.To}
		for _, i := range b.Hours.Days {
			if i >= 0 && i < len(d.Hours.Days) {
				d.Hours.Days[i] = true
			}
		}
		if !d.Hours.fit() { // another node's, of a later release: nothing is due on it
			d.Hours = nil
		}
	}
	return d
}

// applyDeadline keeps what a unit said last.
func applyDeadline(tx *store.Tx, rev ledger.Revision) error {
	return tx.Exec("INSERT INTO deadlines (unit, body, rev) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET body = excluded.body, rev = excluded.rev",
		rev.Handling.Unit, string(rev.Body), rev.Hash)
}

// settings are the deadlines that units have set, as they stand now. A reader
// takes one state of them and keeps it.
type settings map[record.ID]Deadlines

// Refresh reads the deadlines and the shares of the second look anew: after revisions of them that came from
// elsewhere. The service's own writes do it by themselves.
func (s *Service) Refresh(ctx context.Context) error {
	return s.ledger.View(ctx, func(tx *store.Tx) error {
		all, err := readDeadlines(tx)
		if err != nil {
			return err
		}
		drawn, err := readShares(tx)
		if err == nil {
			s.settings.Store(&all)
			s.shares.Store(&drawn)
		}
		return err
	})
}

func readDeadlines(tx *store.Tx) (settings, error) {
	all := settings{}
	rows := tx.Query("SELECT unit, body FROM deadlines")
	for rows.Next() {
		var unit record.ID
		var text string
		if err := rows.Scan(&unit, &text); err != nil {
			return nil, err
		}
		var b deadlineBody
		if err := json.Unmarshal([]byte(text), &b); err != nil {
			return nil, err
		}
		all[unit] = b.deadlines()
	}
	return all, rows.Err()
}

// above fills in what d says nothing of with what the unit above says. Where
// lives are at risk the shorter time holds.
func (d Deadlines) above(up Deadlines) Deadlines {
	for rank := range urgencies {
		d.Look[rank] = nearer(d.Look[rank], up.Look[rank], rank)
		d.Decide[rank] = nearer(d.Decide[rank], up.Decide[rank], rank)
	}
	d.Hours = cmp.Or(d.Hours, up.Hours)
	return d
}

func nearer(own, up time.Duration, rank int) time.Duration {
	if rank == 0 && own != 0 && up != 0 {
		return min(own, up)
	}
	return cmp.Or(own, up)
}

// over gives the deadlines of a unit whose path is given, itself first.
func (all settings) over(path []record.ID) (d Deadlines) {
	for _, unit := range path {
		d = d.above(all[unit])
	}
	for rank := range urgencies {
		d.Look[rank] = cmp.Or(d.Look[rank], usual.Look[rank])
		d.Decide[rank] = cmp.Or(d.Decide[rank], usual.Decide[rank])
	}
	return d
}

// waiting tells when reports are due, by one state of the settings.
type waiting struct {
	s     *Service
	all   settings
	known map[record.ID]Deadlines
}

func (s *Service) waiting() *waiting {
	return &waiting{s: s, all: *s.settings.Load(), known: map[record.ID]Deadlines{}}
}

func (w *waiting) of(unit record.ID) Deadlines {
	d, ok := w.known[unit]
	if !ok {
		d = w.all.over(w.s.units.Path(unit))
		w.known[unit] = d
	}
	return d
}

// wait is how long a report of a unit may wait in a state, and when its desk
// works. Life at risk knows no hours.
func (w *waiting) wait(unit record.ID, st State, rank int) (time.Duration, *Hours) {
	d := w.of(unit)
	h := d.Hours
	if rank == 0 || h != nil && h.week() == always {
		h = nil
	}
	if st == New {
		return d.Look[rank], h
	}
	return d.Decide[rank], h
}

// due is when a report that waits since an instant is due.
func (w *waiting) due(unit record.ID, st State, rank int, since int64) int64 {
	d, h := w.wait(unit, st, rank)
	return h.after(millis(since), d).UnixMilli()
}

// since is the first instant since when a report may wait and not be due before
// another.
func (w *waiting) since(unit record.ID, st State, rank int, due int64) int64 {
	d, h := w.wait(unit, st, rank)
	return h.begin(millis(due), d).UnixMilli()
}

// late tells whether a row was due before an instant.
func (w *waiting) late(r *row, now int64) bool {
	return r.state.open() && w.due(r.unit, r.state, r.pressing(), r.since) < now
}

// date says in a summary when the report is due.
func (w *waiting) date(s *Summary, r *row) {
	if s.Since = millis(r.since); r.state.open() {
		s.Due = millis(w.due(r.unit, r.state, r.pressing(), r.since))
	}
	if r.proposed != unproposed {
		s.Proposed = urgencies[r.proposed]
	}
}

// open tells whether a desk has work with reports of the state.
func (s State) open() bool { return s == New || s == Checking || s == NeedsAnswer }

// SetDeadlines says how long reports of a unit may wait, for it and for those
// below it that say nothing of their own. It faults with Invalid where lives at
// risk would wait for longer than the unit above lets them.
func (s *Service) SetDeadlines(ctx context.Context, a policy.Actor, unit record.ID, d Deadlines) error {
	_, err := s.ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		if !s.units.Works(unit) {
			return nil, policy.Hide()
		}
		if err := s.policy.Allow(ctx, a, "deadline.set", s.policy.At(policy.Deadline, unit, unit)); err != nil {
			return nil, err
		}
		if err := d.Check(); err != nil {
			return nil, err
		}
		all, err := readDeadlines(tx)
		if err != nil {
			return nil, err
		}
		if err := d.fits(all, s.units.Path(unit)); err != nil {
			return nil, err
		}
		return []ledger.Draft{{
			Kind: record.Deadline, Record: unit.Derive("deadlines"), Author: a.ID, Body: d.body(unit),
			Handling: record.Handling{Unit: unit, TLP: record.Green, Purpose: "network-administration"},
		}}, nil
	})
	if err != nil {
		return err
	}
	return s.Refresh(ctx)
}

// fits holds the deadlines that a unit would have against those of the unit above.
func (d Deadlines) fits(all settings, path []record.ID) error {
	if up := path[1:]; len(up) > 0 {
		if above := all.over(up); d.Look[0] > above.Look[0] || d.Decide[0] > above.Decide[0] {
			return invalid("queue.deadline.life", "lives at risk would wait for longer than the unit above lets them: {0} minutes to look, {1} to decide",
				"give them as much time or less", minutes(above.Look[0]), minutes(above.Decide[0]))
		}
	}
	all = maps.Clone(all)
	all[path[0]] = d
	if held := all.over(path); !held.Look.ordered() || !held.Decide.ordered() {
		return invalid("queue.deadline.order", "what is more pressing would have to wait for longer", "give the most pressing the shortest time")
	}
	return nil
}

func minutes(d time.Duration) string { return strconv.Itoa(int(d / time.Minute)) }

// DeadlinesOf gives what a unit has set itself, and what holds for it.
func (s *Service) DeadlinesOf(unit record.ID) (own, held Deadlines) {
	w := s.waiting()
	return w.all[unit], w.of(unit)
}

package alert

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/triage/notice"
)

// The course of an alert: which levels it climbs, who is to answer at each, and by
// when. Whoever drafts a step does so in the command that writes it, on the row as
// it stands: a step that was taken already is not taken again.

// levels gives what an alert at a unit climbs: as the watch's ladder says, else
// the unit and those above it. A unit that works no more is passed over.
func (s *Service) levels(w Watch, at record.ID) (ls []Level) {
	if len(w.Ladder) == 0 {
		times := ladders[w.Urgency]
		for _, u := range s.opt.Units.Path(at) {
			if s.opt.Units.Works(u) {
				ls = append(ls, Level{Unit: u, Minutes: times[min(len(ls), len(times)-1)]})
			}
		}
		return ls
	}
	last := record.ID{}
	for _, step := range w.Ladder {
		unit := step.Unit
		if unit.Zero() {
			unit = s.above(last, at)
		}
		if unit.Zero() || !s.opt.Units.Works(unit) {
			continue
		}
		ls, last = append(ls, Level{unit, step.Minutes, step.Owner, step.Channels}), unit
	}
	return ls
}

// above is the unit above last that works; of the first step it is the alert's own.
func (s *Service) above(last, at record.ID) record.ID {
	if last.Zero() {
		return s.opt.Units.Open(at)
	}
	u, _ := s.opt.Units.Get(last)
	return s.opt.Units.Open(u.Parent)
}

// leastReminded is how long a level must be for a reminder half-way.
const leastReminded = 4 * time.Minute

// maxAgain bounds how much longer an alert that nobody answers waits each time
// before it is told again at the last level: thirty-two times.
const maxAgain = 5

// times says by when a level must answer, of an alert that came to it now.
func (s *Service) times(r *row, minutes, again int, now time.Time) *timesBody {
	d := time.Duration(minutes) * time.Minute << min(again, maxAgain)
	t := &timesBody{Since: now.UnixMilli(), Due: r.quiet.after(now, d, s.opt.Zone).UnixMilli()}
	if d >= leastReminded && again == 0 {
		t.Remind = r.quiet.after(now, d/2, s.opt.Zone).UnixMilli()
	}
	return t
}

// matter is the alert as the outbox needs it.
func (s *Service) matter(r *row) notice.Matter {
	return notice.Matter{About: r.id, Urgency: urgencies[r.urgency], Handling: r.handling(), Path: s.opt.Units.Path(r.unit)}
}

func (r *row) handling() record.Handling {
	return record.Handling{Unit: r.unit, TLP: r.tlp, Purpose: purpose}
}

// draft is one act about an alert.
func (r *row) draft(author record.ID, part string, b body) ledger.Draft {
	b.V = bodyVersion
	return ledger.Draft{Kind: record.Alert, Record: r.id.Derive(part), Subject: r.id, Author: author, Handling: r.handling(), Body: b}
}

// enter lets an alert come to a level. Where nobody is on duty there it goes on at
// once, and says so; at the last level everybody hears of it to whom it ever came.
func (s *Service) enter(ctx context.Context, tx *store.Tx, r *row, to int, why Reason, author record.ID) (drafts []ledger.Draft, err error) {
	now := s.opt.Clock()
	all, _, _, err := r.calls(tx)
	if err != nil {
		return nil, err
	}
	for ; ; to++ {
		call, gap, err := s.call(ctx, tx, r, to, why)
		if err != nil {
			return nil, err
		}
		all = append(all, call.everybody()...)
		again := 0
		if why == Again {
			again = r.again + 1
		}
		part := call.Step
		if next := nobody(call); gap && to+1 < len(r.levels) {
			drafts = append(drafts, r.draft(author, part, body{Act: level, Call: call, Times: &timesBody{Since: now.UnixMilli(), Due: now.UnixMilli()}}))
			why = next
			continue
		}
		drafts = append(drafts, r.draft(author, part, body{Act: level, Call: call, Times: s.times(r, r.levels[to].Minutes, again, now)}))
		hear := s.hearers(r, call)
		if gap || why == Again {
			hear = unique(all)
		}
		more, err := s.tell(tx, r, word{part, whyTold[why], to, hear}, now)
		return append(drafts, more...), err
	}
}

// whyTold is what those of a level are told of why it came to them.
var whyTold = map[Reason]notice.Why{
	Raised: notice.Raised, Late: notice.Climbed, Nobody: notice.Climbed, Left: notice.Climbed, Unreached: notice.Climbed, ByHand: notice.Climbed,
	Again: notice.Reminder, Handed: notice.Handed, Reopened: notice.Reopened,
}

// call finds who is to answer at a level.
func (s *Service) call(ctx context.Context, tx *store.Tx, r *row, to int, why Reason) (c *callBody, gap bool, err error) {
	at := r.levels[to]
	on, err := s.opt.Duty.On(ctx, tx, at.Unit, s.opt.Clock())
	if err != nil {
		return nil, false, err
	}
	c = &callBody{
		Level: to, Unit: at.Unit, Step: fmt.Sprintf("level %d after %d", to, r.seq), Why: why,
		First: on.Primary, Others: on.Deputies, Left: on.Left,
	}
	if !at.Owner.Zero() {
		c.lead(at.Owner, s.canAnswer(ctx, tx, r, at.Owner))
	}
	return c, len(c.everybody()) == 0, nil
}

// lead puts whom the ladder names before those on duty. Who works here no more is
// named among those who left, and those on duty answer.
func (c *callBody) lead(owner record.ID, can bool) {
	if !can {
		if !slices.Contains(c.Left, owner) {
			c.Left = append(c.Left, owner)
		}
		return
	}
	others := slices.DeleteFunc(c.everybody(), func(id record.ID) bool { return id == owner })
	c.First, c.Others = owner, others
}

// nobody says why an alert goes on from a level where nobody answers.
func nobody(c *callBody) Reason {
	if len(c.Left) > 0 {
		return Left
	}
	return Nobody
}

// hearers are those of a level who hear of an alert at once: who is first; of what
// cannot wait, and where nobody is first, all.
func (s *Service) hearers(r *row, c *callBody) []record.ID {
	if c.First.Zero() || urgencies[r.urgency] == report.Now {
		return c.everybody()
	}
	return []record.ID{c.First}
}

// word is what people hear of a step of an alert, at one of its levels.
type word struct {
	step  string
	why   notice.Why
	level int
	to    []record.ID
}

// tell draws up the word that people and programs hear. Programs hear what changes,
// and are not reminded.
func (s *Service) tell(tx *store.Tx, r *row, w word, now time.Time) ([]ledger.Draft, error) {
	m := s.matter(r)
	after, _ := r.quiet.in(now, s.opt.Zone)
	if !after.After(now) {
		after = time.Time{}
	}
	var ws []notice.Wish
	for _, id := range w.to {
		ws = append(ws, notice.Wish{Step: w.step, To: id, Why: w.why, After: after, By: r.levels[w.level].Channels})
	}
	if w.why != notice.Reminder && w.why != notice.Handed {
		ws = append(ws, s.opt.Notices.Hooks(m, w.step, w.why)...)
	}
	return s.opt.Notices.Drafts(tx, m, ws)
}

func unique(ids []record.ID) []record.ID {
	ids = slices.Clone(ids)
	slices.SortFunc(ids, func(a, b record.ID) int { return slices.Compare(a[:], b[:]) })
	return slices.Compact(ids)
}

// rising is an alert that is to be raised.
type rising struct {
	watch    Watch // its name, urgency, ladder and quiet hours
	cause    string
	key      string // with watch and cause it names the alert: the same one is raised once
	unit     record.ID
	tlp      record.TLP
	kind     string
	place    report.PlaceRef
	reports  []record.ID
	last     int64 // when the last of them came; 0: now
	exercise bool
	author   record.ID
	word     string
}

// raise draws up a new alert with its first steps.
func (s *Service) raise(ctx context.Context, tx *store.Tx, z rising) (id record.ID, drafts []ledger.Draft, err error) {
	id = z.watch.ID.Derive("alert " + z.cause + " " + z.key)
	if _, err := load(tx, id); err == nil || !store.None(err) {
		return id, nil, err
	}
	r := &row{
		id: id, watch: z.watch.ID, cause: z.cause, name: z.watch.Name, unit: z.unit, tlp: z.tlp, urgency: z.watch.Urgency.Rank(),
		kind: z.kind, list: z.place.List, place: z.place.Code, exercise: z.exercise, levels: s.levels(z.watch, z.unit),
	}
	if z.watch.Urgency != report.Now {
		r.quiet = z.watch.Quiet
	}
	if len(r.levels) == 0 {
		return id, nil, invalid("alert.unit.none", "there is no unit that works to answer this alert", "choose a unit of the network")
	}
	if err := tx.Row("SELECT coalesce(max(n), 0) + 1 FROM alerts").Scan(&r.n); err != nil {
		return id, nil, err
	}
	first := r.draft(z.author, "", body{
		Act: raise, Joined: z.reports, Last: cmp.Or(z.last, s.opt.Clock().UnixMilli()), Word: z.word, Times: s.times(r, r.levels[0].Minutes, 0, s.opt.Clock()),
		Raise: &raiseBody{
			Number: r.n, Watch: r.watch, Cause: z.cause, Name: r.name, Urgency: z.watch.Urgency, Kind: z.kind, Place: z.place, Exercise: z.exercise,
			Levels: r.levels, Quiet: r.quiet,
		},
	})
	first.Record = id
	steps, err := s.enter(ctx, tx, r, 0, Raised, Author)
	return id, append([]ledger.Draft{first}, steps...), err
}

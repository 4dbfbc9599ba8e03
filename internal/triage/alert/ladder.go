package alert

import (
	"context"
	"fmt"
	"slices"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/triage/notice"
)

// Ladder lets alerts climb. It follows the ledger for its tick alone, apart from
// the watches: however far those are behind, a deadline is met.
//
// Instants of due lie in the tables and are compared with the node's clock. Where
// that leaps ahead an alert climbs one level early and not two, because the next
// one's time begins when it comes there: a node that slept for a night must not
// take the night for a leap and wait. Where it is set back every instant is moved
// along, so that what was left of a level's time is left.
type Ladder struct {
	s       *Service
	last    time.Time // of the tick before
	checked time.Time // who is on duty
}

// Ladder gives the follower that lets alerts climb.
func (s *Service) Ladder() *Ladder { return &Ladder{s: s} }

// Name says under which the follower's place is kept.
func (l *Ladder) Name() string { return "alerts/ladder" }

// Follow hears nothing: what is due stands in the tables.
func (l *Ladder) Follow(context.Context, ledger.Revision) error { return nil }

// Times of the ladder.
const (
	jitter     = 5 * time.Second // by which a clock may be put right without anybody's noticing
	checkEvery = time.Minute     // that those on duty still are
)

// Tick takes every step that is due.
func (l *Ladder) Tick(ctx context.Context, now time.Time) error {
	if err := l.mend(ctx, now); err != nil {
		return err
	}
	l.last = now
	due, err := l.s.due(ctx, now)
	if err != nil {
		return err
	}
	for _, id := range due {
		if err := l.s.step(ctx, id, l.s.climb); err != nil {
			return err
		}
	}
	if since := now.Sub(l.checked); since >= 0 && since < checkEvery {
		return nil
	}
	l.checked = now
	return l.s.check(ctx)
}

// mend moves the instants of every alert along with a clock that was set back.
// After a restart nobody knows by how much: an alert whose level begins in the
// time to come has all of its time again.
func (l *Ladder) mend(ctx context.Context, now time.Time) error {
	var move func(r *row) *timesBody
	switch {
	case l.last.IsZero():
		move = func(r *row) *timesBody {
			if ahead := r.since - now.UnixMilli(); ahead > jitter.Milliseconds() {
				return r.moved(ahead)
			}
			return nil
		}
	case l.last.Sub(now) > jitter:
		back := l.last.Sub(now).Milliseconds()
		move = func(r *row) *timesBody { return r.moved(back) }
	default:
		return nil
	}
	ids, err := l.s.alive(ctx)
	if err != nil {
		return err
	}
	for _, id := range ids {
		err := l.s.step(ctx, id, func(_ context.Context, _ *store.Tx, r *row) ([]ledger.Draft, error) {
			t := move(r)
			if t == nil {
				return nil, nil
			}
			return []ledger.Draft{r.draft(Author, fmt.Sprintf("clock %d", r.seq), body{Act: clock, Times: t})}, nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// moved gives the row's times so much earlier.
func (r *row) moved(by int64) *timesBody {
	t := &timesBody{Since: r.since - by}
	if r.due > 0 {
		t.Due = max(1, r.due-by)
	}
	if r.remind > 0 {
		t.Remind = max(1, r.remind-by)
	}
	return t
}

const dueSQL = `SELECT id FROM (
	SELECT id, urgency, due AS at FROM alerts INDEXED BY alerts_due WHERE due > 0 AND due <= ?1
	UNION SELECT id, urgency, remind FROM alerts INDEXED BY alerts_remind WHERE remind > 0 AND remind <= ?1)
	ORDER BY urgency, at LIMIT ?2`

// maxDue bounds the alerts that one tick takes on: the next comes in a second.
const maxDue = 500

// due gives the alerts of which a step is due, the most pressing first.
func (s *Service) due(ctx context.Context, now time.Time) (ids []record.ID, err error) {
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		ids, err = idsOf(tx.Query(dueSQL, now.UnixMilli(), maxDue))
		return err
	})
	return ids, err
}

const aliveSQL = "SELECT id FROM alerts INDEXED BY alerts_state WHERE state IN (0, 1) ORDER BY state, urgency, due"

// alive gives the alerts that have not ended.
func (s *Service) alive(ctx context.Context) (ids []record.ID, err error) {
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		ids, err = idsOf(tx.Query(aliveSQL))
		return err
	})
	return ids, err
}

func idsOf(rows *store.Rows) (ids []record.ID, err error) {
	defer rows.Close()
	for rows.Next() {
		var id record.ID
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

// step writes what decide makes of an alert as it stands.
func (s *Service) step(ctx context.Context, id record.ID, decide func(context.Context, *store.Tx, *row) ([]ledger.Draft, error)) error {
	_, err := s.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		r, err := load(tx, id)
		if store.None(err) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		return decide(ctx, tx, r)
	})
	return err
}

// climb takes the step of an alert that is due.
func (s *Service) climb(ctx context.Context, tx *store.Tx, r *row) ([]ledger.Draft, error) {
	now := s.opt.Clock().UnixMilli()
	late := r.due > 0 && r.due <= now
	switch {
	case r.state == Acknowledged && late:
		return s.nag(tx, r)
	case r.state != Open:
		return nil, nil
	case late && r.level+1 < len(r.levels):
		return s.enter(ctx, tx, r, r.level+1, Late, Author)
	case late:
		return s.enter(ctx, tx, r, r.level, Again, Author)
	case r.remind > 0 && r.remind <= now:
		return s.remind(ctx, tx, r)
	}
	return nil, nil
}

// remind reminds all of a level when half of its time is over. Where no word of it
// has left the node until then, although there were ways, it climbs.
func (s *Service) remind(ctx context.Context, tx *store.Tx, r *row) ([]ledger.Draft, error) {
	reach, err := notice.Reached(tx, r.id, r.step)
	if err != nil {
		return nil, err
	}
	if reach == notice.Nobody && r.level+1 < len(r.levels) {
		return s.enter(ctx, tx, r, r.level+1, Unreached, Author)
	}
	_, first, others, err := r.calls(tx)
	if err != nil {
		return nil, err
	}
	part := "remind " + r.step
	everybody := (&callBody{First: first, Others: others}).everybody()
	told, err := s.tell(tx, r, word{part, notice.Reminder, r.level, everybody}, s.opt.Clock())
	return append([]ledger.Draft{r.draft(Author, part, body{Act: remind})}, told...), err
}

// nag asks whoever has an alert in hand how it stands.
func (s *Service) nag(tx *store.Tx, r *row) ([]ledger.Draft, error) {
	now := s.opt.Clock()
	part := fmt.Sprintf("nag %d", r.again)
	wait := inHand[urgencies[r.urgency]] << min(r.again+1, maxAgain)
	d := r.draft(Author, part, body{Act: nag, Times: &timesBody{Since: r.since, Due: r.quiet.after(now, wait, s.opt.Zone).UnixMilli()}})
	told, err := s.tell(tx, r, word{fmt.Sprintf("%s after %d", part, r.acked), notice.Reminder, r.level, []record.ID{*r.owner}}, now)
	return append([]ledger.Draft{d}, told...), err
}

// check sees to it that whoever is to answer an alert, or has it in hand, can.
func (s *Service) check(ctx context.Context) error {
	ids, err := s.alive(ctx)
	if err != nil {
		return err
	}
	for _, id := range ids {
		var changed bool
		err := s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
			r, err := load(tx, id)
			if err != nil {
				return err
			}
			drafts, err := s.handOn(ctx, tx, r)
			changed = len(drafts) > 0
			return err
		})
		if store.None(err) {
			continue
		}
		if err == nil && changed { // decided anew on the row as it is then
			err = s.step(ctx, id, s.handOn)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// handOn gives an alert to those who are on duty now, where they are others than
// those whom it came to; and opens one again whose owner works here no more.
func (s *Service) handOn(ctx context.Context, tx *store.Tx, r *row) ([]ledger.Draft, error) {
	switch {
	case r.state == Acknowledged && !s.canAnswer(ctx, tx, r, *r.owner):
		return s.reopened(ctx, tx, r, Author, Left)
	case r.state != Open:
		return nil, nil
	}
	call, gap, err := s.call(ctx, tx, r, r.level, Handed)
	if err != nil {
		return nil, err
	}
	_, first, others, err := r.calls(tx)
	if err != nil {
		return nil, err
	}
	before := (&callBody{First: first, Others: others}).everybody()
	switch {
	case first == call.First && slices.Equal(unique(before), unique(call.everybody())):
		return nil, nil
	case gap && r.level+1 < len(r.levels):
		return s.enter(ctx, tx, r, r.level+1, nobody(call), Author)
	}
	part := call.Step
	d := r.draft(Author, part, body{Act: hand, Call: call, Times: &timesBody{Since: r.since, Remind: r.remind, Due: r.due}})
	fresh := slices.DeleteFunc(call.everybody(), func(id record.ID) bool { return slices.Contains(before, id) })
	told, err := s.tell(tx, r, word{part, notice.Handed, r.level, fresh}, s.opt.Clock())
	return append([]ledger.Draft{d}, told...), err
}

// reopened gives an alert that was in hand back to those on duty at its level.
func (s *Service) reopened(ctx context.Context, tx *store.Tx, r *row, author record.ID, why Reason) ([]ledger.Draft, error) {
	call, gap, err := s.call(ctx, tx, r, r.level, Reopened)
	if err != nil {
		return nil, err
	}
	if gap && r.level+1 < len(r.levels) {
		return s.enter(ctx, tx, r, r.level+1, why, author)
	}
	now := s.opt.Clock()
	part := call.Step
	d := r.draft(author, part, body{Act: reopen, Call: call, Times: s.times(r, r.levels[r.level].Minutes, 0, now)})
	told, err := s.tell(tx, r, word{part, notice.Reopened, r.level, call.everybody()}, now)
	return append([]ledger.Draft{d}, told...), err
}

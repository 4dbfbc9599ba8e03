package warning

import (
	"context"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// MaxListed bounds a list: what is older is looked up by its number.
const MaxListed = 200

// Get gives a warning. What waits for a second person is for those of the unit and
// above it alone. It faults with Missing where there is none that a may see.
func (s *Service) Get(ctx context.Context, a policy.Actor, id record.ID) (out Warning, err error) {
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		w, err := load(tx, id)
		if err != nil {
			return err
		}
		if err := s.opt.Policy.Allow(ctx, a, "warning.list", s.resource(w)); err != nil {
			return err
		}
		out = s.shown(ctx, a, w)
		return nil
	})
	return out, err
}

// shown leaves out of a warning that everybody reads what only its own people do.
func (s *Service) shown(ctx context.Context, a policy.Actor, w *Warning) Warning {
	if !s.inner(ctx, a, w) {
		w.Pending, w.About, w.Refusal, w.Refuser, w.Drafter, w.Released = nil, record.ID{}, "", record.ID{}, record.ID{}, record.ID{}
	}
	return *w
}

// inner tells whether a may see what waits, and who did what.
func (s *Service) inner(ctx context.Context, a policy.Actor, w *Warning) bool {
	r := s.resource(w)
	r.TLP = record.Amber
	return s.opt.Policy.Allow(ctx, a, "warning.list", r) == nil
}

// List gives the warnings that a may see, or those drawn from an alert or an
// incident: what waits first, then what holds, then the latest.
func (s *Service) List(ctx context.Context, a policy.Actor, about record.ID) (all []Warning, err error) {
	f, err := s.opt.Policy.Filter(ctx, a, "warning.list")
	if err != nil {
		return nil, err
	}
	where, args := f.SQL(policy.Columns{Unit: "unit", TLP: "tlp"})
	where = "(" + where + ")"
	if !about.Zero() {
		where, args = where+" AND about = ?", append(args, about)
	}
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		rows := tx.Query("SELECT "+warningColumns+" FROM warnings WHERE "+where+" ORDER BY pending <> '' DESC, cancel = 0 AND expires > ? DESC, at DESC, id LIMIT ?",
			append(args, s.opt.Clock().UnixMilli(), MaxListed)...)
		defer rows.Close()
		for rows.Next() {
			w, err := scan(rows)
			if err != nil {
				return err
			}
			if out := s.shown(ctx, a, w); about.Zero() || !out.About.Zero() {
				all = append(all, out)
			}
		}
		return rows.Err()
	})
	return all, err
}

// Step is one act in a warning's course.
type Step struct {
	At   time.Time
	By   record.ID
	Act  Act
	Word string
}

// Course tells what was done about a warning, for those who may see what waits.
func (s *Service) Course(ctx context.Context, a policy.Actor, w *Warning) (steps []Step, err error) {
	if !s.inner(ctx, a, w) {
		return nil, nil
	}
	revs, err := s.opt.Ledger.History(ctx, w.ID)
	if err != nil {
		return nil, err
	}
	for _, rev := range revs {
		if rev.Kind != record.Warning || rev.Body == nil {
			continue
		}
		b, err := ledger.Decode[body](rev)
		if err != nil {
			return nil, err
		}
		steps = append(steps, Step{rev.At.Time(), rev.Author, b.Act, b.Word})
	}
	return steps, nil
}

// May lists what a may do about a warning as it stands.
func (s *Service) May(ctx context.Context, a policy.Actor, w *Warning) (acts []string) {
	allowed := func(action policy.Action) bool { return s.opt.Policy.Allow(ctx, a, action, s.resource(w)) == nil }
	state := w.State(s.opt.Clock())
	if allowed("warning.propose") && (state == Waiting || state == Holds || state == Refused) {
		acts = append(acts, "edit")
		if state == Holds && (w.Pending == nil || w.Pending.Act != Cancel) {
			acts = append(acts, "cancel")
		}
	}
	if w.Pending == nil {
		return acts
	}
	if allowed("warning.release") {
		acts = append(acts, "release")
	}
	if w.Pending.By == a.ID && allowed("warning.propose") {
		return append(acts, "withdraw")
	}
	if allowed("warning.refuse") {
		acts = append(acts, "refuse")
	}
	return acts
}

// Row gives a warning for those who are told of it, own or received, with the row
// by which each may see it.
func (s *Service) Row(ctx context.Context, id record.ID) (r policy.Resource, err error) {
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		w, err := load(tx, id)
		if err == nil {
			r = s.resource(w)
			return nil
		}
		if !store.None(err) {
			return err
		}
		in, err := loadReceived(tx, id)
		if err == nil {
			r = s.outside(in)
		}
		return err
	})
	return r, err
}

// Given is a message that the public may read.
type Given struct {
	Message record.ID
	Warning record.ID
	Number  int
	Sent    time.Time
	Cancel  bool
	Content Content
}

// Current gives the last message of each warning whose time is not over, the latest
// first: what was taken back is told until it would have ended.
func (s *Service) Current(ctx context.Context) (all []Given, err error) {
	now := s.opt.Clock().UnixMilli()
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		rows := tx.Query("SELECT "+warningColumns+" FROM warnings WHERE messages > 0 AND expires > ? ORDER BY sent DESC, id LIMIT ?", now, MaxListed)
		defer rows.Close()
		for rows.Next() {
			w, err := scan(rows)
			if err != nil {
				return err
			}
			all = append(all, Given{w.Message, w.ID, w.Messages, w.Sent, w.Cancel, *w.Now})
		}
		return rows.Err()
	})
	return all, err
}

// Message gives a message as it went out, however long ago. It faults with Missing
// where there is none.
func (s *Service) Message(ctx context.Context, id record.ID) (xml string, sent time.Time, err error) {
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		var at int64
		err := tx.Row("SELECT xml, sent FROM given WHERE id = ?", id).Scan(&xml, &at)
		sent = millis(at)
		return err
	})
	return xml, sent, err
}

// Changed is when what the public reads was last another: a message went out, or a
// warning's time was over.
func (s *Service) Changed(ctx context.Context) (at time.Time, err error) {
	now := s.opt.Clock().UnixMilli()
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		var ms int64
		err := tx.Row("SELECT coalesce(max(max(sent), max(CASE WHEN expires <= ? THEN expires ELSE 0 END)), 0) FROM warnings WHERE messages > 0", now).Scan(&ms)
		at = millis(ms)
		return err
	})
	return at, err
}

package number

import (
	"context"
	"strings"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/network/place"
)

// Options says what the service stands on.
type Options struct {
	Ledger *ledger.Ledger // the compartment community, with Part
	Policy *policy.Engine
	Places *place.Service
	Clock  func() time.Time
	// Changes gives what was learned, by the tests of courses; nil where none are given.
	Changes Changes
	// Contents gives how content people were, by surveys; nil where none are asked.
	Contents Contents
}

// Changes calls f with what each person learned at each activity in each course, from -1
// to 1: of one person, or of everybody where person is zero.
type Changes func(tx *store.Tx, person record.ID, f func(person, activity record.ID, change float64)) error

// Contents calls f with how many people said how content they were with an activity, and
// how many of them were: once for each time that people were asked.
type Contents func(tx *store.Tx, f func(activity record.ID, asked, content int64)) error

// Service is what may be asked about numbers.
type Service struct{ opt Options }

// NewService makes the service over the compartment community.
func NewService(opt Options) *Service { return &Service{opt} }

// purpose is what all of this is kept for.
const purpose = "programme"

// Allow faults unless a may read numbers: whoever works with communities may, since
// they tell of nobody.
func (s *Service) Allow(ctx context.Context, a policy.Actor) error {
	return s.opt.Policy.Allow(ctx, a, "number.read", policy.Resource{Type: policy.Node, Unit: a.Unit})
}

// Renew makes the next edition where enough changed, and tells whether it did.
func (s *Service) Renew(ctx context.Context) (made bool, err error) {
	var last, next *Edition
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		if last, err = edition(tx); err != nil {
			return err
		}
		all, err := s.everything(tx)
		if err == nil && len(all.counts) > 0 {
			next = last.Next(all.counts, all.figures, s.opt.Clock().UTC())
		}
		return err
	})
	if err != nil || next == nil || next == last {
		return false, err
	}
	// Counting took a while, and was not done by the writer: somebody else may have made
	// the edition meanwhile.
	_, err = s.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		now, err := newest(tx)
		if err != nil || now != nil && now.N >= next.N {
			return nil, err
		}
		made = true
		return []ledger.Draft{s.draft(record.IDOf("tally:shown"), next.body())}, nil
	})
	return made, err
}

func (s *Service) draft(id record.ID, b body) ledger.Draft {
	return ledger.Draft{Kind: record.Tally, Record: id, Handling: record.Handling{Purpose: purpose}, Body: b}
}

// everything counts who is there and who was.
func (s *Service) everything(tx *store.Tx) (*gathering, error) {
	g, err := gather(tx, &s.opt)
	if err != nil {
		return nil, err
	}
	g.activities(s.opt.Clock())
	c, f, err := frozenCounts(tx)
	if err != nil {
		return nil, err
	}
	g.counts.Plus(c)
	for s, f := range f {
		g.figures[s] = g.figures[s].Plus(f)
	}
	return g, nil
}

// Ask makes the next edition because somebody wants it now. It faults with Conflict
// where fewer than Few came since the last.
func (s *Service) Ask(ctx context.Context, a policy.Actor) error {
	if err := s.opt.Policy.Allow(ctx, a, "number.renew", policy.Resource{Type: policy.Node, Unit: a.Unit}); err != nil {
		return err
	}
	made, err := s.Renew(ctx)
	if err == nil && !made {
		return &fault.Error{
			Kind: fault.Conflict, Op: "number.Ask", Key: "number.edition.early", Msg: "fewer than ten people came since these numbers were made",
			Hint: "numbers that change for one person would tell of that person; they are looked at again every night",
		}
	}
	return err
}

// Freeze draws up the sum that keeps the numbers of people who are deleted in the same
// commit: from then on they are counted there. Of whoever is entered more than once all
// entries are to go together. The record that held the sum before is to be erased with
// them: held against the new one it would tell what was added, which may be one person.
func (s *Service) Freeze(tx *store.Tx, people []record.ID) (sum ledger.Draft, old []ledger.Erasing, err error) {
	n, ids, err := tallies(tx)
	if err != nil {
		return sum, nil, err
	}
	for _, id := range ids {
		old = append(old, ledger.Erasing{Subject: id, Reason: "counted in a newer sum", Handling: record.Handling{Purpose: purpose}})
	}
	c, f, err := frozenCounts(tx)
	if err != nil {
		return sum, nil, err
	}
	g, err := deleted(tx, &s.opt, people)
	if err != nil {
		return sum, nil, err
	}
	c.Plus(g.counts)
	for s, more := range g.figures {
		f[s] = f[s].Plus(more)
	}
	return s.draft(frozenID(n+1), frozenBody(n+1, c, f)), old, nil
}

// Query says which numbers are asked for: of ever or a year, and of a place or a kind
// of activity, or of everything.
type Query struct{ Time, Place, Kind string }

// A Board is the numbers of one slice with what is to be seen around them.
type Board struct {
	Edition *Edition // without cells; nil before the first
	Slice   Slice
	Reached map[string]Cell // by group
	Trained map[string]Cell
	Months  []Month // of the year, or all
	Figures Figures
	Years   []string
	Places  []string // list/code
	Kinds   []string
}

// Month is how many were reached in one.
type Month struct {
	Name             string
	Reached, Trained Cell
}

// Board gives the numbers of a slice.
func (s *Service) Board(ctx context.Context, a policy.Actor, q Query) (*Board, error) {
	if err := s.Allow(ctx, a); err != nil {
		return nil, err
	}
	if q.Place != "" && q.Kind != "" || len(q.Time) != 0 && len(q.Time) != len("2026") {
		return nil, &fault.Error{
			Kind: fault.Invalid, Op: "number.Board", Key: "number.slice.none", Msg: "there are no such numbers",
			Hint: "choose a year or all, and a place or a kind of activity, but not both",
		}
	}
	b, err := s.board(ctx, q)
	if err == nil && b.Edition == nil {
		// Whoever asks first has the first edition made.
		if _, err = s.Renew(ctx); err == nil {
			b, err = s.board(ctx, q)
		}
	}
	return b, err
}

func (s *Service) board(ctx context.Context, q Query) (*Board, error) {
	b := &Board{Slice: At(q.Time, q.Place, q.Kind), Reached: map[string]Cell{}, Trained: map[string]Cell{}}
	return b, s.opt.Ledger.View(ctx, func(tx *store.Tx) (err error) {
		if b.Edition, err = newest(tx); err != nil || b.Edition == nil {
			return err
		}
		return b.read(tx)
	})
}

func (b *Board) read(tx *store.Tx) error {
	rows := tx.Query("SELECT place, who, shown, edition, hidden FROM number_cells WHERE time = ? AND place IN (?, ?)", b.Slice.Time, b.Slice.Where, b.Slice.trained().Where)
	defer rows.Close()
	for rows.Next() {
		var where, who string
		var c Cell
		if err := rows.Scan(&where, &who, &c.Shown, &c.In, &c.Hidden); err != nil {
			return err
		}
		if where == b.Slice.Where {
			b.Reached[who] = c
		} else {
			b.Trained[who] = c
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	all, err := figures(tx, "number_figures")
	if err != nil {
		return err
	}
	b.Figures = all[b.Slice]
	return b.around(tx)
}

// around reads what else there is to choose, and the months.
func (b *Board) around(tx *store.Tx) error {
	rows := tx.Query("SELECT time, place, shown, edition, hidden FROM number_cells WHERE who = '' AND (time = '' OR place IN ('', ?)) ORDER BY time, place", trainedIs)
	defer rows.Close()
	for rows.Next() {
		var k Key
		var c Cell
		if err := rows.Scan(&k.Time, &k.Where, &c.Shown, &c.In, &c.Hidden); err != nil {
			return err
		}
		place, isPlace := strings.CutPrefix(k.Where, placeIs)
		kind, isKind := strings.CutPrefix(k.Where, kindIs)
		switch {
		case isPlace && k.Time == "":
			b.Places = append(b.Places, place)
		case isKind && k.Time == "":
			b.Kinds = append(b.Kinds, kind)
		case k.Where == "" && len(k.Time) == len("2026"):
			b.Years = append(b.Years, k.Time)
		case len(k.Time) == len("2026-11") && strings.HasPrefix(k.Time, b.Slice.Time):
			b.month(k, c)
		}
	}
	return rows.Err()
}

func (b *Board) month(k Key, c Cell) {
	if k.Where == "" {
		b.Months = append(b.Months, Month{Name: k.Time, Reached: c})
		return
	}
	if n := len(b.Months); n > 0 && b.Months[n-1].Name == k.Time {
		b.Months[n-1].Trained = c
	}
}

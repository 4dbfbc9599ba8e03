package product

import (
	"context"
	"fmt"
	"slices"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
)

// View is a bulletin as somebody sees it.
type View struct {
	*Bulletin
	Works bool // the viewer works on it, and sees what it stands on

	// Of a draft, for whoever works on it:
	Status  map[record.ID]Status
	Marks   map[record.ID]string // of what each stands on now, to answer with
	Fresh   map[record.ID]*Fresh // what would be drafted now, of those that changed
	News    []Fresh              // what there is besides
	Omitted []Omitted
	May     []policy.Action
}

// actions are what may be offered about a bulletin.
var actions = []policy.Action{"bulletin.edit", "bulletin.release", "bulletin.withdraw"}

// Get gives a bulletin. It faults with Missing where there is none that a may see.
func (s *Service) Get(ctx context.Context, a policy.Actor, id record.ID) (*View, error) {
	v := &View{}
	err := s.Ledger.View(ctx, func(tx *store.Tx) (err error) {
		if v.Bulletin, err = load(tx, id); err != nil {
			return err
		}
		return s.known(ctx, a, v.Bulletin)
	})
	if err != nil {
		return nil, err
	}
	for _, action := range actions {
		if s.Policy.Allow(ctx, a, action, s.resource(v.Bulletin)) == nil {
			v.May = append(v.May, action)
		}
	}
	v.Works = slices.Contains(v.May, "bulletin.edit")
	if !v.Works {
		v.Paragraphs = v.Shown()
		if v.State == Withdrawn {
			v.Paragraphs, v.Missing = nil, 0
		}
		v.Left = nil
		return v, nil
	}
	if v.State == Draft {
		err = s.compare(ctx, a, v)
	}
	return v, err
}

// compare holds a draft against what would be drafted now.
func (s *Service) compare(ctx context.Context, a policy.Actor, v *View) error {
	c, err := s.compose(ctx, a, v.Unit, v.Day)
	if err != nil {
		return err
	}
	v.Omitted, v.Status, v.Marks, v.Fresh = c.Omitted, map[record.ID]Status{}, map[record.ID]string{}, map[record.ID]*Fresh{}
	there := map[string]bool{}
	for _, p := range v.Paragraphs {
		there[p.Key] = true
		f := c.find(p.Key)
		v.Status[p.ID], v.Marks[p.ID] = p.status(c), markNow(f)
		if f != nil && v.Status[p.ID] == Changed {
			v.Fresh[p.ID] = f
		}
	}
	for _, f := range c.Paragraphs {
		if !there[f.Key] && f.Mark != "" {
			v.News = append(v.News, f)
		}
	}
	return nil
}

// MayDraft tells whether a may begin a bulletin.
func (s *Service) MayDraft(ctx context.Context, a policy.Actor) bool {
	return s.Policy.Allow(ctx, a, "bulletin.draft", s.resource(&Bulletin{Unit: a.Unit, TLP: record.Green})) == nil
}

// Today is the day that it is in the network's zone.
func (s *Service) Today() string { return s.Clock().In(s.Zone).Format(time.DateOnly) }

// Back is so many days before a day; the day itself where it is none.
func (s *Service) Back(day string, days int) string {
	from, _, err := s.bounds(day)
	if err != nil {
		return day
	}
	return from.AddDate(0, 0, -days).Format(time.DateOnly)
}

// Query asks for bulletins of days from one to another, both in it.
type Query struct {
	From, To string
	Unit     record.ID // zero: of any
}

// MaxPage bounds a list: two months of a unit and of those around it.
const MaxPage = 200

// Item is a bulletin as lists show it.
type Item struct {
	*Bulletin
	N int // paragraphs
}

const (
	releasedSQL = `SELECT DISTINCT b.doc FROM bulletin_readers r INDEXED BY bulletin_readers_day JOIN bulletins b ON b.id = r.bulletin
		WHERE r.day >= ? AND r.day <= ? AND (%s) AND (?%d IS NULL OR b.unit = ?%d) ORDER BY r.day DESC LIMIT ?%d`
	draftsSQL = "SELECT doc FROM bulletins INDEXED BY bulletins_drafts WHERE state = 'draft' AND day >= ? AND day <= ? AND (%s) ORDER BY day DESC LIMIT ?"
	countSQL  = "SELECT count(*) FROM bulletin_paragraphs WHERE bulletin = ?"
)

var columns = policy.Columns{Unit: "r.unit", TLP: "r.tlp"}

// List gives the bulletins that a may read, and the drafts that a works on: the
// latest day first, and of a day the last edition first.
func (s *Service) List(ctx context.Context, a policy.Actor, q Query) (items []Item, err error) {
	reads, err := s.Policy.Filter(ctx, a, "bulletin.list")
	if err != nil {
		return nil, err
	}
	works, err := s.Policy.Filter(ctx, a, "bulletin.edit")
	if err != nil {
		return nil, err
	}
	err = s.Ledger.View(ctx, func(tx *store.Tx) error {
		all, err := q.all(tx, reads, works)
		if err != nil {
			return err
		}
		for _, b := range all {
			i := Item{Bulletin: b}
			if err := tx.Row(countSQL, b.ID).Scan(&i.N); err != nil {
				return err
			}
			items = append(items, i)
		}
		return nil
	})
	slices.SortStableFunc(items, func(x, y Item) int {
		if x.Day != y.Day {
			if x.Day > y.Day {
				return -1
			}
			return 1
		}
		if x.Unit != y.Unit {
			return slices.Compare(x.Unit[:], y.Unit[:])
		}
		return y.Edition - x.Edition
	})
	return items, err
}

// all reads what a query asks for: drafts, then what was released.
func (q *Query) all(tx *store.Tx, reads, works policy.Filter) (all []*Bulletin, err error) {
	if !works.None() {
		if all, err = docs(tx, q.drafts(works)); err != nil {
			return nil, err
		}
		all = slices.DeleteFunc(all, func(b *Bulletin) bool { return !q.Unit.Zero() && b.Unit != q.Unit })
	}
	if reads.None() {
		return all, nil
	}
	released, err := docs(tx, q.released(reads))
	return append(all, released...), err
}

// statement is a query with its arguments.
type statement struct {
	sql  string
	args []any
}

func (q *Query) released(f policy.Filter) statement {
	cond, args := f.SQL(columns)
	all := append([]any{q.From, q.To}, args...)
	var unit any
	if !q.Unit.Zero() {
		unit = q.Unit
	}
	n := len(all) + 1
	return statement{fmt.Sprintf(releasedSQL, cond, n, n, n+1), append(all, unit, MaxPage)}
}

func (q *Query) drafts(f policy.Filter) statement {
	cond, args := f.SQL(policy.Columns{Unit: "unit", TLP: "tlp"})
	return statement{fmt.Sprintf(draftsSQL, cond), append(append([]any{q.From, q.To}, args...), MaxPage)}
}

func docs(tx *store.Tx, q statement) (all []*Bulletin, err error) {
	rows := tx.Query(q.sql, q.args...)
	defer rows.Close()
	for rows.Next() {
		b := &Bulletin{}
		if err := scan(rows, b); err != nil {
			return nil, err
		}
		all = append(all, b)
	}
	return all, rows.Err()
}

// Visible gives a bulletin without its paragraphs if a may know of it: what an open
// console is told of a change.
func (s *Service) Visible(ctx context.Context, a policy.Actor, id record.ID) (b *Bulletin, err error) {
	err = s.Ledger.View(ctx, func(tx *store.Tx) error {
		if b, err = loadDoc(tx, id); err != nil {
			return err
		}
		return s.known(ctx, a, b)
	})
	return b, err
}

// Of is the bulletin that a record is one of, or a paragraph of. The caller asks the
// policy. It faults with Missing where there is none any more.
func (s *Service) Of(ctx context.Context, id record.ID) (b *Bulletin, err error) {
	err = s.Ledger.View(ctx, func(tx *store.Tx) error {
		p, err := loadParagraph(tx, id)
		if err == nil {
			id = p.Bulletin
		} else if !store.None(err) {
			return err
		}
		b, err = loadDoc(tx, id)
		return err
	})
	return b, err
}

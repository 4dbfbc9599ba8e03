package queue

import (
	"context"
	"encoding/binary"
	"io"
	"math"
	"slices"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// Point is what a second look finds that should have been otherwise. The set is
// closed.
type Point string

// The points.
const (
	WrongGrade   Point = "grade"
	WrongUrgency Point = "urgency"
	WrongKind    Point = "kind"
	WrongOutcome Point = "outcome"
	WrongAnswer  Point = "answer" // what the reporter was told, or was not
	Overlooked   Point = "missed"
)

// Points lists every point, each at its bit.
func Points() []Point {
	return []Point{WrongGrade, WrongUrgency, WrongKind, WrongOutcome, WrongAnswer, Overlooked}
}

// Verdict is what somebody who looked again says: that it was right, or what was
// not and why. It changes nothing: whoever finds that work is left reopens the
// report.
type Verdict struct {
	Points []Point // none: it was right
	Note   string
}

func (v Verdict) check() error {
	switch {
	case len(v.Note) > MaxText:
		return tooLong()
	case len(v.Points) > 0 && v.Note == "":
		return invalid("queue.review.note", "nothing says what should have been otherwise", "write it in a sentence: the desk learns by it")
	case slices.ContainsFunc(v.Points, func(p Point) bool { return !slices.Contains(Points(), p) }):
		return invalid("queue.review.point", "this is nothing that a second look asks for", "choose from the list")
	}
	return nil
}

func (v Verdict) bits() (bits int) {
	for i, p := range Points() {
		if slices.Contains(v.Points, p) {
			bits |= 1 << i
		}
	}
	return bits
}

// reviewBody is the body of a Review revision: a unit's share; or, about a report,
// that it was drawn, or what came of it.
type reviewBody struct {
	V       int       `json:"v"`
	Step    string    `json:"step"` // share, drawn, looked
	Percent int       `json:"percent,omitempty"`
	Rule    record.ID `json:"rule,omitzero"` // that asked for it: it was not drawn by chance
	Points  []Point   `json:"points,omitempty"`
	Note    string    `json:"note,omitempty"`
}

const (
	shared = "share"
	drawn  = "drawn"
	looked = "looked"
)

// What became of a second look. A report that was taken up again needs none.
const (
	awaited = iota
	agreed
	differs
	lapsed
)

// shares are how many in a hundred closed reports are looked at again, as units set
// it.
type shares map[record.ID]int

// over is what holds for a unit whose path is given, itself first. Where nobody
// set anything chance draws nothing: a second look is work, and a chief decides
// on it.
func (all shares) over(path []record.ID) int {
	for _, unit := range path {
		if percent, set := all[unit]; set {
			return percent
		}
	}
	return 0
}

func readShares(tx *store.Tx) (shares, error) {
	all := shares{}
	rows := tx.Query("SELECT unit, percent FROM review_shares")
	for rows.Next() {
		var unit record.ID
		var percent int
		if err := rows.Scan(&unit, &percent); err != nil {
			return nil, err
		}
		all[unit] = percent
	}
	return all, rows.Err()
}

func isShare(rev ledger.Revision) bool {
	b, err := body[reviewBody](rev)
	return err == nil && b.Step == shared
}

func applyShare(tx *store.Tx, rev ledger.Revision) error {
	b, err := body[reviewBody](rev)
	if err != nil {
		return err
	}
	return tx.Exec("INSERT INTO review_shares (unit, percent) VALUES (?, ?) ON CONFLICT DO UPDATE SET percent = excluded.percent", rev.Handling.Unit, b.Percent)
}

// applyReview keeps that a report was drawn, or what came of it.
func applyReview(r *row, tx *store.Tx, rev ledger.Revision) error {
	b, err := body[reviewBody](rev)
	if err != nil {
		return err
	}
	if b.Step == looked {
		standing := agreed
		if len(b.Points) > 0 {
			standing = differs
		}
		return tx.Exec("UPDATE reviews SET standing = ?, points = ?, author = ?, looked = ? WHERE n = ? AND standing = 0",
			standing, Verdict{Points: b.Points}.bits(), rev.Author, rev.At.Millis(), r.n)
	}
	var rule any
	if !b.Rule.Zero() {
		rule = b.Rule
		err := tx.Exec("UPDATE proposals SET standing = ?, author = ?, answered = ? WHERE n = ? AND standing = 0 AND idea = ?",
			int(Taken), rev.Author, rev.At.Millis(), r.n, string(SecondLook))
		if err != nil {
			return err
		}
	}
	return tx.Exec("INSERT OR IGNORE INTO reviews (n, seq, unit, closer, rule, at, standing, points) VALUES (?, ?, ?, ?, ?, ?, 0, 0)",
		r.n, rev.Seq, r.unit, rev.Author, rule, rev.At.Millis())
}

// lapse lets a second look go where the report is being worked on again.
func (r *row) lapse(tx *store.Tx, before State) error {
	if before != Closed || r.state == Closed || r.closer == nil {
		return nil
	}
	return tx.Exec("UPDATE reviews SET standing = ? WHERE n = ? AND standing = 0", lapsed, r.n)
}

// draw decides whether a report that is being closed is looked at again by
// somebody else: where a rule asked for it, else by chance.
func (s *Service) draw(tx *store.Tx, report record.ID, r *row) ([]ledger.Draft, error) {
	if r.state == Closed {
		return nil, nil // it was decided then
	}
	b := reviewBody{V: bodyVersion, Step: drawn}
	err := tx.Row("SELECT rule FROM proposals WHERE n = ? AND standing = 0 AND idea = ? LIMIT 1", r.n, string(SecondLook)).Scan(&b.Rule)
	if err != nil && !store.None(err) {
		return nil, err
	}
	if store.None(err) {
		b.Percent = s.shares.Load().over(s.units.Path(r.unit))
		hit, err := s.chance(b.Percent)
		if err != nil || !hit {
			return nil, err
		}
	}
	return []ledger.Draft{{Kind: record.Review, Record: report.Derive("review"), Body: b}}, nil
}

// chance is true so many times in a hundred.
func (s *Service) chance(percent int) (bool, error) {
	if percent <= 0 {
		return false, nil
	}
	var b [4]byte
	if _, err := io.ReadFull(s.random, b[:]); err != nil {
		return false, err
	}
	return uint64(binary.BigEndian.Uint32(b[:]))*100 < uint64(percent)*(math.MaxUint32+1), nil
}

// SetShare says how many in a hundred closed reports of a unit are looked at again,
// for it and for those below it that set nothing of their own.
func (s *Service) SetShare(ctx context.Context, a policy.Actor, unit record.ID, percent int) error {
	_, err := s.ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		if !s.units.Works(unit) {
			return nil, policy.Hide()
		}
		if err := s.policy.Allow(ctx, a, "review.set", s.policy.At(policy.Review, unit, unit)); err != nil {
			return nil, err
		}
		if percent < 0 || percent > 100 {
			return nil, invalid("queue.review.share", "a share lies between 0 and 100 per cent", "5 is a good beginning")
		}
		all, err := readShares(tx)
		if err != nil {
			return nil, err
		}
		if was, set := all[unit]; set && was == percent {
			return nil, nil
		}
		return []ledger.Draft{{
			Kind: record.Review, Record: unit.Derive("review share"), Author: a.ID, Body: reviewBody{V: bodyVersion, Step: shared, Percent: percent},
			Handling: record.Handling{Unit: unit, TLP: record.Green, Purpose: "network-administration"},
		}}, nil
	})
	if err != nil {
		return err
	}
	return s.Refresh(ctx)
}

// Review keeps what somebody says who looked at a closed report again. It faults
// with Conflict where nobody awaits it: it was not drawn, somebody was faster, or
// the report was taken up again.
func (s *Service) Review(ctx context.Context, a policy.Actor, act Act, v Verdict) (Summary, error) {
	return s.act(ctx, a, "report.review", act, func(tx *store.Tx, r *row) (*ledger.Draft, error) {
		if err := v.check(); err != nil {
			return nil, err
		}
		if r.closer == nil {
			twice, err := saidBefore(tx, r.n, a.ID, v)
			if err == nil && !twice {
				err = noReview()
			}
			return nil, err
		}
		return &ledger.Draft{
			Kind: record.Review, Record: act.Report.Derive("review"), Body: reviewBody{V: bodyVersion, Step: looked, Points: v.Points, Note: v.Note},
		}, nil
	})
}

func noReview() error {
	return &fault.Error{
		Kind: fault.Conflict, Op: "queue.Review", Key: "queue.review.none", Msg: "no second look is awaited at this report",
		Hint: "somebody was faster, or it was taken up again: load the list anew",
	}
}

// saidBefore tells whether the last word about a report is the very same.
func saidBefore(tx *store.Tx, n int64, by record.ID, v Verdict) (bool, error) {
	var said *record.ID
	var points int
	err := tx.Row("SELECT author, points FROM reviews WHERE n = ? ORDER BY seq DESC LIMIT 1", n).Scan(&said, &points)
	if store.None(err) {
		return false, nil
	}
	return said != nil && *said == by && points == v.bits(), err
}

// Look is a closed report that somebody else is to look at again.
type Look struct {
	Summary
	Drawn  time.Time
	Closer record.ID
	Rule   record.ID // that asked for it; zero: chance drew it
}

// maxLooks bounds a list of second looks: more than anybody does in a week.
const maxLooks = 200

const looksSQL = "SELECT v.n, r.id, v.at, v.closer, v.rule FROM reviews v INDEXED BY reviews_waiting JOIN reports r USING (n) WHERE v.unit = ? AND v.standing = 0 ORDER BY v.at"

// Looks gives the reports at which a is to look again, those that wait longest
// first, and whether there are more.
func (s *Service) Looks(ctx context.Context, a policy.Actor) (all []Look, more bool, err error) {
	filter, err := s.policy.Filter(ctx, a, "report.list")
	if err != nil {
		return nil, false, err
	}
	w := s.waiting()
	var numbers []int64
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		for _, unit := range filter.Units(s.units.All()) {
			found, err := s.looks(ctx, tx, a, unit)
			if err != nil {
				return err
			}
			all = append(all, found...)
		}
		slices.SortFunc(all, func(x, y Look) int { return x.Drawn.Compare(y.Drawn) })
		if more = len(all) > maxLooks; more {
			all = all[:maxLooks]
		}
		for i := range all {
			r, err := load(tx, all[i].ID)
			if err != nil {
				return err
			}
			if all[i].Summary, err = summary(tx, r.n, w); err != nil {
				return err
			}
			numbers = append(numbers, r.n)
		}
		return nil
	})
	if err == nil {
		err = s.show(ctx, a, numbers)
	}
	return all, more, err
}

// looks gives those of one unit, up to one more than a list shows.
func (s *Service) looks(ctx context.Context, tx *store.Tx, a policy.Actor, unit record.ID) (all []Look, err error) {
	rows := tx.Query(looksSQL, unit)
	defer rows.Close()
	for rows.Next() && len(all) <= maxLooks {
		var l Look
		var n, at int64
		var rule *record.ID
		if err := rows.Scan(&n, &l.ID, &at, &l.Closer, &rule); err != nil {
			return nil, err
		}
		if l.Drawn = millis(at); rule != nil {
			l.Rule = *rule
		}
		r, err := load(tx, l.ID)
		if err != nil {
			return nil, err
		}
		if s.policy.Allow(ctx, a, "report.review", s.resource(l.ID, r)) == nil {
			all = append(all, l)
		}
	}
	return all, rows.Err()
}

// Figures is what the second look found of a unit's reports.
type Figures struct {
	Unit    record.ID
	Set     bool // the unit set a share of its own
	Share   int  // in a hundred, that holds for it
	Awaited int
	Agreed  int
	Differs int
	Points  [6]int // of those that differ, in the order of Points
}

const figuresSQL = "SELECT standing, points, count(*) FROM reviews INDEXED BY reviews_unit WHERE unit = ? AND at >= ? GROUP BY standing, points"

// ReviewFigures counts what the second look found of reports closed since an
// instant, by unit. They hold no content.
func (s *Service) ReviewFigures(ctx context.Context, a policy.Actor, since time.Time) (all []Figures, err error) {
	filter, err := s.policy.Filter(ctx, a, "review.figures")
	if err != nil {
		return nil, err
	}
	set := *s.shares.Load()
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		for _, unit := range filter.Units(s.units.All()) {
			if !s.units.Works(unit) {
				continue
			}
			f := Figures{Unit: unit, Share: set.over(s.units.Path(unit))}
			_, f.Set = set[unit]
			if err := f.read(tx, since); err != nil {
				return err
			}
			all = append(all, f)
		}
		return nil
	})
	return all, err
}

func (f *Figures) read(tx *store.Tx, since time.Time) error {
	rows := tx.Query(figuresSQL, f.Unit, since.UnixMilli())
	for rows.Next() {
		var standing, points, n int
		if err := rows.Scan(&standing, &points, &n); err != nil {
			return err
		}
		switch standing {
		case awaited:
			f.Awaited += n
		case agreed:
			f.Agreed += n
		case differs:
			f.Differs += n
		}
		for i := range f.Points {
			f.Points[i] += points >> i & 1 * n
		}
	}
	return rows.Err()
}

package course

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/community/person"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
)

// Standing is how near a refresher is.
type Standing string

// The standings.
const (
	Overdue Standing = "overdue"
	Soon    Standing = "soon" // within soonDays
	Later   Standing = "later"
)

// MaxRefreshed is how many people a page has.
const MaxRefreshed = 50

const (
	soonDays   = 90  // a training is planned a season ahead
	maxCounted = 500 // of a count: from there on it is “more”
)

// Refreshed is somebody who passed a course and is to refresh it.
type Refreshed struct {
	Person record.ID
	Name   string
	Passed time.Time
	Due    time.Time
}

// Refreshers asks for a page of those who are to refresh a course.
type Refreshers struct {
	Course string
	Standing
	After string // Next of the page before; "" for the first
}

// Refreshing is a page of those who are to refresh a course, the longest due first.
type Refreshing struct {
	People  []Refreshed
	Next    string // of the next page; "" where this is the last
	Overdue int    // at most maxCounted
	Soon    int    // alike
}

// dueSQL are the passes of a course between two moments. Left out is whoever may not
// be called: children, and those who did not ask to be told of refreshers or took it
// back under any entry; and an older pass of the same person under another entry of the register, which is
// looked up by that person: the + keeps SQLite from reading all later passes. Whose
// activities somebody sees is read once, so that the passes of others cost a glance at
// the index each.
const dueSQL = `
	SELECT x.person, x.at FROM course_passed x CROSS JOIN persons p ON p.id = x.person
	WHERE x.course = ? AND x.at > ? AND x.at <= ? AND (x.at, x.person) > (?, ?) AND x.activity IN (SELECT v.id FROM activities v WHERE %s) AND p.child = 0
	AND (EXISTS (SELECT 1 FROM consents c WHERE c.person = p.id AND c.scope = 'refresher' AND c.withdrawn = 0)
		OR p.keep = 1 AND NOT EXISTS (SELECT 1 FROM consents c WHERE c.person = p.id AND c.scope = 'refresher'))
	AND NOT EXISTS (SELECT 1 FROM persons q CROSS JOIN course_passed o ON o.course = x.course AND o.person = q.id
		WHERE (q.id = coalesce(p.into_id, p.id) OR q.into_id = coalesce(p.into_id, p.id)) AND (+o.at, o.person) > (x.at, x.person))
	AND NOT EXISTS (SELECT 1 FROM persons q WHERE (q.id = coalesce(p.into_id, p.id) OR q.into_id = coalesce(p.into_id, p.id))
		AND EXISTS (SELECT 1 FROM consents c WHERE c.person = q.id AND c.scope = 'refresher')
		AND NOT EXISTS (SELECT 1 FROM consents c WHERE c.person = q.id AND c.scope = 'refresher' AND c.withdrawn = 0))
	AND (%s)
	ORDER BY x.at, x.person LIMIT ?`

// Refreshers gives those who passed a course and are to refresh it, as far as a may
// see what they learned and who they are. It faults with Missing where there is no
// such course, or none to be refreshed.
func (s *Service) Refreshers(ctx context.Context, a policy.Actor, q Refreshers) (out Refreshing, err error) {
	if err := s.opt.Policy.Allow(ctx, a, "course.list", policy.Resource{Type: policy.Course, Unit: a.Unit}); err != nil {
		return out, err
	}
	v, err := s.get(q.Course, 0)
	if err != nil {
		return out, err
	}
	if v.Refresh == 0 {
		return out, none()
	}
	after, err := cursorOf(q.After)
	if err != nil {
		return out, err
	}
	d, err := s.due(ctx, a, v)
	if err != nil {
		return out, err
	}
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		if out.Overdue, err = d.count(tx, Overdue); err != nil {
			return err
		}
		if out.Soon, err = d.count(tx, Soon); err != nil {
			return err
		}
		out.People, out.Next, err = d.page(tx, q.Standing, after)
		return err
	})
	return out, err
}

// due is who is to refresh a course, for somebody who asks.
type due struct {
	course *Version
	now    time.Time
	sql    string
	args   []any // of the two filters
}

func (s *Service) due(ctx context.Context, a policy.Actor, v *Version) (due, error) {
	learned, err := s.opt.Policy.Filter(ctx, a, "attempt.read")
	if err != nil {
		return due{}, err
	}
	known, err := s.opt.Policy.Filter(ctx, a, "person.list")
	if err != nil {
		return due{}, err
	}
	// What was learned is of the activity where it was, who somebody is of the person's own unit.
	one, args := learned.SQL(policy.Columns{Unit: "v.unit", TLP: "0", Named: "v.id IN (SELECT activity FROM activity_named WHERE account = ?)"})
	two, more := known.SQL(policy.Columns{Unit: "p.unit", TLP: "0"})
	return due{v, s.opt.Clock(), fmt.Sprintf(dueSQL, one, two), append(args, more...)}, nil
}

// between are the moments within which somebody passed who stands so now.
func (d *due) between(s Standing) (after, until time.Time) {
	late := d.now.AddDate(0, -d.course.Refresh, 0)
	soon := d.now.AddDate(0, 0, soonDays).AddDate(0, -d.course.Refresh, 0)
	switch s {
	case Overdue:
		return time.UnixMilli(0), late
	case Soon:
		return late, soon
	default:
		return soon, d.now
	}
}

// cursor is where a page ended.
type cursor struct {
	at     int64
	person record.ID
}

func cursorOf(s string) (c cursor, err error) {
	if s == "" {
		return c, nil
	}
	at, id, _ := strings.Cut(s, ".")
	if c.at, err = strconv.ParseInt(at, 10, 64); err == nil {
		err = c.person.UnmarshalText([]byte(id))
	}
	if err != nil {
		return c, invalid("course.refreshers.after", "the list cannot go on from there", "begin at its top")
	}
	return c, nil
}

func (d *due) query(s Standing, c cursor, limit int) []any {
	after, until := d.between(s)
	return append(append([]any{d.course.ID, after.UnixMilli(), until.UnixMilli(), c.at, c.person}, d.args...), limit)
}

func (d *due) count(tx *store.Tx, s Standing) (n int, err error) {
	var found int64
	err = tx.Row("SELECT count(*) FROM ("+d.sql+")", d.query(s, cursor{}, maxCounted)...).Scan(&found)
	return int(found), err
}

func (d *due) page(tx *store.Tx, s Standing, c cursor) (all []Refreshed, next string, err error) {
	rows := tx.Query(d.sql, d.query(s, c, MaxRefreshed+1)...)
	defer rows.Close()
	for rows.Next() {
		var r Refreshed
		var at int64
		if err := rows.Scan(&r.Person, &at); err != nil {
			return nil, "", err
		}
		if len(all) == MaxRefreshed {
			return all, next, nil
		}
		next = strconv.FormatInt(at, 10) + "." + r.Person.String()
		r.Passed = time.UnixMilli(at).UTC()
		r.Due = r.Passed.AddDate(0, d.course.Refresh, 0)
		p, err := person.Brief(tx, r.Person)
		if err != nil {
			return nil, "", err
		}
		r.Name = p.Name
		all = append(all, r)
	}
	return all, "", rows.Err()
}

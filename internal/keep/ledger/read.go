package ledger

import (
	"context"
	"math"
	"strconv"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/keep/store"
)

// History gives every revision about subject in the order written, with the
// bodies that are not erased.
func (l *Ledger) History(ctx context.Context, subject record.ID) (revs []Revision, err error) {
	err = l.file.View(ctx, func(lt *store.Tx) error {
		return l.keys.read(lt, "WHERE subject = (SELECT n FROM subjects WHERE id = ?) ORDER BY seq", []any{subject}, func(rev Revision) error {
			revs = append(revs, rev)
			return nil
		})
	})
	return revs, err
}

// HistoryOf is History of one kind of revision.
func (l *Ledger) HistoryOf(ctx context.Context, subject record.ID, kind record.Kind) (revs []Revision, err error) {
	err = l.file.View(ctx, func(lt *store.Tx) error {
		return l.keys.read(lt, "WHERE subject = (SELECT n FROM subjects WHERE id = ?) AND +kind = ? ORDER BY seq", []any{subject, kind}, func(rev Revision) error {
			revs = append(revs, rev)
			return nil
		})
	})
	return revs, err
}

// Knows tells whether anything was ever written about subject, be it erased since.
func (l *Ledger) Knows(ctx context.Context, subject record.ID) (known bool, err error) {
	err = l.file.View(ctx, func(lt *store.Tx) error {
		return lt.Row("SELECT EXISTS (SELECT 1 FROM subjects WHERE id = ?)", subject).Scan(&known)
	})
	return known, err
}

// Read gives the revision at seq. It faults with Missing where there is none.
func (l *Ledger) Read(ctx context.Context, seq int64) (rev Revision, err error) {
	found := false
	err = l.file.View(ctx, func(lt *store.Tx) error {
		return l.keys.read(lt, "WHERE seq = ?", []any{seq}, func(r Revision) error {
			rev, found = r, true
			return nil
		})
	})
	if err == nil && !found {
		err = store.ErrNone
	}
	return rev, err
}

// Since gives up to limit headers after seq, in order: a listener that was away
// learns what it missed.
func (l *Ledger) Since(ctx context.Context, seq int64, limit int) (hs []Header, err error) {
	err = l.file.View(ctx, func(lt *store.Tx) error {
		hs, err = headers(lt, "WHERE seq > ? ORDER BY seq LIMIT ?", seq, limit)
		return err
	})
	return hs, err
}

// Follow gives up to limit revisions after seq with their bodies, in order: who
// follows the ledger reads so what was committed while it was away.
func (l *Ledger) Follow(ctx context.Context, seq int64, limit int) (revs []Revision, err error) {
	err = l.file.View(ctx, func(lt *store.Tx) error {
		return l.keys.read(lt, "WHERE seq > ? ORDER BY seq LIMIT ?", []any{seq, limit}, func(rev Revision) error {
			revs = append(revs, rev)
			return nil
		})
	})
	return revs, err
}

// Several gives the revisions of some numbers, in their order; those that there
// are not are left out.
func (l *Ledger) Several(ctx context.Context, seqs []int64, each func(Revision) error) error {
	return l.file.View(ctx, func(lt *store.Tx) error {
		for _, seq := range seqs {
			if err := l.keys.read(lt, "WHERE seq = ?", []any{seq}, each); err != nil {
				return err
			}
		}
		return nil
	})
}

// Erasures gives the names of the attachments that each erasure took along.
func (l *Ledger) Erasures(ctx context.Context, each func(h Header, blobs []string) error) error {
	return l.file.View(ctx, func(lt *store.Tx) error {
		return l.keys.read(lt, "WHERE kind = ? ORDER BY seq", []any{record.Erasure}, func(rev Revision) error {
			if rev.Body == nil {
				return nil // what was erased was erased once more
			}
			b, err := Decode[erasureBody](rev)
			if err != nil || len(b.Blobs) == 0 {
				return err
			}
			return each(rev.Header, b.Blobs)
		})
	})
}

// End is the number of revisions that the ledger holds.
func (l *Ledger) End(ctx context.Context) (n int64, err error) {
	err = l.file.View(ctx, func(lt *store.Tx) error {
		return lt.Row("SELECT coalesce(max(seq), 0) FROM revisions").Scan(&n)
	})
	return n, err
}

// AuditQuery asks who did what. Zero members ask for nothing in particular.
type AuditQuery struct {
	Subject record.ID
	Author  record.ID
	Kind    record.Kind
	From    time.Time // of the node's clock when it was written
	To      time.Time // exclusive
	Cursor  string    // from the answer before
	Limit   int       // at most MaxAudit, which is also what 0 means
}

// MaxAudit bounds one page of audit lines.
const MaxAudit = 200

// Audit gives the newest headers first, and the cursor of the next page or "".
func (l *Ledger) Audit(ctx context.Context, q AuditQuery) (hs []Header, next string, err error) {
	if q.Limit <= 0 || q.Limit > MaxAudit {
		q.Limit = MaxAudit
	}
	before := int64(math.MaxInt64)
	if q.Cursor != "" {
		if before, err = strconv.ParseInt(q.Cursor, 10, 64); err != nil {
			return nil, "", &fault.Error{
				Kind: fault.Invalid, Op: "ledger.Audit", Key: "ledger.cursor.wrong", Msg: "the place to go on from is not one of this list",
				Hint: "start again from the top of the list",
			}
		}
	}
	err = l.file.View(ctx, func(lt *store.Tx) error {
		from, err := until(lt, q.From)
		if err == nil && !q.To.IsZero() {
			var to int64
			to, err = until(lt, q.To)
			before = min(before, to+1)
		}
		if err != nil {
			return err
		}
		where, args := q.where(from, before)
		hs, err = headers(lt, where, append(args, q.Limit+1)...)
		return err
	})
	if err == nil && len(hs) > q.Limit {
		hs = hs[:q.Limit]
		next = strconv.FormatInt(hs[q.Limit-1].Seq, 10)
	}
	return hs, next, err
}

// Until gives the number of the last revision of before a time.
func (l *Ledger) Until(ctx context.Context, t time.Time) (last int64, err error) {
	err = l.file.View(ctx, func(lt *store.Tx) error {
		last, err = until(lt, t)
		return err
	})
	return last, err
}

// until gives the last revision of before a time, and 0 for the zero time.
// Instants grow with the numbers, but where a clock was off by a day: there a
// list may begin or end too early.
func until(lt *store.Tx, t time.Time) (last int64, err error) {
	if t.IsZero() {
		return 0, nil
	}
	var high int64
	if err := lt.Row("SELECT coalesce(max(seq), 0) FROM revisions").Scan(&high); err != nil {
		return 0, err
	}
	for last < high {
		mid := (last + high + 1) / 2
		var at record.Instant
		if err := lt.Row("SELECT at FROM revisions WHERE seq = ?", mid).Scan(&at); err != nil {
			return 0, err
		}
		if at.Time().Before(t) {
			last = mid
		} else {
			high = mid - 1
		}
	}
	return last, nil
}

// where asks for the revisions after one number and before another.
func (q AuditQuery) where(after, before int64) (string, []any) {
	where, args := "WHERE seq > ? AND seq < ?", []any{after, before}
	add := func(cond string, arg any) {
		where += " AND " + cond
		args = append(args, arg)
	}
	// The most telling filter comes with its index; the others are checked row by row.
	switch {
	case !q.Subject.Zero():
		add("subject = (SELECT n FROM subjects WHERE id = ?)", q.Subject)
		if !q.Author.Zero() {
			add("+author = ?", q.Author)
		}
		if q.Kind != 0 {
			add("+kind = ?", q.Kind)
		}
	case !q.Author.Zero():
		where += " AND kind <> 1"
		add("author = ?", q.Author)
		if q.Kind != 0 {
			add("+kind = ?", q.Kind)
		}
	case q.Kind != 0:
		add("kind = ?", q.Kind)
	}
	return where + " ORDER BY seq DESC LIMIT ?", args
}

func headers(lt *store.Tx, where string, args ...any) (hs []Header, err error) {
	rows := lt.Query("SELECT "+columns+" FROM revisions "+where, args...)
	defer rows.Close()
	for rows.Next() {
		h, err := scanHeader(rows)
		if err != nil {
			return nil, err
		}
		hs = append(hs, h)
	}
	return hs, rows.Err()
}

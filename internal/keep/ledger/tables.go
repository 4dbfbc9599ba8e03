package ledger

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime/debug"
	"slices"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/keep/store"
)

// openTables opens the tables and applies what they lack. Tables that do not
// open, or that follow another chain, are made again from nothing. Tables that
// know more than the ledger are the witness that it lost something.
func (l *Ledger) openTables(ctx context.Context, progress func(done, total int64)) error {
	err := l.tryTables(ctx)
	var more *moreError
	switch {
	case err == nil:
		return l.catchUp(ctx, progress)
	case ctx.Err() != nil || fault.Is(err, fault.Full):
		return err
	case errors.As(err, &more):
		if err := errors.Join(l.lost(ctx, more.Error()), l.readEnd(ctx)); err != nil {
			return err
		}
	}
	l.opt.Log.WarnContext(ctx, "the tables are made again from the ledger", "dir", l.opt.Dir, "cause", err.Error())
	if err := l.dropTables(); err != nil {
		return err
	}
	if err := l.tryTables(ctx); err != nil {
		return err
	}
	return l.catchUp(ctx, progress)
}

// moreError says that the tables had come to a revision that the ledger lacks.
type moreError struct{ applied, end int64 }

func (e *moreError) Error() string {
	return fmt.Sprintf("it ends at revision %d, and the tables had come to a revision %d that it lacks: it was damaged, or put back from a backup, or the tables are another ledger's",
		e.end, e.applied)
}

func (l *Ledger) tablesOptions() store.Options {
	modules := []store.Module{tablesModule}
	for _, p := range l.opt.Parts {
		modules = append(modules, p.Module)
	}
	return l.how(store.Options{Path: filepath.Join(l.opt.Dir, TablesName), Key: l.keys.tables, Modules: modules, CacheKB: 16 << 10})
}

func (l *Ledger) tryTables(ctx context.Context) error {
	t, err := store.Open(ctx, l.tablesOptions())
	if err != nil {
		return err
	}
	if err := l.follows(ctx, t); err != nil {
		return errors.Join(err, t.Close())
	}
	l.tables.Store(t)
	return nil
}

// follows tells whether the tables have come from this ledger.
func (l *Ledger) follows(ctx context.Context, t *store.DB) error {
	var applied int64
	var hash, own record.Hash
	err := t.View(ctx, func(tt *store.Tx) error {
		return tt.Row("SELECT seq, hash FROM applied").Scan(&applied, &hash)
	})
	if err != nil || applied == 0 {
		return err
	}
	err = l.file.View(ctx, func(lt *store.Tx) error {
		return lt.Row("SELECT hash FROM revisions WHERE seq = ?", applied).Scan(&own)
	})
	if err != nil && !store.None(err) {
		return err
	}
	if own != hash {
		return &moreError{applied, l.seq}
	}
	return nil
}

func (l *Ledger) dropTables() error {
	if t := l.tables.Load(); t != nil {
		if err := t.Close(); err != nil {
			l.opt.Log.Warn("close the old tables", "cause", err.Error())
		}
	}
	return store.Remove(l.tablesOptions())
}

// maxMends bounds how often the tables are made again while the node runs: what
// three times did not mend is no damage of the disk.
const maxMends = 3

// mend makes the tables again while the node runs: a page of theirs was damaged
// on the disk. Meanwhile nobody reads them.
func (l *Ledger) mend(ctx context.Context, cause error) error {
	if l.mended == maxMends {
		return cause
	}
	l.mended++
	l.opt.Log.ErrorContext(ctx, "the tables are damaged and are made again from the ledger", "dir", l.opt.Dir, "cause", cause.Error())
	l.find(Damage{What: TablesName + ": it was damaged, and was made again: " + cause.Error()})
	l.missing = true
	if err := l.dropTables(); err != nil {
		return err
	}
	return l.reopenTables(ctx)
}

func (l *Ledger) reopenTables(ctx context.Context) error {
	if err := l.openTables(ctx, nil); err != nil {
		return err
	}
	l.missing = false
	select {
	case <-l.nudge: // of who read them before
	default:
	}
	return nil
}

// catchUpStep bounds the revisions applied in one transaction: enough that its
// cost is spread, few enough that the log stays small.
const catchUpStep = 5000

// catchUp applies to the tables what the ledger has and they lack.
func (l *Ledger) catchUp(ctx context.Context, progress func(done, total int64)) error {
	for {
		n, last, err := l.catchUpOnce(ctx)
		if err != nil {
			return fmt.Errorf("apply the ledger to the tables: %w", err)
		}
		if progress != nil && n > 0 {
			progress(last, l.seq)
		}
		if n < catchUpStep {
			l.behind = false
			return nil
		}
	}
}

func (l *Ledger) catchUpOnce(ctx context.Context) (n int, last int64, err error) {
	err = l.tables.Load().Update(ctx, func(tt *store.Tx) error {
		var applied int64
		if err := tt.Row("SELECT seq FROM applied").Scan(&applied); err != nil {
			return err
		}
		var end Header
		err := l.readAhead(ctx, applied, func(rev Revision) error {
			n++
			end = rev.Header
			return l.applyOne(tt, rev)
		})
		if err != nil || n == 0 {
			return err
		}
		last = end.Seq
		return tt.Exec("UPDATE applied SET seq = ?, hash = ?", end.Seq, end.Hash)
	})
	return n, last, err
}

// waiting bounds the revisions that are read before they are applied.
const waiting = 64

// readAhead gives the revisions of a step after seq. They are read, opened and
// begun in another goroutine than they are applied in.
func (l *Ledger) readAhead(ctx context.Context, seq int64, each func(Revision) error) error {
	ctx, stop := context.WithCancel(ctx)
	revs, ended := make(chan Revision, waiting), make(chan error, 1)
	go func() {
		defer close(revs)
		ended <- l.file.View(ctx, func(lt *store.Tx) error {
			return l.keys.read(lt, "WHERE seq > ? ORDER BY seq LIMIT ?", []any{seq, catchUpStep}, func(rev Revision) error {
				l.ahead(rev)
				select {
				case revs <- rev:
					return nil
				case <-ctx.Done():
					return ctx.Err()
				}
			})
		})
	}()
	var err error
	for rev := range revs {
		if err == nil {
			if err = each(rev); err != nil {
				stop()
			}
		}
	}
	stop()
	if read := <-ended; err == nil {
		err = read
	}
	return err
}

// applyOne writes one revision's rows. What was erased is passed over, but for
// the erasure itself, which removes what a part may have kept.
func (l *Ledger) applyOne(tt *store.Tx, rev Revision) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &fault.Error{Kind: fault.Internal, Op: "ledger.apply", Err: fmt.Errorf("apply %s %d: panic: %v\n%s", rev.Kind, rev.Seq, p, debug.Stack())}
		}
	}()
	if rev.Kind == record.Erasure {
		return l.eraseRows(tt, rev.Subject)
	}
	for _, p := range l.apply[rev.Kind] {
		if rev.Body == nil && !p.FromHeader {
			continue
		}
		if err := p.Apply(tt, rev); err != nil {
			return fmt.Errorf("apply %s %d: %w", rev.Kind, rev.Seq, err)
		}
	}
	return nil
}

// eraseRows goes through the parts backwards: a later part's rows lean on those
// of an earlier one.
func (l *Ledger) eraseRows(tt *store.Tx, subject record.ID) error {
	for _, p := range slices.Backward(l.opt.Parts) {
		if p.Erase == nil {
			continue
		}
		if err := p.Erase(tt, subject); err != nil {
			return fmt.Errorf("erase from %s: %w", p.Module.Name, err)
		}
	}
	return nil
}

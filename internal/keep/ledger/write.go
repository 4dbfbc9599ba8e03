package ledger

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/keep/store"
)

// maxGroup bounds the commands that share one commit: beyond some hundreds a
// sync costs next to nothing for each, and all of them wait for the last.
const maxGroup = 256

// maxDrift is how far ahead of the wall clock the logical clock may run before
// the node says so by a new epoch: a clock that was in 2090 for an hour must
// not date everything after it.
const maxDrift = 24 * time.Hour

// command is one caller's wish: to write what decide returns, or to erase.
type command struct {
	ctx     context.Context //nolint:containedctx // it travels with the request through the queue
	decide  func(*store.Tx) ([]Draft, error)
	erase   bool
	headers []Header
	err     error
	ready   chan struct{}
}

// Write decides and writes. decide reads the tables as all commands before it
// left them and returns the revisions to write, or a fault; it must not write
// tables. Write returns after the ledger's synced commit: what it returned
// without a fault is not lost. No drafts and no fault means that nothing had to
// be written, and that what decide saw is committed.
func (l *Ledger) Write(ctx context.Context, decide func(*store.Tx) ([]Draft, error)) ([]Header, error) {
	return l.submit(&command{ctx: ctx, decide: decide, ready: make(chan struct{})})
}

// Erasing is one erasure: what goes, who decided so, and why. Handling is that of
// what is erased, so that whoever oversees it finds its tombstone.
type Erasing struct {
	Subject  record.ID
	Author   record.ID
	Reason   string
	Handling record.Handling
	Blobs    []string // names of the attachments that go with it: a crash before they are deleted is made good from here
}

type erasureBody struct {
	V      int      `json:"v"`
	Reason string   `json:"reason"`
	Blobs  []string `json:"blobs,omitempty"`
}

// Erase is EraseIf for what needs no decision.
func (l *Ledger) Erase(ctx context.Context, subject, author record.ID, reason string) (Header, error) {
	return l.EraseIf(ctx, func(*store.Tx) (Erasing, error) {
		return Erasing{Subject: subject, Author: author, Reason: reason}, nil
	})
}

// EraseIf is EraseAll of one subject, and gives its tombstone.
func (l *Ledger) EraseIf(ctx context.Context, decide func(*store.Tx) (Erasing, error)) (Header, error) {
	hs, err := l.EraseAll(ctx, func(tx *store.Tx) ([]Draft, []Erasing, error) {
		e, err := decide(tx)
		return nil, []Erasing{e}, err
	})
	if len(hs) == 0 {
		return Header{}, err
	}
	return hs[0], err
}

// EraseAll writes what decide returns, and removes the bodies, salts, keys and rows of
// every revision about the subjects that it names, all in one commit: what is kept of
// the subjects, such as a sum, is there when they are gone, and never beside them. The
// headers stay, and the erasure of each, with its reason, as a tombstone. decide reads
// the tables as Write's does, so that the rows it judges are the rows that go. EraseAll
// returns after both files are folded: nothing of it stays in a log. Blobs are the
// caller's to delete.
func (l *Ledger) EraseAll(ctx context.Context, decide func(*store.Tx) ([]Draft, []Erasing, error)) ([]Header, error) {
	hs, err := l.submit(&command{ctx: ctx, erase: true, ready: make(chan struct{}), decide: func(tx *store.Tx) ([]Draft, error) {
		drafts, erasings, err := decide(tx)
		if err != nil {
			return nil, err
		}
		for _, e := range erasings {
			drafts = append(drafts, Draft{
				Kind: record.Erasure, Record: e.Subject.Derive("erasure"), Subject: e.Subject, Author: e.Author, Handling: e.Handling,
				Body: erasureBody{1, e.Reason, e.Blobs},
			})
		}
		return drafts, nil
	}})
	if err != nil || len(hs) == 0 {
		return nil, err
	}
	// It is erased, whoever still waits for it. If a fold fails, the next one or the
	// next start does its work.
	return hs, errors.Join(l.Fold(context.WithoutCancel(ctx)), l.file.DropDamaged())
}

// submit hands a command to the writer and waits until it is written. It may be
// given up as long as it waits for its turn, and no longer.
func (l *Ledger) submit(c *command) ([]Header, error) {
	l.mu.Lock()
	if l.closed {
		l.mu.Unlock()
		return nil, &fault.Error{
			Kind: fault.Offline, Op: "ledger.Write", Key: "ledger.closed", Msg: "the node is shutting down",
			Hint: "send it again in a minute",
		}
	}
	l.sending.Add(1)
	l.mu.Unlock()
	select {
	case l.queue <- c:
		l.sending.Done()
	case <-c.ctx.Done():
		l.sending.Done()
		return nil, c.ctx.Err()
	}
	<-c.ready // not ctx: once queued, the caller must learn how it ended
	return c.headers, c.err
}

// run is the one writer: it takes what waits, and writes it as one group.
func (l *Ledger) run(ctx context.Context) {
	defer close(l.done)
	for {
		var again <-chan time.Time
		if l.unsure || l.behind || l.missing {
			again = time.After(retryPause)
		}
		select {
		case c := <-l.queue:
			l.serve(ctx, c)
		case <-l.nudge:
			l.complain(ctx, l.mend(ctx, errRead))
		case <-again:
			l.complain(ctx, l.prepare(ctx))
		case <-l.ending:
			for len(l.queue) > 0 { // nobody sends any more
				l.serve(ctx, <-l.queue)
			}
			return
		}
	}
}

// retryPause is how long after a failure the writer tries again to bring the tables
// up to the ledger, where nobody writes meanwhile.
const retryPause = time.Second

func (l *Ledger) complain(ctx context.Context, err error) {
	if err != nil {
		l.opt.Log.ErrorContext(ctx, "the tables are not as far as the ledger", "dir", l.opt.Dir, "cause", err.Error())
	}
}

var errRead = errors.New("a page that was read is damaged")

// serve writes a command with all that wait, and tells them.
func (l *Ledger) serve(ctx context.Context, first *command) {
	group := append(make([]*command, 0, 16), first)
	for len(group) < maxGroup && len(l.queue) > 0 {
		group = append(group, <-l.queue)
	}
	l.writeGroup(ctx, group)
	for _, c := range group {
		close(c.ready)
	}
}

// writeGroup writes all commands in one commit. Where one of them cannot be
// applied, which is a bug and rare, each is written alone, so that only the
// guilty one fails: that is cheaper than a savepoint for every command.
func (l *Ledger) writeGroup(ctx context.Context, group []*command) {
	err := l.prepare(ctx)
	if err == nil {
		if err = l.tryGroup(ctx, group); err == nil {
			return
		}
		if store.Damaged(err) && l.mend(ctx, err) == nil {
			if err = l.tryGroup(ctx, group); err == nil {
				return
			}
		}
	}
	for _, c := range group {
		c.headers, c.err = nil, nil
		if len(group) > 1 {
			if err = l.prepare(ctx); err == nil {
				err = l.tryGroup(ctx, []*command{c})
			}
		}
		if err != nil {
			c.headers, c.err = nil, err
		}
	}
}

// prepare sees to it that the end of the chain is known and the tables are as far.
func (l *Ledger) prepare(ctx context.Context) error {
	if l.unsure {
		if err := l.readEnd(ctx); err != nil {
			return err
		}
		l.behind = true
	}
	if l.missing {
		return l.reopenTables(ctx)
	}
	if !l.behind {
		return nil
	}
	err := l.catchUp(ctx, nil)
	if store.Damaged(err) {
		err = l.mend(ctx, err)
	}
	return err
}

// tryGroup gives an error only where nothing was written and it is not known
// which command is to blame.
func (l *Ledger) tryGroup(ctx context.Context, group []*command) (err error) {
	lt, err := l.file.Begin(ctx)
	if err != nil {
		return err
	}
	tt, err := l.tables.Load().Begin(ctx)
	if err != nil {
		return errors.Join(err, lt.Rollback())
	}
	before := l.writer
	written, err := l.fill(lt, tt, group)
	if err != nil || len(written) == 0 {
		l.writer = before
		return errors.Join(err, lt.Rollback(), tt.Rollback())
	}
	if err := lt.Commit(); err != nil {
		l.writer = before
		l.unsure = true // where the chain ends is what the file says
		return errors.Join(err, tt.Rollback())
	}
	l.between()
	// From here on everything in the group is kept, whatever becomes of the tables.
	if err := tt.Commit(); err != nil {
		l.behind = true
		l.complain(ctx, err)
		l.complain(ctx, l.prepare(ctx))
	}
	l.tell(ctx, written)
	return nil
}

// fill lets the commands write into the two transactions, and signs their end.
func (l *Ledger) fill(lt, tt *store.Tx, group []*command) (written []Revision, err error) {
	for _, c := range group {
		revs, err := l.one(lt, tt, c)
		if err != nil {
			return nil, err
		}
		written = append(written, revs...)
	}
	if len(written) == 0 {
		return nil, nil
	}
	sig := ed25519.Sign(l.opt.Sign, headText(l.opt.Node, l.seq, l.prev))
	if err := lt.Exec("INSERT INTO heads (last, sig) VALUES (?, ?)", l.seq, sig); err != nil {
		return nil, err
	}
	return written, tt.Exec("UPDATE applied SET seq = ?, hash = ?", l.seq, l.prev)
}

// tell gives what was committed to the listener. If it panics, which is a bug,
// what was committed stays so and the senders get their answers.
func (l *Ledger) tell(ctx context.Context, written []Revision) {
	if l.opt.Committed == nil {
		return
	}
	defer func() {
		if p := recover(); p != nil {
			l.opt.Log.ErrorContext(ctx, "who listens to commits panicked", "cause", fmt.Sprint(p), "stack", string(debug.Stack()))
		}
	}()
	l.opt.Committed(written)
}

// one lets a command decide and appends what it wants written. A fault of decide, or
// an id that is taken, is the command's own, unless damaged tables were read; an error
// returned is the group's.
func (l *Ledger) one(lt, tt *store.Tx, c *command) (written []Revision, err error) {
	drafts, err := decide(tt, c)
	if err != nil || c.err != nil {
		return nil, err
	}
	for i := range drafts {
		if taken, err := isTaken(lt, &drafts[i]); taken || err != nil {
			c.err = errTaken
			return nil, err
		}
	}
	for i := range drafts {
		if c.erase && drafts[i].Kind == record.Erasure {
			if err := forget(lt, drafts[i].Subject); err != nil {
				return nil, err
			}
		}
		rev, err := l.append(lt, &drafts[i])
		if err != nil {
			return nil, err
		}
		c.headers, written = append(c.headers, rev.Header), append(written, rev)
		if err := l.applyOne(tt, rev); err != nil {
			return nil, err
		}
	}
	return written, nil
}

// decide gives what a command wants written; its fault is the command's own.
// The error is one of damaged tables.
func decide(tt *store.Tx, c *command) (drafts []Draft, err error) {
	if c.err = c.ctx.Err(); c.err == nil {
		drafts, c.err = guarded(tt, c)
	}
	if store.Damaged(c.err) {
		return nil, c.err
	}
	return drafts, nil
}

func guarded(tt *store.Tx, c *command) (drafts []Draft, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &fault.Error{Kind: fault.Internal, Op: "ledger.decide", Err: fmt.Errorf("panic: %v\n%s", p, debug.Stack())}
		}
	}()
	return c.decide(tt)
}

var errTaken = &fault.Error{
	Kind: fault.Conflict, Op: "ledger.append", Key: "ledger.id.taken", Msg: "something of another kind has this number already",
	Hint: "load the page again and do it once more: it gets a new number",
}

// isTaken tells whether a draft makes a record of an id that belongs to one of another
// kind. Clients choose ids, and what is said, found and erased under one is about one
// thing. Only records that are their own subject are asked for, as nobody speaks of
// others; what a ledger has already is read as it is.
func isTaken(lt *store.Tx, d *Draft) (bool, error) {
	if !d.Subject.Zero() && d.Subject != d.Record {
		return false, nil
	}
	var kind record.Kind
	err := lt.Row(`SELECT kind FROM revisions WHERE subject = (SELECT n FROM subjects WHERE id = ?1) AND record = ?1
		ORDER BY seq LIMIT 1`, d.Record).Scan(&kind)
	if store.None(err) {
		return false, nil
	}
	return kind != d.Kind, err
}

// append seals a draft's body and adds it to the chain.
func (l *Ledger) append(lt *store.Tx, d *Draft) (Revision, error) {
	const op = "ledger.append"
	if d.Kind == 0 || d.Record.Zero() || len(d.Parents) > maxParents {
		return Revision{}, &fault.Error{Kind: fault.Internal, Op: op, Err: fmt.Errorf("a draft of kind %d without a record", d.Kind)}
	}
	subject := d.Subject
	if subject.Zero() {
		subject = d.Record
	}
	body, err := marshal(d.Body)
	if err != nil {
		return Revision{}, &fault.Error{Kind: fault.Internal, Op: op, Err: err}
	}
	rev := Revision{Header: Header{Kind: d.Kind, Seq: l.seq + 1}, Body: body, made: new(made)}
	if len(l.begin[rev.Kind]) > 0 {
		go l.ahead(rev)
	}
	n, data, err := l.keys.dataKey(lt, l.opt.Random, subject)
	if err != nil {
		return Revision{}, err
	}
	sealed, commit, err := sealBody(data, l.opt.Random, body)
	if err != nil {
		return Revision{}, err
	}
	l.tick()
	rev.Header = Header{
		Seq: l.seq + 1, Kind: d.Kind, Record: d.Record, Subject: subject, Parents: d.Parents, Author: d.Author,
		Node: l.opt.Node, Epoch: l.epoch, At: l.at, Handling: d.Handling, Prev: l.prev, Commit: commit,
	}
	rev.Hash = rev.sum()
	if err := insert(lt, &rev.Header, n, sealed); err != nil {
		return Revision{}, err
	}
	l.seq, l.prev = rev.Seq, rev.Hash
	return rev, nil
}

// tick goes to the next instant. A clock from before 1970 reads as 1970: there is
// no instant before.
func (l *Ledger) tick() {
	now := l.opt.Clock()
	if l.at.Time().Sub(record.InstantOf(now).Time()) > maxDrift {
		l.epoch++
		l.at = record.InstantOf(now)
		return
	}
	l.at = l.at.Next(now)
}

// forget deletes every body about subject and their key. What is said of it
// from then on, the erasure first, has a key of its own.
func forget(lt *store.Tx, subject record.ID) error {
	if err := lt.Exec("DELETE FROM bodies WHERE seq IN (SELECT r.seq FROM revisions r JOIN subjects s ON s.n = r.subject WHERE s.id = ?)", subject); err != nil {
		return err
	}
	return lt.Exec("UPDATE subjects SET key = NULL WHERE id = ?", subject)
}

package ledger

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/keep/store"
)

// Restorer puts a compartment back from a copy: first its keys, then its
// revisions.
type Restorer struct {
	l       *Ledger
	damaged map[int64]bool // revisions whose body was damaged when the copy was made
}

// NewRestorer makes an empty compartment. It faults with Conflict where there is
// one.
func NewRestorer(ctx context.Context, opt Options) (*Restorer, error) {
	l, err := newLedger(opt)
	if err != nil {
		return nil, err
	}
	if err := store.MakeDir(opt.Dir); err != nil {
		return nil, err
	}
	if err := l.openFile(ctx); err != nil {
		return nil, err
	}
	if l.seq > 0 {
		return nil, errors.Join(&fault.Error{
			Kind: fault.Conflict, Op: "ledger.NewRestorer", Key: "ledger.restore.taken", Msg: "there is a ledger already",
			Hint: "put the copy back into an empty directory",
		}, l.file.Close())
	}
	return &Restorer{l: l, damaged: map[int64]bool{}}, nil
}

// Faults of a copy that is not to be put back.
var (
	ErrNewerCopy = &fault.Error{
		Kind: fault.Invalid, Op: "ledger.Restorer", Key: "ledger.restore.newer", Msg: "the backup was made by a newer wasl",
		Hint: "install the newer version",
	}
	ErrOlderKeys = &fault.Error{
		Kind: fault.Invalid, Op: "ledger.Restorer", Key: "ledger.restore.keys", Msg: "the keys are older than the backup",
		Hint: "take the keys that were kept with this backup, or later ones",
	}
)

// Page takes in a page that Copy or CopyKeys gave.
func (r *Restorer) Page(ctx context.Context, page []byte) error {
	var c copied
	if err := json.Unmarshal(page, &c); err != nil {
		return fmt.Errorf("read a page of the copy: %w", err)
	}
	if c.V != copyVersion {
		return ErrNewerCopy
	}
	return r.l.file.Update(ctx, func(lt *store.Tx) error {
		for _, k := range c.Keys {
			if err := lt.Exec("INSERT INTO subjects (id, key) VALUES (?, ?)", k.Subject, k.Key); err != nil {
				return err
			}
		}
		for _, e := range c.Epochs {
			if err := lt.Exec("INSERT INTO epochs (n, after, why) VALUES (?, ?, ?)", e.N, e.After, e.Why); err != nil {
				return err
			}
		}
		for i := range c.Revisions {
			if err := r.revision(lt, &c.Revisions[i]); err != nil {
				return fmt.Errorf("put revision %d back: %w", c.Revisions[i].Seq, err)
			}
		}
		return nil
	})
}

// revision puts one back. A body that its subject's key does not open was erased
// after the copy was made: the subject has another key since, and the body is
// left out.
func (r *Restorer) revision(lt *store.Tx, row *revisionRow) error {
	h := Header{
		Seq: row.Seq, Kind: row.Kind, Record: row.Record, Subject: row.Subject, Parents: row.Parents, Author: row.Author, Node: row.Node, Epoch: row.Epoch,
		At: row.At, Handling: record.Handling{Unit: row.Unit, TLP: record.TLP(row.TLP), Purpose: row.Purpose}, Prev: row.Prev, Commit: row.Commit, Hash: row.Hash,
	}
	n, opens, err := r.subject(lt, &h, row.Sealed)
	if err != nil {
		return err
	}
	sealed := row.Sealed
	if !opens {
		sealed = nil
	}
	if row.Damaged {
		r.damaged[h.Seq] = true
	}
	if err := insert(lt, &h, n, sealed); err != nil || row.Sig == nil {
		return err
	}
	return lt.Exec("INSERT INTO heads (last, sig) VALUES (?, ?)", h.Seq, row.Sig)
}

// subject gives the number of a header's subject, and whether its key opens the
// body.
func (r *Restorer) subject(lt *store.Tx, h *Header, sealed []byte) (n int64, opens bool, err error) {
	var key []byte
	err = lt.Row("SELECT n, key FROM subjects WHERE id = ?", h.Subject).Scan(&n, &key)
	if store.None(err) {
		err = lt.Exec("INSERT INTO subjects (id) VALUES (?)", h.Subject)
		n = lt.LastID()
	}
	if err != nil || sealed == nil {
		return n, false, err
	}
	if key == nil {
		return n, false, ErrOlderKeys
	}
	data, err := r.l.keys.openKey(key, h.Subject)
	if err != nil {
		return n, false, err
	}
	_, err = openBody(data, sealed, h.Commit)
	return n, err == nil, nil
}

// Close ends the putting back and begins a new epoch: what is written from now on
// must not pass for what was written after the copy. It gives what was erased
// after the copy was made, for the caller to erase again once the ledger is open.
func (r *Restorer) Close(ctx context.Context, why string) (erased []Erasing, err error) {
	err = r.l.file.Update(ctx, func(lt *store.Tx) (err error) {
		if erased, err = r.erased(lt, why); err != nil {
			return err
		}
		// keys of what came after the copy
		return lt.Exec("DELETE FROM subjects WHERE n NOT IN (SELECT subject FROM revisions)")
	})
	if err == nil {
		err = r.l.newEpoch(ctx, why)
	}
	return erased, errors.Join(err, r.l.file.Close())
}

// erased finds the subjects whose bodies are gone with no erasure that says why.
func (r *Restorer) erased(lt *store.Tx, why string) (all []Erasing, err error) {
	hs, err := headers(lt, `WHERE NOT EXISTS (SELECT 1 FROM bodies b WHERE b.seq = revisions.seq)
		AND NOT EXISTS (SELECT 1 FROM revisions e WHERE e.subject = revisions.subject AND e.seq > revisions.seq AND e.kind = ?) ORDER BY seq DESC`, record.Erasure)
	seen := map[record.ID]bool{}
	for _, h := range hs {
		if !seen[h.Subject] && !r.damaged[h.Seq] {
			all = append(all, Erasing{Subject: h.Subject, Handling: h.Handling, Reason: why})
			seen[h.Subject] = true
		}
	}
	return all, err
}

// Abort ends a putting back that failed. What it made is the caller's to remove.
func (r *Restorer) Abort() error { return r.l.file.Close() }

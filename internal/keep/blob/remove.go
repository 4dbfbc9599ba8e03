package blob

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"os"
	"slices"

	"wasl/internal/base/fault"
	"wasl/internal/keep/store"
)

// hold keeps a blob from being removed as long as ctx lasts: whoever put it is
// about to name it in a record. A context that never ends holds nothing.
func (s *Store) hold(ctx context.Context, id [sha256.Size]byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.touched != nil {
		s.touched[id] = struct{}{}
	}
	if ctx.Done() == nil {
		return
	}
	s.held[id]++
	context.AfterFunc(ctx, func() { s.letLoose(id) })
}

// letLoose ends a hold. What was to be deleted meanwhile is deleted then, unless
// it was named.
func (s *Store) letLoose(id [sha256.Size]byte) {
	s.mu.Lock()
	s.held[id]--
	if s.held[id] > 0 {
		s.mu.Unlock()
		return
	}
	delete(s.held, id)
	named, doomed := s.doomed[id]
	delete(s.doomed, id)
	s.mu.Unlock()
	if !doomed || s.enter() != nil { // the next start's Prune finds what stays
		return
	}
	defer s.users.Done()
	if err := s.remove(s.ctx, id, named); err != nil {
		s.opt.Log.Error("delete an attachment", "cause", err.Error())
	}
}

// A Namer tells whether a record names a blob. It is asked while nobody can put
// the same content. nil stands for one that says no.
type Namer func(ctx context.Context) (named bool, err error)

// Delete removes a blob that no record names any more: its bytes go back to the
// file system, and no start of the node finds it again. A blob that is not here
// is no fault. One that somebody has just put is looked at again when they have
// sent their record, or failed to.
func (s *Store) Delete(ctx context.Context, ref string, named Namer) error {
	sum, err := sumOf(ref)
	if err != nil {
		return nil //nolint:nilerr // what is no reference names nothing
	}
	return s.delete(ctx, s.keys.id(sum), named)
}

// ID is the name under which the blob of a reference is kept. It does not open
// it: an erasure writes it down, so that a crash in its middle is made good.
func (s *Store) ID(ref string) string {
	sum, err := sumOf(ref)
	if err != nil {
		return ""
	}
	return Ref{sum: s.keys.id(sum)}.String()
}

// DeleteID is Delete by the name that ID gives.
func (s *Store) DeleteID(ctx context.Context, id string, named Namer) error {
	name, err := sumOf(id)
	if err != nil {
		return nil //nolint:nilerr // what is no name names nothing
	}
	if _, err := s.find(ctx, name); fault.Is(err, fault.Missing) {
		return nil
	}
	return s.delete(ctx, name, named)
}

func (s *Store) delete(ctx context.Context, id [sha256.Size]byte, named Namer) error {
	if err := s.enter(); err != nil {
		return err
	}
	defer s.users.Done()
	s.mu.Lock()
	if s.held[id] > 0 {
		s.doomed[id] = named
		s.mu.Unlock()
		return nil
	}
	s.mu.Unlock()
	return s.remove(ctx, id, named)
}

func (s *Store) remove(ctx context.Context, id [sha256.Size]byte, named Namer) error {
	s.changing.Lock()
	defer s.changing.Unlock()
	if named != nil {
		if stays, err := named(ctx); err != nil || stays {
			return err
		}
	}
	s.mu.Lock()
	held := s.held[id] > 0
	if held {
		s.doomed[id] = named
	}
	s.mu.Unlock()
	if held {
		return nil
	}
	return s.take(ctx, id)
}

// take takes a blob out of its segment and out of the index. The caller keeps
// others from changing the index.
func (s *Store) take(ctx context.Context, id [sha256.Size]byte) error {
	e, err := s.find(ctx, id)
	if err != nil {
		if fault.Is(err, fault.Missing) {
			return nil
		}
		return err
	}
	if err := s.bury(e); err != nil {
		return disk("blob.Delete", err)
	}
	return s.index.Update(ctx, func(tx *store.Tx) error {
		return tx.Exec("DELETE FROM blobs WHERE id = ? AND segment = ? AND offset = ?", id[:], e.n, e.offset)
	})
}

// bury marks a record dead, so that a new index passes it over, and frees its
// blocks. The header's own block stays, with the chunks' beginning overwritten.
// The mark is on the disk before a chunk goes: what a power cut leaves is either
// whole or dead.
func (s *Store) bury(e *entry) error {
	f, err := os.OpenFile(s.path(e.n), os.O_RDWR, 0)
	if err != nil {
		return err
	}
	h := header{dead: true, size: e.size, at: e.at, id: e.id}
	head := h.encode(s.keys, e.n, e.offset)
	if _, err = f.WriteAt(head, e.offset); err == nil {
		err = s.sync(f)
	}
	if err == nil {
		rest := min(block, headerSize+sealedSize(e.size)) - headerSize
		_, err = f.WriteAt(make([]byte, rest), e.offset+headerSize)
	}
	if rest := space(e.size) - block; err == nil && rest > 0 {
		err = punch(f, e.offset+block, rest)
	}
	if err == nil {
		err = s.sync(f)
	}
	return errors.Join(err, f.Close())
}

// Prune removes the blobs that no record names: a phone sent its pictures and
// never the report, or the node fell in the middle of an erasure. named calls
// yield with every reference that is in use. What is put meanwhile stays.
func (s *Store) Prune(ctx context.Context, named func(yield func(ref string)) error) (removed int, err error) {
	if err := s.enter(); err != nil {
		return 0, err
	}
	defer s.users.Done()
	s.pruning.Lock()
	defer s.pruning.Unlock()
	s.touch(map[[sha256.Size]byte]struct{}{})
	defer s.touch(nil)
	var used []uint64
	if err := named(func(ref string) {
		if sum, err := sumOf(ref); err == nil {
			used = append(used, short(s.keys.id(sum)))
		}
	}); err != nil {
		return 0, err
	}
	slices.Sort(used)
	for last := (&entry{n: -1}); ; {
		page, err := s.after(ctx, last)
		if err != nil || len(page) == 0 {
			return removed, err
		}
		for _, e := range page {
			if _, found := slices.BinarySearch(used, short(e.id)); found {
				continue
			}
			gone, err := s.prune(ctx, e.id)
			if err != nil {
				return removed, err
			}
			if gone {
				removed++
			}
		}
		last = page[len(page)-1]
	}
}

// short is the beginning of a blob's name: a million whole ones would be 32 MB.
// Two that begin alike keep one blob too many, once in millions of nodes.
func short(id [sha256.Size]byte) uint64 { return binary.BigEndian.Uint64(id[:]) }

func (s *Store) touch(touched map[[sha256.Size]byte]struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.touched = touched
	for id := range s.held {
		if touched != nil {
			touched[id] = struct{}{}
		}
	}
}

func (s *Store) prune(ctx context.Context, id [sha256.Size]byte) (gone bool, err error) {
	s.changing.Lock()
	defer s.changing.Unlock()
	s.mu.Lock()
	_, stays := s.touched[id]
	s.mu.Unlock()
	if stays {
		return false, nil
	}
	return true, s.take(ctx, id)
}

package blob

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"wasl/internal/base/record"
	"wasl/internal/keep/store"
	"wasl/internal/keep/store/storetest"
)

// power is a store's folder whose power is cut at a chosen sync. Of its files the
// disk has what they were when they were last synced, and any sectors of what
// they are now; the index lies on a disk of its own that goes at the same moment.
type power struct {
	dir   string
	index *storetest.Disk
	rng   *rand.Rand
	lies  bool

	mu     sync.Mutex
	synced map[string][]byte
	left   int               // syncs until the cut
	files  map[string][]byte // what there was when the power went; nil while it is on
}

var errOff = errors.New("the power is off")

func (p *power) options() Options {
	opt := options()
	opt.Files = func(o *store.Options) { o.VFS, o.FoldAt = p.index.Name, 30 }
	opt.Sync = p.sync
	return opt
}

func (p *power) sync(f *os.File) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.files != nil {
		return errOff
	}
	if p.left--; p.left == 0 {
		p.cut()
		return errOff
	}
	if p.lies {
		return nil
	}
	b, err := os.ReadFile(f.Name())
	p.synced[f.Name()] = b
	return err
}

// cut takes down what there is, and switches the index's disk off.
func (p *power) cut() {
	p.index.Cut()
	p.files = map[string][]byte{}
	for _, name := range p.names() {
		b, err := os.ReadFile(name)
		if err != nil {
			panic(err)
		}
		p.files[name] = b
	}
}

// names are the files that the store writes to itself.
func (p *power) names() (names []string) {
	for _, glob := range []string{"*" + segmentExt, partsName + "/*"} {
		some, err := filepath.Glob(filepath.Join(p.dir, glob))
		if err != nil {
			panic(err)
		}
		names = append(names, some...)
	}
	return names
}

// restart writes what the cut left: of every sector the old or the new.
func (p *power) restart(t *testing.T) {
	t.Helper()
	p.index.Restart()
	for _, name := range p.names() {
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
	}
	mode := p.rng.IntN(3)
	for _, name := range slices.Sorted(maps.Keys(p.files)) {
		now := p.files[name]
		old := p.synced[name]
		size := len(now)
		if p.rng.IntN(3) == 0 {
			size = len(old)
		}
		left := make([]byte, size)
		copy(left, old)
		for at := 0; at < size && at < len(now); at += storetest.Sector {
			if mode == 0 || mode == 1 && p.rng.IntN(2) == 0 {
				copy(left[at:min(at+storetest.Sector, size)], now[at:])
			}
		}
		if err := os.WriteFile(name, left, 0o600); err != nil {
			t.Fatal(err)
		}
		p.synced[name] = left
	}
	p.files = nil
}

// Whatever was put is there after a power cut, what was deleted is not, uploads
// are as long as was said, and nothing is damaged.
func TestPowerCuts(t *testing.T) {
	cuts := storetest.Rounds(60, 1500)
	if err := cutOften(t, cuts, false); err != nil {
		t.Error(err)
	}
	t.Logf("%d power cuts", cuts)
}

// The same test must find a disk that does not sync.
func TestPowerCutsFindWhatIsNotSynced(t *testing.T) {
	if err := cutOften(t, 60, true); err == nil {
		t.Error("nothing was lost: the test cannot find a loss")
	} else {
		t.Log(err)
	}
}

func cutOften(t *testing.T, cuts int, lies bool) error {
	const perDir = 10
	for n := 0; n < cuts; n += perDir {
		seed := uint64(n)
		p := &power{
			dir: storetest.Dir(t), index: storetest.New(t, seed), rng: rand.New(rand.NewPCG(seed, 8)), lies: lies, synced: map[string][]byte{},
		}
		f := &flow{rng: rand.New(rand.NewPCG(seed, 9)), there: map[string]int64{}, gone: map[string]bool{}}
		for range perDir {
			p.left = 1 + p.rng.IntN(25)
			if err := f.run(t, p); err != nil {
				return fmt.Errorf("seed %d: %w", seed, err)
			}
			p.restart(t)
			p.left = 1 << 30
			if err := f.check(t, p); err != nil {
				return fmt.Errorf("seed %d: %w", seed, err)
			}
		}
	}
	return nil
}

// flow puts, deletes and uploads, and remembers what it was told.
type flow struct {
	rng    *rand.Rand
	n      atomic.Int64
	mu     sync.Mutex
	there  map[string]int64 // reference to the seed of its content
	gone   map[string]bool
	upload int64 // bytes said to be held of the one upload
}

var uploadID, uploadWhole = record.IDOf("upload"), content(300_000, 77)

func sizeOf(seed int64) int { return int(seed*7919%60_000) + 1 }

func (f *flow) run(t *testing.T, p *power) error {
	s, err := Open(t.Context(), p.dir, bytes.Repeat([]byte{1}, KeySize), p.options())
	if err != nil {
		if p.files != nil {
			return nil
		}
		return fmt.Errorf("open: %w", err)
	}
	s.full = 400 << 10
	for p.on() {
		var wg sync.WaitGroup
		for range 1 + f.rng.IntN(6) {
			seed := f.n.Add(1)
			wg.Go(func() { f.put(s, seed) })
		}
		wg.Wait()
		if f.rng.IntN(3) == 0 {
			f.remove(s)
		}
		if f.rng.IntN(3) == 0 && f.upload < int64(len(uploadWhole)) {
			to := min(f.upload+int64(1+f.rng.IntN(40_000)), int64(len(uploadWhole)))
			held, err := s.Append(context.Background(), uploadID, f.upload, int64(len(uploadWhole)), bytes.NewReader(uploadWhole[f.upload:to]))
			if err == nil {
				f.upload = held
			}
		}
	}
	_ = s.Close() // there is no power
	return nil
}

func (p *power) on() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.files == nil
}

func (f *flow) put(s *Store, seed int64) {
	ref, err := s.Put(context.Background(), bytes.NewReader(content(sizeOf(seed), seed)), -1)
	if err != nil {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.there[ref.String()] = seed
}

func (f *flow) remove(s *Store) {
	for ref := range f.there {
		delete(f.there, ref) // from now on it may be there or not
		if s.Delete(context.Background(), ref, nil) == nil {
			f.gone[ref] = true
		}
		return
	}
}

func (f *flow) check(t *testing.T, p *power) error {
	s, err := Open(t.Context(), p.dir, bytes.Repeat([]byte{1}, KeySize), p.options())
	if err != nil {
		return fmt.Errorf("open: %w", err)
	}
	var wrong []error
	for ref, seed := range f.there {
		if got, err := get(t, s, ref); err != nil || !bytes.Equal(got, content(sizeOf(seed), seed)) {
			wrong = append(wrong, fmt.Errorf("blob %d was put and is lost: %w", seed, err))
		}
	}
	for ref := range f.gone {
		if _, err := get(t, s, ref); err == nil {
			wrong = append(wrong, errors.New("a deleted blob is there"))
		}
	}
	if _, err := s.Verify(t.Context(), func(d Damage) { wrong = append(wrong, fmt.Errorf("verify: %s: %w", d.ID, d.Err)) }); err != nil {
		wrong = append(wrong, err)
	}
	if f.upload > 0 {
		wrong = append(wrong, f.uploaded(s))
	}
	return errors.Join(append(wrong, s.Close())...)
}

// uploaded holds the upload against what was said to be held.
func (f *flow) uploaded(s *Store) error {
	held, _, err := s.Held(uploadID)
	if err != nil || held < f.upload {
		return fmt.Errorf("%d bytes of the upload are held, %d were said to be: %w", held, f.upload, err)
	}
	b, err := os.ReadFile(s.partPath(uploadID, int64(len(uploadWhole))))
	if err != nil {
		return err
	}
	if !bytes.Equal(b[partHead:partHead+held], uploadWhole[:held]) {
		return errors.New("the upload is not what was sent")
	}
	f.upload = held
	return nil
}

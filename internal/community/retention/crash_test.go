package retention

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/keep/store/storetest"
)

// perDisk is how many cuts one disk goes through, each on what the one before left.
const perDisk = 10

// cuts is a town on a disk whose power is cut, and what it was told is kept.
type cuts struct {
	*chance
	disk *storetest.Disk
	told []ledger.Header
}

func newCuts(t *testing.T, seed uint64, change func(*storetest.Disk)) *cuts {
	t.Helper()
	c := &cuts{disk: storetest.New(t, seed)}
	change(c.disk)
	rng := rand.New(rand.NewPCG(seed, 3))
	foldAt, cache := 20+rng.IntN(100), 64+rng.IntN(200)
	c.chance = newChance(newTownOn(t, func(opt *ledger.Options) {
		opt.Files = func(f *store.Options) { f.VFS, f.FoldAt, f.CacheKB = c.disk.Name, foldAt, cache }
		opt.Committed = func(revs []ledger.Revision) {
			for _, rev := range revs {
				c.told = append(c.told, rev.Header)
			}
		}
	}), seed)
	return c
}

// cut lets things happen until the power goes, and says what is wrong then: what was
// acknowledged is lost, what is kept is damaged, or the tables are not those of the
// register.
func (c *cuts) cut() error {
	c.disk.CutAt(1 + c.rng.IntN([]int{20, 100, 400}[c.rng.IntN(3)]))
	for !c.disk.Off() {
		c.step()
	}
	_ = c.l.Close() // there is no power
	if c.rng.IntN(5) == 0 {
		c.disk.Crash()
	} else {
		c.disk.Restart()
	}
	if err := c.open(); err != nil {
		return fmt.Errorf("open: %w", err)
	}
	hs, err := c.l.Since(c.t.Context(), 0, 1_000_000)
	if err != nil {
		return err
	}
	for _, h := range c.told {
		if h.Seq > int64(len(hs)) || hs[h.Seq-1].Hash != h.Hash {
			return fmt.Errorf("revision %d, of kind %v, was acknowledged and is lost: the ledger ends at %d", h.Seq, h.Kind, len(hs))
		}
	}
	if damage, err := c.l.Verify(c.t.Context(), nil); err != nil || len(damage) > 0 {
		return fmt.Errorf("verify: %v, %w", damage, err)
	}
	if d := cmp.Diff(c.leaving(wholeSQL), c.leaving(tables)); d != "" {
		return fmt.Errorf("the tables are not those of the register: %s", d)
	}
	return nil
}

// Whatever was acknowledged of people, rolls and plans is there after a power cut, and
// nobody is deleted in part: by the n-th operation of the disk, whichever that is.
func TestPowerCuts(t *testing.T) {
	rounds := storetest.Rounds(60, 3000)
	acknowledged, nights := 0, 0
	for n, seed := 0, uint64(1); n < rounds; seed++ {
		c := newCuts(t, seed, func(*storetest.Disk) {})
		for range perDisk {
			if err := c.cut(); err != nil {
				t.Fatalf("seed %d, cut %d: %v", seed, n, err)
			}
			n++
		}
		acknowledged, nights = acknowledged+len(c.told), nights+c.kinds["night"]
		_ = c.l.Close()
	}
	t.Logf("%d power cuts, %d revisions acknowledged, %d nights", rounds, acknowledged, nights)
	if acknowledged < 10*rounds || nights == 0 {
		t.Error("the test shows little")
	}
}

// The same must find a disk that lies about syncing: else it would find nothing.
func TestPowerCutsFindWhatIsNotSynced(t *testing.T) {
	for seed := range uint64(20) {
		c := newCuts(t, seed, func(d *storetest.Disk) { d.Lies = true })
		for range perDisk {
			if err := c.cut(); err != nil {
				t.Log(err)
				return
			}
		}
	}
	t.Error("nothing was lost: the test cannot find a loss")
}

package node

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/guard/audit"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/blob"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/node/archive"
)

// Restored says what was put back.
type Restored struct {
	At        time.Time // of the backup
	Revisions int64
	Erased    int      // records that were erased after the backup was made, and are again
	Damage    []string // what a verification finds wrong
}

// Restore makes the data directory of a node again from a backup and keys that
// were kept with it or later. There must be none. What was erased between the
// backup and the keys stays erased; sessions and links end; and every compartment
// begins a new epoch.
func Restore(ctx context.Context, cfg Config, dataFile, keysFile string, progress func(what string, done, total int64)) (r Restored, err error) {
	if err := emptyDir(cfg.Dir); err != nil {
		return r, err
	}
	// It is put together beside its place and has its name when it is whole.
	final := cfg.Dir
	cfg.Dir = filepath.Join(filepath.Dir(final), ".restoring-"+filepath.Base(final))
	if err := errors.Join(os.RemoveAll(cfg.Dir), store.MakeDir(cfg.Dir)); err != nil {
		return r, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(cfg.Dir))
		}
	}()
	m := &mender{n: &Node{cfg: cfg}, ledgers: map[string]*ledger.Restorer{}}
	if err := m.unpack(ctx, dataFile, keysFile); err != nil {
		return r, errors.Join(err, m.abort())
	}
	r.At = m.data.At
	again, err := m.end(ctx)
	if err != nil {
		return r, err
	}
	if err := settle(ctx, cfg, again, progress, &r); err != nil {
		return r, err
	}
	if err := os.Remove(final); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return r, err
	}
	if err := os.Rename(cfg.Dir, final); err != nil {
		return r, err
	}
	return r, store.SyncDir(filepath.Dir(final))
}

func emptyDir(dir string) error {
	names, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if len(names) > 0 {
		return &fault.Error{
			Kind: fault.Conflict, Op: "node.Restore", Key: "node.restore.taken", Msg: "the directory {0} is not empty", Args: []string{dir},
			Hint: "move what is there out of the way, or give another with --data",
		}
	}
	return nil
}

// mender puts a data directory together.
type mender struct {
	n          *Node // of which there are the configuration and the keys alone
	data, keys backupHead
	ledgers    map[string]*ledger.Restorer
}

func (m *mender) unpack(ctx context.Context, dataFile, keysFile string) error {
	keys, own, err := openArchive(keysFile)
	if err != nil {
		return err
	}
	defer keys.Close() //nolint:errcheck // it was only read
	cfg := m.n.cfg
	if err := writeWhole(cfg.keyFile(), own); err != nil {
		return err
	}
	if m.n.keys, err = loadKeys(cfg.Dir, cfg.Passphrase, cfg.Random); err != nil {
		return err
	}
	for _, name := range compartments {
		if m.ledgers[name], err = ledger.NewRestorer(ctx, m.n.compartment(name)); err != nil {
			delete(m.ledgers, name)
			return err
		}
	}
	if err := archive.Read(keys, m.n.keys.Settings, func(name string, r io.Reader) error { return m.entry(ctx, &m.keys, name, r) }); err != nil {
		return err
	}
	data, _, err := openArchive(dataFile)
	if err != nil {
		return err
	}
	defer data.Close() //nolint:errcheck // it was only read
	if err := archive.Read(data, m.n.keys.Settings, func(name string, r io.Reader) error { return m.entry(ctx, &m.data, name, r) }); err != nil {
		return err
	}
	return m.sound()
}

func openArchive(name string) (f *os.File, preface []byte, err error) {
	if f, err = os.Open(name); err != nil {
		return nil, nil, err
	}
	if preface, err = archive.Preface(f); err != nil {
		return nil, nil, errors.Join(err, f.Close())
	}
	return f, preface, nil
}

// sound tells whether the two files are those of a backup, in their places.
func (m *mender) sound() error {
	switch {
	case m.data.V == 0 || m.keys.V == 0:
		return archive.ErrForeign
	case m.keys.At.Before(m.data.At):
		return ledger.ErrOlderKeys
	}
	return nil
}

// maxEntry bounds what of an entry lies in memory, in bytes.
const maxEntry = maxSettings + 64<<20

// entry takes in one entry. head is the file's.
func (m *mender) entry(ctx context.Context, head *backupHead, name string, r io.Reader) error {
	for _, s := range m.n.stores() {
		if segment, ok := strings.CutPrefix(name, s.entry()); ok {
			return blob.PutBack(m.n.blobDir(s.name), segment, r)
		}
	}
	b, err := io.ReadAll(io.LimitReader(r, maxEntry))
	if err != nil {
		return err
	}
	compartment, _, _ := strings.Cut(name, "/")
	switch l := m.ledgers[compartment]; {
	case name == headName:
		return m.head(head, b)
	case name == nodeName && head == &m.keys:
		return os.WriteFile(filepath.Join(m.n.cfg.Dir, nodeName), b, 0o600)
	case l != nil:
		return l.Page(ctx, b)
	}
	return ledger.ErrNewerCopy
}

func (m *mender) head(head *backupHead, b []byte) error {
	if err := json.Unmarshal(b, head); err != nil {
		return err
	}
	if head.V != backupVersion {
		return ledger.ErrNewerCopy
	}
	return nil
}

func (m *mender) abort() (err error) {
	for _, l := range m.ledgers {
		err = errors.Join(err, l.Abort())
	}
	return err
}

// end closes the ledgers, and gives what was erased after the backup.
func (m *mender) end(ctx context.Context) (again map[string][]ledger.Erasing, err error) {
	again = map[string][]ledger.Erasing{}
	why := "put back from the backup of " + m.data.At.Format(time.RFC3339)
	for name, l := range m.ledgers {
		erased, e := l.Close(ctx, why)
		again[name], err = erased, errors.Join(err, e)
	}
	return again, err
}

// settle opens what was put back, erases again what had been erased, ends sessions
// and links, tells oversight, and verifies the whole.
func settle(ctx context.Context, cfg Config, again map[string][]ledger.Erasing, progress func(what string, done, total int64), r *Restored) (err error) {
	n, err := Open(ctx, cfg)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, n.Close()) }()
	for _, c := range n.ledgers() {
		end, err := c.l.End(ctx)
		if err != nil {
			return err
		}
		r.Revisions += end
		for i, e := range again[c.name] {
			progress("erase "+c.name, int64(i), int64(len(again[c.name])))
			if _, err := c.l.EraseIf(ctx, func(*store.Tx) (ledger.Erasing, error) { return e, nil }); err != nil {
				return err
			}
			r.Erased++
		}
	}
	if err := n.afresh(ctx); err != nil {
		return err
	}
	r.Damage, err = n.Verify(ctx, progress)
	return err
}

// afresh drops what must not come back with a backup, and tells oversight that the
// node was put back to an earlier moment: what was written after it is not there.
func (n *Node) afresh(ctx context.Context) error {
	if err := n.Who.Afresh(ctx); err != nil {
		return err
	}
	if _, err := n.Field.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		node := policy.Actor{ID: n.keys.Node, Unit: n.Units.Tree().Root()}
		return audit.Raise(tx, node, audit.PutBack, 0, 0, n.cfg.Clock())
	}); err != nil {
		return err
	}
	for _, s := range n.stores() {
		if err := s.prune(ctx); err != nil {
			return fmt.Errorf("drop the attachments of what was erased in %s: %w", s.name, err)
		}
	}
	return nil
}

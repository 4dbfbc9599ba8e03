package node

import (
	"bytes"
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
	"wasl/internal/base/record"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/node/archive"
)

// A backup is two files. The one holds the ledgers and the attachments, and is
// kept as long as anybody likes. The other holds the keys without which the first
// is nothing, and lasts 30 days: so what is erased on the node is gone from its old
// backups as well, once the keys of its day are gone. Keep them apart.
const (
	backupExt = ".backup"
	keysExt   = ".keys"
	keysLast  = 30 * 24 * time.Hour
	moment    = "20060102T150405Z" // in names: the moment in UTC
)

// Backup says what was backed up.
type Backup struct {
	Data, Keys string // the two files
	Revisions  int64
	Bytes      int64    // of the data, before sealing
	Damage     []string // what was found wrong on the way; the backup has it as it is
	Dropped    int      // files of keys that had lasted their time
}

// backupHead is the first entry of both files.
type backupHead struct {
	V    int       `json:"v"`
	Node record.ID `json:"node"`
	At   time.Time `json:"at"`
}

const backupVersion = 1

// Backup writes a backup of this moment into the two directories, while the node
// serves. It reads and verifies every revision.
func (n *Node) Backup(ctx context.Context, dataDir, keysDir string) (b Backup, err error) {
	if err := apart(dataDir, keysDir); err != nil {
		return b, err
	}
	head := backupHead{V: backupVersion, Node: n.keys.Node, At: n.cfg.Clock().UTC().Truncate(time.Second)}
	base := "wasl-" + head.At.Format(moment)
	b.Data, b.Keys = filepath.Join(dataDir, base+backupExt), filepath.Join(keysDir, base+keysExt)
	data, err := archive.Create(b.Data, n.keys.Settings, nil)
	if err != nil {
		return b, err
	}
	if err := n.backUpData(ctx, data, head, &b); err != nil {
		return b, errors.Join(err, data.Abort())
	}
	// The keys come after the data, so that what was erased meanwhile is gone; and
	// they are named first, so that there is no data without keys.
	if err := n.backUpKeys(ctx, b.Keys, head); err != nil {
		return b, errors.Join(err, data.Abort())
	}
	b.Bytes = data.Size()
	if err := data.Commit(); err != nil {
		return b, err
	}
	b.Dropped, err = dropKeys(keysDir, head.At.Add(-keysLast))
	return b, err
}

// apart refuses keys that would lie with the data that they open.
func apart(dataDir, keysDir string) error {
	if rel, err := filepath.Rel(dataDir, keysDir); err == nil && !strings.HasPrefix(rel, "..") {
		return &fault.Error{
			Kind: fault.Invalid, Op: "node.Backup", Key: "node.backup.together", Msg: "the keys would lie with the data that they open",
			Hint: "give --keys a directory elsewhere, best on a disk that is kept in another place",
		}
	}
	return nil
}

func (n *Node) backUpData(ctx context.Context, w *archive.Writer, head backupHead, b *Backup) error {
	if err := addJSON(w, headName, head); err != nil {
		return err
	}
	for _, c := range n.ledgers() {
		copied, err := c.l.Copy(ctx, pages(w, c.name))
		if err != nil {
			return fmt.Errorf("back %s up: %w", c.name, err)
		}
		b.Revisions += copied.Revisions
		for _, d := range copied.Damage {
			b.Damage = append(b.Damage, fmt.Sprintf("%s: revision %d: %s", c.name, d.Seq, d.What))
		}
	}
	// After the ledgers: what they name is then here whole.
	for _, s := range n.stores() {
		if err := s.Copy(ctx, func(name string, size int64, r io.Reader) error { return w.Add(s.entry()+name, size, r) }); err != nil {
			return fmt.Errorf("back the attachments of %s up: %w", s.name, err)
		}
	}
	return nil
}

// Names of entries.
const (
	headName  = "backup.json"
	blobsName = "blobs/"
	nodeName  = "node.db"
)

// compartment is an open ledger with its name.
type compartment struct {
	name string
	l    *ledger.Ledger
}

func (n *Node) ledgers() []compartment {
	return []compartment{{inField, n.Field}, {inVault, n.Vaulted}, {inCommunity, n.Community}}
}

// pages numbers the pages of a compartment in an archive.
func pages(w *archive.Writer, compartment string) func([]byte) error {
	page := 0
	return func(b []byte) error {
		page++
		return w.AddBytes(fmt.Sprintf("%s/%08d.json", compartment, page), b)
	}
}

func addJSON(w *archive.Writer, name string, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return w.AddBytes(name, b)
}

// backUpKeys writes the file of keys: before all the node's own, which open the
// rest and lie under the passphrase, then the data keys, and the accounts'
// secrets, so that a password that was changed stays so.
func (n *Node) backUpKeys(ctx context.Context, path string, head backupHead) error {
	own, err := os.ReadFile(n.cfg.keyFile())
	if err != nil {
		return fmt.Errorf("read the keys: %w", err)
	}
	w, err := archive.Create(path, n.keys.Settings, own)
	if err != nil {
		return err
	}
	err = addJSON(w, headName, head)
	for _, c := range n.ledgers() {
		if err == nil {
			err = c.l.CopyKeys(ctx, pages(w, c.name))
		}
	}
	if err == nil {
		err = n.addSettings(ctx, w)
	}
	if err != nil {
		return errors.Join(err, w.Abort())
	}
	return w.Commit()
}

// maxSettings bounds node.db in a backup, in bytes: accounts by the thousand.
const maxSettings = 256 << 20

func (n *Node) addSettings(ctx context.Context, w *archive.Writer) error {
	var b bytes.Buffer
	err := n.db.Pages(ctx, func(page int64, content []byte) error {
		if content == nil {
			return fmt.Errorf("page %d of %s is damaged", page, nodeName)
		}
		if b.Len() > maxSettings {
			return fmt.Errorf("%s is larger than any node's", nodeName)
		}
		b.Write(content)
		return nil
	})
	if err != nil {
		return err
	}
	return w.AddBytes(nodeName, b.Bytes())
}

// dropKeys removes the files of keys that were made before then.
func dropKeys(dir string, then time.Time) (n int, err error) {
	files, err := os.ReadDir(dir)
	if err != nil {
		return 0, err
	}
	for _, f := range files {
		name, ok := strings.CutSuffix(f.Name(), keysExt)
		at, e := time.Parse(moment, strings.TrimPrefix(name, "wasl-"))
		if !ok || e != nil || !at.Before(then) {
			continue
		}
		if err := os.Remove(filepath.Join(dir, f.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return n, err
		}
		n++
	}
	if n > 0 {
		err = store.SyncDir(dir)
	}
	return n, err
}

package node

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/guard/identity"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store/storetest"
)

func quiet(string, int64, int64) {}

// shelf is where a test's backups lie.
type shelf struct{ data, keys string }

func newShelf(t *testing.T) shelf {
	t.Helper()
	return shelf{filepath.Join(storetest.Dir(t), "data"), filepath.Join(storetest.Dir(t), "keys")}
}

func (b *busy) backup(s shelf) Backup {
	b.t.Helper()
	made, err := b.Backup(context.Background(), s.data, s.keys)
	b.ok(err)
	if len(made.Damage) > 0 {
		b.t.Errorf("damage: %v", made.Damage)
	}
	return made
}

// restored puts a backup back and opens it as the busy node that it was of.
func (b *busy) restored(data, keys string) (*busy, Restored) {
	b.t.Helper()
	dir := filepath.Join(storetest.Dir(b.t), "back")
	r, err := Restore(context.Background(), Config{Dir: dir, Demo: true, Clock: b.clock.now, Random: &stream{rng: b.rng}}, data, keys, quiet)
	b.ok(err)
	if len(r.Damage) > 0 {
		b.t.Errorf("verify: %v", r.Damage)
	}
	back := openBusy(b.t, dir, 7)
	back.pass(b.time().Sub(back.time()))
	back.reports, back.n = b.reports, b.n
	b.t.Cleanup(func() { back.ok(back.Close()) })
	return back, r
}

// rowsOf is what the tables hold, but for alarms: a restoration raises one.
func rowsOf(t *testing.T, n *Node) (rows []string) {
	t.Helper()
	for _, line := range both(t, n) {
		if !strings.HasPrefix(line, "alarms ") && !strings.Contains(line, "applied ") {
			rows = append(rows, line)
		}
	}
	return rows
}

// After reports with files, conflicts and erasures the node that is put back holds
// row for row what was there, and goes on in a new epoch.
func TestBackupPutBackIsTheSame(t *testing.T) {
	b := openBusy(t, storetest.Dir(t), 1)
	defer func() { b.ok(b.Close()) }()
	b.live(30)
	b.erase(b.reports[3])
	b.live(5)
	want := rowsOf(t, b.Node)
	s := newShelf(t)
	made := b.backup(s)
	back, r := b.restored(made.Data, made.Keys)
	if r.Erased != 0 || r.Revisions != made.Revisions {
		t.Errorf("%+v of %+v", r, made)
	}
	if diff := cmp.Diff(want, rowsOf(t, back.Node)); diff != "" {
		t.Error(diff)
	}
	for _, report := range b.reports {
		for _, ref := range report.refs {
			got, err := back.readBlob(ref)
			if report.erased != fault.Is(err, fault.Missing) || !report.erased && !bytes.Contains(got, []byte(report.canary)) {
				t.Errorf("a picture of %s: %d bytes, %v", report.canary, len(got), err)
			}
		}
	}
	sent := back.send("after", nil, 1)
	history, err := back.Field.History(t.Context(), sent.id)
	if err != nil || history[0].Epoch != 2 {
		t.Errorf("what was sent after is of epoch %d: %v", history[0].Epoch, err)
	}
	sound(t, back.Node)
}

// Neither file says anything without the other and the keys' own secret.
func TestABackupAloneIsNothing(t *testing.T) {
	b := openBusy(t, storetest.Dir(t), 2)
	defer func() { b.ok(b.Close()) }()
	b.live(10)
	made := b.backup(newShelf(t))
	for _, name := range []string{made.Data, made.Keys} {
		content, err := os.ReadFile(name)
		b.ok(err)
		secrets := [][]byte{[]byte("pixel"), []byte("MR012"), []byte("device of")}
		for _, r := range b.reports {
			secrets = append(secrets, core(r.canary))
		}
		for _, secret := range secrets {
			if bytes.Contains(content, secret) {
				t.Errorf("%s: %q stands in it", filepath.Base(name), secret)
			}
		}
		if st, err := os.Stat(name); err != nil || st.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", name, st.Mode(), err)
		}
	}
	into := func(data, keys string) error {
		_, err := Restore(context.Background(), Config{Dir: filepath.Join(storetest.Dir(t), "x"), Demo: true, Clock: b.clock.now, Random: &stream{rng: b.rng}}, data, keys, quiet)
		return err
	}
	other := openBusy(t, storetest.Dir(t), 3)
	defer func() { other.ok(other.Close()) }()
	others := other.backup(newShelf(t))
	for name, c := range map[string]struct{ data, keys, want string }{
		"the keys of another node":    {made.Data, others.Keys, "archive.key.other"},
		"the files the wrong way":     {made.Keys, made.Data, "node.keys.damaged"},
		"the keys twice":              {made.Keys, made.Keys, ""},
		"something else":              {"backup_test.go", made.Keys, "archive.file.foreign"},
		"something else for the keys": {made.Data, "backup_test.go", "archive.file.foreign"},
	} {
		err := into(c.data, c.keys)
		var f *fault.Error
		if err == nil || c.want != "" && (!errors.As(err, &f) || f.Key != c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What was erased after the backup does not come back where the keys are newer; and
// keys that are older than the backup are refused.
func TestWhatWasErasedStaysErasedInOldBackups(t *testing.T) {
	b := openBusy(t, storetest.Dir(t), 4)
	defer func() { b.ok(b.Close()) }()
	b.live(12)
	s := newShelf(t)
	before := b.backup(s)
	gone := b.reports[5]
	b.erase(gone)
	b.live(2)
	after := b.backup(s)

	back, r := b.restored(before.Data, after.Keys)
	if r.Erased < 2 { // the report, and who sent it
		t.Errorf("%d erased again", r.Erased)
	}
	for _, line := range both(t, back.Node) {
		if strings.Contains(line, gone.canary) {
			t.Errorf("it came back: %s", line)
		}
	}
	for _, ref := range gone.refs {
		if _, err := back.readBlob(ref); !fault.Is(err, fault.Missing) {
			t.Errorf("its picture came back: %v", err)
		}
	}
	sound(t, back.Node)

	_, err := Restore(context.Background(), Config{Dir: filepath.Join(storetest.Dir(t), "x"), Demo: true, Clock: b.clock.now, Random: &stream{rng: b.rng}}, after.Data, before.Keys, quiet)
	var f *fault.Error
	if !errors.As(err, &f) || f.Key != "ledger.restore.keys" {
		t.Errorf("older keys: %v", err)
	}
}

// A backup that is made while people send has every report that was acknowledged
// before it began, whole.
func TestBackupWhileServing(t *testing.T) {
	b := openBusy(t, storetest.Dir(t), 5)
	defer func() { b.ok(b.Close()) }()
	b.live(10)
	known := len(b.reports)
	var others sync.WaitGroup
	stop := make(chan struct{})
	others.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
				b.live(1)
			}
		}
	})
	made := b.backup(newShelf(t))
	close(stop)
	others.Wait()
	back, _ := b.restored(made.Data, made.Keys)
	for _, report := range b.reports[:known] {
		if history, err := back.Field.History(t.Context(), report.id); err != nil || len(history) == 0 {
			t.Errorf("%s is not there: %v", report.canary, err)
		}
	}
	sound(t, back.Node)
}

// A restoration that fails leaves no directory, and one that is not empty is left
// as it is.
func TestRestoreIsWholeOrNothing(t *testing.T) {
	b := openBusy(t, storetest.Dir(t), 6)
	defer func() { b.ok(b.Close()) }()
	b.live(5)
	made := b.backup(newShelf(t))
	content, err := os.ReadFile(made.Data)
	b.ok(err)
	under := storetest.Dir(t)
	cut := filepath.Join(under, "cut.backup")
	b.ok(os.WriteFile(cut, content[:len(content)-1], 0o600))
	cfg := Config{Dir: filepath.Join(under, "node"), Demo: true, Clock: b.clock.now, Random: &stream{rng: b.rng}}
	_, err = Restore(context.Background(), cfg, cut, made.Keys, quiet)
	var f *fault.Error
	if !errors.As(err, &f) || f.Key != "archive.file.damaged" {
		t.Errorf("a backup that was cut: %v", err)
	}
	if left, err := os.ReadDir(under); err != nil || len(left) != 1 {
		t.Errorf("left over: %v, %v", left, err)
	}
	b.ok(os.Mkdir(cfg.Dir, 0o700))
	b.ok(os.WriteFile(filepath.Join(cfg.Dir, "mine"), nil, 0o600))
	if _, err = Restore(context.Background(), cfg, made.Data, made.Keys, quiet); !fault.Is(err, fault.Conflict) {
		t.Errorf("over a directory that is not empty: %v", err)
	}
	b.ok(os.Remove(filepath.Join(cfg.Dir, "mine")))
	_, err = Restore(context.Background(), cfg, made.Data, made.Keys, quiet)
	b.ok(err)
}

// Keys last 30 days and lie apart.
func TestKeysAreKeptApartAndForAMonth(t *testing.T) {
	b := openBusy(t, storetest.Dir(t), 8)
	defer func() { b.ok(b.Close()) }()
	s := newShelf(t)
	for _, together := range []string{s.data, filepath.Join(s.data, "keys")} {
		var f *fault.Error
		if _, err := b.Backup(t.Context(), s.data, together); !errors.As(err, &f) || f.Key != "node.backup.together" {
			t.Errorf("%s: %v", together, err)
		}
	}
	first := b.backup(s)
	mine := filepath.Join(s.keys, "wasl-of-mine.keys")
	b.ok(os.WriteFile(mine, nil, 0o600))
	b.pass(29 * 24 * time.Hour)
	if second := b.backup(s); second.Dropped != 0 {
		t.Errorf("after 29 days: %+v", second)
	}
	b.pass(2 * 24 * time.Hour)
	if third := b.backup(s); third.Dropped != 1 {
		t.Errorf("after 31 days: %+v", third)
	}
	if _, err := os.Stat(first.Keys); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("its keys are there: %v", err)
	}
	for _, name := range []string{mine, first.Data} {
		if _, err := os.Stat(name); err != nil {
			t.Error(err)
		}
	}
}

// Sessions and links that were ended since must not come back, passwords do, and
// oversight is told.
func TestAccountsAfterARestoration(t *testing.T) {
	r := newRealm(t)
	desk := r.person("own", policy.Desk)
	_, link, err := r.Who.Invite(t.Context(), r.boss, identity.Invitation{Name: "Later", Login: "later", Roles: []policy.Role{policy.Desk}, Unit: r.at["own"]})
	r.ok(err)
	s := newShelf(t)
	made, err := r.Backup(t.Context(), s.data, s.keys)
	r.ok(err)
	cfg := r.cfg
	cfg.Dir = filepath.Join(storetest.Dir(t), "back")
	wrong := cfg
	wrong.Passphrase = "six other words that nobody knows"
	var f *fault.Error
	if _, err := Restore(t.Context(), wrong, made.Data, made.Keys, quiet); !errors.As(err, &f) || f.Key != "node.passphrase.wrong" {
		t.Errorf("under another passphrase: %v", err)
	}
	got, err := Restore(t.Context(), cfg, made.Data, made.Keys, quiet)
	r.ok(err)
	if len(got.Damage) > 0 {
		t.Errorf("verify: %v", got.Damage)
	}
	n, err := Open(t.Context(), cfg)
	r.ok(err)
	defer func() { r.ok(n.Close()) }()
	if _, err := n.Who.Session(t.Context(), strings.TrimPrefix(desk.header.Get("Cookie"), "wasl_session=")); !fault.Is(err, fault.Unknown) {
		t.Errorf("a session came back: %v", err)
	}
	if _, err := n.Who.Invitation(t.Context(), link); !fault.Is(err, fault.Missing) {
		t.Errorf("a link came back: %v", err)
	}
	if _, err := n.Who.SignIn(t.Context(), identity.SignIn{Login: desk.login, Password: goodPassword}); err != nil {
		t.Errorf("a password did not: %v", err)
	}
	hs, _, err := n.Field.Audit(t.Context(), ledger.AuditQuery{Kind: record.Alarm, Limit: 10})
	if err != nil || len(hs) != 1 || hs[0].Subject != n.keys.Node {
		t.Errorf("alarms: %v, %v", fmt.Sprint(hs), err)
	}
}

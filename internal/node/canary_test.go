package node

import (
	"bytes"
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/identity"
	"wasl/internal/guard/policy"
	"wasl/internal/guard/vault"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/keep/store/storetest"
)

// files gives every file below a folder.
func files(t testing.TB, dir string) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	if err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		all[path], err = os.ReadFile(path)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

// opened gives all that whoever has the keys can read: the pages of the tables,
// the bodies of the ledgers, the attachments.
func opened(t testing.TB, n *Node) map[string][]byte {
	t.Helper()
	ctx := context.Background()
	all := map[string][]byte{}
	for name, l := range map[string]*ledger.Ledger{inField: n.Field, inVault: n.Vaulted, inCommunity: n.Community} {
		var bodies bytes.Buffer
		revs, err := l.Follow(ctx, 0, 1_000_000)
		if err != nil {
			t.Fatal(err)
		}
		for _, rev := range revs {
			bodies.Write(rev.Body)
		}
		all[name+" bodies"] = bodies.Bytes()
	}
	var refs []string
	if err := n.Field.View(ctx, func(tx *store.Tx) error {
		return report.References(tx, func(_ record.ID, ref string) error {
			refs = append(refs, ref)
			return nil
		})
	}); err != nil {
		t.Fatal(err)
	}
	for i, ref := range refs {
		b, err := (&busy{Demo: &Demo{Node: n}}).readBlob(ref)
		if err != nil {
			t.Fatal(err)
		}
		all[fmt.Sprint("attachment ", i)] = b
	}
	return all
}

// tablePages gives the pages of a closed node's tables, opened.
func tablePages(t testing.TB, dir string, k *keyring) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	for _, name := range compartments {
		key, err := hkdf.Key(sha256.New, k.Open[name], nil, "wasl ledger tables", 32)
		if err != nil {
			t.Fatal(err)
		}
		db, err := store.Open(context.Background(), store.Options{Path: filepath.Join(dir, name, ledger.TablesName), Key: key})
		if err != nil {
			t.Fatal(err)
		}
		var pages bytes.Buffer
		if err := db.Pages(context.Background(), func(n int64, page []byte) error {
			if page == nil {
				return fmt.Errorf("page %d does not open", n)
			}
			pages.Write(page)
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		all[name+" tables"] = pages.Bytes()
	}
	return all
}

// checkErased holds a closed node's folder, and what was read of it before, against
// what was erased: nothing of that is there, and all else is.
func (b *busy) checkErased(dir string, read map[string][]byte) {
	b.t.Helper()
	pages := tablePages(b.t, dir, b.keys)
	for _, r := range b.reports {
		found := map[string]bool{}
		for _, where := range []map[string][]byte{read, pages, files(b.t, dir)} {
			for name, content := range where {
				if bytes.Contains(content, core(r.canary)) {
					found[name] = true
				}
			}
		}
		if r.erased && len(found) > 0 {
			b.t.Errorf("what %s said was erased, and is in %v", r.canary, found)
		}
		if !r.erased && (!found["field tables"] || !found["field bodies"]) {
			b.t.Errorf("what %s said is only in %v: this test looks in the wrong place", r.canary, found)
		}
		for name := range found {
			if strings.HasPrefix(name, dir) {
				b.t.Errorf("%s shows what %s said", name, r.canary)
			}
		}
	}
}

// What was erased is in no file, opened or not: not in the tables, nor their index
// of words, nor in a body, nor in an attachment. Its headers stay, with a
// tombstone.
func TestWhatWasErasedIsNowhere(t *testing.T) {
	dir := storetest.Dir(t)
	b := openBusy(t, dir, 5)
	b.live(36)
	for i, r := range b.reports {
		if i%4 == 1 {
			b.erase(r)
		}
	}
	b.live(6)
	sound(t, b.Node)
	for _, r := range b.reports {
		history, err := b.Field.History(t.Context(), r.id)
		b.ok(err)
		bodies, tombstones := 0, 0
		for _, rev := range history {
			if rev.Kind == record.Erasure {
				tombstones++
			} else if rev.Body != nil {
				bodies++
			}
		}
		if r.erased != (tombstones == 1) || r.erased != (bodies == 0) {
			t.Errorf("erased %v: %d bodies, %d tombstones of %d revisions", r.erased, bodies, tombstones, len(history))
		}
		for _, ref := range r.refs {
			if _, err := b.readBlob(ref); r.erased != fault.Is(err, fault.Missing) {
				t.Errorf("erased %v: its attachment: %v", r.erased, err)
			}
		}
	}
	read := opened(t, b.Node)
	b.ok(b.Close())
	b.checkErased(dir, read)
}

// copyOf copies a folder as a crash leaves it.
func copyOf(t testing.TB, dir string) string {
	t.Helper()
	to := storetest.Dir(t)
	for path, b := range files(t, dir) {
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(rel, "-shm") || rel == "lock" {
			continue
		}
		name := filepath.Join(to, rel)
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return to
}

// The node falls after an erasure was committed and before its attachments are
// deleted: the next start deletes them, but for those that another report shows.
func TestErasureThatACrashCutIsEnded(t *testing.T) {
	dir := storetest.Dir(t)
	b := openBusy(t, dir, 6)
	for range 6 {
		b.send(b.canary(), nil, 2)
	}
	gone, other := b.reports[2], b.reports[4]
	shared, err := b.Blobs.Put(context.Background(), strings.NewReader("a picture that hangs on two reports"), -1)
	b.ok(err)
	for _, r := range []*told{gone, other} {
		r.refs = append(r.refs, shared.String())
		xml, err := b.Field.History(t.Context(), r.id)
		b.ok(err)
		body, err := ledger.Decode[report.Body](xml[0])
		b.ok(err)
		in := report.Incoming{ID: r.id, Unit: xml[0].Handling.Unit, TLP: xml[0].Handling.TLP, Author: xml[0].Author, Body: *body}
		in.Body.Files = append(in.Body.Files, report.File{Name: "both.jpg", Type: "image/jpeg", Size: shared.Size, Ref: shared.String(), Sum: shared.Sum()})
		_, err = b.Reports.Accept(t.Context(), in)
		b.ok(err)
	}
	_, err = b.Queue.Erase(t.Context(), b.actor(policy.Oversight), gone.id, "asked for by the person")
	b.ok(err)
	fallen := copyOf(t, dir)
	b.ok(b.Close())

	again := openBusy(t, fallen, 7)
	b.ok(again.upkeep(t.Context()))
	for _, ref := range gone.refs[:2] {
		if _, err := again.readBlob(ref); !fault.Is(err, fault.Missing) {
			t.Errorf("an attachment of the erased report: %v", err)
		}
	}
	for _, r := range again.reportsBut(b, gone) {
		for _, ref := range r.refs {
			if _, err := again.readBlob(ref); err != nil {
				t.Errorf("an attachment of another report: %v", err)
			}
		}
	}
	sound(t, again.Node)
	b.ok(again.Close())
}

func (b *busy) reportsBut(from *busy, but *told) (rest []*told) {
	for _, r := range from.reports {
		if r != but {
			rest = append(rest, r)
		}
	}
	return rest
}

// serving puts a server before a node, with a token for phones.
func (b *busy) serving() *world {
	b.t.Helper()
	t, ok := b.t.(*testing.T)
	if !ok {
		b.t.Fatal("a server is for tests")
	}
	admin := policy.Actor{ID: identity.DemoID(policy.Administrator), Roles: []policy.Role{policy.Administrator}, Unit: b.Units.Tree().Root()}
	var err error
	_, b.OpenRosa, err = b.Who.IssueToken(t.Context(), admin, identity.NewToken{Name: "phone", Unit: admin.Unit, Channel: "openrosa"})
	b.ok(err)
	h, err := b.Handler()
	b.ok(err)
	b.ready.Store(true)
	srv := httptest.NewServer(h)
	t.Cleanup(func() {
		b.Feed.Close()
		srv.Close()
	})
	return &world{t: t, demo: b.Demo, url: srv.URL}
}

// Two hundred words that are said to the node in every way that it can be told
// something stand in no file, not of the data nor a temporary one, and in no log.
func TestCanariesStayInside(t *testing.T) {
	dir, temp := storetest.Dir(t), storetest.Dir(t)
	t.Setenv("TMPDIR", temp)
	t.Setenv("SQLITE_TMPDIR", temp)
	logged := &safeBuffer{}
	b := openBusy(t, dir, 8, func(c *Config) {
		c.Log = slog.New(slog.NewTextHandler(logged, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	w := b.serving()
	phone, desk := w.person(""), w.person(policy.Desk)
	canaries := []string{}
	word := func() string {
		canaries = append(canaries, b.canary())
		return canaries[len(canaries)-1]
	}
	for i := 0; len(canaries) < 200; i++ {
		id := record.IDOf(fmt.Sprint("canary ", i))
		xml := incident(id.String(), word())
		var receipt string
		if i%2 == 0 {
			got := phone.sealed("/api/v1/reporter/submissions", vault.Submission, map[string]any{"id": id, "form": "security-incident", "version": "1", "language": "fr", "xml": xml}, 201)
			receipt = fmt.Sprint(got["receipt"])
			phone.sealed("/api/v1/reporter/threads/"+receipt+"/messages", vault.Message, map[string]any{"id": record.IDOf(word()).String(), "text": word(), "language": "fr"}, 201)
		} else {
			b.postFrom(w, word(), post{xml: xml, files: map[string]string{word() + ".jpg": strings.Repeat(word()+" ", 30_000)}})
		}
		path := "/api/v1/reports/" + id.String()
		desk.do("GET", path+"?reason="+word(), nil, 200)
		desk.do("POST", path+"/note", map[string]any{"id": record.IDOf(word()).String(), "text": word()}, 200)
		desk.do("POST", path+"/answer", map[string]any{"id": record.IDOf(word()).String(), "text": word(), "language": "fr"}, 200)
		desk.do("GET", "/api/v1/search?q="+word(), nil, 200)
	}
	b.strays(w, word())
	look := func(when string) {
		t.Helper()
		for _, folder := range []string{dir, temp} {
			for path, content := range files(t, folder) {
				for _, c := range canaries {
					if bytes.Contains(content, core(c)) {
						t.Errorf("%s: %s holds a canary", when, path)
					}
				}
			}
		}
		for _, c := range canaries {
			if strings.Contains(logged.String(), string(core(c))) {
				t.Errorf("%s: the log holds a canary: %s", when, around(logged.String(), string(core(c))))
			}
		}
	}
	look("while it runs")
	read := opened(t, b.Node)
	if !bytes.Contains(read["field bodies"], core(canaries[0])) {
		t.Error("the first canary is nowhere: this test looks in the wrong place")
	}
	b.ok(b.Close())
	look("after it was closed")
}

// postFrom posts as a device does that has a name, behind a proxy.
func (b *busy) postFrom(w *world, device string, p post) {
	b.t.Helper()
	if status, out := w.post(p); status != http.StatusCreated {
		b.t.Errorf("%d %s", status, out)
	}
	req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, w.url+"/v1/key/"+b.OpenRosa+"/formList?deviceID="+device, nil)
	b.ok(err)
	req.Header.Set("User-Agent", device)
	req.Header.Set("X-Forwarded-For", device)
	res, err := http.DefaultClient.Do(req)
	b.ok(err)
	b.ok(res.Body.Close())
}

// strays are requests that go wrong.
func (b *busy) strays(w *world, word string) {
	b.t.Helper()
	for _, path := range []string{"/" + word, "/api/v1/reports/" + word, "/v1/key/" + word + "/formList", "/api/v1/reporter/threads/" + word, "/r/" + word} {
		res, err := http.Post(w.url+path, "application/json", strings.NewReader(`{"`+word+`": "`+word+`"`))
		b.ok(err)
		b.ok(res.Body.Close())
	}
	for _, xml := range []string{"<" + word, "<data id='" + word + "'/>"} {
		if status, _ := w.post(post{xml: xml}); status < 400 {
			b.t.Errorf("status %d", status)
		}
	}
}

func around(text, word string) string {
	at := strings.Index(text, word)
	return text[max(0, at-150):min(len(text), at+50)]
}

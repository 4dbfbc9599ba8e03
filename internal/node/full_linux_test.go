package node

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store/storetest"
)

// A disk that fills up under a node that serves: what does not fit is refused with
// 507 and told as what it is, in the reporter's language; what was acknowledged
// stays; and when there is room again the node goes on, without a restart.
func TestTheDiskIsFull(t *testing.T) {
	dir := storetest.Dir(t)
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size=24m"); err != nil {
		t.Skipf("a small disk cannot be made here: %v", err)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(dir, unix.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	data := filepath.Join(dir, "data")
	b := openBusy(t, data, 9)
	b.slow(time.Millisecond)
	w := b.serving()
	desk := w.person(policy.Desk) // signed in: a session is written down
	sent := map[record.ID]string{}
	n := 0
	send := func(files int) (status int, answer string) {
		n++
		id := record.IDOf(fmt.Sprint("report ", n))
		p := post{xml: incident(id.String(), "said "+id.String()), files: map[string]string{}}
		for i := range files {
			p.files[fmt.Sprintf("%d.jpg", i)] = strings.Repeat(fmt.Sprint("picture of ", id, " "), 2000)
		}
		if status, answer = w.post(p); status == http.StatusCreated {
			sent[id] = answer
		}
		return status, answer
	}
	for range 5 {
		if status, answer := send(1); status != http.StatusCreated {
			t.Fatal(status, answer)
		}
	}
	for round, files := range []int{1, 0} {
		filler := filepath.Join(dir, "filler")
		fillUp(t, filler)
		refused, before := 0, len(sent)
		for range 400 {
			status, answer := send(files)
			switch {
			case status == http.StatusCreated && refused > 0: // a small one may still fit where a larger did not
			case status == http.StatusInsufficientStorage:
				refused++
				if !strings.Contains(answer, "plein") || !strings.Contains(answer, "امتلأ") {
					t.Fatalf("told: %s", answer)
				}
			case status != http.StatusCreated:
				t.Fatalf("round %d: %d %s", round, status, answer)
			}
			if refused == 20 {
				break
			}
		}
		if refused < 20 || len(sent) == before && round == 0 {
			t.Errorf("round %d: %d were refused, %d taken", round, refused, len(sent)-before)
		}
		if round == 0 {
			b.toldInEveryLanguage(w)
		}
		// Lists can be read while nothing can be written.
		if items, _ := desk.do("GET", "/api/v1/reports", nil, 200)["items"].([]any); len(items) == 0 {
			t.Error("the queue is empty while the disk is full")
		}
		if err := os.Remove(filler); err != nil {
			t.Fatal(err)
		}
		for range 5 {
			if status, answer := send(1); status != http.StatusCreated {
				t.Fatalf("there is room again: %d %s", status, answer)
			}
		}
		b.holdsAll(w, sent)
	}
	sound(t, b.Node)
	b.ok(b.Close())
	b = openBusy(t, data, 10)
	sound(t, b.Node)
	b.holdsAll(b.serving(), sent)
	b.ok(b.Close())
}

// fillUp writes a file that leaves little room.
func fillUp(t *testing.T, name string) {
	t.Helper()
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	for size := 1 << 20; size >= 4096; {
		if _, err := f.Write(make([]byte, size)); errors.Is(err, unix.ENOSPC) {
			size /= 2
		} else if err != nil {
			t.Fatal(err)
		}
	}
	st, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	const room = 400 << 10
	if err := errors.Join(f.Truncate(st.Size()-room), f.Close()); err != nil {
		t.Fatal(err)
	}
}

// toldInEveryLanguage sends what does not fit, as phones of three languages.
func (b *busy) toldInEveryLanguage(w *world) {
	b.t.Helper()
	for language, word := range map[string]string{"ar": "امتلأ", "fr": "plein", "en": "full"} {
		body, kind := multi(b.t, incident(record.IDOf("in "+language).String(), "x"), strings.Repeat("a picture that does not fit ", 40_000))
		req, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost, w.url+"/v1/key/"+b.OpenRosa+"/submission", body)
		b.ok(err)
		req.Header.Set("Accept-Language", language)
		req.Header.Set("Content-Type", kind)
		res, err := http.DefaultClient.Do(req)
		b.ok(err)
		out, err := io.ReadAll(res.Body)
		b.ok(errors.Join(err, res.Body.Close()))
		if res.StatusCode != http.StatusInsufficientStorage || !strings.Contains(string(out), word) {
			b.t.Errorf("%s: %d %s", language, res.StatusCode, out)
		}
	}
}

// holdsAll asks for every report that was acknowledged.
func (b *busy) holdsAll(w *world, sent map[record.ID]string) {
	b.t.Helper()
	desk := w.person(policy.Desk)
	for id := range sent {
		whole := desk.do("GET", "/api/v1/reports/"+id.String(), nil, 200)
		if !strings.Contains(fmt.Sprint(whole), "said "+id.String()) {
			b.t.Errorf("report %s does not say what it said", id)
		}
	}
}

package audit

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/ledger/ledgertest"
	"wasl/internal/keep/store"
	"wasl/internal/keep/store/storetest"
)

var (
	root  = record.IDOf("root")
	post  = record.IDOf("post")
	other = record.IDOf("other")
)

type units struct{}

func (units) All() []record.ID { return []record.ID{root, post, other} }
func (units) Path(u record.ID) []record.ID {
	if u == root {
		return []record.ID{root}
	}
	return []record.ID{u, root}
}

func open(t *testing.T) (*ledger.Ledger, *policy.Engine, string) {
	t.Helper()
	dir := storetest.Dir(t)
	l := ledgertest.Open(t, ledgertest.Options(dir, func() time.Time { return time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC) }))
	e, err := policy.New(units{}, false)
	if err != nil {
		t.Fatal(err)
	}
	return l, e, dir
}

// read is an opening as a desk does it: the policy and the line in one command.
func read(l *ledger.Ledger, e *policy.Engine, r Reading) ([]ledger.Header, error) {
	return l.Write(context.Background(), func(*store.Tx) ([]ledger.Draft, error) {
		res := policy.Resource{Type: policy.Report, ID: r.Subject, Unit: r.Handling.Unit, UnitPath: units{}.Path(r.Handling.Unit), TLP: r.Handling.TLP}
		if err := e.Allow(context.Background(), r.Reader, "report.open", res); err != nil {
			return nil, err
		}
		d, err := Opening(r)
		return []ledger.Draft{d}, err
	})
}

func handling(unit record.ID) record.Handling {
	return record.Handling{Unit: unit, TLP: record.Amber, Purpose: "community-safety"}
}

func TestEveryOpeningLeavesOneLine(t *testing.T) {
	l, e, dir := open(t)
	desk := policy.Actor{ID: record.IDOf("desk"), Roles: []policy.Role{policy.Desk}, Unit: post}
	far := policy.Actor{ID: record.IDOf("far"), Roles: []policy.Role{policy.Desk}, Unit: other}
	subject := record.IDOf("report")
	for n := 1; n <= 3; n++ {
		hs, err := read(l, e, Reading{Reader: desk, Subject: subject, Handling: handling(post), Reason: " canary reason\x00\n "})
		if err != nil || len(hs) != 1 {
			t.Fatalf("%v, %v", hs, err)
		}
		h := hs[0]
		if h.Kind != record.Opening || h.Author != desk.ID || h.Subject != subject || h.Handling != handling(post) {
			t.Errorf("the line is %+v", h)
		}
		rev, err := l.Read(t.Context(), h.Seq)
		var b Body
		if err != nil || json.Unmarshal(rev.Body, &b) != nil || b != (Body{V: 1, Reason: "canary reason", Purpose: "community-safety"}) {
			t.Errorf("its body is %s, %v", rev.Body, err)
		}
		if end, err := l.End(t.Context()); err != nil || end != int64(n) {
			t.Errorf("%d openings left %d lines, %v", n, end, err)
		}
	}
	for name, c := range map[string]struct {
		r    Reading
		kind fault.Kind
	}{
		"somebody from elsewhere":  {Reading{Reader: far, Subject: subject, Handling: handling(post), Reason: "x"}, fault.Missing},
		"nobody":                   {Reading{Subject: subject, Handling: handling(post), Reason: "x"}, fault.Unknown},
		"no reason for a person":   {Reading{Reader: desk, Subject: subject, Handling: handling(post), Needs: true, Reason: " \n "}, fault.Invalid},
		"a reason like a book":     {Reading{Reader: desk, Subject: subject, Handling: handling(post), Reason: strings.Repeat("a", MaxReason+1)}, fault.Invalid},
		"a purpose of no register": {Reading{Reader: desk, Subject: subject, Handling: handling(post), Purpose: "curiosity"}, fault.Invalid},
		"a record without purpose": {Reading{Reader: desk, Subject: subject, Handling: record.Handling{Unit: post}}, fault.Invalid},
		"text that is none":        {Reading{Reader: desk, Subject: subject, Handling: handling(post), Reason: "\xff\xfe"}, 0},
	} {
		_, err := read(l, e, c.r)
		if c.kind != 0 && !fault.Is(err, c.kind) {
			t.Errorf("%s: %v, want %v", name, err, c.kind)
		}
	}
	if end, err := l.End(t.Context()); err != nil || end > 4 {
		t.Errorf("what was refused left lines: %d, %v", end, err)
	}
	for _, name := range []string{"ledger.db", "ledger.db-wal"} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		if bytes.Contains(b, []byte("canary")) {
			t.Errorf("%s holds the reason", name)
		}
	}
}

func TestLinesAreOfOnesOwnScope(t *testing.T) {
	l, e, _ := open(t)
	write := func(n int, unit record.ID) {
		t.Helper()
		if _, err := l.Write(t.Context(), func(*store.Tx) ([]ledger.Draft, error) {
			d := ledger.Draft{Kind: record.Note, Record: record.IDOf(fmt.Sprint(n)), Author: record.IDOf("desk"), Body: map[string]int{"v": 1}}
			if !unit.Zero() {
				d.Handling = handling(unit)
			}
			return []ledger.Draft{d}, nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	const each = 70
	for n := range each {
		write(n, post)
		write(n, other)
		write(n, root)
		write(n, record.ID{})
	}
	all := func(unit record.ID, limit int) int {
		t.Helper()
		a := policy.Actor{ID: record.IDOf("oversight"), Roles: []policy.Role{policy.Oversight}, Unit: unit}
		seen, cursor := map[int64]bool{}, ""
		for range 1000 {
			hs, next, err := Lines(t.Context(), l, e, units{}, a, ledger.AuditQuery{Cursor: cursor, Limit: limit})
			if err != nil || len(hs) > limit {
				t.Fatalf("%d lines, %v", len(hs), err)
			}
			for _, h := range hs {
				if seen[h.Seq] || unit != root && h.Handling.Unit != unit {
					t.Fatalf("line %d of %v was given to %v, or twice", h.Seq, h.Handling.Unit, unit)
				}
				seen[h.Seq] = true
			}
			if cursor = next; next == "" {
				return len(seen)
			}
		}
		t.Fatal("the pages do not end")
		return 0
	}
	for _, limit := range []int{1, 7, 69, 70, 200} {
		if n := all(post, limit); n != each {
			t.Errorf("the post's oversight sees %d lines by pages of %d, want %d", n, limit, each)
		}
		if n := all(root, limit); n != 4*each {
			t.Errorf("the oversight of all sees %d lines by pages of %d, want %d", n, limit, 4*each)
		}
	}
	for _, r := range []policy.Role{policy.Desk, policy.Chief, policy.Administrator, policy.Analyst, policy.Operator, policy.Reporter} {
		a := policy.Actor{ID: record.IDOf("x"), Roles: []policy.Role{r}, Unit: root}
		if _, _, err := Lines(t.Context(), l, e, units{}, a, ledger.AuditQuery{}); !fault.Is(err, fault.Denied) {
			t.Errorf("%s reads the audit: %v", r, err)
		}
	}
}

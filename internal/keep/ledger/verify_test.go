package ledger

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/keep/store"
)

func TestVerifyFindsOneChangedByte(t *testing.T) {
	opt := options(t)
	l := open(t, opt)
	for i := range 60 {
		say(t, l, fmt.Sprint(i), strings.Repeat("word ", i))
	}
	noDamage(t, l)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(opt.Dir, FileName)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rounds := 60
	if testing.Short() {
		rounds = 10
	}
	for i := range rounds {
		b := bytes.Clone(whole)
		at := (i*7919*31 + 100) % len(b)
		b[at] ^= 1 << (i % 8)
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		spoiled, err := Open(t.Context(), opt)
		if err != nil {
			continue // found at once
		}
		damage, err := spoiled.Verify(t.Context(), nil)
		if err == nil && len(damage) == 0 {
			t.Errorf("byte %d of %d changed and verify found nothing", at, len(b))
		}
		if err := spoiled.Close(); err != nil && len(damage) == 0 {
			t.Error(err)
		}
	}
}

// Somebody with the file and SQLite at hand, who keeps the checksums right.
func TestVerifyFindsWhatSQLChanges(t *testing.T) {
	for _, change := range []string{
		"UPDATE revisions SET at = at + 1 WHERE seq = 5",
		"UPDATE revisions SET author = zeroblob(16), tlp = 1 WHERE seq = 5",
		"UPDATE revisions SET subject = (SELECT subject FROM revisions WHERE seq = 6) WHERE seq = 5",
		"UPDATE bodies SET sealed = (SELECT sealed FROM bodies WHERE seq = 6) WHERE seq = 5",
		"UPDATE bodies SET sealed = zeroblob(80) WHERE seq = 5",
		"DELETE FROM bodies WHERE seq = 5",
		"UPDATE subjects SET key = (SELECT key FROM subjects WHERE n = 2) WHERE n = 1",
		"UPDATE heads SET sig = zeroblob(64) WHERE last = 10",
		"DELETE FROM heads WHERE last = 10",
		"DELETE FROM bodies WHERE seq = 10; DELETE FROM heads WHERE last = 10; DELETE FROM revisions WHERE seq = 10",
		"DELETE FROM bodies WHERE seq = 4; DELETE FROM heads WHERE last = 4; DELETE FROM revisions WHERE seq = 4",
	} {
		t.Run(change, func(t *testing.T) {
			opt := options(t)
			l := open(t, opt)
			for i := range 10 {
				say(t, l, fmt.Sprint(i), "word")
			}
			if err := l.file.Update(t.Context(), func(lt *store.Tx) error {
				for _, one := range strings.Split(change, ";") {
					if err := lt.Exec(one); err != nil {
						return err
					}
				}
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			damage, err := l.Verify(t.Context(), nil)
			if err != nil || len(damage) == 0 {
				t.Errorf("verify found %v, %v", damage, err)
			}
		})
	}
}

func TestAuditPagesAndFilters(t *testing.T) {
	opt := options(t)
	begun := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	at := func(i int) time.Time { return begun.Add(time.Duration(i) * time.Minute) }
	now := begun
	opt.Clock = func() time.Time { return now }
	l := open(t, opt)
	ann, bob := record.IDOf("ann"), record.IDOf("bob")
	for i := range 30 {
		who := ann
		if i%3 == 0 {
			who = bob
		}
		now = at(i)
		if _, err := l.Write(t.Context(), func(*store.Tx) ([]Draft, error) {
			return []Draft{{Kind: record.Note, Record: record.IDOf(fmt.Sprint("n", i)), Subject: record.IDOf(fmt.Sprint("r", i%5)), Author: who, Body: word{1, "x"}}}, nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	for q, want := range map[AuditQuery]int{
		{}: 30, {Author: bob}: 10, {Subject: record.IDOf("r1")}: 6, {Kind: record.Note}: 30, {Kind: record.Grade}: 0,
		{Subject: record.IDOf("r0"), Author: bob}: 2, {Author: ann, Kind: record.Note}: 20,
		{From: at(9)}: 21, {To: at(9)}: 9, {From: at(9), To: at(19)}: 10, {Author: bob, From: at(9), To: at(19)}: 4,
		{From: at(29).Add(time.Hour)}: 0, {To: at(0)}: 0, {From: at(19), To: at(9)}: 0,
	} {
		q.Limit = 7
		got := 0
		for {
			hs, next, err := l.Audit(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			got += len(hs)
			if q.Cursor = next; next == "" {
				break
			}
		}
		if got != want {
			t.Errorf("%+v: %d lines, want %d", q, got, want)
		}
	}
	// Every filter goes by an index.
	for _, q := range []AuditQuery{{}, {Author: bob}, {Subject: ann}, {Kind: record.Note}, {Author: ann, Kind: record.Note}} {
		where, args := q.where(3, 9)
		if err := l.file.View(t.Context(), func(lt *store.Tx) error {
			plan, err := lt.Plan("SELECT "+columns+" FROM revisions "+where, append(args, 10)...)
			if strings.Contains(plan, "SCAN") || strings.Contains(plan, "TEMP B-TREE") {
				t.Errorf("%+v: %s", q, plan)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
}

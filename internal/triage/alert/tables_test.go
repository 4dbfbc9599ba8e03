package alert

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/triage/duty"
	"wasl/internal/triage/notice"
)

func parts() []ledger.Part { return []ledger.Part{duty.Part(), notice.Part(), Part()} }

// freshTables are empty.
func freshTables(t *testing.T) *store.DB {
	t.Helper()
	opt := store.Options{Path: filepath.Join(t.TempDir(), "tables.db")}
	for _, p := range parts() {
		opt.Modules = append(opt.Modules, p.Module)
	}
	db, err := store.Open(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// dumped is every row of this package's tables and of those it leans on.
func dumped(tx *store.Tx) (lines []string, err error) {
	for _, table := range []string{"watches", "alerts", "called", "joined", "heard", "notices", "rosters", "swaps"} {
		columns, err := texts(tx, "SELECT 'quote(\"' || name || '\")' FROM pragma_table_info(?)", table)
		if err != nil {
			return nil, err
		}
		rows, err := texts(tx, fmt.Sprintf("SELECT %s FROM %q", strings.Join(columns, " || ' ' || "), table))
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			lines = append(lines, table+" "+r)
		}
	}
	slices.Sort(lines)
	return lines, nil
}

func texts(tx *store.Tx, sql string, args ...any) (all []string, err error) {
	rows := tx.Query(sql, args...)
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, rows.Err()
}

// Every list and every tick goes by an index.
func TestPlans(t *testing.T) {
	n := newNet(t)
	n.ok(n.opt.Ledger.View(t.Context(), func(tx *store.Tx) error {
		for sql, args := range map[string][]any{
			fmt.Sprintf(livingSQL, "1") + " LIMIT 9": {0}, fmt.Sprintf(endedSQL, "1"): {1, 1}, dueSQL: {1, 1}, aliveSQL: nil, causesSQL: nil, latestSQL: {[]byte("x"), "x"},
			calledSQL: {1}, rowSQL: {[]byte("x")}, countedSQL: {1, 1, 1}, "SELECT report FROM joined WHERE alert = ? LIMIT ?": {1, 1},
			"SELECT count(*) FROM alerts INDEXED BY alerts_raised WHERE watch = ? AND raised >= ?": {[]byte("x"), 1},
		} {
			plan, err := tx.Plan(sql, args...)
			if err != nil {
				return err
			}
			for line := range strings.Lines(plan) {
				if strings.HasPrefix(line, "SCAN") && !strings.Contains(line, "INDEX") && !strings.Contains(line, "(subquery") {
					t.Errorf("%s\n%s", sql, plan)
				}
			}
			if strings.Contains(sql, "ORDER BY urgency, due, n") && strings.Contains(plan, "TEMP B-TREE") {
				t.Errorf("%s sorts by hand:\n%s", sql, plan)
			}
		}
		return nil
	}))
}

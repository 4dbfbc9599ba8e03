package corroborate

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/search"
	"wasl/internal/keep/store"
	"wasl/internal/triage/queue"
)

// typical is a report of some 800 bytes of text, with what stands beside it.
func typical(r *rand.Rand, n int) report.Incoming {
	t := tale(r, fmt.Sprint("e", n), 0, scenes[r.IntN(len(scenes))], spots[r.IntN(len(spots))], noon, 20, []string{"fr", "ar"}[n%2], "")
	t.point = &report.Point{Lat: 15 + r.Float64()*8, Lon: -15 + r.Float64()*10}
	for len(t.details) < 300 {
		t.details += extras[[]string{"fr", "ar"}[n%2]][r.IntN(12)] + " "
	}
	if t.place == "" {
		t.place = "MR01"
	}
	b := t.body()
	b.When = nil
	b.Text += "\nAttaque armée\nPick-up ou 4x4\nOui\nJe l'ai vu moi-même\n" + strings.Repeat(t.title+". ", 4)
	return report.Incoming{ID: record.IDOf(fmt.Sprint("bench", n)), Unit: headquarters, TLP: record.Amber, Author: record.IDOf("s"), Body: b}
}

// BenchmarkAccept takes reports in from many senders at once, with and without
// what is kept to compare them, and counts the processor's time.
func BenchmarkAccept(b *testing.B) {
	for name, parts := range map[string][]ledger.Part{"without": nil, "with": {Part()}} {
		b.Run(name, func(b *testing.B) {
			d := newDesk(b, parts...)
			begun, n := cpu(b), 0
			for b.Loop() {
				var wg sync.WaitGroup
				for range 64 {
					in := typical(rand.New(rand.NewPCG(1, uint64(n))), n)
					n++
					wg.Go(func() {
						if _, err := d.reports.Accept(context.Background(), in); err != nil {
							b.Error(err)
						}
					})
				}
				wg.Wait()
			}
			b.ReportMetric(float64((cpu(b)-begun).Microseconds())/float64(n), "cpu-µs/report")
		})
	}
}

func cpu(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkFind asks for the proposals of new reports among WASL_ROWS earlier ones
// (20,000 unless told), crowded into 24 days.
func BenchmarkFind(b *testing.B) {
	rows := 20_000
	if s := os.Getenv("WASL_ROWS"); s != "" {
		var err error
		if rows, err = strconv.Atoi(s); err != nil {
			b.Fatal(err)
		}
	}
	db := filled(b, rows)
	d := newDesk(b)
	for _, who := range []struct {
		name string
		role policy.Role
	}{{"chief", policy.Chief}, {"oversight", policy.Oversight}} {
		filter, err := d.rules.Filter(b.Context(), policy.Actor{ID: record.IDOf("x"), Unit: headquarters, Roles: []policy.Role{who.role}}, "report.list")
		if err != nil {
			b.Fatal(err)
		}
		b.Run(who.name, func(b *testing.B) {
			r := rand.New(rand.NewPCG(2, 2))
			var took []time.Duration
			looked, spent := 0, time.Duration(0)
			for b.Loop() {
				in := typical(r, r.IntN(1_000_000)) // one that is there, or one like them
				a := OfReport(&in.Body, noon.Add(-time.Duration(r.Float64()*24*float64(24*time.Hour))))
				begun, used := time.Now(), cpu(b)
				if err := db.View(b.Context(), func(tx *store.Tx) error {
					found, err := Find(tx, 0, a, Sight{Reports: filter})
					looked += found.Looked
					return err
				}); err != nil {
					b.Fatal(err)
				}
				took, spent = append(took, time.Since(begun)), spent+cpu(b)-used
			}
			b.ReportMetric(float64(spent.Microseconds())/1000/float64(len(took)), "cpu-ms")
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms-median")
			b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "ms-95%")
			b.ReportMetric(float64(looked)/float64(len(took)), "looked-at")
		})
	}
}

// filled is a file of tables with reports, written without a ledger.
func filled(b *testing.B, rows int) *store.DB {
	var modules []store.Module
	for _, p := range []ledger.Part{search.Part(), report.Part(), queue.Part(), Part()} {
		modules = append(modules, p.Module)
	}
	db, err := store.Open(b.Context(), store.Options{
		Path: filepath.Join(b.TempDir(), "t.db"), Key: bytes.Repeat([]byte{7}, store.KeySize), Modules: modules, CacheKB: 16 << 10,
	})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := db.Close(); err != nil {
			b.Error(err)
		}
	})
	r := rand.New(rand.NewPCG(1, 1))
	zipf := rand.NewZipf(r, 1.05, 3, 60_000)
	begun := cpu(b)
	for n := 0; n < rows; n += 1000 {
		if err := db.Update(b.Context(), func(tx *store.Tx) error {
			for i := n; i < n+1000; i++ {
				if err := row(tx, r, zipf, i, noon.Add(-time.Duration(float64(rows-i)/float64(rows)*24*24*float64(time.Hour)))); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			b.Fatal(err)
		}
	}
	b.Logf("%d rows at %v of the processor each", rows, (cpu(b)-begun)/time.Duration(rows))
	return db
}

func row(tx *store.Tx, r *rand.Rand, zipf *rand.Zipf, i int, at time.Time) error {
	body := typical(r, i).Body
	for range 12 {
		body.Excerpt += fmt.Sprintf(" x%s", strconv.FormatInt(int64(zipf.Uint64()), 26))
	}
	id := record.IDOf(fmt.Sprint("bench", i))
	if err := tx.Exec(`INSERT INTO reports (n, id, form, version, language, channel, source, receipt, title, excerpt, list, place, dead, injured, missing, sum, latest, rev)
		VALUES (?, ?, 'f', '1', 'fr', 'app', ?, ?, ?, ?, 'L', ?, 0, 0, 0, ?, ?, ?)`,
		i+1, id, record.ID{}, i, body.Title, body.Excerpt, body.Place.Code, record.Hash{}, i, record.Hash{}); err != nil {
		return err
	}
	if err := tx.Exec(`INSERT INTO queue (n, unit, state, urgency, kind, at, tlp, source, information, outcome, language, list, place, unread, seq)
		VALUES (?, ?, 0, 1, ?, ?, 2, '', 0, '', 'fr', 'L', ?, 0, ?)`, i+1, headquarters, body.Kind, at.UnixMilli(), body.Place.Code, i); err != nil {
		return err
	}
	if err := search.Index(tx, int64(i+1), search.NewText(body.Title, body.Text)); err != nil {
		return err
	}
	return Put(tx, Thing(i+1), OfReport(&body, at))
}

package corroborate

import (
	"bytes"
	"context"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"wasl/demo"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/audit"
	"wasl/internal/guard/identity"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/ledger/ledgertest"
	"wasl/internal/keep/search"
	"wasl/internal/keep/store"
	"wasl/internal/network/unit"
	"wasl/internal/triage/queue"
)

// A desk is a compartment with reports and what is kept of them, and a clock that
// the test turns.
type desk struct {
	t       testing.TB
	dir     string
	l       *ledger.Ledger
	reports *report.Service
	rules   *policy.Engine
	parts   []ledger.Part

	mu  sync.Mutex
	now time.Time
}

var headquarters = record.IDOf("headquarters")

// network is one unit.
type network struct{}

func (network) All() []record.ID             { return []record.ID{headquarters} }
func (network) Path(u record.ID) []record.ID { return []record.ID{u} }
func chief() policy.Actor {
	return policy.Actor{ID: record.IDOf("chief"), Unit: headquarters, Roles: []policy.Role{policy.Chief}}
}

func (d *desk) clock() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.now = d.now.Add(time.Millisecond)
	return d.now
}

func (d *desk) at(t time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.now = t
}

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

func newDesk(t testing.TB, more ...ledger.Part) *desk {
	t.Helper()
	d := &desk{t: t, dir: t.TempDir(), now: noon}
	d.parts = append([]ledger.Part{search.Part(), unit.Part(), identity.Part(), audit.Part(), report.Part(), queue.Part()}, more...)
	var err error
	d.l = ledgertest.Open(t, d.options())
	if d.rules, err = policy.New(network{}, false); err != nil {
		t.Fatal(err)
	}
	d.reports = report.New(d.l, bytes.Repeat([]byte{3}, 32))
	return d
}

func (d *desk) options() ledger.Options {
	return ledgertest.Options(d.dir, d.clock, d.parts...)
}

// told is a report of a test.
type told struct {
	name      string
	kind      string
	at        time.Time // received
	when      time.Time
	place     string
	point     *report.Point
	title     string
	details   string
	dead      int
	source    string
	channel   report.Channel
	tlp       record.TLP
	event     string // what it tells of, as whoever made the set knows
	rephrased bool
}

func (r told) body() report.Body {
	b := report.Body{
		Form: "f", Version: "1", Language: "fr", Channel: r.channel, XML: "<data>" + r.name + "</data>", Kind: r.kind, Title: r.title, Excerpt: r.details,
		Text: r.title + "\n" + r.details, Urgency: report.Soon, Point: r.point, Dead: r.dead,
	}
	if b.Channel == "" {
		b.Channel = report.App
	}
	if !r.when.IsZero() {
		b.When = &r.when
	}
	if r.place != "" {
		b.Place = &report.PlaceRef{List: "L", Code: r.place}
	}
	if r.source != "" {
		b.Source = record.IDOf(r.source)
	}
	return b
}

func (d *desk) take(r told) record.ID {
	d.t.Helper()
	if err := d.accept(d.t.Context(), r); err != nil {
		d.t.Fatal(err)
	}
	return record.IDOf(r.name)
}

func (d *desk) accept(ctx context.Context, r told) error {
	if !r.at.IsZero() {
		d.at(r.at)
	}
	_, err := d.reports.Accept(ctx, report.Incoming{ID: record.IDOf(r.name), Unit: headquarters, TLP: r.tlp, Author: record.IDOf("source"), Body: r.body()})
	return err
}

// find asks for a report by its name, as the chief.
func (d *desk) find(name string) (found Found, names map[Thing]string) {
	d.t.Helper()
	filter, err := d.rules.Filter(d.t.Context(), chief(), "report.list")
	if err != nil {
		d.t.Fatal(err)
	}
	rep, err := d.reports.Get(d.t.Context(), record.IDOf(name))
	if err != nil {
		d.t.Fatal(err)
	}
	names = map[Thing]string{}
	if err := d.l.View(d.t.Context(), func(tx *store.Tx) error {
		var n, at int64
		if err := tx.Row("SELECT n, at FROM queue JOIN reports USING (n) WHERE id = ?", record.IDOf(name)).Scan(&n, &at); err != nil {
			return err
		}
		found, err = Find(tx, Thing(n), OfReport(&rep.Body, time.UnixMilli(at)), Sight{Reports: filter})
		if err != nil {
			return err
		}
		for _, m := range found.Matches {
			var title string
			if err := tx.Row("SELECT title FROM reports WHERE n = ?", int64(m.Thing)).Scan(&title); err != nil {
				return err
			}
			names[m.Thing] = title
		}
		return nil
	}); err != nil {
		d.t.Fatal(err)
	}
	return found, names
}

// demoReports are those of the demo that tell of something, with the event that
// each is of.
func demoReports(t testing.TB) (all []told) {
	t.Helper()
	reports, err := demo.Reports()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range reports {
		a := r.Answers
		x := told{
			name: r.ID, kind: a["kind"], title: a["summary"], details: a["details"], event: r.ID, channel: report.Channel(r.Channel),
			at: noon.Add(-time.Duration(r.Sent) * time.Minute), when: noon.Add(-time.Duration(r.Happened) * time.Minute),
		}
		if r.SameAs != "" {
			x.event = r.SameAs
		}
		if p := a["where_place"]; strings.HasPrefix(p, "MR") {
			x.place = p
		} else if p != "" {
			x.details += "\n" + p
		}
		if w := a["where_detail"]; w != "" {
			x.details += "\n" + w
		}
		if f := strings.Fields(a["gps"]); len(f) > 1 {
			lat, _ := strconv.ParseFloat(f[0], 64)
			lon, _ := strconv.ParseFloat(f[1], 64)
			x.point = &report.Point{Lat: lat, Lon: lon}
		}
		x.dead, _ = strconv.Atoi(a["people_dead"])
		all = append(all, x)
	}
	return all
}

package trend

import (
	"encoding/csv"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"wasl/demo"
	"wasl/internal/base/record"
	"wasl/internal/network/place"
)

// This file tries the rules on real events: how many alarms they give on weeks in
// which nothing happens, how many of the outbreaks put into real weeks they find,
// and how soon. `make trends` has it judge every week and prints the tables of
// docs/trends.md; the ordinary test takes a part of that and holds it to bounds.

// budget is how much is tried.
type budget struct {
	stride    int // of the weeks, each so many is judged
	outbreaks int // put into each series, of each size
	scans     int // for hot spots
}

func evaluation() budget {
	if os.Getenv("WASL_TRENDS") != "" {
		return budget{stride: 1, outbreaks: 20, scans: 200}
	}
	return budget{stride: 10, outbreaks: 2, scans: 20}
}

// demoEvents are the real events of the demo.
func demoEvents(t testing.TB) []Event {
	t.Helper()
	all, err := demo.Events()
	if err != nil {
		t.Fatal(err)
	}
	events := make([]Event, len(all))
	for i, e := range all {
		events[i] = Event{
			ID: record.IDOf(e.ID), At: e.Date, Kind: e.Kind, Places: []place.Ref{{List: place.Countries, Code: e.Country}},
			Located: e.Located, Lat: e.Lat, Lon: e.Lon,
		}
	}
	return events
}

// sharedEvents is where the sources of the demo's events lie whole, beside the
// repository; CI has none.
const sharedEvents = "../../../../shared/data/events"

// migrantEvents are all incidents of the IOM Missing Migrants Project's file.
func migrantEvents(t testing.TB) []Event {
	t.Helper()
	f, err := os.Open(filepath.Join(sharedEvents, "iom_missing_migrants_2014_2026_sahel_routes.csv"))
	if err != nil || os.Getenv("CI") != "" {
		t.Skip("the real events are not here")
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	var events []Event
	for _, r := range rows[1:] {
		at, err := time.Parse(time.DateOnly, r[column["incident_date_clean"]])
		if err != nil {
			continue // a month, a year
		}
		e := Event{
			ID: record.IDOf(r[column["Main ID"]]), At: at, Kind: r[column["Cause of death (category)"]],
			Places: []place.Ref{{List: "route", Code: r[column["Route"]]}, {List: "country", Code: r[column["Country of Incident"]]}},
		}
		lat, err1 := strconv.ParseFloat(r[column["Latitude"]], 64)
		lon, err2 := strconv.ParseFloat(r[column["Longitude"]], 64)
		e.Located, e.Lat, e.Lon = err1 == nil && err2 == nil, lat, lon
		events = append(events, e)
	}
	return events
}

// A trial is one set of series to try rules on, of which the first weeks are
// history and the rest is judged.
type trial struct {
	series []Series
	first  int // week that is judged first
}

// trialOf counts events by week, and takes the series with enough events for a
// weekly count to make sense.
func trialOf(t testing.TB, events []Event, from, judged, until time.Time, least int) trial {
	t.Helper()
	c, err := Counting{From: from, Now: until, AllKinds: true, AllPlaces: true}.Count(events)
	if err != nil {
		t.Fatal(err)
	}
	out := trial{first: Week.between(from, judged)}
	for _, s := range c.Series {
		s.Counts, s.Partial = s.Counts[:s.Whole()], false
		n := 0
		for _, k := range s.Counts {
			n += k
		}
		if n >= least {
			out.series = append(out.series, s)
		}
	}
	return out
}

// An outcome is how a rule did.
type outcome struct {
	tests    int         // weeks judged, of all series
	alarms   int         // on the weeks as they were
	quiet    int         // on weeks in which nothing happens
	expected float64     // of those, by the rule's own model
	tried    int         // outbreaks of each size
	found    map[int]int // of them, by size
	weeks    map[int]int // until found, summed up
}

// perYear is how many of n come in a year of one series.
func (o outcome) perYear(n float64) float64 { return n / float64(o.tests) * Week.perYear() }

// sizes are how many events an outbreak has, in four weeks; shape is how they come.
var (
	sizes = []int{4, 8, 16, 32}
	shape = []float64{0.125, 0.375, 0.375, 0.125}
)

// with puts an outbreak of so many events into s from a week on.
func with(s Series, week, size int) Series {
	out := s
	out.Counts = append([]int(nil), s.Counts...)
	left := size
	for k, share := range shape {
		n := min(left, int(math.Ceil(share*float64(size))))
		out.Counts[week+k] += n
		left -= n
	}
	return out
}

// quietLike draws a series like s in which nothing happens: with the mean of the
// year around each week, and the spread around that.
func quietLike(s Series, rnd *rand.Rand) Series {
	const half = 26
	mean := make([]float64, len(s.Counts))
	square, total := 0.0, 0.0
	for i := range mean {
		from, to := max(0, i-half), min(len(mean), i+half+1)
		mean[i] = max(like(s.Counts[from:to]).mean, leastMean(to-from))
		d := float64(s.Counts[i]) - mean[i]
		square += d * d
		total += mean[i]
	}
	phi := max(1, square/total)
	out := s
	out.Counts = make([]int, len(mean))
	for i, m := range mean {
		out.Counts[i] = countsOf(m, phi, rnd)
	}
	return out
}

// try judges weeks of all series by r, and outbreaks put into some of them.
func (tr trial) try(r Rule, b budget, rnd *rand.Rand) outcome {
	o := outcome{found: map[int]int{}, weeks: map[int]int{}}
	for _, s := range tr.series {
		quiet := quietLike(s, rnd)
		for i := tr.first; i < len(s.Counts); i += b.stride {
			o.tests++
			if r.Judge(s, i).Alarm() {
				o.alarms++
			}
			v := r.Judge(quiet, i)
			o.expected += v.False
			if v.Alarm() {
				o.quiet++
			}
		}
		for range b.outbreaks {
			week := tr.first + rnd.IntN(len(s.Counts)-tr.first-len(shape))
			o.tried++
			for _, size := range sizes {
				if k := foundAfter(r, s, week, size); k > 0 {
					o.found[size]++
					o.weeks[size] += k
				}
			}
		}
	}
	return o
}

// share is how many of the outbreaks of a size were found.
func (o outcome) share(size int) float64 { return float64(o.found[size]) / float64(o.tried) }

// delay is the mean number of the week in which those of a size were found.
func (o outcome) delay(size int) float64 {
	return float64(o.weeks[size]) / float64(max(1, o.found[size]))
}

// foundAfter is in which of its weeks an outbreak gives an alarm that would not
// have been without it; 0 if in none.
func foundAfter(r Rule, s Series, week, size int) int {
	struck := with(s, week, size)
	for k := range shape {
		if r.Judge(struck, week+k).Alarm() && !r.Judge(s, week+k).Alarm() {
			return k + 1
		}
	}
	return 0
}

// A candidate is a rule with what the tables call it.
type candidate struct {
	name string
	rule Rule
}

// candidates are the rules compared: those of R's surveillance in the long run alone.
func candidates() []candidate {
	muan, delta := NewFlexible(), NewFlexible()
	muan.Threshold, delta.Threshold = Muan, Delta
	out := []candidate{
		{"EARS C1", NewEARS(C1)},
		{"EARS C2", NewEARS(C2)},
		{"EARS C3", NewEARS(C3)},
		{"Farrington, NB plug-in", NewFlexible()},
		{"Farrington, Muan", muan},
		{"Farrington, delta", delta},
	}
	if evaluation().stride == 1 {
		muan.AsR, delta.AsR = true, true
		out = append(out, candidate{"Farrington, Muan, as R", muan}, candidate{"Farrington, delta, as R", delta})
	}
	return out
}

// report tries all rules, and logs a table.
func (tr trial) report(t *testing.T, seed uint64) map[string]outcome {
	b := evaluation()
	out := map[string]outcome{}
	var text strings.Builder
	fmt.Fprintf(&text, "\n%d series, %d weeks, %d outbreaks of each size\n\n", len(tr.series), len(tr.series[0].Counts)-tr.first, b.outbreaks*len(tr.series))
	fmt.Fprintln(&text, "| rule | false alarms a year | it expects | alarms a year as it was | found: 4 events | 8 | 16 | 32 | in week (16) |")
	fmt.Fprintln(&text, "|---|---|---|---|---|---|---|---|---|")
	for _, c := range candidates() {
		o := tr.try(c.rule, b, rand.New(rand.NewPCG(seed, 1)))
		out[c.name] = o
		fmt.Fprintf(&text, "| %s | %.2f | %.2f | %.2f |", c.name, o.perYear(float64(o.quiet)), o.perYear(o.expected), o.perYear(float64(o.alarms)))
		for _, size := range sizes {
			fmt.Fprintf(&text, " %.0f%% |", 100*o.share(size))
		}
		fmt.Fprintf(&text, " %.1f |\n", o.delay(16))
	}
	t.Log(text.String())
	return out
}

func TestEvaluationOnTheDemosEvents(t *testing.T) {
	tr := trialOf(t, demoEvents(t), day("2015-01-05"), day("2021-01-04"), day("2025-12-29"), 60)
	if len(tr.series) < 20 {
		t.Fatalf("only %d series have enough events", len(tr.series))
	}
	for name, o := range tr.report(t, 2026) {
		for i, size := range sizes[1:] {
			if o.share(size) < o.share(sizes[i]) {
				t.Errorf("%s finds %.2f of outbreaks of %d events, and %.2f of %d", name, o.share(size), size, o.share(sizes[i]), sizes[i])
			}
		}
		if !strings.HasSuffix(name, "as R") && (o.share(32) < 0.85 || o.delay(16) > 2.6) {
			t.Errorf("%s finds %.2f of outbreaks of 32 events, and those of 16 in week %.1f", name, o.share(32), o.delay(16))
		}
		// No rule may cry wolf more than a desk bears, or far more than it says.
		most := 0.6
		if strings.HasPrefix(name, "EARS") {
			most = 3
		}
		if quiet := o.perYear(float64(o.quiet)); quiet > most || float64(o.quiet) > 3*o.expected+6 || o.expected > 3*float64(o.quiet)+6 {
			t.Errorf("%s gives %.2f false alarms a year of a series, and expects %.2f", name, quiet, o.perYear(o.expected))
		}
	}
}

func TestEvaluationOnAllMigrantEvents(t *testing.T) {
	tr := trialOf(t, migrantEvents(t), day("2014-12-29"), day("2021-01-04"), day("2025-12-29"), 60)
	out := tr.report(t, 2026)
	if o := out["Farrington, NB plug-in"]; o.share(32) < 0.85 || o.perYear(float64(o.quiet)) > 0.8 {
		t.Errorf("%+v", o)
	}
}

// Hot spots put into a fortnight of real events are found, and shuffled events
// give as many false ones as p says.
func TestEvaluationOfHotSpots(t *testing.T) {
	events := demoEvents(t)
	s := NewScan()
	s.Shuffles = 199
	var text strings.Builder
	fmt.Fprintln(&text, "\n| events put within 25 km in 14 days | 0, times shuffled | 0, as it was | 4 | 6 | 8 | 12 |")
	fmt.Fprintf(&text, "|---|---|---|---|---|---|---|\n| looks that find a hot spot |")
	found := map[string]float64{}
	for _, kind := range []string{"shuffled", "0", "4", "6", "8", "12"} {
		rnd := rand.New(rand.NewPCG(2026, 2))
		b := evaluation()
		for range b.scans {
			now := day("2016-01-01").AddDate(0, 0, rnd.IntN(9*365))
			in, planted := spotTrial(events, kind, now, rnd)
			got, err := s.Find(t.Context(), in, now.AddDate(-1, 0, 0), now, rnd)
			if err != nil {
				t.Fatal(err)
			}
			for _, spot := range got.Spots {
				if 2*hit(spot, planted) >= len(planted) {
					found[kind] += 1 / float64(b.scans)
					break
				}
			}
		}
		fmt.Fprintf(&text, " %.0f%% |", 100*found[kind])
	}
	t.Log(text.String())
	if found["shuffled"] > 0.17 || found["12"] < 0.85 || found["8"] < found["4"] {
		t.Errorf("of looks, %v find a hot spot", found)
	}
}

// spotTrial gives the events of a year until now, with a hot spot of so many put
// near one of them; or with all times shuffled.
func spotTrial(all []Event, kind string, now time.Time, rnd *rand.Rand) (in []Event, planted map[record.ID]bool) {
	for _, e := range all {
		if e.Located && e.At.After(now.AddDate(-1, 0, 0)) && !e.At.After(now) {
			in = append(in, e)
		}
	}
	if kind == "shuffled" {
		rnd.Shuffle(len(in), func(a, b int) { in[a].At, in[b].At = in[b].At, in[a].At })
		return in, nil
	}
	n, _ := strconv.Atoi(kind)
	planted = map[record.ID]bool{}
	near := in[rnd.IntN(len(in))]
	for i := range n {
		e := located(fmt.Sprint("planted ", i), now.AddDate(0, 0, -rnd.IntN(14)), near.Lat+0.3*(rnd.Float64()-0.5), near.Lon+0.3*(rnd.Float64()-0.5))
		planted[e.ID] = true
		in = append(in, e)
	}
	return in, planted
}

func hit(s Spot, planted map[record.ID]bool) (n int) {
	for _, id := range s.Events {
		if planted[id] {
			n++
		}
	}
	return n
}

package corroborate

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/keep/store"
)

var update = flag.Bool("update", false, "write the figures into docs/corroboration.md")

const (
	document = "../../../docs/corroboration.md"
	opening  = "<!-- figures: go test ./internal/triage/corroborate -run Measure -update -->\n"
	closing  = "<!-- end of figures -->\n"
)

// ranked is what a way of looking gives for one report: names, the likeliest
// first, and how many of them it would show.
type ranked struct {
	names []string
	shown int
}

// figures count over all reports that have a partner.
type figures struct {
	asked, wanted, hit, first int
	shown, right              int
	other, otherHit           int // partners in another language
	elsewhere, elsewhereHit   int // copies passed on from elsewhere
	falsely, quiet            int // reports that have no partner, and are shown one
}

const top = 5

// TestMeasure finds out how many of the reports that tell of the same are among
// the first five, and writes the table of docs/corroboration.md. The weights were
// set on seeds 1 to 3; the seeds here were not looked at.
func TestMeasure(t *testing.T) {
	seeds, events := []uint64{101}, 40
	if *update {
		seeds, events = []uint64{101, 102, 103}, 80
	}
	var b strings.Builder
	fmt.Fprintln(&b, "| reports | way | partners in the first 5 | first is right | in another language | passed on from elsewhere | shown and right | shown to a report that has none |")
	fmt.Fprintln(&b, "|---|---|---|---|---|---|---|---|")
	var wasl figures
	line := func(what string, sets [][]told) {
		for _, way := range ways {
			var f figures
			for _, all := range sets {
				f.add(all, way.look(t, all))
			}
			fmt.Fprintf(&b, "| %s | %s | %s |\n", what, way.name, f)
			if way.name == "wasl" {
				wasl = f
			}
			what = ""
		}
	}
	var made [][]told
	for _, s := range seeds {
		made = append(made, set(s, events))
	}
	line(fmt.Sprintf("made up, %d", total(made)), made)
	if share(wasl.hit, wasl.wanted) < 0.7 || share(wasl.right, wasl.shown) < 0.65 {
		t.Errorf("of those made up: %s", wasl)
	}
	written := [][]told{demoReports(t)}
	line(fmt.Sprintf("of the demo, %d", total(written)), written)
	if share(wasl.hit, wasl.wanted) < 0.95 || share(wasl.right, wasl.shown) < 0.85 {
		t.Errorf("of the demo: %s", wasl)
	}
	t.Log("\n" + b.String())
	if *update {
		writeFigures(t, b.String())
	}
}

func total(sets [][]told) (n int) {
	for _, s := range sets {
		n += len(s)
	}
	return n
}

var ways = []struct {
	name string
	look func(t *testing.T, all []told) map[string]ranked
}{
	{"wasl", lookProposals},
	{"nearest in time at the same place", lookNearest},
	{"most words in common", lookWords},
}

// lookProposals asks for the proposals of every report, all of them being there.
func lookProposals(t *testing.T, all []told) map[string]ranked {
	d := newDesk(t, Part())
	inOrder := slices.Clone(all)
	slices.SortFunc(inOrder, func(a, b told) int { return cmp.Compare(a.at.UnixMilli(), b.at.UnixMilli()) })
	names := map[Thing]string{}
	for _, r := range inOrder {
		d.take(r)
		if err := d.l.View(t.Context(), func(tx *store.Tx) error {
			var n int64
			err := tx.Row("SELECT n FROM reports WHERE id = ?", record.IDOf(r.name)).Scan(&n)
			names[Thing(n)] = r.name
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	out := map[string]ranked{}
	for _, r := range all {
		found, _ := d.find(r.name)
		x := ranked{}
		for _, m := range found.Matches {
			x.names = append(x.names, names[m.Thing])
			if m.Score >= Shown && x.shown < top {
				x.shown++
			}
		}
		out[r.name] = x
	}
	return out
}

// lookNearest is what a desk does that sorts its list by place and time.
func lookNearest(_ *testing.T, all []told) map[string]ranked {
	return sortedBy(all, func(a, b told) (float64, bool) {
		if a.place == "" || a.place != b.place {
			return 0, false
		}
		gap := a.at.Sub(b.at).Abs()
		return -gap.Hours(), gap < 24*time.Hour
	})
}

// lookWords is what a search engine does.
func lookWords(_ *testing.T, all []told) map[string]ranked {
	gists := map[string]map[string]bool{}
	for _, r := range all {
		gists[r.name] = map[string]bool{}
		for _, s := range gistOf(r.title + "\n" + r.details).stems {
			gists[r.name][s] = true
		}
	}
	return sortedBy(all, func(a, b told) (float64, bool) {
		both := 0
		for s := range gists[a.name] {
			if gists[b.name][s] {
				both++
			}
		}
		j := float64(both) / float64(len(gists[a.name])+len(gists[b.name])-both+1)
		return j, j > 0.3
	})
}

// sortedBy ranks all others of each report by a score; a pair that scores nothing
// and is not to be shown comes last.
func sortedBy(all []told, score func(a, b told) (float64, bool)) map[string]ranked {
	out := map[string]ranked{}
	for _, a := range all {
		type scored struct {
			name  string
			value float64
			show  bool
		}
		var others []scored
		for _, b := range all {
			if b.name == a.name {
				continue
			}
			if v, show := score(a, b); v != 0 || show {
				others = append(others, scored{b.name, v, show})
			}
		}
		slices.SortFunc(others, func(x, y scored) int { return cmp.Or(cmp.Compare(y.value, x.value), cmp.Compare(x.name, y.name)) })
		x := ranked{}
		for i, o := range others {
			x.names = append(x.names, o.name)
			if o.show && i < top {
				x.shown++
			}
		}
		out[a.name] = x
	}
	return out
}

func (f *figures) add(all []told, got map[string]ranked) {
	by := map[string]told{}
	for _, r := range all {
		by[r.name] = r
	}
	for _, r := range all {
		x := got[r.name]
		var partners []told
		for _, o := range all {
			if o.event == r.event && o.name != r.name {
				partners = append(partners, o)
			}
		}
		for _, n := range x.names[:x.shown] {
			if f.shown++; by[n].event == r.event {
				f.right++
			}
		}
		if len(partners) == 0 {
			if f.quiet++; x.shown > 0 {
				f.falsely++
			}
			continue
		}
		f.asked++
		f.wanted += min(len(partners), top)
		if len(x.names) > 0 && by[x.names[0]].event == r.event {
			f.first++
		}
		firsts := x.names[:min(top, len(x.names))]
		for _, n := range firsts {
			if by[n].event == r.event {
				f.hit++
			}
		}
		for _, p := range partners {
			found := slices.Contains(firsts, p.name)
			if languageOf(p) != languageOf(r) {
				if f.other++; found {
					f.otherHit++
				}
			}
			if strings.Contains(p.name, "copy") {
				if f.elsewhere++; found {
					f.elsewhereHit++
				}
			}
		}
	}
}

func languageOf(r told) string {
	for _, c := range r.title {
		if c >= 'ء' && c <= 'ي' {
			return "ar"
		}
	}
	for _, w := range []string{" the ", " near ", " people ", " was ", " in "} {
		if strings.Contains(" "+r.title+" ", w) {
			return "en"
		}
	}
	return "fr"
}

func share(a, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(a) / float64(of)
}

func (f figures) String() string {
	percent := func(a, of int) string {
		if of == 0 {
			return "–"
		}
		return fmt.Sprintf("%.0f %%", 100*share(a, of))
	}
	return strings.Join([]string{
		fmt.Sprintf("%s (%d of %d)", percent(f.hit, f.wanted), f.hit, f.wanted), percent(f.first, f.asked), percent(f.otherHit, f.other),
		percent(f.elsewhereHit, f.elsewhere), fmt.Sprintf("%s (%d of %d)", percent(f.right, f.shown), f.right, f.shown), percent(f.falsely, f.quiet),
	}, " | ")
}

func writeFigures(t *testing.T, figures string) {
	t.Helper()
	old, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(old), opening)
	_, after, ok2 := strings.Cut(rest, closing)
	if !ok || !ok2 {
		t.Fatalf("%s has no place for the figures", document)
	}
	if err := os.WriteFile(document, []byte(before+opening+"\n"+figures+"\n"+closing+after), 0o644); err != nil {
		t.Fatal(err)
	}
}

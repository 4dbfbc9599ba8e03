package node

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/triage/alert"
	incidents "wasl/internal/triage/incident"
)

// heads are the incidents as they stand in the morning, those taken in left out.
func (n *night) heads() (all []*incidents.View) {
	n.t.Helper()
	cursor := ""
	for {
		page, err := n.Incidents.List(n.t.Context(), n.capital.Actor, incidents.Query{Sort: incidents.Latest, Limit: incidents.MaxPage, Cursor: cursor})
		n.ok(err)
		for _, in := range page.Items {
			if !in.Into.Zero() {
				continue
			}
			v, err := n.Incidents.Look(n.t.Context(), n.capital.Actor, in.ID, time.Time{})
			n.ok(err)
			all = append(all, v)
		}
		if cursor = page.Next; cursor == "" {
			return all
		}
	}
}

// A night of the network: the warning of a massacre climbs from a desk that is
// asleep to the capital, every report is answered, no rumour counts twice.
func TestNight(t *testing.T) {
	t.Parallel()
	n := newNight(t)
	n.play()
	if len(n.received) != 500 || len(n.things) != 40 || len(n.desks) != 12 {
		t.Errorf("%d reports of %d things at %d desks", len(n.received), len(n.things), len(n.desks))
	}
	heads := n.heads()
	n.answeredAll()
	n.warned()
	n.counted(heads)
	t.Log("\n" + n.table(heads))
}

func (n *night) answeredAll() {
	n.t.Helper()
	for id, th := range n.thingOf {
		messages, err := n.Queue.Messages(n.t.Context(), id)
		n.ok(err)
		if len(messages) == 0 {
			n.t.Errorf("a report of %s at %s is not answered", th.kind, th.at.Format("15:04"))
		}
	}
}

// warning is the first report of the warning, and the alert that it raised.
func (n *night) warning() (record.ID, alert.Alert) {
	n.t.Helper()
	for _, th := range n.things {
		if th.truth != "warning" {
			continue
		}
		all, err := n.Alerts.BehindReport(n.t.Context(), n.capital.Actor, th.told[0])
		n.ok(err)
		if len(all) > 0 {
			return th.told[0], all[0]
		}
	}
	n.t.Fatal("the warning raised no alert")
	return record.ID{}, alert.Alert{}
}

// warned looks at the alert that the warning raised: it came to the capital in the
// times of its levels, and somebody there took it on.
func (n *night) warned() {
	n.t.Helper()
	_, a := n.warning()
	if a.Levels[a.Level].Unit != n.capital.Unit || a.Owner != n.capital.ID {
		n.t.Errorf("the warning is at level %d, in hand of %s", a.Level, a.Owner)
	}
	var allowed time.Duration
	for _, l := range a.Levels[:a.Level+1] {
		allowed += time.Duration(l.Minutes) * time.Minute
	}
	if took := a.Acked.Sub(a.Raised); a.Acked.IsZero() || took > allowed {
		n.t.Errorf("the warning was acknowledged after %v", took)
	}
}

// counted holds the incidents against what happened.
func (n *night) counted(heads []*incidents.View) {
	n.t.Helper()
	if wrong := n.strays(heads); wrong > len(n.received)/20 {
		n.t.Errorf("%d reports are in an incident of something else", wrong)
	}
	for th, got := range n.sources(heads) {
		if th.truth == "rumour" && got > 1 {
			n.t.Errorf("the rumour of %s counts as %d sources", th.at.Format("15:04"), got)
		}
		if th.truth == "true" && got < 2 {
			n.t.Errorf("what happened at %s has %d independent sources", th.at.Format("15:04"), got)
		}
	}
}

// sources is how many independent sources each thing has, over all its incidents.
func (n *night) sources(heads []*incidents.View) map[*thing]int {
	all := map[*thing]int{}
	for _, v := range heads {
		all[n.about(v)] += v.Sources.Independent
	}
	return all
}

// strays are the reports in an incident that is of something else.
func (n *night) strays(heads []*incidents.View) (wrong int) {
	for _, v := range heads {
		about := n.about(v)
		for _, r := range v.Reports {
			if n.thingOf[r.Report] != about {
				wrong++
			}
		}
	}
	return wrong
}

// about is the thing that most of an incident's reports tell of.
func (n *night) about(v *incidents.View) *thing {
	count := map[*thing]int{}
	for _, r := range v.Reports {
		count[n.thingOf[r.Report]]++
	}
	return slices.MaxFunc(n.things, func(a, b *thing) int { return cmp.Compare(count[a], count[b]) })
}

// table tells how the night went.
func (n *night) table(heads []*incidents.View) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d reports of %d things at %d desks; %d incidents in the morning, what desks said apart was put together %d times, %d reports in the wrong one\n\n",
		len(n.received), len(n.things), len(n.desks), len(heads), n.merged, n.strays(heads))
	fmt.Fprintf(&b, "%-8s  %8s  %8s  minutes: half of them within, nine of ten within\n", "", "begun", "answered")
	for _, urgency := range []string{"now", "soon", "routine"} {
		fmt.Fprintf(&b, "%-8s  %8s  %8s\n", urgency, n.took(urgency, n.taken), n.took(urgency, n.answered))
	}
	fmt.Fprintf(&b, "\n%-8s  %8s  %8s  independent sources of each, fewest to most\n", "", "things", "reports")
	sources := n.sources(heads)
	for _, truth := range []string{"true", "warning", "false", "rumour"} {
		reports, counts := 0, []int{}
		for _, th := range n.things {
			if th.truth == truth {
				reports, counts = reports+th.reports, append(counts, sources[th])
			}
		}
		fmt.Fprintf(&b, "%-8s  %8d  %8d  %d to %d\n", truth, len(counts), reports, slices.Min(counts), slices.Max(counts))
	}
	told, a := n.warning()
	fmt.Fprintf(&b, "\nthe warning: reported %s, alert %s, acknowledged in the capital %s\n", n.received[told].Format("15:04"), a.Raised.Format("15:04"), a.Acked.Format("15:04"))
	return b.String()
}

// took is within how many minutes half and nine tenths of the reports of an urgency
// came to a step.
func (n *night) took(urgency string, step map[record.ID]time.Time) string {
	var all []float64
	for id, at := range step {
		if n.thingOf[id].urgency == urgency {
			all = append(all, at.Sub(n.received[id]).Minutes())
		}
	}
	slices.Sort(all)
	return fmt.Sprintf("%.0f / %.0f", all[len(all)/2], all[len(all)*9/10])
}

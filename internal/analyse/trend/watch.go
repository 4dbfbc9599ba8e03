package trend

import (
	"cmp"
	"context"
	"slices"
	"time"

	"wasl/internal/base/record"
)

// A Watch is what a desk has running over its series.
type Watch struct {
	Rules []Rule
	// FDR, where above 0, chooses the alarms of each rule over all series together,
	// so that at most this share of them is expected to be false (Benjamini and
	// Hochberg 1995), in place of the rule's own threshold for each.
	FDR float64
}

// An Alarm is a verdict that a person should look at.
type Alarm struct {
	Key
	Verdict
	Rule   string
	Step   Step
	At     time.Time   // when the bucket begins
	Events []record.ID // behind it, the earliest first
}

// A Tally says how often a rule was asked, and how far its alarms can be trusted.
type Tally struct {
	Rule     string
	Series   int           // that were looked at
	Judged   int           // of them, whole buckets held against a threshold
	Unjudged map[State]int // of them, why not
	Alarms   int           // for whole buckets
	False    float64       // alarms expected now though nothing changed, by the model of each series
	PerYear  float64       // the same for a year of such looks
}

// Findings are the outcome of a look.
type Findings struct {
	Alarms  []Alarm // the least likely by chance first
	Tallies []Tally // of each rule, in their order
}

// Check faults with Invalid where a setting makes no sense.
func (w Watch) Check() error {
	const op = "trend.Watch.Check"
	if !(w.FDR >= 0 && w.FDR < 1) {
		return invalid(op, "trend.watch.fdr", "the share of false alarms is not from 0 to below 1", "choose 0.1, or 0 to let each series have its own threshold")
	}
	for _, r := range w.Rules {
		if err := r.Check(); err != nil {
			return err
		}
	}
	return nil
}

// Look judges the last whole bucket of every series by every rule, and the one
// that is still running: this gives an alarm only if what was reported so far is
// above what all of it may bring. It faults with Invalid where a rule or a series
// makes no sense, and with what ctx says when that ends.
func (w Watch) Look(ctx context.Context, series []Series) (Findings, error) {
	var out Findings
	if err := w.Check(); err != nil {
		return out, err
	}
	for _, s := range series {
		if err := s.Check(); err != nil {
			return out, err
		}
	}
	for _, r := range w.Rules {
		whole, running, err := looks(ctx, r, series)
		if err != nil {
			return out, err
		}
		t := tally(r, whole, series)
		alarms := w.choose(whole)
		t.Alarms = len(alarms)
		alarms = append(alarms, w.choose(running)...)
		for i := range alarms {
			alarms[i].Reasons = append(w.summary(alarms[i]), alarms[i].Reasons...)
			alarms[i].Reasons = append(alarms[i].Reasons, w.trust(t))
		}
		out.Alarms = append(out.Alarms, alarms...)
		out.Tallies = append(out.Tallies, t)
	}
	slices.SortFunc(out.Alarms, func(a, b Alarm) int {
		return cmp.Or(cmp.Compare(a.P, b.P), a.Compare(b.Key), cmp.Compare(a.Rule, b.Rule), a.At.Compare(b.At))
	})
	return out, nil
}

// looks judges the last whole bucket of each series, and the running one.
func looks(ctx context.Context, r Rule, series []Series) (whole, running []Alarm, err error) {
	for _, s := range series {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		if i := s.Whole() - 1; i >= 0 {
			whole = append(whole, look(r, s, i))
		}
		if i := s.Whole(); s.Partial {
			running = append(running, look(r, s, i))
		}
	}
	return whole, running, nil
}

func look(r Rule, s Series, i int) Alarm {
	v := r.Judge(s, i)
	return Alarm{Key: s.Key, Verdict: v, Rule: r.Name(), Step: s.Step, At: s.At(i), Events: s.behind(i, v.Span)}
}

// choose gives those of the looks that are alarms.
func (w Watch) choose(looks []Alarm) []Alarm {
	var out []Alarm
	if w.FDR == 0 {
		for _, a := range looks {
			if a.Alarm() {
				out = append(out, a)
			}
		}
		return out
	}
	var p []float64
	var judged []Alarm
	for _, a := range looks {
		if a.State == Judged {
			p, judged = append(p, a.P), append(judged, a)
		}
	}
	for i, chosen := range Discoveries(p, w.FDR) {
		if a := judged[i]; chosen && float64(a.Observed) > a.Expected {
			out = append(out, a)
		}
	}
	return out
}

// tally sums up what a rule did over series.
func tally(r Rule, whole []Alarm, series []Series) Tally {
	t := Tally{Rule: r.Name(), Series: len(series), Unjudged: map[State]int{}}
	for _, a := range whole {
		t.False += a.False
		t.PerYear += a.False * a.Step.perYear()
		if a.State == Judged {
			t.Judged++
		} else {
			t.Unjudged[a.State]++
		}
	}
	t.Unjudged[TooShort] += len(series) - len(whole)
	return t
}

// summary says what is unusual about an alarm.
func (w Watch) summary(a Alarm) []Reason {
	out := []Reason{reason("trend.reason.counts", a.Observed, a.Expected)}
	if w.FDR == 0 {
		out = append(out, reason("trend.reason.above", a.Upper))
	}
	if a.Partial {
		out = append(out, reason("trend.reason.running", a.Observed))
	}
	return append(out, reason("trend.reason.range", int(a.Range.Low95), int(a.Range.High95)), chance(a.P))
}

// trust says how many alarms like this one are false.
func (w Watch) trust(t Tally) Reason {
	if w.FDR > 0 {
		return reason("trend.reason.discovery", 100*w.FDR)
	}
	return reason("trend.reason.tests", t.Judged, t.False)
}

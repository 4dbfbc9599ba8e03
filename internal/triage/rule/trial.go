package rule

import (
	"context"
	"slices"
	"strconv"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/triage/queue"
)

// Trial is what a rule would have done with the reports of past days, as far as
// somebody may see them, beside what people did with them.
type Trial struct {
	Days     int
	Seen     int // reports that came to the rule's desks
	Matched  int
	Reached  int  // of those, the ones that no earlier rule would have stopped
	Partial  bool // there are more than were looked at: the newest were
	PerDay   []TrialDay
	Sent     *Fates // where the rule sends
	Urged    *Fates // where it proposes an urgency
	Examples []Example
}

// TrialDay is a day of UTC.
type TrialDay struct {
	Date          time.Time
	Seen, Matched int
}

// Fates is what people did with the reports that a rule meets: the same as the
// rule would have done, something else, or nothing yet. Of an urgency, Less tells
// how many of the others people found less pressing than the rule; of sending on,
// Own how many the rule sent itself, as it runs already: they say nothing of it.
type Fates struct{ Same, Other, Less, Open, Own int }

// Example is a report that the rule meets.
type Example struct {
	Report record.ID
	Same   bool // people did the same
	Why    []string
}

// Bounds of a trial.
const (
	maxDays     = 90
	maxLooked   = 20_000 // reports: some five seconds
	maxExamples = 10     // of those where people did the same, and of the others
	readAtOnce  = 500    // bodies: others read in between
)

// Try runs a rule as it was written last over the reports of some past days, and
// keeps that it was tried and what came out of it.
func (s *Service) Try(ctx context.Context, a policy.Actor, id record.ID, days int) (t Trial, err error) {
	if days < 1 || days > maxDays {
		return t, invalid("rule.trial.days", "a trial is of 1 to {0} days", "choose 30 or 90", strconv.Itoa(maxDays))
	}
	h, all, err := s.tryable(ctx, a, id)
	if err != nil {
		return t, err
	}
	r := newTrial(s.net, all, h, days, s.clock())
	past, more, err := s.queue.Past(ctx, a, h.Draft.Unit, r.Trial.PerDay[0].Date, maxLooked)
	if err != nil {
		return t, err
	}
	r.Partial = more
	for chunk := range slices.Chunk(past, readAtOnce) {
		if err := r.read(ctx, s.ledger, chunk); err != nil {
			return t, err
		}
	}
	return r.Trial, s.change(ctx, a, "rule.edit", id, 0, func(_ []Held, now *Held) (*body, error) {
		if now.Version != h.Version { // somebody changed it meanwhile: this trial is of what it was
			return nil, nil
		}
		return &body{Step: tried, Version: h.Version, Days: days, Seen: r.Seen, Matched: r.Matched}, nil
	})
}

// tryable gives a rule that a may try, and all that run.
func (s *Service) tryable(ctx context.Context, a policy.Actor, id record.ID) (h Held, all []Held, err error) {
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		all, err = readAll(tx)
		return err
	})
	if err != nil {
		return h, nil, err
	}
	i := slices.IndexFunc(all, func(h Held) bool { return h.ID == id && !h.Removed })
	if i < 0 {
		return h, nil, policy.Hide()
	}
	return all[i], all, s.policy.Allow(ctx, a, "rule.edit", s.policy.At(policy.Rule, id, all[i].Draft.Unit))
}

// trial is one in the making.
type trial struct {
	Trial
	set   *set // what runs, and the rule in its place
	rule  *compiled
	first time.Time
	same  int // examples
	other int
}

func newTrial(net Network, all []Held, h Held, days int, now time.Time) *trial {
	for i := range all {
		if all[i].ID == h.ID {
			all[i].Live, all[i].LiveAs = &h.Draft, h.Version
		}
	}
	t := &trial{Trial: Trial{Days: days}, set: compile(net, running(all)), first: now.UTC().Truncate(24*time.Hour).AddDate(0, 0, 1-days)}
	for _, c := range t.set.lists[h.Draft.Unit] {
		if c.ID == h.ID {
			t.rule = c
		}
	}
	for i := range days {
		t.PerDay = append(t.PerDay, TrialDay{Date: t.first.AddDate(0, 0, i)})
	}
	for _, a := range h.Draft.Then {
		switch what(a) {
		case "send":
			t.Sent = &Fates{}
		case "urge":
			t.Urged = &Fates{}
		}
	}
	return t
}

// read looks at some reports as they came in.
func (t *trial) read(ctx context.Context, l *ledger.Ledger, past []queue.Past) error {
	byNumber := map[int64]*queue.Past{}
	seqs := make([]int64, len(past))
	for i := range past {
		seqs[i] = past[i].Seq
		byNumber[past[i].Seq] = &past[i]
	}
	return l.Several(ctx, seqs, func(rev ledger.Revision) error {
		if rev.Kind != record.Report || rev.Body == nil {
			return nil
		}
		b, err := ledger.Decode[report.Body](rev)
		if err != nil {
			return err
		}
		f := factsOf(rev, b)
		t.look(byNumber[rev.Seq], &f)
		return nil
	})
}

func (t *trial) look(p *queue.Past, f *Facts) {
	m := t.set.matter(f)
	if !slices.Contains(m.units, t.rule.Unit) {
		return // it came to a desk that the rule does not look at, and was sent on
	}
	day := &t.PerDay[min(max(0, int(f.At.Sub(t.first)/(24*time.Hour))), len(t.PerDay)-1)]
	t.Seen++
	day.Seen++
	if !t.rule.test(m) {
		return
	}
	t.Matched++
	day.Matched++
	if slices.Contains(t.set.run(m), t.rule) {
		t.Reached++
	}
	same := t.compare(p, m)
	if count := map[bool]*int{true: &t.same, false: &t.other}[same]; *count < maxExamples {
		*count++
		t.Examples = append(t.Examples, Example{Report: p.ID, Same: same, Why: t.rule.why(m)})
	}
}

// compare holds what the rule would have done against what people did.
func (t *trial) compare(p *queue.Past, m *matter) (same bool) {
	same = true
	for _, a := range t.rule.Then {
		did := true
		switch a := a.(type) {
		case Send, SendDesk:
			to, ok := t.set.sends(a, m)
			did = ok && t.set.net.Units.Under(p.Unit, to)
			if p.Sender == t.rule.ID {
				t.Sent.Own++
			} else {
				t.Sent.add(did, p.State == queue.New)
			}
		case Urge:
			did = p.Urgency == a.To
			t.Urged.add(did, p.State == queue.New)
			if !did && p.State != queue.New && p.Urgency.Rank() > a.To.Rank() {
				t.Urged.Less++
			}
		case Rename:
			did = p.Kind == a.To
		case Give:
			did = p.Assignee == a.To
		case Review:
		}
		same = same && did
	}
	return same
}

func (f *Fates) add(same, open bool) {
	switch {
	case same:
		f.Same++
	case open:
		f.Open++
	default:
		f.Other++
	}
}

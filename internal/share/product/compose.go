package product

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/network/place"
	"wasl/internal/triage/incident"
)

// A Fresh is a paragraph as the program would draft it now.
type Fresh struct {
	Section Section
	Key     string
	Subject record.ID // zero: the bulletin
	Basis   []Basis
	Mark    string // "" where what it says changes by itself, and is as of the draft
	TLP     record.TLP
	Area    place.Ref
	Texts   map[lang.Language]string
}

// Reason is why something stays out.
type Reason string

// The reasons.
const (
	TooClose  Reason = "red"      // marked for people, not for readers
	TooLow    Reason = "grade"    // not graded well enough
	Ungraded  Reason = "ungraded" // nobody has graded it
	Words     Reason = "words"    // children or victims: of what people wrote nothing is taken
	Unsettled Reason = "conflict" // two statements stand beside each other: the first is told
	Mistake   Reason = "mistaken" // opened by mistake
	Untrue    Reason = "unfounded"
	Drill     Reason = "exercise"
	TooMany   Reason = "more" // there was no room
)

// Omitted is what the program left out, and why: for whoever drafts alone.
type Omitted struct {
	Reason Reason
	Kind   Kind
	ID     record.ID // zero: N of them
	N      int
}

// Composed is what the program would draft now.
type Composed struct {
	Paragraphs []Fresh
	Omitted    []Omitted
	Figures    Figures

	asOf int64 // the last revision that is surely in it
}

func (c *Composed) find(key string) *Fresh {
	i := slices.IndexFunc(c.Paragraphs, func(f Fresh) bool { return f.Key == key })
	if i < 0 {
		return nil
	}
	return &c.Paragraphs[i]
}

// composer gathers what a bulletin says, as far as its drafter may see it.
type composer struct {
	*Service
	actor    policy.Actor
	unit     record.ID
	from, to time.Time
	now      time.Time
	out      *Composed
}

// compose drafts the bulletin of a unit's day as of now. What is behind it is read
// by indexes, and does not grow with the years.
func (s *Service) compose(ctx context.Context, a policy.Actor, unit record.ID, day string) (*Composed, error) {
	from, to, err := s.bounds(day)
	if err != nil {
		return nil, err
	}
	c := &composer{Service: s, actor: a, unit: unit, from: from, to: to, now: s.Clock(), out: &Composed{}}
	if c.out.asOf, err = s.Ledger.End(ctx); err != nil {
		return nil, err
	}
	for _, gather := range []func(context.Context) error{c.incidents, c.reports, c.alerts, c.trends, c.deeds, c.late, c.figures} {
		if err := gather(ctx); err != nil {
			return nil, err
		}
	}
	return c.out, nil
}

// bounds are the first instant of a day and the first after it, in the network's
// zone.
func (s *Service) bounds(day string) (from, to time.Time, err error) {
	from, err = time.ParseInLocation(time.DateOnly, day, s.Zone)
	if err != nil {
		return from, to, invalid("product.day.wrong", "this is no day", "give it as year, month and day: 2026-11-25")
	}
	return from, from.AddDate(0, 0, 1), nil
}

// add keeps a paragraph with its text in every language.
func (c *composer) add(f Fresh, say func(w *writer) string) {
	f.Texts = map[lang.Language]string{}
	for _, l := range lang.All() {
		w := &writer{l: l, places: c.Places, units: c.Units, kind: c.Kind, zone: c.Zone}
		f.Texts[l] = shorten(say(w))
	}
	if f.Section != Late && f.Section != Trends {
		f.Mark = sum(f)
	}
	c.out.Paragraphs = append(c.out.Paragraphs, f)
}

// shorten keeps a text within what a paragraph may hold, line by line.
func shorten(text string) string {
	for len(text) > MaxText {
		cut := strings.LastIndexByte(text, '\n')
		if cut < 0 {
			return strings.ToValidUTF8(text[:MaxText], "")
		}
		text = text[:cut]
	}
	return text
}

// sum is one word for all that a paragraph says and stands on.
func sum(f Fresh) string {
	text, err := json.Marshal(struct {
		T map[lang.Language]string
		B []Basis
		M record.TLP
	}{f.Texts, f.Basis, f.TLP})
	if err != nil {
		panic(err) // texts and words can always be written
	}
	h := sha256.Sum256(text)
	return hex.EncodeToString(h[:8])
}

func (c *composer) omit(r Reason, k Kind, id record.ID) {
	c.out.Omitted = append(c.out.Omitted, Omitted{Reason: r, Kind: k, ID: id, N: 1})
}

func (c *composer) omitMany(r Reason, k Kind, n int) {
	if n > 0 {
		c.out.Omitted = append(c.out.Omitted, Omitted{Reason: r, Kind: k, N: n})
	}
}

// incidents tells of those that happened or changed on the day, and of what is
// still asked about them.
func (c *composer) incidents(ctx context.Context) error {
	views, more, err := c.Incidents.During(ctx, c.actor, incident.Stretch{Under: c.unit, From: c.from, To: c.to}, MaxParts)
	if err != nil {
		return err
	}
	if more {
		c.omitMany(TooMany, OnIncident, 1)
	}
	for _, v := range views {
		switch {
		case v.TLP > highest:
			c.omit(TooClose, OnIncident, v.ID)
		case v.Outcome == incident.Mistaken:
			c.omit(Mistake, OnIncident, v.ID)
		default:
			if err := c.incident(ctx, v); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *composer) incident(ctx context.Context, v *incident.View) error {
	basis, err := c.behind(ctx, v)
	if err != nil {
		return err
	}
	s := &v.Statement
	quiet := delicate(s)
	if quiet && len(s.Known)+len(s.Assessed) > 0 {
		c.omit(Words, OnIncident, v.ID)
	}
	if len(v.Conflicts) > 0 {
		c.omit(Unsettled, OnIncident, v.ID)
	}
	f := Fresh{
		Section: Incidents, Key: "incident/" + v.ID.String(), Subject: v.ID, Basis: basis, TLP: max(record.Green, v.TLP), Area: coarse(c.Places, place.Ref(s.Where.Place)),
	}
	c.add(f, func(w *writer) string {
		lines := []string{join(w.head(s.Kind.Name().In(w.l), w.somewhere(place.Ref(s.Where.Place), s.Where.Precision), w.when(s.When)), w.harmed(s.Harmed), w.sources(v.Sources), w.stands(v))}
		if !quiet {
			lines = append(lines, w.said(s)...)
		}
		return strings.Join(lines, "\n")
	})
	c.questions(v, quiet)
	return nil
}

// join puts sentences one after another.
func join(sentences ...string) string {
	return strings.Join(slices.DeleteFunc(sentences, func(s string) bool { return s == "" }), " ")
}

// stands says how the work on an incident stands, where that is not simply open.
func (w *writer) stands(v *incident.View) string {
	switch v.State {
	case incident.Watched:
		return lang.Say(w.l, "product.watched", "It is being watched.")
	case incident.Closed:
		if word, ok := outcomeWords[v.Outcome]; ok {
			return lang.Say(w.l, "product.closed", "Closed: {0}.", word.in(w.l))
		}
	case incident.Open:
	}
	return ""
}

// delicate tells whether the people harmed are children or victims whose names
// people might have written down: of such an incident no words are taken.
func delicate(s *incident.Statement) bool {
	return s.Kind == "trafficking" || slices.ContainsFunc(s.Harmed, func(h incident.Harm) bool {
		return young(h.Age) || h.What == incident.Abused || h.What == incident.Exploited
	})
}

// maxBehind bounds the reports that are held against a paragraph.
const maxBehind = 60

// behind is what an incident's paragraph stands on: its statement, and its reports
// with their grades and corrections.
func (c *composer) behind(ctx context.Context, v *incident.View) ([]Basis, error) {
	asked := 0
	for _, q := range v.Asked {
		if q.Answer == "" {
			asked++
		}
	}
	basis := []Basis{{
		Kind: OnIncident, ID: v.ID,
		Mark: fmt.Sprintf("%d %s %s %d %d/%d/%d %d", v.Seq, v.State, v.Outcome, len(v.Conflicts), v.Sources.Independent, v.Sources.Unclear, v.Sources.Denying, asked),
	}}
	for _, r := range v.Reports {
		if r.Hidden || len(basis) > maxBehind {
			continue
		}
		sum, err := c.Queue.Summary(ctx, r.Report)
		if err != nil {
			return nil, err
		}
		basis = append(basis, Basis{Kind: OnReport, ID: r.Report, Mark: markOf(&sum)})
	}
	return basis, nil
}

// questions are those of an incident that nobody has answered.
func (c *composer) questions(v *incident.View, quiet bool) {
	var open []incident.Asked
	for _, q := range v.Asked {
		if q.Answer == "" {
			open = append(open, q)
		}
	}
	if len(open) == 0 || quiet || v.State == incident.Closed {
		return
	}
	mark := make([]string, len(open))
	for i, q := range open {
		mark[i] = q.ID.String()
	}
	f := Fresh{
		Section: Questions, Key: "questions/" + v.ID.String(), Subject: v.ID, TLP: max(record.Green, v.TLP),
		Basis: []Basis{{Kind: OnIncident, ID: v.ID, Mark: strings.Join(mark, " ")}},
	}
	s := &v.Statement
	c.add(f, func(w *writer) string {
		lines := []string{w.head(s.Kind.Name().In(w.l), w.somewhere(place.Ref(s.Where.Place), s.Where.Precision), w.when(s.When))}
		for _, q := range open {
			lines = append(lines, "– "+w.quote(q.Text))
		}
		return strings.Join(lines, "\n")
	})
}

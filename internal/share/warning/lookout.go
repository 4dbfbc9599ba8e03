package warning

import (
	"context"
	"slices"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/network/place"
	"wasl/internal/share/cap"
	"wasl/internal/triage/alert"
)

// Lookout hands other authorities' warnings to the watch for them: it follows what
// is committed, so that a crash changes nothing.
type Lookout struct{ s *Service }

// Lookout makes the follower.
func (s *Service) Lookout() *Lookout { return &Lookout{s} }

// Name says under which its place is kept.
func (*Lookout) Name() string { return "warnings/outside" }

// Tick does nothing: a warning is heard when it comes in.
func (*Lookout) Tick(context.Context, time.Time) error { return nil }

// Follow hears one revision.
func (l *Lookout) Follow(ctx context.Context, rev ledger.Revision) error {
	if rev.Kind != record.Warning || rev.Body == nil {
		return nil
	}
	b, err := ledger.Decode[body](rev)
	if err != nil || b.Act != received {
		return err
	}
	var o *Outside
	err = l.s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		o, err = loadReceived(tx, rev.Record)
		return err
	})
	if store.None(err) { // erased since
		return nil
	}
	if err != nil || !o.alarming(l.s.opt.Clock()) {
		return err
	}
	for _, u := range l.s.unitsOf(o) {
		if err := l.s.opt.Alerts.Find(ctx, alert.Outside, o.found(u)); err != nil {
			return err
		}
	}
	return nil
}

// alarming tells whether somebody is to answer a warning: it is meant, it holds, and
// it speaks of what is there or to come.
func (o *Outside) alarming(now time.Time) bool {
	return o.Status == cap.Actual && (o.MsgType == cap.First || o.MsgType == cap.Update) && o.State(now) == Holds && o.Urgency != "Past" && o.Severity != "Minor"
}

// maxUnits bounds at how many units one warning raises alerts: of a wider ground
// the whole network's unit hears, and sends on.
const maxUnits = 12

// unitsOf gives the units that answer for the ground of a warning; where it is not
// said in a way that can be read, the one that brought it in.
func (s *Service) unitsOf(o *Outside) (us []record.ID) {
	refs := s.placesIn(o.Areas)
	if len(refs) == 0 && !slices.ContainsFunc(o.Areas, func(a cap.Area) bool { return len(a.Polygons)+len(a.Circles) > 0 }) {
		for i := range o.Areas {
			if p, ok := s.opt.Places.Named(o.Areas[i].Desc); ok {
				refs = append(refs, place.Ref{List: p.List, Code: p.Code})
			}
		}
		if len(refs) == 0 {
			return []record.ID{s.opt.Units.Open(o.Unit)}
		}
	}
	for _, r := range refs {
		if u := s.deskOf(r); !u.Zero() && !slices.Contains(us, u) {
			us = append(us, u)
		}
	}
	// A unit above another hears by itself when the lower one does not answer.
	us = slices.DeleteFunc(us, func(u record.ID) bool {
		return slices.ContainsFunc(us, func(low record.ID) bool { return low != u && s.opt.Units.Under(low, u) })
	})
	if len(us) > maxUnits {
		return []record.ID{s.opt.Units.Root()}
	}
	return us
}

// deskOf is the unit of a place, or of the first place around it that has one.
func (s *Service) deskOf(r place.Ref) record.ID {
	for _, p := range s.opt.Places.Path(r.List, r.Code) {
		if u, ok := s.opt.Units.DeskOf(p.List, p.Code); ok {
			return s.opt.Units.Open(u)
		}
	}
	return record.ID{}
}

// found is what the watch hears of a warning at a unit.
func (o *Outside) found(u record.ID) alert.Found {
	name := lang.Text{}
	for _, l := range lang.All() {
		name[l] = o.title(l)
	}
	f := alert.Found{Cause: o.cause(u), Key: o.Identifier, Name: name, Unit: u, TLP: o.TLP}
	switch o.pressing() {
	case atOnce:
		f.Urgency = "now"
	case today:
		f.Urgency = "soon"
	case later:
		f.Urgency = "routine"
	}
	return f
}

func (o *Outside) cause(u record.ID) string { return "cap " + o.Cause + " " + u.String() }

// AlertsOf gives the alerts that a warning would have raised, by their numbers:
// they are there or not.
func (s *Service) AlertsOf(o *Outside) (ids []record.ID) {
	for _, u := range s.unitsOf(o) {
		ids = append(ids, alert.Outside.Derive("alert "+o.cause(u)+" "+o.Identifier))
	}
	return ids
}

// title is the headline for a reader of l, or in the language that there is.
func (o *Outside) title(l lang.Language) string {
	first := ""
	for _, t := range []lang.Language{l, lang.French, lang.English, lang.Arabic} {
		if w, ok := o.Texts[t]; ok {
			if w.Headline != "" {
				return w.Headline
			}
			if first == "" {
				first = w.Event
			}
		}
	}
	for _, w := range o.Texts {
		if first == "" {
			first = w.Headline
		}
	}
	if first == "" {
		return o.Sender
	}
	return first
}

// Title is the headline for a reader of l.
func (o *Outside) Title(l lang.Language) string { return o.title(l) }

// haste is how pressing a warning is to those who answer it.
type haste int

const (
	atOnce haste = iota
	today
	later
)

// pressing maps CAP's three scales to ours. Where nobody here knows who sent it,
// it wakes nobody as if lives were at risk: a file is quickly made.
func (o *Outside) pressing() haste {
	grave := o.Severity == "Extreme" || o.Severity == "Severe"
	near := o.Urgency == "Immediate" || o.Urgency == "Expected"
	switch {
	case grave && o.Urgency == "Immediate" && o.Certainty != "Unlikely" && o.Known != "":
		return atOnce
	case grave && near, o.Urgency == "Immediate":
		return today
	}
	return later
}

package alert

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/network/place"
	"wasl/internal/network/unit"
	"wasl/internal/triage/duty"
	"wasl/internal/triage/notice"
)

// Options says what the service stands on.
type Options struct {
	Ledger  *ledger.Ledger // the field compartment, with Part
	Policy  *policy.Engine
	Units   *unit.Tree
	Places  *place.Service
	Duty    *duty.Service
	Notices *notice.Service
	// People gives who an account is, and false for none that works here.
	People func(record.ID) (policy.Actor, bool)
	// Kind gives the name of a kind of report in every language.
	Kind  func(kind string) lang.Text
	Zone  *time.Location
	Clock func() time.Time
}

// Service keeps watches and alerts.
type Service struct{ opt Options }

// NewService makes the service over the field compartment.
func NewService(opt Options) *Service {
	if opt.Zone == nil {
		opt.Zone = time.UTC
	}
	return &Service{opt}
}

func (s *Service) resource(tx *store.Tx, r *row) (policy.Resource, error) {
	res := policy.Resource{Type: policy.Alert, ID: r.id, Unit: r.unit, UnitPath: s.opt.Units.Path(r.unit), TLP: r.tlp}
	if r.owner != nil {
		res.Assignee = *r.owner
	}
	all, _, _, err := r.calls(tx)
	res.Recipients = all
	return res, err
}

// canAnswer tells whether an account works here still and could answer the alert.
func (s *Service) canAnswer(ctx context.Context, tx *store.Tx, r *row, account record.ID) bool {
	a, works := s.opt.People(account)
	if !works {
		return false
	}
	res, err := s.resource(tx, r)
	return err != nil || s.opt.Policy.Allow(ctx, a, "alert.acknowledge", res) == nil
}

// allowed loads an alert and asks the policy about that very row. One that the
// actor may not know of is Missing, like one that does not exist.
func (s *Service) allowed(ctx context.Context, tx *store.Tx, a policy.Actor, action policy.Action, id record.ID) (*row, error) {
	r, err := load(tx, id)
	if err != nil {
		return nil, err
	}
	res, err := s.resource(tx, r)
	if err != nil {
		return nil, err
	}
	return r, s.opt.Policy.Allow(ctx, a, action, res)
}

// act is every act of a person about an alert: load the row, ask the policy about
// it, and write what follows.
func (s *Service) act(ctx context.Context, a policy.Actor, action policy.Action, id record.ID, decide func(*store.Tx, *row) ([]ledger.Draft, error)) (Alert, error) {
	_, err := s.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		r, err := s.allowed(ctx, tx, a, action, id)
		if err != nil {
			return nil, err
		}
		return decide(tx, r)
	})
	if err != nil {
		return Alert{}, err
	}
	return s.Visible(ctx, a, id)
}

// Acknowledge takes an alert in hand: it climbs no more. It faults with Conflict
// where another has it, unless take says that this is known.
func (s *Service) Acknowledge(ctx context.Context, a policy.Actor, id record.ID, take bool) (Alert, error) {
	return s.act(ctx, a, "alert.acknowledge", id, func(tx *store.Tx, r *row) ([]ledger.Draft, error) {
		switch {
		case r.state == Acknowledged && *r.owner == a.ID:
			return nil, nil
		case r.state == Acknowledged && !take:
			return nil, conflict("alert.acknowledged", "somebody else has this alert in hand", "take it over if you have agreed on it", r.owner.String())
		case r.state == Ended:
			return nil, errEnded
		}
		now := s.opt.Clock()
		t := &timesBody{Since: r.since, Due: r.quiet.after(now, inHand[urgencies[r.urgency]], s.opt.Zone).UnixMilli()}
		part := "acknowledged after " + strconv.FormatInt(r.seq, 10)
		return s.withHooks(tx, r, part, notice.Acknowledged, r.draft(a.ID, part, body{Act: acknowledge, Times: t}))
	})
}

var errEnded = conflict("alert.ended", "this alert has ended", "open it again if it is not over")

func (s *Service) withHooks(tx *store.Tx, r *row, step string, why notice.Why, d ledger.Draft) ([]ledger.Draft, error) {
	m := s.matter(r)
	told, err := s.opt.Notices.Drafts(tx, m, s.opt.Notices.Hooks(m, step, why))
	return append([]ledger.Draft{d}, told...), err
}

// Climb sends an alert up by hand, with a word for those above.
func (s *Service) Climb(ctx context.Context, a policy.Actor, id record.ID, word string) (Alert, error) {
	return s.act(ctx, a, "alert.climb", id, func(tx *store.Tx, r *row) ([]ledger.Draft, error) {
		if err := checkWord(word, true); err != nil {
			return nil, err
		}
		switch {
		case r.state == Ended:
			return nil, errEnded
		case r.level+1 >= len(r.levels):
			return nil, conflict("alert.top", "this alert is at the highest level", "take it in hand here")
		}
		said := r.draft(a.ID, "word before "+strconv.FormatInt(r.seq, 10), body{Act: say, Word: strings.TrimSpace(word)})
		steps, err := s.enter(ctx, tx, r, r.level+1, ByHand, a.ID)
		return append([]ledger.Draft{said}, steps...), err
	})
}

// Note keeps a word beside an alert. The id is chosen by whoever writes it, so
// that sending it twice is harmless.
func (s *Service) Note(ctx context.Context, a policy.Actor, id, word record.ID, text string) (Alert, error) {
	return s.act(ctx, a, "alert.note", id, func(_ *store.Tx, r *row) ([]ledger.Draft, error) {
		if err := checkWord(text, true); err != nil {
			return nil, err
		}
		known, err := s.opt.Ledger.History(ctx, id)
		if err != nil || word.Zero() || slices.ContainsFunc(known, func(rev ledger.Revision) bool { return rev.Record == word }) {
			return nil, err
		}
		d := r.draft(a.ID, "", body{Act: say, Word: strings.TrimSpace(text)})
		d.Record = word
		return []ledger.Draft{d}, nil
	})
}

// End ends an alert: it was true, or a false alarm, which needs a word of why. An
// exercise ends as one, and nothing else does.
func (s *Service) End(ctx context.Context, a policy.Actor, id record.ID, o Outcome, word string) (Alert, error) {
	return s.act(ctx, a, "alert.end", id, func(tx *store.Tx, r *row) ([]ledger.Draft, error) {
		switch {
		case !slices.Contains([]Outcome{True, FalseAlarm, Exercise}, o):
			return nil, invalid("alert.outcome.unknown", "an alert does not end in this way", "choose true, false alarm or exercise")
		case (o == Exercise) != r.exercise:
			return nil, invalid("alert.outcome.exercise", "an exercise ends as an exercise, and nothing else does", "choose another outcome")
		case r.state == Ended && r.outcome == string(o):
			return nil, nil
		case r.state == Ended:
			return nil, errEnded
		}
		if err := checkWord(word, o == FalseAlarm); err != nil {
			return nil, err
		}
		part := "ended after " + strconv.FormatInt(r.seq, 10)
		return s.withHooks(tx, r, part, notice.Ended, r.draft(a.ID, part, body{Act: end, End: o, Word: strings.TrimSpace(word)}))
	})
}

// Reopen takes back the end of an alert, or lets one go that one has in hand: those
// on duty have it again, and it climbs again.
func (s *Service) Reopen(ctx context.Context, a policy.Actor, id record.ID, word string) (Alert, error) {
	return s.act(ctx, a, "alert.end", id, func(tx *store.Tx, r *row) ([]ledger.Draft, error) {
		if err := checkWord(word, true); err != nil {
			return nil, err
		}
		if r.state == Open {
			return nil, nil
		}
		said := r.draft(a.ID, "word before "+strconv.FormatInt(r.seq, 10), body{Act: say, Word: strings.TrimSpace(word)})
		steps, err := s.reopened(ctx, tx, r, a.ID, Nobody)
		return append([]ledger.Draft{said}, steps...), err
	})
}

func checkWord(word string, needed bool) error {
	switch {
	case needed && strings.TrimSpace(word) == "":
		return invalid("alert.word.missing", "there is no word of why", "say it in a sentence")
	case len(word) > MaxWord:
		return invalid("alert.word.long", "the text is longer than {0} KiB", "shorten it", strconv.Itoa(MaxWord>>10))
	}
	return nil
}

// byHand is the watch that there is none of: alerts that people raise.
var byHand = record.IDOf("wasl/watch/hand")

// Raising is an alert that a person raises.
type Raising struct {
	ID       record.ID // chosen by whoever raises it, so that sending it twice is harmless
	Unit     record.ID
	Urgency  report.Urgency
	Kind     string
	Place    report.PlaceRef
	Word     string    // what it is about
	Report   record.ID // behind it; zero for none
	Exercise bool
}

// Raise raises an alert by hand, or an exercise, which is marked as one wherever
// it goes.
func (s *Service) Raise(ctx context.Context, a policy.Actor, in Raising) (Alert, error) {
	action := policy.Action("alert.raise")
	if in.Exercise {
		action = "alert.exercise"
	}
	if err := s.opt.Policy.Allow(ctx, a, action, s.opt.Policy.At(policy.Alert, record.ID{}, in.Unit)); err != nil {
		return Alert{}, err
	}
	if err := checkWord(in.Word, true); err != nil {
		return Alert{}, err
	}
	if _, ok := report.ParseUrgency(string(in.Urgency)); !ok || in.Urgency == "" {
		return Alert{}, invalid("alert.watch.urgency", "the watch does not say how pressing its alerts are", "choose one of the three")
	}
	if in.ID.Zero() || !s.opt.Units.Works(in.Unit) {
		return Alert{}, invalid("alert.unit.none", "there is no unit that works to answer this alert", "choose a unit of the network")
	}
	z := rising{
		watch: Watch{ID: byHand, Name: nameByHand, Urgency: in.Urgency}, cause: "hand", key: in.ID.String(), unit: in.Unit, tlp: record.Amber,
		kind: in.Kind, place: in.Place, exercise: in.Exercise, author: a.ID, word: strings.TrimSpace(in.Word),
	}
	if in.Exercise {
		z.watch.Name = nameExercise
	}
	if !in.Report.Zero() {
		z.reports = []record.ID{in.Report}
	}
	var id record.ID
	_, err := s.opt.Ledger.Write(ctx, func(tx *store.Tx) (drafts []ledger.Draft, err error) {
		id, drafts, err = s.raise(ctx, tx, z)
		return drafts, err
	})
	if err != nil {
		return Alert{}, err
	}
	raised, _, err := s.Stands(ctx, id) // whoever raised it knows of it
	return raised, err
}

// Names of alerts that no watch raised.
var (
	nameByHand   = lang.Text{lang.French: "Alerte donnée par une personne", lang.Arabic: "تنبيه أطلقه شخص", lang.English: "Alert raised by a person"}
	nameExercise = lang.Text{lang.French: "Exercice", lang.Arabic: "تمرين", lang.English: "Exercise"}
)

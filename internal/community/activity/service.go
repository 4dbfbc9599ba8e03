package activity

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/network/unit"
)

// Options says what the service stands on.
type Options struct {
	Ledger *ledger.Ledger // the compartment community, with Part
	Policy *policy.Engine
	Units  *unit.Tree
	Clock  func() time.Time
}

// Service is what may be asked about activities and ideas for them.
type Service struct {
	ledger *ledger.Ledger
	policy *policy.Engine
	units  *unit.Tree
	clock  func() time.Time
}

// NewService makes the service over the compartment community.
func NewService(opt Options) *Service {
	return &Service{ledger: opt.Ledger, policy: opt.Policy, units: opt.Units, clock: opt.Clock}
}

// purpose is what all of this is kept for.
const purpose = "programme"

func handling(unit record.ID) record.Handling {
	return record.Handling{Unit: unit, TLP: record.Green, Purpose: purpose}
}

// Put plans an activity for a unit, or changes its plan: revision is the one that
// the person saw, 0 for a new one. Planning the same twice changes nothing. A plan
// that is confirmed stays so only if nothing is missing in the new one.
func (s *Service) Put(ctx context.Context, a policy.Actor, id, of record.ID, revision int64, p Plan) (Activity, error) {
	_, err := s.ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		next := Activity{ID: id, Unit: of, Plan: p}
		old, err := Load(tx, id)
		switch {
		case fault.Is(err, fault.Missing):
			err = s.policy.Allow(ctx, a, "activity.plan", next.Resource(s.units))
		case err == nil:
			if old.Unit == of && same(&old.Plan, &p) && s.visible(ctx, a, "activity.edit", old) == nil {
				return nil, nil // it was sent twice
			}
			err = s.changeable(ctx, a, old, &next, revision)
		}
		if err != nil {
			return nil, err
		}
		if err := p.Check(); err != nil {
			return nil, err
		}
		if err := s.checkTimes(&p, old); err != nil {
			return nil, err
		}
		if !s.units.Works(of) {
			return nil, invalid("activity.unit.none", "there is no such unit", "choose a unit from the list")
		}
		if old != nil && old.State == Confirmed && len(p.Lacks()) > 0 {
			return nil, errIncomplete
		}
		return []ledger.Draft{s.draft(a, &next, body{Act: planned, Plan: &p})}, nil
	})
	if err != nil {
		return Activity{}, err
	}
	return s.Get(ctx, a, id)
}

// changeable tells whether a may put next in the place of old, as a saw it.
func (s *Service) changeable(ctx context.Context, a policy.Actor, old, next *Activity, revision int64) error {
	if err := s.visible(ctx, a, "activity.edit", old); err != nil {
		return err
	}
	if old.Revision != revision {
		return changed()
	}
	if old.State == Cancelled || old.State == Done {
		return ended()
	}
	return s.policy.Allow(ctx, a, "activity.edit", next.Resource(s.units)) // of the unit that it goes to
}

func (s *Service) draft(a policy.Actor, of *Activity, b body) ledger.Draft {
	b.V = bodyVersion
	return ledger.Draft{Kind: record.Activity, Record: of.ID, Author: a.ID, Handling: handling(of.Unit), Body: b}
}

// visible asks whether a may do action to the activity: not being allowed to what one
// sees is Denied, and else Missing.
func (s *Service) visible(ctx context.Context, a policy.Actor, action policy.Action, of *Activity) error {
	r := of.Resource(s.units)
	if s.policy.Allow(ctx, a, "activity.list", r) != nil {
		return missing("activity that one sees")
	}
	if s.policy.Allow(ctx, a, action, r) != nil {
		return policy.Deny(action)
	}
	return nil
}

var errIncomplete = &fault.Error{
	Kind: fault.Invalid, Op: "activity.Confirm", Key: "activity.incomplete", Msg: "something is missing before the activity can be confirmed",
	Hint: "open the plan: what is missing is marked there; where children come, two vetted adults are needed",
}

func ended() error {
	return &fault.Error{
		Kind: fault.Conflict, Op: "activity", Key: "activity.ended", Msg: "the activity is over or cancelled", Hint: "open it again first, if that was a mistake",
	}
}

// Seen is an activity as the person saw it.
type Seen struct {
	ID       record.ID
	Revision int64
}

// Confirm says that the activity will be held. It faults with Invalid and says what
// is missing, such as two vetted adults where children come.
func (s *Service) Confirm(ctx context.Context, a policy.Actor, seen Seen) (Activity, error) {
	return s.act(ctx, a, seen, "activity.edit", confirmed, "", func(of *Activity) error {
		if of.State == Done || of.State == Cancelled {
			return ended()
		}
		if len(of.Lacks()) > 0 {
			return errIncomplete
		}
		return s.checkTimes(&of.Plan, of)
	})
}

// Cancel says that it will not be held, and why.
func (s *Service) Cancel(ctx context.Context, a policy.Actor, seen Seen, why string) (Activity, error) {
	return s.act(ctx, a, seen, "activity.cancel", cancelled, why, func(of *Activity) error {
		if strings.TrimSpace(why) == "" {
			return invalid("activity.reason.missing", "an activity is cancelled for a reason", "say in a sentence why, for those who were coming")
		}
		return nil
	})
}

// Finish says how it went.
func (s *Service) Finish(ctx context.Context, a policy.Actor, seen Seen, how string) (Activity, error) {
	return s.act(ctx, a, seen, "activity.edit", done, how, func(of *Activity) error {
		if of.State != Confirmed {
			return invalid("activity.finish.early", "only what was confirmed can be over", "confirm it first")
		}
		if of.Start().After(s.clock()) {
			return invalid("activity.finish.future", "the activity has not begun", "wait for it, or cancel it")
		}
		return s.checkTimes(&of.Plan, of)
	})
}

// Reopen makes a draft of it again: it was cancelled, confirmed or finished by
// mistake.
func (s *Service) Reopen(ctx context.Context, a policy.Actor, seen Seen) (Activity, error) {
	return s.act(ctx, a, seen, "activity.edit", reopened, "", func(*Activity) error { return nil })
}

var after = map[act]State{confirmed: Confirmed, reopened: Draft, cancelled: Cancelled, done: Done}

// act is every act on an activity but its plan.
func (s *Service) act(ctx context.Context, a policy.Actor, seen Seen, action policy.Action, what act, word string, check func(*Activity) error) (Activity, error) {
	if len([]rune(word)) > maxText {
		return Activity{}, tooLong(maxText)
	}
	_, err := s.ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		of, err := Load(tx, seen.ID)
		if err != nil {
			return nil, err
		}
		if err := s.visible(ctx, a, action, of); err != nil {
			return nil, err
		}
		if of.State == after[what] && of.Word == word {
			return nil, nil // it was sent twice
		}
		if of.Revision != seen.Revision {
			return nil, changed()
		}
		if err := check(of); err != nil {
			return nil, err
		}
		return []ledger.Draft{s.draft(a, of, body{Act: what, Word: word})}, nil
	})
	if err != nil {
		return Activity{}, err
	}
	return s.Get(ctx, a, seen.ID)
}

// Get gives one activity. It faults with Missing where there is none that a may see.
func (s *Service) Get(ctx context.Context, a policy.Actor, id record.ID) (out Activity, err error) {
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		of, err := Load(tx, id)
		if err != nil {
			return err
		}
		out = *of
		return s.visible(ctx, a, "activity.open", of)
	})
	return out, err
}

// May tells which acts on the activity a may do as it stands.
func (s *Service) May(ctx context.Context, a policy.Actor, of *Activity) (acts []string) {
	r := of.Resource(s.units)
	if s.policy.Allow(ctx, a, "activity.edit", r) == nil {
		switch of.State {
		case Draft:
			acts = append(acts, "edit", "confirm", "cancel")
		case Confirmed:
			acts = append(acts, "edit", "reopen", "cancel")
			if !of.Start().After(s.clock()) {
				acts = append(acts, "finish")
			}
		case Cancelled, Done:
			acts = append(acts, "reopen")
		}
	}
	r.Type = policy.Participant
	for act, action := range map[string]policy.Action{"people": "person.list", "register": "person.register"} {
		if s.policy.Allow(ctx, a, action, r) == nil {
			acts = append(acts, act)
		}
	}
	slices.Sort(acts)
	return acts
}

// MaxListed bounds a list of activities.
const MaxListed = 500

// Query asks for activities that touch a period.
type Query struct {
	From, To time.Time // zero: no bound
	Kind     Kind      // "" for all
	State    State     // "" for all
	Undated  bool      // those without a day instead
	Latest   bool      // the last that begins first
	Limit    int       // at most so many; 0: MaxListed
}

// List gives the activities that a may see, the first that begins first unless the
// latest are asked for. more says that there are more than were asked for.
func (s *Service) List(ctx context.Context, a policy.Actor, q Query) (all []Activity, more bool, err error) {
	f, err := s.policy.Filter(ctx, a, "activity.list")
	if err != nil {
		return nil, false, err
	}
	// Not by the index of units, whose activities would be sorted anew.
	where, args := f.SQL(policy.Columns{Unit: "+unit", TLP: "0", Named: "id IN (SELECT activity FROM activity_named WHERE account = ?)"})
	where = "(" + where + ")"
	add := func(cond string, arg any) { where, args = where+" AND "+cond, append(args, arg) }
	if q.Undated {
		add("starts = ?", 0)
	} else {
		add("starts > ?", 0)
	}
	if !q.From.IsZero() {
		add("ends >= ?", q.From.UnixMilli())
	}
	if !q.To.IsZero() {
		add("starts < ?", q.To.UnixMilli())
	}
	if q.Kind != "" {
		add("kind = ?", string(q.Kind))
	}
	if q.State != "" {
		add("state = ?", string(q.State))
	}
	limit := MaxListed
	if q.Limit > 0 {
		limit = min(q.Limit, MaxListed)
	}
	order, turn := "starts, id", 1
	if q.Latest {
		order, turn = "starts DESC, id DESC", -1
	}
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		rows := tx.Query("SELECT "+columns+" FROM activities WHERE id IN (SELECT id FROM activities WHERE "+where+" ORDER BY "+order+" LIMIT ?)", append(args, limit+1)...)
		defer rows.Close()
		for rows.Next() {
			of, err := scan(rows)
			if err != nil {
				return err
			}
			all = append(all, *of)
		}
		return rows.Err()
	})
	slices.SortFunc(all, func(x, y Activity) int {
		return turn * cmp.Or(x.Start().Compare(y.Start()), slices.Compare(x.ID[:], y.ID[:]))
	})
	if len(all) > limit {
		all, more = all[:limit], true
	}
	return all, more, err
}

package rule

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/network/place"
	"wasl/internal/triage/queue"
)

// Options says what the service stands on.
type Options struct {
	Ledger  *ledger.Ledger // the field compartment, with Part
	Policy  *policy.Engine
	Network Network
	Queue   *queue.Service
	Clock   func() time.Time
}

// Service keeps the rules and runs those that are switched on.
type Service struct {
	ledger *ledger.Ledger
	policy *policy.Engine
	net    Network
	queue  *queue.Service
	clock  func() time.Time

	mu     sync.Mutex // of Refresh: what was read later is kept
	live   atomic.Pointer[set]
	called atomic.Pointer[map[record.ID]string]

	waiting []queue.Ruling // touched by the follower's goroutine alone
}

// Author is who stands at what rules do: nobody's account.
var Author = record.IDOf("wasl/rule")

// New reads the rules.
func New(ctx context.Context, opt Options) (*Service, error) {
	s := &Service{ledger: opt.Ledger, policy: opt.Policy, net: opt.Network, queue: opt.Queue, clock: opt.Clock}
	return s, s.Refresh(ctx)
}

// Refresh reads the rules anew: after revisions of them that came from elsewhere.
func (s *Service) Refresh(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ledger.View(ctx, func(tx *store.Tx) error {
		all, err := readAll(tx)
		if err != nil {
			return err
		}
		called := map[record.ID]string{}
		for _, h := range all {
			called[h.ID] = h.Draft.Name
		}
		s.live.Store(compile(s.net, running(all)))
		s.called.Store(&called)
		return nil
	})
}

// Rule is a rule that runs.
type Rule struct {
	Draft
	ID      record.ID
	Version int
}

// running gives those of rules that are switched on, in their order.
func running(all []Held) (rules []Rule) {
	for _, h := range all {
		if h.Live != nil {
			rules = append(rules, Rule{Draft: *h.Live, ID: h.ID, Version: h.LiveAs})
		}
	}
	return rules
}

// Held is a rule as it is kept: as it was written last, and as it runs.
type Held struct {
	ID       record.ID
	Draft    Draft
	Version  int // grows with every change of what it says
	Live     *Draft
	LiveAs   int // the version that runs; 0 where none does
	Place    int // in the order of its unit
	Edited   Step
	Trial    *Step // the last one, perhaps of an older version
	Agreed   *Step // the second person's word, perhaps of an older version
	Switched *Step
	Removed  bool
	Revision int64
}

// Step is one that somebody took with a rule.
type Step struct {
	Name    string
	By      record.ID
	At      time.Time
	Version int
	Reason  string

	Days, Seen, Matched int // of a trial: of so many days' reports it met so many
}

func compareHeld(a, b Held) int {
	return cmp.Or(slices.Compare(a.Draft.Unit[:], b.Draft.Unit[:]), cmp.Compare(a.Place, b.Place), a.Edited.At.Compare(b.Edited.At), slices.Compare(a.ID[:], b.ID[:]))
}

// trialLasts is how long a trial speaks for a rule: what was reported changes with
// the season.
const trialLasts = 30 * 24 * time.Hour

// Tried tells whether the rule as it was written last was tried lately.
func (h *Held) Tried(now time.Time) bool {
	return h.Trial != nil && h.Trial.Version == h.Version && now.Sub(h.Trial.At) < trialLasts
}

// Broad tells whether a trial met more than half of what it saw, or saw nothing.
// Such a rule needs a second person's word.
func (h *Held) Broad() bool {
	return h.Trial != nil && 2*h.Trial.Matched > h.Trial.Seen || h.Trial != nil && h.Trial.Seen == 0
}

// All gives every rule that a may see, each unit's in its order.
func (s *Service) All(ctx context.Context, a policy.Actor) (all []Held, err error) {
	filter, err := s.policy.Filter(ctx, a, "rule.list")
	if err != nil {
		return nil, err
	}
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		all, err = readAll(tx)
		return err
	})
	return slices.DeleteFunc(all, func(h Held) bool { return h.Removed || !filter.Counts(h.Draft.Unit, record.Clear) }), err
}

// Get gives one rule. It faults with Missing where there is none that a may see.
func (s *Service) Get(ctx context.Context, a policy.Actor, id record.ID) (h Held, err error) {
	all, err := s.All(ctx, a)
	if err != nil {
		return h, err
	}
	i := slices.IndexFunc(all, func(h Held) bool { return h.ID == id })
	if i < 0 {
		return h, policy.Hide()
	}
	return all[i], nil
}

// Called is what a rule is called, also one that is off or was removed.
func (s *Service) Called(id record.ID) string { return (*s.called.Load())[id] }

// History gives what was done with a rule, the oldest first, and each version of
// what it said.
func (s *Service) History(ctx context.Context, a policy.Actor, id record.ID) (steps []Step, versions map[int]Draft, err error) {
	h, err := s.Get(ctx, a, id)
	if err != nil {
		return nil, nil, err
	}
	revs, err := s.ledger.History(ctx, id)
	versions = map[int]Draft{}
	for _, rev := range revs {
		b, err := ledger.Decode[body](rev)
		if err != nil {
			return nil, nil, err
		}
		steps = append(steps, Step{
			Name: string(b.Step), By: rev.Author, At: rev.At.Time(), Version: b.Version, Reason: b.Reason, Days: b.Days, Seen: b.Seen, Matched: b.Matched,
		})
		if b.Rule != nil {
			if versions[b.Version], err = b.Rule.draft(h.Draft.Unit); err != nil {
				return nil, nil, err
			}
		}
	}
	return steps, versions, err
}

// change is one step with a rule: load it, ask the policy about its unit, compare
// what the person saw, and write one revision.
func (s *Service) change(ctx context.Context, a policy.Actor, action policy.Action, id record.ID, seen int64, make func(all []Held, h *Held) (*body, error)) error {
	_, err := s.ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		all, err := readAll(tx)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(all, func(h Held) bool { return h.ID == id && !h.Removed })
		if i < 0 {
			return nil, policy.Hide()
		}
		h := &all[i]
		if err := s.policy.Allow(ctx, a, action, s.policy.At(policy.Rule, id, h.Draft.Unit)); err != nil {
			return nil, err
		}
		if seen != 0 && seen != h.Revision {
			return nil, &fault.Error{
				Kind: fault.Conflict, Op: "rule", Key: "rule.revision.old", Msg: "somebody else changed this rule while you had it open",
				Hint: "look at it anew, then decide", Args: []string{strconv.FormatInt(h.Revision, 10)},
			}
		}
		b, err := make(all, h)
		if err != nil || b == nil {
			return nil, err
		}
		return []ledger.Draft{s.draft(id, h.Draft.Unit, a, b)}, nil
	})
	if err != nil {
		return err
	}
	return s.Refresh(ctx)
}

func (s *Service) draft(id, unit record.ID, a policy.Actor, b *body) ledger.Draft {
	b.V = bodyVersion
	return ledger.Draft{
		Kind: record.Rule, Record: id, Author: a.ID, Body: *b,
		Handling: record.Handling{Unit: unit, TLP: record.Green, Purpose: "network-administration"},
	}
}

// Put writes a rule, new or anew. What runs goes on as it was until the new
// version was tried and switched on.
func (s *Service) Put(ctx context.Context, a policy.Actor, id record.ID, d Draft, seen int64) error {
	if err := d.Check(); err != nil {
		return err
	}
	if id.Zero() {
		return invalid("rule.id.missing", "the rule has no number of its own", "load the page again")
	}
	if err := s.known(d); err != nil {
		return err
	}
	made := false
	_, err := s.ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		if _, err := load(tx, id); !store.None(err) {
			return nil, err
		}
		made = true
		if err := s.policy.Allow(ctx, a, "rule.edit", s.policy.At(policy.Rule, id, d.Unit)); err != nil {
			return nil, err
		}
		all, err := readAll(tx)
		if err != nil {
			return nil, err
		}
		all = slices.DeleteFunc(all, func(h Held) bool { return h.Removed || h.Draft.Unit != d.Unit })
		if len(all) >= maxRules {
			return nil, tooMany()
		}
		return []ledger.Draft{s.draft(id, d.Unit, a, &body{Step: drafted, Version: 1, Rule: write(d)})}, nil
	})
	if err != nil || made {
		return err
	}
	return s.change(ctx, a, "rule.edit", id, seen, func(_ []Held, h *Held) (*body, error) {
		if d.Unit != h.Draft.Unit {
			return nil, invalid("rule.unit.fixed", "a rule stays with its unit", "write another one for the other unit")
		}
		if write(d).equal(write(h.Draft)) {
			return nil, nil
		}
		return &body{Step: drafted, Version: h.Version + 1, Rule: write(d)}, nil
	})
}

// known holds the units and places that a rule names against those that there are.
func (s *Service) known(d Draft) error {
	if !s.net.Units.Works(d.Unit) {
		return policy.Hide()
	}
	for _, a := range d.Then {
		if to, ok := a.(Send); ok && !s.net.Units.Works(to.To) {
			return noUnit()
		}
	}
	for c := range parts(d.When) {
		switch c := c.(type) {
		case Units:
			if slices.ContainsFunc(c, func(u record.ID) bool { return !s.net.Units.Has(u) }) {
				return noUnit()
			}
		case Places:
			if slices.ContainsFunc(c, func(p place.Ref) bool { _, ok := s.net.Places.Get(p.List, p.Code); return !ok }) {
				return invalid("rule.place.unknown", "a place that the rule names is not known", "choose another")
			}
		default:
		}
	}
	return nil
}

func noUnit() error {
	return invalid("rule.unit.unknown", "a unit that the rule names is not there, or is closed", "choose another")
}

func tooMany() error {
	return invalid("rule.many", "a unit has {0} rules at most", "remove those that nobody needs", strconv.Itoa(maxRules))
}

// Agree is a second person's word that a rule may run although it meets more than
// half of all reports.
func (s *Service) Agree(ctx context.Context, a policy.Actor, id record.ID, reason string, seen int64) error {
	if err := checkReason(reason); err != nil {
		return err
	}
	return s.change(ctx, a, "rule.switch", id, seen, func(_ []Held, h *Held) (*body, error) {
		switch {
		case !h.Tried(s.clock()):
			return nil, untried()
		case h.Agreed != nil && h.Agreed.Version == h.Version && h.Agreed.By == a.ID:
			return nil, nil
		}
		return &body{Step: agreed, Version: h.Version, Reason: reason}, nil
	})
}

// On lets a rule run as it was written last, from the next report on.
func (s *Service) On(ctx context.Context, a policy.Actor, id record.ID, reason string, seen int64) error {
	if err := checkReason(reason); err != nil {
		return err
	}
	return s.change(ctx, a, "rule.switch", id, seen, func(all []Held, h *Held) (*body, error) {
		switch {
		case h.LiveAs == h.Version:
			return nil, nil
		case !h.Tried(s.clock()):
			return nil, untried()
		case h.Broad() && (h.Agreed == nil || h.Agreed.Version != h.Version || h.Agreed.By == a.ID):
			return nil, &fault.Error{
				Kind: fault.Conflict, Op: "rule.On", Key: "rule.on.broad", Args: []string{strconv.Itoa(h.Trial.Matched), strconv.Itoa(h.Trial.Seen)},
				Msg: "the trial met {0} of {1} reports, which is more than half: a second person must agree", Hint: "ask another chief to look at it, or make the rule narrower",
			}
		}
		if err := s.known(h.Draft); err != nil {
			return nil, err
		}
		if ring := s.ring(running(all), Rule{Draft: h.Draft, ID: h.ID}); ring != "" {
			return nil, &fault.Error{
				Kind: fault.Conflict, Op: "rule.On", Key: "rule.on.ring", Args: []string{ring},
				Msg: "reports would go in a ring: {0}", Hint: "add a condition that leaves out what is with the other desk already",
			}
		}
		return &body{Step: on, Version: h.Version, Reason: reason}, nil
	})
}

// Off stops a rule.
func (s *Service) Off(ctx context.Context, a policy.Actor, id record.ID, reason string, seen int64) error {
	if err := checkReason(reason); err != nil {
		return err
	}
	return s.change(ctx, a, "rule.switch", id, seen, func(_ []Held, h *Held) (*body, error) {
		if h.Live == nil {
			return nil, nil
		}
		return &body{Step: off, Version: h.LiveAs, Reason: reason}, nil
	})
}

// Remove takes a rule that is off out of the list. What it did stays where it was
// done.
func (s *Service) Remove(ctx context.Context, a policy.Actor, id record.ID) error {
	return s.change(ctx, a, "rule.edit", id, 0, func(_ []Held, h *Held) (*body, error) {
		if h.Live != nil {
			return nil, &fault.Error{
				Kind: fault.Conflict, Op: "rule.Remove", Key: "rule.remove.on", Msg: "the rule is switched on", Hint: "switch it off first",
			}
		}
		return &body{Step: removed, Version: h.Version}, nil
	})
}

// Order puts the rules of a unit into an order. Those that it does not name come
// last.
func (s *Service) Order(ctx context.Context, a policy.Actor, unit record.ID, ids []record.ID) error {
	if len(ids) > maxRules {
		return tooMany()
	}
	_, err := s.ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		if !s.net.Units.Has(unit) {
			return nil, policy.Hide()
		}
		if err := s.policy.Allow(ctx, a, "rule.switch", s.policy.At(policy.Rule, record.ID{}, unit)); err != nil {
			return nil, err
		}
		orders, err := readOrders(tx)
		if err != nil || slices.Equal(orders[unit], ids) {
			return nil, err
		}
		return []ledger.Draft{s.draft(unit.Derive("rule order"), unit, a, &body{Step: reranked, Order: ids})}, nil
	})
	if err != nil {
		return err
	}
	return s.Refresh(ctx)
}

// maxReason bounds a reason in bytes: a paragraph.
const maxReason = 500

func checkReason(reason string) error {
	if reason == "" || len(reason) > maxReason {
		return invalid("rule.reason.missing", "there is no reason, or it is longer than {0} bytes", "say why in a sentence", strconv.Itoa(maxReason))
	}
	return nil
}

func untried() error {
	return &fault.Error{
		Kind: fault.Conflict, Op: "rule", Key: "rule.untried", Msg: "the rule as it stands was not tried in the last 30 days",
		Hint: "try it on past reports, and look at what it would have done",
	}
}

package person

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/guard/audit"
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
	// Freeze draws up what keeps the numbers of people who are deleted in the same
	// commit, and what is to be erased with them; nil for nothing.
	Freeze func(tx *store.Tx, people []record.ID) (ledger.Draft, []ledger.Erasing, error)
	// Renewable faults unless it is time to decide whether somebody is kept for longer.
	Renewable func(tx *store.Tx, id record.ID) error
}

// Service is what may be asked about people.
type Service struct {
	ledger *ledger.Ledger
	policy *policy.Engine
	units  *unit.Tree
	clock  func() time.Time
	freeze func(*store.Tx, []record.ID) (ledger.Draft, []ledger.Erasing, error)

	renewable func(*store.Tx, record.ID) error
}

// NewService makes the service over the compartment community.
func NewService(opt Options) *Service {
	return &Service{ledger: opt.Ledger, policy: opt.Policy, units: opt.Units, clock: opt.Clock, freeze: opt.Freeze, renewable: opt.Renewable}
}

const purpose = "programme"

func handling(unit record.ID) record.Handling {
	return record.Handling{Unit: unit, TLP: record.AmberStrict, Purpose: purpose}
}

// Draft draws up the revision by which a person is written down, for whoever has
// asked the policy: the register itself, and rolls that meet somebody new. tx tells
// whether the same was written before.
func Draft(tx *store.Tx, author record.ID, id, of record.ID, k Known) ([]ledger.Draft, error) {
	if err := k.Check(); err != nil {
		return nil, err
	}
	old, err := Brief(tx, id)
	if err != nil && !fault.Is(err, fault.Missing) {
		return nil, err
	}
	if old != nil {
		if same(&old.Known, &k) {
			return nil, nil
		}
		of = old.Unit
	}
	return []ledger.Draft{draft(record.Participant, author, id, id, of, body{Act: known, Known: &k})}, nil
}

func draft(kind record.Kind, author, rec, subject, of record.ID, b body) ledger.Draft {
	b.V = bodyVersion
	return ledger.Draft{Kind: kind, Record: rec, Subject: subject, Author: author, Handling: handling(of), Body: b}
}

func same(a, b *Known) bool {
	x, err := json.Marshal(a)
	y, err2 := json.Marshal(b)
	return err == nil && err2 == nil && bytes.Equal(x, y)
}

// Put writes somebody down for one's own unit or one below, or corrects what is
// known: revision is the one that was seen, 0 for a new person. Writing the same down
// twice changes nothing. It faults with Missing where the id is that of somebody who was
// erased, whom a page that was open meanwhile would bring back.
func (s *Service) Put(ctx context.Context, a policy.Actor, id, of record.ID, revision int64, k Known) (Person, error) {
	k.Name = Plain(k.Name)
	_, err := s.ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		old, err := Brief(tx, id)
		switch {
		case fault.Is(err, fault.Missing):
			if err := s.mayRegister(ctx, tx, a, id, of); err != nil {
				return nil, err
			}
		case err != nil:
			return nil, err
		default:
			if err := s.visible(ctx, a, "person.edit", old); err != nil {
				return nil, err
			}
			if !same(&old.Known, &k) && old.Revision != revision {
				return nil, changed()
			}
		}
		return Draft(tx, a.ID, id, of, k)
	})
	if err != nil {
		return Person{}, err
	}
	return s.brief(ctx, a, id)
}

// mayRegister faults unless a may write down somebody new for a unit, under an id that the
// register never had.
func (s *Service) mayRegister(ctx context.Context, tx *store.Tx, a policy.Actor, id, of record.ID) error {
	if fresh, err := Unheard(tx, id); err != nil {
		return err
	} else if !fresh {
		return None()
	}
	next := Person{ID: id, Unit: of}
	if err := s.policy.Allow(ctx, a, "person.register", next.Resource(s.units)); err != nil {
		return err
	}
	if !s.units.Works(of) {
		return invalid("person.unit.none", "there is no such unit", "choose a unit from the list")
	}
	return nil
}

// visible asks whether a may do action to the person: not being allowed to what one
// sees is Denied, and else Missing.
func (s *Service) visible(ctx context.Context, a policy.Actor, action policy.Action, p *Person) error {
	r := p.Resource(s.units)
	if s.policy.Allow(ctx, a, "person.list", r) != nil {
		return None()
	}
	if s.policy.Allow(ctx, a, action, r) != nil {
		return policy.Deny(action)
	}
	return nil
}

func (s *Service) brief(ctx context.Context, a policy.Actor, id record.ID) (out Person, err error) {
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		p, err := Brief(tx, id)
		if err != nil {
			return err
		}
		out = *p
		return s.visible(ctx, a, "person.list", p)
	})
	return out, err
}

// Open gives all that is known of a person, for a reason that the audit keeps. It
// faults with Missing where there is none that a may see.
func (s *Service) Open(ctx context.Context, a policy.Actor, id record.ID, reason string) (out Person, err error) {
	_, err = s.ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		p, err := Load(tx, id)
		if err != nil {
			return nil, err
		}
		if err := s.visible(ctx, a, "person.open", p); err != nil {
			return nil, err
		}
		lines, stopped, err := audit.Open(tx, audit.Reading{Reader: a, Subject: id, Handling: handling(p.Unit), Reason: reason, Needs: true}, s.clock())
		if stopped {
			return lines, nil
		}
		out = *p
		return lines, err
	})
	if err == nil && out.ID.Zero() {
		return out, audit.TooMuch(s.clock())
	}
	return out, err
}

// act is every act on a person whom a may see.
func (s *Service) act(ctx context.Context, a policy.Actor, id record.ID, action policy.Action, decide func(tx *store.Tx, p *Person) ([]ledger.Draft, error)) error {
	_, err := s.ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		p, err := Load(tx, id)
		if err != nil {
			return nil, err
		}
		if err := s.visible(ctx, a, action, p); err != nil {
			return nil, err
		}
		return decide(tx, p)
	})
	return err
}

// Agree writes down what somebody agreed to. Its number makes it harmless to say so
// twice.
func (s *Service) Agree(ctx context.Context, a policy.Actor, id record.ID, c Consent) error {
	return s.act(ctx, a, id, "person.consent", func(_ *store.Tx, p *Person) ([]ledger.Draft, error) {
		if slices.ContainsFunc(p.Consents, func(o Consent) bool { return o.ID == c.ID }) {
			return nil, nil
		}
		c.At, c.Withdrawn = time.Time{}, time.Time{} // the ledger says when
		if err := c.Check(p.Child()); err != nil {
			return nil, err
		}
		return []ledger.Draft{draft(record.Consent, a.ID, c.ID, id, p.Unit, body{Act: given, Consent: &c})}, nil
	})
}

// Withdraw takes a consent back, from this moment.
func (s *Service) Withdraw(ctx context.Context, a policy.Actor, id, consent record.ID) error {
	return s.act(ctx, a, id, "person.consent", func(_ *store.Tx, p *Person) ([]ledger.Draft, error) {
		i := slices.IndexFunc(p.Consents, func(o Consent) bool { return o.ID == consent })
		switch {
		case i < 0:
			return nil, None()
		case !p.Consents[i].Withdrawn.IsZero():
			return nil, nil
		}
		return []ledger.Draft{draft(record.Consent, a.ID, consent, id, p.Unit, body{Act: taken})}, nil
	})
}

// Merge says that two entries are one person: gone is counted under keep from now on.
// It is taken back by Split.
func (s *Service) Merge(ctx context.Context, a policy.Actor, keep, gone record.ID) error {
	return s.act(ctx, a, gone, "person.merge", func(tx *store.Tx, p *Person) ([]ledger.Draft, error) {
		top, err := Canonical(tx, keep)
		if err != nil {
			return nil, err
		}
		other, err := Brief(tx, top)
		if err != nil {
			return nil, err
		}
		if err := s.visible(ctx, a, "person.merge", other); err != nil {
			return nil, err
		}
		switch {
		case p.Into == top:
			return nil, nil
		case top == gone:
			return nil, invalid("person.merge.self", "the two are one entry already", "choose another one")
		}
		drafts := []ledger.Draft{draft(record.Participant, a.ID, gone.Derive("same"), gone, p.Unit, body{Act: merged, Other: top, With: keep})}
		more, err := follow(tx, a.ID, p, top)
		return append(more, drafts...), err
	})
}

// follow says of all entries that are the same as one that they are counted with it: it
// stays true when the one is deleted, and nothing can be read of them any more.
func follow(tx *store.Tx, author record.ID, p *Person, top record.ID) (drafts []ledger.Draft, err error) {
	rows := tx.Query(followSQL, p.ID, cmp.Or(p.Into, p.ID))
	defer rows.Close()
	for rows.Next() {
		var id, unit, with record.ID
		if err := rows.Scan(&id, &unit, &with); err != nil {
			return nil, err
		}
		drafts = append(drafts, draft(record.Participant, author, id.Derive("same"), id, unit, body{Act: merged, Other: top, With: with}))
	}
	return drafts, rows.Err()
}

// followSQL gives whoever was said to be the same as somebody, or as one of these. Under
// somebody who is counted under nobody stands nobody else.
const followSQL = `WITH RECURSIVE same (id) AS (
		SELECT id FROM persons WHERE into_id = ?2 AND (said = ?1 OR ?1 = ?2) UNION SELECT p.id FROM same s JOIN persons p ON p.said = s.id WHERE p.into_id = ?2
	) SELECT p.id, p.unit, p.said FROM same s JOIN persons p ON p.id = s.id`

// Split takes a merging back: whoever was the same person before is the same still.
func (s *Service) Split(ctx context.Context, a policy.Actor, id record.ID) error {
	return s.act(ctx, a, id, "person.merge", func(tx *store.Tx, p *Person) ([]ledger.Draft, error) {
		if p.Into.Zero() {
			return nil, nil
		}
		more, err := follow(tx, a.ID, p, id)
		return append([]ledger.Draft{draft(record.Participant, a.ID, id.Derive("same"), id, p.Unit, body{Act: split})}, more...), err
	})
}

// Apart says that two entries are two people, so that nobody is asked again; or takes
// that back.
func (s *Service) Apart(ctx context.Context, a policy.Actor, id, other record.ID, are bool) error {
	return s.act(ctx, a, id, "person.merge", func(tx *store.Tx, p *Person) ([]ledger.Draft, error) {
		o, err := Brief(tx, other)
		if err != nil {
			return nil, err
		}
		if err := s.visible(ctx, a, "person.merge", o); err != nil {
			return nil, err
		}
		what := map[bool]string{true: apart, false: together}[are]
		return []ledger.Draft{draft(record.Participant, a.ID, id.Derive("apart/"+other.String()), id, p.Unit, body{Act: what, Other: other})}, nil
	})
}

// Renew keeps somebody who asked to stay for longer, for a reason: whoever might delete
// them decides so, and nothing else does.
func (s *Service) Renew(ctx context.Context, a policy.Actor, id record.ID, why string) error {
	if !audit.IsReason(why) {
		return invalid("person.renew.reason", "keeping somebody for longer needs a reason of one sentence", "say why, such as: she was asked, and wants to be told of refreshers")
	}
	return s.act(ctx, a, id, "person.erase", func(tx *store.Tx, p *Person) ([]ledger.Draft, error) {
		if err := s.renewable(tx, id); err != nil {
			return nil, err
		}
		return []ledger.Draft{draft(record.Participant, a.ID, id.Derive("renewed"), id, p.Unit, body{Act: renewed, Why: why})}, nil
	})
}

// Erase deletes all that is known of a person, and whoever is counted under them:
// what they took part in stays in counts that name nobody.
func (s *Service) Erase(ctx context.Context, a policy.Actor, id record.ID, reason string) error {
	if !audit.IsReason(reason) {
		return invalid("person.reason.missing", "deleting somebody needs a reason of one sentence", "say why, such as: the person asked for it")
	}
	_, err := s.ledger.EraseAll(ctx, func(tx *store.Tx) (drafts []ledger.Draft, gone []ledger.Erasing, err error) {
		all, err := s.erasable(ctx, tx, a, id)
		if err != nil {
			return nil, nil, err
		}
		ids := make([]record.ID, 0, len(all))
		for _, p := range all {
			ids = append(ids, p.ID)
			gone = append(gone, ledger.Erasing{Subject: p.ID, Author: a.ID, Reason: reason, Handling: handling(p.Unit)})
		}
		if s.freeze == nil {
			return nil, gone, nil
		}
		sum, old, err := s.freeze(tx, ids)
		return []ledger.Draft{sum}, append(gone, old...), err
	})
	return err
}

// erasable gives the entries that go with a person, the person last, if a may delete
// all of them.
func (s *Service) erasable(ctx context.Context, tx *store.Tx, a policy.Actor, id record.ID) (all []*Person, err error) {
	ids, err := under(tx, id)
	if err != nil {
		return nil, err
	}
	for _, each := range append(ids, id) {
		p, err := Brief(tx, each)
		if err != nil {
			return nil, err
		}
		if err := s.visible(ctx, a, "person.erase", p); err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

func under(tx *store.Tx, id record.ID) (all []record.ID, err error) {
	rows := tx.Query("SELECT id FROM persons WHERE into_id = ?", id)
	defer rows.Close()
	for rows.Next() {
		var one record.ID
		if err := rows.Scan(&one); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// May tells which acts on the person a may do.
func (s *Service) May(ctx context.Context, a policy.Actor, p *Person) (acts []string) {
	r := p.Resource(s.units)
	for _, act := range []string{"open", "edit", "merge", "consent", "erase"} {
		if s.policy.Allow(ctx, a, policy.Action("person."+act), r) == nil {
			acts = append(acts, act)
		}
	}
	return acts
}

package attendance

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"wasl/internal/base/record"
	"wasl/internal/community/activity"
	"wasl/internal/community/person"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// newcomers writes those down whom the register does not have yet, for the unit of
// the activity, and puts them on the list. They are on l from then on.
func newcomers(tx *store.Tx, p *Pass, act *activity.Activity, l list, all []Newcomer) (drafts []ledger.Draft, err error) {
	if len(l.on)+len(all) > maxEnrolled {
		return nil, tooMany()
	}
	for _, n := range all {
		gone, err := person.Gone(tx, n.ID)
		if err != nil {
			return nil, err
		}
		if l.ever[n.ID] || gone {
			continue
		}
		written, err := person.Draft(tx, p.ID, n.ID, act.Unit, n.known())
		if err != nil {
			return nil, err
		}
		drafts = append(append(drafts, written...), enrolment(act, n.ID, p.ID, true))
		l.ever[n.ID] = true
	}
	return drafts, nil
}

// unheardOf leaves of newcomers those of whose id nothing was ever written. All else
// stays as the node has it: who was sent before, and what a phone should not have named,
// be it a person of another activity or no person at all.
func (s *Service) unheardOf(ctx context.Context, all []Newcomer) (fresh []Newcomer, err error) {
	for _, n := range all {
		known, err := s.opt.Ledger.Knows(ctx, n.ID)
		if err != nil {
			return nil, err
		}
		if !known {
			fresh = append(fresh, n)
		}
	}
	return fresh, nil
}

// nameless is who was written down under no name that the register takes (nomen
// nescio): the console puts it right.
const nameless = "N. N."

// known is what the register keeps of a newcomer. At the door nobody is turned away
// for how a name was typed, nor the roll that is sent along: what the register does
// not take is left out from the end on, and of a child all that follows the given name.
func (n *Newcomer) known() person.Known {
	k := person.Known{Band: n.Band, Sex: n.Sex, Community: n.Community, Disability: person.Unsaid, Role: "participant"}
	for words := strings.Fields(person.Plain(n.Name)); len(words) > 0; words = words[:len(words)-1] {
		if k.Name = strings.Join(words, " "); k.Check() == nil {
			return k
		}
	}
	k.Name = nameless
	return k
}

// alike tells which newcomers the register may know already, as whoever made the pass
// may see it, and the names of those who are on this list. It goes by what was written
// down of them: whoever asked by what a phone says could search the register with it.
func (s *Service) alike(ctx context.Context, p *Pass, out *Answer, all []Newcomer) (found []Alike, err error) {
	maker := policy.Actor{ID: p.Author, Unit: out.Activity.Unit, Roles: []policy.Role{policy.Organiser}}
	onList := map[record.ID]*person.Person{}
	for _, e := range out.People {
		onList[e.ID] = e.Person
	}
	for _, n := range all {
		written := onList[n.ID]
		if written == nil || written.Name == nameless {
			continue
		}
		candidates, err := s.opt.People.Alike(ctx, maker, written.Known, n.ID)
		if err != nil {
			return nil, err
		}
		if len(candidates) == 0 {
			continue
		}
		a := Alike{Newcomer: n.ID}
		for _, c := range candidates {
			if one, here := onList[c.ID]; here {
				a.Names = append(a.Names, one.Name)
			}
		}
		found = append(found, a)
	}
	return found, nil
}

func byName(x, y *person.Person) int {
	return cmp.Or(strings.Compare(strings.ToLower(x.Name), strings.ToLower(y.Name)), slices.Compare(x.ID[:], y.ID[:]))
}

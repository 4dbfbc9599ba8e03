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
// the activity, and puts them on the list. They are on l from then on. Whoever was
// sent before is left as the register has them now, and out of it who was deleted.
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

// known is what the register keeps of a newcomer. At the door nobody is turned away
// for how a name was typed: of a child the register takes the given name alone, so
// what follows it is left out here.
func (n *Newcomer) known() person.Known {
	k := person.Known{Name: strings.TrimSpace(n.Name), Band: n.Band, Sex: n.Sex, Community: n.Community, Disability: person.Unsaid, Role: "participant"}
	for words := strings.Fields(k.Name); k.Check() != nil && k.Child() && len(words) > 1; {
		words = words[:len(words)-1]
		k.Name = strings.Join(words, " ")
	}
	return k
}

// alike tells which newcomers the register may know already, as whoever made the pass
// may see it, and the names of those who are on this list.
func (s *Service) alike(ctx context.Context, p *Pass, out *Answer, all []Newcomer) (found []Alike, err error) {
	maker := policy.Actor{ID: p.Author, Unit: out.Activity.Unit, Roles: []policy.Role{policy.Organiser}}
	onList := map[record.ID]string{}
	for _, e := range out.People {
		onList[e.ID] = e.Name
	}
	for _, n := range all {
		candidates, err := s.opt.People.Alike(ctx, maker, n.known(), n.ID)
		if err != nil {
			return nil, err
		}
		if len(candidates) == 0 {
			continue
		}
		a := Alike{Newcomer: n.ID}
		for _, c := range candidates {
			if name, here := onList[c.ID]; here {
				a.Names = append(a.Names, name)
			}
		}
		found = append(found, a)
	}
	return found, nil
}

func byName(x, y *person.Person) int {
	return cmp.Or(strings.Compare(strings.ToLower(x.Name), strings.ToLower(y.Name)), slices.Compare(x.ID[:], y.ID[:]))
}

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

// newcomers writes those down whom the register never had, for the unit of the activity,
// and puts them on the list. They are on l from then on. All else stays as the node has
// it: who was sent before, who was deleted since, and a person of another activity, whom a
// phone should not have named.
func newcomers(tx *store.Tx, p *Pass, act *activity.Activity, l list, all []Newcomer) (drafts []ledger.Draft, err error) {
	on := len(l.on)
	for _, n := range all {
		fresh, err := person.Unheard(tx, n.ID)
		if err != nil {
			return nil, err
		}
		if !fresh || l.ever[n.ID] { // l: it is sent twice in one message
			continue
		}
		if on++; on > maxEnrolled {
			return nil, tooMany()
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

// maxAlike bounds the newcomers of a message who are looked for in the register, each by a
// search of its own: more than come through a door between two messages. The console finds
// the others.
const maxAlike = 40

// alike tells which newcomers the register may know already, as whoever made the pass
// may see it, and the names of those who are on this list. It goes by what was written
// down of them: whoever asked by what a phone says could search the register with it.
func (s *Service) alike(ctx context.Context, p *Pass, out *Answer, all []Newcomer) (found []Alike, err error) {
	maker := policy.Actor{ID: p.Author, Unit: out.Activity.Unit, Roles: []policy.Role{policy.Organiser}}
	onList := map[record.ID]*person.Person{}
	for _, e := range out.People {
		onList[e.ID] = e.Person
	}
	for _, n := range all[:min(len(all), maxAlike)] {
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

package material

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"wasl/internal/base/fault"
	"wasl/internal/base/letter"
	"wasl/internal/base/record"
	"wasl/internal/community/activity"
	"wasl/internal/community/person"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
)

// Who is named is asked of the register each time that something is shown: consent is
// an object of it, and so is the name. Nothing here remembers that somebody agreed.

// agrees tells whether somebody agrees now to be named or seen. Of entries that are the
// same person, what was taken back with any holds for all.
func agrees(tx *store.Tx, who record.ID) (*person.Person, bool, error) {
	p, err := person.Load(tx, who)
	if store.None(err) || fault.Is(err, fault.Missing) {
		return nil, false, nil // erased, or not in the register any more
	}
	if err != nil {
		return nil, false, err
	}
	entries, err := person.Entries(tx, who)
	if err != nil || !p.Agrees(person.Material) {
		return p, false, err
	}
	for _, id := range entries {
		same, err := person.Load(tx, id)
		if err != nil {
			return p, false, err
		}
		asked := slices.ContainsFunc(same.Consents, func(c person.Consent) bool { return c.Scope == person.Material })
		if asked && !same.Agrees(person.Material) {
			return p, false, nil
		}
	}
	return p, true, nil
}

// free tells whether everybody in a file agrees.
func free(tx *store.Tx, people []record.ID) (bool, error) {
	for _, id := range people {
		if _, ok, err := agrees(tx, id); err != nil || !ok {
			return false, err
		}
	}
	return true, nil
}

// freeFiles leaves of files those in which everybody agrees.
func freeFiles(tx *store.Tx, all []File) (shown []File, err error) {
	for i := range all {
		switch is, err := free(tx, all[i].People); {
		case err != nil:
			return nil, err
		case is:
			shown = append(shown, all[i])
		}
	}
	return shown, nil
}

// showing faults where somebody in a file does not agree, and in the same words where a may
// not know of somebody who was not in it before: who makes a material is told their names.
func (s *Service) showing(ctx context.Context, tx *store.Tx, a policy.Actor, people, before []record.ID) error {
	if err := consenting(tx, people); err != nil {
		return err
	}
	for _, id := range people {
		if slices.Contains(before, id) {
			continue
		}
		if err := s.known(ctx, tx, a, id); err != nil {
			if fault.Is(err, fault.Missing) {
				err = notSeen()
			}
			return err
		}
	}
	return nil
}

// consenting faults where somebody in a file does not agree.
func consenting(tx *store.Tx, people []record.ID) error {
	ok, err := free(tx, people)
	if err != nil || ok {
		return err
	}
	return notSeen()
}

func notSeen() error {
	return invalid("material.file.consent", "somebody in the file did not agree to be named or seen, or does not any more", "write their consent down on their page, or make the file anew without them")
}

// credited finds whose credit it is, and whether they are to be named.
func credited(tx *store.Tx, credit record.ID) (who record.ID, named bool, err error) {
	err = tx.Row("SELECT person FROM credits WHERE id = ?", credit).Scan(&who)
	if store.None(err) {
		return who, false, nil // the person was erased
	}
	if err == nil {
		_, named, err = agrees(tx, who)
	}
	return who, named, err
}

// author gives how somebody is named in public: an adult as they agreed to be called,
// a child by given name and age.
func author(tx *store.Tx, credit record.ID) (a Author, named bool, err error) {
	who, named, err := credited(tx, credit)
	if err != nil || !named {
		return a, false, err
	}
	var as string
	if err := tx.Row("SELECT name FROM credits WHERE id = ?", credit).Scan(&as); err != nil {
		return a, false, err
	}
	p, _, err := agrees(tx, who)
	if err != nil {
		return a, false, err
	}
	if p.Child() {
		return Author{Name: p.Name, Child: true, Band: string(p.Band)}, true, nil
	}
	return Author{Name: as}, as != "", nil // who has grown up meanwhile is asked anew how to be called
}

// known faults where a may not know of somebody in the register.
func (s *Service) known(ctx context.Context, tx *store.Tx, a policy.Actor, who record.ID) error {
	p, err := person.Load(tx, who)
	if err != nil {
		return err
	}
	err = s.opt.Policy.Allow(ctx, a, "person.list", s.opt.Policy.At(policy.Participant, p.ID, p.Unit))
	if fault.Is(err, fault.Denied) {
		return policy.Hide() // who is not in the list is not in the world
	}
	return err
}

// credible faults where somebody cannot be named so.
func (s *Service) credible(ctx context.Context, tx *store.Tx, a policy.Actor, who record.ID, as string) error {
	if err := s.known(ctx, tx, a, who); err != nil {
		return err
	}
	p, ok, err := agrees(tx, who)
	switch {
	case err != nil:
		return err
	case !ok:
		return disagrees()
	case p.Child() && as != "":
		return invalid("material.credit.child", "a child is named by given name and age alone", "leave the name empty: both are taken from the register")
	case !p.Child() && (as == "" || utf8.RuneCountInString(as) > MaxName || !line(as)):
		return invalid("material.credit.name", "the name is missing, or has more than {0} letters", "write the name that the person wants to be known by", strconv.Itoa(MaxName))
	}
	return nil
}

func disagrees() error {
	return invalid("material.credit.consent", "this person did not agree to be named, or does not any more", "write their consent down on their page; for a child, that of a parent or guardian and the child's own")
}

// agreed faults where somebody is named or seen who does not agree, or where a text
// names somebody: what is written in a text stays when a consent is taken back.
func agreed(tx *store.Tx, m *Material) error {
	for i := range m.Draft.Files {
		if err := consenting(tx, m.Draft.Files[i].People); err != nil {
			return err
		}
	}
	for _, c := range m.Credits {
		p, ok, err := agrees(tx, c.Person)
		if err != nil {
			return err
		}
		if !ok {
			return disagrees()
		}
		for _, name := range []string{p.Name, c.As} {
			if m.Draft.names(name) {
				return invalid("material.text.names", "a text names somebody who is among the authors", "take the name out of the text: there it would stay when they take their consent back")
			}
		}
	}
	return nil
}

// names tells whether any text has a name in it, however it is spelled.
func (c *Content) names(name string) bool {
	name = folded(name)
	if name == "  " {
		return false
	}
	said := func(s string) bool { return strings.Contains(folded(s), name) }
	for _, w := range c.Texts {
		if said(w.Title) || said(w.Summary) || said(w.Body) {
			return true
		}
	}
	return slices.ContainsFunc(c.Files, func(f File) bool { return said(f.Name) || said(f.Alt) })
}

// folded gives the words of a text in plain letters, a blank before and behind each.
func folded(s string) string {
	var b strings.Builder
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteString(letter.Fold(r))
		} else if !unicode.IsMark(r) {
			b.WriteByte(' ')
		}
	}
	return " " + strings.Join(strings.Fields(b.String()), " ") + " "
}

// activity faults where a may not know of an activity; zero stands for none.
func (s *Service) activity(ctx context.Context, tx *store.Tx, a policy.Actor, id record.ID) error {
	if id.Zero() {
		return nil
	}
	of, err := activity.Load(tx, id)
	if err != nil {
		return err
	}
	r := s.opt.Policy.At(policy.Activity, of.ID, of.Unit)
	r.Recipients = of.Accounts()
	return s.opt.Policy.Allow(ctx, a, "activity.list", r)
}

// Known is what the makers of a material know of somebody in it.
type Known struct {
	Author
	Agrees bool // now
}

// People tells who is named and seen in the version being worked on.
func (s *Service) People(ctx context.Context, m *Material) (map[record.ID]Known, error) {
	all := map[record.ID]Known{}
	err := s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		ids := []record.ID{}
		for _, c := range m.Credits {
			ids = append(ids, c.Person)
		}
		for i := range m.Draft.Files {
			ids = append(ids, m.Draft.Files[i].People...)
		}
		for _, id := range ids {
			p, ok, err := agrees(tx, id)
			if err != nil {
				return err
			}
			if p != nil {
				all[id] = Known{authorOf(p), ok}
			}
		}
		return nil
	})
	return all, err
}

func authorOf(p *person.Person) Author {
	a := Author{Name: p.Name, Child: p.Child()}
	if a.Child {
		a.Band = string(p.Band)
	}
	return a
}

// Willing is somebody of the register who agrees to be named.
type Willing struct {
	Author
	ID record.ID
}

// Willing gives those whom a may know of and who agree to be named, by name.
func (s *Service) Willing(ctx context.Context, a policy.Actor) (all []Willing, err error) {
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		ids, err := person.Agreeing(tx, person.Material)
		if err != nil {
			return err
		}
		for _, id := range ids {
			p, ok, err := agrees(tx, id)
			if err != nil {
				return err
			}
			if ok && p.Into.Zero() && s.opt.Policy.Allow(ctx, a, "person.list", s.opt.Policy.At(policy.Participant, id, p.Unit)) == nil {
				all = append(all, Willing{authorOf(p), id})
			}
		}
		return nil
	})
	slices.SortFunc(all, func(a, b Willing) int { return strings.Compare(a.Name, b.Name) })
	return all, err
}

package product

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"wasl/internal/analyse/trend"
	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/network/place"
	"wasl/internal/network/unit"
	"wasl/internal/triage/alert"
	"wasl/internal/triage/incident"
	"wasl/internal/triage/queue"
	"wasl/internal/triage/response"
)

// Options says what the service stands on.
type Options struct {
	Ledger    *ledger.Ledger // the field compartment, with Part
	Policy    *policy.Engine
	Units     *unit.Tree
	Places    *place.Service
	Incidents *incident.Service
	Queue     *queue.Service
	Alerts    *alert.Service
	Trends    *trend.Service
	Deeds     *response.Service
	Kind      func(kind string) lang.Text // what reports of a kind are called
	Zone      *time.Location              // whose days bulletins are of
	Clock     func() time.Time
}

// Service is what may be asked and done about bulletins.
type Service struct{ Options }

// NewService makes the service over the field compartment.
func NewService(opt Options) *Service { return &Service{opt} }

// An On names the bulletin that somebody acts on and the state of it that they saw:
// another state in the meantime is a Conflict. Revision 0 does not ask.
type On struct {
	Bulletin record.ID
	Revision int64
}

func (s *Service) resource(b *Bulletin) policy.Resource {
	r := s.Policy.At(policy.Bulletin, b.ID, b.Unit)
	r.TLP = b.TLP
	return r
}

// draft is a revision of a bulletin.
func (b *Bulletin) draft(author record.ID, m *body) ledger.Draft {
	m.V = bodyVersion
	return ledger.Draft{
		Kind: record.Bulletin, Record: b.ID, Subject: b.ID, Author: author, Body: m,
		Handling: record.Handling{Unit: b.Unit, TLP: b.TLP, Purpose: purpose},
	}
}

// paragraph is a revision of a paragraph of it.
func (b *Bulletin) paragraph(author record.ID, id, subject record.ID, tlp record.TLP, m *body) ledger.Draft {
	m.V, m.Bulletin = bodyVersion, b.ID
	if subject.Zero() {
		subject = b.ID
	}
	return ledger.Draft{
		Kind: record.Bulletin, Record: id, Subject: subject, Author: author, Body: m,
		Handling: record.Handling{Unit: b.Unit, TLP: tlp, Purpose: purpose},
	}
}

// fresh is the revision that writes a paragraph as it is drafted.
func (b *Bulletin) fresh(author record.ID, f *Fresh) ledger.Draft {
	texts := map[lang.Language]text{}
	for l, said := range f.Texts {
		texts[l] = text{Text: said}
	}
	return b.paragraph(author, b.ID.Derive(f.Key), f.Subject, f.TLP, &body{
		Act: write, Section: f.Section, Key: f.Key, Texts: texts, Basis: f.Basis, Mark: f.Mark, Area: f.Area,
	})
}

// act is every act on a draft: load it, ask the policy about that very row, compare
// what the person saw, and write what decide draws up.
func (s *Service) act(ctx context.Context, a policy.Actor, action policy.Action, on On, decide func(tx *store.Tx, b *Bulletin) ([]ledger.Draft, error)) error {
	_, err := s.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		b, err := s.drafted(ctx, tx, a, on.Bulletin)
		if err != nil {
			return nil, err
		}
		if err := s.may(ctx, a, action, b); err != nil {
			return nil, err
		}
		if on.Revision != 0 && on.Revision != b.Revision {
			return nil, stale()
		}
		return decide(tx, b)
	})
	return err
}

// drafted loads a bulletin that somebody is to work on. One that a may not know of is
// Missing, like one that does not exist; one that has gone out is a Conflict.
func (s *Service) drafted(ctx context.Context, tx *store.Tx, a policy.Actor, id record.ID) (*Bulletin, error) {
	b, err := load(tx, id)
	if err != nil {
		return nil, err
	}
	if err := s.known(ctx, a, b); err != nil {
		return nil, err
	}
	if b.State != Draft {
		return nil, conflict("product.released", "this bulletin has gone out or was withdrawn, and is not changed any more", "correct it: that makes a new edition")
	}
	return b, nil
}

// known faults with Missing where a may not know of a bulletin: of a draft only
// those who work on it do.
func (s *Service) known(ctx context.Context, a policy.Actor, b *Bulletin) error {
	if s.Policy.Allow(ctx, a, "bulletin.edit", s.resource(b)) == nil {
		return nil
	}
	if b.State == Draft || b.Released.IsZero() {
		return policy.Hide()
	}
	for _, u := range append([]record.ID{b.Unit}, b.To...) {
		r := s.resource(b)
		r.Unit, r.UnitPath = u, s.Units.Path(u)
		if s.Policy.Allow(ctx, a, "bulletin.open", r) == nil {
			return nil
		}
	}
	return policy.Hide()
}

// may asks the policy about a bulletin that a knows of, as a reader of another unit
// may: it is not hidden from them.
func (s *Service) may(ctx context.Context, a policy.Actor, action policy.Action, b *Bulletin) error {
	err := s.Policy.Allow(ctx, a, action, s.resource(b))
	if store.None(err) {
		return policy.Deny(action)
	}
	return err
}

func stale() error {
	return conflict("product.revision.old", "somebody else changed this bulletin while you had it open", "look at the change, then do it again if it still fits")
}

// Draft begins the bulletin of a's unit for a day, and gives its id: that of the
// draft which is there already, where one is.
func (s *Service) Draft(ctx context.Context, a policy.Actor, day string) (id record.ID, err error) {
	blank := &Bulletin{Unit: a.Unit, Day: day, TLP: record.Green}
	if err := s.Policy.Allow(ctx, a, "bulletin.draft", s.resource(blank)); err != nil {
		return id, err
	}
	if err := s.checkDay(day); err != nil {
		return id, err
	}
	c, err := s.compose(ctx, a, a.Unit, day)
	if err != nil {
		return id, err
	}
	_, err = s.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		last, err := latest(tx, a.Unit, day)
		if err != nil {
			return nil, err
		}
		edition := 1
		if last != nil {
			if id = last.ID; last.State == Draft {
				return nil, nil
			}
			if last.State != Withdrawn {
				return nil, conflict("product.day.released", "the bulletin of this day has gone out", "correct it: that makes a new edition")
			}
			edition = last.Edition + 1
		}
		b := &Bulletin{ID: IDOf(a.Unit, day, edition), Unit: a.Unit, Day: day, Edition: edition, TLP: c.marked()}
		id = b.ID
		drafts, order := b.begin(a.ID, c)
		return append(drafts, b.draft(a.ID, &body{Act: open, Day: day, Edition: edition, Order: order, Figures: &c.Figures})), checkEdition(edition)
	})
	return id, err
}

func checkEdition(n int) error {
	if n > MaxEditions {
		return invalid("product.editions.many", "there are {0} editions of this day already", "write it in the bulletin of the next day", strconv.Itoa(MaxEditions))
	}
	return nil
}

// marked is the closest marking of what was drafted.
func (c *Composed) marked() record.TLP {
	tlp := record.Green
	for i := range c.Paragraphs {
		tlp = max(tlp, c.Paragraphs[i].TLP)
	}
	return tlp
}

// begin gives the paragraphs of a first draft and their order. The bulletin itself
// is written after them, so that its marking is found once.
func (b *Bulletin) begin(author record.ID, c *Composed) (drafts []ledger.Draft, order []record.ID) {
	order = []record.ID{}
	for i := range c.Paragraphs {
		d := b.fresh(author, &c.Paragraphs[i])
		drafts, order = append(drafts, d), append(order, d.Record)
	}
	return drafts, order
}

// oldest is how far back a bulletin can be begun: later nobody reads it.
const oldest = 366 * 24 * time.Hour

func (s *Service) checkDay(day string) error {
	from, _, err := s.bounds(day)
	if err != nil {
		return err
	}
	now := s.Clock()
	if from.After(now) || now.Sub(from) > oldest {
		return invalid("product.day.far", "a bulletin is of today or of a day of the last year", "choose another day")
	}
	return nil
}

const latestSQL = "SELECT id FROM bulletins INDEXED BY bulletins_day WHERE unit = ? AND day = ? ORDER BY edition DESC LIMIT 1"

// latest is the last edition of a day's bulletin, nil where there is none.
func latest(tx *store.Tx, unit record.ID, day string) (*Bulletin, error) {
	var id record.ID
	err := tx.Row(latestSQL, unit, day).Scan(&id)
	if store.None(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return load(tx, id)
}

// Redraft drafts anew what nobody has changed by hand, brings in what is new, and
// drops what there is no more. What a person wrote stays.
func (s *Service) Redraft(ctx context.Context, a policy.Actor, on On) error {
	c, err := s.composeFor(ctx, a, on.Bulletin)
	if err != nil {
		return err
	}
	return s.act(ctx, a, "bulletin.edit", on, func(_ *store.Tx, b *Bulletin) ([]ledger.Draft, error) {
		var drafts []ledger.Draft
		order := []record.ID{}
		for _, p := range b.Paragraphs {
			f := c.find(p.Key)
			if f == nil && !p.Hand() && !p.Edited() {
				continue
			}
			order = append(order, p.ID)
			if f != nil && !p.Edited() && (f.Mark == "" || f.Mark != p.Mark) {
				drafts = append(drafts, b.fresh(a.ID, f))
			}
		}
		for i := range c.Paragraphs {
			if id := b.ID.Derive(c.Paragraphs[i].Key); !slices.Contains(order, id) {
				drafts, order = append(drafts, b.fresh(a.ID, &c.Paragraphs[i])), append(order, id)
			}
		}
		return append(drafts, b.draft(a.ID, &body{Act: redraft, Order: order, Figures: &c.Figures})), nil
	})
}

// composeFor drafts anew the bulletin that somebody works on.
func (s *Service) composeFor(ctx context.Context, a policy.Actor, id record.ID) (*Composed, error) {
	var b *Bulletin
	err := s.Ledger.View(ctx, func(tx *store.Tx) (err error) {
		b, err = s.drafted(ctx, tx, a, id)
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := s.may(ctx, a, "bulletin.edit", b); err != nil {
		return nil, err
	}
	return s.compose(ctx, a, b.Unit, b.Day)
}

// Correct begins the next edition of a bulletin that has gone out, as it stands and
// with the reason, and gives its id: that of the draft which is there already, where
// one is.
func (s *Service) Correct(ctx context.Context, a policy.Actor, on On, why string) (id record.ID, err error) {
	_, err = s.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		old, err := load(tx, on.Bulletin)
		if err != nil {
			return nil, err
		}
		if err := s.known(ctx, a, old); err != nil {
			return nil, err
		}
		if err := s.may(ctx, a, "bulletin.edit", old); err != nil {
			return nil, err
		}
		last, err := latest(tx, old.Unit, old.Day)
		if err != nil {
			return nil, err
		}
		if id = last.ID; last.State == Draft {
			return nil, nil
		}
		if last.ID != old.ID {
			return nil, conflict("product.edition.old", "there is a later edition", "correct that one")
		}
		if err := checkWhy(why); err != nil {
			return nil, err
		}
		b := &Bulletin{ID: IDOf(old.Unit, old.Day, old.Edition+1), Unit: old.Unit, Day: old.Day, Edition: old.Edition + 1, TLP: old.TLP}
		id = b.ID
		return b.copy(a.ID, old, why), checkEdition(b.Edition)
	})
	return id, err
}

func checkWhy(why string) error {
	switch {
	case strings.TrimSpace(why) == "":
		return invalid("product.why.missing", "no reason is given", "say in a few words why")
	case len(why) > MaxWhy:
		return tooLong(MaxWhy)
	}
	return nil
}

func tooLong(bytes int) error {
	return &fault.Error{
		Kind: fault.TooLarge, Op: "product", Key: "product.text.long", Msg: "the text is longer than {0} bytes", Hint: "say it in fewer words",
		Args: []string{strconv.Itoa(bytes)},
	}
}

// copy writes what an edition says into the next one.
func (b *Bulletin) copy(author record.ID, old *Bulletin, why string) (drafts []ledger.Draft) {
	order, left := []record.ID{}, []Left{}
	for _, p := range old.Paragraphs {
		texts := map[lang.Language]text{}
		for l, said := range p.Texts {
			texts[l] = text{said.Text, said.Hand}
		}
		id := b.ID.Derive(p.Key)
		drafts = append(drafts, b.paragraph(author, id, p.subjectOf(old), p.TLP, &body{
			Act: write, Section: p.Section, Key: p.Key, Texts: texts, Basis: p.Basis, Mark: p.Mark, Area: p.Area,
		}))
		order = append(order, id)
		for _, l := range old.Left {
			if l.Paragraph == p.ID {
				left = append(left, Left{id, l.Why})
			}
		}
	}
	return append(drafts, b.draft(author, &body{
		Act: open, Day: b.Day, Edition: b.Edition, Order: order, Figures: &old.Figures, Left: left, Why: why,
	}))
}

// subjectOf is what a paragraph stands on, and zero where that is its own bulletin.
func (p *Paragraph) subjectOf(b *Bulletin) record.ID {
	if p.Subject == b.ID {
		return record.ID{}
	}
	return p.Subject
}

package product

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// Rewrite is a paragraph in one language as somebody writes it, and the text that
// they had before them.
type Rewrite struct {
	Paragraph record.ID
	Language  lang.Language
	Base      int64 // seq of that text; 0 where there was none
	Text      string
	Settles   []int64 // texts in conflict that this one settles
}

// Edit writes a paragraph in one language. Two people who write the same text at
// once both keep what they wrote: the first holds, the other stands beside it, and a
// person settles it. It tells whether that came about.
func (s *Service) Edit(ctx context.Context, a policy.Actor, on On, w Rewrite) (disputed bool, err error) {
	if err := checkText(w.Language, w.Text); err != nil {
		return false, err
	}
	base, err := s.written(ctx, w)
	if err != nil {
		return false, err
	}
	on.Revision = 0 // what else was done to the bulletin does not matter to its text
	err = s.act(ctx, a, "bulletin.edit", on, func(_ *store.Tx, b *Bulletin) ([]ledger.Draft, error) {
		p := b.Find(w.Paragraph)
		if p == nil {
			return nil, gone()
		}
		parents, beside, err := p.place(&w, base)
		if disputed = beside; err != nil || parents == nil {
			return nil, err
		}
		d := b.paragraph(a.ID, p.ID, p.Subject, p.TLP, &body{Act: edit, Language: w.Language, Text: w.Text})
		d.Parents = parents
		return []ledger.Draft{d}, nil
	})
	return disputed, err
}

func gone() error {
	return conflict("product.paragraph.gone", "this paragraph is no more: what it stood on was erased, or it was drafted anew", "load the page again")
}

func checkText(l lang.Language, text string) error {
	switch {
	case !slices.Contains(lang.All(), l):
		return invalid("product.language.unknown", "a bulletin is in Arabic, French and English", "choose one of them")
	case strings.TrimSpace(text) == "":
		return invalid("product.text.missing", "there is no text", "write what you want to say, or leave the paragraph out")
	case len(text) > MaxText:
		return tooLong(MaxText)
	}
	return nil
}

// written is the hash of the revision that a text was written from, where that is one
// of its paragraph; the zero hash where it cannot be read any more.
func (s *Service) written(ctx context.Context, w Rewrite) (h record.Hash, err error) {
	if w.Base <= 0 {
		return h, nil
	}
	rev, err := s.Ledger.Read(ctx, w.Base)
	if store.None(err) || err == nil && (rev.Record != w.Paragraph || rev.Kind != record.Bulletin) {
		return h, nil
	}
	return rev.Hash, err
}

// place finds where a text goes: the revisions that it follows, none where it says
// nothing new; beside tells that it stands beside the one that holds.
func (p *Paragraph) place(w *Rewrite, base record.Hash) (parents []record.Hash, beside bool, err error) {
	now := p.Texts[w.Language]
	if now == nil {
		now = &Said{}
	}
	if w.Base == now.Seq {
		parents = []record.Hash{p.Rev}
		if now.Seq != 0 {
			parents = []record.Hash{now.Rev}
		}
		for _, c := range now.Conflicts {
			if slices.Contains(w.Settles, c.Seq) {
				parents = append(parents, c.Rev)
			}
		}
		if len(parents) == 1 && now.Text == w.Text {
			return nil, false, nil
		}
		return parents, false, nil
	}
	switch {
	case now.Text == w.Text:
		return nil, false, nil
	case slices.ContainsFunc(now.Conflicts, func(c Said) bool { return c.Text == w.Text }):
		return nil, true, nil // sent twice
	case base == record.Hash{}:
		return nil, false, stale()
	case len(now.Conflicts) >= maxConflicts:
		return nil, false, conflict("product.conflicts.many", "too many texts stand beside each other", "look at them and settle them first")
	}
	return []record.Hash{base}, true, nil
}

// ByHand is a paragraph that a person adds.
type ByHand struct {
	ID      record.ID // chosen by whoever writes, so that adding twice is harmless
	Section Section
	TLP     record.TLP
	Texts   map[lang.Language]string
}

// Add puts a paragraph in that a person wrote, at the end of its section.
func (s *Service) Add(ctx context.Context, a policy.Actor, on On, n ByHand) error {
	if err := n.check(); err != nil {
		return err
	}
	on.Revision = 0 // it goes to the end, whatever else was done
	return s.act(ctx, a, "bulletin.edit", on, func(_ *store.Tx, b *Bulletin) ([]ledger.Draft, error) {
		key := byHand + n.ID.String()
		id, hand := b.ID.Derive(key), 0
		for _, p := range b.Paragraphs {
			if p.ID == id {
				return nil, nil
			}
			if p.Hand() {
				hand++
			}
		}
		if hand >= MaxByHand {
			return nil, invalid("product.hand.many", "{0} paragraphs are written by hand already", "put some together", strconv.Itoa(MaxByHand))
		}
		texts := map[lang.Language]text{}
		for l, said := range n.Texts {
			texts[l] = text{said, true}
		}
		return []ledger.Draft{
			b.paragraph(a.ID, id, record.ID{}, n.TLP, &body{Act: write, Section: n.Section, Key: key, Texts: texts}),
			b.draft(a.ID, &body{Act: order, Order: append(b.ids(), id)}),
		}, nil
	})
}

func (n *ByHand) check() error {
	switch {
	case n.ID.Zero():
		return invalid("product.id.missing", "the paragraph has no number of its own", "load the page again and send it once more")
	case !slices.Contains(Sections(), n.Section):
		return invalid("product.section.unknown", "there is no such section", "choose one from the list")
	case n.TLP < record.Green || n.TLP > highest:
		return invalid("product.tlp.wrong", "a paragraph is marked green, amber or amber+strict", "choose one of them; what is red does not go into a bulletin")
	case len(n.Texts) == 0:
		return invalid("product.text.missing", "there is no text", "write what you want to say, or leave the paragraph out")
	}
	for l, said := range n.Texts {
		if err := checkText(l, said); err != nil {
			return err
		}
	}
	return nil
}

// ids are those of the paragraphs that are there, in order.
func (b *Bulletin) ids() []record.ID {
	ids := make([]record.ID, len(b.Paragraphs))
	for i, p := range b.Paragraphs {
		ids[i] = p.ID
	}
	return ids
}

// Reorder puts the paragraphs in another order. It names each of those that are
// there.
func (s *Service) Reorder(ctx context.Context, a policy.Actor, on On, ids []record.ID) error {
	return s.act(ctx, a, "bulletin.edit", on, func(_ *store.Tx, b *Bulletin) ([]ledger.Draft, error) {
		now := b.ids()
		if slices.Equal(now, ids) {
			return nil, nil
		}
		if !permutation(now, ids) {
			return nil, stale()
		}
		return []ledger.Draft{b.draft(a.ID, &body{Act: order, Order: ids})}, nil
	})
}

func permutation(x, y []record.ID) bool {
	by := func(a, b record.ID) int { return slices.Compare(a[:], b[:]) }
	return slices.Equal(slices.SortedFunc(slices.Values(x), by), slices.SortedFunc(slices.Values(y), by))
}

// LeaveOut takes a paragraph out of what readers get. It stays in the draft.
func (s *Service) LeaveOut(ctx context.Context, a policy.Actor, on On, paragraph record.ID, why string) error {
	if len(why) > MaxWhy {
		return tooLong(MaxWhy)
	}
	return s.lay(ctx, a, on, paragraph, func(b *Bulletin) *body {
		if slices.Contains(b.Left, Left{paragraph, why}) {
			return nil
		}
		return &body{Act: leave, Paragraph: paragraph, Why: why}
	})
}

// TakeIn puts a paragraph back that was left out.
func (s *Service) TakeIn(ctx context.Context, a policy.Actor, on On, paragraph record.ID) error {
	return s.lay(ctx, a, on, paragraph, func(b *Bulletin) *body {
		if !b.LeftOut(paragraph) {
			return nil
		}
		return &body{Act: take, Paragraph: paragraph}
	})
}

func (s *Service) lay(ctx context.Context, a policy.Actor, on On, paragraph record.ID, make func(*Bulletin) *body) error {
	on.Revision = 0 // it is about one paragraph, whatever else was done
	return s.act(ctx, a, "bulletin.edit", on, func(_ *store.Tx, b *Bulletin) ([]ledger.Draft, error) {
		if b.Find(paragraph) == nil {
			return nil, gone()
		}
		m := make(b)
		if m == nil {
			return nil, nil
		}
		return []ledger.Draft{b.draft(a.ID, m)}, nil
	})
}

// Answer is what somebody makes of a paragraph behind which something has changed.
type Answer struct {
	Paragraph record.ID
	Mark      string // of what they saw: another one in the meantime is a Conflict
	Anew      bool   // take the words of the program; else their own are kept
}

// Settle says that a change behind a paragraph was seen: its words are drafted anew,
// or kept as they are.
func (s *Service) Settle(ctx context.Context, a policy.Actor, on On, n Answer) error {
	c, err := s.composeFor(ctx, a, on.Bulletin)
	if err != nil {
		return err
	}
	on.Revision = 0
	return s.act(ctx, a, "bulletin.edit", on, func(_ *store.Tx, b *Bulletin) ([]ledger.Draft, error) {
		p := b.Find(n.Paragraph)
		if p == nil {
			return nil, gone()
		}
		f := c.find(p.Key)
		mark := markNow(f)
		switch {
		case mark != n.Mark:
			return nil, stale()
		case n.Anew && f == nil:
			return nil, invalid("product.anew.gone", "there is nothing to draft it from any more", "keep your words, or leave the paragraph out")
		case n.Anew:
			return []ledger.Draft{b.fresh(a.ID, f)}, nil
		case mark == p.Mark:
			return nil, nil
		}
		basis := p.Basis
		if f != nil {
			basis = f.Basis
		}
		return []ledger.Draft{b.paragraph(a.ID, p.ID, p.Subject, p.TLP, &body{Act: see, Basis: basis, Mark: mark})}, nil
	})
}

// notThere is the mark of a paragraph that the program would not draft any more.
const notThere = "-"

func markNow(f *Fresh) string {
	if f == nil {
		return notThere
	}
	return f.Mark
}

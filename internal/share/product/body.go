package product

import (
	"fmt"
	"maps"
	"slices"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/keep/ledger"
	"wasl/internal/network/place"
)

// act is what a revision does.
type act string

// The acts on a bulletin, and those on one of its paragraphs.
const (
	open     act = "open"
	redraft  act = "redraft"
	order    act = "order"
	leave    act = "leave"
	take     act = "take" // back in
	release  act = "release"
	withdraw act = "withdraw"

	write act = "write" // as the program drafts it, or by hand
	edit  act = "edit"  // one language
	see   act = "see"   // what it stands on is another thing now: the words are kept
)

// body is what the ledger keeps of an act. The subject of what is done to a
// bulletin is the bulletin, and of what is done to a paragraph what that stands on.
type body struct {
	V       int         `json:"v"`
	Act     act         `json:"act"`
	Day     string      `json:"day,omitempty"`
	Edition int         `json:"edition,omitempty"`
	Order   []record.ID `json:"order,omitempty"`
	Figures *Figures    `json:"figures,omitempty"`
	Left    []Left      `json:"left,omitempty"`
	To      []record.ID `json:"to,omitempty"`
	Why     string      `json:"why,omitempty"`

	Paragraph record.ID `json:"paragraph,omitzero"` // that is left out or taken in again

	Bulletin record.ID              `json:"bulletin,omitzero"`
	Section  Section                `json:"section,omitempty"`
	Key      string                 `json:"key,omitempty"`
	Texts    map[lang.Language]text `json:"texts,omitempty"`
	Language lang.Language          `json:"language,omitempty"`
	Text     string                 `json:"text,omitempty"`
	Basis    []Basis                `json:"basis,omitempty"`
	Mark     string                 `json:"mark,omitempty"`
	Area     place.Ref              `json:"area,omitzero"`
}

// text is a paragraph in one language as a draft has it.
type text struct {
	Text string `json:"text"`
	Hand bool   `json:"hand,omitempty"`
}

const (
	bodyVersion = 1
	purpose     = "community-safety" // of the register
)

// onBulletin reports whether the act is one on a bulletin and not on a paragraph.
func (a act) onBulletin() bool {
	return slices.Contains([]act{open, redraft, order, leave, take, release, withdraw}, a)
}

// fold takes a revision into the bulletin that it is about.
func (b *Bulletin) fold(rev ledger.Revision, m *body) error {
	b.Seq, b.Rev = rev.Seq, rev.Hash
	at := rev.At.Time()
	switch m.Act {
	case open:
		b.ID, b.Unit, b.Day, b.Edition, b.State, b.By, b.Begun = rev.Record, rev.Handling.Unit, m.Day, m.Edition, Draft, rev.Author, at
		b.Drafted, b.Order, b.Figures, b.Why, b.Left = at, m.Order, *m.Figures, m.Why, m.Left
	case redraft:
		b.Drafted, b.Order, b.Figures = at, m.Order, *m.Figures
		b.Left = slices.DeleteFunc(b.Left, func(l Left) bool { return !slices.Contains(b.Order, l.Paragraph) })
	case order:
		b.Order = m.Order
	case leave:
		b.back(m.Paragraph)
		b.Left = append(b.Left, Left{m.Paragraph, m.Why})
	case take:
		b.back(m.Paragraph)
	case release:
		b.State, b.Released, b.Releaser, b.To, b.TLP, b.Order = Released, at, rev.Author, m.To, rev.Handling.TLP, m.Order
	case withdraw:
		b.State, b.Gone, b.Goner, b.Why = Withdrawn, at, rev.Author, m.Why
	default:
		return fmt.Errorf("product: no way to apply the act %q", m.Act)
	}
	return nil
}

func (b *Bulletin) back(id record.ID) {
	b.Left = slices.DeleteFunc(b.Left, func(l Left) bool { return l.Paragraph == id })
}

// fold takes a revision into the paragraph that it is about.
func (p *Paragraph) fold(rev ledger.Revision, m *body) error {
	switch m.Act {
	case write:
		p.foldWrite(rev, m)
	case edit:
		p.foldEdit(rev, m)
	case see:
		p.Basis, p.Mark = m.Basis, m.Mark
	default:
		return fmt.Errorf("product: no way to apply the act %q", m.Act)
	}
	p.Seq, p.Rev = rev.Seq, rev.Hash
	return nil
}

func (p *Paragraph) foldWrite(rev ledger.Revision, m *body) {
	p.ID, p.Bulletin, p.Subject, p.Section, p.Key = rev.Record, m.Bulletin, rev.Subject, m.Section, m.Key
	p.Basis, p.Mark, p.TLP, p.Area = m.Basis, m.Mark, rev.Handling.TLP, m.Area
	p.Texts = map[lang.Language]*Said{}
	for _, l := range slices.Sorted(maps.Keys(m.Texts)) {
		p.Texts[l] = &Said{Text: m.Texts[l].Text, Hand: m.Texts[l].Hand, By: rev.Author, At: rev.At.Time(), Seq: rev.Seq, Rev: rev.Hash}
	}
}

// foldEdit puts a text in the place of what it was written from. Of two that were
// written from one, the first holds and the other stands beside it until a person
// settles it by one that has both as parents.
func (p *Paragraph) foldEdit(rev ledger.Revision, m *body) {
	now := p.Texts[m.Language]
	if now == nil {
		now = &Said{}
	}
	s := &Said{Text: m.Text, Hand: true, By: rev.Author, At: rev.At.Time(), Seq: rev.Seq, Rev: rev.Hash}
	if now.Seq != 0 && !slices.Contains(rev.Parents, now.Rev) {
		now.Conflicts = append(now.Conflicts, *s)
		return
	}
	s.Conflicts = slices.DeleteFunc(now.Conflicts, func(c Said) bool { return slices.Contains(rev.Parents, c.Rev) })
	p.Texts[m.Language] = s
}

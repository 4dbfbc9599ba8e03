package material

import (
	"context"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
)

// Given is a material as the public has it, at this moment: who is named in it and
// which files go with it follow from what people agree to now.
type Given struct {
	ID      record.ID
	Number  int
	Kind    Kind
	At      time.Time // of its publication
	Texts   map[lang.Language]Words
	Files   []File
	Held    int // files that are held back: somebody in them does not agree, or not any more
	Authors []Author
}

// Author is somebody who is named.
type Author struct {
	Name  string
	Child bool
	Band  string // of a child's age: "6-11"
}

// MaxShelf bounds what the public is shown at once.
const MaxShelf = MaxListed

// Shelf gives all that is public, the latest first.
func (s *Service) Shelf(ctx context.Context) (all []Given, err error) {
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		all, err = shelf(tx)
		return err
	})
	return all, err
}

func shelf(tx *store.Tx) (all []Given, err error) {
	ms, err := out(tx)
	if err != nil {
		return nil, err
	}
	for _, m := range ms {
		g, err := given(tx, m.ID, m.Public)
		if err != nil {
			return nil, err
		}
		all = append(all, *g)
	}
	return all, nil
}

func out(tx *store.Tx) (ms []*Material, err error) {
	rows := tx.Query("SELECT "+columns+" FROM materials WHERE out_at IS NOT NULL ORDER BY out_at DESC, id LIMIT ?", MaxShelf)
	defer rows.Close()
	for rows.Next() {
		m, err := scan(rows)
		if err != nil {
			return nil, err
		}
		ms = append(ms, m)
	}
	return ms, rows.Err()
}

// Open gives one material as the public has it. What is not public, and what is not
// there, are the same.
func (s *Service) Open(ctx context.Context, id record.ID) (g *Given, err error) {
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		m, err := load(tx, id)
		if err != nil {
			return err
		}
		if !m.Out() {
			return policy.Hide()
		}
		g, err = given(tx, m.ID, m.Public)
		return err
	})
	return g, err
}

// OpenFile gives a file of a material to the public.
func (s *Service) OpenFile(ctx context.Context, id, file record.ID) (File, error) {
	g, err := s.Open(ctx, id)
	if err != nil {
		return File{}, err
	}
	for i := range g.Files {
		if g.Files[i].ID == file {
			return g.Files[i], nil
		}
	}
	return File{}, policy.Hide()
}

// Preview gives a version being worked on as the public would have it; of another unit's
// material what the public has.
func (s *Service) Preview(ctx context.Context, a policy.Actor, id record.ID) (g *Given, err error) {
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		m, err := load(tx, id)
		if err != nil {
			return err
		}
		v := &Version{Number: m.Number, Content: m.Draft, Credits: creditIDs(m.Credits), At: s.opt.Clock().UnixMilli()}
		if err := s.opt.Policy.Allow(ctx, a, "material.open", s.resource(m)); err != nil {
			if !m.Out() {
				return err
			}
			v = m.Public
		}
		g, err = given(tx, id, v)
		return err
	})
	return g, err
}

// given takes out of a version whoever does not agree, now.
func given(tx *store.Tx, id record.ID, v *Version) (g *Given, err error) {
	g = &Given{ID: id, Number: v.Number, Kind: v.Content.Kind, At: time.UnixMilli(v.At).UTC(), Texts: v.Content.Texts}
	if g.Files, err = freeFiles(tx, v.Content.Files); err != nil {
		return nil, err
	}
	g.Held = len(v.Content.Files) - len(g.Files)
	for _, id := range v.Credits {
		a, named, err := author(tx, id)
		if err != nil {
			return nil, err
		}
		if named {
			g.Authors = append(g.Authors, a)
		}
	}
	return g, nil
}

package material

import (
	"context"
	"slices"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
)

// MaxListed bounds a list: a programme makes some dozens.
const MaxListed = 500

// Get gives a material; of another unit's, what is public of it. It faults with Missing
// where there is none that a may see.
func (s *Service) Get(ctx context.Context, a policy.Actor, id record.ID) (out Material, err error) {
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		m, err := load(tx, id)
		if err != nil {
			return err
		}
		if err := s.opt.Policy.Allow(ctx, a, "material.open", s.resource(m)); err != nil {
			if !m.Out() {
				return err
			}
			if m, err = outside(tx, m); err != nil {
				return err
			}
		}
		out = *m
		return nil
	})
	return out, err
}

// outside is what another unit sees of a material: what everybody does. So a file in which
// somebody does not agree any more is held back, and who is in the others is not told.
func outside(tx *store.Tx, m *Material) (*Material, error) {
	v := *m.Public
	shown, err := freeFiles(tx, v.Content.Files)
	if err != nil {
		return nil, err
	}
	for i := range shown {
		shown[i].People = nil
	}
	v.Content.Files, v.Credits = shown, nil
	return &Material{ID: m.ID, Unit: m.Unit, Number: v.Number, State: Published, Draft: v.Content, Public: &v, Changed: time.UnixMilli(v.At).UTC(), Revision: m.Revision}, nil
}

// List gives the materials that a may see, and those of other units that are public:
// what waits first, then the latest.
func (s *Service) List(ctx context.Context, a policy.Actor) (all []Material, err error) {
	f, err := s.opt.Policy.Filter(ctx, a, "material.list")
	if err != nil {
		return nil, err
	}
	where, args := f.SQL(policy.Columns{Unit: "unit", TLP: "0"})
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		rows := tx.Query("SELECT "+columns+" FROM materials WHERE ("+where+") OR out_at IS NOT NULL ORDER BY state = 'waiting' DESC, at DESC, id LIMIT ?", append(args, MaxListed)...)
		defer rows.Close()
		for rows.Next() {
			m, err := scan(rows)
			if err != nil {
				return err
			}
			if m.Out() && s.opt.Policy.Allow(ctx, a, "material.list", s.resource(m)) != nil {
				if m, err = outside(tx, m); err != nil {
					return err
				}
			}
			all = append(all, *m)
		}
		return rows.Err()
	})
	return all, err
}

// Reviews counts the materials that wait for a review by a.
func (s *Service) Reviews(ctx context.Context, a policy.Actor) (n int, err error) {
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		rows := tx.Query("SELECT "+columns+" FROM materials WHERE state = 'waiting' LIMIT ?", MaxListed)
		defer rows.Close()
		for rows.Next() {
			m, err := scan(rows)
			if err != nil {
				return err
			}
			if slices.Contains(s.May(ctx, a, m), "review") {
				n++
			}
		}
		return rows.Err()
	})
	return n, err
}

// May lists what a may do about a material as it stands.
func (s *Service) May(ctx context.Context, a policy.Actor, m *Material) (acts []string) {
	allowed := func(action policy.Action) bool { return s.opt.Policy.Allow(ctx, a, action, s.resource(m)) == nil }
	add := func(is bool, act string) {
		if is {
			acts = append(acts, act)
		}
	}
	edit := allowed("material.edit")
	add(edit && m.State != Waiting, "edit")
	add(edit && (m.State == Drafted || m.State == Returned), "handin")
	add(edit && m.State == Waiting, "recall")
	add(edit && m.Public != nil && (m.State == Drafted || m.State == Returned || m.State == Approved), "discard")
	add(edit && m.Public == nil && m.State != Waiting, "erase")
	add(m.State == Waiting && !slices.Contains(m.Hands, a.ID) && allowed("material.review"), "review")
	add(m.State == Approved && allowed("material.publish"), "publish")
	add(m.Out() && allowed("material.take"), "take")
	add(m.State == Taken && allowed("material.take") && (m.TakenBy == a.ID || a.Has(policy.Safeguarding)), "restore")
	add(m.Public != nil && s.opt.Policy.Allow(ctx, a, "material.use", s.opt.Policy.At(policy.Material, m.ID, a.Unit)) == nil, "use")
	return acts
}

// MayMake tells whether a may begin a material, and make a kit.
func (s *Service) MayMake(ctx context.Context, a policy.Actor) (materials, kits bool) {
	own := s.opt.Policy.At(policy.Material, record.ID{}, a.Unit)
	return s.opt.Policy.Allow(ctx, a, "material.make", own) == nil, s.opt.Policy.Allow(ctx, a, "material.kit", own) == nil
}

// MayUse tells whether a may change what was written down of a use.
func (s *Service) MayUse(ctx context.Context, a policy.Actor, u *Use) bool {
	return s.opt.Policy.Allow(ctx, a, "material.use", s.opt.Policy.At(policy.Material, u.Material, u.Unit)) == nil
}

// File gives a file of a material to those who may see it, being worked on or public.
func (s *Service) File(ctx context.Context, a policy.Actor, id, file record.ID) (File, error) {
	m, err := s.Get(ctx, a, id)
	if err != nil {
		return File{}, err
	}
	files := m.Draft.Files
	if m.Public != nil {
		files = append(slices.Clone(files), m.Public.Content.Files...)
	}
	if at := slices.IndexFunc(files, func(f File) bool { return f.ID == file }); at >= 0 {
		return files[at], nil
	}
	return File{}, policy.Hide()
}

package material

import (
	"context"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/community/material/bare"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/blob"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// Options says what the service stands on.
type Options struct {
	Ledger *ledger.Ledger // the compartment of communities, with Part
	Blobs  *blob.Store    // the compartment's
	Policy *policy.Engine
	Clock  func() time.Time
	Random io.Reader
}

// Service keeps materials, and gives the public those that are out.
type Service struct{ opt Options }

// NewService makes the service over the compartment of communities.
func NewService(opt Options) *Service { return &Service{opt} }

// purpose is what materials are for, in the register's words.
const purpose = "programme"

func (s *Service) resource(m *Material) policy.Resource {
	r := s.opt.Policy.At(policy.Material, m.ID, m.Unit)
	r.Asker = m.Asked
	return r
}

func (m *Material) draft(author record.ID, b body) ledger.Draft {
	b.V = bodyVersion
	return ledger.Draft{Kind: record.Material, Record: m.ID, Author: author, Handling: record.Handling{Unit: m.Unit, TLP: record.Green, Purpose: purpose}, Body: b}
}

// New is a material as somebody writes it: its kind and its texts.
type New struct {
	ID       record.ID // chosen by whoever writes, so that sending twice is harmless
	Kind     Kind
	Texts    map[lang.Language]Words
	Revision int64 // that the person saw; 0 for a material that is not there yet
}

// Write begins a material, or says its texts anew. Of one that is public the next
// version is begun; the public reads the earlier one until that is published too. It
// faults with Conflict where somebody else changed it first or it is being reviewed.
func (s *Service) Write(ctx context.Context, a policy.Actor, n New) (Material, error) {
	if n.ID.Zero() {
		return Material{}, invalid("material.id.missing", "the material has no number of its own", "load the page again and send it once more")
	}
	c := Content{Kind: n.Kind, Texts: n.Texts}.clean()
	if err := c.check(); err != nil {
		return Material{}, err
	}
	_, err := s.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		m, err := load(tx, n.ID)
		var action policy.Action = "material.edit"
		if store.None(err) {
			m, err, action = &Material{ID: n.ID, Unit: a.Unit}, unused(tx, n.ID), "material.make"
		}
		if err != nil {
			return nil, err
		}
		if err := s.opt.Policy.Allow(ctx, a, action, s.resource(m)); err != nil {
			return nil, err
		}
		if same := (Content{Kind: m.Draft.Kind, Texts: m.Draft.Texts}); action == "material.edit" && same.Sum() == c.Sum() {
			return nil, nil // it was sent twice
		}
		if err := changed(n.Revision, m.Revision); err != nil {
			return nil, err
		}
		return s.edited(m, a, body{Act: actWrite, Content: &c})
	})
	if err != nil {
		return Material{}, err
	}
	return s.Get(ctx, a, n.ID)
}

// edited gives the revision of a change to a version, unless it is being reviewed.
func (s *Service) edited(m *Material, a policy.Actor, b body) ([]ledger.Draft, error) {
	if m.State == Waiting {
		return nil, conflict("material.state.waiting", "this is being reviewed, so that nothing of it can be changed", "take it back from the review first")
	}
	return []ledger.Draft{m.draft(a.ID, b)}, nil
}

// act is every act on a material that is there: load it, ask the policy about that
// very row, and write what decide gives. Nothing is written where it gives nothing.
func (s *Service) act(ctx context.Context, a policy.Actor, id record.ID, action policy.Action, decide func(*store.Tx, *Material) ([]ledger.Draft, error)) (Material, error) {
	_, err := s.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		m, err := load(tx, id)
		if err != nil {
			return nil, err
		}
		if err := s.opt.Policy.Allow(ctx, a, action, s.resource(m)); err != nil {
			return nil, err
		}
		return decide(tx, m)
	})
	if err != nil {
		return Material{}, err
	}
	return s.Get(ctx, a, id)
}

// Attach strips a file, keeps it and adds it to the version being worked on. f brings
// its id, chosen by whoever sends it, and what is said of it. It faults as bare.Strip
// does, and with Conflict where there are too many.
func (s *Service) Attach(ctx context.Context, a policy.Actor, id record.ID, f File, r io.Reader) (Material, error) {
	if err := f.checkLabels(); err != nil {
		return Material{}, err
	}
	if f.ID.Zero() {
		return Material{}, invalid("material.id.missing", "the material has no number of its own", "load the page again and send it once more")
	}
	// Before anything is read: whoever may not, sends nothing.
	if err := s.may(ctx, a, id, "material.edit"); err != nil {
		return Material{}, err
	}
	if err := s.keep(ctx, &f, r); err != nil {
		return Material{}, err
	}
	return s.act(ctx, a, id, "material.edit", func(tx *store.Tx, m *Material) ([]ledger.Draft, error) {
		if at := slices.IndexFunc(m.Draft.Files, func(o File) bool { return o.ID == f.ID }); at >= 0 {
			if m.Draft.Files[at].Ref == f.Ref {
				return nil, nil // it was sent twice
			}
			return nil, conflict("material.file.there", "there is another file of this number", "load the page again and send it once more")
		}
		if len(m.Draft.Files) >= MaxFiles {
			return nil, conflict("material.files.many", "there are {0} files already", "take one out first", strconv.Itoa(MaxFiles))
		}
		if err := s.showing(ctx, tx, a, f.People, nil); err != nil {
			return nil, err
		}
		return s.edited(m, a, body{Act: actFile, File: &f})
	})
}

// keep strips what r holds, makes a small picture of a picture, and keeps both.
func (s *Service) keep(ctx context.Context, f *File, r io.Reader) error {
	b, err := io.ReadAll(io.LimitReader(r, bare.MaxSize+1))
	if err != nil {
		return err
	}
	out, kind, err := bare.Strip(b)
	if err != nil {
		return err
	}
	f.Kind, f.Size = kind, int64(len(out))
	if kind.Picture() {
		small, wide, high, err := bare.Small(out)
		if err != nil {
			return err
		}
		ref, err := s.opt.Blobs.Put(ctx, strings.NewReader(string(small)), int64(len(small)))
		if err != nil {
			return err
		}
		f.Small, f.SmallOf, f.Wide, f.High = ref.String(), ref.Size, wide, high
	}
	ref, err := s.opt.Blobs.Put(ctx, strings.NewReader(string(out)), f.Size)
	f.Ref = ref.String()
	return err
}

// Label says anew what a file is: its name, its language, what is seen in it, who is
// named in it.
func (s *Service) Label(ctx context.Context, a policy.Actor, id record.ID, revision int64, f File) (Material, error) {
	if err := f.checkLabels(); err != nil {
		return Material{}, err
	}
	return s.act(ctx, a, id, "material.edit", func(tx *store.Tx, m *Material) ([]ledger.Draft, error) {
		at := slices.IndexFunc(m.Draft.Files, func(o File) bool { return o.ID == f.ID })
		if at < 0 {
			return nil, policy.Hide()
		}
		if err := changed(revision, m.Revision); err != nil {
			return nil, err
		}
		now := m.Draft.Files[at]
		if err := s.showing(ctx, tx, a, f.People, now.People); err != nil {
			return nil, err
		}
		now.Name, now.Language, now.Alt, now.People = f.Name, f.Language, f.Alt, f.People
		return s.edited(m, a, body{Act: actFile, File: &now})
	})
}

// Detach takes a file out of the version being worked on.
func (s *Service) Detach(ctx context.Context, a policy.Actor, id, file record.ID) (Material, error) {
	var gone File
	m, err := s.act(ctx, a, id, "material.edit", func(_ *store.Tx, m *Material) ([]ledger.Draft, error) {
		at := slices.IndexFunc(m.Draft.Files, func(o File) bool { return o.ID == file })
		if at < 0 {
			return nil, nil // it was sent twice
		}
		gone = m.Draft.Files[at]
		return s.edited(m, a, body{Act: actNoFile, Gone: file})
	})
	if err != nil {
		return m, err
	}
	return m, s.forget(ctx, gone)
}

// forget deletes the bytes of files that nothing names any more.
func (s *Service) forget(ctx context.Context, files ...File) error {
	for i := range files {
		for _, ref := range []string{files[i].Ref, files[i].Small} {
			if ref == "" {
				continue
			}
			if err := s.opt.Blobs.Delete(ctx, ref, func(ctx context.Context) (bool, error) { return s.named(ctx, ref) }); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Service) named(ctx context.Context, ref string) (named bool, err error) {
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		return References(tx, func(_ record.ID, r string) error {
			named = named || r == ref
			return nil
		})
	})
	return named, err
}

// Erase removes a material that was never public, with its files.
func (s *Service) Erase(ctx context.Context, a policy.Actor, id record.ID) error {
	var files []File
	_, err := s.opt.Ledger.EraseIf(ctx, func(tx *store.Tx) (ledger.Erasing, error) {
		m, err := load(tx, id)
		if err != nil {
			return ledger.Erasing{}, err
		}
		if err := s.opt.Policy.Allow(ctx, a, "material.edit", s.resource(m)); err != nil {
			return ledger.Erasing{}, err
		}
		if m.Public != nil || m.State == Waiting {
			return ledger.Erasing{}, conflict("material.state.public", "what was public, or is being reviewed, is not deleted", "take it back from the public or from the review instead")
		}
		files = m.Draft.Files
		e := ledger.Erasing{Subject: id, Author: a.ID, Reason: "a draft that nobody needs", Handling: record.Handling{Unit: m.Unit, TLP: record.Green, Purpose: purpose}}
		for i := range files {
			for _, ref := range []string{files[i].Ref, files[i].Small} {
				if ref != "" {
					e.Blobs = append(e.Blobs, s.opt.Blobs.ID(ref))
				}
			}
		}
		return e, nil
	})
	if err != nil {
		return err
	}
	return s.forget(ctx, files...)
}

// changed faults where somebody else acted since the person looked.
func changed(saw, is int64) error {
	if saw == is {
		return nil
	}
	return conflict("material.revision.old", "somebody else changed this material while you had it open", "look at the change, then do it again if it still fits")
}

// over faults where it is too late for an act, or too early.
func over() error {
	return conflict("material.state.over", "this cannot be done to the material as it stands", "load the page again: it shows where it stands")
}

func checkReason(word string, needed bool) error {
	switch {
	case needed && strings.TrimSpace(word) == "":
		return invalid("material.reason.missing", "there is no word of why", "say it in a sentence: whoever wrote it is to learn from it")
	case len(word) > MaxReason || !plain(word):
		return invalid("material.reason.long", "the reason is longer than {0} KB", "say it in fewer words", strconv.Itoa(MaxReason>>10))
	}
	return nil
}

// may tells whether a may do something to a material, without doing it.
func (s *Service) may(ctx context.Context, a policy.Actor, id record.ID, action policy.Action) error {
	return s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		m, err := load(tx, id)
		if err != nil {
			return err
		}
		return s.opt.Policy.Allow(ctx, a, action, s.resource(m))
	})
}

func denied(key, msg, hint string) error {
	return &fault.Error{Kind: fault.Denied, Op: "material", Key: key, Msg: msg, Hint: hint}
}

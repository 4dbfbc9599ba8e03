package course

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/community/attendance"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/blob"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/network/unit"
)

// Version is a version of a course as somebody published it.
type Version struct {
	*Course
	JSON      []byte // the compiled document
	Unit      record.ID
	Author    record.ID
	At        time.Time
	Withdrawn bool
}

// Options says what the service stands on.
type Options struct {
	Ledger *ledger.Ledger // the compartment community, with Part
	Blobs  *blob.Store    // of the same compartment
	Policy *policy.Engine
	Units  *unit.Tree
	Rolls  *attendance.Service // of the same compartment: what stands behind the pass of a tablet
	Clock  func() time.Time
}

// Service publishes courses and gives them out, and keeps what people did in them.
// Published courses stay in memory: there are tens of them, and every phone asks.
type Service struct {
	opt Options

	mu  sync.RWMutex // guards what follows
	all map[string][]*Version
}

// NewService makes the service and reads the published courses.
func NewService(ctx context.Context, opt Options) (*Service, error) {
	s := &Service{opt: opt}
	return s, s.Refresh(ctx)
}

// Refresh reads the published courses again.
func (s *Service) Refresh(ctx context.Context) error {
	all := map[string][]*Version{}
	err := s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		vs, err := versions(tx)
		for _, v := range vs {
			all[v.ID] = append(all[v.ID], v)
		}
		return err
	})
	if err != nil {
		return err
	}
	s.mu.Lock()
	s.all = all
	s.mu.Unlock()
	return nil
}

// List gives the newest version of every course, withdrawn ones too, to those who
// work with communities.
func (s *Service) List(ctx context.Context, a policy.Actor) ([]*Version, error) {
	if err := s.opt.Policy.Allow(ctx, a, "course.list", policy.Resource{Type: policy.Course, Unit: a.Unit}); err != nil {
		return nil, err
	}
	return s.newest(), nil
}

func (s *Service) newest() (out []*Version) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, id := range slices.Sorted(maps.Keys(s.all)) {
		vs := s.all[id]
		out = append(out, vs[len(vs)-1])
	}
	return out
}

// Open gives the courses that anyone may read, without an account.
func (s *Service) Open() []*Version {
	return slices.DeleteFunc(s.newest(), func(v *Version) bool { return v.Withdrawn || !v.Open })
}

// OpenOne gives a course that anyone may read: its newest version, which 0 stands for as
// well. An earlier one may say what the newest was made to say no more, so that it is
// Missing, as what there is not.
func (s *Service) OpenOne(id string, version int) (*Version, error) {
	v, err := s.get(id, 0)
	if err != nil || v.Withdrawn || !v.Open || version != 0 && version != v.Version {
		return nil, none()
	}
	return v, nil
}

// Get gives a version of a course with all that belongs to it, to those who work
// with communities; 0 for the newest.
func (s *Service) Get(ctx context.Context, a policy.Actor, id string, version int) (*Version, error) {
	if err := s.opt.Policy.Allow(ctx, a, "course.open", policy.Resource{Type: policy.Course, Unit: a.Unit}); err != nil {
		return nil, err
	}
	return s.get(id, version)
}

// Versions are the numbers of a course's versions, the newest first.
func (s *Service) Versions(id string) (out []int) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, v := range s.all[id] {
		out = append(out, v.Version)
	}
	slices.Reverse(out)
	return out
}

func (s *Service) get(id string, version int) (*Version, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	vs := s.all[id]
	if version == 0 && len(vs) > 0 {
		return vs[len(vs)-1], nil
	}
	if i := slices.IndexFunc(vs, func(v *Version) bool { return v.Version == version }); i >= 0 {
		return vs[i], nil
	}
	return nil, none()
}

func none() error {
	return &fault.Error{Kind: fault.Missing, Op: "course", Key: "course.none", Msg: "there is no such course here", Hint: "go back to the list of courses"}
}

// File opens a file of a course that the caller was given. It faults with Missing
// where there is none. Close it.
func (s *Service) File(ctx context.Context, v *Version, name string) (Media, *blob.Blob, error) {
	m, ok := v.Medium(name)
	if !ok {
		return m, nil, none()
	}
	b, err := s.opt.Blobs.Open(ctx, m.Ref)
	return m, b, err
}

// Source is the folder that a version was made of, media included, to write the next
// one from.
func (s *Service) Source(ctx context.Context, a policy.Actor, id string, version int) (files []File, err error) {
	v, err := s.Get(ctx, a, id, version)
	if err != nil {
		return nil, err
	}
	var source string
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		return tx.Row("SELECT source FROM courses WHERE id = ? AND version = ?", v.ID, v.Version).Scan(&source)
	})
	if err != nil {
		return nil, err
	}
	var texts map[string]string
	if err := json.Unmarshal([]byte(source), &texts); err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		files = append(files, File{name, []byte(texts[name])})
	}
	for _, m := range v.Media {
		content, err := s.content(ctx, m)
		if err != nil {
			return nil, err
		}
		files = append(files, File{mediaDir + m.Name, content})
	}
	return files, nil
}

func (s *Service) content(ctx context.Context, m Media) ([]byte, error) {
	b, err := s.opt.Blobs.Open(ctx, m.Ref)
	if err != nil {
		return nil, err
	}
	defer b.Close()
	var out bytes.Buffer
	_, err = out.ReadFrom(b)
	return out.Bytes(), err
}

// Check compiles a folder and says what is wrong with it. Media that are not in it
// are those of the version base, where there is one: the console edits texts alone.
func (s *Service) Check(ctx context.Context, a policy.Actor, files []File, base Base) (Compiled, error) {
	if err := s.opt.Policy.Allow(ctx, a, "course.check", policy.Resource{Type: policy.Course, Unit: a.Unit}); err != nil {
		return Compiled{}, err
	}
	files, err := s.with(ctx, a, files, base)
	if err != nil {
		return Compiled{}, err
	}
	return Compile(files), nil
}

// Base is the version that an edited one is made from; no ID for none.
type Base struct {
	ID      string
	Version int
}

func (s *Service) with(ctx context.Context, a policy.Actor, files []File, base Base) ([]File, error) {
	if base.ID == "" {
		return files, nil
	}
	before, err := s.Source(ctx, a, base.ID, base.Version)
	if err != nil {
		return nil, err
	}
	for _, f := range before {
		if strings.HasPrefix(f.Name, mediaDir) && !slices.ContainsFunc(files, func(g File) bool { return g.Name == f.Name }) {
			files = append(files, f)
		}
	}
	return files, nil
}

// Publish compiles a folder and makes it the current version of its course, for
// everybody who works with communities. It faults with Invalid where the course has
// errors, and with Conflict where that version or a later one is there with another
// content. Publishing the same twice is harmless.
func (s *Service) Publish(ctx context.Context, a policy.Actor, files []File, base Base) (*Version, []Problem, error) {
	if err := s.opt.Policy.Allow(ctx, a, "course.publish", policy.Resource{Type: policy.Course, Unit: a.Unit, UnitPath: s.opt.Units.Path(a.Unit)}); err != nil {
		return nil, nil, err
	}
	files, err := s.with(ctx, a, files, base)
	if err != nil {
		return nil, nil, err
	}
	c := Compile(files)
	if HasErrors(c.Problems) {
		return nil, c.Problems, &fault.Error{
			Kind: fault.Invalid, Op: "course.Publish", Key: "course.publish.errors", Msg: "the course has errors, so it was not published",
			Hint: "mend what is listed, file by file, and try again",
		}
	}
	b, err := s.keep(ctx, c, files)
	if err != nil {
		return nil, c.Problems, err
	}
	if err := s.write(ctx, a, b); err != nil {
		return nil, c.Problems, err
	}
	v, err := s.get(c.ID, c.Version)
	return v, c.Problems, err
}

// keep puts a course's media away and makes what the ledger is to keep. The store
// holds what was put until the request is over: by then the tables name it.
func (s *Service) keep(ctx context.Context, c Compiled, files []File) (b body, err error) {
	for _, content := range c.Contents {
		if _, err := s.opt.Blobs.Put(ctx, bytes.NewReader(content), int64(len(content))); err != nil {
			return b, err
		}
	}
	b = body{V: bodyVersion, ID: c.ID, Version: c.Version, Source: map[string]string{}}
	for _, f := range files {
		if strings.HasSuffix(f.Name, ".md") {
			b.Source[f.Name] = string(f.Content)
		}
	}
	b.Compiled, err = json.Marshal(c.Course)
	return b, err
}

func (s *Service) write(ctx context.Context, a policy.Actor, b body) error {
	_, err := s.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		last, err := newest(tx, b.ID)
		if err != nil && !fault.Is(err, fault.Missing) {
			return nil, err
		}
		of := a.Unit
		if last != nil {
			of = last.Unit
		}
		if err := s.opt.Policy.Allow(ctx, a, "course.publish", s.resource(of)); err != nil {
			return nil, err
		}
		if last != nil && b.Version <= last.Version {
			same, err := load(tx, b.ID, b.Version)
			if err != nil || !bytes.Equal(same.JSON, b.Compiled) || b.Version < last.Version {
				return nil, &fault.Error{
					Kind: fault.Conflict, Op: "course.Publish", Key: "course.version.taken", Args: []string{itoa(last.Version)},
					Msg: "version {0} of this course is published already", Hint: "give the course a higher version in course.md",
				}
			}
			if !same.Withdrawn {
				return nil, nil // it was sent twice
			}
		}
		return []ledger.Draft{s.draft(a, of, b)}, nil
	})
	if err != nil {
		return err
	}
	return s.Refresh(ctx)
}

func (s *Service) resource(of record.ID) policy.Resource {
	return policy.Resource{Type: policy.Course, Unit: of, UnitPath: s.opt.Units.Path(of)}
}

// purpose is what all of this is kept for.
const purpose = "programme"

func handling(unit record.ID) record.Handling {
	return record.Handling{Unit: unit, TLP: record.Green, Purpose: purpose}
}

func (s *Service) draft(a policy.Actor, of record.ID, b body) ledger.Draft {
	return ledger.Draft{Kind: record.Course, Record: recordOf(b.ID), Author: a.ID, Handling: handling(of), Body: b}
}

// Withdraw takes a course out of the lists. Answers that were given on it are taken
// still: a tablet may be out of reach with them.
func (s *Service) Withdraw(ctx context.Context, a policy.Actor, id string) error {
	_, err := s.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		v, err := newest(tx, id)
		if err != nil {
			return nil, err
		}
		if err := s.opt.Policy.Allow(ctx, a, "course.withdraw", s.resource(v.Unit)); err != nil || v.Withdrawn {
			return nil, err
		}
		return []ledger.Draft{s.draft(a, v.Unit, body{V: bodyVersion, ID: id, Withdrawn: true})}, nil
	})
	if err != nil {
		return err
	}
	return s.Refresh(ctx)
}

// May tells what the actor may do with a course of a unit.
func (s *Service) May(ctx context.Context, a policy.Actor, of record.ID) (acts []string) {
	for _, act := range []string{"publish", "withdraw"} {
		if s.opt.Policy.Allow(ctx, a, policy.Action("course."+act), s.resource(of)) == nil {
			acts = append(acts, act)
		}
	}
	return acts
}

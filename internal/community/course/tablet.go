package course

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/community/attendance"
	"wasl/internal/keep/blob"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// Exam is what a tablet may know of a course: its tests as they are asked. What is right
// and why stays with the node, which scores: a tablet that is lost holds no key.
type Exam struct {
	Course    string                             `json:"course"`
	Version   int                                `json:"version"`
	Title     lang.Text                          `json:"title"`
	Languages []lang.Language                    `json:"languages"`
	Tests     map[Test]map[lang.Language][]Posed `json:"tests"`
	Media     []Shown                            `json:"media,omitempty"`
}

// Posed is a question as it is asked. It has no place for what is right, so that none
// can be left in it.
type Posed struct {
	ID      string   `json:"id"`
	Text    []Inline `json:"t"`
	Body    []Block  `json:"body,omitempty"`
	Many    bool     `json:"many,omitempty"`
	Answers []Choice `json:"answers"`
}

// Choice is an answer that may be chosen.
type Choice struct {
	Text []Inline `json:"t"`
}

// Shown is a file that a question shows.
type Shown struct {
	Name string `json:"name"`
	Type string `json:"type"`
	Size int    `json:"size"`
}

// exam is what a tablet may know of a course.
func exam(c *Course) Exam {
	e := Exam{Course: c.ID, Version: c.Version, Title: c.Title, Languages: c.Languages, Tests: map[Test]map[lang.Language][]Posed{}}
	shows := map[string]bool{}
	for test, asked := range c.Tests {
		e.Tests[test] = map[lang.Language][]Posed{}
		for l, qs := range asked {
			for _, q := range qs {
				e.Tests[test][l] = append(e.Tests[test][l], posed(&q, shows))
			}
		}
	}
	for _, m := range c.Media {
		if shows[m.Name] {
			e.Media = append(e.Media, Shown{m.Name, m.Type, m.Size})
		}
	}
	return e
}

func posed(q *Question, shows map[string]bool) Posed {
	p := Posed{ID: q.ID, Text: q.Text, Body: unasked(q.Body, shows), Many: q.Many}
	for _, a := range q.Answers {
		p.Answers = append(p.Answers, Choice{a.Text})
	}
	return p
}

// unasked are blocks without questions, which have answers, and without films, which are
// too large to wait for before a test. What they show it notes.
func unasked(blocks []Block, shows map[string]bool) (out []Block) {
	for _, b := range blocks {
		if b.Question != nil || b.Kind == Video {
			continue
		}
		if b.Source != "" {
			shows[b.Source] = true
		}
		items := b.Items
		b.Items = nil
		for _, item := range items {
			b.Items = append(b.Items, unasked(item, shows))
		}
		out = append(out, b)
	}
	return out
}

// Tablet is what a tablet is told.
type Tablet struct {
	Exams []Exam
	Of    string // says which tests these are: the same while none was changed
	Taken []Done
	Ended bool // of the pass: no tests and no people are told
}

// Done says that somebody has taken a test, and nothing of how.
type Done struct {
	Person record.ID
	Course string
	Test   Test
}

var errNoTests = &fault.Error{
	Kind: fault.Denied, Op: "course.OnTablet", Key: "course.pass.tests", Msg: "no tests are taken with this code",
	Hint: "ask the trainer for a code that tests are taken with",
}

// OnTablet tells which tests are taken at the activity of a pass, and who took them. It
// faults as attendance.Service.Hold does, and with Denied where no tests are taken with
// that pass.
func (s *Service) OnTablet(ctx context.Context, secret string) (out Tablet, err error) {
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		h, err := s.holds(ctx, tx, secret)
		if out.Ended = h.Ended; err != nil || h.Ended {
			return err
		}
		out.Exams = s.exams(&h)
		out.Taken, err = taken(tx, &h, out.Exams)
		return err
	})
	if err != nil {
		return out, err
	}
	b, err := json.Marshal(out.Exams)
	sum := sha256.Sum256(b)
	out.Of = hex.EncodeToString(sum[:8])
	return out, err
}

// holds is what stands behind the secret of a pass that tests are taken with.
func (s *Service) holds(ctx context.Context, tx *store.Tx, secret string) (attendance.Held, error) {
	h, err := s.opt.Rolls.Hold(ctx, tx, secret)
	if err == nil && !h.Pass.Tests {
		err = errNoTests
	}
	return h, err
}

// exams are the tests that are taken at an activity: of the courses of its plan as they
// are published now.
func (s *Service) exams(h *attendance.Held) (all []Exam) {
	for _, id := range h.Activity.Courses {
		if v, err := s.get(id, 0); err == nil && v.examined() {
			all = append(all, exam(v.Course))
		}
	}
	return all
}

// examined tells whether the tests of a version are taken on tablets.
func (v *Version) examined() bool { return !v.Withdrawn && v.OnTablets() && len(v.Tests) > 0 }

// Examined tells of some courses whose tests are taken on tablets.
func (s *Service) Examined(ids []string) (yes []string) {
	for _, id := range ids {
		if v, err := s.get(id, 0); err == nil && v.examined() {
			yes = append(yes, id)
		}
	}
	return yes
}

// taken tells who of the list has taken a test, each once.
func taken(tx *store.Tx, h *attendance.Held, exams []Exam) (all []Done, err error) {
	people := map[record.ID]bool{}
	for _, p := range h.Enrolled() {
		people[p] = true
	}
	for _, e := range exams {
		tries, err := counted(tx, ofCourse, h.Activity.ID, e.Course)
		if err != nil {
			return nil, err
		}
		for _, t := range tries {
			d := Done{t.Person, t.Course, t.Test}
			if people[t.Person] && !slices.Contains(all, d) {
				all = append(all, d)
			}
		}
	}
	return all, nil
}

// Refused is what a tablet handed in and the node does not keep, and why.
type Refused struct {
	ID  record.ID
	Err error
}

// HandIn keeps what was answered on a tablet: of the people on the list of its activity,
// in the courses of its plan. Each attempt is looked at by itself, so that one that
// cannot be kept holds up no other; those are told. What was handed in before is not
// changed. Of somebody who was erased nothing is kept and nothing is said. It faults as
// OnTablet does, but takes what comes late where that only tells nothing.
func (s *Service) HandIn(ctx context.Context, secret string, in []Attempt) (refused []Refused, err error) {
	_, err = s.opt.Ledger.Write(ctx, func(tx *store.Tx) (drafts []ledger.Draft, err error) {
		h, err := s.holds(ctx, tx, secret)
		if err != nil {
			return nil, err
		}
		refused = nil
		seen := map[record.ID]bool{}
		for _, t := range in {
			if seen[t.ID] {
				continue
			}
			seen[t.ID] = true
			draft, err := s.handIn(tx, &h, t)
			switch {
			case fault.Is(err, fault.Invalid), fault.Is(err, fault.Missing), fault.Is(err, fault.Conflict):
				refused = append(refused, Refused{t.ID, err})
			case err != nil:
				return nil, err
			default:
				drafts = append(drafts, draft...)
			}
		}
		return drafts, nil
	})
	return refused, err
}

func (s *Service) handIn(tx *store.Tx, h *attendance.Held, t Attempt) ([]ledger.Draft, error) {
	if !h.Expects(t.Person) || gone(tx, t.Person) {
		return nil, nil
	}
	if !h.Teaches(t.Course) {
		return nil, invalid("course.attempt.course", "the plan of the activity does not say that this course is taught", "ask the organiser to add the course to the plan; the answers stay on the tablet until then")
	}
	// A tablet writes over nothing that others entered, nor over its own.
	t.ID, t.Activity = h.Pass.ID.Derive("attempt "+string(t.ID[:])), h.Activity.ID
	var known, tries int
	if err := tx.Row("SELECT count(*) FROM attempts WHERE id = ?", t.ID).Scan(&known); err != nil || known > 0 {
		return nil, err
	}
	if err := tx.Row("SELECT count(*) FROM attempts WHERE activity = ? AND course = ? AND person = ? AND test = ?", t.Activity, t.Course, t.Person, string(t.Test)).Scan(&tries); err != nil {
		return nil, err
	}
	if tries >= maxTries {
		return nil, invalid("course.attempt.many", "this person has taken this test {0} times here already", "look at the results in the console", strconv.Itoa(maxTries))
	}
	return s.take(tx, h.Pass.ID, h.Activity, &t)
}

// Picture opens a file that a question shows on a tablet. It faults as OnTablet does,
// and with Missing where no test of the activity shows it. Close it.
func (s *Service) Picture(ctx context.Context, secret, id string, version int, name string) (m Media, b *blob.Blob, err error) {
	var v *Version
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		h, err := s.holds(ctx, tx, secret)
		if err != nil {
			return err
		}
		v, err = s.get(id, version)
		if err != nil || h.Ended || !h.Teaches(id) || !v.examined() || !slices.ContainsFunc(exam(v.Course).Media, func(m Shown) bool { return m.Name == name }) {
			return none()
		}
		return nil
	})
	if err != nil {
		return m, nil, err
	}
	return s.File(ctx, v, name)
}

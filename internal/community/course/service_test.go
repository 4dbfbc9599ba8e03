package course

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/community/activity"
	"wasl/internal/community/attendance"
	"wasl/internal/community/person"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/blob"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/ledger/ledgertest"
	"wasl/internal/keep/store"
	"wasl/internal/keep/store/storetest"
	"wasl/internal/network/unit"
)

// school is a service with what it stands on: a wilaya with a unit in the north and
// one in the south, and a training in the north.
type school struct {
	*Service
	t        testing.TB
	l        *ledger.Ledger
	now      time.Time
	training record.ID
	people   *person.Service
	rolls    *attendance.Service
	plans    *activity.Service
	left     bool // the trainer, who makes passes

	organiser, trainer, mobiliser, programme, south, analyst policy.Actor
}

func (s *school) clock() time.Time {
	s.now = s.now.Add(time.Millisecond)
	return s.now
}

func (s *school) ok(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func newSchool(t testing.TB) *school {
	t.Helper()
	s := &school{t: t, now: time.Date(2026, 11, 26, 10, 0, 0, 0, time.UTC), training: record.IDOf("training")}
	dir := storetest.Dir(t)
	open := func(name string, parts ...ledger.Part) *ledger.Ledger {
		return ledgertest.Open(t, ledgertest.Options(filepath.Join(dir, name), s.clock, parts...))
	}
	s.l = open("community", activity.Part(), person.Part(), attendance.Part(), Part())
	network, err := unit.New(t.Context(), open("field", unit.Part()))
	s.ok(err)
	wilaya, north, south := record.IDOf("wilaya"), record.IDOf("north"), record.IDOf("south")
	for _, u := range []struct{ id, up record.ID }{{wilaya, record.ID{}}, {north, wilaya}, {south, wilaya}} {
		s.ok(network.Put(t.Context(), record.ID{}, unit.Unit{ID: u.id, Parent: u.up, Code: u.id.String()[:8], Kind: unit.Administration, Name: lang.Text{lang.French: "U"}}))
	}
	rules, err := policy.New(network.Tree(), false)
	s.ok(err)
	blobs, err := blob.Open(t.Context(), filepath.Join(dir, "blobs"), bytes.Repeat([]byte{3}, blob.KeySize), blob.Options{Clock: s.clock, Random: rand.Reader})
	s.ok(err)
	t.Cleanup(func() { s.ok(blobs.Close()) })
	s.rolls = attendance.NewService(attendance.Options{Ledger: s.l, Policy: rules, Units: network.Tree(), Makers: s.maker, Clock: s.clock, Random: rand.Reader})
	s.Service, err = NewService(t.Context(), Options{Ledger: s.l, Blobs: blobs, Policy: rules, Units: network.Tree(), Rolls: s.rolls, Clock: s.clock})
	s.ok(err)
	s.people = person.NewService(person.Options{Ledger: s.l, Policy: rules, Units: network.Tree(), Clock: s.clock})
	actor := func(name string, at record.ID, role policy.Role) policy.Actor {
		return policy.Actor{ID: record.IDOf(name), Unit: at, Roles: []policy.Role{role}}
	}
	s.organiser, s.trainer, s.mobiliser = actor("organiser", wilaya, policy.Organiser), actor("trainer", north, policy.Trainer), actor("mobiliser", north, policy.Mobiliser)
	s.programme, s.south, s.analyst = actor("programme", wilaya, policy.Programme), actor("south", south, policy.Trainer), actor("analyst", wilaya, policy.Analyst)
	s.plans = activity.NewService(activity.Options{Ledger: s.l, Policy: rules, Units: network.Tree(), Clock: s.clock})
	s.plan()
	return s
}

// maker is who made a pass, as long as they work here.
func (s *school) maker(id record.ID) (policy.Actor, bool) {
	return s.trainer, id == s.trainer.ID && !s.left
}

// plan says which courses are taught at the training, on that day and the next.
func (s *school) plan(courses ...string) {
	s.t.Helper()
	was, err := s.plans.Get(s.t.Context(), s.organiser, s.training)
	if err != nil && !fault.Is(err, fault.Missing) {
		s.t.Fatal(err)
	}
	day := activity.Session{ID: record.IDOf("day"), Start: s.now, End: s.now.Add(24 * time.Hour)}
	if len(was.Sessions) > 0 {
		day = was.Sessions[0]
	}
	_, err = s.plans.Put(s.t.Context(), s.organiser, s.training, record.IDOf("north"), was.Revision, activity.Plan{
		Kind: activity.Training, Title: lang.Text{lang.French: "Secours"}, Courses: courses, Sessions: []activity.Session{day},
	})
	s.ok(err)
}

func (s *school) publish(changes map[string]string) *Version {
	s.t.Helper()
	v, problems, err := s.Publish(s.t.Context(), s.organiser, folder(changes), Base{})
	if err != nil {
		s.t.Fatal(err, problems)
	}
	return v
}

func (s *school) refused(kind fault.Kind, key, what string, do func() error) {
	s.t.Helper()
	before, err := s.l.End(s.t.Context())
	s.ok(err)
	err = do()
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != kind || key != "" && f.Key != key {
		s.t.Errorf("%s: %v, want %v %s", what, err, kind, key)
	}
	if after, _ := s.l.End(s.t.Context()); after != before {
		s.t.Errorf("%s is refused and left %d revisions", what, after-before)
	}
}

func version(n int, more string) map[string]string {
	return map[string]string{"course.md": strings.Replace(frontMatter, "version: 1", "version: "+itoa(n)+"\n"+more, 1)}
}

func TestAPublishedCourseIsThereWithItsFilesAndItsSource(t *testing.T) {
	s := newSchool(t)
	v := s.publish(nil)
	m, b, err := s.File(t.Context(), v, "hand.svg")
	s.ok(err)
	content, err := io.ReadAll(b)
	s.ok(errors.Join(err, b.Close()))
	if m.Type != "image/svg+xml" || string(content) != drawing {
		t.Errorf("%+v: %q", m, content)
	}
	files, err := s.Source(t.Context(), s.mobiliser, v.ID, v.Version)
	s.ok(err)
	if c := Compile(files); len(c.Problems) > 0 || len(files) != len(folder(nil)) {
		t.Errorf("%d files, %v", len(files), c.Problems)
	}
	s.ok(s.Refresh(t.Context()))
	if vs, err := s.List(t.Context(), s.trainer); err != nil || len(vs) != 1 || vs[0].Author != s.organiser.ID {
		t.Errorf("%v, %v", vs, err)
	}
}

func TestVersionsOnlyGrow(t *testing.T) {
	s := newSchool(t)
	s.publish(nil)
	end, _ := s.l.End(t.Context())
	s.publish(nil) // sent twice
	if again, _ := s.l.End(t.Context()); again != end {
		t.Errorf("publishing twice left %d revisions", again-end)
	}
	s.refused(fault.Conflict, "course.version.taken", "another content", func() error {
		_, _, err := s.Publish(t.Context(), s.organiser, folder(version(1, "audience: all")), Base{})
		return err
	})
	s.publish(version(3, ""))
	s.refused(fault.Conflict, "course.version.taken", "an earlier version", func() error {
		_, _, err := s.Publish(t.Context(), s.organiser, folder(version(2, "")), Base{})
		return err
	})
	if got := s.Versions("first-aid"); len(got) != 2 || got[0] != 3 {
		t.Errorf("versions %v", got)
	}
	s.refused(fault.Invalid, "course.publish.errors", "a course with faults", func() error {
		_, _, err := s.Publish(t.Context(), s.organiser, folder(map[string]string{"test.ar.md": ""}), Base{})
		return err
	})
}

func TestAnEditedCourseKeepsThePicturesOfTheOneBefore(t *testing.T) {
	s := newSchool(t)
	s.publish(nil)
	edited := version(2, "")
	edited["media/hand.svg"] = ""
	if c, err := s.Check(t.Context(), s.trainer, folder(edited), Base{}); err != nil || !HasErrors(c.Problems) {
		t.Errorf("without its picture: %v, %v", c.Problems, err)
	}
	v, _, err := s.Publish(t.Context(), s.organiser, folder(edited), Base{"first-aid", 1})
	s.ok(err)
	if len(v.Media) != 1 || v.Version != 2 {
		t.Errorf("%+v", v.Course)
	}
}

func TestWhoMayDoWhatWithCourses(t *testing.T) {
	s := newSchool(t)
	s.publish(nil)
	for name, a := range map[string]policy.Actor{"mobiliser": s.mobiliser, "programme": s.programme, "analyst": s.analyst, "a unit elsewhere": s.south} {
		s.refused(fault.Denied, "", name+" publishes", func() error {
			_, _, err := s.Publish(t.Context(), a, folder(version(2, "")), Base{})
			if err != nil {
				return err
			}
			return nil
		})
	}
	s.refused(fault.Denied, "", "an analyst reads", func() error { _, err := s.Get(t.Context(), s.analyst, "first-aid", 0); return err })
	s.refused(fault.Denied, "", "a unit elsewhere withdraws", func() error { return s.Withdraw(t.Context(), s.south, "first-aid") })
	if len(s.Open()) != 0 {
		t.Error("a course that is not open is read by anyone")
	}
	s.publish(version(2, "open: yes"))
	if v, err := s.OpenOne("first-aid", 0); err != nil || v.Version != 2 {
		t.Errorf("an open course: %v, %v", v, err)
	}
	s.refused(fault.Missing, "course.none", "a version that is not open", func() error { _, err := s.OpenOne("first-aid", 1); return err })
	s.publish(version(3, "open: yes"))
	if v, err := s.OpenOne("first-aid", 3); err != nil || v.Version != 3 {
		t.Errorf("the newest: %v, %v", v, err)
	}
	s.refused(fault.Missing, "course.none", "an open version whose place another took", func() error { _, err := s.OpenOne("first-aid", 2); return err })
	s.publish(version(4, ""))
	s.refused(fault.Missing, "course.none", "an open version of a course that is closed by now", func() error { _, err := s.OpenOne("first-aid", 3); return err })
	s.publish(version(5, "open: yes"))
	s.ok(s.Withdraw(t.Context(), s.organiser, "first-aid"))
	s.refused(fault.Missing, "course.none", "a withdrawn course", func() error { _, err := s.OpenOne("first-aid", 0); return err })
}

func (s *school) attempt(name, person string, test Test, chosen int) Attempt {
	return Attempt{
		ID: record.IDOf(name), Person: record.IDOf(person), Activity: s.training, Course: "first-aid", Version: 1, Test: test, Answers: Answers{"q1": {chosen}}, Taken: s.now,
	}
}

func TestAnswersAreTakenOnce(t *testing.T) {
	s := newSchool(t)
	s.publish(nil)
	s.known("Mariem", "Sidi", "Aicha")
	elsewhere := record.IDOf("elsewhere")
	_, err := s.people.Put(t.Context(), s.organiser, elsewhere, s.organiser.Unit, 0, person.Known{Name: "Coumba", Band: "18-24", Sex: "female", Community: "host", Disability: "no", Role: "participant"})
	s.ok(err)
	s.refused(fault.Missing, "person.none", "somebody who is not on the list", func() error {
		_, err := s.Take(t.Context(), s.trainer, s.attempt("e", "elsewhere", Post, 1))
		return err
	})
	s.refused(fault.Missing, "person.none", "a skill of theirs", func() error {
		return s.Tick(t.Context(), s.trainer, s.training, "first-aid", Seen{Person: elsewhere, Skill: "s1", Done: true})
	})
	got, err := s.Take(t.Context(), s.trainer, s.attempt("a", "Mariem", Post, 1))
	s.ok(err)
	if got.Score.Percent() != 100 || !got.Passed {
		t.Errorf("%+v", got)
	}
	end, _ := s.l.End(t.Context())
	_, err = s.Take(t.Context(), s.trainer, s.attempt("a", "Mariem", Post, 1))
	s.ok(err)
	if again, _ := s.l.End(t.Context()); again != end {
		t.Errorf("sending twice left %d revisions", again-end)
	}
	s.refused(fault.Conflict, "course.attempt.other", "another person under the same number", func() error {
		_, err := s.Take(t.Context(), s.trainer, s.attempt("a", "Sidi", Post, 1))
		return err
	})
	old := s.attempt("b", "Sidi", Post, 0)
	old.Taken = time.Unix(0, 0)
	got, err = s.Take(t.Context(), s.trainer, old)
	s.ok(err)
	if got.Taken.Year() != 2026 || got.Passed {
		t.Errorf("a tablet of 1970: %+v", got)
	}
	for name, a := range map[string]policy.Actor{"mobiliser": s.mobiliser} {
		s.refused(fault.KindOf(policy.Deny("attempt.enter")), "", name, func() error { _, err := s.Take(t.Context(), a, s.attempt("c", "Aicha", Pre, 0)); return err })
	}
	s.refused(fault.KindOf(policy.Hide()), "", "who reads figures alone", func() error { _, err := s.Take(t.Context(), s.programme, s.attempt("c", "Aicha", Pre, 0)); return err })
	s.refused(fault.KindOf(policy.Hide()), "", "a trainer elsewhere", func() error { _, err := s.Take(t.Context(), s.south, s.attempt("c", "Aicha", Pre, 0)); return err })
	s.refused(fault.Missing, "course.none", "a version that is not here", func() error {
		in := s.attempt("c", "Aicha", Pre, 0)
		in.Version = 9
		_, err := s.Take(t.Context(), s.trainer, in)
		return err
	})
}

// TestWhatIsLearnedCountsTheFirstTestBeforeAndTheLastAfter: a second try before the
// course would hide what was learned.
func TestWhatIsLearnedCountsTheFirstTestBeforeAndTheLastAfter(t *testing.T) {
	s := newSchool(t)
	s.publish(nil)
	var all []Attempt
	s.known("late")
	for i := range 11 {
		who := itoa(i)
		s.known(who)
		all = append(all, s.attempt("pre"+who, who, Pre, 0), s.attempt("post"+who, who, Post, i%2))
	}
	all = append(all, s.attempt("pre again", "0", Pre, 1), s.attempt("post again", "0", Post, 1), s.attempt("no post", "late", Pre, 0))
	for _, a := range all {
		_, err := s.Take(t.Context(), s.trainer, a)
		s.ok(err)
	}
	gains, err := s.Learned(t.Context(), s.trainer, s.training, "first-aid")
	s.ok(err)
	if len(gains) != 2 || gains[1].Topic != "bleeding" || gains[0].People != 11 || gains[0].Pre != 0 || !near(&gains[0].Post, 600.0/11) {
		t.Errorf("%+v", gains)
	}
	if seen, err := s.Learned(t.Context(), s.mobiliser, s.training, "first-aid"); err != nil || len(seen) != 2 {
		t.Errorf("eleven people, seen by a mobiliser: %v, %v", seen, err)
	}
	_, err = s.l.Erase(t.Context(), record.IDOf("10"), s.organiser.ID, "asked")
	s.ok(err)
	_, err = s.l.Erase(t.Context(), record.IDOf("9"), s.organiser.ID, "asked")
	s.ok(err)
	if few, err := s.Learned(t.Context(), s.mobiliser, s.training, "first-aid"); err != nil || len(few) != 0 {
		t.Errorf("nine people, seen by a mobiliser: %v, %v", few, err)
	}
	if own, err := s.Attempts(t.Context(), s.trainer, s.training, "first-aid"); err != nil || len(own) != len(all)-4 {
		t.Errorf("after erasing two people %d attempts: %v", len(own), err)
	}
}

func TestATrainerTicksSkillsOff(t *testing.T) {
	s := newSchool(t)
	s.publish(nil)
	s.known("Mariem")
	tick := func(a policy.Actor, skill string, done bool) error {
		return s.Tick(t.Context(), a, s.training, "first-aid", Seen{Person: record.IDOf("Mariem"), Skill: skill, Done: done})
	}
	s.ok(tick(s.trainer, "s1", true))
	s.ok(tick(s.trainer, "s1", true))
	s.ok(tick(s.organiser, "s2", true))
	s.ok(tick(s.organiser, "s2", false))
	seen, err := s.Practised(t.Context(), s.trainer, s.training, "first-aid")
	s.ok(err)
	if len(seen) != 2 || !seen[0].Done || seen[0].By != s.trainer.ID || seen[1].Done {
		t.Errorf("%+v", seen)
	}
	s.refused(fault.Invalid, "course.skill.unknown", "a skill that is not in the course", func() error { return tick(s.trainer, "s9", true) })
	s.refused(fault.KindOf(policy.Deny("skill.tick")), "", "a mobiliser", func() error { return tick(s.mobiliser, "s1", false) })
}

func TestAWithdrawnCourseIsPublishedAgain(t *testing.T) {
	s := newSchool(t)
	s.publish(nil)
	s.known("Mariem")
	_, err := s.Take(t.Context(), s.trainer, s.attempt("a", "Mariem", Post, 1))
	s.ok(err)
	s.ok(s.Withdraw(t.Context(), s.organiser, "first-aid"))
	s.publish(nil)
	var refs int
	s.ok(s.l.View(t.Context(), func(tx *store.Tx) error {
		return References(tx, func(record.ID, string) error { refs++; return nil })
	}))
	if v, err := s.Get(t.Context(), s.trainer, "first-aid", 0); err != nil || v.Withdrawn || refs != 1 {
		t.Errorf("published again: %v, %v; %d files named", v, err, refs)
	}
}

package course

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/community/attendance"
)

// openFolder is the small course, open, with pictures and an explanation in its test.
func openFolder(more string) map[string]string {
	asked := "# Test\n\n### ? Où appuyer ? {#q1 topic=bleeding}\n\n![Une plaie](media/hand.svg)\n\n- [ ] à côté\n- [x] sur la plaie\n\n> Parce que la pression arrête.\n"
	other := "# اختبار\n\n### ? أين تضغط؟ {#q1 topic=bleeding}\n\n![جرح](media/hand.svg)\n\n- [ ] بجانبه\n- [x] على الجرح\n\n> لأن الضغط يوقفه.\n"
	return map[string]string{
		"course.md": strings.Replace(frontMatter, "pass: 70", "pass: 70\n"+more, 1), "test.fr.md": asked, "test.ar.md": other,
	}
}

// tablet lets a tablet in that tests are taken on, and gives its secret.
func (s *school) tablet(name string, tests bool) string {
	s.t.Helper()
	_, secret, err := s.rolls.Open(s.t.Context(), s.trainer, s.training, attendance.NewPass{ID: record.IDOf(name), Name: name, Tests: tests})
	s.ok(err)
	return secret
}

// expects puts somebody on the list.
func (s *school) expects(name string) record.ID {
	s.t.Helper()
	id := record.IDOf(name)
	s.known(name)
	s.ok(s.rolls.Enrol(s.t.Context(), s.organiser, s.training, []record.ID{id}, true))
	return id
}

// handsIn gives the keys of what was refused.
func (s *school) handsIn(secret string, all ...Attempt) (keys []string) {
	s.t.Helper()
	refused, err := s.HandIn(s.t.Context(), secret, all)
	s.ok(err)
	for _, r := range refused {
		var f *fault.Error
		if errors.As(r.Err, &f) {
			keys = append(keys, f.Key)
		}
	}
	return keys
}

func (s *school) kept() []Attempt {
	s.t.Helper()
	all, err := s.Attempts(s.t.Context(), s.trainer, s.training, "first-aid")
	s.ok(err)
	return all
}

// A tablet that is lost holds no key: what it is told has the questions, and neither
// what is right nor why.
func TestWhatATabletIsToldHoldsNoKey(t *testing.T) {
	s := newSchool(t)
	s.plan("first-aid", "not-published")
	v := s.publish(openFolder("open: yes"))
	aicha := s.expects("Aïcha")
	secret := s.tablet("hall", true)
	_, err := s.Take(t.Context(), s.trainer, s.attempt("at the console", "Aïcha", Pre, 1))
	s.ok(err)
	got, err := s.OnTablet(t.Context(), secret)
	s.ok(err)
	if len(got.Exams) != 1 || got.Exams[0].Version != v.Version || len(got.Exams[0].Tests) != 2 || len(got.Exams[0].Tests[Post]["ar"]) != 1 || len(got.Exams[0].Media) != 1 {
		t.Fatalf("it is told %+v", got.Exams)
	}
	if len(got.Taken) != 1 || got.Taken[0] != (Done{aicha, "first-aid", Pre}) {
		t.Errorf("taken: %+v", got.Taken)
	}
	told, err := json.Marshal(got)
	s.ok(err)
	for _, words := range []string{"Où appuyer", "أين تضغط", "sur la plaie", "à côté", "hand.svg"} {
		if !strings.Contains(string(told), words) {
			t.Errorf("it is not asked %q", words)
		}
	}
	for _, secret := range []string{"right", "pression", "لأن", "why", "J’attends", "Préparez", "panse", "score", "passed", v.Media[0].Ref} {
		if strings.Contains(string(told), secret) {
			t.Errorf("it is told %q: %s", secret, told)
		}
	}
	m, b, err := s.Picture(t.Context(), secret, "first-aid", 1, "hand.svg")
	s.ok(err)
	s.ok(b.Close())
	if m.Type != "image/svg+xml" {
		t.Errorf("the picture is %+v", m)
	}
	s.refused(fault.Missing, "course.none", "a file that no question shows", func() error {
		_, _, err := s.Picture(t.Context(), secret, "first-aid", 1, "other.svg")
		return err
	})
}

// What a question's body could hold of others is left out.
func TestABareBodyAsksNothing(t *testing.T) {
	inner := Block{Kind: Asking, Question: &Question{ID: "x", Answers: []Answer{{Right: true}}}}
	shows := map[string]bool{}
	got := unasked([]Block{{Kind: List, Items: [][]Block{{inner, {Kind: Picture, Source: "a.svg"}}}}, inner, {Kind: Video, Source: "b.mp4"}}, shows)
	if len(got) != 1 || len(got[0].Items[0]) != 1 || !shows["a.svg"] || shows["b.mp4"] {
		t.Errorf("%+v, showing %v", got, shows)
	}
}

// Not every course may lie on a tablet: one that is not open only where its author says
// so, and none that is withdrawn.
func TestWhichTestsLieOnTablets(t *testing.T) {
	for more, want := range map[string]int{"open: yes": 1, "open: no": 0, "hours: 3": 0, "tablet: yes": 1, "tablet: no": 0} {
		s := newSchool(t)
		s.plan("first-aid")
		files := openFolder(more)
		files["course.md"] = strings.Replace(files["course.md"], "hours: 18\n", "", 1)
		s.publish(files)
		got, err := s.OnTablet(t.Context(), s.tablet("hall", true))
		s.ok(err)
		if len(got.Exams) != want || len(s.Examined([]string{"first-aid"})) != want {
			t.Errorf("%s: %d tests are told, want %d", more, len(got.Exams), want)
		}
		s.ok(s.Withdraw(t.Context(), s.organiser, "first-aid"))
		if got := s.Examined([]string{"first-aid"}); got != nil {
			t.Errorf("%s: withdrawn, its tests are taken: %v", more, got)
		}
	}
	s := newSchool(t)
	s.refused(fault.Invalid, "course.publish.errors", "neither yes nor no", func() error {
		_, _, err := s.Publish(t.Context(), s.organiser, folder(openFolder("tablet: perhaps")), Base{})
		return err
	})
}

// Two tablets hand in what was answered, doubled, mixed up and late; the console hears
// of each once, and what was learned comes out right.
func TestTabletsHandIn(t *testing.T) {
	s := newSchool(t)
	s.plan("first-aid")
	s.publish(openFolder("open: yes"))
	for _, name := range []string{"Aïcha", "Brahim"} {
		s.expects(name)
	}
	one, two := s.tablet("one", true), s.tablet("two", true)
	before, after := s.attempt("a", "Aïcha", Pre, 0), s.attempt("b", "Aïcha", Post, 1)
	before.Taken = time.Unix(0, 0)
	if keys := s.handsIn(one, after, before, after); keys != nil {
		t.Errorf("refused: %v", keys)
	}
	s.handsIn(two, s.attempt("a", "Brahim", Post, 1), s.attempt("c", "Brahim", Pre, 0)) // another tablet may choose the same number
	all := s.kept()
	if len(all) != 4 {
		t.Fatalf("%d attempts are kept, want 4: %+v", len(all), all)
	}
	for _, a := range all {
		if want := map[Test]int{Pre: 0, Post: 100}[a.Test]; a.Score.Percent() != want || a.Passed != (a.Test == Post) || a.Taken.Year() != 2026 {
			t.Errorf("%s: %+v", a.Test, a)
		}
	}
	gains, err := s.Learned(t.Context(), s.trainer, s.training, "first-aid")
	s.ok(err)
	if gains[0].People != 2 || gains[0].Mean != 100 {
		t.Errorf("learned: %+v", gains)
	}
	end, err := s.l.End(t.Context())
	s.ok(err)
	changed := before
	changed.Answers = Answers{"q1": {1}}
	s.handsIn(one, before, changed, after)
	if now, err := s.l.End(t.Context()); err != nil || now != end {
		t.Errorf("sent again, and with other answers: %d revisions more", now-end)
	}
}

// What is not of this activity is not kept; it holds nothing else up, and it is said why.
func TestWhatATabletMayNotHandIn(t *testing.T) {
	s := newSchool(t)
	s.plan("first-aid")
	s.publish(openFolder("open: yes"))
	s.expects("Aïcha")
	secret := s.tablet("hall", true)
	elsewhere, none, unknown := s.attempt("b", "Aïcha", Pre, 0), s.attempt("c", "Aïcha", "mid", 0), s.attempt("d", "Aïcha", Pre, 0)
	elsewhere.Course, unknown.Version = "another", 9
	keys := s.handsIn(secret, s.attempt("a", "nobody", Pre, 0), elsewhere, none, unknown, s.attempt("e", "Aïcha", Pre, 0))
	if want := []string{"course.attempt.course", "course.test.none", "course.none"}; !slices.Equal(keys, want) {
		t.Errorf("refused as %v, want %v", keys, want)
	}
	if all := s.kept(); len(all) != 1 || all[0].Person != record.IDOf("Aïcha") {
		t.Errorf("kept: %+v", all)
	}
	for i := range maxTries - 1 {
		s.handsIn(secret, s.attempt("try "+itoa(i), "Aïcha", Pre, 0))
	}
	if keys := s.handsIn(secret, s.attempt("once more", "Aïcha", Pre, 0)); !slices.Equal(keys, []string{"course.attempt.many"}) || len(s.kept()) != maxTries {
		t.Errorf("after %d tries: %v", len(s.kept()), keys)
	}
	// Dropped from the plan while the tablet was without a line, the course is taken still.
	s.plan()
	if keys := s.handsIn(secret, s.attempt("f", "Aïcha", Post, 1)); keys != nil {
		t.Errorf("a course that was dropped meanwhile: %v", keys)
	}
	if got, err := s.OnTablet(t.Context(), secret); err != nil || len(got.Exams) != 0 {
		t.Errorf("it is told still: %+v, %v", got, err)
	}
	// Of whoever was erased nothing comes back.
	_, err := s.l.Erase(t.Context(), record.IDOf("Aïcha"), s.organiser.ID, "asked")
	s.ok(err)
	if keys := s.handsIn(secret, s.attempt("g", "Aïcha", Post, 1)); keys != nil || len(s.kept()) != 0 {
		t.Errorf("erased: %v, %d kept", keys, len(s.kept()))
	}
}

// A pass that is revoked takes nothing; one that has ended tells nothing, and takes what
// was answered in time for a month more.
func TestWhenAPassTakesNoTests(t *testing.T) {
	s := newSchool(t)
	s.plan("first-aid")
	s.publish(openFolder("open: yes"))
	s.expects("Aïcha")
	secret, lost, roll := s.tablet("hall", true), s.tablet("lost", true), s.tablet("roll", false)
	asks := func(secret string) func() error {
		return func() error { _, err := s.OnTablet(t.Context(), secret); return err }
	}
	hands := func(secret, name string) func() error {
		return func() error {
			_, err := s.HandIn(t.Context(), secret, []Attempt{s.attempt(name, "Aïcha", Pre, 0)})
			return err
		}
	}
	sees := func(secret string) func() error {
		return func() error { _, _, err := s.Picture(t.Context(), secret, "first-aid", 1, "hand.svg"); return err }
	}
	s.ok(s.rolls.Revoke(t.Context(), s.trainer, record.IDOf("lost")))
	for _, do := range []func() error{asks(lost), hands(lost, "a"), sees(lost)} {
		s.refused(fault.Unknown, "attendance.pass.none", "a tablet that was shut out", do)
	}
	for _, do := range []func() error{asks(roll), hands(roll, "a"), sees(roll)} {
		s.refused(fault.Denied, "course.pass.tests", "a phone for the roll alone", do)
	}
	s.left = true
	if got, err := s.OnTablet(t.Context(), secret); err != nil || !got.Ended || got.Exams != nil {
		t.Errorf("whoever made the pass has left, and it is told %+v, %v", got, err)
	}
	s.left = false
	s.now = s.now.Add(4 * 24 * time.Hour)
	if got, err := s.OnTablet(t.Context(), secret); err != nil || !got.Ended || got.Exams != nil || got.Taken != nil {
		t.Errorf("after its end it is told %+v, %v", got, err)
	}
	s.refused(fault.Missing, "course.none", "a picture after the end", sees(secret))
	s.ok(hands(secret, "late")())
	if len(s.kept()) != 1 {
		t.Error("what was answered in time is not kept")
	}
	s.now = s.now.Add(31 * 24 * time.Hour)
	s.refused(fault.Unknown, "attendance.pass.none", "a month after the end", hands(secret, "later"))
}

// Somebody who was added at the door and turns out to be known is one person: the test
// before under one entry of the register, the one after under the other.
func TestTestsOfTwoEntriesWhoAreOnePerson(t *testing.T) {
	s := newSchool(t)
	s.plan("first-aid")
	s.publish(openFolder("open: yes"))
	known, again := s.expects("Mohamed"), s.expects("Mouhamed")
	secret := s.tablet("hall", true)
	s.handsIn(secret, s.attempt("a", "Mouhamed", Pre, 0))
	s.ok(s.people.Merge(t.Context(), s.organiser, known, again))
	s.handsIn(secret, s.attempt("b", "Mohamed", Post, 1))
	gains, err := s.Learned(t.Context(), s.trainer, s.training, "first-aid")
	s.ok(err)
	if len(gains) == 0 || gains[0].People != 1 || gains[0].Mean != 100 {
		t.Errorf("learned: %+v", gains)
	}
	if got, err := s.OnTablet(t.Context(), secret); err != nil || len(got.Taken) != 2 || got.Taken[0].Person != known || got.Taken[1].Person != known {
		t.Errorf("taken: %+v, %v", got.Taken, err)
	}
}

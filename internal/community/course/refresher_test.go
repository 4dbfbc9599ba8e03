package course

import (
	"slices"
	"strings"
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/community/person"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// registered writes somebody down in the north; asked is whether they want to be
// told of refreshers.
func (s *school) registered(name string, asked bool) record.ID {
	s.t.Helper()
	id := record.IDOf(name)
	_, err := s.people.Put(s.t.Context(), s.organiser, id, record.IDOf("north"), 0, person.Known{
		Name: name, Band: "25-34", Sex: "female", Community: "host", Disability: "no", Role: "participant", Keep: asked,
	})
	s.ok(err)
	s.ok(s.rolls.Enrol(s.t.Context(), s.organiser, s.training, []record.ID{id}, true))
	return id
}

func (s *school) passed(names ...string) {
	s.t.Helper()
	for _, n := range names {
		_, err := s.Take(s.t.Context(), s.trainer, s.attempt("post "+n+s.now.String(), n, Post, 1))
		s.ok(err)
	}
}

// due are the names of those who are to refresh first aid.
func (s *school) due(a policy.Actor, st Standing) (names []string) {
	s.t.Helper()
	page, err := s.Refreshers(s.t.Context(), a, Refreshers{Course: "first-aid", Standing: st})
	s.ok(err)
	for _, p := range page.People {
		names = append(names, p.Name)
	}
	return names
}

// First aid is refreshed after 24 months. Whoever asked is called when it is time,
// nobody else is: children never, nor those who took back what they agreed to.
func TestWhoAskedIsCalledWhenARefresherIsDue(t *testing.T) {
	s := newSchool(t)
	s.publish(nil)
	ctx := t.Context()
	s.registered("Mariem", true)
	s.registered("Sidi", false)
	s.registered("Coumba", false)
	withdrew := s.registered("Demba", true)
	s.registered("Habib", true)
	s.registered("Habib ould Ely", true)
	child := record.IDOf("Aicha")
	_, err := s.people.Put(ctx, s.organiser, child, record.IDOf("north"), 0, person.Known{Name: "Aicha", Band: "12-17", Sex: "female", Community: "host", Disability: "no", Role: "participant"})
	s.ok(err)
	s.ok(s.rolls.Enrol(ctx, s.organiser, s.training, []record.ID{child}, true))
	agree := func(of record.ID, id string, c person.Consent) record.ID {
		c.ID, c.Scope, c.Language, c.How = record.IDOf(id), person.Refresher, "fr", "spoken"
		s.ok(s.people.Agree(ctx, s.organiser, of, c))
		return c.ID
	}
	agree(record.IDOf("Coumba"), "coumba agrees", person.Consent{})
	agree(child, "the father agrees", person.Consent{Guardian: true, Assent: true})
	s.ok(s.people.Withdraw(ctx, s.organiser, withdrew, agree(withdrew, "demba agrees", person.Consent{})))
	s.passed("Mariem", "Sidi", "Coumba", "Demba", "Habib", "Aicha")
	failed := s.attempt("failed", "Mariem", Post, 0)
	_, err = s.Take(ctx, s.trainer, failed)
	s.ok(err)

	if got := s.due(s.organiser, Later); !slices.Equal(got, []string{"Mariem", "Coumba", "Habib"}) {
		t.Errorf("later: %v", got)
	}
	s.now = s.now.AddDate(0, 22, 0)
	if got := s.due(s.organiser, Soon); len(got) != 3 || len(s.due(s.organiser, Later)) != 0 {
		t.Errorf("two months before: %v", got)
	}
	// The same man passed again under another entry: he is called for the later of the two.
	s.passed("Habib ould Ely")
	s.ok(s.people.Merge(ctx, s.organiser, record.IDOf("Habib"), record.IDOf("Habib ould Ely")))
	s.now = s.now.AddDate(0, 3, 0)
	if got := s.due(s.organiser, Overdue); !slices.Equal(got, []string{"Mariem", "Coumba"}) {
		t.Errorf("a month late: %v", got)
	}
	page, err := s.Refreshers(ctx, s.organiser, Refreshers{Course: "first-aid", Standing: Overdue})
	s.ok(err)
	if m := page.People[0]; page.Overdue != 2 || page.Soon != 0 || m.Due != m.Passed.AddDate(0, 24, 0) || m.Due.After(s.now) {
		t.Errorf("%+v", page)
	}
	// Another course is another matter; who refreshed it is due later again.
	s.passed("Mariem")
	if got := s.due(s.organiser, Overdue); !slices.Equal(got, []string{"Coumba"}) {
		t.Errorf("after Mariem came again: %v", got)
	}
	s.ok(s.people.Erase(ctx, s.organiser, record.IDOf("Coumba"), "she asked for it"))
	if got := s.due(s.organiser, Overdue); len(got) != 0 {
		t.Errorf("after Coumba was deleted: %v", got)
	}
}

func TestWhoSeesWhomARefresherIsDueFor(t *testing.T) {
	s := newSchool(t)
	s.publish(nil)
	s.registered("Mariem", true)
	s.passed("Mariem")
	for name, c := range map[string]struct {
		actor policy.Actor
		sees  int
	}{"organiser": {s.organiser, 1}, "trainer": {s.trainer, 1}, "mobiliser": {s.mobiliser, 0}, "a trainer elsewhere": {s.south, 0}} {
		if got := s.due(c.actor, Later); len(got) != c.sees {
			t.Errorf("%s sees %v", name, got)
		}
	}
	for _, a := range []policy.Actor{s.programme, s.analyst} {
		s.refused(fault.KindOf(policy.Deny("course.list")), "", "somebody without courses", func() error {
			_, err := s.Refreshers(t.Context(), a, Refreshers{Course: "first-aid", Standing: Soon})
			return err
		})
	}
	s.refused(fault.Missing, "course.none", "a course that is not here", func() error {
		_, err := s.Refreshers(t.Context(), s.organiser, Refreshers{Course: "nothing", Standing: Soon})
		return err
	})
	s.refused(fault.Invalid, "course.refreshers.after", "a page of nowhere", func() error {
		_, err := s.Refreshers(t.Context(), s.organiser, Refreshers{Course: "first-aid", Standing: Soon, After: "x"})
		return err
	})
}

// crowd registers n people who passed first aid, and asked to be told.
func (s *school) crowd(n int) {
	s.t.Helper()
	north := record.IDOf("north")
	for from := 0; from < n; from += 250 {
		_, err := s.l.Write(s.t.Context(), func(tx *store.Tx) (drafts []ledger.Draft, err error) {
			for i := from; i < min(from+250, n); i++ {
				id := record.IDOf("one of many " + itoa(i))
				known, err := person.Draft(tx, s.organiser.ID, id, north, person.Known{
					Name: "Mariem " + itoa(i), Band: "25-34", Sex: "female", Community: "host", Disability: "no", Role: "participant", Keep: true,
				})
				if err != nil {
					return nil, err
				}
				drafts = append(append(drafts, known...), ledger.Draft{
					Kind: record.Attempt, Record: id.Derive("attempt"), Subject: id, Author: s.trainer.ID, Handling: handling(north),
					Body: attemptBody{V: bodyVersion, Activity: s.training, Course: "first-aid", Version: 1, Test: Post, Answers: Answers{"q1": {1}}, Passed: true, Taken: s.now},
				})
			}
			return drafts, nil
		})
		s.ok(err)
	}
}

func TestTheListOfRefreshersGoesOnPageByPage(t *testing.T) {
	s := newSchool(t)
	s.publish(nil)
	s.crowd(2*MaxRefreshed + 7)
	seen := map[record.ID]bool{}
	pages := 0
	for next := ""; pages == 0 || next != ""; pages++ {
		page, err := s.Refreshers(t.Context(), s.organiser, Refreshers{Course: "first-aid", Standing: Later, After: next})
		s.ok(err)
		for _, p := range page.People {
			seen[p.Person] = true
		}
		next = page.Next
	}
	if pages != 3 || len(seen) != 2*MaxRefreshed+7 {
		t.Errorf("%d people on %d pages", len(seen), pages)
	}
}

// The list begins where it is asked for and stops when a page is full: nothing is
// scanned and nothing sorted.
func TestTheListOfRefreshersUsesItsIndex(t *testing.T) {
	s := newSchool(t)
	v := s.publish(nil)
	for name, a := range map[string]policy.Actor{"organiser": s.organiser, "trainer": s.trainer} {
		d, err := s.Service.due(t.Context(), a, v)
		s.ok(err)
		s.ok(s.l.View(t.Context(), func(tx *store.Tx) error {
			plan, err := tx.Plan(d.sql, d.query(Soon, cursor{}, 51)...)
			// Which activities somebody sees, who sees nearly all, is read off an index.
			if strings.Contains(strings.ReplaceAll(plan, "SCAN v USING COVERING INDEX", ""), "SCAN") || strings.Contains(plan, "TEMP B-TREE") || !strings.Contains(plan, "INDEX course_passed_at") {
				t.Errorf("%s: %s", name, plan)
			}
			// Of each line the person's own other passes alone are looked at, not all that came later.
			if !strings.Contains(plan, "SEARCH o USING PRIMARY KEY (course=? AND person=?)") {
				t.Errorf("%s: %s", name, plan)
			}
			return err
		}))
	}
}

// Passes are what the attempts say, however these came and were put right: so tables
// that are made again, and those that are filled when a node is updated, are the same.
func TestPassesAreWhatTheAttemptsSay(t *testing.T) {
	s := newSchool(t)
	s.publish(nil)
	s.registered("Mariem", true)
	s.registered("Sidi", true)
	s.passed("Mariem", "Sidi")
	s.now = s.now.AddDate(0, 1, 0)
	s.passed("Mariem")
	mistaken := s.attempt("entered wrongly", "Sidi", Post, 1)
	for _, chosen := range []int{1, 0} {
		mistaken.Answers = Answers{"q1": {chosen}}
		_, err := s.Take(t.Context(), s.trainer, mistaken)
		s.ok(err)
	}
	s.ok(s.l.View(t.Context(), func(tx *store.Tx) error {
		var passes, wrong int64
		err := tx.Row("SELECT count(*), (SELECT count(*) FROM course_passed p WHERE at != (SELECT max(at) FROM attempts a WHERE a.passed = 1 AND a.course = p.course AND a.person = p.person)) FROM course_passed").Scan(&passes, &wrong)
		if passes != 2 || wrong != 0 {
			t.Errorf("%d passes, %d of them at another time", passes, wrong)
		}
		return err
	}))
	if got := s.due(s.organiser, Later); !slices.Equal(got, []string{"Sidi", "Mariem"}) {
		t.Errorf("%v: who passed first is due first", got)
	}
}

// BenchmarkRefreshers is the list in a register of 100,000 who all passed.
func BenchmarkRefreshers(b *testing.B) {
	s := newSchool(b)
	s.publish(nil)
	s.crowd(100_000)
	s.now = s.now.Add(23 * 30 * 24 * time.Hour)
	for name, a := range map[string]policy.Actor{"sees all": s.organiser, "sees none": s.south} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := s.Refreshers(b.Context(), a, Refreshers{Course: "first-aid", Standing: Soon}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

package feedback

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/collect/form"
	"wasl/internal/community/activity"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
)

// activity is a training of the unit in the east.
func (s *stage) activity(a policy.Actor, id string) record.ID {
	s.Helper()
	_, err := activity.NewService(activity.Options{Ledger: s.ledger, Policy: s.engine, Units: s.opt.Units, Clock: s.opt.Clock}).Put(s.Context(), a, record.IDOf(id), a.Unit, 0, activity.Plan{
		Kind: activity.Training, Title: lang.Text{lang.French: id}, Sessions: []activity.Session{{ID: record.IDOf(id + "1"), Start: s.now, End: s.now.Add(time.Hour)}},
	})
	s.ok(err)
	return record.IDOf(id)
}

// What counts as the indicator is what people said after an activity, once the round has
// ended: of as many as the survey's own results are of, or the two would tell how many
// would rather not say.
func TestHowContentPeopleWereIsHandedOn(t *testing.T) {
	s := newStage(t)
	o := s.hire("o", s.east, policy.Organiser)
	act := s.activity(o, "first aid")
	s.ok(s.Ask(t.Context(), o, Plan{ID: record.IDOf("about"), Upload: HowContent(), Activity: act}))
	s.ok(s.Ask(t.Context(), o, Plan{ID: record.IDOf("alone"), Upload: HowContent()}))
	for _, id := range []string{"about", "alone"} {
		v, err := s.Survey(t.Context(), o, record.IDOf(id))
		s.ok(err)
		for i, said := range slices.Repeat([]string{"very_content", "content", "discontent", "unsaid", "content"}, 4) {
			chose := map[string]string{"satisfaction": said, "useful": "yes", "understood": "yes", "respected": "yes"}
			s.fillIn(v, After, fmt.Sprint(id, i), chose)
			s.fillIn(v, Before, fmt.Sprint(id, "before", i), chose)
		}
		s.fillIn(v, After, id+"refused", map[string]string{"agree": "no", "useful": "", "understood": "", "respected": "", "sex": "", "band": "", "community": ""})
		s.ok(s.EndRound(t.Context(), o, v.ID, Before))
	}
	told := func() (all []string) {
		s.ok(s.ledger.View(t.Context(), func(tx *store.Tx) error {
			return Contents(tx, func(about record.ID, asked, content int64) {
				all = append(all, fmt.Sprint(about == act, asked, content))
			})
		}))
		return all
	}
	if got := told(); got != nil {
		t.Errorf("before the round has ended: %v", got)
	}
	for _, id := range []string{"about", "alone"} {
		s.ok(s.EndRound(t.Context(), o, record.IDOf(id), After))
	}
	if diff := cmp.Diff([]string{"true 20 12"}, told()); diff != "" {
		t.Error(diff)
	}
	res, err := s.Results(t.Context(), o, record.IDOf("about"))
	s.ok(err)
	i := slices.IndexFunc(res.Questions, func(q Question) bool { return q.Name == Satisfaction })
	unsaid := slices.IndexFunc(res.Questions[i].Choices, func(a Answer) bool { return a.Name == "unsaid" })
	if q := res.Questions[i]; q.Asked[After][0].N != 20 || !q.Choices[unsaid].Rounds[After][0].Hidden {
		t.Errorf("the results are of %+v, and who would rather not say are %+v", q.Asked[After][0], q.Choices[unsaid].Rounds[After][0])
	}
}

// Nobody binds a survey to what is not there, or to what they do not see; and a question
// of that name is counted or refused.
func TestASurveyIsBoundToWhatIsSeen(t *testing.T) {
	s := newStage(t)
	o := s.hire("o", s.east, policy.Organiser)
	act := s.activity(o, "first aid")
	for name, p := range map[string]struct {
		by    policy.Actor
		about record.ID
	}{"nothing": {o, record.IDOf("nothing")}, "another unit's": {s.hire("w", s.west, policy.Organiser), act}} {
		if err := s.Ask(t.Context(), p.by, Plan{ID: record.IDOf(name), Upload: HowContent(), Activity: p.about}); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	f, _, err := HowContent().Compile()
	s.ok(err)
	s.ok(tellsContent(f))
	for i, n := range f.Questions() {
		if n.Name == Satisfaction {
			f.Lists[f.Questions()[i].List] = []form.Choice{{Name: "content"}, {Name: "happy"}}
		}
	}
	if err := tellsContent(f); !fault.Is(err, fault.Invalid) {
		t.Errorf("without its choices: %v", err)
	}
}

// What is said of an activity is shown on it to whoever may see it, and counted for
// nobody else: a complaint about staff is not there for an organiser.
func TestWhatIsSaidOfAnActivity(t *testing.T) {
	s := newStage(t)
	o, reader := s.hire("o", s.east, policy.Organiser), s.hire("Khadija Mint Salem", s.hq, policy.Safeguarding)
	act := s.activity(o, "first aid")
	staff, _ := s.send("staff", OfStaff, "the driver asks for money")
	s.ok(s.Hear(t.Context(), o, Heard{ID: record.IDOf("r"), Text: "they say that it costs", Risk: Low}))
	told, err := s.Enter(t.Context(), o, Incoming{ID: record.IDOf("help"), Kind: OfHelp, Text: "too far to walk"})
	s.ok(err)
	help := told.ID
	s.ok(s.Ask(t.Context(), o, Plan{ID: record.IDOf("about"), Upload: HowContent(), Activity: act}))
	s.ok(s.BindComplaint(t.Context(), o, help, s.open(o, help).Revision, act))
	r, err := s.Rumour(t.Context(), o, record.IDOf("r"))
	s.ok(err)
	s.ok(s.BindRumour(t.Context(), o, r.ID, r.Revision, act))
	if err := s.BindComplaint(t.Context(), o, help, s.open(o, help).Revision, record.IDOf("nothing")); !fault.Is(err, fault.Invalid) {
		t.Errorf("bound to nothing: %v", err)
	}
	if err := s.BindComplaint(t.Context(), o, staff, 1, act); !fault.Is(err, fault.Missing) {
		t.Errorf("an organiser binds what is about staff: %v", err)
	}
	said := func(a policy.Actor) string {
		v, err := s.About(t.Context(), a, act)
		s.ok(err)
		return fmt.Sprint(len(v.Complaints), len(v.Rumours), len(v.Surveys))
	}
	if got := said(o); got != "1 1 1" {
		t.Errorf("the organiser sees %s", got)
	}
	s.ok(s.BindComplaint(t.Context(), reader, staff, s.open(reader, staff).Revision, act))
	if got := said(o); got != "1 1 1" {
		t.Errorf("with a complaint about staff the organiser sees %s", got)
	}
	if v, err := s.About(t.Context(), s.hire("m", s.east, policy.Mobiliser), act); err != nil || len(v.Complaints) != 0 || len(v.Rumours) != 1 {
		t.Errorf("a mobiliser sees %d complaints, %d rumours, %v", len(v.Complaints), len(v.Rumours), err)
	}
	s.ok(s.BindComplaint(t.Context(), o, help, s.open(o, help).Revision, record.ID{}))
	if got := said(o); got != "0 1 1" {
		t.Errorf("after it was taken off: %s", got)
	}
}

// Whoever must answer is reminded when a sixth of the time is left, and what had no
// answer stands first.
func TestReadersAreRemindedBeforeTheTimeIsOver(t *testing.T) {
	s := newStage(t)
	reader := s.hire("Khadija Mint Salem", s.hq, policy.Safeguarding)
	early, _ := s.send("early", OfStaff, "he asks for money")
	s.ok(s.Answer(t.Context(), reader, early, s.open(reader, early).Revision, Word{ID: record.IDOf("w"), Text: "we have read it"}))
	s.send("help", OfHelp, "too far to walk")
	start := s.now
	s.now = start.Add(time.Hour)
	late, _ := s.send("late", OfStaff, "she takes money")
	for after, want := range map[time.Duration]Backlog{
		2 * time.Hour: {Open: 3}, 60 * time.Hour: {Open: 3}, 62 * time.Hour: {Open: 3, Soon: 1}, 74 * time.Hour: {Open: 3, Overdue: 1},
		OthersWithin - 2*24*time.Hour: {Open: 3, Overdue: 1, Soon: 1}, OthersWithin + time.Hour: {Open: 3, Overdue: 2},
	} {
		s.now = start.Add(after)
		w, err := s.Waiting(t.Context(), reader)
		s.ok(err)
		all, err := s.List(t.Context(), reader, Open)
		s.ok(err)
		told := Backlog{Open: len(all)}
		for _, c := range all {
			if c.Overdue(s.now) {
				told.Overdue++
			}
			if c.Soon(s.now) {
				told.Soon++
			}
		}
		if w != want || told != want {
			t.Errorf("after %v: counted %+v, told %+v, want %+v", after, w, told, want)
		}
		if all[0].ID != late || all[2].ID != early {
			t.Errorf("after %v what was answered stands before what was not", after)
		}
	}
}

package feedback

import (
	"fmt"
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
// ended, and not what they would not say.
func TestHowContentPeopleWereIsHandedOn(t *testing.T) {
	s := newStage(t)
	o := s.hire("o", s.east, policy.Organiser)
	act := s.activity(o, "first aid")
	s.ok(s.Ask(t.Context(), o, Plan{ID: record.IDOf("about"), Upload: HowContent(), Activity: act}))
	s.ok(s.Ask(t.Context(), o, Plan{ID: record.IDOf("alone"), Upload: HowContent()}))
	for _, id := range []string{"about", "alone"} {
		v, err := s.Survey(t.Context(), o, record.IDOf(id))
		s.ok(err)
		for i, said := range []string{"very_content", "content", "discontent", "unsaid", "content"} {
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
	if diff := cmp.Diff([]string{"true 4 3"}, told()); diff != "" {
		t.Error(diff)
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

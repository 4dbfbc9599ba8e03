package feedback

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/collect/form"
	"wasl/internal/community/number"
	"wasl/internal/guard/policy"
)

func (s *stage) survey(a policy.Actor) *Survey {
	s.Helper()
	id := record.IDOf("survey")
	for range 2 {
		s.ok(s.Ask(s.Context(), a, Plan{ID: id, Upload: Standard(), People: 5000}))
	}
	v, err := s.Survey(s.Context(), a, id)
	s.ok(err)
	return v
}

// answers are one person's, as a phone sends them.
func (s *stage) answers(v *Survey, id string, chose map[string]string) string {
	s.Helper()
	all := map[string]string{
		"agree": "yes", "safe_day": "safe", "safe_night": "unsafe", "trust_others": "rather", "trust_police": "rather_not", "tell_police": "maybe", "trust_leaders": "rather",
		"know_help": "yes", "dare_complain": "no", "sex": "female", "band": "25-34", "community": "refugee",
	}
	by := map[string]string{}
	for _, n := range v.Form.Questions() {
		value, asked := all[n.Name]
		if c, ok := chose[n.Name]; ok {
			value, asked = c, true
		}
		if asked {
			by[n.XPath()] = value
		}
	}
	xml, err := v.Form.FromAnswers(record.IDOf(id).String(), by, s.now)
	s.ok(err)
	return xml
}

func (s *stage) fillIn(v *Survey, r Round, id string, chose map[string]string) {
	s.Helper()
	s.ok(s.FillByCode(s.Context(), v.Code, Filled{ID: record.IDOf(id), Round: r, XML: s.answers(v, id, chose)}))
}

// The survey that every node brings: three languages, nothing that tells who somebody is.
func TestTheStandardSurvey(t *testing.T) {
	f, problems, err := Standard().Compile()
	if err != nil || form.HasErrors(problems) {
		t.Fatalf("%v, %v", problems, err)
	}
	if err := fits(f, problems); err != nil {
		t.Error(err)
	}
	groups, _ := groupsOf(f)
	if len(tabled(f)) != 9 || len(groups) != 1+4+5+5 {
		t.Errorf("%d questions, %d groups", len(tabled(f)), len(groups))
	}
	for _, n := range f.Questions() {
		for _, l := range lang.All() {
			if n.Asked() && f.Say(n.Label, string(l)) == "" {
				t.Errorf("%s is not there in %s", n.Name, l)
			}
		}
	}
}

// Nothing is shown while a round runs: what grows before one's eyes tells who came last.
func TestResultsComeWhenTheRoundHasEnded(t *testing.T) {
	s := newStage(t)
	o, p := s.hire("o", s.east, policy.Organiser), s.hire("p", s.hq, policy.Programme)
	v := s.survey(o)
	for i := range 12 {
		s.fillIn(v, Before, fmt.Sprint(i), nil)
	}
	s.fillIn(v, Before, "3", map[string]string{"safe_day": "very_unsafe"}) // sent again: it is one person
	res, err := s.Results(t.Context(), p, v.ID)
	s.ok(err)
	if len(res.Questions) == 0 || len(res.Questions[1].Asked) != 0 {
		t.Errorf("while it runs: %+v", res.Questions)
	}
	s.ok(s.EndRound(t.Context(), o, v.ID, Before))
	res, err = s.Results(t.Context(), p, v.ID)
	s.ok(err)
	day := res.Questions[1]
	if day.Name != "safe_day" || day.Asked[Before][0] != (Count{N: 12}) || day.Choices[1].Rounds[Before][0].N != 12 {
		t.Errorf("by day: %+v", day)
	}
	s.ok(s.Ask(t.Context(), o, Plan{ID: record.IDOf("another"), Upload: Standard()}))
	other, err := s.Survey(t.Context(), o, record.IDOf("another"))
	s.ok(err)
	err = s.FillByCode(t.Context(), other.Code, Filled{ID: record.IDOf("3"), Round: Before, XML: s.answers(other, "3", nil)})
	if !fault.Is(err, fault.Conflict) {
		t.Errorf("answers with the number of answers to another survey: %v", err)
	}
	err = s.FillByCode(t.Context(), v.Code, Filled{ID: record.IDOf("late"), Round: Before, XML: s.answers(v, "late", nil)})
	if !fault.Is(err, fault.Conflict) {
		t.Errorf("an answer after the end: %v", err)
	}
	if diff := cmp.Diff(res, s.results(p, v.ID)); diff != "" {
		t.Error(diff)
	}
}

func (s *stage) results(a policy.Actor, id record.ID) Results {
	s.Helper()
	res, err := s.Results(s.Context(), a, id)
	s.ok(err)
	return res
}

// The intervals and the change are those of package number, and few people are hidden.
func TestBeforeAndAfter(t *testing.T) {
	s := newStage(t)
	o := s.hire("o", s.east, policy.Organiser)
	v := s.survey(o)
	for i := range 100 {
		first, then := "unsafe", "safe"
		if i < 40 {
			first = "safe"
		}
		if i >= 70 {
			then = "unsafe"
		}
		who := map[string]string{"sex": "female"}
		if i%2 == 0 {
			who["sex"] = "male"
		}
		if i < 4 {
			who["community"] = "host"
		}
		who["safe_night"] = first
		s.fillIn(v, Before, fmt.Sprint("b", i), who)
		who["safe_night"] = then
		s.fillIn(v, After, fmt.Sprint("a", i), who)
	}
	s.ok(s.EndRound(t.Context(), o, v.ID, Before))
	s.ok(s.EndRound(t.Context(), o, v.ID, After))
	res := s.results(o, v.ID)
	night := res.Questions[2]
	safe := night.Choices[1]
	by, interval := number.Difference(70, 100, 40, 100, number.Confidence)
	if c := safe.Change[0]; c == nil || c.By != by || c.Interval != interval || !c.Sure() {
		t.Errorf("the change is %+v, want %v %v", safe.Change[0], by, interval)
	}
	if got := safe.Rounds[Before][0]; got.N != 40 || got.Interval != number.Wilson(40, 100, number.Confidence) {
		t.Errorf("before: %+v", got)
	}
	for g, group := range res.Groups {
		n := night.Asked[Before][g]
		if group.Name == "host" && !n.Hidden || group.Name == "female" && (n.Hidden || n.N != 50) {
			t.Errorf("of %s %s: %+v", group.Of, group.Name, n)
		}
	}
}

// Whatever people answer, nothing of fewer than ten is shown, and nothing of it can be
// worked out by taking what is shown from what is shown.
func TestFewAreHiddenAndStayHidden(t *testing.T) {
	f, _, err := Standard().Compile()
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(3, 4))
	pick := func(list string) string {
		c := f.Lists[list]
		return c[min(rng.IntN(len(c)), rng.IntN(len(c)))].Name
	}
	hidden := 0
	for range 40 {
		var all []map[string]string
		for range rng.IntN(120) {
			all = append(all, map[string]string{"safe_day": pick("safety"), "sex": pick("sexes"), "band": pick("bands"), "community": pick("communities")})
		}
		res := tabulate(f, map[Round][]map[string]string{Before: all})
		for _, q := range res.Questions {
			hidden += holds(t, res.Groups, q)
			if q.Name == "safe_day" {
				leavesRoom(t, len(all), q)
			}
		}
	}
	if hidden == 0 {
		t.Error("nothing was ever hidden: this test looks at nothing")
	}
}

// leavesRoom checks what is told of everybody against how many answered, which stands on
// the page above: that number is not hidden, and the hidden ones add up to so many that
// each of them has room.
func leavesRoom(t *testing.T, n int, q Question) {
	t.Helper()
	if n < number.Few {
		return
	}
	if got := q.Asked[Before][0]; got.Hidden || got.N != int64(n) {
		t.Errorf("%d answered, and %+v is told", n, got)
	}
	rest, hidden := int64(n), 0
	for _, c := range q.Choices {
		if s := c.Rounds[Before][0]; s.Hidden {
			hidden++
		} else {
			rest -= s.N
		}
	}
	if hidden == 1 || hidden > 1 && rest < number.Few {
		t.Errorf("of %d people %d numbers are hidden that add up to %d", n, hidden, rest)
	}
}

// holds checks every sum of a table: where one of its parts alone is hidden, it is known.
func holds(t *testing.T, groups []Group, q Question) (hidden int) {
	t.Helper()
	rows := [][]Count{q.Asked[Before]}
	for _, c := range q.Choices {
		var row []Count
		for _, s := range c.Rounds[Before] {
			row = append(row, s.Count)
			if !s.Hidden && s.N > 0 && s.N < number.Few {
				t.Errorf("%s: %d people are shown", q.Name, s.N)
			}
		}
		rows = append(rows, row)
	}
	sum := func(what string, all Count, parts []Count) {
		n := 0
		for _, p := range parts {
			if p.Hidden {
				n++
			}
		}
		hidden += n
		if !all.Hidden && n == 1 {
			t.Errorf("%s %s: one part alone is hidden: %+v of %+v", q.Name, what, parts, all)
		}
	}
	for g := range groups {
		var column []Count
		for _, row := range rows[1:] {
			column = append(column, row[g])
		}
		sum(groups[g].Name, rows[0][g], column)
	}
	for _, row := range rows {
		for _, of := range groupings {
			var parts []Count
			for g := range groups {
				if groups[g].Of == of {
					parts = append(parts, row[g])
				}
			}
			sum(of, row[0], parts)
		}
	}
	return hidden
}

// Who answered is not known: a form that asks for it is refused, and words are not kept.
func TestWhoAnsweredIsNotKnown(t *testing.T) {
	s := newStage(t)
	o := s.hire("o", s.east, policy.Organiser)
	w := &form.Workbook{Sheets: map[string]*form.Sheet{}}
	sheet := func(name string, header []string, rows ...[]string) {
		sh := &form.Sheet{Name: name, Header: header}
		for i, r := range rows {
			sh.Rows = append(sh.Rows, form.Row{N: i + 2, Cells: r})
		}
		w.Sheets[name] = sh
	}
	sheet("survey", []string{"type", "name", "label"}, []string{"text", "your_name", "What is your name?"}, []string{"select_one yn", "safe", "Safe?"})
	sheet("choices", []string{"list_name", "name", "label"}, []string{"yn", "yes", "Yes"}, []string{"yn", "no", "No"})
	f, problems := form.Compile(w)
	if err := fits(f, problems); !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "who somebody is") {
		t.Errorf("a form that asks for names: %v", err)
	}
	v := s.survey(o)
	for name, err := range map[string]error{
		"a wrong code":  s.FillByCode(t.Context(), "aaaaaaaaaaaaaaaa", Filled{ID: record.IDOf("x"), Round: Before, XML: s.answers(v, "x", nil)}),
		"another unit":  s.Fill(t.Context(), s.hire("w", s.west, policy.Mobiliser), v.ID, Filled{ID: record.IDOf("x"), Round: Before, XML: s.answers(v, "x", nil)}),
		"a programme's": s.Fill(t.Context(), s.hire("p", s.hq, policy.Desk), v.ID, Filled{ID: record.IDOf("x"), Round: Before, XML: s.answers(v, "x", nil)}),
	} {
		if !fault.Is(err, fault.Missing) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, xml := range map[string]string{"no choice": s.answers(v, "x", map[string]string{"safe_day": "perhaps"}), "left out": s.answers(v, "x", map[string]string{"safe_day": ""}), "no answers": "<data id='other'/>"} {
		if err := s.FillByCode(t.Context(), v.Code, Filled{ID: record.IDOf("x"), Round: Before, XML: xml}); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := s.EndRound(t.Context(), s.hire("m", s.east, policy.Mobiliser), v.ID, Before); !fault.Is(err, fault.Denied) {
		t.Errorf("a mobiliser ended it: %v", err)
	}
}

// Whoever has the code may answer as often as they like: how many answers came so is told
// beside how many there are, and of none who gave it.
func TestHowManyAnswersCameByTheCodeIsTold(t *testing.T) {
	s := newStage(t)
	o := s.hire("o", s.east, policy.Organiser)
	v := s.survey(o)
	for _, id := range []string{"one", "two", "two"} {
		s.fillIn(v, After, id, nil)
	}
	s.ok(s.Fill(t.Context(), o, v.ID, Filled{ID: record.IDOf("asked"), Round: After, XML: s.answers(v, "asked", nil)}))
	v, err := s.Survey(t.Context(), o, v.ID)
	s.ok(err)
	if v.Answers[After] != 3 || v.Coded[After] != 2 || v.Coded[Before] != 0 {
		t.Errorf("%d answers, by the code %v", v.Answers[After], v.Coded)
	}
}

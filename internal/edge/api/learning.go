package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/record"
	"wasl/internal/community/course"
	"wasl/internal/guard/policy"
)

// AttemptOut is somebody's answers to a test.
type AttemptOut struct {
	ID      record.ID               `json:"id" format:"uuid"`
	Person  record.ID               `json:"person" format:"uuid"`
	Version int                     `json:"version"`
	Test    string                  `json:"test" enum:"pre,post"`
	Answers map[string][]int        `json:"answers"`
	Right   int                     `json:"right"`
	Asked   int                     `json:"asked"`
	Percent int                     `json:"percent"`
	Topics  map[string]course.Share `json:"topics"`
	Passed  bool                    `json:"passed"`
	Taken   time.Time               `json:"taken"`
	At      time.Time               `json:"at"`
}

func attemptOut(t course.Attempt) AttemptOut {
	return AttemptOut{
		ID: t.ID, Person: t.Person, Version: t.Version, Test: string(t.Test), Answers: t.Answers, Right: t.Score.Right, Asked: t.Score.Asked,
		Percent: t.Score.Percent(), Topics: t.Score.Topics, Passed: t.Passed, Taken: t.Taken, At: t.At,
	}
}

type seenOut struct {
	Person record.ID `json:"person" format:"uuid"`
	Skill  string    `json:"skill"`
	Done   bool      `json:"done"`
	By     named     `json:"by"`
	At     time.Time `json:"at"`
}

type learnedOut struct {
	Courses  []string      `json:"courses" nullable:"false" doc:"taught here, and in which tests were taken or skills shown"`
	Gains    []course.Gain `json:"gains" nullable:"false" doc:"of the whole test first, then by topic; left out for fewer than ten people where the caller may not see them"`
	Attempts []AttemptOut  `json:"attempts" nullable:"false"`
	Skills   []seenOut     `json:"skills" nullable:"false"`
	Can      []string      `json:"can" nullable:"false" enum:"people,enter,tick"`
}

type ofActivity struct {
	ID     record.ID `path:"id" format:"uuid"`
	Course string    `query:"course" maxLength:"64"`
}

// learning enters tests, skills and what was learned.
func (s *Server) learning(api huma.API) {
	handle(s, api, op(http.MethodGet, "/community/activities/{id}/learning", "activityLearning", "Tests, skills and what was learned at an activity in a course"), s.learned)
	handle(s, api, op(http.MethodPut, "/community/attempts/{id}", "enterAttempt", "Keep somebody’s answers to a test"), s.enterAttempt)
	handle(s, api, op(http.MethodPost, "/community/activities/{id}/skills", "tickSkill", "Note that somebody did a skill, or take the note back"), func(ctx context.Context, a policy.Actor, in *struct {
		ID   record.ID `path:"id" format:"uuid"`
		Body struct {
			Course string    `json:"course" maxLength:"64"`
			Person record.ID `json:"person" format:"uuid"`
			Skill  string    `json:"skill" maxLength:"64"`
			Done   bool      `json:"done"`
		}
	},
	) (*none, error) {
		return nil, s.Courses.Tick(ctx, a, in.ID, in.Body.Course, course.Seen{Person: in.Body.Person, Skill: in.Body.Skill, Done: in.Body.Done})
	})
}

func (s *Server) learned(ctx context.Context, a policy.Actor, in *ofActivity) (*body[learnedOut], error) {
	out := learnedOut{Courses: []string{}, Gains: []course.Gain{}, Attempts: []AttemptOut{}, Skills: []seenOut{}, Can: []string{}}
	ids, can, err := s.Courses.At(ctx, a, in.ID)
	if err != nil {
		return nil, err
	}
	out.Courses, out.Can = append(out.Courses, ids...), append(out.Can, can...)
	if in.Course == "" {
		return answer(out), nil
	}
	gains, err := s.Courses.Learned(ctx, a, in.ID, in.Course)
	if err != nil {
		return nil, err
	}
	out.Gains = append(out.Gains, gains...)
	if len(can) == 0 {
		return answer(out), nil
	}
	attempts, err := s.Courses.Attempts(ctx, a, in.ID, in.Course)
	if err != nil {
		return nil, err
	}
	for _, t := range attempts {
		out.Attempts = append(out.Attempts, attemptOut(t))
	}
	skills, err := s.Courses.Practised(ctx, a, in.ID, in.Course)
	if err != nil {
		return nil, err
	}
	for _, k := range skills {
		out.Skills = append(out.Skills, seenOut{k.Person, k.Skill, k.Done, s.named(k.By), k.At})
	}
	return answer(out), nil
}

func (s *Server) enterAttempt(ctx context.Context, a policy.Actor, in *struct {
	ID   record.ID `path:"id" format:"uuid"`
	Body struct {
		Activity record.ID        `json:"activity" format:"uuid"`
		Person   record.ID        `json:"person" format:"uuid"`
		Course   string           `json:"course" maxLength:"64"`
		Version  int              `json:"version" minimum:"1"`
		Test     string           `json:"test" enum:"pre,post"`
		Answers  map[string][]int `json:"answers"`
	}
},
) (*body[AttemptOut], error) {
	b := in.Body
	t, err := s.Courses.Take(ctx, a, course.Attempt{
		ID: in.ID, Activity: b.Activity, Person: b.Person, Course: b.Course, Version: b.Version, Test: course.Test(b.Test), Answers: b.Answers,
	})
	if err != nil {
		return nil, err
	}
	return answer(attemptOut(t)), nil
}

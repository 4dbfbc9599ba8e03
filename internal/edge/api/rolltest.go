package api

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/record"
	"wasl/internal/community/course"
	"wasl/internal/edge/respond"
	"wasl/internal/edge/route"
	"wasl/internal/guard/flood"
)

// TestsIn is what was answered on a phone, with the secret of its pass.
type TestsIn struct {
	Authorization string `header:"Authorization" doc:"Pass and the secret"`
	Body          struct {
		Device   record.ID   `json:"device" format:"uuid" doc:"the one that takes the roll"`
		Clock    string      `json:"clock" maxLength:"40" doc:"the phone's own time"`
		Have     string      `json:"have" maxLength:"64" doc:"which tests it has; empty: none"`
		Attempts []triedTest `json:"attempts" maxItems:"100" nullable:"false"`
	}
}

type triedTest struct {
	ID      record.ID        `json:"id" format:"uuid" doc:"chosen by the phone: each is taken once, and never changed"`
	Person  record.ID        `json:"person" format:"uuid"`
	Course  string           `json:"course" maxLength:"64"`
	Version int              `json:"version" minimum:"1"`
	Test    string           `json:"test" enum:"pre,post"`
	Answers map[string][]int `json:"answers"`
	At      string           `json:"at" maxLength:"40" doc:"when it was finished, by the phone"`
}

// TestsOut is what a phone may know of tests: never what is right, nor how anybody did.
type TestsOut struct {
	Of      string          `json:"of" doc:"which tests these are"`
	Exams   json.RawMessage `json:"exams,omitempty" doc:"as they are asked, by course; left out where the phone has them"`
	Taken   []takenTest     `json:"taken" nullable:"false"`
	Kept    []record.ID     `json:"kept" nullable:"false" doc:"those of the request that need not be sent again"`
	Refused []refusedTest   `json:"refused" nullable:"false"`
}

type takenTest struct {
	Person record.ID `json:"person" format:"uuid"`
	Course string    `json:"course"`
	Test   string    `json:"test" enum:"pre,post"`
}

type refusedTest struct {
	ID      record.ID `json:"id" format:"uuid"`
	Message string    `json:"message"`
	Hint    string    `json:"hint"`
}

// maxTests bounds what a phone sends at once: 100 attempts at tests of 100 questions.
const maxTests = 512 << 10

// rollTests registers what phones ask that tests are taken on.
func (s *Server) rollTests(api huma.API, t *route.Table) {
	o := op(http.MethodPost, "/roll/tests", "syncTests", "Hand in what was answered and read which tests are taken, with a pass that allows it; saying it twice is harmless")
	o.MaxBodyBytes = maxTests
	open(s, api, o, s.syncTests)
	s.plain(t, "GET /api/v1/roll/tests/{course}/{name}", s.testPicture, "version")
}

func (s *Server) syncTests(ctx context.Context, c *caller, in *TestsIn) (*body[TestsOut], error) {
	if _, err := s.Gate.Enter(c.source, flood.Roll, int64(1+len(in.Body.Attempts)), ""); err != nil {
		return nil, err
	}
	secret := passOf(in.Authorization)
	if err := s.Rolls.Meet(ctx, secret, in.Body.Device, claim(in.Body.Clock)); err != nil {
		return nil, err
	}
	out := TestsOut{Taken: []takenTest{}, Kept: []record.ID{}, Refused: []refusedTest{}}
	if len(in.Body.Attempts) > 0 {
		if err := s.handIn(ctx, c, secret, in, &out); err != nil {
			return nil, err
		}
	}
	tablet, err := s.Courses.OnTablet(ctx, secret)
	if err != nil {
		return nil, err
	}
	out.Of = tablet.Of
	for _, d := range tablet.Taken {
		out.Taken = append(out.Taken, takenTest{d.Person, d.Course, string(d.Test)})
	}
	if in.Body.Have != tablet.Of {
		out.Exams, err = json.Marshal(append([]course.Exam{}, tablet.Exams...))
	}
	return answer(out), err
}

// handIn keeps what was answered, and notes what came of each.
func (s *Server) handIn(ctx context.Context, c *caller, secret string, in *TestsIn, out *TestsOut) error {
	all := make([]course.Attempt, 0, len(in.Body.Attempts))
	for _, t := range in.Body.Attempts {
		all = append(all, course.Attempt{
			ID: t.ID, Person: t.Person, Course: t.Course, Version: t.Version, Test: course.Test(t.Test), Answers: t.Answers, Taken: claim(t.At),
		})
	}
	refused, err := s.Courses.HandIn(ctx, secret, all)
	if err != nil {
		return err
	}
	not := map[record.ID]bool{}
	for _, r := range refused {
		not[r.ID] = true
		f := respond.Explain(c.language, r.Err)
		out.Refused = append(out.Refused, refusedTest{r.ID, f.Message, f.Hint})
	}
	for _, t := range all {
		if !not[t.ID] {
			out.Kept = append(out.Kept, t.ID)
		}
	}
	return nil
}

// testPicture is a file that a question shows, for a phone with a pass.
func (s *Server) testPicture(w http.ResponseWriter, r *http.Request) error {
	version, err := versionOf(r)
	if err != nil {
		return err
	}
	m, b, err := s.Courses.Picture(r.Context(), passOf(r.Header.Get("Authorization")), r.PathValue("course"), version, r.PathValue("name"))
	if err != nil {
		return err
	}
	defer b.Close()
	sendMedium(w, r, m, b)
	return nil
}

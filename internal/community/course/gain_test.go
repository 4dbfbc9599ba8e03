package course

import (
	"math"
	"testing"
)

func near(a *float64, b float64) bool { return a != nil && math.Abs(*a-b) < 0.0005 }

func score(right, asked int) Score {
	return Score{Right: right, Asked: asked, Topics: map[string]Share{"bleeding": {right, asked}}}
}

// TestGainsAreThoseOfR: pre <- c(40,50,60,20), post <- c(80,70,90,60); t.test(post - pre)
// gives [17.2652, 47.7348] around 32.5; the jackknife was worked out in another program.
func TestGainsAreThoseOfR(t *testing.T) {
	people := []Both{{score(4, 10), score(8, 10)}, {score(5, 10), score(7, 10)}, {score(6, 10), score(9, 10)}, {score(2, 10), score(6, 10)}}
	gs := Gains(people)
	if len(gs) != 2 || gs[0].Topic != "" || gs[1].Topic != "bleeding" {
		t.Fatalf("%+v", gs)
	}
	for _, g := range gs {
		if g.People != 4 || g.Pre != 42.5 || g.Post != 75 || g.Mean != 32.5 || !near(g.Low, 17.2652) || !near(g.High, 47.7348) {
			t.Errorf("%+v, from %g to %g", g, *g.Low, *g.High)
		}
		if !near(g.Normal, 130.0/230) || !near(g.NormalLow, 0.3454) || !near(g.NormalHigh, 0.7760) {
			t.Errorf("normalised gain %g from %g to %g", *g.Normal, *g.NormalLow, *g.NormalHigh)
		}
	}
}

func TestAGainOfFewIsHonest(t *testing.T) {
	one := Gains([]Both{{score(1, 2), score(2, 2)}})
	if g := one[0]; g.People != 1 || g.Low != nil || g.High != nil || !near(g.Normal, 1) {
		t.Errorf("one person: %+v", g)
	}
	if g := Gains(nil)[0]; g.People != 0 || g.Low != nil || g.Normal != nil {
		t.Errorf("nobody: %+v", g)
	}
	all := Gains([]Both{{score(2, 2), score(2, 2)}, {score(2, 2), score(1, 2)}})
	if all[0].Normal != nil || all[0].Mean != -25 {
		t.Errorf("who knew all before: %+v", all[0])
	}
	if c := Coarse(one); len(c) != 0 {
		t.Errorf("%d figures of one person are shown", len(c))
	}
}

func TestAQuestionIsRightWhenAllRightAnswersAndNoOtherAreChosen(t *testing.T) {
	qs := []Question{{ID: "a", Topic: "x", Answers: []Answer{{Right: true}, {}, {Right: true}}}, {ID: "b", Topic: "y", Answers: []Answer{{}, {Right: true}}}}
	for _, c := range []struct {
		given Answers
		right int
	}{
		{Answers{"a": {0, 2}, "b": {1}}, 2},
		{Answers{"a": {2, 0, 0}}, 1},
		{Answers{"a": {0}, "b": {0, 1}}, 0},
		{Answers{"a": {0, 1, 2}, "b": {-1, 7}}, 0},
		{nil, 0},
	} {
		if s := Count(qs, c.given.clean(qs)); s.Right != c.right || s.Asked != 2 {
			t.Errorf("%v: %+v", c.given, s)
		}
	}
	if s := Count(qs, Answers{"b": {1}}); s.Topics["y"] != (Share{1, 1}) || s.Topics["x"] != (Share{0, 1}) || s.Percent() != 50 {
		t.Errorf("%+v", s)
	}
}

package number

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// Whoever has two tables of one frame has one table: of who completed a training and of
// who was reached, nobody finds the few who did not complete.
func TestThoseWhoDidNotCompleteCannotBeWorkedOut(t *testing.T) {
	c := Counts{}
	for i := range 50 {
		c.Add(Who{Sex: []string{"female", "male"}[i%2]}, []Presence{{"2026-11", "MR/MR012", "training", i > 3}})
	}
	hidden := c.hide(nil)
	for _, who := range []string{"", "sex=female", "sex=male"} {
		all := At("2026", "", "")
		if both := !hidden[Key{all, who}] && !hidden[Key{all.trained(), who}]; both != (who == "") {
			t.Errorf("%q: both are shown: %v", who, both)
		}
	}
}

func TestAPersonInThreeActivitiesIsReachedOnce(t *testing.T) {
	c := Counts{}
	w := Who{"female", "18-24", "refugee", "no"}
	c.Add(w, []Presence{
		{"2026-10", "MR/MR012", "training", true}, {"2026-11", "MR/MR012", "training", true}, {"2026-11", "MR/MR131", "caravan", false},
	})
	c.Add(Who{Sex: "male"}, []Presence{{"2026-11", "", "forum", false}})
	for key, want := range map[Key]int64{
		{Slice{}, ""}:           2,
		{Slice{"2026", ""}, ""}: 2,
		{At("2026", "", ""), "sex=female.band=18-24"}:      1,
		{At("2026-11", "", ""), "sex=female"}:              1,
		{At("2026-10", "", ""), "sex=female"}:              1,
		{At("", "MR/MR012", ""), "community=refugee"}:      1,
		{At("", "", "training"), "disability=no"}:          1,
		{At("", "", "caravan"), "band=18-24"}:              1,
		{At("", "unsaid", ""), "band=unsaid"}:              1,
		{At("2026-11", "", "").trained(), ""}:              1,
		{At("2026", "MR/MR012", "").trained(), ""}:         1,
		{At("2026", "MR/MR131", "").trained(), ""}:         0,
		{At("2026", "MR/MR131", "").trained(), "sex=male"}: 0,
	} {
		if c[key] != want {
			t.Errorf("%+v: %d, want %d", key, c[key], want)
		}
	}
}

// The names of what is counted are a contract with the programme's logframe.
func TestGroupsKeepTheirNames(t *testing.T) {
	groups := Groups()
	for _, name := range []string{"", "sex=female", "band=12-17", "sex=male.band=60+", "community=host", "disability=yes", "sex=unsaid.band=unsaid"} {
		if !slices.Contains(groups, name) {
			t.Errorf("there is no group %q", name)
		}
	}
	if len(groups) != 1+4+8+4*8+5+3 {
		t.Errorf("%d groups", len(groups))
	}
}

// country is a network as large as the issue asks for.
func country(people, activities int) Counts {
	r := rand.New(rand.NewPCG(7, 7))
	pick := func(of []string) string { // the first are frequent, the last rare
		i := len(of) - 1
		for range 3 {
			i = min(i, r.IntN(len(of)))
		}
		return of[i]
	}
	months := []string{}
	for m := range 24 {
		months = append(months, time.Date(2025, time.Month(1+m), 1, 0, 0, 0, 0, time.UTC).Format("2006-01"))
	}
	kinds := []string{"caravan", "forum", "training", "workshop", "youth_event", "materials"}
	all := make([]Presence, activities)
	for i := range all {
		all[i] = Presence{months[r.IntN(len(months))], fmt.Sprintf("MR/%02d", min(r.IntN(60), r.IntN(60))), pick(kinds), false}
	}
	c := Counts{}
	for range people {
		parts := []Presence{}
		for range 1 + min(r.IntN(4), r.IntN(4)) {
			p := all[r.IntN(len(all))]
			p.Completed = p.Kind == "training" && r.IntN(5) > 0
			parts = append(parts, p)
		}
		c.Add(Who{pick([]string{"female", "male", "unsaid"}), bands[r.IntN(7)], pick(communities), pick([]string{"no", "yes", "unsaid"})}, parts)
	}
	return c
}

// Of two years of a country, what most people ask for is there to be read, and nothing
// small is.
func TestWhatManyAskForIsShown(t *testing.T) {
	for _, people := range []int{600, 4000} {
		c := country(people, people/10)
		hidden := c.hide(nil)
		large, lost := 0, 0
		for k, h := range hidden {
			v := c[k]
			if !h && 0 < v && v < Few {
				t.Fatalf("%+v shows %d", k, v)
			}
			if v >= Few {
				large++
				if h {
					lost++
				}
			}
		}
		for _, time := range []string{"", "2025", "2026"} {
			for _, who := range []string{"", "sex=female", "band=18-24", "community=host", "disability=no"} {
				if k := (Key{Slice{Time: time}, who}); hidden[k] {
					t.Errorf("%d people: %+v is hidden: %d", people, k, c[k])
				}
			}
		}
		if lost*3 > large*2 {
			t.Errorf("%d people: of %d large numbers %d are hidden", people, large, lost)
		}
	}
}

// BenchmarkCountry suppresses the numbers of 100,000 people in 20,000 activities.
func BenchmarkCountry(b *testing.B) {
	c := country(100_000, 20_000)
	for b.Loop() {
		c.hide(nil)
	}
}

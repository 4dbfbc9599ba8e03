package number

import (
	"math"
	"testing"
	"time"
)

// Ten more people were reached, nobody more was tested, and one of those who were tested
// wrote the last test again: held against the edition before, a new mean would tell by
// how much that one person is better now.
func TestOneWhoIsTestedAgainIsNotTold(t *testing.T) {
	gains := func(last float64) (f Figures) {
		for range 11 {
			f.Gain.Add(0.5)
		}
		f.Gain.Add(last)
		return f
	}
	one := Key{Slice{Time: ""}, ""}
	var first *Edition
	first = first.Next(Counts{one: 30}, map[Slice]Figures{{}: gains(-1)}, time.Unix(0, 0))
	next := first.Next(Counts{one: 45}, map[Slice]Figures{{}: gains(1)}, time.Unix(1, 0))
	if next == first || next.Cells[one].Shown != 45 {
		t.Fatalf("no new edition: %+v", next)
	}
	before, after := first.Figures[Slice{}].Gain, next.Figures[Slice{}].Gain
	if before.N != 12 || after != before {
		t.Errorf("of one person it is told that they learned %.1f more", math.Abs(after.Sum-before.Sum))
	}
	more := gains(1)
	for range 10 { // ten more who were tested: now it moves
		more.Gain.Add(1)
	}
	if last := next.Next(Counts{one: 60}, map[Slice]Figures{{}: more}, time.Unix(2, 0)); last.Figures[Slice{}].Gain.N != 22 {
		t.Errorf("of ten more it is not told: %+v", last.Figures[Slice{}])
	}
}

// Ten and more were tested at one place and a single person at another, and both numbers are
// known to whoever subtracts: what is left must not tell how that person did.
func TestTheDifferenceOfTwoPlacesTellsNobodysGain(t *testing.T) {
	half := func(n int64) float64 { // of what a mean of so many is told to, which is no secret
		switch {
		case n < 20:
			return 0.1
		case n < 40:
			return 0.05
		}
		return 0.025
	}
	for there := int64(Few); there < 60; there++ {
		for _, group := range []float64{-0.4, 0, 0.27, 0.5, 1} {
			for _, single := range []float64{-1, -0.5, 0, 0.5, 1} {
				var place, all Figures
				for range there {
					place.Gain.Add(group)
				}
				all.Gain = place.Gain
				all.Gain.Add(single)
				a, p := all.Learned(), place.Learned()
				if a.Of != (there+1)/Few*Few || p.Of%Few != 0 {
					t.Fatalf("it tells how many exactly: %+v, %+v", a, p)
				}
				n := float64(there)
				low := max(-1, (a.Value-half(there+1))*(n+1)-(p.Value+half(there))*n)
				high := min(1, (a.Value+half(there+1))*(n+1)-(p.Value-half(there))*n)
				if low > single+1e-9 || high < single-1e-9 || high-low < 0.5 { // a quarter of the scale, for whoever did best or worst
					t.Fatalf("%d of %.2f and one of %.1f: that one learned from %.2f to %.2f", there, group, single, low, high)
				}
				if mean, i := all.Gain.Mean(Confidence); a.Low > i.Low || a.High < i.High || math.Abs(a.Value-mean) > half(there+1)+1e-9 {
					t.Fatalf("%+v is told of %.3f, %+v", a, mean, i)
				}
			}
		}
	}
}

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
	before, after := first.Figures[Slice{}].Learned(), next.Figures[Slice{}].Learned()
	if before.Of != 12 || after != before {
		t.Errorf("of one person it is told that they learned %.1f more", math.Abs(after.Value-before.Value)*12)
	}
	more := gains(1)
	for range 10 { // ten more who were tested: now it moves
		more.Gain.Add(1)
	}
	if last := next.Next(Counts{one: 60}, map[Slice]Figures{{}: more}, time.Unix(2, 0)); last.Figures[Slice{}].Learned().Of != 22 {
		t.Errorf("of ten more it is not told: %+v", last.Figures[Slice{}])
	}
}

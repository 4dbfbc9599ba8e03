package attendance

import (
	"testing"

	"pgregory.net/rapid"

	"wasl/internal/base/record"
)

func id(b byte) record.ID { return record.ID{15: b} }

// said plays words into a cell, each at the next place of the ledger.
func said(words ...Word) Cell {
	var c Cell
	for i, w := range words {
		w.Seq = int64(i + 1)
		c.Take(w)
	}
	return c
}

func device(b byte, n, saw int64, s State) Word {
	return Word{Source: id(b), N: n, Saw: saw, State: s}
}

func TestMarksMerge(t *testing.T) {
	for _, tc := range []struct {
		name     string
		cell     Cell
		state    State
		conflict bool
	}{
		{"nobody said anything", nil, Unmarked, false},
		{"one device", said(device(1, 1, 0, Present)), Present, false},
		{"two offline of one mind", said(device(1, 1, 0, Present), device(2, 1, 0, Present)), Present, false},
		{"two offline that differ", said(device(1, 1, 0, Present), device(2, 1, 0, Absent)), Absent, true},
		{"one corrects itself", said(device(1, 1, 0, Present), device(1, 2, 0, Late)), Late, false},
		{"one corrects what it saw of the other", said(device(1, 1, 0, Present), device(2, 1, 1, Late)), Late, false},
		{"one changes its mind beside the other", said(device(1, 1, 0, Present), device(2, 1, 0, Present), device(1, 2, 1, Late)), Late, true},
		{"who saw the conflict does not settle it by a device", said(device(1, 1, 0, Present), device(2, 1, 0, Absent), device(1, 2, 2, Present)), Present, true},
		{"both come to the same after all", said(device(1, 1, 0, Present), device(2, 1, 0, Absent), device(2, 2, 2, Present)), Present, false},
		{"a mark taken back says nothing", said(device(1, 1, 0, Present), device(2, 1, 0, Absent), device(2, 2, 0, Unmarked)), Present, false},
		{"the console settles", said(device(1, 1, 0, Present), device(2, 1, 0, Absent), Word{Source: id(9), Settle: true, State: Late}), Late, false},
		{"a device that comes late differs from what was settled", said(device(1, 1, 0, Present), Word{Source: id(9), Settle: true, State: Late}, device(2, 1, 0, Absent)), Absent, true},
		{"a device that comes late agrees with what was settled", said(device(1, 1, 0, Present), Word{Source: id(9), Settle: true, State: Late}, device(2, 1, 0, Late)), Late, false},
		{"settled twice", said(Word{Source: id(9), Settle: true, State: Late}, Word{Source: id(9), Settle: true, State: Absent}), Absent, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := tc.cell.Stand(Slot{})
			if got.State != tc.state || got.Conflict != tc.conflict {
				t.Errorf("stands as %s, conflict %v, want %s, %v: %+v", got.State, got.Conflict, tc.state, tc.conflict, got.Words)
			}
		})
	}
}

// What a device sends twice, or late after something newer of its own, changes nothing.
func TestSendingTwiceChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var words []Word
		count := map[byte]int64{}
		for range rapid.IntRange(1, 12).Draw(t, "words") {
			d := byte(rapid.IntRange(1, 3).Draw(t, "device"))
			count[d]++
			words = append(words, device(d, count[d], int64(rapid.IntRange(0, len(words)).Draw(t, "saw")), rapid.SampledFrom(States()).Draw(t, "state")))
		}
		c := said(words...)
		before := c.Stand(Slot{})
		again := words[rapid.IntRange(0, len(words)-1).Draw(t, "again")]
		again.Seq = int64(len(words) + 1)
		if c.Take(again) {
			t.Fatal("a word that was known was taken")
		}
		if after := c.Stand(Slot{}); after.State != before.State || after.Seq != before.Seq || after.Conflict != before.Conflict {
			t.Fatalf("it stands as %+v, and stood as %+v", after, before)
		}
	})
}

// Nobody's word is lost without somebody who knew of it: two devices that never
// heard of each other are of one mind or in conflict, in whatever order they come.
func TestDevicesThatNeverMetAreEqual(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.SliceOfN(rapid.SampledFrom(States()), 1, 4).Draw(t, "a")
		b := rapid.SliceOfN(rapid.SampledFrom(States()), 1, 4).Draw(t, "b")
		var one, other []Word
		for i, s := range a {
			one = append(one, device(1, int64(i+1), 0, s))
		}
		for i, s := range b {
			other = append(other, device(2, int64(i+1), 0, s))
		}
		x := said(append(append([]Word{}, one...), other...)...).Stand(Slot{})
		y := said(append(append([]Word{}, other...), one...)...).Stand(Slot{})
		last, against := a[len(a)-1], b[len(b)-1]
		want := last != against && last != Unmarked && against != Unmarked
		if x.Conflict != want || y.Conflict != want {
			t.Fatalf("%s against %s: conflict %v and %v, want %v", last, against, x.Conflict, y.Conflict, want)
		}
		if !want && x.State != y.State {
			t.Fatalf("%s in one order, %s in the other", x.State, y.State)
		}
	})
}

func TestCountsPerSessionAndPerson(t *testing.T) {
	stands := []Stand{
		{Slot: Slot{id(1), id(11)}, State: Present},
		{Slot: Slot{id(1), id(12)}, State: Late},
		{Slot: Slot{id(1), id(13)}, State: Absent, Conflict: true},
		{Slot: Slot{id(2), id(11)}, State: Partial},
		{Slot: Slot{id(2), id(12)}, State: Unmarked},
	}
	bySession, byPerson := Count(stands)
	if got, want := bySession[id(1)], (Tally{Present: 1, Late: 1, Absent: 1, Conflicts: 1}); got != want {
		t.Errorf("the first session counts %+v, want %+v", got, want)
	}
	if got, want := bySession[id(2)], (Tally{Partial: 1}); got != want {
		t.Errorf("the second session counts %+v, want %+v", got, want)
	}
	if got, want := byPerson[id(11)], (Tally{Present: 1, Partial: 1}); got != want {
		t.Errorf("the first person counts %+v, want %+v", got, want)
	}
	if n := bySession[id(1)].There(); n != 2 {
		t.Errorf("%d were there, want 2", n)
	}
}

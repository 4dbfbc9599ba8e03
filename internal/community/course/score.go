package course

import (
	"maps"
	"slices"
)

// Answers are what somebody chose, by question: the places of the answers, from 0.
type Answers map[string][]int

// Score is what somebody had right, in all and by topic.
type Score struct {
	Right  int              `json:"right"`
	Asked  int              `json:"asked"`
	Topics map[string]Share `json:"topics,omitempty"`
}

// Share is so many right of so many asked.
type Share struct {
	Right int `json:"right"`
	Asked int `json:"asked"`
}

// Percent is the share in per cent, not rounded.
func (s Share) Percent() float64 {
	if s.Asked == 0 {
		return 0
	}
	return 100 * float64(s.Right) / float64(s.Asked)
}

// Percent is the score in per cent, rounded down: nobody passes by rounding.
func (s Score) Percent() int {
	if s.Asked == 0 {
		return 0
	}
	return 100 * s.Right / s.Asked
}

// Count scores answers. A question is right when all its right answers were chosen
// and no other; one without an answer is wrong.
func Count(qs []Question, given Answers) Score {
	s := Score{Topics: map[string]Share{}}
	for _, q := range qs {
		t := s.Topics[q.Topic]
		t.Asked++
		s.Asked++
		if q.right(given[q.ID]) {
			t.Right++
			s.Right++
		}
		s.Topics[q.Topic] = t
	}
	return s
}

func (q *Question) right(chosen []int) bool {
	picked := map[int]bool{}
	for _, i := range chosen {
		picked[i] = true
	}
	for i, a := range q.Answers {
		if a.Right != picked[i] {
			return false
		}
	}
	return len(picked) > 0
}

// clean drops what no question asks for, and says the rest in one way.
func (a Answers) clean(qs []Question) Answers {
	out := Answers{}
	for _, q := range qs {
		var chosen []int
		for _, i := range a[q.ID] {
			if i >= 0 && i < len(q.Answers) {
				chosen = append(chosen, i)
			}
		}
		slices.Sort(chosen)
		if chosen = slices.Compact(chosen); len(chosen) > 0 {
			out[q.ID] = chosen
		}
	}
	return out
}

func (a Answers) equal(b Answers) bool {
	return maps.EqualFunc(a, b, func(x, y []int) bool { return slices.Equal(x, y) })
}

package trend

import "math"

// A cylinder is a circle and a time: what a scan compares.
type cylinder struct {
	zone, size  int // circle: the zone's first so many places
	first, last int // units
	count       int // events in it
	expected    float64
	score       float64
}

// overlaps tells whether two cylinders share a time.
func (c cylinder) overlaps(first, last int) bool { return first <= c.last && c.first <= last }

// A search goes through the cylinders of one arrangement of times, and keeps the
// strongest.
type search struct {
	scan  Scan
	field *field
	total float64
	first []int32    // number of each place's first time; one more at the end
	times []int32    // of the events that can be in a cylinder, by place
	any   []bool     // of each place, whether it has a time: most have none until now, and this fits the processor's nearest memory
	taken []cylinder // whose places at their times are left out
	best  cylinder

	counts  []int32 // events of the circle, by unit
	touched []int32 // the units of them, in the order in which they came in
	inside  []bool  // which of taken the circle reaches
}

// strongest gives the cylinder with the highest score of those that share no place
// at the same time with the ones taken; one of no events where none is above what
// is expected. Of equals it gives the first.
func (s Scan) strongest(f *field, times []int32, taken []cylinder) cylinder {
	q := search{
		scan: s, field: f, total: float64(f.total), taken: taken,
		first: make([]int32, 0, len(f.lat)+1), any: make([]bool, len(f.lat)),
		counts: make([]int32, f.units), inside: make([]bool, len(taken)),
	}
	oldest, look := int32(0), q.around
	if s.Prospective {
		oldest, look = int32(f.units-s.MaxUnits), q.untilNow
	}
	for p := range f.lat {
		q.first = append(q.first, int32(len(q.times)))
		for _, t := range times[f.first[p]:f.first[p+1]] {
			if t >= oldest {
				q.times, q.any[p] = append(q.times, t), true
			}
		}
	}
	q.first = append(q.first, int32(len(q.times)))
	members := q.members()
	for z := range f.zones {
		q.grow(z, members, look)
	}
	return q.best
}

// members gives, for each place, which of taken hold it. Nothing is the usual case.
func (q *search) members() map[int32][]int {
	if len(q.taken) == 0 {
		return nil
	}
	m := map[int32][]int{}
	for k, c := range q.taken {
		for _, n := range q.field.zones[c.zone].within[:c.size] {
			m[n.place] = append(m[n.place], k)
		}
	}
	return m
}

// grow widens the circle of a zone ring by ring, and looks at the times that
// hold an event of the ring: all others were looked at with a smaller circle, of
// which less was expected.
func (q *search) grow(zone int, members map[int32][]int, look func(ring []int32, c cylinder, circle int)) {
	clear(q.inside)
	q.touched = q.touched[:0]
	ring := 0 // where in touched the ring begins
	for size, n := range q.field.zones[zone].within {
		if q.any[n.place] {
			for _, t := range q.times[q.first[n.place]:q.first[n.place+1]] {
				q.counts[t]++
				q.touched = append(q.touched, t)
			}
		}
		if members != nil {
			for _, k := range members[n.place] {
				q.inside[k] = true
			}
		}
		if n.edge && ring < len(q.touched) {
			look(q.touched[ring:], cylinder{zone: zone, size: size + 1}, int(n.events))
			ring = len(q.touched)
		}
	}
	for _, t := range q.touched {
		q.counts[t] = 0
	}
}

// around looks at the times that hold an event of the ring, and begin and end with
// an event: one that does not is weaker than the one without its empty end.
func (q *search) around(ring []int32, c cylinder, circle int) {
	for _, t32 := range ring {
		t := int(t32)
		to := 0 // events from first to t
		for first := t; first >= 0 && first > t-q.scan.MaxUnits; first-- {
			here := int(q.counts[first])
			if here == 0 {
				continue
			}
			to += here
			q.offer(c, first, t, to, circle)
			count := to
			for last := t + 1; last < min(len(q.counts), first+q.scan.MaxUnits); last++ {
				if more := int(q.counts[last]); more > 0 {
					count += more
					q.offer(c, first, last, count, circle)
				}
			}
		}
	}
}

// untilNow looks at the times that begin with an event and last until now.
func (q *search) untilNow(_ []int32, c cylinder, circle int) {
	now := len(q.counts) - 1
	count := 0
	for first := now; first >= 0 && first > now-q.scan.MaxUnits; first-- {
		if here := int(q.counts[first]); here > 0 {
			count += here
			q.offer(c, first, now, count, circle)
		}
	}
}

// offer keeps the cylinder if it is stronger than the best so far. Its circle holds
// so many events in all time.
func (q *search) offer(c cylinder, first, last, count, circle int) {
	f, n := q.field, float64(count)
	// The product is whole, so that what is equal is so to the last digit: a shuffling
	// as strong as what was observed must count as that.
	expected := float64(circle*(f.until[last+1]-f.until[first])) / q.total
	if n <= expected || count < q.scan.MinEvents {
		return
	}
	// As ln x <= (x - 1/x)/2 for x >= 1, and ln(1+u) >= u - u*u/2, no score is above
	// half of more*more*(1/expected + 1/rest): nearly all go out without a logarithm.
	more, rest := n-expected, q.total-n
	if rest > 0 && more*more*(expected+rest) <= 2*q.best.score*expected*rest {
		return
	}
	score := likelihood(n, expected, q.total)
	if score <= q.best.score || q.barred(first, last) {
		return
	}
	c.first, c.last, c.count, c.expected, c.score = first, last, count, expected, score
	q.best = c
}

// barred tells whether a cylinder taken holds one of the circle's places in the time.
func (q *search) barred(first, last int) bool {
	for k, c := range q.taken {
		if q.inside[k] && c.overlaps(first, last) {
			return true
		}
	}
	return false
}

// likelihood is the logarithm of the ratio of the likelihood of n events, of which
// so many are expected, to that of the expected, with all others outside (Poisson).
func likelihood(n, expected, total float64) float64 {
	score := n * math.Log(n/expected)
	if rest := total - n; rest > 0 {
		score += rest * math.Log(rest/(total-expected))
	}
	return score
}

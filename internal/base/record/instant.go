package record

import "time"

// Instant is a hybrid logical clock reading: milliseconds since 1970 in the
// upper 48 bits, a counter in the lower 16. Instants of one node only grow,
// whatever its wall clock does; they order what one node did and, between
// nodes, what was known when.
type Instant uint64

// InstantOf gives the first instant of t's millisecond.
func InstantOf(t time.Time) Instant {
	ms := t.UnixMilli()
	if ms < 0 {
		ms = 0
	}
	return Instant(uint64(ms) << 16)
}

// Time is the wall part, in UTC.
func (i Instant) Time() time.Time { return time.UnixMilli(int64(i >> 16)).UTC() }

// Millis is the wall part in milliseconds since 1970.
func (i Instant) Millis() int64 { return int64(i >> 16) }

// Next is the instant after i when the wall clock reads now: the clock's own
// reading when it is ahead, else one more than i, so that a clock set back a
// day does not turn time around.
func (i Instant) Next(now time.Time) Instant {
	if w := InstantOf(now); w > i {
		return w
	}
	return i + 1
}

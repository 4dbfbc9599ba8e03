package number

import "math"

// Figures are what is counted of a slice besides people. They add up, and hold nothing
// of anybody.
type Figures struct {
	Activities int64  `json:"activities,omitempty"`
	Expected   int64  `json:"expected,omitempty"` // people at sessions, once for each session
	Came       int64  `json:"came,omitempty"`     // of these, who were there, be it late or in part
	Gain       Sample `json:"gain,omitzero"`      // of each who took both tests, the part of what there was to learn that was learned
	Asked      int64  `json:"asked,omitempty"`    // who said how content they were
	Content    int64  `json:"content,omitempty"`  // of these, who were content or very content
	Told       int    `json:"told,omitempty"`     // the edition that told the last two first
	Cost       int64  `json:"cost,omitempty"`     // hundredths of activity.Currency
}

// Plus is both together.
func (f Figures) Plus(o Figures) Figures {
	return Figures{
		f.Activities + o.Activities, f.Expected + o.Expected, f.Came + o.Came, f.Gain.Plus(o.Gain),
		f.Asked + o.Asked, f.Content + o.Content, max(f.Told, o.Told), f.Cost + o.Cost,
	}
}

// shown is what of f an edition tells after what was shown before: shares and means of
// fewer than Few people are none, and where fewer than Few were added, those of before stay:
// also where nobody was, as one of them may have been tested again.
func (f Figures) shown(before Figures, edition int) Figures {
	if !enough(f.Gain.N) || still(f.Gain.N-before.Gain.N) {
		f.Gain = before.Gain
	}
	f.Told = edition
	if !enough(f.Asked) || still(f.Asked-before.Asked) {
		f.Asked, f.Content, f.Told = before.Asked, before.Content, before.Told
	}
	return f
}

// content gives f with how content people are now, which tells nothing of how many came.
func (f Figures) content(now Figures, edition int) Figures {
	now = now.shown(f, edition)
	f.Asked, f.Content, f.Told = now.Asked, now.Content, now.Told
	return f
}

// Share is how much of something, with the interval in which it lies for everybody.
type Share struct {
	Value float64
	Interval
	Of int64 // how many it is a share of; 0: nobody, and Value is nothing
}

// Attendance is how many of those expected at a session were there.
func (f Figures) Attendance() Share {
	if f.Expected == 0 {
		return Share{}
	}
	return Share{float64(f.Came) / float64(f.Expected), Wilson(f.Came, f.Expected, Confidence), f.Expected}
}

// Satisfaction is how many of those asked were content, to the nearest ten people. It
// is nothing where fewer than Few were asked, or where from one to nine of them were
// content or were not: the share and the number asked would tell how many. The
// nearest ten, as the difference of two places or years must not tell it either; the
// interval is wider by as much.
func (f Figures) Satisfaction() Share {
	if !enough(f.Asked) || hides(f.Content) || hides(f.Asked-f.Content) {
		return Share{}
	}
	if f.Content == 0 || f.Content == f.Asked {
		return Share{float64(f.Content) / float64(f.Asked), Wilson(f.Content, f.Asked, Confidence), f.Asked}
	}
	const half = Few / 2
	near := (f.Content + half) / Few * Few
	return Share{float64(near) / float64(f.Asked), Interval{
		Wilson(max(near-half, 0), f.Asked, Confidence).Low, Wilson(min(near+half, f.Asked), f.Asked, Confidence).High,
	}, f.Asked}
}

// Learned is the mean gain of so many tens of people at least, told the more closely the
// more they are; the interval is as wide as that makes it. Ten people at one place and one
// at another would tell by the difference of two exact means what that one learned.
func (f Figures) Learned() Share {
	if !enough(f.Gain.N) {
		return Share{}
	}
	parts := 20. // of one, so that what is lost of the sum of all is as much as one can learn, or forget
	switch n := f.Gain.N; {
	case n < 2*Few:
		parts = 5
	case n < 4*Few:
		parts = 10
	}
	mean, i := f.Gain.Mean(Confidence)
	return Share{
		math.Round(mean*parts)/parts + 0, // no -0
		Interval{math.Floor(i.Low*parts) / parts, math.Ceil(i.High*parts) / parts},
		f.Gain.N / Few * Few,
	}
}

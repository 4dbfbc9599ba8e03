package course

import (
	"math"
	"slices"

	"wasl/internal/base/record"
	"wasl/internal/community/number"
	"wasl/internal/keep/store"
)

// Hidden is below how many people a figure about them is not shown beyond their
// trainers: OCHA's guidance on tables that are given on.
const Hidden = 10

// Gain is what people learned between the test before and the test after: of those
// who took both.
type Gain struct {
	Topic  string   `json:"topic"` // "" for the whole test
	People int      `json:"people"`
	Pre    float64  `json:"pre"`           // mean, per cent
	Post   float64  `json:"post"`          // mean, per cent
	Mean   float64  `json:"mean"`          // of post minus pre, in points
	Low    *float64 `json:"low,omitempty"` // its 95 % interval; absent for fewer than two people
	High   *float64 `json:"high,omitempty"`
	// Normal is how much of what could be learned was learned, Hake's normalised
	// gain of the group: (post - pre) / (100 - pre). Absent where all was known before.
	Normal     *float64 `json:"normal,omitempty"`
	NormalLow  *float64 `json:"normal_low,omitempty"`
	NormalHigh *float64 `json:"normal_high,omitempty"`
}

// Both are one person's scores before and after.
type Both struct{ Pre, Post Score }

// Gains are those of the whole test, then of each topic that both tests ask about,
// by name.
func Gains(people []Both) []Gain {
	whole := make([][2]float64, 0, len(people))
	byTopic := map[string][][2]float64{}
	for _, p := range people {
		pre, post := Share{p.Pre.Right, p.Pre.Asked}, Share{p.Post.Right, p.Post.Asked}
		whole = append(whole, [2]float64{pre.Percent(), post.Percent()})
		for topic, after := range p.Post.Topics {
			if before, ok := p.Pre.Topics[topic]; ok && topic != "" {
				byTopic[topic] = append(byTopic[topic], [2]float64{before.Percent(), after.Percent()})
			}
		}
	}
	out := []Gain{gainOf("", whole)}
	topics := make([]string, 0, len(byTopic))
	for t := range byTopic {
		topics = append(topics, t)
	}
	slices.Sort(topics)
	for _, t := range topics {
		out = append(out, gainOf(t, byTopic[t]))
	}
	return out
}

// Coarse is gains as they are shown beyond the trainers: without those of few people.
func Coarse(gains []Gain) []Gain {
	return slices.DeleteFunc(slices.Clone(gains), func(g Gain) bool { return g.People < Hidden })
}

func gainOf(topic string, pairs [][2]float64) Gain {
	g := Gain{Topic: topic, People: len(pairs)}
	if len(pairs) == 0 {
		return g
	}
	var diffs number.Sample
	for _, p := range pairs {
		diffs.Add(p[1] - p[0])
		g.Pre += p[0] / float64(len(pairs))
		g.Post += p[1] / float64(len(pairs))
	}
	g.Mean, _ = diffs.Mean(number.Confidence)
	g.Low, g.High = interval(diffs, -100, 100)
	if n, ok := hake(pairs); ok {
		g.Normal = &n
		g.NormalLow, g.NormalHigh = jackknife(pairs, n)
	}
	return g
}

// hake is the group's normalised gain. Hake, Interactive-engagement versus
// traditional methods, Am. J. Phys. 66 (1998) 64.
func hake(pairs [][2]float64) (float64, bool) {
	var pre, post float64
	for _, p := range pairs {
		pre += p[0]
		post += p[1]
	}
	room := 100*float64(len(pairs)) - pre
	if room < 1e-9 {
		return 0, false
	}
	return (post - pre) / room, true
}

// jackknife gives an interval of the normalised gain, which is a ratio of means: the
// group is looked at without each of its people in turn.
func jackknife(pairs [][2]float64, whole float64) (low, high *float64) {
	n := float64(len(pairs))
	var values number.Sample
	for i := range pairs {
		g, ok := hake(slices.Concat(pairs[:i], pairs[i+1:]))
		if !ok {
			return nil, nil
		}
		values.Add(n*whole - (n-1)*g)
	}
	return interval(values, math.Inf(-1), 1)
}

// interval is the 95 % interval of a sample's mean by Student's t, within what is
// possible; nil for fewer than two.
func interval(xs number.Sample, least, most float64) (low, high *float64) {
	if xs.N < 2 {
		return nil, nil
	}
	_, i := xs.Mean(number.Confidence)
	l, h := max(i.Low, least), min(i.High, most)
	return &l, &h
}

// Change is what one person learned: the part of what there was to learn that was
// learned, or, of who knew less after than before, the part of what was known that was
// lost; from -1 to 1. It is false of whoever knew all before and after, or nothing.
// Marx and Cummings, Normalized change, Am. J. Phys. 75 (2007) 87.
func (b Both) Change() (c float64, ok bool) {
	pre, post := Share{b.Pre.Right, b.Pre.Asked}.Percent(), Share{b.Post.Right, b.Post.Asked}.Percent()
	switch {
	case pre == post && (pre == 0 || pre == 100):
		return 0, false
	case post >= pre:
		return (post - pre) / (100 - pre), true
	}
	return (post - pre) / pre, true
}

// Changes calls f with what each person learned at each activity in each course: of one
// person, or of everybody where that is zero. Who is entered more than once is one
// person, under whom all entries are counted.
func Changes(tx *store.Tx, one record.ID, f func(person, activity record.ID, change float64)) error {
	where, args := "1", []any{}
	if !one.Zero() {
		where, args = "person IN (SELECT ?1 UNION SELECT id FROM persons WHERE into_id = ?1)", []any{one}
	}
	all, err := counted(tx, where, args...)
	if err != nil {
		return err
	}
	type place struct {
		activity record.ID
		course   string
	}
	by := map[place][]Attempt{}
	for _, t := range all {
		at := place{t.Activity, t.Course}
		by[at] = append(by[at], t)
	}
	for at, some := range by {
		for who, both := range pairs(some) {
			if c, ok := both.Change(); ok {
				f(who, at.activity, c)
			}
		}
	}
	return nil
}

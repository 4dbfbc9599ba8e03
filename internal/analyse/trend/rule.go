package trend

// A Rule judges a bucket of a series by the buckets before it. It looks at no
// later one, and gives the same verdict on the same counts.
type Rule interface {
	// Name is how the rule is called in settings and tables, such as "ears_c2".
	Name() string
	// Judge holds bucket i against those before it. The series must have passed
	// its Check, and i lie in it.
	Judge(s Series, i int) Verdict
	// Check faults with Invalid where the rule's settings make no sense.
	Check() error
}

// A State says how far a rule came with a bucket.
type State uint8

// The states.
const (
	Judged   State = iota // the count was held against a threshold
	TooShort              // there are too few buckets before it
	TooFew                // so few events lately that no alarm is given, whatever the threshold
	NoSpread              // all counts before are the same, so nothing tells how much they vary
	Unfit                 // the model could not be fitted
)

// A Verdict is what a rule makes of one bucket. Where State is not Judged there
// is no threshold and no alarm, and Reasons say why.
type Verdict struct {
	State    State
	Observed int
	Partial  bool    // the bucket is not over: Observed can still grow, Expected is for all of it
	Expected float64 // the mean to be expected, of the whole bucket
	Range    Range   // where the count is to be expected; zero where nothing is expected
	Upper    float64 // an alarm is given above it
	Score    float64 // how far the count goes: 0 as expected, 1 at the threshold (EARS: standard deviations)
	P        float64 // the chance of such a count, or a higher one, though nothing changed
	False    float64 // the chance, before the count was known, that this test gives an alarm though nothing changed
	Span     int     // how many buckets, up to this one, it judges together
	Reasons  []Reason
}

// Alarm tells whether more happened than the rule puts down to chance. In a
// partial bucket it means that the part is above what the whole may be.
func (v Verdict) Alarm() bool { return v.State == Judged && float64(v.Observed) > v.Upper }

// unjudged is the verdict on a bucket that cannot be judged.
func unjudged(s Series, i int, state State, why Reason) Verdict {
	return Verdict{State: state, Observed: s.Counts[i], Partial: i >= s.Whole(), P: 1, Span: 1, Reasons: []Reason{why}}
}

// Trace gives r's verdicts on the buckets of s from number first on: the line of
// expectation for a chart.
func Trace(r Rule, s Series, first int) []Verdict {
	first = min(max(first, 0), len(s.Counts))
	out := make([]Verdict, 0, len(s.Counts)-first)
	for i := first; i < len(s.Counts); i++ {
		out = append(out, r.Judge(s, i))
	}
	return out
}

// leastMean is the mean that n buckets without a single event let expect: half
// an event in all of them. Taken as 0, the next event would be a miracle.
func leastMean(n int) float64 { return 0.5 / float64(n) }

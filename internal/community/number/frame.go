package number

import (
	"slices"
	"strings"
)

// Indicators are the stable names of what is counted: reports to donors and the
// programme's logframe stand on them, so that none is ever given a second meaning. The
// first two are followed by whom: reached.sex=female.band=18-24. docs/numbers.md says
// what each is.
const (
	Reached      = "reached"
	Trained      = "trained"
	Attendance   = "attendance"
	Gain         = "gain"
	Satisfaction = "satisfaction"
	CostPer      = "cost_per_person"
)

// Indicators lists them.
func Indicators() []string {
	return []string{Reached, Trained, Attendance, Gain, Satisfaction, CostPer}
}

// Unsaid is what stands for whatever a person did not say.
const Unsaid = "unsaid"

// Values of what people are told apart by.
var (
	sexes       = []string{"female", "male", "other", Unsaid}
	bands       = []string{"0-5", "6-11", "12-17", "18-24", "25-34", "35-59", "60+", Unsaid}
	communities = []string{"host", "refugee", "displaced", "other", Unsaid}
	disability  = []string{"yes", "no", Unsaid}
)

// A Who is what of a person is counted.
type Who struct{ Sex, Band, Community, Disability string }

// Names gives the groups that the person is counted in, as indicators name them; the
// first, "", is everybody.
func (w Who) Names() []string {
	sex, band := "sex="+known(sexes, w.Sex), "band="+known(bands, w.Band)
	return []string{
		"", sex, band, sex + "." + band,
		"community=" + known(communities, w.Community), "disability=" + known(disability, w.Disability),
	}
}

func known(values []string, v string) string {
	if slices.Contains(values, v) {
		return v
	}
	return Unsaid
}

func named(what string, values []string) (names []string) {
	for _, v := range values {
		names = append(names, what+"="+v)
	}
	return names
}

// things are what people are told apart by, with the groups of each.
var things = [][]string{named("sex", sexes), named("band", bands), named("community", communities), named("disability", disability)}

// Groups lists the names of all groups: first "", everybody, then by one thing, then
// by sex and band together.
func Groups() []string {
	groups := append([]string{""}, slices.Concat(things...)...)
	for _, sex := range things[0] {
		for _, band := range things[1] {
			groups = append(groups, sex+"."+band)
		}
	}
	return groups
}

// A Slice is where and when people were reached: in a month, 2026-11, a year, 2026, or
// ever, ""; at a place, place=…, in a kind of activity, kind=…, or anywhere, "". Place
// and kind are not combined: each combination that is shown makes more numbers hidden.
type Slice struct{ Time, Where string }

// Names of slices.
const (
	placeIs = "place="
	kindIs  = "kind="
	// trainedIs is put before the place, or before nothing, of who completed a training.
	trainedIs = "trained"
	otherIs   = "other" // and of who did not: never shown, but could be worked out
)

// At is the slice of a place and of a kind of activity, of which one at least is "".
func At(time, place, kind string) Slice {
	switch {
	case place != "":
		return Slice{time, placeIs + place}
	case kind != "":
		return Slice{time, kindIs + kind}
	}
	return Slice{Time: time}
}

// trained is the part of the slice who completed a training.
func (s Slice) trained() Slice { return Slice{s.Time, trainedIs + s.Where} }

// A Presence is one person's part in one activity.
type Presence struct {
	Month     string // of its end, as 2026-11
	Place     string // its moughataa's list/code; "" where it is not known
	Kind      string
	Completed bool // it was a training, and the person was there for most of it
}

// A Key names one number that is counted.
type Key struct {
	Slice
	Who string
}

// Counts is how many people were counted under each key. A person counts once under
// each, in however many activities; so the counts of months do not add up to that of
// their year, and nothing must be kept of a person for a year to come out right: who is
// deleted stays in each of these counts (docs/adr says why it is done so).
type Counts map[Key]int64

// Add counts one person with all that they took part in.
func (c Counts) Add(w Who, parts []Presence) {
	in := map[Slice]bool{}
	for _, p := range parts {
		for _, t := range []string{"", p.Month[:len("2026")], p.Month} {
			for _, where := range []string{"", placeIs + orUnsaid(p.Place), kindIs + p.Kind} {
				s := Slice{t, where}
				in[s] = true
				if p.Completed && !strings.HasPrefix(where, kindIs) {
					in[s.trained()] = true
				}
			}
		}
	}
	names := w.Names()
	for s := range in {
		for _, name := range names {
			c[Key{s, name}]++
		}
	}
}

func orUnsaid(s string) string {
	if s == "" {
		return Unsaid
	}
	return s
}

// Plus adds counts of other people.
func (c Counts) Plus(o Counts) {
	for k, n := range o {
		c[k] += n
	}
}

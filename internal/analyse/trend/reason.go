package trend

import (
	"math"
	"strconv"
	"strings"
	"time"

	"wasl/internal/base/lang"
)

// A Reason is one sentence of an explanation. Its key stands in the catalogue of
// base/lang. Its arguments are written for machines (12, 2.149, 2026-08-01); each
// language writes them in its own way, so that a reason can be kept and said later.
type Reason struct {
	Key  string   `json:"key"`
	Args []string `json:"args,omitempty"`
}

// reason makes one of whole numbers, fractions and days.
func reason(key string, args ...any) Reason {
	r := Reason{Key: key, Args: make([]string, len(args))}
	for i, a := range args {
		switch a := a.(type) {
		case int:
			r.Args[i] = strconv.Itoa(a)
		case float64:
			const digits = 10_000
			r.Args[i] = strconv.FormatFloat(math.Round(a*digits)/digits, 'f', -1, 64)
		case time.Time:
			r.Args[i] = a.Format(time.DateOnly)
		}
	}
	return r
}

// sentences are the reasons in English. They give numbers after a colon rather
// than count things, for which Arabic has six forms.
var sentences = map[string]string{
	"trend.reason.counts":      "Reported: {0}. Expected: {1}.",
	"trend.reason.above":       "An alarm is given above {0}.",
	"trend.reason.running":     "The week or day is not over, and what was reported so far ({0}) is already above what all of it may bring.",
	"trend.reason.range":       "If nothing changed, such a count lies between {0} and {1} in 19 of 20 cases.",
	"trend.reason.ears":        "Compared with the mean of the weeks or days before ({1}) and their usual spread ({2}); how many: {0}.",
	"trend.reason.ears_sum":    "Three weeks or days are judged together, against the mean of those before ({1}) and their usual spread ({2}); how many before: {0}.",
	"trend.reason.seasonal":    "Compared with the same time of year and the other seasons; earlier years: {0}, weeks in all: {1}.",
	"trend.reason.flat":        "Compared with the weeks before, without seasons; weeks in all: {0}.",
	"trend.reason.rising":      "The slow rise over the years is taken into account: {0}% a year.",
	"trend.reason.falling":     "The slow fall over the years is taken into account: {0}% a year.",
	"trend.reason.doubtful":    "Earlier weeks that look like an outbreak count less; how many: {0}.",
	"trend.reason.young":       "The history is too short to know the seasons; weeks so far: {0}.",
	"trend.reason.instead":     "The model with seasons does not fit this series, so a simpler one is used.",
	"trend.reason.unfit":       "No model fits this series, so no alarm is given.",
	"trend.reason.short":       "The history is too short to judge; weeks or days so far: {0}, needed: {1}.",
	"trend.reason.few":         "No alarm is given while the total is below {0}; weeks counted: {1}.",
	"trend.reason.same":        "All the weeks or days before had the same count ({1}), so their spread is not known; how many: {0}.",
	"trend.reason.weeks_only":  "This method judges whole weeks, not days.",
	"trend.reason.chance":      "If nothing changed, the chance of such a count is 1 in {0}.",
	"trend.reason.chance_rare": "If nothing changed, the chance of such a count is below 1 in {0}.",
	"trend.reason.tests":       "Tests made with this rule now: {0}. False alarms to be expected among them: {1}.",
	"trend.reason.discovery":   "Chosen out of many tests so that at most {0}% of the alarms are false.",
	"trend.reason.spot":        "Reported within {0} km, from {1} to {2}: {3}. Expected, if place and time had nothing to do with each other: {4}.",
	"trend.reason.spot_place":  "Reported in one place, from {0} to {1}: {2}. Expected, if place and time had nothing to do with each other: {3}.",
	"trend.reason.shuffled":    "The dates were shuffled among the places; how often: {0}, of which with a hot spot as strong: {1}.",
	"trend.reason.recurrence":  "Looked for as often as now, chance alone brings a hot spot as strong once in so many days: {0}.",
}

// In says the reason in a language.
func (r Reason) In(l lang.Language) string {
	args := make([]string, len(r.Args))
	for i, a := range r.Args {
		args[i] = written(l, a)
	}
	return lang.Say(l, r.Key, sentences[r.Key], args...)
}

// Explain says reasons as one text.
func Explain(l lang.Language, reasons []Reason) string {
	said := make([]string, len(reasons))
	for i, r := range reasons {
		said[i] = r.In(l)
	}
	return strings.Join(said, " ")
}

// written writes an argument as l does. Mauritania writes western digits and a
// decimal comma in both of its languages (CLDR ar-MR, fr-MR).
func written(l lang.Language, arg string) string {
	if day, err := time.Parse(time.DateOnly, arg); err == nil {
		return lang.Date(l, day)
	}
	x, err := strconv.ParseFloat(arg, 64)
	if err != nil || !strings.Contains(arg, ".") {
		return arg
	}
	s := round(x)
	if l != lang.English {
		s = strings.Replace(s, ".", ",", 1)
	}
	return s
}

// round gives as many digits as a desk can use: 0.04, 2.1, 137.
func round(x float64) string {
	digits := 0
	switch size := math.Abs(x); {
	case size == 0 || size >= 9.95:
	case size >= 0.095:
		digits = 1
	default:
		digits = 2
	}
	return strconv.FormatFloat(x, 'f', digits, 64)
}

// reasons says what the model looked at.
func (fc forecast) reasons() []Reason {
	var out []Reason
	if fc.years > 0 {
		out = append(out, reason("trend.reason.seasonal", fc.years, fc.weeks))
	} else {
		out = append(out, reason("trend.reason.flat", fc.weeks))
	}
	if yearly := 100 * math.Expm1(fc.slope*Week.perYear()); fc.sloped && yearly >= 0.5 {
		out = append(out, reason("trend.reason.rising", int(math.Round(yearly))))
	} else if fc.sloped && yearly <= -0.5 {
		out = append(out, reason("trend.reason.falling", int(math.Round(-yearly))))
	}
	if fc.doubtful > 0 {
		out = append(out, reason("trend.reason.doubtful", fc.doubtful))
	}
	return out
}

// mostTests is how rare a chance is still written out: what lies beyond rests on
// the very tail of a model.
const mostTests = 10_000

// chance says how rare p is.
func chance(p float64) Reason {
	if p*mostTests < 1 {
		return reason("trend.reason.chance_rare", mostTests)
	}
	return reason("trend.reason.chance", int(math.Round(1/p)))
}

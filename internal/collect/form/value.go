package form

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Value is a value of XPath 1.0: string, float64, bool, or a node-set as the
// elements in document order.
type Value any

// nodeset is a list of elements.
type nodeset []*Element

func toString(v Value) string {
	switch v := v.(type) {
	case string:
		return v
	case float64:
		return formatNumber(v)
	case bool:
		if v {
			return "true"
		}
		return "false"
	case nodeset:
		if len(v) == 0 {
			return ""
		}
		return v[0].value()
	}
	return ""
}

// formatNumber writes a number as XPath 1.0 does: no exponent, no trailing .0,
// and -0 is 0.
func formatNumber(f float64) string {
	switch {
	case math.IsNaN(f):
		return "NaN"
	case math.IsInf(f, 1):
		return "Infinity"
	case math.IsInf(f, -1):
		return "-Infinity"
	case f == 0:
		return "0"
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

func toNumber(v Value) float64 {
	switch v := v.(type) {
	case float64:
		return v
	case bool:
		if v {
			return 1
		}
		return 0
	}
	s := strings.TrimSpace(toString(v))
	if s == "" {
		return math.NaN()
	}
	if n, ok := parseNumber(s); ok {
		return n
	}
	if t, ok := parseDate(s); ok {
		return days(t)
	}
	return math.NaN()
}

// Western writes Arabic and Persian digits as western ones, and ٫ as a point: what
// somebody typed is a number in any of them.
func Western(s string) string {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return westernDigits.Replace(s)
		}
	}
	return s
}

var westernDigits = strings.NewReplacer(
	"٠", "0", "١", "1", "٢", "2", "٣", "3", "٤", "4", "٥", "5", "٦", "6", "٧", "7", "٨", "8", "٩", "9",
	"۰", "0", "۱", "1", "۲", "2", "۳", "3", "۴", "4", "۵", "5", "۶", "6", "۷", "7", "۸", "8", "۹", "9", "٫", ".",
)

// parseNumber takes XPath's numbers alone: digits, one point, a minus before.
func parseNumber(s string) (float64, bool) {
	s = Western(s)
	digits := false
	for i, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits = true
		case r == '.' && strings.IndexByte(s, '.') == i:
		case r == '-' && i == 0:
		default:
			return 0, false
		}
	}
	if !digits {
		return 0, false
	}
	n, err := strconv.ParseFloat(s, 64)
	return n, err == nil
}

func toBool(v Value) bool {
	switch v := v.(type) {
	case bool:
		return v
	case float64:
		return v != 0 && !math.IsNaN(v)
	case nodeset:
		return answered(v)
	case string:
		return v != ""
	}
	return false
}

// answered tells whether any of the nodes holds an answer. XPath 1.0 asks only
// whether there are nodes, but a question that was not answered is an empty
// element on one phone and no element at all on another.
func answered(set nodeset) bool {
	for _, n := range set {
		if n.holds() {
			return true
		}
	}
	return false
}

var dateLayouts = []string{time.DateOnly, time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02T15:04", "2006-01-02T15:04Z07:00"}

// parseDate reads an ISO 8601 date, with or without a time.
func parseDate(s string) (time.Time, bool) {
	if len(s) < 8 || len(s) > 40 || s[4] != '-' {
		return time.Time{}, false
	}
	for _, l := range dateLayouts {
		if t, err := time.Parse(l, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

const secondsPerDay = 86400

// days is JavaRosa's number of a date: days since 1970-01-01, with the time of
// day as a fraction.
func days(t time.Time) float64 {
	_, offset := t.Zone()
	return (float64(t.Unix()+int64(offset)) + float64(t.Nanosecond())/1e9) / secondsPerDay
}

// maxDays bounds a date: 1 January of the year 1 and the end of 9999.
const (
	minDays = -719_162
	maxDays = 2_932_897
)

// dateOf is the date of a number of days; false where no calendar has it.
func dateOf(days float64) (time.Time, bool) {
	if !(days >= minDays && days < maxDays) { // NaN too
		return time.Time{}, false
	}
	ms := math.Round(days * secondsPerDay * 1000)
	return time.UnixMilli(int64(ms)).UTC(), true
}

package form

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

const instantLayout = "2006-01-02T15:04:05.000Z07:00"

func dateFn(layout string) func(*env, []Value) (Value, error) {
	return func(_ *env, a []Value) (Value, error) {
		t, ok := moment(a[0])
		if !ok {
			return "", nil
		}
		return t.Format(layout), nil
	}
}

// moment reads a date from its writing or from a number of days.
func moment(v Value) (time.Time, bool) {
	if n, ok := v.(float64); ok {
		return dateOf(n)
	}
	s := strings.TrimSpace(toString(v))
	if t, ok := parseDate(s); ok {
		return t, true
	}
	if n, ok := parseNumber(s); ok {
		return dateOf(n)
	}
	return time.Time{}, false
}

// verbs are ODK's marks in a date's format.
var verbs = map[byte]string{
	'Y': "2006", 'y': "06", 'm': "01", 'b': "Jan", 'd': "02", 'a': "Mon", 'H': "15", 'M': "04", 'S': "05", '3': "000",
}

func formatDate(_ *env, a []Value) (Value, error) {
	t, ok := moment(a[0])
	if !ok {
		return "", nil
	}
	var b strings.Builder
	f := toString(a[1])
	for i := 0; i < len(f); i++ {
		if f[i] != '%' || i+1 == len(f) {
			b.WriteByte(f[i])
			continue
		}
		i++
		switch f[i] {
		case 'n':
			b.WriteString(strconv.Itoa(int(t.Month())))
		case 'e':
			b.WriteString(strconv.Itoa(t.Day()))
		case 'h':
			b.WriteString(strconv.Itoa(t.Hour()))
		case '3':
			fmt.Fprintf(&b, "%03d", t.Nanosecond()/1e6)
		default:
			if layout, ok := verbs[f[i]]; ok {
				b.WriteString(t.Format(layout))
			} else {
				b.WriteByte(f[i])
			}
		}
	}
	return b.String(), nil
}

func decimalDate(v Value) Value {
	if n, ok := v.(float64); ok {
		return n
	}
	if t, ok := parseDate(strings.TrimSpace(toString(v))); ok {
		return days(t.UTC())
	}
	return math.NaN()
}

func decimalTime(s string) Value {
	for _, layout := range []string{"15:04:05.999Z07:00", "15:04:05.999", "15:04"} {
		if t, err := time.Parse(layout, strings.TrimSpace(s)); err == nil {
			return (float64(t.Hour()*3600+t.Minute()*60+t.Second()) + float64(t.Nanosecond())/1e9) / secondsPerDay
		}
	}
	return math.NaN()
}

package lang

import (
	"strconv"
	"strings"
	"time"
)

// months are CLDR's wide names; the Arabic ones are those of ar-MR, as people in
// Mauritania say and write them: not those of Egypt or of the Levant.
var months = map[Language][12]string{
	Arabic:  {"يناير", "فبراير", "مارس", "إبريل", "مايو", "يونيو", "يوليو", "أغشت", "شتمبر", "أكتوبر", "نوفمبر", "دجمبر"},
	French:  {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
	English: {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
}

// Month is the name of m in l.
func Month(l Language, m time.Month) string {
	names, ok := months[l]
	if !ok {
		names = months[English]
	}
	if m < time.January || m > time.December {
		return ""
	}
	return names[m-1]
}

// Date writes the day of t, in t's own zone: "24 novembre 2026". Mauritania
// writes western digits in both of its languages.
func Date(l Language, t time.Time) string {
	day := strconv.Itoa(t.Day())
	if l == French && t.Day() == 1 {
		day = "1er"
	}
	return day + " " + Month(l, t.Month()) + " " + strconv.Itoa(t.Year())
}

// DateTime writes day and minute: "24 novembre 2026, 14:05".
func DateTime(l Language, t time.Time) string {
	comma := ", "
	if l == Arabic {
		comma = "، "
	}
	return Date(l, t) + comma + t.Format("15:04")
}

// span is one unit of a relative time.
type span struct {
	of    time.Duration
	words map[Language]Forms
}

var spans = []span{
	{24 * time.Hour, map[Language]Forms{
		Arabic:  {One: "منذ يوم", Two: "منذ يومين", Few: "منذ {0} أيام", Many: "منذ {0} يومًا", Other: "منذ {0} يوم"},
		French:  {One: "il y a {0} jour", Other: "il y a {0} jours"},
		English: {One: "{0} day ago", Other: "{0} days ago"},
	}},
	{time.Hour, map[Language]Forms{
		Arabic:  {One: "منذ ساعة", Two: "منذ ساعتين", Few: "منذ {0} ساعات", Many: "منذ {0} ساعة", Other: "منذ {0} ساعة"},
		French:  {One: "il y a {0} heure", Other: "il y a {0} heures"},
		English: {One: "{0} hour ago", Other: "{0} hours ago"},
	}},
	{time.Minute, map[Language]Forms{
		Arabic:  {One: "منذ دقيقة", Two: "منذ دقيقتين", Few: "منذ {0} دقائق", Many: "منذ {0} دقيقة", Other: "منذ {0} دقيقة"},
		French:  {One: "il y a {0} minute", Other: "il y a {0} minutes"},
		English: {One: "{0} minute ago", Other: "{0} minutes ago"},
	}},
}

var justNow = map[Language]string{Arabic: "الآن", French: "à l’instant", English: "just now"}

// Ago says how long before now t was, and the date when that is over 30 days or
// lies ahead: a phone's clock is often wrong, and "in 64 years" helps nobody.
func Ago(l Language, t, now time.Time) string {
	if _, ok := justNow[l]; !ok {
		l = English
	}
	d := now.Sub(t)
	if d > 30*24*time.Hour || d < -time.Minute {
		return Date(l, t)
	}
	for _, s := range spans {
		if d >= s.of {
			return Count(l, int(d/s.of), s.words[l])
		}
	}
	return justNow[l]
}

func fill1(s, arg string) string { return strings.ReplaceAll(s, "{0}", arg) }

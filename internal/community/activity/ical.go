package activity

import (
	"bufio"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Calendar is what a telephone's calendar subscribes to (RFC 5545, with the name and
// the rhythm of RFC 7986).
type Calendar struct {
	Name    string
	Entries []Entry
}

// Entry is one date of a calendar: a session, or a stop of a caravan.
type Entry struct {
	UID         string // the same for ever: by it a calendar knows what it has
	Start       time.Time
	End         time.Time // not before Start
	Day         bool      // the whole of the day, or of the days, from Start to End; both are told
	Summary     string
	Description string
	Location    string
	Kind        string // as a calendar's category
	Cancelled   bool
	Sequence    int       // how often it was changed
	Stamp       time.Time // when it was last changed
}

// Forms of a moment and of a day.
const (
	icalMoment = "20060102T150405Z"
	icalDay    = "20060102"
)

// maxLine bounds a line in bytes, without its end: longer ones are folded.
const maxLine = 75

// Write writes the calendar as text/calendar.
func (c Calendar) Write(w io.Writer) error {
	l := lines{to: bufio.NewWriter(w)}
	l.say("BEGIN", "VCALENDAR")
	l.say("VERSION", "2.0")
	l.say("PRODID", "-//wasl//community//EN")
	l.say("CALSCALE", "GREGORIAN")
	l.say("METHOD", "PUBLISH")
	l.text("NAME", c.Name)
	l.text("X-WR-CALNAME", c.Name)
	l.say("REFRESH-INTERVAL;VALUE=DURATION", "PT6H")
	l.say("X-PUBLISHED-TTL", "PT6H")
	for i := range c.Entries {
		l.entry(&c.Entries[i])
	}
	l.say("END", "VCALENDAR")
	return l.to.Flush()
}

type lines struct{ to *bufio.Writer }

func (l lines) entry(e *Entry) {
	l.say("BEGIN", "VEVENT")
	l.text("UID", e.UID)
	l.say("DTSTAMP", e.Stamp.UTC().Format(icalMoment))
	l.say("LAST-MODIFIED", e.Stamp.UTC().Format(icalMoment))
	l.say("SEQUENCE", strconv.Itoa(e.Sequence))
	if e.Day {
		l.say("DTSTART;VALUE=DATE", e.Start.Format(icalDay))
		l.say("DTEND;VALUE=DATE", e.End.AddDate(0, 0, 1).Format(icalDay)) // the first day that is no more of it
	} else {
		l.say("DTSTART", e.Start.UTC().Format(icalMoment))
		l.say("DTEND", e.End.UTC().Format(icalMoment))
	}
	l.text("SUMMARY", e.Summary)
	l.text("DESCRIPTION", e.Description)
	l.text("LOCATION", e.Location)
	l.text("CATEGORIES", e.Kind)
	if e.Cancelled {
		l.say("STATUS", "CANCELLED")
	} else {
		l.say("STATUS", "CONFIRMED")
	}
	l.say("END", "VEVENT")
}

var icalSigns = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`)

// text says a property whose value is somebody's words; nothing where there are none.
func (l lines) text(name, words string) {
	words = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, strings.ToValidUTF8(words, ""))
	if words != "" {
		l.say(name, icalSigns.Replace(words))
	}
}

// say writes a property, folded where it is long. A letter of several bytes is never
// cut: calendars that read a line at a time would show it broken.
func (l lines) say(name, value string) {
	rest := name + ":" + value
	for room := maxLine; len(rest) > room; room = maxLine - 1 {
		n := room
		for !utf8.RuneStart(rest[n]) {
			n--
		}
		_, _ = l.to.WriteString(rest[:n] + "\r\n ") // Flush tells
		rest = rest[n:]
	}
	_, _ = l.to.WriteString(rest + "\r\n")
}

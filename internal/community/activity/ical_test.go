package activity

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/network/place"
)

func ical(t testing.TB, c Calendar) string {
	t.Helper()
	var b bytes.Buffer
	if err := c.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// unfolded gives the lines as RFC 5545 joins them, and fails on one that it forbids.
func unfolded(t interface{ Fatalf(string, ...any) }, s string) []string {
	if !strings.HasSuffix(s, "\r\n") || strings.Contains(strings.ReplaceAll(s, "\r\n", ""), "\n") || strings.Contains(strings.ReplaceAll(s, "\r\n", ""), "\r") {
		t.Fatalf("a line does not end in CRLF: %q", s)
	}
	for _, line := range strings.Split(strings.TrimSuffix(s, "\r\n"), "\r\n") {
		if len(line) > 75 || !utf8.ValidString(line) {
			t.Fatalf("a line of %d bytes, or a letter cut: %q", len(line), line)
		}
	}
	return strings.Split(strings.ReplaceAll(strings.TrimSuffix(s, "\r\n"), "\r\n ", ""), "\r\n")
}

func TestACalendarIsAsRFC5545HasIt(t *testing.T) {
	at := time.Date(2026, 11, 12, 8, 30, 0, 0, time.FixedZone("", 3600))
	got := unfolded(t, ical(t, Calendar{Name: "wasl", Entries: []Entry{
		{
			UID: "a@wasl", Start: at, End: at.Add(8 * time.Hour), Summary: "First aid; Bassikounou, day 1", Description: "Bring:\na pen \\ paper", Location: "باسكنو",
			Kind: "training", Sequence: 3, Stamp: at.AddDate(0, 0, -4),
		},
		{UID: "b@wasl", Start: at, End: at, Day: true, Summary: "Caravan", Cancelled: true, Stamp: at},
	}}))
	want := strings.Split(`BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//wasl//community//EN
CALSCALE:GREGORIAN
METHOD:PUBLISH
NAME:wasl
X-WR-CALNAME:wasl
REFRESH-INTERVAL;VALUE=DURATION:PT6H
X-PUBLISHED-TTL:PT6H
BEGIN:VEVENT
UID:a@wasl
DTSTAMP:20261108T073000Z
LAST-MODIFIED:20261108T073000Z
SEQUENCE:3
DTSTART:20261112T073000Z
DTEND:20261112T153000Z
SUMMARY:First aid\; Bassikounou\, day 1
DESCRIPTION:Bring:\na pen \\ paper
LOCATION:باسكنو
CATEGORIES:training
STATUS:CONFIRMED
END:VEVENT
BEGIN:VEVENT
UID:b@wasl
DTSTAMP:20261112T073000Z
LAST-MODIFIED:20261112T073000Z
SEQUENCE:0
DTSTART;VALUE=DATE:20261112
DTEND;VALUE=DATE:20261113
SUMMARY:Caravan
STATUS:CANCELLED
END:VEVENT
END:VCALENDAR`, "\n")
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// Whatever somebody types, no line is too long, no letter is cut, and no new property
// comes of it.
func TestWordsStayWithinTheirProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.SampledFrom([]rune("ab;,\\\r\n\x00 وصلغٌ🕊é")))).Draw(t, "words")
		var b bytes.Buffer
		if err := (Calendar{Entries: []Entry{{UID: "u", Summary: words, Description: strings.Repeat(words, 5)}}}).Write(&b); err != nil {
			t.Fatal(err)
		}
		for _, line := range unfolded(t, b.String()) {
			name, _, _ := strings.Cut(line, ":")
			if strings.Trim(strings.SplitN(name, ";", 2)[0], "ABCDEFGHIJKLMNOPQRSTUVWXYZ-") != "" {
				t.Fatalf("%q is no property", line)
			}
		}
	})
}

// Who follows the public calendar hears that what was announced is cancelled. A draft
// that was dropped, maybe as too dangerous, was announced to nobody.
func TestADraftThatWasDroppedIsOnNoPublicCalendar(t *testing.T) {
	o := open(t)
	ctx, boss := t.Context(), who(policy.Organiser, wilaya)
	plan := firstAid()
	plan.Public = true
	shown := func() string {
		c, err := o.PublicCalendar(ctx, lang.French, "wasl", func(place.Ref, lang.Language) string { return "" })
		o.ok(err)
		return ical(t, c)
	}
	dropped, err := o.Put(ctx, boss, record.IDOf("dropped"), moughataa, 0, plan)
	o.ok(err)
	_, err = o.Cancel(ctx, boss, Seen{dropped.ID, dropped.Revision}, "la route n’est pas sûre")
	o.ok(err)
	if s := shown(); strings.Contains(s, "VEVENT") {
		t.Errorf("a draft that was dropped is told:\n%s", s)
	}
	told, err := o.Put(ctx, boss, record.IDOf("told"), moughataa, 0, plan)
	o.ok(err)
	told, err = o.Confirm(ctx, boss, Seen{told.ID, told.Revision})
	o.ok(err)
	_, err = o.Cancel(ctx, boss, Seen{told.ID, told.Revision}, "la pluie")
	o.ok(err)
	if s := shown(); strings.Count(s, "STATUS:CANCELLED") != len(plan.Sessions) || strings.Contains(s, "pluie") {
		t.Errorf("what was announced and cancelled:\n%s", s)
	}
}

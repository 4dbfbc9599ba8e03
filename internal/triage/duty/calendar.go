package duty

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/keep/store"
)

var letters = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// secretBytes is the length of a calendar's secret: 160 bits are not guessed.
const secretBytes = 20

// NewCalendar gives an account the secret of its calendar. The one before opens
// nothing any more.
func (s *Service) NewCalendar(ctx context.Context, account record.ID) (secret string, err error) {
	b := make([]byte, secretBytes)
	if _, err := io.ReadFull(s.opt.Random, b); err != nil {
		return "", err
	}
	secret = letters.EncodeToString(b)
	return secret, s.opt.Node.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Exec("DELETE FROM calendars WHERE account = ?", account); err != nil {
			return err
		}
		return tx.Exec("INSERT INTO calendars (hash, account) VALUES (?, ?)", hashOf(secret), account)
	})
}

// DropCalendar shuts an account's calendar.
func (s *Service) DropCalendar(ctx context.Context, account record.ID) error {
	return s.opt.Node.Update(ctx, func(tx *store.Tx) error { return tx.Exec("DELETE FROM calendars WHERE account = ?", account) })
}

// HasCalendar tells whether an account's calendar can be read.
func (s *Service) HasCalendar(ctx context.Context, account record.ID) (has bool, err error) {
	err = s.opt.Node.View(ctx, func(tx *store.Tx) error {
		return tx.Row("SELECT EXISTS (SELECT 1 FROM calendars WHERE account = ?)", account).Scan(&has)
	})
	return has, err
}

func hashOf(secret string) record.Hash { return sha256.Sum256([]byte("wasl calendar\x00" + secret)) }

// How much of one's duty a calendar holds.
const (
	back  = 14 * 24 * time.Hour
	ahead = 30 * 24 * time.Hour
)

// Calendar gives the duty of whose secret it is as iCalendar (RFC 5545). It faults
// with Missing where there is no such calendar, or its owner works here no more.
func (s *Service) Calendar(ctx context.Context, secret string, l lang.Language, name Names) ([]byte, error) {
	var account record.ID
	err := s.opt.Node.View(ctx, func(tx *store.Tx) error {
		return tx.Row("SELECT account FROM calendars WHERE hash = ?", hashOf(secret)).Scan(&account)
	})
	if err != nil {
		return nil, err
	}
	if _, ok := s.opt.People(account); !ok {
		return nil, store.ErrNone
	}
	now := s.opt.Clock().UTC()
	own, err := s.Mine(ctx, account, now.Add(-back), now.Add(ahead))
	if err != nil {
		return nil, err
	}
	return calendar(own, now, l, name), nil
}

var onDuty = map[lang.Language][2]string{ // first, deputy
	lang.Arabic: {"مناوبة", "مناوبة (نائب)"}, lang.French: {"Permanence", "Permanence (suppléance)"}, lang.English: {"On duty", "On duty (deputy)"},
}

func calendar(own []Own, now time.Time, l lang.Language, name Names) []byte {
	var b strings.Builder
	line := func(s string) { fold(&b, s) }
	words, ok := onDuty[l]
	if !ok {
		words = onDuty[lang.French]
	}
	for _, s := range []string{"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//wasl//duty//" + strings.ToUpper(string(l)), "METHOD:PUBLISH", "X-WR-CALNAME:" + escape(words[0])} {
		line(s)
	}
	for _, o := range own {
		title := words[0]
		if !o.First {
			title = words[1]
		}
		line("BEGIN:VEVENT")
		line(fmt.Sprintf("UID:%s@wasl", o.Unit.Derive("duty at "+o.From.UTC().Format(time.RFC3339))))
		line("DTSTAMP:" + stamp(now))
		line("DTSTART:" + stamp(o.From))
		line("DTEND:" + stamp(o.To))
		line("SUMMARY:" + escape(title+" — "+name(o.Unit, l)))
		line("TRANSP:OPAQUE")
		line("END:VEVENT")
	}
	line("END:VCALENDAR")
	return []byte(b.String())
}

func stamp(t time.Time) string { return t.UTC().Format("20060102T150405Z") }

// escape writes a text's signs that mean something else in iCalendar.
var escape = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`, "\r", "").Replace

// maxLine is the length of a line in bytes, without its end.
const maxLine = 75

// fold writes a line in pieces of at most 75 bytes, and cuts no letter in two.
func fold(b *strings.Builder, s string) {
	room := maxLine
	for len(s) > room {
		n := room
		for !utf8.RuneStart(s[n]) {
			n--
		}
		b.WriteString(s[:n] + "\r\n ")
		s, room = s[n:], maxLine-1
	}
	b.WriteString(s + "\r\n")
}

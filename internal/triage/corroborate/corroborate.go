// Package corroborate finds what may tell of the same thing as a report: other
// reports, and incidents. It keeps a few traits of each, looks by them for
// candidates among a million, compares the best in full, and says of each why.
// It proposes; a person decides, and what a person decided against is not
// proposed again.
package corroborate

import (
	"time"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
)

// Thing is something that may be proposed: a report by its number, or an incident
// by the number that its own package gave it, which is below zero.
type Thing int64

// Incident tells whether the thing is one.
func (t Thing) Incident() bool { return t < 0 }

// Account is what a thing tells, as far as it is compared.
type Account struct {
	Kind  string    // a report's own, or the taxonomy's of an incident
	From  time.Time // when it happened; when it came, where nobody says
	To    time.Time // the end of an incident that lasted; else From
	Point *report.Point
	Place report.PlaceRef
	Told  string // what is told in somebody's own words
	Text  string // all that is written, Told and what stands beside it
	Dead  int
	Hurt  int
	Lost  int

	Source  record.ID // who told it: an opaque reference, zero for nobody known
	Channel report.Channel
}

// OfReport is the account that a report gives. received is when it came.
func OfReport(b *report.Body, received time.Time) Account {
	a := Account{
		Kind: b.Kind, From: happened(b.When, received), Point: b.Point, Told: b.Title + "\n" + b.Excerpt, Text: b.Title + "\n" + b.Text,
		Dead: b.Dead, Hurt: b.Injured, Lost: b.Missing, Source: b.Source, Channel: b.Channel,
	}
	a.To = a.From
	if b.Place != nil {
		a.Place = *b.Place
	}
	return a
}

// Bounds within which a report's word on its time is believed: a phone's clock may
// be off by years.
const (
	longAgo = 90 * 24 * time.Hour
	ahead   = 24 * time.Hour
)

func happened(told *time.Time, received time.Time) time.Time {
	if told == nil || told.After(received.Add(ahead)) || told.Before(received.Add(-longAgo)) {
		return received
	}
	return *told
}

// SameReporter tells whether two accounts are one reporter's. Equal references are
// one phone where people send by themselves; those of an operator, a program or a
// file name whoever typed or sent what others told.
func SameReporter(a, b Account) bool {
	return OneReporter(a.Source, a.Channel, b.Source, b.Channel)
}

// OneReporter is SameReporter for whoever holds no more than that of two reports.
func OneReporter(a record.ID, by report.Channel, b record.ID, byB report.Channel) bool {
	return !a.Zero() && a == b && own(by) && own(byB)
}

func own(c report.Channel) bool { return c == report.App || c == report.OpenRosa }

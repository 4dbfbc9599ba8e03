package paper

import (
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
)

// Sheet is a roll as it was printed: which people stand in its rows, in which order,
// and for which sessions. Its pages carry its number alone.
type Sheet struct {
	ID       record.ID
	Activity record.ID
	Number   uint64
	Language lang.Language
	Sessions []record.ID
	People   []record.ID
	Author   record.ID
	Printed  time.Time
	Checked  []Checked // pages that were read back
}

// Checked is a page that somebody has checked.
type Checked struct {
	Page   int
	By     record.ID
	At     time.Time
	Marked int // people who were there at one session at least
}

// Pages are those of the sheet, as their codes tell.
func (s *Sheet) Pages() (all []Page) {
	for left := len(s.People); left > 0; left -= MaxRows {
		all = append(all, Page{Sheet: s.Number, Number: len(all) + 1, Rows: min(left, MaxRows), Sessions: len(s.Sessions), RightToLeft: s.Language.RightToLeft()})
	}
	return all
}

// Row gives who stands in a row of a page.
func (s *Sheet) Row(page, row int) record.ID { return s.People[(page-1)*MaxRows+row] }

// maxPages follows from the eight bits of a page's number; no activity has so many
// people.
const maxPages = 255

func invalid(key, msg, hint string, args ...string) error {
	return &fault.Error{Kind: fault.Invalid, Op: "paper", Key: key, Msg: msg, Hint: hint, Args: args}
}

func unknownSheet() error {
	return &fault.Error{
		Kind: fault.Missing, Op: "paper", Key: "paper.sheet.none", Msg: "this sheet is not of this activity", Hint: "look at the name and the number on it, and open the activity that it was printed for",
	}
}

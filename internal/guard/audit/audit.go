// Package audit is how reading is accounted for. Every act leaves a revision in
// the ledger by itself; reading changes nothing, so it leaves a line of its own,
// with the reader's reason. The lines show who did what and when, and nothing of
// what was said.
package audit

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
)

// MaxReason bounds a reason in bytes: a sentence or two.
const MaxReason = 500

// IsReason tells whether somebody said why, in a sentence or two: of an act that needs
// it, be it read by oversight or kept with what was done. It counts letters, so that
// Arabic has as much room as French.
func IsReason(why string) bool {
	n := len([]rune(strings.TrimSpace(why)))
	return 0 < n && n <= MaxReason
}

// Body is what the ledger keeps of a reading, beside its header.
type Body struct {
	V       int    `json:"v"`
	Reason  string `json:"reason"`
	Purpose string `json:"purpose"`
	What    What   `json:"what,omitempty"`
}

// What is what was opened of a record.
type What string

// What may be opened beside a record itself.
const (
	Attachment What = "attachment"
	Exported   What = "export"
)

const bodyVersion = 1

// Reading is somebody's wish to open a record.
type Reading struct {
	Reader   policy.Actor
	Subject  record.ID
	Handling record.Handling // of the record as it was loaded
	Purpose  string          // from the register; "" for the record's own
	Reason   string          // in the reader's words
	Needs    bool            // the record is about a person: without a reason it stays shut
	What     What            // "" for the record itself
}

// Opening draws up the line of a reading. It is written in the command that
// decides whether the record may be opened, so that there is no opening without
// it. It faults with Invalid where a reason is needed and missing, or too long,
// or the purpose is not in the register.
func Opening(r Reading) (ledger.Draft, error) {
	reason := strings.TrimSpace(strings.Map(func(c rune) rune { // what is no text becomes the mark for that
		if unicode.IsControl(c) {
			return ' '
		}
		return c
	}, r.Reason))
	if r.Purpose == "" {
		r.Purpose = r.Handling.Purpose
	}
	switch {
	case len(reason) > MaxReason:
		return ledger.Draft{}, &fault.Error{
			Kind: fault.Invalid, Op: "audit.Opening", Key: "audit.reason.long", Msg: "the reason is longer than {0} bytes",
			Hint: "one sentence is enough", Args: []string{strconv.Itoa(MaxReason)},
		}
	case r.Needs && reason == "":
		return ledger.Draft{}, &fault.Error{
			Kind: fault.Invalid, Op: "audit.Opening", Key: "audit.reason.missing", Msg: "this record is about a person and opens for a reason only",
			Hint: "say in a sentence what you need it for",
		}
	case !slices.Contains(record.Purposes, r.Purpose):
		return ledger.Draft{}, &fault.Error{
			Kind: fault.Invalid, Op: "audit.Opening", Key: "audit.purpose.unknown", Msg: "the purpose {0} is not in the register",
			Hint: "choose a purpose from the register", Args: []string{r.Purpose},
		}
	}
	return ledger.Draft{
		Kind: record.Opening, Record: r.Subject.Derive("opening"), Subject: r.Subject, Author: r.Reader.ID, Handling: r.Handling,
		Body: Body{V: bodyVersion, Reason: reason, Purpose: r.Purpose, What: r.What},
	}, nil
}

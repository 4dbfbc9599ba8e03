// Package audit is how reading is accounted for. Every act leaves a revision in
// the ledger by itself; reading changes nothing, so it leaves a line of its own,
// with the reader's reason. The lines show who did what and when, and nothing of
// what was said.
package audit

import (
	"context"
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

// Body is what the ledger keeps of a reading, beside its header.
type Body struct {
	V       int    `json:"v"`
	Reason  string `json:"reason"`
	Purpose string `json:"purpose"`
}

const bodyVersion = 1

// Reading is somebody's wish to open a record.
type Reading struct {
	Reader   policy.Actor
	Subject  record.ID
	Handling record.Handling // of the record as it was loaded
	Purpose  string          // from the register; "" for the record's own
	Reason   string          // in the reader's words
	Needs    bool            // the record is about a person: without a reason it stays shut
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
		Body: Body{V: bodyVersion, Reason: reason, Purpose: r.Purpose},
	}, nil
}

// maxScanned bounds the lines looked through for one page of those that the
// reader may see.
const maxScanned = 10_000

// Lines gives the newest audit lines of a compartment that a may see, and the
// cursor of the next page or "". Lines that belong to no unit, such as failed
// sign-ins of logins that nobody has, are for the oversight of the whole
// network.
func Lines(ctx context.Context, l *ledger.Ledger, e *policy.Engine, tree policy.Tree, a policy.Actor, q ledger.AuditQuery) ([]ledger.Header, string, error) {
	if err := e.Allow(ctx, a, "audit.read", policy.Resource{Type: policy.Audit, Unit: a.Unit, UnitPath: tree.Path(a.Unit)}); err != nil {
		return nil, "", err
	}
	filter, err := e.Filter(ctx, a, "audit.read")
	if err != nil {
		return nil, "", err
	}
	whole := len(tree.Path(a.Unit)) == 1
	want := q.Limit
	if want <= 0 || want > ledger.MaxAudit {
		want = ledger.MaxAudit
	}
	q.Limit = ledger.MaxAudit
	lines := []ledger.Header{}
	for scanned := 0; scanned < maxScanned; {
		hs, next, err := l.Audit(ctx, q)
		if err != nil {
			return nil, "", err
		}
		for i, h := range hs {
			if unit := h.Handling.Unit; unit.Zero() && !whole || !unit.Zero() && !filter.Counts(unit, record.Clear) {
				continue
			}
			lines = append(lines, h)
			if len(lines) == want {
				if i == len(hs)-1 && next == "" {
					return lines, "", nil
				}
				return lines, strconv.FormatInt(h.Seq, 10), nil
			}
		}
		if scanned += len(hs); next == "" {
			return lines, "", nil
		}
		q.Cursor = next
	}
	return lines, q.Cursor, nil
}

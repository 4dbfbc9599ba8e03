// Package certificate gives people a paper that says what they took part in, signed
// so that anybody can check it: without a network by the public key, and with one by
// asking the node, which also knows whether it was taken back. Neither tells more
// than the paper itself.
package certificate

import (
	"strings"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
)

// Reason is why a certificate was taken back. The list of those taken back is
// public, so that a reason is one of few, and names nobody.
type Reason string

// The reasons.
const (
	Mistake   Reason = "mistake"   // the name or the course was wrong: another may have been issued
	Withdrawn Reason = "withdrawn" // what it says was found not to be so
	Misused   Reason = "misused"   // it was passed off as something else, or as somebody else's
	Erased    Reason = "erased"    // the person's data were deleted: the node knows the code and nothing else
)

// Reasons lists those that a person may give.
func Reasons() []Reason { return []Reason{Mistake, Withdrawn, Misused} }

// State is where a certificate stands.
type State string

// The states.
const (
	Valid   State = "valid"
	Revoked State = "revoked"
	Gone    State = "erased"
)

// Certificate is one that was issued.
type Certificate struct {
	ID       record.ID
	Code     string
	Activity record.ID
	Person   record.ID
	Unit     record.ID
	Given    string
	Family   string
	Title    lang.Text
	Issuer   lang.Text
	Hours    int
	Issued   time.Time // the day, UTC
	Signer   string    // whose name stands under it
	Carried  string    // by its QR code
	Author   record.ID // the account that issued it
	Reason   Reason    // "" while it is valid
	Note     string    // for the unit, not for the public
	Revoked  time.Time
	Revoker  record.ID
	Revision int64
}

// State tells where the certificate stands.
func (c *Certificate) State() State {
	switch c.Reason {
	case "":
		return Valid
	case Erased:
		return Gone
	default:
		return Revoked
	}
}

// Name is the person's as it stands on the paper.
func (c *Certificate) Name() string { return strings.TrimSpace(c.Given + " " + c.Family) }

// Hours says how many hours something took.
func Hours(l lang.Language, n int) string { return lang.Count(l, n, hourForms[l]) }

var hourForms = map[lang.Language]lang.Forms{
	lang.Arabic:  {lang.One: "ساعة واحدة", lang.Two: "ساعتان", lang.Few: "{0} ساعات", lang.Many: "{0} ساعة", lang.Other: "{0} ساعة"},
	lang.French:  {lang.One: "{0} heure", lang.Other: "{0} heures"},
	lang.English: {lang.One: "{0} hour", lang.Other: "{0} hours"},
}

// titleLine is the title as it is signed: in both languages of the paper, on one line.
func titleLine(t lang.Text) string {
	return joined(t, " / ", maxTitle)
}

// joined puts the languages of a text together, Arabic last, as long as they fit.
func joined(t lang.Text, by string, limit int) string {
	var all []string
	for _, l := range []lang.Language{lang.French, lang.English, lang.Arabic} {
		s := strings.Join(strings.Fields(t[l]), " ")
		if s == "" || len(all) > 0 && (l == lang.English || all[0] == s) {
			continue // English stands where there is no French
		}
		if len([]rune(strings.Join(append(all, s), by))) <= limit {
			all = append(all, s)
		}
	}
	return strings.Join(all, by)
}

func invalid(key, msg, hint string, args ...string) *fault.Error {
	return &fault.Error{Kind: fault.Invalid, Op: "certificate", Key: key, Msg: msg, Hint: hint, Args: args}
}

func missing() error {
	return &fault.Error{
		Kind: fault.Missing, Op: "certificate", Key: "certificate.none", Msg: "no certificate with this code was issued here",
		Hint: "compare the code with the paper, letter by letter; if it is the same, the paper is not ours",
	}
}

package vault

import (
	"context"
	"encoding/json"
	"strings"
	"time"
	"unicode"

	"wasl/internal/base/fault"
	"wasl/internal/base/letter"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// personStep is the table of who was handed on to a protection service, by the referral.
const personStep = `
	CREATE TABLE people (
		referral BLOB PRIMARY KEY, report BLOB NOT NULL, name TEXT NOT NULL, phone TEXT NOT NULL, place TEXT NOT NULL, note TEXT NOT NULL,
		at INTEGER NOT NULL, reads INTEGER NOT NULL
	) WITHOUT ROWID;
	CREATE INDEX people_report ON people (report);`

// Person is who needs help, for those who help and for nobody else.
type Person struct {
	Name  string `json:"name,omitempty"`
	Phone string `json:"phone,omitempty"` // of the person, or of whoever is with them
	Place string `json:"place,omitempty"` // where they are found
	Note  string `json:"note,omitempty"`  // what helpers must know
}

// Limits of what is kept of a person, in bytes.
const (
	maxName  = 200
	maxPhone = 60
	maxPlace = 500
	maxNote  = 2000
)

type personBody struct {
	V      int       `json:"v"`
	Act    string    `json:"act"` // kept, read
	Report record.ID `json:"report,omitzero"`
	Reason string    `json:"reason,omitempty"`
	Person
}

// Check reports the first thing wrong with p.
func (p Person) Check() error {
	if strings.TrimSpace(p.Name) == "" && strings.TrimSpace(p.Place) == "" {
		return &fault.Error{
			Kind: fault.Invalid, Op: "vault.Person", Key: "vault.person.missing", Msg: "nobody could find this person",
			Hint: "give a name, or where the person is found",
		}
	}
	if len(p.Name) > maxName || len(p.Phone) > maxPhone || len(p.Place) > maxPlace || len(p.Note) > maxNote {
		return &fault.Error{
			Kind: fault.TooLarge, Op: "vault.Person", Key: "vault.person.long", Msg: "one of the particulars of the person is too long",
			Hint: "keep to what the helpers need",
		}
	}
	return nil
}

// Mentions tells whether a text names the person: a part of the name or the
// telephone number stands in it.
func (p Person) Mentions(text string) bool {
	words, digits := folded(text)
	name, _ := folded(p.Name)
	for _, part := range strings.Fields(name) {
		if len([]rune(part)) >= 3 && !commonParts[part] && strings.Contains(" "+words+" ", " "+part+" ") {
			return true
		}
	}
	_, phone := folded(p.Phone)
	return len(phone) >= 6 && strings.Contains(digits, phone)
}

// commonParts stand in very many names here, and name nobody.
var commonParts = map[string]bool{"ould": true, "mint": true, "بنت": true, "ولد": true}

// folded gives a text's words without their dress, and its digits.
func folded(text string) (words, digits string) {
	var w, d strings.Builder
	for _, r := range text {
		f := letter.Fold(r)
		w.WriteString(f)
		if len(f) == 1 && f >= "0" && f <= "9" {
			d.WriteString(f)
		}
	}
	apart := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	return strings.Join(strings.FieldsFunc(w.String(), apart), " "), d.String()
}

// KeepPerson keeps who is handed on by a referral, before the referral itself is
// written: unit is the one that is to help. Keeping the same twice changes nothing.
func (v *Vault) KeepPerson(ctx context.Context, author, referral, report, unit record.ID, p Person) error {
	if err := p.Check(); err != nil {
		return err
	}
	_, err := v.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		if _, err := personOf(tx, referral); !store.None(err) {
			return nil, err
		}
		return []ledger.Draft{personDraft(referral, author, unit, personBody{Act: "kept", Report: report, Person: p})}, nil
	})
	return err
}

func personDraft(referral, author, unit record.ID, b personBody) ledger.Draft {
	b.V = bodyVersion
	return ledger.Draft{
		Kind: record.Referral, Record: referral, Author: author, Handling: record.Handling{Unit: unit, TLP: record.Red, Purpose: "protection"}, Body: b,
	}
}

func applyPerson(tx *store.Tx, rev ledger.Revision) error {
	var b personBody
	if err := json.Unmarshal(rev.Body, &b); err != nil {
		return err
	}
	if b.Act == "read" {
		return tx.Exec("UPDATE people SET reads = reads + 1 WHERE referral = ?", rev.Record)
	}
	return tx.Exec("INSERT OR IGNORE INTO people (referral, report, name, phone, place, note, at, reads) VALUES (?, ?, ?, ?, ?, ?, ?, 0)",
		rev.Record, b.Report, b.Name, b.Phone, b.Place, b.Note, rev.At.Millis())
}

func personOf(tx *store.Tx, referral record.ID) (p Person, err error) {
	err = tx.Row("SELECT name, phone, place, note FROM people WHERE referral = ?", referral).Scan(&p.Name, &p.Phone, &p.Place, &p.Note)
	return p, err
}

// Person tells those who help whom a referral is about, for a reason. now gives
// the referral's row as it stands for the unit that is to help, or a fault where it
// has not taken the person on. Every reading leaves a line.
func (v *Vault) Person(ctx context.Context, a policy.Actor, referral record.ID, reason string, now func() (policy.Resource, error)) (p Person, err error) {
	_, err = v.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		res, err := now()
		if err != nil {
			return nil, err
		}
		if err := v.opt.Policy.Allow(ctx, a, "referral.identify", res); err != nil {
			return nil, err
		}
		if err := checkReason(reason); err != nil {
			return nil, err
		}
		if p, err = personOf(tx, referral); store.None(err) {
			return nil, &fault.Error{
				Kind: fault.Missing, Op: "vault.Person", Key: "vault.person.gone", Msg: "who it was is not kept any more",
				Hint: "it is removed some time after the help has ended",
			}
		}
		if err != nil {
			return nil, err
		}
		return []ledger.Draft{personDraft(referral, a.ID, res.Unit, personBody{Act: "read", Reason: reason})}, nil
	})
	if err != nil {
		return Person{}, err
	}
	return p, nil
}

// Named tells whether a text names the person of a referral: it is asked before
// something is written that others read.
func (v *Vault) Named(ctx context.Context, referral record.ID, text string) (named bool, err error) {
	err = v.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		p, err := personOf(tx, referral)
		if store.None(err) {
			return nil
		}
		named = p.Mentions(text)
		return err
	})
	return named, err
}

// KeptPerson is a referral whose person is kept, and since when.
type KeptPerson struct {
	Referral record.ID
	Since    time.Time
}

// maxKeptPeople bounds one look at all who are kept.
const maxKeptPeople = 10_000

// People lists the referrals whose people are kept: all, or those of a report.
func (v *Vault) People(ctx context.Context, report record.ID) (all []KeptPerson, err error) {
	where, args := "1", []any{}
	if !report.Zero() {
		where, args = "report = ?", []any{report}
	}
	err = v.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		rows := tx.Query("SELECT referral, at FROM people WHERE "+where+" LIMIT ?", append(args, maxKeptPeople)...)
		defer rows.Close()
		for rows.Next() {
			var k KeptPerson
			var at int64
			if err := rows.Scan(&k.Referral, &at); err != nil {
				return err
			}
			k.Since = time.UnixMilli(at).UTC()
			all = append(all, k)
		}
		return rows.Err()
	})
	return all, err
}

// LosePerson removes who a referral was about, for good. There may be nobody.
func (v *Vault) LosePerson(ctx context.Context, referral record.ID, why string) error {
	_, err := v.opt.Ledger.EraseIf(ctx, func(tx *store.Tx) (ledger.Erasing, error) {
		_, err := personOf(tx, referral)
		return ledger.Erasing{Subject: referral, Reason: why, Handling: record.Handling{TLP: record.Red, Purpose: "protection"}}, err
	})
	if store.None(err) {
		return nil
	}
	return err
}

// Calls tells whether a text has the telephone number of somebody who reports: it is
// asked before something is written that everybody reads.
func (v *Vault) Calls(ctx context.Context, text string) (is bool, err error) {
	_, digits := folded(text)
	if len(digits) < 6 {
		return false, nil
	}
	err = v.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		rows := tx.Query("SELECT phone FROM sources WHERE phone <> ''")
		defer rows.Close()
		for rows.Next() {
			var phone string
			if err := rows.Scan(&phone); err != nil {
				return err
			}
			_, d := folded(phone)
			// With or without the country's code.
			if len(d) >= 6 && (strings.Contains(digits, d) || len(digits) >= 8 && strings.HasSuffix(d, digits)) {
				is = true
				return nil
			}
		}
		return rows.Err()
	})
	return is, err
}

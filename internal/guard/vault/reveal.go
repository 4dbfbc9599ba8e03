package vault

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// Limits of revealing.
const (
	askLife   = 72 * time.Hour // a question that nobody answered by then is void
	readLife  = 24 * time.Hour // after approval: for what it was asked, not for ever
	maxReason = 2000           // bytes
	minReason = 10             // letters: "because" is none
	maxADay   = 5              // questions of one person in 24 hours
)

// State is where a question stands.
type State string

// The states.
const (
	Asked    State = "asked"
	Approved State = "approved"
	Refused  State = "refused"
	Lapsed   State = "lapsed" // nobody answered in time; only lists say so
)

// Disclosure is a question who a reporter is, and what became of it. It does
// not hold the answer.
type Disclosure struct {
	ID      record.ID
	Source  record.ID
	Report  record.ID
	Unit    record.ID
	TLP     record.TLP
	Asker   record.ID
	Reason  string
	At      time.Time
	State   State
	Decider record.ID
	Decided time.Time
	Answer  string // why it was approved or refused
	Reads   int
	Mine    bool // the one who is told of it may read the answer
	Decides bool // may decide it
	Forgets bool // may have the vault forget who it asks for

	path []record.ID
}

type disclosureBody struct {
	V      int         `json:"v"`
	Act    string      `json:"act"` // asked, approved, refused, read
	Report record.ID   `json:"report,omitzero"`
	Path   []record.ID `json:"path,omitempty"`
	Reason string      `json:"reason,omitempty"`
}

func (d *Disclosure) resource() policy.Resource {
	return policy.Resource{Type: policy.Source, ID: d.Report, Unit: d.Unit, UnitPath: d.path, TLP: d.TLP, Asker: d.Asker}
}

func (d *Disclosure) draft(author record.ID, body disclosureBody) ledger.Draft {
	body.V = bodyVersion
	return ledger.Draft{
		Kind: record.Disclosure, Record: d.ID, Subject: d.Source, Author: author,
		Handling: record.Handling{Unit: d.Unit, TLP: record.Red, Purpose: "protection"}, Body: body,
	}
}

func checkReason(reason string) error {
	if len([]rune(strings.TrimSpace(reason))) < minReason || len(reason) > maxReason {
		return &fault.Error{
			Kind: fault.Invalid, Op: "vault.reason", Key: "vault.reason.missing", Msg: "a reason is needed, of {0} letters at least",
			Hint: "say what the name is needed for: others will read it", Args: []string{strconv.Itoa(minReason)},
		}
	}
	return nil
}

// Ask asks who is behind a report's source. report is the report's row as it was
// loaded. Nothing is revealed: a second person decides.
func (v *Vault) Ask(ctx context.Context, a policy.Actor, report policy.Resource, source record.ID, reason string) (d Disclosure, err error) {
	report.Type = policy.Source
	if err := v.opt.Policy.Allow(ctx, a, "vault.reveal", report); err != nil {
		return d, err
	}
	if err := checkReason(reason); err != nil {
		return d, err
	}
	id := record.NewID(v.opt.Random)
	_, err = v.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		if err := known(tx, source); err != nil {
			return nil, err
		}
		var n int
		since := v.opt.Clock().Add(-24 * time.Hour).UnixMilli()
		if err := tx.Row("SELECT count(*) FROM disclosures WHERE asker = ? AND at > ?", a.ID, since).Scan(&n); err != nil {
			return nil, err
		}
		if n >= maxADay {
			return nil, &fault.Error{
				Kind: fault.Throttled, Op: "vault.Ask", Key: "vault.ask.many", Msg: "that is the last question of today: few names are ever needed",
				Hint: "come back tomorrow, or let a colleague ask", Args: []string{"86400"},
			}
		}
		d = Disclosure{ID: id, Source: source, Report: report.ID, Unit: report.Unit, TLP: report.TLP, Asker: a.ID}
		draft := d.draft(a.ID, disclosureBody{Act: string(Asked), Report: report.ID, Path: report.UnitPath, Reason: reason})
		draft.Handling.TLP = report.TLP
		return []ledger.Draft{draft}, nil
	})
	if err != nil {
		return d, err
	}
	return v.Disclosure(ctx, id)
}

func applyDisclosure(tx *store.Tx, rev ledger.Revision) error {
	var b disclosureBody
	if err := json.Unmarshal(rev.Body, &b); err != nil {
		return err
	}
	switch b.Act {
	case string(Asked):
		path := make([]byte, 0, 16*len(b.Path))
		for _, u := range b.Path {
			path = append(path, u[:]...)
		}
		return tx.Exec(`INSERT INTO disclosures (id, source, report, unit, path, tlp, asker, reason, at, state, decider, decided, reads)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'asked', NULL, 0, 0)`,
			rev.Record, rev.Subject, b.Report, rev.Handling.Unit, path, rev.Handling.TLP, rev.Author, b.Reason, rev.At.Millis())
	case string(Approved), string(Refused):
		return tx.Exec("UPDATE disclosures SET state = ?, decider = ?, decided = ?, answer = ? WHERE id = ?", b.Act, rev.Author, rev.At.Millis(), b.Reason, rev.Record)
	}
	return tx.Exec("UPDATE disclosures SET reads = reads + 1 WHERE id = ?", rev.Record)
}

const disclosureColumns = "id, source, report, unit, path, tlp, asker, reason, at, state, decider, decided, answer, reads"

func scanDisclosure(rows *store.Rows) (d Disclosure, err error) {
	var path []byte
	var at, decided int64
	var state string
	var decider *record.ID
	err = rows.Scan(&d.ID, &d.Source, &d.Report, &d.Unit, &path, &d.TLP, &d.Asker, &d.Reason, &at, &state, &decider, &decided, &d.Answer, &d.Reads)
	for ; len(path) >= 16; path = path[16:] {
		d.path = append(d.path, record.ID(path[:16]))
	}
	d.At, d.State = time.UnixMilli(at).UTC(), State(state)
	if decider != nil {
		d.Decider, d.Decided = *decider, time.UnixMilli(decided).UTC()
	}
	return d, err
}

func load(tx *store.Tx, id record.ID) (Disclosure, error) {
	return scanDisclosure(tx.Row("SELECT "+disclosureColumns+" FROM disclosures WHERE id = ?", id))
}

// Disclosure gives one question. It faults with Missing where there is none.
func (v *Vault) Disclosure(ctx context.Context, id record.ID) (d Disclosure, err error) {
	err = v.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		d, err = load(tx, id)
		return err
	})
	return d, err
}

// maxListed bounds the list of questions: names are asked for a few times a week.
const maxListed = 500

// Disclosures lists the questions that a asked, may decide or oversees, the
// newest first, with what a may do about each.
func (v *Vault) Disclosures(ctx context.Context, a policy.Actor) (all []Disclosure, err error) {
	now := v.opt.Clock()
	err = v.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		rows := tx.Query("SELECT "+disclosureColumns+" FROM disclosures ORDER BY at DESC, id LIMIT ?", maxListed)
		defer rows.Close()
		for rows.Next() {
			d, err := scanDisclosure(rows)
			if err != nil {
				return err
			}
			asked := d.Asker == a.ID
			d.Mine = asked && d.State == Approved && now.Sub(d.Decided) < readLife
			decides := v.opt.Policy.Allow(ctx, a, "vault.approve", d.resource()) == nil
			d.Decides = decides && d.State == Asked && now.Sub(d.At) < askLife
			d.Forgets = v.opt.Policy.Allow(ctx, a, "vault.forget", d.resource()) == nil
			if d.State == Asked && now.Sub(d.At) >= askLife {
				d.State = Lapsed
			}
			if asked || decides || v.oversees(ctx, a, &d) {
				all = append(all, d)
			}
		}
		return rows.Err()
	})
	return all, err
}

func (v *Vault) oversees(ctx context.Context, a policy.Actor, d *Disclosure) bool {
	return v.opt.Policy.Allow(ctx, a, "audit.read", policy.Resource{Type: policy.Audit, Unit: d.Unit, UnitPath: d.path}) == nil
}

var void = &fault.Error{
	Kind: fault.Conflict, Op: "vault", Key: "vault.disclosure.void", Msg: "this question is decided already, or too old",
	Hint: "ask anew if the name is still needed",
}

// Decide approves or refuses a question, and gives it as it was. Whoever asked
// cannot.
func (v *Vault) Decide(ctx context.Context, a policy.Actor, id record.ID, approve bool, reason string) (d Disclosure, err error) {
	if err := checkReason(reason); err != nil {
		return d, err
	}
	_, err = v.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		if d, err = load(tx, id); err != nil {
			return nil, err
		}
		if err := v.opt.Policy.Allow(ctx, a, "vault.approve", d.resource()); err != nil {
			return nil, err
		}
		if d.State != Asked || v.opt.Clock().Sub(d.At) >= askLife {
			return nil, void
		}
		act := Refused
		if approve {
			act = Approved
		}
		return []ledger.Draft{d.draft(a.ID, disclosureBody{Act: string(act), Reason: reason})}, nil
	})
	return d, err
}

// Reveal tells the one who asked who the reporter is, once a second person
// approved, for a day. now gives the report's row as it stands: whoever may work
// on it no longer learns nothing. Every reading leaves a line.
func (v *Vault) Reveal(ctx context.Context, a policy.Actor, id record.ID, now func(report record.ID) (policy.Resource, error)) (r Reporter, report record.ID, err error) {
	_, err = v.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		d, err := load(tx, id)
		if err != nil {
			return nil, err
		}
		if d.Asker != a.ID {
			return nil, policy.Hide()
		}
		report = d.Report
		res, err := now(report)
		if err != nil {
			return nil, err
		}
		res.Type = policy.Source
		if err := v.opt.Policy.Allow(ctx, a, "vault.reveal", res); err != nil {
			return nil, err
		}
		if d.State == Asked {
			return nil, &fault.Error{
				Kind: fault.Denied, Op: "vault.Reveal", Key: "vault.disclosure.waiting", Msg: "a second person has not approved this yet",
				Hint: "a chief of the unit or the oversight must agree",
			}
		}
		if d.State != Approved || d.Decider == d.Asker || v.opt.Clock().Sub(d.Decided) >= readLife {
			return nil, void
		}
		if err := tx.Row("SELECT token, account, device, phone FROM sources WHERE id = ?", d.Source).Scan(&r.Token, &r.Account, &r.Device, &r.Phone); err != nil {
			return nil, err
		}
		return []ledger.Draft{d.draft(a.ID, disclosureBody{Act: "read"})}, nil
	})
	if err != nil {
		return Reporter{}, record.ID{}, err
	}
	return r, report, nil
}

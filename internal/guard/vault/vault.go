// Package vault keeps who reported, and nothing else does: a report carries an
// opaque reference, and what it stands for lies here, in a compartment of its
// own with its own key. To learn it takes two people and a reason. The node's
// private keys, to which phones seal their reports, lie here too, and who was handed
// on to a protection service: that is for those who help alone.
package vault

import (
	"context"
	"crypto/hpke"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// Options says what the vault stands on.
type Options struct {
	Ledger *ledger.Ledger // the compartment vault, with Part
	Policy *policy.Engine
	Clock  func() time.Time
	Random io.Reader
}

// Vault is the open vault. It is safe for use by many goroutines.
type Vault struct {
	opt Options

	mu      sync.RWMutex // guards what follows
	keys    map[KeyID]hpke.PrivateKey
	current Key
}

const bodyVersion = 1

var module = store.Module{Name: "vault", Steps: []string{
	`
	CREATE TABLE sources (
		id BLOB PRIMARY KEY, who BLOB NOT NULL UNIQUE, token BLOB, account BLOB, device TEXT NOT NULL, phone TEXT NOT NULL
	) WITHOUT ROWID;
	CREATE TABLE disclosures (
		id BLOB PRIMARY KEY, source BLOB NOT NULL, report BLOB NOT NULL, unit BLOB NOT NULL, path BLOB NOT NULL, tlp INTEGER NOT NULL,
		asker BLOB NOT NULL, reason TEXT NOT NULL, at INTEGER NOT NULL, state TEXT NOT NULL, decider BLOB, decided INTEGER NOT NULL, reads INTEGER NOT NULL
	) WITHOUT ROWID;
	CREATE INDEX disclosures_asker ON disclosures (asker, at);
	CREATE INDEX disclosures_source ON disclosures (source);
	CREATE TABLE keys (
		id BLOB PRIMARY KEY, private BLOB NOT NULL, made INTEGER NOT NULL, retired INTEGER NOT NULL
	) WITHOUT ROWID;`,
	`
	ALTER TABLE disclosures ADD COLUMN answer TEXT NOT NULL DEFAULT '';
	CREATE INDEX disclosures_at ON disclosures (at);`,
	personStep,
}}

// Part is the package's share of the vault's compartment.
func Part() ledger.Part {
	return ledger.Part{Module: module, Kinds: []record.Kind{record.Source, record.Disclosure, record.Credential, record.Referral}, Apply: apply, Erase: erase}
}

func apply(tx *store.Tx, rev ledger.Revision) error {
	switch rev.Kind {
	case record.Source:
		return applySource(tx, rev)
	case record.Disclosure:
		return applyDisclosure(tx, rev)
	case record.Credential:
		return applyKey(tx, rev)
	case record.Referral:
		return applyPerson(tx, rev)
	default: // of a kind that Part does not ask for
		return nil
	}
}

func erase(tx *store.Tx, subject record.ID) error {
	for _, sql := range []string{"DELETE FROM sources WHERE id = ?", "DELETE FROM disclosures WHERE source = ?", "DELETE FROM keys WHERE id = ?", "DELETE FROM people WHERE referral = ?"} {
		if err := tx.Exec(sql, subject); err != nil {
			return err
		}
	}
	return nil
}

// New opens the vault, and makes the node's first key where there is none.
func New(ctx context.Context, opt Options) (*Vault, error) {
	v := &Vault{opt: opt}
	if err := v.loadKeys(ctx); err != nil {
		return nil, fmt.Errorf("read the vault's keys: %w", err)
	}
	if v.current.Public == nil {
		if err := v.makeKey(ctx, record.ID{}); err != nil {
			return nil, fmt.Errorf("make the node's key: %w", err)
		}
	}
	return v, nil
}

// Limits of what is kept of a reporter.
const (
	maxField  = 256 // bytes: device ids of Collect have 41
	maxFields = 3   // the fewer, the less a raid finds
)

// Reporter is who reported, as far as a channel tells. At most three members
// are set.
type Reporter struct {
	Token   record.ID // under which the device sends
	Account record.ID // of the operator who entered it
	Device  string
	Phone   string
}

type sourceBody struct {
	V       int       `json:"v"`
	Token   record.ID `json:"token,omitzero"`
	Account record.ID `json:"account,omitzero"`
	Device  string    `json:"device,omitempty"`
	Phone   string    `json:"phone,omitempty"`
}

// sum finds a reporter again.
func (r Reporter) sum() record.Hash {
	return sha256.Sum256(fmt.Appendf(nil, "wasl source\x00%x\x00%x\x00%q\x00%q", r.Token, r.Account, r.Device, r.Phone))
}

func (r Reporter) check() (Reporter, error) {
	r.Device, r.Phone = strings.TrimSpace(r.Device), strings.TrimSpace(r.Phone)
	set := 0
	for _, there := range []bool{!r.Token.Zero(), !r.Account.Zero(), r.Device != "", r.Phone != ""} {
		if there {
			set++
		}
	}
	if set == 0 || set > maxFields {
		return r, &fault.Error{Kind: fault.Internal, Op: "vault.Source", Err: fmt.Errorf("%d things told of a reporter", set)}
	}
	if len(r.Device) > maxField { // it tells devices apart all the same
		r.Device = record.IDOf(r.Device).String()
	}
	if len(r.Phone) > maxField {
		return r, &fault.Error{Kind: fault.Internal, Op: "vault.Source", Err: fmt.Errorf("a phone number of %d bytes", len(r.Phone))}
	}
	return r, nil
}

// Source gives the reference of a reporter: the same one each time, from which
// nothing can be told. A reporter not met before is kept, synced, before the
// reference is given out.
func (v *Vault) Source(ctx context.Context, r Reporter) (id record.ID, err error) {
	if r, err = r.check(); err != nil {
		return id, err
	}
	find := func(tx *store.Tx) error { return tx.Row("SELECT id FROM sources WHERE who = ?", r.sum()).Scan(&id) }
	if err = v.opt.Ledger.View(ctx, find); !store.None(err) {
		return id, err
	}
	_, err = v.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		if err := find(tx); !store.None(err) {
			return nil, err
		}
		id = record.NewID(v.opt.Random)
		return []ledger.Draft{{
			Kind: record.Source, Record: id, Handling: record.Handling{TLP: record.Red, Purpose: "protection"},
			Body: sourceBody{bodyVersion, r.Token, r.Account, r.Device, r.Phone},
		}}, nil
	})
	return id, err
}

func applySource(tx *store.Tx, rev ledger.Revision) error {
	var b sourceBody
	if err := json.Unmarshal(rev.Body, &b); err != nil {
		return err
	}
	r := Reporter{b.Token, b.Account, b.Device, b.Phone}
	return tx.Exec("INSERT INTO sources (id, who, token, account, device, phone) VALUES (?, ?, ?, ?, ?, ?)",
		rev.Record, r.sum(), b.Token, b.Account, b.Device, b.Phone)
}

// Forget removes who is behind a report's source, for good and for every report
// of the same reporter: the reports stay. report is the report's row as it was
// loaded.
func (v *Vault) Forget(ctx context.Context, a policy.Actor, report policy.Resource, source record.ID, reason string) error {
	report.Type = policy.Source
	if err := v.opt.Policy.Allow(ctx, a, "vault.forget", report); err != nil {
		return err
	}
	if err := checkReason(reason); err != nil {
		return err
	}
	_, err := v.opt.Ledger.EraseIf(ctx, func(tx *store.Tx) (ledger.Erasing, error) {
		return ledger.Erasing{
			Subject: source, Author: a.ID, Reason: reason,
			Handling: record.Handling{Unit: report.Unit, TLP: record.Red, Purpose: "protection"},
		}, known(tx, source)
	})
	return err
}

// known faults with Missing where nobody is kept under the reference.
func known(tx *store.Tx, source record.ID) error {
	var n int
	if err := tx.Row("SELECT count(*) FROM sources WHERE id = ?", source).Scan(&n); err != nil || n > 0 {
		return err
	}
	return &fault.Error{
		Kind: fault.Missing, Op: "vault", Key: "vault.source.none", Msg: "nobody knows who sent this report",
		Hint: "it came without a name; answer it, and the reporter will read that by the receipt",
	}
}

package activity

import (
	"context"
	"encoding/base32"
	"errors"
	"io"
	"strings"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
)

// A telephone's calendar signs in nowhere: its owner's dates stand at an address that
// nobody can guess. Whoever loses the telephone takes a new address, and the old one
// is nothing any more. Addresses are settings of the node and in no ledger.

// FeedModule is the table of addresses, in the node's settings.
var FeedModule = store.Module{Name: "calendarfeed", Steps: []string{
	`
	CREATE TABLE calendar_feeds (
		account BLOB PRIMARY KEY,
		secret  BLOB NOT NULL UNIQUE, -- a hash of it
		made    INTEGER NOT NULL      -- milliseconds since 1970
	) WITHOUT ROWID;`,
}}

// Feeds keeps the secret addresses of accounts' calendars.
type Feeds struct {
	db     *store.DB
	clock  func() time.Time
	random io.Reader
}

// NewFeeds keeps addresses in the node's settings, which have FeedModule.
func NewFeeds(db *store.DB, clock func() time.Time, random io.Reader) *Feeds {
	return &Feeds{db, clock, random}
}

// secretBytes is the length of a secret: 130 bits and more are beyond guessing.
const secretBytes = 20

var secretLetters = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// Renew gives an account a new address; the old one ends. The secret is told once.
func (f *Feeds) Renew(ctx context.Context, account record.ID) (secret string, err error) {
	b := make([]byte, secretBytes)
	if _, err := io.ReadFull(f.random, b); err != nil {
		return "", err
	}
	secret = secretLetters.EncodeToString(b)
	err = f.db.Update(ctx, func(tx *store.Tx) error {
		return tx.Exec("INSERT INTO calendar_feeds (account, secret, made) VALUES (?, ?, ?) ON CONFLICT (account) DO UPDATE SET secret = excluded.secret, made = excluded.made",
			account, feedID(secret), f.clock().UnixMilli())
	})
	return secret, err
}

// End ends an account's address.
func (f *Feeds) End(ctx context.Context, account record.ID) error {
	return f.db.Update(ctx, func(tx *store.Tx) error { return tx.Exec("DELETE FROM calendar_feeds WHERE account = ?", account) })
}

// Made is when an account's address was made, and zero where it has none.
func (f *Feeds) Made(ctx context.Context, account record.ID) (at time.Time, err error) {
	err = f.db.View(ctx, func(tx *store.Tx) error {
		var ms int64
		err := tx.Row("SELECT made FROM calendar_feeds WHERE account = ?", account).Scan(&ms)
		if err == nil {
			at = time.UnixMilli(ms).UTC()
		}
		return err
	})
	if store.None(err) {
		return at, nil
	}
	return at, err
}

// Of finds whose address a secret is. It faults with Missing where it is nobody's.
func (f *Feeds) Of(ctx context.Context, secret string) (account record.ID, err error) {
	if len(secret) != secretLetters.EncodedLen(secretBytes) || strings.ToLower(secret) != secret {
		return account, policy.Hide()
	}
	err = f.db.View(ctx, func(tx *store.Tx) error {
		return tx.Row("SELECT account FROM calendar_feeds WHERE secret = ?", feedID(secret)).Scan(&account)
	})
	if errors.Is(err, store.ErrNone) {
		err = policy.Hide()
	}
	return account, err
}

// feedID is what a secret address is kept under: it cannot be read back from there.
func feedID(secret string) record.ID { return record.IDOf("calendar feed " + secret) }

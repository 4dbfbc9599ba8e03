package vault

import (
	"context"
	"crypto/ecdh"
	"crypto/hpke"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// KeyID names a key on the wire: the first 8 bytes of its public key's SHA-256.
type KeyID [8]byte

// String writes the id as 16 hex digits, as the reporter app's configuration
// and the seal's info have it.
func (k KeyID) String() string { return hex.EncodeToString(k[:]) }

func keyIDOf(public []byte) KeyID {
	sum := sha256.Sum256(public)
	return KeyID(sum[:8])
}

// Key is the public half of the key to which phones seal.
type Key struct {
	ID     KeyID
	Public []byte // P-256, uncompressed, 65 bytes
	Made   time.Time
}

// oldKeyLife is how long after a change of keys what was sealed to the old one
// can still be opened: a phone without a network for three months. Then the
// private key is erased, and whoever takes the node later cannot read what was
// recorded on the line before.
const oldKeyLife = 90 * 24 * time.Hour

type keyBody struct {
	V       int    `json:"v"`
	Act     string `json:"act"` // made, retired
	Private []byte `json:"private,omitempty"`
}

func applyKey(tx *store.Tx, rev ledger.Revision) error {
	var b keyBody
	if err := json.Unmarshal(rev.Body, &b); err != nil {
		return err
	}
	if b.Act == "retired" {
		return tx.Exec("UPDATE keys SET retired = ? WHERE id = ?", rev.At.Millis(), rev.Record)
	}
	return tx.Exec("INSERT INTO keys (id, private, made, retired) VALUES (?, ?, ?, 0)", rev.Record, b.Private, rev.At.Millis())
}

func kem() hpke.KEM { return hpke.DHKEM(ecdh.P256()) }

func (v *Vault) loadKeys(ctx context.Context) error {
	keys, current := map[KeyID]hpke.PrivateKey{}, Key{}
	err := v.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		rows := tx.Query("SELECT private, made, retired FROM keys ORDER BY made")
		defer rows.Close()
		for rows.Next() {
			var private []byte
			var made, retired int64
			if err := rows.Scan(&private, &made, &retired); err != nil {
				return err
			}
			k, err := kem().NewPrivateKey(private)
			if err != nil {
				return err
			}
			public := k.PublicKey().Bytes()
			keys[keyIDOf(public)] = k
			if retired == 0 {
				current = Key{keyIDOf(public), public, time.UnixMilli(made).UTC()}
			}
		}
		return rows.Err()
	})
	if err != nil {
		return err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.keys, v.current = keys, current
	return nil
}

// makeKey makes a key and retires those before it.
func (v *Vault) makeKey(ctx context.Context, author record.ID) error {
	seed := make([]byte, 32)
	if _, err := io.ReadFull(v.opt.Random, seed); err != nil {
		return err
	}
	k, err := kem().DeriveKeyPair(seed)
	if err != nil {
		return err
	}
	private, err := k.Bytes()
	if err != nil {
		return err
	}
	handling := record.Handling{TLP: record.Red, Purpose: "network-administration"}
	_, err = v.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		drafts := []ledger.Draft{{
			Kind: record.Credential, Record: record.NewID(v.opt.Random), Author: author, Handling: handling,
			Body: keyBody{V: bodyVersion, Act: "made", Private: private},
		}}
		rows := tx.Query("SELECT id FROM keys WHERE retired = 0")
		defer rows.Close()
		for rows.Next() {
			var id record.ID
			if err := rows.Scan(&id); err != nil {
				return nil, err
			}
			drafts = append(drafts, ledger.Draft{
				Kind: record.Credential, Record: id, Author: author, Handling: handling, Body: keyBody{V: bodyVersion, Act: "retired"},
			})
		}
		return drafts, rows.Err()
	})
	if err != nil {
		return err
	}
	return v.loadKeys(ctx)
}

// DropOldKeys erases the private keys that were replaced long ago, by the clock: the
// caller knows that it has not leapt.
func (v *Vault) DropOldKeys(ctx context.Context) error {
	var old []record.ID
	err := v.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		rows := tx.Query("SELECT id FROM keys WHERE retired > 0 AND retired < ?", v.opt.Clock().Add(-oldKeyLife).UnixMilli())
		defer rows.Close()
		for rows.Next() {
			var id record.ID
			if err := rows.Scan(&id); err != nil {
				return err
			}
			old = append(old, id)
		}
		return rows.Err()
	})
	if err != nil || len(old) == 0 {
		return err
	}
	for _, id := range old {
		if _, err := v.opt.Ledger.Erase(ctx, id, record.ID{}, "a key replaced long ago"); err != nil {
			return fmt.Errorf("erase an old key: %w", err)
		}
	}
	return v.loadKeys(ctx)
}

// Key gives the key to which phones seal.
func (v *Vault) Key() Key {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.current
}

// Rotate makes a new key for phones to seal to. What is sealed to the old one
// opens for another 90 days.
func (v *Vault) Rotate(ctx context.Context, a policy.Actor) (Key, error) {
	if err := v.opt.Policy.Allow(ctx, a, "key.rotate", policy.Resource{Type: policy.Node, Unit: a.Unit}); err != nil {
		return Key{}, err
	}
	if err := v.makeKey(ctx, a.ID); err != nil {
		return Key{}, err
	}
	return v.Key(), nil
}

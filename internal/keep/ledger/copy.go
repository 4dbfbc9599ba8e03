package ledger

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"fmt"

	"wasl/internal/base/record"
	"wasl/internal/keep/store"
)

// copied is a page of a copy, as JSON: a ledger that somebody puts back in ten
// years must be read without the tables of today.
type copied struct {
	V         int           `json:"v"`
	Epochs    []epochRow    `json:"epochs,omitempty"`
	Revisions []revisionRow `json:"revisions,omitempty"`
	Keys      []keyRow      `json:"keys,omitempty"`
}

const copyVersion = 1

type epochRow struct {
	N     int64  `json:"n"`
	After int64  `json:"after"`
	Why   string `json:"why"`
}

type revisionRow struct {
	Seq     int64          `json:"seq"`
	Kind    record.Kind    `json:"kind"`
	Record  record.ID      `json:"record"`
	Subject record.ID      `json:"subject"`
	Parents []record.Hash  `json:"parents,omitempty"`
	Author  record.ID      `json:"author"`
	Node    record.ID      `json:"node"`
	Epoch   uint32         `json:"epoch"`
	At      record.Instant `json:"at"`
	Unit    record.ID      `json:"unit"`
	TLP     uint8          `json:"tlp"`
	Purpose string         `json:"purpose"`
	Prev    record.Hash    `json:"prev"`
	Commit  record.Hash    `json:"commit"`
	Hash    record.Hash    `json:"hash"`
	Sealed  []byte         `json:"sealed,omitempty"` // its body; none once erased, nor where it is damaged
	Damaged bool           `json:"damaged,omitempty"`
	Sig     []byte         `json:"sig,omitempty"` // of the group that ends with it
}

type keyRow struct {
	Subject record.ID `json:"subject"`
	Key     []byte    `json:"key"` // sealed under the compartment's
}

// Bounds of a page of a copy: a few megabytes lie in memory, and nobody waits
// long for a snapshot to end.
const (
	copyRows  = 1000
	copyBytes = 4 << 20
)

// Copied says what a copy holds.
type Copied struct {
	Revisions int64
	Damage    []Damage // what was found wrong on the way: the copy has it as it is
}

// Copy gives all that the ledger holds, page by page, but for the data keys,
// while others write. Bodies are as they lie there, sealed. The chain is verified
// on the way, for a copy of what is damaged helps nobody who does not know it.
//
// Take the keys after it: what is erased between the two is then gone from the
// copy as well.
func (l *Ledger) Copy(ctx context.Context, each func(page []byte) error) (c Copied, err error) {
	end, err := l.End(ctx)
	if err != nil {
		return c, err
	}
	v := &verifier{keys: l.keys, public: l.opt.Sign.Public().(ed25519.PublicKey), erased: map[record.ID]int64{}} //nolint:forcetypeassert // ed25519 documents it
	page := copied{V: copyVersion}
	if err := l.file.View(ctx, func(lt *store.Tx) error { return readEpochs(lt, &page) }); err != nil {
		return c, err
	}
	for {
		if err := give(page, each); err != nil {
			return c, err
		}
		if v.last.Seq >= end {
			break
		}
		page = copied{V: copyVersion}
		if err := l.file.View(ctx, func(lt *store.Tx) error { return v.copyPage(lt, end, &page) }); err != nil {
			return c, fmt.Errorf("copy the ledger after revision %d: %w", v.last.Seq, err)
		}
		if len(page.Revisions) == 0 {
			v.found(v.last.Seq, fmt.Sprintf("revisions %d to %d are missing", v.last.Seq+1, end))
			break
		}
	}
	if v.head != v.last.Seq {
		v.found(v.last.Seq, fmt.Sprintf("the last signed head is of revision %d", v.head))
	}
	return Copied{Revisions: v.last.Seq, Damage: v.damage}, nil
}

func give(page copied, each func([]byte) error) error {
	b, err := json.Marshal(page)
	if err != nil {
		return err
	}
	return each(b)
}

func readEpochs(lt *store.Tx, page *copied) error {
	rows := lt.Query("SELECT n, after, why FROM epochs ORDER BY n")
	defer rows.Close()
	for rows.Next() {
		var e epochRow
		if err := rows.Scan(&e.N, &e.After, &e.Why); err != nil {
			return err
		}
		page.Epochs = append(page.Epochs, e)
	}
	return rows.Err()
}

// copyPage reads and verifies the revisions that follow the last.
func (v *verifier) copyPage(lt *store.Tx, end int64, page *copied) error {
	if err := v.erasures(lt); err != nil { // since the page before, somebody may have erased
		return err
	}
	rows := lt.Query("SELECT "+columns+`, (SELECT sealed FROM bodies b WHERE b.seq = revisions.seq), (SELECT key FROM subjects WHERE n = subject),
		(SELECT sig FROM heads WHERE last = seq) FROM revisions WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?`, v.last.Seq, end, copyRows)
	defer rows.Close()
	for bytes := 0; bytes < copyBytes && rows.Next(); {
		var sealed, key, sig []byte
		h, err := scanHeader(rows, &sealed, &key, &sig)
		if err != nil {
			return err
		}
		v.header(h, sig)
		sound := len(v.damage)
		v.body(h, sealed, key)
		damaged := len(v.damage) > sound
		if damaged {
			sealed = nil // no table is ever made of it
		}
		v.last = h
		page.Revisions = append(page.Revisions, revisionRow{
			Seq: h.Seq, Kind: h.Kind, Record: h.Record, Subject: h.Subject, Parents: h.Parents, Author: h.Author, Node: h.Node, Epoch: h.Epoch, At: h.At,
			Unit: h.Handling.Unit, TLP: uint8(h.Handling.TLP), Purpose: h.Handling.Purpose, Prev: h.Prev, Commit: h.Commit, Hash: h.Hash, Sealed: sealed, Damaged: damaged, Sig: sig,
		})
		bytes += len(sealed)
	}
	return rows.Err()
}

// CopyKeys gives the data keys, each sealed as it is, page by page. They are
// nothing without the compartment's key, and the bodies of a copy are nothing
// without them.
func (l *Ledger) CopyKeys(ctx context.Context, each func(page []byte) error) error {
	for last := int64(0); ; {
		page := copied{V: copyVersion}
		err := l.file.View(ctx, func(lt *store.Tx) error {
			rows := lt.Query("SELECT n, id, key FROM subjects WHERE n > ? AND key IS NOT NULL ORDER BY n LIMIT ?", last, copyRows)
			defer rows.Close()
			for rows.Next() {
				var k keyRow
				if err := rows.Scan(&last, &k.Subject, &k.Key); err != nil {
					return err
				}
				page.Keys = append(page.Keys, k)
			}
			return rows.Err()
		})
		if err != nil || len(page.Keys) == 0 {
			return err
		}
		if err := give(page, each); err != nil {
			return err
		}
	}
}

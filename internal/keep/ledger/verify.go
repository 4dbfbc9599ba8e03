package ledger

import (
	"context"
	"crypto/cipher"
	"crypto/ed25519"
	"fmt"
	"slices"

	"wasl/internal/base/record"
	"wasl/internal/keep/store"
)

// Damage is one thing that Verify found wrong.
type Damage struct {
	Seq  int64  // the revision; 0 where it is the file
	What string // in English, for the operator
}

// Verify reads the compartment from end to end: every page's checksum or seal,
// every header's hash and its link to the one before, every signed head, every
// body against its commitment, every missing body and key against an erasure,
// and whether the tables are as far as the ledger. What was found since the
// ledger was opened is told again. No damage means a sound compartment.
func (l *Ledger) Verify(ctx context.Context, progress func(done, total int64)) ([]Damage, error) {
	v := &verifier{keys: l.keys, public: l.opt.Sign.Public().(ed25519.PublicKey), progress: progress, erased: map[record.ID]int64{}} //nolint:forcetypeassert // ed25519 documents it
	l.mu.Lock()
	v.damage = slices.Clone(l.found)
	l.mu.Unlock()
	tables := l.tables.Load()
	for _, f := range []struct {
		name string
		db   *store.DB
	}{{FileName, l.file}, {TablesName, tables}} {
		wrong, err := f.db.Check(ctx)
		if err != nil {
			return nil, err
		}
		for _, w := range wrong {
			if what := f.name + ": " + w; !slices.Contains(v.damage, Damage{What: what}) {
				v.found(0, what)
			}
		}
	}
	if err := l.file.View(ctx, v.chain); err != nil {
		v.found(v.last.Seq, "the chain cannot be read further: "+err.Error())
	}
	var applied int64
	var hash record.Hash
	if err := tables.View(ctx, func(tt *store.Tx) error {
		return tt.Row("SELECT seq, hash FROM applied").Scan(&applied, &hash)
	}); err != nil {
		v.found(0, TablesName+": "+err.Error())
	} else if applied != v.last.Seq || hash != v.last.Hash {
		v.found(0, fmt.Sprintf("%s: it has come to revision %d, the ledger to %d", TablesName, applied, v.last.Seq))
	}
	return v.damage, ctx.Err()
}

type verifier struct {
	keys     *keys
	public   ed25519.PublicKey
	progress func(done, total int64)

	damage []Damage
	last   Header
	head   int64               // last revision under a sound signature
	erased map[record.ID]int64 // subject to its last erasure
}

func (v *verifier) found(seq int64, what string) {
	v.damage = append(v.damage, Damage{Seq: seq, What: what})
}

// progressStep is how many revisions pass between two words of progress.
const progressStep = 10000

func (v *verifier) chain(lt *store.Tx) error {
	if err := v.erasures(lt); err != nil {
		return err
	}
	var total int64
	if err := lt.Row("SELECT count(*) FROM revisions").Scan(&total); err != nil {
		return err
	}
	rows := lt.Query("SELECT " + columns + `, (SELECT sealed FROM bodies b WHERE b.seq = revisions.seq), (SELECT key FROM subjects WHERE n = subject),
		(SELECT sig FROM heads WHERE last = seq) FROM revisions ORDER BY seq`)
	defer rows.Close()
	for rows.Next() {
		var sealed, key, sig []byte
		h, err := scanHeader(rows, &sealed, &key, &sig)
		if err != nil {
			return err
		}
		v.header(h, sig)
		v.body(h, sealed, key)
		v.last = h
		if v.progress != nil && h.Seq%progressStep == 0 {
			v.progress(h.Seq, total)
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if v.head != v.last.Seq {
		v.found(v.last.Seq, fmt.Sprintf("the last signed head is of revision %d: what follows may have been added or cut", v.head))
	}
	var strays int64
	if err := lt.Row(`SELECT (SELECT count(*) FROM bodies WHERE seq NOT IN (SELECT seq FROM revisions)) + (SELECT count(*) FROM heads WHERE last NOT IN (SELECT seq FROM revisions))
		+ (SELECT count(*) FROM subjects WHERE n NOT IN (SELECT subject FROM revisions))`).Scan(&strays); err != nil {
		return err
	}
	if strays > 0 {
		v.found(0, fmt.Sprintf("%d bodies, heads or subjects belong to no revision", strays))
	}
	return v.subjects(lt)
}

// subjects holds every key against the erasures: one that is missing was erased,
// and one that is there opens.
func (v *verifier) subjects(lt *store.Tx) error {
	rows := lt.Query("SELECT s.id, s.key, (SELECT max(seq) FROM revisions r WHERE r.subject = s.n) FROM subjects s")
	defer rows.Close()
	for rows.Next() {
		var id record.ID
		var key []byte
		var last *int64
		if err := rows.Scan(&id, &key, &last); err != nil {
			return err
		}
		if last == nil {
			continue // told as a stray
		}
		if key == nil {
			v.found(*last, "the key of its subject is gone") // an erasure has one of its own
		} else if _, err := v.keys.openKey(key, id); err != nil {
			v.found(*last, "the key of its subject: "+err.Error())
		}
	}
	return rows.Err()
}

func (v *verifier) erasures(lt *store.Tx) error {
	hs, err := headers(lt, "WHERE kind = ? ORDER BY seq", record.Erasure)
	for _, h := range hs {
		v.erased[h.Subject] = h.Seq
	}
	return err
}

func (v *verifier) header(h Header, sig []byte) {
	if h.sum() != h.Hash {
		v.found(h.Seq, "its header is not what was hashed")
	}
	if h.Prev != v.last.Hash {
		v.found(h.Seq, "it does not follow the revision before it")
	}
	if h.Seq != v.last.Seq+1 {
		v.found(h.Seq, fmt.Sprintf("revisions %d to %d are missing", v.last.Seq+1, h.Seq-1))
	}
	if h.Epoch == v.last.Epoch && h.At <= v.last.At {
		v.found(h.Seq, "its instant is not after the one before it")
	}
	if sig == nil {
		return
	}
	if !ed25519.Verify(v.public, headText(h.Node, h.Seq, h.Hash), sig) {
		v.found(h.Seq, "the signature of its group does not hold")
		return
	}
	v.head = h.Seq
}

func (v *verifier) body(h Header, sealed, key []byte) {
	if sealed == nil {
		if v.erased[h.Subject] < h.Seq {
			v.found(h.Seq, "its body is gone and no erasure says why")
		}
		return
	}
	if v.erased[h.Subject] > h.Seq {
		v.found(h.Seq, "its body is there, though it was erased")
	}
	var data cipher.AEAD
	data, err := v.keys.openKey(key, h.Subject)
	if err == nil {
		_, err = openBody(data, sealed, h.Commit)
	}
	if err != nil {
		v.found(h.Seq, "its body: "+err.Error())
	}
}

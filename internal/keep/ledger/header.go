// Package ledger keeps what matters: an append-only chain of revisions of
// records, in compartments. A revision's header holds nothing personal, commits
// to its body by a salted hash, and is never removed; the body lies sealed in a
// table of its own and can be deleted without breaking the chain. From the
// ledger the tables that queries read are made, and can be made again.
package ledger

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"

	"wasl/internal/base/record"
)

// Header is what stays of a revision for ever.
type Header struct {
	Seq      int64           // place in this node's file, from 1
	Kind     record.Kind     // what it is about
	Record   record.ID       // the record it revises
	Subject  record.ID       // the record it is about: a grade's is the report
	Parents  []record.Hash   // the revisions of Record that it replaces
	Author   record.ID       // account, token or source reference: never a name
	Node     record.ID       // who wrote it
	Epoch    uint32          // grows when a node starts anew from a backup
	At       record.Instant  // hybrid logical clock of Node
	Handling record.Handling // how far it may travel
	Prev     record.Hash     // hash of Node's revision before
	Commit   record.Hash     // SHA-256(salt, body)
	Hash     record.Hash     // SHA-256 of all the above but Seq
}

// Revision is a header with its body.
type Revision struct {
	Header
	Body []byte // JSON; nil once erased

	made *made // what was made of the body, shared by the copies of one revision; nil where none is
}

// Headers gives the headers of revisions.
func Headers(revs []Revision) []Header {
	hs := make([]Header, len(revs))
	for i := range revs {
		hs[i] = revs[i].Header
	}
	return hs
}

// Decode reads the body of rev. Those who apply or follow one revision share what
// the first of them read, so it must not be changed.
func Decode[T any](rev Revision) (*T, error) {
	return Work(rev, func() (*T, error) {
		b := new(T)
		if err := json.Unmarshal(rev.Body, b); err != nil {
			return nil, fmt.Errorf("read the body of %s %d: %w", rev.Kind, rev.Seq, err)
		}
		return b, nil
	})
}

// Draft is a revision that a command wants to write.
type Draft struct {
	Kind     record.Kind
	Record   record.ID
	Subject  record.ID // zero: the record itself
	Parents  []record.Hash
	Author   record.ID
	Handling record.Handling
	Body     any // marshalled to JSON; []byte and json.RawMessage are taken as they are
}

// maxParents bounds a merge: more than two arise only when several nodes
// changed one record while they were cut off.
const maxParents = 16

// sum hashes a header in one fixed layout: big-endian integers, fixed lengths,
// strings behind their length.
func (h *Header) sum() record.Hash {
	b := make([]byte, 0, 320)
	b = append(b, "wasl1\x00"...)
	b = binary.BigEndian.AppendUint16(b, uint16(h.Kind))
	b = append(b, h.Record[:]...)
	b = append(b, h.Subject[:]...)
	b = append(b, h.Author[:]...)
	b = append(b, h.Node[:]...)
	b = binary.BigEndian.AppendUint32(b, h.Epoch)
	b = binary.BigEndian.AppendUint64(b, uint64(h.At))
	b = append(b, h.Handling.Unit[:]...)
	b = append(b, byte(h.Handling.TLP))
	b = binary.BigEndian.AppendUint16(b, uint16(len(h.Handling.Purpose)))
	b = append(b, h.Handling.Purpose...)
	b = append(b, byte(len(h.Parents)))
	for _, p := range h.Parents {
		b = append(b, p[:]...)
	}
	b = append(b, h.Prev[:]...)
	b = append(b, h.Commit[:]...)
	return sha256.Sum256(b)
}

// headText is what a node signs at the end of every committed group.
func headText(node record.ID, last int64, hash record.Hash) []byte {
	b := append([]byte("wasl head 1\x00"), node[:]...)
	b = binary.BigEndian.AppendUint64(b, uint64(last))
	return append(b, hash[:]...)
}

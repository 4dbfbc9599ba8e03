// Package record holds the nouns that every stage shares: ids of records,
// revisions and nodes, the kinds of record, instants, and handling.
package record

import (
	"crypto/sha256"
	"database/sql/driver"
	"encoding/hex"
	"fmt"
	"strings"
)

// ID names a record, an account, a unit: 16 bytes, written as a UUID. Whoever
// makes the thing chooses the id, so that sending it twice is harmless.
type ID [16]byte

// ParseID reads a UUID in any letter case, with or without "uuid:" before it.
func ParseID(s string) (ID, error) {
	var id ID
	t := strings.TrimPrefix(strings.TrimSpace(s), "uuid:")
	if len(t) != 36 || t[8] != '-' || t[13] != '-' || t[18] != '-' || t[23] != '-' {
		return id, fmt.Errorf("%q is not a UUID", s)
	}
	if _, err := hex.Decode(id[:], []byte(t[:8]+t[9:13]+t[14:18]+t[19:23]+t[24:])); err != nil {
		return ID{}, fmt.Errorf("%q is not a UUID", s)
	}
	return id, nil
}

// IDOf gives the id of what a device named s: s itself where it is a UUID, else
// a UUID of version 8 made from its SHA-256, so the same name is the same id.
func IDOf(s string) ID {
	if id, err := ParseID(s); err == nil {
		return id
	}
	return derive("name", s)
}

// Derive gives the id of a part of id that exists once, such as the grade of a
// report: every node derives the same one.
func (id ID) Derive(part string) ID { return derive(part, string(id[:])) }

func derive(space, s string) ID {
	sum := sha256.Sum256([]byte("wasl/" + space + "\x00" + s))
	id := ID(sum[:16])
	id[6] = id[6]&0x0f | 0x80
	id[8] = id[8]&0x3f | 0x80
	return id
}

// NewID makes a random UUID (version 4) from the reader of random bytes given.
func NewID(random interface{ Read([]byte) (int, error) }) ID {
	var id ID
	if _, err := random.Read(id[:]); err != nil {
		panic("record.NewID: no randomness: " + err.Error())
	}
	id[6] = id[6]&0x0f | 0x40
	id[8] = id[8]&0x3f | 0x80
	return id
}

// String writes the id as a UUID in lower case.
func (id ID) String() string {
	b := make([]byte, 36)
	hex.Encode(b, id[:4])
	b[8] = '-'
	hex.Encode(b[9:], id[4:6])
	b[13] = '-'
	hex.Encode(b[14:], id[6:8])
	b[18] = '-'
	hex.Encode(b[19:], id[8:10])
	b[23] = '-'
	hex.Encode(b[24:], id[10:])
	return string(b)
}

// Zero tells whether the id names nothing.
func (id ID) Zero() bool { return id == ID{} }

// MarshalText writes a UUID, or nothing for the zero id.
func (id ID) MarshalText() ([]byte, error) {
	if id.Zero() {
		return nil, nil
	}
	return []byte(id.String()), nil
}

// UnmarshalText reads what MarshalText writes.
func (id *ID) UnmarshalText(b []byte) (err error) {
	if len(b) == 0 {
		*id = ID{}
		return nil
	}
	*id, err = ParseID(string(b))
	return err
}

// Value keeps an id in a table as 16 bytes.
func (id ID) Value() (driver.Value, error) { return id[:], nil }

// Hash is a SHA-256: of a revision's header, a body's commitment, a blob.
type Hash [32]byte

// String writes the hash in hex.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// Zero tells whether h is no hash at all.
func (h Hash) Zero() bool { return h == Hash{} }

// MarshalText writes hex, or nothing for no hash.
func (h Hash) MarshalText() ([]byte, error) {
	if h.Zero() {
		return nil, nil
	}
	return []byte(h.String()), nil
}

// UnmarshalText reads what MarshalText writes.
func (h *Hash) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*h = Hash{}
		return nil
	}
	if len(b) != 64 {
		return fmt.Errorf("a hash has 64 hex digits, not %d", len(b))
	}
	_, err := hex.Decode(h[:], b)
	return err
}

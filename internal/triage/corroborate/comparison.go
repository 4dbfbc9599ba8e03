package corroborate

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// Verdict is what a person decided about two things.
type Verdict string

// The verdicts. That two things are the same is said by putting them into one
// incident.
const (
	Different Verdict = "different" // they do not tell of the same
	Undecided Verdict = "undecided" // the verdict was taken back
)

// Ground is why two things are not the same.
type Ground string

// The grounds.
const (
	ByTime   Ground = "time"
	ByPlace  Ground = "place"
	ByPeople Ground = "people" // other people or vehicles
	ByKind   Ground = "kind"   // something else happened
	ByWord   Ground = "word"   // somebody who knows says so
	ByOther  Ground = "other"
)

// Grounds lists every ground.
func Grounds() []Ground { return []Ground{ByTime, ByPlace, ByPeople, ByKind, ByWord, ByOther} }

// MaxNote bounds what is said beside a verdict, in bytes.
const MaxNote = 500

// Comparison is a verdict, and what spoke for the two being the same when it was
// given.
type Comparison struct {
	Verdict Verdict
	Grounds []Ground
	Note    string
	Seen    []Code
	Score   float64

	Author record.ID
	At     time.Time
	Seq    int64
	rev    record.Hash
}

// comparisonBody is what the ledger keeps. Its subject is the report at which the
// person stood; when that is erased, it goes.
type comparisonBody struct {
	V       int       `json:"v"`
	With    record.ID `json:"with"`
	Verdict Verdict   `json:"verdict"`
	Grounds []Ground  `json:"grounds,omitempty"`
	Note    string    `json:"note,omitempty"`
	Seen    []Code    `json:"seen,omitempty"`
	Score   float64   `json:"score,omitempty"`
}

const bodyVersion = 1

func (c *Comparison) check() error {
	bad := func(key, msg, hint string, args ...string) error {
		return &fault.Error{Kind: fault.Invalid, Op: "corroborate.Compare", Key: key, Msg: msg, Hint: hint, Args: args}
	}
	switch {
	case c.Verdict != Different && c.Verdict != Undecided:
		return bad("corroborate.verdict.unknown", "this is no verdict about two reports", "say that they are not the same, or take that back")
	case c.Verdict == Different && len(c.Grounds) == 0:
		return bad("corroborate.ground.missing", "nothing says why they are not the same", "choose at least one ground")
	case len(c.Note) > MaxNote:
		return bad("corroborate.note.long", "the note is longer than {0} bytes", "one sentence is enough", strconv.Itoa(MaxNote))
	}
	for _, g := range c.Grounds {
		if !slices.Contains(Grounds(), g) {
			return bad("corroborate.ground.unknown", "{0} is no ground for a verdict", "choose one from the list", string(g))
		}
	}
	return nil
}

// Judge draws up a verdict about the subject, at which a person stands, and
// another thing. It is nil where the same was said already. The caller has asked
// the policy about both.
func Judge(tx *store.Tx, subject, with record.ID, c Comparison) (*ledger.Draft, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	if subject == with {
		return nil, &fault.Error{
			Kind: fault.Invalid, Op: "corroborate.Compare", Key: "corroborate.pair.self", Msg: "a report is not compared with itself",
			Hint: "choose another report",
		}
	}
	all, err := Comparisons(tx, subject)
	if err != nil {
		return nil, err
	}
	before, known := all[with]
	if !known && c.Verdict == Undecided || known && before.Verdict == c.Verdict && slices.Equal(before.Grounds, c.Grounds) && before.Note == c.Note {
		return nil, nil
	}
	d := &ledger.Draft{
		Kind: record.Comparison, Record: pairID(subject, with), Subject: subject,
		Body: comparisonBody{bodyVersion, with, c.Verdict, c.Grounds, c.Note, c.Seen, c.Score},
	}
	if known {
		d.Parents = []record.Hash{before.rev}
	}
	return d, nil
}

// pairID is the record of what is decided about two things, whichever of them a
// person stands at.
func pairID(a, b record.ID) record.ID {
	a, b = inOrder(a, b)
	return a.Derive("comparison/" + string(b[:]))
}

func inOrder(a, b record.ID) (low, high record.ID) {
	if bytes.Compare(a[:], b[:]) > 0 {
		return b, a
	}
	return a, b
}

func applyComparison(tx *store.Tx, rev ledger.Revision) error {
	b, err := ledger.Decode[comparisonBody](rev)
	if err != nil {
		return err
	}
	low, high := inOrder(rev.Subject, b.With)
	return tx.Exec(`INSERT OR REPLACE INTO comparisons (a, b, verdict, why, seen, score, note, author, at, seq, rev)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		low, high, string(b.Verdict), joinedWords(b.Grounds), joinedWords(b.Seen), b.Score, b.Note, rev.Author, rev.At.Millis(), rev.Seq, rev.Hash)
}

func joinedWords[T ~string](all []T) string {
	parts := make([]string, len(all))
	for i, s := range all {
		parts[i] = string(s)
	}
	return strings.Join(parts, " ")
}

func splitWords[T ~string](s string) (all []T) {
	for part := range strings.FieldsSeq(s) {
		all = append(all, T(part))
	}
	return all
}

const comparisonsSQL = `SELECT b, verdict, why, seen, score, note, author, at, seq, rev FROM comparisons WHERE a = ?1
	UNION ALL SELECT a, verdict, why, seen, score, note, author, at, seq, rev FROM comparisons WHERE b = ?1`

// Comparisons are the verdicts about a thing, by the other one's id.
func Comparisons(tx *store.Tx, id record.ID) (map[record.ID]Comparison, error) {
	all := map[record.ID]Comparison{}
	rows := tx.Query(comparisonsSQL, id)
	for rows.Next() {
		var with record.ID
		var c Comparison
		var verdict, why, seen string
		var at int64
		if err := rows.Scan(&with, &verdict, &why, &seen, &c.Score, &c.Note, &c.Author, &at, &c.Seq, &c.rev); err != nil {
			return nil, err
		}
		c.Verdict, c.Grounds, c.Seen, c.At = Verdict(verdict), splitWords[Ground](why), splitWords[Code](seen), time.UnixMilli(at).UTC()
		all[with] = c
	}
	return all, rows.Err()
}

// Evidence is what speaks for a match, as a verdict remembers it.
func (m Match) Evidence() (codes []Code) {
	for _, r := range m.Reasons {
		if r.Weight > 0 {
			codes = append(codes, r.Code)
		}
	}
	return codes
}

// muchMore is by how much a score must have grown to be new evidence: what a
// correction of one word changes is less.
const muchMore = 0.3

// Settles tells whether a verdict still holds against a match: whether nothing has
// come up since that the person who gave it did not see.
func (c Comparison) Settles(m Match) bool {
	if c.Verdict != Different {
		return false
	}
	for _, code := range m.Evidence() {
		if slices.Contains(strong, code) && !slices.Contains(c.Seen, code) {
			return false
		}
	}
	return m.Score < c.Score+muchMore
}

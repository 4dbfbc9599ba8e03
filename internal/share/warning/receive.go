package warning

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/share/cap"
)

// Told is what another authority says in one language.
type Told struct {
	Event       string `json:"event,omitempty"`
	Headline    string `json:"headline,omitempty"`
	Description string `json:"description,omitempty"`
	Instruction string `json:"instruction,omitempty"`
	Area        string `json:"area,omitempty"`
	SenderName  string `json:"sender_name,omitempty"`
	Contact     string `json:"contact,omitempty"`
	Web         string `json:"web,omitempty"`
}

// Received is a warning of another authority, as it is shown.
type Received struct {
	Sender     string                 `json:"sender"`
	Identifier string                 `json:"identifier"`
	Sent       time.Time              `json:"sent"`
	Status     cap.Status             `json:"status"`
	MsgType    cap.MsgType            `json:"msg_type"`
	Scope      cap.Scope              `json:"scope"`
	Seal       cap.SealState          `json:"seal"`
	Print      string                 `json:"fingerprint,omitempty"`
	Holder     string                 `json:"holder,omitempty"`
	Urgency    string                 `json:"urgency"`
	Severity   string                 `json:"severity"`
	Certainty  string                 `json:"certainty"`
	Onset      time.Time              `json:"onset,omitzero"`
	Expires    time.Time              `json:"expires,omitzero"`
	Texts      map[lang.Language]Told `json:"texts"`
	References []cap.Reference        `json:"references,omitempty"`
	Areas      []cap.Area             `json:"areas,omitempty"`
}

// Outside is a received warning with what became of it here.
type Outside struct {
	Received
	ID       record.ID
	Unit     record.ID
	TLP      record.TLP
	By       record.ID // who brought it in
	At       time.Time
	Cause    string
	Known    string    // by which name the sender is known here, where its signature is sound
	Ended    record.ID // the message that took its place, or took it back
	How      cap.MsgType
	Revision int64
}

// State is where it stands; a cancel itself is over at once.
func (o *Outside) State(now time.Time) State {
	switch {
	case o.How == cap.Cancel || o.MsgType == cap.Cancel:
		return Cancelled
	case o.How == cap.Update, !o.Expires.IsZero() && !now.Before(o.Expires):
		return Expired
	}
	return Holds
}

// ReceivedID is the record of a message: brought in twice it is one.
func ReceivedID(r cap.Reference) record.ID {
	return record.IDOf(fmt.Sprintf("cap %s\x00%s\x00%d", r.Sender, r.Identifier, r.Sent.Unix()))
}

// Brought is what an import came to.
type Brought struct {
	ID  record.ID
	Own bool // it is one of the node's own, come back: ID is the warning's
	New bool
}

// Import takes in a CAP message of another authority. One that is there already is
// not an error, nor one of the node's own that comes back. It faults with Invalid
// where the file is none, or says falsely that it is the node's own.
func (s *Service) Import(ctx context.Context, a policy.Actor, file []byte) (out Brought, err error) {
	resource := s.opt.Policy.At(policy.Warning, record.ID{}, a.Unit)
	resource.TLP = record.Amber
	if err := s.opt.Policy.Allow(ctx, a, "warning.import", resource); err != nil {
		return out, err
	}
	m, seal, err := cap.Verify(file, s.opt.Clock())
	if err != nil {
		return out, err
	}
	if m.MsgType == cap.Ack || m.MsgType == cap.Error {
		return out, invalid("warning.import.type", "this message answers another one, and warns of nothing", "bring in the warning itself")
	}
	if m.Sender == Sender(s.opt.Node) {
		return s.ownReturned(ctx, m)
	}
	out.ID = ReceivedID(m.Ref())
	in := summary(m, seal)
	_, err = s.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		_, err := loadReceived(tx, out.ID)
		if !store.None(err) {
			return nil, err
		}
		out.New = true
		return []ledger.Draft{{
			Kind: record.Warning, Record: out.ID, Author: a.ID, Handling: record.Handling{Unit: a.Unit, TLP: markingOf(m.Scope), Purpose: purpose},
			Body: body{V: bodyVersion, Act: received, Received: in, Message: string(file)},
		}}, nil
	})
	return out, err
}

// markingOf: what was said to the public everybody here may read.
func markingOf(s cap.Scope) record.TLP {
	if s == cap.Public {
		return record.Clear
	}
	return record.Amber
}

func (s *Service) ownReturned(ctx context.Context, m *cap.Alert) (out Brought, err error) {
	id, err := record.ParseID(m.Identifier)
	if err == nil {
		err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
			return tx.Row("SELECT warning FROM given WHERE id = ? AND sent = ?", id, m.Sent.UnixMilli()).Scan(&out.ID)
		})
		if err == nil {
			out.Own = true
			return out, nil
		}
		if !store.None(err) {
			return out, err
		}
	}
	return out, invalid("warning.import.forged", "this message says that it is this node's, and it is not", "tell whoever sent it; somebody forges warnings in your name")
}

// maxShown bounds what is kept for showing of a text, in bytes; the file itself is
// kept whole.
const maxShown = 8 << 10

func summary(m *cap.Alert, seal cap.Seal) *Received {
	in := &Received{
		Sender: m.Sender, Identifier: m.Identifier, Sent: m.Sent, Status: m.Status, MsgType: m.MsgType, Scope: m.Scope, Seal: seal.State, Print: seal.Fingerprint,
		Holder: seal.Holder, Expires: m.Expires(), Texts: map[lang.Language]Told{}, References: m.References,
	}
	in.Urgency, in.Severity, in.Certainty = m.Worst()
	for i := range m.Infos {
		info := &m.Infos[i]
		l, known := lang.Parse(info.Language)
		if info.Language == "" {
			l, known = lang.English, true
		}
		if !known {
			l = lang.Language(strings.ToLower(info.Language))
		}
		if i == 0 || !info.Onset.IsZero() && (in.Onset.IsZero() || info.Onset.Before(in.Onset)) {
			in.Onset = info.Onset
		}
		if i == 0 || l == lang.French && len(in.Areas) == 0 {
			in.Areas = info.Areas
		}
		if _, there := in.Texts[l]; there || len(in.Texts) == maxLanguages {
			continue
		}
		in.Texts[l] = told(info)
	}
	return in
}

// maxLanguages is how many of a message are shown.
const maxLanguages = 6

func told(info *cap.Info) Told {
	var areas []string
	for i := range info.Areas {
		areas = append(areas, info.Areas[i].Desc)
	}
	return Told{
		Event: short(info.Event), Headline: short(info.Headline), Description: short(info.Description), Instruction: short(info.Instruction), Area: short(strings.Join(areas, " · ")),
		SenderName: short(info.SenderName), Contact: short(info.Contact), Web: short(info.Web),
	}
}

func short(s string) string {
	if len(s) > maxShown {
		return strings.ToValidUTF8(s[:maxShown], "") + "…"
	}
	return s
}

func applyReceived(tx *store.Tx, rev ledger.Revision, b *body) error {
	in := b.Received
	sum, err := json.Marshal(in)
	if err != nil {
		return err
	}
	cause, err := causeOf(tx, in)
	if err != nil {
		return err
	}
	expires := int64(0)
	if !in.Expires.IsZero() {
		expires = in.Expires.UnixMilli()
	}
	err = tx.Exec(`INSERT OR IGNORE INTO received (id, unit, tlp, sender, identifier, sent, fingerprint, summary, xml, expires, cause, author, at, seq)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		rev.Record, rev.Handling.Unit, rev.Handling.TLP, in.Sender, in.Identifier, in.Sent.UnixMilli(), in.Print, string(sum), b.Message, expires, cause, rev.Author, rev.At.Millis(), rev.Seq)
	if err != nil {
		return err
	}
	for _, r := range in.References {
		if err := tx.Exec("INSERT OR IGNORE INTO received_refs (sender, identifier, sent, by) VALUES (?, ?, ?, ?)", r.Sender, r.Identifier, r.Sent.UnixMilli(), rev.Record); err != nil {
			return err
		}
		if err := end(tx, r); err != nil {
			return err
		}
	}
	return end(tx, cap.Reference{Sender: in.Sender, Identifier: in.Identifier, Sent: in.Sent}) // what takes it back came before it
}

// causeOf is the first message of a chain of updates, as far as it is known here.
func causeOf(tx *store.Tx, in *Received) (cause string, err error) {
	cause = in.Sender + " " + in.Identifier
	for i, r := range in.References {
		if r.Sender != in.Sender {
			continue
		}
		if i == 0 {
			cause = r.Sender + " " + r.Identifier
		}
		err := tx.Row("SELECT cause FROM received WHERE sender = ? AND identifier = ? AND sent = ?", r.Sender, r.Identifier, r.Sent.UnixMilli()).Scan(&cause)
		if err == nil || !store.None(err) {
			return cause, err
		}
	}
	return cause, nil
}

// end marks a message that another takes the place of, or takes back. Only its own
// sender does: with the same certificate where it was signed, for the same status.
func end(tx *store.Tx, r cap.Reference) error {
	return tx.Exec(`UPDATE received AS old SET (ended, how) = (
			SELECT new.id, new.summary ->> '$.msg_type' FROM received_refs AS refs JOIN received AS new ON new.id = refs.by
			WHERE refs.sender = old.sender AND refs.identifier = old.identifier AND refs.sent = old.sent AND new.sender = old.sender
				AND (old.fingerprint = '' OR new.fingerprint = old.fingerprint) AND new.summary ->> '$.status' = old.summary ->> '$.status'
				AND new.summary ->> '$.msg_type' IN ('Update', 'Cancel')
			ORDER BY new.sent DESC, new.id LIMIT 1)
		WHERE sender = ? AND identifier = ? AND sent = ? AND EXISTS (
			SELECT 1 FROM received_refs AS refs JOIN received AS new ON new.id = refs.by
			WHERE refs.sender = old.sender AND refs.identifier = old.identifier AND refs.sent = old.sent AND new.sender = old.sender
				AND (old.fingerprint = '' OR new.fingerprint = old.fingerprint) AND new.summary ->> '$.status' = old.summary ->> '$.status'
				AND new.summary ->> '$.msg_type' IN ('Update', 'Cancel'))`,
		r.Sender, r.Identifier, r.Sent.UnixMilli())
}

func (s *Service) outside(o *Outside) policy.Resource {
	r := s.opt.Policy.At(policy.Warning, o.ID, o.Unit)
	r.TLP = o.TLP
	return r
}

const receivedColumns = `r.id, r.unit, r.tlp, r.summary, r.cause, r.ended, r.how, r.author, r.at, r.seq,
	coalesce((SELECT name FROM known_senders s WHERE s.fingerprint = r.fingerprint AND r.fingerprint <> '' AND s.sender = r.sender), '')`

func loadReceived(tx *store.Tx, id record.ID) (*Outside, error) {
	return scanReceived(tx.Row("SELECT "+receivedColumns+" FROM received r WHERE r.id = ?", id))
}

func scanReceived(rows *store.Rows) (*Outside, error) {
	o := &Outside{}
	var sum, how string
	var ended *record.ID
	var at int64
	if err := rows.Scan(&o.ID, &o.Unit, &o.TLP, &sum, &o.Cause, &ended, &how, &o.By, &at, &o.Revision, &o.Known); err != nil {
		return nil, err
	}
	o.Ended, o.How, o.At = or(ended), cap.MsgType(how), millis(at)
	return o, json.Unmarshal([]byte(sum), &o.Received)
}

// ReceivedOne gives one of other authorities' warnings, with the file as it came.
func (s *Service) ReceivedOne(ctx context.Context, a policy.Actor, id record.ID) (o Outside, file string, err error) {
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		got, err := loadReceived(tx, id)
		if err != nil {
			return err
		}
		if err := s.opt.Policy.Allow(ctx, a, "warning.list", s.outside(got)); err != nil {
			return err
		}
		o = *got
		return tx.Row("SELECT xml FROM received WHERE id = ?", id).Scan(&file)
	})
	return o, file, err
}

// AllReceived lists those that a may see, the latest first.
func (s *Service) AllReceived(ctx context.Context, a policy.Actor) (all []Outside, err error) {
	f, err := s.opt.Policy.Filter(ctx, a, "warning.list")
	if err != nil {
		return nil, err
	}
	where, args := f.SQL(policy.Columns{Unit: "r.unit", TLP: "r.tlp"})
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		rows := tx.Query("SELECT "+receivedColumns+" FROM received r WHERE "+where+" ORDER BY r.at DESC, r.id LIMIT ?", append(args, MaxListed)...)
		defer rows.Close()
		for rows.Next() {
			o, err := scanReceived(rows)
			if err != nil {
				return err
			}
			all = append(all, *o)
		}
		return rows.Err()
	})
	return all, err
}

// InOrder gives the languages of a received warning, a reader's own first.
func (o *Outside) InOrder(l lang.Language) (ls []lang.Language) {
	for _, one := range append([]lang.Language{l}, lang.All()...) {
		if _, ok := o.Texts[one]; ok && !slices.Contains(ls, one) {
			ls = append(ls, one)
		}
	}
	for _, one := range slices.Sorted(maps.Keys(o.Texts)) {
		if !slices.Contains(ls, one) {
			ls = append(ls, one)
		}
	}
	return ls
}

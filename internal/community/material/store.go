package material

import (
	"encoding/json"
	"slices"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

var module = store.Module{Name: "material", Steps: []string{
	`
	CREATE TABLE materials (
		id       BLOB PRIMARY KEY,
		unit     BLOB NOT NULL,
		number   INTEGER NOT NULL,          -- of the version being worked on
		state    TEXT NOT NULL,
		draft    TEXT NOT NULL,             -- being worked on, as JSON
		hands    TEXT NOT NULL,             -- who wrote it, as JSON
		asked    BLOB,
		reviewer BLOB,
		remarks  TEXT NOT NULL DEFAULT '',
		public   TEXT NOT NULL DEFAULT '',  -- that the public reads, or read last, as JSON
		taken    BLOB,                      -- who took it back
		reason   TEXT NOT NULL DEFAULT '',
		out_at   INTEGER,                   -- published: milliseconds since 1970; NULL where nobody reads it
		at       INTEGER NOT NULL,          -- of the last act
		seq      INTEGER NOT NULL
	) WITHOUT ROWID;
	CREATE INDEX materials_at ON materials (at);
	CREATE INDEX materials_out ON materials (out_at) WHERE out_at IS NOT NULL;
	-- who made it with others. A row goes with its person.
	CREATE TABLE credits (
		id       BLOB PRIMARY KEY,
		material BLOB NOT NULL,
		person   BLOB NOT NULL,
		name     TEXT NOT NULL,             -- as an adult agreed to be called; '' for a child
		draft    INTEGER NOT NULL,          -- of the version being worked on
		seq      INTEGER NOT NULL
	) WITHOUT ROWID;
	CREATE INDEX credits_material ON credits (material, seq);
	CREATE INDEX credits_person ON credits (person);
	-- where something was used
	CREATE TABLE uses (
		id       BLOB PRIMARY KEY,
		material BLOB NOT NULL,
		unit     BLOB NOT NULL,
		content  TEXT NOT NULL,             -- as JSON
		day      INTEGER NOT NULL,          -- days since 1970
		printed  INTEGER NOT NULL,
		people   INTEGER NOT NULL,
		author   BLOB NOT NULL,
		at       INTEGER NOT NULL,
		seq      INTEGER NOT NULL
	) WITHOUT ROWID;
	CREATE INDEX uses_material ON uses (material, day);
	-- kits that went out of the house
	CREATE TABLE kits (
		id     BLOB PRIMARY KEY,
		unit   BLOB NOT NULL,
		whom   TEXT NOT NULL,
		held   TEXT NOT NULL,               -- what was in it, as JSON
		author BLOB NOT NULL,
		at     INTEGER NOT NULL,
		seq    INTEGER NOT NULL
	) WITHOUT ROWID;
	CREATE INDEX kits_at ON kits (at);
	CREATE TABLE kit_people (person BLOB NOT NULL, kit BLOB NOT NULL, PRIMARY KEY (person, kit)) WITHOUT ROWID;`,
}}

// Part is the package's share of the compartment of communities.
func Part() ledger.Part {
	return ledger.Part{Module: module, Kinds: []record.Kind{record.Material, record.Use}, Apply: apply, Erase: erase}
}

// Act is what somebody did about a material.
type Act string

// The acts.
const (
	actWrite   Act = "write"   // its texts
	actFile    Act = "file"    // a file added, or said of anew
	actNoFile  Act = "nofile"  // a file taken out
	actCredits Act = "credits" // who is named changed: who, stands with the person
	actCredit  Act = "credit"
	actNoName  Act = "nocredit"
	actHandIn  Act = "handin" // to whoever looks after children
	actRecall  Act = "recall"
	actReturn  Act = "return"
	actApprove Act = "approve"
	actPublish Act = "publish"
	actTake    Act = "take"
	actRestore Act = "restore"
	actDiscard Act = "discard" // the version being worked on, for what is or was public
	actKit     Act = "kit"
	actUse     Act = "use"
	actNoUse   Act = "nouse"
)

// body is what the ledger keeps of an act.
type body struct {
	V        int         `json:"v"`
	Act      Act         `json:"act"`
	Content  *Content    `json:"content,omitempty"` // its kind and its texts
	File     *File       `json:"file,omitempty"`
	Gone     record.ID   `json:"gone,omitzero"`     // the file that was taken out
	Material record.ID   `json:"material,omitzero"` // of a credit and a use
	Name     string      `json:"name,omitempty"`    // of a credit
	Credits  []record.ID `json:"credits,omitempty"` // of a publication
	Sum      string      `json:"sum,omitempty"`     // of what was read and agreed to
	Checks   []string    `json:"checks,omitempty"`
	Word     string      `json:"word,omitempty"`
	Use      *useBody    `json:"use,omitempty"`
	Kit      *kitBody    `json:"kit,omitempty"`
}

const bodyVersion = 1

func apply(tx *store.Tx, rev ledger.Revision) error {
	b, err := ledger.Decode[body](rev)
	if err != nil {
		return err
	}
	switch b.Act {
	case actCredit:
		// Of a material that was erased nothing is there to be named in.
		return tx.Exec(`INSERT INTO credits (id, material, person, name, draft, seq) SELECT ?, id, ?, ?, 1, ? FROM materials WHERE id = ?
			ON CONFLICT (id) DO UPDATE SET draft = 1, seq = excluded.seq`, rev.Record, rev.Subject, b.Name, rev.Seq, b.Material)
	case actNoName:
		return tx.Exec("UPDATE credits SET draft = 0 WHERE id = ?", rev.Record)
	case actKit:
		return applyKit(tx, rev, b.Kit)
	case actUse:
		return applyUse(tx, rev, b)
	case actNoUse:
		return tx.Exec("DELETE FROM uses WHERE id = ?", rev.Record)
	default:
		return applyMaterial(tx, rev, b)
	}
}

// applyMaterial moves a material on by one act.
func applyMaterial(tx *store.Tx, rev ledger.Revision, b *body) error {
	m, err := load(tx, rev.Record)
	if store.None(err) && b.Act == actWrite {
		m, err = &Material{ID: rev.Record, Unit: rev.Handling.Unit, Number: 1, State: Drafted}, nil
	}
	if err != nil {
		return err
	}
	m.Changed, m.Revision = rev.At.Time(), rev.Seq
	switch b.Act {
	case actWrite, actFile, actNoFile, actCredits:
		m.edit(rev.Author)
		m.change(b)
	case actPublish, actRestore:
		m.publish(b, rev.At.Millis())
	case actDiscard:
		if err := tx.Exec("UPDATE credits SET draft = 0 WHERE material = ?", m.ID); err != nil {
			return err
		}
		for _, id := range m.Public.Credits {
			if err := tx.Exec("UPDATE credits SET draft = 1 WHERE id = ?", id); err != nil {
				return err
			}
		}
		m.discard()
	default:
		m.move(b, rev.Author)
	}
	return put(tx, m)
}

// edit opens a version for work: the next one where this one is out or was.
func (m *Material) edit(by record.ID) {
	if m.State == Published || m.State == Taken {
		m.Number++
		m.Hands = nil
	}
	m.State, m.Asked = Drafted, record.ID{}
	if !slices.Contains(m.Hands, by) {
		m.Hands = append(m.Hands, by)
	}
}

func (m *Material) change(b *body) {
	fileAt := func(id record.ID) int {
		return slices.IndexFunc(m.Draft.Files, func(f File) bool { return f.ID == id })
	}
	switch b.Act { //nolint:exhaustive // the acts of a text
	case actWrite:
		m.Draft.Kind, m.Draft.Texts = b.Content.Kind, b.Content.Texts
	case actFile:
		if at := fileAt(b.File.ID); at >= 0 {
			m.Draft.Files[at] = *b.File
		} else {
			m.Draft.Files = append(m.Draft.Files, *b.File)
		}
	case actNoFile:
		if at := fileAt(b.Gone); at >= 0 {
			m.Draft.Files = slices.Delete(m.Draft.Files, at, at+1)
		}
	}
}

// move is what is decided about a version, or about what is public.
func (m *Material) move(b *body, by record.ID) {
	switch b.Act { //nolint:exhaustive // the decisions
	case actHandIn:
		m.State, m.Asked, m.Remarks, m.Reviewer = Waiting, by, "", record.ID{}
	case actRecall:
		m.State, m.Asked = Drafted, record.ID{}
	case actReturn:
		m.State, m.Reviewer, m.Remarks = Returned, by, b.Word
	case actApprove:
		m.State, m.Reviewer, m.Remarks = Approved, by, b.Word
	case actTake:
		if m.State == Published {
			m.State = Taken
		}
		m.TakenBy, m.Reason = by, b.Word
	}
}

func (m *Material) publish(b *body, at int64) {
	if b.Act == actPublish {
		m.Public = &Version{Number: m.Number, Content: m.Draft, Credits: b.Credits, Reviewer: m.Reviewer, At: at}
	}
	m.Public.At = at
	m.State, m.TakenBy, m.Reason = Published, record.ID{}, ""
}

func (m *Material) discard() {
	m.Number, m.Draft, m.State, m.Hands = m.Public.Number, m.Public.Content, Published, nil
	m.Reviewer, m.Remarks, m.Asked = m.Public.Reviewer, "", record.ID{}
	if !m.TakenBy.Zero() {
		m.State = Taken
	}
}

func put(tx *store.Tx, m *Material) error {
	draft, err := json.Marshal(m.Draft)
	if err != nil {
		return err
	}
	hands, err := json.Marshal(m.Hands)
	if err != nil {
		return err
	}
	var public []byte
	var out *int64
	if m.Public != nil {
		if public, err = json.Marshal(m.Public); err != nil {
			return err
		}
		if m.Out() {
			out = &m.Public.At
		}
	}
	return tx.Exec(`INSERT INTO materials (id, unit, number, state, draft, hands, asked, reviewer, remarks, public, taken, reason, out_at, at, seq)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET number = excluded.number, state = excluded.state, draft = excluded.draft, hands = excluded.hands, asked = excluded.asked,
			reviewer = excluded.reviewer, remarks = excluded.remarks, public = excluded.public, taken = excluded.taken, reason = excluded.reason, out_at = excluded.out_at,
			at = excluded.at, seq = excluded.seq`,
		m.ID, m.Unit, m.Number, string(m.State), string(draft), string(hands), orNull(m.Asked), orNull(m.Reviewer), m.Remarks, string(public), orNull(m.TakenBy), m.Reason, out,
		m.Changed.UnixMilli(), m.Revision)
}

const columns = "id, unit, number, state, draft, hands, asked, reviewer, remarks, public, taken, reason, at, seq"

// load reads a material with who is named. It faults with Missing where there is none.
func load(tx *store.Tx, id record.ID) (*Material, error) {
	m, err := scan(tx.Row("SELECT "+columns+" FROM materials WHERE id = ?", id))
	if err != nil {
		return nil, err
	}
	rows := tx.Query("SELECT id, person, name FROM credits WHERE material = ? AND draft = 1 ORDER BY seq", id)
	defer rows.Close()
	for rows.Next() {
		var c Credit
		if err := rows.Scan(&c.ID, &c.Person, &c.As); err != nil {
			return nil, err
		}
		m.Credits = append(m.Credits, c)
	}
	return m, rows.Err()
}

func scan(rows *store.Rows) (*Material, error) {
	m := &Material{}
	var state, draft, hands, public string
	var asked, reviewer, taken *record.ID
	var at int64
	err := rows.Scan(&m.ID, &m.Unit, &m.Number, &state, &draft, &hands, &asked, &reviewer, &m.Remarks, &public, &taken, &m.Reason, &at, &m.Revision)
	if err != nil {
		return nil, err
	}
	m.State, m.Asked, m.Reviewer, m.TakenBy, m.Changed = State(state), or(asked), or(reviewer), or(taken), time.UnixMilli(at).UTC()
	if err := json.Unmarshal([]byte(draft), &m.Draft); err != nil {
		return nil, err
	}
	if err := json.Unmarshal([]byte(hands), &m.Hands); err != nil {
		return nil, err
	}
	if public != "" {
		m.Public = &Version{}
		return m, json.Unmarshal([]byte(public), m.Public)
	}
	return m, nil
}

// erase removes what is about a material, or the credits of a person.
func erase(tx *store.Tx, subject record.ID) error {
	for _, sql := range []string{
		"DELETE FROM uses WHERE material = ?", "DELETE FROM credits WHERE material = ?", "DELETE FROM credits WHERE person = ?", "DELETE FROM materials WHERE id = ?",
	} {
		if err := tx.Exec(sql, subject); err != nil {
			return err
		}
	}
	return nil
}

// References calls f for every file that a material names, being worked on or public.
func References(tx *store.Tx, f func(of record.ID, ref string) error) error {
	rows := tx.Query("SELECT " + columns + " FROM materials")
	defer rows.Close()
	for rows.Next() {
		m, err := scan(rows)
		if err != nil {
			return err
		}
		files := m.Draft.Files
		if m.Public != nil {
			files = append(slices.Clone(files), m.Public.Content.Files...)
		}
		for i := range files {
			for _, ref := range []string{files[i].Ref, files[i].Small} {
				if ref == "" {
					continue
				}
				if err := f(m.ID, ref); err != nil {
					return err
				}
			}
		}
	}
	return rows.Err()
}

func or(id *record.ID) record.ID {
	if id == nil {
		return record.ID{}
	}
	return *id
}

func orNull(id record.ID) *record.ID {
	if id.Zero() {
		return nil
	}
	return &id
}

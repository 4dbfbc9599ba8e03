package product

import (
	"encoding/json"
	"fmt"
	"slices"

	"wasl/internal/base/record"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

var module = store.Module{Name: "product", Steps: []string{
	`
	CREATE TABLE bulletins (
		id      BLOB PRIMARY KEY,
		unit    BLOB NOT NULL,
		day     TEXT NOT NULL,    -- 2026-11-25
		edition INTEGER NOT NULL,
		state   TEXT NOT NULL,
		tlp     INTEGER NOT NULL,
		doc     TEXT NOT NULL     -- the bulletin without its paragraphs
	) WITHOUT ROWID;
	CREATE INDEX bulletins_day ON bulletins (unit, day, edition);
	CREATE INDEX bulletins_drafts ON bulletins (day) WHERE state = 'draft';
	CREATE TABLE bulletin_paragraphs (
		id       BLOB PRIMARY KEY,
		bulletin BLOB NOT NULL,
		subject  BLOB NOT NULL,   -- when that is erased, it goes
		seq      INTEGER NOT NULL,
		tlp      INTEGER NOT NULL,
		doc      TEXT NOT NULL    -- the paragraph
	) WITHOUT ROWID;
	CREATE INDEX bulletin_paragraphs_of ON bulletin_paragraphs (bulletin, seq);
	CREATE INDEX bulletin_paragraphs_subject ON bulletin_paragraphs (subject);
	-- the reports that paragraphs stand on: of one that stands on none any more nothing is left to say
	CREATE TABLE bulletin_basis (report BLOB NOT NULL, paragraph BLOB NOT NULL, PRIMARY KEY (report, paragraph)) WITHOUT ROWID;
	CREATE INDEX bulletin_basis_paragraph ON bulletin_basis (paragraph);
	-- the units whose people may read what was released: its own, and those that it was sent to
	CREATE TABLE bulletin_readers (
		bulletin BLOB NOT NULL, unit BLOB NOT NULL, day TEXT NOT NULL, tlp INTEGER NOT NULL, PRIMARY KEY (bulletin, unit)
	) WITHOUT ROWID;
	CREATE INDEX bulletin_readers_day ON bulletin_readers (day);`,
}}

// Part is the package's share of the field compartment. It comes after those of
// what bulletins tell of.
func Part() ledger.Part {
	return ledger.Part{Module: module, Kinds: []record.Kind{record.Bulletin}, Apply: apply, Erase: erase}
}

func apply(tx *store.Tx, rev ledger.Revision) error {
	m, err := ledger.Decode[body](rev)
	if err != nil {
		return err
	}
	if m.Act.onBulletin() {
		return applyBulletin(tx, rev, m)
	}
	return applyParagraph(tx, rev, m)
}

func applyBulletin(tx *store.Tx, rev ledger.Revision, m *body) error {
	b := &Bulletin{}
	if m.Act != open {
		var err error
		if b, err = loadDoc(tx, rev.Record); store.None(err) {
			return nil
		} else if err != nil {
			return err
		}
	}
	if err := b.fold(rev, m); err != nil {
		return err
	}
	if m.Act == redraft {
		if err := b.drop(tx); err != nil {
			return err
		}
	}
	if m.Act == release {
		if err := b.publish(tx); err != nil {
			return err
		}
	}
	return b.save(tx)
}

// drop removes the paragraphs that a new draft has no more.
func (b *Bulletin) drop(tx *store.Tx) error {
	all, err := paragraphs(tx, b.ID)
	if err != nil {
		return err
	}
	for _, p := range all {
		if !slices.Contains(b.Order, p.ID) {
			if err := p.remove(tx); err != nil {
				return err
			}
		}
	}
	return nil
}

// publish lets the readers in, and puts the edition before aside.
func (b *Bulletin) publish(tx *store.Tx) error {
	for _, u := range append([]record.ID{b.Unit}, b.To...) {
		if err := tx.Exec("INSERT OR IGNORE INTO bulletin_readers (bulletin, unit, day, tlp) VALUES (?, ?, ?, ?)", b.ID, u, b.Day, b.TLP); err != nil {
			return err
		}
	}
	if b.Edition == 1 {
		return nil
	}
	for edition := b.Edition - 1; edition > 0; edition-- {
		old, err := loadDoc(tx, IDOf(b.Unit, b.Day, edition))
		if store.None(err) {
			continue
		}
		if err != nil {
			return err
		}
		if old.State == Released {
			old.State = Superseded
		}
		if old.State != Draft {
			old.Next = b.Edition
		}
		if err := old.save(tx); err != nil {
			return err
		}
	}
	return nil
}

func applyParagraph(tx *store.Tx, rev ledger.Revision, m *body) error {
	p, err := loadParagraph(tx, rev.Record)
	switch {
	case store.None(err) && m.Act == write:
		p = &Paragraph{}
	case store.None(err):
		return nil
	case err != nil:
		return err
	}
	if err := p.fold(rev, m); err != nil {
		return err
	}
	if err := p.save(tx); err != nil {
		return err
	}
	return retally(tx, p.Bulletin)
}

// save writes the paragraph's row, and which reports it stands on.
func (p *Paragraph) save(tx *store.Tx) error {
	doc, err := json.Marshal(p)
	if err != nil {
		return err
	}
	if err := tx.Exec("INSERT OR REPLACE INTO bulletin_paragraphs (id, bulletin, subject, seq, tlp, doc) VALUES (?, ?, ?, ?, ?, ?)",
		p.ID, p.Bulletin, p.Subject, p.Seq, p.TLP, string(doc)); err != nil {
		return err
	}
	if err := tx.Exec("DELETE FROM bulletin_basis WHERE paragraph = ?", p.ID); err != nil {
		return err
	}
	for _, b := range p.Basis {
		if b.Kind == OnReport {
			if err := tx.Exec("INSERT OR IGNORE INTO bulletin_basis (report, paragraph) VALUES (?, ?)", b.ID, p.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *Paragraph) remove(tx *store.Tx) error {
	if err := tx.Exec("DELETE FROM bulletin_basis WHERE paragraph = ?", p.ID); err != nil {
		return err
	}
	if err := tx.Exec("DELETE FROM bulletin_paragraphs WHERE id = ?", p.ID); err != nil {
		return err
	}
	return retally(tx, p.Bulletin)
}

// retally sets a draft's marking to that of what is in it. What is released keeps
// the marking with which it went out.
func retally(tx *store.Tx, id record.ID) error {
	b, err := loadDoc(tx, id)
	if store.None(err) {
		return nil // it comes with the same command, after its paragraphs
	}
	if err != nil || b.State != Draft {
		return err
	}
	return b.save(tx)
}

func (b *Bulletin) save(tx *store.Tx) error {
	if b.State == Draft {
		if err := b.tally(tx); err != nil {
			return err
		}
	}
	doc, err := json.Marshal(b)
	if err != nil {
		return err
	}
	return tx.Exec("INSERT OR REPLACE INTO bulletins (id, unit, day, edition, state, tlp, doc) VALUES (?, ?, ?, ?, ?, ?, ?)",
		b.ID, b.Unit, b.Day, b.Edition, string(b.State), b.TLP, string(doc))
}

const markingsSQL = "SELECT id, tlp FROM bulletin_paragraphs WHERE bulletin = ?"

// tally finds the closest marking of what readers would get: of an empty bulletin,
// that of the network.
func (b *Bulletin) tally(tx *store.Tx) error {
	b.TLP = record.Green
	rows := tx.Query(markingsSQL, b.ID)
	defer rows.Close()
	for rows.Next() {
		var id record.ID
		var tlp record.TLP
		if err := rows.Scan(&id, &tlp); err != nil {
			return err
		}
		if !b.LeftOut(id) {
			b.TLP = max(b.TLP, tlp)
		}
	}
	return rows.Err()
}

const (
	bulletinSQL   = "SELECT doc FROM bulletins WHERE id = ?"
	paragraphSQL  = "SELECT doc FROM bulletin_paragraphs WHERE id = ?"
	paragraphsSQL = "SELECT doc FROM bulletin_paragraphs WHERE bulletin = ? ORDER BY seq, id"
)

// loadDoc reads a bulletin without its paragraphs. It faults with Missing where
// there is none.
func loadDoc(tx *store.Tx, id record.ID) (*Bulletin, error) {
	b := &Bulletin{}
	return b, scan(tx.Row(bulletinSQL, id), b)
}

// load reads a bulletin with its paragraphs in order: those that the order does not
// name come last, as they came.
func load(tx *store.Tx, id record.ID) (*Bulletin, error) {
	b, err := loadDoc(tx, id)
	if err != nil {
		return nil, err
	}
	all, err := paragraphs(tx, id)
	if err != nil {
		return nil, err
	}
	b.Revision = b.Seq
	for _, id := range b.Order {
		i := slices.IndexFunc(all, func(p *Paragraph) bool { return p.ID == id })
		if i < 0 {
			if !b.LeftOut(id) {
				b.Missing++
			}
			continue
		}
		b.Paragraphs, all = append(b.Paragraphs, all[i]), slices.Delete(all, i, i+1)
	}
	b.Paragraphs = append(b.Paragraphs, all...)
	for _, p := range b.Paragraphs {
		b.Revision = max(b.Revision, p.Seq)
	}
	return b, nil
}

func loadParagraph(tx *store.Tx, id record.ID) (*Paragraph, error) {
	p := &Paragraph{}
	return p, scan(tx.Row(paragraphSQL, id), p)
}

func paragraphs(tx *store.Tx, bulletin record.ID) ([]*Paragraph, error) {
	return read(tx.Query(paragraphsSQL, bulletin))
}

func read(rows *store.Rows) (all []*Paragraph, err error) {
	defer rows.Close()
	for rows.Next() {
		p := &Paragraph{}
		if err := scan(rows, p); err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, rows.Err()
}

func scan(rows *store.Rows, into any) error {
	var doc string
	if err := rows.Scan(&doc); err != nil {
		return err
	}
	if err := json.Unmarshal([]byte(doc), into); err != nil {
		return fmt.Errorf("read a bulletin: %w", err)
	}
	return nil
}

const (
	ofSubjectSQL = "SELECT doc FROM bulletin_paragraphs WHERE subject = ?"
	onReportSQL  = "SELECT p.doc FROM bulletin_basis b JOIN bulletin_paragraphs p ON p.id = b.paragraph WHERE b.report = ?"
)

// erase forgets what bulletins say of a report, an incident or an alert, released
// ones too: their order still names the paragraph, so that they say that one is
// gone. A paragraph whose last report goes, goes with it.
func erase(tx *store.Tx, subject record.ID) error {
	gone, err := read(tx.Query(ofSubjectSQL, subject))
	if err != nil {
		return err
	}
	for _, p := range gone {
		if err := p.remove(tx); err != nil {
			return err
		}
	}
	leaning, err := read(tx.Query(onReportSQL, subject))
	if err != nil {
		return err
	}
	for _, p := range leaning {
		if err := p.lose(tx, subject); err != nil {
			return err
		}
	}
	return nil
}

// lose takes a report from what a paragraph stands on.
func (p *Paragraph) lose(tx *store.Tx, report record.ID) error {
	p.Basis = slices.DeleteFunc(p.Basis, func(b Basis) bool { return b.Kind == OnReport && b.ID == report })
	if !slices.ContainsFunc(p.Basis, func(b Basis) bool { return b.Kind == OnReport }) {
		return p.remove(tx)
	}
	return p.save(tx)
}

package rule

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

var module = store.Module{Name: "rule", Steps: []string{
	`
	CREATE TABLE rules (
		id    BLOB PRIMARY KEY,
		unit  BLOB NOT NULL,
		state TEXT NOT NULL -- a kept, as JSON: it is read whole, into memory
	) WITHOUT ROWID;
	CREATE TABLE rule_orders (unit BLOB PRIMARY KEY, ids TEXT NOT NULL) WITHOUT ROWID;`,
}}

// Part is the package's share of the field compartment.
func Part() ledger.Part {
	return ledger.Part{Module: module, Kinds: []record.Kind{record.Rule}, Apply: apply}
}

// The steps of a rule.
type step string

const (
	drafted  step = "draft"
	tried    step = "tried"
	agreed   step = "agreed"
	on       step = "on"
	off      step = "off"
	removed  step = "removed"
	reranked step = "order" // of a unit's list
)

// body is the body of a Rule revision: one step.
type body struct {
	V       int         `json:"v"`
	Step    step        `json:"step"`
	Version int         `json:"version,omitempty"`
	Rule    *written    `json:"rule,omitempty"` // of a draft
	Reason  string      `json:"reason,omitempty"`
	Days    int         `json:"days,omitempty"` // of a trial
	Seen    int         `json:"seen,omitempty"`
	Matched int         `json:"matched,omitempty"`
	Order   []record.ID `json:"order,omitempty"`
}

const bodyVersion = 1

// written is what a rule says, as it is kept.
type written struct {
	Name string `json:"name"`
	When Clause `json:"when"`
	Then []Deed `json:"then"`
	Stop bool   `json:"stop,omitempty"`
}

func (w *written) equal(o *written) bool {
	a, err := json.Marshal(w)
	b, err2 := json.Marshal(o)
	return err == nil && err2 == nil && bytes.Equal(a, b)
}

func write(d Draft) *written {
	return &written{Name: d.Name, When: ClauseOf(d.When), Then: Deeds(d.Then), Stop: d.Stop}
}

func (w *written) draft(unit record.ID) (Draft, error) {
	when, err := w.When.Condition()
	if err != nil {
		return Draft{}, err
	}
	then, err := Acts(w.Then)
	return Draft{Unit: unit, Name: w.Name, When: when, Then: then, Stop: w.Stop}, err
}

// kept is a rule's row.
type kept struct {
	Version int      `json:"version"`
	Rule    written  `json:"rule"` // as it was written last
	Live    *written `json:"live,omitempty"`
	LiveAs  int      `json:"live_as,omitempty"` // the version that runs

	Edited   mark  `json:"edited"`
	Trial    *mark `json:"trial,omitempty"`
	Agreed   *mark `json:"agreed,omitempty"`
	Switched *mark `json:"switched,omitempty"`
	Removed  bool  `json:"removed,omitempty"`
	Seq      int64 `json:"seq"`
}

// mark says who did a step, when and why, and what came out of a trial.
type mark struct {
	By      record.ID `json:"by"`
	At      int64     `json:"at"`
	Version int       `json:"version,omitempty"`
	Reason  string    `json:"reason,omitempty"`
	Days    int       `json:"days,omitempty"`
	Seen    int       `json:"seen,omitempty"`
	Matched int       `json:"matched,omitempty"`
}

func apply(tx *store.Tx, rev ledger.Revision) error {
	b, err := ledger.Decode[body](rev)
	if err != nil {
		return err
	}
	if b.Step == reranked {
		ids, err := json.Marshal(b.Order)
		if err != nil {
			return err
		}
		return tx.Exec("INSERT INTO rule_orders (unit, ids) VALUES (?, ?) ON CONFLICT DO UPDATE SET ids = excluded.ids", rev.Handling.Unit, string(ids))
	}
	k, err := load(tx, rev.Record)
	if store.None(err) {
		k, err = &kept{}, nil
	}
	if err != nil {
		return err
	}
	if err := k.step(rev, b); err != nil {
		return err
	}
	text, err := json.Marshal(k)
	if err != nil {
		return err
	}
	return tx.Exec("INSERT INTO rules (id, unit, state) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET state = excluded.state", rev.Record, rev.Handling.Unit, string(text))
}

// step takes one into the row.
func (k *kept) step(rev ledger.Revision, b *body) error {
	m := mark{By: rev.Author, At: rev.At.Millis(), Version: b.Version, Reason: b.Reason, Days: b.Days, Seen: b.Seen, Matched: b.Matched}
	switch b.Step {
	case drafted:
		if b.Rule == nil {
			return fmt.Errorf("rule: a draft that says nothing")
		}
		k.Version, k.Rule, k.Edited = b.Version, *b.Rule, m
	case tried:
		k.Trial = &m
	case agreed:
		k.Agreed = &m
	case on:
		live := k.Rule
		k.Live, k.LiveAs, k.Switched = &live, k.Version, &m
	case removed:
		k.Removed = true
	case off:
		k.Live, k.LiveAs, k.Switched = nil, 0, &m
	default:
		return fmt.Errorf("rule: no step %q", b.Step)
	}
	k.Seq = rev.Seq
	return nil
}

func load(tx *store.Tx, id record.ID) (*kept, error) {
	var text string
	if err := tx.Row("SELECT state FROM rules WHERE id = ?", id).Scan(&text); err != nil {
		return nil, err
	}
	k := &kept{}
	return k, json.Unmarshal([]byte(text), k)
}

// readAll gives every rule, each unit's in its order.
func readAll(tx *store.Tx) (all []Held, err error) {
	orders, err := readOrders(tx)
	if err != nil {
		return nil, err
	}
	rows := tx.Query("SELECT id, unit, state FROM rules")
	for rows.Next() {
		var id, unit record.ID
		var text string
		if err := rows.Scan(&id, &unit, &text); err != nil {
			return nil, err
		}
		k := &kept{}
		if err := json.Unmarshal([]byte(text), k); err != nil {
			return nil, err
		}
		h, err := k.held(id, unit)
		if err != nil {
			return nil, err
		}
		all = append(all, h)
	}
	inOrder(all, orders)
	return all, rows.Err()
}

func readOrders(tx *store.Tx) (map[record.ID][]record.ID, error) {
	orders := map[record.ID][]record.ID{}
	rows := tx.Query("SELECT unit, ids FROM rule_orders")
	for rows.Next() {
		var unit record.ID
		var text string
		if err := rows.Scan(&unit, &text); err != nil {
			return nil, err
		}
		var ids []record.ID
		if err := json.Unmarshal([]byte(text), &ids); err != nil {
			return nil, err
		}
		orders[unit] = ids
	}
	return orders, rows.Err()
}

// inOrder puts rules in order: by unit, then as the unit has put them; those that
// it has not put anywhere come last, the oldest first.
func inOrder(all []Held, orders map[record.ID][]record.ID) {
	for i := range all {
		h := &all[i]
		at := slices.Index(orders[h.Draft.Unit], h.ID)
		if at < 0 {
			at = len(orders[h.Draft.Unit])
		}
		h.Place = at
	}
	slices.SortFunc(all, compareHeld)
}

func (k *kept) held(id, unit record.ID) (h Held, err error) {
	h = Held{
		ID: id, Version: k.Version, LiveAs: k.LiveAs, Edited: k.Edited.step(), Removed: k.Removed, Revision: k.Seq,
		Trial: k.Trial.orNil(), Agreed: k.Agreed.orNil(), Switched: k.Switched.orNil(),
	}
	if h.Draft, err = k.Rule.draft(unit); err != nil || k.Live == nil {
		return h, err
	}
	live, err := k.Live.draft(unit)
	h.Live = &live
	return h, err
}

func (m *mark) step() Step {
	return Step{By: m.By, At: time.UnixMilli(m.At).UTC(), Version: m.Version, Reason: m.Reason, Days: m.Days, Seen: m.Seen, Matched: m.Matched}
}

func (m *mark) orNil() *Step {
	if m == nil {
		return nil
	}
	s := m.step()
	return &s
}

const factsSQL = `SELECT q.unit, q.state, q.kind, q.urgency, q.at, r.form, r.language, r.channel, r.list, r.place, r.dead, r.injured, r.missing, t.text
	FROM reports r JOIN queue q USING (n) JOIN texts t USING (n) WHERE r.id = ?`

// readFacts reads what rules look at of a report as it stands now.
func readFacts(tx *store.Tx, id record.ID) (f Facts, state int, err error) {
	var urgency int
	var at int64
	var channel string
	err = tx.Row(factsSQL, id).Scan(&f.Unit, &state, &f.Kind, &urgency, &at, &f.Form, &f.Language, &channel, &f.Place.List, &f.Place.Code, &f.Dead, &f.Injured, &f.Missing, &f.Text)
	f.At, f.Channel = time.UnixMilli(at).UTC(), report.Channel(channel)
	for _, u := range []report.Urgency{report.Now, report.Soon, report.Routine} {
		if u.Rank() == urgency {
			f.Urgency = u
		}
	}
	return f, state, err
}

package alert

import (
	"encoding/json"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// watchBody is what a revision of a watch holds: the whole watch, and where it was
// switched, by whom and why.
type watchBody struct {
	V       int            `json:"v"`
	Name    lang.Text      `json:"name"`
	Rule    Rule           `json:"rule"`
	Urgency report.Urgency `json:"urgency"`
	Ladder  []Step         `json:"ladder,omitempty"`
	Quiet   *Quiet         `json:"quiet,omitempty"`
	Join    int            `json:"join,omitempty"`
	On      bool           `json:"on,omitempty"`
	Switch  bool           `json:"switch,omitempty"` // this revision switched it
	Why     string         `json:"why,omitempty"`
	Tried   int            `json:"tried,omitempty"`
}

func (w Watch) body() watchBody {
	return watchBody{V: bodyVersion, Name: w.Name, Rule: w.Rule, Urgency: w.Urgency, Ladder: w.Ladder, Quiet: w.Quiet, Join: w.Join, On: w.On}
}

func applyWatch(tx *store.Tx, rev ledger.Revision) error {
	b, err := ledger.Decode[watchBody](rev)
	if err != nil {
		return err
	}
	kept := *b
	kept.Switch, kept.Why, kept.Tried = false, "", 0
	text, err := json.Marshal(kept)
	if err != nil {
		return err
	}
	if err := tx.Exec(`INSERT INTO watches (id, unit, body, "on", by, why, at, tried, seq) VALUES (?, ?, ?, ?, ?, '', ?, 0, ?)
		ON CONFLICT DO UPDATE SET unit = excluded.unit, body = excluded.body, "on" = excluded."on", seq = excluded.seq`,
		rev.Record, rev.Handling.Unit, string(text), b.On, rev.Author, rev.At.Millis(), rev.Seq); err != nil || !b.Switch {
		return err
	}
	return tx.Exec("UPDATE watches SET by = ?, why = ?, at = ?, tried = ? WHERE id = ?", rev.Author, b.Why, rev.At.Millis(), b.Tried, rev.Record)
}

const watchSQL = `SELECT id, unit, body, by, why, at, tried, seq FROM watches`

func scanWatch(rows *store.Rows) (w Watch, err error) {
	var text string
	var at int64
	if err := rows.Scan(&w.ID, &w.Unit, &text, &w.By, &w.Why, &at, &w.Tried, &w.Revision); err != nil {
		return w, err
	}
	var b watchBody
	err = json.Unmarshal([]byte(text), &b)
	w.At, w.Name, w.Rule, w.Urgency, w.Ladder, w.Quiet, w.Join, w.On = millis(at), b.Name, b.Rule, b.Urgency, b.Ladder, b.Quiet, b.Join, b.On
	return w, err
}

func loadWatch(tx *store.Tx, id record.ID) (Watch, error) {
	return scanWatch(tx.Row(watchSQL+" WHERE id = ?", id))
}

func allWatches(tx *store.Tx) (ws []Watch, err error) {
	rows := tx.Query(watchSQL + " ORDER BY id")
	defer rows.Close()
	for rows.Next() {
		w, err := scanWatch(rows)
		if err != nil {
			return nil, err
		}
		ws = append(ws, w)
	}
	return ws, rows.Err()
}

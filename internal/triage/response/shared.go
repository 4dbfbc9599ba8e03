package response

import (
	"time"

	"wasl/internal/base/record"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/triage/incident"
)

// What is asked and done about an incident is asked and done about the reports
// behind it: each reaches a stage by it as by what is done about itself, once,
// whichever comes first. What was done before a report came is no answer to it. When
// an incident is merged, or a report taken out of it, what no longer holds is taken
// back.

const deedsSQL = `SELECT 1, at FROM tasks WHERE about = ?1 UNION ALL SELECT 2, ended FROM tasks WHERE about = ?1 AND state = 'done'
	UNION ALL SELECT 1, at FROM referrals WHERE about = ?1 UNION ALL SELECT 2, taken FROM referrals WHERE about = ?1 AND taken > 0
	UNION ALL SELECT 2, at FROM responses WHERE about = ?1 ORDER BY 2, 1`

// share finds out which stages the report reached by incidents, as if there were
// none of the id without.
func (m *mark) share(tx *store.Tx, report, without record.ID) error {
	all, err := incident.Around(tx, report, without)
	if err != nil {
		return err
	}
	m.shared = [stages]reached{}
	for _, in := range all {
		by := mark{at: m.at}
		if err := by.deeds(tx, in); err != nil {
			return err
		}
		for s, r := range by.stages {
			if r.at != 0 && (m.shared[s].at == 0 || r.at < m.shared[s].at) {
				m.shared[s] = r
			}
		}
	}
	for s := range m.shared {
		if r := &m.shared[s]; r.at != 0 {
			if r.unit, err = m.unitAt(tx, r.at); err != nil {
				return err
			}
		}
	}
	return nil
}

// deeds notes which stages were reached by what was asked and done about an incident.
func (m *mark) deeds(tx *store.Tx, in record.ID) error {
	rows := tx.Query(deedsSQL, in)
	defer rows.Close()
	for rows.Next() {
		var s int
		var at int64
		if err := rows.Scan(&s, &at); err != nil {
			return err
		}
		if at >= m.at {
			m.reach(Stage(s), at)
		}
	}
	return rows.Err()
}

const unitAtSQL = "SELECT unit FROM moves WHERE n = ? AND at > ? ORDER BY seq LIMIT 1"

// unitAt is whose the report was at an instant.
func (m *mark) unitAt(tx *store.Tx, at int64) (unit record.ID, err error) {
	err = tx.Row(unitAtSQL, m.n, at).Scan(&unit) // the unit that it left next
	if store.None(err) {
		return m.unit, nil
	}
	return unit, err
}

// shareAbout counts what was asked or done about an incident, or that it was merged
// or is apart again, for the reports behind it.
func shareAbout(tx *store.Tx, rev ledger.Revision) error {
	of := []record.ID{rev.Subject}
	switch rev.Kind {
	case record.Task, record.Referral, record.Response:
	case record.Incident:
		b, err := ledger.Decode[struct {
			Act  incident.Act `json:"act"`
			Into record.ID    `json:"into"`
		}](rev)
		if err != nil || b.Act != incident.Merge && b.Act != incident.Unmerge {
			return err
		}
		of = append(of, b.Into)
	default:
		return nil
	}
	for _, id := range of {
		if err := reshare(tx, id, record.ID{}); err != nil {
			return err
		}
	}
	return nil
}

// unshare takes back what was counted for the reports behind an incident that is
// erased.
func unshare(tx *store.Tx, id record.ID) error { return reshare(tx, id, id) }

// reshare counts anew for the reports behind an incident; of an id that is no
// incident's it does nothing.
func reshare(tx *store.Tx, id, without record.ID) error {
	reports, err := incident.Behind(tx, id)
	if err != nil {
		if store.None(err) {
			return nil
		}
		return err
	}
	for _, report := range reports {
		m, err := loadMark(tx, report)
		if store.None(err) {
			continue
		}
		if err != nil {
			return err
		}
		before := *m
		if err := m.share(tx, report, without); err != nil {
			return err
		}
		if err := m.replace(tx, &before); err != nil {
			return err
		}
	}
	return nil
}

func (m *mark) loadShared(tx *store.Tx) error {
	rows := tx.Query("SELECT stage, unit, at FROM response_shared WHERE n = ?", m.n)
	for rows.Next() {
		var s int
		var r reached
		if err := rows.Scan(&s, &r.unit, &r.at); err != nil {
			return err
		}
		m.shared[s] = r
	}
	return rows.Err()
}

func (m *mark) saveShared(tx *store.Tx) error {
	if err := tx.Exec("DELETE FROM response_shared WHERE n = ?", m.n); err != nil {
		return err
	}
	for s, r := range m.shared {
		if r.at == 0 {
			continue
		}
		if err := tx.Exec("INSERT INTO response_shared (n, stage, unit, at) VALUES (?, ?, ?, ?)", m.n, s, r.unit, r.at); err != nil {
			return err
		}
	}
	return nil
}

// Round is one time that those who reported what is behind an incident were told
// what was done.
type Round struct {
	By   record.ID
	Told int
	At   time.Time
}

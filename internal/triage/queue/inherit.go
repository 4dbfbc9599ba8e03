package queue

import (
	"context"

	"wasl/internal/base/record"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// handful is how many reports one command hands on: others write in between.
const handful = 200

// inherited hands a report of a closed unit to the one above it.
func inherited(id, author record.ID, r *row, to record.ID) ledger.Draft {
	return ledger.Draft{
		Kind: record.Forward, Record: id.Derive("unit"), Subject: id, Author: author,
		Handling: record.Handling{Unit: to, TLP: r.tlp, Purpose: purpose},
		Body:     forwardBody{V: bodyVersion, Unit: to, From: r.unit, Closed: true},
	}
}

const leftSQL = "SELECT r.id, q.tlp FROM queue q JOIN reports r USING (n) WHERE q.unit = ? AND q.state IN (0, 1, 2, 4) LIMIT ?"

// Inherit hands the reports that lie open at closed units to the nearest unit
// above that works, and gives how many. It may be asked at any time: a node that
// was cut off in the middle goes on when it starts.
func (s *Service) Inherit(ctx context.Context, author record.ID) (moved int, err error) {
	for _, u := range s.units.All() {
		to := s.units.Open(u)
		if to == u || to.Zero() {
			continue
		}
		for {
			hs, err := s.ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) { return left(tx, u, to, author) })
			if moved += len(hs); err != nil {
				return moved, err
			}
			if len(hs) == 0 {
				break
			}
		}
	}
	return moved, nil
}

func left(tx *store.Tx, unit, to, author record.ID) (drafts []ledger.Draft, err error) {
	rows := tx.Query(leftSQL, unit, handful)
	for rows.Next() {
		var id record.ID
		r := &row{unit: unit}
		if err := rows.Scan(&id, &r.tlp); err != nil {
			return nil, err
		}
		drafts = append(drafts, inherited(id, author, r, to))
	}
	return drafts, rows.Err()
}

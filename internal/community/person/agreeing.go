package person

import (
	"wasl/internal/base/record"
	"wasl/internal/keep/store"
)

// maxAgreeing bounds a list of those who agree: a programme names some hundreds.
const maxAgreeing = 5_000

// Agreeing gives those with a consent of a scope that was not taken back. Whether it
// holds, of a child above all, is for Agrees to say.
func Agreeing(tx *store.Tx, scope Scope) (ids []record.ID, err error) {
	rows := tx.Query("SELECT DISTINCT person FROM consents WHERE scope = ? AND withdrawn = 0 LIMIT ?", string(scope), maxAgreeing)
	defer rows.Close()
	for rows.Next() {
		var id record.ID
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

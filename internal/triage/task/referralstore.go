package task

import (
	"context"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

func applyReferral(tx *store.Tx, rev ledger.Revision) error {
	b, err := ledger.Decode[referralBody](rev)
	if err != nil {
		return err
	}
	at := rev.At.Millis()
	switch b.Act {
	case Asked:
		return tx.Exec(`INSERT OR IGNORE INTO referrals (id, report, unit, helper, asker, tlp, need, state, open, text, answer, at, taken, ended, reads, seq)
			VALUES (?, ?, ?, ?, ?, ?, ?, 'asked', 1, ?, '', ?, 0, 0, 0, ?)`,
			rev.Record, b.Report, b.From, b.To, rev.Author, rev.Handling.TLP, string(b.Need), b.Text, at, rev.Seq)
	case Accepted:
		return tx.Exec("UPDATE referrals SET state = 'accepted', assignee = ?, taken = ?, seq = ? WHERE id = ?", rev.Author, at, rev.Seq, rev.Record)
	case read:
		return tx.Exec("UPDATE referrals SET reads = reads + 1 WHERE id = ?", rev.Record)
	default:
		return tx.Exec("UPDATE referrals SET state = ?, open = 0, answer = ?, ended = ?, seq = ? WHERE id = ?", string(b.Act), b.Text, at, rev.Seq, rev.Record)
	}
}

const referralColumns = "id, report, unit, helper, asker, assignee, tlp, need, state, text, answer, at, taken, ended, reads, seq"

func loadReferral(tx *store.Tx, id record.ID) (*Referral, error) {
	return scanReferral(tx.Row("SELECT "+referralColumns+" FROM referrals WHERE id = ?", id))
}

func scanReferral(rows *store.Rows) (*Referral, error) {
	r := &Referral{}
	var assignee *record.ID
	var need, state string
	var at, taken, ended int64
	err := rows.Scan(&r.ID, &r.Report, &r.From, &r.To, &r.Asker, &assignee, &r.TLP, &need, &state, &r.Text, &r.Answer, &at, &taken, &ended, &r.Reads, &r.Revision)
	if err != nil {
		return nil, err
	}
	if assignee != nil {
		r.Assignee = *assignee
	}
	r.Need, r.State, r.Asked, r.Taken, r.Ended = Need(need), State(state), millis(at), millis(taken), millis(ended)
	return r, nil
}

// Referrals lists what a may see: of one report, or where that is zero all the open
// or all the ended ones, the latest first.
func (s *Service) Referrals(ctx context.Context, a policy.Actor, of record.ID, ended bool) (all []Referral, err error) {
	f, err := s.policy.Filter(ctx, a, "referral.list")
	if err != nil {
		return nil, err
	}
	from, args := f.SQL(policy.Columns{Unit: "unit", TLP: "tlp", Named: "asker = ?"})
	to, more := f.SQL(policy.Columns{Unit: "helper", TLP: "3", Assignee: "assignee"}) // amber+strict, as ends has it
	where, args := "("+from+" OR "+to+")", append(args, more...)
	if of.Zero() {
		where, args = where+" AND open = ?", append(args, !ended)
	} else {
		where, args = where+" AND report = ?", append(args, of)
	}
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		rows := tx.Query("SELECT "+referralColumns+" FROM referrals WHERE "+where+" ORDER BY at DESC, id LIMIT ?", append(args, MaxListed)...)
		defer rows.Close()
		for rows.Next() {
			r, err := scanReferral(rows)
			if err != nil {
				return err
			}
			all = append(all, *r)
		}
		return rows.Err()
	})
	return all, err
}

// ReferralRow gives a referral for those who are told of it, with the rows by which
// each may see it.
func (s *Service) ReferralRow(ctx context.Context, id record.ID) (r Referral, from, to policy.Resource, err error) {
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		got, err := loadReferral(tx, id)
		if err == nil {
			r = *got
		}
		return err
	})
	from, to = s.ends(&r)
	return r, from, to, err
}

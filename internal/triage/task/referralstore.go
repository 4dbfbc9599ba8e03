package task

import (
	"context"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/triage/incident"
)

func applyReferral(tx *store.Tx, rev ledger.Revision) error {
	b, err := ledger.Decode[referralBody](rev)
	if err != nil {
		return err
	}
	at := rev.At.Millis()
	switch b.Act {
	case Asked:
		return tx.Exec(`INSERT OR IGNORE INTO referrals (id, about, incident, unit, helper, asker, tlp, need, state, open, text, answer, at, taken, ended, reads, seq)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'asked', 1, ?, '', ?, 0, 0, 0, ?)`,
			rev.Record, incident.About{Report: b.Report, Incident: b.Incident}.ID(), !b.Incident.Zero(), b.From, b.To, rev.Author, rev.Handling.TLP, string(b.Need), b.Text, at, rev.Seq)
	case Accepted:
		return tx.Exec("UPDATE referrals SET state = 'accepted', assignee = ?, taken = ?, seq = ? WHERE id = ?", rev.Author, at, rev.Seq, rev.Record)
	case read:
		return tx.Exec("UPDATE referrals SET reads = reads + 1 WHERE id = ?", rev.Record)
	default:
		return tx.Exec("UPDATE referrals SET state = ?, open = 0, answer = ?, ended = ?, ender = ?, seq = ? WHERE id = ?", string(b.Act), b.Text, at, rev.Author, rev.Seq, rev.Record)
	}
}

const referralColumns = "id, about, incident, unit, helper, asker, assignee, tlp, need, state, text, answer, at, taken, ended, ender, reads, seq"

func loadReferral(tx *store.Tx, id record.ID) (*Referral, error) {
	return scanReferral(tx.Row("SELECT "+referralColumns+" FROM referrals WHERE id = ?", id))
}

func scanReferral(rows *store.Rows) (*Referral, error) {
	r := &Referral{}
	var of, assignee, ender *record.ID
	var onIncident bool
	var need, state string
	var at, taken, ended int64
	err := rows.Scan(&r.ID, &of, &onIncident, &r.From, &r.To, &r.Asker, &assignee, &r.TLP, &need, &state, &r.Text, &r.Answer, &at, &taken, &ended,
		&ender, &r.Reads, &r.Revision)
	if err != nil {
		return nil, err
	}
	r.Report, r.Incident = place(of, onIncident)
	r.Assignee, r.Ender = orZero(assignee), orZero(ender)
	r.Need, r.State, r.Asked, r.Taken, r.Ended = Need(need), State(state), millis(at), millis(taken), millis(ended)
	return r, nil
}

// Referrals lists what a may see: all the open or all the ended ones, the latest
// first.
func (s *Service) Referrals(ctx context.Context, a policy.Actor, ended bool) ([]Referral, error) {
	return s.referralsWhere(ctx, a, "open = ?", !ended)
}

// ReferralsOf lists those of reports or incidents that a may see, the latest first.
func (s *Service) ReferralsOf(ctx context.Context, a policy.Actor, of ...record.ID) ([]Referral, error) {
	if len(of) == 0 {
		return nil, nil
	}
	return s.referralsWhere(ctx, a, among("about", of), anys(of)...)
}

func (s *Service) referralsWhere(ctx context.Context, a policy.Actor, which string, args ...any) (all []Referral, err error) {
	f, err := s.policy.Filter(ctx, a, "referral.list")
	if err != nil {
		return nil, err
	}
	from, some := f.SQL(policy.Columns{Unit: "unit", TLP: "tlp", Named: "asker = ?"})
	to, more := f.SQL(policy.Columns{Unit: "helper", TLP: "3", Assignee: "assignee"}) // amber+strict, as ends has it
	args = append(append(append(args, some...), more...), MaxListed)
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		rows := tx.Query("SELECT "+referralColumns+" FROM referrals WHERE "+which+" AND ("+from+" OR "+to+") ORDER BY at DESC, id LIMIT ?", args...)
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
	return referrals.row(ctx, s, id)
}

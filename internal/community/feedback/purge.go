package feedback

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"strconv"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/guard/audit"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// Nothing that people said is kept for ever (28 CFR 23.20(h)): five years after it was
// said, or was said again, it is deleted, unless somebody decides that it is still needed.
// Answering, binding or handing it over extends nothing.
const (
	Longest = 1826 * 24 * time.Hour
	Notice  = 60 * 24 * time.Hour // how long before that whoever may decide is told
)

// purgeTables hold from when the five years count, and marks of receipts that lead to
// nothing any more: whoever holds one is told so, and nobody finds it from its mark.
const purgeTables = `
	ALTER TABLE complaints ADD COLUMN begun INTEGER NOT NULL DEFAULT 0;
	UPDATE complaints SET begun = max(at, coalesce((SELECT max(w.at) FROM complaint_words w WHERE w.complaint = complaints.id AND w.answer = 0), 0));
	CREATE INDEX complaints_begun ON complaints (begun, id);
	ALTER TABLE rumours ADD COLUMN begun INTEGER NOT NULL DEFAULT 0;
	UPDATE rumours SET begun = last;
	CREATE INDEX rumours_begun ON rumours (begun, id);
	CREATE TABLE complaint_receipts_gone (mark BLOB PRIMARY KEY) WITHOUT ROWID;`

// ErrGone is what whoever holds the receipt of a complaint that was deleted is told.
var ErrGone = &fault.Error{
	Kind: fault.Missing, Op: "feedback", Key: "feedback.gone", Msg: "what was written under this number was deleted: nothing is kept for more than five years",
	Hint: "if you still need to be heard, write again; you will get a new number",
}

// mark is that of a receipt. It is keyed: twelve digits are soon tried out.
func (s *Service) mark(receipt string) []byte {
	mac := hmac.New(sha256.New, s.opt.ReceiptKey)
	mac.Write([]byte("gone"))
	mac.Write([]byte(receipt))
	return mac.Sum(nil)
}

func forget(tx *store.Tx, marks [][]byte) error {
	for _, m := range marks {
		if err := tx.Exec("INSERT OR IGNORE INTO complaint_receipts_gone (mark) VALUES (?)", m); err != nil {
			return err
		}
	}
	return nil
}

// behind gives the complaint that a receipt is of.
func (s *Service) behind(tx *store.Tx, receipt string) (*Complaint, error) {
	c, err := scan(tx.Row("SELECT "+complaintColumns+" FROM complaints WHERE receipt = ?", receipt))
	if !store.None(err) {
		return c, err
	}
	var gone bool
	if err := tx.Row("SELECT EXISTS (SELECT 1 FROM complaint_receipts_gone WHERE mark = ?)", s.mark(receipt)).Scan(&gone); err != nil {
		return nil, err
	}
	if gone {
		return nil, ErrGone
	}
	return nil, err
}

// atOnce bounds what is deleted in one commit, which others wait for.
const atOnce = 100

// reason is what the ledger keeps of a deletion. It is one for all: it does not tell a
// complaint about staff from thanks, or from a rumour.
const reason = "five years after it was said"

// Purge deletes what was said five years ago, and tells how much. What is due is read in
// the commit that deletes it: what was renewed a moment before is not among it.
func (s *Service) Purge(ctx context.Context) (n int, err error) {
	for {
		some, err := s.purgeSome(ctx)
		if n += some; err != nil || some == 0 {
			return n, err
		}
	}
}

func (s *Service) purgeSome(ctx context.Context) (n int, err error) {
	_, err = s.opt.Ledger.EraseAll(ctx, func(tx *store.Tx) (drafts []ledger.Draft, all []ledger.Erasing, err error) {
		rows := tx.Query(`SELECT id, unit, receipt FROM complaints WHERE begun <= ?1 UNION ALL SELECT id, unit, '' FROM rumours WHERE begun <= ?1 LIMIT ?2`,
			s.opt.Clock().Add(-Longest).UnixMilli(), atOnce)
		defer rows.Close()
		b := complaintBody{V: bodyVersion, Act: gone}
		for rows.Next() {
			var e ledger.Erasing
			var unit record.ID
			var receipt string
			if err := rows.Scan(&e.Subject, &unit, &receipt); err != nil {
				return nil, nil, err
			}
			if receipt != "" {
				b.Marks = append(b.Marks, s.mark(receipt))
			}
			e.Reason, e.Handling = reason, handling(unit)
			all = append(all, e)
		}
		if len(b.Marks) > 0 {
			drafts = append(drafts, draft(record.Complaint, all[0].Subject.Derive("receipts"), record.ID{}, record.ID{}, b))
		}
		n = len(all)
		return drafts, all, rows.Err()
	})
	return n, err
}

// SoonGone gives when something is deleted where that is within Notice, and else zero.
func (s *Service) SoonGone(leaves time.Time) time.Time {
	if leaves.After(s.opt.Clock().Add(Notice)) {
		return time.Time{}
	}
	return leaves
}

// leavesBefore is what stands in begun of what is deleted within Notice.
func (s *Service) leavesBefore() int64 { return s.opt.Clock().Add(Notice - Longest).UnixMilli() }

// leaving counts the complaints under a condition that are deleted before long.
func (s *Service) leaving(ctx context.Context, where string, args []any) (n int, err error) {
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		return tx.Row("SELECT count(*) FROM complaints WHERE begun < ? AND ("+where+")", append([]any{s.leavesBefore()}, args...)...).Scan(&n)
	})
	return n, err
}

// renewable faults unless it is time to decide whether something is kept for longer.
func (s *Service) renewable(leaves time.Time, why string) error {
	if !audit.IsReason(why) {
		return invalid("feedback.renew.reason", "keeping this for longer needs a reason of one sentence", "say what it is still needed for")
	}
	if leaves.After(s.opt.Clock().Add(Notice)) {
		return conflict("feedback.renew.early", "this is kept until {0} as it is", "decide in the last {1} days before that", leaves.Format(time.DateOnly), strconv.Itoa(int(Notice/(24*time.Hour))))
	}
	return nil
}

// RenewComplaint keeps a complaint for five years more, for a reason: whoever may end it
// decides so, and nothing else does.
func (s *Service) RenewComplaint(ctx context.Context, a policy.Actor, id record.ID, revision int64, why string) error {
	return s.act(ctx, a, id, "close", revision, func(_ *store.Tx, c *Complaint) (*complaintBody, error) {
		return &complaintBody{Act: renewed, Why: why}, s.renewable(c.Leaves, why)
	})
}

// RenewRumour keeps a rumour for five years more, for a reason.
func (s *Service) RenewRumour(ctx context.Context, a policy.Actor, id record.ID, revision int64, why string) error {
	return s.rumourAct(ctx, a, id, "rumour.close", revision, func(_ *store.Tx, r *Rumour) (*rumourBody, error) {
		return &rumourBody{Act: rumourRenewed, Why: why}, s.renewable(r.Leaves, why)
	})
}

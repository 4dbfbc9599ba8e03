package queue

import (
	"context"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// Thread is what a reporter sees behind the receipt.
type Thread struct {
	Report   record.ID
	State    State
	Messages []Message
}

// Thread gives the words between the reporter and the desks, and where the
// report stands. The receipt is the permission. It faults with Missing where
// there is no such receipt.
func (s *Service) Thread(ctx context.Context, receipt string) (t Thread, err error) {
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		id, err := report.ByReceipt(tx, receipt)
		if err != nil {
			return err
		}
		r, err := load(tx, id)
		if err != nil {
			return err
		}
		if t.Report, t.State = id, r.state; r.state == Quarantine {
			t.State = New // whoever floods must not learn what becomes of it
		}
		t.Messages, err = messages(tx, r.n)
		return err
	})
	return t, err
}

// Messages gives the words between reporter and desks, oldest first.
func (s *Service) Messages(ctx context.Context, id record.ID) (ms []Message, err error) {
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		r, err := load(tx, id)
		if err != nil {
			return err
		}
		ms, err = messages(tx, r.n)
		return err
	})
	return ms, err
}

const messagesSQL = "SELECT id, desk, text, language, at, author FROM messages WHERE n = ? ORDER BY at, id"

func messages(tx *store.Tx, n int64) (ms []Message, err error) {
	rows := tx.Query(messagesSQL, n)
	defer rows.Close()
	for rows.Next() {
		var m Message
		var at int64
		if err := rows.Scan(&m.ID, &m.FromDesk, &m.Text, &m.Language, &at, &m.Author); err != nil {
			return nil, err
		}
		m.At = millis(at)
		ms = append(ms, m)
	}
	return ms, rows.Err()
}

// AddMessage takes a reporter's further word, by the receipt. Sending the same
// id twice is harmless.
func (s *Service) AddMessage(ctx context.Context, receipt string, id record.ID, text, language string) error {
	if err := checkText(text); err != nil {
		return err
	}
	_, err := s.ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		rep, err := report.ByReceipt(tx, receipt)
		if err != nil {
			return nil, err
		}
		r, err := load(tx, rep)
		if err != nil {
			return nil, err
		}
		if known, err := said(tx, id, r.n); err != nil || known {
			return nil, err
		}
		drafts := []ledger.Draft{{
			Kind: record.Message, Record: id, Subject: rep,
			Handling: s.handling(r), Body: textBody{V: bodyVersion, Text: text, Language: language},
		}}
		if up := s.units.Open(r.unit); up != r.unit && !up.Zero() { // nobody reads it where it is
			drafts = append(drafts, inherited(rep, record.ID{}, r, up))
		}
		return drafts, nil
	})
	return err
}

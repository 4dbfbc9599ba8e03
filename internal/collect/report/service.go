package report

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// Service takes reports in and gives them out. Who may ask is decided by its
// callers: an intake for those who report, triage for a desk.
type Service struct {
	ledger     *ledger.Ledger
	receiptKey []byte
}

// New makes the service. receiptKey turns a report's id into its receipt; a
// node that loses it gives other receipts for reports sent again.
func New(l *ledger.Ledger, receiptKey []byte) *Service {
	return &Service{ledger: l, receiptKey: receiptKey}
}

// Accepted is what the sender is told.
type Accepted struct {
	Report  record.ID // the report that the answers went to
	Receipt string
	Known   bool // it was here already
}

// Accept takes a report or the correction of one into the node. Accepting the
// same one twice is not an error: a phone on 2G sends again when it misses the
// answer, and it gets the same receipt; files that come with the repetition are
// added. It faults with Conflict where the id is that of another report.
func (s *Service) Accept(ctx context.Context, in Incoming) (Accepted, error) {
	in.Body.V = bodyVersion
	if err := check(in); err != nil {
		return Accepted{}, err
	}
	var out Accepted
	_, err := s.ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		out = Accepted{}
		known, err := find(tx, in.ID)
		if err != nil {
			return nil, err
		}
		if known != nil {
			out = Accepted{Report: known.id, Receipt: known.receipt, Known: true}
			if known.sum != sumXML(in.Body.XML) {
				return nil, errAnotherReport
			}
			return s.newFiles(tx, known, in)
		}
		if !in.Replaces.Zero() {
			first, err := find(tx, in.Replaces)
			if err != nil {
				return nil, err
			}
			if first != nil {
				out = Accepted{Report: first.id, Receipt: first.receipt}
				in.Body.Receipt = first.receipt
				return []ledger.Draft{{
					Kind: record.Correction, Record: in.ID, Subject: first.id, Parents: []record.Hash{first.rev},
					Author: in.Author, Handling: handling(in), Body: in.Body,
				}}, nil
			}
			// The report that it corrects never came: the correction stands for it.
		}
		in.Body.Receipt, err = s.freeReceipt(tx, in.ID)
		if err != nil {
			return nil, err
		}
		out = Accepted{Report: in.ID, Receipt: in.Body.Receipt}
		return []ledger.Draft{{Kind: record.Report, Record: in.ID, Author: in.Author, Handling: handling(in), Body: in.Body}}, nil
	})
	if err != nil {
		return Accepted{}, err
	}
	return out, nil
}

var errAnotherReport = &fault.Error{
	Kind: fault.Conflict, Op: "report.Accept", Key: "report.id.taken",
	Msg:  "another report with the same number is here already, with other answers",
	Hint: "if you changed a report after sending it, send it as an edit; otherwise fill in the form anew",
}

func handling(in Incoming) record.Handling {
	return record.Handling{Unit: in.Unit, TLP: in.TLP, Purpose: "community-safety"}
}

func check(in Incoming) error {
	bad := func(key, msg, hint string, args ...string) error {
		return &fault.Error{Kind: fault.Invalid, Op: "report.Accept", Key: key, Msg: msg, Hint: hint, Args: args}
	}
	switch {
	case in.ID.Zero() || in.Unit.Zero():
		return &fault.Error{Kind: fault.Internal, Op: "report.Accept", Err: fmt.Errorf("a report without an id or a unit")}
	case len(in.Body.XML) > MaxXML:
		return &fault.Error{
			Kind: fault.TooLarge, Op: "report.Accept", Key: "report.xml.large", Msg: "the answers are larger than {0} KiB",
			Hint: "shorten the longest texts, or send two reports", Args: []string{strconv.Itoa(MaxXML >> 10)},
		}
	case len(in.Body.Files) > MaxFiles:
		return &fault.Error{
			Kind: fault.TooLarge, Op: "report.Accept", Key: "report.files.many", Msg: "the report has more than {0} files",
			Hint: "send the rest with a second report", Args: []string{strconv.Itoa(MaxFiles)},
		}
	case in.Body.Point != nil && !in.Body.Point.Valid():
		return bad("report.point.nowhere", "the place is not on the earth", "check latitude and longitude")
	}
	for _, f := range in.Body.Files {
		if f.Name == "" || len(f.Name) > MaxName || f.Ref == "" {
			return bad("report.file.name", "a file has no name, or a name longer than {0} bytes", "rename the file", strconv.Itoa(MaxName))
		}
	}
	return nil
}

// newFiles gives a revision for every file that the report does not have yet.
func (s *Service) newFiles(tx *store.Tx, known *row, in Incoming) ([]ledger.Draft, error) {
	var drafts []ledger.Draft
	for _, f := range in.Body.Files {
		var sum string
		err := tx.Row("SELECT sum FROM files WHERE n = ? AND name = ?", known.n, f.Name).Scan(&sum)
		if err == nil && sum == f.Sum {
			continue
		}
		if err != nil && !store.None(err) {
			return nil, err
		}
		if err == nil { // the same name, other bytes: both are kept
			f.Name = f.Sum[:8] + "-" + f.Name
			if e := tx.Row("SELECT sum FROM files WHERE n = ? AND name = ?", known.n, f.Name).Scan(&sum); e == nil {
				continue
			}
		}
		drafts = append(drafts, ledger.Draft{
			Kind: record.Blob, Record: known.id.Derive("file/" + f.Name), Subject: known.id, Author: in.Author,
			Handling: handling(in), Body: fileBody{V: bodyVersion, File: f},
		})
	}
	return drafts, nil
}

// maxReceiptTries bounds the search for a free receipt: with a million reports
// one try in 100,000 meets a taken one.
const maxReceiptTries = 20

func (s *Service) freeReceipt(tx *store.Tx, id record.ID) (string, error) {
	for try := range uint32(maxReceiptTries) {
		r := receiptOf(s.receiptKey, id, try)
		n, err := receiptNumber(r)
		if err != nil {
			return "", err
		}
		var taken int
		if err := tx.Row("SELECT count(*) FROM reports WHERE receipt = ?", n).Scan(&taken); err != nil || taken == 0 {
			return r, err
		}
	}
	return "", &fault.Error{Kind: fault.Internal, Op: "report.freeReceipt", Err: fmt.Errorf("no receipt is free after %d tries", maxReceiptTries)}
}

func receiptNumber(digits string) (int64, error) { return strconv.ParseInt(digits, 10, 64) }

// Known tells whether a report or a correction of that id was accepted.
func (s *Service) Known(ctx context.Context, id record.ID) (known bool, err error) {
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		r, err := find(tx, id)
		known = r != nil
		return err
	})
	return known, err
}

// row is what decisions need of a report.
type row struct {
	n       int64
	id      record.ID
	receipt string
	sum     record.Hash // of the XML of the instance asked for
	rev     record.Hash
}

// find gives the report to which an instance id leads, or nil.
func find(tx *store.Tx, id record.ID) (*row, error) {
	r := row{}
	var receipt int64
	err := tx.Row("SELECT n, id, receipt, sum, rev FROM reports WHERE id = ?", id).Scan(&r.n, &r.id, &receipt, &r.sum, &r.rev)
	if store.None(err) {
		err = tx.Row(`SELECT r.n, r.id, r.receipt, i.sum, r.rev FROM instances i JOIN reports r USING (n) WHERE i.id = ?`, id).
			Scan(&r.n, &r.id, &receipt, &r.sum, &r.rev)
	}
	if store.None(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	r.receipt = fmt.Sprintf("%0*d", receiptDigits, receipt)
	return &r, nil
}

// ByReceipt gives the id of the report behind a receipt. It faults with Missing
// where there is none.
func ByReceipt(tx *store.Tx, receipt string) (id record.ID, err error) {
	n, err := receiptNumber(receipt)
	if err != nil {
		return id, store.ErrNone
	}
	return id, tx.Row("SELECT id FROM reports WHERE receipt = ?", n).Scan(&id)
}

// Report is a report as a desk reads it: the answers that hold now.
type Report struct {
	ID        record.ID
	Body      Body
	Files     []File
	Latest    int64 // seq of the revision that Body is of
	Conflicts []int64
	Rev       record.Hash
}

// Get gives the report. It faults with Missing where there is none.
func (s *Service) Get(ctx context.Context, id record.ID) (*Report, error) {
	r := &Report{ID: id}
	err := s.ledger.View(ctx, func(tx *store.Tx) error {
		var n int64
		if err := tx.Row("SELECT n, latest, rev FROM reports WHERE id = ?", id).Scan(&n, &r.Latest, &r.Rev); err != nil {
			return err
		}
		var err error
		if r.Files, err = filesOf(tx, n); err != nil {
			return err
		}
		rows := tx.Query("SELECT seq FROM conflicts WHERE n = ? ORDER BY seq", n)
		for rows.Next() {
			var seq int64
			if err := rows.Scan(&seq); err != nil {
				return err
			}
			r.Conflicts = append(r.Conflicts, seq)
		}
		return rows.Err()
	})
	if err != nil {
		return nil, err
	}
	rev, err := s.ledger.Read(ctx, r.Latest)
	if err != nil {
		return nil, err
	}
	return r, json.Unmarshal(rev.Body, &r.Body)
}

func filesOf(tx *store.Tx, n int64) (files []File, err error) {
	rows := tx.Query("SELECT name, type, size, ref, sum FROM files WHERE n = ? ORDER BY name", n)
	for rows.Next() {
		var f File
		if err := rows.Scan(&f.Name, &f.Type, &f.Size, &f.Ref, &f.Sum); err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	return files, rows.Err()
}

func sumXML(xml string) record.Hash {
	return sha256.Sum256([]byte(strings.TrimSpace(xml)))
}

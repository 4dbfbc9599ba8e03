package report

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"wasl/internal/base/fault"
	"wasl/internal/base/receipt"
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
	Report   record.ID // the report that the answers went to
	Receipt  string
	Known    bool     // it was here already
	Problems []string // what does not fit the form
}

// Accept takes a report or the correction of one into the node. Accepting the
// same one twice is not an error: a phone on 2G sends again when it misses the
// answer, and it gets the same receipt; files that come with the repetition are
// added. Nor is a correction that comes before what it puts right. It faults with
// Conflict where the id is that of another report.
func (s *Service) Accept(ctx context.Context, in Incoming) (Accepted, error) {
	in.Body.V, in.Body.Replaces = bodyVersion, in.Replaces
	in.Body.Files = distinct(in.Body.Files)
	if err := check(in); err != nil {
		return Accepted{}, err
	}
	var out Accepted
	_, err := s.ledger.Write(ctx, func(tx *store.Tx) (drafts []ledger.Draft, err error) {
		out, drafts, err = s.decide(tx, in)
		return drafts, err
	})
	if err != nil {
		return Accepted{}, err
	}
	out.Problems = in.Body.Problems
	return out, nil
}

// decide finds out what an incoming report is on the tables as they are now.
func (s *Service) decide(tx *store.Tx, in Incoming) (Accepted, []ledger.Draft, error) {
	known, err := find(tx, in.ID)
	switch {
	case err != nil:
		return Accepted{}, nil, err
	case known == nil:
	case known.awaited() && !known.theirs(in): // somebody else's word on it is here: it stands for itself
	case known.awaited(): // a correction of it is here already
		in.Body.Late = true
		return s.correct(tx, known, in)
	case known.sum != sumXML(in.Body.XML):
		return Accepted{}, nil, errAnotherReport
	default:
		drafts, err := s.newFiles(tx, known, in)
		return Accepted{Report: known.id, Receipt: known.receipt, Known: true}, drafts, err
	}
	if !in.Replaces.Zero() && in.Replaces != in.ID {
		before, err := find(tx, in.Replaces)
		if err != nil {
			return Accepted{}, nil, err
		}
		if before != nil && before.theirs(in) {
			return s.correct(tx, before, in)
		}
		// What it puts right is still on its way, or is somebody else's: the correction
		// stands for itself.
	}
	if in.Body.Receipt, err = s.freeReceipt(tx, in.ID); err != nil {
		return Accepted{}, nil, err
	}
	out := Accepted{Report: in.ID, Receipt: in.Body.Receipt}
	return out, []ledger.Draft{{Kind: record.Report, Record: in.ID, Author: in.Author, Handling: handling(in), Body: in.Body}}, nil
}

// correct makes a correction of the report that the row is of. Its parent is the
// revision that it was written from, which may not be the newest any more.
func (s *Service) correct(tx *store.Tx, before *row, in Incoming) (Accepted, []ledger.Draft, error) {
	files, err := apart(tx, before.n, in.Body.Files)
	if err != nil {
		return Accepted{}, nil, err
	}
	in.Body.Files, in.Body.Receipt = files, before.receipt
	d := ledger.Draft{Kind: record.Correction, Record: in.ID, Subject: before.id, Author: in.Author, Handling: handling(in), Body: in.Body}
	if !before.awaited() {
		d.Parents = []record.Hash{before.rev}
	}
	return Accepted{Report: before.id, Receipt: before.receipt}, []ledger.Draft{d}, nil
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
		return tooManyFiles()
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

// Amendment is a desk's correction of a report, to be written in the transaction
// that tx is of. It puts right what holds now, and settles every conflict that
// stands. It is nil where the same one was written already, and faults with
// Conflict where its id is another's.
func Amendment(tx *store.Tx, of record.ID, in Incoming) (*ledger.Draft, error) {
	in.Body.V, in.Body.Replaces = bodyVersion, of
	if err := check(in); err != nil {
		return nil, err
	}
	if known, err := find(tx, in.ID); err != nil || known != nil {
		if err == nil && (known.id != of || known.sum != sumXML(in.Body.XML)) {
			err = errAnotherReport
		}
		return nil, err
	}
	before, err := find(tx, of)
	if err != nil {
		return nil, err
	}
	if before == nil {
		return nil, store.ErrNone
	}
	in.Body.Receipt, in.Body.Source = before.receipt, before.source
	d := &ledger.Draft{Kind: record.Correction, Record: in.ID, Body: in.Body}
	d.Parents, err = standing(tx, before.n)
	return d, err
}

// standing gives the revision whose answers hold of a report, and all that are in
// conflict with it.
func standing(tx *store.Tx, n int64) (revs []record.Hash, err error) {
	rows := tx.Query("SELECT rev FROM reports WHERE n = ?1 UNION ALL SELECT rev FROM conflicts WHERE n = ?1", n)
	for rows.Next() {
		var rev record.Hash
		if err := rows.Scan(&rev); err != nil {
			return nil, err
		}
		revs = append(revs, rev)
	}
	return revs, rows.Err()
}

func tooManyFiles() error {
	return &fault.Error{
		Kind: fault.TooLarge, Op: "report.Accept", Key: "report.files.many", Msg: "the report has more than {0} files",
		Hint: "send the rest with a second report", Args: []string{strconv.Itoa(MaxFiles)},
	}
}

// distinct leaves no two files with one name: the same file twice is one, and of
// different ones the later is named by its content besides.
func distinct(files []File) (out []File) {
	sums := map[string]string{}
	for _, f := range files {
		if sum, taken := sums[f.Name]; taken && sum == f.Sum {
			continue
		} else if taken {
			f.Name = besides(f)
		}
		if _, taken := sums[f.Name]; !taken {
			sums[f.Name] = f.Sum
			out = append(out, f)
		}
	}
	return out
}

// besides is the name of a file beside another one of its name.
func besides(f File) string {
	name := f.Sum[:min(8, len(f.Sum))] + "-" + f.Name
	return name[:min(len(name), MaxName)]
}

// apart gives the files that the report does not have yet, each under a name that
// no other file of the report has. It faults with TooLarge where they are too many.
func apart(tx *store.Tx, n int64, files []File) (out []File, err error) {
	have := map[string]string{}
	known, err := filesOf(tx, n)
	if err != nil {
		return nil, err
	}
	for _, f := range known {
		have[f.Name] = f.Sum
	}
	for _, f := range files {
		if sum, taken := have[f.Name]; taken && sum != f.Sum {
			f.Name = besides(f)
		}
		if _, taken := have[f.Name]; !taken {
			have[f.Name] = f.Sum
			out = append(out, f)
		}
	}
	if len(have) > MaxFiles {
		return nil, tooManyFiles()
	}
	return out, nil
}

// newFiles gives a revision for every file that the report does not have yet.
func (s *Service) newFiles(tx *store.Tx, known *row, in Incoming) (drafts []ledger.Draft, err error) {
	if len(in.Body.Files) == 0 {
		return nil, nil
	}
	files, err := apart(tx, known.n, in.Body.Files)
	for _, f := range files {
		drafts = append(drafts, ledger.Draft{
			Kind: record.Blob, Record: known.id.Derive("file/" + f.Name), Subject: known.id, Author: in.Author,
			Handling: handling(in), Body: fileBody{V: bodyVersion, File: f},
		})
	}
	return drafts, err
}

// maxReceiptTries bounds the search for a free receipt: with a million reports
// one try in 100,000 meets a taken one.
const maxReceiptTries = 20

func (s *Service) freeReceipt(tx *store.Tx, id record.ID) (string, error) {
	for try := range uint32(maxReceiptTries) {
		r := receipt.Of(s.receiptKey, id, try)
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

// Named tells whether a report names the attachment of a reference.
func (s *Service) Named(ctx context.Context, ref string) (named bool, err error) {
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		return tx.Row("SELECT EXISTS (SELECT 1 FROM files WHERE ref = ?)", ref).Scan(&named)
	})
	return named, err
}

// Known tells whether a report or a correction of that id was accepted.
func (s *Service) Known(ctx context.Context, id record.ID) (known bool, err error) {
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		r, err := find(tx, id)
		known = r != nil
		return err
	})
	return known, err
}

// Same tells whether a report or a correction of that id was accepted, and whether
// with the same answers.
func (s *Service) Same(ctx context.Context, id record.ID, xml string) (here, same bool, err error) {
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		r, err := find(tx, id)
		here = r != nil && !r.awaited()
		same = here && r.sum == sumXML(xml)
		return err
	})
	return here, same, err
}

// row is what decisions need of a report, seen from one of its instances.
type row struct {
	n       int64
	id      record.ID
	receipt string
	source  record.ID
	sum     record.Hash // of the XML of the instance asked for
	rev     record.Hash // the revision in which the instance came; zero: only its correction did
}

// theirs tells whether an incoming report comes from this one's sender, and so may
// put it right: who knows a report's number does not thereby speak for its
// reporter. A desk corrects by Amendment.
func (r *row) theirs(in Incoming) bool { return in.Body.Source == r.source }

// awaited tells an instance that only a correction has spoken of.
func (r *row) awaited() bool { return r.rev == record.Hash{} }

// find gives the report to which an instance id leads, or nil.
func find(tx *store.Tx, id record.ID) (*row, error) {
	r := row{}
	var digits int64
	err := tx.Row("SELECT n, id, receipt, source, sum, coalesce(origin, rev) FROM reports WHERE id = ?", id).
		Scan(&r.n, &r.id, &digits, &r.source, &r.sum, &r.rev)
	if store.None(err) {
		err = tx.Row(`SELECT r.n, r.id, r.receipt, r.source, i.sum, coalesce(i.rev, zeroblob(32)) FROM instances i JOIN reports r USING (n) WHERE i.id = ?`, id).
			Scan(&r.n, &r.id, &digits, &r.source, &r.sum, &r.rev)
	}
	if store.None(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	r.receipt = fmt.Sprintf("%0*d", receipt.Size, digits)
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

package queue

import (
	"context"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/audit"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/network/unit"
)

// Options says what the service stands on.
type Options struct {
	Ledger *ledger.Ledger // the field compartment, with Part
	Policy *policy.Engine
	Units  *unit.Tree
	// People gives who an account is, and false for none that works here.
	People func(record.ID) (policy.Actor, bool)
	// BlobID gives the name under which an attachment is kept; nil where there are none.
	BlobID func(ref string) string
	Clock  func() time.Time
	Random io.Reader // draws what is looked at again
}

// Service is what a desk may ask and do.
type Service struct {
	ledger *ledger.Ledger
	policy *policy.Engine
	units  *unit.Tree
	people func(record.ID) (policy.Actor, bool)
	blobID func(ref string) string
	clock  func() time.Time
	random io.Reader
	shown  *audit.Meter

	settings atomic.Pointer[settings] // the deadlines that units set
	shares   atomic.Pointer[shares]   // of what is looked at again
}

// NewService makes the service over the field compartment. Until Refresh it knows
// of no deadlines but the usual ones.
func NewService(opt Options) *Service {
	s := &Service{
		ledger: opt.Ledger, policy: opt.Policy, units: opt.Units, people: opt.People, blobID: opt.BlobID, clock: opt.Clock, random: opt.Random,
		shown: audit.NewMeter(opt.Clock),
	}
	s.settings.Store(&settings{})
	s.shares.Store(&shares{})
	return s
}

// An Act names the report that a desk acts on and the state of it that the
// person saw: another state in the meantime is a Conflict. Revision 0 does not
// ask.
type Act struct {
	Report   record.ID
	Revision int64
}

func (s *Service) resource(id record.ID, r *row) policy.Resource {
	res := policy.Resource{Type: policy.Report, ID: id, Unit: r.unit, UnitPath: s.units.Path(r.unit), TLP: r.tlp}
	if r.assignee != nil {
		res.Assignee = *r.assignee
	}
	if r.closer != nil {
		res.Closer = *r.closer
	}
	return res
}

// purpose is what reports are for, in the register's words.
const purpose = "community-safety"

func (s *Service) handling(r *row) record.Handling {
	return record.Handling{Unit: r.unit, TLP: r.tlp, Purpose: purpose}
}

// act is every act of a desk: load the row, ask the policy about that very row,
// compare what the person saw, and write one revision.
func (s *Service) act(ctx context.Context, a policy.Actor, action policy.Action, act Act, make func(tx *store.Tx, r *row) (*ledger.Draft, error)) (Summary, error) {
	return s.acts(ctx, a, action, act, func(tx *store.Tx, r *row) ([]ledger.Draft, error) {
		d, err := make(tx, r)
		if err != nil || d == nil {
			return nil, err
		}
		return []ledger.Draft{*d}, nil
	})
}

// acts is an act of several revisions.
func (s *Service) acts(ctx context.Context, a policy.Actor, action policy.Action, act Act, make func(tx *store.Tx, r *row) ([]ledger.Draft, error)) (Summary, error) {
	_, err := s.ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		r, err := s.allowed(ctx, tx, a, action, act.Report)
		if err != nil {
			return nil, err
		}
		if act.Revision != 0 && act.Revision != r.seq {
			return nil, &fault.Error{
				Kind: fault.Conflict, Op: "queue." + string(action), Key: "queue.revision.old",
				Msg: "somebody else changed this report while you had it open", Hint: "look at the change, then do it again if it still fits",
				Args: []string{strconv.FormatInt(r.seq, 10)},
			}
		}
		drafts, err := make(tx, r)
		for i := range drafts {
			d := &drafts[i]
			if d.Subject, d.Author = act.Report, a.ID; d.Handling.Unit.Zero() {
				d.Handling = s.handling(r)
			}
		}
		return drafts, err
	})
	if err != nil {
		return Summary{}, err
	}
	return s.Summary(ctx, act.Report)
}

// Loaded gives a report's row as the policy is asked about it and how pressing the
// report is, inside a transaction that will act on it. It faults with Missing where
// there is none. The caller asks the policy.
func (s *Service) Loaded(tx *store.Tx, id record.ID) (policy.Resource, report.Urgency, error) {
	r, err := load(tx, id)
	if err != nil {
		return policy.Resource{}, "", err
	}
	return s.resource(id, r), urgencies[r.urgency], nil
}

// allowed loads the row and asks the policy. A report that the actor may not
// know of is Missing, like one that does not exist.
func (s *Service) allowed(ctx context.Context, tx *store.Tx, a policy.Actor, action policy.Action, id record.ID) (*row, error) {
	r, err := load(tx, id)
	if err != nil {
		return nil, err
	}
	return r, s.policy.Allow(ctx, a, action, s.resource(id, r))
}

// SetState moves a report between the states of its desk. Closing has an act of
// its own, with an outcome.
func (s *Service) SetState(ctx context.Context, a policy.Actor, act Act, state State) (Summary, error) {
	return s.act(ctx, a, "report.state", act, func(_ *store.Tx, r *row) (*ledger.Draft, error) {
		if state == Closed || state == Quarantine {
			return nil, invalid("queue.state.closing", "a report is closed with an outcome", "choose how it ended")
		}
		if r.state == Closed {
			return nil, invalid("queue.state.closed", "this report is closed", "reopen it first")
		}
		if r.state == state {
			return nil, nil
		}
		return &ledger.Draft{Kind: record.State, Record: act.Report.Derive("state"), Body: stateBody{V: bodyVersion, State: state.String(), From: r.state.String()}}, nil
	})
}

// Reopen puts a closed report back into the work, with a reason.
func (s *Service) Reopen(ctx context.Context, a policy.Actor, act Act, note string) (Summary, error) {
	return s.act(ctx, a, "report.reopen", act, func(_ *store.Tx, r *row) (*ledger.Draft, error) {
		if r.state != Closed {
			return nil, nil
		}
		if err := checkText(note); err != nil {
			return nil, err
		}
		return &ledger.Draft{Kind: record.State, Record: act.Report.Derive("state"), Body: stateBody{V: bodyVersion, State: Checking.String(), Note: note, From: r.state.String()}}, nil
	})
}

// SetUrgency says how fast a report must be looked at.
func (s *Service) SetUrgency(ctx context.Context, a policy.Actor, act Act, u report.Urgency) (Summary, error) {
	return s.act(ctx, a, "report.urgency", act, func(_ *store.Tx, r *row) (*ledger.Draft, error) {
		if r.urgency == u.Rank() {
			return nil, nil
		}
		return &ledger.Draft{Kind: record.Urgency, Record: act.Report.Derive("urgency"), Body: urgencyBody{V: bodyVersion, Urgency: string(u)}}, nil
	})
}

// SetGrade grades the source and the information.
func (s *Service) SetGrade(ctx context.Context, a policy.Actor, act Act, g Grade) (Summary, error) {
	return s.act(ctx, a, "report.grade", act, func(_ *store.Tx, r *row) (*ledger.Draft, error) {
		if err := g.Check(); err != nil {
			return nil, err
		}
		if r.grade == g {
			return nil, nil
		}
		return &ledger.Draft{Kind: record.Grade, Record: act.Report.Derive("grade"), Body: gradeBody{V: bodyVersion, Grade: g}}, nil
	})
}

// Assign gives a report to somebody, or with the zero id to nobody. It faults
// with Invalid where that person could not read it.
func (s *Service) Assign(ctx context.Context, a policy.Actor, act Act, account record.ID) (Summary, error) {
	return s.act(ctx, a, "report.assign", act, func(_ *store.Tx, r *row) (*ledger.Draft, error) {
		if r.assignee != nil && *r.assignee == account || r.assignee == nil && account.Zero() {
			return nil, nil
		}
		if !account.Zero() && !s.couldRead(ctx, account, act.Report, r) {
			return nil, unfit()
		}
		return &ledger.Draft{Kind: record.Assignment, Record: act.Report.Derive("assignment"), Body: assignBody{V: bodyVersion, Account: account}}, nil
	})
}

func unfit() error {
	return invalid("queue.assign.unfit", "this person could not read the report", "choose somebody of the unit's desk, or of one above")
}

// couldRead tells whether an account could read the report, were it theirs.
func (s *Service) couldRead(ctx context.Context, account, id record.ID, r *row) bool {
	who, ok := s.people(account)
	if !ok {
		return false
	}
	theirs := *r
	theirs.assignee = &account
	return s.policy.Allow(ctx, who, "report.open", s.resource(id, &theirs)) == nil
}

// maxForwards bounds how often a report may go from desk to desk: a ring of
// desks that pass it on must end with a person who keeps it.
const maxForwards = 12

// Forward hands a report to another unit, whose it is from then on.
func (s *Service) Forward(ctx context.Context, a policy.Actor, act Act, to record.ID, note string) (Summary, error) {
	return s.act(ctx, a, "report.forward", act, func(_ *store.Tx, r *row) (*ledger.Draft, error) {
		switch {
		case !s.units.Works(to):
			return nil, invalid("queue.forward.unit", "there is no such unit", "choose a unit from the list")
		case r.unit == to:
			return nil, nil
		case len(note) > MaxText:
			return nil, tooLong()
		case r.forwards >= maxForwards:
			return nil, invalid("queue.forward.ring", "this report has gone from desk to desk {0} times", "answer it here, or ask the unit above to decide", strconv.Itoa(r.forwards))
		}
		return &ledger.Draft{
			Kind: record.Forward, Record: act.Report.Derive("unit"),
			Handling: record.Handling{Unit: to, TLP: r.tlp, Purpose: purpose},
			Body:     forwardBody{V: bodyVersion, Unit: to, From: r.unit, Note: note},
		}, nil
	})
}

// Answer writes to the reporter, who reads it by the receipt. The id is chosen
// by the sender, so that sending twice is harmless.
func (s *Service) Answer(ctx context.Context, a policy.Actor, act Act, id record.ID, text, language string) (Summary, error) {
	return s.say(ctx, a, "report.answer", act, record.Answer, id, text, language)
}

// Note keeps a word for colleagues.
func (s *Service) Note(ctx context.Context, a policy.Actor, act Act, id record.ID, text string) (Summary, error) {
	return s.say(ctx, a, "report.note", act, record.Note, id, text, "")
}

func (s *Service) say(ctx context.Context, a policy.Actor, action policy.Action, act Act, kind record.Kind, id record.ID, text, language string) (Summary, error) {
	return s.act(ctx, a, action, act, func(tx *store.Tx, r *row) (*ledger.Draft, error) {
		if err := checkText(text); err != nil {
			return nil, err
		}
		if known, err := said(tx, id, r.n); err != nil || known {
			return nil, err
		}
		return &ledger.Draft{Kind: kind, Record: id, Body: textBody{V: bodyVersion, Text: text, Language: language}}, nil
	})
}

const saidSQL = "SELECT n FROM messages WHERE id = ?1 UNION ALL SELECT n FROM notes WHERE id = ?1"

// said tells whether the word of an id was taken in already. It faults with
// Conflict where the id is that of a word about another report.
func said(tx *store.Tx, id record.ID, n int64) (bool, error) {
	if id.Zero() {
		return false, invalid("queue.id.missing", "the word has no number of its own", "load the page again and send it once more")
	}
	var at int64
	err := tx.Row(saidSQL, id).Scan(&at)
	switch {
	case store.None(err):
		return false, nil
	case err != nil:
		return false, err
	case at != n:
		return false, &fault.Error{
			Kind: fault.Conflict, Op: "queue.say", Key: "queue.id.taken", Msg: "this word was said about another report already",
			Hint: "load the page again and send it once more",
		}
	}
	return true, nil
}

// Correct puts the answers of a report right, with a reason. The answers as they
// came stay in its history.
func (s *Service) Correct(ctx context.Context, a policy.Actor, act Act, in report.Incoming) (Summary, error) {
	return s.act(ctx, a, "report.correct", act, func(tx *store.Tx, _ *row) (*ledger.Draft, error) {
		if err := checkText(in.Body.Reason); err != nil {
			return nil, err
		}
		return report.Amendment(tx, act.Report, in)
	})
}

// Close ends the work on a report with an outcome. Chance decides at once whether
// somebody else looks at it again.
func (s *Service) Close(ctx context.Context, a policy.Actor, act Act, o Outcome, note string) (Summary, error) {
	return s.acts(ctx, a, "report.close", act, func(tx *store.Tx, r *row) ([]ledger.Draft, error) {
		if !slices.Contains(Outcomes(), o) {
			return nil, invalid("queue.outcome.unknown", "this is no way for a report to end", "choose an outcome from the list")
		}
		if r.state == Closed && r.outcome == o {
			return nil, nil
		}
		if len(note) > MaxText {
			return nil, tooLong()
		}
		drawn, err := s.draw(tx, act.Report, r)
		closing := ledger.Draft{Kind: record.Closing, Record: act.Report.Derive("state"), Body: closeBody{V: bodyVersion, Outcome: o, Note: note}}
		return append([]ledger.Draft{closing}, drawn...), err
	})
}

// Open is reading a report: it leaves an audit line with the reader's reason, and
// an alarm where the reader reads far more than usual. It gives the report's
// history.
func (s *Service) Open(ctx context.Context, a policy.Actor, id record.ID, reason string) ([]ledger.Revision, error) {
	if err := s.read(ctx, a, id, reason, "", func(*store.Tx, *row) error { return nil }); err != nil {
		return nil, err
	}
	return s.ledger.History(ctx, id)
}

// OpenFile is reading an attachment of a report, which leaves an audit line of
// its own. It faults with Missing where the report has no such file, the same as
// where a may not know of the report.
func (s *Service) OpenFile(ctx context.Context, a policy.Actor, id record.ID, name string) (f report.File, err error) {
	err = s.read(ctx, a, id, "", audit.Attachment, func(tx *store.Tx, r *row) error {
		f, err = report.FileOf(tx, r.n, name)
		return err
	})
	return f, err
}

// read lets a read what find finds of a report, and leaves the line of it.
func (s *Service) read(ctx context.Context, a policy.Actor, id record.ID, reason string, what audit.What, find func(*store.Tx, *row) error) error {
	stopped := false
	_, err := s.ledger.Write(ctx, func(tx *store.Tx) (drafts []ledger.Draft, err error) {
		r, err := s.allowed(ctx, tx, a, "report.open", id)
		if err == nil {
			err = find(tx, r)
		}
		if err != nil {
			return nil, err
		}
		drafts, stopped, err = audit.Open(tx, audit.Reading{Reader: a, Subject: id, Handling: s.handling(r), Reason: reason, What: what}, s.clock())
		return drafts, err
	})
	if err == nil && stopped {
		err = audit.TooMuch(s.clock())
	}
	return err
}

// Before gives the unit where a report stood until the revision, and false for one
// that took it nowhere: what a console shows of a report that went elsewhere is
// taken off it, and nobody else learns that there was one.
func (s *Service) Before(ctx context.Context, h ledger.Header) (unit record.ID, moved bool, err error) {
	switch h.Kind {
	case record.Erasure:
		return h.Handling.Unit, true, nil
	case record.Forward:
		rev, err := s.ledger.Read(ctx, h.Seq)
		if err != nil || rev.Body == nil {
			return unit, false, err
		}
		b, err := body[forwardBody](rev)
		return b.From, err == nil, err
	default:
		return unit, false, nil
	}
}

// Source gives the report's row as the policy is asked about it, and the
// reference of who sent it, which is zero where nobody is known. It faults with
// Missing where there is no such report. The caller asks the policy.
func (s *Service) Source(ctx context.Context, id record.ID) (r policy.Resource, source record.ID, err error) {
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		loaded, err := load(tx, id)
		if err != nil {
			return err
		}
		r = s.resource(id, loaded)
		return tx.Row("SELECT source FROM reports WHERE n = ?", loaded.n).Scan(&source)
	})
	return r, source, err
}

// Disclosed leaves a line beside the report of who asked, decided or read who
// sent it: the desk sees that it was done, as the vault has it done already.
func (s *Service) Disclosed(ctx context.Context, by, id record.ID, act string) error {
	_, err := s.ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		r, err := load(tx, id)
		if store.None(err) { // erased since
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		return []ledger.Draft{{
			Kind: record.Disclosure, Record: id.Derive("disclosure"), Subject: id, Author: by, Handling: s.handling(r),
			Body: disclosedBody{V: bodyVersion, Act: act},
		}}, nil
	})
	return err
}

// May tells which of the actions a may do to the report.
func (s *Service) May(ctx context.Context, a policy.Actor, id record.ID, actions []policy.Action) (may []policy.Action, err error) {
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		r, err := load(tx, id)
		if err != nil {
			return err
		}
		for _, action := range actions {
			res := s.resource(id, r)
			if strings.HasPrefix(string(action), "vault.") {
				res.Type = policy.Source
			}
			if action == "report.review" && r.closer == nil {
				continue // nobody awaits it
			}
			if s.policy.Allow(ctx, a, action, res) == nil {
				may = append(may, action)
			}
		}
		return nil
	})
	return may, err
}

// Erase removes a report and all about it, and leaves a tombstone. It gives the
// references of the attachments that no other report names: they are the
// caller's to delete.
func (s *Service) Erase(ctx context.Context, a policy.Actor, id record.ID, reason string) (files []string, err error) {
	_, err = s.ledger.EraseIf(ctx, func(tx *store.Tx) (ledger.Erasing, error) {
		r, err := s.allowed(ctx, tx, a, "report.erase", id)
		if err == nil {
			err = checkText(reason)
		}
		if err == nil {
			files, err = report.OwnFiles(tx, id)
		}
		if err != nil {
			return ledger.Erasing{}, err
		}
		return ledger.Erasing{Subject: id, Author: a.ID, Reason: reason, Handling: s.handling(r), Blobs: s.blobIDs(files)}, nil
	})
	return files, err
}

func (s *Service) blobIDs(refs []string) (ids []string) {
	for _, ref := range refs {
		if s.blobID != nil {
			ids = append(ids, s.blobID(ref))
		}
	}
	return ids
}

func checkText(text string) error {
	switch {
	case text == "":
		return invalid("queue.text.missing", "there is no text", "write what you want to say")
	case len(text) > MaxText:
		return tooLong()
	}
	return nil
}

// LetIn tells whether a revision takes a report out of the quarantine.
func LetIn(rev ledger.Revision) bool {
	if rev.Kind != record.State {
		return false
	}
	b, err := body[stateBody](rev)
	return err == nil && b.From == Quarantine.String()
}

func tooLong() error {
	return &fault.Error{
		Kind: fault.TooLarge, Op: "queue", Key: "queue.text.long", Msg: "the text is longer than {0} KiB",
		Hint: "shorten it, or send it in two parts", Args: []string{strconv.Itoa(MaxText >> 10)},
	}
}

func invalid(key, msg, hint string, args ...string) error {
	return &fault.Error{Kind: fault.Invalid, Op: "queue", Key: key, Msg: msg, Hint: hint, Args: args}
}

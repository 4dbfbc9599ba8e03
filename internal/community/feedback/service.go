package feedback

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/receipt"
	"wasl/internal/base/record"
	"wasl/internal/guard/audit"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/network/place"
	"wasl/internal/network/unit"
)

// Options says what the service stands on.
type Options struct {
	Ledger     *ledger.Ledger // the compartment community, with Part
	Policy     *policy.Engine
	Units      *unit.Tree
	Places     *place.Service
	Readers    func(context.Context) []Holder       // who reads complaints about staff now
	People     func(record.ID) (policy.Actor, bool) // who an account is, and false for none that works here
	ReceiptKey []byte
	Clock      func() time.Time
}

// Service listens.
type Service struct{ opt Options }

// NewService makes the service over the compartment community.
func NewService(opt Options) *Service { return &Service{opt} }

// Accepted is what whoever complains is told. It says nothing of who reads it.
type Accepted struct {
	Receipt string
	Known   bool      // it was here already
	ID      record.ID // under which it is read; not for whoever complains
}

// Listening tells whether anybody holds the role safeguarding: where nobody does, a
// complaint about staff is kept, and reaches nobody yet.
func (s *Service) Listening(ctx context.Context) bool { return len(s.opt.Readers(ctx)) > 0 }

// Readers lists who reads complaints about staff, but for those that are about
// themselves.
func (s *Service) Readers(ctx context.Context) []Holder { return s.opt.Readers(ctx) }

// Accept takes a complaint from the public page. Sending it twice is harmless; who must
// not read it is heard from each time. It faults with Conflict where something else was
// sent under the same id.
func (s *Service) Accept(ctx context.Context, in Incoming) (Accepted, error) {
	return s.take(ctx, in, record.ID{}, s.unitOf(in.Place), Page, func() error { return nil })
}

// Enter takes a complaint that somebody told to a person of the programme. Whoever
// enters it gets the receipt, to hand it on, and reads it no more.
func (s *Service) Enter(ctx context.Context, a policy.Actor, in Incoming) (Accepted, error) {
	return s.take(ctx, in, a.ID, a.Unit, Told, func() error {
		return s.opt.Policy.Allow(ctx, a, "complaint.enter", s.opt.Policy.At(policy.Complaint, in.ID, a.Unit))
	})
}

func (s *Service) take(ctx context.Context, in Incoming, by, unit record.ID, channel Channel, allowed func() error) (out Accepted, err error) {
	if err := allowed(); err != nil {
		return out, err
	}
	in = in.clean()
	if err := errors.Join(in.check(), s.known(in.Place)); err != nil {
		return out, err
	}
	b := complaintBody{V: bodyVersion, Act: made, Kind: in.Kind, Channel: channel, Language: in.Language, Text: in.Text}
	if in.Place != (place.Ref{}) {
		b.Place = &in.Place
	}
	if in.Kind == OfStaff {
		b.Concerned = in.concerned(s.opt.Readers(ctx))
	}
	id := in.id(by)
	written, err := s.opt.Ledger.Knows(ctx, id)
	if err != nil {
		return out, err
	}
	_, err = s.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		known, err := knownAs(tx, id)
		if err != nil {
			return nil, err
		}
		if known != nil {
			if known.sum != in.sum() {
				return nil, conflict("feedback.id.taken", "something else was sent under the same number", "load the page again and send it once more")
			}
			out = Accepted{known.receipt, true, id}
			return keepAlso(tx, id, by, b.Concerned)
		}
		if written {
			return nil, ErrGone
		}
		if b.Receipt, err = s.freeReceipt(tx, id); err != nil {
			return nil, err
		}
		out = Accepted{b.Receipt, false, id}
		return []ledger.Draft{draft(record.Complaint, id, unit, by, b)}, nil
	})
	return out, err
}

// keepAlso keeps accounts from a complaint that were not kept from it.
func keepAlso(tx *store.Tx, id, by record.ID, accounts []record.ID) ([]ledger.Draft, error) {
	c, err := load(tx, id)
	if err != nil {
		return nil, err
	}
	accounts = slices.DeleteFunc(accounts, func(a record.ID) bool { return slices.Contains(c.About, a) })
	if len(accounts) == 0 {
		return nil, nil
	}
	return []ledger.Draft{draft(record.Complaint, id, c.Unit, by, complaintBody{V: bodyVersion, Act: kept, Concerned: accounts})}, nil
}

// purpose is what people are listened to for, in the register's words. It is one for
// all: a header does not tell a complaint about staff from thanks.
const purpose = "protection"

func draft(kind record.Kind, id, unit, by record.ID, body any) ledger.Draft {
	return ledger.Draft{Kind: kind, Record: id, Author: by, Handling: handling(unit), Body: body}
}

func handling(unit record.ID) record.Handling {
	return record.Handling{Unit: unit, TLP: record.AmberStrict, Purpose: purpose}
}

// unitOf is the unit whose ground a place is on, or the one at the top.
func (s *Service) unitOf(p place.Ref) record.ID {
	for _, at := range s.opt.Places.Path(p.List, p.Code) {
		if u, ok := s.opt.Units.DeskOf(at.List, at.Code); ok {
			if up := s.opt.Units.Open(u); !up.Zero() {
				return up
			}
		}
	}
	return s.opt.Units.Root()
}

func (s *Service) known(p place.Ref) error {
	if p == (place.Ref{}) {
		return nil
	}
	if _, ok := s.opt.Places.Get(p.List, p.Code); !ok {
		return invalid("feedback.place.unknown", "this place is not in the list", "choose one from the list, or leave it out")
	}
	return nil
}

// maxReceiptTries bounds the search for a free receipt.
const maxReceiptTries = 20

func (s *Service) freeReceipt(tx *store.Tx, id record.ID) (string, error) {
	for try := range uint32(maxReceiptTries) {
		r := receipt.Of(s.opt.ReceiptKey, id.Derive("complaint"), try)
		var taken int
		if err := tx.Row("SELECT count(*) FROM complaints WHERE receipt = ?", r).Scan(&taken); err != nil || taken == 0 {
			return r, err
		}
	}
	return "", &fault.Error{Kind: fault.Internal, Op: "feedback.freeReceipt", Err: fmt.Errorf("no receipt is free after %d tries", maxReceiptTries)}
}

// Thread is what a complainant sees behind the receipt.
type Thread struct {
	State State
	At    time.Time
	Words []Word // without who wrote them
}

// Thread gives what was said behind a receipt. The receipt is the permission. It
// faults with Missing where there is no such receipt, and with ErrGone where there was.
func (s *Service) Thread(ctx context.Context, receipt string) (t Thread, err error) {
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		c, err := s.behind(tx, receipt)
		if err != nil {
			return err
		}
		t.State, t.At = c.State, c.At
		t.Words, err = words(tx, c.ID)
		for i := range t.Words {
			t.Words[i].By = record.ID{}
		}
		return err
	})
	return t, err
}

// AddWord takes a complainant's further word, by the receipt. Sending it twice is
// harmless. A word after the end opens the complaint again. A reader whom it turns out to
// be about reads no more of it.
func (s *Service) AddWord(ctx context.Context, receipt string, id record.ID, text string, l lang.Language) error {
	text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
	if err := checkText(text); err != nil {
		return err
	}
	_, err := s.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		c, err := s.behind(tx, receipt)
		if err != nil {
			return nil, err
		}
		all, err := words(tx, c.ID)
		if err != nil || slices.ContainsFunc(all, func(w Word) bool { return w.ID == id }) {
			return nil, err
		}
		if len(all) >= MaxWords {
			return nil, conflict("feedback.words.many", "more than {0} words were said here already", "speak to somebody, or send something new", strconv.Itoa(MaxWords))
		}
		b := complaintBody{V: bodyVersion, Act: word, Word: id, Text: text, Language: l}
		if c.Staff() {
			if err := about(tx, c); err != nil {
				return nil, err
			}
			b.Concerned = namedLater(text, all, s.others(ctx, c))
		}
		return []ledger.Draft{draft(record.Complaint, c.ID, c.Unit, record.ID{}, b)}, nil
	})
	return err
}

// others are the readers who are not kept from a complaint.
func (s *Service) others(ctx context.Context, c *Complaint) []Holder {
	return slices.DeleteFunc(s.opt.Readers(ctx), func(h Holder) bool { return slices.Contains(c.About, h.ID) })
}

// resource is the loaded row as the rules see it.
func (s *Service) resource(c *Complaint) policy.Resource {
	t := policy.Complaint
	if c.Staff() {
		t = policy.Allegation
	}
	r := s.opt.Policy.At(t, c.ID, c.Unit)
	r.Concerned = c.About
	return r
}

// may asks the rules about an act on a complaint: its name follows from what kind of
// complaint it is.
func (s *Service) may(ctx context.Context, a policy.Actor, c *Complaint, act string) error {
	stem := "complaint."
	if c.Staff() {
		stem = "allegation."
	}
	return s.opt.Policy.Allow(ctx, a, policy.Action(stem+act), s.resource(c))
}

// Open gives a complaint with all that was said, and leaves a line that it was
// opened. The line has no reason in words: it is read by people who must not know
// what a complaint is about.
func (s *Service) Open(ctx context.Context, a policy.Actor, id record.ID) (out Complaint, err error) {
	_, err = s.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		c, err := load(tx, id)
		if err != nil {
			return nil, err
		}
		if err := s.may(ctx, a, c, "open"); err != nil {
			return nil, err
		}
		if c.Words, err = words(tx, id); err != nil {
			return nil, err
		}
		out = *c
		line, err := audit.Opening(audit.Reading{Reader: a, Subject: id, Handling: handling(c.Unit), Purpose: purpose, Reason: openingReason})
		return []ledger.Draft{line}, err
	})
	return out, err
}

const openingReason = "feedback"

// mayAct is may, of whoever may open the complaint at all.
func (s *Service) mayAct(ctx context.Context, a policy.Actor, c *Complaint, act string) error {
	if err := s.may(ctx, a, c, "open"); err != nil {
		return err
	}
	if c.Staff() && act == "pass" || !c.Staff() && (act == "hand" || act == "keep") {
		return conflict("feedback.act.kind", "this is not done with a complaint of this kind", "load the page again")
	}
	return s.may(ctx, a, c, act)
}

// act does one thing about a complaint that was seen at a revision.
func (s *Service) act(ctx context.Context, a policy.Actor, id record.ID, name string, revision int64, decide func(*store.Tx, *Complaint) (*complaintBody, error)) error {
	_, err := s.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		c, err := load(tx, id)
		if err != nil {
			return nil, err
		}
		if err := s.mayAct(ctx, a, c, name); err != nil {
			return nil, err
		}
		b, err := decide(tx, c)
		if err != nil || b == nil {
			return nil, err
		}
		if err := changed(revision, c.Revision); err != nil {
			return nil, err
		}
		b.V = bodyVersion
		return []ledger.Draft{draft(record.Complaint, c.ID, c.Unit, a.ID, b)}, nil
	})
	return err
}

// Answer tells the complainant something. Sending it twice is harmless.
func (s *Service) Answer(ctx context.Context, a policy.Actor, id record.ID, revision int64, w Word) error {
	w.Text = strings.TrimSpace(w.Text)
	if err := checkText(w.Text); err != nil {
		return err
	}
	return s.act(ctx, a, id, "answer", revision, func(tx *store.Tx, c *Complaint) (*complaintBody, error) {
		all, err := words(tx, c.ID)
		if err != nil || slices.ContainsFunc(all, func(x Word) bool { return x.ID == w.ID }) {
			return nil, err
		}
		if w.ID.Zero() || len(all) >= MaxWords {
			return nil, conflict("feedback.words.many", "more than {0} words were said here already", "speak to somebody, or send something new", strconv.Itoa(MaxWords))
		}
		return &complaintBody{Act: answered, Word: w.ID, Text: w.Text, Language: w.Language}, nil
	})
}

// HandOver gives a complaint about staff to another person of safeguarding, who must
// be none of those whom it is about.
func (s *Service) HandOver(ctx context.Context, a policy.Actor, id record.ID, revision int64, to record.ID) error {
	return s.act(ctx, a, id, "hand", revision, func(_ *store.Tx, c *Complaint) (*complaintBody, error) {
		next, works := s.opt.People(to)
		if !works || s.may(ctx, next, c, "open") != nil {
			return nil, invalid("feedback.hand.wrong", "this person cannot take it", "choose another person of safeguarding")
		}
		return &complaintBody{Act: handed, Handler: to}, nil
	})
}

// Keep keeps an account from a complaint about staff from now on, the actor's own as
// well: whoever is too near steps back.
func (s *Service) Keep(ctx context.Context, a policy.Actor, id record.ID, revision int64, from record.ID) error {
	return s.act(ctx, a, id, "keep", revision, func(_ *store.Tx, c *Complaint) (*complaintBody, error) {
		if _, works := s.opt.People(from); !works {
			return nil, invalid("feedback.keep.unknown", "this account does not work here", "choose one from the list")
		}
		if slices.Contains(c.About, from) {
			return nil, nil
		}
		if len(c.About) >= MaxConcerned {
			return nil, conflict("feedback.keep.many", "more than {0} accounts are kept from it already", "tell who leads the programme", strconv.Itoa(MaxConcerned))
		}
		return &complaintBody{Act: kept, Concerned: []record.ID{from}}, nil
	})
}

// Pass makes a complaint one about staff: whoever finds that it speaks of abuse or of
// money passes it on, and reads it no more unless of safeguarding.
func (s *Service) Pass(ctx context.Context, a policy.Actor, id record.ID, revision int64) error {
	return s.act(ctx, a, id, "pass", revision, func(tx *store.Tx, c *Complaint) (*complaintBody, error) {
		all, err := words(tx, c.ID)
		if err != nil {
			return nil, err
		}
		in := Incoming{Text: c.Text}
		for _, w := range all {
			if !w.Answer {
				in.Text += "\n" + w.Text
			}
		}
		return &complaintBody{Act: passed, Concerned: in.concerned(s.opt.Readers(ctx))}, nil
	})
}

// Close ends a complaint with its outcome. The complainant must have had an answer:
// nobody is left without a word.
func (s *Service) Close(ctx context.Context, a policy.Actor, id record.ID, revision int64, o Outcome) error {
	if !slices.Contains(Outcomes(), o) {
		return invalid("feedback.outcome.missing", "it is not said how it ended", "choose one")
	}
	return s.act(ctx, a, id, "close", revision, func(_ *store.Tx, c *Complaint) (*complaintBody, error) {
		if c.State == Closed {
			return nil, nil
		}
		if c.First.IsZero() {
			return nil, conflict("feedback.close.unanswered", "whoever sent this had no answer yet", "answer first, then close it")
		}
		return &complaintBody{Act: closed, Outcome: o}, nil
	})
}

package warning

import (
	"context"
	"strconv"
	"strings"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/guard/vault"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/network/place"
	"wasl/internal/network/unit"
	"wasl/internal/share/cap"
	"wasl/internal/triage/alert"
)

// Behind is what a warning is drawn from, as far as it is asked here.
type Behind struct {
	Reports  []record.ID
	Exercise bool
}

// Options says what the service stands on.
type Options struct {
	Ledger *ledger.Ledger // the field compartment, with Part
	Policy *policy.Engine
	Units  *unit.Tree
	Places *place.Service
	Vault  *vault.Vault
	Alerts *alert.Service
	// Behind gives what is behind an alert or an incident. It faults with Missing
	// where the actor may not know of it.
	Behind func(context.Context, policy.Actor, record.ID) (Behind, error)
	People func(record.ID) (policy.Actor, bool) // who an account is, and false for none that works here
	Staff  func() []string                      // the names of those who work here
	Signer func(context.Context) (*cap.Signer, error)
	Node   record.ID
	Name   lang.Text // of the node, as the public reads it
	Page   string    // the address of the public page; "" where nobody knows it
	Demo   bool
	Clock  func() time.Time
}

// Service warns the public, and hears other authorities' warnings.
type Service struct{ opt Options }

// NewService makes the service over the field compartment.
func NewService(opt Options) *Service { return &Service{opt} }

// New is a warning as somebody drafts it, or its next text.
type New struct {
	ID       record.ID // chosen by whoever drafts, so that sending twice is harmless
	About    record.ID // an alert or an incident; zero for none
	Content  Content
	Revision int64  // that the person saw; 0 for a warning that is not there yet
	Word     string // for the second person: why the text is changed
}

func (s *Service) resource(w *Warning) policy.Resource {
	r := s.opt.Policy.At(policy.Warning, w.ID, w.Unit)
	r.TLP = w.TLP
	if w.Pending != nil {
		r.Asker = w.Pending.By
	}
	return r
}

// purpose is what warnings are for, in the register's words.
const purpose = "community-safety"

func (w *Warning) draft(author record.ID, b body) ledger.Draft {
	b.V = bodyVersion
	return ledger.Draft{
		Kind: record.Warning, Record: w.ID, Author: author, Handling: record.Handling{Unit: w.Unit, TLP: w.TLP, Purpose: purpose}, Body: b,
	}
}

// Propose drafts a warning, or another text of one: a second person is to release
// it. What waited before waits no more. It faults with Invalid where a text points
// at somebody, and with Conflict where somebody else changed it first.
func (s *Service) Propose(ctx context.Context, a policy.Actor, n New) (Warning, error) {
	n.Content = n.Content.clean()
	behind, err := s.behind(ctx, a, n.About)
	if err != nil {
		return Warning{}, err
	}
	n.Content.Exercise = n.Content.Exercise || behind.Exercise
	if err := s.fit(ctx, &n, behind.Reports); err != nil {
		return Warning{}, err
	}
	_, err = s.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		w, err := load(tx, n.ID)
		if store.None(err) {
			w, err = &Warning{ID: n.ID, Unit: a.Unit, TLP: record.Amber, About: n.About}, nil
		}
		if err != nil {
			return nil, err
		}
		if err := s.opt.Policy.Allow(ctx, a, "warning.propose", s.resource(w)); err != nil {
			return nil, err
		}
		return s.propose(w, a.ID, n)
	})
	if err != nil {
		return Warning{}, err
	}
	return s.Get(ctx, a, n.ID)
}

func (s *Service) behind(ctx context.Context, a policy.Actor, id record.ID) (Behind, error) {
	if id.Zero() {
		return Behind{}, nil
	}
	return s.opt.Behind(ctx, a, id)
}

// fit holds a draft against all that does not ask for the row.
func (s *Service) fit(ctx context.Context, n *New, reports []record.ID) error {
	if n.ID.Zero() {
		return invalid("warning.id.missing", "the warning has no number of its own", "load the page again and send it once more")
	}
	if err := n.Content.check(s.opt.Clock()); err != nil {
		return err
	}
	if err := checkReason(n.Word, false); err != nil {
		return err
	}
	if err := s.known(&n.Content); err != nil {
		return err
	}
	return s.lint(ctx, &n.Content, reports)
}

func (s *Service) propose(w *Warning, by record.ID, n New) ([]ledger.Draft, error) {
	act := Publish
	if w.Messages > 0 {
		act = Update
		if w.State(s.opt.Clock()) != Holds {
			return nil, over()
		}
	}
	if p := w.Pending; p != nil && p.Act == act && p.By == by && p.Content.Sum() == n.Content.Sum() {
		return nil, nil // it was sent twice
	}
	if err := changed(n.Revision, w.Revision); err != nil {
		return nil, err
	}
	return []ledger.Draft{w.draft(by, body{Act: act, Unit: w.Unit, About: w.About, Content: &n.Content, Word: strings.TrimSpace(n.Word)})}, nil
}

// ProposeCancel asks for a warning that the public reads to be taken back, and why.
func (s *Service) ProposeCancel(ctx context.Context, a policy.Actor, id record.ID, revision int64, word string) (Warning, error) {
	return s.act(ctx, a, id, "warning.propose", func(w *Warning) (*body, error) {
		if w.State(s.opt.Clock()) != Holds {
			return nil, over()
		}
		if p := w.Pending; p != nil && p.Act == Cancel && p.By == a.ID && p.Word == strings.TrimSpace(word) {
			return nil, nil
		}
		if err := checkReason(word, true); err != nil {
			return nil, err
		}
		return &body{Act: Cancel, Word: strings.TrimSpace(word)}, changed(revision, w.Revision)
	})
}

// act is every act on a warning that is there: load it, ask the policy about that
// very row, and write one revision.
func (s *Service) act(ctx context.Context, a policy.Actor, id record.ID, action policy.Action, decide func(*Warning) (*body, error)) (Warning, error) {
	_, err := s.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		w, err := load(tx, id)
		if err != nil {
			return nil, err
		}
		if err := s.opt.Policy.Allow(ctx, a, action, s.resource(w)); err != nil {
			return nil, err
		}
		b, err := decide(w)
		if err != nil || b == nil {
			return nil, err
		}
		return []ledger.Draft{w.draft(a.ID, *b)}, nil
	})
	if err != nil {
		return Warning{}, err
	}
	return s.Get(ctx, a, id)
}

// Release lets a proposal out to the public, signed. sum is that of the text which
// the second person read: where it was changed since, nothing goes out. Both
// people must work here at that moment.
func (s *Service) Release(ctx context.Context, a policy.Actor, id record.ID, sum string) (Warning, error) {
	signer, err := s.opt.Signer(ctx)
	if err != nil {
		return Warning{}, err
	}
	_, err = s.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		w, err := load(tx, id)
		if err != nil {
			return nil, err
		}
		if err := s.opt.Policy.Allow(ctx, a, "warning.release", s.resource(w)); err != nil {
			return nil, err
		}
		if err := s.releasable(w, a.ID, sum); err != nil {
			return nil, err
		}
		earlier, err := referencesOf(tx, id, Sender(s.opt.Node))
		if err != nil {
			return nil, err
		}
		return s.release(w, a.ID, signer, earlier)
	})
	if err != nil {
		return Warning{}, err
	}
	return s.Get(ctx, a, id)
}

func (s *Service) releasable(w *Warning, second record.ID, sum string) error {
	now := s.opt.Clock()
	switch p := w.Pending; {
	case p == nil:
		return over()
	case p.Sum() != sum:
		return conflict("warning.text.changed", "the text was changed since you read it: nothing was released", "read it again, then decide")
	case w.Messages >= maxMessages:
		return conflict("warning.messages.many", "this warning was given out {0} times", "let it end and draft a new one", strconv.Itoa(maxMessages))
	case w.Messages > 0 && w.State(now) != Holds:
		return over()
	case !s.works(second):
		return &fault.Error{
			Kind: fault.Denied, Op: "warning.Release", Key: "warning.second.left", Msg: "you do not work here any more, so that you cannot release a warning", Hint: "ask the chief of the unit",
		}
	case !s.works(p.By):
		return conflict("warning.drafter.left", "whoever drafted this works here no more: nobody stands for the text", "have somebody else take the text over, then release it")
	case p.Act != Cancel:
		return p.Content.checkTimes(now)
	}
	return nil
}

func (s *Service) works(account record.ID) bool {
	_, works := s.opt.People(account)
	return works
}

func (s *Service) release(w *Warning, second record.ID, signer *cap.Signer, earlier []cap.Reference) ([]ledger.Draft, error) {
	m := s.message(w, w.Pending, earlier, s.opt.Clock())
	plain, err := cap.Encode(m)
	if err != nil {
		return nil, err
	}
	signed, err := signer.Sign(plain)
	if err != nil {
		return nil, err
	}
	w.TLP = record.Clear // from here on everybody may read it
	return []ledger.Draft{w.draft(second, body{Act: released, Sum: w.Pending.Sum(), Message: string(signed), Sent: m.Sent})}, nil
}

// Refuse says why a proposal does not go out. Whoever made it may take it back.
func (s *Service) Refuse(ctx context.Context, a policy.Actor, id record.ID, revision int64, word string) (Warning, error) {
	var action policy.Action = "warning.refuse"
	var own bool
	err := s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		w, err := load(tx, id)
		own = err == nil && w.Pending != nil && w.Pending.By == a.ID
		return err
	})
	if err != nil {
		return Warning{}, err
	}
	if own {
		action = "warning.propose"
	}
	return s.act(ctx, a, id, action, func(w *Warning) (*body, error) {
		if w.Pending == nil {
			return nil, over()
		}
		if err := checkReason(word, !own); err != nil {
			return nil, err
		}
		return &body{Act: refused, Word: strings.TrimSpace(word)}, changed(revision, w.Revision)
	})
}

// Sum tells one proposal from another: what a second person agrees to.
func (p *Proposal) Sum() string { return string(p.Act) + "-" + p.Content.Sum() }

func checkReason(word string, needed bool) error {
	switch {
	case needed && strings.TrimSpace(word) == "":
		return invalid("warning.reason.missing", "there is no word of why", "say it in a sentence")
	case len(word) > MaxReason || !plain(word):
		return invalid("warning.reason.long", "the reason is longer than {0} KiB", "say it in fewer words", strconv.Itoa(MaxReason>>10))
	}
	return nil
}

// changed faults where somebody else acted since the person looked.
func changed(saw, is int64) error {
	if saw == is {
		return nil
	}
	return conflict("warning.revision.old", "somebody else changed this warning while you had it open", "look at the change, then do it again if it still fits", strconv.FormatInt(is, 10))
}

// over faults where it is too late for an act, or too early.
func over() error {
	return conflict("warning.state.over", "this cannot be done to the warning as it stands", "load the page again: it shows where it stands")
}

// Sender is how the node's messages name it.
func (s *Service) Sender() string { return Sender(s.opt.Node) }

// Certificate is the one that the node's messages are signed under, in PEM.
func (s *Service) Certificate(ctx context.Context) ([]byte, error) {
	signer, err := s.opt.Signer(ctx)
	if err != nil {
		return nil, err
	}
	return signer.Certificate(), nil
}

package feedback

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"wasl/internal/base/lang"
	"wasl/internal/base/name"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/network/place"
)

// Risk is what may come of a rumour that nobody answers. The set is closed.
type Risk string

// The risks.
const (
	High   Risk = "high" // somebody may be hurt, or flee
	Middle Risk = "middle"
	Low    Risk = "low"
)

// Risks lists every risk, the worst first.
func Risks() []Risk { return []Risk{High, Middle, Low} }

// Way is how an answer was spread. The set is closed.
type Way string

// The ways.
const (
	AtActivity Way = "activity"
	OnPoster   Way = "poster"
	OnRadio    Way = "radio"
	FromDoor   Way = "door" // from house to house, at the well, at the market
	ByMessage  Way = "message"
)

// Ways lists every way.
func Ways() []Way { return []Way{AtActivity, OnPoster, OnRadio, FromDoor, ByMessage} }

// Words are an answer in one language, as the public reads it: a headline that says
// what is true, and never what the rumour says.
type Words struct {
	Headline string `json:"headline"`
	Text     string `json:"text"`
}

// Reply is an answer to a rumour, in every language of the node.
type Reply map[lang.Language]Words

// Sum tells one answer from another: a second person agrees to one sum.
func (r Reply) Sum() string {
	b, err := json.Marshal(r)
	if err != nil {
		panic("feedback: " + err.Error()) // it holds nothing that JSON has not
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// Spread is one time that an answer was told, and what people said then.
type Spread struct {
	ID   record.ID
	Way  Way
	Day  string // 2026-11-26
	Said string // what people said afterwards; no names
	By   record.ID
	At   time.Time
}

// Rumour is what is said among people, as it was heard.
type Rumour struct {
	ID       record.ID
	Unit     record.ID
	Text     string
	Language lang.Language
	Place    place.Ref // zero: everywhere
	Since    string    // the day from which it is told, 2026-11-26; "": not known
	Heard    int       // how often it was heard
	Risk     Risk
	By       record.ID // who heard it first
	At       time.Time
	Last     time.Time // when it was heard last
	Pending  Reply     // that waits for a second person
	Drafter  record.ID // of what waits, else of what holds
	Reply    Reply     // that was checked, and is public
	Checker  record.ID
	Checked  time.Time
	Closed   bool      // it is told no more
	Activity record.ID // that it is about; zero: none
	Leaves   time.Time // when it is deleted, unless somebody decides otherwise
	Spread   []Spread
	Revision int64
}

// Limits of a rumour.
const (
	MaxRumour   = 2 << 10 // bytes: as it is told
	MaxHeadline = 120     // letters
	MaxReply    = 2 << 10 // bytes: a radio spot of a minute
	MaxSaid     = 2 << 10 // bytes
	MaxSpread   = 500     // of one rumour
)

// Heard is a rumour as somebody hears it.
type Heard struct {
	ID       record.ID
	Text     string
	Language lang.Language
	Place    place.Ref
	Since    string
	Risk     Risk
	// Named says that whoever wrote it was shown what looks like a name, and says that
	// it is nobody's.
	Named bool
}

func (h *Heard) check(today string) error {
	switch {
	case h.ID.Zero():
		return invalid("feedback.id.missing", "this has no number of its own", "load the page again and send it once more")
	case strings.TrimSpace(h.Text) == "" || len(h.Text) > MaxRumour || !plain(h.Text):
		return invalid("feedback.rumour.text", "the rumour is empty or longer than {0} KiB", "write what is told, in a few sentences", strconv.Itoa(MaxRumour>>10))
	case !slices.Contains(Risks(), h.Risk):
		return invalid("feedback.rumour.risk", "it is not said what may come of it", "choose one")
	case !validDay(h.Since) || h.Since > today:
		return invalid("feedback.rumour.since", "the day is none, or still to come", "choose the day from which it is told, or leave it out")
	}
	if found := Persons(h.Text); len(found) > 0 && !h.Named {
		return invalid("feedback.rumour.names", "this looks like a person: {0}", "write it without whom it is about; if it is nobody, say so and send it again", strings.Join(found, ", "))
	}
	return nil
}

func validDay(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return s == "" || err == nil
}

// Persons finds what in a text looks like a person: a name, a telephone number. A
// rumour is kept without whom it is about; that is somebody's life.
func Persons(text string) (found []string) {
	for _, f := range name.FindNames(text) {
		found = append(found, text[f.Start:f.End])
	}
	for _, f := range name.FindPhones(text, "MR") {
		found = append(found, text[f.Start:f.End])
	}
	return found
}

// check holds an answer against what everybody may read: every language is there, and
// nobody is named.
func (r Reply) check() error {
	for _, l := range lang.All() {
		w := r[l]
		if strings.TrimSpace(w.Headline) == "" || strings.TrimSpace(w.Text) == "" {
			return invalid("feedback.reply.missing", "the answer is missing in one of the three languages", "write headline and text in Arabic, French and English: people read one of them")
		}
		if utf8.RuneCountInString(w.Headline) > MaxHeadline || len(w.Text) > MaxReply || strings.Contains(w.Headline, "\n") || !plain(w.Headline) || !plain(w.Text) {
			return invalid("feedback.reply.long", "a headline has more than {0} letters, or a text is longer than {1} KiB", "say it in fewer words", strconv.Itoa(MaxHeadline), strconv.Itoa(MaxReply>>10))
		}
		if found := Persons(w.Headline + "\n" + w.Text); len(found) > 0 {
			return invalid("feedback.reply.names", "the answer names a person: {0}", "leave the name out: everybody reads it", strings.Join(found, ", "))
		}
	}
	if len(r) != len(lang.All()) {
		return invalid("feedback.reply.language", "the answer has a language that the node does not speak", "write it in Arabic, French and English")
	}
	return nil
}

func (s *Service) rumourResource(r *Rumour) policy.Resource {
	res := s.opt.Policy.At(policy.Rumour, r.ID, r.Unit)
	if r.Pending != nil {
		res.Asker = r.Drafter
	}
	return res
}

// Hear takes a rumour in. Sending it twice is harmless. It faults with Invalid where
// it seems to name somebody.
func (s *Service) Hear(ctx context.Context, a policy.Actor, h Heard) error {
	h.Text = strings.TrimSpace(h.Text)
	if err := s.opt.Policy.Allow(ctx, a, "rumour.hear", s.opt.Policy.At(policy.Rumour, h.ID, a.Unit)); err != nil {
		return err
	}
	if err := h.check(s.opt.Clock().UTC().Format(time.DateOnly)); err != nil {
		return err
	}
	if err := s.known(h.Place); err != nil {
		return err
	}
	known, err := s.opt.Ledger.Knows(ctx, h.ID)
	if err != nil {
		return err
	}
	_, err = s.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		if _, err := loadRumour(tx, h.ID); !store.None(err) {
			return nil, err // nil: it was sent twice
		}
		if known {
			return nil, nil // it was deleted meanwhile
		}
		b := rumourBody{V: bodyVersion, Act: rumourHeard, Text: h.Text, Language: h.Language, Since: h.Since, Risk: h.Risk}
		if h.Place != (place.Ref{}) {
			b.Place = &h.Place
		}
		return []ledger.Draft{draft(record.Rumour, h.ID, a.Unit, a.ID, b)}, nil
	})
	return err
}

// rumourAct does one thing about a rumour that was seen at a revision.
func (s *Service) rumourAct(ctx context.Context, a policy.Actor, id record.ID, action policy.Action, revision int64, decide func(*store.Tx, *Rumour) (*rumourBody, error)) error {
	_, err := s.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		r, err := loadRumour(tx, id)
		if err != nil {
			return nil, err
		}
		if err := s.opt.Policy.Allow(ctx, a, action, s.rumourResource(r)); err != nil {
			return nil, err
		}
		b, err := decide(tx, r)
		if err != nil || b == nil {
			return nil, err
		}
		if err := changed(revision, r.Revision); err != nil {
			return nil, err
		}
		b.V = bodyVersion
		return []ledger.Draft{draft(record.Rumour, r.ID, r.Unit, a.ID, b)}, nil
	})
	return err
}

// HearAgain counts a rumour that was heard once more.
func (s *Service) HearAgain(ctx context.Context, a policy.Actor, id record.ID, revision int64) error {
	return s.rumourAct(ctx, a, id, "rumour.hear", revision, func(*store.Tx, *Rumour) (*rumourBody, error) {
		return &rumourBody{Act: rumourAgain}, nil
	})
}

// Draft writes an answer, which waits for a second person.
func (s *Service) Draft(ctx context.Context, a policy.Actor, id record.ID, revision int64, reply Reply) error {
	if err := reply.check(); err != nil {
		return err
	}
	return s.rumourAct(ctx, a, id, "rumour.answer", revision, func(_ *store.Tx, r *Rumour) (*rumourBody, error) {
		if r.Pending != nil && r.Drafter == a.ID && r.Pending.Sum() == reply.Sum() {
			return nil, nil // it was sent twice
		}
		return &rumourBody{Act: rumourDrafted, Reply: reply}, nil
	})
}

// Check lets an answer out to the public, to the letter as a second person read it.
func (s *Service) Check(ctx context.Context, a policy.Actor, id record.ID, sum string) error {
	return s.rumourAct(ctx, a, id, "rumour.check", s.revisionOf(ctx, id), func(_ *store.Tx, r *Rumour) (*rumourBody, error) {
		switch {
		case r.Pending == nil:
			return nil, conflict("feedback.check.none", "no answer waits for a second person", "load the page again: it shows where it stands")
		case r.Pending.Sum() != sum:
			return nil, conflict("feedback.check.changed", "the answer was changed since you read it: nothing was published", "read it again, then decide")
		}
		return &rumourBody{Act: rumourChecked, Sum: sum}, nil
	})
}

// revisionOf is for acts that are bound to a text and not to a revision.
func (s *Service) revisionOf(ctx context.Context, id record.ID) (revision int64) {
	_ = s.opt.Ledger.View(ctx, func(tx *store.Tx) error { // the act itself says what is wrong
		r, err := loadRumour(tx, id)
		if err == nil {
			revision = r.Revision
		}
		return err
	})
	return revision
}

// Tell notes where an answer was spread, and what people said.
func (s *Service) Tell(ctx context.Context, a policy.Actor, id record.ID, revision int64, told Spread) error {
	told.Said = strings.TrimSpace(told.Said)
	switch {
	case told.ID.Zero() || !slices.Contains(Ways(), told.Way):
		return invalid("feedback.spread.way", "it is not said how the answer was spread", "choose one")
	case told.Day == "" || !validDay(told.Day) || told.Day > s.opt.Clock().UTC().Format(time.DateOnly):
		return invalid("feedback.spread.day", "the day is none, or still to come", "choose the day on which it was told")
	case len(told.Said) > MaxSaid || !plain(told.Said):
		return invalid("feedback.spread.said", "what people said is longer than {0} KiB", "say it in fewer words", strconv.Itoa(MaxSaid>>10))
	}
	if found := Persons(told.Said); len(found) > 0 {
		return invalid("feedback.spread.names", "this looks like a person: {0}", "write what was said, and not by whom", strings.Join(found, ", "))
	}
	return s.rumourAct(ctx, a, id, "rumour.spread", revision, func(tx *store.Tx, r *Rumour) (*rumourBody, error) {
		switch known, err := spreadOf(tx, r.ID); {
		case err != nil:
			return nil, err
		case slices.ContainsFunc(known, func(k Spread) bool { return k.ID == told.ID }):
			return nil, nil // it was sent twice
		case r.Reply == nil:
			return nil, conflict("feedback.spread.unanswered", "there is no answer yet that two people have checked", "have it checked, then spread it")
		case len(known) >= MaxSpread:
			return nil, conflict("feedback.spread.many", "more than {0} times are noted already", "close the rumour", strconv.Itoa(MaxSpread))
		}
		return &rumourBody{Act: rumourSpread, Spread: told.ID, Way: told.Way, Day: told.Day, Text: told.Said}, nil
	})
}

// End closes a rumour that is told no more; its answer is public no longer.
func (s *Service) End(ctx context.Context, a policy.Actor, id record.ID, revision int64) error {
	return s.rumourAct(ctx, a, id, "rumour.close", revision, func(_ *store.Tx, r *Rumour) (*rumourBody, error) {
		if r.Closed {
			return nil, nil
		}
		return &rumourBody{Act: rumourClosed}, nil
	})
}

// Rumours gives those that a may see: the open ones, the riskiest first, the last that
// were closed, or those that are deleted before long.
func (s *Service) Rumours(ctx context.Context, a policy.Actor, which Which) (all []Rumour, err error) {
	f, err := s.opt.Policy.Filter(ctx, a, "rumour.list")
	if err != nil {
		return nil, err
	}
	where, args := f.SQL(policy.Columns{Unit: "unit", TLP: "0"})
	of, arg, order := "closed = ?", any(which == Ended), "rank, heard DESC"
	if which == Leaving {
		of, arg, order = "begun < ?", s.leavesBefore(), "begun"
	}
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		all, err = rumoursWhere(tx, of+" AND ("+where+") ORDER BY "+order+", id LIMIT ?", append(append([]any{arg}, args...), MaxList)...)
		return err
	})
	return all, err
}

// Rumour gives one with where its answer was spread.
func (s *Service) Rumour(ctx context.Context, a policy.Actor, id record.ID) (out Rumour, err error) {
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		r, err := loadRumour(tx, id)
		if err != nil {
			return err
		}
		if err := s.opt.Policy.Allow(ctx, a, "rumour.list", s.rumourResource(r)); err != nil {
			return err
		}
		out = *r
		out.Spread, err = spreadOf(tx, id)
		return err
	})
	return out, err
}

// Published is an answer as the public reads it.
type Published struct {
	ID    record.ID
	Place place.Ref
	Reply Reply
	At    time.Time
}

// Answers gives what the public reads: answers that two people have checked, the
// newest first, and of rumours nothing.
func (s *Service) Answers(ctx context.Context) (all []Published, err error) {
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		rs, err := rumoursWhere(tx, "reply <> '' AND closed = 0 ORDER BY checked DESC, id LIMIT ?", maxPublic)
		for i := range rs {
			all = append(all, Published{rs[i].ID, rs[i].Place, rs[i].Reply, rs[i].Checked})
		}
		return err
	})
	return all, err
}

// maxPublic bounds the page of answers: it is read on 2G.
const maxPublic = 30

// MayRumour lists what an actor may do about a rumour.
func (s *Service) MayRumour(ctx context.Context, a policy.Actor, r *Rumour) []string {
	can := []string{}
	for _, act := range []string{"hear", "answer", "check", "spread", "close"} {
		if (act != "check" || r.Pending != nil) && s.opt.Policy.Allow(ctx, a, policy.Action("rumour."+act), s.rumourResource(r)) == nil {
			can = append(can, act)
		}
	}
	return can
}

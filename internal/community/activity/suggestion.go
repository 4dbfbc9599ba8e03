package activity

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// Idea is an event as somebody proposes it: of a plan, what one knows before there
// is one.
type Idea struct {
	Kind     Kind   `json:"kind"`
	Title    string `json:"title"`
	Why      string `json:"why"`
	Where    string `json:"where,omitempty"`
	When     string `json:"when,omitempty"` // in words: after the harvest
	Audience string `json:"audience,omitempty"`
}

// Check reports the first thing wrong with the idea.
func (i *Idea) Check() error {
	p := Plan{Kind: i.Kind, Title: lang.Text{lang.French: i.Title}, Spot: i.Where, Audience: i.Audience, Line: i.When, Risks: i.Why}
	if err := p.Check(); err != nil {
		return err
	}
	if strings.TrimSpace(i.Why) == "" {
		return invalid("suggestion.why.missing", "the idea does not say what it is good for", "say in a sentence what should come of it")
	}
	return nil
}

// Suggestion is an idea with what became of it.
type Suggestion struct {
	ID, Unit, Author record.ID
	Idea
	Open     bool
	Taken    bool      // an organiser makes it happen
	Word     string    // why it was closed
	Activity record.ID // that came of it
	Votes    int
	Mine     bool // the actor voted for it
	Comments int
	Made     time.Time
	Revision int64
}

// Comment is what somebody said of an idea.
type Comment struct {
	ID, Author record.ID
	Text       string
	At         time.Time
}

// suggestionBody is what the ledger keeps of an act on an idea.
type suggestionBody struct {
	V        int       `json:"v"`
	Act      string    `json:"act"`
	Idea     *Idea     `json:"idea,omitempty"`
	Text     string    `json:"text,omitempty"`
	ID       record.ID `json:"id,omitzero"` // of a comment
	Activity record.ID `json:"activity,omitzero"`
}

const (
	proposed  = "proposed"
	commented = "commented"
	votedFor  = "voted"
	unvoted   = "unvoted"
	taken     = "taken"
	closed    = "closed"
	again     = "reopened"
)

func applySuggestion(tx *store.Tx, rev ledger.Revision) error {
	b, err := ledger.Decode[suggestionBody](rev)
	if err != nil {
		return err
	}
	at := rev.At.Millis()
	switch b.Act {
	case proposed:
		idea, err := json.Marshal(b.Idea)
		if err != nil {
			return err
		}
		return tx.Exec(`INSERT INTO suggestions (id, unit, author, plan, open, made, at, seq) VALUES (?, ?, ?, ?, 1, ?, ?, ?)
			ON CONFLICT (id) DO UPDATE SET plan = excluded.plan, at = excluded.at, seq = excluded.seq`,
			rev.Subject, rev.Handling.Unit, rev.Author, string(idea), at, at, rev.Seq)
	case commented:
		if err := tx.Exec("INSERT OR IGNORE INTO suggestion_comments VALUES (?, ?, ?, ?, ?)", b.ID, rev.Subject, rev.Author, b.Text, at); err != nil || tx.Changes() == 0 {
			return err
		}
		return tx.Exec("UPDATE suggestions SET comments = comments + 1 WHERE id = ?", rev.Subject)
	case votedFor:
		return tx.Exec("INSERT OR IGNORE INTO suggestion_votes VALUES (?, ?)", rev.Subject, rev.Author)
	case unvoted:
		return tx.Exec("DELETE FROM suggestion_votes WHERE suggestion = ? AND account = ?", rev.Subject, rev.Author)
	case taken, closed:
		return tx.Exec("UPDATE suggestions SET open = 0, outcome = ?, word = ?, activity = ?, at = ?, seq = ? WHERE id = ?", b.Act, b.Text, orNull(b.Activity), at, rev.Seq, rev.Subject)
	case again:
		return tx.Exec("UPDATE suggestions SET open = 1, outcome = '', word = '', activity = NULL, at = ?, seq = ? WHERE id = ?", at, rev.Seq, rev.Subject)
	}
	return nil
}

const suggestionColumns = `id, unit, author, plan, open, outcome, word, activity, comments, made, seq,
	(SELECT count(*) FROM suggestion_votes v WHERE v.suggestion = suggestions.id),
	EXISTS (SELECT 1 FROM suggestion_votes v WHERE v.suggestion = suggestions.id AND v.account = ?)`

func scanSuggestion(rows *store.Rows) (*Suggestion, error) {
	g := &Suggestion{}
	var of *record.ID
	var idea, outcome string
	var made int64
	if err := rows.Scan(&g.ID, &g.Unit, &g.Author, &idea, &g.Open, &outcome, &g.Word, &of, &g.Comments, &made, &g.Revision, &g.Votes, &g.Mine); err != nil {
		return nil, err
	}
	g.Taken, g.Made = outcome == taken, time.UnixMilli(made).UTC()
	if of != nil {
		g.Activity = *of
	}
	return g, json.Unmarshal([]byte(idea), &g.Idea)
}

func loadSuggestion(tx *store.Tx, a policy.Actor, id record.ID) (*Suggestion, error) {
	g, err := scanSuggestion(tx.Row("SELECT "+suggestionColumns+" FROM suggestions WHERE id = ?", a.ID, id))
	if store.None(err) {
		return nil, &fault.Error{
			Kind: fault.Missing, Op: "suggestion", Key: "suggestion.none", Msg: "there is no such idea", Hint: "go back to the list",
		}
	}
	return g, err
}

func (s *Service) suggestionResource(g *Suggestion) policy.Resource {
	return policy.Resource{Type: policy.Suggestion, ID: g.ID, Unit: g.Unit, UnitPath: s.units.Path(g.Unit)}
}

// about is every act on an idea: a record of its own whose subject is the idea.
func (s *Service) about(ctx context.Context, a policy.Actor, id record.ID, action policy.Action, decide func(*store.Tx, *Suggestion) (*suggestionBody, []ledger.Draft, error)) (Suggestion, error) {
	_, err := s.ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		g, err := loadSuggestion(tx, a, id)
		if err != nil {
			return nil, err
		}
		if s.policy.Allow(ctx, a, action, s.suggestionResource(g)) != nil {
			return nil, policy.Deny(action)
		}
		b, more, err := decide(tx, g)
		if err != nil || b == nil {
			return nil, err
		}
		b.V = bodyVersion
		return append(more, ledger.Draft{Kind: record.Suggestion, Record: g.ID.Derive(a.ID.String()), Subject: g.ID, Author: a.ID, Handling: handling(g.Unit), Body: b}), nil
	})
	if err != nil {
		return Suggestion{}, err
	}
	return s.Suggestion(ctx, a, id)
}

// Suggest proposes an event in the name of one's own unit.
func (s *Service) Suggest(ctx context.Context, a policy.Actor, id record.ID, idea Idea) (Suggestion, error) {
	_, err := s.ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		g := &Suggestion{ID: id, Unit: a.Unit}
		if err := s.policy.Allow(ctx, a, "suggestion.make", s.suggestionResource(g)); err != nil {
			return nil, err
		}
		if err := idea.Check(); err != nil {
			return nil, err
		}
		if old, err := loadSuggestion(tx, a, id); err == nil {
			if old.Author != a.ID || !old.Open {
				return nil, policy.Deny("suggestion.make")
			}
			if was, now := mustJSON(old.Idea), mustJSON(idea); bytes.Equal(was, now) {
				return nil, nil
			}
		} else if !fault.Is(err, fault.Missing) {
			return nil, err
		}
		return []ledger.Draft{{
			Kind: record.Suggestion, Record: id, Author: a.ID, Handling: handling(a.Unit), Body: suggestionBody{V: bodyVersion, Act: proposed, Idea: &idea},
		}}, nil
	})
	if err != nil {
		return Suggestion{}, err
	}
	return s.Suggestion(ctx, a, id)
}

// Say comments on an idea.
func (s *Service) Say(ctx context.Context, a policy.Actor, id, comment record.ID, text string) (Suggestion, error) {
	return s.about(ctx, a, id, "suggestion.comment", func(tx *store.Tx, g *Suggestion) (*suggestionBody, []ledger.Draft, error) {
		if n := len([]rune(strings.TrimSpace(text))); n == 0 || n > maxText {
			return nil, nil, invalid("suggestion.comment.wrong", "the comment is empty or too long", "say it in a few sentences")
		}
		if known, err := said(tx, g.ID, a.ID, comment, text); err != nil || known {
			return nil, nil, err
		}
		return &suggestionBody{Act: commented, Text: text, ID: comment}, nil, nil
	})
}

// said tells whether a comment was sent before. It faults with Conflict where its number
// is that of another one, in whose place it would not be kept.
func said(tx *store.Tx, idea, author, id record.ID, text string) (known bool, err error) {
	var same bool
	err = tx.Row("SELECT suggestion = ? AND author = ? AND text = ? FROM suggestion_comments WHERE id = ?", idea, author, text, id).Scan(&same)
	if store.None(err) {
		return false, nil
	}
	if err == nil && !same {
		err = changed()
	}
	return same, err
}

// Vote says that one is for it, or takes that back. An account has one vote.
func (s *Service) Vote(ctx context.Context, a policy.Actor, id record.ID, yes bool) (Suggestion, error) {
	return s.about(ctx, a, id, "suggestion.vote", func(_ *store.Tx, g *Suggestion) (*suggestionBody, []ledger.Draft, error) {
		switch {
		case g.Mine == yes:
			return nil, nil, nil
		case !g.Open:
			return nil, nil, ended()
		case yes:
			return &suggestionBody{Act: votedFor}, nil, nil
		}
		return &suggestionBody{Act: unvoted}, nil, nil
	})
}

// Take makes an activity of the idea, as a draft of its unit.
func (s *Service) Take(ctx context.Context, a policy.Actor, id, as record.ID) (Suggestion, error) {
	return s.about(ctx, a, id, "suggestion.take", func(tx *store.Tx, g *Suggestion) (*suggestionBody, []ledger.Draft, error) {
		if g.Taken {
			return nil, nil, nil
		}
		if !g.Open {
			return nil, nil, ended()
		}
		of := Activity{ID: as, Unit: g.Unit}
		if err := s.policy.Allow(ctx, a, "activity.plan", of.Resource(s.units)); err != nil {
			return nil, nil, policy.Deny("activity.plan")
		}
		switch _, err := Load(tx, as); {
		case err == nil:
			return nil, nil, changed() // the number is that of an activity, whose plan it would put aside
		case !fault.Is(err, fault.Missing):
			return nil, nil, err
		}
		p := Plan{Kind: g.Kind, Title: lang.Text{lang.French: g.Title}, Summary: lang.Text{lang.French: g.Why}, Spot: g.Where, Audience: g.Audience, Team: []record.ID{g.Author}}
		return &suggestionBody{Act: taken, Activity: as}, []ledger.Draft{s.draft(a, &of, body{Act: planned, Plan: &p, Suggestion: g.ID})}, nil
	})
}

// Close says why nothing comes of it; Reopen of an idea takes that back.
func (s *Service) Close(ctx context.Context, a policy.Actor, id record.ID, why string) (Suggestion, error) {
	return s.about(ctx, a, id, "suggestion.close", func(_ *store.Tx, g *Suggestion) (*suggestionBody, []ledger.Draft, error) {
		if !g.Open {
			return nil, nil, nil
		}
		if n := len([]rune(strings.TrimSpace(why))); n == 0 || n > maxText {
			return nil, nil, invalid("suggestion.reason.missing", "an idea is turned down for a reason", "say why, to those who had it")
		}
		return &suggestionBody{Act: closed, Text: why}, nil, nil
	})
}

// OpenAgain takes the closing of an idea back.
func (s *Service) OpenAgain(ctx context.Context, a policy.Actor, id record.ID) (Suggestion, error) {
	return s.about(ctx, a, id, "suggestion.close", func(_ *store.Tx, g *Suggestion) (*suggestionBody, []ledger.Draft, error) {
		if g.Open || g.Taken {
			return nil, nil, nil
		}
		return &suggestionBody{Act: again}, nil, nil
	})
}

// Suggestion gives one idea.
func (s *Service) Suggestion(ctx context.Context, a policy.Actor, id record.ID) (out Suggestion, err error) {
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		g, err := loadSuggestion(tx, a, id)
		if err != nil {
			return err
		}
		out = *g
		return s.policy.Allow(ctx, a, "suggestion.list", s.suggestionResource(g))
	})
	return out, err
}

// Suggestions lists the open ideas, those with most votes first, or the closed ones,
// the latest first.
func (s *Service) Suggestions(ctx context.Context, a policy.Actor, open bool) (all []Suggestion, err error) {
	f, err := s.policy.Filter(ctx, a, "suggestion.list")
	if err != nil {
		return nil, err
	}
	where, args := f.SQL(policy.Columns{Unit: "unit", TLP: "0"})
	order := "12 DESC, made, id"
	if !open {
		order = "at DESC, id"
	}
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		rows := tx.Query("SELECT "+suggestionColumns+" FROM suggestions WHERE ("+where+") AND open = ? ORDER BY "+order+" LIMIT ?",
			append(append([]any{a.ID}, args...), open, MaxListed)...)
		defer rows.Close()
		for rows.Next() {
			g, err := scanSuggestion(rows)
			if err != nil {
				return err
			}
			all = append(all, *g)
		}
		return rows.Err()
	})
	return all, err
}

// Comments gives what was said of an idea, in order.
func (s *Service) Comments(ctx context.Context, a policy.Actor, id record.ID) (all []Comment, err error) {
	if _, err := s.Suggestion(ctx, a, id); err != nil {
		return nil, err
	}
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		rows := tx.Query("SELECT id, author, text, at FROM suggestion_comments WHERE suggestion = ? ORDER BY at, id LIMIT ?", id, MaxListed)
		defer rows.Close()
		for rows.Next() {
			var c Comment
			var at int64
			if err := rows.Scan(&c.ID, &c.Author, &c.Text, &at); err != nil {
				return err
			}
			c.At = time.UnixMilli(at).UTC()
			all = append(all, c)
		}
		return rows.Err()
	})
	return all, err
}

// MaySuggest tells which acts on an idea a may do as it stands.
func (s *Service) MaySuggest(ctx context.Context, a policy.Actor, g *Suggestion) (acts []string) {
	r := s.suggestionResource(g)
	may := func(action policy.Action) bool { return s.policy.Allow(ctx, a, action, r) == nil }
	if may("suggestion.comment") {
		acts = append(acts, "comment")
	}
	switch {
	case g.Open:
		if may("suggestion.vote") {
			acts = append(acts, "vote")
		}
		if may("suggestion.take") {
			acts = append(acts, "take")
		}
		if may("suggestion.close") {
			acts = append(acts, "close")
		}
	case !g.Taken && may("suggestion.close"):
		acts = append(acts, "reopen")
	}
	return acts
}

// same tells whether two plans say the same.
func same(a, b *Plan) bool { return bytes.Equal(mustJSON(a), mustJSON(b)) }

func mustJSON(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil { // of plain text and numbers
		panic("activity: " + err.Error())
	}
	return b
}

package response

import (
	"context"
	"slices"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
	"wasl/internal/triage/incident"
	"wasl/internal/triage/queue"
)

// Telling is feedback to everybody who reported what is behind an incident, as it
// would be sent: each reporter is told once, behind the report sent last, in its
// language. Each message is the same as if nobody else had reported.
type Telling struct {
	Drafts []Feedback // one in each language that is needed
	To     []Hearer   // one for each reporter
	Mute   []Mute
	Hidden int // reports that the actor may not open
}

// Hearer is a reporter who is told, by the report behind which the message stands.
type Hearer struct {
	Report   record.ID
	Language lang.Language
	source   record.ID
	at       int64
}

// Mute is a reporter who is not told, by the report sent last.
type Mute struct {
	Report record.ID
	Why    Silence
}

// Silence is why a reporter is not told.
type Silence string

// The reasons.
const (
	NoReceipt Silence = "no_receipt" // it was imported from a file: nobody was given a receipt to hear back by
	Held      Silence = "held"       // it waits in the quarantine: whoever floods must not learn what becomes of it
	NotYours  Silence = "not_yours"  // the actor may not answer it
	NoText    Silence = "no_text"    // no text was written in its language
)

// PlanFeedback drafts what those who reported what is behind an incident are told.
func (s *Service) PlanFeedback(ctx context.Context, a policy.Actor, of record.ID) (t Telling, err error) {
	about := incident.About{Incident: of}
	if err := s.ledger.View(ctx, func(tx *store.Tx) error {
		_, _, err := s.incidents.Allow(ctx, tx, a, "respond", about)
		return err
	}); err != nil {
		return t, err
	}
	done, err := s.Of(ctx, a, about, time.Time{})
	if err != nil {
		return t, err
	}
	if err := s.address(ctx, a, of, &t); err != nil {
		return t, err
	}
	for _, l := range lang.All() {
		if slices.ContainsFunc(t.To, func(h Hearer) bool { return h.Language == l }) {
			t.Drafts = append(t.Drafts, draft(l, done.Responses))
		}
	}
	return t, nil
}

const hearerSQL = "SELECT r.source, r.channel, r.language, q.state, q.at FROM reports r JOIN queue q USING (n) WHERE r.id = ?"

// address finds out who is told, and who cannot be.
func (s *Service) address(ctx context.Context, a policy.Actor, of record.ID, t *Telling) error {
	v, err := s.incidents.Look(ctx, a, of, time.Time{})
	if err != nil {
		return err
	}
	t.Hidden = v.Hidden
	mute := map[record.ID]Mute{}
	for _, seen := range v.Reports {
		if seen.Hidden {
			continue
		}
		h, why, err := s.hearer(ctx, a, seen.Report)
		if err != nil {
			return err
		}
		if h.source.Zero() { // nobody knows who it is: each report is somebody's by itself
			h.source = seen.Report
		}
		if why != "" {
			mute[h.source] = Mute{seen.Report, why}
			continue
		}
		t.add(h)
	}
	for source, m := range mute {
		if !slices.ContainsFunc(t.To, func(h Hearer) bool { return h.source == source }) {
			t.Mute = append(t.Mute, m)
		}
	}
	slices.SortFunc(t.To, func(x, y Hearer) int { return slices.Compare(x.Report[:], y.Report[:]) })
	slices.SortFunc(t.Mute, func(x, y Mute) int { return slices.Compare(x.Report[:], y.Report[:]) })
	return nil
}

// add takes a report in: of one reporter the last alone.
func (t *Telling) add(h Hearer) {
	i := slices.IndexFunc(t.To, func(o Hearer) bool { return o.source == h.source })
	switch {
	case i < 0:
		t.To = append(t.To, h)
	case t.To[i].at < h.at:
		t.To[i] = h
	}
}

func (s *Service) hearer(ctx context.Context, a policy.Actor, of record.ID) (h Hearer, why Silence, err error) {
	h.Report = of
	var channel, language string
	var state int
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		return tx.Row(hearerSQL, of).Scan(&h.source, &channel, &language, &state, &h.at)
	})
	if err != nil {
		return h, "", err
	}
	h.Language = spoken(language)
	may, err := s.queue.May(ctx, a, of, []policy.Action{"report.answer"})
	switch {
	case err != nil:
		return h, "", err
	case len(may) == 0:
		return h, NotYours, nil
	case queue.State(state) == queue.Quarantine:
		return h, Held, nil
	case report.Channel(channel) == report.CSV:
		return h, NoReceipt, nil
	}
	return h, "", nil
}

// TellAll sends what a person finished to everybody who reported what is behind an
// incident, each in the language of their report where a text is given in it. However
// often it is sent under one id, each is told once. It tells how many were told, and
// who was not.
func (s *Service) TellAll(ctx context.Context, a policy.Actor, of, id record.ID, texts map[lang.Language]string) (n int, left []Mute, err error) {
	for _, text := range texts {
		if err := checkText(text); err != nil {
			return 0, nil, err
		}
	}
	if len(texts) == 0 {
		return 0, nil, checkText("")
	}
	t, err := s.PlanFeedback(ctx, a, of)
	if err != nil {
		return 0, nil, err
	}
	left = t.Mute
	for _, h := range t.To {
		text, given := texts[h.Language]
		if !given {
			left = append(left, Mute{h.Report, NoText})
			continue
		}
		err := s.SendFeedback(ctx, a, id, h.Report, text, h.Language)
		switch {
		case err == nil:
			n++
		case fault.Is(err, fault.Missing), fault.Is(err, fault.Denied): // handed on since
			left = append(left, Mute{h.Report, NotYours})
		default:
			return n, left, err
		}
	}
	if n == 0 {
		return 0, left, nil
	}
	return n, left, s.act(ctx, a, incident.About{Incident: of}, func(tx *store.Tx) (record.ID, *body, error) {
		round := of.Derive("feedback/" + id.String())
		var known bool
		err := tx.Row("SELECT EXISTS (SELECT 1 FROM response_rounds WHERE id = ?)", round).Scan(&known)
		if err != nil || known {
			return round, nil, err
		}
		return round, &body{Act: told, Told: n}, nil
	})
}

package alert

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/network/place"
	"wasl/internal/triage/notice"
)

// Query asks for alerts. Zero members ask for nothing in particular.
type Query struct {
	State  *State
	Unit   record.ID // this one and those below
	Mine   bool      // those that came to the caller, at the level where they are
	Cursor string
	Limit  int
}

// MaxPage bounds a page of alerts.
const MaxPage = 200

// Page is a page of alerts, with how many are open and in hand.
type Page struct {
	Items []Alert
	Next  string
	Open  int // that wait for an answer
	Hand  int // acknowledged
	Mine  int // open, and come to the caller
}

var columns = policy.Columns{
	Unit: "unit", TLP: "tlp", Assignee: "owner", Named: "EXISTS (SELECT 1 FROM called WHERE called.alert = alerts.n AND account = ?)",
}

const (
	livingSQL = "SELECT " + rowColumns + " FROM alerts INDEXED BY alerts_state WHERE state = ? AND (%s) ORDER BY urgency, due, n"
	endedSQL  = "SELECT " + rowColumns + " FROM alerts WHERE state = 2 AND n < ? AND (%s) ORDER BY n DESC LIMIT ?"
)

// maxLiving bounds the alerts that have not ended and are read for a list: a
// network with more of them has another trouble.
const maxLiving = 2000

// List gives the alerts that a may see: those open and those in hand by urgency
// and deadline, those that ended the newest first.
func (s *Service) List(ctx context.Context, a policy.Actor, q Query) (p Page, err error) {
	filter, err := s.opt.Policy.Filter(ctx, a, "alert.list")
	if err != nil {
		return p, err
	}
	if q.Limit <= 0 || q.Limit > MaxPage {
		q.Limit = MaxPage
	}
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		open, err := s.living(tx, filter, Open)
		if err != nil {
			return err
		}
		hand, err := s.living(tx, filter, Acknowledged)
		if err != nil {
			return err
		}
		p.Open, p.Hand = len(open), len(hand)
		for _, o := range open {
			if o.came(a.ID) {
				p.Mine++
			}
		}
		all := s.sift(a, q, open, hand)
		if q.State != nil && *q.State == Ended {
			all, p.Next, err = s.ended(tx, filter, a, q)
		}
		p.Items = all
		return err
	})
	return p, err
}

// sift gives those of the living that are asked for.
func (s *Service) sift(a policy.Actor, q Query, open, hand []Alert) []Alert {
	all := slices.Concat(open, hand)
	return slices.DeleteFunc(all, func(x Alert) bool {
		return q.State != nil && x.State != *q.State || !q.Unit.Zero() && !s.opt.Units.Under(x.Unit, q.Unit) || q.Mine && !x.came(a.ID) && x.Owner != a.ID
	})
}

func (a Alert) came(account record.ID) bool {
	return a.First == account || slices.Contains(a.Others, account)
}

func (s *Service) living(tx *store.Tx, f policy.Filter, st State) ([]Alert, error) {
	cond, args := f.SQL(columns)
	return read(tx, fmt.Sprintf(livingSQL, cond)+" LIMIT ?", append(append([]any{int(st)}, args...), maxLiving)...)
}

func (s *Service) ended(tx *store.Tx, f policy.Filter, a policy.Actor, q Query) (all []Alert, next string, err error) {
	before := int64(1) << 62
	if q.Cursor != "" {
		if before, err = strconv.ParseInt(q.Cursor, 10, 64); err != nil {
			return nil, "", invalid("alert.cursor.wrong", "the place to go on from is not one of this list", "start again from the top of the list")
		}
	}
	cond, args := f.SQL(columns)
	found, err := read(tx, fmt.Sprintf(endedSQL, cond), append(append([]any{before}, args...), q.Limit+1)...)
	if err != nil {
		return nil, "", err
	}
	if len(found) > q.Limit {
		found = found[:q.Limit]
		next = strconv.FormatInt(found[q.Limit-1].Number, 10)
	}
	return s.sift(a, q, found, nil), next, nil
}

func read(tx *store.Tx, sql string, args ...any) (all []Alert, err error) {
	rows := tx.Query(sql, args...)
	defer rows.Close()
	for rows.Next() {
		r := &row{}
		if err := r.scan(rows); err != nil {
			return nil, err
		}
		a := r.alert()
		if _, a.First, a.Others, err = r.calls(tx); err != nil {
			return nil, err
		}
		all = append(all, a)
	}
	return all, rows.Err()
}

// Visible gives the alert as lists show it if a may see it in lists.
func (s *Service) Visible(ctx context.Context, a policy.Actor, id record.ID) (out Alert, err error) {
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		r, err := s.allowed(ctx, tx, a, "alert.list", id)
		if err != nil {
			return err
		}
		out = r.alert()
		_, out.First, out.Others, err = r.calls(tx)
		return err
	})
	return out, err
}

// Stands gives an alert as it stands, and to whom it ever came, for whoever asks the
// policy's filter.
func (s *Service) Stands(ctx context.Context, id record.ID) (out Alert, came []record.ID, err error) {
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		r, err := load(tx, id)
		if err != nil {
			return err
		}
		out = r.alert()
		came, out.First, out.Others, err = r.calls(tx)
		return err
	})
	return out, came, err
}

// Event is what was done about an alert, as its history tells it.
type Event struct {
	At   time.Time
	By   record.ID
	Act  string
	Call *Call // who is to answer, of a step
	Word string
	N    int     // reports that joined
	End  Outcome // of its end
	Due  time.Time
}

// Call is who is to answer at a level, and why it came to them.
type Call struct {
	Level  int
	Unit   record.ID
	Why    Reason
	First  record.ID
	Others []record.ID
	Left   []record.ID
}

// Whole is an alert with all that was done about it.
type Whole struct {
	Alert
	Word    string // of whoever raised it by hand
	History []Event
	Notices []notice.Notice
	Behind  []record.ID // reports, the newest first; the caller shows those that the reader may see
	May     []policy.Action
}

// actions are what may be offered about an alert.
var actions = []policy.Action{"alert.acknowledge", "alert.climb", "alert.end", "alert.note"}

// maxBehind bounds the reports that are named behind an alert.
const maxBehind = 500

// Open gives an alert with its history, the notices that went out and the reports
// behind it.
func (s *Service) Open(ctx context.Context, a policy.Actor, id record.ID) (w Whole, err error) {
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		r, err := s.allowed(ctx, tx, a, "alert.open", id)
		if err != nil {
			return err
		}
		w.Alert = r.alert()
		if _, w.First, w.Others, err = r.calls(tx); err != nil {
			return err
		}
		if w.Notices, err = notice.Of(tx, id); err != nil {
			return err
		}
		if w.Behind, err = idsOf(tx.Query("SELECT report FROM joined WHERE alert = ? LIMIT ?", r.n, maxBehind)); err != nil {
			return err
		}
		res, err := s.resource(tx, r)
		for _, action := range actions {
			if err == nil && s.opt.Policy.Allow(ctx, a, action, res) == nil {
				w.May = append(w.May, action)
			}
		}
		return err
	})
	if err != nil {
		return w, err
	}
	w.Word, w.History, err = s.history(ctx, id)
	return w, err
}

func (s *Service) history(ctx context.Context, id record.ID) (word string, events []Event, err error) {
	revs, err := s.opt.Ledger.History(ctx, id)
	if err != nil {
		return "", nil, err
	}
	for _, rev := range revs {
		if rev.Kind != record.Alert || rev.Body == nil {
			continue
		}
		b, err := ledger.Decode[body](rev)
		if err != nil {
			return "", nil, err
		}
		e := Event{At: rev.At.Time(), By: rev.Author, Act: string(b.Act), Word: b.Word, N: len(b.Joined), End: b.End}
		if c := b.Call; c != nil {
			e.Call = &Call{c.Level, c.Unit, c.Why, c.First, c.Others, c.Left}
		}
		if b.Times != nil {
			e.Due = millis(b.Times.Due)
		}
		if b.Act == raise {
			word = b.Word
		}
		events = append(events, e)
	}
	return word, events, nil
}

// BehindReport gives the alerts that a report is behind, as far as a may see them.
func (s *Service) BehindReport(ctx context.Context, a policy.Actor, rep record.ID) (all []Alert, err error) {
	filter, err := s.opt.Policy.Filter(ctx, a, "alert.list")
	if err != nil {
		return nil, err
	}
	cond, args := filter.SQL(columns)
	sql := "SELECT " + rowColumns + " FROM alerts WHERE n IN (SELECT alert FROM joined WHERE report = ?) AND (" + cond + ") ORDER BY n DESC LIMIT ?"
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		all, err = read(tx, sql, append(append([]any{rep}, args...), MaxPage)...)
		return err
	})
	return all, err
}

// Brief tells of an alert what may be said on a line that others hear: what
// happened, and where, only of one that all partners may know of (TLP:GREEN). A
// message of the night lies open on somebody's telephone.
func (s *Service) Brief(ctx context.Context, id record.ID) (b notice.Brief, err error) {
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		r, err := load(tx, id)
		if err != nil {
			return err
		}
		b = notice.Brief{
			ID: r.id, Handling: r.handling(), Number: r.n, Urgency: urgencies[r.urgency], Exercise: r.exercise,
			Needed: r.state == Open || r.state == Acknowledged && r.again > 0 || r.state == Acknowledged && r.last > r.acked, State: r.state.String(),
		}
		if r.state == Open {
			b.Due = millis(r.due)
		}
		if r.tlp <= record.Green {
			b.Kind, b.Place = s.opt.Kind(r.kind), s.moughataa(report.PlaceRef{List: r.list, Code: r.place})
		}
		return nil
	})
	return b, err
}

// moughataa is the name of the moughataa that a place lies in, or of the place
// itself where it is larger.
func (s *Service) moughataa(p report.PlaceRef) lang.Text {
	for _, up := range s.opt.Places.Path(p.List, p.Code) {
		if up.Level <= place.Moughataa {
			return up.Name
		}
	}
	return nil
}

// Title is what an alert is called in a language: what happened and where, or the
// name of its watch where neither is known.
func (s *Service) Title(a Alert, l lang.Language) string {
	var parts []string
	if a.Kind != "" {
		parts = append(parts, s.opt.Kind(a.Kind).In(l))
	}
	if n := s.opt.Places.Name(a.Place.List, a.Place.Code, l); n != "" {
		parts = append(parts, n)
	}
	parts = slices.DeleteFunc(parts, func(p string) bool { return p == "" })
	if len(parts) == 0 {
		return a.Name.In(l)
	}
	comma := ", "
	if l == lang.Arabic {
		comma = "، "
	}
	return strings.Join(parts, comma)
}

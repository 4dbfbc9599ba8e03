package number

import (
	"encoding/json"
	"errors"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/community/activity"
	"wasl/internal/community/person"
	"wasl/internal/keep/store"
	"wasl/internal/network/place"
)

// most of a training is this part of its sessions, of which one that somebody left or
// came to in its middle counts half.
const mostNum, mostDen = 4, 5

// held is what the counts need of an activity.
type held struct {
	month, place string
	kind         activity.Kind
	sessions     int64
	cost         int64
	ends         int64
}

// slices gives every slice that an activity belongs to.
func (h *held) slices() (all []Slice) {
	for _, t := range []string{"", h.month[:len("2026")], h.month} {
		for _, where := range []string{"", placeIs + orUnsaid(h.place), kindIs + string(h.kind)} {
			all = append(all, Slice{t, where})
		}
	}
	return all
}

// moughataa is the place of the second level in which another lies, or the place
// itself where it is larger: nothing finer is counted.
func moughataa(places *place.Service, r place.Ref) string {
	if r == (place.Ref{}) {
		return ""
	}
	for _, p := range places.Path(r.List, r.Code) {
		if p.Level <= place.Moughataa {
			return p.List + "/" + p.Code
		}
	}
	return ""
}

// A gathering is people counted anew, from who is there.
type gathering struct {
	tx      *store.Tx
	places  *place.Service
	changes Changes

	counts  Counts
	figures map[Slice]Figures
	held    map[record.ID]*held
	all     bool // held has all that there are
}

func newGathering(tx *store.Tx, opt *Options) *gathering {
	return &gathering{tx: tx, places: opt.Places, changes: opt.Changes, counts: Counts{}, figures: map[Slice]Figures{}, held: map[record.ID]*held{}}
}

// heldSQL gives what was or is being held. What is open again, to be put right, counts as
// it did: whoever is deleted meanwhile would be counted nowhere.
const heldSQL = "SELECT id, kind, plan, ends FROM activities WHERE (state IN ('confirmed', 'done') OR state = 'draft' AND announced = 1) AND ends > 0"

// readHeld reads what was or is being held.
func (g *gathering) readHeld(and string, args ...any) error {
	rows := g.tx.Query(heldSQL+and, args...)
	defer rows.Close()
	for rows.Next() {
		var id record.ID
		var kind, text string
		h := &held{}
		if err := rows.Scan(&id, &kind, &text, &h.ends); err != nil {
			return err
		}
		var p struct {
			Place    place.Ref         `json:"place"`
			Cost     int64             `json:"cost"`
			Sessions []json.RawMessage `json:"sessions"`
		}
		if err := json.Unmarshal([]byte(text), &p); err != nil {
			return err
		}
		h.kind, h.cost, h.sessions = activity.Kind(kind), p.Cost, int64(len(p.Sessions))
		h.month = time.UnixMilli(h.ends).UTC().Format("2006-01")
		h.place = moughataa(g.places, p.Place)
		g.held[id] = h
	}
	return rows.Err()
}

// of gives an activity that was or is being held; nil for any other.
func (g *gathering) of(id record.ID) (*held, error) {
	if h, known := g.held[id]; known || g.all {
		return h, nil
	}
	g.held[id] = nil
	err := g.readHeld(" AND id = ?", id)
	return g.held[id], err
}

func (g *gathering) add(h *held, f Figures) {
	for _, s := range h.slices() {
		g.figures[s] = g.figures[s].Plus(f)
	}
}

// peopleSQL is how a person is counted. marksSQL gives what stands of everybody at each
// session, the latest word last, one person after the other; who is entered twice is one
// person. onesSQL gives the same of one person.
const (
	peopleSQL = "SELECT sex, band, community, disability FROM persons WHERE id = ?"
	marksSQL  = `SELECT coalesce(p.into_id, m.person) AS one, m.activity, m.session, m.state, m.settle
		FROM marks m LEFT JOIN persons p ON p.id = m.person WHERE m.head = 1 ORDER BY one, m.activity, m.session, m.seq`
	onesSQL = `SELECT ?1, m.activity, m.session, m.state, m.settle FROM marks m
		WHERE m.head = 1 AND m.person IN (SELECT ?1 UNION SELECT id FROM persons WHERE into_id = ?1) ORDER BY m.activity, m.session, m.seq`
)

// learned adds what people learned by the tests of courses: one person's, or
// everybody's where person is zero.
func (g *gathering) learned(person record.ID) (err error) {
	if g.changes == nil {
		return nil
	}
	return errors.Join(g.changes(g.tx, person, func(_, act record.ID, change float64) {
		h, e := g.of(act)
		if e != nil {
			err = e
		} else if h != nil {
			f := Figures{}
			f.Gain.Add(change)
			g.add(h, f)
		}
	}), err)
}

// contents adds how content people were. What fewer than Few people said at one time is
// left out of every sum: so no difference of sums, of places, of kinds or of days, is
// ever what a few people said.
func (g *gathering) contents(all Contents) error {
	if all == nil {
		return nil
	}
	return all(g.tx, func(act record.ID, asked, content int64) {
		if h := g.held[act]; h != nil && enough(asked) {
			g.add(h, Figures{Asked: asked, Content: content})
		}
	})
}

// gather counts who is there.
func gather(tx *store.Tx, opt *Options) (*gathering, error) {
	g := newGathering(tx, opt)
	if err := g.readHeld(""); err != nil {
		return nil, err
	}
	g.all = true
	if err := errors.Join(g.contents(opt.Contents), g.learned(record.ID{})); err != nil {
		return nil, err
	}
	return g, g.read(tx.Query(marksSQL))
}

// deleted counts some people alone, who are to be deleted. Who is entered twice is
// counted under the entry that stands for both.
func deleted(tx *store.Tx, opt *Options, people []record.ID) (*gathering, error) {
	g := newGathering(tx, opt)
	for _, id := range people {
		one, err := person.Canonical(tx, id)
		if err != nil {
			return nil, err
		}
		if one != id {
			continue
		}
		if err := g.learned(id); err != nil {
			return nil, err
		}
		if err := g.read(tx.Query(onesSQL, id)); err != nil {
			return nil, err
		}
	}
	return g, nil
}

// read counts people from their marks, each when all of them are read.
func (g *gathering) read(rows *store.Rows) error {
	defer rows.Close()
	one := &coming{}
	for rows.Next() {
		var person, act, session record.ID
		var state string
		var settle bool
		if err := rows.Scan(&person, &act, &session, &state, &settle); err != nil {
			return err
		}
		if person != one.person {
			if err := g.count(one); err != nil {
				return err
			}
			one = &coming{person: person}
		}
		one.take(act, session, state, settle)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return g.count(one)
}

// coming is how one person came to sessions.
type coming struct {
	person   record.ID
	sessions []came
}

type came struct {
	activity, session record.ID
	state             string
}

// take notes what was said of a session; what was said last stands. Whoever takes a mark
// back says nothing, unless it settles what was said before, be it of another entry.
func (c *coming) take(act, session record.ID, state string, settle bool) {
	if n := len(c.sessions); n > 0 && c.sessions[n-1].activity == act && c.sessions[n-1].session == session {
		if state != "none" || settle {
			c.sessions[n-1].state = state
		}
		return
	}
	c.sessions = append(c.sessions, came{act, session, state})
}

// count counts one person.
func (g *gathering) count(c *coming) error {
	var took []Presence
	for i := 0; i < len(c.sessions); {
		act := c.sessions[i].activity
		var expected, there, halves int64
		for ; i < len(c.sessions) && c.sessions[i].activity == act; i++ {
			switch c.sessions[i].state {
			case "present", "late":
				expected, there, halves = expected+1, there+1, halves+2
			case "partial":
				expected, there, halves = expected+1, there+1, halves+1
			case "absent":
				expected++
			}
		}
		h, err := g.of(act)
		if err != nil {
			return err
		}
		if h == nil || expected == 0 {
			continue
		}
		g.add(h, Figures{Expected: expected, Came: there})
		if there > 0 {
			most := halves*mostDen >= 2*mostNum*max(1, h.sessions)
			took = append(took, Presence{h.month, h.place, string(h.kind), h.kind == activity.Training && most})
		}
	}
	if len(took) == 0 {
		return nil
	}
	var w Who
	if err := g.tx.Row(peopleSQL, c.person).Scan(&w.Sex, &w.Band, &w.Community, &w.Disability); err != nil && !store.None(err) {
		return err
	}
	g.counts.Add(w, took)
	return nil
}

// held adds what the activities themselves come to.
func (g *gathering) activities(now time.Time) {
	for _, h := range g.held {
		if h.ends <= now.UnixMilli() {
			g.add(h, Figures{Activities: 1, Cost: h.cost})
		}
	}
}

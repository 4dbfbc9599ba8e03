package attendance

import (
	"crypto/rand"
	"errors"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/community/activity"
	"wasl/internal/community/person"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/ledger/ledgertest"
	"wasl/internal/keep/store"
	"wasl/internal/keep/store/storetest"
	"wasl/internal/network/unit"
)

var (
	capital = record.IDOf("unit capital")
	north   = record.IDOf("unit north")
	south   = record.IDOf("unit south")

	course    = record.IDOf("first aid")
	morning   = record.IDOf("morning")
	afternoon = record.IDOf("afternoon")
)

// room is a training in the north with what it stands on, and a clock that the test
// turns.
type room struct {
	*Service
	t      testing.TB
	dir    string
	l      *ledger.Ledger
	acts   *activity.Service
	people *person.Service

	organiser, trainer, mobiliser, programme, guest, stranger policy.Actor

	mu   sync.Mutex
	now  time.Time
	left map[record.ID]policy.Actor // who works here no more, or as something else now
}

func (r *room) clock() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now = r.now.Add(time.Millisecond)
	return r.now
}

func (r *room) wait(d time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now = r.now.Add(d)
}

func (r *room) ok(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

func (r *room) options(name string, parts ...ledger.Part) ledger.Options {
	return ledgertest.Options(filepath.Join(r.dir, name), r.clock, parts...)
}

func (r *room) parts() []ledger.Part { return []ledger.Part{activity.Part(), person.Part(), Part()} }

// newRoom begins on the morning of the first day, an hour before the first session.
func newRoom(t testing.TB) *room {
	t.Helper()
	r := &room{t: t, dir: storetest.Dir(t), left: map[record.ID]policy.Actor{}, now: time.Date(2026, 11, 24, 7, 0, 0, 0, time.UTC)}
	field := ledgertest.Open(r.t, r.options("field", unit.Part()))
	r.l = ledgertest.Open(r.t, r.options("community", r.parts()...))
	network, err := unit.New(t.Context(), field)
	r.ok(err)
	for _, u := range []struct{ id, up record.ID }{{capital, record.ID{}}, {north, capital}, {south, capital}} {
		r.ok(network.Put(t.Context(), record.ID{}, unit.Unit{ID: u.id, Parent: u.up, Code: u.id.String()[:8], Kind: unit.Administration, Name: lang.Text{lang.French: "U"}}))
	}
	rules, err := policy.New(network.Tree(), false)
	r.ok(err)
	db, err := store.Open(t.Context(), store.Options{Path: filepath.Join(r.dir, "node.db"), Durable: true, Modules: []store.Module{Module}})
	r.ok(err)
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	r.acts = activity.NewService(activity.Options{Ledger: r.l, Policy: rules, Units: network.Tree(), Clock: r.clock})
	r.people = person.NewService(person.Options{Ledger: r.l, Policy: rules, Units: network.Tree(), Clock: r.clock})
	r.Service = NewService(Options{Ledger: r.l, Node: db, Policy: rules, Units: network.Tree(), People: r.people, Makers: r.maker, Clock: r.clock, Random: rand.Reader})
	who := func(name string, at record.ID, role policy.Role) policy.Actor {
		return policy.Actor{ID: record.IDOf(name), Unit: at, Roles: []policy.Role{role}}
	}
	r.organiser, r.trainer, r.mobiliser = who("organiser", north, policy.Organiser), who("trainer", north, policy.Trainer), who("mobiliser", north, policy.Mobiliser)
	r.programme, r.guest, r.stranger = who("programme", north, policy.Programme), who("guest", south, policy.Trainer), who("stranger", south, policy.Trainer)
	_, err = r.acts.Put(t.Context(), r.organiser, course, north, 0, r.plan())
	r.ok(err)
	return r
}

// maker is who an account of the room is now.
func (r *room) maker(id record.ID) (policy.Actor, bool) {
	if a, changed := r.left[id]; changed {
		return a, len(a.Roles) > 0
	}
	for _, a := range []policy.Actor{r.organiser, r.trainer, r.guest} {
		if a.ID == id {
			return a, true
		}
	}
	return policy.Actor{}, false
}

func (r *room) plan() activity.Plan {
	day := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
	return activity.Plan{
		Kind: activity.Training, Title: lang.Text{lang.French: "Premiers secours"}, Team: []record.ID{r.guest.ID},
		Sessions: []activity.Session{
			{ID: morning, Start: day.Add(8 * time.Hour), End: day.Add(12 * time.Hour)},
			{ID: afternoon, Start: day.Add(14 * time.Hour), End: day.Add(17 * time.Hour)},
		},
	}
}

// pass lets a phone in and gives its secret.
func (r *room) pass(name string, sessions ...record.ID) string {
	r.t.Helper()
	_, secret, err := r.Open(r.t.Context(), r.trainer, course, NewPass{ID: record.IDOf("pass " + name), Name: name, Sessions: sessions})
	r.ok(err)
	return secret
}

// phone is a device with a pass: what it does without a line it keeps.
type phone struct {
	r      *room
	secret string
	id     record.ID
	n      int64
	seen   map[Slot]int64
	marks  []Said
	fresh  []Newcomer
	clock  time.Time // zero: the node's
}

func (r *room) phone(name, secret string) *phone {
	return &phone{r: r, secret: secret, id: record.IDOf("phone " + name), seen: map[Slot]int64{}}
}

func (p *phone) mark(session, person record.ID, s State) {
	p.n++
	slot := Slot{session, person}
	p.marks = append(p.marks, Said{Slot: slot, N: p.n, Saw: p.seen[slot], State: s, Claim: p.clock})
}

func (p *phone) sent() Sent {
	return Sent{Device: p.id, Clock: p.clock, Newcomers: p.fresh, Marks: p.marks}
}

// sync sends what waits and hears how the roll stands.
func (p *phone) sync() Answer {
	p.r.t.Helper()
	a, err := p.r.Sync(p.r.t.Context(), p.secret, p.sent())
	p.r.ok(err)
	p.marks, p.fresh = nil, nil
	for _, s := range a.Stands {
		p.seen[s.Slot] = s.Seq
	}
	return a
}

// stand is how somebody stands at a session.
func (r *room) stand(session, person record.ID) Stand {
	r.t.Helper()
	roll, err := r.Roll(r.t.Context(), r.trainer, course)
	r.ok(err)
	i := slices.IndexFunc(roll.Stands, func(s Stand) bool { return s.Slot == Slot{session, person} })
	if i < 0 {
		return Stand{State: Unmarked}
	}
	return roll.Stands[i]
}

func (r *room) end() int64 {
	r.t.Helper()
	n, err := r.l.End(r.t.Context())
	r.ok(err)
	return n
}

// refused holds that an act failed with a kind and a key, and left no revision.
func (r *room) refused(kind fault.Kind, key, what string, do func() error) {
	r.t.Helper()
	before := r.end()
	err := do()
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != kind || key != "" && f.Key != key {
		r.t.Errorf("%s: %v, want %v %s", what, err, kind, key)
	}
	if after := r.end(); after != before {
		r.t.Errorf("%s is refused and left %d revisions", what, after-before)
	}
}

func (r *room) actor(name string) policy.Actor {
	return map[string]policy.Actor{
		"organiser": r.organiser, "trainer": r.trainer, "mobiliser": r.mobiliser, "programme": r.programme, "guest": r.guest, "stranger": r.stranger,
	}[name]
}

// enrolled is a person of the register who is on the list.
func (r *room) enrolled(name string) record.ID {
	r.t.Helper()
	id := record.IDOf("person " + name)
	r.register(id, name)
	r.ok(r.Enrol(r.t.Context(), r.organiser, course, []record.ID{id}, true))
	return id
}

func (r *room) register(id record.ID, name string) {
	r.t.Helper()
	k := person.Known{Name: name, Band: "18-24", Sex: "female", Community: "host", Disability: "no", Role: "participant"}
	_, err := r.people.Put(r.t.Context(), r.organiser, id, north, 0, k)
	r.ok(err)
}

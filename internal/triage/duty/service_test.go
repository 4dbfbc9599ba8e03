package duty

import (
	"crypto/rand"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger/ledgertest"
	"wasl/internal/keep/store"
	"wasl/internal/network/unit"
)

// station is a commune's desk below a wilaya's, and its people.
type station struct {
	*Service
	t      *testing.T
	people map[record.ID]policy.Actor
	now    time.Time
}

var (
	desk   = unit.IDOf("DESK")
	wilaya = unit.IDOf("W")
	apart  = unit.IDOf("APART")
)

func newStation(t *testing.T) *station {
	t.Helper()
	s := &station{t: t, people: map[record.ID]policy.Actor{}, now: day(10 * 60)}
	l := ledgertest.Open(t, ledgertest.Options(t.TempDir(), s.clock, unit.Part(), Part()))
	node, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), "node.db"), Durable: true, Modules: []store.Module{Module}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if node.Close() != nil {
			t.Error("it does not close")
		}
	})
	units, err := unit.New(t.Context(), l)
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range []struct{ code, up string }{{"W", ""}, {"DESK", "W"}, {"APART", "W"}} {
		put := unit.Unit{ID: unit.IDOf(u.code), Code: u.code, Kind: unit.Post, Name: lang.Text{lang.French: u.code}}
		if u.up != "" {
			put.Parent = unit.IDOf(u.up)
		}
		if err := units.Put(t.Context(), record.ID{}, put); err != nil {
			t.Fatal(err)
		}
	}
	engine, err := policy.New(units.Tree(), false)
	if err != nil {
		t.Fatal(err)
	}
	s.Service = NewService(Options{
		Ledger: l, Node: node, Policy: engine, Units: units.Tree(), Clock: s.clock, Random: rand.Reader,
		People: func(id record.ID) (policy.Actor, bool) { a, ok := s.people[id]; return a, ok },
		Staff: func(u record.ID) (all []policy.Actor) {
			for _, a := range s.people {
				if a.Unit == u {
					all = append(all, a)
				}
			}
			return all
		},
	})
	for name, p := range map[string]policy.Actor{
		"ali": {Unit: desk, Roles: []policy.Role{policy.Desk}}, "fatou": {Unit: desk, Roles: []policy.Role{policy.Desk}},
		"sidi": {Unit: wilaya, Roles: []policy.Role{policy.Chief}}, "marie": {Unit: apart, Roles: []policy.Role{policy.Desk}},
		"admin": {Unit: wilaya, Roles: []policy.Role{policy.Administrator}},
	} {
		p.ID = who(name)
		s.people[p.ID] = p
	}
	return s
}

func (s *station) clock() time.Time { return s.now }

func (s *station) actor(name string) policy.Actor { return s.people[who(name)] }

func (s *station) ok(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *station) on(at time.Time) (on On) {
	s.t.Helper()
	s.ok(s.opt.Ledger.View(s.t.Context(), func(tx *store.Tx) (err error) {
		on, err = s.On(s.t.Context(), tx, desk, at)
		return err
	}))
	return on
}

func (s *station) refused(want string, err error) {
	s.t.Helper()
	if f, ok := err.(*fault.Error); !ok || f.Key != want { //nolint:errorlint // it is the outermost
		s.t.Errorf("%v, want %s", err, want)
	}
}

func nights(primary string, deputies ...string) Plan {
	s := Shift{Days: everyDay, From: 22 * 60, To: 6 * 60, Primary: who(primary)}
	for _, d := range deputies {
		s.Deputies = append(s.Deputies, who(d))
	}
	return Plan{Shifts: []Shift{s}}
}

func TestWhoIsOnDuty(t *testing.T) {
	s := newStation(t)
	if on := s.on(s.now); on.Planned || len(on.Deputies) != 2 || !on.Primary.Zero() {
		t.Errorf("without a plan all of the desk are on duty: %+v", on)
	}
	s.ok(s.Set(t.Context(), s.actor("sidi"), desk, nights("ali", "fatou"), 0))
	if on := s.on(s.now); !on.Planned || !on.Gap() || !on.To.Equal(day(22*60)) {
		t.Errorf("by day nobody is: %+v", on)
	}
	night := day(23 * 60)
	if on := s.on(night); on.Primary != who("ali") || !slices.Equal(on.Deputies, []record.ID{who("fatou")}) {
		t.Errorf("by night: %+v", on)
	}
	// One goes to another unit, one leaves: the plan names them still.
	moved := s.people[who("ali")]
	moved.Unit = apart
	s.people[who("ali")] = moved
	if on := s.on(night); on.Primary != who("fatou") || !slices.Equal(on.Left, []record.ID{who("ali")}) {
		t.Errorf("the first went elsewhere: %+v", on)
	}
	delete(s.people, who("fatou"))
	if on := s.on(night); !on.Gap() || len(on.Left) != 2 {
		t.Errorf("both left: %+v", on)
	}
}

func TestPlansAreSetByTheChiefAlone(t *testing.T) {
	s := newStation(t)
	plan := nights("ali")
	for _, name := range []string{"ali", "marie", "admin"} {
		s.refused("policy.denied", s.Set(t.Context(), s.actor(name), desk, plan, 0))
	}
	s.refused("duty.person.unfit", s.Set(t.Context(), s.actor("sidi"), desk, nights("marie"), 0))
	s.refused("duty.person.unfit", s.Set(t.Context(), s.actor("sidi"), desk, nights("ali", "admin"), 0))
	s.ok(s.Set(t.Context(), s.actor("sidi"), desk, plan, 0))
	s.refused("duty.revision.old", s.Set(t.Context(), s.actor("sidi"), desk, nights("fatou"), 0))
	look, err := s.Look(t.Context(), s.actor("ali"), desk, day(0), day(24*60))
	s.ok(err)
	if got := told(look.Stretches); got != "Tue 00:00-Tue 06:00 ali, Tue 06:00-Tue 22:00 nobody, Tue 22:00-Wed 00:00 ali" {
		t.Error(got)
	}
	plan.Exceptions = []Exception{{From: day(-90 * dayMinutes), To: day(-89 * dayMinutes), Primary: who("ali")}, {From: day(0), To: day(60)}}
	s.ok(s.Set(t.Context(), s.actor("sidi"), desk, plan, look.Revision))
	if look, err = s.Look(t.Context(), s.actor("sidi"), desk, day(0), day(60)); err != nil || len(look.Plan.Exceptions) != 1 {
		t.Errorf("what is long over stays: %+v, %v", look.Plan.Exceptions, err)
	}
	_, err = s.Look(t.Context(), s.actor("marie"), desk, day(0), day(60))
	s.refused("policy.denied", err)
	_, err = s.Look(t.Context(), s.actor("ali"), desk, day(0), day(60*24*60))
	s.refused("duty.range.wrong", err)
}

func TestTheListShowsGaps(t *testing.T) {
	s := newStation(t)
	s.ok(s.Set(t.Context(), s.actor("sidi"), desk, nights("ali"), 0))
	lines, err := s.List(t.Context(), s.actor("sidi"))
	s.ok(err)
	if len(lines) != 3 {
		t.Fatalf("%+v", lines)
	}
	for _, l := range lines {
		if l.Unit == desk && (l.Gap == nil || !l.Gap.From.Equal(s.now)) || l.Unit != desk && l.Gap != nil {
			t.Errorf("%+v", l)
		}
	}
	if lines, err = s.List(t.Context(), s.actor("marie")); err != nil || len(lines) != 1 || lines[0].Unit != apart {
		t.Errorf("%+v, %v", lines, err)
	}
}

func TestShiftsAreHandedOn(t *testing.T) {
	s := newStation(t)
	s.ok(s.Set(t.Context(), s.actor("sidi"), desk, nights("ali"), 0))
	ask := Swap{ID: who("swap"), Unit: desk, From: day(22 * 60), To: day(30 * 60), Taker: who("fatou")}
	change := func(f func(*Swap)) Swap {
		w := ask
		w.ID = record.NewID(rand.Reader)
		f(&w)
		return w
	}
	s.refused("duty.swap.free", s.AskSwap(t.Context(), s.actor("fatou"), change(func(w *Swap) { w.Taker = who("ali") })))
	s.refused("duty.swap.taker", s.AskSwap(t.Context(), s.actor("ali"), change(func(w *Swap) { w.Taker = who("marie") })))
	s.refused("duty.swap.time", s.AskSwap(t.Context(), s.actor("ali"), change(func(w *Swap) { w.From, w.To = day(0), day(60) })))
	s.refused("policy.denied", s.AskSwap(t.Context(), s.actor("admin"), ask))
	s.ok(s.AskSwap(t.Context(), s.actor("ali"), ask))
	s.ok(s.AskSwap(t.Context(), s.actor("ali"), ask)) // again is harmless
	if on := s.on(day(23 * 60)); on.Primary != who("ali") {
		t.Error("asking is not taking")
	}
	s.refused("policy.denied", s.Turn(t.Context(), s.actor("ali"), ask.ID, Taken)) // one's own wish is not the other's
	s.refused("store.row.none", s.Turn(t.Context(), s.actor("sidi"), ask.ID, Taken))
	mine, err := s.Swaps(t.Context(), who("fatou"))
	if s.ok(err); len(mine) != 1 || mine[0].Turn != Asked {
		t.Errorf("%+v", mine)
	}
	s.ok(s.Turn(t.Context(), s.actor("fatou"), ask.ID, Taken))
	if on := s.on(day(23 * 60)); on.Primary != who("fatou") {
		t.Errorf("%+v", on)
	}
	s.refused("duty.swap.over", s.Turn(t.Context(), s.actor("ali"), ask.ID, Withdrawn))
	own, err := s.Mine(t.Context(), who("fatou"), day(0), day(5*24*60))
	if s.ok(err); len(own) != 1 || !own[0].To.Equal(day(30*60)) || !own[0].First {
		t.Errorf("%+v", own)
	}
}

// The calendar is what RFC 5545 asks for, and is shut with its secret.
func TestCalendar(t *testing.T) {
	s := newStation(t)
	s.ok(s.Set(t.Context(), s.actor("sidi"), desk, nights("ali", "fatou"), 0))
	secret, err := s.NewCalendar(t.Context(), who("fatou"))
	s.ok(err)
	name := func(record.ID, lang.Language) string {
		return "المقاطعة, باسكنو; مكتب المناوبة الليلية الدائم للأمن والسلامة"
	}
	b, err := s.Calendar(t.Context(), secret, lang.Arabic, name)
	s.ok(err)
	for i, l := range strings.Split(strings.TrimSuffix(string(b), "\r\n"), "\r\n") {
		if len(l) > 75 || !utf8.ValidString(l) || strings.ContainsAny(l, "\r\n") {
			t.Errorf("line %d has %d bytes: %q", i, len(l), l)
		}
	}
	whole := strings.ReplaceAll(string(b), "\r\n ", "")
	if n := strings.Count(whole, "BEGIN:VEVENT"); n < 40 || n != strings.Count(whole, "DTSTAMP:20261124T100000Z\r\n") {
		t.Errorf("%d nights", n)
	}
	if !strings.Contains(whole, `SUMMARY:مناوبة (نائب) — المقاطعة\, باسكنو\; مكتب`) || !strings.Contains(whole, "DTSTART:20261124T220000Z\r\nDTEND:20261125T060000Z\r\n") {
		t.Error(whole[:900])
	}
	uids := regexp.MustCompile(`UID:\S+`).FindAllString(whole, -1)
	slices.Sort(uids)
	if len(slices.Compact(slices.Clone(uids))) != len(uids) {
		t.Error("two stretches have one UID")
	}
	for _, wrong := range []func() error{
		func() error { _, err := s.Calendar(t.Context(), secret+"x", lang.French, name); return err },
		func() error {
			again, err := s.NewCalendar(t.Context(), who("fatou"))
			s.ok(err)
			_, err = s.Calendar(t.Context(), again, lang.French, name)
			s.ok(err)
			_, err = s.Calendar(t.Context(), secret, lang.French, name)
			secret = again
			return err
		},
		func() error {
			delete(s.people, who("fatou"))
			_, err := s.Calendar(t.Context(), secret, lang.French, name)
			return err
		},
	} {
		s.refused("store.row.none", wrong())
	}
}

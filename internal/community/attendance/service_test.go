package attendance

import (
	"strings"
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/community/activity"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/ledger/ledgertest"
	"wasl/internal/keep/store"
)

// Two phones without a line take the same roll, of one mind and not; a trainer
// settles what differs.
func TestTwoPhonesOfflineTakeTheSameRoll(t *testing.T) {
	r := newRoom(t)
	aicha, brahim, coumba := r.enrolled("Aïcha"), r.enrolled("Brahim"), r.enrolled("Coumba")
	one, two := r.phone("one", r.pass("one")), r.phone("two", r.pass("two"))
	one.sync()
	two.sync()
	one.mark(morning, aicha, Present)
	one.mark(morning, brahim, Present)
	two.mark(morning, aicha, Present)
	two.mark(morning, brahim, Absent)
	two.mark(morning, coumba, Late)
	again := one.sent()
	one.sync()
	a := two.sync()
	if len(a.Stands) != 3 {
		t.Errorf("the second phone hears of %d people, want 3", len(a.Stands))
	}
	before := r.end()
	if _, err := r.Sync(t.Context(), one.secret, again); err != nil || r.end() != before {
		t.Errorf("sent twice: %v, %d revisions more", err, r.end()-before)
	}
	for _, tc := range []struct {
		who      record.ID
		state    State
		conflict bool
		words    int
	}{{aicha, Present, false, 2}, {brahim, Absent, true, 2}, {coumba, Late, false, 1}} {
		if s := r.stand(morning, tc.who); s.State != tc.state || s.Conflict != tc.conflict || len(s.Words) != tc.words {
			t.Errorf("%s stands as %+v, want %+v", tc.who, s, tc)
		}
	}
	differs := r.stand(morning, brahim)
	r.refused(fault.Conflict, "attendance.mark.changed", "settling what was not seen", func() error {
		return r.Mark(t.Context(), r.trainer, course, Say{Slot{morning, brahim}, Late, differs.Seq - 1})
	})
	say := Say{Slot{morning, brahim}, Late, differs.Seq}
	r.ok(r.Mark(t.Context(), r.trainer, course, say))
	before = r.end()
	if err := r.Mark(t.Context(), r.trainer, course, say); err != nil || r.end() != before {
		t.Errorf("settled twice: %v", err)
	}
	if s := r.stand(morning, brahim); s.State != Late || s.Conflict || len(s.Words) != 1 || s.Words[0].By != r.trainer.ID {
		t.Errorf("settled, it stands as %+v", s)
	}
	history, err := r.l.HistoryOf(t.Context(), brahim, record.Mark)
	r.ok(err)
	if len(history) != 3 {
		t.Errorf("%d marks in the history, want all three", len(history))
	}
}

// A tablet that lives in 1970 counts like any other, and is shown as what it is; one
// in 2099 overrules nobody.
func TestAWrongClockDoesNoHarm(t *testing.T) {
	r := newRoom(t)
	aicha := r.enrolled("Aïcha")
	old, late := r.phone("old", r.pass("old")), r.phone("late", r.pass("late"))
	old.clock = time.Date(1970, 1, 1, 0, 3, 0, 0, time.UTC)
	late.clock = time.Date(2099, 1, 1, 0, 0, 0, 0, time.UTC)
	late.mark(morning, aicha, Absent)
	late.sync()
	old.sync() // it has seen what the other said
	old.mark(morning, aicha, Present)
	old.sync()
	s := r.stand(morning, aicha)
	if s.State != Present || s.Conflict {
		t.Fatalf("what was said last stands as %+v", s)
	}
	roll, err := r.Roll(t.Context(), r.trainer, course)
	r.ok(err)
	w := roll.Stands[0].Words[0]
	if name, wrong := roll.Source(w); name != "old" || !wrong || w.Claim.Year() != 1970 || w.At.Year() != 2026 {
		t.Errorf("it is shown as said by %q, clock wrong %v, claim %v, heard %v", name, wrong, w.Claim, w.At)
	}
	passes, err := r.Passes(t.Context(), r.trainer, course)
	r.ok(err)
	for _, p := range passes {
		if len(p.Devices) != 1 || !p.Devices[0].ClockWrong() {
			t.Errorf("the devices of %s: %+v", p.Name, p.Devices)
		}
	}
}

// A pass is for one activity and its sessions; it ends by itself, and at once where
// it is revoked. What was marked in time is taken for a month more, and nobody's
// name is told for it.
func TestAPassEnds(t *testing.T) {
	r := newRoom(t)
	aicha := r.enrolled("Aïcha")
	half, whole := r.phone("half", r.pass("half", afternoon)), r.phone("whole", r.pass("whole"))
	if a := half.sync(); len(a.Sessions) != 1 || a.Sessions[0].ID != afternoon || len(a.People) != 1 {
		t.Errorf("the pass of an afternoon shows %+v", a)
	}
	half.mark(morning, aicha, Present)
	half.sync()
	if s := r.stand(morning, aicha); s.State != Unmarked {
		t.Errorf("a pass of the afternoon marked the morning: %+v", s)
	}
	r.refused(fault.Unknown, "attendance.pass.none", "a secret of nothing", func() error {
		_, err := r.Sync(t.Context(), strings.Repeat("a", 32), half.sent())
		return err
	})
	whole.mark(morning, aicha, Present)
	r.wait(3 * 24 * time.Hour)
	if a := whole.sync(); !a.Ended || a.People != nil || a.Stands != nil || a.Sessions != nil {
		t.Errorf("after its end the pass tells %+v", a)
	}
	if s := r.stand(morning, aicha); s.State != Present {
		t.Errorf("what was marked in time stands as %+v", s)
	}
	r.refused(fault.Invalid, "attendance.pass.late", "letting a phone in after the end", func() error {
		_, _, err := r.Open(t.Context(), r.trainer, course, NewPass{ID: record.IDOf("late"), Name: "late"})
		return err
	})
	r.wait(31 * 24 * time.Hour)
	whole.mark(afternoon, aicha, Present)
	r.refused(fault.Unknown, "attendance.pass.none", "sending a month after the end", func() error {
		_, err := r.Sync(t.Context(), whole.secret, whole.sent())
		return err
	})
}

func TestARevokedPassIsNothing(t *testing.T) {
	r := newRoom(t)
	aicha := r.enrolled("Aïcha")
	p := r.phone("lost", r.pass("lost"))
	p.sync()
	r.ok(r.Revoke(t.Context(), r.trainer, record.IDOf("pass lost")))
	r.ok(r.Revoke(t.Context(), r.trainer, record.IDOf("pass lost")))
	p.mark(morning, aicha, Absent)
	r.refused(fault.Unknown, "attendance.pass.none", "a phone that was shut out", func() error {
		_, err := r.Sync(t.Context(), p.secret, p.sent())
		return err
	})
	all, err := r.Passes(t.Context(), r.trainer, course)
	r.ok(err)
	if len(all) != 1 || all[0].Revoked.IsZero() || all[0].Revoker != r.trainer.ID {
		t.Errorf("it is listed as %+v", all)
	}
}

// Names are told by the right of whoever made the pass: it ends with it, and what was
// marked is taken all the same.
func TestAPassEndsWithTheRightOfItsMaker(t *testing.T) {
	r := newRoom(t)
	aicha := r.enrolled("Aïcha")
	p := r.phone("one", r.pass("one"))
	for i, now := range []policy.Actor{{}, {ID: r.trainer.ID, Unit: north, Roles: []policy.Role{policy.Mobiliser}}, {ID: r.trainer.ID, Unit: south, Roles: []policy.Role{policy.Trainer}}} {
		delete(r.left, r.trainer.ID)
		if a := p.sync(); a.Ended || len(a.People) != 1 {
			t.Fatalf("a trainer's pass tells %+v", a)
		}
		r.left[r.trainer.ID] = now
		state := States()[i]
		p.mark(morning, aicha, state)
		if a := p.sync(); !a.Ended || a.People != nil || a.Stands != nil || a.Alike != nil {
			t.Errorf("made by %v it still tells %+v", now.Roles, a)
		}
		if s := r.stand(morning, aicha); s.State != state {
			t.Errorf("what was marked stands as %+v", s)
		}
		if all, err := r.Passes(t.Context(), r.organiser, course); err != nil || len(all) != 1 || !all[0].Until.IsZero() {
			t.Errorf("it is listed as %+v, %v", all, err)
		}
	}
}

// A link that goes round opens on ten phones and no more.
func TestALinkThatGoesRound(t *testing.T) {
	r := newRoom(t)
	secret := r.pass("shared")
	for i := range maxDevices {
		r.phone(string(rune('a'+i)), secret).sync()
	}
	r.refused(fault.Denied, "attendance.pass.full", "one phone too many", func() error {
		_, err := r.Sync(t.Context(), secret, r.phone("z", secret).sent())
		return err
	})
	r.phone("a", secret).sync()
}

// A newcomer is added once, is on the list from then on, and is marked.
func TestANewcomerAtTheDoor(t *testing.T) {
	r := newRoom(t)
	p := r.phone("one", r.pass("one"))
	p.sync()
	new := Newcomer{ID: record.IDOf("newcomer"), Name: "Coumba Diallo", Sex: "female", Band: "18-24", Community: "host"}
	p.fresh = []Newcomer{new}
	p.mark(morning, new.ID, Present)
	sent := p.sent()
	a := p.sync()
	if len(a.People) != 1 || a.People[0].Name != "Coumba Diallo" || len(a.Stands) != 1 || a.Stands[0].State != Present {
		t.Fatalf("the phone hears %+v", a)
	}
	before := r.end()
	if _, err := r.Sync(t.Context(), p.secret, sent); err != nil || r.end() != before {
		t.Errorf("added twice: %v, %d revisions more", err, r.end()-before)
	}
}

// Erasing somebody takes their marks; a phone that marks them later brings nothing
// back. What stands is the same when the tables are made again.
func TestErasedAndRebuilt(t *testing.T) {
	r := newRoom(t)
	aicha, brahim := r.enrolled("Aïcha"), r.enrolled("Brahim")
	p := r.phone("one", r.pass("one"))
	p.mark(morning, aicha, Present)
	p.mark(morning, brahim, Late)
	p.sync()
	if _, err := r.l.Erase(t.Context(), aicha, r.organiser.ID, "asked for it"); err != nil {
		t.Fatal(err)
	}
	p.mark(afternoon, aicha, Present)
	if a := p.sync(); len(a.People) != 1 || len(a.Stands) != 1 {
		t.Errorf("the phone hears of %d people and %d marks, want one of each", len(a.People), len(a.Stands))
	}
	history, err := r.l.HistoryOf(t.Context(), aicha, record.Mark)
	r.ok(err)
	for _, rev := range history {
		if rev.Body != nil {
			t.Errorf("a mark of somebody who was erased has a body: %s", rev.Body)
		}
	}
	before := r.stand(morning, brahim)
	r.ok(r.l.Close())
	if _, err := ledger.Rebuild(t.Context(), r.options("community", r.parts()...), func(_, _ int64) {}); err != nil {
		t.Fatal(err)
	}
	r.l = ledgertest.Open(r.t, r.options("community", r.parts()...))
	r.opt.Ledger = r.l
	if after := r.stand(morning, brahim); after.State != before.State || after.Seq != before.Seq || len(after.Words) != 1 {
		t.Errorf("rebuilt, it stands as %+v, and stood as %+v", after, before)
	}
	p.sync() // the pass holds as well
}

// Who may do what with a roll.
func TestWhoMayDoWhatWithARoll(t *testing.T) {
	r := newRoom(t)
	aicha := r.enrolled("Aïcha")
	act, err := r.acts.Get(t.Context(), r.organiser, course)
	r.ok(err)
	for _, tc := range []struct {
		who  string
		may  string
		sees bool
	}{{"organiser", "enrol mark pass", true}, {"trainer", "enrol mark pass", true}, {"guest", "enrol mark pass", true}, {"mobiliser", "enrol", true}, {"programme", "", false}, {"stranger", "", false}} {
		actor := r.actor(tc.who)
		if got := strings.Join(r.May(t.Context(), actor, &act), " "); got != tc.may {
			t.Errorf("%s may %q, want %q", tc.who, got, tc.may)
		}
		if _, err := r.Roll(t.Context(), actor, course); (err == nil) != tc.sees || err != nil && !store.None(err) && !fault.Is(err, fault.Missing) {
			t.Errorf("%s sees the roll: %v", tc.who, err)
		}
	}
	r.refused(fault.Denied, "policy.denied", "a mobiliser marks", func() error {
		return r.Mark(t.Context(), r.mobiliser, course, Say{Slot{morning, aicha}, Present, 0})
	})
	r.refused(fault.Invalid, "attendance.person.none", "marking somebody who is not on the list", func() error {
		return r.Mark(t.Context(), r.trainer, course, Say{Slot{morning, record.IDOf("nobody")}, Present, 0})
	})
	r.refused(fault.Invalid, "attendance.session.unknown", "marking at a session that there is not", func() error {
		return r.Mark(t.Context(), r.trainer, course, Say{Slot{record.IDOf("night"), aicha}, Present, 0})
	})
}

// Taken off the list, somebody is nobody's to call; what was said of them stays.
func TestTakenOffTheList(t *testing.T) {
	r := newRoom(t)
	aicha, brahim := r.enrolled("Aïcha"), r.enrolled("Brahim")
	p := r.phone("one", r.pass("one"))
	p.mark(morning, aicha, Present)
	p.sync()
	r.ok(r.Enrol(t.Context(), r.trainer, course, []record.ID{aicha, brahim}, false))
	if a := p.sync(); len(a.People) != 0 {
		t.Errorf("the phone still has %d people", len(a.People))
	}
	roll, err := r.Roll(t.Context(), r.trainer, course)
	r.ok(err)
	if len(roll.People) != 1 || roll.People[0].ID != aicha || roll.People[0].Enrolled {
		t.Errorf("the roll has %+v", roll.People)
	}
}

// A session that is dropped from the plan, while a phone takes its roll without a
// line, does not lose the roll.
func TestASessionDroppedMeanwhile(t *testing.T) {
	r := newRoom(t)
	aicha := r.enrolled("Aïcha")
	p := r.phone("one", r.pass("one"))
	p.sync()
	p.mark(afternoon, aicha, Present)
	act, err := r.acts.Get(t.Context(), r.organiser, course)
	r.ok(err)
	plan := r.plan()
	plan.Sessions = plan.Sessions[:1]
	_, err = r.acts.Put(t.Context(), r.organiser, course, north, act.Revision, plan)
	r.ok(err)
	p.sync()
	if s := r.stand(afternoon, aicha); s.State != Present {
		t.Errorf("it stands as %+v", s)
	}
	var marks []Mark
	r.ok(r.l.View(t.Context(), func(tx *store.Tx) error {
		marks, err = Marks(tx, course)
		return err
	}))
	if len(marks) != 1 || marks[0].State != Present || marks[0].Session != afternoon {
		t.Errorf("those who count read %+v", marks)
	}
}

// A newcomer whom the register knows already is told as such: by name where that is
// on the list, and else without. Put together in the register, the two are one line
// of the roll, with what phones said of either.
func TestANewcomerWhoWasKnown(t *testing.T) {
	r := newRoom(t)
	known := r.enrolled("Mohamed Lemine ould Sidi")
	r.register(record.IDOf("elsewhere"), "Zeinabou mint Ahmed")
	one, two := r.phone("one", r.pass("one")), r.phone("two", r.pass("two"))
	one.sync()
	two.sync()
	again, other := record.IDOf("again"), record.IDOf("other")
	one.fresh = []Newcomer{
		{ID: again, Name: "Mouhamed Lemine Ould Sidi", Sex: "female", Band: "18-24", Community: "host"},
		{ID: other, Name: "Zeinebou mint Ahmed", Sex: "female", Band: "18-24", Community: "host"},
	}
	one.mark(morning, again, Present)
	two.mark(morning, known, Absent)
	a := one.sync()
	two.sync()
	if len(a.Alike) != 2 || len(a.Alike[0].Names) != 1 || a.Alike[0].Names[0] != "Mohamed Lemine ould Sidi" || a.Alike[1].Names != nil {
		t.Fatalf("alike: %+v", a.Alike)
	}
	r.ok(r.people.Merge(t.Context(), r.organiser, known, again))
	if s := r.stand(morning, known); !s.Conflict || len(s.Words) != 2 {
		t.Errorf("put together they stand as %+v", s)
	}
	if s := r.stand(morning, again); s.State != Unmarked {
		t.Errorf("the other entry still stands as %+v", s)
	}
	if a := one.sync(); len(a.People) != 2 {
		t.Errorf("the phone has %d people, want two", len(a.People))
	}
	r.ok(r.Mark(t.Context(), r.trainer, course, Say{Slot{morning, known}, Late, r.stand(morning, known).Seq}))
	if s := r.stand(morning, known); s.Conflict || s.State != Late {
		t.Errorf("settled, they stand as %+v", s)
	}
	r.ok(r.Enrol(t.Context(), r.trainer, course, []record.ID{known}, false))
	if a := one.sync(); len(a.People) != 1 {
		t.Errorf("taken off the list, the phone has %d people, want one", len(a.People))
	}
}

// Of a child the given name alone is kept, whatever was typed at the door.
func TestAChildAtTheDoor(t *testing.T) {
	for typed, want := range map[string]string{"Aminata": "Aminata", "Ahmed ould Brahim": "Ahmed", "محمد ولد الشيخ": "محمد", "Mohamed Lemine Cheikh Brahim": "Mohamed Lemine Cheikh"} {
		n := Newcomer{Name: typed, Sex: "male", Band: "6-11", Community: "host"}
		if got := n.known(); got.Name != want || got.Check() != nil {
			t.Errorf("%q is kept as %q: %v", typed, got.Name, got.Check())
		}
	}
	grown := Newcomer{Name: "Ahmed ould Brahim", Sex: "male", Band: "25-34", Community: "host"}
	if got := grown.known(); got.Name != "Ahmed ould Brahim" {
		t.Errorf("an adult is kept as %q", got.Name)
	}
}

// A pass says whether tests are taken with it, and of which courses; a device that asks
// for tests is one of the ten.
func TestAPassThatTestsAreTakenWith(t *testing.T) {
	r := newRoom(t)
	aicha := r.enrolled("Aïcha")
	act, err := r.acts.Get(t.Context(), r.organiser, course)
	r.ok(err)
	plan := r.plan()
	plan.Courses = []string{"first-aid"}
	_, err = r.acts.Put(t.Context(), r.organiser, course, north, act.Revision, plan)
	r.ok(err)
	_, secret, err := r.Open(t.Context(), r.trainer, course, NewPass{ID: record.IDOf("tests"), Name: "tablet", Tests: true})
	r.ok(err)
	plain := r.pass("roll")
	for secret, want := range map[string]bool{secret: true, plain: false} {
		if a := r.phone("one", secret).sync(); a.Tests != want {
			t.Errorf("tests are told as %v, want %v", a.Tests, want)
		}
	}
	all, err := r.Passes(t.Context(), r.trainer, course)
	r.ok(err)
	for _, p := range all {
		if p.Tests != (p.Name == "tablet") || len(p.Courses) > 0 != p.Tests {
			t.Errorf("%s is listed as %+v", p.Name, p)
		}
	}
	r.ok(r.l.View(t.Context(), func(tx *store.Tx) error {
		h, err := r.Hold(t.Context(), tx, secret)
		if !h.Expects(aicha) || h.Expects(record.IDOf("nobody")) || !h.Teaches("first-aid") || h.Teaches("another") || len(h.Enrolled()) != 1 || h.Ended {
			t.Errorf("it holds %+v", h)
		}
		return err
	}))
	for i := range maxDevices {
		_ = r.Meet(t.Context(), secret, record.IDOf(string(rune('a'+i))), time.Time{})
	}
	r.refused(fault.Denied, "attendance.pass.full", "one device too many", func() error {
		return r.Meet(t.Context(), secret, record.IDOf("z"), time.Time{})
	})
	r.refused(fault.Invalid, "attendance.device.none", "a device without a name", func() error {
		return r.Meet(t.Context(), secret, record.ID{}, time.Time{})
	})
}

// A plan whose year was mistyped before plans had a bound opens no phone for ever.
func TestAYearThatWasMistypedOpensNoPhoneForEver(t *testing.T) {
	r := newRoom(t)
	r.enrolled("Aïcha")
	p := r.phone("one", r.pass("one"))
	far := r.plan()
	for i := range far.Sessions {
		far.Sessions[i].Start, far.Sessions[i].End = far.Sessions[i].Start.AddDate(36, 0, 0), far.Sessions[i].End.AddDate(36, 0, 0)
	}
	_, err := r.l.Write(t.Context(), func(*store.Tx) ([]ledger.Draft, error) {
		return []ledger.Draft{{Kind: record.Activity, Record: course, Handling: handling(north), Body: map[string]any{"v": 1, "act": "planned", "plan": far}}}, nil
	})
	r.ok(err)
	r.wait(activity.Ahead)
	if a := p.sync(); a.Ended || len(a.People) != 1 || !a.Until.Before(r.now.Add(endsAfter)) {
		t.Errorf("within its bound the pass tells %d people until %v", len(a.People), a.Until)
	}
	r.wait(endsAfter)
	if a := p.sync(); !a.Ended || a.People != nil {
		t.Errorf("then it tells %+v", a)
	}
}

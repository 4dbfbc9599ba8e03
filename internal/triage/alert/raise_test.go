package alert

import (
	"slices"
	"strings"
	"testing"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
	"wasl/internal/triage/notice"
	"wasl/internal/triage/queue"
)

// Of one thing that happens there is one alert, however many tell of it.
func TestOneAlertForOneCause(t *testing.T) {
	n := newNet(t)
	n.phone("ali", "+22245123401")
	for range 50 {
		n.send(nil)
	}
	n.follow()
	for range 50 {
		n.send(nil)
		n.now = n.now.Add(time.Second)
	}
	n.follow()
	if a := n.one(); a.Reports != 100 || len(n.gates[notice.SMS].took) != 1 {
		t.Errorf("%d reports, %d messages", a.Reports, len(n.gates[notice.SMS].took))
	}
	if steps := strings.Count(n.course(n.one().ID), "join"); steps > 4 {
		t.Errorf("%d steps for a hundred reports", steps)
	}
	n.send(func(in *report.Incoming) { in.Body.Kind = "kidnapping" })
	n.send(func(in *report.Incoming) { in.Unit = at("OTHER") })
	n.send(func(in *report.Incoming) { in.Body.Place = &report.PlaceRef{List: "L", Code: "M1"} })
	n.send(func(in *report.Incoming) { in.Body.Urgency = report.Soon })
	n.follow()
	if all := n.alerts(); len(all) != 4 {
		t.Errorf("%d alerts", len(all))
	}
	// All heard again from the first revision on, as after a crash: nothing is new.
	before, err := n.opt.Ledger.End(t.Context())
	n.ok(err)
	n.lookout, n.heard = n.Lookout(), 0
	n.follow()
	if after, _ := n.opt.Ledger.End(t.Context()); after != before {
		t.Errorf("%d revisions more", after-before)
	}
}

func TestWhatJoinsAndWhatIsNew(t *testing.T) {
	n := newNet(t)
	n.phone("ali", "+22245123401")
	n.send(nil)
	n.follow()
	first := n.one()
	if _, err := n.Acknowledge(t.Context(), n.actor("ali"), first.ID, false); err != nil {
		t.Fatal(err)
	}
	n.now = n.now.Add(30 * time.Minute)
	n.gates[notice.SMS].took = nil
	n.send(nil)
	n.follow()
	if a := n.one(); a.Reports != 2 || a.State != Acknowledged || len(n.gates[notice.SMS].took) != 1 || !strings.Contains(n.gates[notice.SMS].took[0].Text, "nouveau signalement") {
		t.Errorf("%+v, %+v", a, n.gates[notice.SMS].took)
	}
	// An hour after somebody took it on it may be another attack: those on duty are
	// asked again, in the times of a new alert.
	n.now = n.now.Add(31 * time.Minute)
	n.send(nil)
	n.follow()
	if a := n.one(); a.Reports != 3 || a.State != Open || !a.Due.Equal(n.now.Add(10*time.Minute)) {
		t.Errorf("more after an hour: %+v", a)
	}
	if _, err := n.Acknowledge(t.Context(), n.actor("ali"), first.ID, false); err != nil {
		t.Fatal(err)
	}
	// Half a day later it is another attack, although the first alert is in hand still.
	n.now = n.now.Add(13 * time.Hour)
	n.send(nil)
	n.follow()
	all := n.alerts()
	if len(all) != 2 || all[1].State != Open {
		t.Fatalf("%+v", all)
	}
	// What comes after an alert has ended is new.
	if _, err := n.End(t.Context(), n.actor("ali"), all[1].ID, FalseAlarm, "des pétards"); err != nil {
		t.Fatal(err)
	}
	n.now = n.now.Add(time.Minute)
	n.send(nil)
	n.follow()
	if all = n.alerts(); len(all) != 3 {
		t.Errorf("%d alerts", len(all))
	}
}

// What waits in quarantine raises nothing until a desk lets it in; what a desk
// finds more pressing does.
func TestWhatADeskChanges(t *testing.T) {
	n := newNet(t)
	flood := n.send(func(in *report.Incoming) { in.Body.Quarantine = true })
	calm := n.send(func(in *report.Incoming) { in.Body.Urgency, in.Body.Kind = report.Routine, "theft" })
	n.follow()
	if len(n.alerts()) != 0 {
		t.Fatalf("%+v", n.alerts())
	}
	desk := n.actor("ali")
	_, err := n.queue.SetState(t.Context(), desk, queue.Act{Report: flood}, queue.New)
	n.ok(err)
	_, err = n.queue.SetUrgency(t.Context(), desk, queue.Act{Report: calm}, report.Now)
	n.ok(err)
	_, err = n.queue.SetState(t.Context(), desk, queue.Act{Report: calm}, queue.Checking)
	n.ok(err)
	n.follow()
	if all := n.alerts(); len(all) != 2 || all[0].Kind != "attack" || all[1].Kind != "theft" {
		t.Errorf("%+v", all)
	}
}

func TestSoManyReportsAcrossARestart(t *testing.T) {
	n := newNet(t)
	w := n.watch(Rule{Look: Reports, Kinds: []string{"armed"}, Count: 3, Hours: 24, Senders: true}, func(w *Watch) { w.Urgency = report.Soon })
	n.ok(n.Switch(t.Context(), n.actor("nat"), w.ID, true, "essai", 0))
	n.follow()
	armed := func(in *report.Incoming) { in.Body.Kind, in.Body.Urgency = "armed", report.Routine }
	first, second := n.send(armed), n.send(armed)
	n.follow()
	n.lookout = n.Lookout() // the node starts anew
	n.follow()
	third := n.send(armed)
	n.follow()
	a := n.one()
	whole, err := n.Open(t.Context(), n.actor("nat"), a.ID)
	n.ok(err)
	want := []record.ID{first, second, third}
	slices.SortFunc(want, func(a, b record.ID) int { return slices.Compare(a[:], b[:]) })
	got := unique(whole.Behind)
	if a.Reports != 3 || !slices.Equal(got, want) || a.Urgency != report.Soon {
		t.Errorf("%+v, behind it %v", a, got)
	}
	n.lookout = n.Lookout()
	n.follow()
	n.send(armed)
	n.follow()
	if a = n.one(); a.Reports != 4 {
		t.Errorf("the fourth does not join: %d", a.Reports)
	}
}

func TestSilence(t *testing.T) {
	n := newNet(t)
	w := n.watch(Rule{Look: Silence, Hours: 24, Units: []record.ID{at("COM"), at("OTHER")}}, func(w *Watch) { w.Urgency = report.Soon })
	n.ok(n.Switch(t.Context(), n.actor("nat"), w.ID, true, "chaque jour avant midi", 0))
	n.follow()
	zero := func(in *report.Incoming) { in.Body.Kind, in.Body.Urgency = "zero-report", report.Routine }
	other := func(in *report.Incoming) { zero(in); in.Unit = at("OTHER") }
	for range 3 {
		n.pass(12 * time.Hour)
		n.send(other)
		n.follow()
	}
	all := n.alerts()
	if len(all) != 1 || all[0].Unit != at("COM") || all[0].Reports != 0 {
		t.Fatalf("%+v", all)
	}
	// It stays one however long it lasts, also when it ended, until the unit reports and is silent again.
	if _, err := n.End(t.Context(), n.actor("ali"), all[0].ID, True, "le téléphone est en panne"); err != nil {
		t.Fatal(err)
	}
	n.pass(12 * time.Hour)
	n.send(other)
	n.follow()
	if len(n.alerts()) != 1 {
		t.Errorf("%d alerts of one silence", len(n.alerts()))
	}
	n.send(zero)
	for range 5 {
		n.pass(6 * time.Hour)
		n.send(other)
		n.follow()
	}
	if len(n.alerts()) != 2 {
		t.Errorf("%d alerts", len(n.alerts()))
	}
}

// What another service finds raises an alert while the watch for it is on.
func TestWhatAnotherServiceFinds(t *testing.T) {
	n := newNet(t)
	found := Found{
		Cause: "theft COM", Key: "2026-W47", Unit: at("COM"), Urgency: report.Soon, Kind: "theft", Place: report.PlaceRef{List: "L", Code: "M1"},
		Name: lang.Text{lang.French: "Vols : 12 cette semaine, 3 attendus"},
	}
	n.ok(n.Find(t.Context(), Unusual, found))
	if len(n.alerts()) != 0 {
		t.Fatal("the watch is off")
	}
	n.ok(n.Switch(t.Context(), n.actor("nat"), Unusual, true, "on essaie", 0))
	for range 3 {
		n.ok(n.Find(t.Context(), Unusual, found))
	}
	again := found
	again.Key = "2026-W48"
	n.ok(n.Find(t.Context(), Unusual, again))
	a := n.one()
	if a.Name.In(lang.French) != found.Name.In(lang.French) || n.Title(a, lang.French) != "theft, Bassikounou" {
		t.Errorf("%+v", a)
	}
	if _, err := n.End(t.Context(), n.actor("ali"), a.ID, FalseAlarm, "un seul troupeau"); err != nil {
		t.Fatal(err)
	}
	n.ok(n.Find(t.Context(), Unusual, found)) // what was found and ended
	n.ok(n.Find(t.Context(), Unusual, again))
	if len(n.alerts()) != 2 {
		t.Errorf("%d alerts", len(n.alerts()))
	}
	elsewhere := found
	elsewhere.Unit = record.IDOf("nowhere")
	n.ok(n.Find(t.Context(), Unusual, elsewhere))
	n.ok(n.Find(t.Context(), record.IDOf("no watch"), found))
}

// An exercise is marked as one wherever it goes, and ends as one.
func TestAnExercise(t *testing.T) {
	n := newNet(t)
	n.phone("ali", "+22245123401")
	in := Raising{ID: record.IDOf("drill"), Unit: at("COM"), Urgency: report.Now, Kind: "attack", Place: report.PlaceRef{List: "L", Code: "M101"}, Word: "essai de novembre", Exercise: true}
	_, err := n.Raise(t.Context(), n.actor("ali"), in)
	n.refused("policy.denied", err) // a chief alone
	for range 2 {                   // sent twice, raised once
		if _, err := n.Raise(t.Context(), n.actor("nat"), in); err != nil {
			t.Fatal(err)
		}
	}
	n.follow()
	a := n.one()
	if !a.Exercise || len(n.gates[notice.SMS].took) != 1 || n.gates[notice.SMS].took[0].Text != "wasl EXERCICE URGENT: alerte no 1" || !n.gates[notice.SMS].took[0].Exercise {
		t.Errorf("%+v %+v", a, n.gates[notice.SMS].took)
	}
	n.pass(11 * time.Minute)
	if a = n.one(); a.Level != 1 {
		t.Error("an exercise climbs like an alert")
	}
	_, err = n.End(t.Context(), n.actor("ali"), a.ID, True, "")
	n.refused("alert.outcome.exercise", err)
	if a, err = n.End(t.Context(), n.actor("ali"), a.ID, Exercise, "réponse en onze minutes"); err != nil || a.Outcome != Exercise {
		t.Errorf("%+v, %v", a, err)
	}
	// A real report of the same joins no exercise.
	n.send(nil)
	n.follow()
	if all := n.alerts(); len(all) != 2 || all[1].Exercise {
		t.Errorf("%+v", all)
	}
}

func TestWhatPeopleDoAboutAnAlert(t *testing.T) {
	n := newNet(t)
	n.send(nil)
	n.follow()
	id := n.one().ID
	for _, name := range []string{"other", "admin", "oversight"} {
		_, err := n.Acknowledge(t.Context(), n.actor(name), id, false)
		n.refused("store.row.none", err) // to the letter like one that is not there
	}
	_, err := n.Acknowledge(t.Context(), n.actor("ali"), record.IDOf("none"), false)
	n.refused("store.row.none", err)
	_, err = n.Acknowledge(t.Context(), n.actor("ali"), id, false)
	n.ok(err)
	_, err = n.Acknowledge(t.Context(), n.actor("ali"), id, false) // again is harmless
	n.ok(err)
	_, err = n.Acknowledge(t.Context(), n.actor("fatou"), id, false)
	n.refused("alert.acknowledged", err)
	a, err := n.Acknowledge(t.Context(), n.actor("fatou"), id, true)
	if n.ok(err); a.Owner != who("fatou") {
		t.Errorf("%+v", a)
	}
	_, err = n.Climb(t.Context(), n.actor("fatou"), id, " ")
	n.refused("alert.word.missing", err)
	a, err = n.Climb(t.Context(), n.actor("fatou"), id, "il nous faut la gendarmerie")
	if n.ok(err); a.Level != 1 || a.State != Open || !a.Owner.Zero() {
		t.Errorf("%+v", a)
	}
	word := record.IDOf("word")
	for range 2 {
		_, err = n.Note(t.Context(), n.actor("moussa"), id, word, "patrouille partie")
		n.ok(err)
	}
	_, err = n.End(t.Context(), n.actor("moussa"), id, FalseAlarm, "")
	n.refused("alert.word.missing", err)
	_, err = n.End(t.Context(), n.actor("moussa"), id, "bored", "")
	n.refused("alert.outcome.unknown", err)
	a, err = n.End(t.Context(), n.actor("moussa"), id, True, "")
	if n.ok(err); a.State != Ended || !a.Due.IsZero() {
		t.Errorf("%+v", a)
	}
	_, err = n.End(t.Context(), n.actor("moussa"), id, True, "") // again is harmless
	n.ok(err)
	_, err = n.End(t.Context(), n.actor("moussa"), id, FalseAlarm, "non")
	n.refused("alert.ended", err)
	_, err = n.Acknowledge(t.Context(), n.actor("ali"), id, true)
	n.refused("alert.ended", err)
	a, err = n.Reopen(t.Context(), n.actor("moussa"), id, "ils sont revenus")
	if n.ok(err); a.State != Open || a.Level != 1 || a.Due.IsZero() {
		t.Errorf("%+v", a)
	}
	n.pass(11 * time.Minute)
	for n.one().Level < 3 {
		n.pass(time.Minute)
	}
	_, err = n.Climb(t.Context(), n.actor("nat"), id, "plus haut")
	n.refused("alert.top", err)
	if got := n.course(id); !strings.HasPrefix(got, "raise, level 0 raised, acknowledge, acknowledge, note, level 1 by_hand, note, end, note, reopen 1 reopened, remind, level 2 late, remind, level 3 late") {
		t.Error(got)
	}
	whole, err := n.Open(t.Context(), n.actor("wali"), id)
	if n.ok(err); len(whole.History) < 10 || len(whole.May) != 4 || len(whole.Behind) != 1 {
		t.Errorf("%+v", whole)
	}
}

// An alert is held as closely as the reports behind it: whom it climbed to may read
// it, and what is said on the line says nothing.
func TestACloselyHeldAlert(t *testing.T) {
	n := newNet(t)
	n.phone("moussa", "+22245123401")
	n.people[who("chef")] = policy.Actor{ID: who("chef"), Unit: at("COM"), Roles: []policy.Role{policy.Chief}}
	n.send(func(in *report.Incoming) { in.TLP = record.Red })
	n.follow()
	p, err := n.List(t.Context(), n.actor("ali"), Query{})
	if n.ok(err); len(p.Items) != 1 {
		t.Fatalf("whom it came to sees %d", len(p.Items))
	}
	id := p.Items[0].ID
	for name, want := range map[string]int{"moussa": 0, "wali": 0, "nat": 0, "other": 0} {
		p, err := n.List(t.Context(), n.actor(name), Query{})
		if n.ok(err); len(p.Items) != want || p.Open != want {
			t.Errorf("%s sees %d before it climbed there", name, len(p.Items))
		}
	}
	n.pass(11 * time.Minute)
	if p, err = n.List(t.Context(), n.actor("moussa"), Query{Mine: true}); err != nil || len(p.Items) != 1 || p.Mine != 1 {
		t.Errorf("whom it climbed to sees %d, %v", len(p.Items), err)
	}
	if p, err = n.List(t.Context(), n.actor("wali"), Query{}); err != nil || len(p.Items) != 0 {
		t.Errorf("the one above sees %d, %v", len(p.Items), err)
	}
	if took := n.gates[notice.SMS].took; len(took) != 1 || took[0].Text != "wasl URGENT: alerte sans réponse no 1" {
		t.Errorf("%+v", took)
	}
	if _, err := n.Acknowledge(t.Context(), n.actor("moussa"), id, false); err != nil {
		t.Error(err)
	}
	// A calm alert that a closely held report joins is held as closely from then on.
	n.send(func(in *report.Incoming) { in.Unit = at("OTHER") })
	n.follow()
	n.send(func(in *report.Incoming) { in.Unit, in.TLP = at("OTHER"), record.AmberStrict })
	n.follow()
	if p, err = n.List(t.Context(), n.actor("nat"), Query{}); err != nil || len(p.Items) != 0 {
		t.Errorf("%+v, %v", p.Items, err)
	}
}

// A report that is erased is behind no alert any more; the alert stays.
func TestAnErasedReport(t *testing.T) {
	n := newNet(t)
	id := n.send(nil)
	n.follow()
	_, err := n.queue.Erase(t.Context(), policy.Actor{ID: who("dpo"), Unit: at("NAT"), Roles: []policy.Role{policy.Oversight}}, id, "demandé")
	n.ok(err)
	n.follow()
	whole, err := n.Open(t.Context(), n.actor("nat"), n.one().ID)
	if n.ok(err); len(whole.Behind) != 0 {
		t.Errorf("%v", whole.Behind)
	}
	if all, err := n.BehindReport(t.Context(), n.actor("nat"), id); err != nil || len(all) != 0 {
		t.Errorf("%v, %v", all, err)
	}
}

// The tables made again from the ledger are those that were there.
func TestTheTablesMadeAgain(t *testing.T) {
	n := newNet(t)
	n.phone("ali", "+22245123401")
	for range 5 {
		n.send(nil)
		n.pass(7 * time.Minute)
	}
	_, err := n.Acknowledge(t.Context(), n.actor("nat"), n.one().ID, false)
	n.ok(err)
	n.pass(3 * time.Hour)
	before := n.dump()
	if len(before) < 20 {
		t.Fatalf("%d rows", len(before))
	}
	var again []string
	revs, err := n.opt.Ledger.Follow(t.Context(), 0, 100_000)
	n.ok(err)
	fresh := freshTables(t)
	n.ok(fresh.Update(t.Context(), func(tx *store.Tx) error {
		for _, rev := range revs {
			for _, p := range parts() {
				if slices.Contains(p.Kinds, rev.Kind) && rev.Body != nil {
					if err := p.Apply(tx, rev); err != nil {
						return err
					}
				}
			}
		}
		again, err = dumped(tx)
		return err
	}))
	if !slices.Equal(before, again) {
		t.Errorf("%d rows, made again %d", len(before), len(again))
	}
}

func (n *net) dump() (lines []string) {
	n.t.Helper()
	n.ok(n.opt.Ledger.View(n.t.Context(), func(tx *store.Tx) (err error) {
		lines, err = dumped(tx)
		return err
	}))
	return lines
}

package rule

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/ledger/ledgertest"
	"wasl/internal/network/unit"
	"wasl/internal/triage/queue"
)

var attack = Draft{Unit: capital, Name: "attack", When: Kinds{"attack"}, Then: []Act{Urge{report.Now}}}

// some reports of the past, of which one is an attack.
func (d *desks) past() {
	for i, kind := range []string{"attack", "theft", "theft", "other"} {
		d.take(told{name: fmt.Sprint("past ", i), kind: kind, urgency: report.Routine})
	}
}

// A rule is drafted, tried, and switched on with a reason; a rule that was changed
// is tried again, and until then the old one runs.
func TestTheLifeOfARule(t *testing.T) {
	d, ctx := newDesks(t), t.Context()
	d.past()
	boss := d.hire("boss", capital, policy.Chief)
	id := record.IDOf("r")
	expect := func(what string, err error, key string) {
		t.Helper()
		if key == "" && err != nil || key != "" && keyOf(err) != key {
			t.Errorf("%s: %v, want %q", what, err, key)
		}
	}
	held := func() Held {
		t.Helper()
		h, err := d.Get(ctx, boss, id)
		d.ok(err)
		return h
	}
	expect("draft", d.Put(ctx, boss, id, attack, 0), "")
	expect("the same draft", d.Put(ctx, boss, id, attack, 0), "")
	if h := held(); h.Version != 1 || h.Live != nil || h.Tried(d.clock()) {
		t.Errorf("drafted: %+v", h)
	}
	expect("on, untried", d.On(ctx, boss, id, "il le faut", 0), "rule.untried")
	trial, err := d.Try(ctx, boss, id, 30)
	d.ok(err)
	if trial.Seen != 4 || trial.Matched != 1 || held().Trial.Matched != 1 {
		t.Errorf("tried: %+v", trial)
	}
	expect("on, without a reason", d.On(ctx, boss, id, "", 0), "rule.reason.missing")
	expect("on", d.On(ctx, boss, id, "il le faut", 0), "")
	if h := held(); h.LiveAs != 1 || h.Switched.Reason != "il le faut" || h.Switched.By != boss.ID {
		t.Errorf("on: %+v", h)
	}
	changed := attack
	changed.When = Kinds{"attack", "kidnapping"}
	expect("changed", d.Put(ctx, boss, id, changed, held().Revision), "")
	if h := held(); h.Version != 2 || h.LiveAs != 1 || len(h.Live.When.(Kinds)) != 1 {
		t.Errorf("changed: %+v", h)
	}
	expect("on, changed and untried", d.On(ctx, boss, id, "mieux", 0), "rule.untried")
	expect("removed while it runs", d.Remove(ctx, boss, id), "rule.remove.on")
	_, err = d.Try(ctx, boss, id, 90)
	d.ok(err)
	expect("on again", d.On(ctx, boss, id, "mieux", held().Revision), "")
	expect("off, on an old state", d.Off(ctx, boss, id, "trop", 1), "rule.revision.old")
	expect("off", d.Off(ctx, boss, id, "trop", held().Revision), "")
	d.pass(trialLasts)
	expect("on, tried long ago", d.On(ctx, boss, id, "encore", 0), "rule.untried")
	steps, versions, err := d.History(ctx, boss, id)
	d.ok(err)
	var names []string
	for _, s := range steps {
		names = append(names, s.Name)
	}
	if fmt.Sprint(names) != "[draft tried on draft tried on off]" || len(versions) != 2 || len(versions[1].When.(Kinds)) != 1 {
		t.Errorf("history %v, %v", names, versions)
	}
	expect("removed", d.Remove(ctx, boss, id), "")
	if _, err := d.Get(ctx, boss, id); !fault.Is(err, fault.Missing) || d.Called(id) != "attack" {
		t.Errorf("removed, it is still there or has no name: %v, %q", err, d.Called(id))
	}
}

// A rule that meets more than half of the trial, or was tried on nothing, needs
// the word of a second person, for that very version.
func TestABroadRuleNeedsTwo(t *testing.T) {
	d, ctx := newDesks(t), t.Context()
	boss, other := d.hire("boss", capital, policy.Chief), d.hire("other", capital, policy.Chief)
	id := record.IDOf("r")
	d.ok(d.Put(ctx, boss, id, attack, 0))
	try := func() {
		t.Helper()
		_, err := d.Try(ctx, boss, id, 30)
		d.ok(err)
	}
	refused := func(what string) {
		t.Helper()
		if err := d.On(ctx, boss, id, "oui", 0); keyOf(err) != "rule.on.broad" {
			t.Errorf("%s: %v", what, err)
		}
	}
	if err := d.Agree(ctx, other, id, "oui", 0); keyOf(err) != "rule.untried" {
		t.Errorf("agreed untried: %v", err)
	}
	try()
	refused("tried on nothing")
	d.past()
	everything := attack
	everything.When = Channels(report.Channels())
	d.ok(d.Put(ctx, boss, id, everything, 0))
	try()
	refused("meets everything")
	d.ok(d.Agree(ctx, boss, id, "moi-même", 0))
	refused("agreed by the same person")
	d.ok(d.Agree(ctx, other, id, "je l’ai regardée", 0))
	everything.Then = []Act{Review{}}
	d.ok(d.Put(ctx, boss, id, everything, 0))
	try()
	refused("agreed to an older version")
	d.ok(d.Agree(ctx, other, id, "je l’ai regardée", 0))
	d.ok(d.On(ctx, boss, id, "oui", 0))
}

// Rules are written by desks for their unit and below, switched by chiefs, and
// seen by whoever works with reports.
func TestWhoMayDoWhatWithRules(t *testing.T) {
	d, ctx := newDesks(t), t.Context()
	d.past()
	id := record.IDOf("r")
	r := attack
	r.Unit = north
	desk := d.hire("desk", north, policy.Desk)
	for _, a := range []policy.Actor{
		d.hire("below", well, policy.Chief), d.hire("stranger", south, policy.Chief), d.hire("analyst", capital, policy.Analyst), d.hire("admin", capital, policy.Administrator),
		d.hire("overseer", capital, policy.Oversight),
	} {
		if err := d.Put(ctx, a, id, r, 0); !fault.Is(err, fault.Denied) {
			t.Errorf("%v of %v drafts: %v", a.Roles, a.Unit, err)
		}
	}
	d.ok(d.Put(ctx, desk, id, r, 0))
	_, err := d.Try(ctx, desk, id, 30)
	d.ok(err)
	for _, a := range []policy.Actor{desk, d.hire("below", well, policy.Chief), d.hire("stranger", south, policy.Chief)} {
		for what, err := range map[string]error{
			"on": d.On(ctx, a, id, "x", 0), "agree": d.Agree(ctx, a, id, "x", 0), "off": d.Off(ctx, a, id, "x", 0), "order": d.Order(ctx, a, north, []record.ID{id}),
		} {
			if !fault.Is(err, fault.Denied) {
				t.Errorf("%v of %v, %s: %v", a.Roles, a.Unit, what, err)
			}
		}
	}
	d.ok(d.On(ctx, d.hire("chief", north, policy.Chief), id, "x", 0))
	for _, c := range []struct {
		a    policy.Actor
		sees int
	}{
		{d.hire("stranger", south, policy.Desk), 1},
		{d.hire("overseer", capital, policy.Oversight), 1},
		{d.hire("admin", capital, policy.Administrator), 0},
		{d.hire("operator", north, policy.Operator), 0},
	} {
		all, err := d.All(ctx, c.a)
		d.ok(err)
		if len(all) != c.sees {
			t.Errorf("%v sees %d rules", c.a.Roles, len(all))
		}
	}
	if err := d.On(ctx, desk, record.IDOf("none"), "x", 0); !fault.Is(err, fault.Missing) {
		t.Errorf("no such rule: %v", err)
	}
}

func TestRulesThatNameWhatIsNotThere(t *testing.T) {
	d, ctx := newDesks(t), t.Context()
	boss := d.hire("boss", capital, policy.Chief)
	with := func(change func(*Draft)) error {
		r := attack
		change(&r)
		return d.Put(ctx, boss, record.IDOf("r"), r, 0)
	}
	nowhere := record.IDOf("nowhere")
	for key, err := range map[string]error{
		"rule.unit.unknown":  with(func(r *Draft) { r.Then = []Act{Send{nowhere}} }),
		"rule.place.unknown": with(func(r *Draft) { r.When = None{Places{{List: list, Code: "Z"}}} }),
		"store.row.none":     with(func(r *Draft) { r.Unit = nowhere }),
	} {
		if keyOf(err) != key {
			t.Errorf("%v, want %s", err, key)
		}
	}
	if err := with(func(r *Draft) { r.When = Units{nowhere} }); keyOf(err) != "rule.unit.unknown" {
		t.Error(err)
	}
	d.ok(with(func(*Draft) {}))
	if err := with(func(r *Draft) { r.Unit = north }); keyOf(err) != "rule.unit.fixed" {
		t.Error(err)
	}
}

// A unit's rules stand in the order that it gave them, the new ones last.
func TestTheOrderOfRules(t *testing.T) {
	d, ctx := newDesks(t), t.Context()
	boss := d.hire("boss", capital, policy.Chief)
	ids := make([]record.ID, 4)
	for i := range ids {
		ids[i] = record.IDOf(fmt.Sprint("rule ", i))
		d.ok(d.Put(ctx, boss, ids[i], attack, 0))
	}
	order := func() (got []record.ID) {
		all, err := d.All(ctx, boss)
		d.ok(err)
		for _, h := range all {
			got = append(got, h.ID)
		}
		return got
	}
	if got := order(); !slices.Equal(got, ids) {
		t.Errorf("as they were written: %v", got)
	}
	d.ok(d.Order(ctx, boss, capital, []record.ID{ids[3], ids[1]}))
	if got := order(); !slices.Equal(got, []record.ID{ids[3], ids[1], ids[0], ids[2]}) {
		t.Errorf("put in order: %v", got)
	}
	before, err := d.l.End(ctx)
	d.ok(err)
	d.ok(d.Order(ctx, boss, capital, []record.ID{ids[3], ids[1]}))
	if after, _ := d.l.End(ctx); after != before {
		t.Error("the same order again was written")
	}
}

// Rules that would send a report round are found when the last of them is switched
// on; conditions that no report meets together make no ring.
func TestRingsAreFound(t *testing.T) {
	d, ctx := newDesks(t), t.Context()
	d.past()
	boss := d.hire("boss", capital, policy.Chief)
	send := func(name string, owner, to record.ID, when Condition) error {
		t.Helper()
		id := record.IDOf("rule " + name)
		d.ok(d.Put(ctx, boss, id, Draft{Unit: owner, Name: name, When: when, Then: []Act{Send{to}}}, 0))
		_, err := d.Try(ctx, boss, id, 30)
		d.ok(err)
		d.ok(d.Agree(ctx, d.hire("other", capital, policy.Chief), id, "oui", 0))
		return d.On(ctx, boss, id, "x", 0)
	}
	d.ok(send("a", well, police, Kinds{"attack"}))
	if err := send("other kind", police, well, Kinds{"theft"}); err != nil {
		t.Errorf("two kinds make no ring: %v", err)
	}
	if err := send("other place", police, well, All{Kinds{"attack"}, Places{far}}); keyOf(err) != "rule.on.ring" {
		t.Errorf("an attack in the south, come to the well: %v", err)
	}
	err := send("back", police, well, Any{Kinds{"theft"}, Kinds{"attack", "other"}})
	if keyOf(err) != "rule.on.ring" || err.(*fault.Error).Args[0] != "N1-POL → N1-DESK → N1-POL" { //nolint:errorlint,forcetypeassert // the very fault
		t.Errorf("there and back: %v", err)
	}
	d.ok(send("not back", police, well, All{Kinds{"attack"}, Units{south}}))
	if err := send("round", capital, north, All{Words{Of: []string{"bus"}}, Places{wilaya}}); err != nil {
		t.Errorf("what comes to the capital's desk goes to the north, which sends nothing: %v", err)
	}
	if err := send("north", north, south, Kinds{"attack"}); keyOf(err) != "rule.on.ring" {
		t.Errorf("the south's come to the north by the capital's rule, and go south again: %v", err)
	}
	if err := send("north, but the south's", north, south, All{Kinds{"attack"}, Places{far}}); err != nil {
		t.Errorf("the capital's rule is about the north alone: %v", err)
	}
	if err := send("desk", south, capital, All{Kinds{"theft"}}); err != nil {
		t.Errorf("up, and not back: %v", err)
	}
	id := record.IDOf("rule by kind")
	d.ok(d.Put(ctx, boss, id, Draft{Unit: police, Name: "by kind", When: Kinds{"attack"}, Then: []Act{SendDesk{unit.Administration}}}, 0))
	_, err = d.Try(ctx, boss, id, 30)
	d.ok(err)
	d.ok(d.Agree(ctx, d.hire("other", capital, policy.Chief), id, "oui", 0))
	if err := d.On(ctx, boss, id, "x", 0); keyOf(err) != "rule.on.ring" {
		t.Errorf("back by the desk of the place: %v", err)
	}
}

// A trial says how many reports a rule would have met, where people took them, and
// shows some; it looks at reports as they came in, and only at those that the
// person may see.
func TestTrial(t *testing.T) {
	d, ctx := newDesks(t), t.Context()
	boss, desk := d.hire("boss", capital, policy.Chief), d.hire("desk", well, policy.Desk)
	d.take(told{name: "too old", kind: "attack"})
	d.pass(40 * 24 * time.Hour)
	var reports []record.ID
	for i := range 8 {
		reports = append(reports, d.take(told{name: fmt.Sprint("r", i), kind: []string{"attack", "theft"}[i%2], text: "un bus", urgency: report.Routine}))
		d.pass(24 * time.Hour)
	}
	d.take(told{name: "closely marked", kind: "attack", tlp: record.AmberStrict})
	d.take(told{name: "flood", kind: "attack", held: true})
	elsewhere := d.take(told{name: "south", kind: "attack", unit: south})
	act := func(i int) queue.Act { return queue.Act{Report: reports[i]} }
	_, err := d.queue.SetUrgency(ctx, desk, act(0), report.Now) // as the rule
	d.ok(err)
	_, err = d.queue.Forward(ctx, desk, act(0), police, "") // as the rule
	d.ok(err)
	_, err = d.queue.SetState(ctx, desk, act(2), queue.Checking) // looked at, and left as it was
	d.ok(err)
	_, err = d.queue.Forward(ctx, desk, act(4), north, "") // elsewhere; new there
	d.ok(err)

	id := record.IDOf("r")
	d.ok(d.Put(ctx, boss, id, Draft{Unit: north, Name: "x", When: All{Kinds{"attack"}, Words{Of: []string{"bus", "train"}}}, Then: []Act{Send{police}, Urge{report.Now}}}, 0))
	tr, err := d.Try(ctx, boss, id, 30)
	d.ok(err)
	if tr.Seen != 8 || tr.Matched != 4 || tr.Reached != 4 || tr.Partial || len(tr.PerDay) != 30 {
		t.Errorf("seen %d, matched %d, reached %d, %v, %d days", tr.Seen, tr.Matched, tr.Reached, tr.Partial, len(tr.PerDay))
	}
	if *tr.Sent != (Fates{Same: 1, Open: 2, Other: 1}) || *tr.Urged != (Fates{Same: 1, Other: 1, Less: 1, Open: 2}) {
		t.Errorf("sent %+v, urged %+v", *tr.Sent, *tr.Urged)
	}
	days := 0
	for _, day := range tr.PerDay {
		days += day.Matched
	}
	if days != 4 || len(tr.Examples) != 4 || !slices.Equal(tr.Examples[0].Why, []string{"bus"}) {
		t.Errorf("%d by day, examples %+v", days, tr.Examples)
	}
	for _, e := range tr.Examples {
		if e.Report == elsewhere || e.Same != (e.Report == reports[0]) {
			t.Errorf("the example %+v", e)
		}
	}
	// What it sent itself, once it runs, says nothing of what people do.
	sent := d.take(told{name: "sent by it", kind: "attack", text: "un bus"})
	d.ok(d.queue.Rule(ctx, Author, []queue.Ruling{{Report: sent, At: well, Rule: id, Version: 1, List: north, To: police}}))
	if tr, err = d.Try(ctx, boss, id, 30); err != nil || tr.Matched != 5 || *tr.Sent != (Fates{Same: 1, Open: 2, Other: 1, Own: 1}) {
		t.Errorf("matched %d, sent %+v, %v", tr.Matched, *tr.Sent, err)
	}
	// What an earlier rule would have stopped is not reached.
	d.run("stops", Draft{Unit: capital, When: All{Kinds{"attack"}, Channels(report.Channels())}, Then: []Act{Review{}}, Stop: true})
	if tr, err = d.Try(ctx, boss, id, 30); err != nil || tr.Matched != 5 || tr.Reached != 0 {
		t.Errorf("matched %d, reached %d, %v", tr.Matched, tr.Reached, err)
	}
	if _, err := d.Try(ctx, boss, id, 91); keyOf(err) != "rule.trial.days" {
		t.Error(err)
	}
}

// Made again from the ledger, the rules are what they were.
func TestRulesAreTheSameRebuilt(t *testing.T) {
	d, ctx := newDesks(t), t.Context()
	d.past()
	boss := d.hire("boss", capital, policy.Chief)
	a, b := d.run("a", attack), d.run("b", Draft{When: Words{Of: []string{"bus"}}, Then: []Act{Review{}}})
	d.ok(d.Off(ctx, boss, a, "assez", 0))
	d.ok(d.Remove(ctx, boss, a))
	d.ok(d.Order(ctx, boss, capital, []record.ID{b}))
	before, err := d.All(ctx, boss)
	d.ok(err)
	d.ok(d.l.Close())
	_, err = ledger.Rebuild(ctx, d.options(), nil)
	d.ok(err)
	d.l = ledgertest.Open(t, d.options())
	d.start()
	after, err := d.All(ctx, boss)
	d.ok(err)
	if !write(before[0].Draft).equal(write(after[0].Draft)) || *before[0].Switched != *after[0].Switched || len(after) != 1 || d.Called(a) != "a" {
		t.Errorf("rebuilt: %+v, before %+v", after, before)
	}
}

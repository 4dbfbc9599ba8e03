package rule

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/network/unit"
	"wasl/internal/triage/queue"
)

// A report that comes in is sent where a rule says, and what is proposed for it
// stands there with the words that it speaks of.
func TestRulesRunWhenAReportComes(t *testing.T) {
	d := newDesks(t)
	d.past()
	rule := d.run("bus", Draft{When: All{Kinds{"attack"}, Places{wilaya}, Words{Of: []string{"bus", "حافلة"}}}, Then: []Act{SendDesk{unit.Police}, Urge{report.Now}}})
	hit := d.take(told{name: "hit", kind: "attack", place: moughataa, text: "un bus attaqué", urgency: report.Routine})
	miss := d.take(told{name: "miss", kind: "attack", place: far, text: "un bus attaqué", urgency: report.Routine})
	flood := d.take(told{name: "flood", kind: "attack", place: moughataa, text: "bus", urgency: report.Routine, held: true})
	d.follow()
	if s := d.summary(hit); s.Unit != police || s.Urgency != report.Routine || s.Proposed != report.Now || s.State != queue.New {
		t.Errorf("the one: %+v", s)
	}
	if got := fmt.Sprint(d.proposals(hit)); got != "[urgency now [bus]]" {
		t.Errorf("proposed: %s", got)
	}
	for what, id := range map[string]record.ID{"of another place": miss, "of a flood": flood} {
		if s := d.summary(id); s.Unit != well || s.Proposed != "" {
			t.Errorf("the one %s: %+v", what, s)
		}
	}
	history, err := d.l.History(t.Context(), hit)
	d.ok(err)
	last := history[len(history)-1]
	if last.Kind != record.Forward || last.Author != Author || !strings.Contains(string(last.Body), rule.String()) {
		t.Errorf("the history ends with %v of %v: %s", last.Kind, last.Author, last.Body)
	}
	// Let in, a report is looked at like any other.
	_, err = d.queue.SetState(t.Context(), d.hire("desk", well, policy.Desk), queue.Act{Report: flood}, queue.New)
	d.ok(err)
	d.follow()
	if s := d.summary(flood); s.Unit != police {
		t.Errorf("let in: %+v", s)
	}
}

// A rule that is switched on looks at what comes from then on, and none that is
// off; a correction is looked at anew, and a desk's own rules at what was sent to it.
func TestWhenRulesLook(t *testing.T) {
	d, ctx := newDesks(t), t.Context()
	d.past()
	boss := d.hire("boss", capital, policy.Chief)
	before := d.take(told{name: "before", kind: "attack", urgency: report.Routine})
	d.follow()
	rule := d.run("attack", attack)
	d.run("police", Draft{Unit: police, When: Kinds{"attack"}, Then: []Act{Review{}}})
	d.follow()
	if got := d.proposals(before); len(got) != 0 {
		t.Errorf("what came before the rule: %v", got)
	}
	late := d.take(told{name: "late", kind: "theft", urgency: report.Routine})
	d.follow()
	_, err := d.reports.Accept(ctx, report.Incoming{ID: record.IDOf("correction"), Replaces: late, Unit: well, TLP: record.Amber, Author: record.IDOf("source"), Body: report.Body{
		Form: "security-incident", Version: "1", Channel: report.App, XML: "<data>late, put right</data>", Kind: "attack", Title: "late", Urgency: report.Routine,
	}})
	d.ok(err)
	d.follow()
	if got := fmt.Sprint(d.proposals(late)); got != "[urgency now []]" {
		t.Errorf("corrected: %s", got)
	}
	_, err = d.queue.Forward(ctx, boss, queue.Act{Report: late}, police, "")
	d.ok(err)
	d.follow()
	if got := d.proposals(late); len(got) != 2 {
		t.Errorf("sent to the police: %v", got)
	}
	d.ok(d.Off(ctx, boss, rule, "assez", 0))
	after := d.take(told{name: "after", kind: "attack", urgency: report.Routine})
	d.follow()
	if got := d.proposals(after); len(got) != 0 {
		t.Errorf("what came after the rule: %v", got)
	}
	chief := d.hire("chief", well, policy.Chief)
	gone := d.take(told{name: "gone", kind: "attack", urgency: report.Routine})
	_, err = d.queue.Erase(ctx, chief, gone, "demandé")
	d.ok(err)
	d.follow()
}

// Of several rules that send, the first decides, also where it says that the
// report is where it belongs; all propose.
func TestTheFirstRuleThatSendsDecides(t *testing.T) {
	d := newDesks(t)
	d.past()
	d.run("stays", Draft{When: Words{Of: []string{"puits"}}, Then: []Act{Send{well}}})
	d.run("north", Draft{When: Words{Of: []string{"bus"}}, Then: []Act{Send{north}, Urge{report.Now}}})
	d.run("south", Draft{When: Words{Of: []string{"bus", "puits"}}, Then: []Act{Send{south}, Review{}}})
	bus := d.take(told{name: "one", text: "bus", urgency: report.Routine})
	both := d.take(told{name: "two", text: "bus puits", urgency: report.Routine})
	d.follow()
	if s := d.summary(bus); s.Unit != north || len(d.proposals(bus)) != 2 {
		t.Errorf("sent by the first: %+v, %v", s, d.proposals(bus))
	}
	if s := d.summary(both); s.Unit != well || len(d.proposals(both)) != 2 {
		t.Errorf("kept by the first: %+v, %v", s, d.proposals(both))
	}
}

// A ring that came about unseen ends at run time, and the desk where it ends is
// told.
func TestARingEndsAtRunTime(t *testing.T) {
	d := newDesks(t)
	d.past()
	d.run("there", Draft{Unit: well, When: Kinds{"attack"}, Then: []Act{Send{south}}})
	d.run("back", Draft{Unit: south, When: Kinds{"attack"}, Then: []Act{Send{north}}})
	// The north's rule was switched on where nobody saw the ring: on another node.
	_, err := d.l.Write(t.Context(), func(*store.Tx) ([]ledger.Draft, error) {
		id := record.IDOf("rule unseen")
		r := Draft{Unit: north, Name: "unseen", When: All{Kinds{"attack"}, None{Units{well}}}, Then: []Act{Send{well}}}
		return []ledger.Draft{
			d.draft(id, north, policy.Actor{}, &body{Step: drafted, Version: 1, Rule: write(r)}), d.draft(id, north, policy.Actor{}, &body{Step: on, Version: 1}),
		}, nil
	})
	d.ok(err)
	d.follow()
	id := d.take(told{name: "r", kind: "attack"})
	d.follow()
	if s := d.summary(id); s.Unit != north {
		t.Errorf("it ended at %v", s.Unit)
	}
	if got, want := fmt.Sprint(d.proposals(id)), fmt.Sprintf("[halt %s [back 2]]", well); got != want {
		t.Errorf("the desk is told %s, want %s", got, want)
	}
}

// However often and in whatever pieces the rules hear what was committed, and
// wherever they are cut off, the same is done.
func TestHearingAgainChangesNothing(t *testing.T) {
	run := func(seed uint64, again bool) (out []string) {
		d := newDesks(t)
		d.past()
		d.run("bus", Draft{When: All{Kinds{"attack"}, Words{Of: []string{"bus"}}, None{Units{south}}}, Then: []Act{Send{police}, Urge{report.Now}}})
		d.run("police", Draft{Unit: police, When: Count{Dead, 2}, Then: []Act{Send{south}, Urge{report.Soon}}})
		d.run("south", Draft{Unit: south, When: Words{Of: []string{"puits"}}, Then: []Act{Rename{"water"}, Review{}}})
		begin, err := d.l.End(t.Context())
		d.ok(err)
		d.heard = begin
		r := rand.New(rand.NewPCG(7, 7))
		desk := d.hire("desk", capital, policy.Desk)
		var ids []record.ID
		for i := range 25 {
			ids = append(ids, d.take(told{
				name: fmt.Sprint("r", i), kind: []string{"attack", "theft"}[r.IntN(2)], text: []string{"bus", "puits", "bus puits"}[r.IntN(3)], dead: r.IntN(4), urgency: report.Routine,
			}))
			if r.IntN(5) == 0 {
				d.follow()
				_, err := d.queue.Forward(t.Context(), desk, queue.Act{Report: ids[r.IntN(len(ids))]}, south, "")
				d.ok(err)
			}
		}
		d.follow()
		if again {
			d.hearAgain(rand.New(rand.NewPCG(seed, 1)), begin)
		}
		for _, id := range ids {
			s := d.summary(id)
			out = append(out, fmt.Sprint(s.Unit, s.State, s.Urgency, s.Proposed, s.Kind, d.proposals(id)))
		}
		return out
	}
	want := run(0, false)
	for seed := range uint64(3) {
		if got := run(seed, true); !slices.Equal(got, want) {
			t.Errorf("seed %d: heard again, reports stand\n%v\nwant\n%v", seed, got, want)
		}
	}
	if !slices.ContainsFunc(want, func(s string) bool { return strings.Contains(s, "water") }) {
		t.Errorf("nothing happened: %v", want)
	}
}

// hearAgain lets the rules hear from some place before, with starts in between
// that forget what waited.
func (d *desks) hearAgain(r *rand.Rand, begin int64) {
	d.t.Helper()
	for range 6 {
		end, err := d.l.End(context.Background())
		d.ok(err)
		from := begin + r.Int64N(end-begin)
		revs, err := d.l.Follow(context.Background(), from, 1000)
		d.ok(err)
		d.start()
		for _, rev := range revs[:1+r.IntN(len(revs))] {
			d.ok(d.Follow(context.Background(), rev))
			if r.IntN(4) == 0 {
				d.ok(d.Settle(context.Background()))
			}
		}
		if r.IntN(2) == 0 {
			d.ok(d.Settle(context.Background()))
		}
	}
	d.start()
	d.heard = begin
	d.follow()
}

// 2,000 reports a second on one core is what the network needs.
func BenchmarkRules(b *testing.B) {
	d := newDesks(b)
	var rules []Rule
	words := []string{"bus", "حافلة", "enlèvement", "خطف", "armes", "سلاح", "migrants", "مهاجرين", "puits", "bétail", "trois voitures", "check point"}
	for i := range 200 {
		rules = append(rules, Rule{ID: record.IDOf(fmt.Sprint(i)), Draft: Draft{
			Unit: []record.ID{capital, north, well}[i%3], Then: []Act{Urge{report.Now}},
			When: All{Kinds{"attack", fmt.Sprint("kind ", i)}, Any{Places{far}, Words{Of: []string{words[i%len(words)], fmt.Sprint("mot", i)}}}, None{Channels{report.CSV}}},
		}})
	}
	s := compile(d.net(), rules)
	text := "Hier soir vers vingt-deux heures, des hommes armés à bord de trois voitures ont arrêté un bus de marchands près du puits, à douze kilomètres de la ville. " +
		"Ils ont pris les téléphones et l'argent, frappé deux passagers et sont repartis vers le nord. جاؤوا في سيارتين وأوقفوا الحافلة قرب البئر وأخذوا الهواتف والنقود وضربوا راكبين ثم انصرفوا شمالا."
	f := Facts{Kind: "attack", Channel: report.App, Unit: well, Place: report.PlaceRef{List: list, Code: "N1"}, Text: text, Urgency: report.Routine}
	met := 0
	b.ResetTimer()
	for range b.N {
		met += len(s.rulings(record.ID{}, s.matter(&f)))
	}
	if met == 0 {
		b.Error("nothing was met")
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "reports/s")
}

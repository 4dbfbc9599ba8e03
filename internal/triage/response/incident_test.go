package response

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/triage/incident"
	"wasl/internal/triage/queue"
	"wasl/internal/triage/task"
)

// What is asked and done about an incident counts for each report behind it, once,
// from when that report came; a report that is taken out again waits as before.
func TestWhatWasDoneAboutAnIncidentCountsForItsReports(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	first := o.take("first", record.Amber, false)
	o.pass(time.Hour)
	second := o.take("second", record.Amber, false)
	of := o.happened("attack", capital, first, second)
	stand := func(what, want string) {
		t.Helper()
		b := o.board(o.head)
		if got := fmt.Sprint(b.All.Took[Decided].N(), b.All.Took[Acted].N(), b.All.Waiting[TakenUp], b.All.Waiting[Decided], b.All.Waiting[Acted]); got != want {
			t.Errorf("%s: %s, want %s", what, got, want)
		}
	}
	stand("put into an incident they are taken up", "0 0 0 2 2")
	_, err := o.tasks.Ask(ctx, o.head, task.New{ID: record.IDOf("t"), Incident: of, To: post, Text: "voir", Due: o.clock().Add(time.Hour)})
	o.ok(err)
	stand("a unit is asked", "2 0 0 0 2")
	o.pass(time.Hour)
	done := New{ID: record.IDOf("r"), Incident: of, Kind: Patrol, Text: "une patrouille y est allée", When: o.clock()}
	o.ok(o.Record(ctx, o.head, done))
	stand("something is done", "2 2 0 0 0")
	b := o.board(o.head)
	if half, _ := b.All.Took[Acted].Within(0.5); half != 90*time.Minute {
		t.Errorf("half of them within %v", half)
	}
	// The same deed again: about one of its reports, and about an incident that takes it in.
	o.ok(o.Record(ctx, o.head, New{ID: record.IDOf("r1"), Report: first, Kind: Patrol, Text: "encore", When: o.clock()}))
	larger := o.happened("larger", capital, first)
	o.ok(o.incidents.Merge(ctx, o.head, incident.On{Incident: of}, larger))
	o.ok(o.Record(ctx, o.head, New{ID: record.IDOf("r2"), Incident: larger, Kind: Aid, Text: "eau", When: o.clock()}))
	stand("done again and merged", "2 2 0 0 0")
	d, err := o.Of(ctx, o.head, incident.About{Incident: larger}, time.Time{})
	o.ok(err)
	if len(d.Responses) != 2 || d.Responses[0].Incident != of {
		t.Errorf("what goes with it: %+v", d.Responses)
	}
	o.pass(time.Hour)
	o.take("late", record.Amber, false)
	o.ok(o.incidents.Attach(ctx, o.head, incident.On{Incident: larger}, incident.Attachment{Report: record.IDOf("late"), Tells: incident.ByEar, Origin: incident.Origin{Kind: incident.Unjudged}}, false))
	stand("what was done before it came is no answer", "2 2 0 1 1")
	o.ok(o.incidents.Unmerge(ctx, o.head, incident.On{Incident: of}))
	o.ok(o.incidents.Detach(ctx, o.head, incident.On{Incident: of}, second, "un autre jour"))
	stand("taken out again", "1 1 0 2 2")
	o.ok(eraseOf(o, of))
	stand("the incident is erased", "1 1 0 2 2")
	if d, err := o.Of(ctx, o.head, incident.About{Incident: larger}, time.Time{}); err != nil || len(d.Responses) != 1 {
		t.Errorf("what is left: %+v %v", d.Responses, err)
	}
}

// from puts a report of somebody on the desk of a unit.
func (o *office) from(name, source, language string, at record.ID, by report.Channel, held bool) record.ID {
	o.t.Helper()
	b := report.Body{
		Form: "f", Version: "1", Channel: by, XML: "<data/>", Kind: "attack", Title: name, Text: name, Urgency: report.Soon, Language: language, Quarantine: held,
	}
	if source != "" {
		b.Source = record.IDOf(source)
	}
	_, err := o.reports.Accept(o.t.Context(), report.Incoming{ID: record.IDOf(name), Unit: at, TLP: record.Amber, Author: record.IDOf("node"), Body: b})
	o.ok(err)
	o.pass(time.Minute)
	return record.IDOf(name)
}

// Everybody behind an incident hears once, in their own language, and nothing of
// each other; who cannot hear back is named, with why.
func TestEachReporterBehindAnIncidentHearsOnce(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	early := o.from("canary early", "awa", "ar", north, report.App, false)
	late := o.from("canary late", "awa", "ar", north, report.App, false)
	french := o.from("canary french", "", "fr", north, report.OpenRosa, false)
	pulaar := o.from("canary pulaar", "binta", "ff", north, report.Operator, false)
	english := o.from("canary english", "", "en", north, report.App, false)
	file := o.from("canary file", "", "fr", north, report.CSV, false)
	flood := o.from("canary flood", "", "fr", north, report.App, true)
	south := o.from("canary south", "", "fr", south, report.App, false)
	of := o.happened("attack", north, early, late, french, pulaar, english, file, flood)
	o.ok(o.incidents.Attach(ctx, o.head, incident.On{Incident: of}, incident.Attachment{Report: south, Tells: incident.ByEar, Origin: incident.Origin{Kind: incident.Unjudged}}, false))
	o.ok(o.Record(ctx, o.desk, New{ID: record.IDOf("r"), Incident: of, Kind: Patrol, Text: "canary text", When: o.clock()}))
	plan, err := o.PlanFeedback(ctx, o.desk, of)
	o.ok(err)
	to, why := map[record.ID]lang.Language{}, map[record.ID]Silence{}
	for _, h := range plan.To {
		to[h.Report] = h.Language
	}
	for _, m := range plan.Mute {
		why[m.Report] = m.Why
	}
	if len(to) != 4 || to[late] != "ar" || to[french] != "fr" || to[pulaar] != "fr" || to[english] != "en" {
		t.Errorf("who is told: %v", to)
	}
	if len(why) != 2 || why[file] != NoReceipt || why[flood] != Held || plan.Hidden != 1 {
		t.Errorf("who is not: %v, %d hidden", why, plan.Hidden)
	}
	texts := map[lang.Language]string{}
	for _, d := range plan.Drafts {
		if texts[d.Language] = d.Text; strings.Contains(d.Text, "canary") || !strings.Contains(d.Text, deeds[Patrol][d.Language]) {
			t.Errorf("the draft: %+v", d)
		}
	}
	if len(texts) != 3 {
		t.Errorf("drafts: %v", texts)
	}
	delete(texts, lang.English)
	for range 2 {
		n, left, err := o.TellAll(ctx, o.desk, of, record.IDOf("round"), texts)
		if err != nil || n != 3 || len(left) != 3 {
			t.Errorf("%d were told, not %v: %v", n, left, err)
		}
	}
	for id, want := range map[record.ID]int{early: 0, late: 1, french: 1, pulaar: 1, english: 0, file: 0, flood: 0, south: 0} {
		ms, err := o.queue.Messages(ctx, id)
		o.ok(err)
		if len(ms) != want || want == 1 && ms[0].Text != texts[to[id]] {
			t.Errorf("the thread of %v: %+v", id, ms)
		}
	}
	d, err := o.Of(ctx, o.desk, incident.About{Incident: of}, time.Time{})
	o.ok(err)
	if len(d.Rounds) != 1 || d.Rounds[0].Told != 3 || d.Rounds[0].By != o.desk.ID {
		t.Errorf("what is kept of it: %+v", d.Rounds)
	}
	_, _, err = o.TellAll(ctx, o.desk, of, record.IDOf("empty"), nil)
	o.refused(fault.Invalid, "response.text.missing", "nothing to say", err)
	_, _, err = o.TellAll(ctx, o.other, of, record.IDOf("curious"), texts)
	o.refused(fault.Missing, "", "a desk that has nothing to do with it", err)
	_, err = o.queue.SetState(ctx, o.desk, queue.Act{Report: flood}, queue.New)
	o.ok(err)
	if plan, err = o.PlanFeedback(ctx, o.desk, of); err != nil || len(plan.To) != 5 {
		t.Errorf("let in: %+v, %v", plan.To, err)
	}
}

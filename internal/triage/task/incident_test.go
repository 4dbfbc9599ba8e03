package task

import (
	"fmt"
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/guard/vault"
	"wasl/internal/triage/incident"
	"wasl/internal/triage/taxonomy"
)

// happened is an incident of a unit.
func (o *office) happened(name string, at record.ID, tlp record.TLP, reports ...record.ID) record.ID {
	o.t.Helper()
	opening := incident.Opening{
		ID: record.IDOf(name), Unit: at, TLP: tlp, Urgency: report.Now,
		Statement: incident.Statement{
			Kind: taxonomy.Attack, Title: name, When: incident.When{Precision: incident.Whenever}, Where: incident.Where{Precision: incident.Wherever},
		},
	}
	for _, r := range reports {
		opening.Reports = append(opening.Reports, incident.Attachment{Report: r, Tells: incident.Witness, Origin: incident.Origin{Kind: incident.OwnWord}})
	}
	who := o.chief
	if at != north {
		who = o.head
	}
	o.ok(o.incidents.Start(o.t.Context(), who, opening))
	return opening.ID
}

func (o *office) askAbout(name string, of record.ID) Task {
	o.t.Helper()
	n := o.asks(name, record.ID{}, post)
	n.Incident = of
	t, err := o.Ask(o.t.Context(), o.desk, n)
	o.ok(err)
	return t
}

// A task about an incident has its unit, its marking and its urgency, and its answer
// comes back to the incident; what was known of it on a day can be read.
func TestATaskAboutAnIncidentComesBackToIt(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	of := o.happened("attack", north, record.AmberStrict)
	asked := o.askAbout("look", of)
	if asked.Incident != of || !asked.Report.Zero() || asked.From != north || asked.Urgency != report.Now || asked.TLP != record.AmberStrict {
		t.Errorf("asked: %+v", asked)
	}
	before := o.clock()
	o.pass(time.Hour)
	_, err := o.Accept(ctx, o.police, Act{ID: asked.ID})
	o.ok(err)
	between := o.clock()
	o.pass(time.Hour)
	done, err := o.Finish(ctx, o.police, Act{ID: asked.ID}, "personne")
	o.ok(err)
	if done.Ender != o.police.ID {
		t.Errorf("ended by %v", done.Ender)
	}
	back, err := o.Of(ctx, o.desk, of)
	o.ok(err)
	if len(back) != 1 || back[0] != done {
		t.Fatalf("what comes back: %+v", back)
	}
	if was, _ := done.Then(before); was.State != Asked || was.Answer != "" || !was.Taken.IsZero() || !was.Assignee.Zero() {
		t.Errorf("as it was when it was asked: %+v", was)
	}
	if was, _ := done.Then(between); was.State != Accepted || was.Answer != "" || was.Assignee != o.police.ID {
		t.Errorf("as it was when it was taken on: %+v", was)
	}
	if _, was := done.Then(asked.Asked.Add(-time.Second)); was {
		t.Error("it is there before it was asked")
	}
	o.refused(fault.Missing, "", "a desk elsewhere asks", func() error {
		n := o.asks("curious", record.ID{}, post)
		n.Incident = of
		_, err := o.Ask(ctx, o.other, n)
		return err
	})
}

// What was asked about an incident goes with it to the one that takes it in, and
// comes back with it.
func TestTasksFollowTheirIncident(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	small, large := o.happened("small", north, record.Amber), o.happened("large", south, record.Amber)
	asked := o.askAbout("look", small)
	referred, err := o.Refer(ctx, o.desk, NewReferral{
		ID: record.IDOf("girl"), Incident: small, To: shelter, Need: Child, Text: "une enfant seule", Person: vault.Person{Name: "Zeinabou"},
	})
	o.ok(err)
	stand := func(what string, unit record.ID) {
		t.Helper()
		task, _, _, err := o.Row(ctx, asked.ID)
		o.ok(err)
		handed, _, _, err := o.ReferralRow(ctx, referred.ID)
		o.ok(err)
		if task.From != unit || handed.From != unit || task.Incident != small {
			t.Errorf("%s: the task is of %v, the referral of %v", what, task.From, handed.From)
		}
	}
	sees := func(a policy.Actor) string {
		_, err := o.Get(ctx, a, asked.ID)
		return fmt.Sprint(err == nil)
	}
	stand("before", north)
	o.ok(o.incidents.Merge(ctx, o.head, incident.On{Incident: small}, large))
	stand("merged", south)
	if sees(o.other) != "true" {
		t.Error("the desk of the one that took it in does not see what was asked")
	}
	o.refused(fault.Conflict, "incident.merged", "asking about what is part of another", func() error {
		n := o.asks("late", record.ID{}, post)
		n.Incident = small
		_, err := o.Ask(ctx, o.head, n)
		return err
	})
	o.ok(o.incidents.Unmerge(ctx, o.head, incident.On{Incident: small}))
	stand("apart again", north)
	o.ok(o.incidents.Merge(ctx, o.head, incident.On{Incident: small}, large))
	o.ok(o.incidents.SetUnit(ctx, o.head, incident.On{Incident: large}, capital))
	stand("handed on", capital)
	chief := policy.Actor{ID: record.IDOf("chief of all"), Unit: capital, Roles: []policy.Role{policy.Chief}}
	o.ok(o.incidents.Erase(ctx, chief, large, "ouvert par erreur"))
	stand("the one that took it in is erased", north)
}

// An erased incident takes with it what was asked and who was handed on; an erased
// report behind it takes nothing of that.
func TestErasingAnIncidentErasesWhatWasAsked(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	behind := o.take("cars", record.Amber)
	of := o.happened("attack", north, record.Amber, behind)
	asked := o.askAbout("look", of)
	_, err := o.Refer(ctx, o.desk, NewReferral{
		ID: record.IDOf("girl"), Incident: of, To: shelter, Need: Child, Text: "une enfant seule", Person: vault.Person{Name: "Zeinabou"},
	})
	o.ok(err)
	_, err = o.l.Erase(ctx, behind, o.chief.ID, "demandé")
	o.ok(err)
	if _, err := o.Get(ctx, o.desk, asked.ID); err != nil {
		t.Errorf("the task went with a report: %v", err)
	}
	o.ok(o.incidents.Erase(ctx, o.chief, of, "ouvert par erreur"))
	if _, err := o.Get(ctx, o.desk, asked.ID); !fault.Is(err, fault.Missing) {
		t.Errorf("the task is there still: %v", err)
	}
	revs, err := o.l.HistoryOf(ctx, of, record.Erasure)
	o.ok(err)
	o.ok(o.Forgetter().Follow(ctx, revs[len(revs)-1]))
	if people, err := o.vault.People(ctx, record.ID{}); err != nil || len(people) != 0 {
		t.Errorf("in the vault still: %v, %v", people, err)
	}
}

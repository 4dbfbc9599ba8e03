package queue

import (
	"fmt"
	"slices"
	"testing"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
)

var rules = record.IDOf("wasl/rule")

// rule lets rules do what they want.
func (o *office) rule(rs ...Ruling) {
	o.t.Helper()
	if err := o.Rule(o.t.Context(), rules, rs); err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) standing(id record.ID) []string {
	o.t.Helper()
	all, err := o.Proposals(o.t.Context(), id)
	if err != nil {
		o.t.Fatal(err)
	}
	var out []string
	for _, p := range all {
		out = append(out, fmt.Sprintf("%s %s %s", p.Idea, p.Value, p.Standing))
	}
	slices.Sort(out)
	return out
}

func (o *office) unitOf(id record.ID) record.ID {
	o.t.Helper()
	s, err := o.Summary(o.t.Context(), id)
	if err != nil {
		o.t.Fatal(err)
	}
	return s.Unit
}

func urges(act Act, u report.Urgency) Ruling {
	return Ruling{Report: act.Report, At: well, Rule: record.IDOf("r1"), Version: 1, List: capital, Idea: ProposeUrgency, Value: string(u), Why: []string{"حافلة"}}
}

// What a rule proposes stands until a person takes it, which does it, or leaves
// it. Both are kept, and answering twice changes nothing.
func TestAProposalIsTakenOrLeft(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	desk, other := o.hire("desk", well, policy.Desk), o.hire("other", north, policy.Desk)
	act := o.take(told{name: "r", unit: well, tlp: record.Amber, urgency: report.Routine})
	before := o.end()
	o.rule(urges(act, report.Now), urges(act, report.Now))
	o.rule(urges(act, report.Now), urges(act, report.Soon), urges(act, report.Routine))
	if got := o.end() - before; got != 2 {
		t.Errorf("%d revisions of two proposals", got)
	}
	sum, err := o.Summary(ctx, act.Report)
	if err != nil || sum.Urgency != report.Routine || sum.Proposed != report.Now {
		t.Fatalf("a rule decided: %+v, %v", sum, err)
	}
	if got, want := sum.Due.Sub(sum.Since), usual.Look[0]; got != want {
		t.Errorf("what is said to be pressing waits for an answer for %v, want %v", got, want)
	}
	all, err := o.Proposals(ctx, act.Report)
	if err != nil {
		t.Fatal(err)
	}
	now := all[slices.IndexFunc(all, func(p Proposal) bool { return p.Value == "now" })]
	if now.Rule != record.IDOf("r1") || !slices.Equal(now.Why, []string{"حافلة"}) {
		t.Errorf("the proposal says %+v", now)
	}
	sum = o.must(2, "take", func() (Summary, error) { return o.AnswerProposal(ctx, desk, act, now.ID, true) })
	if sum.Urgency != report.Now || sum.Proposed != "" {
		t.Errorf("taken: %+v", sum)
	}
	o.must(0, "take again", func() (Summary, error) { return o.AnswerProposal(ctx, desk, act, now.ID, true) })
	o.refused(fault.Conflict, "queue.proposal.answered", "leave what was taken", func() (Summary, error) { return o.AnswerProposal(ctx, other, act, now.ID, false) })
	if got := fmt.Sprint(o.standing(act.Report)); got != "[urgency now taken urgency soon passed]" {
		t.Errorf("standing: %s", got)
	}
	o.rule(urges(act, report.Soon)) // told again, it does not propose again
	if got := len(o.standing(act.Report)); got != 2 {
		t.Errorf("%d proposals", got)
	}

	act = o.take(told{name: "left", unit: well, tlp: record.Amber, urgency: report.Routine})
	o.rule(urges(act, report.Now))
	all, _ = o.Proposals(ctx, act.Report)
	sum = o.must(1, "leave", func() (Summary, error) { return o.AnswerProposal(ctx, desk, act, all[0].ID, false) })
	if sum.Urgency != report.Routine || sum.Proposed != "" {
		t.Errorf("left: %+v", sum)
	}
	all, _ = o.Proposals(ctx, act.Report)
	if all[0].Standing != Left || all[0].By != desk.ID || all[0].Answered.IsZero() {
		t.Errorf("it is not kept who left it: %+v", all[0])
	}
}

// A machine's proposal is no reason to refuse what a person does.
func TestAProposalIsNoConflict(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	desk := o.hire("desk", well, policy.Desk)
	act := o.take(told{name: "r", unit: well, tlp: record.Amber, urgency: report.Routine})
	sum, err := o.Summary(ctx, act.Report)
	if err != nil {
		t.Fatal(err)
	}
	o.rule(urges(act, report.Now))
	act.Revision = sum.Revision
	o.must(1, "grade", func() (Summary, error) { return o.SetGrade(ctx, desk, act, Grade{"B", 2}) })
}

// Whoever may not do what is proposed may not take it, and whoever may not know
// of the report does not learn that there is a proposal.
func TestWhoMayAnswer(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	act := o.take(told{name: "r", unit: well, tlp: record.Amber, urgency: report.Routine})
	o.rule(urges(act, report.Now))
	all, _ := o.Proposals(ctx, act.Report)
	for _, c := range []struct {
		who  policy.Actor
		kind fault.Kind
	}{
		{o.hire("analyst", well, policy.Analyst), fault.Denied},
		{o.hire("stranger", south, policy.Chief), fault.Missing},
		{o.hire("admin", capital, policy.Administrator), fault.Missing},
		{o.hire("overseer", capital, policy.Oversight), fault.Missing},
	} {
		if _, err := o.AnswerProposal(ctx, c.who, act, all[0].ID, true); !fault.Is(err, c.kind) {
			t.Errorf("%v: %v", c.who.Roles, err)
		}
	}
	if _, err := o.AnswerProposal(ctx, o.hire("desk", well, policy.Desk), act, record.IDOf("none"), true); !fault.Is(err, fault.Missing) {
		t.Errorf("no such proposal: %v", err)
	}
}

// Kinds and people are proposed as well; a second look is not for the desk to
// take or leave.
func TestOtherIdeas(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	desk, friend := o.hire("desk", well, policy.Desk), o.hire("friend", north, policy.Desk)
	o.hire("stranger", south, policy.Desk)
	act := o.take(told{name: "r", unit: well, tlp: record.Amber, kind: "theft"})
	r := urges(act, "")
	with := func(idea Idea, value string) Ruling {
		r := r
		r.Idea, r.Value = idea, value
		return r
	}
	o.rule(with(ProposeKind, "attack"), with(ProposeKind, "theft"), with(ProposePerson, friend.ID.String()), with(ProposePerson, record.IDOf("stranger").String()),
		with(ProposePerson, "nobody"), with(SecondLook, ""))
	if got, want := o.standing(act.Report), []string{"kind attack open", "person " + friend.ID.String() + " open", "review  open"}; !slices.Equal(got, want) {
		t.Fatalf("proposed: %q, want %q", got, want)
	}
	all, _ := o.Proposals(ctx, act.Report)
	for _, p := range all {
		if p.Idea == SecondLook {
			o.refused(fault.Invalid, "queue.proposal.none", "leave the second look", func() (Summary, error) { return o.AnswerProposal(ctx, desk, act, p.ID, false) })
			continue
		}
		o.must(map[Idea]int64{ProposeKind: 1, ProposePerson: 2}[p.Idea], "take", func() (Summary, error) { return o.AnswerProposal(ctx, desk, act, p.ID, true) })
	}
	sum, err := o.Summary(ctx, act.Report)
	if err != nil || sum.Kind != "attack" || sum.Assignee != friend.ID {
		t.Errorf("taken: %+v, %v", sum, err)
	}
	p, err := o.List(ctx, desk, Query{Kinds: []string{"attack"}})
	if err != nil || len(p.Items) != 1 || p.Counts[New] != 1 {
		t.Errorf("the list by its new kind: %+v, %v", p, err)
	}
}

func sends(act Act, at, to, list record.ID) Ruling {
	return Ruling{Report: act.Report, At: at, Rule: record.IDOf("sends " + list.String()), Version: 1, List: list, To: to}
}

// A rule sends a report on once, whatever it is told again, and not against a
// person.
func TestARuleSendsOnOnce(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	desk := o.hire("desk", north, policy.Desk)
	act := o.take(told{name: "r", unit: well, tlp: record.Amber})
	before := o.end()
	o.rule(sends(act, well, pass, capital), sends(act, well, north, capital))
	for range 3 {
		o.rule(sends(act, well, pass, capital))
	}
	if at := o.unitOf(act.Report); at != pass || o.end()-before != 1 {
		t.Fatalf("it is at %v after %d revisions", at, o.end()-before)
	}
	o.must(1, "back", func() (Summary, error) { return o.Forward(ctx, desk, act, well, "this is yours") })
	o.rule(sends(act, well, pass, capital), sends(act, well, south, capital))
	if at := o.unitOf(act.Report); at != well || len(o.standing(act.Report)) != 0 {
		t.Errorf("the rule overruled a person: it is at %v", at)
	}

	held := o.take(told{name: "held", unit: well, tlp: record.Amber})
	o.must(1, "assign", func() (Summary, error) { return o.Assign(ctx, desk, held, desk.ID) })
	seen := o.take(told{name: "seen", unit: well, tlp: record.Amber})
	o.must(1, "check", func() (Summary, error) { return o.SetState(ctx, desk, seen, Checking) })
	shut := o.take(told{name: "shut", unit: well, tlp: record.Amber})
	o.must(1, "close", func() (Summary, error) { return o.Close(ctx, desk, shut, NoAction, "") })
	flood := o.take(told{name: "flood", unit: well, tlp: record.Amber, held: true})
	closer := o.take(told{name: "strict", unit: well, tlp: record.AmberStrict})
	foreign := o.take(told{name: "foreign", unit: well, tlp: record.Amber})
	o.rule(sends(held, well, pass, capital), sends(seen, well, pass, capital), sends(shut, well, pass, capital), sends(flood, well, pass, capital),
		sends(closer, well, pass, capital), sends(foreign, well, pass, south), sends(foreign, well, record.IDOf("nowhere"), capital), sends(foreign, pass, north, capital))
	for _, a := range []Act{held, seen, shut, flood, closer, foreign} {
		if at := o.unitOf(a.Report); at != well {
			t.Errorf("a rule took one of them to %v", at)
		}
	}
	o.rule(sends(closer, well, pass, well)) // the unit's own chief may
	if at := o.unitOf(closer.Report); at != pass {
		t.Errorf("the strictly marked one is at %v", at)
	}
	if _, err := o.Erase(ctx, o.hire("chief", well, policy.Chief), foreign.Report, "demandé"); err != nil {
		t.Fatal(err)
	}
	o.rule(sends(foreign, well, pass, capital), urges(foreign, report.Now))
}

// Two lists that send to each other stop after one turn, and a chain of desks at
// the ring's limit; the desk where it stops is told.
func TestForwardsByRulesEnd(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	act := o.take(told{name: "r", unit: well, tlp: record.Amber})
	for range 4 {
		o.rule(sends(act, well, pass, well), sends(act, pass, well, pass))
	}
	if at, got := o.unitOf(act.Report), fmt.Sprint(o.standing(act.Report)); at != pass || got != "[halt "+well.String()+" open]" {
		t.Errorf("the ring ended at %v with %s", at, got)
	}
	all, _ := o.Proposals(ctx, act.Report)
	if all[0].Why[0] != WhyBack {
		t.Errorf("why: %v", all[0].Why)
	}
	desk := o.hire("desk", pass, policy.Desk)
	o.refused(fault.Invalid, "queue.proposal.none", "take it", func() (Summary, error) { return o.AnswerProposal(ctx, desk, act, all[0].ID, true) })
	o.must(1, "read it", func() (Summary, error) { return o.AnswerProposal(ctx, desk, act, all[0].ID, false) })

	chief := o.hire("chief", capital, policy.Chief)
	act = o.take(told{name: "far", unit: well, tlp: record.Amber})
	for i := range maxForwards {
		o.must(1, "forward", func() (Summary, error) { return o.Forward(ctx, chief, act, []record.ID{pass, well}[i%2], "") })
	}
	o.rule(sends(act, well, south, capital))
	if got := fmt.Sprint(o.standing(act.Report)); got != "[halt "+south.String()+" open]" || o.unitOf(act.Report) != well {
		t.Errorf("after %d forwards: %s", maxForwards, got)
	}
}

// Erasing takes the proposals too.
func TestErasingTakesProposals(t *testing.T) {
	o := newOffice(t)
	act := o.take(told{name: "r", unit: well, tlp: record.Amber})
	o.rule(urges(act, report.Now), sends(act, well, pass, capital))
	if _, err := o.Erase(t.Context(), o.hire("dpo", capital, policy.Oversight), act.Report, "demandé"); err != nil {
		t.Fatal(err)
	}
	if err := o.l.View(t.Context(), func(tx *store.Tx) error {
		var n int
		err := tx.Row("SELECT (SELECT count(*) FROM proposals) + (SELECT count(*) FROM moves)").Scan(&n)
		if n != 0 {
			t.Errorf("%d rows are left", n)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

package incident

import (
	"errors"
	"slices"
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/triage/corroborate"
	"wasl/internal/triage/taxonomy"
)

// From two reports that look alike to one incident that says who stands behind it.
func TestFromAProposalToAnIncident(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	first := o.hear(heard{
		name: "Vol de chameaux au puits de Tintane", text: "Quatre hommes en Toyota blanche ont pris 40 chameaux", know: "seen", source: "herder", place: "MR01", when: noon.Add(-3 * time.Hour),
	})
	second := o.hear(heard{
		name: "سرقة إبل عند بئر تنتان", text: "أخذ رجال في سيارة تويوتا 40 من الإبل", know: "told_one", source: "teacher", place: "MR01", when: noon.Add(-2 * time.Hour), dead: 1,
	})
	o.hear(heard{name: "Incendie au marché", kind: "road", text: "Un étal a brûlé", place: "MR09", source: "trader"})

	got, err := o.Proposals(ctx, o.desk, second)
	o.ok(err)
	if len(got.Items) != 1 || got.Items[0].Report != first || len(got.Items[0].Reasons) < 3 {
		t.Fatalf("proposals: %+v", got.Items)
	}
	link := func() error {
		out, err := o.Link(ctx, o.desk, second, first, record.IDOf("fresh"), false)
		if err == nil && out.Incident != record.IDOf("fresh") {
			t.Errorf("linked into %s", out.Incident)
		}
		return err
	}
	o.must(3, "linking two reports", link)
	o.must(0, "linking them again", link)

	on := On{Incident: record.IDOf("fresh")}
	v := o.look(on)
	if v.Statement.Kind != taxonomy.CattleTheft || v.Statement.Title != "" || v.Statement.When.Precision != ToHour || v.Unit != north {
		t.Errorf("the incident begins with %+v", v.Statement)
	}
	if want := (Harm{What: Killed, Sex: SexUnknown, Age: AgeUnknown, Count: 1}); len(v.Statement.Harmed) != 1 || v.Statement.Harmed[0] != want {
		t.Errorf("who was harmed: %+v", v.Statement.Harmed)
	}
	if v.Sources.Independent != 1 || v.Sources.Unclear != 1 {
		t.Errorf("who saw it counts, of who heard it nobody was asked: %+v", v.Sources)
	}
	o.attach(on, second, of("Vol de chameaux au puits de Tintane"))
	if v = o.look(on); v.Sources.Independent != 1 || v.Sources.Unclear != 0 || len(v.Reports) != 2 {
		t.Errorf("the second repeats the first: %+v", v.Sources)
	}
	// A third is proposed the incident, and not its reports one by one.
	third := o.hear(heard{name: "Chameaux volés à Tintane", text: "40 chameaux pris par une Toyota blanche", know: "seen", source: "guide", place: "MR01", when: noon.Add(-3 * time.Hour)})
	got, err = o.Proposals(ctx, o.desk, third)
	o.ok(err)
	if len(got.Items) != 1 || got.Items[0].Incident != on.Incident {
		t.Fatalf("proposals for a third: %+v", got.Items)
	}
	more, err := o.More(ctx, o.desk, on.Incident)
	o.ok(err)
	if len(more.Items) != 1 || more.Items[0].Report != third {
		t.Errorf("what more belongs to it: %+v", more.Items)
	}
	out, err := o.Link(ctx, o.desk, third, on.Incident, record.IDOf("never used"), false)
	o.ok(err)
	if out.Started || out.Incident != on.Incident {
		t.Errorf("it goes into the incident: %+v", out)
	}
	if v = o.look(on); v.Sources.Independent != 2 {
		t.Errorf("two saw it: %+v", v.Sources)
	}
	got, err = o.Proposals(ctx, o.desk, third)
	o.ok(err)
	if len(got.Items) != 0 || len(got.Of) != 1 || got.Of[0] != on.Incident {
		t.Errorf("nothing is left to propose: %+v", got)
	}
}

// What a person judged not the same is not proposed again, from neither side, until
// it is taken back.
func TestNotTheSame(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	a := o.hear(heard{name: "Vol de chameaux", text: "40 chameaux pris au puits", source: "a", place: "MR01"})
	b := o.hear(heard{name: "Chameaux volés", text: "40 chameaux pris près du puits", source: "b", place: "MR01"})
	proposed := func(of, other record.ID) bool {
		p, err := o.Proposals(ctx, o.desk, of)
		o.ok(err)
		return slices.ContainsFunc(p.Items, func(x Proposal) bool { return x.Report == other })
	}
	if !proposed(a, b) || !proposed(b, a) {
		t.Fatal("they are not proposed to each other")
	}
	different := corroborate.Comparison{Verdict: corroborate.Different, Grounds: []corroborate.Ground{corroborate.ByPeople}}
	judge := func(c corroborate.Comparison) func() error {
		return func() error { return o.Judge(ctx, o.desk, a, b, c) }
	}
	o.must(1, "not the same", judge(different))
	o.must(0, "not the same again", judge(different))
	if proposed(a, b) || proposed(b, a) {
		t.Error("they are proposed all the same")
	}
	judged, err := o.Judged(ctx, o.desk, b)
	o.ok(err)
	if c := judged[a]; c.Verdict != corroborate.Different || c.Author != o.desk.ID || len(c.Seen) == 0 {
		t.Errorf("what was judged: %+v", judged)
	}
	o.must(1, "taking it back", judge(corroborate.Comparison{Verdict: corroborate.Undecided}))
	if !proposed(a, b) || !proposed(b, a) {
		t.Error("they are not proposed again")
	}
}

// A wrong link is taken back: the incident is as it was, the reports too, and what
// was said stays in the history.
func TestAWrongLinkIsUndone(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	a, b := o.hear(heard{name: "a", source: "a"}), o.hear(heard{name: "b", source: "b"})
	on := o.start("camels", a)
	before := o.look(on)
	o.attach(on, b, of("a"))
	wrong := o.pass(time.Hour)
	o.must(1, "detach", func() error { return o.Detach(ctx, o.desk, on, b, "un autre jour") })
	o.must(0, "detach again", func() error { return o.Detach(ctx, o.desk, on, b, "un autre jour") })
	if after := o.look(on); !slices.Equal(after.Members, before.Members) || after.Sources.Independent != 1 || len(after.Sources.Chain) != 1 {
		t.Errorf("after it was undone: %+v, before %+v", after.Members, before.Members)
	}
	if then := o.look(on, wrong); len(then.Reports) != 2 {
		t.Errorf("while it was linked %d reports were in it", len(then.Reports))
	}
	history, err := o.History(ctx, o.desk, on.Incident)
	o.ok(err)
	var acts []string
	for _, m := range history {
		acts = append(acts, m.Act)
	}
	if !slices.Equal(acts, []string{"start", "attach", "attach", "detach"}) || history[3].Text != "un autre jour" || history[3].Report != b {
		t.Errorf("the history: %v", acts)
	}
	o.attach(on, b, own())
	if again := o.look(on); again.Sources.Independent != 2 {
		t.Errorf("put in again it counts again: %+v", again.Sources)
	}
}

// Two people write at once: different parts are joined, of the same part both are
// kept until somebody settles it.
func TestStatementsWrittenAtOnce(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	on := o.start("camels")
	base := o.look(on).Seq
	write := func(m Amendment) (out Amended) {
		t.Helper()
		out, err := o.Amend(ctx, o.desk, on, m)
		o.ok(err)
		return out
	}
	mine, theirs, other := statement("camels"), statement("camels of Tintane"), statement("goats")
	mine.Harmed = []Harm{{What: Robbed, Sex: Male, Age: Adult, Count: 2}}
	if out := write(Amendment{Base: base, Statement: theirs}); out != (Amended{}) {
		t.Errorf("the first: %+v", out)
	}
	if out := write(Amendment{Base: base, Statement: mine}); !out.Joined || out.Conflict {
		t.Errorf("another part: %+v", out)
	}
	if s := o.look(on).Statement; s.Title != "camels of Tintane" || len(s.Harmed) != 1 {
		t.Errorf("both hold: %+v", s)
	}
	if out := write(Amendment{Base: base, Statement: other}); !out.Conflict {
		t.Errorf("the same part: %+v", out)
	}
	if out := write(Amendment{Base: base, Statement: other}); !out.Conflict || len(o.look(on).Conflicts) != 1 {
		t.Errorf("sent twice it stands twice: %+v", out)
	}
	v := o.look(on)
	if v.Statement.Title != "camels of Tintane" || v.Conflicts[0].Statement.Title != "goats" {
		t.Fatalf("the first holds and the other stands beside it: %+v", v.Incident)
	}
	write(Amendment{Base: v.Seq, Statement: statement("camels and goats"), Settles: []int64{v.Conflicts[0].Seq}})
	if v = o.look(on); len(v.Conflicts) != 0 || v.Statement.Title != "camels and goats" {
		t.Errorf("settled: %+v", v.Incident)
	}
	all, err := o.Stated(ctx, o.desk, on.Incident)
	o.ok(err)
	if len(all) != 5 {
		t.Errorf("%d statements are kept", len(all))
	}
}

// What may not be seen is not shown: neither its text, nor in the chain, nor that
// it is there where that tells too much.
func TestWhatMayNotBeSeen(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	chief, other := o.hire("chief", capital, policy.Chief), o.hire("south desk", south, policy.Desk)
	local := o.hear(heard{name: "local", unit: south, tlp: record.Amber, source: "a"})
	plain := o.hear(heard{name: "plain", unit: north, tlp: record.Green, source: "b"})
	on := On{Incident: record.IDOf("camels")}
	o.ok(o.Start(ctx, chief, Opening{ID: on.Incident, Unit: north, TLP: record.Amber, Statement: statement("camels"), Reports: []Attachment{
		{Report: local, Tells: Witness, Origin: own()}, {Report: plain, Tells: ByEar, Origin: of("local")},
	}}))
	o.grade(local, "B", 2)
	v := o.look(on)
	if len(v.Reports) != 2 || v.Hidden != 1 || !v.Reports[0].Hidden || v.Reports[0].Grade.Source != "" || v.Sources.Independent != 1 || v.Sources.All[0].Hidden != 1 {
		t.Errorf("the north's desk sees %+v, %+v", v.Reports, v.Sources.All)
	}
	history, err := o.History(ctx, o.desk, on.Incident)
	o.ok(err)
	for _, m := range history {
		if m.Report == local {
			t.Errorf("the history names a report that may not be opened: %+v", m)
		}
	}
	// The south knows that its report is in some incident, and no more.
	p, err := o.Proposals(ctx, other, local)
	o.ok(err)
	if len(p.Of) != 0 || p.Hidden != 1 {
		t.Errorf("the south sees %+v", p)
	}
	missing := func(what string, err error) {
		t.Helper()
		if !fault.Is(err, fault.Missing) {
			t.Errorf("%s: %v", what, err)
		}
	}
	_, err = o.Look(ctx, other, on.Incident, time.Time{})
	missing("look", err)
	_, err = o.History(ctx, other, on.Incident)
	missing("history", err)
	_, err = o.Visible(ctx, other, on.Incident)
	missing("visible", err)
	missing("attach", o.Attach(ctx, other, on, Attachment{Report: plain, Tells: ByEar, Origin: own()}, false))
	missing("attach a hidden report", o.Attach(ctx, o.desk, on, Attachment{Report: local, Tells: ByEar, Origin: own()}, false))
	page, err := o.List(ctx, other, Query{})
	o.ok(err)
	if len(page.Items) != 0 || len(page.Counts) != 0 {
		t.Errorf("the south's list: %+v", page)
	}
}

// A report marked more closely than its incident does not go in unless the incident
// is marked as closely, and the incident cannot be marked more freely again.
func TestMarkings(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	chief := o.hire("chief of the north", north, policy.Chief)
	on := o.start("camels")
	strict := o.hear(heard{name: "strict", tlp: record.AmberStrict})
	far := o.hear(heard{name: "far", unit: well, tlp: record.AmberStrict})
	put := func(id record.ID, raise bool) func() error {
		return func() error {
			return o.Attach(ctx, chief, on, Attachment{Report: id, Tells: Witness, Origin: own()}, raise)
		}
	}
	o.refused(fault.Conflict, "incident.tlp.closer", "a closer report", put(strict, false))
	o.must(2, "a closer report, and the incident marked so", put(strict, true))
	if v := o.look(on); v.TLP != record.AmberStrict {
		t.Errorf("marked %s", v.TLP)
	}
	o.refused(fault.Invalid, "incident.tlp.lower", "more freely", func() error { return o.SetTLP(ctx, chief, on, record.Amber) })
	if err := put(far, true)(); err == nil {
		t.Error("a strictly marked report of another unit went in")
	}
	o.ok(o.Detach(ctx, chief, on, strict, ""))
	o.must(1, "more freely", func() error { return o.SetTLP(ctx, chief, on, record.Green) })
}

// Two incidents that were one are put together and apart again.
func TestMergeAndUnmerge(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	a, b := o.hear(heard{name: "a", source: "a"}), o.hear(heard{name: "b", source: "b"})
	one, two := o.start("one", a), o.start("two", b)
	o.must(1, "merge", func() error { return o.Merge(ctx, o.desk, two, one.Incident) })
	o.must(0, "merge again", func() error { return o.Merge(ctx, o.desk, two, one.Incident) })
	v := o.look(one)
	if !sameIDs(ids(v.Reports), []record.ID{a, b}) || len(v.Parts) != 1 || v.Sources.Independent != 2 {
		t.Errorf("together: %+v", v)
	}
	page, err := o.List(ctx, o.desk, Query{})
	o.ok(err)
	if len(page.Items) != 1 || page.Items[0].Independent != 2 {
		t.Errorf("the list shows %d", len(page.Items))
	}
	o.refused(fault.Conflict, "incident.merged", "work on what was taken in", func() error { return o.SetState(ctx, o.desk, two, Watched, "") })
	o.refused(fault.Conflict, "incident.merged", "a circle", func() error { return o.Merge(ctx, o.desk, one, two.Incident) })
	o.must(1, "unmerge", func() error { return o.Unmerge(ctx, o.desk, two) })
	if v = o.look(one); !sameIDs(ids(v.Reports), []record.ID{a}) || v.Sources.Independent != 1 {
		t.Errorf("apart: %+v", v)
	}
	if page, err = o.List(ctx, o.desk, Query{}); err != nil || len(page.Items) != 2 {
		t.Errorf("the list shows %d, %v", len(page.Items), err)
	}
}

// The work on an incident, act by act: doing it again leaves nothing.
func TestEveryAct(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	friend := o.hire("friend", north, policy.Desk)
	on := o.start("camels")
	q := record.IDOf("question")
	for _, act := range []struct {
		name string
		do   func() error
		want func(*View) bool
	}{
		{"watched", func() error { return o.SetState(ctx, o.desk, on, Watched, "rien à faire") }, func(v *View) bool { return v.State == Watched }},
		{"urgency", func() error { return o.SetUrgency(ctx, o.desk, on, report.Now) }, func(v *View) bool { return v.Urgency == report.Now }},
		{"lead", func() error { return o.Assign(ctx, o.desk, on, friend.ID) }, func(v *View) bool { return v.Lead == friend.ID }},
		{"ask", func() error { return o.Ask(ctx, o.desk, on, q, "Qui ?") }, func(v *View) bool { return len(v.Asked) == 1 && v.Asked[0].Answer == "" }},
		{"answer", func() error { return o.Reply(ctx, friend, on, q, "Des gens d’ailleurs") }, func(v *View) bool { return v.Asked[0].Answerer == friend.ID }},
		{"taken back", func() error { return o.Reply(ctx, friend, on, q, "") }, func(v *View) bool { return v.Asked[0].Answer == "" }},
		{"close", func() error { return o.Close(ctx, o.desk, on, Confirmed, "réglé") }, func(v *View) bool { return v.State == Closed && v.Outcome == Confirmed }},
		{"reopen", func() error { return o.SetState(ctx, o.desk, on, Open, "ils sont revenus") }, func(v *View) bool { return v.State == Open && v.Outcome == "" }},
		{"green", func() error { return o.SetTLP(ctx, o.desk, on, record.Green) }, func(v *View) bool { return v.TLP == record.Green }},
		{"another unit", func() error { return o.SetUnit(ctx, o.desk, on, south) }, func(v *View) bool { return v.Unit == south && v.Lead.Zero() }},
	} {
		o.must(1, act.name, act.do)
		if v := o.look(on); !act.want(v) {
			t.Errorf("after %s: %+v", act.name, v.Incident)
		}
		if act.name != "another unit" { // it is the south's then
			o.must(0, act.name+" again", act.do)
		}
	}
	old := On{Incident: on.Incident, Revision: 1}
	o.refused(fault.Conflict, "incident.revision.old", "on what somebody else changed", func() error {
		return o.SetState(ctx, o.hire("chief", capital, policy.Chief), old, Watched, "")
	})
}

// Erasing a report takes it out of its incident, now and on every day before;
// erasing an incident leaves the reports.
func TestErasing(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	chief := o.hire("chief of the north", north, policy.Chief)
	a, b := o.hear(heard{name: "a", source: "a"}), o.hear(heard{name: "b", source: "b"})
	on := o.start("camels", a, b)
	then := o.pass(time.Hour)
	st := statement("camels")
	st.Known = []Saying{{As: Fact, Text: "40 chameaux", Reports: []record.ID{a, b}}}
	_, err := o.Amend(ctx, o.desk, on, Amendment{Base: o.look(on).Seq, Statement: st})
	o.ok(err)
	_, err = o.Queue.Erase(ctx, chief, b, "demandé par la personne")
	o.ok(err)
	if v := o.look(on); !sameIDs(ids(v.Reports), []record.ID{a}) || !slices.Equal(v.Lost, []record.ID{b}) {
		t.Errorf("after the erasure: %v, lost %v", ids(v.Reports), v.Lost)
	}
	if v := o.look(on, then); !sameIDs(ids(v.Reports), []record.ID{a}) {
		t.Errorf("on the day before: %v", ids(v.Reports))
	}
	history, err := o.History(ctx, o.desk, on.Incident)
	o.ok(err)
	if len(history) != 3 {
		t.Errorf("the history still tells of it: %+v", history)
	}
	o.refused(fault.Invalid, "incident.text.missing", "erasing without a reason", func() error { return o.Erase(ctx, chief, on.Incident, " ") })
	o.ok(o.Erase(ctx, chief, on.Incident, "ouvert par erreur"))
	if _, err := o.Look(ctx, o.desk, on.Incident, time.Time{}); !fault.Is(err, fault.Missing) {
		t.Errorf("it is still there: %v", err)
	}
	if p, err := o.Proposals(ctx, o.desk, a); err != nil || len(p.Of) != 0 {
		t.Errorf("the report is still in it: %+v, %v", p, err)
	}
	if _, err := o.Reports.Get(ctx, a); err != nil {
		t.Errorf("the report went with it: %v", err)
	}
}

// What cannot be stated is refused with its own words.
func TestRefusals(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	a, b := o.hear(heard{name: "a"}), o.hear(heard{name: "b"})
	on := o.start("camels", a)
	stated := func(change func(*Statement)) func() error {
		return func() error {
			s := statement("x")
			change(&s)
			_, err := o.Amend(ctx, o.desk, on, Amendment{Base: o.look(on).Seq, Statement: s})
			return err
		}
	}
	put := func(t Attachment) func() error {
		return func() error { return o.Attach(ctx, o.desk, on, t, false) }
	}
	opened := func(change func(*Opening)) func() error {
		return func() error {
			x := Opening{ID: record.IDOf("other"), Unit: north, Statement: statement("x")}
			change(&x)
			return o.Start(ctx, o.desk, x)
		}
	}
	long := string(make([]byte, MaxText+1))
	for key, do := range map[string]func() error{
		"incident.word.unknown":  stated(func(s *Statement) { s.Kind = "gossip" }),
		"incident.when.missing":  stated(func(s *Statement) { s.When = When{Precision: ToDay} }),
		"incident.when.turned":   stated(func(s *Statement) { s.When.To = s.When.From.Add(-time.Hour) }),
		"incident.point.nowhere": stated(func(s *Statement) { s.Where.Point = &report.Point{Lat: 91} }),
		"incident.where.point":   stated(func(s *Statement) { s.Where.Precision = Exact }),
		"incident.harm.count":    stated(func(s *Statement) { s.Harmed = []Harm{{Killed, Male, Adult, 0, false}} }),
		"incident.harm.twice":    stated(func(s *Statement) { s.Harmed = []Harm{{Killed, Male, Adult, 1, false}, {Killed, Male, Adult, 2, true}} }),
		"incident.text.missing":  stated(func(s *Statement) { s.Known = []Saying{{As: Fact}} }),
		"incident.text.long":     func() error { return o.Close(ctx, o.desk, on, Confirmed, long) },
		"incident.rows.many":     stated(func(s *Statement) { s.Harmed = make([]Harm, MaxHarmed+1) }),
		"incident.base.unknown": func() error {
			_, err := o.Amend(ctx, o.desk, on, Amendment{Base: 1, Statement: statement("y")})
			return err
		},
		"incident.origin.report":   put(Attachment{Report: b, Tells: ByEar, Origin: Origin{Kind: OfReport, Report: b}}),
		"incident.origin.name":     put(Attachment{Report: b, Tells: ByEar, Origin: Origin{Kind: Outside, Name: "  "}}),
		"incident.origin.absent":   put(Attachment{Report: a, Tells: ByEar, Origin: Origin{Kind: OfReport, Report: b}}),
		"incident.id.missing":      opened(func(x *Opening) { x.ID = record.ID{} }),
		"incident.unit.unknown":    opened(func(x *Opening) { x.Unit = record.IDOf("no unit") }),
		"incident.report.twice":    opened(func(x *Opening) { x.Reports = []Attachment{{a, ByEar, unasked(), false}, {a, ByEar, own(), false}} }),
		"incident.merge.self":      func() error { return o.Merge(ctx, o.desk, on, on.Incident) },
		"incident.state.closing":   func() error { return o.SetState(ctx, o.desk, on, Closed, "") },
		"incident.outcome.unknown": func() error { return o.Close(ctx, o.desk, on, "forgotten", "") },
		"incident.assign.unfit":    func() error { return o.Assign(ctx, o.desk, on, o.hire("far", south, policy.Desk).ID) },
		"incident.cursor.wrong":    func() error { _, err := o.List(ctx, o.desk, Query{Cursor: "x"}); return err },
	} {
		before := o.end()
		var f *fault.Error
		if err := do(); !errors.As(err, &f) || f.Key != key {
			t.Errorf("%s: %v", key, err)
		}
		if o.end() != before {
			t.Errorf("%s is refused and left something", key)
		}
	}
	o.attach(on, b, of("a"))
	o.refused(fault.Invalid, "incident.origin.circle", "a circle", put(Attachment{Report: a, Tells: ByEar, Origin: of("b")}))
	o.refused(fault.Conflict, "incident.id.taken", "an id that is taken", func() error {
		return o.Start(ctx, o.hire("friend", north, policy.Desk), Opening{ID: on.Incident, Unit: north, Statement: statement("x")})
	})
	o.must(0, "a doubled click", func() error {
		return o.Start(ctx, o.desk, Opening{ID: on.Incident, Unit: north, Statement: statement("x")})
	})
}

package product

import (
	"slices"
	"strings"
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/triage/incident"
	"wasl/internal/triage/response"
	"wasl/internal/triage/taxonomy"
)

// An incident is told in sentences of each language: what is known, what was heard
// and what is thought stand apart, the words of people stay in theirs.
func TestAnIncidentIsToldInEveryLanguage(t *testing.T) {
	o := newOffice(t)
	a, b := o.hear("a", record.Green, "B2"), o.hear("b", record.Green, "C3")
	o.start("i", record.Amber, o.statement(), a, b)
	v := o.draft()
	told := of(v, Incidents)
	if len(told) != 1 || v.TLP != record.Amber {
		t.Fatalf("%d incidents, TLP %v", len(told), v.TLP)
	}
	for l, want := range map[lang.Language]string{
		lang.French: "Attaque – Bassikounou, le 24 novembre 2026 vers 06:00. Personnes touchées\u00a0: 3 personnes tuées\u202f; 12 personnes blessées (estimation). " +
			"Sources\u00a0: 2 sources indépendantes. Cote B2\u00a0: source habituellement fiable, information probablement vraie.\n" +
			"Établi\u00a0: «\u00a0\u2068هاجم مسلحون البئر، الهاتف […]\u2069\u00a0» (en arabe)\n" +
			"Ouï-dire\u00a0: «\u00a0ils sont repartis vers l’est\u00a0»\n" +
			"Appréciation (probable)\u00a0: «\u00a0\u2068the men came from over the border\u2069\u00a0» (en anglais)",
		lang.Arabic: "هجوم – باسكنو، يوم 24 نوفمبر 2026 قرابة الساعة 06:00. المتضررون: 3 قتلى؛ 12 جريحًا (تقديرًا). " +
			"المصادر: مصدران مستقلان. التقييم B2: مصدر موثوق عادة، معلومات صحيحة على الأرجح.\n" +
			"الثابت: «هاجم مسلحون البئر، الهاتف […]»\n" +
			"المسموع: «\u2068ils sont repartis vers l’est\u2069» (بالفرنسية)\n" +
			"التقدير (مرجّح): «\u2068the men came from over the border\u2069» (بالإنجليزية)",
		lang.English: "Attack – Bassikounou, on 24 November 2026 at about 06:00. People harmed: 3 killed; 12 injured (an estimate). " +
			"Sources: 2 independent sources. Grade B2: source usually reliable, information probably true.\n" +
			"Known: “\u2068هاجم مسلحون البئر، الهاتف […]\u2069” (in Arabic)\n" +
			"Heard: “\u2068ils sont repartis vers l’est\u2069” (in French)\n" +
			"Assessment (likely): “the men came from over the border”",
	} {
		if got := told[0].Texts[l].Text; got != want {
			t.Errorf("%s:\n%s\nwant\n%s", l, got, want)
		}
	}
}

// What a bulletin holds of a day: each thing in its section, and nothing that must
// never stand in one.
func TestWhatGoesInAndWhatNever(t *testing.T) {
	o := newOffice(t)
	good, low, plain := o.hear("good", record.Green, "C3"), o.hear("low", record.Green, "D4"), o.hear("plain", record.Green, "")
	red := o.hear("red", record.Red, "A1")
	in := o.hear("in", record.Amber, "B2")
	o.start("i", record.Amber, o.statement(), in)
	young := o.statement()
	young.Harmed = []incident.Harm{{What: incident.Rescued, Sex: incident.Female, Age: incident.To11, Count: 2}}
	young.Known = []incident.Saying{{As: incident.Fact, Text: "Zeinabou Kanari est à l’abri"}}
	children := o.start("children", record.Green, young)
	trafficked := o.statement()
	trafficked.Kind = taxonomy.Trafficking
	o.start("trafficked", record.Green, trafficked)
	o.ok(o.Incidents.Ask(t.Context(), o.desk, incident.On{Incident: record.IDOf("i")}, record.IDOf("q"), "D’où viennent-ils ?"))
	o.ok(o.Incidents.Ask(t.Context(), o.desk, incident.On{Incident: children}, record.IDOf("q2"), "Où est la mère de Kanari ?"))
	o.ok(o.Deeds.Record(t.Context(), o.desk, response.New{
		ID: record.IDOf("deed"), Report: in, Kind: response.Patrol, Text: "Kanari a été interrogée", When: o.clock(), Effect: response.Achieved, Came: "rien",
	}))
	o.pass(8 * 24 * time.Hour) // all is late
	o.now = time.Date(2026, 11, 24, 23, 0, 0, 0, time.UTC)
	v := o.draft()
	for s, n := range map[Section]int{Incidents: 3, Reports: 1, Alerts: 0, Trends: 0, Done: 1, Questions: 1} {
		if got := len(of(v, s)); got != n {
			t.Errorf("%d paragraphs of %s, want %d", got, s, n)
		}
	}
	all := allOf(v)
	for _, never := range []string{"Kanari", "Zeinabou", "15.55", "5.61", "45 00", "source of", "Fassala", "interrog"} {
		if strings.Contains(all, never) {
			t.Errorf("a bulletin says %q:\n%s", never, all)
		}
	}
	if !strings.Contains(all, "2 personnes secourues, dont 2 enfants") || !strings.Contains(all, "Effet\u00a0: atteint.") || !strings.Contains(all, "شخصان أُنقذا، منهم طفلان") {
		t.Errorf("it says\n%s", all)
	}
	omitted := map[Reason]int{}
	for _, x := range v.Omitted {
		omitted[x.Reason] += x.N
	}
	if omitted[TooLow] != 1 || omitted[Ungraded] != 1 || omitted[Words] != 2 {
		t.Errorf("left out: %v (%v %v %v)", omitted, good, low, plain)
	}
	// The chief sees the red report, and it stays out all the same.
	c, err := o.compose(t.Context(), o.chief, north, today)
	o.ok(err)
	if c.find("report/"+red.String()) != nil || !slices.Contains(c.Omitted, Omitted{TooClose, OnReport, red, 1}) {
		t.Errorf("of a red report: %v", c.Omitted)
	}
}

// A draft shows what has changed behind it; it does not go out until somebody has
// said what becomes of that.
func TestNothingGoesOutThatHasChangedUnseen(t *testing.T) {
	o := newOffice(t)
	a, b := o.hear("a", record.Green, "B2"), o.hear("b", record.Green, "B3")
	v := o.draft()
	id := v.ID
	mine := o.get(o.desk, id).Find(id.Derive("report/" + a.String()))
	disputed, err := o.Edit(t.Context(), o.analyst, On{Bulletin: id}, Rewrite{Paragraph: mine.ID, Language: lang.French, Base: mine.Texts[lang.French].Seq, Text: "Mes mots."})
	if err != nil || disputed {
		t.Fatal(disputed, err)
	}
	o.grade(a, "A1")
	o.grade(b, "E5")
	v = o.get(o.desk, id)
	other := id.Derive("report/" + b.String())
	if v.Status[mine.ID] != Changed || v.Status[other] != NoMore || v.Fresh[mine.ID] == nil {
		t.Fatalf("statuses %v", v.Status)
	}
	o.refused(fault.Conflict, "product.release.changed", "a bulletin that has changed unseen", func() error { return o.release(id) })
	o.refused(fault.Conflict, "product.revision.old", "an answer to what is no more", func() error {
		return o.Settle(t.Context(), o.desk, On{Bulletin: id}, Answer{Paragraph: mine.ID, Mark: "old"})
	})
	o.ok(o.Settle(t.Context(), o.desk, On{Bulletin: id}, Answer{Paragraph: mine.ID, Mark: v.Marks[mine.ID]}))
	o.ok(o.LeaveOut(t.Context(), o.desk, On{Bulletin: id}, other, "plus sûr"))
	o.refused(fault.Invalid, "product.release.unread", "a bulletin that nobody has read", func() error {
		return o.Release(t.Context(), o.desk, On{id, 0}, Release{})
	})
	o.refused(fault.Denied, "policy.denied", "an analyst lets it go out", func() error {
		return o.Release(t.Context(), o.analyst, On{id, 0}, Release{Read: true, Shown: []record.ID{mine.ID}})
	})
	o.refused(fault.Conflict, "product.revision.old", "another bulletin than was read", func() error {
		return o.Release(t.Context(), o.desk, On{id, 0}, Release{Read: true})
	})
	o.ok(o.release(id))
	v = o.get(o.head, id)
	if v.State != Released || len(v.Paragraphs) != 1 || v.Paragraphs[0].Texts[lang.French].Text != "Mes mots." {
		t.Errorf("%s with %d paragraphs", v.State, len(v.Paragraphs))
	}
	o.refused(fault.Conflict, "product.released", "what has gone out is changed", func() error {
		return o.LeaveOut(t.Context(), o.desk, On{Bulletin: id}, mine.ID, "")
	})
}

// A new draft takes what is new and what has changed, and leaves what a person wrote.
func TestDraftingAgainKeepsWhatPeopleWrote(t *testing.T) {
	o := newOffice(t)
	a, b, c := o.hear("a", record.Green, "B2"), o.hear("b", record.Green, "B2"), o.hear("c", record.Green, "B2")
	v := o.draft()
	key := func(id record.ID) record.ID { return v.ID.Derive("report/" + id.String()) }
	_, err := o.Edit(t.Context(), o.desk, On{Bulletin: v.ID}, Rewrite{Paragraph: key(a), Language: lang.Arabic, Base: v.Find(key(a)).Texts[lang.Arabic].Seq, Text: "كلماتي"})
	o.ok(err)
	o.ok(o.Add(t.Context(), o.desk, On{Bulletin: v.ID}, ByHand{ID: record.IDOf("hand"), Section: Remarks, TLP: record.Green, Texts: map[lang.Language]string{lang.French: "Bonne nuit."}}))
	o.grade(a, "A1")
	o.grade(b, "C2")
	o.grade(c, "F6")
	o.hear("d", record.Green, "A2")
	if v = o.get(o.desk, v.ID); len(v.News) != 1 {
		t.Errorf("%d news", len(v.News))
	}
	o.refused(fault.Conflict, "product.revision.old", "a draft of what was not seen", func() error { return o.Redraft(t.Context(), o.desk, On{v.ID, v.Revision - 1}) })
	o.ok(o.Redraft(t.Context(), o.desk, On{v.ID, v.Revision}))
	v = o.get(o.desk, v.ID)
	if v.Find(key(a)).Texts[lang.Arabic].Text != "كلماتي" || v.Status[key(a)] != Changed {
		t.Error("what a person wrote was drafted anew, or nobody is told that it has changed")
	}
	if !strings.Contains(v.Find(key(b)).Texts[lang.English].Text, "C2") || v.Find(key(c)) != nil || len(of(v, Reports)) != 3 || len(of(v, Remarks)) != 1 || len(v.News) != 0 {
		t.Errorf("%d reports, %d remarks, %d news:\n%s", len(of(v, Reports)), len(of(v, Remarks)), len(v.News), allOf(v))
	}
}

// Two people who write one text at once both keep what they wrote, and one of them
// settles it; in different languages they do not meet.
func TestTwoEditors(t *testing.T) {
	o := newOffice(t)
	a := o.hear("a", record.Green, "B2")
	v := o.draft()
	id := v.ID.Derive("report/" + a.String())
	base := v.Find(id).Texts[lang.French].Seq
	edit := func(l lang.Language, base int64, text string, settles ...int64) bool {
		t.Helper()
		disputed, err := o.Edit(t.Context(), o.desk, On{Bulletin: v.ID}, Rewrite{id, l, base, text, settles})
		o.ok(err)
		return disputed
	}
	if edit(lang.French, base, "Un.") || edit(lang.Arabic, v.Find(id).Texts[lang.Arabic].Seq, "واحد") || !edit(lang.French, base, "Deux.") || !edit(lang.French, base, "Deux.") {
		t.Error("who meets whom is wrong")
	}
	p := o.get(o.desk, v.ID).Find(id)
	if said := p.Texts[lang.French]; said.Text != "Un." || len(said.Conflicts) != 1 || said.Conflicts[0].Text != "Deux." || len(p.Texts[lang.Arabic].Conflicts) != 0 {
		t.Fatalf("%+v", said)
	}
	o.refused(fault.Conflict, "product.release.disputed", "two texts go out", func() error { return o.release(v.ID) })
	said := p.Texts[lang.French]
	edit(lang.French, said.Seq, "Deux.", said.Conflicts[0].Seq)
	o.ok(o.release(v.ID))
	o.refused(fault.Conflict, "product.released", "an edit after the release", func() error {
		_, err := o.Edit(t.Context(), o.desk, On{Bulletin: v.ID}, Rewrite{id, lang.French, 0, "Trois.", nil})
		return err
	})
}

// A new edition takes the place of the one before when it goes out, and no sooner.
func TestANewEdition(t *testing.T) {
	o := newOffice(t)
	o.hear("a", record.Green, "B2")
	v := o.draft()
	o.ok(o.release(v.ID, post))
	o.refused(fault.Conflict, "product.day.released", "a second first edition", func() error { _, err := o.Draft(t.Context(), o.desk, today); return err })
	o.refused(fault.Invalid, "product.why.missing", "a correction without a reason", func() error {
		_, err := o.Correct(t.Context(), o.desk, On{Bulletin: v.ID}, " ")
		return err
	})
	next, err := o.Correct(t.Context(), o.desk, On{Bulletin: v.ID}, "une faute")
	o.ok(err)
	if again, err := o.Correct(t.Context(), o.desk, On{Bulletin: v.ID}, "une faute"); err != nil || again != next {
		t.Errorf("twice: %v, %v", again, err)
	}
	if old := o.get(o.below, v.ID); old.State != Released || old.Next != 0 || old.Works {
		t.Errorf("before: %s, next %d", old.State, old.Next)
	}
	o.ok(o.release(next))
	if old := o.get(o.head, v.ID); old.State != Superseded || old.Next != 2 {
		t.Errorf("after: %s, next %d", old.State, old.Next)
	}
	items, err := o.List(t.Context(), o.desk, Query{From: today, To: today})
	if err != nil || len(items) != 2 || items[0].Edition != 2 || items[0].N != 1 {
		t.Errorf("%d in the list, %v", len(items), err)
	}
	o.ok(o.Withdraw(t.Context(), o.head, On{Bulletin: next}, "tout est faux"))
	if gone := o.get(o.head, next); gone.State != Withdrawn || len(gone.Paragraphs) != 0 || gone.Why != "tout est faux" {
		t.Errorf("withdrawn: %s with %d paragraphs", gone.State, len(gone.Paragraphs))
	}
}

// Who may see what: a draft is its unit's, what is released goes to the unit, those
// above and those that it was sent to; amber+strict to nobody else.
func TestWhoReads(t *testing.T) {
	o := newOffice(t)
	o.hear("a", record.Amber, "B2")
	v := o.draft()
	_, err := o.Get(t.Context(), o.head, v.ID)
	if !missing(err) {
		t.Errorf("a draft is shown above: %v", err)
	}
	o.refused(fault.Missing, "", "a draft is changed from above", func() error { return o.LeaveOut(t.Context(), o.head, On{Bulletin: v.ID}, v.Paragraphs[0].ID, "") })
	o.refused(fault.Invalid, "product.to.unknown", "sent nowhere", func() error { return o.release(v.ID, record.IDOf("nowhere")) })
	o.ok(o.release(v.ID, post))
	o.get(o.head, v.ID)
	o.get(o.below, v.ID)
	if _, err := o.Get(t.Context(), o.other, v.ID); !missing(err) {
		t.Errorf("another unit reads it: %v", err)
	}
	for _, c := range []struct {
		name string
		n    int
		list func() ([]Item, error)
	}{
		{"below", 1, func() ([]Item, error) { return o.List(t.Context(), o.below, Query{From: today, To: today}) }},
		{"head", 1, func() ([]Item, error) { return o.List(t.Context(), o.head, Query{From: today, To: today, Unit: north}) }},
		{"other", 0, func() ([]Item, error) { return o.List(t.Context(), o.other, Query{From: today, To: today}) }},
		{"another day", 0, func() ([]Item, error) {
			return o.List(t.Context(), o.desk, Query{From: "2026-01-01", To: "2026-01-02"})
		}},
	} {
		if items, err := c.list(); err != nil || len(items) != c.n {
			t.Errorf("%s sees %d, %v", c.name, len(items), err)
		}
	}
	o.pass(24 * time.Hour)
	o.hear("strict", record.AmberStrict, "B2")
	id, err := o.Draft(t.Context(), o.desk, "2026-11-25")
	o.ok(err)
	if v := o.get(o.desk, id); v.TLP != record.AmberStrict {
		t.Fatalf("it is %v", v.TLP)
	}
	o.refused(fault.Invalid, "product.to.strict", "amber+strict is sent on", func() error { return o.release(id, post) })
	strict := o.get(o.desk, id)
	o.ok(o.LeaveOut(t.Context(), o.desk, On{Bulletin: id}, of(strict, Reports)[0].ID, "reste chez nous"))
	if v := o.get(o.desk, id); v.TLP >= record.AmberStrict {
		t.Errorf("left out, it is %v still", v.TLP)
	}
	o.ok(o.release(id, post))
}

package activity

import (
	"crypto/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/ledger/ledgertest"
	"wasl/internal/keep/store/storetest"
	"wasl/internal/network/place"
	"wasl/internal/network/unit"
)

var (
	wilaya, moughataa, elsewhere = unit.IDOf("W"), unit.IDOf("M"), unit.IDOf("E")
	now                          = time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC)
)

// office is where activities of a wilaya are planned.
type office struct {
	*Service
	t     *testing.T
	clock time.Time
}

func open(t *testing.T) *office {
	t.Helper()
	o := &office{t: t, clock: now}
	opened := func(parts ...ledger.Part) *ledger.Ledger {
		return ledgertest.Open(t, ledgertest.Options(storetest.Dir(t), func() time.Time { return o.clock }, parts...))
	}
	units, err := unit.New(t.Context(), opened(unit.Part()))
	o.ok(err)
	for _, u := range []unit.Unit{{ID: unit.IDOf("HQ"), Code: "HQ"}, {ID: wilaya, Code: "W", Parent: unit.IDOf("HQ")}, {ID: moughataa, Code: "M", Parent: wilaya}, {ID: elsewhere, Code: "E", Parent: unit.IDOf("HQ")}} {
		u.Kind, u.Name = unit.Administration, lang.Text{lang.French: u.Code}
		o.ok(units.Put(t.Context(), record.ID{}, u))
	}
	rules, err := policy.New(units.Tree(), false)
	o.ok(err)
	o.Service = NewService(Options{Ledger: opened(Part()), Policy: rules, Units: units.Tree(), Clock: func() time.Time { return o.clock }})
	return o
}

func (o *office) ok(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

func who(role policy.Role, at record.ID) policy.Actor {
	return policy.Actor{ID: record.IDOf(string(role) + at.String()), Roles: []policy.Role{role}, Unit: at}
}

func firstAid() Plan {
	day := time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)
	return Plan{
		Kind: Training, Title: lang.Text{lang.French: "Premiers secours", lang.Arabic: "الإسعافات الأولية"}, Spot: "Maison des jeunes",
		Place: place.Ref{List: "OCHA-COD-2024", Code: "MR01106"}, Expected: 27, Risks: "chaleur", NoHarm: "eau et ombre",
		Trainers: []Trainer{{Name: "Yahya ould Sidi", Organisation: "Protection civile"}},
		Sessions: []Session{
			{ID: record.IDOf("s1"), Start: day, End: day.Add(3 * time.Hour)},
			{ID: record.IDOf("s2"), Start: day.Add(24 * time.Hour), End: day.Add(27 * time.Hour)},
		},
	}
}

func keyOf(err error) string {
	if e, ok := err.(*fault.Error); ok { //nolint:errorlint // they come bare
		return e.Key
	}
	return ""
}

func TestAnActivityFromItsPlanToItsEnd(t *testing.T) {
	o := open(t)
	ctx, boss := t.Context(), who(policy.Organiser, wilaya)
	id := record.IDOf("a")
	a, err := o.Put(ctx, boss, id, moughataa, 0, firstAid())
	o.ok(err)
	if a.State != Draft || !slices.Contains(o.May(ctx, boss, &a), "confirm") {
		t.Fatalf("planned: %+v", a)
	}
	if again, err := o.Put(ctx, boss, id, moughataa, 0, firstAid()); err != nil || again.Revision != a.Revision {
		t.Errorf("sent twice: %v, %v", again.Revision, err)
	}
	changedPlan := firstAid()
	changedPlan.Expected = 30
	if _, err := o.Put(ctx, boss, id, moughataa, a.Revision-1, changedPlan); !fault.Is(err, fault.Conflict) {
		t.Errorf("changed unseen: %v", err)
	}
	a, err = o.Confirm(ctx, boss, Seen{id, a.Revision})
	o.ok(err)
	if _, err := o.Finish(ctx, boss, Seen{id, a.Revision}, "bien"); keyOf(err) != "activity.finish.future" {
		t.Errorf("over before it began: %v", err)
	}
	bare := changedPlan
	bare.Trainers = nil
	if _, err := o.Put(ctx, boss, id, moughataa, a.Revision, bare); keyOf(err) != "activity.incomplete" {
		t.Errorf("a confirmed plan loses who leads it: %v", err)
	}
	if _, err := o.Cancel(ctx, boss, Seen{id, a.Revision}, " "); keyOf(err) != "activity.reason.missing" {
		t.Errorf("cancelled for no reason: %v", err)
	}
	o.clock = now.Add(7 * 24 * time.Hour)
	a, err = o.Finish(ctx, boss, Seen{id, a.Revision}, "27 personnes, une bonne ambiance")
	o.ok(err)
	if _, err := o.Put(ctx, boss, id, moughataa, a.Revision, changedPlan); keyOf(err) != "activity.ended" {
		t.Errorf("changed after its end: %v", err)
	}
	a, err = o.Reopen(ctx, boss, Seen{id, a.Revision})
	o.ok(err)
	if a.State != Draft || a.Word != "" {
		t.Errorf("opened again: %+v", a)
	}
}

// Where children come, two adults were vetted less than two years before it ends.
func TestChildrenNeedTwoVettedAdults(t *testing.T) {
	p := firstAid()
	p.Children = true
	long, fresh := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	for what, c := range map[string]struct {
		vetted []time.Time
		lacks  bool
	}{
		"nobody":             {nil, true},
		"one":                {[]time.Time{fresh, {}}, true},
		"one of long ago":    {[]time.Time{fresh, long}, true},
		"one of the future":  {[]time.Time{fresh, time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)}, true},
		"two":                {[]time.Time{fresh, fresh}, false},
		"two and an unknown": {[]time.Time{fresh, {}, fresh}, false},
	} {
		p.Trainers = nil
		for _, at := range c.vetted {
			p.Trainers = append(p.Trainers, Trainer{Name: "x", Vetted: at})
		}
		if got := slices.Contains(p.Lacks(), NoAdults); got != c.lacks {
			t.Errorf("%s: lacks adults %v", what, got)
		}
	}
}

func TestWhoSeesAnActivity(t *testing.T) {
	o := open(t)
	ctx := t.Context()
	p := firstAid()
	named := who(policy.Trainer, elsewhere)
	p.Trainers[0].Account = named.ID
	a, err := o.Put(ctx, who(policy.Organiser, wilaya), record.IDOf("a"), moughataa, 0, p)
	o.ok(err)
	for _, c := range []struct {
		who  policy.Actor
		want fault.Kind
	}{
		{who(policy.Organiser, wilaya), 0},
		{who(policy.Organiser, elsewhere), fault.Missing},
		{who(policy.Trainer, moughataa), 0},
		{who(policy.Trainer, wilaya), fault.Missing},
		{named, 0},
		{who(policy.Mobiliser, moughataa), 0},
		{who(policy.Safeguarding, wilaya), 0},
		{who(policy.Programme, wilaya), fault.Missing},
		{who(policy.Analyst, wilaya), fault.Missing},
		{who(policy.Chief, unit.IDOf("HQ")), fault.Missing},
	} {
		_, err := o.Get(ctx, c.who, a.ID)
		if c.want == 0 && err != nil || c.want != 0 && !fault.Is(err, c.want) {
			t.Errorf("%v opens it: %v", c.who.Roles, err)
		}
		all, _, err := o.List(ctx, c.who, Query{})
		if listed := len(all) == 1; err != nil || listed != (c.want == 0) {
			t.Errorf("%v is shown %d, %v", c.who.Roles, len(all), err)
		}
		_, err = o.Cancel(ctx, c.who, Seen{a.ID, a.Revision}, "")
		if manages := c.who.Has(policy.Organiser) && c.want == 0; manages != (keyOf(err) == "activity.reason.missing") {
			t.Errorf("%v cancels: %v", c.who.Roles, err)
		}
	}
}

func TestTheListOfAPeriod(t *testing.T) {
	o := open(t)
	ctx, boss := t.Context(), who(policy.Organiser, wilaya)
	for i, from := range []time.Time{now.AddDate(0, -2, 0), now.AddDate(0, 1, 0), now.AddDate(0, 1, 3)} {
		p := firstAid()
		p.Sessions = []Session{{ID: record.IDOf("s"), Start: from, End: from.Add(time.Hour)}}
		if i == 2 {
			p.Kind = Forum
		}
		_, err := o.Put(ctx, boss, record.NewID(rand.Reader), wilaya, 0, p)
		o.ok(err)
	}
	undated := firstAid()
	undated.Sessions = nil
	_, err := o.Put(ctx, boss, record.NewID(rand.Reader), wilaya, 0, undated)
	o.ok(err)
	for what, c := range map[string]struct {
		q Query
		n int
	}{
		"all with a day": {Query{}, 3}, "coming": {Query{From: now}, 2}, "past": {Query{To: now}, 1}, "forums": {Query{Kind: Forum}, 1},
		"without a day": {Query{Undated: true}, 1}, "confirmed": {Query{State: Confirmed}, 0},
	} {
		got, more, err := o.List(ctx, boss, c.q)
		if err != nil || more || len(got) != c.n {
			t.Errorf("%s: %d, %v", what, len(got), err)
		}
	}
}

// An idea is proposed by young people, discussed, voted for once by each, and taken on.
func TestAnIdeaBecomesAnActivity(t *testing.T) {
	o := open(t)
	ctx, youth, boss := t.Context(), who(policy.Mobiliser, moughataa), who(policy.Organiser, wilaya)
	id := record.IDOf("idea")
	idea := Idea{Kind: YouthEvent, Title: "Tournoi de football", Why: "que les jeunes de l’hôte et du camp se rencontrent"}
	g, err := o.Suggest(ctx, youth, id, idea)
	o.ok(err)
	for range 2 {
		for _, a := range []policy.Actor{youth, boss, who(policy.Trainer, elsewhere)} {
			g, err = o.Vote(ctx, a, id, true)
			o.ok(err)
		}
	}
	if g, err = o.Vote(ctx, boss, id, false); err != nil || g.Votes != 2 || g.Mine {
		t.Errorf("%d votes, %v", g.Votes, err)
	}
	for range 2 {
		g, err = o.Say(ctx, boss, id, record.IDOf("comment"), "et un tournoi de filles")
		o.ok(err)
	}
	if _, err := o.Say(ctx, youth, id, record.IDOf("comment"), "non"); !fault.Is(err, fault.Conflict) {
		t.Errorf("a comment with another's number: %v", err)
	}
	if said, err := o.Comments(ctx, youth, id); err != nil || len(said) != 1 || g.Comments != 1 {
		t.Errorf("comments: %v, %v", said, err)
	}
	if _, err := o.Take(ctx, youth, id, record.IDOf("activity")); !fault.Is(err, fault.Denied) {
		t.Errorf("a mobiliser takes it on: %v", err)
	}
	theirs := record.IDOf("another unit's")
	held, err := o.Put(ctx, who(policy.Organiser, elsewhere), theirs, elsewhere, 0, firstAid())
	o.ok(err)
	if _, err := o.Take(ctx, boss, id, theirs); !fault.Is(err, fault.Conflict) {
		t.Errorf("an idea is put in the place of another unit's activity: %v", err)
	}
	if now, err := o.Get(ctx, who(policy.Organiser, elsewhere), theirs); err != nil || now.Revision != held.Revision {
		t.Errorf("it is %+v now, %v", now, err)
	}
	for range 2 {
		g, err = o.Take(ctx, boss, id, record.IDOf("activity"))
		o.ok(err)
	}
	a, err := o.Get(ctx, boss, g.Activity)
	if err != nil || a.State != Draft || a.Suggestion != id || a.Unit != moughataa || a.Title.In(lang.French) != idea.Title {
		t.Errorf("what came of it: %+v, %v", a, err)
	}
	if _, err := o.Get(ctx, youth, g.Activity); err != nil {
		t.Errorf("who proposed it does not see it: %v", err)
	}
	if all, err := o.Suggestions(ctx, youth, false); err != nil || len(all) != 1 || !all[0].Taken {
		t.Errorf("closed ideas: %v, %v", all, err)
	}
	if _, err := o.Suggestions(ctx, who(policy.Analyst, wilaya), true); err != nil {
		t.Error(err)
	}
	other := record.IDOf("other idea")
	_, err = o.Suggest(ctx, youth, other, idea)
	o.ok(err)
	if _, err := o.Close(ctx, boss, other, ""); keyOf(err) != "suggestion.reason.missing" {
		t.Errorf("turned down for no reason: %v", err)
	}
	_, err = o.Close(ctx, boss, other, "déjà prévu")
	o.ok(err)
	if _, err := o.Vote(ctx, youth, other, true); !fault.Is(err, fault.Conflict) {
		t.Errorf("voted for what is closed: %v", err)
	}
	if g, err = o.OpenAgain(ctx, boss, other); err != nil || !g.Open {
		t.Errorf("opened again: %v", err)
	}
}

func TestPlansThatAreRefused(t *testing.T) {
	for key, spoil := range map[string]func(*Plan){
		"activity.kind.unknown":   func(p *Plan) { p.Kind = "march" },
		"activity.title.missing":  func(p *Plan) { p.Title = lang.Text{} },
		"activity.text.long":      func(p *Plan) { p.Risks = strings.Repeat("x", maxText+1) },
		"activity.number.wrong":   func(p *Plan) { p.Budget = -1 },
		"activity.list.long":      func(p *Plan) { p.Partners = make([]string, maxList+1) },
		"activity.trainer.name":   func(p *Plan) { p.Trainers[0].Name = "" },
		"activity.session.wrong":  func(p *Plan) { p.Sessions[1].ID = p.Sessions[0].ID },
		"activity.session.times":  func(p *Plan) { p.Sessions[0].End = p.Sessions[0].Start },
		"activity.stop.wrong":     func(p *Plan) { p.Stops = []Stop{{Spot: "x"}} },
		"activity.session.times ": func(p *Plan) { p.Sessions[0].End = p.Sessions[0].Start.Add(25 * time.Hour) },
	} {
		p := firstAid()
		spoil(&p)
		if err := p.Check(); keyOf(err) != strings.TrimSpace(key) {
			t.Errorf("%s: %v", key, err)
		}
	}
	p := firstAid()
	if err := p.Check(); err != nil {
		t.Error(err)
	}
}

package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	mathrand "math/rand/v2"
	"net/http"
	"os"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/community/activity"
	"wasl/internal/community/person"
	"wasl/internal/guard/identity"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/network/place"
	"wasl/internal/node"
)

// What a country's communities come to after some years, by people: of each five one
// activity, and in each activity ten.
const (
	peopleOfActivity = 5
	marksOfActivity  = 10
	draftsAtOnce     = 500 // revisions of one commit
)

// fillCommunity puts --people people, and a fifth as many activities with their rolls,
// into the compartment of communities of a demo.
func fillCommunity(ctx context.Context, opt options) (err error) {
	if opt.data == "" {
		return errors.New("name a --data directory")
	}
	n, err := node.OpenDemo(ctx, node.Config{Dir: opt.data, Clock: time.Now, Log: slog.New(slog.NewTextHandler(os.Stderr, nil))}, nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, n.Close()) }()
	f := &communityFill{n: n, r: mathrand.New(mathrand.NewPCG(opt.seed, 9)), unit: n.Units.Tree().Root(), now: time.Now().UTC()}
	for _, role := range []policy.Role{policy.Organiser, policy.Mobiliser, policy.Programme} {
		m := identity.Member{ID: identity.DemoID(role), Name: string(role), Login: "demo-" + string(role), Roles: []policy.Role{role}, Unit: f.unit}
		if err := n.Who.AddDemo(ctx, m); err != nil {
			return err
		}
	}
	f.below("", "")
	if len(f.places) == 0 {
		return errors.New("the demo has no places")
	}
	begun := time.Now()
	for i := range opt.people {
		if err := f.person(ctx, i); err != nil {
			return err
		}
	}
	for i := range opt.people / peopleOfActivity {
		if err := f.activity(ctx, i, opt.people); err != nil {
			return err
		}
	}
	if err := f.flush(ctx); err != nil {
		return err
	}
	fmt.Fprintf(opt.out, "filled %d people, %d activities in %s\n", opt.people, opt.people/peopleOfActivity, time.Since(begun).Round(time.Second))
	begun = time.Now()
	if _, err := n.Numbers.Renew(ctx); err != nil {
		return err
	}
	fmt.Fprintf(opt.out, "counted and suppressed in %s\n", time.Since(begun).Round(10*time.Millisecond))
	return nil
}

type communityFill struct {
	n      *node.Demo
	r      *mathrand.Rand
	unit   record.ID
	now    time.Time
	places []place.Ref
	drafts []ledger.Draft
}

// below collects the moughataas below a place.
func (f *communityFill) below(list, code string) {
	for _, p := range f.n.Places.Below(list, code) {
		if p.Level == place.Moughataa {
			f.places = append(f.places, p.Ref())
		} else {
			f.below(p.List, p.Code)
		}
	}
}

func personID(i int) record.ID   { return record.IDOf(fmt.Sprint("bench person ", i)) }
func activityID(i int) record.ID { return record.IDOf(fmt.Sprint("bench activity ", i)) }

func (f *communityFill) put(ctx context.Context, drafts ...ledger.Draft) error {
	if f.drafts = append(f.drafts, drafts...); len(f.drafts) < draftsAtOnce {
		return nil
	}
	return f.flush(ctx)
}

func (f *communityFill) flush(ctx context.Context) error {
	drafts := f.drafts
	f.drafts = nil
	_, err := f.n.Community.Write(ctx, func(*store.Tx) ([]ledger.Draft, error) { return drafts, nil })
	return err
}

var (
	firstNames = []string{"Aminata", "Mohamed", "Fatimetou", "Brahim", "Coumba", "Sidi", "Mariem", "Oumar", "Zeinabou", "Yahya"}
	lastNames  = []string{"Diallo", "Salem", "Ba", "Sow", "Ahmed", "Kane", "Lemine", "Camara", "Vall", "Sy"}
)

// rare chooses one of a list, the first ones often.
func rare[T any](r *mathrand.Rand, of []T) T { return of[min(r.IntN(len(of)), r.IntN(len(of)))] }

func (f *communityFill) person(ctx context.Context, i int) error {
	band := person.Bands[2+f.r.IntN(5)]
	name := firstNames[f.r.IntN(10)]
	if !band.Child() {
		name += " " + lastNames[f.r.IntN(10)] + " " + lastNames[f.r.IntN(10)]
	}
	known := person.Known{
		Name: name, Band: band, Sex: rare(f.r, person.Sexes), Community: rare(f.r, person.Communities),
		Disability: []person.Disability{"no", "no", "no", "yes", "unsaid"}[f.r.IntN(5)], Role: "participant",
	}
	id := personID(i)
	return f.put(ctx, ledger.Draft{
		Kind: record.Participant, Record: id, Subject: id, Handling: record.Handling{Unit: f.unit, TLP: record.AmberStrict, Purpose: "programme"},
		Body: map[string]any{"v": 1, "act": "known", "known": known},
	})
}

// activity is one session of a day in the last two years, and its roll.
func (f *communityFill) activity(ctx context.Context, i, people int) error {
	id, session := activityID(i), record.IDOf(fmt.Sprint("bench session ", i))
	start := f.now.AddDate(0, 0, -f.r.IntN(730)).Truncate(24 * time.Hour).Add(9 * time.Hour)
	plan := activity.Plan{
		Kind: rare(f.r, activity.Kinds()), Title: lang.Text{lang.French: fmt.Sprint("Activité ", i)}, Place: rare(f.r, f.places), Cost: int64(f.r.IntN(100_000_00)),
		Trainers: []activity.Trainer{{Name: "Moctar"}}, Risks: "aucun", Sessions: []activity.Session{{ID: session, Start: start, End: start.Add(3 * time.Hour)}},
	}
	handling := record.Handling{Unit: f.unit, TLP: record.Green, Purpose: "programme"}
	drafts := []ledger.Draft{
		{Kind: record.Activity, Record: id, Handling: handling, Body: map[string]any{"v": 1, "act": "planned", "plan": plan}},
		{Kind: record.Activity, Record: id, Handling: handling, Body: map[string]any{"v": 1, "act": "confirmed"}},
	}
	for k := range marksOfActivity {
		who := personID(f.r.IntN(people))
		drafts = append(
			drafts,
			ledger.Draft{
				Kind: record.Enrolment, Record: record.IDOf(fmt.Sprint("bench enrolment ", i, k)), Subject: who, Handling: handling,
				Body: map[string]any{"v": 1, "activity": id, "enrolled": true},
			},
			ledger.Draft{
				Kind: record.Mark, Record: record.IDOf(fmt.Sprint("bench mark ", i, k)), Subject: who, Handling: handling,
				Body: map[string]any{"v": 1, "activity": id, "session": session, "state": []string{"present", "present", "late", "absent"}[f.r.IntN(4)], "source": id, "n": k + 1},
			},
		)
	}
	return f.put(ctx, drafts...)
}

// communityPages measures what who works with communities asks for.
func communityPages(ctx context.Context, opt options) error {
	s, err := serve(ctx, opt)
	if err != nil {
		return err
	}
	defer func() { _ = s.stop() }()
	people := map[string]*http.Client{}
	for _, role := range []string{"organiser", "mobiliser", "programme", "safeguarding"} {
		if people[role], err = enter(ctx, s, role); err != nil {
			return err
		}
	}
	year := time.Now().Format("2006")
	activity := "/community/activities/" + activityID(0).String()
	fmt.Fprintln(opt.out, "| page | role | first | median | 95 % | bytes |")
	fmt.Fprintln(opt.out, "|---|---|---|---|---|---|")
	for _, p := range []page{
		{"numbers: since the beginning", "mobiliser", "/community/numbers", ""},
		{"numbers: a year", "programme", "/community/numbers?time=" + year, ""},
		{"numbers: a year of one kind", "programme", "/community/numbers?time=" + year + "&kind=training", ""},
		{"numbers: export of a slice", "programme", "/community/numbers/export?format=csv&time=" + year, ""},
		{"deletions to come", "organiser", "/community/retention", ""},
		{"activities of a month", "organiser", "/community/activities?from=" + year + "-10-01T00:00:00Z&to=" + year + "-11-01T00:00:00Z", ""},
		{"activities: what is coming and was left undone", "organiser", "/community/ahead", ""},
		{"people: the latest", "organiser", "/community/people", ""},
		{"people: two names", "organiser", "/community/people/find", `{"name":"Mouhamed Salem"}`},
		{"people: a name that thousands bear", "organiser", "/community/people/find", `{"name":"Mohamed"}`},
		{"people: parts of very common names", "organiser", "/community/people/find", `{"name":"Mohamed Kanouté Diallo"}`},
		{"people: the sticks that carry somebody", "organiser", "/community/people/" + personID(0).String() + "/kits", ""},
		{"an activity", "organiser", activity, ""},
		{"an activity: its roll", "organiser", activity + "/roll", ""},
		{"an activity: phones that take its roll", "organiser", activity + "/roll/passes", ""},
		{"an activity: sheets of paper", "organiser", activity + "/sheets", ""},
		{"an activity: certificates", "organiser", activity + "/certificates", ""},
		{"an activity: what was learned", "organiser", activity + "/learning?course=first-aid", ""},
		{"an activity: what is said of it", "organiser", activity + "/voices", ""},
		{"refreshers due", "organiser", "/community/refreshers?course=first-aid", ""},
		{"what must be answered", "organiser", "/community/waiting", ""},
		{"proposals of youth groups", "organiser", "/community/suggestions", ""},
		{"one's own dates", "organiser", "/community/calendar", ""},
		{"courses", "organiser", "/community/courses", ""},
		{"materials", "organiser", "/community/materials", ""},
		{"rumours", "organiser", "/community/rumours", ""},
		{"surveys", "organiser", "/community/surveys", ""},
		{"complaints", "safeguarding", "/community/complaints", ""},
	} {
		if err := ask(ctx, opt, people[p.role], s.url["console"]+"/api/v1", p); err != nil {
			return err
		}
	}
	return nil
}

package node

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/collect/intake"
	"wasl/internal/collect/report"
	"wasl/internal/guard/identity"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store/storetest"
	"wasl/internal/network/unit"
	"wasl/internal/triage/alert"
	incidents "wasl/internal/triage/incident"
	"wasl/internal/triage/queue"
)

// A thing is what happens in the night, or what is said to.
type thing struct {
	at            time.Time
	kind, urgency string
	place         string
	reports       int
	truth         string
	words         []phrase
	told          []record.ID // its reports, in the order in which they came
}

type phrase struct{ language, text string }

// A stretch is a time in which nobody at a desk hears anything.
type stretch struct{ from, to time.Time }

// officer is who sits at a desk.
type officer struct {
	policy.Actor
	code   string
	asleep []stretch
	busy   time.Time   // with a report until then
	on     record.ID   // that report
	covers []record.ID // units whose alerts came up here: lives at risk there are handled too
}

func (o *officer) awake(t time.Time) bool {
	return !slices.ContainsFunc(o.asleep, func(s stretch) bool { return !t.Before(s.from) && t.Before(s.to) })
}

// dusk is when the night begins; it is over when all is done.
var dusk = time.Date(2026, 11, 14, 18, 0, 0, 0, time.UTC)

// clockAt reads an hour of the night.
func clockAt(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.Parse("15:04", s)
	if err != nil {
		t.Fatal(err)
	}
	of := time.Date(dusk.Year(), dusk.Month(), dusk.Day(), at.Hour(), at.Minute(), 0, 0, time.UTC)
	if of.Before(dusk) {
		of = of.AddDate(0, 0, 1)
	}
	return of
}

// A night is a node of twelve desks and the capital, its clock, and who sits there.
type night struct {
	*Demo
	t        *testing.T
	now      time.Time
	rng      *rand.Rand
	things   []*thing
	desks    []*officer
	capital  *officer // hears what climbs to the top, and sees what several desks say
	wilaya   *officer
	arrivals []arrival
	heard    int64 // revisions that the followers know
	thingOf  map[record.ID]*thing
	received map[record.ID]time.Time
	taken    map[record.ID]time.Time // when somebody began on it
	answered map[record.ID]time.Time
	closed   map[record.ID]time.Time
	merged   int
}

// arrival is a report on its way.
type arrival struct {
	at    time.Time
	thing *thing
	n     int
	unit  string
	seen  bool
	from  string // the telephone
}

func (n *night) ok(err error) {
	n.t.Helper()
	if err != nil {
		n.t.Fatalf("%s: %v", n.now.Format("15:04"), err)
	}
}

// newNight reads the script and opens the node.
func newNight(t *testing.T) *night {
	t.Helper()
	n := &night{
		t: t, now: dusk, rng: rand.New(rand.NewPCG(14, 11)), thingOf: map[record.ID]*thing{}, received: map[record.ID]time.Time{},
		taken: map[record.ID]time.Time{}, answered: map[record.ID]time.Time{}, closed: map[record.ID]time.Time{},
	}
	clock := &demoClock{real: func() time.Time { return n.now }}
	clock.set(dusk.Add(-time.Hour))
	node, err := Open(t.Context(), Config{Dir: storetest.Dir(t), Demo: true, Clock: clock.now, Random: &stream{rng: rand.New(rand.NewPCG(1, 1))}})
	n.ok(err)
	t.Cleanup(func() {
		if err := node.Close(); err != nil {
			t.Error(err)
		}
	})
	n.Demo = &Demo{Node: node, clock: clock}
	n.forms, err = demoForms()
	n.ok(err)
	for _, step := range []func(context.Context) error{n.units, n.Alerts.Ship, n.accounts, n.publish} {
		n.ok(step(t.Context()))
	}
	n.capital = n.officer("MR-HQ", policy.Chief)
	n.wilaya = n.officer("MR01-DESK", policy.Desk)
	n.read("testdata/night.txt")
	return n
}

func (n *night) officer(code string, role policy.Role) *officer {
	n.t.Helper()
	o := &officer{Actor: policy.Actor{ID: record.IDOf("night " + code), Roles: []policy.Role{role}, Unit: unit.IDOf(code)}, code: code}
	n.ok(n.Who.AddDemo(n.t.Context(), identity.Member{ID: o.ID, Name: "Officier de " + code, Login: strings.ToLower(code), Roles: o.Roles, Unit: o.Unit, Demo: true}))
	return o
}

// read reads the script.
func (n *night) read(name string) {
	n.t.Helper()
	f, err := os.Open(name)
	n.ok(err)
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		switch {
		case len(words) == 0 || words[0] == "#" || strings.HasPrefix(words[0], "#"):
		case words[0] == "desk":
			n.desks = append(n.desks, n.officer(words[1], policy.Desk))
		case words[0] == "asleep":
			all := n.everybody()
			i := slices.IndexFunc(all, func(o *officer) bool { return o.code == words[1] })
			all[i].asleep = append(all[i].asleep, stretch{clockAt(n.t, words[2]), clockAt(n.t, words[3])})
		case words[0] == "fr" || words[0] == "ar":
			th := n.things[len(n.things)-1]
			th.words = append(th.words, phrase{words[0], strings.Join(words[1:], " ")})
		default:
			count, err := strconv.Atoi(words[4])
			n.ok(err)
			n.things = append(n.things, &thing{at: clockAt(n.t, words[0]), kind: words[1], urgency: words[2], place: words[3], reports: count, truth: words[5]})
		}
	}
	n.ok(lines.Err())
	for _, th := range n.things {
		n.plan(th)
	}
	slices.SortStableFunc(n.arrivals, func(a, b arrival) int { return a.at.Compare(b.at) })
}

// plan says who reports a thing, when, and to which desk.
func (n *night) plan(th *thing) {
	home := slices.IndexFunc(n.desks, func(o *officer) bool { return strings.HasPrefix(o.code, th.place) })
	for i := range th.reports {
		a := arrival{at: th.at, thing: th, n: i, unit: n.desks[home].code, from: fmt.Sprintf("%s %d", th.at, i)}
		if i > 0 {
			a.at = th.at.Add(time.Duration(1+n.rng.IntN(59)) * time.Minute)
		}
		switch th.truth {
		case "rumour": // five desks hear of it, from people who heard of it
			a.unit = n.desks[(home+i%5)%len(n.desks)].code
		case "false": // one telephone, again and again
			a.from = fmt.Sprint(th.at)
		case "warning":
			a.seen = i%3 == 0
		default:
			a.seen = true
			if i%8 == 7 { // sent twice
				a.from = fmt.Sprintf("%s %d", th.at, i-1)
			}
		}
		n.arrivals = append(n.arrivals, a)
	}
}

// send hands a report in, as a telephone would.
func (n *night) send(a arrival) {
	n.t.Helper()
	th := a.thing
	words := th.words[a.n%len(th.words)]
	how := "told_several"
	if a.seen {
		how = "seen"
	}
	f, _, err := n.Forms.Get("security-incident", "")
	n.ok(err)
	id := record.IDOf(fmt.Sprintf("night %s %s %d", th.at, th.place, a.n))
	xml, err := f.FromAnswers(id.String(), n.forms["security-incident"].Place(map[string]string{
		"kind": th.kind, "kind_other": "autre", "urgency": th.urgency, "when": th.at.Format("2006-01-02T15:04:05.000Z07:00"),
		"wilaya": th.place[:4], "where_place": th.place, "vehicles_seen": "no", "summary": words.text, "source_kind": how,
	}), n.now)
	n.ok(err)
	got, err := n.Intake.Submit(n.t.Context(), intake.Submission{XML: []byte(xml), Channel: report.OpenRosa, Language: words.language, Unit: unit.IDOf(a.unit), Device: a.from})
	n.ok(err)
	th.told = append(th.told, got.Report)
	n.thingOf[got.Report], n.received[got.Report] = th, n.now
}

// follow lets the rules, watches and ladders hear what was committed, and gives
// them the hour.
func (n *night) follow() {
	n.t.Helper()
	heard, err := play(n.t.Context(), n.Field, n.followers.all, n.heard, n.now)
	n.ok(err)
	n.heard = heard
}

// everybody are all who sit somewhere.
func (n *night) everybody() []*officer { return append(slices.Clone(n.desks), n.wilaya, n.capital) }

// Times that people need.
const (
	hears   = 2 * time.Minute  // to answer a telephone
	handles = 2 * time.Minute  // for a report
	rounds  = 15 * time.Minute // between the capital's looks at what desks said
)

// answerAlerts lets whoever an alert has come to take it on, if they hear it.
func (n *night) answerAlerts() {
	n.t.Helper()
	for _, o := range n.everybody() {
		if !o.awake(n.now) {
			continue
		}
		page, err := n.Alerts.List(n.t.Context(), o.Actor, alert.Query{})
		n.ok(err)
		for _, a := range page.Items {
			if a.State == alert.Open && a.Levels[a.Level].Unit == o.Unit && n.now.Sub(a.Since) >= hears {
				_, err := n.Alerts.Acknowledge(n.t.Context(), o.Actor, a.ID, true)
				n.ok(err)
				if a.Unit != o.Unit && !slices.Contains(o.covers, a.Unit) {
					o.covers = append(o.covers, a.Unit)
				}
			}
		}
	}
}

// work lets a desk go on with its report, or begin on the one that is due first.
func (n *night) work(o *officer) {
	n.t.Helper()
	if !o.awake(n.now) || n.now.Before(o.busy) {
		return
	}
	if !o.on.Zero() {
		n.finish(o, o.on)
		o.on = record.ID{}
	}
	if o.on = n.next(o); o.on.Zero() {
		return
	}
	o.busy = n.now.Add(handles)
	_, err := n.Queue.SetState(n.t.Context(), o.Actor, queue.Act{Report: o.on}, queue.Checking)
	n.ok(err)
	n.taken[o.on] = n.now
	_, err = n.Queue.Open(n.t.Context(), o.Actor, o.on, "")
	n.ok(err)
}

// next is the report that an officer begins on.
func (n *night) next(o *officer) record.ID {
	n.t.Helper()
	q := queue.Query{States: []queue.State{queue.New}, Sort: queue.Due, Limit: 1}
	for _, u := range append([]record.ID{o.Unit}, o.covers...) {
		if q.Unit = u; u != o.Unit {
			q.Urgencies = []report.Urgency{report.Now}
		}
		page, err := n.Queue.List(n.t.Context(), o.Actor, q)
		n.ok(err)
		// What lies with a unit below is its own business.
		if len(page.Items) > 0 && page.Items[0].Unit == u {
			return page.Items[0].ID
		}
	}
	return record.ID{}
}

// finish looks whether a report tells of something known, grades, answers and
// closes it.
func (n *night) finish(o *officer, id record.ID) {
	n.t.Helper()
	ctx, act := n.t.Context(), queue.Act{Report: id}
	grade, outcome := queue.Grade{Source: "B", Information: 2}, queue.ActionTaken
	if !n.link(o, id) {
		grade, outcome = queue.Grade{Source: "E", Information: 4}, queue.NoAction
	}
	_, err := n.Queue.SetGrade(ctx, o.Actor, act, grade)
	n.ok(err)
	_, err = n.Queue.Answer(ctx, o.Actor, act, record.IDOf("answer "+id.String()), "Merci. Nous vérifions ; restez à l’abri.", "fr")
	n.ok(err)
	n.answered[id] = n.now
	_, err = n.Queue.Close(ctx, o.Actor, act, outcome, "")
	n.ok(err)
	n.closed[id] = n.now
}

// alike is from which score on these desks take a proposal: lower, and more of what
// is one is put together, and more of what is not.
const alike = 0.65

// link puts a report to what it tells of, or states that as something new. Who did
// not see it repeats the first who said it. It tells whether the reporter saw it.
func (n *night) link(o *officer, id record.ID) (seen bool) {
	n.t.Helper()
	ctx := n.t.Context()
	draft, err := n.Incidents.Draft(ctx, o.Actor, []record.ID{id})
	n.ok(err)
	own := draft.Reports[0]
	seen = own.Tells == incidents.Witness
	found, err := n.Incidents.Proposals(ctx, o.Actor, id)
	n.ok(err)
	for _, p := range found.Items {
		if p.Score < alike || p.Incident.Zero() {
			continue
		}
		v, err := n.Incidents.Look(ctx, o.Actor, p.Incident, time.Time{})
		n.ok(err)
		if !seen {
			own.Origin = incidents.Origin{Kind: incidents.OfReport, Report: v.Members[0].Report}
		}
		n.ok(n.Incidents.Attach(ctx, o.Actor, incidents.On{Incident: p.Incident}, own, false))
		return seen
	}
	n.ok(n.Incidents.Start(ctx, o.Actor, incidents.Opening{
		ID: record.IDOf("of " + id.String()), Unit: draft.Unit, TLP: draft.TLP, Urgency: draft.Urgency, Statement: draft.Statement, Reports: []incidents.Attachment{own},
	}))
	return seen
}

// merge is the capital's round: it sees what several desks say of one thing, makes
// one incident of it, and lets whoever did not see it repeat the first who said it.
func (n *night) merge() {
	n.t.Helper()
	ctx := n.t.Context()
	page, err := n.Incidents.List(ctx, n.capital.Actor, incidents.Query{Sort: incidents.Changed, Limit: incidents.MaxPage})
	n.ok(err)
	for _, item := range page.Items {
		in, err := n.Incidents.Look(ctx, n.capital.Actor, item.ID, time.Time{})
		n.ok(err)
		if !in.Into.Zero() {
			continue
		}
		found, err := n.Incidents.More(ctx, n.capital.Actor, in.ID)
		n.ok(err)
		for _, p := range found.Items {
			if p.Incident.Zero() || p.Score < alike {
				continue
			}
			other, err := n.Incidents.Look(ctx, n.capital.Actor, p.Incident, time.Time{})
			n.ok(err)
			if !other.Into.Zero() || other.Opened.After(in.Opened) {
				continue
			}
			n.ok(n.Incidents.Merge(ctx, n.capital.Actor, incidents.On{Incident: in.ID}, p.Incident))
			n.merged++
			for _, m := range in.Members {
				if m.Origin.Kind != incidents.Unjudged {
					continue
				}
				n.ok(n.Incidents.Attach(ctx, n.capital.Actor, incidents.On{Incident: p.Incident}, incidents.Attachment{
					Report: m.Report, Tells: m.Tells, Origin: incidents.Origin{Kind: incidents.OfReport, Report: other.Members[0].Report},
				}, false))
			}
			break
		}
	}
}

// play lets the night pass, minute by minute, until all that came is answered.
func (n *night) play() {
	n.t.Helper()
	end := dusk.Add(24 * time.Hour)
	for n.now = dusk; n.now.Before(end); n.now = n.now.Add(time.Minute) {
		n.clock.set(n.now)
		for len(n.arrivals) > 0 && !n.arrivals[0].at.After(n.now) {
			n.send(n.arrivals[0])
			n.arrivals = n.arrivals[1:]
		}
		n.follow()
		n.answerAlerts()
		for _, o := range n.everybody() {
			n.work(o)
		}
		if n.now.Sub(dusk)%rounds == 0 {
			n.merge()
		}
		if len(n.arrivals) == 0 && len(n.closed) == len(n.received) {
			n.merge()
			return
		}
	}
	n.t.Fatalf("at the end of the day %d of %d reports are closed", len(n.closed), len(n.received))
}

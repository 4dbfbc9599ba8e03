package queue

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
)

// A crowd is a queue in which many people do things at random, and beside it
// what the queue must show, kept the slow and simple way.
type crowd struct {
	*office
	r       *rand.Rand
	people  []policy.Actor
	reports map[record.ID]*known
	order   []record.ID
}

// known is a report as the test remembers it.
type known struct {
	told
	id       record.ID
	n        int // as they came
	state    State
	assignee record.ID
	grade    Grade
	outcome  Outcome
	unread   int
	forwards int
	receipt  string
	at       time.Time

	since    time.Time                    // as the test counts it
	proposed map[record.ID]report.Urgency // and not answered
	answers  map[record.ID]bool           // all that was ever proposed
}

var (
	kinds  = []string{"attack", "theft", "border"}
	places = []report.PlaceRef{{List: "2024", Code: "MR012"}, {List: "2024", Code: "MR013"}, {List: "2020", Code: "MR012"}}
)

// acts is how many things happen in a test: WASL_ACTS, or enough to meet every
// pair of act and state.
func acts() int {
	if n, err := strconv.Atoi(os.Getenv("WASL_ACTS")); err == nil {
		return n
	}
	return 400
}

func newCrowd(t *testing.T, reports int) *crowd {
	c := &crowd{office: newOffice(t), r: rand.New(rand.NewPCG(7, uint64(acts()))), reports: map[record.ID]*known{}}
	for i, at := range []record.ID{capital, north, south, well, pass} {
		for _, role := range []policy.Role{policy.Desk, policy.Chief, policy.Analyst, policy.Operator, policy.Oversight, policy.Administrator, policy.Reporter} {
			c.people = append(c.people, c.hire(fmt.Sprint(role, i), at, role))
		}
	}
	var wg sync.WaitGroup
	for i := range reports {
		k := c.draw(i)
		wg.Go(func() { c.take(k.told) })
	}
	wg.Wait()
	for i, id := range c.order {
		k := c.reports[id]
		k.receipt = c.receipt(id)
		sum, err := c.Summary(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		k.n, k.at, k.since = i, sum.At, sum.At
	}
	return c
}

// draw makes up a report.
func (c *crowd) draw(i int) *known {
	units := []record.ID{capital, north, south, well, pass}
	k := &known{told: told{
		name: fmt.Sprint("report ", i), unit: units[c.r.IntN(len(units))], tlp: record.TLP(c.r.IntN(5)), kind: kinds[c.r.IntN(len(kinds))],
		language: []string{"ar", "fr", "ff"}[c.r.IntN(3)],
		urgency:  urgencies[c.r.IntN(len(urgencies))], text: fmt.Sprint("chameau ", kinds[c.r.IntN(len(kinds))]), held: c.r.IntN(8) == 0,
	}}
	if c.r.IntN(4) > 0 { // some twenty places, so that squares fill up
		k.told.at = &report.Point{Lat: 15 + float64(c.r.IntN(5))/3, Lon: -10 + float64(c.r.IntN(4))}
	}
	if c.r.IntN(3) > 0 {
		k.place = places[c.r.IntN(len(places))]
	}
	if k.held {
		k.state = Quarantine
	}
	k.id, k.proposed, k.answers = record.IDOf(k.name), map[record.ID]report.Urgency{}, map[record.ID]bool{}
	c.reports[k.id] = k
	c.order = append(c.order, k.id)
	return k
}

// may is what the policy says of the report as the test remembers it.
func (c *crowd) may(a policy.Actor, action policy.Action, k *known) bool {
	return c.policy.Allow(context.Background(), a, action, policy.Resource{
		Type: policy.Report, ID: k.id, Unit: k.unit, UnitPath: c.units.Path(k.unit), TLP: k.tlp, Assignee: k.assignee,
	}) == nil
}

// happen lets somebody do something to some report, and holds the outcome
// against what the policy says.
func (c *crowd) happen() {
	ctx, t := context.Background(), c.t
	k := c.reports[c.order[c.r.IntN(len(c.order))]]
	a := c.people[c.r.IntN(len(c.people))]
	act := Act{Report: k.id}
	other := c.people[c.r.IntN(len(c.people))].ID
	to := []record.ID{capital, north, south, well, pass}[c.r.IntN(5)]
	id := record.NewID(rand1{c.r})
	var action policy.Action
	var err error
	do := func() {}
	fits := true
	before := k.state
	switch c.r.IntN(12) {
	case 0:
		st := []State{New, Checking, NeedsAnswer}[c.r.IntN(3)]
		action, fits, do = "report.state", k.state != Closed, func() { k.state = st }
		_, err = c.SetState(ctx, a, act, st)
	case 1:
		u := urgencies[c.r.IntN(3)]
		action, do = "report.urgency", func() {
			if k.urgency != u {
				clear(k.proposed)
			}
			k.urgency = u
		}
		_, err = c.SetUrgency(ctx, a, act, u)
	case 2:
		g := Grade{string(rune('A' + c.r.IntN(6))), 1 + c.r.IntN(6)}
		action, do = "report.grade", func() { k.grade = g }
		_, err = c.SetGrade(ctx, a, act, g)
	case 3, 4:
		theirs := *k
		theirs.assignee = other
		action, fits, do = "report.assign", c.may(c.staff[other], "report.open", &theirs), func() { k.assignee = other }
		_, err = c.Assign(ctx, a, act, other)
	case 5:
		action, fits = "report.forward", k.forwards < maxForwards || k.unit == to
		do = func() {
			if k.unit != to {
				k.unit, k.state, k.assignee, k.outcome = to, New, record.ID{}, ""
				k.forwards++
			}
		}
		_, err = c.Forward(ctx, a, act, to, "")
	case 6:
		action, do = "report.answer", func() {
			if k.unread = 0; k.state == NeedsAnswer {
				k.state = Checking
			}
		}
		_, err = c.Answer(ctx, a, act, id, "merci", "fr")
	case 7:
		o := Outcomes()[c.r.IntN(6)]
		action, do = "report.close", func() {
			k.state, k.outcome, k.unread = Closed, o, 0
			clear(k.proposed)
		}
		_, err = c.Close(ctx, a, act, o, "")
	case 8:
		err = c.AddMessage(ctx, k.receipt, id, "mot", "fr")
		do = func() {
			if k.unread++; k.state == Closed {
				k.outcome = ""
			}
			if k.state != Quarantine {
				k.state = NeedsAnswer
			}
		}
	case 9:
		c.ruled(k)
		return
	case 10:
		c.answered(k, a)
		return
	case 11:
		if c.r.IntN(5) == 0 {
			c.timed()
		}
		return
	}
	if want := (action == "" || c.may(a, action, k)) && fits; want != (err == nil) {
		t.Fatalf("%v of %v %s %+v: %v", a.Roles, a.Unit, action, k, err)
	}
	if err == nil {
		do()
		if !before.open() && k.state.open() || before != NeedsAnswer && k.state == NeedsAnswer || before == NeedsAnswer && action == "report.answer" {
			k.since = c.lastAt()
		}
	}
}

// lastAt is when the last revision was written.
func (c *crowd) lastAt() time.Time {
	hs, _, err := c.l.Audit(context.Background(), ledger.AuditQuery{Limit: 1})
	if err != nil {
		c.t.Fatal(err)
	}
	return hs[0].At.Time()
}

// ruled lets a rule of the country propose an urgency.
func (c *crowd) ruled(k *known) {
	u := urgencies[c.r.IntN(3)]
	r := Ruling{Report: k.id, At: k.unit, Rule: record.IDOf(fmt.Sprint("rule ", c.r.IntN(4))), Version: 1, List: capital, Idea: ProposeUrgency, Value: string(u)}
	if err := c.Rule(context.Background(), record.IDOf("rules"), []Ruling{r, r}); err != nil {
		c.t.Fatal(err)
	}
	chief := policy.Actor{ID: record.IDOf("rules"), Roles: []policy.Role{policy.Chief}, Unit: capital}
	id := r.ProposalID(ProposeUrgency, string(u))
	if _, known := k.answers[id]; known || !k.state.open() || k.urgency == u || !c.may(chief, "report.urgency", k) {
		return
	}
	k.answers[id], k.proposed[id] = true, u
}

// answered lets somebody answer what is proposed for a report.
func (c *crowd) answered(k *known, a policy.Actor) {
	for id, u := range k.proposed {
		take := c.r.IntN(2) == 0
		_, err := c.AnswerProposal(context.Background(), a, Act{Report: k.id}, id, take)
		if c.may(a, "report.urgency", k) != (err == nil) {
			c.t.Fatalf("%v of %v answers %+v: %v", a.Roles, a.Unit, k, err)
		}
		if err != nil {
			return
		}
		if delete(k.proposed, id); take {
			if k.urgency != u {
				clear(k.proposed)
			}
			k.urgency = u
		}
		return
	}
}

// timed lets a chief say how long the reports of a unit may wait.
func (c *crowd) timed() {
	at := []record.ID{capital, north, south, well, pass}[c.r.IntN(5)]
	chief := c.people[slices.IndexFunc(c.people, func(a policy.Actor) bool { return a.Unit == at && a.Has(policy.Chief) })]
	d := Deadlines{Look: Times{minWait, time.Duration(5+c.r.IntN(30)) * time.Minute, time.Duration(1+c.r.IntN(40)) * time.Hour}}
	if c.r.IntN(2) == 0 {
		d.Decide = Times{0, time.Duration(5+c.r.IntN(90)) * time.Hour}
	}
	if c.r.IntN(2) == 0 {
		d.Hours = &Hours{From: 8 * 60, To: 8*60 + 60*(1+c.r.IntN(15))}
		for i := range 5 {
			d.Hours.Days[(i+c.r.IntN(2))%7] = true
		}
		if !d.Hours.fit() {
			d.Hours = nil
		}
	}
	if err := c.SetDeadlines(context.Background(), chief, at, d); err != nil && faultOf(err).Key != "queue.deadline.order" {
		c.t.Fatal(err)
	}
	if err := d.Check(); err != nil {
		c.t.Fatal(err)
	}
}

// press is the urgency by which the time of a report runs.
func (k *known) press() int {
	rank := k.urgency.Rank()
	for _, u := range k.proposed {
		rank = min(rank, u.Rank())
	}
	return rank
}

// due is when a report is due, reckoned anew: hour by hour, and not as the queue does it.
func (c *crowd) due(k *known) time.Time {
	d := c.waiting().of(k.unit)
	wait := d.Decide[k.press()]
	if k.state == New {
		wait = d.Look[k.press()]
	}
	if k.press() == 0 || d.Hours == nil {
		return k.since.Add(wait)
	}
	t := k.since
	for {
		minute := t.Hour()*60 + t.Minute()
		if d.Hours.Days[t.Weekday()] && minute >= d.Hours.From && minute < d.Hours.To {
			step := min(wait, t.Truncate(time.Minute).Add(time.Minute).Sub(t))
			if wait -= step; wait == 0 {
				return t.Add(step)
			}
			t = t.Add(step)
			continue
		}
		t = t.Truncate(time.Minute).Add(time.Minute)
	}
}

type rand1 struct{ r *rand.Rand }

func (r rand1) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = byte(r.r.Uint32())
	}
	return len(b), nil
}

// all pages through a list.
func (c *crowd) all(a policy.Actor, q Query) (items []Summary, counts Counts) {
	c.t.Helper()
	for pages := 0; ; pages++ {
		p, err := c.List(context.Background(), a, q)
		if err != nil {
			c.t.Fatal(err)
		}
		items = append(items, p.Items...)
		if counts = p.Counts; p.Next == "" {
			return items, counts
		}
		if q.Cursor = p.Next; pages > len(c.order) {
			c.t.Fatal("the list has no end")
		}
	}
}

// asked tells whether a question is about the report, whatever its state.
func (q *Query) asked(c *crowd, k *known) bool {
	return (q.Unit.Zero() || c.units.Under(k.unit, q.Unit)) && (len(q.Kinds) == 0 || slices.Contains(q.Kinds, k.kind)) &&
		(len(q.Urgencies) == 0 || slices.Contains(q.Urgencies, k.urgency))
}

// lets tells whether the sift lets the report through.
func (s *Sift) lets(k *known) bool {
	return (len(s.Languages) == 0 || slices.Contains(s.Languages, k.language)) && (len(s.Places) == 0 || slices.Contains(s.Places, k.place)) &&
		(s.Graded == nil || *s.Graded == (k.grade != Grade{})) && (!s.Unread || k.unread > 0)
}

// wanted is what a list must show, by the policy row by row.
func (c *crowd) wanted(a policy.Actor, q Query) (ids []record.ID, counts Counts) {
	var ks []*known
	for _, id := range c.order {
		k := c.reports[id]
		if !c.may(a, "report.list", k) || !q.asked(c, k) {
			continue
		}
		counts[k.state]++
		if len(q.States) == 0 && k.state == Quarantine || len(q.States) > 0 && !slices.Contains(q.States, k.state) {
			continue
		}
		if q.Assignee != nil && k.assignee != *q.Assignee || !q.From.IsZero() && k.at.Before(q.From) || !q.To.IsZero() && !k.at.Before(q.To) {
			continue
		}
		if !q.Sift.lets(k) || !q.Late.IsZero() && (!k.state.open() || !c.due(k).Before(q.Late)) {
			continue
		}
		ks = append(ks, k)
	}
	due := map[record.ID]time.Time{}
	for _, k := range ks {
		if k.state.open() {
			due[k.id] = c.due(k)
		}
	}
	slices.SortFunc(ks, func(x, y *known) int {
		age := x.at.Compare(y.at)
		switch q.Sort {
		case Oldest:
			return age
		case Urgent:
			return cmp.Or(cmp.Compare(x.urgency.Rank(), y.urgency.Rank()), age)
		case Due:
			class := func(k *known) int {
				switch {
				case !k.state.open():
					return 2
				case k.press() == 0:
					return 0
				}
				return 1
			}
			if class(x) == 2 && class(y) == 2 {
				return age
			}
			return cmp.Or(cmp.Compare(class(x), class(y)), due[x.id].Compare(due[y.id]), x.since.Compare(y.since), age)
		default:
			return -age
		}
	})
	for _, k := range ks {
		ids = append(ids, k.id)
	}
	return ids, counts
}

func ids(items []Summary) (ids []record.ID) {
	for _, s := range items {
		ids = append(ids, s.ID)
	}
	return ids
}

// query draws a question that a console may ask.
func (c *crowd) query(a policy.Actor) Query {
	q := Query{Sort: []Sort{"", Newest, Oldest, Urgent, Due, Due}[c.r.IntN(6)], Limit: 1 + c.r.IntN(30)}
	if c.r.IntN(2) == 0 {
		q.States = []State{States()[c.r.IntN(5)]}
	}
	if c.r.IntN(3) == 0 {
		q.Unit = []record.ID{capital, north, well}[c.r.IntN(3)]
	}
	if c.r.IntN(3) == 0 {
		q.Kinds = kinds[c.r.IntN(3):]
	}
	if c.r.IntN(3) == 0 {
		q.Urgencies = urgencies[:1+c.r.IntN(3)]
	}
	if c.r.IntN(4) == 0 {
		q.Late = c.reports[c.order[len(c.order)/2]].at.Add(usual.Look[c.r.IntN(3)])
	}
	if c.r.IntN(2) == 0 {
		q.Sift, q.scan = c.sift(), 1+c.r.IntN(40)
	}
	switch c.r.IntN(6) {
	case 0:
		q.Assignee = &record.ID{}
	case 1:
		q.Assignee = &a.ID
	}
	if c.r.IntN(4) == 0 {
		q.From = c.reports[c.order[len(c.order)/4]].at
	}
	if c.r.IntN(4) == 0 {
		q.To = c.reports[c.order[3*len(c.order)/4]].at
	}
	return q
}

// sift draws what no index holds.
func (c *crowd) sift() (s Sift) {
	if c.r.IntN(2) == 0 {
		s.Languages = []string{"ar", "ff"}[:1+c.r.IntN(2)]
	}
	if c.r.IntN(3) == 0 {
		s.Places = places[:1+c.r.IntN(2)]
	}
	if c.r.IntN(3) == 0 {
		graded := c.r.IntN(2) == 0
		s.Graded = &graded
	}
	s.Unread = c.r.IntN(5) == 0
	return s
}

// After anything that happened, every list, count, map and search shows to
// everybody what the policy says of each report, in the order asked for, and
// the kept sums are what counting anew gives.
func TestEverythingIsAsCountingAnewGives(t *testing.T) {
	c := newCrowd(t, 100)
	for i := range acts() {
		c.happen()
		if i == acts()/2 {
			c.checkAll()
		}
	}
	c.checkAll()
	closed := 0
	for _, k := range c.reports {
		if k.state == Closed {
			closed++
		}
	}
	if closed < 3 {
		t.Errorf("%d closed reports: the test did too little", closed)
	}
	c.checkRebuild()
}

// A list that is paged through while reports come and go shows no report twice,
// and all those that stayed where they were.
func TestPagesWhileRowsChange(t *testing.T) {
	for _, sort := range []Sort{Newest, Oldest, Urgent} {
		t.Run(string(sort), func(t *testing.T) {
			c := newCrowd(t, 80)
			chief := c.hire("watcher", capital, policy.Chief)
			q := Query{States: []State{New, Checking}, Sort: sort, Limit: 7}
			before, _ := c.wanted(chief, q)
			seen := map[record.ID]int{}
			for more := true; more; more = q.Cursor != "" {
				p, err := c.List(t.Context(), chief, q)
				if err != nil {
					t.Fatal(err)
				}
				for _, s := range p.Items {
					seen[s.ID]++
				}
				q.Cursor = p.Next
				for range 4 {
					c.happen()
				}
				k := c.draw(len(c.order))
				c.take(k.told)
				k.receipt = c.receipt(k.id)
			}
			after, _ := c.wanted(chief, Query{States: q.States, Sort: sort})
			stayed := 0
			for _, id := range before {
				// Whose urgency changed has another place in the order by urgency.
				if slices.Contains(after, id) && sort != Urgent {
					if stayed++; seen[id] != 1 {
						t.Errorf("%s, there all the time, was shown %d times", c.reports[id].name, seen[id])
					}
				}
			}
			for id, n := range seen {
				if n > 1 && sort != Urgent {
					t.Errorf("%s was shown %d times", c.reports[id].name, n)
				}
			}
			if sort != Urgent && stayed < 20 {
				t.Errorf("%d stayed: the test asks too little", stayed)
			}
		})
	}
}

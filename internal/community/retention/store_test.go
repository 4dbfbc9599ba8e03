package retention

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wasl/internal/base/record"
	"wasl/internal/community/activity"
	"wasl/internal/community/person"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// wholeSQL says of everybody when they go, from the register, the rolls and the plans as
// they stand: what the tables must come to by steps.
var wholeSQL = fmt.Sprintf(`WITH took AS (
		SELECT t.person, max(min(a.ends, a.at + CASE a.state WHEN 'cancelled' THEN 0 ELSE %d END)) AS last
		FROM (SELECT person, activity FROM enrolments WHERE enrolled = 1 UNION SELECT person, activity FROM marks) t JOIN activities a ON a.id = t.activity GROUP BY t.person
	), ones AS (
		SELECT coalesce(p.into_id, p.id) AS one, max(max(coalesce(took.last, 0), p.at)) AS last, max(p.renewed) AS renewed, max(p.child) AS child,
			max(p.keep) AND NOT max(p.child) AND NOT max(coalesce(back.open = 0, 0)) AS stays
		FROM persons p LEFT JOIN took ON took.person = p.id
		LEFT JOIN (SELECT person, sum(withdrawn = 0) AS open FROM consents WHERE scope = 'refresher' GROUP BY person) back ON back.person = p.id GROUP BY one
	)
	SELECT hex(p.id), CASE WHEN stays THEN max(ones.last, ones.renewed) + %d ELSE ones.last + %d END, stays, ones.child FROM persons p JOIN ones ON ones.one = coalesce(p.into_id, p.id) ORDER BY p.id`,
	activity.Ahead.Milliseconds(), Longest.Milliseconds(), Keep.Milliseconds())

func (w *town) leaving(sql string) (all []string) {
	w.t.Helper()
	w.ok(w.l.View(w.t.Context(), func(tx *store.Tx) error {
		rows := tx.Query(sql)
		defer rows.Close()
		for rows.Next() {
			var id string
			var due, stays, young int64
			if err := rows.Scan(&id, &due, &stays, &young); err != nil {
				return err
			}
			all = append(all, fmt.Sprint(id, " ", due, " ", stays, " ", young))
		}
		return rows.Err()
	}))
	return all
}

// chance does things to people and activities at random.
type chance struct {
	*town
	rng    *rand.Rand
	people []record.ID
	plans  int
	kinds  map[string]int
}

func newChance(w *town, seed uint64) *chance {
	c := &chance{town: w, rng: rand.New(rand.NewPCG(4, seed)), plans: 6, kinds: map[string]int{}}
	for i := range c.plans {
		c.held(fmt.Sprint("plan ", i), 1+20*i, activity.Forum)
	}
	c.people = append(c.people, c.someone("First", 0))
	return c
}

// tables says of everybody what the tables say.
const tables = "SELECT hex(person), due, stays, young FROM leaving ORDER BY person"

func one[T any](c *chance, of []T) T { return of[c.rng.IntN(len(of))] }

func (c *chance) plan() string { return fmt.Sprint("plan ", c.rng.IntN(c.plans)) }

// step does one thing; a refusal, such as merging somebody with themselves, is nothing.
func (c *chance) step() {
	ctx, what := c.t.Context(), ""
	var err error
	switch n := c.rng.IntN(23); {
	case n < 3:
		var id record.ID
		what = "register"
		if id, err = c.register(fmt.Sprint("Person ", len(c.people)), c.rng.IntN(8)); err == nil {
			c.people = append(c.people, id)
		}
	case n < 5:
		what, err = "correct", c.correct()
	case n < 9:
		what, err = "mark", c.mark(c.plan(), one(c, []string{"present", "absent", "late"}), one(c, c.people))
	case n < 11:
		what, err = "list", c.list(c.rng.IntN(2) == 0)
	case n < 13:
		what, err = "move", c.move()
	case n < 15:
		what, err = "turn", c.turn()
	case n < 17:
		what, err = "merge", c.town.people.Merge(ctx, c.organiser, one(c, c.people), one(c, c.people))
	case n < 18:
		what, err = "split", c.town.people.Split(ctx, c.organiser, one(c, c.people))
	case n < 19:
		what, err = "erase", c.town.people.Erase(ctx, c.organiser, one(c, c.people), "asked")
	case n < 21:
		what, err = "consent", c.consent()
	case n < 22:
		what, err = "renew", c.town.people.Renew(ctx, c.organiser, one(c, c.people), "asked")
	default:
		what = "night"
		c.now = c.now.Add(time.Duration(c.rng.IntN(20*24)) * time.Hour)
		_, err = c.service.Run(ctx)
	}
	if err == nil {
		c.kinds[what]++
	}
}

func (c *chance) correct() error {
	p, err := c.town.people.Open(c.t.Context(), c.organiser, one(c, c.people), "to correct it")
	if err != nil {
		return err
	}
	p.Name, p.Band, p.Keep = "Ali", one(c, person.Bands), c.rng.IntN(2) == 0 && !p.Band.Child()
	_, err = c.town.people.Put(c.t.Context(), c.organiser, p.ID, here, p.Revision, p.Known)
	return err
}

// consent writes down that somebody agrees to be told of refreshers, or takes that back.
func (c *chance) consent() error {
	id := one(c, c.people)
	if c.rng.IntN(2) == 0 {
		return c.town.people.Withdraw(c.t.Context(), c.organiser, id, id.Derive("refresher"))
	}
	return c.town.people.Agree(c.t.Context(), c.organiser, id, person.Consent{ID: id.Derive("refresher"), Scope: person.Refresher, Language: "fr", How: "spoken"})
}

// list puts somebody on the list of an activity, or takes them off it.
func (c *chance) list(on bool) error {
	c.said++
	_, err := c.l.Write(c.t.Context(), func(*store.Tx) ([]ledger.Draft, error) {
		return []ledger.Draft{{
			Kind: record.Enrolment, Record: record.IDOf(fmt.Sprint("list ", c.said)), Subject: one(c, c.people), Handling: record.Handling{Unit: here, Purpose: "programme"},
			Body: map[string]any{"v": 1, "activity": record.IDOf(c.plan()), "enrolled": on},
		}}, nil
	})
	return err
}

// move puts an activity on another day.
func (c *chance) move() error {
	a, err := c.acts.Get(c.t.Context(), c.organiser, record.IDOf(c.plan()))
	if err != nil {
		return err
	}
	by := time.Duration(c.rng.IntN(60)-30) * 24 * time.Hour
	a.Sessions = slices.Clone(a.Sessions)
	a.Sessions[0].Start, a.Sessions[0].End = a.Sessions[0].Start.Add(by), a.Sessions[0].End.Add(by)
	_, err = c.acts.Put(c.t.Context(), c.organiser, a.ID, here, a.Revision, a.Plan)
	return err
}

// turn cancels an activity, or opens it again.
func (c *chance) turn() error {
	a, err := c.acts.Get(c.t.Context(), c.organiser, record.IDOf(c.plan()))
	if err != nil {
		return err
	}
	seen := activity.Seen{ID: a.ID, Revision: a.Revision}
	if a.State == activity.Cancelled {
		_, err = c.acts.Reopen(c.t.Context(), c.organiser, seen)
	} else {
		_, err = c.acts.Cancel(c.t.Context(), c.organiser, seen, "rain")
	}
	return err
}

// Whatever is done to people, rolls and plans, and in whatever order, the tables say of
// everybody what the register as it stands says; and they say the same when they are
// made again.
func TestWhoLeavesWhenIsWhatTheRegisterSays(t *testing.T) {
	c := newChance(newTown(t), 1)
	for i := range 600 {
		c.step()
		if d := cmp.Diff(c.leaving(wholeSQL), c.leaving(tables)); d != "" {
			t.Fatalf("after %d steps: %s", i+1, d)
		}
	}
	for _, what := range []string{"register", "correct", "mark", "list", "move", "turn", "merge", "split", "erase", "consent", "night"} {
		if c.kinds[what] == 0 {
			t.Errorf("no step was: %s (%v)", what, c.kinds)
		}
	}
	want := c.leaving(tables)
	if len(want) < 5 {
		t.Fatalf("%d people are left: the test says little", len(want))
	}
	c.reopen()
	if d := cmp.Diff(want, c.leaving(wholeSQL)); d != "" {
		t.Errorf("the register was made again: %s", d)
	}
	if d := cmp.Diff(want, c.leaving(tables)); d != "" {
		t.Errorf("made again: %s", d)
	}
}

// Who is due, and what is to come, is read off the index in its order: of a register of
// a country nothing else is touched.
func TestWhoIsDueIsReadOffItsIndex(t *testing.T) {
	w := newTown(t)
	w.ok(w.l.View(t.Context(), func(tx *store.Tx) error {
		for sql, args := range map[string][]any{dueSQL: {int64(1), atOnce}, comingSQL: {int64(1), int64(2), int64(3)}, countedSQL: {here}, tookPartSQL: {here}} {
			plan, err := tx.Plan(sql, args...)
			if err != nil {
				return err
			}
			if strings.Contains(plan, "SCAN leaving") || strings.Contains(plan, "SCAN marks") || strings.Contains(plan, "SCAN enrolments") || !strings.Contains(plan, "SEARCH") {
				t.Errorf("%s: %s", sql, plan)
			}
			if sql == dueSQL && strings.Contains(plan, "TEMP B-TREE") {
				t.Errorf("who is due is sorted anew: %s", plan)
			}
		}
		return nil
	}))
}

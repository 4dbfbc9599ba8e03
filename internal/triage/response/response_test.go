package response

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/ledger/ledgertest"
	"wasl/internal/keep/store"
	"wasl/internal/triage/incident"
	"wasl/internal/triage/queue"
	"wasl/internal/triage/task"
)

// said is what a board says of one's times, in short.
func said(t *Times) string {
	var b strings.Builder
	for s := range Stages() {
		half, _ := t.Took[s].Within(0.5)
		fmt.Fprintf(&b, "%s %d in %v, %d wait; ", Stage(s), t.Took[s].N(), half, t.Waiting[s])
	}
	return b.String()
}

// A report's way, stage by stage, as the board tells it.
func TestTimesAreCountedAsTheyHappen(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	of := o.take("two cars", record.Amber, false)
	act := queue.Act{Report: of}
	step := func(what, want string, do func() error) {
		t.Helper()
		o.pass(time.Hour)
		o.ok(do())
		b := o.board(o.head)
		if got := said(&b.All); got != want {
			t.Errorf("%s:\n%swant\n%s", what, got, want)
		}
		if l := said(&b.Levels[1]); l != said(&b.All) || len(b.Units) != 1 || b.Units[0].Unit != north {
			t.Errorf("%s: by level and unit: %s, %v", what, l, b.Units)
		}
	}
	step("reading alone", "taken_up 0 in 0s, 1 wait; decided 0 in 0s, 1 wait; acted 0 in 0s, 1 wait; closed 0 in 0s, 1 wait; ", func() error {
		_, err := o.queue.Open(ctx, o.desk, of, "")
		return err
	})
	step("a note", "taken_up 1 in 2h0m0s, 0 wait; decided 0 in 0s, 1 wait; acted 0 in 0s, 1 wait; closed 0 in 0s, 1 wait; ", func() error {
		o.pass(-time.Second)
		_, err := o.queue.Note(ctx, o.desk, act, record.IDOf("n"), "vu")
		return err
	})
	step("a task", "taken_up 1 in 2h0m0s, 0 wait; decided 1 in 3h0m0s, 0 wait; acted 0 in 0s, 1 wait; closed 0 in 0s, 1 wait; ", func() error {
		o.pass(-time.Second)
		_, err := o.tasks.Ask(ctx, o.desk, task.New{ID: record.IDOf("t"), Report: of, To: post, Text: "voir", Due: o.clock().Add(time.Hour)})
		return err
	})
	step("what was done", "taken_up 1 in 2h0m0s, 0 wait; decided 1 in 3h0m0s, 0 wait; acted 1 in 4h0m0s, 0 wait; closed 0 in 0s, 1 wait; ", func() error {
		o.pass(-time.Second)
		return o.Record(ctx, o.desk, New{ID: record.IDOf("r"), Report: of, Kind: Patrol, Text: "une patrouille y est allée", When: o.clock()})
	})
	step("its end", "taken_up 1 in 2h0m0s, 0 wait; decided 1 in 3h0m0s, 0 wait; acted 1 in 4h0m0s, 0 wait; closed 1 in 6h0m0s, 0 wait; ", func() error {
		_, err := o.queue.Close(ctx, o.desk, act, queue.ActionTaken, "")
		return err
	})
	step("taken up again", "taken_up 1 in 2h0m0s, 0 wait; decided 1 in 3h0m0s, 0 wait; acted 1 in 4h0m0s, 0 wait; closed 0 in 0s, 1 wait; ", func() error {
		_, err := o.queue.Reopen(ctx, o.desk, act, "encore")
		return err
	})
}

// What is not yet reached goes with the report to its next unit; what was reached
// stays with the unit that did it. A report that nobody let in waits for nobody.
func TestWhoseTimesTheyAre(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	held := o.take("flood", record.Amber, true)
	if b := o.board(o.head); len(b.Units) != 0 {
		t.Errorf("what is held counts: %v", b.Units)
	}
	o.pass(48 * time.Hour)
	_, err := o.queue.SetState(ctx, o.desk, queue.Act{Report: held}, queue.New)
	o.ok(err)
	_, err = o.queue.SetGrade(ctx, o.desk, queue.Act{Report: held}, queue.Grade{Source: "B", Information: 2})
	o.ok(err)
	_, err = o.queue.Forward(ctx, o.desk, queue.Act{Report: held}, south, "à vous")
	o.ok(err)
	b := o.board(o.head)
	of := map[record.ID]string{}
	for i := range b.Units {
		of[b.Units[i].Unit] = said(&b.Units[i].Times)
	}
	if want := "taken_up 1 in 5m0s, 0 wait; decided 1 in 5m0s, 0 wait; acted 0 in 0s, 0 wait; closed 0 in 0s, 0 wait; "; of[north] != want {
		t.Errorf("the north: %s", of[north])
	}
	if want := "taken_up 0 in 0s, 0 wait; decided 0 in 0s, 0 wait; acted 0 in 0s, 1 wait; closed 0 in 0s, 1 wait; "; of[south] != want {
		t.Errorf("the south: %s", of[south])
	}
}

// Figures are under the policy: of one's unit and those below, and nothing of what
// is marked closely.
func TestTheBoardShowsWhatThePolicySays(t *testing.T) {
	o := newOffice(t)
	o.take("open", record.Amber, false)
	o.take("strict", record.AmberStrict, false)
	o.take("red", record.Red, false)
	n := func(a policy.Actor) int {
		b := o.board(a)
		return b.All.Waiting[TakenUp]
	}
	oversight := policy.Actor{ID: record.IDOf("over"), Unit: capital, Roles: []policy.Role{policy.Oversight}}
	if n(o.head) != 1 || n(o.chief) != 1 || n(o.other) != 0 || n(oversight) != 1 {
		t.Errorf("head %d, chief %d, other %d, oversight %d", n(o.head), n(o.chief), n(o.other), n(oversight))
	}
	for _, role := range []policy.Role{policy.Administrator, policy.Operator} {
		_, err := o.Board(t.Context(), policy.Actor{ID: record.IDOf("x"), Unit: capital, Roles: []policy.Role{role}}, BoardQuery{From: o.now, To: o.now})
		o.refused(fault.Denied, "policy.denied", string(role), err)
	}
	_, err := o.Board(t.Context(), o.head, BoardQuery{From: o.now, To: o.now.AddDate(0, -1, 0)})
	o.refused(fault.Invalid, "response.months.wrong", "an end before the beginning", err)
	b, err := o.Board(t.Context(), o.head, BoardQuery{From: o.now, To: o.now, Urgencies: []report.Urgency{report.Now}})
	o.ok(err)
	if b.All.Waiting[TakenUp] != 0 {
		t.Error("the urgency is not asked for")
	}
}

// Whatever desks do, the counts are those of the reports one by one; erasing takes
// them away, and tables made again are the same.
func TestCountsAreTheSumOfTheReports(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	r := rand.New(rand.NewPCG(1, 2))
	var ids []record.ID
	for i := range 25 {
		ids = append(ids, o.take(fmt.Sprint("report ", i), record.TLP(r.IntN(3)), i%5 == 0))
	}
	happened := []record.ID{o.happened("first", capital), o.happened("second", north), o.happened("third", south)}
	for i := range 250 {
		of := ids[r.IntN(len(ids))]
		in := happened[r.IntN(len(happened))]
		act := queue.Act{Report: of}
		o.pass(time.Duration(r.IntN(1000)) * time.Minute)
		var err error
		switch r.IntN(15) {
		case 9:
			err = o.incidents.Attach(ctx, o.head, incident.On{Incident: in}, incident.Attachment{Report: of, Tells: incident.ByEar, Origin: incident.Origin{Kind: incident.Unjudged}}, true)
		case 10:
			err = o.incidents.Detach(ctx, o.head, incident.On{Incident: in}, of, "")
		case 11:
			err = o.incidents.Merge(ctx, o.head, incident.On{Incident: in}, happened[r.IntN(len(happened))])
		case 12:
			err = o.incidents.Unmerge(ctx, o.head, incident.On{Incident: in})
		case 13:
			err = o.Record(ctx, o.head, New{ID: record.IDOf(fmt.Sprint("i", i)), Incident: in, Kind: Aid, Text: "eau", When: o.clock()})
		case 14:
			id := record.IDOf(fmt.Sprint("t", i))
			if _, err = o.tasks.Ask(ctx, o.head, task.New{ID: id, Incident: in, To: post, Text: "voir", Due: o.clock().Add(time.Hour)}); err == nil {
				o.pass(time.Hour)
				_, err = o.tasks.Finish(ctx, o.head, task.Act{ID: id}, "vu")
			}
		case 0:
			_, err = o.queue.SetState(ctx, o.head, act, queue.Checking)
		case 1:
			_, err = o.queue.SetGrade(ctx, o.head, act, queue.Grade{Source: "B", Information: 1 + r.IntN(6)})
		case 2:
			_, err = o.queue.Forward(ctx, o.head, act, []record.ID{north, south, post}[r.IntN(3)], "")
		case 3:
			_, err = o.queue.Close(ctx, o.head, act, queue.Confirmed, "")
		case 4:
			_, err = o.queue.Reopen(ctx, o.head, act, "encore")
		case 5:
			_, err = o.queue.SetUrgency(ctx, o.head, act, []report.Urgency{report.Now, report.Soon, report.Routine}[r.IntN(3)])
		case 6:
			err = o.Record(ctx, o.head, New{ID: record.IDOf(fmt.Sprint("r", i)), Report: of, Kind: Aid, Text: "eau", When: o.clock()})
		case 7:
			_, err = o.queue.Answer(ctx, o.head, act, record.IDOf(fmt.Sprint("a", i)), "merci", "fr")
		default:
			if r.IntN(6) == 0 && len(ids) > 15 {
				o.ok(eraseOf(o, of))
				ids = append(ids[:0:0], without(ids, of)...)
			}
			if r.IntN(6) == 0 {
				o.ok(eraseOf(o, in))
				happened = append(without(happened, in), o.happened(fmt.Sprint("after ", i), capital))
			}
		}
		if err != nil && !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Missing) && !fault.Is(err, fault.Conflict) {
			t.Fatal(err)
		}
		o.checkShared()
	}
	o.checkSums()
	want := o.dump()
	o.ok(o.l.Close())
	if _, err := ledger.Rebuild(ctx, o.options(), nil); err != nil {
		t.Fatal(err)
	}
	o.l = ledgertest.Open(t, o.options())
	o.ledger = o.l
	if got := o.dump(); got != want {
		t.Errorf("made again:\n%s\nwant\n%s", got, want)
	}
	if strings.Count(want, "\n") < 30 {
		t.Errorf("the test counts too little:\n%s", want)
	}
}

func without(ids []record.ID, gone record.ID) (left []record.ID) {
	for _, id := range ids {
		if id != gone {
			left = append(left, id)
		}
	}
	return left
}

func eraseOf(o *office, of record.ID) error {
	_, err := o.l.Erase(o.t.Context(), of, o.head.ID, "demandé")
	return err
}

// checkShared holds what each report reached by incidents against what was done about
// those that it is behind now.
func (o *office) checkShared() {
	o.t.Helper()
	o.ok(o.l.View(o.t.Context(), func(tx *store.Tx) error {
		ids, err := idsOf(tx)
		for _, id := range ids {
			m, err := loadMark(tx, id)
			if err != nil {
				return err
			}
			is := m.shared
			if err := m.share(tx, id, record.ID{}); err != nil {
				return err
			}
			if m.shared != is {
				o.t.Errorf("report %v: %v, want %v", id, is, m.shared)
			}
		}
		return err
	}))
}

func idsOf(tx *store.Tx) (ids []record.ID, err error) {
	rows := tx.Query("SELECT id FROM reports")
	for rows.Next() {
		var id record.ID
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

// checkSums holds the counts against the marks.
func (o *office) checkSums() {
	o.t.Helper()
	cells, waits := map[cell]int{}, map[string]int{}
	o.ok(o.l.View(o.t.Context(), func(tx *store.Tx) error {
		ids, err := idsOf(tx)
		if err != nil {
			return err
		}
		for _, id := range ids {
			m, err := loadMark(tx, id)
			if err != nil {
				return err
			}
			for c := range m.cells() {
				cells[c]++
			}
			for s, n := range m.waits() {
				waits[fmt.Sprint(m.unit, m.urgency, m.tlp, s)] += n
			}
		}
		times := tx.Query("SELECT month, unit, stage, urgency, tlp, counts FROM response_times")
		for times.Next() {
			var c cell
			var stage int
			var raw []byte
			if err := times.Scan(&c.month, &c.unit, &stage, &c.urgency, &c.tlp, &raw); err != nil {
				return err
			}
			for b, n := range decode(raw) {
				if c.stage, c.bucket = Stage(stage), b; cells[c] != n {
					o.t.Errorf("%+v: %d, want %d", c, n, cells[c])
				}
				delete(cells, c)
			}
		}
		waiting := tx.Query("SELECT unit, urgency, tlp, taken_up, decided, acted, closed FROM response_waiting")
		for waiting.Next() {
			var unit record.ID
			var urgency int
			var tlp record.TLP
			var w [4]int
			if err := waiting.Scan(&unit, &urgency, &tlp, &w[0], &w[1], &w[2], &w[3]); err != nil {
				return err
			}
			for s, n := range w {
				key := fmt.Sprint(unit, urgency, tlp, s)
				if waits[key] != n {
					o.t.Errorf("waiting %s: %d, want %d", key, n, waits[key])
				}
				delete(waits, key)
			}
		}
		return waiting.Err()
	}))
	for c, n := range cells {
		if n != 0 {
			o.t.Errorf("%+v is not counted: %d", c, n)
		}
	}
	for key, n := range waits {
		if n != 0 {
			o.t.Errorf("waiting %s is not counted: %d", key, n)
		}
	}
}

// dump is all that the tables say.
func (o *office) dump() string {
	o.t.Helper()
	var b strings.Builder
	o.ok(o.l.View(o.t.Context(), func(tx *store.Tx) error {
		for _, sql := range []string{
			"SELECT month || ' ' || hex(unit) || ' ' || stage || ' ' || urgency || ' ' || tlp || ' ' || hex(counts) FROM response_times",
			"SELECT hex(unit) || ' ' || urgency || ' ' || tlp || ' ' || taken_up || ' ' || decided || ' ' || acted || ' ' || closed FROM response_waiting",
			"SELECT hex(id) || text || effect FROM responses", "SELECT hex(about) || well || better FROM lessons",
			"SELECT n || ' ' || stage || ' ' || hex(unit) || ' ' || at FROM response_shared", "SELECT hex(id) || told || at FROM response_rounds",
		} {
			rows := tx.Query(sql)
			for rows.Next() {
				var line string
				if err := rows.Scan(&line); err != nil {
					return err
				}
				b.WriteString(line + "\n")
			}
			if err := rows.Err(); err != nil {
				return err
			}
		}
		return nil
	}))
	return b.String()
}

func TestHistogramsSayWithin(t *testing.T) {
	var h Histogram
	if _, ok := h.Within(0.5); ok {
		t.Error("nothing has a half")
	}
	for range 9 {
		h[bucketOf(4*time.Minute)]++
	}
	h[bucketOf(25*time.Hour)]++
	for part, want := range map[float64]time.Duration{0.5: 5 * time.Minute, 0.9: 5 * time.Minute, 0.95: 36 * time.Hour} {
		if got, ok := h.Within(part); !ok || got != want {
			t.Errorf("%v within %v, want %v", part, got, want)
		}
	}
	if decode(h.encode()) != h {
		t.Error("the counts are not read as they were written")
	}
	h = Histogram{buckets - 1: 1}
	if d, ok := h.Within(0.5); ok || d != 90*day {
		t.Errorf("longer than the last end: %v %v", d, ok)
	}
	if bucketOf(5*time.Minute) != 0 || bucketOf(5*time.Minute+1) != 1 || bucketOf(1000*day) != buckets-1 {
		t.Error("the ends are not where they are")
	}
}

// What was done, its effect, and what was learned: by those who work on the report,
// each once.
func TestWhatWasDone(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	of := o.take("two cars", record.Amber, false)
	n := New{ID: record.IDOf("r"), Report: of, Doer: post, Kind: Patrol, Text: "une patrouille y est allée", When: o.clock()}
	o.ok(o.Record(ctx, o.desk, n))
	end, err := o.l.End(ctx)
	o.ok(err)
	o.ok(o.Record(ctx, o.desk, n))
	if again, _ := o.l.End(ctx); again != end {
		t.Error("written down twice")
	}
	about := incident.About{Report: of}
	o.ok(o.SetEffect(ctx, o.desk, about, n.ID, Partly, "une voiture retrouvée"))
	o.ok(o.Learn(ctx, o.chief, about, "arrivés en une heure", "prévenir le poste plus tôt"))
	d, err := o.Of(ctx, o.desk, about, time.Time{})
	o.ok(err)
	if len(d.Responses) != 1 || len(d.Lessons) != 1 || d.Lessons[0].By != o.chief.ID {
		t.Fatalf("%+v", d)
	}
	one := d.Responses[0]
	if one.Effect != Partly || one.Doer != post || one.Came == "" {
		t.Errorf("%+v", one)
	}
	if was, _ := one.Then(one.At); was.Effect != "" || was.Came != "" || was.Text != one.Text {
		t.Errorf("as it was before its effect was said: %+v", was)
	}
	if _, was := one.Then(one.At.Add(-time.Second)); was {
		t.Error("it is there before it was written down")
	}
	for key, spoil := range map[string]func(*New){
		"response.kind.unknown": func(n *New) { n.Kind = "magic" }, "response.when.wrong": func(n *New) { n.When = n.When.Add(48 * time.Hour) },
		"response.text.missing": func(n *New) { n.Text = "" }, "response.id.missing": func(n *New) { n.ID = record.ID{} },
		"response.effect.unknown": func(n *New) { n.Effect = "magic" }, "response.unit.none": func(n *New) { n.Doer = record.IDOf("nowhere") },
	} {
		bad := n
		bad.ID = record.IDOf("bad")
		spoil(&bad)
		o.refused(fault.Invalid, key, key, o.Record(ctx, o.desk, bad))
	}
	other := n
	other.Report = o.take("another", record.Amber, false)
	o.refused(fault.Conflict, "response.id.taken", "a number of another", o.Record(ctx, o.desk, other))
	o.refused(fault.Missing, "", "an effect of another report's", o.SetEffect(ctx, o.desk, incident.About{Report: other.Report}, n.ID, Achieved, ""))
	o.refused(fault.Missing, "", "a desk that has nothing to do with it", o.Record(ctx, o.other, n))
	o.refused(fault.Denied, "policy.denied", "an analyst", o.Learn(ctx, policy.Actor{ID: record.IDOf("a"), Unit: north, Roles: []policy.Role{policy.Analyst}}, about, "x", ""))
	_, err = o.Of(ctx, o.other, about, time.Time{})
	o.refused(fault.Missing, "", "reading what was done elsewhere", err)
}

// Whoever reported hears in their language, once, and nothing of others.
func TestFeedbackIsOneMessageWithoutContent(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	of := o.take("canary one", record.Amber, false)
	for i, k := range []Kind{Patrol, Patrol, Aid} {
		o.ok(o.Record(ctx, o.desk, New{ID: record.IDOf(fmt.Sprint(i)), Report: of, Kind: k, Text: "canary text", When: o.clock()}))
	}
	f, err := o.DraftFeedback(ctx, o.desk, of)
	o.ok(err)
	if f.Language != "ar" || strings.Contains(f.Text, "canary") || strings.Count(f.Text, deeds[Patrol]["ar"]) != 1 || !strings.Contains(f.Text, deeds[Aid]["ar"]) {
		t.Errorf("the draft: %+v", f)
	}
	for range 2 {
		o.ok(o.SendFeedback(ctx, o.desk, record.IDOf("f"), of, f.Text, f.Language))
	}
	ms, err := o.queue.Messages(ctx, of)
	o.ok(err)
	if len(ms) != 1 || ms[0].Text != f.Text || !ms[0].FromDesk {
		t.Errorf("the thread: %+v", ms)
	}
	o.refused(fault.Missing, "", "a desk that may not answer", o.SendFeedback(ctx, o.other, record.IDOf("f"), of, f.Text, f.Language))
	for _, k := range Kinds() {
		for l := range thanks {
			if deeds[k][l] == "" {
				t.Errorf("%s has no words in %s", k, l)
			}
		}
	}
}

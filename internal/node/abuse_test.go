package node

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/guard/audit"
	"wasl/internal/guard/flood"
	"wasl/internal/guard/policy"
	"wasl/internal/guard/vault"
	"wasl/internal/keep/store"
)

// A script that opens report after report with somebody's session raises an alarm
// that oversight reads, and is stopped before it has read a tenth of the queue.
func TestAScraperIsStopped(t *testing.T) {
	t.Parallel()
	r := newRealm(t, asDemo)
	r.forms()
	desk, oversight := r.visitor("desk"), r.visitor("oversight")
	const all = 330
	ids := make([]record.ID, all)
	var wg sync.WaitGroup
	for i := range ids {
		ids[i] = record.IDOf(fmt.Sprint("many ", i))
		wg.Go(func() { r.accept(placed{id: ids[i], position: "own", tlp: record.Amber}, record.ID{}) })
	}
	wg.Wait()
	alarms := func() (acts []string) {
		t.Helper()
		for _, line := range r.ask(oversight, "GET", "/api/v1/audit?act=alarm", nil).json(t)["items"].([]any) {
			m := line.(map[string]any)
			if m["record"] != desk.actor.ID.String() {
				t.Errorf("an alarm about %v", m["record"])
			}
			acts = append(acts, fmt.Sprint(m["detail"].(map[string]any)["act"]))
		}
		return acts
	}
	read := func(id record.ID) heard { return r.ask(desk, "GET", "/api/v1/reports/"+id.String(), nil) }
	for i := range 60 { // a day's work in an hour: nobody is asked about it
		for range 3 { // and opening the same again is no more of it
			if got := read(ids[i]); got.status != 200 {
				t.Fatal(got.body)
			}
		}
	}
	if got := alarms(); len(got) != 0 {
		t.Errorf("after an hour's honest work: %v", got)
	}
	opened := 60
	for _, id := range ids[60:] {
		got := read(id)
		if got.status == 429 {
			if wait, err := strconv.Atoi(got.header.Get("Retry-After")); err != nil || wait < 1 || wait > 3601 || strings.Contains(got.body, "chameau") {
				t.Errorf("stopped: %v %s", got.header, got.body)
			}
			break
		}
		opened++
	}
	if opened != 300 {
		t.Errorf("it read %d reports", opened)
	}
	if got := r.ask(desk, "GET", "/api/v1/reports/"+ids[329].String()+"/attachments/x", nil); got.status != 404 {
		t.Errorf("a file that is not there: %d", got.status)
	}
	if got := fmt.Sprint(alarms()); got != "[stopped many opened]" {
		t.Errorf("oversight reads %s", got)
	}
	if got := read(ids[0]); got.status != 200 {
		t.Errorf("a report read in this hour already: %d", got.status)
	}
	r.pass(time.Hour)
	r.enter(desk)
	r.enter(oversight)
	if got := read(ids[310]); got.status != 200 {
		t.Errorf("the next hour: %d %s", got.status, got.body)
	}
	// Whoever has such hours is not asked about them again.
	r.pass(time.Hour)
	r.enter(desk)
	for _, id := range ids[:200] {
		read(id)
	}
	r.enter(oversight)
	if got := alarms(); len(got) != 2 {
		t.Errorf("after another busy hour oversight reads %v", got)
	}
}

// Lists, maps and searches show so many different reports in an hour and no more.
func TestListsStopAScraperToo(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	m := audit.NewMeter(func() time.Time { return now })
	reader := record.IDOf("reader")
	page := func(n int) (reports []int64) {
		for i := range int64(200) {
			reports = append(reports, int64(n)*200+i)
		}
		return reports
	}
	alarms := 0
	for n := range 50 {
		for range 3 { // the same page again is nothing new
			_, alarm, stopped := m.Show(reader, page(n))
			if stopped {
				t.Fatalf("stopped at page %d", n)
			}
			if alarm {
				alarms++
			}
		}
	}
	if _, _, stopped := m.Show(reader, page(50)); !stopped || alarms != 1 {
		t.Errorf("after 10,000 reports: stopped %v, %d alarms", stopped, alarms)
	}
	if _, _, stopped := m.Show(record.IDOf("another"), page(50)); stopped {
		t.Error("another reader is stopped with them")
	}
	if _, _, stopped := m.Show(reader, page(3)); stopped {
		t.Error("what was shown already is shown no more")
	}
	now = now.Add(time.Hour)
	if _, _, stopped := m.Show(reader, page(50)); stopped {
		t.Error("still stopped in the next hour")
	}
}

// flooder sends sealed reports as a phone does.
type flooder struct {
	*realm
	n int
}

func (f *flooder) send(address, proof string) heard {
	f.t.Helper()
	f.n++
	id := record.IDOf(fmt.Sprint("flood ", f.n)).String()
	sealed, err := vault.Seal(f.Vault.Key(), vault.Submission, fmt.Appendf(nil, `{"id":%q,"form":"security-incident","version":"1","language":"fr","xml":%q,"blobs":[]}`, id, incident(id, "x")), true)
	f.ok(err)
	v := &visitor{address: address, header: http.Header{"Content-Type": {"application/wasl-sealed"}}}
	if proof != "" {
		v.header.Set("Proof-Of-Work", proof)
	}
	return f.ask(v, "POST", "/api/v1/reporter/submissions", strings.NewReader(string(sealed)))
}

// Under a flood from one source others report as before; the source itself is
// asked for work, and what it sends beyond all measure waits in quarantine.
func TestAFloodFromOneSource(t *testing.T) {
	t.Parallel()
	r := newRealm(t, asDemo)
	r.forms()
	f := &flooder{realm: r}
	const bot, honest = "203.0.113.9:1", "198.51.100.7:1"
	taken := 0
	var asked heard
	for range 200 {
		if asked = f.send(bot, ""); asked.status != 201 {
			break
		}
		taken++
		r.pass(time.Second) // not so fast that the whole node is flooded
	}
	proof, _ := asked.json(t)["proof"].(map[string]any)
	if wait, err := strconv.Atoi(asked.header.Get("Retry-After")); asked.status != 429 || proof == nil || err != nil || wait < 1 || taken < 100 {
		t.Fatalf("after %d reports: %d %v %s", taken, asked.status, asked.header, asked.body)
	}
	if got := f.send(honest, ""); got.status != 201 {
		t.Errorf("an honest phone: %d %s", got.status, got.body)
	}
	work := flood.Solve(proof["challenge"].(string), int(proof["bits"].(float64)))
	if got := f.send(bot, work); got.status != 201 {
		t.Errorf("with work: %d %s", got.status, got.body)
	}
	if got := f.send(bot, work); got.status != 429 {
		t.Errorf("with the same work again: %d", got.status)
	}
	desk := r.person("root", policy.Chief)
	counts := r.ask(desk, "GET", "/api/v1/reports?limit=1", nil).json(t)["counts"].(map[string]any)
	if counts["quarantine"] != 0.0 || counts["new"].(float64) < 100 {
		t.Errorf("the desk's counts: %v", counts)
	}
	for range 110 { // on and on, with all the work that is asked for
		got := f.send(bot, "")
		if p, ok := got.json(t)["proof"].(map[string]any); ok {
			got = f.send(bot, flood.Solve(p["challenge"].(string), int(p["bits"].(float64))))
		}
		if got.status != 201 {
			t.Fatalf("with work: %d %s", got.status, got.body)
		}
		r.pass(250 * time.Millisecond)
		if r.ask(desk, "GET", "/api/v1/reports?state=quarantine&limit=1", nil).json(t)["counts"].(map[string]any)["quarantine"].(float64) > 0 {
			break
		}
	}
	held := r.ask(desk, "GET", "/api/v1/reports?state=quarantine", nil).json(t)["items"].([]any)
	if len(held) == 0 {
		t.Fatal("nothing is in quarantine")
	}
	id := held[0].(map[string]any)["id"].(string)
	if got := r.ask(desk, "POST", "/api/v1/reports/"+id+"/state", map[string]any{"state": "new"}); got.status != 200 || got.json(t)["state"] != "new" {
		t.Errorf("letting one in: %d %s", got.status, got.body)
	}
	if got := f.send(honest, ""); got.status != 201 {
		t.Errorf("an honest phone at the end: %d %s", got.status, got.body)
	}
}

// Whoever tries receipts is slowed down, by the network that they hold; whoever
// has one reads it all the while, and mistyping it costs nothing.
func TestReceiptsCannotBeGuessed(t *testing.T) {
	t.Parallel()
	r := newRealm(t, asDemo)
	r.forms()
	receipt := (&flooder{realm: r}).send("198.51.100.7:1", "").json(t)["receipt"].(string)
	ask := func(address, receipt string) int {
		t.Helper()
		return r.from(address, &visitor{}, "POST", "/api/v1/reporter/threads/"+receipt, "{}").status
	}
	wrongDigit := "9" + receipt[1:]
	if receipt[0] == '9' {
		wrongDigit = "8" + receipt[1:]
	}
	for range 30 {
		if got := ask("[2001:db8::1]:1", wrongDigit); got != 400 {
			t.Fatalf("a slip of the finger: %d", got)
		}
	}
	refused := 0
	for i := range 30 { // from ever new addresses of one network
		if got := ask(fmt.Sprintf("[2001:db8::%x]:1", i+1), "000000000000"); got == 429 {
			refused++
		} else if got != 404 {
			t.Fatalf("try %d: %d", i, got)
		}
	}
	if refused != 20 {
		t.Errorf("%d of 30 tries were refused", refused)
	}
	if got := ask("[2001:db8::77]:1", receipt); got != 429 {
		t.Errorf("a right one after too many wrong ones: %d", got)
	}
	if got := ask("[2001:db8:0:1::1]:1", receipt); got != 200 {
		t.Errorf("whoever has it, elsewhere: %d", got)
	}
}

// What the node can tell about a reporter is at most three things, in the vault
// alone: by the app nothing, by Collect the token and the device, by an operator
// the account.
func TestWhatTheNodeKnowsOfAReporter(t *testing.T) {
	t.Parallel()
	r := newRealm(t, asDemo)
	r.forms()
	sources := func() (n int, told []string) {
		t.Helper()
		r.ok(r.Vaulted.View(t.Context(), func(tx *store.Tx) error {
			rows := tx.Query("SELECT hex(coalesce(token, '')), hex(coalesce(account, '')), device, phone FROM sources")
			for rows.Next() {
				var token, account, device, phone string
				if err := rows.Scan(&token, &account, &device, &phone); err != nil {
					return err
				}
				n++
				for name, v := range map[string]string{"token": strings.Trim(token, "0"), "account": strings.Trim(account, "0"), "device": device, "phone": phone} {
					if v != "" {
						told = append(told, name)
					}
				}
			}
			return rows.Err()
		}))
		return n, told
	}
	if got := (&flooder{realm: r}).send("198.51.100.7:1", ""); got.status != 201 {
		t.Fatal(got.body)
	}
	if n, told := sources(); n != 0 {
		t.Errorf("of somebody with the app the node knows %v", told)
	}
	operator := r.visitor("operator")
	id := record.IDOf("by phone").String()
	if got := r.ask(operator, "PUT", "/api/v1/reports/"+id, map[string]any{"form": "security-incident", "version": "1", "xml": incident(id, "appel")}); got.status != 201 {
		t.Fatalf("%d %s", got.status, got.body)
	}
	if n, told := sources(); n != 1 || fmt.Sprint(told) != "[account]" {
		t.Errorf("of a caller the node knows %v", told)
	}
	if _, err := r.Vault.Source(t.Context(), vault.Reporter{Token: record.IDOf("t"), Account: record.IDOf("a"), Device: "d", Phone: "p"}); err == nil {
		t.Error("four things about a reporter are kept")
	}
}

// Whatever happens at once, every act was decided on the row as it lay: replayed,
// the policy allows each of them to its author, at the unit where the report then
// was.
func TestActsAreDecidedOnTheRow(t *testing.T) {
	t.Parallel()
	r := newRealm(t, asDemo)
	r.forms()
	desk := r.visitor("desk")                // of the unit own
	far := r.person("sibling", policy.Desk)  // of another
	above := r.person("above", policy.Chief) // of both
	actors := map[record.ID]*visitor{desk.actor.ID: desk, far.actor.ID: far, above.actor.ID: above}
	id := record.IDOf("contested")
	r.accept(placed{id: id, position: "own", tlp: record.Amber}, record.ID{})
	path := "/api/v1/reports/" + id.String() + "/"
	var wg sync.WaitGroup
	done := map[int]int{}
	var mu sync.Mutex
	act := func(v *visitor, name string, body any) {
		got := r.ask(v, "POST", path+name, body)
		mu.Lock()
		defer mu.Unlock()
		done[got.status]++
	}
	// They go on until both answers came often, and enough was changed: who holds the report
	// when is chance, and some of what goes through changes nothing.
	const least404, leastChanges = 20, 20
	more := func(i, least int) bool {
		if i < least {
			return true
		}
		history, err := r.Field.History(t.Context(), id)
		mu.Lock()
		defer mu.Unlock()
		return err == nil && (len(history) < 2*leastChanges || done[404] < least404) && i < 2000
	}
	for _, v := range []*visitor{desk, far} {
		wg.Go(func() {
			for i := 0; more(i, 60); i++ {
				act(v, "urgency", map[string]any{"urgency": []string{"now", "soon", "routine"}[i%3]})
				act(v, "grade", map[string]any{"source": "B", "information": 1 + i%6})
				if i%6 == 0 {
					act(v, "forward", map[string]any{"unit": r.at[map[*visitor]string{desk: "sibling", far: "own"}[v]]})
				}
			}
		})
	}
	wg.Go(func() {
		for i := 0; more(i, 6); i++ {
			act(above, "forward", map[string]any{"unit": r.at[[]string{"sibling", "own"}[i%2]]})
		}
	})
	wg.Wait()
	if done[200] < leastChanges || done[404] < least404 {
		t.Errorf("answers: %v: the test asks too little", done)
	}
	history, err := r.Field.History(t.Context(), id)
	r.ok(err)
	at := r.at["own"]
	replayed := 0
	for _, rev := range history {
		v := actors[rev.Author]
		if v == nil {
			continue
		}
		action := map[record.Kind]policy.Action{record.Urgency: "report.urgency", record.Grade: "report.grade", record.Forward: "report.forward"}[rev.Kind]
		res := r.Policy.At(policy.Report, id, at)
		res.TLP = record.Amber
		if err := r.Policy.Allow(t.Context(), v.actor, action, res); err != nil {
			t.Errorf("revision %d: %s by somebody of %v, while the report lay at %v: %v", rev.Seq, rev.Kind, v.actor.Unit, at, err)
		}
		if rev.Kind == record.Forward {
			at = rev.Handling.Unit
		} else if rev.Handling.Unit != at {
			t.Errorf("revision %d says that the report lies at %v, it lay at %v", rev.Seq, rev.Handling.Unit, at)
		}
		replayed++
	}
	if replayed != done[200] && replayed < leastChanges {
		t.Errorf("%d acts replayed, %d went through", replayed, done[200])
	}
}

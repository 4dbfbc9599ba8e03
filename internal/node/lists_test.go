package node

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// crowded fills a realm with reports, some given to each visitor, and tells whose
// each one is.
func crowded(t *testing.T) (r *realm, all map[record.ID]placed, whose map[record.ID]record.ID) {
	r = newRealm(t, asDemo)
	r.forms()
	all, whose = map[record.ID]placed{}, map[record.ID]record.ID{}
	for _, v := range r.visitors {
		if v.ofCommunities() { // as many reports as a list shows
			continue
		}
		for _, p := range r.batch(v) {
			all[p.id] = p
			if p.mine {
				whose[p.id] = v.actor.ID
			}
		}
	}
	return r, all, whose
}

// Every list, count, map and search shows to everybody what the policy says row by
// row, and no number tells of the others.
func TestListsShowWhatThePolicySays(t *testing.T) {
	t.Parallel()
	r, all, whose := crowded(t)
	differ, shown, hidden := 0, 0, 0
	for _, v := range r.visitors {
		if v.session {
			r.enter(v)
		}
		if v.actor.ID.Zero() {
			for _, path := range []string{"reports", "search?q=chameau", "map?west=-180&south=-80&east=180&north=80&zoom=20", "map/areas", "overview", "units", "board", "trends", "trends/alarms", "trends/spots", "trends/reports?week=2026-11-23"} {
				if got := r.ask(v, "GET", "/api/v1/"+path, nil); got.status != 401 || strings.Contains(got.body, "chameau") {
					t.Errorf("%s asks for %s: %d %s", v.name, path, got.status, got.body)
				}
			}
			continue
		}
		may, counted := map[record.ID]bool{}, map[record.ID]bool{}
		perUnit := map[string]int{}
		for id, p := range all {
			res := r.Policy.At(policy.Report, id, r.at[p.position])
			res.TLP, res.Assignee = p.tlp, whose[id]
			if r.Policy.Allow(t.Context(), v.actor, "report.list", res) == nil {
				may[id] = true
				perUnit[r.at[p.position].String()]++
				shown++
			} else {
				hidden++
			}
			if r.Policy.Allow(t.Context(), v.actor, "report.trend", res) == nil {
				counted[id] = true
			}
		}
		if got := r.behind(v); !maps.Equal(got, counted) {
			t.Errorf("behind the trends %s sees %d reports, the policy %d", v.name, len(got), len(counted))
		}
		for what, got := range map[string]map[record.ID]bool{
			"the queue": r.pages(v, "/api/v1/reports?limit=50"), "the queue by urgency": r.pages(v, "/api/v1/reports?limit=33&sort=urgency"),
			"the queue by age": r.pages(v, "/api/v1/reports?limit=200&sort=at"), "the search": r.pages(v, "/api/v1/search?q=chameau&limit=70"), "the map": r.marks(v),
		} {
			if !maps.Equal(got, may) {
				differ++
				t.Errorf("%s shows %s %d reports, the policy %d", what, v.name, len(got), len(may))
			}
		}
		r.numbers(t, v, len(may), perUnit)
		r.trends(t, v, len(counted))
	}
	if differ > 0 || shown < 400 || hidden < 400 {
		t.Errorf("%d shown, %d hidden, %d lists differ", shown, hidden, differ)
	}
}

// pages gives every report of a list, page after page; none twice.
func (r *realm) pages(v *visitor, path string) map[record.ID]bool {
	r.t.Helper()
	seen := map[record.ID]bool{}
	for cursor := ""; ; {
		got := r.ask(v, "GET", path+"&cursor="+cursor, nil)
		if got.status != 200 {
			r.t.Fatalf("%s %s: %d %s", v.name, path, got.status, got.body)
		}
		out := got.json(r.t)
		for _, item := range out["items"].([]any) {
			id, err := record.ParseID(item.(map[string]any)["id"].(string))
			r.ok(err)
			if seen[id] {
				r.t.Errorf("%s shows %s twice", path, id)
			}
			seen[id] = true
		}
		if cursor, _ = out["next"].(string); cursor == "" {
			return seen
		}
		if len(out["items"].([]any)) == 0 {
			r.t.Fatalf("%s %s: an empty page tells of more", v.name, path)
		}
	}
}

func (r *realm) marks(v *visitor) map[record.ID]bool {
	r.t.Helper()
	seen := map[record.ID]bool{}
	out := r.ask(v, "GET", "/api/v1/map?west=-9&south=15&east=-7&north=16&zoom=20", nil).json(r.t)
	for _, c := range out["cells"].([]any) {
		id, err := record.ParseID(c.(map[string]any)["id"].(string))
		r.ok(err)
		seen[id] = true
	}
	if len(out["newest"].([]any)) != min(40, len(seen)) {
		r.t.Errorf("%s: beside the map stand %d reports, on it %d", v.name, len(out["newest"].([]any)), len(seen))
	}
	return seen
}

// numbers holds every number that somebody is told against how many reports they
// may see.
func (r *realm) numbers(t *testing.T, v *visitor, want int, perUnit map[string]int) {
	t.Helper()
	get := func(path string) map[string]any {
		got := r.ask(v, "GET", "/api/v1/"+path, nil)
		if got.status != 200 {
			t.Fatalf("%s asks for %s: %d %s", v.name, path, got.status, got.body)
		}
		return got.json(t)
	}
	sum := func(m any) (n int) {
		for _, x := range m.(map[string]any) {
			n += int(x.(float64))
		}
		return n
	}
	tell := map[string]int{"the tabs": sum(get("reports?limit=1")["counts"]), "the map": 0, "the map's total": int(get("map?west=-180&south=-80&east=180&north=80&zoom=3")["total"].(float64))}
	for _, c := range get("map?west=-180&south=-80&east=180&north=80&zoom=3")["cells"].([]any) {
		tell["the map"] += int(c.(map[string]any)["n"].(float64))
	}
	o := get("overview")
	for _, urgency := range o["open"].(map[string]any) {
		tell["the overview"] += sum(urgency)
	}
	board := get("board")
	for _, urgency := range board["open"].(map[string]any) {
		tell["the board"] += sum(urgency)
	}
	tell["the board's map"] = int(board["located"].(float64))
	for _, d := range o["days"].([]any) {
		m := d.(map[string]any)
		tell["the days"] += int(m["now"].(float64) + m["soon"].(float64) + m["routine"].(float64))
	}
	for _, k := range o["kinds"].([]any) {
		tell["the kinds"] += int(k.(map[string]any)["n"].(float64))
	}
	for what, got := range tell {
		if got != want {
			t.Errorf("%s tell %s of %d reports, the policy of %d", what, v.name, got, want)
		}
	}
	if len(get("map/areas")["items"].([]any)) > 0 && want == 0 {
		t.Errorf("%s, who may see nothing, is told of districts", v.name)
	}
	for _, u := range get("units")["items"].([]any) {
		m := u.(map[string]any)
		if int(m["open"].(float64)) != perUnit[m["id"].(string)] {
			t.Errorf("%s is told of %v open reports at %v, the policy of %d", v.name, m["open"], m["code"], perUnit[m["id"].(string)])
		}
		known := r.status(v, "member.list", policy.Member, m["code"].(string)) == 200
		if m["members"].(float64) > 0 && !known {
			t.Errorf("%s is told how many people %v has", v.name, m["code"])
		}
	}
}

// behind gives the reports behind this week's count of a kind.
func (r *realm) behind(v *visitor) map[record.ID]bool {
	r.t.Helper()
	seen := map[record.ID]bool{}
	out := r.ask(v, "GET", "/api/v1/trends/reports?week=2026-11-23&kind=attack", nil).json(r.t)
	for _, item := range out["items"].([]any) {
		id, err := record.ParseID(item.(map[string]any)["id"].(string))
		r.ok(err)
		seen[id] = true
	}
	return seen
}

// trends holds what trends count against how many reports somebody may have counted.
func (r *realm) trends(t *testing.T, v *visitor, want int) {
	t.Helper()
	all := r.ask(v, "GET", "/api/v1/trends", nil).json(t)["all"].(map[string]any)
	spots := r.ask(v, "GET", "/api/v1/trends/spots", nil).json(t)
	if got := all["total"].(float64); int(got) != want {
		t.Errorf("the trends tell %s of %v reports, the policy of %d", v.name, got, want)
	}
	if got := spots["events"].(float64); int(got) != want {
		t.Errorf("%v reports were looked through for hot spots for %s, the policy has %d", got, v.name, want)
	}
}

// listen opens the stream of events and gives what it tells until it has told of
// a report that everybody hears of who hears of any.
type ear struct {
	events chan string
	stop   context.CancelFunc
}

func (r *realm) listen(url string, v *visitor) *ear {
	r.t.Helper()
	ctx, stop := context.WithCancel(r.t.Context())
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/api/v1/events", nil)
	r.ok(err)
	for name, values := range v.header {
		req.Header[name] = values
	}
	res, err := http.DefaultClient.Do(req) //nolint:bodyclose // closed by the one who reads
	r.ok(err)
	l := &ear{events: make(chan string, 10_000), stop: stop}
	go func() {
		defer res.Body.Close()
		defer close(l.events)
		for s := bufio.NewScanner(res.Body); s.Scan(); {
			if data, ok := strings.CutPrefix(s.Text(), "data: "); ok {
				l.events <- data
			}
		}
	}()
	<-l.events // hello
	return l
}

// The stream of events tells everybody what the policy says of each report, also
// when it goes elsewhere or is erased: gone is told to those alone who saw it.
func TestEventsTellWhatThePolicySays(t *testing.T) {
	t.Parallel()
	r := newRealm(t, asDemo)
	r.forms()
	srv := httptest.NewServer(r.edge)
	defer srv.Close()
	listeners := map[*visitor]*ear{}
	for _, v := range r.visitors {
		if !v.actor.ID.Zero() {
			listeners[v] = r.listen(srv.URL, v)
			defer listeners[v].stop()
		}
	}
	var all []placed
	for _, position := range positions {
		for tlp := record.Clear; tlp <= record.Red; tlp++ {
			all = append(all, placed{id: record.IDOf(position + tlp.String()), position: position, tlp: tlp})
		}
	}
	for _, p := range all {
		r.accept(p, record.ID{})
	}
	// Some go elsewhere, some are erased.
	moved, erased := placed{record.IDOf("ownamber"), "sibling", record.Amber, false}, record.IDOf("ownclear")
	r.write(record.Forward, moved.id, r.at["sibling"], record.Amber, map[string]any{"v": 1, "unit": r.at["sibling"], "from": r.at["own"]})
	_, err := r.Queue.Erase(t.Context(), policy.Actor{ID: record.IDOf("dpo"), Roles: []policy.Role{policy.Oversight}, Unit: r.at["root"]}, erased, "demandé")
	r.ok(err)
	r.Feed.Close() // ends the streams when all is told

	for v, l := range listeners {
		var told, gone []string
		for data := range l.events {
			var e struct {
				ID     record.ID `json:"id"`
				Gone   bool      `json:"gone"`
				Report *struct {
					Title string `json:"title"`
				} `json:"report"`
			}
			r.ok(json.Unmarshal([]byte(data), &e))
			if e.Gone {
				gone = append(gone, e.ID.String())
				if e.Report != nil || strings.Contains(data, "chameau") {
					t.Errorf("%s is told of one gone: %s", v.name, data)
				}
			} else {
				told = append(told, e.ID.String())
			}
		}
		var want, wantGone []string
		for _, p := range all {
			res := r.Policy.At(policy.Report, p.id, r.at[p.position])
			res.TLP = p.tlp
			if r.Policy.Allow(t.Context(), v.actor, "report.list", res) != nil {
				continue
			}
			switch p.id {
			case moved.id, erased: // told of when they came, if the stream was that quick
				wantGone = append(wantGone, p.id.String())
			default:
				want = append(want, p.id.String())
			}
		}
		told = slices.DeleteFunc(told, func(id string) bool { return slices.Contains(wantGone, id) })
		slices.Sort(told)
		slices.Sort(gone)
		slices.Sort(want)
		slices.Sort(wantGone)
		if !slices.Equal(slices.Compact(told), want) || !slices.Equal(gone, wantGone) {
			t.Errorf("%s is told of %d and that %d are gone, want %d and %d", v.name, len(told), len(gone), len(want), len(wantGone))
		}
	}
}

// write writes a revision about a report as its service would.
func (r *realm) write(kind record.Kind, id, unit record.ID, tlp record.TLP, body any) {
	r.t.Helper()
	_, err := r.Field.Write(context.Background(), func(*store.Tx) ([]ledger.Draft, error) {
		return []ledger.Draft{{
			Kind: kind, Record: id.Derive(fmt.Sprint(kind, "unit")), Subject: id, Author: r.boss.ID,
			Handling: record.Handling{Unit: unit, TLP: tlp, Purpose: "community-safety"}, Body: body,
		}}, nil
	})
	r.ok(err)
}

// A stream ends with the session that it was opened in, and shows from then on
// what another role and unit may see.
func TestAStreamFollowsItsAccount(t *testing.T) {
	t.Parallel()
	r := newRealm(t)
	r.forms()
	srv := httptest.NewServer(r.edge)
	defer srv.Close()
	desk := r.visitor("desk")
	l := r.listen(srv.URL, desk)
	defer l.stop()
	r.accept(placed{id: record.IDOf("first"), position: "own", tlp: record.Amber}, record.ID{})
	if got := <-l.events; !strings.Contains(got, record.IDOf("first").String()) {
		t.Fatalf("told of %s", got)
	}
	change := map[string]any{"name": "Person", "roles": []string{"oversight"}, "unit": r.at["own"]}
	if got := r.ask(&visitor{header: r.visitor("administrator").header}, "PUT", "/api/v1/members/"+desk.actor.ID.String(), change); got.status != 204 {
		t.Fatal(got.body)
	}
	r.accept(placed{id: record.IDOf("second"), position: "own", tlp: record.Amber}, record.ID{})
	if got := r.ask(desk, "DELETE", "/api/v1/session", nil); got.status != 204 && got.status != 200 {
		t.Fatal(got.status, got.body)
	}
	r.accept(placed{id: record.IDOf("third"), position: "own", tlp: record.Amber}, record.ID{})
	for e := range l.events {
		t.Errorf("after the change of role it was told of %s", e)
	}
}

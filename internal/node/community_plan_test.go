package node

import (
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// asking is a node with a programme, and its visitors.
func asking(t *testing.T, b *busy) (r *realm, organiser, safeguarding, programme *visitor) {
	t.Helper()
	r = &realm{Node: b.Node, t: t, logged: &safeBuffer{}, demo: true, entered: map[policy.Role]bool{}, at: map[string]record.ID{}}
	r.cfg.Log = slog.New(slog.DiscardHandler)
	var err error
	r.edge, err = r.Handler()
	r.ok(err)
	r.ready.Store(true)
	who := func(role policy.Role) *visitor {
		v := &visitor{name: string(role), actor: policy.Actor{Roles: []policy.Role{role}}, header: http.Header{}}
		r.enter(v)
		return v
	}
	return r, who(policy.Organiser), who(policy.Safeguarding), who(policy.Programme)
}

// Every page of communities reads its rows by an index, and sorts nothing that grows
// with the register: each statement that a page runs is held against its plan.
func TestNoPageOfCommunitiesReadsAWholeTable(t *testing.T) {
	b := withProgramme(t, 13)
	dir := b.cfg.Dir
	b.ok(b.Close())
	b = openBusy(t, dir, 14) // what the programme read is forgotten
	defer func() { b.ok(b.Close()) }()
	b.slow(time.Millisecond)
	r, organiser, safeguarding, programme := asking(t, b)
	list := func(v *visitor, path string) []any {
		got := r.ask(v, "GET", "/api/v1/community/"+path, nil)
		if got.status != 200 {
			t.Errorf("%s asks for %s: %d %s", v.name, path, got.status, got.body)
			return nil
		}
		if strings.Contains(path, "export") || strings.Contains(path, "form") {
			return nil
		}
		items, _ := got.json(t)["items"].([]any)
		return items
	}
	first := func(items []any, key string) string {
		if len(items) == 0 {
			t.Fatalf("there is no %s: the test shows little", key)
		}
		return items[0].(map[string]any)[key].(string)
	}
	list(organiser, "activities")
	act := first(list(organiser, "activities?kind=training&state=done"), "id")
	list(organiser, "activities?from=2026-10-01T00:00:00Z&to=2026-11-01T00:00:00Z")
	list(organiser, "activities?undated=true")
	list(organiser, "activities?to=2026-11-01T00:00:00Z&latest=true")
	list(organiser, "ahead")
	list(organiser, "refreshers?course=first-aid")
	for _, path := range []string{"", "/roll", "/roll/passes", "/certificates", "/learning?course=first-aid", "/sheets", "/voices"} {
		list(organiser, "activities/"+act+path)
	}
	list(organiser, "suggestions?closed=true")
	idea := first(list(organiser, "suggestions"), "id")
	list(organiser, "suggestions/"+idea+"/comments")
	for _, path := range []string{"people?role=teacher", "people?leaving=true", "rumours?which=leaving", "complaints?which=leaving", "waiting", "calendar", "materials", "authors", "kits", "courses", "rumours", "surveys", "complaints"} {
		list(organiser, path)
	}
	who := first(list(organiser, "people"), "id")
	list(organiser, "people/"+who+"/kits")
	for _, name := range []string{"Aminata", "Mohamed Ould Ahmed"} {
		if got := r.ask(organiser, "POST", "/api/v1/community/people/find", map[string]any{"name": name}); got.status != 200 {
			t.Errorf("%s: %d %s", name, got.status, got.body)
		}
	}
	for path, body := range map[string]any{
		"people/" + who + "/open": map[string]any{"reason": "pour corriger"}, "people/" + who + "/own": map[string]any{"reason": "elle l’a demandé"},
		"people/alike": map[string]any{"known": map[string]any{"name": "Mouhamed", "band": "25-34", "sex": "male", "community": "host", "disability": "no", "role": "participant"}, "not": who},
	} {
		if got := r.ask(organiser, "POST", "/api/v1/community/"+path, body); got.status != 200 {
			t.Errorf("%s: %d %s", path, got.status, got.body)
		}
	}
	list(organiser, "materials/"+first(list(organiser, "materials"), "id"))
	list(organiser, "rumours/"+first(list(organiser, "rumours"), "id"))
	survey := first(list(organiser, "surveys"), "id")
	list(organiser, "surveys/"+survey+"/results")
	list(safeguarding, "complaints")
	list(safeguarding, "materials")
	for _, path := range []string{"numbers", "numbers?time=2026", "numbers/export?format=csv&whole=1"} {
		list(programme, path)
	}
	list(organiser, "retention")
	plansOf(t, b.Community)
}

// wholes are the tables that a page may read whole, or by an index from end to end, and
// why.
var wholes = map[string]string{
	"applied": "one row", "courses": "some dozens of versions", "surveys": "some dozens", "kits": "a stick for each journey",
	"materials": "some hundreds, those that wait before the others", "complaints": "the open ones, which a partial index holds",
	"number_edition": "its last row alone", "number_figures": "one row for each slice",
	"CONSTANT": "no table at all", "(subquery-8)": "at most 500 are counted",
	"(subquery-1)": "those of a key, bounded", "(subquery-2)": "those of a key, bounded",
}

// atNight are statements of the upkeep, which runs when a node is opened: they are on no
// page's path.
var atNight = []string{"FROM marks m LEFT JOIN persons p", "FROM attempts WHERE 1 ", "FROM surveys s JOIN survey_answers a", "FROM number_cells", "FROM number_frozen", "FROM number_frozen_figures"}

// sorted are statements whose rows are few and may be sorted: those of one thing, or such
// as stand on one page.
var sorted = []string{
	"WHERE activity = ?", "WHERE rumour = ?", "WHERE suggestion = ?", "WHERE survey = ?", "kit_people WHERE person = ?", // of one thing
	"FROM suggestions", "FROM rumours WHERE closed = ?", "FROM surveys", "FROM kits", "FROM materials", "FROM courses", // some hundreds in all
	"FROM leaving", // thirty days of the index, added up by day
}

// plansOf holds every statement that was read against its plan.
func plansOf(t *testing.T, l *ledger.Ledger) {
	t.Helper()
	statements := l.Statements()
	if len(statements) < 40 {
		t.Errorf("%d statements: the test shows little", len(statements))
	}
	in := func(sql string, some []string) bool {
		return slices.ContainsFunc(some, func(part string) bool { return strings.Contains(sql, part) })
	}
	if err := l.View(t.Context(), func(tx *store.Tx) error {
		for _, sql := range statements {
			if strings.HasPrefix(sql, "EXPLAIN") || !strings.Contains(sql, "SELECT") || in(sql, atNight) {
				continue
			}
			plan, err := tx.Plan(sql)
			if err != nil {
				return err
			}
			for step := range strings.SplitSeq(plan, "\n") {
				table, scan := strings.CutPrefix(step, "SCAN ")
				table, by, _ := strings.Cut(table, " ")
				paged := strings.HasPrefix(by, "USING COVERING INDEX") && strings.Contains(sql, "LIMIT ?")
				if scan && wholes[table] == "" && !paged || strings.Contains(step, "TEMP B-TREE") && !in(sql, sorted) {
					t.Errorf("%s: %s", step, strings.Join(strings.Fields(sql), " "))
				}
			}
		}
		return nil
	}); err != nil {
		t.Error(err)
	}
}

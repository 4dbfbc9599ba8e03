package node

import (
	"testing"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
)

// Rules and deadlines are shown to whoever works with reports, and to oversight.
func TestListsOfRules(t *testing.T) {
	t.Parallel()
	r := newRealm(t, asDemo)
	id := r.aRule(r.at["own"], "tried", "on")
	r.aRule(r.at["sibling"])
	for _, v := range r.visitors {
		sees := map[policy.Action]bool{}
		for _, action := range []policy.Action{"rule.list", "deadline.list"} {
			f, err := r.Policy.Filter(t.Context(), v.actor, action)
			sees[action] = err == nil && f.Counts(r.at["sibling"], record.Clear)
		}
		rules, history, deadlines := r.ask(v, "GET", "/api/v1/rules", nil), r.ask(v, "GET", "/api/v1/rules/"+id.String()+"/history", nil), r.ask(v, "GET", "/api/v1/deadlines", nil)
		if v.actor.ID.Zero() {
			if rules.status != 401 || history.status != 401 || deadlines.status != 401 {
				t.Errorf("%s: %d, %d, %d", v.name, rules.status, history.status, deadlines.status)
			}
			continue
		}
		if n := len(rules.json(t)["items"].([]any)); rules.status != 200 || (n == 2) != sees["rule.list"] || n != 0 && n != 2 {
			t.Errorf("%s sees %d rules: %d %s", v.name, n, rules.status, rules.body)
		}
		if (history.status == 200) != sees["rule.list"] || history.status != 200 && history.status != 404 {
			t.Errorf("%s reads a rule's history: %d", v.name, history.status)
		}
		if n := len(deadlines.json(t)["items"].([]any)); (n == 5) != sees["deadline.list"] || n != 0 && n != 5 {
			t.Errorf("%s sees the deadlines of %d units", v.name, n)
		}
	}
}

// The second look is for whoever may work on the report and has not closed it; what
// it found for chiefs and oversight, and the load of desks for chiefs alone.
func TestListsOfReviews(t *testing.T) {
	t.Parallel()
	r := newRealm(t, asDemo)
	for _, v := range r.visitors {
		for _, path := range []string{"reviews", "reviews/figures", "load"} {
			if got := r.ask(v, "GET", "/api/v1/"+path, nil); v.actor.ID.Zero() != (got.status == 401) {
				t.Errorf("%s asks for %s: %d %s", v.name, path, got.status, got.body)
			}
		}
		if v.actor.ID.Zero() {
			continue
		}
		want := map[string]bool{}
		for _, p := range r.batch(v) {
			r.drawn(p.id)
			res := p.resource(r, v, policy.Report)
			if r.Policy.Allow(t.Context(), v.actor, "report.review", res) == nil && r.Policy.Allow(t.Context(), v.actor, "report.list", res) == nil {
				want[p.id.String()] = true
			}
		}
		got := map[string]bool{}
		for _, item := range r.ask(v, "GET", "/api/v1/reviews", nil).json(t)["items"].([]any) {
			got[item.(map[string]any)["report"].(map[string]any)["id"].(string)] = true
		}
		for id := range want {
			if !got[id] {
				t.Errorf("%s is not asked to look at %s", v.name, id)
			}
		}
		for path, action := range map[string]policy.Action{"reviews/figures": "review.figures", "load": "unit.load"} {
			f, err := r.Policy.Filter(t.Context(), v.actor, action)
			if err != nil {
				t.Fatal(err)
			}
			items := r.ask(v, "GET", "/api/v1/"+path, nil).json(t)["items"].([]any)
			if len(items) != len(f.Units(r.Units.Tree().All())) {
				t.Errorf("%s sees %d units by %s", v.name, len(items), path)
			}
		}
	}
}

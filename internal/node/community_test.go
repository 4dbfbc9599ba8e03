package node

import (
	"slices"
	"strings"
	"testing"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
)

// ofCommunities are the addresses of the compartment of communities: held whole by
// TestCommunitiesAreClosed, and one by one by the tests of its packages.
func ofCommunities(pattern string) bool { return strings.Contains(pattern, "/api/v1/community/") }

func (v *visitor) ofCommunities() bool {
	return slices.ContainsFunc(v.actor.Roles, policy.Role.OfCommunities)
}

// insider is somebody who may ask at all.
func (r *realm) insider(pattern string) *visitor {
	if ofCommunities(pattern) {
		return r.visitor("organiser")
	}
	return r.visitor("chief")
}

// For whoever has nothing to do with communities there is nothing there: every
// address is to the letter like one that nothing answers to, whatever is sent, and
// oversight hears of it once an hour.
func TestCommunitiesAreClosed(t *testing.T) {
	t.Parallel()
	r := newRealm(t)
	asked := map[bool]int{}
	r.withCommunities()
	for _, v := range r.visitors {
		if v.actor.ID.Zero() || !v.session && v.ofCommunities() {
			continue
		}
		for _, pattern := range r.interfaces() {
			if !ofCommunities(pattern) {
				continue
			}
			method, path := concrete(pattern)
			nothing := r.ask(v, method, "/api/v1/nothing", nil)
			var bodies []any
			if reads(method) {
				bodies = []any{nil}
			} else {
				bodies = []any{"{}", `{"nonsense": 1`}
			}
			for _, body := range bodies {
				got := r.ask(v, method, path, body)
				asked[v.ofCommunities()]++
				if same := got.same(nothing); v.ofCommunities() == same {
					t.Errorf("%s %s with %v: %d %s", v.name, pattern, body, got.status, got.body)
				}
			}
		}
		tried := 0
		for _, h := range r.communityLines() {
			if h.Kind == record.Alarm && h.Subject == v.actor.ID {
				tried++
			}
		}
		if want := map[bool]int{false: 1, true: 0}[v.ofCommunities()]; tried != want {
			t.Errorf("%d lines tell of %s, want %d", tried, v.name, want)
		}
	}
	if asked[false] < 100 || asked[true] < 50 {
		t.Errorf("asked %v: the test asks too little", asked)
	}
}

func (r *realm) communityLines() []ledger.Header {
	r.t.Helper()
	hs, err := r.Community.Since(r.t.Context(), 0, 100_000)
	r.ok(err)
	return hs
}

package api

import (
	"context"
	"net/http"
	"strings"

	"wasl/internal/base/fault"
	"wasl/internal/guard/audit"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// communityPath is what the addresses of all that has to do with communities begin
// with. For whoever has none of their roles there is nothing there: what such a
// caller gets is what any address gets that nothing answers to.
const communityPath = "/api/v1/community/"

func (s *Server) ofCommunities(path string) bool { return strings.HasPrefix(path, communityPath) }

// admit faults as an unknown address does where the caller may know nothing of
// communities, and lets oversight know that somebody tried: once an hour.
func (s *Server) admit(ctx context.Context, a policy.Actor) error {
	err := s.Policy.Allow(ctx, a, "community.enter", policy.Resource{Type: policy.Node, Unit: a.Unit})
	if err == nil || fault.Is(err, fault.Unknown) {
		return err
	}
	if fault.Is(err, fault.Internal) {
		return err
	}
	if _, err := s.Community.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		return audit.Raise(tx, a, audit.Trespass, 0, 0, s.Clock())
	}); err != nil {
		return err
	}
	return &fault.Error{
		Kind: fault.Missing, Op: "edge", Key: "edge.path.none", Msg: "the interface has nothing at this address", Hint: "see the description of the interface",
	}
}

// enterPlain is admit for a handler that is not huma's.
func (s *Server) enterPlain(r *http.Request) error {
	a := s.caller(r).actor
	if a.ID.Zero() {
		return errNotSignedIn
	}
	return s.admit(r.Context(), a)
}

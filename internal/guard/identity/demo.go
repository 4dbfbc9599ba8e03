package identity

import (
	"context"
	"slices"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
)

// noDemo is what a real node says of a demo's entries: that there is no such
// thing.
func noDemo() error { return policy.Hide() }

func demoOnly() error {
	return &fault.Error{
		Kind: fault.Denied, Op: "identity.Demo", Key: "identity.demo.fixed", Msg: "a demo's account cannot be changed",
		Hint: "everybody who looks at the demo uses it",
	}
}

// AddDemo makes an account that is entered by one click, in a demo alone. Adding
// the same again is harmless.
func (s *Service) AddDemo(ctx context.Context, m Member) error {
	if !s.opt.Demo {
		return noDemo()
	}
	m.Demo = true
	if old, ok := s.member(m.ID); ok && old.Login == foldLogin(m.Login) {
		return nil
	}
	return s.put(ctx, m, m.ID)
}

// DemoAccounts lists the accounts of a demo. It faults with Missing on a real
// node.
func (s *Service) DemoAccounts(context.Context) ([]Member, error) {
	if !s.opt.Demo {
		return nil, noDemo()
	}
	return slices.DeleteFunc(s.Members(), func(m Member) bool { return !m.Demo }), nil
}

// EnterDemo signs in as the demo's account of a role. It faults with Missing on
// a real node, even where an account of a demo was brought there.
func (s *Service) EnterDemo(ctx context.Context, role policy.Role) (Entry, error) {
	if err := s.opt.Policy.Allow(ctx, policy.Actor{}, "session.demo", policy.Resource{Type: policy.Node}); err != nil || !s.opt.Demo {
		return Entry{}, noDemo()
	}
	all, err := s.DemoAccounts(ctx)
	if err != nil {
		return Entry{}, err
	}
	for _, m := range all {
		if slices.Contains(m.Roles, role) {
			return s.enter(ctx, m, "demo")
		}
	}
	return Entry{}, noDemo()
}

// DemoID is the id of the demo's account of a role: the same at every start.
func DemoID(role policy.Role) record.ID { return record.IDOf("demo account " + string(role)) }

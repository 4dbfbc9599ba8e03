package duty

import (
	"context"
	"slices"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// maxSwap bounds how long a stretch of duty may be that is handed on: what is
// longer is another plan.
const maxSwap = 14 * 24 * time.Hour

// AskSwap asks another to take a stretch of one's own duty. The id is chosen by
// whoever asks, so that asking twice is harmless. It faults with Invalid where the
// other could not answer the unit's alerts, or the one who asks is not on duty
// then.
func (s *Service) AskSwap(ctx context.Context, a policy.Actor, w Swap) error {
	if err := s.mayTurn(ctx, a, w.Unit, a.ID); err != nil {
		return err
	}
	d := w.To.Sub(w.From)
	switch {
	case w.ID.Zero() || d <= 0 || d > maxSwap || !w.To.After(s.opt.Clock()):
		return invalid("duty.swap.time", "a swap is of a time to come, of two weeks at most", "choose the shift that you cannot do")
	case w.Taker == a.ID || !s.Can(ctx, w.Taker, w.Unit):
		return invalid("duty.swap.taker", "this person could not take the shift", "choose somebody of the unit's desk, its chief, or of a unit above")
	}
	_, err := s.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		known, err := swapsOf(tx, "id = ?", w.ID)
		if err != nil || len(known) > 0 {
			return nil, err
		}
		look, err := s.look(ctx, tx, w.Unit, w.From, w.To)
		if err != nil {
			return nil, err
		}
		if len(ownOf(look, a.ID)) == 0 {
			return nil, invalid("duty.swap.free", "you are not on duty in this time", "choose one of your shifts")
		}
		return []ledger.Draft{s.turned(a, w, a.ID, Asked)}, nil
	})
	return err
}

func (s *Service) turned(a policy.Actor, w Swap, giver record.ID, t Turn) ledger.Draft {
	return s.draft(a, w.Unit, w.ID, body{Swap: &swapBody{From: w.From.UTC(), To: w.To.UTC(), Giver: giver, Taker: w.Taker, Turn: t}})
}

func (s *Service) mayTurn(ctx context.Context, a policy.Actor, unit, whose record.ID) error {
	r := s.opt.Policy.At(policy.Duty, record.ID{}, unit)
	r.Assignee = whose
	return s.opt.Policy.Allow(ctx, a, "duty.swap", r)
}

// Turn answers a swap: whoever was asked takes or refuses it, whoever asked
// withdraws it. What was answered once stays so, but for a withdrawal of what was
// taken, which would leave nobody on duty and is a Conflict.
func (s *Service) Turn(ctx context.Context, a policy.Actor, id record.ID, t Turn) error {
	_, err := s.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		found, err := swapsOf(tx, "id = ?", id)
		if err != nil {
			return nil, err
		}
		if len(found) == 0 || !slices.Contains([]record.ID{found[0].Giver, found[0].Taker}, a.ID) {
			return nil, store.ErrNone // it is between these two
		}
		w := found[0]
		whose := w.Taker
		if t == Withdrawn {
			whose = w.Giver
		}
		if err := s.mayTurn(ctx, a, w.Unit, whose); err != nil {
			return nil, err
		}
		switch {
		case w.Turn == t:
			return nil, nil
		case w.Turn != Asked:
			return nil, &fault.Error{
				Kind: fault.Conflict, Op: "duty.Turn", Key: "duty.swap.over", Msg: "this swap was answered already", Hint: "ask for another one",
			}
		case t == Taken && !s.Can(ctx, w.Taker, w.Unit):
			return nil, invalid("duty.swap.taker", "this person could not take the shift", "choose somebody of the unit's desk, its chief, or of a unit above")
		}
		return []ledger.Draft{s.turned(a, w, w.Giver, t)}, nil
	})
	return err
}

// Swaps gives the swaps that an account asked for or was asked, as far as they are
// not over.
func (s *Service) Swaps(ctx context.Context, account record.ID) (ws []Swap, err error) {
	now := s.opt.Clock().UnixMilli()
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		given, err := swapsOf(tx, "giver = ? AND ends > ?", account, now)
		if err != nil {
			return err
		}
		taken, err := swapsOf(tx, "taker = ? AND ends > ?", account, now)
		ws = append(given, taken...)
		return err
	})
	slices.SortFunc(ws, func(a, b Swap) int { return a.From.Compare(b.From) })
	return ws, err
}

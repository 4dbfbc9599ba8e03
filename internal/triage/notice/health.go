package notice

import (
	"context"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
)

// Health is how a channel does, for whoever keeps the gateways.
type Health struct {
	Channel   Channel
	There     bool      // a gateway is set up
	Went      time.Time // the last message that the gateway took
	Failed    time.Time // the last that it did not
	Fault     string    // what it said then, for the operator
	Waiting   int       // notices that wait
	Since     time.Time // for how long the oldest has waited
	Unheard   int       // notices of the last day that it took and of which nothing was heard since, where it tells
	Delivered int       // and of which it said that they arrived
}

// heal notes how a channel did.
func (s *Service) heal(c Channel, now time.Time, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h := s.health[c]
	if err == nil {
		h.Went = now
	} else {
		h.Failed, h.Fault = now, err.Error()
	}
	s.health[c] = h
}

const healthSQL = "SELECT count(*), coalesce(min(queued), 0) FROM notices INDEXED BY notices_waiting WHERE channel = ? AND state = 0"

const heardSQL = "SELECT coalesce(sum(state = 1), 0), coalesce(sum(state = 2), 0) FROM notices INDEXED BY notices_sent WHERE channel = ? AND sent > 0 AND sent > ?"

// Health gives how every channel does.
func (s *Service) Health(ctx context.Context, a policy.Actor) (all []Health, err error) {
	if err := s.allow(ctx, a, "gateway.list"); err != nil {
		return nil, err
	}
	day := s.opt.Clock().Add(-24 * time.Hour).UnixMilli()
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		for _, c := range Channels() {
			h := s.healthOf(c)
			var since int64
			if err := tx.Row(healthSQL, string(c)).Scan(&h.Waiting, &since); err != nil {
				return err
			}
			if err := tx.Row(heardSQL, string(c), day).Scan(&h.Unheard, &h.Delivered); err != nil {
				return err
			}
			h.Since = millis(since)
			all = append(all, h)
		}
		return nil
	})
	return all, err
}

func (s *Service) healthOf(c Channel) Health {
	s.mu.RLock()
	defer s.mu.RUnlock()
	h := s.health[c]
	h.Channel, h.There = c, s.senders[c] != nil
	return h
}

var tests = map[lang.Language]string{
	lang.French: "wasl: ceci est un essai. Rien à faire.", lang.Arabic: "وصل: هذه تجربة، لا يلزمك شيء.", lang.English: "wasl: this is a test. Nothing to do.",
}

// Test sends a test to an address, or to a program by its id. Said is the gateway's
// fault as it told it, for whoever sets it up; "" where it took the message.
func (s *Service) Test(ctx context.Context, a policy.Actor, c Channel, to string, l lang.Language) (said string, err error) {
	if err := s.allow(ctx, a, "gateway.edit"); err != nil {
		return "", err
	}
	sender := s.sender(c)
	if sender == nil {
		return "", errNoGateway
	}
	if c != Webhook {
		if to, err = ParseAddress(c, to); err != nil {
			return "", err
		}
	}
	_, err = s.send(ctx, sender, Message{ID: record.NewID(s.opt.Random), To: to, Language: l, Title: "wasl", Text: tests[l]})
	s.heal(c, s.opt.Clock(), err)
	if err != nil {
		return err.Error(), nil //nolint:nilerr // what the gateway said is the answer
	}
	return "", nil
}

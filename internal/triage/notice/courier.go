package notice

import (
	"context"
	"slices"
	"sync"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// Times and numbers of sending.
const (
	sendTime    = 30 * time.Second // for one message: a gateway that is slower does not answer
	firstWait   = 15 * time.Second // before one that failed is tried again; doubled each time
	longestWait = 10 * time.Minute
	pressing    = time.Minute     // between two messages to one recipient, where life is at risk
	gap         = 5 * time.Minute // and otherwise: what comes meanwhile goes together
	together    = 8               // messages under way at once
	atOnce      = 5000            // notices looked through in one round
	round       = 64              // recipients of one round
	strikes     = 3               // messages in a row that fail before the gateway is left alone
	lapse       = 72 * time.Hour  // after which a notice is given up,
	leastTries  = 10              // but never before so many tries: a clock that leaps forward takes nothing away
)

// Courier sends what waits for one channel. Each channel has its own, so that a
// gateway that is slow holds up no other. It follows the ledger for its tick alone.
type Courier struct {
	s       *Service
	channel Channel

	gateway hold               // all of it is left alone
	inRow   int                // messages that failed since one went
	holds   map[record.ID]hold // one recipient is
	tried   map[record.ID]int  // how often each notice was
	unkept  []settled          // what was done, and is not written down yet
}

// hold is something that failed, and when it is tried again.
type hold struct {
	fails    int
	from, to time.Time
}

func (h hold) on(now time.Time) bool {
	return h.fails > 0 && now.Before(h.to) && !now.Before(h.from) // a clock that was set back holds nothing
}

func (h hold) longer(now time.Time) hold {
	wait := min(firstWait<<min(h.fails, 10), longestWait)
	return hold{h.fails + 1, now, now.Add(wait)}
}

// Couriers gives the courier of every channel.
func (s *Service) Couriers() (cs []*Courier) {
	for _, c := range Channels() {
		cs = append(cs, &Courier{s: s, channel: c, holds: map[record.ID]hold{}, tried: map[record.ID]int{}})
	}
	return cs
}

// Name says under which the courier's place is kept.
func (c *Courier) Name() string { return "notices/" + string(c.channel) }

// Follow hears nothing: what waits stands in the tables.
func (c *Courier) Follow(context.Context, ledger.Revision) error { return nil }

// Tick sends what waits. What a gateway took is written down before anything else
// is sent: a node whose disk is full sends nothing twice.
func (c *Courier) Tick(ctx context.Context, now time.Time) error {
	if err := c.keep(ctx); err != nil {
		return err
	}
	sender := c.s.sender(c.channel)
	if sender == nil || c.gateway.on(now) {
		return nil
	}
	letters, err := c.gather(ctx, now)
	if err != nil {
		return err
	}
	for len(letters) > 0 && !c.gateway.on(now) && ctx.Err() == nil {
		n := min(together, len(letters))
		if c.gateway.fails > 0 {
			n = 1 // it failed before: one message tells whether it answers again
		}
		c.deliver(ctx, sender, letters[:n], now)
		letters = letters[n:]
		// What left is written down even where the node is about to stop.
		if err := c.keep(context.WithoutCancel(ctx)); err != nil {
			return err
		}
	}
	return nil
}

// envelope is all that one recipient is to hear, and what became of it.
type envelope struct {
	to    record.ID
	rows  []row
	notes []note // of the rows that somebody still needs to hear of
	done  []settled
	err   error // the gateway's, where it may be tried again
	sent  bool
}

// settled is what is to be written of a notice.
type settled struct {
	row
	handling record.Handling
	body     body
}

// gather puts together what waits, by recipient: who waits for the most pressing
// comes first. Those who were sent something just now wait a little, so that a
// hundred alerts are not a hundred messages.
func (c *Courier) gather(ctx context.Context, now time.Time) (all []*envelope, err error) {
	err = c.s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		rows, err := waiting(tx, c.channel, now, atOnce)
		if err != nil {
			return err
		}
		by := map[record.ID]*envelope{}
		for _, r := range rows {
			e := by[r.recipient]
			if e == nil {
				e = &envelope{to: r.recipient}
				by[r.recipient] = e
				if c.holds[r.recipient].on(now) {
					continue
				}
				soon, err := c.soon(tx, r, now)
				if err != nil {
					return err
				}
				if !soon && len(all) < round {
					all = append(all, e)
				}
			}
			e.rows = append(e.rows, r)
		}
		return nil
	})
	return all, err
}

// soon tells whether it is too soon after the last message to the recipient: where
// life is at risk, after the last that said so.
func (c *Courier) soon(tx *store.Tx, r row, now time.Time) (bool, error) {
	wait, of := gap, len(urgencies)-1
	if r.urgency == 0 {
		wait, of = pressing, 0
	}
	before, err := last(tx, r.recipient, c.channel, of)
	return !before.IsZero() && now.Before(before.Add(wait)) && !now.Before(before), err
}

// deliver sends some messages at once and notes what became of each.
func (c *Courier) deliver(ctx context.Context, sender Sender, es []*envelope, now time.Time) {
	var wg sync.WaitGroup
	for _, e := range es {
		wg.Go(func() { c.s.deliver(ctx, sender, e) })
	}
	wg.Wait()
	for _, e := range es {
		c.note(e, now)
	}
}

// note draws the conclusions from one message.
func (c *Courier) note(e *envelope, now time.Time) {
	switch {
	case e.sent:
		if c.gateway.fails > 0 {
			clear(c.holds) // what held them up is over
		}
		c.gateway, c.inRow = hold{}, 0
		delete(c.holds, e.to)
		c.s.heal(c.channel, now, nil)
	case e.err != nil:
		c.holds[e.to] = c.holds[e.to].longer(now)
		if c.inRow++; c.gateway.fails > 0 || c.inRow >= strikes {
			c.gateway = c.gateway.longer(now)
		}
		c.s.heal(c.channel, now, e.err)
		c.delay(e, now)
	}
	for _, d := range e.done {
		delete(c.tried, d.id)
	}
	c.unkept = append(c.unkept, e.done...)
}

// delay notes of what did not go that it did not, once; and gives up what has been
// tried for days.
func (c *Courier) delay(e *envelope, now time.Time) {
	e.done = nil
	for _, n := range e.notes {
		c.tried[n.row.id]++
		switch {
		case c.tried[n.row.id] >= leastTries && now.Sub(n.row.queued) >= lapse:
			e.done = append(e.done, n.settle(body{Act: failed, Failure: Late}))
		case n.row.failure != Unanswered && c.tried[n.row.id] == 1:
			c.unkept = append(c.unkept, n.settle(body{Act: delayed, Failure: Unanswered}))
		}
	}
}

// keep writes down what was done.
func (c *Courier) keep(ctx context.Context) error {
	if len(c.unkept) == 0 {
		return nil
	}
	_, err := c.s.opt.Ledger.Write(ctx, func(tx *store.Tx) (drafts []ledger.Draft, err error) {
		for _, d := range c.unkept {
			more, err := c.s.settle(tx, d)
			if err != nil {
				return nil, err
			}
			drafts = append(drafts, more...)
		}
		return drafts, nil
	})
	if err == nil {
		c.unkept = nil
	}
	return err
}

// settle draws up what became of a notice; of one that will never arrive, the
// recipient hears by the next way that there is.
func (s *Service) settle(tx *store.Tx, d settled) (drafts []ledger.Draft, err error) {
	waits, err := still(tx, d.id)
	if err != nil || !waits {
		return nil, err
	}
	one := func(id record.ID, b body) {
		b.V = bodyVersion
		drafts = append(drafts, ledger.Draft{Kind: record.Notice, Record: id, Subject: d.about, Author: Author, Handling: d.handling, Body: b})
	}
	one(d.id, d.body)
	if d.body.Act != failed {
		return drafts, nil
	}
	for _, c := range s.others(d.row) {
		id := noticeID(d.about, d.step, d.recipient, c)
		known, err := there(tx, id)
		if err != nil {
			return nil, err
		}
		if !known {
			one(id, body{Act: queued, Recipient: d.recipient, Channel: c, Why: d.why, Urgency: urgencies[d.urgency], Step: d.step})
			break
		}
	}
	return drafts, nil
}

// deliver describes what one recipient is to hear, and sends it to every address
// that the recipient has on the channel.
func (s *Service) deliver(ctx context.Context, sender Sender, e *envelope) {
	for _, r := range e.rows {
		b, err := s.opt.Describe(ctx, r.about)
		switch {
		case store.None(err): // erased, and the notice with it
		case err != nil:
			e.err = err
			return
		case !b.Needed && sender.Channel() != Webhook:
			e.done = append(e.done, settled{r, b.Handling, body{Act: withdrawn, Failure: NoNeed}})
		default:
			e.notes = append(e.notes, note{b, r.why, r})
		}
	}
	if len(e.notes) == 0 {
		return
	}
	order(e.notes)
	addresses, err := s.addresses(ctx, e.to, sender.Channel())
	if err != nil {
		e.err = err
		return
	}
	s.sendTo(ctx, sender, addresses, e)
}

func (s *Service) sendTo(ctx context.Context, sender Sender, addresses []Contact, e *envelope) {
	m := s.message(ctx, sender.Channel(), e)
	ref, failure := "", NoAddress
	for _, a := range addresses {
		m.To = a.Address
		got, err := s.send(ctx, sender, m)
		switch {
		case err == nil:
			e.sent, ref = true, got
		case fault.Is(err, fault.Missing):
			// A browser that subscribed no more: it is forgotten.
			if err := s.Remove(ctx, a.Account, a.ID); err != nil && !store.None(err) {
				e.err = err
			}
		case fault.Is(err, fault.Invalid):
			failure = Refused
		default:
			e.err = err
		}
	}
	for _, n := range e.notes {
		switch {
		case e.sent:
			e.done = append(e.done, n.settle(body{Act: sent, Text: m.Text, Language: m.Language, Message: m.ID, Ref: ref}))
		case e.err == nil:
			e.done = append(e.done, n.settle(body{Act: failed, Failure: failure}))
		}
	}
}

// send gives one message its time.
func (s *Service) send(ctx context.Context, sender Sender, m Message) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	return sender.Send(ctx, m)
}

// message makes one of all that a recipient is to hear. Of two notices about one
// alert the later says why.
func (s *Service) message(ctx context.Context, c Channel, e *envelope) Message {
	l := s.language(ctx, e.to)
	m := Message{ID: record.NewID(s.opt.Random), Language: l, Urgency: e.notes[0].Urgency, Exercise: exercise(e.notes), Why: e.notes[0].why}
	once := latest(e.notes)
	m.Title, m.Text = compose(l, c, once, s.opt.Zone)
	if s.opt.Link != nil {
		m.Link = s.opt.Link(once[0].ID)
	}
	for _, n := range once {
		m.About = append(m.About, n.Brief)
	}
	return m
}

// latest gives every alert once, with the latest reason to tell of it.
func latest(ns []note) (out []note) {
	at := map[record.ID]int{}
	for _, n := range ns {
		i, known := at[n.ID]
		switch {
		case !known:
			at[n.ID] = len(out)
			out = append(out, n)
		case out[i].row.queued.Before(n.row.queued):
			out[i] = n
		}
	}
	return out
}

func (n note) settle(b body) settled { return settled{n.row, n.Handling, b} }

// addresses gives where a recipient is reached by a channel.
func (s *Service) addresses(ctx context.Context, to record.ID, c Channel) ([]Contact, error) {
	if c == Webhook {
		return []Contact{{ID: to, Account: to, Channel: c, Address: to.String()}}, nil // the sender knows its programs
	}
	all, err := s.Mine(ctx, to)
	return slices.DeleteFunc(all, func(a Contact) bool { return a.Channel != c || !a.Verified }), err
}

// Reported takes a gateway's word of what became of a message. A message that it
// does not know, or of which it heard already, is nothing to it.
func (s *Service) Reported(ctx context.Context, message record.ID, arrived bool) error {
	var rows []row
	err := s.opt.Ledger.View(ctx, func(tx *store.Tx) (err error) {
		rows, err = rowsOf(tx.Query(messageSQL, message))
		return err
	})
	if err != nil {
		return err
	}
	b := body{Act: delivered}
	if !arrived {
		b = body{Act: failed, Failure: NotArrived}
	}
	for _, r := range rows {
		about, err := s.opt.Describe(ctx, r.about)
		if store.None(err) {
			continue
		}
		if err != nil {
			return err
		}
		if _, err := s.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
			return s.settle(tx, settled{r, about.Handling, b})
		}); err != nil {
			return err
		}
	}
	return nil
}

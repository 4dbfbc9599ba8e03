package notice

import (
	"context"
	"crypto/ecdh"
	"io"
	"slices"
	"sync"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/box"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// Author is whose word it is when the node itself sends or gives up.
var Author = record.IDOf("wasl/notice")

// Options says what the service stands on.
type Options struct {
	Ledger *ledger.Ledger // the field compartment, with Part
	Node   *store.DB      // node.db, with Module; Durable
	Key    []byte         // 32 bytes: seals addresses and gateways' secrets in Node
	Policy *policy.Engine
	Root   func() record.ID // the unit above all, whose administrator keeps the gateways
	// People gives who an account is, and false for none that works here.
	People func(record.ID) (policy.Actor, bool)
	// Language is the one that an account has chosen, or "".
	Language func(ctx context.Context, account record.ID) lang.Language
	// Describe tells of an alert as it stands.
	Describe Describer
	// Senders makes the ways out of the node.
	Senders func(Settings) ([]Sender, error)
	Link    func(about record.ID) string // the console's page of an alert; "" where its address is not known
	Zone    *time.Location
	Clock   func() time.Time
	Random  io.Reader
}

// Service keeps the outbox.
type Service struct {
	opt                Options
	contacts, gateways *box.Box
	tries              *tries
	patience           time.Duration // with a gateway, for one message

	mu       sync.RWMutex // guards what follows
	settings Settings
	senders  map[Channel]Sender
	ways     map[record.ID][]way // of each account, verified
	health   map[Channel]Health
}

// Module is the package's share of node.db: addresses and gateways, which the
// ledger does not have.
var Module = store.Module{Name: "notice", Steps: []string{
	`
	CREATE TABLE contacts (
		id BLOB PRIMARY KEY, account BLOB NOT NULL, channel TEXT NOT NULL, sealed BLOB NOT NULL, verified INTEGER NOT NULL, at INTEGER NOT NULL
	) WITHOUT ROWID;
	CREATE INDEX contacts_account ON contacts (account);
	CREATE TABLE codes (contact BLOB PRIMARY KEY, hash BLOB NOT NULL, until INTEGER NOT NULL, tries INTEGER NOT NULL) WITHOUT ROWID;
	CREATE TABLE gateways (name TEXT PRIMARY KEY, sealed BLOB NOT NULL) WITHOUT ROWID;`,
}}

// NewService makes the service and its ways out of the node.
func NewService(ctx context.Context, opt Options) (s *Service, err error) {
	if opt.Zone == nil {
		opt.Zone = time.UTC
	}
	s = &Service{opt: opt, tries: newTries(opt.Clock), patience: sendTime, health: map[Channel]Health{}}
	if s.contacts, err = box.New(opt.Key, "contacts", opt.Random); err != nil {
		return nil, err
	}
	if s.gateways, err = box.New(opt.Key, "gateways", opt.Random); err != nil {
		return nil, err
	}
	if s.settings, err = s.readSettings(ctx); err != nil {
		return nil, err
	}
	if err := s.reloadWays(ctx); err != nil {
		return nil, err
	}
	return s, s.rebuild()
}

// rebuild makes the senders of the settings as they are.
func (s *Service) rebuild() error {
	made, err := s.opt.Senders(s.Settings())
	if err != nil {
		return err
	}
	senders := map[Channel]Sender{}
	for _, m := range made {
		senders[m.Channel()] = m
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.senders = senders
	return nil
}

func (s *Service) sender(c Channel) Sender {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.senders[c]
}

// Serves tells whether the node can send by a channel.
func (s *Service) Serves(c Channel) bool { return s.sender(c) != nil }

// HookName is what a program is called, and "" for one that is there no more.
func (s *Service) HookName(id record.ID) string {
	for _, h := range s.Settings().Hooks {
		if h.ID == id {
			return h.Name
		}
	}
	return ""
}

// pushKey gives the key under which push services know the node: browsers that
// subscribed hear nobody else.
func (s *Service) pushKey(old Settings) ([]byte, error) {
	if old.Push != nil && len(old.Push.Key) > 0 {
		return old.Push.Key, nil
	}
	k, err := ecdh.P256().GenerateKey(s.opt.Random)
	if err != nil {
		return nil, err
	}
	return k.Bytes(), nil
}

// PushKey is the public half of it, or nil where there is no push.
func (s *Service) PushKey() []byte {
	p := s.Settings().Push
	if p == nil {
		return nil
	}
	k, err := ecdh.P256().NewPrivateKey(p.Key)
	if err != nil {
		return nil
	}
	return k.PublicKey().Bytes()
}

// Matter is an alert that people are to hear of.
type Matter struct {
	About    record.ID
	Urgency  report.Urgency
	Handling record.Handling
	Path     []record.ID // its unit and those above
}

// Wish is that somebody hear of it.
type Wish struct {
	Step  string // of the alert's course: with recipient and channel it names the notice, so that wishing twice is harmless
	To    record.ID
	Why   Why
	After time.Time // not before; zero: at once
	By    []Channel // of what can wait: by each of these that they have; none of them: by the first way that there is
}

// Hooks wishes that programs hear of a matter.
func (s *Service) Hooks(m Matter, step string, why Why) (ws []Wish) {
	for _, id := range s.hooksOf(m.Path, m.Urgency) {
		ws = append(ws, Wish{Step: step, To: id, Why: why})
	}
	return ws
}

// Drafts draws up the notices of wishes, to be written in the transaction that tx
// is of. Where word of the matter waits for somebody already, there is no second
// one: what is sent tells of it as it stands then.
func (s *Service) Drafts(tx *store.Tx, m Matter, ws []Wish) (drafts []ledger.Draft, err error) {
	for _, w := range ws {
		channels := s.waysOf(w.To, m.Urgency, w.By)
		if len(channels) == 0 {
			drafts = append(drafts, draft(m, w, body{Act: queued, Failure: NoAddress}))
			continue
		}
		for _, c := range channels {
			waits, err := pending(tx, m.About, w.To, c)
			if err != nil {
				return nil, err
			}
			if !waits {
				drafts = append(drafts, draft(m, w, body{Act: queued, Channel: c}))
			}
		}
	}
	return drafts, nil
}

func draft(m Matter, w Wish, b body) ledger.Draft {
	b.V, b.Recipient, b.Why, b.Urgency, b.Step = bodyVersion, w.To, w.Why, m.Urgency, w.Step
	if !w.After.IsZero() {
		after := w.After.UTC()
		b.After = &after
	}
	return ledger.Draft{
		Kind: record.Notice, Record: noticeID(m.About, w.Step, w.To, b.Channel), Subject: m.About, Author: Author, Handling: m.Handling, Body: b,
	}
}

func noticeID(about record.ID, step string, to record.ID, c Channel) record.ID {
	return about.Derive("notice " + step + " " + to.String() + " " + string(c))
}

// waysOf gives the channels by which somebody hears of a matter: of what cannot
// wait by all at once, of the rest by those that are wanted, else by the first that
// there is: who has none of those wanted hears of it all the same.
func (s *Service) waysOf(to record.ID, u report.Urgency, wanted []Channel) (channels []Channel) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if slices.ContainsFunc(s.settings.Hooks, func(h Hook) bool { return h.ID == to }) {
		return []Channel{Webhook}
	}
	for _, c := range Channels() {
		has := slices.ContainsFunc(s.ways[to], func(w way) bool { return w.channel == c })
		if has && s.senders[c] != nil {
			channels = append(channels, c)
		}
	}
	if u == report.Now {
		return channels
	}
	if chosen := slices.DeleteFunc(slices.Clone(channels), func(c Channel) bool { return !slices.Contains(wanted, c) }); len(chosen) > 0 {
		return chosen
	}
	return channels[:min(1, len(channels))]
}

// others gives the channels of an account that a notice did not go by.
func (s *Service) others(r row) (channels []Channel) {
	for _, c := range s.waysOf(r.recipient, report.Now, nil) {
		if c != r.channel {
			channels = append(channels, c)
		}
	}
	return channels
}

// Of gives every notice about an alert. The caller has asked the policy.
func (s *Service) Of(ctx context.Context, about record.ID) (ns []Notice, err error) {
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		ns, err = Of(tx, about)
		return err
	})
	return ns, err
}

package notice

import (
	"context"
	"encoding/json"
	"net/mail"
	"net/url"
	"slices"
	"strconv"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// Settings are the gateways of a node. What is nil is not there.
type Settings struct {
	SMS   *SMSSettings  `json:"sms,omitempty"`
	Mail  *MailSettings `json:"mail,omitempty"`
	Push  *PushSettings `json:"push,omitempty"`
	Hooks []Hook        `json:"hooks,omitempty"`
}

// SMSSettings is a Kannel's sendsms interface.
type SMSSettings struct {
	URL      string `json:"url"` // such as http://127.0.0.1:13013/cgi-bin/sendsms
	User     string `json:"user"`
	Password string `json:"password"`
	From     string `json:"from"`
	// Callback is this node's address as the gateway reaches it, such as
	// http://127.0.0.1:8400: delivery is reported there. "": no reports.
	Callback string `json:"callback,omitempty"`
}

// Security is how a line to a mail server is secured.
type Security string

// The ways. Plain is for a server on the same machine.
const (
	StartTLS Security = "starttls"
	TLS      Security = "tls"
	Plain    Security = "plain"
)

// MailSettings is a mail server.
type MailSettings struct {
	Host     string   `json:"host"`
	Port     int      `json:"port"`
	Security Security `json:"security"`
	User     string   `json:"user,omitempty"`
	Password string   `json:"password,omitempty"`
	From     string   `json:"from"`
}

// PushSettings says by whose name browsers' push services are asked (VAPID, RFC
// 8292), and under which key.
type PushSettings struct {
	Contact string `json:"contact"`       // mailto: or https: of the operator
	Key     []byte `json:"key,omitempty"` // P-256, 32 bytes; the node's own business
}

// Hook is another authority's program that is told of a unit's alerts.
type Hook struct {
	ID      record.ID      `json:"id"`
	Name    string         `json:"name"`
	URL     string         `json:"url"`
	Secret  string         `json:"secret"` // signs what is sent
	Unit    record.ID      `json:"unit"`   // of its alerts and those below it is told
	Urgency report.Urgency `json:"urgency"`
}

// Limits of settings.
const (
	maxHooks = 20
	maxValue = 300 // bytes of each value
	minHush  = 16  // bytes of a hook's secret: what is shorter is guessed
)

// check reports the first thing wrong.
func (s Settings) check() error {
	if k := s.SMS; k != nil {
		if !isURL(k.URL) || k.Callback != "" && !isURL(k.Callback) || long(k.User, k.Password, k.From) {
			return invalid("notice.sms.wrong", "the address of the SMS gateway is none", "write it as http://127.0.0.1:13013/cgi-bin/sendsms")
		}
	}
	if m := s.Mail; m != nil {
		_, err := mail.ParseAddress(m.From)
		if err != nil || m.Host == "" || m.Port < 1 || m.Port > 65535 || !slices.Contains([]Security{StartTLS, TLS, Plain}, m.Security) || long(m.Host, m.User, m.Password, m.From) {
			return invalid("notice.mail.wrong", "the mail server needs a name, a port, a way of securing the line and a sender's address", "ask whoever keeps the mail server")
		}
	}
	if p := s.Push; p != nil && (!isURL(p.Contact) && !isMailTo(p.Contact) || long(p.Contact)) {
		return invalid("notice.push.wrong", "push services must know whom to ask", "give an address such as mailto:operator@example.org")
	}
	if len(s.Hooks) > maxHooks {
		return invalid("notice.hook.many", "there are more than {0} programs", "leave out those that are used no more", strconv.Itoa(maxHooks))
	}
	for _, h := range s.Hooks {
		if _, ok := report.ParseUrgency(string(h.Urgency)); !ok || h.ID.Zero() || h.Name == "" || !isURL(h.URL) || h.Unit.Zero() || long(h.Name, h.URL, h.Secret) {
			return invalid("notice.hook.wrong", "a program needs a name, an address, a unit and an urgency", "fill in what is missing")
		}
		if len(h.Secret) < minHush {
			return invalid("notice.hook.secret", "the secret that signs what a program is told has fewer than {0} letters", "make a longer one, and give it to the program", strconv.Itoa(minHush))
		}
	}
	return nil
}

func isURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.User == nil && len(s) <= maxValue
}

func isMailTo(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Scheme == "mailto" && u.Opaque != ""
}

func long(values ...string) bool {
	return slices.ContainsFunc(values, func(v string) bool { return len(v) > maxValue })
}

// settingsRow is where the settings lie in node.db, sealed.
const settingsRow = "settings"

func (s *Service) readSettings(ctx context.Context) (set Settings, err error) {
	var sealed []byte
	err = s.opt.Node.View(ctx, func(tx *store.Tx) error {
		return tx.Row("SELECT sealed FROM gateways WHERE name = ?", settingsRow).Scan(&sealed)
	})
	if store.None(err) {
		return set, nil
	}
	if err != nil {
		return set, err
	}
	plain, err := s.gateways.Open(sealed, settingsRow)
	if err != nil {
		return set, err
	}
	return set, json.Unmarshal(plain, &set)
}

// Settings gives the gateways with their secrets, for whoever builds the senders.
func (s *Service) Settings() Settings {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.settings
}

// Known gives the gateways as an administrator may see them: secrets are there no
// more than as a sign that there is one.
func (s *Service) Known(ctx context.Context, a policy.Actor) (Settings, error) {
	if err := s.allow(ctx, a, "gateway.list"); err != nil {
		return Settings{}, err
	}
	return s.Settings().bare(), nil
}

// Hidden stands for a secret that is there. Written back, it leaves the secret as
// it is.
const Hidden = "••••••••"

func (s Settings) bare() Settings {
	hide := func(v string) string {
		if v == "" {
			return ""
		}
		return Hidden
	}
	out := Settings{}
	if s.SMS != nil {
		k := *s.SMS
		k.Password = hide(k.Password)
		out.SMS = &k
	}
	if s.Mail != nil {
		m := *s.Mail
		m.Password = hide(m.Password)
		out.Mail = &m
	}
	if s.Push != nil {
		out.Push = &PushSettings{Contact: s.Push.Contact}
	}
	for _, h := range s.Hooks {
		h.Secret = hide(h.Secret)
		out.Hooks = append(out.Hooks, h)
	}
	return out
}

// keep fills in the secrets that were left as they are.
func (s Settings) keep(old Settings) Settings {
	if s.SMS != nil && s.SMS.Password == Hidden && old.SMS != nil {
		k := *s.SMS
		k.Password = old.SMS.Password
		s.SMS = &k
	}
	if s.Mail != nil && s.Mail.Password == Hidden && old.Mail != nil {
		m := *s.Mail
		m.Password = old.Mail.Password
		s.Mail = &m
	}
	hooks := slices.Clone(s.Hooks)
	for i, h := range hooks {
		if j := slices.IndexFunc(old.Hooks, func(o Hook) bool { return o.ID == h.ID }); h.Secret == Hidden && j >= 0 {
			hooks[i].Secret = old.Hooks[j].Secret
		}
	}
	s.Hooks = hooks
	return s
}

func (s *Service) allow(ctx context.Context, a policy.Actor, action policy.Action) error {
	return s.opt.Policy.Allow(ctx, a, action, s.opt.Policy.At(policy.Gateway, record.ID{}, s.opt.Root()))
}

// Set changes the gateways, and leaves a line of it without what was set. Old
// secrets that a stranger's address would get are not kept: a gateway that moves
// needs its password anew.
func (s *Service) Set(ctx context.Context, a policy.Actor, set Settings) error {
	if err := s.allow(ctx, a, "gateway.edit"); err != nil {
		return err
	}
	old := s.Settings()
	if moved(old, set) {
		return invalid("notice.secret.anew", "a gateway at another address needs its secret anew", "type the password or the secret again")
	}
	set = set.keep(old)
	if set.Push != nil {
		key, err := s.pushKey(old)
		if err != nil {
			return err
		}
		set.Push = &PushSettings{Contact: set.Push.Contact, Key: key}
	}
	if err := set.check(); err != nil {
		return err
	}
	if err := s.writeSettings(ctx, set); err != nil {
		return err
	}
	root := s.opt.Root()
	_, err := s.opt.Ledger.Write(ctx, func(*store.Tx) ([]ledger.Draft, error) {
		id := root.Derive("gateways")
		return []ledger.Draft{{
			Kind: record.Notice, Record: id, Subject: id, Author: a.ID, Body: body{V: bodyVersion, Act: changed},
			Handling: record.Handling{Unit: root, TLP: record.AmberStrict, Purpose: "network-administration"},
		}}, nil
	})
	return err
}

func (s *Service) writeSettings(ctx context.Context, set Settings) error {
	plain, err := json.Marshal(set)
	if err != nil {
		return err
	}
	sealed, err := s.gateways.Seal(plain, settingsRow)
	if err != nil {
		return err
	}
	err = s.opt.Node.Update(ctx, func(tx *store.Tx) error {
		return tx.Exec("INSERT INTO gateways (name, sealed) VALUES (?, ?) ON CONFLICT DO UPDATE SET sealed = excluded.sealed", settingsRow, sealed)
	})
	if err != nil {
		return err
	}
	s.mu.Lock()
	s.settings = set
	s.mu.Unlock()
	return s.rebuild()
}

// moved tells whether a secret that is kept would go to another address.
func moved(old, set Settings) bool {
	switch {
	case set.SMS != nil && set.SMS.Password == Hidden && (old.SMS == nil || old.SMS.URL != set.SMS.URL):
		return true
	case set.Mail != nil && set.Mail.Password == Hidden && (old.Mail == nil || old.Mail.Host != set.Mail.Host || old.Mail.Port != set.Mail.Port):
		return true
	}
	return slices.ContainsFunc(set.Hooks, func(h Hook) bool {
		return h.Secret == Hidden && !slices.ContainsFunc(old.Hooks, func(o Hook) bool { return o.ID == h.ID })
	})
}

// HooksOf gives the programs that are told of an alert at a unit.
func (s *Service) hooksOf(path []record.ID, u report.Urgency) (ids []record.ID) {
	for _, h := range s.Settings().Hooks {
		if slices.Contains(path, h.Unit) && u.Rank() <= h.Urgency.Rank() {
			ids = append(ids, h.ID)
		}
	}
	return ids
}

var errNoGateway = &fault.Error{
	Kind: fault.Offline, Op: "notice", Key: "notice.gateway.none", Msg: "this node has no gateway for that",
	Hint: "an administrator sets it up under Gateways",
}

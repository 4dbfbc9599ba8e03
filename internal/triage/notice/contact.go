package notice

import (
	"cmp"
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"net/mail"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/guard/audit"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// Contact is an address of an account.
type Contact struct {
	ID       record.ID
	Account  record.ID
	Channel  Channel
	Address  string // +22245123456, an e-mail address, or a browser's subscription
	Verified bool
	At       time.Time
}

// Shown is the address as its owner reads it: of a browser, whose push service it
// is.
func (c Contact) Shown() string {
	var sub Subscription
	if c.Channel != Push || json.Unmarshal([]byte(c.Address), &sub) != nil {
		return c.Address
	}
	u, err := url.Parse(sub.Endpoint)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// way is a verified contact, as sending needs it: the address is opened when it is used.
type way struct {
	id      record.ID
	channel Channel
}

// Limits of contacts.
const (
	maxContacts = 12               // of an account: two phones, two addresses, and browsers
	codeTime    = 15 * time.Minute // for which a code is good
	codeTries   = 5                // at a code: one of 200,000 is guessed
	codesAnHour = 6                // that an account may ask for: each costs an SMS
)

// Subscription is what a browser's push service gave it.
type Subscription struct {
	Endpoint string `json:"endpoint"`
	Keys     struct {
		P256DH string `json:"p256dh"`
		Auth   string `json:"auth"`
	} `json:"keys"`
}

// ParseAddress reads an address as its channel writes it.
func ParseAddress(c Channel, text string) (string, error) {
	text = strings.TrimSpace(text)
	switch c {
	case SMS:
		if n := phone(text); n != "" {
			return n, nil
		}
		return "", invalid("notice.phone.wrong", "this is no telephone number", "write it with its country, such as +222 45 12 34 56")
	case Mail:
		if a, err := mail.ParseAddress(text); err == nil && a.Name == "" && len(text) <= 254 && !strings.ContainsAny(a.Address, "\r\n") {
			return a.Address, nil
		}
		return "", invalid("notice.address.wrong", "this is no e-mail address", "write it as name@example.org")
	case Push:
		if isSubscription(text) {
			return text, nil
		}
		return "", invalid("notice.subscription.wrong", "this is no subscription of a browser", "allow notifications for this page, then try again")
	case Webhook:
	}
	return "", invalid("notice.channel.wrong", "nobody is reached in this way", "choose a telephone, an e-mail address or this browser")
}

// home is the country of numbers written without one, and how many digits they have.
const (
	home       = "+222"
	homeDigits = 8
)

// phone writes a number as E.164 does, and gives "" for what is none.
func phone(text string) string {
	n := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -.()\u00a0\u202f", r) {
			return -1
		}
		return r
	}, text)
	if rest, ok := strings.CutPrefix(n, "00"); ok {
		n = "+" + rest
	}
	if len(n) == homeDigits && n[0] != '+' {
		n = home + n
	}
	digits, ok := strings.CutPrefix(n, "+")
	if _, err := strconv.ParseUint(digits, 10, 64); !ok || err != nil || len(digits) < 8 || len(digits) > 15 || digits[0] == '0' {
		return ""
	}
	return n
}

func isSubscription(text string) bool {
	var sub Subscription
	if len(text) > 2000 || json.Unmarshal([]byte(text), &sub) != nil {
		return false
	}
	u, err := url.Parse(sub.Endpoint)
	key, e1 := base64.RawURLEncoding.DecodeString(strings.TrimRight(sub.Keys.P256DH, "="))
	auth, e2 := base64.RawURLEncoding.DecodeString(strings.TrimRight(sub.Keys.Auth, "="))
	return err == nil && u.Scheme == "https" && u.Host != "" && u.User == nil && e1 == nil && e2 == nil && len(key) == 65 && len(auth) == 16
}

// reloadWays reads by which channels everybody is reached.
func (s *Service) reloadWays(ctx context.Context) error {
	ways := map[record.ID][]way{}
	err := s.opt.Node.View(ctx, func(tx *store.Tx) error {
		rows := tx.Query("SELECT id, account, channel FROM contacts WHERE verified = 1 ORDER BY at, id")
		defer rows.Close()
		for rows.Next() {
			var w way
			var account record.ID
			var channel string
			if err := rows.Scan(&w.id, &account, &channel); err != nil {
				return err
			}
			w.channel = Channel(channel)
			ways[account] = append(ways[account], w)
		}
		return rows.Err()
	})
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ways = ways
	return nil
}

// Mine gives an account's own contacts.
func (s *Service) Mine(ctx context.Context, account record.ID) (cs []Contact, err error) {
	err = s.opt.Node.View(ctx, func(tx *store.Tx) error {
		cs, err = s.read(tx, account)
		return err
	})
	return cs, err
}

func (s *Service) read(tx *store.Tx, account record.ID) (cs []Contact, err error) {
	rows := tx.Query("SELECT id, channel, sealed, verified, at FROM contacts WHERE account = ?", account)
	defer rows.Close()
	for rows.Next() {
		c := Contact{Account: account}
		var channel string
		var sealed []byte
		var at int64
		if err := rows.Scan(&c.ID, &channel, &sealed, &c.Verified, &at); err != nil {
			return nil, err
		}
		plain, err := s.contacts.Open(sealed, c.ID.String())
		if err != nil {
			return nil, err
		}
		c.Channel, c.Address, c.At = Channel(channel), string(plain), millis(at)
		cs = append(cs, c)
	}
	slices.SortFunc(cs, func(a, b Contact) int { return cmp.Or(a.At.Compare(b.At), slices.Compare(a.ID[:], b.ID[:])) })
	return cs, rows.Err()
}

// Read gives a colleague's telephone numbers and addresses to whoever must call
// them, and leaves a line of it with the reason.
func (s *Service) Read(ctx context.Context, a policy.Actor, account record.ID, reason string) (cs []Contact, err error) {
	who, ok := s.opt.People(account)
	if !ok {
		return nil, policy.Hide()
	}
	r := s.opt.Policy.At(policy.Contact, account, who.Unit)
	if err := s.opt.Policy.Allow(ctx, a, "contact.read", r); err != nil {
		return nil, err
	}
	line, err := audit.Opening(audit.Reading{
		Reader: a, Subject: account, Reason: reason, Needs: true,
		Handling: record.Handling{Unit: who.Unit, TLP: record.AmberStrict, Purpose: "network-administration"},
	})
	if err != nil {
		return nil, err
	}
	if _, err := s.opt.Ledger.Write(ctx, func(*store.Tx) ([]ledger.Draft, error) { return []ledger.Draft{line}, nil }); err != nil {
		return nil, err
	}
	all, err := s.Mine(ctx, account)
	return slices.DeleteFunc(all, func(c Contact) bool { return !c.Verified || c.Channel == Push }), err
}

// Add takes an account's address and sends a code to it, by which its owner shows
// that it is reached there. The same address again gets a new code.
func (s *Service) Add(ctx context.Context, account record.ID, c Channel, text string) (Contact, error) {
	address, err := ParseAddress(c, text)
	if err != nil {
		return Contact{}, err
	}
	sender := s.sender(c)
	if sender == nil {
		return Contact{}, errNoGateway
	}
	if err := s.tries.take(account); err != nil {
		return Contact{}, err
	}
	// The same address of the same account is the same contact.
	out := Contact{ID: account.Derive("contact " + string(c) + " " + address), Account: account, Channel: c, Address: address, At: s.opt.Clock()}
	code, err := s.drawCode()
	if err != nil {
		return Contact{}, err
	}
	if err := s.keepContact(ctx, &out, code); err != nil {
		return Contact{}, err
	}
	l := s.language(ctx, account)
	text = strings.Replace(wordsOf(l).code, "{0}", code, 1)
	_, err = s.send(ctx, sender, Message{ID: record.NewID(s.opt.Random), To: address, Language: l, Title: "wasl", Text: text})
	return out, err
}

func (s *Service) keepContact(ctx context.Context, c *Contact, code string) error {
	sealed, err := s.contacts.Seal([]byte(c.Address), c.ID.String())
	if err != nil {
		return err
	}
	return s.opt.Node.Update(ctx, func(tx *store.Tx) error {
		known, err := s.read(tx, c.Account)
		if err != nil {
			return err
		}
		if i := slices.IndexFunc(known, func(k Contact) bool { return k.ID == c.ID }); i >= 0 {
			c.Verified, c.At = known[i].Verified, known[i].At
		} else if len(known) >= maxContacts {
			return invalid("notice.contact.many", "there are {0} addresses already", "remove one that you use no more", strconv.Itoa(maxContacts))
		}
		if err := tx.Exec("INSERT OR IGNORE INTO contacts (id, account, channel, sealed, verified, at) VALUES (?, ?, ?, ?, 0, ?)",
			c.ID, c.Account, string(c.Channel), sealed, c.At.UnixMilli()); err != nil {
			return err
		}
		return tx.Exec("INSERT INTO codes (contact, hash, until, tries) VALUES (?, ?, ?, 0) ON CONFLICT DO UPDATE SET hash = excluded.hash, until = excluded.until, tries = 0",
			c.ID, codeHash(c.ID, code), s.opt.Clock().Add(codeTime).UnixMilli())
	})
}

// drawCode gives six digits.
func (s *Service) drawCode() (string, error) {
	var b [8]byte
	if _, err := io.ReadFull(s.opt.Random, b[:]); err != nil {
		return "", err
	}
	return fmt.Sprintf("%06d", binary.BigEndian.Uint64(b[:])%1_000_000), nil
}

func codeHash(contact record.ID, code string) record.Hash {
	return sha256.Sum256(append([]byte("wasl code\x00"+code), contact[:]...))
}

// Verify takes the code that was sent to a contact. A wrong one counts; after five
// a new code is needed.
func (s *Service) Verify(ctx context.Context, account, contact record.ID, code string) error {
	right := false
	err := s.opt.Node.Update(ctx, func(tx *store.Tx) error {
		var whose record.ID
		var hash record.Hash
		var until int64
		var tries int
		err := tx.Row("SELECT account, hash, until, tries FROM codes JOIN contacts ON id = contact WHERE contact = ?", contact).Scan(&whose, &hash, &until, &tries)
		if err == nil && whose != account {
			err = store.ErrNone
		}
		if err != nil {
			return err
		}
		want := codeHash(contact, strings.TrimSpace(code))
		if tries >= codeTries || s.opt.Clock().UnixMilli() >= until || subtle.ConstantTimeCompare(hash[:], want[:]) != 1 {
			return tx.Exec("UPDATE codes SET tries = tries + 1 WHERE contact = ?", contact)
		}
		right = true
		if err := tx.Exec("DELETE FROM codes WHERE contact = ?", contact); err != nil {
			return err
		}
		return tx.Exec("UPDATE contacts SET verified = 1 WHERE id = ?", contact)
	})
	if err != nil {
		return err
	}
	if !right {
		return invalid("notice.code.wrong", "this is not the code that was sent, or it is too old", "type it again, or ask for a new one")
	}
	return s.reloadWays(ctx)
}

// Remove takes one of an account's contacts away.
func (s *Service) Remove(ctx context.Context, account, contact record.ID) error {
	err := s.opt.Node.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Exec("DELETE FROM contacts WHERE id = ? AND account = ?", contact, account); err != nil {
			return err
		}
		if tx.Changes() == 0 {
			return store.ErrNone
		}
		return tx.Exec("DELETE FROM codes WHERE contact = ?", contact)
	})
	if err != nil {
		return err
	}
	return s.reloadWays(ctx)
}

// Prune takes away the contacts of those who work here no more, and addresses that
// nobody verified in time.
func (s *Service) Prune(ctx context.Context) error {
	err := s.opt.Node.Update(ctx, func(tx *store.Tx) error {
		gone, err := s.stale(tx)
		if err != nil {
			return err
		}
		for _, id := range gone {
			if err := tx.Exec("DELETE FROM contacts WHERE id = ?", id); err != nil {
				return err
			}
			if err := tx.Exec("DELETE FROM codes WHERE contact = ?", id); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.reloadWays(ctx)
}

// unverified is how long an address waits for its code.
const unverified = 24 * time.Hour

// stale gives the contacts that are nobody's any more.
func (s *Service) stale(tx *store.Tx) (gone []record.ID, err error) {
	old := s.opt.Clock().Add(-unverified).UnixMilli()
	rows := tx.Query("SELECT id, account, verified, at FROM contacts")
	defer rows.Close()
	for rows.Next() {
		var id, account record.ID
		var verified bool
		var at int64
		if err := rows.Scan(&id, &account, &verified, &at); err != nil {
			return nil, err
		}
		if _, works := s.opt.People(account); !works || !verified && at < old {
			gone = append(gone, id)
		}
	}
	return gone, rows.Err()
}

func (s *Service) language(ctx context.Context, account record.ID) lang.Language {
	if l := s.opt.Language(ctx, account); l != "" {
		return l
	}
	return lang.French
}

// tries counts the codes that accounts ask for.
type tries struct {
	clock func() time.Time

	mu sync.Mutex // guards what follows
	at map[record.ID][]time.Time
}

func newTries(clock func() time.Time) *tries {
	return &tries{clock: clock, at: map[record.ID][]time.Time{}}
}

func (t *tries) take(account record.ID) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.clock()
	t.at[account] = slices.DeleteFunc(t.at[account], func(at time.Time) bool { return now.Sub(at) >= time.Hour || at.After(now) })
	if len(t.at[account]) >= codesAnHour {
		return &fault.Error{
			Kind: fault.Throttled, Op: "notice.Add", Key: "notice.code.many", Msg: "too many codes were asked for", Hint: "wait an hour, then try again",
			Args: []string{strconv.Itoa(int(time.Hour.Seconds()))},
		}
	}
	t.at[account] = append(t.at[account], now)
	return nil
}

package warning

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/share/cap"
)

// Known is a sender whose certificate somebody here has checked, by another way
// than the one by which its warnings come.
type Known struct {
	Fingerprint string    `json:"fingerprint"` // SHA-256 of the certificate
	Sender      string    `json:"sender"`      // as its messages name it
	Name        string    `json:"name"`        // as people here call it
	By          record.ID `json:"-"`
	At          time.Time `json:"-"`
}

// maxKnown bounds the senders that are known.
const (
	maxKnown     = 200
	maxKnownName = 120 // bytes
	maxSender    = 300
)

// trust is asked of the whole network's unit: whom to believe is not each desk's
// to say.
func (s *Service) trust(ctx context.Context, a policy.Actor) error {
	r := s.opt.Policy.At(policy.Warning, record.ID{}, s.opt.Units.Root())
	r.TLP = record.Clear
	return s.opt.Policy.Allow(ctx, a, "warning.trust", r)
}

// Senders lists the known senders, for those who read warnings.
func (s *Service) Senders(ctx context.Context, a policy.Actor) (all []Known, err error) {
	f, err := s.opt.Policy.Filter(ctx, a, "warning.list")
	if err != nil || f.None() {
		return nil, err
	}
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		all, err = readSenders(tx)
		return err
	})
	return all, err
}

func readSenders(tx *store.Tx) (all []Known, err error) {
	rows := tx.Query("SELECT fingerprint, sender, name, author, at FROM known_senders ORDER BY name, fingerprint")
	defer rows.Close()
	for rows.Next() {
		var k Known
		var at int64
		if err := rows.Scan(&k.Fingerprint, &k.Sender, &k.Name, &k.By, &at); err != nil {
			return nil, err
		}
		k.At = millis(at)
		all = append(all, k)
	}
	return all, rows.Err()
}

// MayTrust tells whether a may say which senders are known.
func (s *Service) MayTrust(ctx context.Context, a policy.Actor) bool { return s.trust(ctx, a) == nil }

// Trust says that a sender is known by a certificate.
func (s *Service) Trust(ctx context.Context, a policy.Actor, k Known) error {
	if err := s.trust(ctx, a); err != nil {
		return err
	}
	print, ok := cap.ParseFingerprint(k.Fingerprint)
	if !ok {
		return invalid("warning.sender.print", "this is no fingerprint", "write the SHA-256 of the certificate, 64 digits and letters from a to f")
	}
	k = Known{Fingerprint: print, Sender: strings.TrimSpace(k.Sender), Name: strings.TrimSpace(k.Name)}
	if k.Name == "" || len(k.Name) > maxKnownName || k.Sender == "" || len(k.Sender) > maxSender || !plain(k.Name+k.Sender) {
		return invalid("warning.sender.name", "a known sender needs a name and the sender's word of its messages", "take both from a message that you have checked")
	}
	return s.setSender(ctx, a, trusted, k)
}

// Distrust says that a certificate is not known any more.
func (s *Service) Distrust(ctx context.Context, a policy.Actor, print string) error {
	if err := s.trust(ctx, a); err != nil {
		return err
	}
	return s.setSender(ctx, a, dropped, Known{Fingerprint: print})
}

func (s *Service) setSender(ctx context.Context, a policy.Actor, act Act, k Known) error {
	_, err := s.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		all, err := readSenders(tx)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(all, func(o Known) bool { return o.Fingerprint == k.Fingerprint })
		switch {
		case act == dropped && i < 0:
			return nil, policy.Hide()
		case act == trusted && i >= 0 && all[i].Sender == k.Sender && all[i].Name == k.Name:
			return nil, nil
		case act == trusted && len(all) >= maxKnown:
			return nil, invalid("warning.sender.many", "there are {0} known senders", "take out those that warn no more", strconv.Itoa(maxKnown))
		}
		return []ledger.Draft{{
			Kind: record.Warning, Record: record.IDOf("cap sender " + k.Fingerprint), Author: a.ID,
			Handling: record.Handling{Unit: s.opt.Units.Root(), TLP: record.Green, Purpose: purpose}, Body: body{V: bodyVersion, Act: act, Sender: &k},
		}}, nil
	})
	return err
}

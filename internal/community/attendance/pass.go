package attendance

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/community/activity"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// Pass lets a phone or tablet take the roll of one activity, without anybody signing
// in there: its secret stands behind the # of a link, which no server is
// sent, and the node keeps its hash alone.
type Pass struct {
	ID       record.ID
	Activity record.ID
	Name     string      // whose phone it is meant for
	Sessions []record.ID // that it may take; with Every also those planned later
	Every    bool
	Tests    bool      // tests are taken with it too
	Courses  []string  // that the activity taught when it was made, where tests are taken with it
	Author   record.ID // the account that made it
	Made     time.Time
	Revoker  record.ID
	Revoked  time.Time // zero: not
	Devices  []Device  // that opened it, the latest seen first
	Until    time.Time // the last moment at which it shows names; zero: whoever made it may not any more
}

// Device is a phone or tablet that a pass was opened on.
type Device struct {
	ID    record.ID
	Pass  record.ID
	First time.Time
	Seen  time.Time
	Off   time.Duration // the node's clock less the device's, when it was last seen
}

// ClockWrong tells whether what the device says of times is to be taken for nothing.
func (d Device) ClockWrong() bool { return d.Off > clockOff || d.Off < -clockOff }

// Limits of passes.
const (
	endsAfter   = 2 * 24 * time.Hour  // the activity's end: a roll is often put right the day after
	sendsAfter  = 30 * 24 * time.Hour // the pass's end: what was marked in time, by a phone that finds a line late
	clockOff    = 10 * time.Minute    // beyond it a clock is told of as wrong
	maxPasses   = 50                  // of an activity: a phone for every trainer of the largest caravan, and as many lost
	maxDevices  = 10                  // that open one pass: a link that goes round is no longer anybody's
	maxPassName = 80                  // letters
	secretBytes = 20                  // 160 bits cannot be guessed by asking
	seenStep    = time.Minute         // how exact Seen is on the disk: every call would otherwise be a write
)

var letters = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// hashOf is how a secret lies at rest. One round is enough: there is nothing to
// guess in 160 random bits.
func hashOf(secret string) record.Hash { return sha256.Sum256([]byte("wasl pass\x00" + secret)) }

// covers tells whether the pass may take the roll of a session.
func (p *Pass) covers(session record.ID) bool { return p.Every || slices.Contains(p.Sessions, session) }

// end is the last moment of a pass: it moves with the activity.
func end(of *activity.Activity) time.Time { return of.Over().Add(endsAfter) }

// NewPass is what is asked of a new pass.
type NewPass struct {
	ID       record.ID // chosen by the console
	Name     string
	Sessions []record.ID // none: every session
	Tests    bool        // tests are taken with it too
}

// Open makes a pass and gives its secret, which is shown once.
func (s *Service) Open(ctx context.Context, a policy.Actor, of record.ID, in NewPass) (Pass, string, error) {
	b := make([]byte, secretBytes)
	if _, err := io.ReadFull(s.opt.Random, b); err != nil {
		return Pass{}, "", &fault.Error{Kind: fault.Internal, Op: "attendance.Open", Err: err}
	}
	secret := letters.EncodeToString(b)
	name := strings.TrimSpace(in.Name)
	if name == "" || len([]rune(name)) > maxPassName || in.ID.Zero() {
		return Pass{}, "", invalid("attendance.pass.name", "the phone has no name, or one of more than {0} letters", "write whose phone it is", strconv.Itoa(maxPassName))
	}
	_, err := s.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		act, err := s.allowed(ctx, tx, a, "roll.pass", of)
		if err != nil {
			return nil, err
		}
		body := passBody{V: bodyVersion, Hash: hashOf(secret), Name: name, Sessions: in.Sessions, Every: len(in.Sessions) == 0, Tests: in.Tests}
		if err := s.mayOpen(tx, act, in); err != nil {
			return nil, err
		}
		if in.Tests {
			if err := s.opt.Policy.Allow(ctx, a, "attempt.enter", act.People(s.opt.Units)); err != nil {
				return nil, err
			}
			body.Courses = act.Courses
		}
		if body.Every {
			for _, x := range act.Sessions {
				body.Sessions = append(body.Sessions, x.ID)
			}
		}
		return []ledger.Draft{{Kind: record.Pass, Record: in.ID, Subject: of, Author: a.ID, Handling: handling(act.Unit), Body: body}}, nil
	})
	if err != nil {
		return Pass{}, "", err
	}
	var p Pass
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) (err error) {
		p, err = loadPass(tx, "id = ?", in.ID)
		return err
	})
	return p, secret, err
}

func (s *Service) mayOpen(tx *store.Tx, act *activity.Activity, in NewPass) error {
	if len(act.Sessions) == 0 {
		return invalid("attendance.session.none", "the activity has no sessions", "plan its sessions first: a roll is taken for each")
	}
	if act.State == activity.Cancelled || s.opt.Clock().After(end(act)) {
		return invalid("attendance.pass.late", "the activity is over or cancelled, so no phone takes its roll any more", "put the roll right here, in the console")
	}
	for _, x := range in.Sessions {
		if _, ok := act.Session(x); !ok {
			return unknownSession()
		}
	}
	var known, open int
	if err := tx.Row("SELECT count(*) FROM passes WHERE id = ?", in.ID).Scan(&known); err != nil {
		return err
	}
	if known > 0 { // its secret was shown and cannot be shown again
		return &fault.Error{Kind: fault.Conflict, Op: "attendance.Open", Key: "attendance.pass.taken", Msg: "this phone was let in already", Hint: "let it in once more: the code is shown only once"}
	}
	if err := tx.Row("SELECT count(*) FROM passes WHERE activity = ? AND revoked = 0", act.ID).Scan(&open); err != nil {
		return err
	}
	if open >= maxPasses {
		return invalid("attendance.pass.many", "{0} phones are let in already", "shut out those that are not used any more", strconv.Itoa(maxPasses))
	}
	return nil
}

// Revoke shuts out the devices of a pass at once.
func (s *Service) Revoke(ctx context.Context, a policy.Actor, id record.ID) error {
	_, err := s.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		p, err := loadPass(tx, "id = ?", id)
		if err != nil {
			return nil, err
		}
		act, err := s.allowed(ctx, tx, a, "roll.pass", p.Activity)
		if err != nil {
			return nil, err
		}
		if !p.Revoked.IsZero() {
			return nil, nil
		}
		return []ledger.Draft{{
			Kind: record.Pass, Record: id, Subject: p.Activity, Author: a.ID, Handling: handling(act.Unit), Body: passBody{V: bodyVersion, Revoked: true},
		}}, nil
	})
	return err
}

// Passes lists the passes of an activity, the newest first, the revoked too, with
// the devices that opened them.
func (s *Service) Passes(ctx context.Context, a policy.Actor, of record.ID) (all []Pass, err error) {
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		act, err := s.allowed(ctx, tx, a, "roll.pass", of)
		if err != nil {
			return err
		}
		all, err = passesOf(tx, of)
		for i := range all {
			if s.mayGive(ctx, &all[i], act) {
				all[i].Until = end(act)
			}
		}
		return err
	})
	for i := 0; i < len(all) && err == nil; i++ {
		all[i].Devices, err = s.devices(ctx, all[i].ID)
	}
	return all, err
}

func passesOf(tx *store.Tx, of record.ID) (all []Pass, err error) {
	rows := tx.Query("SELECT "+passColumns+" FROM passes WHERE activity = ? ORDER BY made DESC, id", of)
	defer rows.Close()
	for rows.Next() {
		p, err := scanPass(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, rows.Err()
}

const passColumns = "id, activity, name, sessions, every, tests, courses, author, made, revoker, revoked"

func loadPass(tx *store.Tx, where string, arg any) (Pass, error) {
	return scanPass(tx.Row("SELECT "+passColumns+" FROM passes WHERE "+where, arg))
}

func scanPass(rows *store.Rows) (p Pass, err error) {
	var sessions, courses string
	var made, revoked int64
	var revoker *record.ID
	if err := rows.Scan(&p.ID, &p.Activity, &p.Name, &sessions, &p.Every, &p.Tests, &courses, &p.Author, &made, &revoker, &revoked); err != nil {
		return p, err
	}
	p.Made = time.UnixMilli(made).UTC()
	if revoked != 0 {
		p.Revoked = time.UnixMilli(revoked).UTC()
	}
	if revoker != nil {
		p.Revoker = *revoker
	}
	return p, errors.Join(json.Unmarshal([]byte(sessions), &p.Sessions), json.Unmarshal([]byte(courses), &p.Courses))
}

// Module keeps when the devices of passes were last seen: no doctrine, an ordinary
// table of the node, without a name.
var Module = store.Module{Name: "roll", Steps: []string{
	`
	CREATE TABLE roll_devices (
		id    BLOB PRIMARY KEY,
		pass  BLOB NOT NULL,
		first INTEGER NOT NULL,
		seen  INTEGER NOT NULL,
		off   INTEGER NOT NULL -- milliseconds: the node's clock less the device's
	) WITHOUT ROWID;
	CREATE INDEX roll_devices_pass ON roll_devices (pass, seen);`,
}}

func (s *Service) devices(ctx context.Context, pass record.ID) (all []Device, err error) {
	err = s.opt.Node.View(ctx, func(tx *store.Tx) error {
		rows := tx.Query("SELECT id, pass, first, seen, off FROM roll_devices WHERE pass = ? ORDER BY seen DESC, id", pass)
		defer rows.Close()
		for rows.Next() {
			var d Device
			var first, seen, off int64
			if err := rows.Scan(&d.ID, &d.Pass, &first, &seen, &off); err != nil {
				return err
			}
			d.First, d.Seen, d.Off = time.UnixMilli(first).UTC(), time.UnixMilli(seen).UTC(), time.Duration(off)*time.Millisecond
			all = append(all, d)
		}
		return rows.Err()
	})
	return all, err
}

// saw notes that a device was there, and how wrong its clock is. It faults with
// Denied where the pass was opened on too many.
func (s *Service) saw(ctx context.Context, pass, device record.ID, off time.Duration) error {
	known, err := s.devices(ctx, pass)
	if err != nil {
		return err
	}
	now := s.opt.Clock()
	i := slices.IndexFunc(known, func(d Device) bool { return d.ID == device })
	switch {
	case i < 0 && len(known) >= maxDevices:
		return &fault.Error{
			Kind: fault.Denied, Op: "attendance.Sync", Key: "attendance.pass.full", Msg: "this code was opened on {0} phones already",
			Hint: "ask the trainer for a code of your own", Args: []string{strconv.Itoa(maxDevices)},
		}
	case i >= 0 && now.Sub(known[i].Seen) < seenStep && (off-known[i].Off).Abs() < seenStep:
		return nil
	}
	return s.opt.Node.Update(ctx, func(tx *store.Tx) error {
		return tx.Exec(`INSERT INTO roll_devices (id, pass, first, seen, off) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (id) DO UPDATE SET seen = excluded.seen, off = excluded.off WHERE pass = excluded.pass`,
			device, pass, now.UnixMilli(), now.UnixMilli(), off.Milliseconds())
	})
}

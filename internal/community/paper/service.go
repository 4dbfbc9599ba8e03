package paper

import (
	"context"
	"encoding/binary"
	"io"
	"slices"
	"strconv"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/community/activity"
	"wasl/internal/community/attendance"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// Options says what the service stands on.
type Options struct {
	Ledger *ledger.Ledger // the compartment community, with Part
	Rolls  *attendance.Service
	Clock  func() time.Time
	Random io.Reader
}

// Service is what may be asked about rolls on paper, and cards. Who may take a roll
// may print it and read it back: it asks attendance.
type Service struct {
	opt  Options
	busy chan struct{} // one photo at a time: each takes some 100 MB for a moment
}

// NewService makes the service over the compartment community.
func NewService(opt Options) *Service { return &Service{opt, make(chan struct{}, 1)} }

// Roll is an activity with those on its list, as a may print them.
func (s *Service) Roll(ctx context.Context, a policy.Actor, of record.ID) (attendance.Roll, error) {
	r, err := s.opt.Rolls.Roll(ctx, a, of)
	if err != nil {
		return r, err
	}
	r.People = slices.DeleteFunc(r.People, func(p attendance.Expected) bool { return !p.Enrolled })
	if len(r.People) == 0 {
		return r, invalid("paper.list.empty", "nobody is on the list of this activity", "put people on its list first")
	}
	return r, nil
}

// Print makes a sheet for sessions of an activity, with everybody on its list.
func (s *Service) Print(ctx context.Context, a policy.Actor, of record.ID, sessions []record.ID, l lang.Language) (Sheet, error) {
	r, err := s.Roll(ctx, a, of)
	if err != nil {
		return Sheet{}, err
	}
	if !slices.Contains(s.opt.Rolls.May(ctx, a, r.Activity), "mark") {
		return Sheet{}, policy.Deny("roll.mark")
	}
	if n := len(sessions); n == 0 || n > MaxSessions {
		return Sheet{}, invalid("paper.sessions.many", "a sheet is for one session at least and {0} at most", "print a sheet for each day", strconv.Itoa(MaxSessions))
	}
	for i, id := range sessions {
		if _, ok := r.Activity.Session(id); !ok || slices.Contains(sessions[:i], id) {
			return Sheet{}, invalid("paper.session.unknown", "the activity has no such session", "load the page again: its plan was changed")
		}
	}
	if len(r.People) > maxPages*MaxRows {
		return Sheet{}, invalid("paper.list.long", "more people are on the list than a sheet has rows for", "make two activities of it")
	}
	var number [8]byte
	if _, err := io.ReadFull(s.opt.Random, number[8-SheetBits/8:]); err != nil {
		return Sheet{}, &fault.Error{Kind: fault.Internal, Op: "paper.Print", Err: err}
	}
	out := Sheet{ID: record.NewID(s.opt.Random), Activity: of, Number: binary.BigEndian.Uint64(number[:]), Language: l, Sessions: sessions, Author: a.ID}
	for _, p := range r.People {
		out.People = append(out.People, p.ID)
	}
	_, err = s.opt.Ledger.Write(ctx, func(*store.Tx) ([]ledger.Draft, error) {
		return []ledger.Draft{s.draft(a, r.Activity, out.ID, body{Number: out.Number, Content: &content{Language: l, Sessions: sessions, People: out.People}})}, nil
	})
	return out, err
}

func (s *Service) draft(a policy.Actor, of *activity.Activity, sheet record.ID, b body) ledger.Draft {
	b.V = bodyVersion
	return ledger.Draft{
		Kind: record.Sheet, Record: sheet, Subject: of.ID, Author: a.ID,
		Handling: record.Handling{Unit: of.Unit, TLP: record.Green, Purpose: purpose}, Body: b,
	}
}

// purpose is what all of this is kept for.
const purpose = "programme"

// Sheets gives the sheets of an activity, the latest first, with its roll as it
// stands.
func (s *Service) Sheets(ctx context.Context, a policy.Actor, of record.ID) (r attendance.Roll, all []Sheet, err error) {
	if r, err = s.opt.Rolls.Roll(ctx, a, of); err != nil {
		return r, nil, err
	}
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		all, err = load(tx, of, "")
		return err
	})
	return r, all, err
}

// Sheet gives one sheet of an activity, with its roll.
func (s *Service) Sheet(ctx context.Context, a policy.Actor, of, id record.ID) (attendance.Roll, *Sheet, error) {
	r, all, err := s.Sheets(ctx, a, of)
	if err != nil {
		return r, nil, err
	}
	i := slices.IndexFunc(all, func(x Sheet) bool { return x.ID == id })
	if i < 0 {
		return r, nil, unknownSheet()
	}
	return r, &all[i], nil
}

// Scan reads a photo of a page of one of the activity's sheets. Nothing of it is
// kept: a person looks at what was read, and Keep takes what they say.
func (s *Service) Scan(ctx context.Context, a policy.Actor, of record.ID, photo []byte) (r attendance.Roll, sheet *Sheet, got *Reading, err error) {
	if err := check(photo); err != nil {
		return r, nil, nil, err
	}
	r, all, err := s.Sheets(ctx, a, of)
	if err != nil {
		return r, nil, nil, err
	}
	select {
	case s.busy <- struct{}{}:
		defer func() { <-s.busy }()
	case <-ctx.Done():
		return r, nil, nil, ctx.Err()
	}
	if got, err = Read(ctx, photo); err != nil {
		return r, nil, nil, err
	}
	i := slices.IndexFunc(all, func(x Sheet) bool { return x.Number == got.Sheet && slices.Contains(x.Pages(), got.Page) })
	if i < 0 {
		return r, nil, nil, unknownSheet()
	}
	return r, &all[i], got, nil
}

// Said is what a person saw on a checked page: how somebody stood at a session.
type Said = attendance.Say

// Keep takes in a page that somebody has checked. The marks go where those of devices
// go: where they differ from what a device said, both are kept and shown.
func (s *Service) Keep(ctx context.Context, a policy.Actor, of, id record.ID, page int, marks []Said) error {
	r, sheet, err := s.Sheet(ctx, a, of, id)
	if err != nil {
		return err
	}
	if page < 1 || page > len(sheet.Pages()) {
		return unknownSheet()
	}
	there := map[record.ID]bool{}
	rows := sheet.People[(page-1)*MaxRows : min(page*MaxRows, len(sheet.People))]
	for _, m := range marks {
		if !slices.Contains(rows, m.Person) || !slices.Contains(sheet.Sessions, m.Session) {
			return invalid("paper.mark.stray", "a mark is for somebody or something that is not on this page", "read the photo again")
		}
		if m.State.There() {
			there[m.Person] = true
		}
	}
	if err := s.opt.Rolls.Add(ctx, a, of, id, s.opt.Clock().UnixMilli(), marks); err != nil {
		return err
	}
	_, err = s.opt.Ledger.Write(ctx, func(*store.Tx) ([]ledger.Draft, error) {
		return []ledger.Draft{s.draft(a, r.Activity, id, body{Page: page, Marked: len(there)})}, nil
	})
	return err
}

package certificate

import (
	"cmp"
	"context"
	"crypto/ed25519"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/community/activity"
	"wasl/internal/community/attendance"
	"wasl/internal/community/person"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/network/unit"
)

// Options says what the service stands on.
type Options struct {
	Ledger *ledger.Ledger     // the compartment community, with Part
	Key    ed25519.PrivateKey // signs certificates and nothing else
	Page   string             // the address of the page that checks them, such as https://wasl.example/c/; "" where the node has none
	Policy *policy.Engine
	Units  *unit.Tree
	Clock  func() time.Time
	Random io.Reader
}

// Service is what may be asked about certificates.
type Service struct{ opt Options }

// NewService makes the service over the compartment community.
func NewService(opt Options) *Service { return &Service{opt} }

// purpose is what all of this is kept for.
const purpose = "programme"

// MaxIssued bounds how many certificates are issued, or printed, at once.
const MaxIssued = 500

// Candidate is somebody on an activity's list: how much of it they were there for,
// and the certificate that they have already.
type Candidate struct {
	Person *person.Person
	There  int // sessions
	Has    record.ID
}

// Overview is an activity's certificates, and who might be given one.
type Overview struct {
	Activity   *activity.Activity
	Sessions   int
	Hours      int // of all sessions together
	Candidates []Candidate
	Issued     []Certificate
	May        []string // "issue", "revoke"
}

// Overview gives the certificates of an activity.
func (s *Service) Overview(ctx context.Context, a policy.Actor, of record.ID) (o Overview, err error) {
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		if o.Activity, err = s.allowed(ctx, tx, a, "certificate.list", of); err != nil {
			return err
		}
		if o.Issued, err = list(tx, of); err != nil {
			return err
		}
		o.Sessions, o.Hours = len(o.Activity.Sessions), hours(o.Activity)
		o.Candidates, err = candidates(tx, of, o.Issued)
		return err
	})
	if err != nil {
		return o, err
	}
	for _, act := range []string{"issue", "revoke"} {
		if s.opt.Policy.Allow(ctx, a, policy.Action("certificate."+act), o.Activity.People(s.opt.Units)) == nil {
			o.May = append(o.May, act)
		}
	}
	return o, nil
}

// hours are those of an activity's sessions, in whole hours.
func hours(of *activity.Activity) int {
	var all time.Duration
	for _, x := range of.Sessions {
		all += x.End.Sub(x.Start)
	}
	return int(all.Round(time.Hour) / time.Hour)
}

// candidates are those on the list, by name.
func candidates(tx *store.Tx, of record.ID, issued []Certificate) (all []Candidate, err error) {
	enrolled, err := attendance.Enrolled(tx, of)
	if err != nil {
		return nil, err
	}
	marks, err := attendance.Marks(tx, of)
	if err != nil {
		return nil, err
	}
	there := map[record.ID]int{}
	for _, m := range marks {
		if m.State.There() {
			there[m.Person]++
		}
	}
	has := map[record.ID]record.ID{}
	for i := range issued {
		if issued[i].State() == Valid {
			has[issued[i].Person] = issued[i].ID
		}
	}
	for _, id := range enrolled {
		p, err := person.Load(tx, id)
		if fault.Is(err, fault.Missing) {
			continue
		}
		if err != nil {
			return nil, err
		}
		all = append(all, Candidate{p, there[id], has[id]})
	}
	slices.SortStableFunc(all, func(x, y Candidate) int { return cmp.Compare(x.Person.Name, y.Person.Name) })
	return all, nil
}

// allowed loads an activity and asks whether a may do something with its
// certificates.
func (s *Service) allowed(ctx context.Context, tx *store.Tx, a policy.Actor, action policy.Action, of record.ID) (*activity.Activity, error) {
	act, err := activity.Load(tx, of)
	if err != nil {
		return nil, err
	}
	return act, s.opt.Policy.Allow(ctx, a, action, act.People(s.opt.Units))
}

// Holder is somebody who is given a certificate, with the name as it is to stand
// there.
type Holder struct {
	Person record.ID
	Given  string
	Family string
}

// Issuing is what stands on all certificates that are issued together.
type Issuing struct {
	Holders []Holder
	Title   lang.Text // empty: the activity's own
	Issuer  lang.Text // the organisation
	Signer  string
	Hours   int
}

// Issue signs certificates for people of an activity. Whoever has a valid one of it
// already is passed over, so that issuing twice changes nothing. It gives those that
// were issued now.
func (s *Service) Issue(ctx context.Context, a policy.Actor, of record.ID, in Issuing) ([]Certificate, error) {
	if n := len(in.Holders); n == 0 || n > MaxIssued {
		return nil, invalid("certificate.many", "certificates are issued for one person at least and {0} at most", "choose the people on the list", strconv.Itoa(MaxIssued))
	}
	fresh := make([]record.ID, len(in.Holders))
	for i := range fresh {
		fresh[i] = record.NewID(s.opt.Random)
	}
	written, err := s.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		act, err := s.allowed(ctx, tx, a, "certificate.issue", of)
		if err != nil {
			return nil, err
		}
		if act.State == activity.Cancelled || act.Start().After(s.opt.Clock()) {
			return nil, invalid("certificate.early", "nothing has been held yet that a certificate could tell of", "issue certificates when the activity has begun")
		}
		return s.drafts(tx, a, act, fresh, &in)
	})
	if err != nil {
		return nil, err
	}
	return s.loaded(ctx, ledgerRecords(written))
}

// drafts makes what is kept of all certificates that are issued together.
func (s *Service) drafts(tx *store.Tx, a policy.Actor, act *activity.Activity, fresh []record.ID, in *Issuing) (drafts []ledger.Draft, err error) {
	issued, err := list(tx, act.ID)
	if err != nil {
		return nil, err
	}
	enrolled, err := attendance.Enrolled(tx, act.ID)
	if err != nil {
		return nil, err
	}
	for i, h := range in.Holders {
		if !slices.Contains(enrolled, h.Person) {
			return nil, invalid("certificate.stranger", "somebody is not on the list of the activity", "put the person on the list first")
		}
		if slices.ContainsFunc(issued, func(c Certificate) bool { return c.Person == h.Person && c.State() == Valid }) {
			continue
		}
		b, err := s.sign(tx, act, fresh[i], h, in)
		if err != nil {
			return nil, err
		}
		drafts = append(drafts, s.draft(a, act.Unit, fresh[i], h.Person, *b))
	}
	return drafts, nil
}

func ledgerRecords(written []ledger.Header) (ids []record.ID) {
	for _, h := range written {
		ids = append(ids, h.Record)
	}
	return ids
}

// loaded reads certificates that were just written.
func (s *Service) loaded(ctx context.Context, ids []record.ID) (all []Certificate, err error) {
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		for _, id := range ids {
			c, err := load(tx, "id = ?", id)
			if err != nil {
				return err
			}
			all = append(all, *c)
		}
		return nil
	})
	return all, err
}

// sign makes what is kept of one certificate.
func (s *Service) sign(tx *store.Tx, act *activity.Activity, id record.ID, h Holder, in *Issuing) (*body, error) {
	p, err := person.Load(tx, h.Person)
	if err != nil {
		return nil, err
	}
	if p.Child() {
		h.Family = "" // children are kept by their given names alone
	}
	b := &body{
		Act: issued, Activity: act.ID, Given: tidy(h.Given), Family: tidy(h.Family), Title: in.Title, Issuer: in.Issuer, Hours: in.Hours,
		Issued: s.opt.Clock().UTC().Truncate(24 * time.Hour), Signer: tidy(in.Signer),
	}
	if len(b.Title) == 0 {
		b.Title = act.Title
	}
	if utf8.RuneCountInString(b.Signer) > maxName {
		return nil, wrong("signer")
	}
	paper := Paper{Code: CodeOf(id), Given: b.Given, Family: b.Family, Title: titleLine(b.Title), Hours: b.Hours, Date: b.Issued, Issuer: joined(b.Issuer, " / ", maxTitle)}
	carried, err := paper.seal(s.opt.Key)
	b.Carried = carried
	return b, err
}

func tidy(s string) string { return strings.Join(strings.Fields(s), " ") }

func (s *Service) draft(a policy.Actor, unit, id, person record.ID, b body) ledger.Draft {
	b.V = bodyVersion
	return ledger.Draft{
		Kind: record.Certificate, Record: id, Subject: person, Author: a.ID,
		Handling: record.Handling{Unit: unit, TLP: record.Green, Purpose: purpose}, Body: b,
	}
}

// maxNote bounds what is said about a revocation, in letters.
const maxNote = 500

// Revoke takes a certificate back. Doing it twice changes nothing.
func (s *Service) Revoke(ctx context.Context, a policy.Actor, id record.ID, why Reason, note string) (Certificate, error) {
	if !slices.Contains(Reasons(), why) {
		return Certificate{}, invalid("certificate.reason.unknown", "a certificate is taken back for one of a few reasons", "choose one from the list")
	}
	if utf8.RuneCountInString(note) > maxNote {
		return Certificate{}, invalid("certificate.note.long", "the note has more than {0} letters", "say it more shortly", strconv.Itoa(maxNote))
	}
	_, err := s.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		c, err := s.of(ctx, tx, a, "certificate.revoke", id)
		if err != nil || c.State() != Valid {
			return nil, err
		}
		return []ledger.Draft{s.draft(a, c.Unit, id, c.Person, body{Act: revoked, Reason: why, Note: strings.TrimSpace(note)})}, nil
	})
	if err != nil {
		return Certificate{}, err
	}
	all, err := s.loaded(ctx, []record.ID{id})
	if err != nil {
		return Certificate{}, err
	}
	return all[0], nil
}

// of loads a certificate that a may do something with.
func (s *Service) of(ctx context.Context, tx *store.Tx, a policy.Actor, action policy.Action, id record.ID) (*Certificate, error) {
	c, err := load(tx, "id = ?", id)
	if err != nil {
		return nil, err
	}
	if c.State() == Gone {
		return nil, missing()
	}
	_, err = s.allowed(ctx, tx, a, action, c.Activity)
	return c, err
}

// Papers gives the valid certificates of an activity to be printed, all or those
// that are named, with the activity.
func (s *Service) Papers(ctx context.Context, a policy.Actor, of record.ID, only []record.ID) (act *activity.Activity, all []Certificate, err error) {
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		if act, err = s.allowed(ctx, tx, a, "certificate.list", of); err != nil {
			return err
		}
		all, err = list(tx, of)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	all = slices.DeleteFunc(all, func(c Certificate) bool { return c.State() != Valid || len(only) > 0 && !slices.Contains(only, c.ID) })
	if len(all) == 0 || len(all) > MaxIssued {
		return nil, nil, invalid("certificate.print", "there are no certificates to print, or more than {0}", "issue them first, or print some of them at a time", strconv.Itoa(MaxIssued))
	}
	return act, all, nil
}

// Link is what the QR code of a certificate carries: the page that checks it, with
// all that is needed to check it without that page. What stands behind the # is sent
// to nobody.
func (s *Service) Link(c *Certificate) string {
	if s.opt.Page == "" {
		return c.Carried
	}
	return fmt.Sprintf("%s%s#%s", s.opt.Page, c.Code, c.Carried)
}

// Page is where certificates are checked, as it is printed; "" where the node has no
// address.
func (s *Service) Page() string { return s.opt.Page }

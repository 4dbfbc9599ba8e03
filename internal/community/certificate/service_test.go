package certificate

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/community/activity"
	"wasl/internal/community/attendance"
	"wasl/internal/community/person"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/ledger/ledgertest"
	"wasl/internal/keep/store"
	"wasl/internal/keep/store/storetest"
	"wasl/internal/network/unit"
)

var (
	north   = record.IDOf("unit north")
	south   = record.IDOf("unit south")
	course  = record.IDOf("first aid")
	morning = record.IDOf("morning")
	evening = record.IDOf("evening")
)

// room is a training in the north that was held, with people on its list.
type room struct {
	*Service
	t    *testing.T
	how  ledger.Options
	l    *ledger.Ledger
	roll *attendance.Service

	organiser, trainer, stranger, programme policy.Actor
}

func (r *room) ok(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

func newRoom(t *testing.T) *room {
	t.Helper()
	r := &room{t: t}
	dir, now := storetest.Dir(t), time.Date(2026, 11, 25, 18, 0, 0, 0, time.UTC)
	clock := func() time.Time { now = now.Add(time.Millisecond); return now }
	field := ledgertest.Open(t, ledgertest.Options(filepath.Join(dir, "field"), clock, unit.Part()))
	r.how = ledgertest.Options(filepath.Join(dir, "community"), clock, activity.Part(), person.Part(), attendance.Part(), Part())
	r.l = ledgertest.Open(t, r.how)
	network, err := unit.New(t.Context(), field)
	r.ok(err)
	for _, u := range []record.ID{north, south} {
		up := record.ID{}
		if u == south {
			up = north
		}
		r.ok(network.Put(t.Context(), record.ID{}, unit.Unit{ID: u, Parent: up, Code: u.String()[:8], Kind: unit.Administration, Name: lang.Text{lang.French: "U"}}))
	}
	rules, err := policy.New(network.Tree(), false)
	r.ok(err)
	r.roll = attendance.NewService(attendance.Options{Ledger: r.l, Policy: rules, Units: network.Tree(), Clock: clock, Random: rand.Reader})
	r.Service = NewService(Options{Ledger: r.l, Key: keyOf(3), Page: "https://wasl.example/c/", Policy: rules, Units: network.Tree(), Clock: clock, Random: rand.Reader})
	who := func(name string, at record.ID, role policy.Role) policy.Actor {
		return policy.Actor{ID: record.IDOf(name), Unit: at, Roles: []policy.Role{role}}
	}
	r.organiser, r.trainer, r.stranger, r.programme = who("organiser", north, policy.Organiser), who("trainer", north, policy.Trainer), who("stranger", south, policy.Trainer), who("programme", north, policy.Programme)
	acts := activity.NewService(activity.Options{Ledger: r.l, Policy: rules, Units: network.Tree(), Clock: clock})
	day := time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)
	_, err = acts.Put(t.Context(), r.organiser, course, north, 0, activity.Plan{
		Kind: activity.Training, Title: lang.Text{lang.French: "Premiers secours", lang.Arabic: "الإسعافات الأولية"},
		Sessions: []activity.Session{{ID: morning, Start: day.Add(8 * time.Hour), End: day.Add(12 * time.Hour)}, {ID: evening, Start: day.Add(14 * time.Hour), End: day.Add(17 * time.Hour)}},
	})
	r.ok(err)
	return r
}

var issuer = lang.Text{lang.French: "Croissant-Rouge", lang.Arabic: "الهلال الأحمر"}

func (r *room) issue(holders ...Holder) []Certificate {
	r.t.Helper()
	all, err := r.Issue(r.t.Context(), r.trainer, course, Issuing{Holders: holders, Issuer: issuer, Hours: 7, Signer: "Dr Sow"})
	r.ok(err)
	return all
}

func TestACertificateIsIssuedCheckedAndTakenBack(t *testing.T) {
	r := newRoom(t)
	mariem, oumar := r.enrolled("Mariem Mint Ahmed", "25-34"), r.enrolled("Oumar Diallo", "25-34")
	r.ok(r.roll.Mark(t.Context(), r.trainer, course, attendance.Say{Slot: attendance.Slot{Session: morning, Person: mariem}, State: attendance.Late}))
	o, err := r.Overview(t.Context(), r.trainer, course)
	r.ok(err)
	if len(o.Candidates) != 2 || o.Candidates[0].There != 1 || o.Candidates[1].There != 0 || o.Sessions != 2 || o.Hours != 7 || len(o.May) != 2 {
		t.Errorf("overview %+v", o)
	}

	made := r.issue(Holder{mariem, " Mariem ", "Mint  Ahmed"}, Holder{oumar, "Oumar", "Diallo"})
	if len(made) != 2 || made[0].Name() != "Mariem Mint Ahmed" {
		t.Fatalf("issued %+v", made)
	}
	if again := r.issue(Holder{mariem, "Mariem", "Mint Ahmed"}); len(again) != 0 {
		t.Errorf("a second certificate was issued: %+v", again)
	}
	c := made[0]
	v, err := r.ByCode(t.Context(), strings.ToLower(ShowCode(c.Code)))
	if err != nil || v.State != Valid || v.Paper.Given != "Mariem" || v.Paper.Title != "Premiers secours / الإسعافات الأولية" || v.Paper.Hours != 7 || v.Signed {
		t.Errorf("by its code: %+v, %v", v, err)
	}
	if v, err = r.ByText(t.Context(), r.Link(&c)); err != nil || v.State != Valid || !v.Signed {
		t.Errorf("by its text: %+v, %v", v, err)
	}
	b, err := base64.RawURLEncoding.DecodeString(c.Carried)
	r.ok(err)
	forged := base64.RawURLEncoding.EncodeToString([]byte(strings.Replace(string(b), "Mariem", "Meriem", 1)))
	if _, err := r.ByText(t.Context(), forged); keyFault(err) != "certificate.changed" {
		t.Errorf("with a changed letter: %v", err)
	}
	if _, err := r.ByCode(t.Context(), CodeOf(record.IDOf("none"))); !fault.Is(err, fault.Missing) {
		t.Errorf("a code that nobody has: %v", err)
	}

	back, err := r.Revoke(t.Context(), r.organiser, c.ID, Mistake, "the family name was misspelt")
	if err != nil || back.State() != Revoked {
		t.Fatalf("taken back: %+v, %v", back, err)
	}
	for _, ask := range []func() (Verdict, error){
		func() (Verdict, error) { return r.ByCode(t.Context(), c.Code) }, func() (Verdict, error) { return r.ByText(t.Context(), c.Carried) },
	} {
		if v, err := ask(); err != nil || v.State != Revoked || v.Reason != Mistake || v.Paper != (Paper{}) {
			t.Errorf("after it was taken back: %+v, %v", v, err)
		}
	}
	if next := r.issue(Holder{mariem, "Mariem", "Mint Ahmad"}); len(next) != 1 || next[0].Code == c.Code {
		t.Errorf("another in its place: %+v", next)
	}
	_, papers, err := r.Papers(t.Context(), r.trainer, course, nil)
	if err != nil || len(papers) != 2 {
		t.Errorf("%d papers to print, %v", len(papers), err)
	}
}

func TestTheListOfThoseTakenBackIsSignedAndNamesNobody(t *testing.T) {
	r := newRoom(t)
	made := r.issue(Holder{r.enrolled("Mariem Mint Ahmed", "25-34"), "Mariem", "Mint Ahmed"})
	_, err := r.Revoke(t.Context(), r.trainer, made[0].ID, Misused, "shown by Sidi")
	r.ok(err)
	text, last, err := r.RevokedList(t.Context())
	r.ok(err)
	signed, signature, ok := strings.Cut(text, "signature ")
	sig, err := base64.RawURLEncoding.DecodeString(strings.TrimSpace(signature))
	if !ok || err != nil || !ed25519.Verify(r.Key(), []byte(signed), sig) {
		t.Errorf("the list is not signed: %q", text)
	}
	if !strings.Contains(signed, made[0].Code+" 2026-11-25 misused\n") || last.IsZero() {
		t.Errorf("the list lacks the certificate: %q", text)
	}
	for _, name := range []string{"Mariem", "Ahmed", "Sidi"} {
		if strings.Contains(text, name) {
			t.Errorf("the list names %s", name)
		}
	}
}

// When somebody is erased their certificate's code stays, and nothing else: here, and
// when the tables are made again from the ledger.
func TestErasingSomebodyLeavesTheCode(t *testing.T) {
	r := newRoom(t)
	mariem, oumar := r.enrolled("Mariem Mint Ahmed", "25-34"), r.enrolled("Oumar Diallo", "25-34")
	made := r.issue(Holder{mariem, "Mariem", "Mint Ahmed"}, Holder{oumar, "Oumar", "Diallo"})
	_, err := r.Revoke(t.Context(), r.trainer, made[0].ID, Withdrawn, "Mariem was not there")
	r.ok(err)
	_, err = r.l.Erase(t.Context(), mariem, r.organiser.ID, "asked for it")
	r.ok(err)
	check := func(when string) {
		t.Helper()
		v, err := r.ByCode(t.Context(), made[0].Code)
		if err != nil || v.State != Gone || v.Paper != (Paper{}) || !v.Revoked.IsZero() {
			t.Errorf("%s: %+v, %v", when, v, err)
		}
		if v, err = r.ByText(t.Context(), made[0].Carried); err != nil || v.State != Gone {
			t.Errorf("%s, by its text: %+v, %v", when, v, err)
		}
		if v, err = r.ByCode(t.Context(), made[1].Code); err != nil || v.State != Valid || v.Paper.Given != "Oumar" {
			t.Errorf("%s, the other: %+v, %v", when, v, err)
		}
		text, _, err := r.RevokedList(t.Context())
		if err != nil || !strings.Contains(text, made[0].Code+" - erased\n") {
			t.Errorf("%s the list is %q, %v", when, text, err)
		}
	}
	check("erased")
	r.ok(r.l.View(t.Context(), func(tx *store.Tx) error {
		var n int
		err := tx.Row("SELECT count(*) FROM certificates WHERE given LIKE '%Mariem%' OR note LIKE '%Mariem%' OR person = ?", mariem).Scan(&n)
		if n != 0 {
			t.Error("a name stayed behind")
		}
		return err
	}))
	r.ok(r.l.Close())
	_, err = ledger.Rebuild(t.Context(), r.how, nil)
	r.ok(err)
	r.l = ledgertest.Open(t, r.how)
	r.opt.Ledger = r.l
	check("made again")
}

func TestWhoMayIssue(t *testing.T) {
	r := newRoom(t)
	mariem := r.enrolled("Mariem Mint Ahmed", "25-34")
	c := r.issue(Holder{mariem, "Mariem", "Mint Ahmed"})[0]
	unlisted := r.register("Sidi", "25-34")
	for _, a := range []policy.Actor{r.stranger, r.programme} {
		if _, err := r.Overview(t.Context(), a, course); err == nil {
			t.Errorf("%s reads certificates", a.Roles)
		}
		if _, err := r.Issue(t.Context(), a, course, Issuing{Holders: []Holder{{mariem, "M", ""}}, Issuer: issuer}); err == nil {
			t.Errorf("%s issues certificates", a.Roles)
		}
		if _, err := r.Revoke(t.Context(), a, c.ID, Mistake, ""); err == nil {
			t.Errorf("%s revokes certificates", a.Roles)
		}
		if _, _, err := r.Papers(t.Context(), a, course, nil); err == nil {
			t.Errorf("%s prints certificates", a.Roles)
		}
	}
	for key, in := range map[string]Issuing{
		"certificate.stranger":    {Holders: []Holder{{unlisted, "Sidi", ""}}, Issuer: issuer},
		"certificate.many":        {Issuer: issuer},
		"certificate.field.wrong": {Holders: []Holder{{r.enrolled("X", "25-34"), "A\nB", ""}}},
	} {
		if _, err := r.Issue(t.Context(), r.trainer, course, in); keyFault(err) != key {
			t.Errorf("%v, not %s", err, key)
		}
	}
	if _, err := r.Revoke(t.Context(), r.trainer, c.ID, Erased, ""); keyFault(err) != "certificate.reason.unknown" {
		t.Errorf("erased by hand: %v", err)
	}
}

// Children stand on a paper by their given names, whatever is asked for.
func TestAChildsFamilyStandsOnNoPaper(t *testing.T) {
	r := newRoom(t)
	made := r.issue(Holder{r.enrolled("Aïcha", "6-11"), "Aïcha", "Mint Sidi"})
	v, err := r.ByCode(t.Context(), made[0].Code)
	if err != nil || v.Paper.Given != "Aïcha" || v.Paper.Family != "" || strings.Contains(made[0].Name(), "Sidi") {
		t.Errorf("the paper says %+v, %v", v.Paper, err)
	}
}

package vault

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/ledger/ledgertest"
	"wasl/internal/keep/store/storetest"
)

var (
	root = record.IDOf("unit root")
	post = record.IDOf("unit post")
	path = []record.ID{post, root}
)

type units struct{}

func (units) All() []record.ID { return []record.ID{root, post} }
func (units) Path(u record.ID) []record.ID {
	if u == post {
		return path
	}
	return []record.ID{u}
}

// strongroom is a vault with its files and a clock that stands still.
type strongroom struct {
	*Vault
	t   testing.TB
	dir string
	now time.Time
	mu  sync.Mutex
	l   *ledger.Ledger
}

func (s *strongroom) clock() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

func (s *strongroom) pass(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = s.now.Add(d)
}

func newStrongroom(t testing.TB) *strongroom {
	s := &strongroom{t: t, dir: storetest.Dir(t), now: time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)}
	s.open()
	t.Cleanup(func() {
		if err := s.l.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func (s *strongroom) open() {
	p, err := policy.New(units{}, false)
	if err != nil {
		s.t.Fatal(err)
	}
	s.l = ledgertest.Open(s.t, ledgertest.Options(s.dir, s.clock, Part()))
	if s.Vault, err = New(context.Background(), Options{Ledger: s.l, Policy: p, Clock: s.clock, Random: rand.Reader}); err != nil {
		s.t.Fatal(err)
	}
}

func (s *strongroom) reopen() {
	if err := s.l.Close(); err != nil {
		s.t.Fatal(err)
	}
	s.open()
}

func (s *strongroom) source(r Reporter) record.ID {
	s.t.Helper()
	id, err := s.Source(context.Background(), r)
	if err != nil || id.Zero() {
		s.t.Fatalf("%v, %v", id, err)
	}
	return id
}

func (s *strongroom) lines(k record.Kind) []ledger.Header {
	s.t.Helper()
	hs, _, err := s.l.Audit(context.Background(), ledger.AuditQuery{Kind: k})
	if err != nil {
		s.t.Fatal(err)
	}
	return hs
}

func wantFault(t testing.TB, what string, err error, kind fault.Kind, key string) {
	t.Helper()
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != kind || f.Key != key {
		t.Errorf("%s: %v, want %s %s", what, err, kind, key)
	}
}

func TestSourcesAreStableAndTellNothing(t *testing.T) {
	s := newStrongroom(t)
	token, account := record.IDOf("token"), record.IDOf("operator")
	all := []Reporter{
		{Token: token},
		{Token: token, Device: "collect:canary-device"},
		{Device: "collect:canary-device"},
		{Account: account},
		{Phone: "+222 36 00 00 01"},
		{Account: account, Phone: "+222 36 00 00 01"},
		{Token: token, Device: "x", Phone: "y"},
		{Device: string(bytes.Repeat([]byte("d"), 5000))},
	}
	ids := map[record.ID]Reporter{}
	for _, r := range all {
		ids[s.source(r)] = r
	}
	if len(ids) != len(all) {
		t.Errorf("%d references for %d reporters", len(ids), len(all))
	}
	s.reopen()
	for id, r := range ids {
		if got := s.source(r); got != id {
			t.Errorf("%+v is %v, was %v", r, got, id)
		}
	}
	if got := s.source(Reporter{Device: "  collect:canary-device\n"}); ids[got].Device != "collect:canary-device" {
		t.Error("white space makes another reporter")
	}
	for _, bad := range []Reporter{{}, {Device: " "}, {Token: token, Account: account, Device: "d", Phone: "p"}} {
		if id, err := s.Source(t.Context(), bad); err == nil {
			t.Errorf("%+v became %v", bad, id)
		}
	}
	// A hundred posts of one phone at once: one reporter.
	var wg sync.WaitGroup
	got := make([]record.ID, 100)
	for i := range got {
		wg.Go(func() { got[i], _ = s.Source(context.Background(), Reporter{Device: "new"}) })
	}
	wg.Wait()
	for _, id := range got {
		if id != got[0] || id.Zero() {
			t.Fatalf("one phone is %v and %v", got[0], id)
		}
	}
	if n := len(s.lines(record.Source)); n != len(all)+1 {
		t.Errorf("%d lines for %d reporters", n, len(all)+1)
	}
	s.nowhere("canary-device", "36 00 00 01")
}

// nowhere looks for plaintext in every file of the vault.
func (s *strongroom) nowhere(canaries ...string) {
	s.t.Helper()
	found := 0
	for _, name := range []string{"ledger.db", "ledger.db-wal", "tables.db", "tables.db-wal"} {
		b, err := os.ReadFile(filepath.Join(s.dir, name))
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			s.t.Fatal(err)
		}
		found++
		for _, c := range canaries {
			if bytes.Contains(b, []byte(c)) {
				s.t.Errorf("%s holds %q", name, c)
			}
		}
	}
	if found < 2 {
		s.t.Errorf("only %d files looked at", found)
	}
}

func person(name string, unit record.ID, r policy.Role) policy.Actor {
	return policy.Actor{ID: record.IDOf(name), Unit: unit, Roles: []policy.Role{r}}
}

const reason = "the child named in the report must be found today"

func TestRevealingTakesTwo(t *testing.T) {
	s := newStrongroom(t)
	ctx := t.Context()
	who := Reporter{Token: record.IDOf("token"), Device: "collect:1"}
	src := s.source(who)
	report := policy.Resource{Type: policy.Report, ID: record.IDOf("report"), Unit: post, UnitPath: path, TLP: record.Amber}
	row := func(record.ID) (policy.Resource, error) { return report, nil }
	desk, chief, oversight := person("desk", post, policy.Desk), person("chief", post, policy.Chief), person("oversight", root, policy.Oversight)

	for name, c := range map[string]struct {
		a    policy.Actor
		kind fault.Kind
	}{
		"an analyst":          {person("analyst", post, policy.Analyst), fault.Denied},
		"an operator":         {person("operator", post, policy.Operator), fault.Denied},
		"oversight":           {oversight, fault.Missing},
		"an administrator":    {person("admin", root, policy.Administrator), fault.Missing},
		"a reporter's token":  {person("token", post, policy.Reporter), fault.Missing},
		"a desk of elsewhere": {person("far", record.IDOf("elsewhere"), policy.Desk), fault.Missing},
		"nobody":              {policy.Actor{}, fault.Unknown},
	} {
		if _, err := s.Ask(ctx, c.a, report, src, reason); !fault.Is(err, c.kind) {
			t.Errorf("%s asks: %v, want %v", name, err, c.kind)
		}
	}
	_, err := s.Ask(ctx, desk, report, src, " because ")
	wantFault(t, "without a reason", err, fault.Invalid, "vault.reason.missing")
	_, err = s.Ask(ctx, desk, report, record.IDOf("no source"), reason)
	wantFault(t, "a source of nobody", err, fault.Missing, "vault.source.none")

	d, err := s.Ask(ctx, desk, report, src, reason)
	if err != nil || d.State != Asked || d.Asker != desk.ID || d.Report != report.ID {
		t.Fatalf("%+v, %v", d, err)
	}
	_, _, err = s.Reveal(ctx, desk, d.ID, row)
	wantFault(t, "before approval", err, fault.Denied, "vault.disclosure.waiting")
	for name, a := range map[string]policy.Actor{"the asker": desk, "another desk": person("desk2", post, policy.Desk), "an administrator": person("admin", root, policy.Administrator)} {
		if _, err := s.Decide(ctx, a, d.ID, true, reason); err == nil {
			t.Errorf("%s approved", name)
		}
	}
	for name, c := range map[string]struct {
		a                policy.Actor
		n                int
		decides, forgets bool
	}{
		"the asker": {desk, 1, false, false}, "oversight": {oversight, 1, true, true}, "a chief": {chief, 1, true, true},
		"a chief above": {person("above", root, policy.Chief), 1, true, false}, "another desk": {person("desk2", post, policy.Desk), 0, false, false},
		"an administrator":      {person("admin", root, policy.Administrator), 0, false, false},
		"elsewhere's oversight": {person("far", record.IDOf("elsewhere"), policy.Oversight), 0, false, false},
	} {
		list, err := s.Disclosures(ctx, c.a)
		if err != nil || len(list) != c.n || c.n == 1 && (list[0].ID != d.ID || list[0].Reason != reason || list[0].Mine || list[0].Decides != c.decides || list[0].Forgets != c.forgets) {
			t.Errorf("%s is told of %+v, %v", name, list, err)
		}
	}
	_, err = s.Decide(ctx, chief, d.ID, true, "")
	wantFault(t, "approving without a reason", err, fault.Invalid, "vault.reason.missing")
	if _, err := s.Decide(ctx, chief, d.ID, true, "agreed, a life is at risk"); err != nil {
		t.Fatal(err)
	}
	_, err = s.Decide(ctx, oversight, d.ID, true, reason)
	wantFault(t, "approving twice", err, fault.Conflict, "vault.disclosure.void")
	if got, _, err := s.Reveal(ctx, chief, d.ID, row); !fault.Is(err, fault.Missing) || got != (Reporter{}) {
		t.Errorf("the approver reads: %+v, %v", got, err)
	}
	s.reopen()
	for range 2 {
		if got, _, err := s.Reveal(ctx, desk, d.ID, row); err != nil || got != who {
			t.Errorf("%+v, %v", got, err)
		}
	}
	if list, err := s.Disclosures(ctx, desk); err != nil || !list[0].Mine || list[0].Answer != "agreed, a life is at risk" {
		t.Errorf("the asker is told of %+v, %v", list, err)
	}
	// The report went elsewhere, or was erased.
	_, _, err = s.Reveal(ctx, desk, d.ID, func(record.ID) (policy.Resource, error) {
		far := report
		far.Unit, far.UnitPath = record.IDOf("elsewhere"), nil
		return far, nil
	})
	wantFault(t, "of a report that went elsewhere", err, fault.Missing, "store.row.none")
	_, _, err = s.Reveal(ctx, desk, d.ID, func(record.ID) (policy.Resource, error) { return policy.Resource{}, policy.Hide() })
	wantFault(t, "of a report that was erased", err, fault.Missing, "store.row.none")
	s.pass(readLife)
	_, _, err = s.Reveal(ctx, desk, d.ID, row)
	wantFault(t, "a day later", err, fault.Conflict, "vault.disclosure.void")
	if d, err = s.Disclosure(ctx, d.ID); err != nil || d.Reads != 2 || d.Decider != chief.ID {
		t.Errorf("%+v, %v", d, err)
	}
	// One line each: asked, approved, read, read.
	hs := s.lines(record.Disclosure)
	if len(hs) != 4 {
		t.Fatalf("%d lines", len(hs))
	}
	for i, author := range []policy.Actor{desk, desk, chief, desk} {
		if hs[i].Author != author.ID || hs[i].Subject != src {
			t.Errorf("line %d is by %v about %v", i, hs[i].Author, hs[i].Subject)
		}
	}

	// A chief who asks needs somebody else; what is refused stays shut.
	d, err = s.Ask(ctx, chief, report, src, reason)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Decide(ctx, chief, d.ID, true, reason); !fault.Is(err, fault.Denied) {
		t.Errorf("a chief approves the own question: %v", err)
	}
	if _, err := s.Decide(ctx, oversight, d.ID, false, "the desk can answer by the receipt"); err != nil {
		t.Fatal(err)
	}
	_, _, err = s.Reveal(ctx, chief, d.ID, row)
	wantFault(t, "refused", err, fault.Conflict, "vault.disclosure.void")

	// Too late to decide.
	d, err = s.Ask(ctx, desk, report, src, reason)
	if err != nil {
		t.Fatal(err)
	}
	s.pass(askLife)
	_, err = s.Decide(ctx, chief, d.ID, true, reason)
	wantFault(t, "deciding too late", err, fault.Conflict, "vault.disclosure.void")
	list, err := s.Disclosures(ctx, chief)
	if i := slices.IndexFunc(list, func(o Disclosure) bool { return o.ID == d.ID }); err != nil || i < 0 || list[i].State != Lapsed || list[i].Decides {
		t.Errorf("too late to decide, and told as %+v, %v", list, err)
	}

	for range maxADay {
		if _, err := s.Ask(ctx, desk, report, src, reason); err != nil {
			t.Fatal(err)
		}
	}
	_, err = s.Ask(ctx, desk, report, src, reason)
	wantFault(t, "the sixth of a day", err, fault.Throttled, "vault.ask.many")

	// Forgotten: nobody learns any more, and nothing of it is left.
	for name, c := range map[string]struct {
		a    policy.Actor
		kind fault.Kind
	}{
		"a desk": {desk, fault.Denied}, "an administrator": {person("admin", root, policy.Administrator), fault.Missing},
		"elsewhere's oversight": {person("far", record.IDOf("elsewhere"), policy.Oversight), fault.Missing}, "nobody": {policy.Actor{}, fault.Unknown},
	} {
		if err := s.Forget(ctx, c.a, report, src, "asked for by the reporter"); !fault.Is(err, c.kind) {
			t.Errorf("%s forgets: %v, want %v", name, err, c.kind)
		}
	}
	wantFault(t, "forgetting without a reason", s.Forget(ctx, oversight, report, src, "so"), fault.Invalid, "vault.reason.missing")
	if err := s.Forget(ctx, oversight, report, src, "asked for by the reporter"); err != nil {
		t.Fatal(err)
	}
	if hs := s.lines(record.Erasure); len(hs) != 1 || hs[0].Handling.Unit != post || hs[0].Author != oversight.ID {
		t.Errorf("the tombstone: %+v", hs)
	}
	wantFault(t, "forgetting twice", s.Forget(ctx, oversight, report, src, "asked for by the reporter"), fault.Missing, "vault.source.none")
	s.pass(25 * time.Hour)
	_, err = s.Ask(ctx, desk, report, src, reason)
	wantFault(t, "a forgotten source", err, fault.Missing, "vault.source.none")
	if again := s.source(who); again == src {
		t.Error("a forgotten reporter has the same reference")
	}
}

func TestKeysTurn(t *testing.T) {
	s := newStrongroom(t)
	ctx := t.Context()
	admin := person("admin", root, policy.Administrator)
	old := s.Key()
	if len(old.Public) != 65 || old.Public[0] != 4 {
		t.Fatalf("the public key is %x", old.Public)
	}
	sealed, err := Seal(old, Submission, []byte(`{"id":"1"}`), true)
	if err != nil {
		t.Fatal(err)
	}
	opens := func() error {
		got, err := s.Open(Submission, sealed)
		if err == nil && string(got) != `{"id":"1"}` {
			t.Errorf("opened %q", got)
		}
		return err
	}
	if err := opens(); err != nil {
		t.Fatal(err)
	}
	s.reopen()
	if s.Key().ID != old.ID {
		t.Error("another key after a restart")
	}
	if _, err := s.Rotate(ctx, person("desk", root, policy.Desk)); !fault.Is(err, fault.Denied) {
		t.Errorf("a desk turns the key: %v", err)
	}
	s.pass(time.Hour)
	k, err := s.Rotate(ctx, admin)
	if err != nil || k.ID == old.ID || s.Key().ID != k.ID {
		t.Fatalf("%+v, %v", k, err)
	}
	s.pass(oldKeyLife)
	s.reopen()
	if err := s.DropOldKeys(ctx); err != nil {
		t.Fatal(err)
	}
	if err := opens(); err != nil || s.Key().ID != k.ID {
		t.Errorf("90 days after: %v", err)
	}
	s.pass(time.Second)
	if err := s.DropOldKeys(ctx); err != nil {
		t.Fatal(err)
	}
	s.reopen()
	wantFault(t, "sealed to a key that is no more", opens(), fault.Conflict, "vault.key.old")
	if s.Key().ID != k.ID {
		t.Error("dropping old keys changed the current one")
	}
	if damage, err := s.l.Verify(ctx, nil); err != nil || len(damage) > 0 {
		t.Errorf("verify: %v, %v", damage, err)
	}
}

func BenchmarkKnownSource(b *testing.B) {
	s := newStrongroom(b)
	r := Reporter{Token: record.IDOf("token"), Device: "collect:1"}
	s.source(r)
	for b.Loop() {
		if _, err := s.Source(b.Context(), r); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	s := newStrongroom(b)
	sealed, err := Seal(s.Key(), Submission, bytes.Repeat([]byte("some text of a report, "), 70), true)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := s.Open(Submission, sealed); err != nil {
			b.Fatal(err)
		}
	}
}

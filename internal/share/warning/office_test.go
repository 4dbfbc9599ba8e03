package warning

import (
	"context"
	"crypto/rand"
	"errors"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/guard/audit"
	"wasl/internal/guard/identity"
	"wasl/internal/guard/policy"
	"wasl/internal/guard/vault"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/ledger/ledgertest"
	"wasl/internal/keep/search"
	"wasl/internal/keep/store/storetest"
	"wasl/internal/network/place"
	"wasl/internal/network/unit"
	"wasl/internal/share/cap"
)

// The network of the tests: a capital with a desk in the north and one in the south.
var (
	capital = record.IDOf("unit capital")
	north   = record.IDOf("unit north")
	south   = record.IDOf("unit south")
)

// office is a service with what it stands on, and a clock that the test turns.
type office struct {
	*Service
	t    testing.TB
	dir  string
	l    *ledger.Ledger
	kept *vault.Vault

	desk, chief, head, other, analyst, admin, oversight policy.Actor

	mu   sync.Mutex // guards what follows
	now  time.Time
	left map[record.ID]bool
	of   map[record.ID]Behind
}

func (o *office) clock() time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.now = o.now.Add(time.Millisecond)
	return o.now
}

func (o *office) pass(d time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.now = o.now.Add(d)
}

func (o *office) options(name string, parts ...ledger.Part) ledger.Options {
	return ledgertest.Options(filepath.Join(o.dir, name), o.clock, parts...)
}

func (o *office) field() ledger.Options {
	return o.options("field", search.Part(), place.Part(), unit.Part(), identity.Part(), audit.Part(), Part())
}

func (o *office) ok(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

// signer is one for all tests: making a key takes a second.
var signer = sync.OnceValues(func() (*cap.Signer, error) {
	return cap.NewSigner("Direction nationale", time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
})

func newOffice(t testing.TB) *office {
	t.Helper()
	o := &office{t: t, dir: storetest.Dir(t), now: time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC), left: map[record.ID]bool{}, of: map[record.ID]Behind{}}
	o.l = ledgertest.Open(t, o.field())
	network, err := unit.New(t.Context(), o.l)
	o.ok(err)
	for _, u := range []struct{ id, up record.ID }{{capital, record.ID{}}, {north, capital}, {south, capital}} {
		o.ok(network.Put(t.Context(), record.ID{}, unit.Unit{ID: u.id, Parent: u.up, Code: u.id.String()[:8], Kind: unit.Administration, Name: lang.Text{lang.French: "U"}}))
	}
	places, err := place.New(t.Context(), o.l)
	o.ok(err)
	_, err = places.Put(
		t.Context(), record.ID{}, place.Place{List: "L", Code: "MR", Level: place.Country, Name: lang.Text{lang.French: "Mauritanie"}, Lat: 20, Lon: -10},
		place.Place{List: "L", Code: "MR1", Parent: "MR", Level: place.Wilaya, Name: lang.Text{lang.French: "Gorgol"}, Lat: 16.1, Lon: -13.0},
		place.Place{List: "L", Code: "MR11", Parent: "MR1", Level: place.Moughataa, Name: lang.Text{lang.French: "Kaédi", lang.Arabic: "كيهيدي"}, Lat: 16.15, Lon: -13.5},
		place.Place{List: "L", Code: "MR111", Parent: "MR11", Level: place.Commune, Name: lang.Text{lang.French: "Toufundé"}, Lat: 16.1, Lon: -13.6},
		place.Place{List: "L", Code: "MR1111", Parent: "MR111", Level: place.Locality, Name: lang.Text{lang.French: "Puits de Sidi"}, Lat: 16.11, Lon: -13.61},
	)
	o.ok(err)
	rules, err := policy.New(network.Tree(), false)
	o.ok(err)
	o.kept, err = vault.New(t.Context(), vault.Options{Ledger: ledgertest.Open(t, o.options("vault", vault.Part())), Policy: rules, Clock: o.clock, Random: rand.Reader})
	o.ok(err)
	o.Service = NewService(Options{
		Ledger: o.l, Policy: rules, Units: network.Tree(), Places: places, Vault: o.kept, Behind: o.behind, People: o.person,
		Staff: func() []string { return []string{"Ahmed Ould Sidi", "فاطمة بنت محمد", "Bilal"} }, Signer: func(context.Context) (*cap.Signer, error) { return signer() },
		Node: record.IDOf("node"), Name: lang.Text{lang.French: "Direction nationale", lang.Arabic: "الإدارة الوطنية"}, Page: "https://wasl.example/public/warnings", Clock: o.clock,
	})
	person := func(name string, at record.ID, role policy.Role) policy.Actor {
		return policy.Actor{ID: record.IDOf(name), Unit: at, Roles: []policy.Role{role}}
	}
	o.desk, o.chief, o.head, o.other = person("desk", north, policy.Desk), person("chief", north, policy.Chief), person("head", capital, policy.Chief), person("other", south, policy.Chief)
	o.analyst, o.admin, o.oversight = person("analyst", south, policy.Analyst), person("admin", capital, policy.Administrator), person("oversight", capital, policy.Oversight)
	return o
}

func (o *office) person(id record.ID) (policy.Actor, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return policy.Actor{ID: id}, !o.left[id]
}

func (o *office) behind(_ context.Context, _ policy.Actor, id record.ID) (Behind, error) {
	b, ok := o.of[id]
	if !ok {
		return b, policy.Hide()
	}
	return b, nil
}

// flood is a warning that can be given.
func (o *office) flood(name string) New {
	return New{ID: record.IDOf(name), Content: Content{
		Event: "flood", Urgency: "Immediate", Severity: "Severe", Certainty: "Likely", Response: "Evacuate", Expires: o.clock().Add(24 * time.Hour),
		Places: []place.Ref{{List: "L", Code: "MR11"}}, Contact: "118",
		Texts: map[lang.Language]Words{
			lang.French: {"Crue du fleuve à Kaédi", "Le fleuve monte depuis le 24/11/2026 à 10 h 30.", "Quittez les berges et montez à l’école."},
			lang.Arabic: {"فيضان النهر في كيهيدي", "النهر يرتفع منذ 2026-11-24.", "غادروا ضفاف النهر إلى المدرسة."},
		},
	}}
}

func (o *office) end() int64 {
	o.t.Helper()
	n, err := o.l.End(o.t.Context())
	o.ok(err)
	return n
}

// refused holds that an act failed with a kind and, where it is not "", a key, and
// left no revision.
func (o *office) refused(kind fault.Kind, key, what string, do func() error) {
	o.t.Helper()
	before := o.end()
	err := do()
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != kind || key != "" && f.Key != key {
		o.t.Errorf("%s: %v, want %v %s", what, err, kind, key)
	}
	if after := o.end(); after != before {
		o.t.Errorf("%s is refused and left %d revisions", what, after-before)
	}
}

package material

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"image"
	"image/jpeg"
	"io"
	"path/filepath"
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/community/activity"
	"wasl/internal/community/person"
	"wasl/internal/guard/audit"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/blob"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/ledger/ledgertest"
	"wasl/internal/keep/search"
	"wasl/internal/keep/store"
	"wasl/internal/keep/store/storetest"
	"wasl/internal/network/unit"
)

// The network of the tests: a capital, and a unit in the north and one in the south.
var (
	capital = record.IDOf("unit capital")
	north   = record.IDOf("unit north")
	south   = record.IDOf("unit south")
)

// office is a service with what it stands on.
type office struct {
	*Service
	t      testing.TB
	dir    string
	l      *ledger.Ledger
	blobs  *blob.Store
	people *person.Service
	now    time.Time

	organiser, mobiliser, guardian, head, stranger, programme policy.Actor
}

func (o *office) clock() time.Time {
	o.now = o.now.Add(time.Millisecond)
	return o.now
}

func (o *office) ok(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) options(name string, parts ...ledger.Part) ledger.Options {
	return ledgertest.Options(filepath.Join(o.dir, name), o.clock, parts...)
}

func (o *office) community() ledger.Options {
	return o.options("community", search.Part(), audit.Part(), activity.Part(), person.Part(), Part())
}

func newOffice(t testing.TB) *office {
	t.Helper()
	o := &office{t: t, dir: storetest.Dir(t), now: time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)}
	field := ledgertest.Open(t, o.options("field", search.Part(), unit.Part(), audit.Part()))
	o.l = ledgertest.Open(t, o.community())
	var err error
	o.blobs, err = blob.Open(t.Context(), filepath.Join(o.dir, "blobs"), bytes.Repeat([]byte{3}, blob.KeySize), blob.Options{Clock: o.clock, Random: rand.Reader})
	o.ok(err)
	t.Cleanup(func() { o.ok(o.blobs.Close()) })
	network, err := unit.New(t.Context(), field)
	o.ok(err)
	for _, u := range []struct{ id, up record.ID }{{capital, record.ID{}}, {north, capital}, {south, capital}} {
		o.ok(network.Put(t.Context(), record.ID{}, unit.Unit{ID: u.id, Parent: u.up, Code: u.id.String()[:8], Kind: unit.Administration, Name: lang.Text{lang.French: "U"}}))
	}
	rules, err := policy.New(network.Tree(), false)
	o.ok(err)
	o.people = person.NewService(person.Options{Ledger: o.l, Policy: rules, Units: network.Tree(), Clock: o.clock})
	o.Service = NewService(Options{Ledger: o.l, Blobs: o.blobs, Policy: rules, Clock: o.clock, Random: rand.Reader})
	who := func(name string, at record.ID, role policy.Role) policy.Actor {
		return policy.Actor{ID: record.IDOf(name), Unit: at, Roles: []policy.Role{role}}
	}
	o.organiser, o.mobiliser, o.guardian = who("organiser", north, policy.Organiser), who("mobiliser", north, policy.Mobiliser), who("guardian", north, policy.Safeguarding)
	o.head, o.stranger, o.programme = who("head", capital, policy.Organiser), who("stranger", south, policy.Mobiliser), who("programme", north, policy.Programme)
	return o
}

// refused holds that an act failed with a kind and, where it is not "", a key, and
// left no revision.
func (o *office) refused(kind fault.Kind, key, what string, do func() error) {
	o.t.Helper()
	before, err := o.l.End(o.t.Context())
	o.ok(err)
	err = do()
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != kind || key != "" && f.Key != key {
		o.t.Errorf("%s: %v, want %v %s", what, err, kind, key)
	}
	after, err := o.l.End(o.t.Context())
	o.ok(err)
	if after != before {
		o.t.Errorf("%s is refused and left %d revisions", what, after-before)
	}
}

// somebody registers a person who agrees to be named.
func (o *office) somebody(name string, band person.Band) record.ID {
	o.t.Helper()
	id := record.IDOf("person " + name)
	_, err := o.people.Put(o.t.Context(), o.organiser, id, north, 0, person.Known{
		Name: name, Band: band, Sex: "female", Community: "refugee", Disability: "unsaid", Role: "participant",
	})
	o.ok(err)
	o.ok(o.people.Agree(o.t.Context(), o.organiser, id, person.Consent{
		ID: id.Derive("consent"), Scope: person.Material, Language: "ar", How: "spoken", Guardian: band.Child(), Assent: band.Child(), At: o.now,
	}))
	return id
}

func (o *office) withdraw(who record.ID) {
	o.t.Helper()
	o.ok(o.people.Withdraw(o.t.Context(), o.organiser, who, who.Derive("consent")))
}

func photo(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 64, 48)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var texts = map[lang.Language]Words{
	lang.French: {Title: "Le puits partagé", Summary: "Une histoire sur l’eau.", Body: "Il était une fois un puits."},
	lang.Arabic: {Title: "البئر المشتركة", Summary: "قصة عن الماء.", Body: "كانت هناك بئر."},
}

// story is a draft of the mobiliser's with a picture.
func (o *office) story(name string) Material {
	o.t.Helper()
	m, err := o.Write(o.t.Context(), o.mobiliser, New{ID: record.IDOf(name), Kind: Story, Texts: texts})
	o.ok(err)
	sending, sent := context.WithCancel(o.t.Context())
	defer sent() // until then the bytes are kept for whoever sends them
	m, err = o.Attach(sending, o.mobiliser, m.ID, File{ID: m.ID.Derive("file"), Name: "Affiche", Alt: "Un puits", Language: lang.French}, bytes.NewReader(photo(o.t)))
	o.ok(err)
	return m
}

// publish takes a draft all the way.
func (o *office) publish(m Material) Material {
	o.t.Helper()
	m, err := o.HandIn(o.t.Context(), o.mobiliser, m.ID, m.Revision)
	o.ok(err)
	m, err = o.Approve(o.t.Context(), o.guardian, m.ID, Decision{Sum: m.Sum(), Checks: Checks()})
	o.ok(err)
	m, err = o.Publish(o.t.Context(), o.organiser, m.ID, m.Revision)
	o.ok(err)
	return m
}

// bytesOf reads a blob.
func (o *office) bytesOf(ref string) ([]byte, error) {
	b, err := o.blobs.Open(o.t.Context(), ref)
	if err != nil {
		return nil, err
	}
	defer b.Close()
	return io.ReadAll(b)
}

// rows gives all that the package's tables hold, to be held against a rebuild.
func (o *office) rows(l *ledger.Ledger) (all string) {
	o.t.Helper()
	o.ok(l.View(o.t.Context(), func(tx *store.Tx) error {
		for _, q := range []string{
			"SELECT hex(id) || state || draft || hands || public || coalesce(out_at, '') || number || remarks || reason || seq FROM materials ORDER BY id",
			"SELECT hex(id) || hex(material) || hex(person) || name || draft FROM credits ORDER BY id", "SELECT hex(id) || content || printed FROM uses ORDER BY id",
			"SELECT hex(id) || whom || held FROM kits ORDER BY id", "SELECT hex(person) || hex(kit) FROM kit_people ORDER BY 1",
		} {
			rows := tx.Query(q)
			for rows.Next() {
				var s string
				if err := rows.Scan(&s); err != nil {
					return err
				}
				all += s + "\n"
			}
			rows.Close()
			if err := rows.Err(); err != nil {
				return err
			}
		}
		return nil
	}))
	return all
}

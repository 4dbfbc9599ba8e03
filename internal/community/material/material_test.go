package material

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/keep/ledger/ledgertest"
)

func TestNothingIsPublicBeforeItWasRead(t *testing.T) {
	o := newOffice(t)
	m := o.story("one")
	public := func(what string, want bool) {
		t.Helper()
		_, err := o.Open(t.Context(), m.ID)
		all, e := o.Shelf(t.Context())
		o.ok(e)
		if (err == nil) != want || (len(all) == 1) != want {
			t.Errorf("%s: public is %v (%v), want %v", what, len(all), err, want)
		}
		if !want {
			_, never := o.Open(t.Context(), record.IDOf("never was"))
			if err.Error() != never.Error() {
				t.Errorf("%s: %q tells of it; what never was says %q", what, err, never)
			}
		}
	}
	public("a draft", false)
	o.refused(fault.Conflict, "material.state.over", "publishing a draft", func() error { _, err := o.Publish(t.Context(), o.organiser, m.ID, m.Revision); return err })
	m, err := o.HandIn(t.Context(), o.mobiliser, m.ID, m.Revision)
	o.ok(err)
	public("handed in", false)
	m, err = o.Approve(t.Context(), o.guardian, m.ID, Decision{Sum: m.Sum(), Checks: Checks()})
	o.ok(err)
	public("approved", false)
	m, err = o.Publish(t.Context(), o.organiser, m.ID, m.Revision)
	o.ok(err)
	public("published", true)
	m, err = o.TakeBack(t.Context(), o.organiser, m.ID, "une erreur")
	o.ok(err)
	public("taken back", false)
	m, err = o.Restore(t.Context(), o.organiser, m.ID)
	o.ok(err)
	public("restored", true)
	// The next version is worked on while the public reads the earlier one.
	next := map[lang.Language]Words{lang.French: {Title: "Autre", Summary: "Autre", Body: "Autre"}}
	m, err = o.Write(t.Context(), o.mobiliser, New{ID: m.ID, Kind: Story, Texts: next, Revision: m.Revision})
	o.ok(err)
	g, err := o.Open(t.Context(), m.ID)
	o.ok(err)
	if m.Number != 2 || m.State != Drafted || g.Number != 1 || g.Texts[lang.French].Title != "Le puits partagé" {
		t.Errorf("version %d in state %s, and the public reads %d: %v", m.Number, m.State, g.Number, g.Texts)
	}
	m, err = o.Discard(t.Context(), o.mobiliser, m.ID, m.Revision)
	o.ok(err)
	if m.State != Published || m.Number != 1 || m.Draft.Texts[lang.French].Title != "Le puits partagé" {
		t.Errorf("given up: %+v", m)
	}
}

func TestAReviewIsOfWhatWasRead(t *testing.T) {
	o := newOffice(t)
	m := o.story("one")
	m, err := o.HandIn(t.Context(), o.mobiliser, m.ID, m.Revision)
	o.ok(err)
	read := m.Sum()
	o.refused(fault.Conflict, "material.state.waiting", "changing what is being read", func() error {
		_, err := o.Write(t.Context(), o.mobiliser, New{ID: m.ID, Kind: Poster, Texts: texts, Revision: m.Revision})
		return err
	})
	o.refused(fault.Invalid, "material.checks.missing", "approving half", func() error {
		_, err := o.Approve(t.Context(), o.guardian, m.ID, Decision{Sum: read, Checks: Checks()[1:]})
		return err
	})
	o.refused(fault.Invalid, "material.reason.missing", "sending back without a word", func() error {
		_, err := o.Return(t.Context(), o.guardian, m.ID, Decision{Sum: read})
		return err
	})
	o.refused(fault.Denied, "", "an organiser's review", func() error {
		_, err := o.Approve(t.Context(), o.organiser, m.ID, Decision{Sum: read, Checks: Checks()})
		return err
	})
	m, err = o.Recall(t.Context(), o.mobiliser, m.ID)
	o.ok(err)
	other := map[lang.Language]Words{lang.French: {Title: "Autre", Summary: "Autre", Body: "Autre"}}
	m, err = o.Write(t.Context(), o.mobiliser, New{ID: m.ID, Kind: Story, Texts: other, Revision: m.Revision})
	o.ok(err)
	m, err = o.HandIn(t.Context(), o.mobiliser, m.ID, m.Revision)
	o.ok(err)
	o.refused(fault.Conflict, "material.sum.changed", "approving what was read before", func() error {
		_, err := o.Approve(t.Context(), o.guardian, m.ID, Decision{Sum: read, Checks: Checks()})
		return err
	})
	m, err = o.Return(t.Context(), o.guardian, m.ID, Decision{Sum: m.Sum(), Remarks: "Le titre est trop court."})
	o.ok(err)
	if m.State != Returned || m.Remarks == "" || m.Reviewer != o.guardian.ID {
		t.Errorf("sent back: %+v", m)
	}
}

func TestNobodyReviewsWhatTheyWrote(t *testing.T) {
	o := newOffice(t)
	m, err := o.Write(t.Context(), o.guardian, New{ID: record.IDOf("own"), Kind: Story, Texts: texts})
	o.ok(err)
	// Somebody else hands it in: the hand that wrote it is known all the same.
	m, err = o.HandIn(t.Context(), o.mobiliser, m.ID, m.Revision)
	o.ok(err)
	o.refused(fault.Denied, "material.review.own", "one's own text", func() error {
		_, err := o.Approve(t.Context(), o.guardian, m.ID, Decision{Sum: m.Sum(), Checks: Checks()})
		return err
	})
	if slices.Contains(o.May(t.Context(), o.guardian, &m), "review") {
		t.Error("a review of one's own is offered")
	}
}

func TestDraftsAreTheUnitsOwn(t *testing.T) {
	o := newOffice(t)
	m := o.story("one")
	for what, do := range map[string]func() error{
		"open":    func() error { _, err := o.Get(t.Context(), o.stranger, m.ID); return err },
		"preview": func() error { _, err := o.Preview(t.Context(), o.stranger, m.ID); return err },
		"file":    func() error { _, err := o.File(t.Context(), o.stranger, m.ID, m.Draft.Files[0].ID); return err },
		"write": func() error {
			_, err := o.Write(t.Context(), o.stranger, New{ID: m.ID, Kind: Story, Texts: texts})
			return err
		},
		"handin": func() error { _, err := o.HandIn(t.Context(), o.stranger, m.ID, m.Revision); return err },
		"erase":  func() error { return o.Erase(t.Context(), o.stranger, m.ID) },
	} {
		o.refused(fault.Missing, "", what, do)
	}
	if all, err := o.List(t.Context(), o.stranger); err != nil || len(all) != 0 {
		t.Errorf("another unit lists %d: %v", len(all), err)
	}
	if all, err := o.List(t.Context(), o.head); err != nil || len(all) != 1 {
		t.Errorf("the capital lists %d: %v", len(all), err)
	}
	m = o.publish(m)
	got, err := o.Get(t.Context(), o.stranger, m.ID)
	o.ok(err)
	if got.Hands != nil || !got.Reviewer.Zero() || got.State != Published {
		t.Errorf("another unit sees more than the public does: %+v", got)
	}
	next := map[lang.Language]Words{lang.French: {Title: "Pas encore public", Summary: "x"}}
	_, err = o.Write(t.Context(), o.mobiliser, New{ID: m.ID, Revision: m.Revision, Kind: Story, Texts: next})
	o.ok(err)
	if g, err := o.Preview(t.Context(), o.stranger, m.ID); err != nil || g.Texts[lang.French] != m.Public.Content.Texts[lang.French] || len(g.Files) == 0 {
		t.Errorf("another unit previews %+v, %v, and not what is public", g, err)
	}
	if may := o.May(t.Context(), o.stranger, &got); !slices.Equal(may, []string{"use"}) {
		t.Errorf("another unit may %v", may)
	}
}

func TestAFileIsStrippedAndKept(t *testing.T) {
	o := newOffice(t)
	m := o.story("one")
	f := m.Draft.Files[0]
	b, err := o.bytesOf(f.Ref)
	o.ok(err)
	if f.Size != int64(len(b)) || f.Small == "" || f.Wide != 64 || f.High != 48 {
		t.Errorf("%+v", f)
	}
	o.refused(fault.Unsupported, "material.file.type", "a drawing that runs", func() error {
		_, err := o.Attach(t.Context(), o.mobiliser, m.ID, File{ID: record.IDOf("svg"), Name: "x"}, strings.NewReader("<svg onload=alert(1)>"))
		return err
	})
	sending, sent := context.WithCancel(t.Context())
	again, err := o.Attach(sending, o.mobiliser, m.ID, File{ID: f.ID, Name: "Affiche"}, bytes.NewReader(photo(t)))
	if err != nil || len(again.Draft.Files) != 1 {
		t.Errorf("sent twice: %v, %d files", err, len(again.Draft.Files))
	}
	sent()
	if _, err := o.Detach(t.Context(), o.mobiliser, m.ID, f.ID); err != nil {
		t.Fatal(err)
	}
	for range 1000 { // who sent it lets go of it in a goroutine of their own
		if _, err = o.bytesOf(f.Ref); err != nil {
			break
		}
		time.Sleep(time.Millisecond)
	}
	if !fault.Is(err, fault.Missing) {
		t.Errorf("the bytes of what was taken out are still there: %v", err)
	}
}

func TestWhatIsIncompleteIsNotHandedIn(t *testing.T) {
	o := newOffice(t)
	for key, texts := range map[string]map[lang.Language]Words{
		"material.text.none":    {},
		"material.text.half":    {lang.French: {Title: "T"}},
		"material.content.none": {lang.French: {Title: "T", Summary: "S"}},
	} {
		m, err := o.Write(t.Context(), o.mobiliser, New{ID: record.IDOf(key), Kind: Story, Texts: texts})
		o.ok(err)
		o.refused(fault.Invalid, key, key, func() error { _, err := o.HandIn(t.Context(), o.mobiliser, m.ID, m.Revision); return err })
	}
	m := o.story("blind")
	f := m.Draft.Files[0]
	f.Alt = ""
	m, err := o.Label(t.Context(), o.mobiliser, m.ID, m.Revision, f)
	o.ok(err)
	o.refused(fault.Invalid, "material.file.blind", "a picture without words", func() error { _, err := o.HandIn(t.Context(), o.mobiliser, m.ID, m.Revision); return err })
	for key, w := range map[string]Words{"material.title.long": {Title: strings.Repeat("x", 121)}, "material.text.signs": {Title: "a\u202eb"}, "material.body.long": {Body: strings.Repeat("x", MaxBody+1)}} {
		o.refused(fault.Invalid, key, key, func() error {
			_, err := o.Write(t.Context(), o.mobiliser, New{ID: record.IDOf("long"), Kind: Story, Texts: map[lang.Language]Words{lang.French: w}})
			return err
		})
	}
	o.refused(fault.Invalid, "material.text.language", "Klingon", func() error {
		_, err := o.Write(t.Context(), o.mobiliser, New{ID: record.IDOf("tlh"), Kind: Story, Texts: map[lang.Language]Words{"tlh": {Title: "x"}}})
		return err
	})
}

func TestUsesAreCounted(t *testing.T) {
	o := newOffice(t)
	m := o.story("one")
	u := Use{ID: record.IDOf("use"), Material: m.ID, Spot: "Marché de Fassala", Day: o.now.AddDate(0, 0, -1), Printed: 40, People: 300, Said: "On veut la suite."}
	o.refused(fault.Missing, "", "a use of what is not public", func() error { return o.Used(t.Context(), o.mobiliser, u) })
	m = o.publish(m)
	for range 2 { // the answer was lost
		o.ok(o.Used(t.Context(), o.mobiliser, u))
	}
	o.ok(o.Used(t.Context(), o.stranger, Use{ID: record.IDOf("elsewhere"), Material: m.ID, Spot: "Radio", Day: o.now, People: 2000}))
	all, sum, err := o.Uses(t.Context(), o.mobiliser, m.ID)
	o.ok(err)
	if len(all) != 1 || sum != (Sum{2, 40, 2300}) || all[0].Said != "On veut la suite." || all[0].Number != 1 || !all[0].Day.Equal(time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("%+v, %+v", all, sum)
	}
	o.refused(fault.Missing, "", "another unit's use", func() error { return o.Unused(t.Context(), o.stranger, record.IDOf("none"), u.ID) })
	if err := o.Unused(t.Context(), o.stranger, m.ID, u.ID); err == nil {
		t.Error("another unit takes a use back")
	}
	u.Revision, u.Printed = all[0].Revision, 50
	o.ok(o.Used(t.Context(), o.mobiliser, u))
	u.Printed = 60
	o.refused(fault.Conflict, "material.revision.old", "a use that somebody changed", func() error { return o.Used(t.Context(), o.mobiliser, u) })
	o.ok(o.Unused(t.Context(), o.organiser, m.ID, u.ID))
	if _, sum, err = o.Uses(t.Context(), o.mobiliser, m.ID); err != nil || sum != (Sum{1, 0, 2000}) {
		t.Errorf("%+v, %v", sum, err)
	}
	for key, bad := range map[string]Use{"material.use.spot": {}, "material.use.day": {Spot: "x"}, "material.use.count": {Spot: "x", Day: o.now, Printed: -1}} {
		bad.ID, bad.Material = record.IDOf("bad"), m.ID
		o.refused(fault.Invalid, key, key, func() error { return o.Used(t.Context(), o.mobiliser, bad) })
	}
}

// TestTablesAreMadeAgain: what the ledger says is what the tables say, with people
// erased and drafts deleted.
func TestTablesAreMadeAgain(t *testing.T) {
	o := newOffice(t)
	who, gone := o.somebody("Aminata Ba", "25-34"), o.somebody("Oumar Sy", "35-59")
	m := o.story("one")
	for _, id := range []record.ID{who, gone} {
		var err error
		m, err = o.Credit(t.Context(), o.mobiliser, m.ID, id, "Nom "+id.String()[:4])
		o.ok(err)
	}
	m = o.publish(m)
	o.ok(o.Used(t.Context(), o.mobiliser, Use{ID: record.IDOf("use"), Material: m.ID, Spot: "École", Day: o.now, Printed: 3}))
	_, _, err := o.Pack(t.Context(), o.organiser, record.IDOf("kit"), "École de Mbera")
	o.ok(err)
	dropped := o.story("two")
	dropped, err = o.Credit(t.Context(), o.mobiliser, dropped.ID, who, "Aminata")
	o.ok(err)
	o.ok(o.Erase(t.Context(), o.mobiliser, dropped.ID))
	o.ok(o.people.Erase(t.Context(), o.organiser, gone, "asked to"))
	before := o.rows(o.l)
	if n := strings.Count(before, "\n"); n != 6 { // a material, a credit, a use, a kit with two people
		t.Errorf("%d rows:\n%s", n, before)
	}
	o.ok(o.l.Close())
	for _, name := range []string{"tables.db", "tables.db-wal", "tables.db-shm"} {
		if err := os.Remove(filepath.Join(o.dir, "community", name)); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	l := ledgertest.Open(t, o.community())
	defer l.Close()
	if after := o.rows(l); after != before {
		t.Errorf("before\n%s\nafter\n%s", before, after)
	}
}

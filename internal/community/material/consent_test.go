package material

import (
	"bytes"
	"context"
	"testing"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/community/person"
)

func TestOnlyWhoAgreesIsNamed(t *testing.T) {
	o := newOffice(t)
	m := o.story("one")
	adult, child := o.somebody("Aminata Ba", "25-34"), o.somebody("Aïcha", "6-11")
	silent := record.IDOf("silent")
	_, err := o.people.Put(t.Context(), o.organiser, silent, north, 0, person.Known{Name: "Sidi", Band: "12-17", Sex: "male", Community: "host", Disability: "no", Role: "participant"})
	o.ok(err)
	credit := func(who record.ID, as string) func() error {
		return func() error { _, err := o.Credit(t.Context(), o.mobiliser, m.ID, who, as); return err }
	}
	o.refused(fault.Invalid, "material.credit.consent", "a child that nobody asked", credit(silent, ""))
	o.refused(fault.Invalid, "material.credit.child", "a child by another name", credit(child, "Aïcha Ba"))
	o.refused(fault.Invalid, "material.credit.name", "an adult by no name", credit(adult, ""))
	o.refused(fault.Missing, "", "nobody of the register", credit(record.IDOf("nobody"), "X"))
	if err := o.people.Agree(t.Context(), o.organiser, silent, person.Consent{ID: record.IDOf("c"), Scope: person.Material, Language: "ar", How: "spoken", Guardian: true}); err == nil {
		t.Error("a child's consent without its own word is taken")
	}
	o.ok(credit(adult, "Aminata B.")())
	o.ok(credit(child, "")())
	g, err := o.Preview(t.Context(), o.guardian, m.ID)
	o.ok(err)
	if len(g.Authors) != 2 || g.Authors[0] != (Author{Name: "Aminata B."}) || g.Authors[1] != (Author{"Aïcha", true, "6-11"}) {
		t.Errorf("%+v", g.Authors)
	}
}

// Who makes a material is told the names of those in it, and so puts nobody in whom they
// may not know of: that somebody agrees is not told either.
func TestNobodyIsFoundOutByAFile(t *testing.T) {
	o := newOffice(t)
	adult := o.somebody("Aminata Ba", "25-34")
	m, err := o.Write(t.Context(), o.stranger, New{ID: record.IDOf("theirs"), Kind: Story, Texts: texts})
	o.ok(err)
	attach := func(who ...record.ID) error {
		sending, sent := context.WithCancel(t.Context())
		defer sent()
		_, err := o.Attach(sending, o.stranger, m.ID, File{ID: record.IDOf("file"), Name: "Affiche", People: who}, bytes.NewReader(photo(t)))
		return err
	}
	for what, who := range map[string]record.ID{"another unit's": adult, "nobody": record.IDOf("nobody")} {
		o.refused(fault.Invalid, "material.file.consent", what, func() error { return attach(who) })
	}
	o.ok(attach())
	o.refused(fault.Invalid, "material.file.consent", "named later", func() error {
		m, err := o.Get(t.Context(), o.stranger, m.ID)
		o.ok(err)
		_, err = o.Label(t.Context(), o.stranger, m.ID, m.Revision, File{ID: record.IDOf("file"), Name: "Affiche", People: []record.ID{adult}})
		return err
	})
}

func TestATextNamesNobody(t *testing.T) {
	o := newOffice(t)
	m := o.story("one")
	m, err := o.Credit(t.Context(), o.mobiliser, m.ID, o.somebody("Aïcha", "6-11"), "")
	o.ok(err)
	for _, body := range []string{"Une histoire d’AICHA.", "aïcha", "(Aïcha)"} {
		m, err = o.Write(t.Context(), o.mobiliser, New{ID: m.ID, Kind: Story, Texts: map[lang.Language]Words{lang.French: {Title: "T", Summary: "S", Body: body}}, Revision: m.Revision})
		o.ok(err)
		o.refused(fault.Invalid, "material.text.names", body, func() error { _, err := o.HandIn(t.Context(), o.mobiliser, m.ID, m.Revision); return err })
	}
	m, err = o.Write(t.Context(), o.mobiliser, New{ID: m.ID, Kind: Story, Texts: texts, Revision: m.Revision})
	o.ok(err)
	_, err = o.HandIn(t.Context(), o.mobiliser, m.ID, m.Revision)
	o.ok(err)
}

// TestAWithdrawnConsentAfterExport: the name is gone from the page, the downloads and
// the next kit in one step, and it is known which kits went out before.
func TestAWithdrawnConsentAfterExport(t *testing.T) {
	o := newOffice(t)
	child, adult := o.somebody("Aïcha", "6-11"), o.somebody("Aminata Ba", "25-34")
	m := o.story("one")
	m, err := o.Credit(t.Context(), o.mobiliser, m.ID, child, "")
	o.ok(err)
	m, err = o.Credit(t.Context(), o.mobiliser, m.ID, adult, "Aminata B.")
	o.ok(err)
	f := m.Draft.Files[0]
	f.People = []record.ID{child}
	m, err = o.Label(t.Context(), o.mobiliser, m.ID, m.Revision, f)
	o.ok(err)
	m = o.publish(m)
	shown := func() *Given {
		t.Helper()
		g, err := o.Open(t.Context(), m.ID)
		o.ok(err)
		return g
	}
	if g := shown(); len(g.Authors) != 2 || len(g.Files) != 1 || g.Held != 0 {
		t.Fatalf("%+v", g)
	}
	if _, err := o.OpenFile(t.Context(), m.ID, f.ID); err != nil {
		t.Fatal(err)
	}
	kit, _, err := o.Pack(t.Context(), o.organiser, record.IDOf("kit 1"), "École de Mbera 2")
	o.ok(err)

	o.withdraw(child)

	if g := shown(); len(g.Authors) != 1 || g.Authors[0].Name != "Aminata B." || len(g.Files) != 0 || g.Held != 1 {
		t.Errorf("the page: %+v", g)
	}
	if _, err := o.OpenFile(t.Context(), m.ID, f.ID); !fault.Is(err, fault.Missing) {
		t.Errorf("the download: %v", err)
	}
	if got, err := o.Get(t.Context(), o.stranger, m.ID); err != nil || len(got.Draft.Files) != 0 || len(got.Public.Content.Files) != 0 || got.Public.Credits != nil {
		t.Errorf("another unit is told of what the public is not: %+v, %v", got, err)
	}
	if all, err := o.List(t.Context(), o.stranger); err != nil || len(all) != 1 || len(all[0].Draft.Files) != 0 {
		t.Errorf("another unit lists %+v, %v", all, err)
	}
	o.refused(fault.Missing, "", "another unit asks for the file", func() error { _, err := o.File(t.Context(), o.stranger, m.ID, f.ID); return err })
	_, given, err := o.Pack(t.Context(), o.organiser, record.IDOf("kit 2"), "Radio")
	o.ok(err)
	if len(given) != 1 || len(given[0].Authors) != 1 || len(given[0].Files) != 0 {
		t.Errorf("the next kit: %+v", given)
	}
	carried, err := o.Carried(t.Context(), o.organiser, child)
	o.ok(err)
	if len(carried) != 1 || carried[0].ID != kit.ID || carried[0].Whom != "École de Mbera 2" {
		t.Errorf("kits that went out with the name: %+v", carried)
	}
	o.refused(fault.Missing, "", "another unit asks", func() error { _, err := o.Carried(t.Context(), o.stranger, child); return err })
	// Whoever is erased is gone alike.
	o.ok(o.people.Erase(t.Context(), o.organiser, adult, "asked to"))
	if g := shown(); len(g.Authors) != 0 {
		t.Errorf("an erased person is named: %+v", g.Authors)
	}
}

func TestAConsentThatCameToNothingStopsAReview(t *testing.T) {
	o := newOffice(t)
	child := o.somebody("Aïcha", "6-11")
	m := o.story("one")
	m, err := o.Credit(t.Context(), o.mobiliser, m.ID, child, "")
	o.ok(err)
	m, err = o.HandIn(t.Context(), o.mobiliser, m.ID, m.Revision)
	o.ok(err)
	o.withdraw(child)
	o.refused(fault.Invalid, "material.credit.consent", "approving a name that was taken back", func() error {
		_, err := o.Approve(t.Context(), o.guardian, m.ID, Decision{Sum: m.Sum(), Checks: Checks()})
		return err
	})
}

func TestTwoEntriesOfOnePerson(t *testing.T) {
	o := newOffice(t)
	one, other := o.somebody("Aminata Ba", "25-34"), o.somebody("Aminetou Bah", "25-34")
	m := o.story("one")
	m, err := o.Credit(t.Context(), o.mobiliser, m.ID, one, "Aminata B.")
	o.ok(err)
	m = o.publish(m)
	o.ok(o.people.Merge(t.Context(), o.organiser, other, one))
	if g, err := o.Open(t.Context(), m.ID); err != nil || len(g.Authors) != 1 {
		t.Errorf("both agree: %+v, %v", g, err)
	}
	o.withdraw(other)
	if g, err := o.Open(t.Context(), m.ID); err != nil || len(g.Authors) != 0 {
		t.Errorf("what was taken back with one entry holds for the other: %+v, %v", g, err)
	}
}

func TestAKitIsOfWhatIsPublic(t *testing.T) {
	o := newOffice(t)
	o.refused(fault.Conflict, "material.kit.empty", "an empty kit", func() error { _, _, err := o.Pack(t.Context(), o.organiser, record.IDOf("kit"), "x"); return err })
	o.story("draft")
	m := o.publish(o.story("one"))
	o.refused(fault.Invalid, "material.kit.whom", "a kit for nobody", func() error { _, _, err := o.Pack(t.Context(), o.organiser, record.IDOf("kit"), " "); return err })
	o.refused(fault.Denied, "", "a kit of numbers alone", func() error { _, _, err := o.Pack(t.Context(), o.programme, record.IDOf("kit"), "x"); return err })
	_, given, err := o.Pack(t.Context(), o.mobiliser, record.IDOf("kit"), "École")
	o.ok(err)
	for what, do := range map[string]func() error{
		"a kit twice":         func() error { _, _, err := o.Pack(t.Context(), o.mobiliser, record.IDOf("kit"), "École"); return err },
		"a kit of a material": func() error { _, _, err := o.Pack(t.Context(), o.mobiliser, m.ID, "École"); return err },
		"a material of a kit": func() error {
			_, err := o.Write(t.Context(), o.mobiliser, New{ID: record.IDOf("kit"), Kind: Story, Texts: texts})
			return err
		},
	} {
		o.refused(fault.Conflict, "material.id.taken", what, do)
	}
	if len(given) != 1 || given[0].ID != m.ID {
		t.Errorf("%+v", given)
	}
	_, _, err = o.PackHere(t.Context(), record.IDOf("wasl/local"), capital, "Radio")
	o.ok(err)
	if all, err := o.Kits(t.Context(), o.head); err != nil || len(all) != 2 || all[1].Held[0] != (Held{m.ID, 1, 1}) {
		t.Errorf("the ledger of kits: %+v, %v", all, err)
	}
}

package warning

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/guard/vault"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/ledger/ledgertest"
	"wasl/internal/network/place"
	"wasl/internal/share/cap"
)

// published drafts a warning and has it released.
func (o *office) published(name string) Warning {
	o.t.Helper()
	w, err := o.Propose(o.t.Context(), o.desk, o.flood(name))
	o.ok(err)
	w, err = o.Release(o.t.Context(), o.chief, w.ID, w.Pending.Sum())
	o.ok(err)
	return w
}

func (o *office) message(w Warning) *cap.Alert {
	o.t.Helper()
	xml, _, err := o.Message(o.t.Context(), w.Message)
	o.ok(err)
	m, seal, err := cap.Verify([]byte(xml), o.clock())
	o.ok(err)
	s, err := signer()
	o.ok(err)
	if seal.State != cap.Sound || seal.Fingerprint != s.Fingerprint() {
		o.t.Errorf("what went out is signed so: %+v", seal)
	}
	return m
}

func TestTwoPeopleWarnThePublic(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	w, err := o.Propose(ctx, o.desk, o.flood("w"))
	o.ok(err)
	if w.State(o.clock()) != Waiting || w.Pending.By != o.desk.ID || w.Unit != north {
		t.Errorf("drafted: %+v", w)
	}
	if public, err := o.Current(ctx); err != nil || len(public) != 0 {
		t.Errorf("the public reads a draft: %+v, %v", public, err)
	}
	release := func(a policy.Actor) func() error {
		return func() error { _, err := o.Release(ctx, a, w.ID, w.Pending.Sum()); return err }
	}
	own := policy.Actor{ID: o.desk.ID, Unit: north, Roles: []policy.Role{policy.Desk, policy.Chief}}
	o.refused(fault.Denied, "policy.denied", "whoever drafted it", release(own))
	o.refused(fault.Denied, "policy.denied", "a desk", release(policy.Actor{ID: record.IDOf("second desk"), Unit: north, Roles: []policy.Role{policy.Desk}}))
	for name, a := range map[string]policy.Actor{"another unit's chief": o.other, "an analyst elsewhere": o.analyst, "an administrator": o.admin, "oversight": o.oversight} {
		o.refused(fault.Missing, "", name, release(a))
	}
	w, err = o.Release(ctx, o.chief, w.ID, w.Pending.Sum())
	o.ok(err)
	if w.State(o.clock()) != Holds || w.Messages != 1 || w.Released != o.chief.ID || w.Drafter != o.desk.ID || w.TLP != record.Clear {
		t.Errorf("released: %+v", w)
	}
	m := o.message(w)
	if m.Status != cap.Actual || m.MsgType != cap.First || m.Scope != cap.Public || m.Sender != "urn:uuid:"+record.IDOf("node").String() || m.Identifier != w.Message.String() || len(m.Infos) != 2 {
		t.Errorf("the message: %+v", m)
	}
	if in := m.In("ar"); in.Event != "فيضان" || in.Areas[0].Desc != "كيهيدي" || in.Areas[0].Geocodes[0].Value != "MR11" || in.SenderName != "الإدارة الوطنية" || in.Web != "https://wasl.example/public/warnings?lang=ar" {
		t.Errorf("in Arabic: %+v", in)
	}
	if public, err := o.Current(ctx); err != nil || len(public) != 1 || public[0].Message != w.Message {
		t.Errorf("the public reads %+v, %v", public, err)
	}
	o.pass(25 * time.Hour)
	if public, err := o.Current(ctx); err != nil || len(public) != 0 || w.State(o.clock()) != Expired {
		t.Errorf("when its time is over the public reads %+v, %v", public, err)
	}
}

// What the second person read goes out, or nothing does.
func TestAnApprovalIsOfOneText(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	w, err := o.Propose(ctx, o.desk, o.flood("w"))
	o.ok(err)
	read := w.Pending.Sum()
	next := o.flood("w")
	next.Revision = w.Revision
	next.Content.Texts[lang.French] = Words{"Crue du fleuve à Kaédi", "Le fleuve monte vite.", "Montez à l’école."}
	if w, err = o.Propose(ctx, o.desk, next); err != nil {
		t.Fatal(err)
	}
	o.refused(fault.Conflict, "warning.text.changed", "the text before", func() error { _, err := o.Release(ctx, o.chief, w.ID, read); return err })
	stale := next
	stale.Revision--
	stale.Content.Contact = "119"
	o.refused(fault.Conflict, "warning.revision.old", "a change of what somebody else changed", func() error { _, err := o.Propose(ctx, o.desk, stale); return err })
	before := o.end()
	if _, err = o.Propose(ctx, o.desk, next); err != nil || o.end() != before {
		t.Errorf("sent twice: %v, %d revisions", err, o.end()-before)
	}
	// Whoever changes the text is its drafter: the chief can release it no more.
	next.Content.Contact, next.Revision = "119", w.Revision
	w, err = o.Propose(ctx, o.chief, next)
	o.ok(err)
	o.refused(fault.Denied, "policy.denied", "the chief who changed it", func() error { _, err := o.Release(ctx, o.chief, w.ID, w.Pending.Sum()); return err })
	w, err = o.Release(ctx, o.head, w.ID, w.Pending.Sum())
	o.ok(err)
	if m := o.message(w); m.In("fr").Contact != "119" || m.In("fr").Description != "Le fleuve monte vite." {
		t.Errorf("what went out: %+v", m.In("fr"))
	}
}

func TestWhoLeftWarnsNobody(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	w, err := o.Propose(ctx, o.desk, o.flood("w"))
	o.ok(err)
	release := func() error { _, err := o.Release(ctx, o.chief, w.ID, w.Pending.Sum()); return err }
	o.left[o.chief.ID] = true
	o.refused(fault.Denied, "warning.second.left", "a second person who left", release)
	o.left[o.chief.ID], o.left[o.desk.ID] = false, true
	o.refused(fault.Conflict, "warning.drafter.left", "a drafter who left", release)
	again := o.flood("w")
	again.Revision = w.Revision
	w, err = o.Propose(ctx, o.head, again)
	o.ok(err)
	o.ok(release())
}

func TestAnUpdateAndACancelNeedTwoPeopleAsWell(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	w := o.published("w")
	first := o.message(w)
	next := o.flood("w")
	next.Revision, next.Content.Severity, next.Word = w.Revision, "Extreme", "le fleuve a débordé"
	w, err := o.Propose(ctx, o.desk, next)
	o.ok(err)
	if public, err := o.Current(ctx); err != nil || len(public) != 1 || public[0].Content.Severity != "Severe" {
		t.Errorf("while the update waits the public reads %+v, %v", public, err)
	}
	w, err = o.Release(ctx, o.chief, w.ID, w.Pending.Sum())
	o.ok(err)
	update := o.message(w)
	if update.MsgType != cap.Update || !reflect.DeepEqual(update.References, []cap.Reference{first.Ref()}) || update.Infos[0].Severity != "Extreme" {
		t.Errorf("the update: %+v", update)
	}
	o.refused(fault.Invalid, "warning.reason.missing", "a cancel without a reason", func() error { _, err := o.ProposeCancel(ctx, o.desk, w.ID, w.Revision, " "); return err })
	w, err = o.ProposeCancel(ctx, o.desk, w.ID, w.Revision, "l’eau est descendue")
	o.ok(err)
	o.refused(fault.Denied, "", "own cancel", func() error { _, err := o.Release(ctx, o.desk, w.ID, w.Pending.Sum()); return err })
	w, err = o.Release(ctx, o.chief, w.ID, w.Pending.Sum())
	o.ok(err)
	cancel := o.message(w)
	if cancel.MsgType != cap.Cancel || len(cancel.References) != 2 || !strings.HasPrefix(cancel.In("fr").Headline, "Levée") || cancel.Infos[0].Responses[0] != "AllClear" {
		t.Errorf("the cancel: %+v", cancel)
	}
	if public, err := o.Current(ctx); err != nil || len(public) != 1 || !public[0].Cancel {
		t.Errorf("the public reads %+v, %v", public, err)
	}
	next.Revision = w.Revision
	o.refused(fault.Conflict, "warning.state.over", "an update of what was taken back", func() error { _, err := o.Propose(ctx, o.desk, next); return err })
	steps, err := o.Course(ctx, o.desk, &w)
	o.ok(err)
	var acts []string
	for _, s := range steps {
		acts = append(acts, string(s.Act))
	}
	if got := strings.Join(acts, " "); got != "publish released update released cancel released" {
		t.Errorf("its course: %s", got)
	}
}

func TestASecondPersonRefuses(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	w, err := o.Propose(ctx, o.desk, o.flood("w"))
	o.ok(err)
	o.refused(fault.Invalid, "warning.reason.missing", "without a reason", func() error { _, err := o.Refuse(ctx, o.chief, w.ID, w.Revision, ""); return err })
	w, err = o.Refuse(ctx, o.chief, w.ID, w.Revision, "la source n’est pas sûre")
	o.ok(err)
	if w.State(o.clock()) != Refused || w.Refuser != o.chief.ID || w.Refusal == "" {
		t.Errorf("refused: %+v", w)
	}
	again := o.flood("w")
	again.Revision = w.Revision
	w, err = o.Propose(ctx, o.desk, again)
	o.ok(err)
	if w.State(o.clock()) != Waiting || w.Refusal != "" {
		t.Errorf("drafted again: %+v", w)
	}
	if w, err = o.Refuse(ctx, o.desk, w.ID, w.Revision, ""); err != nil || w.State(o.clock()) != Refused || w.Refuser != o.desk.ID {
		t.Errorf("taken back: %+v, %v", w, err)
	}
}

// A demo's warnings are tests, and an exercise's warning is one.
func TestWhatIsMadeUpIsMarked(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	drill := record.IDOf("drill")
	o.of[drill] = Behind{Exercise: true}
	n := o.flood("w")
	n.About = drill
	w, err := o.Propose(ctx, o.desk, n)
	o.ok(err)
	w, err = o.Release(ctx, o.chief, w.ID, w.Pending.Sum())
	o.ok(err)
	if m := o.message(w); m.Status != cap.Exercise {
		t.Errorf("an exercise's warning is %s", m.Status)
	}
	o.opt.Demo = true
	if m := o.message(o.published("demo")); m.Status != cap.Test {
		t.Errorf("a demo's warning is %s", m.Status)
	}
	n = o.flood("hidden")
	n.About = record.IDOf("an alert that is not known")
	o.refused(fault.Missing, "", "about what one may not know of", func() error { _, err := o.Propose(ctx, o.desk, n); return err })
}

func TestAWarningPointsAtNobody(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	behind, secret := record.IDOf("report"), record.IDOf("alert")
	o.of[secret] = Behind{Reports: []record.ID{behind}}
	o.ok(o.kept.KeepPerson(ctx, o.desk.ID, record.IDOf("referral"), behind, north, vault.Person{Name: "Zeinabou mint Canari", Place: "x"}))
	_, err := o.kept.Source(ctx, vault.Reporter{Phone: "+22236123456"})
	o.ok(err)
	for text, key := range map[string]string{
		"Appelez le 36 12 34 56.":              "warning.lint.phone",
		"اتصلوا بالرقم ٣٦١٢٣٤٥٦":               "warning.lint.phone",
		"Écrivez à a.b@example.org":            "warning.lint.mail",
		"Ils sont à 16.1523, -13.5":            "warning.lint.point",
		"au point 16.15 -13.50":                "warning.lint.point",
		"par 16° 09′ N":                        "warning.lint.point",
		"28Q ED 12345":                         "warning.lint.point",
		"Ahmed ould SIDI les a vus":            "warning.lint.name",
		"رأتهم فاطمة بنت محمد":                 "warning.lint.name",
		"Zeinabou est en sécurité":             "warning.lint.person",
		"Il y a 12 000 personnes, 3,5 m d’eau": "",
		"Bilal est le nom de l’école":          "",
		"le 24/11/2026 à 18:30, le 2026-11-25": "",
	} {
		n := o.flood("w " + text)
		n.About = secret
		words := n.Content.Texts[lang.French]
		words.Description = text
		n.Content.Texts[lang.French] = words
		if key == "" {
			_, err := o.Propose(ctx, o.desk, n)
			o.ok(err)
			continue
		}
		o.refused(fault.Invalid, key, text, func() error { _, err := o.Propose(ctx, o.desk, n); return err })
	}
	n := o.flood("contact")
	n.Content.Contact = "36 12 34 56"
	o.refused(fault.Invalid, "warning.lint.contact", "a reporter's number as the contact", func() error { _, err := o.Propose(ctx, o.desk, n); return err })
	n.Content.Contact = "45 25 00 00"
	_, err = o.Propose(ctx, o.desk, n)
	o.ok(err)
}

func TestPlacesAreCoarse(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	with := func(shape *Shape, places ...string) New {
		n := o.flood("w " + fmt.Sprint(shape, places))
		n.Content.Shape, n.Content.Places = shape, nil
		for _, code := range places {
			n.Content.Places = append(n.Content.Places, place.Ref{List: "L", Code: code})
		}
		return n
	}
	for key, n := range map[string]New{
		"warning.place.fine": with(nil, "MR1111"), "warning.place.none": with(nil, "XX"), "warning.area.none": with(nil),
		"warning.area.small": with(&Shape{Centre: &cap.Point{Lat: 16, Lon: -13}, Km: 2}),
	} {
		o.refused(fault.Invalid, key, key, func() error { _, err := o.Propose(ctx, o.desk, n); return err })
	}
	house := with(&Shape{Corners: []cap.Point{{Lat: 16.1, Lon: -13.5}, {Lat: 16.11, Lon: -13.5}, {Lat: 16.11, Lon: -13.51}}})
	o.refused(fault.Invalid, "warning.area.small", "a house", func() error { _, err := o.Propose(ctx, o.desk, house); return err })
	w, err := o.Propose(ctx, o.desk, with(&Shape{Centre: &cap.Point{Lat: 16.123456, Lon: -13.456789}, Km: 12.4}))
	o.ok(err)
	if s := w.Pending.Content.Shape; *s.Centre != (cap.Point{Lat: 16.12, Lon: -13.46}) || s.Km != 12 {
		t.Errorf("a circle: %+v", s)
	}
	w, err = o.Release(ctx, o.chief, w.ID, w.Pending.Sum())
	o.ok(err)
	if a := o.message(w).In("fr").Areas[0]; a.Desc != "autour de Toufundé" || len(a.Circles) != 1 {
		t.Errorf("its ground: %+v", a)
	}
}

func TestAWarningIsWholeOrNotTaken(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	for key, spoil := range map[string]func(*New){
		"warning.id.missing":    func(n *New) { n.ID = record.ID{} },
		"warning.event.none":    func(n *New) { n.Content.Event = "war" },
		"warning.level.wrong":   func(n *New) { n.Content.Severity = "" },
		"warning.time.past":     func(n *New) { n.Content.Expires = o.clock().Add(-time.Hour) },
		"warning.time.far":      func(n *New) { n.Content.Expires = o.clock().Add(MaxTime + time.Hour) },
		"warning.time.onset":    func(n *New) { n.Content.Onset = n.Content.Expires },
		"warning.text.missing":  func(n *New) { delete(n.Content.Texts, lang.Arabic) },
		"warning.text.half":     func(n *New) { n.Content.Texts[lang.English] = Words{Headline: "Flood"} },
		"warning.text.language": func(n *New) { n.Content.Texts["ff"] = Words{"a", "b", "c"} },
		"warning.text.long":     func(n *New) { n.Content.Texts[lang.English] = Words{"a", strings.Repeat("x", MaxWords+1), "c"} },
		"warning.headline.long": func(n *New) { n.Content.Texts[lang.English] = Words{strings.Repeat("x", MaxHeadline+1), "b", "c"} },
		"warning.text.signs":    func(n *New) { n.Content.Texts[lang.English] = Words{"a\x01", "b", "c"} },
		"warning.contact.long":  func(n *New) { n.Content.Contact = strings.Repeat("1", MaxContact+1) },
		"warning.reason.long":   func(n *New) { n.Word = strings.Repeat("x", MaxReason+1) },
	} {
		n := o.flood("w")
		spoil(&n)
		o.refused(fault.Invalid, key, key, func() error { _, err := o.Propose(ctx, o.desk, n); return err })
	}
}

func TestListsOfWarnings(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	out := o.published("out")
	wait, err := o.Propose(ctx, o.desk, o.flood("wait"))
	o.ok(err)
	for name, c := range map[string]struct {
		a    policy.Actor
		want []record.ID
	}{
		"the desk": {o.desk, []record.ID{wait.ID, out.ID}}, "the capital": {o.head, []record.ID{wait.ID, out.ID}}, "another unit": {o.other, []record.ID{out.ID}},
		"an analyst elsewhere": {o.analyst, []record.ID{out.ID}}, "an administrator": {o.admin, nil}, "oversight": {o.oversight, nil},
	} {
		all, err := o.List(ctx, c.a, record.ID{})
		o.ok(err)
		var got []record.ID
		for _, w := range all {
			got = append(got, w.ID)
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s sees %v, want %v", name, got, c.want)
		}
	}
	seen, err := o.Get(ctx, o.other, out.ID)
	o.ok(err)
	if !seen.Released.Zero() || !seen.Drafter.Zero() || seen.Now == nil {
		t.Errorf("another unit sees who warned: %+v", seen)
	}
	if got := strings.Join(o.May(ctx, o.chief, &wait), " "); got != "edit release refuse" {
		t.Errorf("the chief may %s", got)
	}
	if got := strings.Join(o.May(ctx, o.desk, &wait), " "); got != "edit withdraw" {
		t.Errorf("the drafter may %s", got)
	}
}

// Tables that are made again from the ledger are the same.
func TestWarningsAreMadeAgain(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	w := o.published("w")
	w, err := o.ProposeCancel(ctx, o.desk, w.ID, w.Revision, "fini")
	o.ok(err)
	_, err = o.Import(ctx, o.desk, outsideFile(t, nil, nil))
	o.ok(err)
	o.ok(o.Trust(ctx, o.head, Known{Fingerprint: strings.Repeat("ab", 32), Sender: "s", Name: "Météo"}))
	look := func() string {
		own, err := o.List(ctx, o.head, record.ID{})
		o.ok(err)
		in, err := o.AllReceived(ctx, o.head)
		o.ok(err)
		known, err := o.Senders(ctx, o.head)
		o.ok(err)
		xml, _, err := o.Message(ctx, w.Message)
		o.ok(err)
		b, err := json.Marshal([]any{own, in, known, xml})
		o.ok(err)
		return string(b)
	}
	before := look()
	o.ok(o.l.Close())
	if _, err := ledger.Rebuild(ctx, o.field(), nil); err != nil {
		t.Fatal(err)
	}
	o.l = ledgertest.Open(t, o.field())
	o.opt.Ledger = o.l
	if after := look(); after != before {
		t.Errorf("made again:\n%s\nbefore:\n%s", after, before)
	}
}

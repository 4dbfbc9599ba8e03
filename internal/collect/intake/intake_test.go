package intake_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"wasl/demo"
	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/collect/form"
	"wasl/internal/collect/intake"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/network/unit"
	"wasl/internal/node"
)

// desk is a node with units over some of the country, and the shipped forms.
type desk struct {
	*node.Node
	t     *testing.T
	now   time.Time
	admin policy.Actor
}

var units = []unit.Unit{
	{Code: "HQ", Kind: unit.Administration, Name: lang.Text{lang.French: "Direction"}, PlaceList: "ISO-3166-1", PlaceCode: "MR"},
	{Code: "HODH", Kind: unit.Administration, Name: lang.Text{lang.French: "Hodh"}, Parent: unit.IDOf("HQ"), PlaceList: "OCHA-COD-2024", PlaceCode: "MR01"},
	{Code: "BASS", Kind: unit.Police, Name: lang.Text{lang.French: "Bassikounou"}, Parent: unit.IDOf("HODH"), PlaceList: "OCHA-COD-2024", PlaceCode: "MR012"},
	{Code: "NDB", Kind: unit.Police, Name: lang.Text{lang.French: "Nouadhibou"}, Parent: unit.IDOf("HQ"), PlaceList: "OCHA-COD-2024", PlaceCode: "MR08"},
}

func newDesk(t *testing.T, forms ...string) *desk {
	t.Helper()
	d := &desk{t: t, now: time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)}
	n, err := node.Open(t.Context(), node.Config{Dir: t.TempDir(), Demo: true, Clock: func() time.Time { return d.now }, Random: rand.Reader, Domain: "localhost"})
	if err != nil {
		t.Fatal(err)
	}
	d.Node = n
	t.Cleanup(func() {
		if err := n.Close(); err != nil {
			t.Error(err)
		}
	})
	for _, u := range units {
		u.ID = unit.IDOf(u.Code)
		if err := n.Units.Put(t.Context(), record.ID{}, u); err != nil {
			t.Fatal(err)
		}
	}
	d.admin = policy.Actor{ID: record.IDOf("admin"), Roles: []policy.Role{policy.Administrator}, Unit: unit.IDOf("HQ")}
	for _, id := range forms {
		b, err := demo.XLSX(id)
		if err != nil {
			t.Fatal(err)
		}
		d.publish(form.Upload{Name: id + ".xlsx", Source: b})
	}
	return d
}

func (d *desk) publish(up form.Upload) {
	d.t.Helper()
	up.Assessment = "asked to help people, and nothing that names them"
	if _, problems, err := d.Forms.Publish(d.t.Context(), d.admin, up); err != nil {
		d.t.Fatal(err, problems)
	}
}

func (d *desk) submit(sub intake.Submission) report.Accepted {
	d.t.Helper()
	if sub.Channel == "" {
		sub.Channel = report.App
	}
	got, err := d.Intake.Submit(d.t.Context(), sub)
	if err != nil {
		d.t.Fatal(err)
	}
	return got
}

func (d *desk) get(id record.ID) *report.Report {
	d.t.Helper()
	r, err := d.Reports.Get(d.t.Context(), id)
	if err != nil {
		d.t.Fatal(err)
	}
	return r
}

func (d *desk) revisions() int64 {
	d.t.Helper()
	n, err := d.Field.End(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	return n
}

// unitOf is the desk to which a report went.
func (d *desk) unitOf(id record.ID) string {
	d.t.Helper()
	s, err := d.Queue.Summary(d.t.Context(), id)
	if err != nil {
		d.t.Fatal(err)
	}
	for _, u := range units {
		if unit.IDOf(u.Code) == s.Unit {
			return u.Code
		}
	}
	return ""
}

func incident(id, inside string) []byte {
	return []byte(`<data id="security-incident" version="2026112401"><kind>attack</kind><urgency>now</urgency><summary>Tirs au puits</summary>` + inside +
		`<meta><instanceID>uuid:` + record.IDOf(id).String() + `</instanceID></meta></data>`)
}

// A report finds the desk of its place, by code, by name in any spelling, or by
// the point; never a desk outside the token's unit.
func TestRouting(t *testing.T) {
	d := newDesk(t, "security-incident")
	for i, c := range []struct{ inside, token, unit, place string }{
		{"<where_place>MR012</where_place>", "", "BASS", "MR012"},
		{"<where_place>MR011</where_place>", "", "HODH", "MR011"}, // no desk of its own: the wilaya's
		{"<where_place>MR131</where_place>", "", "HQ", "MR131"},   // nor of its wilaya: the country's
		{"<where_place>Bassikounou</where_place>", "", "BASS", "MR012"},
		{"<where_place>باسكنو</where_place>", "", "BASS", "MR012"},
		{"<where_place>nouadhibou</where_place>", "", "NDB", ""},
		{"<where_place>Atlantis</where_place>", "", "HQ", ""},
		{"<where_place>Atlantis</where_place><gps>15.87 -5.95 0 8</gps>", "", "BASS", ""},
		{"<gps>15.87 -5.95 0 8</gps>", "", "BASS", ""},
		{"<gps>١٥٫٨٧ -٥٫٩٥ 0 8</gps>", "", "BASS", ""},
		{"<gps>nowhere at all</gps>", "", "HQ", ""},
		{"<gps>NaN NaN 0 0</gps>", "", "HQ", ""},
		{"<gps>91 181 0 0</gps>", "", "HQ", ""},
		{"", "", "HQ", ""},
		{"", "NDB", "NDB", ""},
		{"<where_place>MR012</where_place>", "HODH", "BASS", "MR012"}, // below the token's unit
		{"<where_place>MR012</where_place>", "NDB", "NDB", "MR012"},   // not below it: the token's unit has it, and sees where it was
	} {
		id := fmt.Sprint("routing ", i)
		sub := intake.Submission{XML: incident(id, c.inside)}
		if c.token != "" {
			sub.Unit = unit.IDOf(c.token)
		}
		d.submit(sub)
		r := d.get(record.IDOf(record.IDOf(id).String()))
		if got := d.unitOf(r.ID); got != c.unit {
			t.Errorf("%s from %q went to %s, want %s", c.inside, c.token, got, c.unit)
		}
		if c.place != "" && (r.Body.Place == nil || r.Body.Place.Code != c.place) {
			t.Errorf("%s is at %+v, want %s", c.inside, r.Body.Place, c.place)
		}
		if strings.Contains(c.inside, "Atlantis") && !strings.Contains(r.Body.XML, "Atlantis") {
			t.Error("what was written of the place is lost")
		}
	}
}

// What lists, maps and search go by is read from every form by the names of its
// questions.
func TestColumns(t *testing.T) {
	d := newDesk(t, "security-incident", "zero-report")
	d.submit(intake.Submission{Language: "ar", XML: incident("columns", `<when>2026-11-23T22:15:00.000+01:00</when><people><people_dead>٣</people_dead><people_injured>12</people_injured>`+
		`<people_missing>many</people_missing></people><place><gps>15.87 -5.95 0 8</gps></place><details>جاؤوا في سيارتين، رقم إحداهما 4711 AB 05</details><photo>p.jpg</photo>`)})
	b := d.get(record.IDOf(record.IDOf("columns").String())).Body
	if b.Kind != "attack" || b.Urgency != report.Now || b.Title != "Tirs au puits" || b.Dead != 3 || b.Injured != 12 || b.Missing != 0 || b.Language != "ar" {
		t.Errorf("%+v", b)
	}
	if b.When == nil || !b.When.Equal(time.Date(2026, 11, 23, 21, 15, 0, 0, time.UTC)) || b.Point == nil || b.Point.Accuracy != 8 {
		t.Errorf("when %v, point %+v", b.When, b.Point)
	}
	for _, want := range []string{"Attaque armée", "Tirs au puits", "4711 AB 05"} {
		if !strings.Contains(b.Text, want) {
			t.Errorf("search does not find %q in %q", want, b.Text)
		}
	}
	for _, not := range []string{"p.jpg", "22:15", "15.87"} {
		if strings.Contains(b.Text, not) {
			t.Errorf("search finds %q", not)
		}
	}
	d.submit(intake.Submission{XML: []byte(`<data id="zero-report"><kind>nothing</kind><urgency>info</urgency><summary>` + strings.Repeat("طويل ", 300) + "\u202e" + `</summary></data>`), InstanceID: "uuid:zero"})
	b = d.get(record.IDOf("uuid:zero")).Body
	if b.Urgency != report.Routine || len(b.Title) > report.MaxText || strings.ContainsRune(b.Title, '\u202e') || strings.ContainsRune(b.Title, '\ufffd') {
		t.Errorf("urgency %s, title of %d bytes %q", b.Urgency, len(b.Title), b.Title)
	}
}

// Whose phone it was lies in the vault alone, whatever the form asks the phone.
func TestWhoSentItIsNotInTheReport(t *testing.T) {
	d := newDesk(t)
	d.publish(form.Upload{Name: "asks.xlsx", Source: sheets(t, map[string][][]string{
		"survey": {
			{"type", "name", "label"},
			{"deviceid", "phone_id"},
			{"phonenumber", "number"},
			{"username", "user"},
			{"begin group", "g", "G"},
			{"phonenumber", "again"},
			{"end group"},
			{"text", "what", "What?"},
		},
		"settings": {{"form_id", "version"}, {"asks", "1"}},
	})})
	canaries := []string{"collect:CANARY1", "+22245CANARY2", "CANARY3", "+22245CANARY4", "CANARY5", "CANARY6"}
	xml := fmt.Sprintf(`<data id="asks" version="1"><phone_id>%s</phone_id><number>%s</number><user><![CDATA[%s]]></user><g><again>%s</again></g><what>smoke <!-- %s --></what>`+
		`<meta><instanceID>uuid:who</instanceID><deviceID>%s</deviceID></meta></data>`, canaries[0], canaries[1], canaries[2], canaries[3], "a remark", canaries[4])
	first := d.submit(intake.Submission{XML: []byte(xml), Channel: report.OpenRosa, Token: record.IDOf("token"), Device: canaries[5]})
	if again := d.submit(intake.Submission{XML: []byte(xml), Channel: report.OpenRosa, Token: record.IDOf("token"), Device: canaries[5]}); !again.Known {
		t.Error("sent again, it is another report")
	}
	revs, err := d.Field.History(t.Context(), first.Report)
	if err != nil {
		t.Fatal(err)
	}
	for _, rev := range revs {
		for _, c := range canaries {
			if strings.Contains(string(rev.Body), c) {
				t.Errorf("the field compartment holds %s", c)
			}
		}
	}
	r := d.get(first.Report)
	if !strings.Contains(r.Body.XML, "<phone_id></phone_id>") || !strings.Contains(r.Body.XML, "<what>smoke <!-- a remark --></what>") || r.Body.Source.Zero() {
		t.Errorf("kept %s", r.Body.XML)
	}
	// The same phone has the same reference, another phone another.
	other := strings.Replace(xml, "uuid:who", "uuid:other", 1)
	second := d.submit(intake.Submission{XML: []byte(other), Channel: report.OpenRosa, Token: record.IDOf("token"), Device: canaries[5]})
	third := d.submit(intake.Submission{XML: []byte(strings.Replace(xml, "uuid:who", "uuid:third", 1)), Channel: report.OpenRosa, Token: record.IDOf("token"), Device: "collect:another"})
	if a, b, c := r.Body.Source, d.get(second.Report).Body.Source, d.get(third.Report).Body.Source; a != b || a == c {
		t.Errorf("sources %s %s %s", a, b, c)
	}
	// From the reporter app, without any of it, there is nobody to keep.
	bare := d.submit(intake.Submission{XML: []byte(`<data id="asks" version="1"><what>smoke</what><meta><instanceID>uuid:bare</instanceID></meta></data>`)})
	if s := d.get(bare.Report).Body.Source; !s.Zero() {
		t.Errorf("somebody is kept: %s", s)
	}
}

func TestWhatIsNoSubmission(t *testing.T) {
	d := newDesk(t, "security-incident")
	before := d.revisions()
	for name, c := range map[string]struct {
		xml  string
		kind fault.Kind
	}{
		"broken UTF-8":    {string(incident("x", "<details>\xff</details>")), fault.Invalid},
		"no form":         {"<data/>", fault.Invalid},
		"an unknown form": {`<data id="nothing"/>`, fault.Missing},
		"a document type": {`<!DOCTYPE data><data id="security-incident"/>`, fault.Invalid},
		"too long":        {string(incident("x", "<details>"+strings.Repeat("x", report.MaxXML)+"</details>")), fault.TooLarge},
	} {
		_, err := d.Intake.Submit(t.Context(), intake.Submission{XML: []byte(c.xml), Channel: report.App})
		if !fault.Is(err, c.kind) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := d.revisions(); n != before {
		t.Errorf("%d revisions were written", n-before)
	}
}

// Forms change while somebody is out of reach with an old one: what they send is
// kept, held against the newest, and marked.
func TestOldAndWithdrawnForms(t *testing.T) {
	d := newDesk(t)
	write := func(version, second string) form.Upload {
		return form.Upload{Name: "f.xlsx", Source: sheets(t, map[string][][]string{
			"survey": {{"type", "name", "label"}, {"text", "summary", "S"}, {"integer", second, "N"}}, "settings": {{"form_id", "version"}, {"f", version}},
		})}
	}
	d.publish(write("1", "old"))
	d.publish(write("2", "new"))
	send := func(version string) *report.Report {
		xml := fmt.Sprintf(`<data id="f" version="%s"><summary>s</summary><old>x</old><new>y</new><meta><instanceID>uuid:v%s</instanceID></meta></data>`, version, version)
		return d.get(d.submit(intake.Submission{XML: []byte(xml)}).Report)
	}
	for version, want := range map[string][]string{"1": {"/data/old type"}, "2": {"/data/new type"}, "3": {"version", "/data/new type"}} {
		if got := send(version).Body.Problems; !slices.Equal(got, want) {
			t.Errorf("version %s is marked %q, want %q", version, got, want)
		}
	}
	if err := d.Forms.Withdraw(t.Context(), d.admin, "f"); err != nil {
		t.Fatal(err)
	}
	d.submit(intake.Submission{XML: []byte(`<data id="f" version="2"><summary>after</summary></data>`), InstanceID: "uuid:after"})
	if r := d.get(record.IDOf("uuid:after")); r.Body.Title != "after" {
		t.Errorf("after withdrawing: %+v", r.Body)
	}
}

// The node's own clock may be off by decades; nothing is refused for it.
func TestTheNodesClockIsWrong(t *testing.T) {
	d := newDesk(t, "security-incident")
	for i, now := range []time.Time{time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2090, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)} {
		d.now = now
		id := fmt.Sprint("clock ", i)
		d.submit(intake.Submission{XML: incident(id, "<when>2026-11-23T10:00:00.000Z</when>")})
		if again := d.submit(intake.Submission{XML: incident(id, "<when>2026-11-23T10:00:00.000Z</when>")}); !again.Known {
			t.Errorf("at %s a repetition is new", now)
		}
	}
	if damage, err := d.Verify(t.Context(), func(string, int64, int64) {}); err != nil || len(damage) > 0 {
		t.Errorf("verify: %v %v", damage, err)
	}
}

// A client that goes away while its report is being written loses nothing.
func TestACancelledRequest(t *testing.T) {
	d := newDesk(t, "security-incident")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := d.Intake.Submit(ctx, intake.Submission{XML: incident("gone", ""), Channel: report.App})
	got := d.submit(intake.Submission{XML: incident("gone", "")})
	if err == nil && !got.Known || err != nil && got.Known {
		t.Errorf("answered %v, and then it is known: %v", err, got.Known)
	}
}

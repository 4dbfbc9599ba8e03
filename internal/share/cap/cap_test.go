package cap

import (
	"cmp"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"wasl/internal/base/fault"
)

var sent = time.Date(2026, 8, 14, 17, 5, 0, 0, time.UTC)

// flood is a whole message, with something of everything.
func flood() *Alert {
	info := func(l, headline string) Info {
		return Info{
			Language: l, Categories: []string{"Met", "Safety"}, Event: "Flood", Responses: []string{"Evacuate"}, Urgency: "Immediate", Severity: "Severe", Certainty: "Likely",
			Effective: sent, Onset: sent.Add(time.Hour), Expires: sent.Add(24 * time.Hour), SenderName: "HQ", Headline: headline, Description: "a < b & c > d\nsecond line",
			Instruction: "go to the school", Web: "https://example.org/x?a=1&b=2", Contact: "118", Parameters: []Value{{"level", "3"}}, EventCodes: []Value{{"list", "FL"}},
			Areas: []Area{{
				Desc: "Kaédi", Polygons: [][]Point{{{16.1, -13.5}, {16.2, -13.5}, {16.2, -13.4}, {16.1, -13.5}}}, Circles: []Circle{{Point{16.15, -13.5}, 12.5}},
				Geocodes: []Value{{"MR-2024", "MR0304"}},
			}},
		}
	}
	return &Alert{
		Identifier: "wasl-1", Sender: "urn:uuid:1", Sent: sent, Status: Actual, MsgType: Update, Scope: Public, Codes: []string{"x"}, Note: "n", Incidents: "i",
		References: []Reference{{"urn:uuid:1", "wasl-0", sent.Add(-time.Hour)}},
		Infos:      []Info{info("fr", "Crue du fleuve"), info("ar", "فيضان النهر")},
	}
}

func TestAMessageComesBackAsItWent(t *testing.T) {
	b, err := Encode(flood())
	if err != nil {
		t.Fatal(err)
	}
	got, err := Decode(b)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, flood()) {
		t.Errorf("got  %+v\nwant %+v", got, flood())
	}
	for _, want := range []string{
		`<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">`, "<sent>2026-08-14T17:05:00-00:00</sent>", "<polygon>16.1,-13.5 16.2,-13.5 16.2,-13.4 16.1,-13.5</polygon>",
		"<circle>16.15,-13.5 12.5</circle>", "<references>urn:uuid:1,wasl-0,2026-08-14T16:05:00-00:00</references>",
	} {
		if !strings.Contains(string(b), want) {
			t.Errorf("no %s in\n%s", want, b)
		}
	}
	if strings.Contains(string(b), "Z</") {
		t.Errorf("a time in UTC is written with a Z:\n%s", b)
	}
}

func TestWhatIsNotOfTheStandardIsNotWritten(t *testing.T) {
	for element, spoil := range map[string]func(*Alert){
		"identifier":  func(a *Alert) { a.Identifier = "a b" },
		"sender":      func(a *Alert) { a.Sender = "a,b" },
		"sent":        func(a *Alert) { a.Sent = time.Time{} },
		"status":      func(a *Alert) { a.Status = "Real" },
		"msgType":     func(a *Alert) { a.MsgType = "" },
		"scope":       func(a *Alert) { a.Scope = "" },
		"restriction": func(a *Alert) { a.Scope = Restricted },
		"addresses":   func(a *Alert) { a.Scope = Private },
		"references":  func(a *Alert) { a.References = nil },
		"event":       func(a *Alert) { a.Infos[0].Event = "" },
		"category":    func(a *Alert) { a.Infos[0].Categories = nil },
		"urgency":     func(a *Alert) { a.Infos[0].Urgency = "now" },
		"severity":    func(a *Alert) { a.Infos[0].Severity = "" },
		"certainty":   func(a *Alert) { a.Infos[1].Certainty = "Very Likely" },
		"headline":    func(a *Alert) { a.Infos[0].Headline = " begins with a blank" },
		"description": func(a *Alert) { a.Infos[0].Description = "\x01" },
		"expires":     func(a *Alert) { a.Infos[0].Expires = sent.Add(time.Millisecond) },
		"web":         func(a *Alert) { a.Infos[0].Web = "two words" },
		"areaDesc":    func(a *Alert) { a.Infos[0].Areas[0].Desc = "" },
		"polygon":     func(a *Alert) { a.Infos[0].Areas[0].Polygons[0] = []Point{{1, 1}, {1, 2}, {1, 1}} },
		"circle":      func(a *Alert) { a.Infos[0].Areas[0].Circles[0].Radius = -1 },
		"geocode":     func(a *Alert) { a.Infos[0].Areas[0].Geocodes[0].Value = "" },
	} {
		a := flood()
		spoil(a)
		b, err := Encode(a)
		var f *fault.Error
		if !errors.As(err, &f) || f.Kind != fault.Invalid || len(f.Args) == 0 || f.Args[0] != element {
			t.Errorf("%s: %v\n%s", element, err, b)
		}
	}
	open := flood()
	p := open.Infos[0].Areas[0].Polygons[0]
	p[len(p)-1] = Point{16.3, -13.5}
	if _, err := Encode(open); err == nil {
		t.Error("a polygon that does not come back is written")
	}
}

// hostile are files that must not cost more than a look.
func TestHostileFilesAreRefused(t *testing.T) {
	whole, err := Encode(flood())
	if err != nil {
		t.Fatal(err)
	}
	in := func(old, new string) string { return strings.Replace(string(whole), old, new, 1) }
	for key, text := range map[string]string{
		"cap.unreadable":    "",
		"cap.doctype":       `<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]>` + "<alert>&c;</alert>",
		"cap.version":       "<alert><identifier>1</identifier></alert>",
		"cap.deep":          strings.Repeat("<a>", 40) + strings.Repeat("</a>", 40),
		"cap.large":         strings.Repeat(" ", MaxBytes+1),
		"cap.element.many":  in("</info>", "</info>"+strings.Repeat("<info></info>", MaxInfos)),
		"cap.element.wrong": in("<circle>16.15,-13.5 12.5</circle>", "<circle>NaN,1 1</circle>"),
	} {
		_, err := Decode([]byte(text))
		var f *fault.Error
		if !errors.As(err, &f) || f.Key != key {
			t.Errorf("%s: %v", key, err)
		}
	}
	for name, text := range map[string]string{
		"an entity of its own": in("118", "&x;"), "two roots": string(whole) + "<alert/>", "another charset": in("UTF-8", "UTF-7"),
		"a cut": string(whole[:len(whole)/2]),
	} {
		if a, err := Decode([]byte(text)); err == nil {
			t.Errorf("%s is read: %+v", name, a)
		}
	}
}

func TestLibertiesAreTaken(t *testing.T) {
	b, err := Encode(flood())
	if err != nil {
		t.Fatal(err)
	}
	text := strings.NewReplacer("<sent>2026-08-14T17:05:00-00:00</sent>", "<sent> 2026-08-14T17:05:00.25Z\n</sent>", "<event>Flood</event>", "<event>\n  Flood </event><unknown/>", Namespace, older).Replace(string(b))
	got, err := Decode([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, flood()) {
		t.Errorf("got %+v", got)
	}
}

// dataDir is where other authorities' messages lie, beside the repository.
func dataDir() string {
	return filepath.Join(cmp.Or(os.Getenv("WASL_DATA"), filepath.Join("..", "..", "..", "..", "shared", "data")), "programme", "cap")
}

// others are messages of other authorities, where they lie beside the repository.
func others(t testing.TB) map[string][]byte {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dataDir(), "*.cap"))
	if err != nil || len(names) == 0 {
		t.Skip("other authorities' messages do not lie beside the repository")
	}
	all := map[string][]byte{}
	for _, n := range names {
		b, err := os.ReadFile(n)
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(n)] = b
	}
	return all
}

func TestMessagesOfOtherAuthorities(t *testing.T) {
	bad := map[string]string{
		"invalid.cap": "cap.element.wrong", "canada_errors.cap": "cap.element.wrong", "noaa_errors.cap": "cap.element.wrong",
		"xee.cap": "cap.doctype",
	}
	for name, b := range others(t) {
		a, seal, err := Verify(b, sent)
		var f *fault.Error
		if errors.As(err, &f) {
			t.Logf("%s: %v", name, err)
			if want := bad[name]; f.Key != "cap.version" && f.Key != want {
				t.Errorf("%s: %v, want %q", name, err, want)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		again, err := Encode(a)
		if err != nil {
			t.Errorf("%s, written: %v", name, err)
			continue
		}
		if got, err := Decode(again); err != nil || !reflect.DeepEqual(got, a) {
			t.Errorf("%s comes back as another: %v", name, err)
		}
		if signed := strings.Contains(name, "signed"); signed && seal.State != Unread { // with SHA-1, all of them
			t.Errorf("%s: %+v", name, seal)
		}
		t.Logf("%s: %s %s %s, %d infos, %s by %q", name, a.Sender, a.Status, a.MsgType, len(a.Infos), seal.State, seal.Holder)
	}
}

var signer = sync.OnceValue(func() *Signer {
	s, err := NewSigner("a node", sent)
	if err != nil {
		panic(err)
	}
	return s
})

func TestASignatureHoldsForWhatWasSignedAlone(t *testing.T) {
	b, err := Encode(flood())
	if err != nil {
		t.Fatal(err)
	}
	kept, err := signer().Keep()
	if err != nil {
		t.Fatal(err)
	}
	s, err := ReadSigner(kept)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := s.Sign(b)
	if err != nil {
		t.Fatal(err)
	}
	a, seal, err := Verify(signed, sent.Add(time.Hour))
	if err != nil || seal.State != Sound || seal.Fingerprint != s.Fingerprint() || seal.Holder != "a node" {
		t.Fatalf("%+v, %v\n%s", seal, err, signed)
	}
	if !reflect.DeepEqual(a, flood()) {
		t.Errorf("what was signed: %+v", a)
	}
	text := string(signed)
	for name, c := range map[string]struct {
		text string
		at   time.Time
		want SealState
	}{
		"without":                     {string(b), sent, Unsigned},
		"a changed word":              {strings.Replace(text, "Crue du fleuve", "Crue du lac", 1), sent, Broken},
		"an added info":               {strings.Replace(text, "<info>", "<info><category>Met</category><event>x</event><urgency>Past</urgency><severity>Minor</severity><certainty>Observed</certainty></info><info>", 1), sent, Broken},
		"after the certificate's end": {text, sent.AddDate(certYears, 0, 1), Expired},
		"without its certificate":     {strings.ReplaceAll(text, "X509Certificate>", "X509Other>"), sent, Unread},
	} {
		_, seal, err := Verify([]byte(c.text), c.at)
		if err != nil || seal.State != c.want || seal.Fingerprint != "" {
			t.Errorf("%s: %+v, %v, want %s", name, seal, err, c.want)
		}
	}
	again, err := s.Sign(b)
	if err != nil || string(again) != text {
		t.Errorf("signing again gives another file: %v", err)
	}
}

func TestFingerprintsAsPeopleWriteThem(t *testing.T) {
	f := signer().Fingerprint()
	if got, ok := ParseFingerprint(" " + strings.ToUpper(f[:2]) + ":" + f[2:]); !ok || got != f {
		t.Errorf("%q, %v", got, ok)
	}
	for _, bad := range []string{"", "abc", f + "0", strings.Replace(f, f[:1], "x", 1)} {
		if got, ok := ParseFingerprint(bad); ok {
			t.Errorf("%q is read as %q", bad, got)
		}
	}
}

// Other programs read what is written here: xmlsec1 the signature, xmllint the
// schema where it lies beside the repository. tools/oracle/cap asks for both.
func TestOtherProgramsAgree(t *testing.T) {
	xmlsec, err := exec.LookPath("xmlsec1")
	if err != nil {
		t.Skip("xmlsec1 is not installed")
	}
	b, err := Encode(flood())
	if err != nil {
		t.Fatal(err)
	}
	signed, err := signer().Sign(b)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	at := func(name string, b []byte) string {
		name = filepath.Join(dir, name)
		if err := os.WriteFile(name, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	cert, whole := at("cert.pem", signer().Certificate()), at("message.xml", signed)
	changed := at("changed.xml", []byte(strings.Replace(string(signed), "Crue du fleuve", "Crue du lac", 1)))
	verify := func(name string) ([]byte, error) {
		return exec.CommandContext(t.Context(), xmlsec, "--verify", "--trusted-pem", cert, "--verification-gmt-time", "2026-08-14 18:00:00", name).CombinedOutput()
	}
	if out, err := verify(whole); err != nil {
		t.Errorf("xmlsec1: %v\n%s", err, out)
	}
	if out, err := verify(changed); err == nil {
		t.Errorf("xmlsec1 takes a changed message:\n%s", out)
	}
	schema := filepath.Join(dataDir(), "cap12.xsd")
	lint, err := exec.LookPath("xmllint")
	if _, missing := os.Stat(schema); err != nil || missing != nil {
		t.Log("without xmllint, or the schema beside the repository, the schema is not asked")
		return
	}
	for _, name := range []string{at("plain.xml", b), whole} {
		if out, err := exec.CommandContext(t.Context(), lint, "--nonet", "--noout", "--schema", schema, name).CombinedOutput(); err != nil {
			t.Errorf("xmllint: %v\n%s", err, out)
		}
	}
}

// What is read is written and read again as the same, and signatures of anything
// are looked at without harm.
func FuzzDecode(f *testing.F) {
	b, err := Encode(flood())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte(`<alert xmlns="` + Namespace + `"><identifier>1</identifier><sender>s</sender><sent>2026-01-01T00:00:00+00:00</sent><status>Test</status><msgType>Alert</msgType><scope>Public</scope></alert>`))
	f.Fuzz(func(t *testing.T, b []byte) {
		a, _, err := Verify(b, sent)
		if err != nil {
			return
		}
		again, err := Encode(a)
		if err != nil {
			t.Fatalf("%q is read and not written: %v", b, err)
		}
		got, err := Decode(again)
		if err != nil || !reflect.DeepEqual(got, a) {
			t.Fatalf("%q comes back as another: %v\n%+v\n%+v", b, err, a, got)
		}
	})
}

package gateway

import (
	"bufio"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/triage/notice"
)

var now = time.Date(2026, 11, 25, 23, 0, 0, 0, time.UTC)

func clock() time.Time { return now }

func message(to string) notice.Message {
	return notice.Message{
		ID: record.IDOf("message"), To: to, Language: lang.French, Urgency: report.Now, Title: "wasl URGENT: alerte no 12", Text: "wasl URGENT: alerte no 12",
		Link: "https://wasl.example.org/alerts/1", Why: notice.Raised, About: []notice.Brief{{ID: record.IDOf("a"), Number: 12, Urgency: report.Now, State: "open"}},
	}
}

// sender gives the one way out that the settings have.
func sender(t *testing.T, set notice.Settings) notice.Sender {
	t.Helper()
	all, err := Senders(Options{Clock: clock, Near: true})(set)
	if err != nil || len(all) != 1 {
		t.Fatalf("%d senders: %v", len(all), err)
	}
	return all[0]
}

// server answers what answer says and keeps the last request with its body.
type server struct {
	*httptest.Server
	status int
	says   string
	asked  *http.Request
	body   []byte
}

func newServer(t *testing.T, status int, says string) *server {
	s := &server{status: status, says: says}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.asked = r
		s.body, _ = io.ReadAll(r.Body)
		w.Header().Set("Location", "http://elsewhere.example/")
		w.WriteHeader(s.status)
		_, _ = w.Write([]byte(s.says))
	}))
	t.Cleanup(s.Close)
	return s
}

func wantKind(t *testing.T, err error, want fault.Kind) {
	t.Helper()
	if !fault.Is(err, want) {
		t.Errorf("the fault is %v, want one that is %s", err, want)
	}
}

func TestSMSAsKannelWantsIt(t *testing.T) {
	s := newServer(t, 202, "0: Accepted for delivery")
	gate := sender(t, notice.Settings{SMS: &notice.SMSSettings{URL: s.URL + "/cgi-bin/sendsms", User: "u", Password: "geheim", From: "wasl", Callback: "http://node:8400/"}})
	m := message("+22245123456")
	if _, err := gate.Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	q := s.asked.URL.Query()
	for name, want := range map[string]string{
		"username": "u", "password": "geheim", "from": "wasl", "to": "+22245123456", "text": m.Text, "coding": "0", "charset": "UTF-8", "priority": "3",
		"dlr-mask": "19", "dlr-url": "http://node:8400/api/v1/gateways/sms/" + m.ID.String() + "?state=%d",
	} {
		if q.Get(name) != want {
			t.Errorf("%s is %q, want %q", name, q.Get(name), want)
		}
	}
	m.Text = "وصل عاجل: تنبيه رقم 12"
	if _, err := gate.Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	if got := s.asked.URL.Query().Get("coding"); got != "2" {
		t.Errorf("Arabic goes with coding %s", got)
	}
	for _, c := range []struct {
		status int
		says   string
		want   fault.Kind
	}{
		{202, "5: something else", fault.Offline},
		{503, "Temporal failure, try again later.", fault.Offline},
		{403, "Authorization failed for sendsms", fault.Offline},
		{400, "Invalid number", fault.Invalid},
		{302, "moved", fault.Offline},
	} {
		s.status, s.says = c.status, c.says
		_, err := gate.Send(t.Context(), m)
		wantKind(t, err, c.want)
	}
	s.Close()
	_, err := gate.Send(t.Context(), m)
	wantKind(t, err, fault.Offline)
	if strings.Contains(err.Error(), "geheim") || strings.Contains(err.Error(), "45123456") {
		t.Errorf("the fault tells a password or a number: %v", err)
	}
}

func TestReportsOfSMS(t *testing.T) {
	for state, want := range map[string][2]bool{"1": {true, true}, "2": {false, true}, "16": {false, true}, "8": {}, "": {}, "x": {}} {
		there, ok := ParseReport(state)
		if [2]bool{there, ok} != want {
			t.Errorf("state %q: %v, %v", state, there, ok)
		}
	}
}

// mailServer is as much of one as a client needs: it refuses recipients that begin
// with "nobody" for good, and those that begin with "later" for now.
func mailServer(t *testing.T) (port int, letters func() []string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		l.Close()
	})
	took := make(chan string, 10)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go serveMail(c, took)
		}
	}()
	return l.Addr().(*net.TCPAddr).Port, func() (all []string) {
		for len(took) > 0 {
			all = append(all, <-took)
		}
		return all
	}
}

func serveMail(c net.Conn, took chan<- string) {
	defer c.Close()
	say := func(s string) { _, _ = fmt.Fprint(c, s+"\r\n") } // who does not listen is the test's to tell
	say("220 mail.example.org")
	in, data, letter := bufio.NewScanner(c), false, ""
	for in.Scan() {
		line := in.Text()
		switch word := strings.ToUpper(strings.Fields(line + " .")[0]); {
		case data && line == ".":
			took <- letter
			data = false
			say("250 2.0.0 kept")
		case data:
			letter += line + "\n"
		case word == "EHLO":
			say("250-mail.example.org")
			say("250 ENHANCEDSTATUSCODES")
		case word == "RCPT" && strings.Contains(line, "<nobody"):
			say("550 5.1.1 no such user")
		case word == "RCPT" && strings.Contains(line, "<later"):
			say("451 4.7.1 come back later")
		case word == "DATA":
			data, letter = true, ""
			say("354 go on")
		case word == "QUIT":
			say("221 bye")
			return
		default:
			say("250 2.0.0 ok")
		}
	}
}

func TestMail(t *testing.T) {
	port, letters := mailServer(t)
	gate := sender(t, notice.Settings{Mail: &notice.MailSettings{Host: "127.0.0.1", Port: port, Security: notice.Plain, From: "wasl@example.org"}})
	m := message("desk@example.org")
	m.Title = "وصل عاجل: تنبيه رقم 12"
	ref, err := gate.Send(t.Context(), m)
	if err != nil {
		t.Fatal(err)
	}
	got := letters()
	if len(got) != 1 {
		t.Fatalf("%d letters", len(got))
	}
	for _, want := range []string{"From: <wasl@example.org>", "To: <desk@example.org>", "Message-ID: <" + strings.Trim(ref, "<>") + ">", "Auto-Submitted: auto-generated", "Importance: high", m.Link, "Date: Wed, 25 Nov 2026"} {
		if !strings.Contains(got[0], want) {
			t.Errorf("the letter lacks %q:\n%s", want, got[0])
		}
	}
	_, err = gate.Send(t.Context(), message("nobody@example.org"))
	wantKind(t, err, fault.Invalid)
	_, err = gate.Send(t.Context(), message("later@example.org"))
	wantKind(t, err, fault.Offline)
	_, err = gate.Send(t.Context(), message("desk@example.org\r\nBcc: all@example.org"))
	wantKind(t, err, fault.Invalid)
	if more := letters(); len(more) != 0 {
		t.Errorf("a letter went: %s", more)
	}
}

// browser opens what is pushed to it, as RFC 8291 says.
type browser struct {
	key  *ecdh.PrivateKey
	auth []byte
}

func newBrowser(t *testing.T) browser {
	k, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return browser{k, []byte("sixteen bytes!!!")}
}

func (b browser) subscription(endpoint string) string {
	raw := base64.RawURLEncoding.EncodeToString
	return fmt.Sprintf(`{"endpoint":%q,"keys":{"p256dh":%q,"auth":%q}}`, endpoint, raw(b.key.PublicKey().Bytes()), raw(b.auth))
}

func (b browser) open(t *testing.T, body []byte) []byte {
	t.Helper()
	ok := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	salt, n := body[:16], int(body[20])
	theirs, err := ecdh.P256().NewPublicKey(body[21 : 21+n])
	ok(err)
	secret, err := b.key.ECDH(theirs)
	ok(err)
	info := append(append([]byte("WebPush: info\x00"), b.key.PublicKey().Bytes()...), theirs.Bytes()...)
	ikm, err := hkdf.Key(sha256.New, secret, b.auth, string(info), 32)
	ok(err)
	key, err := hkdf.Key(sha256.New, ikm, salt, "Content-Encoding: aes128gcm\x00", 16)
	ok(err)
	nonce, err := hkdf.Key(sha256.New, ikm, salt, "Content-Encoding: nonce\x00", 12)
	ok(err)
	block, err := aes.NewCipher(key)
	ok(err)
	gcm, err := cipher.NewGCM(block)
	ok(err)
	plain, err := gcm.Open(nil, nonce, body[21+n:], nil)
	ok(err)
	return []byte(strings.TrimRight(string(plain), "\x00\x02"))
}

func pushSettings(t *testing.T) notice.Settings {
	k, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return notice.Settings{Push: &notice.PushSettings{Contact: "mailto:operator@example.org", Key: k.Bytes()}}
}

func TestPush(t *testing.T) {
	s, b := newServer(t, 201, ""), newBrowser(t)
	gate := sender(t, pushSettings(t))
	m := message(b.subscription(s.URL + "/push/1"))
	sizes := map[int]bool{}
	for _, text := range []string{m.Text, "n", strings.Repeat("وصل ", 100)} {
		m.Text = text
		if _, err := gate.Send(t.Context(), m); err != nil {
			t.Fatal(err)
		}
		var got pushed
		if err := json.Unmarshal(b.open(t, s.body), &got); err != nil {
			t.Fatal(err)
		}
		if got.Text != text || !got.Urgent || got.Alert != m.About[0].ID {
			t.Errorf("the browser shows %+v", got)
		}
		sizes[len(s.body)] = true
	}
	if len(sizes) != 1 {
		t.Errorf("what is pushed has sizes that tell what is in it: %v", sizes)
	}
	if h := s.asked.Header; h.Get("Urgency") != "high" || h.Get("Ttl") != "86400" || !strings.HasPrefix(h.Get("Authorization"), "vapid t=") {
		t.Errorf("headers: %v", h)
	}
	claims := strings.Split(strings.TrimPrefix(s.asked.Header.Get("Authorization"), "vapid t="), ".")
	c, err := base64.RawURLEncoding.DecodeString(claims[1])
	if err != nil || !strings.Contains(string(c), "mailto:operator@example.org") || !strings.Contains(string(c), s.URL) {
		t.Errorf("it says of itself %s, %v", c, err)
	}
	for status, want := range map[int]fault.Kind{410: fault.Missing, 404: fault.Missing, 429: fault.Offline, 500: fault.Offline, 403: fault.Invalid} {
		s.status = status
		_, err := gate.Send(t.Context(), m)
		wantKind(t, err, want)
	}
}

func TestPushReachesNothingInside(t *testing.T) {
	s, b := newServer(t, 201, ""), newBrowser(t)
	all, err := Senders(Options{Clock: clock})(pushSettings(t))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := all[0].Send(t.Context(), message(b.subscription(s.URL+"/push"))); err == nil || s.asked != nil {
		t.Errorf("what stands beside the node was asked: %v", err)
	}
	for a, want := range map[string]bool{"8.8.8.8": true, "2a00:1450::1": true, "10.0.0.1": false, "192.168.1.1": false, "127.0.0.1": false, "169.254.169.254": false, "100.64.1.1": false, "::1": false, "fd00::1": false, "fe80::1": false, "0.0.0.0": false} {
		if outside(netip.MustParseAddr(a)) != want {
			t.Errorf("%s is outside: %v", a, !want)
		}
	}
}

func TestWebhookIsSigned(t *testing.T) {
	s := newServer(t, 204, "")
	id := record.IDOf("hook")
	gate := sender(t, notice.Settings{Hooks: []notice.Hook{{ID: id, Name: "SAP", URL: s.URL + "/in", Secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}}})
	if _, err := gate.Send(t.Context(), message(id.String())); err != nil {
		t.Fatal(err)
	}
	h := s.asked.Header
	if want := "v1," + sign("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", h.Get("Webhook-Id"), h.Get("Webhook-Timestamp"), s.body); h.Get("Webhook-Signature") != want {
		t.Errorf("signature %s, want %s", h.Get("Webhook-Signature"), want)
	}
	var got told
	if err := json.Unmarshal(s.body, &got); err != nil || got.Type != "alert.raised" || len(got.Data.Alerts) != 1 || got.Data.Alerts[0].Number != 12 {
		t.Errorf("it was told %s, %v", s.body, err)
	}
	s.status = 302
	_, err := gate.Send(t.Context(), message(id.String()))
	wantKind(t, err, fault.Offline)
	_, err = gate.Send(t.Context(), message(record.IDOf("other").String()))
	wantKind(t, err, fault.Missing)
}

// The example of the specification of Standard Webhooks 1.0.0.
func TestSignatureOfTheSpecification(t *testing.T) {
	got := sign("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", []byte(`{"test": 2432232314}`))
	if want := "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="; got != want {
		t.Errorf("the signature is %s, want %s", got, want)
	}
}

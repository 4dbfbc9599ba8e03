package node

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/guard/identity"
	"wasl/internal/guard/vault"
)

// served is a realm that serves on a port.
type served struct {
	*realm
	addr string
	stop context.CancelFunc
	done chan error
}

func serveRealm(t *testing.T, change ...func(*Config)) *served {
	t.Helper()
	s := &served{realm: newRealm(t, change...), done: make(chan error, 1)}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.addr = l.Addr().String()
	ctx, stop := context.WithCancel(t.Context())
	s.stop = stop
	go func() { s.done <- s.Serve(ctx, l) }()
	t.Cleanup(func() {
		stop()
		select {
		case err := <-s.done:
			if err != nil {
				t.Error(err)
			}
		case <-time.After(time.Minute):
			t.Error("the server does not end")
		}
	})
	return s
}

// Two thousand sockets that dribble, heads and bodies, hold nobody else up.
func TestSlowLoris(t *testing.T) {
	s := serveRealm(t)
	sockets := 2000
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err == nil && limit.Cur < 5000 {
		sockets = int(limit.Cur / 4)
		t.Logf("%d sockets, as the machine allows no more", sockets)
	}
	conns := make([]net.Conn, 0, sockets)
	defer func() {
		for _, c := range conns {
			_ = c.Close()
		}
	}()
	head := "POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
	for i := range sockets {
		c, err := net.Dial("tcp", s.addr)
		if err != nil {
			t.Fatalf("socket %d: %v", i, err)
		}
		conns = append(conns, c)
		text := head
		if i%2 == 0 {
			text += "Content-Length: 100000\r\n\r\n{"
		}
		if _, err := io.WriteString(c, text); err != nil {
			t.Fatal(err)
		}
	}
	stop := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() { // a byte to each, again and again
		for {
			for _, c := range conns {
				_, _ = io.WriteString(c, "x")
			}
			select {
			case <-stop:
				return
			case <-time.After(200 * time.Millisecond):
			}
		}
	})
	client := &http.Client{Timeout: 30 * time.Second}
	for i := range 50 {
		id := record.IDOf(fmt.Sprint("honest ", i)).String()
		sealed, err := vault.Seal(s.Vault.Key(), vault.Submission, fmt.Appendf(nil, `{"id":%q,"form":"security-incident","version":"1","language":"fr","xml":%q,"blobs":[]}`, id, incident(id, "x")), true)
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			s.forms()
		}
		res, err := client.Post("http://"+s.addr+"/api/v1/reporter/submissions", "application/wasl-sealed", bytes.NewReader(sealed))
		if err != nil {
			t.Fatalf("an honest report: %v", err)
		}
		res.Body.Close()
		if res.StatusCode != 201 {
			t.Fatalf("an honest report: %d", res.StatusCode)
		}
	}
	close(stop)
	wg.Wait()
}

// Of more connections than a node takes, those give way that say nothing, the
// longest first; one with a request under way stays.
func TestACrowdGivesWay(t *testing.T) {
	t.Parallel()
	c := newCrowd(3)
	var conns []*pipe
	open := func() *pipe {
		p := &pipe{}
		conns = append(conns, p)
		c.state(p, http.StateNew)
		return p
	}
	working := open()
	c.state(working, http.StateActive)
	first, second := open(), open()
	third := open()
	if !first.closed || second.closed || third.closed || working.closed {
		t.Errorf("closed: %v %v %v, working %v", first.closed, second.closed, third.closed, working.closed)
	}
	c.state(first, http.StateClosed)
	c.state(second, http.StateActive)
	c.state(second, http.StateIdle) // it waits again, the last of all
	fourth := open()
	if !third.closed || second.closed || fourth.closed {
		t.Errorf("closed: %v %v %v", second.closed, third.closed, fourth.closed)
	}
	c.state(third, http.StateClosed)
	for _, p := range conns {
		if !p.closed {
			c.state(p, http.StateClosed)
		}
	}
	if c.all != 0 || c.waiting.Len() != 0 || len(c.place) != 0 {
		t.Errorf("at the end %d, %d, %d", c.all, c.waiting.Len(), len(c.place))
	}
}

type pipe struct {
	net.Conn
	closed bool
}

func (p *pipe) Close() error {
	p.closed = true
	return nil
}

// A node that is told to stop lets the request under way finish, takes no new
// one, and ends the streams.
func TestStoppingIsGraceful(t *testing.T) {
	t.Parallel()
	s := serveRealm(t)
	desk := s.visitor("desk")
	events := s.listen("http://"+s.addr, desk)
	c, err := net.Dial("tcp", s.addr)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	body := `{"login":"nobody","password":"wrong wrong wrong"}`
	_, err = fmt.Fprintf(c, "POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n", len(body))
	s.ok(err)
	answers := bufio.NewReader(c)
	for _, want := range []string{"HTTP/1.1 100 Continue", ""} { // the node has begun to read the body
		if line, err := answers.ReadString('\n'); err != nil || strings.TrimSpace(line) != want {
			t.Fatalf("%q, %v", line, err)
		}
	}
	s.stop()
	for range events.events { // they end
	}
	for {
		if c, err := net.Dial("tcp", s.addr); err != nil {
			break
		} else {
			c.Close()
			time.Sleep(time.Millisecond)
		}
	}
	if _, err := io.WriteString(c, body); err != nil {
		t.Fatal(err)
	}
	res, err := http.ReadResponse(answers, nil)
	if err != nil || res.StatusCode != 401 {
		t.Fatalf("the request under way: %v, %v", res, err)
	}
	res.Body.Close()
	if err := <-s.done; err != nil {
		t.Error(err)
	}
	s.done <- nil
}

// certFiles writes a certificate for a name into dir.
func certFiles(t *testing.T, dir, name string) (cert, key string) {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: name}, DNSNames: []string{name}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, k.Public(), k)
	if err != nil {
		t.Fatal(err)
	}
	pkcs, err := x509.MarshalPKCS8PrivateKey(k)
	if err != nil {
		t.Fatal(err)
	}
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for file, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: pkcs}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return cert, key
}

// Under TLS a node speaks 1.2 and 1.3 and nothing older, over HTTP/2 as well, and
// a certificate that was renewed is used without a restart; one that cannot be
// read is not.
func TestTLS(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	cert, key := certFiles(t, dir, "first.example")
	s := serveRealm(t, func(c *Config) { c.Cert, c.Key = cert, key })
	shown := func(change ...func(*tls.Config)) (string, uint16, error) {
		cfg := &tls.Config{InsecureSkipVerify: true} //nolint:gosec // the test looks at the certificate itself
		for _, c := range change {
			c(cfg)
		}
		c, err := tls.Dial("tcp", s.addr, cfg)
		if err != nil {
			return "", 0, err
		}
		defer c.Close()
		st := c.ConnectionState()
		return st.PeerCertificates[0].Subject.CommonName, st.Version, nil
	}
	if name, version, err := shown(); err != nil || name != "first.example" || version != tls.VersionTLS13 {
		t.Errorf("%s, %x, %v", name, version, err)
	}
	if _, version, err := shown(func(c *tls.Config) { c.MaxVersion = tls.VersionTLS12 }); err != nil || version != tls.VersionTLS12 {
		t.Errorf("an old phone: %x, %v", version, err)
	}
	if _, _, err := shown(func(c *tls.Config) { c.MinVersion, c.MaxVersion = tls.VersionTLS10, tls.VersionTLS11 }); err == nil {
		t.Error("TLS 1.1 is spoken")
	}
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, ForceAttemptHTTP2: true}} //nolint:gosec // as above
	res, err := client.Get("https://" + s.addr + "/healthz")
	if err != nil || res.StatusCode != 200 || res.ProtoMajor != 2 || res.Header.Get("Strict-Transport-Security") == "" {
		t.Fatalf("%v, %v", res, err)
	}
	res.Body.Close()

	c, err := openCertificate(cert, key)
	if err != nil {
		t.Fatal(err)
	}
	name := func() string {
		pair, err := c.get(nil)
		if err != nil {
			t.Fatal(err)
		}
		return pair.Leaf.Subject.CommonName
	}
	later := func() {
		t.Helper()
		for _, f := range []string{cert, key} {
			if err := os.Chtimes(f, time.Time{}, time.Now().Add(time.Hour)); err != nil {
				t.Fatal(err)
			}
		}
	}
	certFiles(t, dir, "second.example")
	later()
	if err := c.renew(); err != nil || name() != "second.example" {
		t.Errorf("renewed: %s, %v", name(), err)
	}
	if err := os.WriteFile(cert, []byte("half written"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := c.renew(); err == nil || name() != "second.example" {
		t.Errorf("half written: %s, %v", name(), err)
	}
	_, err = openCertificate(cert, key)
	if f, ok := err.(*fault.Error); !ok || f.Key != "node.certificate.unreadable" { //nolint:errorlint // it is the outermost
		t.Errorf("opening half a certificate: %v", err)
	}
}

// A node behind a proxy on another machine lets the proxy in, and the machine
// itself, and nobody else.
func TestOnlyTheProxyMayConnect(t *testing.T) {
	t.Parallel()
	f := &fromProxies{proxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.5/32"), netip.MustParsePrefix("2001:db8::/64")}}
	for addr, want := range map[string]bool{
		"10.0.0.5:1": true, "10.0.0.6:1": false, "[2001:db8::7]:1": true, "[2001:db8:1::7]:1": false, "127.0.0.1:1": true, "[::1]:1": true,
		"[::ffff:10.0.0.5]:1": true, "192.0.2.1:1": false,
	} {
		if got := f.known(net.TCPAddrFromAddrPort(netip.MustParseAddrPort(addr))); got != want {
			t.Errorf("%s: %v", addr, got)
		}
	}
	if f.known(&net.UnixAddr{Name: "x"}) {
		t.Error("a socket without an address is let in")
	}
}

// The log of a node at its most talkative holds no receipt, no address, no token,
// no password, no link and nothing that was reported.
func TestLogsTellNothing(t *testing.T) {
	t.Parallel()
	s := serveRealm(t)
	s.forms()
	canaries := map[string]string{"an address": "127.0.0.1", "a password": goodPassword, "a report": "canarimots"}
	keep := func(what, value string) {
		t.Helper()
		if len(value) < 8 {
			t.Fatalf("%s is %q", what, value)
		}
		canaries[what] = value
	}
	url := "http://" + s.addr
	do := func(method, path string, header http.Header, body string) (int, []byte) {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), method, url+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		for name, values := range header {
			req.Header[name] = values
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			return 0, nil
		}
		defer res.Body.Close()
		b, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		return res.StatusCode, b
	}
	id := record.IDOf("canary").String()
	sealed, err := vault.Seal(s.Vault.Key(), vault.Submission, fmt.Appendf(nil, `{"id":%q,"form":"security-incident","version":"1","language":"fr","xml":%q,"blobs":[]}`, id, incident(id, "canarimots")), true)
	if err != nil {
		t.Fatal(err)
	}
	status, b := do("POST", "/api/v1/reporter/submissions", http.Header{"Content-Type": {"application/wasl-sealed"}}, string(sealed))
	if status != 201 {
		t.Fatalf("%d %s", status, b)
	}
	keep("a receipt", string(b[len(`{"receipt":"`):len(`{"receipt":"`)+12]))
	do("POST", "/api/v1/reporter/threads/"+canaries["a receipt"], nil, "{}")
	do("POST", "/api/v1/reporter/threads/"+canaries["a receipt"], nil, `{"nonsense":1}`)
	do("POST", "/api/v1/reporter/threads/000000000000", nil, "{}")
	_, link, err := s.Who.InviteAgain(t.Context(), s.boss, s.visitor("desk").actor.ID)
	s.ok(err)
	keep("a link", link)
	do("GET", "/api/v1/invitations/"+link, nil, "")
	_, token, err := s.Who.IssueToken(t.Context(), s.boss, identity.NewToken{Name: "phone", Unit: s.at["own"], Channel: identity.OpenRosa})
	s.ok(err)
	keep("a token", token)
	do("GET", "/v1/key/"+token+"/formList", nil, "")
	do("POST", "/v1/key/"+token+"/submission", http.Header{"Content-Type": {"multipart/form-data; boundary=x"}}, "cut")
	for _, v := range s.visitors {
		if c := v.header.Get("Cookie"); c != "" {
			keep("the session of "+v.name, strings.TrimPrefix(c, "wasl_session="))
		}
		do("GET", "/api/v1/reports/"+id, v.header, "")
	}
	do("POST", "/api/v1/session", http.Header{"Content-Type": {"application/json"}}, `{"login":"chief","password":"`+goodPassword+`"}`)
	// What goes wrong below HTTP, and inside.
	for _, text := range []string{"nonsense\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET /v1/key/" + token + "/x HTTP/1.1\r\nHost: a b\r\n\r\n", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n"} {
		c, err := net.Dial("tcp", s.addr)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(c, text)
		_ = c.Close()
	}
	if err := s.Blobs.Close(); err != nil {
		t.Fatal(err)
	}
	do("PUT", "/api/v1/reporter/blobs/"+id, http.Header{"Upload-Offset": {"0"}, "Upload-Length": {"10"}}, "0123456789")
	if err := s.Field.Close(); err != nil {
		t.Fatal(err)
	}
	for _, v := range s.visitors {
		do("GET", "/api/v1/reports/"+id, v.header, "")
	}
	do("POST", "/api/v1/reporter/threads/"+canaries["a receipt"], nil, "{}")
	do("POST", "/api/v1/reporter/submissions", http.Header{"Content-Type": {"application/wasl-sealed"}}, string(sealed))
	logged := s.logged.String()
	if !strings.Contains(logged, "request=") {
		t.Errorf("the log says nothing at all:\n%s", logged)
	}
	for what, value := range canaries {
		if strings.Contains(logged, value) {
			t.Errorf("the log holds %s, %s:\n%s", what, value, logged)
		}
	}
}

// What the server itself logs of its connections names no address.
func TestAddressesAreTakenOut(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	l := slog.NewLogLogger(withoutAddresses{slog.NewTextHandler(&b, nil)}.WithAttrs(nil).WithGroup("x"), slog.LevelInfo)
	l.Print("http: TLS handshake error from 203.0.113.9:51234: EOF")
	l.Print("http: panic serving [2001:db8::1]:443: x")
	l.Print("http: Accept error: accept tcp [::]:8400: too many open files")
	if got := b.String(); strings.Contains(got, "203.0.113") || strings.Contains(got, "2001:db8") || !strings.Contains(got, "TLS handshake error from somewhere: EOF") {
		t.Error(got)
	}
}

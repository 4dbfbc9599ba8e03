package openrosa_test

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"wasl/internal/base/record"
)

// cutAt is a body whose line breaks after n bytes.
func cutAt(b []byte, n int) io.Reader {
	return io.MultiReader(bytes.NewReader(b[:n]), brokenLine{})
}

type brokenLine struct{}

func (brokenLine) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// offer hands a body to the node as a server would, and gives status and message.
func (p *post) offer(body io.Reader, contentType string) (int, string) {
	p.t.Helper()
	req := httptest.NewRequestWithContext(p.t.Context(), http.MethodPost, "/v1/key/"+p.token+"/submission?deviceID=collect:cut", body)
	req.Header.Set("Content-Type", contentType)
	res := httptest.NewRecorder()
	p.handler.ServeHTTP(res, req)
	return res.Code, said(p.t, res.Body.Bytes())
}

func (p *post) known(id string) bool {
	p.t.Helper()
	known, err := p.Reports.Known(p.t.Context(), record.IDOf("uuid:"+record.IDOf(id).String()))
	if err != nil {
		p.t.Fatal(err)
	}
	return known
}

func bodyOf(id string, files ...attachment) *multi {
	m := &multi{}
	m.part(`form-data; name="xml_submission_file"; filename="حادث.xml"`, "text/xml", instance(id, "Tirs entendus"))
	for _, f := range files {
		m.part(`form-data; name="`+quoted(f.name)+`"; filename="`+quoted(f.name)+`"`, f.kind, f.content)
	}
	return m
}

// A line cut after any byte: nothing is half-written, and sent again it is one
// report, with all its files.
func TestCutAtEveryByte(t *testing.T) {
	p := newPost(t)
	small := func(id string) []byte {
		return bodyOf(id, attachment{"صورة.jpg", "image/jpeg", "a picture"}, attachment{"b.amr", "audio/amr", "a voice"}).bytes()
	}
	p.cut("small", small, 1)
	large := func(id string) []byte {
		return bodyOf(id, attachment{"فيديو.mp4", "video/mp4", strings.Repeat("video ", 50_000)}).bytes()
	}
	p.cut("large", large, 9_973) // a prime, so that the cuts fall everywhere
}

// resendEvery is how many cuts share one sending again: each of those is synced.
const resendEvery = 7

// cut cuts what body makes after every step bytes, sends it again, and counts.
func (p *post) cut(size string, body func(id string) []byte, step int) {
	p.t.Helper()
	kind := (&multi{}).contentType()
	before := p.revisions()
	length := len(body(size + " 0"))
	cuts, cutWhole := 0, 0
	for n := 0; n < length; n += step {
		id := fmt.Sprintf("%s %d", size, n)
		whole := body(id)
		status, message := p.offer(cutAt(whole, n), kind)
		switch {
		case status == http.StatusCreated && n >= len(whole)-2: // nothing but the last line's end was missing
			cutWhole++
		case status != http.StatusBadRequest || p.known(id):
			p.t.Errorf("cut after %d of %d bytes: %d %q, kept: %v", n, len(whole), status, message, p.known(id))
		case message == "":
			p.t.Errorf("cut after %d bytes, the person reads nothing", n)
		}
		if n%resendEvery != 0 && n < length-10 {
			continue
		}
		if status, message := p.offer(bytes.NewReader(whole), kind); status != http.StatusCreated || !receipt.MatchString(message) {
			p.t.Fatalf("sent again after %d bytes: %d %q", n, status, message)
		}
		if files := p.get(id).Files; len(files) != strings.Count(string(whole), "filename=")-1 {
			p.t.Errorf("after %d bytes, %d files", n, len(files))
		}
		cuts++
	}
	if cutWhole > 2 {
		p.t.Errorf("%d cut posts were taken for whole", cutWhole)
	}
	if wrote := p.revisions() - before; wrote != int64(cuts) {
		p.t.Errorf("%d reports wrote %d revisions", cuts, wrote)
	}
}

// The same over a socket, which ends in the middle: some places stand for all.
func TestCutSocket(t *testing.T) {
	p := newPost(t)
	u, err := url.Parse(p.url)
	if err != nil {
		t.Fatal(err)
	}
	kind := (&multi{}).contentType()
	for _, chunked := range []bool{false, true} {
		for _, part := range []int{0, 1, 30, 60, 99} {
			id := fmt.Sprintf("socket %d %v", part, chunked)
			body := bodyOf(id, attachment{"p.jpg", "image/jpeg", strings.Repeat("p", 4000)}).bytes()
			c, err := new(net.Dialer).DialContext(t.Context(), "tcp", u.Host)
			if err != nil {
				t.Fatal(err)
			}
			n := len(body) * part / 100
			head := fmt.Sprintf("POST /v1/key/%s/submission HTTP/1.1\r\nHost: %s\r\nContent-Type: %s\r\n", p.token, u.Host, kind)
			length := fmt.Sprintf("Content-Length: %d\r\n\r\n", len(body))
			if chunked {
				length = fmt.Sprintf("Transfer-Encoding: chunked\r\n\r\n%x\r\n", len(body))
			}
			if _, err := io.WriteString(c, head+length+string(body[:n])); err != nil {
				t.Fatal(err)
			}
			if err := c.(*net.TCPConn).CloseWrite(); err != nil {
				t.Fatal(err)
			}
			answer, err := io.ReadAll(c) // until the node has seen the end and hung up
			c.Close()
			if err != nil || strings.Contains(string(answer), "HTTP/1.1 2") || p.known(id) {
				t.Errorf("%s: %v, kept: %v\n%s", id, err, p.known(id), answer)
			}
			if _, err := p.phone().upload("s.xml", instance(id, "Tirs entendus")); err != nil {
				t.Errorf("%s, sent again: %v", id, err)
			}
		}
	}
}

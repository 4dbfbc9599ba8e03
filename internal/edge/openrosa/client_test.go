package openrosa_test

import (
	"bytes"
	"crypto/md5"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
)

// collect is a client that behaves as ODK Collect does: the same headers, the
// same order of requests, the same way to split a report into posts.
type collect struct {
	t        *testing.T
	server   string // as somebody typed it into the settings
	language string // Accept-Language; Collect itself sends none
	http     http.Client
}

// attachment is a file beside an instance.
type attachment struct{ name, kind, content string }

func (c *collect) do(method, address string, body io.Reader, header http.Header) *http.Response {
	c.t.Helper()
	req, err := http.NewRequestWithContext(c.t.Context(), method, address, body)
	if err != nil {
		c.t.Fatal(err)
	}
	for k, v := range header {
		req.Header[k] = v
	}
	req.Header.Set("User-Agent", "org.odk.collect.android/v2026.3.1 (Dalvik/2.1.0)")
	req.Header.Set("X-OpenRosa-Version", "1.0")
	req.Header.Set("Date", "Tue, 24 Nov 2026 01:15:00 GMT") // its hours go to twelve, whatever the time of day
	if c.language != "" {
		req.Header.Set("Accept-Language", c.language)
	}
	res, err := c.http.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	return res
}

// get gives what lies at an address; Collect takes nothing but 200, and of lists
// nothing but XML that says it is OpenRosa's.
func (c *collect) get(address string, isXML bool) ([]byte, error) {
	c.t.Helper()
	res := c.do(http.MethodGet, address, nil, nil)
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	switch {
	case err != nil:
		c.t.Fatal(err)
	case res.StatusCode != http.StatusOK:
		return b, fmt.Errorf("status %d", res.StatusCode)
	case isXML && (!strings.Contains(res.Header.Get("Content-Type"), "text/xml") || res.Header.Get("X-OpenRosa-Version") == ""):
		return b, errors.New("not OpenRosa")
	}
	return b, nil
}

type listed struct {
	ID       string `xml:"formID"`
	Name     string `xml:"name"`
	Version  string `xml:"version"`
	Hash     string `xml:"hash"`
	Text     string `xml:"descriptionText"`
	Download string `xml:"downloadUrl"`
	Manifest string `xml:"manifestUrl"`
}

func (c *collect) formList(query string) []listed {
	c.t.Helper()
	b, err := c.get(strings.TrimRight(c.server, "/")+"/formList"+query, true)
	if err != nil {
		c.t.Fatalf("formList: %v\n%s", err, b)
	}
	var list struct {
		XMLName xml.Name `xml:"http://openrosa.org/xforms/xformsList xforms"`
		Forms   []listed `xml:"http://openrosa.org/xforms/xformsList xform"`
	}
	if err := xml.Unmarshal(b, &list); err != nil {
		c.t.Fatalf("formList: %v\n%s", err, b)
	}
	for _, f := range list.Forms {
		if f.ID == "" || f.Name == "" || f.Download == "" || !strings.HasPrefix(f.Hash, "md5:") {
			c.t.Errorf("Collect refuses the whole list for %+v", f)
		}
	}
	return list.Forms
}

// download gets a form and what lies beside it, and holds all against their hashes.
func (c *collect) download(f listed) (form []byte, media map[string][]byte) {
	c.t.Helper()
	form, err := c.get(f.Download, false)
	if err != nil || f.Hash != "md5:"+md5Hex(form) {
		c.t.Errorf("%s: %v, hash %s of %s", f.Download, err, md5Hex(form), f.Hash)
	}
	if f.Manifest == "" {
		return form, nil
	}
	b, err := c.get(f.Manifest, true)
	if err != nil {
		c.t.Fatalf("%s: %v", f.Manifest, err)
	}
	var manifest struct {
		XMLName xml.Name `xml:"http://openrosa.org/xforms/xformsManifest manifest"`
		Files   []struct {
			Name string `xml:"filename"`
			Hash string `xml:"hash"`
			URL  string `xml:"downloadUrl"`
		} `xml:"http://openrosa.org/xforms/xformsManifest mediaFile"`
	}
	if err := xml.Unmarshal(b, &manifest); err != nil {
		c.t.Fatalf("manifest: %v\n%s", err, b)
	}
	media = map[string][]byte{}
	for _, m := range manifest.Files {
		content, err := c.get(m.URL, false)
		if err != nil || m.Hash != "md5:"+md5Hex(content) {
			c.t.Errorf("%s: %v", m.URL, err)
		}
		media[m.Name] = content
	}
	return form, media
}

func md5Hex(b []byte) string {
	sum := md5.Sum(b)
	return hex.EncodeToString(sum[:])
}

// sent is what came of an upload: what the person is shown, and every post.
type sent struct {
	message string
	posts   []int // their statuses
}

// upload sends a finished instance: it asks first, then posts the answers with as
// many files as fit, again and again until all files are there.
func (c *collect) upload(instanceName, instance string, files ...attachment) (sent, error) {
	c.t.Helper()
	address := strings.TrimSuffix(c.server, "/") + "/submission?deviceID=" + url.QueryEscape("collect:Qx3dPz9LkV0aWbT1")
	head := c.do(http.MethodHead, address, nil, nil)
	head.Body.Close()
	limit := int64(10_000_000)
	switch {
	case head.StatusCode == http.StatusNoContent:
		if n, err := strconv.ParseInt(head.Header.Get("X-OpenRosa-Accept-Content-Length"), 10, 64); err == nil {
			limit = n
		}
		if to := head.Header.Get("Location"); to != "" {
			c.t.Errorf("the client is sent to %s", to)
		}
	case head.StatusCode == http.StatusUnauthorized:
		return sent{}, errors.New("asks for a name and a password")
	case head.StatusCode < 300:
		return sent{}, errors.New("you may need to log in to your network")
	}
	var out sent
	for next, first := 0, true; first || next < len(files); first = false {
		var m multi
		m.part(`form-data; name="xml_submission_file"; filename="`+instanceName+`"`, "text/xml", instance)
		bytesSoFar, begin := int64(len(instance)), next
		for next < len(files) {
			f := files[next]
			m.part(`form-data; name="`+quoted(f.name)+`"; filename="`+quoted(f.name)+`"`, f.kind, f.content)
			bytesSoFar += int64(len(f.content))
			next++
			if next < len(files) && (next-begin > 100 || bytesSoFar+int64(len(files[next].content)) > limit) {
				m.part(`form-data; name="*isIncomplete*"`, "", "yes")
				break
			}
		}
		status, message := c.post(address, &m)
		out.posts = append(out.posts, status)
		out.message = message
		if status != http.StatusCreated && status != http.StatusAccepted {
			return out, fmt.Errorf("status %d: %s", status, message)
		}
	}
	return out, nil
}

// post sends one post and reads the message that the person is shown.
func (c *collect) post(address string, m *multi) (status int, message string) {
	c.t.Helper()
	body := m.bytes()
	res := c.do(http.MethodPost, address, bytes.NewReader(body), http.Header{"Content-Type": {m.contentType()}})
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	if res.Header.Get("X-OpenRosa-Version") != "1.0" {
		c.t.Error("an answer without X-OpenRosa-Version")
	}
	return res.StatusCode, said(c.t, b)
}

// said is the message of an answer.
func said(t *testing.T, b []byte) string {
	t.Helper()
	var answer struct {
		XMLName xml.Name `xml:"http://openrosa.org/http/response OpenRosaResponse"`
		Message string   `xml:"message"`
	}
	if err := xml.Unmarshal(b, &answer); err != nil {
		t.Errorf("the answer is no OpenRosaResponse: %v\n%s", err, b)
	}
	return answer.Message
}

// quoted is a name as OkHttp writes it into a header: raw UTF-8.
func quoted(name string) string {
	return strings.NewReplacer("\n", "%0A", "\r", "%0D", `"`, "%22").Replace(name)
}

// multi writes a multipart body byte by byte as OkHttp does; the library of Go
// would encode what Collect sends raw.
type multi struct{ b bytes.Buffer }

const boundary = "0b5f7c1e-6d0a-4c2b-9a77-5d1f3f0e2c11"

func (m *multi) contentType() string { return "multipart/form-data; boundary=" + boundary }

func (m *multi) part(disposition, kind, content string) {
	m.b.WriteString("--" + boundary + "\r\nContent-Disposition: " + disposition + "\r\n")
	if kind != "" {
		m.b.WriteString("Content-Type: " + kind + "\r\n")
	}
	fmt.Fprintf(&m.b, "Content-Length: %d\r\n\r\n%s\r\n", len(content), content)
}

func (m *multi) bytes() []byte { return append(m.b.Bytes(), "--"+boundary+"--\r\n"...) }

package cli

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	mathrand "math/rand/v2"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"wasl/demo"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/collect/form"
	"wasl/internal/community/person"
	"wasl/internal/guard/identity"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
	"wasl/internal/keep/store/storetest"
	"wasl/internal/network/unit"
	"wasl/internal/node"
)

// TestMain lets the test binary be wasl: a test that kills it needs a process, and
// the whole of wasl is Run.
func TestMain(m *testing.M) {
	if os.Getenv("WASL_CLI_CHILD") != "" {
		os.Exit(Run(context.Background(), &World{
			Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Clock: time.Now, Random: rand.Reader, Getenv: os.Getenv,
		}))
	}
	os.Exit(m.Run())
}

// smallDemo makes the data of a demo with one desk, one form and a token for
// phones, and no reports.
func smallDemo(t *testing.T, dir string) {
	t.Helper()
	ok := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	ctx := t.Context()
	n, err := node.Open(ctx, node.Config{Dir: dir, Demo: true, Clock: time.Now, Random: rand.Reader})
	ok(err)
	hq := unit.IDOf("HQ")
	ok(n.Units.Put(ctx, record.ID{}, unit.Unit{ID: hq, Code: "HQ", Kind: unit.Administration, Name: lang.Text{lang.French: "Direction"}}))
	admin := policy.Actor{ID: identity.DemoID(policy.Administrator), Roles: []policy.Role{policy.Administrator}, Unit: hq}
	chief := policy.Actor{ID: identity.DemoID(policy.Chief), Roles: []policy.Role{policy.Chief}, Unit: hq}
	for _, role := range []policy.Role{policy.Desk, policy.Organiser} {
		ok(n.Who.AddDemo(ctx, identity.Member{ID: identity.DemoID(role), Name: string(role), Login: string(role), Roles: []policy.Role{role}, Unit: hq, Demo: true}))
	}
	b, err := demo.XLSX("security-incident")
	ok(err)
	_, problems, err := n.Forms.Publish(ctx, chief, form.Upload{Name: "security-incident.xlsx", Source: b, Assessment: "Formulaire d’essai."})
	if err != nil {
		t.Fatal(err, problems)
	}
	_, phone, err := n.Who.IssueToken(ctx, admin, identity.NewToken{Name: "phone", Unit: hq, Channel: "openrosa"})
	ok(err)
	_, program, err := n.Who.IssueToken(ctx, admin, identity.NewToken{Name: "program", Unit: hq, Channel: "api"})
	ok(err)
	secrets, err := json.Marshal(map[string]string{"openrosa": phone, "api": program})
	ok(err)
	ok(n.Close())
	ok(os.WriteFile(filepath.Join(dir, "demo.json"), secrets, 0o600))
}

// served is a wasl that runs in a process of its own.
type served struct {
	cmd               *exec.Cmd
	console, openrosa string
	said              *bytes.Buffer // on standard error
}

func serve(t *testing.T, dir string) *served {
	t.Helper()
	s := &served{cmd: exec.Command(os.Args[0], "-v", "demo", "--data", dir, "--listen", "127.0.0.1:0"), said: &bytes.Buffer{}}
	s.cmd.Env = append(os.Environ(), "WASL_CLI_CHILD=1")
	s.cmd.Stderr = s.said
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		switch f := strings.Fields(lines.Text()); {
		case len(f) == 3 && f[0] == "console":
			s.console = strings.TrimSuffix(f[2], "/")
		case len(f) == 3 && f[0] == "openrosa":
			s.openrosa = f[2]
		case len(f) == 1 && f[0] == "ready":
			return s
		}
	}
	_ = s.cmd.Wait()
	t.Fatalf("wasl did not start: %s", s.said)
	return nil
}

func (s *served) kill(t *testing.T) {
	t.Helper()
	if err := s.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = s.cmd.Wait() // it was killed
}

// acks is what was acknowledged: the report's id with its receipt, and who was written
// down in the register of communities.
type acks struct {
	mu      sync.Mutex
	all     map[record.ID]string
	last    []record.ID // of the last cycle
	people  []record.ID // of the last cycle
	next    int
	persons int // in all
}

const canary = "kanarivogel"

var receiptIn = regexp.MustCompile(`(\d{4}) (\d{4}) (\d{4})`)

// post sends one report, with a picture now and then, and tells whether the node
// still answers.
func (a *acks) post(client *http.Client, url string) bool {
	a.mu.Lock()
	a.next++
	n := a.next
	a.mu.Unlock()
	id := record.IDOf(fmt.Sprint("killed ", n))
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	files := map[string]string{"xml_submission_file": fmt.Sprintf(`<data xmlns:orx="http://openrosa.org/xforms" id="security-incident" version="1"><kind>attack</kind>`+
		`<urgency>now</urgency><summary>%s %d</summary><orx:meta><orx:instanceID>uuid:%s</orx:instanceID></orx:meta></data>`, canary, n, id)}
	if n%3 == 0 {
		files["a.jpg"] = picture(n)
	}
	for name, content := range files {
		w, err := m.CreateFormFile(name, name)
		if err == nil {
			_, err = io.WriteString(w, content)
		}
		if err != nil {
			return false
		}
	}
	if m.Close() != nil {
		return false
	}
	res, err := client.Post(url+"/submission", m.FormDataContentType(), &b)
	if err != nil {
		return false
	}
	defer res.Body.Close()
	out, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode == http.StatusCreated {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.all[id] = strings.Join(receiptIn.FindStringSubmatch(string(out))[1:], "")
		a.last = append(a.last, id)
	}
	return err == nil
}

// register writes one person down, and tells whether the node still answers.
func (a *acks) register(client *http.Client, console string) bool {
	a.mu.Lock()
	a.next++
	n := a.next
	a.mu.Unlock()
	id := record.IDOf(fmt.Sprint("written down ", n))
	known := fmt.Sprintf(`{"unit":%q,"revision":0,"known":{"name":"Aminata %s %d","band":"25-34","sex":"female","community":"host","disability":"no","role":"participant"}}`, unit.IDOf("HQ"), canary, n)
	req, err := http.NewRequest(http.MethodPut, console+"/api/v1/community/people/"+id.String(), strings.NewReader(known))
	if err != nil {
		return false
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := client.Do(req)
	if err != nil {
		return false
	}
	defer res.Body.Close()
	_, err = io.Copy(io.Discard, res.Body)
	if err == nil && res.StatusCode == http.StatusOK {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.people = append(a.people, id)
		a.persons++
	}
	return err == nil
}

// entered gives a client that is in as somebody of a demo.
func entered(t *testing.T, console, role string) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar}
	res, err := client.Post(console+"/api/v1/session/demo", "application/json", strings.NewReader(`{"role":"`+role+`"}`))
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	return client
}

// waitFor waits until n reports of this cycle were acknowledged, half a minute at
// most.
func (a *acks) waitFor(n int) {
	for range 3000 {
		a.mu.Lock()
		got := len(a.last)
		a.mu.Unlock()
		if got >= n {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func picture(n int) string { return strings.Repeat(fmt.Sprint(canary, " picture ", n, " "), 200+n%900) }

// holds looks for every report of the last cycle in the data of a node that was
// killed: with its receipt, what it said, and its picture.
func (a *acks) holds(t *testing.T, dir string) {
	t.Helper()
	n, err := node.Open(t.Context(), node.Config{Dir: dir, Demo: true, Clock: time.Now, Random: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := n.Close(); err != nil {
			t.Error(err)
		}
	}()
	for _, id := range a.people {
		var p *person.Person
		err := n.Community.View(t.Context(), func(tx *store.Tx) (err error) {
			p, err = person.Load(tx, id)
			return err
		})
		if err != nil || !strings.Contains(p.Name, canary) {
			t.Errorf("person %s was written down, and is lost: %v", id, err)
		}
	}
	for _, id := range a.last {
		r, err := n.Reports.Get(t.Context(), id)
		if err != nil {
			t.Errorf("report %s was acknowledged and is lost: %v", id, err)
			continue
		}
		if r.Body.Receipt != a.all[id] || !strings.Contains(r.Body.XML, canary) {
			t.Errorf("report %s was acknowledged with receipt %s, and has %s", id, a.all[id], r.Body.Receipt)
		}
		for _, f := range r.Files {
			b, err := n.Blobs.Open(t.Context(), f.Ref)
			if err != nil {
				t.Errorf("the picture of %s is lost: %v", id, err)
				continue
			}
			got, err := io.ReadAll(b)
			b.Close()
			if sum := sha256.Sum256(got); err != nil || hex.EncodeToString(sum[:]) != f.Sum || !bytes.HasPrefix(got, []byte(canary+" picture ")) {
				t.Errorf("the picture of %s is not what was sent: %v", id, err)
			}
		}
	}
}

// TestKilled kills the node while clients post, again and again. What was
// acknowledged is there after the next start, the data are sound, and they show
// nothing to who has no keys.
func TestKilled(t *testing.T) {
	const fresh = 100 // cycles after which a new node is taken, so that verifying stays short
	rng := mathrand.New(mathrand.NewPCG(1, 2))
	var dir string
	var a *acks
	var organiser *http.Client
	cycles, acknowledged := storetest.Rounds(5, 1000), 0
	for cycle := range cycles {
		if cycle%fresh == 0 {
			dir, a = storetest.Dir(t), &acks{all: map[record.ID]string{}}
			smallDemo(t, dir)
			organiser = nil
		}
		s := serve(t, dir)
		a.last, a.people = nil, nil
		var wg sync.WaitGroup
		if organiser == nil {
			organiser = entered(t, s.console, "organiser")
		}
		wg.Go(func() {
			for a.register(organiser, s.console) {
			}
		})
		for range 4 {
			wg.Go(func() {
				for client := (&http.Client{}); a.post(client, s.openrosa); {
				}
			})
		}
		if cycle%4 != 0 { // else it is killed at once, whatever came through
			a.waitFor(3 + rng.IntN(8))
		}
		time.Sleep(time.Duration(rng.IntN(60)) * time.Millisecond)
		s.kill(t)
		wg.Wait()
		acknowledged += len(a.last)
		if strings.Contains(s.said.String(), canary) {
			t.Errorf("the log says what was reported: %s", s.said)
		}
		lookForCanaries(t, dir)
		a.holds(t, dir)
		if code, out, errs := run(t, nil, "verify", "--data", dir); code != 0 || !strings.Contains(out, "everything is sound") {
			t.Fatalf("cycle %d: verify: exit %d\n%s%s", cycle, code, out, errs)
		}
	}
	if len(a.all) < 10 {
		t.Errorf("only %d reports were acknowledged", len(a.all))
	}
	if a.persons < cycles%fresh {
		t.Errorf("only %d people were written down", a.persons)
	}
	t.Logf("%d kills, %d reports acknowledged, and %d people in the last of the nodes", cycles, acknowledged, a.persons)
	s := serve(t, dir)
	defer s.kill(t)
	if got := a.count(t, s); got < len(a.all) {
		t.Errorf("%d reports are in the queue, %d were acknowledged", got, len(a.all))
	}
}

// count is the number of reports that the node has.
func (a *acks) count(t *testing.T, s *served) int {
	t.Helper()
	res, err := entered(t, s.console, "desk").Get(s.console + "/api/v1/reports")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var page struct {
		Counts map[string]int `json:"counts"`
	}
	if err := json.NewDecoder(res.Body).Decode(&page); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, c := range page.Counts {
		n += c
	}
	return n
}

func lookForCanaries(t *testing.T, dir string) {
	t.Helper()
	if err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		b, err := os.ReadFile(path)
		if bytes.Contains(b, []byte(canary)) {
			t.Errorf("%s shows what was reported", path)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

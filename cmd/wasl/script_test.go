package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/textproto"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"wasl/demo"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"wasl": main})
}

// Each script is a piece of an operator's day. Beside the commands of testscript
// they have:
//
//	serve [FLAG...]          starts wasl serve on a free port and waits until it is ready: $URL, and $LINK where it printed one
//	demo [FLAG...]           the same of wasl demo
//	halt [-KILL]             stops it: its output becomes stdout and stderr
//	api METHOD PATH [BODY]   asks the node with the cookies it gave: status, a line, and the body become stdout
//	send TOKEN FILE          sends a file as a report, as ODK Collect does: the same
//	keep NAME MEMBER         puts a member of the last answer's object into $NAME
//	shipped ID FILE          writes a form that ships as XLSForm
//	flip FILE OFFSET         changes one bit of a file
//	newest DIR EXT NAME      puts the path of the last file in DIR with that ending into $NAME
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script", RequireExplicitExec: true, RequireUniqueNames: true,
		Setup: func(e *testscript.Env) error {
			jar, err := cookiejar.New(nil)
			if err != nil {
				return err
			}
			s := &script{client: &http.Client{Jar: jar}}
			e.Values[scriptKey{}] = s
			e.Setenv("WASL_PASSPHRASE", "six words that nobody else knows")
			e.Setenv("WASL_AUTHORITY", "APD/2026/1")
			e.Defer(func() { _ = s.kill(syscall.SIGKILL) }) // of a script that failed
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"serve":   func(ts *testscript.TestScript, _ bool, args []string) { of(ts).start(ts, "serve", args) },
			"demo":    func(ts *testscript.TestScript, _ bool, args []string) { of(ts).start(ts, "demo", args) },
			"halt":    func(ts *testscript.TestScript, _ bool, args []string) { of(ts).halt(ts, args) },
			"api":     func(ts *testscript.TestScript, neg bool, args []string) { of(ts).api(ts, neg, args) },
			"send":    func(ts *testscript.TestScript, neg bool, args []string) { of(ts).send(ts, neg, args) },
			"keep":    func(ts *testscript.TestScript, _ bool, args []string) { of(ts).keep(ts, args) },
			"shipped": shipped,
			"flip":    flip,
			"newest":  newest,
		},
	})
}

type scriptKey struct{}

// script is what one script has going: a node and a browser's cookies.
type script struct {
	client *http.Client
	last   []byte // body of the last answer

	node     *exec.Cmd
	out, err bytes.Buffer
	ended    chan error
}

func of(ts *testscript.TestScript) *script { return ts.Value(scriptKey{}).(*script) } //nolint:forcetypeassert // Setup put it there

// start starts a node and waits for its word "ready".
func (s *script) start(ts *testscript.TestScript, command string, args []string) {
	if s.node != nil {
		ts.Fatalf("a node runs already")
	}
	s.out.Reset()
	s.err.Reset()
	s.node = exec.CommandContext(context.Background(), "wasl", append([]string{command, "--listen", "127.0.0.1:0"}, args...)...)
	s.node.Path = lookUp(ts)
	s.node.Dir, s.node.Stderr = ts.MkAbs("."), &s.err
	s.node.Env = []string{}
	for _, name := range []string{"WASL_PASSPHRASE", "WASL_AUTHORITY", "LANG", "LC_ALL", "PATH", "HOME", "TMPDIR"} {
		if v := ts.Getenv(name); v != "" {
			s.node.Env = append(s.node.Env, name+"="+v)
		}
	}
	out, err := s.node.StdoutPipe()
	ts.Check(err)
	ts.Check(s.node.Start())
	lines := bufio.NewScanner(out)
	ready := false
	for !ready && lines.Scan() {
		line := lines.Text()
		fmt.Fprintln(&s.out, line)
		ready = line == "ready"
		s.learn(ts, line)
	}
	s.ended = make(chan error, 1)
	go func() {
		for lines.Scan() {
			fmt.Fprintln(&s.out, lines.Text())
		}
		s.ended <- s.node.Wait()
	}()
	if !ready {
		err := <-s.ended
		s.node = nil
		ts.Fatalf("wasl %s ended before it was ready: %v\n%s%s", command, err, s.out.String(), s.err.String())
	}
}

func lookUp(ts *testscript.TestScript) string {
	for _, dir := range strings.Split(ts.Getenv("PATH"), string(os.PathListSeparator)) {
		if st, err := os.Stat(dir + "/wasl"); err == nil && !st.IsDir() {
			return dir + "/wasl"
		}
	}
	ts.Fatalf("there is no wasl")
	return ""
}

// learn takes the addresses from what a node prints.
func (s *script) learn(ts *testscript.TestScript, line string) {
	if url, ok := strings.CutPrefix(line, "console URL   "); ok {
		ts.Setenv("URL", strings.TrimRight(url, "/"))
	}
	if _, secret, ok := strings.Cut(line, "invitation/"); ok {
		ts.Setenv("LINK", secret)
	}
}

func (s *script) halt(ts *testscript.TestScript, args []string) {
	signal := syscall.SIGTERM
	if len(args) > 0 && args[0] == "-KILL" {
		signal = syscall.SIGKILL
	}
	if s.node == nil {
		ts.Fatalf("no node runs")
	}
	err := s.kill(signal)
	_, e := fmt.Fprint(ts.Stdout(), s.out.String())
	ts.Check(e)
	_, e = fmt.Fprint(ts.Stderr(), s.err.String())
	ts.Check(e)
	if signal == syscall.SIGTERM {
		ts.Check(err)
	}
}

func (s *script) kill(signal syscall.Signal) error {
	if s.node == nil {
		return nil
	}
	err := s.node.Process.Signal(signal)
	if e := <-s.ended; err == nil {
		err = e
	}
	s.node = nil
	return err
}

func (s *script) api(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: api METHOD PATH [BODY]")
	}
	var body io.Reader
	if len(args) > 2 {
		body = strings.NewReader(args[2])
	}
	req, err := http.NewRequestWithContext(context.Background(), args[0], ts.Getenv("URL")+args[1], body)
	ts.Check(err)
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	req.Header.Set("Accept-Language", "en")
	s.ask(ts, neg, req)
}

// ask prints what a node answers. A good answer is one below 400, and neg wants
// none.
func (s *script) ask(ts *testscript.TestScript, neg bool, req *http.Request) {
	res, err := s.client.Do(req)
	ts.Check(err)
	defer res.Body.Close()
	s.last, err = io.ReadAll(res.Body)
	ts.Check(err)
	_, err = fmt.Fprintf(ts.Stdout(), "%d\n%s\n", res.StatusCode, s.last)
	ts.Check(err)
	if neg == (res.StatusCode < 400) {
		ts.Fatalf("%s %s: %d %s", req.Method, req.URL.Path, res.StatusCode, s.last)
	}
}

func (s *script) send(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: send TOKEN FILE")
	}
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	w, err := m.CreatePart(textproto.MIMEHeader{"Content-Disposition": {`form-data; name="xml_submission_file"; filename="s.xml"`}, "Content-Type": {"text/xml"}})
	ts.Check(err)
	_, err = io.WriteString(w, ts.ReadFile(args[1]))
	ts.Check(err)
	ts.Check(m.Close())
	req, err := http.NewRequestWithContext(context.Background(), http.MethodPost, ts.Getenv("URL")+"/v1/key/"+args[0]+"/submission?deviceID=collect:x", &b)
	ts.Check(err)
	req.Header.Set("Content-Type", m.FormDataContentType())
	s.ask(ts, neg, req)
}

// keep finds a member of the last answer; a.b is one of an object within.
func (s *script) keep(ts *testscript.TestScript, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: keep NAME MEMBER")
	}
	var at any
	ts.Check(json.Unmarshal(s.last, &at))
	for _, name := range strings.Split(args[1], ".") {
		if list, ok := at.([]any); ok {
			i, err := strconv.Atoi(name)
			ts.Check(err)
			if i >= len(list) {
				ts.Fatalf("%s has %d members", args[1], len(list))
			}
			at = list[i]
			continue
		}
		object, ok := at.(map[string]any)
		if !ok || object[name] == nil {
			ts.Fatalf("there is no %s in %s", args[1], s.last)
		}
		at = object[name]
	}
	ts.Setenv(args[0], fmt.Sprint(at))
}

func shipped(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: shipped ID FILE")
	}
	b, err := demo.XLSX(args[0])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), b, 0o600))
}

func flip(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: flip FILE OFFSET")
	}
	offset, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	f, err := os.OpenFile(ts.MkAbs(args[0]), os.O_RDWR, 0)
	ts.Check(err)
	defer f.Close()
	b := make([]byte, 1)
	_, err = f.ReadAt(b, offset)
	ts.Check(err)
	b[0] ^= 1
	_, err = f.WriteAt(b, offset)
	ts.Check(err)
}

func newest(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: newest DIR EXT NAME")
	}
	found, err := filepath.Glob(filepath.Join(ts.MkAbs(args[0]), "*"+args[1]))
	ts.Check(err)
	if len(found) == 0 {
		ts.Fatalf("there is no %s in %s", args[1], args[0])
	}
	ts.Setenv(args[2], slices.Max(found))
}

package cli

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/keep/store/storetest"
	"wasl/internal/node"
)

// controlled is a node that takes errands, and its directory.
func controlled(t *testing.T) (dir string) {
	t.Helper()
	dir = storetest.Dir(t)
	n, err := node.Open(t.Context(), node.Config{
		Dir: dir, Passphrase: "six words that nobody else knows", Authority: "APD/2026/1", Clock: time.Now, Random: rand.Reader,
	})
	if err != nil {
		t.Fatal(err)
	}
	e := &env{World: &World{Clock: time.Now, Random: rand.Reader, Stdout: io.Discard, Stderr: io.Discard}, ctx: t.Context(), log: slog.New(slog.DiscardHandler)}
	stop := startControl(e, dir, "https://desk.example.org", n)
	t.Cleanup(func() {
		stop()
		if err := n.Close(); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// ask sends a line to the socket and gives all that comes back.
func ask(t *testing.T, dir, line string) (out, errs string, exit int) {
	t.Helper()
	conn, err := net.Dial("unix", filepath.Join(dir, controlName))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, line); err != nil {
		t.Fatal(err)
	}
	exit = -1
	for answers := json.NewDecoder(bufio.NewReader(conn)); exit < 0; {
		var r reply
		if err := answers.Decode(&r); err != nil {
			return out, errs, exit
		}
		out, errs = out+string(r.Out), errs+string(r.Err)
		if r.Exit != nil {
			exit = *r.Exit
		}
	}
	return out, errs, exit
}

func errandOf(t *testing.T, command string, flags any) string {
	t.Helper()
	f, err := json.Marshal(flags)
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(errand{Command: command, Flags: f, Lang: lang.French})
	if err != nil {
		t.Fatal(err)
	}
	return string(b) + "\n"
}

func TestErrands(t *testing.T) {
	dir := controlled(t)
	st, err := os.Stat(filepath.Join(dir, controlName))
	if err != nil || st.Mode().Perm() != 0o600 {
		t.Errorf("who may speak to it: %v, %v", st.Mode(), err)
	}
	if out, errs, exit := ask(t, dir, errandOf(t, "units export", unitsExportCmd{})); exit != 0 || !strings.Contains(out, "HQ,") {
		t.Errorf("exit %d: %s%s", exit, out, errs)
	}
	if _, errs, exit := ask(t, dir, errandOf(t, "account link", accountLinkCmd{Login: "aicha"})); exit != 1 || !strings.Contains(errs, "personne n’a de compte") {
		t.Errorf("exit %d: %s", exit, errs)
	}
	if _, errs, exit := ask(t, dir, errandOf(t, "units explode", 1)); exit != 2 || !strings.Contains(errs, "of another version") {
		t.Errorf("a command that is not there: exit %d: %s", exit, errs)
	}
	if _, errs, exit := ask(t, dir, errandOf(t, "units export", "no flags")); exit != 1 || !strings.Contains(errs, "wasl:") {
		t.Errorf("flags of something else: exit %d: %s", exit, errs)
	}
	// What is no errand, or too long for one, is not answered.
	for _, line := range []string{"\n", "GET / HTTP/1.1\r\n\r\n", strings.Repeat("x", maxErrand+1)} {
		if out, errs, exit := ask(t, dir, line); exit != -1 || out+errs != "" {
			t.Errorf("%.10q was answered: %d %s%s", line, exit, out, errs)
		}
	}
}

// Whatever bytes a command prints come out as they went in.
func TestErrandsKeepEveryByte(t *testing.T) {
	var b bytes.Buffer
	tell := &teller{to: json.NewEncoder(&b)}
	want := []byte("a\x00\xff\xc3")
	if _, err := (tellOut{tell}).Write(want); err != nil {
		t.Fatal(err)
	}
	var r reply
	if err := json.Unmarshal(b.Bytes(), &r); err != nil || !bytes.Equal(r.Out, want) {
		t.Errorf("%q, %v", r.Out, err)
	}
}

// Where a node fell its socket stays, and the next command opens the directory
// itself.
func TestAStaleSocketIsNobody(t *testing.T) {
	dir := storetest.Dir(t)
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: filepath.Join(dir, controlName), Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	l.SetUnlinkOnClose(false)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	e := &env{ctx: t.Context()}
	if there, err := e.handOver(dir); there || err != nil {
		t.Errorf("%v, %v", there, err)
	}
}

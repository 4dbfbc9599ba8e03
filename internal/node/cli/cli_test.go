package cli

import (
	"bytes"
	"crypto/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wasl/demo"
	"wasl/internal/keep/store/storetest"
)

// run runs a command as an operator would type it.
func run(t *testing.T, env map[string]string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	code = Run(t.Context(), &World{
		Args: args, Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs, Clock: time.Now, Random: rand.Reader,
		Getenv: func(k string) string { return env[k] },
	})
	return code, out.String(), errs.String()
}

func TestHelp(t *testing.T) {
	code, out, _ := run(t, nil, "--help")
	if code != 0 {
		t.Errorf("exit %d", code)
	}
	for _, c := range []string{"demo", "serve", "form check", "form xform", "form publish", "places import", "units import", "import", "verify", "rebuild"} {
		if !strings.Contains(out, c) {
			t.Errorf("help does not name %q:\n%s", c, out)
		}
	}
	if code, _, errs := run(t, nil, "form", "chekc"); code != 2 || !strings.Contains(errs, "wasl --help") {
		t.Errorf("a slip of the finger: exit %d, %q", code, errs)
	}
}

func shipped(t *testing.T, id string) string {
	t.Helper()
	b, err := demo.XLSX(id)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), id+".xlsx")
	if err := os.WriteFile(name, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestFormCheckAndXForm(t *testing.T) {
	name := shipped(t, "zero-report")
	if code, out, errs := run(t, nil, "form", "check", name); code != 0 || !strings.Contains(out, "can be published") {
		t.Errorf("exit %d\n%s%s", code, out, errs)
	}
	if code, out, _ := run(t, nil, "form", "xform", name); code != 0 || !strings.Contains(out, "<h:html") {
		t.Errorf("exit %d: %.200s", code, out)
	}
	if code, out, _ := run(t, nil, "form", "xform", "--json", name); code != 0 || !strings.Contains(out, `"schema": 1`) {
		t.Errorf("exit %d: %.200s", code, out)
	}
	for l, want := range map[string]string{"fr": "ne peut pas être lu", "ar": "لا يمكن", "en": "cannot be read"} {
		if code, _, errs := run(t, nil, "--lang", l, "form", "check", "/nowhere.xlsx"); code != 1 || !strings.Contains(errs, want) {
			t.Errorf("%s: exit %d, %q", l, code, errs)
		}
	}
}

// From nothing: publish a form, import units and places, import reports twice,
// verify, rebuild.
func TestOperatorsDay(t *testing.T) {
	dir := filepath.Join(storetest.Dir(t), "node")
	env := map[string]string{"WASL_PASSPHRASE": "six words that nobody else knows"}
	at := []string{"--data", dir, "--authority", "APD/2026/1"}
	must := func(want string, args ...string) {
		t.Helper()
		code, out, errs := run(t, env, append(args, at...)...)
		if code != 0 || !strings.Contains(out, want) {
			t.Fatalf("wasl %v: exit %d, want %q\n%s%s", args, code, want, out, errs)
		}
	}
	must("published zero-report", "form", "publish", "--assessment", "asks for no names and no exact place", shipped(t, "zero-report"))
	units := filepath.Join(t.TempDir(), "units.csv")
	if err := os.WriteFile(units, []byte("code,parent,kind,name_fr\nHQ,,administration,Direction\nNEMA,HQ,police,Commissariat de Néma\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	must("imported: 1 new", "units", "import", units)
	must("NEMA", "units", "export")
	must("everything is sound", "verify")
	must("rebuilt from", "rebuild")
	must("everything is sound", "verify")

	if code, _, errs := run(t, map[string]string{"WASL_PASSPHRASE": "another passphrase"}, append([]string{"verify"}, at...)...); code != 1 || !strings.Contains(errs, "not the one of this node") {
		t.Errorf("a wrong passphrase: exit %d, %q", code, errs)
	}
	if code, _, errs := run(t, env, "verify", "--data", dir); code != 1 || !strings.Contains(errs, "data-protection authority") {
		t.Errorf("no authority: exit %d, %q", code, errs)
	}
}

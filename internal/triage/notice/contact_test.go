package notice

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
)

func TestAddressesAreSealedAndVerified(t *testing.T) {
	o := newOffice(t)
	c, err := o.Add(t.Context(), ali, SMS, "00222 45-12-34-56")
	o.ok(err)
	if len(o.waysOf(ali, report.Now, nil)) != 0 {
		t.Error("reached by what nobody verified")
	}
	code := o.gates[SMS].took[0].Text
	for range codeTries {
		if err := o.Verify(t.Context(), ali, c.ID, "000000"); !fault.Is(err, fault.Invalid) && !strings.Contains(code, "000000") {
			t.Fatal(err)
		}
	}
	right := code[strings.IndexFunc(code, func(r rune) bool { return r >= '0' && r <= '9' }):][:6]
	if err := o.Verify(t.Context(), ali, c.ID, right); !fault.Is(err, fault.Invalid) {
		t.Errorf("the right code after five wrong ones: %v", err)
	}
	if _, err := o.Add(t.Context(), ali, SMS, "+22245123456"); err != nil {
		t.Fatal(err)
	}
	code = o.gates[SMS].took[1].Text
	right = code[strings.IndexFunc(code, func(r rune) bool { return r >= '0' && r <= '9' }):][:6]
	if err := o.Verify(t.Context(), sidi, c.ID, right); !store.None(err) {
		t.Errorf("another verifies it: %v", err)
	}
	o.now = o.now.Add(codeTime)
	if err := o.Verify(t.Context(), ali, c.ID, right); !fault.Is(err, fault.Invalid) {
		t.Errorf("an old code: %v", err)
	}
	o.reach(ali, SMS, "+22245123456")
	mine, err := o.Mine(t.Context(), ali)
	if o.ok(err); len(mine) != 1 || !mine[0].Verified || mine[0].Address != "+22245123456" {
		t.Errorf("%+v", mine)
	}
	for range codesAnHour {
		_, err = o.Add(t.Context(), ali, SMS, "+22245123456")
	}
	if !fault.Is(err, fault.Throttled) {
		t.Errorf("codes without end: %v", err)
	}
	// Nothing on the disk has the number.
	files, err := filepath.Glob(filepath.Join(o.dir, "*"))
	o.ok(err)
	for _, f := range files {
		b, err := os.ReadFile(f)
		o.ok(err)
		if bytes.Contains(b, []byte("45123456")) {
			t.Errorf("%s has the number", f)
		}
	}
	// A chief may see it, for a reason; the administrator and others may not.
	chief := policy.Actor{ID: record.IDOf("chief"), Unit: root, Roles: []policy.Role{policy.Chief}}
	if _, err := o.Read(t.Context(), chief, ali, ""); !fault.Is(err, fault.Invalid) {
		t.Errorf("without a reason: %v", err)
	}
	if cs, err := o.Read(t.Context(), chief, ali, "ne répond pas"); err != nil || len(cs) != 1 {
		t.Errorf("%+v, %v", cs, err)
	}
	for _, r := range []policy.Role{policy.Desk, policy.Administrator, policy.Oversight} {
		if _, err := o.Read(t.Context(), policy.Actor{ID: record.IDOf("x"), Unit: root, Roles: []policy.Role{r}}, ali, "x"); !fault.Is(err, fault.Denied) {
			t.Errorf("%s: %v", r, err)
		}
	}
	// Who works here no more is forgotten.
	delete(o.people, ali)
	o.ok(o.Prune(t.Context()))
	if mine, _ = o.Mine(t.Context(), ali); len(mine) != 0 || len(o.waysOf(ali, report.Now, nil)) != 0 {
		t.Errorf("%+v", mine)
	}
}

func TestAddresses(t *testing.T) {
	for _, c := range []struct {
		c          Channel
		text, want string
	}{
		{SMS, "45 12 34 56", "+22245123456"},
		{SMS, "+33 6 12 34 56 78", "+33612345678"},
		{SMS, "0022245123456", "+22245123456"},
		{SMS, "123", ""},
		{SMS, "+012345678", ""},
		{SMS, "+222451234567890123", ""},
		{SMS, "4512345a", ""},
		{Mail, "a@b.mr", "a@b.mr"},
		{Mail, "A <a@b.mr>", ""},
		{Mail, "a@b.mr\r\nBcc: x@y.z", ""},
		{Mail, "a", ""},
		{Push, "{}", ""},
		{Push, subscription("http://push.example.org"), ""},
		{Webhook, "https://example.org", ""},
	} {
		if got, err := ParseAddress(c.c, c.text); got != c.want || (err != nil) != (c.want == "") {
			t.Errorf("%s %q: %q, %v", c.c, c.text, got, err)
		}
	}
	if got, err := ParseAddress(Push, subscription("https://push.example.org/x")); err != nil || got == "" {
		t.Error(err)
	}
}

package notice

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
)

// Secrets of gateways are written and never read; one that is left as it is stays,
// but goes to no other address.
func TestGatewaySettings(t *testing.T) {
	o := newOffice(t)
	admin := policy.Actor{ID: record.IDOf("admin"), Unit: root, Roles: []policy.Role{policy.Administrator}}
	set := Settings{
		SMS:  &SMSSettings{URL: "http://127.0.0.1:13013/cgi-bin/sendsms", User: "wasl", Password: "geheim-sms", From: "WASL"},
		Mail: &MailSettings{Host: "mail.example.org", Port: 587, Security: StartTLS, User: "wasl", Password: "geheim-mail", From: "wasl@example.org"},
		Push: &PushSettings{Contact: "mailto:op@example.org"}, Hooks: []Hook{{ID: record.IDOf("hook"), Name: "Ministère", URL: "https://m.example/hook", Secret: "geheim-hook-geheim", Unit: root, Urgency: report.Now}},
	}
	for _, r := range []policy.Role{policy.Chief, policy.Desk, policy.Oversight} {
		if err := o.Set(t.Context(), policy.Actor{ID: ali, Unit: root, Roles: []policy.Role{r}}, set); !fault.Is(err, fault.Denied) {
			t.Errorf("%s: %v", r, err)
		}
	}
	o.ok(o.Set(t.Context(), admin, set))
	key := o.PushKey()
	known, err := o.Known(t.Context(), admin)
	o.ok(err)
	if text := fmt.Sprintf("%+v %+v %+v %+v", known.SMS, known.Mail, known.Push, known.Hooks); strings.Contains(text, "geheim") || len(known.Push.Key) > 0 || len(key) != 65 {
		t.Error(text)
	}
	known.SMS.From = "WASL2"
	o.ok(o.Set(t.Context(), admin, known))
	if s := o.Settings(); s.SMS.Password != "geheim-sms" || s.Mail.Password != "geheim-mail" || s.Hooks[0].Secret != "geheim-hook-geheim" || s.SMS.From != "WASL2" || !bytes.Equal(o.PushKey(), key) {
		t.Errorf("%+v %+v", s.SMS, s.Mail)
	}
	thief := known
	thief.SMS = &SMSSettings{URL: "http://thief.example/", User: "wasl", Password: Hidden, From: "WASL"}
	if err := o.Set(t.Context(), admin, thief); !fault.Is(err, fault.Invalid) {
		t.Errorf("a password goes to another address: %v", err)
	}
	for want, change := range map[string]func(*Settings){
		"notice.sms.wrong": func(s *Settings) { s.SMS = &SMSSettings{URL: "file:///etc/passwd"} }, "notice.mail.wrong": func(s *Settings) { s.Mail = &MailSettings{Host: "x", Port: 25, Security: "none", From: "a@b.c"} },
		"notice.push.wrong": func(s *Settings) { s.Push = &PushSettings{Contact: "me"} }, "notice.hook.secret": func(s *Settings) {
			s.Hooks = []Hook{{ID: ali, Name: "x", URL: "https://x.y", Secret: "short", Unit: root, Urgency: report.Now}}
		},
		"notice.hook.wrong": func(s *Settings) { s.Hooks = []Hook{{}} }, "notice.hook.many": func(s *Settings) { s.Hooks = make([]Hook, maxHooks+1) },
	} {
		bad := Settings{}
		change(&bad)
		if f, ok := o.Set(t.Context(), admin, bad).(*fault.Error); !ok || f.Key != want { //nolint:errorlint // it is the outermost
			t.Errorf("%v, want %s", f, want)
		}
	}
	// It is there after a restart, and the file does not tell it.
	again, err := NewService(t.Context(), o.opt)
	if o.ok(err); again.Settings().SMS.Password != "geheim-sms" {
		t.Error("the settings are gone")
	}
	b, err := os.ReadFile(filepath.Join(o.dir, "node.db"))
	if o.ok(err); bytes.Contains(b, []byte("geheim")) {
		t.Error("the file has a secret")
	}
	// A program hears of the alerts that are its business.
	if hooks := o.Hooks(Matter{Urgency: report.Now, Path: []record.ID{root}}, "0", Raised); len(hooks) != 1 {
		t.Errorf("%+v", hooks)
	}
	if hooks := o.Hooks(Matter{Urgency: report.Soon, Path: []record.ID{root}}, "0", Raised); len(hooks) != 0 {
		t.Errorf("%+v", hooks)
	}
}

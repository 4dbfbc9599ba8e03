package node

import (
	"bytes"
	"mime/multipart"
	"testing"

	"wasl/demo"
	"wasl/internal/base/record"
	"wasl/internal/collect/form"
	"wasl/internal/guard/policy"
)

// upload is a form as a browser sends it.
func (r *realm) upload(id, assessment string, more ...string) (kind string, body *bytes.Buffer) {
	r.t.Helper()
	b, err := demo.XLSX(id)
	r.ok(err)
	body = &bytes.Buffer{}
	m := multipart.NewWriter(body)
	f, err := m.CreateFormFile("file", id+".xlsx")
	r.ok(err)
	_, err = f.Write(b)
	r.ok(err)
	if assessment != "" {
		r.ok(m.WriteField("assessment", assessment))
	}
	for _, name := range more {
		r.ok(m.WriteField(name, "x"))
	}
	r.ok(m.Close())
	return m.FormDataContentType(), body
}

// A form is published and withdrawn by those who keep the unit whose it is: a
// chief of a village changes no form of the country.
func TestOnForms(t *testing.T) {
	t.Parallel()
	r := newRealm(t, asDemo)
	send := func(v *visitor, path, assessment string, more ...string) heard {
		t.Helper()
		kind, body := r.upload("zero-report", assessment, more...)
		asks := *v
		asks.header = v.header.Clone()
		asks.header.Set("Content-Type", kind)
		return r.ask(&asks, "POST", path, body)
	}
	const why = "Il n’y a que des nombres : personne n’y est nommé."
	source, err := demo.XLSX("zero-report")
	r.ok(err)
	for _, v := range r.visitors {
		if got := send(v, "/api/v1/forms/check", ""); got.status != r.status(v, "form.check", policy.Form, "own") {
			t.Errorf("%s checks a form: %d %s", v.name, got.status, got.body)
		}
	}
	if got := send(r.visitor("chief"), "/api/v1/forms", why, "nonsense"); got.status != 400 {
		t.Errorf("a part that nobody knows: %d", got.status)
	}
	for _, position := range []string{"own", "below", "sibling", "root"} {
		// A fresh node each time: a form has one owner.
		r := newRealm(t, asDemo)
		owner := policy.Actor{ID: record.IDOf("owner"), Roles: []policy.Role{policy.Chief}, Unit: r.at[position]}
		_, _, err := r.Forms.Publish(t.Context(), owner, form.Upload{Name: "zero-report.xlsx", Source: source, Assessment: why})
		r.ok(err)
		for _, v := range r.visitors {
			before := r.fingerprint()
			for _, c := range []struct {
				action policy.Action
				do     func() heard
			}{
				{"form.publish", func() heard {
					kind, body := r.upload("zero-report", why)
					asks := *v
					asks.header = v.header.Clone()
					asks.header.Set("Content-Type", kind)
					return r.ask(&asks, "POST", "/api/v1/forms", body)
				}},
				{"form.withdraw", func() heard { return r.ask(v, "DELETE", "/api/v1/forms/zero-report", nil) }},
			} {
				want := r.status(v, c.action, policy.Form, position)
				if got := c.do(); got.status != want && (want != 200 || got.status != 204) {
					t.Errorf("%s %s of %s: %d %s, want %d", v.name, c.action, position, got.status, got.body, want)
				}
				if want != 200 && r.fingerprint() != before {
					t.Errorf("%s %s of %s: refused, and something changed", v.name, c.action, position)
				}
			}
		}
	}
}

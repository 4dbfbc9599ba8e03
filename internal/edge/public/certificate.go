package public

import (
	"bytes"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"errors"
	"html/template"
	"io/fs"
	"net/http"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/community/certificate"
	"wasl/internal/edge/request"
	"wasl/internal/edge/respond"
	"wasl/internal/edge/route"
	"wasl/internal/guard/flood"
	"wasl/web"
)

// The addresses of certificates are printed on paper: they never change.
const (
	checkPath   = "/c/"
	keyPath     = "/c/key"
	revokedPath = "/c/revoked"
	offlinePath = "/c/offline.html"
)

// maxForm bounds what the form of the page sends: the text of a certificate's code.
const maxForm = 16 << 10

// certificates enters the addresses by which anybody checks a certificate. Nothing
// about who asks is kept, and no name is in an address.
func (s *Server) certificates(t *route.Table) {
	t.HandleFunc("GET "+checkPath+"{$}", s.checking(func(r *http.Request) (certificate.Verdict, bool, error) {
		code := r.URL.Query().Get("code")
		if code == "" {
			return certificate.Verdict{}, false, nil
		}
		v, err := s.Certificates.ByCode(r.Context(), code)
		return v, true, err
	}))
	t.HandleFunc("GET "+checkPath+"{code}", s.checking(func(r *http.Request) (certificate.Verdict, bool, error) {
		v, err := s.Certificates.ByCode(r.Context(), r.PathValue("code"))
		return v, true, err
	}))
	t.HandleFunc("POST "+checkPath+"{$}", s.checking(func(r *http.Request) (certificate.Verdict, bool, error) {
		r.Body = http.MaxBytesReader(nil, r.Body, maxForm)
		if err := r.ParseForm(); err != nil {
			return certificate.Verdict{}, true, &fault.Error{Kind: fault.TooLarge, Op: "public", Key: "api.request.large", Msg: "the request is too large", Hint: "send less at once", Err: err}
		}
		v, err := s.Certificates.ByText(r.Context(), r.PostForm.Get("text"))
		return v, true, err
	}))
	s.serve(t, "GET "+keyPath, "text/plain", s.key)
	s.serve(t, "GET "+revokedPath, "text/plain", s.revoked)
	s.serve(t, "GET "+offlinePath, "text/html", s.offline)
}

// checking answers with the page. Whoever tries codes is slowed down as whoever tries
// receipts is.
func (s *Server) checking(ask func(*http.Request) (certificate.Verdict, bool, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		l, _ := language(r)
		source := request.Source(r)
		_, err := s.Gate.Enter(source, flood.Read, 1, "")
		if err == nil {
			err = s.Gate.Guessing(source)
		}
		if err != nil {
			respond.JSON(w, r, s.Log, err)
			return
		}
		v, asked, err := ask(r)
		if fault.Is(err, fault.Missing) {
			s.Gate.Wrong(source)
		}
		page, status, err := s.verdict(l, v, asked, err)
		if err != nil {
			respond.JSON(w, r, s.Log, err)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(status)
		_, _ = w.Write(page) // whoever asked has gone
	}
}

//go:embed certificate.html
var checkText string

var checkTemplate = template.Must(template.New("check").Parse(checkText))

// checkView is the page that checks certificates.
type checkView struct {
	Lang, Dir, Name, Title, Demo string
	Tongues                      []tongue
	Label                        map[string]string
	State                        string // "" before anything was asked; "wrong" for what is no certificate of ours
	Headline, More               string
	Facts                        [][2]string
	Action, Fingerprint, Code    string
}

func (s *Server) verdict(l lang.Language, v certificate.Verdict, asked bool, err error) ([]byte, int, error) {
	view := checkView{
		Lang: string(l), Dir: direction(l), Name: s.name(l), Title: lang.Say(l, "certificate.check.title", "Check a certificate"), Tongues: tongues(l), Action: checkPath,
		Fingerprint: certificate.ShowFingerprint(certificate.Fingerprint(s.Certificates.Key())), Code: certificate.ShowCode(v.Code),
		Label: map[string]string{
			"code": lang.Say(l, "certificate.check.code", "The ten letters and digits under the square code"), "check": lang.Say(l, "certificate.check.do", "Check"),
			"text": lang.Say(l, "certificate.check.text", "Or all that the square code says, as a phone's camera reads it: then every letter of the paper is checked"),
			"key":  lang.Say(l, "certificate.check.key", "Public key"), "revoked": lang.Say(l, "certificate.check.revoked", "Certificates taken back"),
			"offline": lang.Say(l, "certificate.check.offline", "A page to keep, which checks without a network"),
			"same":    lang.Say(l, "certificate.check.same", "Compare each line with the paper: a paper that says anything else was changed."),
		},
	}
	if s.Demo {
		view.Demo = lang.Say(l, "public.demo", "Demonstration: everything here is made up.")
	}
	status := http.StatusOK
	var f *fault.Error
	switch {
	case errors.As(err, &f) && f.Kind != fault.Internal:
		view.State = "wrong"
		view.Headline, view.More = lang.Fault(l, f)
		status = http.StatusBadRequest
		if f.Kind == fault.Missing {
			status = http.StatusNotFound
		}
	case err != nil:
		return nil, 0, err
	case asked:
		view.tell(l, &v)
	}
	var b bytes.Buffer
	err = checkTemplate.Execute(&b, view)
	return b.Bytes(), status, err
}

// tell says how a certificate stands.
func (c *checkView) tell(l lang.Language, v *certificate.Verdict) {
	c.State = string(v.State)
	switch v.State {
	case certificate.Valid:
		c.Headline = lang.Say(l, "certificate.valid", "This certificate is genuine and holds.")
		if v.Signed {
			c.More = lang.Say(l, "certificate.valid.signed", "Every letter of it is as it was signed.")
		}
		p := v.Paper
		c.fact(lang.Say(l, "certificate.fact.name", "Name"), p.Given+" "+p.Family)
		c.fact(lang.Say(l, "certificate.fact.title", "Took part in"), p.Title)
		if p.Hours > 0 {
			c.fact(lang.Say(l, "certificate.fact.hours", "Hours"), certificate.Hours(l, p.Hours))
		}
		c.fact(lang.Say(l, "certificate.fact.issuer", "Issued by"), p.Issuer)
		c.fact(lang.Say(l, "certificate.fact.date", "Issued on"), lang.Date(l, p.Date))
	case certificate.Revoked:
		c.Headline = lang.Say(l, "certificate.revoked", "This certificate was taken back: it holds no more.")
		c.fact(lang.Say(l, "certificate.fact.reason", "Reason"), reason(l, v.Reason))
		c.fact(lang.Say(l, "certificate.fact.revoked", "Taken back on"), lang.Date(l, v.Revoked))
	case certificate.Gone:
		c.Headline = lang.Say(l, "certificate.gone", "We issued a certificate with this code and keep nothing of it any more.")
		c.More = lang.Say(l, "certificate.gone.more", "The data of the person were deleted, as they are after a time or when somebody asks for it. We do not vouch for this paper any longer.")
	}
}

func (c *checkView) fact(name, value string) { c.Facts = append(c.Facts, [2]string{name, value}) }

func reason(l lang.Language, r certificate.Reason) string {
	switch r {
	case certificate.Mistake:
		return lang.Say(l, "certificate.reason.mistake", "A mistake in it: another may have been issued in its place")
	case certificate.Withdrawn:
		return lang.Say(l, "certificate.reason.withdrawn", "What it says was found not to be so")
	case certificate.Misused:
		return lang.Say(l, "certificate.reason.misused", "It was misused")
	case certificate.Erased:
		return lang.Say(l, "certificate.reason.erased", "The person's data were deleted")
	}
	return ""
}

// key is GET /c/key: what certificates are checked by, in base64.
func (s *Server) key(*http.Request, lang.Language) (sheet, error) {
	k := s.Certificates.Key()
	return sheet{bytes: []byte("ed25519 " + base64.StdEncoding.EncodeToString(k) + "\nfingerprint " + certificate.ShowFingerprint(certificate.Fingerprint(k)) + "\n")}, nil
}

// revoked is GET /c/revoked: the certificates that were taken back, signed.
func (s *Server) revoked(r *http.Request, _ lang.Language) (sheet, error) {
	text, last, err := s.Certificates.RevokedList(r.Context())
	return sheet{bytes: []byte(text), changed: last}, err
}

//go:embed offline.html
var offlineText string

var offlineTemplate = template.Must(template.New("offline").Parse(offlineText))

// offline is GET /c/offline.html: a page to keep on a phone or a stick. It has the key
// and the list of today in it, and asks nobody: it may run its one script and reach
// nothing, also where it is kept.
func (s *Server) offline(r *http.Request, l lang.Language) (sheet, error) {
	script, err := checker()
	if err != nil {
		return sheet{}, err
	}
	view, err := s.offlineView(r.Context(), l)
	if err != nil {
		return sheet{}, err
	}
	sum := sha256.Sum256(script)
	view.Script = template.JS(script) //nolint:gosec // it is ours, and lies in the program
	view.Policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; script-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	var b bytes.Buffer
	err = offlineTemplate.Execute(&b, view)
	return sheet{bytes: b.Bytes(), policy: view.Policy + "; frame-ancestors 'none'"}, err
}

// checker is the script that checks certificates without a node; web/certificate is its
// source.
func checker() ([]byte, error) {
	built, err := web.App("certificate")
	if err != nil {
		return nil, err
	}
	script, err := fs.ReadFile(built, "check.js")
	if err != nil {
		return nil, &fault.Error{Kind: fault.Offline, Op: "public", Key: "certificate.offline.none", Err: err, Msg: "this program was built without the page that checks certificates offline", Hint: "build it whole, with make build"}
	}
	return script, nil
}

type offlineView struct {
	Lang, Dir, Name, Title, Fingerprint, Asof, Policy string
	Label                                             map[string]string
	Given                                             offlineGiven
	Script                                            template.JS
}

// offlineGiven is what the page's script knows.
type offlineGiven struct {
	Key         string            `json:"key"` // in base64
	Fingerprint string            `json:"fingerprint"`
	Revoked     string            `json:"revoked"`
	Label       map[string]string `json:"label"`
}

func (s *Server) offlineView(ctx context.Context, l lang.Language) (offlineView, error) {
	list, _, err := s.Certificates.RevokedList(ctx)
	k := s.Certificates.Key()
	fingerprint := certificate.Fingerprint(k)
	now := s.Clock().In(s.Zone)
	label := map[string]string{
		"valid": lang.Say(l, "certificate.valid", "This certificate is genuine and holds."), "revoked": lang.Say(l, "certificate.revoked", "This certificate was taken back: it holds no more."),
		"changed": lang.Say(l, "certificate.changed", "this certificate was changed after it was signed: it is not genuine"),
		"other":   lang.Say(l, "certificate.key.other", "this certificate names another key than ours"),
		"unread":  lang.Say(l, "certificate.unreadable", "this is not what a certificate's code carries, or not all of it"),
		"name":    lang.Say(l, "certificate.fact.name", "Name"), "title": lang.Say(l, "certificate.fact.title", "Took part in"), "hours": lang.Say(l, "certificate.fact.hours", "Hours"),
		"date": lang.Say(l, "certificate.fact.date", "Issued on"), "issuer": lang.Say(l, "certificate.fact.issuer", "Issued by"), "code": lang.Say(l, "certificate.fact.code", "Code"),
		"same": lang.Say(l, "certificate.check.same", "Compare each line with the paper: a paper that says anything else was changed."),
	}
	return offlineView{
		Lang: string(l), Dir: direction(l), Name: s.name(l), Title: lang.Say(l, "certificate.check.title", "Check a certificate"),
		Fingerprint: certificate.ShowFingerprint(fingerprint), Given: offlineGiven{base64.StdEncoding.EncodeToString(k), fingerprint, list, label},
		Asof: lang.Say(l, "certificate.offline.asof", "This page knows of what was taken back until {0}. Fetch it again now and then.", lang.Date(l, now.Truncate(time.Minute))),
		Label: map[string]string{
			"text": lang.Say(l, "certificate.offline.text", "All that the square code says, as a phone's camera reads it"), "check": lang.Say(l, "certificate.check.do", "Check"),
		},
	}, err
}

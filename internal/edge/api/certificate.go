package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/community/activity"
	"wasl/internal/community/certificate"
	"wasl/internal/community/person"
	"wasl/internal/edge/route"
	"wasl/internal/guard/policy"
)

// CertificateOut is a certificate as those see it who issue them.
type CertificateOut struct {
	ID      record.ID         `json:"id" format:"uuid"`
	Code    string            `json:"code" doc:"as it stands on the paper"`
	Person  record.ID         `json:"person" format:"uuid"`
	Given   string            `json:"given"`
	Family  string            `json:"family,omitempty"`
	Title   map[string]string `json:"title"`
	Hours   int               `json:"hours"`
	Issued  time.Time         `json:"issued"`
	By      named             `json:"by"`
	State   string            `json:"state" enum:"valid,revoked,erased"`
	Reason  string            `json:"reason,omitempty" enum:"mistake,withdrawn,misused,erased"`
	Note    string            `json:"note,omitempty"`
	Revoked *time.Time        `json:"revoked,omitempty"`
}

// CertificatesOut is the certificates of an activity, and who might be given one.
type CertificatesOut struct {
	Items       []CertificateOut `json:"items" nullable:"false"`
	Candidates  []candidateOut   `json:"candidates" nullable:"false" doc:"those on the list, by name"`
	Sessions    int              `json:"sessions"`
	Hours       int              `json:"hours" doc:"of all sessions together"`
	Page        string           `json:"page,omitempty" doc:"where anybody checks a certificate"`
	Fingerprint string           `json:"fingerprint" doc:"of the key that signs"`
	Can         []string         `json:"can" nullable:"false" enum:"issue,revoke"`
}

type candidateOut struct {
	Person      record.ID  `json:"person" format:"uuid"`
	Given       string     `json:"given" doc:"proposed for the paper"`
	Family      string     `json:"family,omitempty"`
	Child       bool       `json:"child" doc:"children stand there by their given names"`
	There       int        `json:"there" doc:"sessions"`
	Certificate *record.ID `json:"certificate,omitempty" format:"uuid" doc:"the valid one that this person has"`
}

type issueIn struct {
	ID   record.ID `path:"id" format:"uuid"`
	Body struct {
		Holders []holderPart      `json:"holders" minItems:"1" maxItems:"500"`
		Title   map[string]string `json:"title,omitempty" doc:"the activity's own where it is left out"`
		Issuer  map[string]string `json:"issuer" doc:"the organisation, by language"`
		Signer  string            `json:"signer,omitempty" maxLength:"240"`
		Hours   int               `json:"hours,omitempty" minimum:"0" maximum:"2000"`
	}
}

type holderPart struct {
	Person record.ID `json:"person" format:"uuid"`
	Given  string    `json:"given" minLength:"1" maxLength:"240"`
	Family string    `json:"family,omitempty" maxLength:"240"`
}

type revokeIn struct {
	ID   record.ID `path:"id" format:"uuid"`
	Body struct {
		Reason string `json:"reason" enum:"mistake,withdrawn,misused"`
		Note   string `json:"note,omitempty" maxLength:"2000" doc:"for the unit: the public reads the reason alone"`
	}
}

type issuedOut struct {
	Items []CertificateOut `json:"items" nullable:"false" doc:"those that were issued now: who has one already gets no second"`
}

// certificates registers certificates. Anybody checks them at /c/ (edge/public).
func (s *Server) certificates(api huma.API, t *route.Table) {
	handle(s, api, op(http.MethodGet, "/community/activities/{id}/certificates", "listCertificates", "The certificates of an activity, and who might be given one"), s.listCertificates)
	handle(s, api, op(http.MethodPost, "/community/activities/{id}/certificates", "issueCertificates", "Sign certificates for people on the list"), func(ctx context.Context, a policy.Actor, in *issueIn) (*body[issuedOut], error) {
		issuing := certificate.Issuing{Title: text(in.Body.Title), Issuer: text(in.Body.Issuer), Signer: in.Body.Signer, Hours: in.Body.Hours}
		for _, h := range in.Body.Holders {
			issuing.Holders = append(issuing.Holders, certificate.Holder(h))
		}
		all, err := s.Certificates.Issue(ctx, a, in.ID, issuing)
		if err != nil {
			return nil, err
		}
		return answer(issuedOut{s.certificatesOut(all)}), nil
	})
	handle(s, api, op(http.MethodPost, "/community/certificates/{id}/revoke", "revokeCertificate", "Take a certificate back"), func(ctx context.Context, a policy.Actor, in *revokeIn) (*body[CertificateOut], error) {
		c, err := s.Certificates.Revoke(ctx, a, in.ID, certificate.Reason(in.Body.Reason), in.Body.Note)
		if err != nil {
			return nil, err
		}
		return answer(s.certificateOut(&c)), nil
	})
	s.plain(t, "GET /api/v1/community/activities/{id}/certificates.pdf", s.certificatesPDF, "language", "only")
}

func (s *Server) listCertificates(ctx context.Context, a policy.Actor, in *idIn) (*body[CertificatesOut], error) {
	o, err := s.Certificates.Overview(ctx, a, in.ID)
	if err != nil {
		return nil, err
	}
	out := CertificatesOut{
		Items: s.certificatesOut(o.Issued), Candidates: []candidateOut{}, Sessions: o.Sessions, Hours: o.Hours, Page: s.Certificates.Page(),
		Fingerprint: certificate.ShowFingerprint(certificate.Fingerprint(s.Certificates.Key())), Can: append([]string{}, o.May...),
	}
	for _, c := range o.Candidates {
		one := candidateOut{Person: c.Person.ID, Child: c.Person.Child(), There: c.There}
		one.Given, one.Family = givenName(c.Person), ""
		if !one.Child {
			one.Given, one.Family = person.Split(c.Person.Name)
		}
		if !c.Has.Zero() {
			one.Certificate = &c.Has
		}
		out.Candidates = append(out.Candidates, one)
	}
	return answer(out), nil
}

func (s *Server) certificatesOut(all []certificate.Certificate) []CertificateOut {
	out := []CertificateOut{}
	for i := range all {
		out = append(out, s.certificateOut(&all[i]))
	}
	return out
}

func (s *Server) certificateOut(c *certificate.Certificate) CertificateOut {
	return CertificateOut{
		ID: c.ID, Code: certificate.ShowCode(c.Code), Person: c.Person, Given: c.Given, Family: c.Family, Title: texts(c.Title), Hours: c.Hours, Issued: c.Issued,
		By: s.named(c.Author), State: string(c.State()), Reason: string(c.Reason), Note: c.Note, Revoked: when(c.Revoked),
	}
}

// certificatesPDF is certificates to be printed: all valid ones of an activity, or
// one.
func (s *Server) certificatesPDF(w http.ResponseWriter, r *http.Request) error {
	c := s.caller(r)
	of, err := record.ParseID(r.PathValue("id"))
	if err != nil {
		return err
	}
	var only []record.ID
	if one := r.URL.Query().Get("only"); one != "" {
		id, err := record.ParseID(one)
		if err != nil {
			return err
		}
		only = append(only, id)
	}
	l, err := languageOf(r, c.language)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.WithValue(r.Context(), callerKey{}, c), opTime)
	defer cancel()
	act, all, err := s.Certificates.Papers(ctx, c.actor, of, only)
	if err != nil {
		return err
	}
	pages := make([]diploma, len(all))
	for i := range all {
		pages[i] = s.diploma(act, &all[i])
	}
	pdf, err := drawDiplomas(l, pages)
	return sendPDF(w, "certificates", pdf, err)
}

func (s *Server) diploma(of *activity.Activity, c *certificate.Certificate) diploma {
	page := s.Certificates.Page()
	_, address, ok := strings.Cut(page, "://")
	if !ok {
		address = page
	}
	d := diploma{
		name: c.Name(), title: c.Title, issuer: c.Issuer, when: lang.Text{}, where: lang.Text{}, hours: c.Hours, issued: c.Issued, signer: c.Signer,
		code: c.Code, carried: s.Certificates.Link(c), fingerprint: certificate.Fingerprint(s.Certificates.Key()), check: address, demo: s.Demo,
	}
	for _, l := range lang.All() {
		d.when[l], d.where[l] = s.daysOf(of, l), s.placeOf(of, l)
	}
	return d
}

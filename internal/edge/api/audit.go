package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/record"
	"wasl/internal/guard/audit"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
)

type auditIn struct {
	Record record.ID `query:"record"`
	Actor  record.ID `query:"actor"`
	Act    string    `query:"act" maxLength:"30"`
	Cursor string    `query:"cursor" maxLength:"30"`
	Limit  int       `query:"limit" minimum:"1" maximum:"200" default:"100"`
}

type auditLine struct {
	Seq    int64     `json:"seq"`
	At     time.Time `json:"at"`
	Act    string    `json:"act"`
	By     *named    `json:"by,omitempty"`
	Record record.ID `json:"record"`
	Unit   *named    `json:"unit,omitempty"`
}

type auditOut struct {
	Items []auditLine `json:"items" nullable:"false"`
	Next  *string     `json:"next" nullable:"true"`
}

// audit registers what oversight reads.
func (s *Server) audit(api huma.API) {
	handle(s, api, op(http.MethodGet, "/audit", "listAudit", "Who did what, without content"), s.listAudit)
}

func (s *Server) listAudit(ctx context.Context, a policy.Actor, in *auditIn) (*body[auditOut], error) {
	q := ledger.AuditQuery{Subject: in.Record, Author: in.Actor, Cursor: in.Cursor, Limit: in.Limit}
	if in.Act != "" {
		k, ok := record.ParseKind(in.Act)
		if !ok {
			return nil, wrong("act")
		}
		q.Kind = k
	}
	hs, more, err := audit.Lines(ctx, s.Field, s.Policy, s.Units.Tree(), a, q)
	if err != nil {
		return nil, err
	}
	l := callerOf(ctx).language
	out := auditOut{Items: []auditLine{}, Next: next(more)}
	for _, h := range hs {
		line := auditLine{Seq: h.Seq, At: h.At.Time(), Act: h.Kind.String(), Record: h.Subject}
		if name := s.Who.Name(h.Author); name != "" {
			line.By = &named{h.Author, name}
		}
		if !h.Handling.Unit.Zero() {
			line.Unit = &named{h.Handling.Unit, s.Units.Name(h.Handling.Unit, l)}
		}
		out.Items = append(out.Items, line)
	}
	return answer(out), nil
}

package api

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/record"
	"wasl/internal/edge/route"
	"wasl/internal/guard/audit"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/network/sheet"
)

// audits registers what oversight reads.
func (s *Server) audits(api huma.API, t *route.Table) {
	handle(s, api, op(http.MethodGet, "/audit", "listAudit", "Who did what and why, without content"), s.listAudit)
	s.plain(t, "GET /api/v1/audit.csv", s.exportAudit, "book", "record", "actor", "act", "from", "to")
}

type auditIn struct {
	Book   string    `query:"book" enum:"field,vault,community" default:"field" doc:"vault: who asked who a reporter is; community: what has to do with communities"`
	Record record.ID `query:"record"`
	Actor  record.ID `query:"actor"`
	Act    string    `query:"act" maxLength:"30"`
	From   time.Time `query:"from"`
	To     time.Time `query:"to"`
	Cursor string    `query:"cursor" maxLength:"30"`
	Limit  int       `query:"limit" minimum:"1" maximum:"200" default:"100"`
}

type auditLine struct {
	Seq    int64          `json:"seq"`
	At     time.Time      `json:"at"`
	Act    string         `json:"act"`
	By     *named         `json:"by,omitempty"`
	Record record.ID      `json:"record"`
	Unit   *named         `json:"unit,omitempty"`
	Detail map[string]any `json:"detail" doc:"why, and what was changed about accounts, units and tokens: nothing that was reported"`
}

type auditOut struct {
	Items []auditLine `json:"items" nullable:"false"`
	Next  *string     `json:"next" nullable:"true"`
}

// book is the ledger whose lines are asked for.
func (s *Server) book(name string) *ledger.Ledger {
	switch name {
	case "vault":
		return s.Vaulted
	case "community":
		return s.Community
	}
	return s.Field
}

func (in *auditIn) query() (q ledger.AuditQuery, err error) {
	q = ledger.AuditQuery{Subject: in.Record, Author: in.Actor, From: in.From, To: in.To, Cursor: in.Cursor, Limit: in.Limit}
	if in.Act != "" {
		k, ok := record.ParseKind(in.Act)
		if !ok {
			return q, wrong("act")
		}
		q.Kind = k
	}
	return q, nil
}

func (s *Server) listAudit(ctx context.Context, a policy.Actor, in *auditIn) (*body[auditOut], error) {
	q, err := in.query()
	if err != nil {
		return nil, err
	}
	lines, more, err := audit.Lines(ctx, s.book(in.Book), s.Policy, s.Units.Tree(), a, q)
	if err != nil {
		return nil, err
	}
	out := auditOut{Items: []auditLine{}, Next: next(more)}
	for _, line := range lines {
		out.Items = append(out.Items, s.auditLine(callerOf(ctx), line))
	}
	return answer(out), nil
}

func (s *Server) auditLine(c *caller, line audit.Line) auditLine {
	out := auditLine{Seq: line.Seq, At: line.At.Time(), Act: line.Kind.String(), Record: line.Subject, Detail: line.Detail}
	if name := s.Who.Name(line.Author); name != "" {
		out.By = &named{line.Author, name}
	}
	if unit := line.Handling.Unit; !unit.Zero() {
		out.Unit = &named{unit, s.Units.Name(unit, c.language)}
	}
	return out
}

// exportAudit is GET /api/v1/audit.csv: the lines of the same filters, for a
// spreadsheet. Cells that one would take for a formula are made text.
func (s *Server) exportAudit(w http.ResponseWriter, r *http.Request) error {
	c := s.caller(r)
	if c.actor.ID.Zero() {
		return errNotSignedIn
	}
	in, err := auditInOf(r)
	if err != nil {
		return err
	}
	q, err := in.query()
	if err != nil {
		return err
	}
	var out *csv.Writer
	err = audit.Export(r.Context(), s.book(in.Book), s.Policy, s.Units.Tree(), c.actor, q, func(line audit.Line) error {
		if out == nil {
			out = auditSheet(w)
		}
		l := s.auditLine(c, line)
		detail, err := json.Marshal(l.Detail)
		if err != nil {
			return err
		}
		row := []string{l.At.Format(time.RFC3339), l.Act, "", "", l.Record.String(), "", string(detail)}
		if l.By != nil {
			row[2], row[3] = l.By.Name, l.By.ID.String()
		}
		if l.Unit != nil {
			row[5] = l.Unit.Name
		}
		for i := range row {
			row[i] = sheet.Safe(row[i])
		}
		return out.Write(row)
	})
	if err != nil {
		return err
	}
	if out == nil {
		out = auditSheet(w)
	}
	out.Flush()
	return nil // a client that went away asks again
}

// auditSheet begins the answer, when it is clear that there is one.
func auditSheet(w http.ResponseWriter) *csv.Writer {
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="audit.csv"`)
	out := csv.NewWriter(w)
	_ = out.Write([]string{"\ufeffat", "act", "by", "by_id", "record", "unit", "detail"}) // a client that went away asks again
	return out
}

func auditInOf(r *http.Request) (in auditIn, err error) {
	q := r.URL.Query()
	in = auditIn{Book: q.Get("book"), Act: q.Get("act")}
	for name, id := range map[string]*record.ID{"record": &in.Record, "actor": &in.Actor} {
		if v := q.Get(name); v != "" {
			if *id, err = record.ParseID(v); err != nil {
				return in, wrong(name)
			}
		}
	}
	for name, t := range map[string]*time.Time{"from": &in.From, "to": &in.To} {
		if v := q.Get(name); v != "" {
			if *t, err = time.Parse(time.RFC3339, v); err != nil {
				return in, wrong(name)
			}
		}
	}
	if !slices.Contains([]string{"", "field", "vault", "community"}, in.Book) {
		return in, wrong("book")
	}
	return in, nil
}

// Package api is wasl's HTTP API in JSON: for the console, for programs, and
// for the reporter app, which needs no account. docs/protocol/api.md describes
// it; the OpenAPI document is made from these types.
package api

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"wasl/internal/analyse/trend"
	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/collect/form"
	"wasl/internal/collect/intake"
	"wasl/internal/collect/report"
	"wasl/internal/community/activity"
	"wasl/internal/community/attendance"
	"wasl/internal/community/certificate"
	"wasl/internal/community/course"
	"wasl/internal/community/feedback"
	"wasl/internal/community/material"
	"wasl/internal/community/number"
	"wasl/internal/community/paper"
	"wasl/internal/community/person"
	"wasl/internal/community/retention"
	"wasl/internal/edge/live"
	"wasl/internal/edge/request"
	"wasl/internal/edge/respond"
	"wasl/internal/edge/route"
	"wasl/internal/guard/flood"
	"wasl/internal/guard/identity"
	"wasl/internal/guard/policy"
	"wasl/internal/guard/vault"
	"wasl/internal/keep/blob"
	"wasl/internal/keep/ledger"
	"wasl/internal/network/place"
	"wasl/internal/network/unit"
	"wasl/internal/share/product"
	"wasl/internal/share/warning"
	"wasl/internal/triage/alert"
	"wasl/internal/triage/duty"
	"wasl/internal/triage/incident"
	"wasl/internal/triage/notice"
	"wasl/internal/triage/queue"
	"wasl/internal/triage/response"
	"wasl/internal/triage/rule"
	"wasl/internal/triage/task"
)

// Server answers the API. All members are set by the node.
type Server struct {
	Field     *ledger.Ledger
	Vaulted   *ledger.Ledger
	Community *ledger.Ledger
	Vault     *vault.Vault
	Blobs     *blob.Store
	Policy    *policy.Engine
	Who       *identity.Service
	Units     *unit.Service
	Places    *place.Service

	Forms     *form.Service
	Reports   *report.Service
	Intake    *intake.Service
	Queue     *queue.Service
	Rules     *rule.Service
	Duty      *duty.Service
	Notices   *notice.Service
	Alerts    *alert.Service
	Incidents *incident.Service
	Tasks     *task.Service
	Deeds     *response.Service
	Trends    *trend.Service
	Bulletins *product.Service
	Warnings  *warning.Service
	Feed      *live.Feed

	// communities
	Activities *activity.Service
	People     *person.Service
	Rolls      *attendance.Service
	Listening  *feedback.Service
	Courses    *course.Service
	Numbers    *number.Service
	Retention  *retention.Service

	// on paper
	Papers         *paper.Service
	Certificates   *certificate.Service
	Calendars      *activity.Feeds
	Materials      *material.Service
	CommunityBlobs *blob.Store

	Clock  func() time.Time
	Random interface{ Read([]byte) (int, error) }
	Log    *slog.Logger
	Gate   *flood.Gate
	Zone   *time.Location // that printed times are told in
	Name   lang.Text      // of the node, as people read it
	Demo   bool

	playing plays
	listens sync.Once // sets gate, and what the feed tells of
	gate    *live.Gate
}

// maxBody bounds a JSON request: the largest is a report of an operator.
const maxBody = 2 << 20

// Register enters every operation in the table and gives the API with its document.
func (s *Server) Register(t *route.Table) huma.API {
	cfg := huma.DefaultConfig("wasl", "1")
	cfg.OpenAPIPath = "/api/v1/openapi"
	cfg.DocsPath = ""
	cfg.SchemasPath = ""
	cfg.CreateHooks = nil // no $schema members: every byte costs on a weak line
	cfg.RejectUnknownQueryParameters = true
	tellFaults()
	api := humago.New(t, cfg)
	api.UseMiddleware(s.identify)
	s.desk(api, t)
	s.response(api, t)
	s.bulletins(api, t)
	s.keeping(api, t)
	s.communities(api, t)
	s.plain(t, "GET /api/v1/events", s.events)
	s.plain(t, "GET /api/v1/reports/{id}/attachments/{name}", s.attachment)
	return api
}

// desk enters what a desk does with reports and incidents.
func (s *Server) desk(api huma.API, t *route.Table) {
	s.queue(api)
	s.maps(api)
	s.trends(api)
	s.boards(api, t)
	s.reports(api)
	s.sorts(api)
	s.words(api)
	s.proposals(api)
	s.deadlines(api)
	s.rules(api)
	s.reviews(api)
	s.loads(api)
	s.incidents(api)
	s.states(api)
	s.gathers(api)
	s.same(api)
}

// response enters what follows from them: alerts, tasks, who is told.
func (s *Server) response(api huma.API, t *route.Table) {
	s.tasks(api)
	s.referrals(api)
	s.handovers(api)
	s.responses(api)
	s.alerts(api)
	s.watches(api)
	s.warnings(api)
	s.duties(api, t)
	s.gateways(api, t)
}

// communities enters what has to do with communities: see admit.
func (s *Server) communities(api huma.API, t *route.Table) {
	s.activities(api)
	s.calendars(api)
	s.ahead(api)
	s.materials(api, t)
	s.suggestions(api)
	s.persons(api)
	s.sheets(api, t)
	s.certificates(api, t)
	s.attendances(api)
	s.rolls(api, t)
	s.listen(api, t)
	s.courses(api, t)
	s.numbers(api, t)
}

// keeping enters accounts, forms, the network, and what oversight reads.
func (s *Server) keeping(api huma.API, t *route.Table) {
	s.sessions(api)
	s.audits(api, t)
	s.disclosures(api)
	s.network(api)
	s.forms(api, t)
	s.kinds(api)
	s.reporter(t)
}

// tellFaults sets how huma tells of faults. It keeps that in variables of its
// package, for all servers of a program. The first is what it describes faults by.
var tellFaults = sync.OnceFunc(func() {
	huma.NewError = func(status int, msg string, errs ...error) huma.StatusError {
		return requestFault(nil, status, msg, errs)
	}
	huma.NewErrorWithContext = func(ctx huma.Context, status int, msg string, errs ...error) huma.StatusError {
		return requestFault(ctx, status, msg, errs)
	}
})

// requestFault is what huma itself found wrong with a request, or a handler's
// fault on its way out.
func requestFault(ctx huma.Context, status int, msg string, errs []error) huma.StatusError {
	l := lang.French
	if ctx != nil {
		l = lang.Negotiate(ctx.Header("Accept-Language"), lang.French)
	}
	for _, err := range errs {
		var f *respond.Fault
		switch {
		case errors.As(err, &f):
			return f
		case errors.Is(err, os.ErrDeadlineExceeded):
			return respond.Explain(l, err)
		}
	}
	if ctx != nil {
		if c := callerOf(ctx.Context()); c.large != nil {
			return respond.Explain(l, c.large)
		}
	}
	e := &fault.Error{
		Kind: fault.Invalid, Op: "api", Key: "api.request.wrong", Msg: "the request is not as the interface describes it",
		Hint: "see the fields; if you use the console, load it again",
	}
	switch {
	case status == http.StatusRequestEntityTooLarge:
		e = &fault.Error{
			Kind: fault.TooLarge, Op: "api", Key: "api.request.large", Msg: "the request is too large", Hint: "send less at once",
		}
	case status == http.StatusUnsupportedMediaType:
		e = &fault.Error{
			Kind: fault.Unsupported, Op: "api", Key: "api.request.type", Msg: "this type of content is not understood here",
			Hint: "send JSON",
		}
	case status >= http.StatusInternalServerError:
		e = &fault.Error{Kind: fault.Internal, Op: "api", Err: errors.New(msg)}
	}
	f := respond.Explain(l, e)
	for _, err := range errs {
		var d huma.ErrorDetailer
		if errors.As(err, &d) {
			f.Fields = append(f.Fields, respond.Field{Path: d.ErrorDetail().Location, Message: d.ErrorDetail().Message})
		}
	}
	return f
}

// caller is who asks, as the middleware found out.
type caller struct {
	actor    policy.Actor
	session  *identity.Session // nil for a token
	language lang.Language
	source   string // whoever holds the peer's address, for throttles alone
	secure   bool
	large    *http.MaxBytesError // the body was larger than it may be
}

type callerKey struct{}

func callerOf(ctx context.Context) *caller {
	c, _ := ctx.Value(callerKey{}).(*caller)
	if c == nil {
		return &caller{language: lang.French}
	}
	return c
}

// sessionCookie is the console's; the __Host- prefix is not used because a post
// without a certificate serves its own laptop over http.
const sessionCookie = "wasl_session"

// who must be known before a request's body is read.
const (
	byAnybody = "anybody"
	byActor   = "account or token"
	bySession = "account"
)

// identify finds out who asks. Of those who are nobody here nothing is read but
// what is open to all.
func (s *Server) identify(ctx huma.Context, next func(huma.Context)) {
	r, w := humago.Unwrap(ctx)
	o := ctx.Operation()
	c := s.caller(r)
	who, _ := o.Metadata["by"].(string)
	if who == byActor && c.actor.ID.Zero() || who == bySession && c.session == nil {
		respond.JSON(w, r, s.Log, errNotSignedIn)
		return
	}
	if s.ofCommunities(o.Path) {
		if err := s.admit(r.Context(), c.actor); err != nil {
			respond.JSON(w, r, s.Log, err)
			return
		}
	}
	r.Body = &bounded{http.MaxBytesReader(w, r.Body, o.MaxBodyBytes), c}
	if o.RequestBody == nil && !safe(o.Method) {
		if err := nothingIn(r); err != nil {
			respond.JSON(w, r, s.Log, err)
			return
		}
	}
	next(huma.WithValue(ctx, callerKey{}, c))
	if r.MultipartForm != nil { // the server removes the files of its own request, which this one is a copy of
		if err := r.MultipartForm.RemoveAll(); err != nil {
			s.Log.WarnContext(r.Context(), "remove an upload's files", "cause", err.Error())
		}
	}
}

func safe(method string) bool { return method == http.MethodGet || method == http.MethodHead }

// bounded remembers that a body went beyond its limit: huma tells of it in words
// alone.
type bounded struct {
	io.ReadCloser
	c *caller
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		b.c.large = large
	}
	return n, err
}

// nothingIn holds the body of an operation that takes none: it is empty, or an
// object without members.
func nothingIn(r *http.Request) error {
	b, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	if len(bytes.TrimSpace(b)) == 0 {
		return nil
	}
	return decode(b, &struct{}{})
}

func (s *Server) caller(r *http.Request) *caller { return s.identifyBy(r, s.Who.Session) }

// watcher is who asks for what a console asks by itself: it keeps no session
// alive on a desk that nobody sits at.
func (s *Server) watcher(r *http.Request) *caller { return s.identifyBy(r, s.Who.Watch) }

func (s *Server) identifyBy(r *http.Request, find func(context.Context, string) (identity.Session, error)) *caller {
	c := &caller{language: respond.Language(r), source: request.Source(r), secure: request.Secure(r)}
	if b, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		// A phone's token is for OpenRosa: it lies in a code that is photographed.
		if t, err := s.Who.Token(r.Context(), b); err == nil && t.Channel == identity.API {
			c.actor = s.Who.TokenActor(t)
		}
		return c
	}
	cookie, err := r.Cookie(sessionCookie)
	if err != nil {
		return c
	}
	if session, err := find(r.Context(), cookie.Value); err == nil {
		c.session, c.actor = &session, session.Actor
	}
	return c
}

var errNotSignedIn = &fault.Error{
	Kind: fault.Unknown, Op: "api", Key: "api.session.none", Msg: "you are not signed in, or your session has ended", Hint: "sign in",
}

// op describes an operation in one line.
func op(method, path, id, summary string) huma.Operation {
	return huma.Operation{
		Method: method, Path: "/api/v1" + path, OperationID: id, Summary: summary, MaxBodyBytes: maxBody,
		BodyReadTimeout: -1, // the edge sees to it that a body comes on (edge/pace.go)
		Metadata:        map[string]any{"by": byAnybody},
	}
}

// opTime bounds the work on a request, once it has been read. A rebuild of the
// search index, the longest of all, ends within it at a million reports.
const opTime = 30 * time.Second

// handle registers an operation for callers who have signed in: the handler
// gets who asks, and its fault is told in their language.
func handle[I, O any](s *Server, api huma.API, o huma.Operation, h func(context.Context, policy.Actor, *I) (*O, error)) {
	o.Metadata["by"] = byActor
	open(s, api, o, func(ctx context.Context, c *caller, in *I) (*O, error) { return h(ctx, c.actor, in) })
}

// mine registers an operation on one's own account.
func mine[I, O any](s *Server, api huma.API, o huma.Operation, h func(context.Context, *caller, *I) (*O, error)) {
	o.Metadata["by"] = bySession
	open(s, api, o, h)
}

// open registers an operation for everybody.
func open[I, O any](s *Server, api huma.API, o huma.Operation, h func(context.Context, *caller, *I) (*O, error)) {
	huma.Register(api, o, func(ctx context.Context, in *I) (*O, error) {
		c := callerOf(ctx)
		ctx, cancel := context.WithTimeout(ctx, opTime)
		defer cancel()
		out, err := h(ctx, c, in)
		if err != nil {
			f := respond.Explain(c.language, err)
			respond.Log(ctx, s.Log, f, err)
			return nil, f
		}
		return out, nil
	})
}

// body wraps an answer for huma.
type body[T any] struct {
	Body T
}

func answer[T any](v T) *body[T] { return &body[T]{Body: v} }

// none is a request without a body or an answer without one.
type none struct{}

// idIn is a request that names one thing by its id.
type idIn struct {
	ID record.ID `path:"id" format:"uuid"`
}

package api

import (
	"context"
	"encoding/base64"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/record"
	"wasl/internal/edge/gateway"
	"wasl/internal/edge/route"
	"wasl/internal/guard/policy"
	"wasl/internal/triage/notice"
)

type contactOut struct {
	ID       record.ID `json:"id" format:"uuid"`
	Channel  string    `json:"channel" enum:"push,sms,mail"`
	Address  string    `json:"address" doc:"of a browser, whose push service it is"`
	Verified bool      `json:"verified"`
	At       time.Time `json:"at"`
}

type contactsOut struct {
	Items    []contactOut `json:"items" nullable:"false"`
	Channels []string     `json:"channels" nullable:"false" doc:"that this node can send by"`
	PushKey  string       `json:"push_key,omitempty" doc:"for the browser's subscription"`
}

// gateways registers how people are reached, and by which ways the node sends.
func (s *Server) gateways(api huma.API, t *route.Table) {
	mine(s, api, op(http.MethodGet, "/account/contacts", "listContacts", "By which one is alerted"), s.listContacts)
	mine(s, api, op(http.MethodPost, "/account/contacts", "addContact", "Add a way, or ask for its code again"), s.addContact)
	mine(s, api, op(http.MethodPost, "/account/contacts/{id}/verify", "verifyContact", "The code that was sent to it"), s.verifyContact)
	mine(s, api, op(http.MethodDelete, "/account/contacts/{id}", "removeContact", "Take a way out"), s.removeContact)
	handle(s, api, op(http.MethodPost, "/members/{id}/contacts", "readContacts", "A colleague's numbers, for a reason that is kept"), s.readContacts)
	handle(s, api, op(http.MethodGet, "/gateways", "getGateways", "The ways out of the node, and how they do"), s.getGateways)
	handle(s, api, op(http.MethodPut, "/gateways", "putGateways", "Set up the ways out of the node"), s.putGateways)
	handle(s, api, op(http.MethodPost, "/gateways/test", "testGateway", "Send a test"), s.testGateway)
	s.plain(t, "GET "+gateway.ReportPattern, s.smsReport, "state")
}

func contactsOf(cs []notice.Contact) []contactOut {
	out := []contactOut{}
	for _, c := range cs {
		out = append(out, contactOut{c.ID, string(c.Channel), c.Shown(), c.Verified, c.At})
	}
	return out
}

func (s *Server) listContacts(ctx context.Context, c *caller, _ *none) (*body[contactsOut], error) {
	cs, err := s.Notices.Mine(ctx, c.actor.ID)
	if err != nil {
		return nil, err
	}
	out := contactsOut{Items: contactsOf(cs), Channels: []string{}}
	for _, ch := range notice.Channels() {
		if ch != notice.Webhook && s.Notices.Serves(ch) {
			out.Channels = append(out.Channels, string(ch))
		}
	}
	if k := s.Notices.PushKey(); k != nil {
		out.PushKey = base64.RawURLEncoding.EncodeToString(k)
	}
	return answer(out), nil
}

type addContactIn struct {
	Body struct {
		Channel string `json:"channel" enum:"push,sms,mail"`
		Address string `json:"address" maxLength:"2000"`
	}
}

func (s *Server) addContact(ctx context.Context, c *caller, in *addContactIn) (*body[contactOut], error) {
	out, err := s.Notices.Add(ctx, c.actor.ID, notice.Channel(in.Body.Channel), in.Body.Address)
	if err != nil {
		return nil, err
	}
	return answer(contactsOf([]notice.Contact{out})[0]), nil
}

type verifyContactIn struct {
	ID   record.ID `path:"id"`
	Body struct {
		Code string `json:"code" maxLength:"20"`
	}
}

func (s *Server) verifyContact(ctx context.Context, c *caller, in *verifyContactIn) (*none, error) {
	return nil, s.Notices.Verify(ctx, c.actor.ID, in.ID, in.Body.Code)
}

func (s *Server) removeContact(ctx context.Context, c *caller, in *idIn) (*none, error) {
	return nil, s.Notices.Remove(ctx, c.actor.ID, in.ID)
}

type readContactsIn struct {
	ID   record.ID `path:"id"`
	Body struct {
		Reason string `json:"reason" maxLength:"500"`
	}
}

func (s *Server) readContacts(ctx context.Context, a policy.Actor, in *readContactsIn) (*body[contactsOut], error) {
	cs, err := s.Notices.Read(ctx, a, in.ID, in.Body.Reason)
	if err != nil {
		return nil, err
	}
	return answer(contactsOut{Items: contactsOf(cs), Channels: []string{}}), nil
}

type healthOut struct {
	Channel   string     `json:"channel" enum:"push,sms,mail,webhook"`
	There     bool       `json:"there"`
	Went      *time.Time `json:"went,omitempty" doc:"the last message that the gateway took"`
	Failed    *time.Time `json:"failed,omitempty"`
	Fault     string     `json:"fault,omitempty" doc:"what it said then"`
	Waiting   int        `json:"waiting"`
	Since     *time.Time `json:"since,omitempty" doc:"for how long the oldest has waited"`
	Unheard   int        `json:"unheard" doc:"of the last day, taken and not reported on"`
	Delivered int        `json:"delivered"`
}

type gatewaysOut struct {
	Settings notice.Settings `json:"settings" doc:"secrets are hidden; written back as they are, they stay"`
	Health   []healthOut     `json:"health" nullable:"false"`
}

func (s *Server) getGateways(ctx context.Context, a policy.Actor, _ *none) (*body[gatewaysOut], error) {
	set, err := s.Notices.Known(ctx, a)
	if err != nil {
		return nil, err
	}
	all, err := s.Notices.Health(ctx, a)
	if err != nil {
		return nil, err
	}
	out := gatewaysOut{Settings: set, Health: []healthOut{}}
	for _, h := range all {
		out.Health = append(out.Health, healthOut{
			string(h.Channel), h.There, when(h.Went), when(h.Failed), h.Fault, h.Waiting, when(h.Since), h.Unheard, h.Delivered,
		})
	}
	return answer(out), nil
}

type putGatewaysIn struct {
	Body notice.Settings
}

func (s *Server) putGateways(ctx context.Context, a policy.Actor, in *putGatewaysIn) (*none, error) {
	return nil, s.Notices.Set(ctx, a, in.Body)
}

type testGatewayIn struct {
	Body struct {
		Channel string `json:"channel" enum:"sms,mail,push,webhook"`
		To      string `json:"to" maxLength:"2000"`
	}
}

type testedOut struct {
	Sent  bool   `json:"sent"`
	Fault string `json:"fault,omitempty" doc:"of the gateway, as it said it"`
}

func (s *Server) testGateway(ctx context.Context, a policy.Actor, in *testGatewayIn) (*body[testedOut], error) {
	said, err := s.Notices.Test(ctx, a, notice.Channel(in.Body.Channel), in.Body.To, callerOf(ctx).language)
	if err != nil {
		return nil, err
	}
	return answer(testedOut{said == "", said}), nil
}

// smsReport is where the SMS gateway tells what became of a message, under an
// address that nobody else knows.
func (s *Server) smsReport(_ http.ResponseWriter, r *http.Request) error {
	id, err := record.ParseID(r.PathValue("id"))
	there, ok := gateway.ParseReport(r.URL.Query().Get("state"))
	if err != nil || !ok {
		return wrong("state")
	}
	return s.Notices.Reported(r.Context(), id, there)
}

package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/record"
	"wasl/internal/guard/identity"
	"wasl/internal/guard/policy"
)

type accountOut struct {
	ID    record.ID `json:"id"`
	Name  string    `json:"name"`
	Login string    `json:"login"`
}

type passkeyOut struct {
	ID   string    `json:"id"`
	Name string    `json:"name"`
	Made time.Time `json:"made"`
}

type sessionOut struct {
	Account  accountOut      `json:"account"`
	Roles    []string        `json:"roles" nullable:"false"`
	Unit     named           `json:"unit"`
	Language string          `json:"language"`
	Theme    string          `json:"theme"`
	Demo     bool            `json:"demo"`
	Can      []policy.Action `json:"can" nullable:"false"`
	Factors  factorsOut      `json:"factors"`
	Expires  time.Time       `json:"expires"`
	Node     string          `json:"node"`
}

type factorsOut struct {
	TOTP     bool         `json:"totp"`
	Passkeys []passkeyOut `json:"passkeys" nullable:"false"`
}

// entryOut is a session with its cookies.
type entryOut struct {
	SetCookie []http.Cookie `header:"Set-Cookie"`
	Body      sessionOut
}

// deviceCookie marks a browser from which the account signed in before: tries
// from elsewhere do not lock it out.
const deviceCookie = "wasl_device"

const deviceAge = 365 * 24 * time.Hour

func (s *Server) entry(ctx context.Context, c *caller, e identity.Entry) (*entryOut, error) {
	out, err := s.session(ctx, c, e.Session)
	if err != nil {
		return nil, err
	}
	cookies := []http.Cookie{s.cookie(c, sessionCookie, e.Token, identity.Absolute)}
	if e.Device != "" {
		cookies = append(cookies, s.cookie(c, deviceCookie, e.Device, deviceAge))
	}
	return &entryOut{SetCookie: cookies, Body: *out}, nil
}

func (s *Server) cookie(c *caller, name, value string, age time.Duration) http.Cookie {
	return http.Cookie{
		Name: name, Value: value, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: c.secure,
		MaxAge: int(age.Seconds()),
	}
}

func (s *Server) session(ctx context.Context, c *caller, x identity.Session) (*sessionOut, error) {
	a, err := s.Who.Describe(ctx, x)
	if err != nil {
		return nil, err
	}
	out := &sessionOut{
		Account: accountOut{a.Member.ID, a.Member.Name, a.Member.Login}, Roles: a.Member.RoleNames(),
		Unit: named{a.Member.Unit, s.Units.Name(a.Member.Unit, c.language)}, Language: a.Language, Theme: a.Theme, Demo: s.Demo,
		Can: a.Can, Factors: factorsOut{TOTP: a.TOTP, Passkeys: []passkeyOut{}}, Expires: x.Expires, Node: s.Name.In(c.language),
	}
	if out.Can == nil {
		out.Can = []policy.Action{}
	}
	for _, p := range a.Passkeys {
		out.Factors.Passkeys = append(out.Factors.Passkeys, passkeyOut(p))
	}
	return out, nil
}

type signInIn struct {
	Device http.Cookie `cookie:"wasl_device"`
	Body   struct {
		Login    string `json:"login" maxLength:"100"`
		Password string `json:"password" maxLength:"256"`
		Code     string `json:"code,omitempty" maxLength:"12"`
	}
}

type ceremonyOut struct {
	Options json.RawMessage `json:"options"`
	State   string          `json:"state"`
}

type ceremonyIn struct {
	Body struct {
		State  string          `json:"state" maxLength:"8192"`
		Name   string          `json:"name,omitempty" maxLength:"100"`
		Answer json.RawMessage `json:"answer"`
	}
}

type acceptInviteIn struct {
	Token string `path:"token" maxLength:"200"`
	Body  struct {
		Password string `json:"password" maxLength:"256"`
		Name     string `json:"name,omitempty" maxLength:"200"`
		Login    string `json:"login,omitempty" maxLength:"100"`
	}
}

type invitationOut struct {
	ID      record.ID `json:"id"`
	Name    string    `json:"name"`
	Login   string    `json:"login"`
	Roles   []string  `json:"roles" nullable:"false"`
	Unit    named     `json:"unit"`
	Expires time.Time `json:"expires"`
	First   bool      `json:"first"`
	Link    string    `json:"link,omitempty"`
}

func (s *Server) invitation(c *caller, in identity.Invitation) invitationOut {
	return invitationOut{
		ID: in.ID, Name: in.Name, Login: in.Login, Roles: in.RoleNames(), Unit: named{in.Unit, s.Units.Name(in.Unit, c.language)},
		Expires: in.Expires, First: in.First,
	}
}

// sessions registers signing in and out, invitations, and one's own account.
func (s *Server) sessions(api huma.API) {
	mine(s, api, op(http.MethodGet, "/session", "getSession", "Who is signed in"), func(ctx context.Context, c *caller, _ *none) (*body[sessionOut], error) {
		out, err := s.session(ctx, c, *c.session)
		if err != nil {
			return nil, err
		}
		return answer(*out), nil
	})
	open(s, api, op(http.MethodPost, "/session", "signIn", "Sign in by password"), func(ctx context.Context, c *caller, in *signInIn) (*entryOut, error) {
		e, err := s.Who.SignIn(ctx, identity.SignIn{
			Login: in.Body.Login, Password: in.Body.Password, Code: in.Body.Code, Source: c.source, Device: in.Device.Value,
		})
		if err != nil {
			return nil, err
		}
		return s.entry(ctx, c, e)
	})
	mine(s, api, op(http.MethodDelete, "/session", "signOut", "Sign out"), func(ctx context.Context, c *caller, _ *none) (*struct {
		SetCookie http.Cookie `header:"Set-Cookie"`
	}, error,
	) {
		if err := s.Who.SignOut(ctx, *c.session); err != nil {
			return nil, err
		}
		gone := s.cookie(c, sessionCookie, "", 0)
		gone.MaxAge = -1
		return &struct {
			SetCookie http.Cookie `header:"Set-Cookie"`
		}{gone}, nil
	})
	open(s, api, op(http.MethodPost, "/session/passkey/begin", "beginPasskeySignIn", "Start signing in by passkey"), func(ctx context.Context, _ *caller, _ *none) (*body[ceremonyOut], error) {
		c, err := s.Who.BeginPasskeySignIn(ctx)
		return answer(ceremonyOut(c)), err
	})
	open(s, api, op(http.MethodPost, "/session/passkey/finish", "finishPasskeySignIn", "Sign in by passkey"), func(ctx context.Context, c *caller, in *ceremonyIn) (*entryOut, error) {
		e, err := s.Who.FinishPasskeySignIn(ctx, in.Body.State, in.Body.Answer, c.source)
		if err != nil {
			return nil, err
		}
		return s.entry(ctx, c, e)
	})
	s.demo(api)
	s.invitations(api)
	s.account(api)
}

func (s *Server) demo(api huma.API) {
	type demoAccount struct {
		Role  string `json:"role"`
		Name  string `json:"name"`
		Unit  string `json:"unit"`
		Login string `json:"login"`
	}
	type demoOut struct {
		Accounts []demoAccount `json:"accounts" nullable:"false"`
	}
	open(s, api, op(http.MethodGet, "/demo", "getDemo", "The accounts of a demo"), func(ctx context.Context, c *caller, _ *none) (*body[demoOut], error) {
		ms, err := s.Who.DemoAccounts(ctx)
		if err != nil {
			return nil, err
		}
		out := demoOut{Accounts: []demoAccount{}}
		for _, m := range ms {
			for _, r := range m.RoleNames() {
				out.Accounts = append(out.Accounts, demoAccount{r, m.Name, s.Units.Name(m.Unit, c.language), m.Login})
			}
		}
		return answer(out), nil
	})
	open(s, api, op(http.MethodPost, "/session/demo", "enterDemo", "Enter a demo by one click"), func(ctx context.Context, c *caller, in *body[struct {
		Role string `json:"role" maxLength:"40"`
	}],
	) (*entryOut, error) {
		e, err := s.Who.EnterDemo(ctx, policy.Role(in.Body.Role))
		if err != nil {
			return nil, err
		}
		return s.entry(ctx, c, e)
	})
}

type inviteIn struct {
	Body struct {
		ID    record.ID `json:"id,omitempty"`
		Name  string    `json:"name" minLength:"1" maxLength:"200"`
		Login string    `json:"login" minLength:"1" maxLength:"100"`
		Roles []string  `json:"roles" minItems:"1" maxItems:"7"`
		Unit  record.ID `json:"unit"`
	}
}

type invitationsOut struct {
	Items []invitationOut `json:"items" nullable:"false"`
}

func (s *Server) invitations(api huma.API) {
	handle(s, api, op(http.MethodGet, "/invitations", "listInvitations", "Invitations that wait"), func(ctx context.Context, a policy.Actor, _ *none) (*body[invitationsOut], error) {
		ins, err := s.Who.Invitations(ctx, a)
		if err != nil {
			return nil, err
		}
		out := invitationsOut{Items: []invitationOut{}}
		for _, in := range ins {
			out.Items = append(out.Items, s.invitation(callerOf(ctx), in))
		}
		return answer(out), nil
	})
	handle(s, api, op(http.MethodPost, "/invitations", "invite", "Invite somebody; the link is shown once"), func(ctx context.Context, a policy.Actor, in *inviteIn) (*body[invitationOut], error) {
		roles, err := rolesOf(in.Body.Roles)
		if err != nil {
			return nil, err
		}
		made, secret, err := s.Who.Invite(ctx, a, identity.Invitation{
			ID: in.Body.ID, Name: in.Body.Name, Login: in.Body.Login, Roles: roles, Unit: in.Body.Unit,
		})
		if err != nil {
			return nil, err
		}
		out := s.invitation(callerOf(ctx), made)
		out.Link = InvitePath + secret
		return answer(out), nil
	})
	handle(s, api, op(http.MethodDelete, "/invitations/{id}", "withdrawInvitation", "Take an invitation back"), func(ctx context.Context, a policy.Actor, in *idIn) (*none, error) {
		return nil, s.Who.Withdraw(ctx, a, in.ID)
	})
	open(s, api, op(http.MethodGet, "/invitations/{token}", "getInvitation", "Whom a link invites"), func(ctx context.Context, c *caller, in *struct {
		Token string `path:"token" maxLength:"200"`
	},
	) (*body[invitationOut], error) {
		found, err := s.Who.Invitation(ctx, in.Token)
		if err != nil {
			return nil, err
		}
		return answer(s.invitation(c, found)), nil
	})
	open(s, api, op(http.MethodPost, "/invitations/{token}/accept", "acceptInvitation", "Make the account of an invitation"), func(ctx context.Context, c *caller, in *acceptInviteIn) (*entryOut, error) {
		e, err := s.Who.Accept(ctx, in.Token, identity.Accept{Password: in.Body.Password, Name: in.Body.Name, Login: in.Body.Login})
		if err != nil {
			return nil, err
		}
		return s.entry(ctx, c, e)
	})
}

// InvitePath is where the console opens an invitation; the secret follows. It
// lies behind the hash, which browsers do not send: no log holds it.
const InvitePath = "/#/invitation/"

func (s *Server) account(api huma.API) {
	mine(s, api, op(http.MethodPut, "/account/password", "setPassword", "Change one's password"), func(ctx context.Context, c *caller, in *body[struct {
		Old      string `json:"old" maxLength:"256"`
		Password string `json:"password" maxLength:"256"`
	}],
	) (*entryOut, error) {
		e, err := s.Who.SetPassword(ctx, *c.session, in.Body.Old, in.Body.Password)
		if err != nil {
			return nil, err
		}
		return s.entry(ctx, c, e)
	})
	mine(s, api, op(http.MethodPost, "/account/totp/begin", "beginCode", "Start one-time codes"), func(ctx context.Context, c *caller, _ *none) (*body[struct {
		Secret string `json:"secret"`
		URI    string `json:"uri"`
	}], error,
	) {
		setup, err := s.Who.BeginCode(ctx, *c.session)
		return answer(struct {
			Secret string `json:"secret"`
			URI    string `json:"uri"`
		}(setup)), err
	})
	mine(s, api, op(http.MethodPost, "/account/totp/finish", "finishCode", "Turn one-time codes on"), func(ctx context.Context, c *caller, in *body[struct {
		Code string `json:"code" maxLength:"12"`
	}],
	) (*none, error) {
		return nil, s.Who.FinishCode(ctx, *c.session, in.Body.Code)
	})
	mine(s, api, op(http.MethodPost, "/account/totp/drop", "dropCode", "Turn one-time codes off"), func(ctx context.Context, c *caller, in *body[struct {
		Password string `json:"password" maxLength:"256"`
	}],
	) (*none, error) {
		return nil, s.Who.DropCode(ctx, *c.session, in.Body.Password)
	})
	mine(s, api, op(http.MethodPost, "/account/passkeys/begin", "beginPasskey", "Start adding a passkey"), func(ctx context.Context, c *caller, _ *none) (*body[ceremonyOut], error) {
		made, err := s.Who.BeginPasskey(ctx, *c.session)
		return answer(ceremonyOut(made)), err
	})
	mine(s, api, op(http.MethodPost, "/account/passkeys/finish", "finishPasskey", "Add a passkey"), func(ctx context.Context, c *caller, in *ceremonyIn) (*none, error) {
		return nil, s.Who.FinishPasskey(ctx, *c.session, in.Body.State, in.Body.Name, in.Body.Answer)
	})
	mine(s, api, op(http.MethodDelete, "/account/passkeys/{id}", "dropPasskey", "Remove a passkey"), func(ctx context.Context, c *caller, in *struct {
		ID string `path:"id" maxLength:"1024"`
	},
	) (*none, error) {
		return nil, s.Who.DropPasskey(ctx, *c.session, in.ID)
	})
	s.openSessions(api)
	mine(s, api, op(http.MethodPut, "/account/settings", "setSettings", "How the console looks"), func(ctx context.Context, c *caller, in *body[struct {
		Language string `json:"language" enum:"ar,fr,en,"`
		Theme    string `json:"theme" enum:"light,dark,"`
	}],
	) (*none, error) {
		return nil, s.Who.SetSettings(ctx, *c.session, in.Body.Language, in.Body.Theme)
	})
}

type openSessionOut struct {
	Made time.Time `json:"made"`
	Seen time.Time `json:"seen"`
	How  string    `json:"how" doc:"password, password and code, passkey, invitation, demo"`
	Here bool      `json:"here" doc:"the session that asks"`
}

type openSessionsOut struct {
	Items []openSessionOut `json:"items" nullable:"false"`
}

func (s *Server) openSessions(api huma.API) {
	mine(s, api, op(http.MethodGet, "/account/sessions", "listSessions", "One's own sessions"), func(ctx context.Context, c *caller, _ *none) (*body[openSessionsOut], error) {
		open, err := s.Who.OpenSessions(ctx, *c.session)
		if err != nil {
			return nil, err
		}
		out := openSessionsOut{Items: []openSessionOut{}}
		for _, o := range open {
			out.Items = append(out.Items, openSessionOut(o))
		}
		return answer(out), nil
	})
	mine(s, api, op(http.MethodDelete, "/account/sessions", "endSessions", "End one's other sessions"), func(ctx context.Context, c *caller, _ *none) (*none, error) {
		return nil, s.Who.EndOthers(ctx, *c.session)
	})
}

package api

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/record"
	"wasl/internal/community/person"
	"wasl/internal/guard/policy"
)

// KnownPart is what is written down of a person of the communities' register.
type KnownPart struct {
	Name         string `json:"name" minLength:"1" maxLength:"480" doc:"as the person says it; of a child the given name alone"`
	Band         string `json:"band" enum:"0-5,6-11,12-17,18-24,25-34,35-59,60+"`
	Sex          string `json:"sex" enum:"female,male,other,unsaid"`
	Community    string `json:"community" enum:"host,refugee,displaced,other,unsaid"`
	Disability   string `json:"disability" enum:"yes,no,unsaid" doc:"Washington Group short set: a lot of difficulty in one of its six questions at least"`
	Role         string `json:"role" enum:"participant,youth_leader,parent,teacher,police,civil_protection,health,ngo,authority,other"`
	Organisation string `json:"organisation,omitempty" maxLength:"480"`
	Language     string `json:"language,omitempty" maxLength:"40"`
	Keep         bool   `json:"keep,omitempty" doc:"the person asked to be told of refreshers: nothing is deleted after 90 days"`
}

func (k *KnownPart) known() person.Known {
	return person.Known{
		Name: k.Name, Band: person.Band(k.Band), Sex: person.Sex(k.Sex), Community: person.Community(k.Community), Disability: person.Disability(k.Disability),
		Role: person.Role(k.Role), Organisation: k.Organisation, Language: k.Language, Keep: k.Keep,
	}
}

func knownPart(k *person.Known) KnownPart {
	return KnownPart{
		k.Name, string(k.Band), string(k.Sex), string(k.Community), string(k.Disability), string(k.Role), k.Organisation, k.Language, k.Keep,
	}
}

// PersonOut is somebody of the register as a list shows them.
type PersonOut struct {
	ID       record.ID  `json:"id" format:"uuid"`
	Unit     named      `json:"unit"`
	Known    KnownPart  `json:"known"`
	Child    bool       `json:"child"`
	Same     *record.ID `json:"same,omitempty" format:"uuid" doc:"the same person, under whom this one is counted"`
	At       time.Time  `json:"at"`
	Score    float64    `json:"score,omitempty" doc:"how alike the names are, where that was asked"`
	Leaves   *time.Time `json:"leaves,omitempty" doc:"of who asked to stay: when they are deleted, in the last 60 days before that, to whoever may decide otherwise"`
	Can      []string   `json:"can" nullable:"false" enum:"open,edit,merge,consent,erase"`
	Revision int64      `json:"revision"`
}

// ConsentPart is what somebody agreed to.
type ConsentPart struct {
	ID        record.ID  `json:"id" format:"uuid"`
	Scope     string     `json:"scope" enum:"participation,photo,material,refresher"`
	Language  string     `json:"language" minLength:"1" maxLength:"40"`
	How       string     `json:"how" enum:"written,spoken,mark"`
	Guardian  bool       `json:"guardian,omitempty" doc:"of a child: a guardian agreed"`
	Assent    bool       `json:"assent,omitempty" doc:"and the child wants it too"`
	At        *time.Time `json:"at,omitempty" readOnly:"true"`
	Withdrawn *time.Time `json:"withdrawn,omitempty" readOnly:"true"`
}

// OpenedOut is all that is known of a person.
type OpenedOut struct {
	PersonOut
	Consents []ConsentPart `json:"consents" nullable:"false"`
}

func (s *Server) personOut(ctx context.Context, a policy.Actor, p *person.Person) PersonOut {
	out := PersonOut{
		ID: p.ID, Unit: s.unitNamed(p.Unit, callerOf(ctx).language), Known: knownPart(&p.Known), Child: p.Child(), At: p.At,
		Can: append([]string{}, s.People.May(ctx, a, p)...), Revision: p.Revision,
	}
	if !p.Into.Zero() {
		out.Same = &p.Into
	}
	return out
}

type personsIn struct {
	Role    string `query:"role" enum:"participant,youth_leader,parent,teacher,police,civil_protection,health,ngo,authority,other"`
	Leaving bool   `query:"leaving" doc:"those alone who asked to stay and are deleted within 60 days"`
}

// findPersonIn is asked by POST: a name stands in no address, which logs and proxies keep.
type findPersonIn struct {
	Body struct {
		Name    string `json:"name" minLength:"1" maxLength:"480" doc:"in any spelling, Latin or Arabic"`
		Leaving bool   `json:"leaving,omitempty" doc:"those alone who asked to stay and are deleted within 60 days"`
	}
}

type personsOut struct {
	Items []PersonOut `json:"items" nullable:"false"`
	More  bool        `json:"more" doc:"there are more than a list shows"`
}

type putPersonIn struct {
	ID   record.ID `path:"id"`
	Body struct {
		RevisionIn
		Unit  record.ID `json:"unit"`
		Known KnownPart `json:"known"`
	}
}

type onPersonIn[I any] struct {
	ID   record.ID `path:"id"`
	Body I
}

type personWhyIn struct {
	Reason string `json:"reason" maxLength:"500"`
}

// persons registers the communities' register.
func (s *Server) persons(api huma.API) {
	handle(s, api, op(http.MethodGet, "/community/people", "listPeople", "People of the register, the latest first"), func(ctx context.Context, a policy.Actor, in *personsIn) (*body[personsOut], error) {
		return s.listPeople(ctx, a, person.Query{Role: person.Role(in.Role)}, in.Leaving)
	})
	handle(s, api, op(http.MethodPost, "/community/people/find", "findPeople", "People of the register by a name"), func(ctx context.Context, a policy.Actor, in *findPersonIn) (*body[personsOut], error) {
		return s.listPeople(ctx, a, person.Query{Name: in.Body.Name}, in.Body.Leaving)
	})
	handle(s, api, op(http.MethodPost, "/community/people/alike", "alikePeople", "Who of the register may be the person that one is about to write down"), s.alikePeople)
	handle(s, api, op(http.MethodPut, "/community/people/{id}", "putPerson", "Write somebody down, or correct what is known"), func(ctx context.Context, a policy.Actor, in *putPersonIn) (*body[PersonOut], error) {
		p, err := s.People.Put(ctx, a, in.ID, in.Body.Unit, in.Body.Revision, in.Body.Known.known())
		if err != nil {
			return nil, err
		}
		return answer(s.personOut(ctx, a, &p)), nil
	})
	handle(s, api, op(http.MethodPost, "/community/people/{id}/open", "openPerson", "All that is known of somebody, for a reason"), func(ctx context.Context, a policy.Actor, in *onPersonIn[personWhyIn]) (*body[OpenedOut], error) {
		p, err := s.People.Open(ctx, a, in.ID, in.Body.Reason)
		if err != nil {
			return nil, err
		}
		out := OpenedOut{s.personOut(ctx, a, &p), []ConsentPart{}}
		for _, c := range p.Consents {
			out.Consents = append(out.Consents, ConsentPart{c.ID, string(c.Scope), c.Language, c.How, c.Guardian, c.Assent, when(c.At), when(c.Withdrawn)})
		}
		return answer(out), nil
	})
	s.personActs(api)
}

func (s *Server) listPeople(ctx context.Context, a policy.Actor, q person.Query, leave bool) (*body[personsOut], error) {
	leaving, err := s.Retention.Leaving(ctx, a)
	if err != nil {
		return nil, err
	}
	if leave {
		q.Among = slices.Collect(maps.Keys(leaving))
	}
	all, more, err := s.People.List(ctx, a, q)
	out := personsOut{Items: []PersonOut{}, More: more}
	for i := range all {
		p := s.personOut(ctx, a, &all[i])
		p.Leaves = when(leaving[p.ID])
		out.Items = append(out.Items, p)
	}
	return answer(out), err
}

func (s *Server) alikePeople(ctx context.Context, a policy.Actor, in *struct {
	Body struct {
		Known KnownPart `json:"known"`
		Not   record.ID `json:"not,omitzero" doc:"leave this one out, and whoever was said to be another"`
	}
},
) (*body[personsOut], error) {
	all, err := s.People.Alike(ctx, a, in.Body.Known.known(), in.Body.Not)
	out := personsOut{Items: []PersonOut{}}
	for i := range all {
		o := s.personOut(ctx, a, &all[i].Person)
		o.Score = all[i].Score
		out.Items = append(out.Items, o)
	}
	return answer(out), err
}

func (s *Server) personActs(api huma.API) {
	done := func(err error) (*none, error) { return nil, err }
	handle(s, api, op(http.MethodPost, "/community/people/{id}/agree", "agreePerson", "Write down what somebody agreed to"), func(ctx context.Context, a policy.Actor, in *onPersonIn[ConsentPart]) (*none, error) {
		c := in.Body
		return done(s.People.Agree(ctx, a, in.ID, person.Consent{ID: c.ID, Scope: person.Scope(c.Scope), Language: c.Language, How: c.How, Guardian: c.Guardian, Assent: c.Assent}))
	})
	handle(s, api, op(http.MethodPost, "/community/people/{id}/withdraw", "withdrawPerson", "Take a consent back"), func(ctx context.Context, a policy.Actor, in *onPersonIn[struct {
		Consent record.ID `json:"consent"`
	}],
	) (*none, error) {
		return done(s.People.Withdraw(ctx, a, in.ID, in.Body.Consent))
	})
	handle(s, api, op(http.MethodPost, "/community/people/{id}/same", "samePerson", "Say that somebody is the same person as another, or take that back"), func(ctx context.Context, a policy.Actor, in *onPersonIn[struct {
		As record.ID `json:"as,omitzero" doc:"left out: it is taken back"`
	}],
	) (*none, error) {
		if in.Body.As.Zero() {
			return done(s.People.Split(ctx, a, in.ID))
		}
		return done(s.People.Merge(ctx, a, in.Body.As, in.ID))
	})
	handle(s, api, op(http.MethodPost, "/community/people/{id}/apart", "apartPerson", "Say that two are different people, or take that back"), func(ctx context.Context, a policy.Actor, in *onPersonIn[struct {
		From record.ID `json:"from"`
		Are  bool      `json:"are"`
	}],
	) (*none, error) {
		return done(s.People.Apart(ctx, a, in.ID, in.Body.From, in.Body.Are))
	})
	handle(s, api, op(http.MethodPost, "/community/people/{id}/renew", "renewPerson", "Keep somebody who asked to stay for five years more, for a reason"), func(ctx context.Context, a policy.Actor, in *onPersonIn[personWhyIn]) (*none, error) {
		return done(s.People.Renew(ctx, a, in.ID, in.Body.Reason))
	})
	handle(s, api, op(http.MethodPost, "/community/people/{id}/erase", "erasePerson", "Delete all that is known of somebody"), func(ctx context.Context, a policy.Actor, in *onPersonIn[personWhyIn]) (*none, error) {
		return done(s.People.Erase(ctx, a, in.ID, in.Body.Reason))
	})
}

package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/community/material"
	"wasl/internal/edge/route"
	"wasl/internal/edge/shelf"
	"wasl/internal/guard/policy"
)

// MaterialWords are what is read of a material in one language.
type MaterialWords struct {
	Title   string `json:"title" maxLength:"480"`
	Summary string `json:"summary,omitempty" maxLength:"1200" doc:"in a line or two, for lists"`
	Body    string `json:"body,omitempty" maxLength:"8192"`
}

// MaterialFileOut is a file of a material.
type MaterialFileOut struct {
	ID       record.ID      `json:"id" format:"uuid"`
	Language string         `json:"language,omitempty" doc:"left out where nothing is read or said in it"`
	Name     string         `json:"name"`
	Alt      string         `json:"alt,omitempty" doc:"what is seen in a picture"`
	Kind     string         `json:"kind" enum:"jpeg,png,pdf,mp3,m4a"`
	Size     int64          `json:"size" doc:"bytes"`
	Wide     int            `json:"wide,omitempty" doc:"of its small picture"`
	High     int            `json:"high,omitempty"`
	People   []CreditPerson `json:"people" nullable:"false" doc:"who is named or seen in it: without the consent of each the public does not get it"`
}

// CreditPerson is somebody who made a material with others.
type CreditPerson struct {
	Person record.ID `json:"person" format:"uuid"`
	Name   string    `json:"name,omitempty"`
	Agrees bool      `json:"agrees" doc:"now"`
}

// CreditOut is somebody who is to be named.
type CreditOut struct {
	ID record.ID `json:"id" format:"uuid"`
	CreditPerson
	Child bool   `json:"child,omitempty"`
	Band  string `json:"band,omitempty"`
}

// MaterialLine is a material as a list shows it.
type MaterialLine struct {
	ID       record.ID         `json:"id" format:"uuid"`
	Unit     named             `json:"unit"`
	Kind     string            `json:"kind" enum:"poster,story,spot,lesson"`
	State    string            `json:"state" enum:"draft,waiting,returned,approved,published,taken" doc:"of the version being worked on"`
	Out      bool              `json:"out" doc:"the public reads a version of it"`
	Number   int               `json:"number" doc:"of the version being worked on"`
	Titles   map[string]string `json:"titles" doc:"by language"`
	Files    int               `json:"files"`
	At       time.Time         `json:"at"`
	Revision int64             `json:"revision"`
}

// MaterialOut is a material with all that those see who may open it.
type MaterialOut struct {
	MaterialLine
	Texts     map[string]MaterialWords `json:"texts"`
	Held      []MaterialFileOut        `json:"held" nullable:"false" doc:"its files"`
	Credits   []CreditOut              `json:"credits" nullable:"false"`
	Sum       string                   `json:"sum" doc:"what a reviewer must give back: that of what was read"`
	Asked     *named                   `json:"asked,omitempty" doc:"who handed it in"`
	Reviewer  *named                   `json:"reviewer,omitempty"`
	Remarks   string                   `json:"remarks,omitempty"`
	Published *time.Time               `json:"published,omitempty"`
	PublicNo  int                      `json:"public_number,omitempty" doc:"of the version that the public reads, or read last"`
	TakenBy   *named                   `json:"taken_by,omitempty"`
	Reason    string                   `json:"reason,omitempty" doc:"why it was taken back"`
	Course    []materialStep           `json:"course" nullable:"false"`
	Can       []string                 `json:"can" nullable:"false" enum:"edit,handin,recall,discard,erase,review,publish,take,restore,use"`
}

type materialStep struct {
	At   time.Time `json:"at"`
	By   named     `json:"by"`
	Act  string    `json:"act" enum:"handin,recall,return,approve,publish,take,restore,discard"`
	Word string    `json:"word,omitempty"`
}

type materialsOut struct {
	Items     []MaterialLine `json:"items" nullable:"false" doc:"what waits for a review first, then the latest"`
	Languages []tongueOut    `json:"languages" nullable:"false" doc:"that materials are made in"`
	Checks    []string       `json:"checks" nullable:"false" doc:"what a review goes through"`
	May       []string       `json:"may" nullable:"false" enum:"make,kit"`
}

type tongueOut struct {
	Tag  string `json:"tag"`
	Name string `json:"name" doc:"as its speakers call it"`
	RTL  bool   `json:"rtl,omitempty"`
}

// MaterialIn is a material as somebody writes it.
type MaterialIn struct {
	RevisionIn
	Kind  string                   `json:"kind" enum:"poster,story,spot,lesson"`
	Texts map[string]MaterialWords `json:"texts" doc:"by language"`
}

type onMaterialIn struct {
	ID   record.ID `path:"id"`
	Body struct {
		RevisionIn
		Word string `json:"word,omitempty" maxLength:"2048"`
	}
}

type reviewMaterialIn struct {
	ID   record.ID `path:"id"`
	Body struct {
		Sum     string   `json:"sum" maxLength:"100" doc:"of what waits, as it was read"`
		Checks  []string `json:"checks,omitempty" nullable:"false" maxItems:"20"`
		Remarks string   `json:"remarks,omitempty" maxLength:"2048"`
	}
}

// materials registers what communities make and give away.
func (s *Server) materials(api huma.API, t *route.Table) {
	const path = "/community/materials"
	handle(s, api, op(http.MethodGet, path, "listMaterials", "Posters, stories, radio spots, lesson sheets"), s.listMaterials)
	handle(s, api, op(http.MethodGet, path+"/{id}", "getMaterial", "One material, with its files and its course"), func(ctx context.Context, a policy.Actor, in *idIn) (*body[MaterialOut], error) {
		return s.oneMaterial(ctx, a)(s.Materials.Get(ctx, a, in.ID))
	})
	handle(s, api, op(http.MethodPut, path+"/{id}", "writeMaterial", "Begin a material, or say its texts anew"), func(ctx context.Context, a policy.Actor, in *struct {
		ID   record.ID `path:"id"`
		Body MaterialIn
	},
	) (*body[MaterialOut], error) {
		n := material.New{ID: in.ID, Kind: material.Kind(in.Body.Kind), Texts: map[lang.Language]material.Words{}, Revision: in.Body.Revision}
		for l, w := range in.Body.Texts {
			n.Texts[lang.Language(l)] = material.Words(w)
		}
		return s.oneMaterial(ctx, a)(s.Materials.Write(ctx, a, n))
	})
	handle(s, api, op(http.MethodDelete, path+"/{id}", "eraseMaterial", "Delete a draft that was never public"), func(ctx context.Context, a policy.Actor, in *idIn) (*none, error) {
		return nil, s.Materials.Erase(ctx, a, in.ID)
	})
	s.materialActs(api, path)
	s.materialFiles(api, t, path)
	s.materialCredits(api, path)
	s.materialUses(api, path)
	s.kits(api, t)
}

// materialActs registers what is decided about a material.
func (s *Server) materialActs(api huma.API, path string) {
	type act func(context.Context, policy.Actor, record.ID, int64, string) (material.Material, error)
	register := func(name, id, summary string, do act) {
		handle(s, api, op(http.MethodPost, path+"/{id}/"+name, id, summary), func(ctx context.Context, a policy.Actor, in *onMaterialIn) (*body[MaterialOut], error) {
			return s.oneMaterial(ctx, a)(do(ctx, a, in.ID, in.Body.Revision, in.Body.Word))
		})
	}
	register("handin", "handInMaterial", "Give it to whoever looks after children", func(ctx context.Context, a policy.Actor, id record.ID, revision int64, _ string) (material.Material, error) {
		return s.Materials.HandIn(ctx, a, id, revision)
	})
	register("recall", "recallMaterial", "Take it back from the review", func(ctx context.Context, a policy.Actor, id record.ID, _ int64, _ string) (material.Material, error) {
		return s.Materials.Recall(ctx, a, id)
	})
	register("publish", "publishMaterial", "Let the public read what was approved", func(ctx context.Context, a policy.Actor, id record.ID, revision int64, _ string) (material.Material, error) {
		return s.Materials.Publish(ctx, a, id, revision)
	})
	register("take", "takeBackMaterial", "Take it back from the public, at once", func(ctx context.Context, a policy.Actor, id record.ID, _ int64, word string) (material.Material, error) {
		return s.Materials.TakeBack(ctx, a, id, word)
	})
	register("restore", "restoreMaterial", "Let the public read again what was taken back", func(ctx context.Context, a policy.Actor, id record.ID, _ int64, _ string) (material.Material, error) {
		return s.Materials.Restore(ctx, a, id)
	})
	register("discard", "discardMaterial", "Give up the version being worked on", func(ctx context.Context, a policy.Actor, id record.ID, revision int64, _ string) (material.Material, error) {
		return s.Materials.Discard(ctx, a, id, revision)
	})
	review := func(name, id, summary string, do func(context.Context, policy.Actor, record.ID, material.Decision) (material.Material, error)) {
		handle(s, api, op(http.MethodPost, path+"/{id}/"+name, id, summary), func(ctx context.Context, a policy.Actor, in *reviewMaterialIn) (*body[MaterialOut], error) {
			return s.oneMaterial(ctx, a)(do(ctx, a, in.ID, material.Decision{Sum: in.Body.Sum, Checks: in.Body.Checks, Remarks: in.Body.Remarks}))
		})
	}
	review("approve", "approveMaterial", "Say that exactly what was read may go to the public", s.Materials.Approve)
	review("return", "returnMaterial", "Send it back, with what is to be changed", s.Materials.Return)
}

func (s *Server) listMaterials(ctx context.Context, a policy.Actor, _ *none) (*body[materialsOut], error) {
	all, err := s.Materials.List(ctx, a)
	if err != nil {
		return nil, err
	}
	out := materialsOut{Items: []MaterialLine{}, Checks: material.Checks(), May: []string{}}
	for i := range all {
		out.Items = append(out.Items, s.materialLine(ctx, &all[i]))
	}
	for _, t := range material.Tongues() {
		out.Languages = append(out.Languages, tongueOut{string(t), shelf.TongueName(t), material.RightToLeft(t)})
	}
	make, kit := s.Materials.MayMake(ctx, a)
	if make {
		out.May = append(out.May, "make")
	}
	if kit {
		out.May = append(out.May, "kit")
	}
	return answer(out), nil
}

func (s *Server) materialLine(ctx context.Context, m *material.Material) MaterialLine {
	out := MaterialLine{
		ID: m.ID, Unit: s.unitNamed(m.Unit, callerOf(ctx).language), Kind: string(m.Draft.Kind), State: string(m.State), Out: m.Out(), Number: m.Number, Titles: map[string]string{},
		Files: len(m.Draft.Files), At: m.Changed, Revision: m.Revision,
	}
	for l, w := range m.Draft.Texts {
		if strings.TrimSpace(w.Title) != "" {
			out.Titles[string(l)] = w.Title
		}
	}
	return out
}

// oneMaterial answers with a material as it stands.
func (s *Server) oneMaterial(ctx context.Context, a policy.Actor) func(material.Material, error) (*body[MaterialOut], error) {
	return func(m material.Material, err error) (*body[MaterialOut], error) {
		if err != nil {
			return nil, err
		}
		out := MaterialOut{
			MaterialLine: s.materialLine(ctx, &m), Texts: map[string]MaterialWords{}, Held: []MaterialFileOut{}, Credits: []CreditOut{}, Sum: m.Sum(), Asked: s.personNamed(m.Asked),
			Reviewer: s.personNamed(m.Reviewer), Remarks: m.Remarks, TakenBy: s.personNamed(m.TakenBy), Reason: m.Reason, Course: []materialStep{},
			Can: append([]string{}, s.Materials.May(ctx, a, &m)...),
		}
		for l, w := range m.Draft.Texts {
			out.Texts[string(l)] = MaterialWords(w)
		}
		if m.Public != nil {
			at := time.UnixMilli(m.Public.At).UTC()
			out.Published, out.PublicNo = &at, m.Public.Number
		}
		if err := s.materialPeople(ctx, &m, &out); err != nil {
			return nil, err
		}
		steps, err := s.Materials.Course(ctx, a, m.ID)
		if err != nil {
			return nil, err
		}
		for _, st := range steps {
			out.Course = append(out.Course, materialStep{st.At.Time(), s.named(st.By), string(st.Act), st.Word})
		}
		return answer(out), nil
	}
}

// materialPeople names who is named, in the credits and in the files.
func (s *Server) materialPeople(ctx context.Context, m *material.Material, out *MaterialOut) error {
	known, err := s.Materials.People(ctx, m)
	if err != nil {
		return err
	}
	one := func(id record.ID) CreditPerson { return CreditPerson{id, known[id].Name, known[id].Agrees} }
	for _, c := range m.Credits {
		p := CreditOut{ID: c.ID, CreditPerson: one(c.Person), Child: known[c.Person].Child, Band: known[c.Person].Band}
		if c.As != "" {
			p.Name = c.As
		}
		out.Credits = append(out.Credits, p)
	}
	for i := range m.Draft.Files {
		f := &m.Draft.Files[i]
		o := MaterialFileOut{ID: f.ID, Language: string(f.Language), Name: f.Name, Alt: f.Alt, Kind: string(f.Kind), Size: f.Size, Wide: f.Wide, High: f.High, People: []CreditPerson{}}
		for _, id := range f.People {
			o.People = append(o.People, one(id))
		}
		out.Held = append(out.Held, o)
	}
	return nil
}

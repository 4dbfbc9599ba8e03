package api

import (
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/triage/incident"
	"wasl/internal/triage/taxonomy"
)

// StatementIO is what a desk takes to have happened, as it is read and written. Names
// of kinds and places are for reading alone.
type StatementIO struct {
	Kind     string         `json:"kind" maxLength:"40" doc:"of GET /incidents/kinds"`
	KindName string         `json:"kind_name,omitempty" readOnly:"true"`
	Title    string         `json:"title,omitempty" maxLength:"200"`
	When     WhenIO         `json:"when"`
	Where    WhereIO        `json:"where"`
	Harmed   []HarmIO       `json:"harmed,omitempty" maxItems:"60" nullable:"false"`
	Known    []SayingIO     `json:"known,omitempty" maxItems:"60" nullable:"false"`
	Assessed []AssessmentIO `json:"assessed,omitempty" maxItems:"60" nullable:"false"`
}

// WhenIO is a time with how far it is known.
type WhenIO struct {
	From      *time.Time `json:"from,omitempty"`
	To        *time.Time `json:"to,omitempty"`
	Precision string     `json:"precision" enum:"minute,hour,day,week,month,unknown"`
}

// WhereIO is a place with how far it is known.
type WhereIO struct {
	Place     *PlaceIO      `json:"place,omitempty"`
	Point     *report.Point `json:"point,omitempty"`
	Detail    string        `json:"detail,omitempty" maxLength:"200"`
	Precision string        `json:"precision" enum:"exact,near,district,region,country,unknown"`
}

// PlaceIO is a place by its code.
type PlaceIO struct {
	List string `json:"list" maxLength:"80"`
	Code string `json:"code" maxLength:"80"`
	Name string `json:"name,omitempty" readOnly:"true"`
}

// HarmIO is how many people suffered what.
type HarmIO struct {
	What  string `json:"what" enum:"killed,injured,missing,abducted,abused,detained,exploited,stranded,displaced,robbed,rescued,affected"`
	Sex   string `json:"sex" enum:"female,male,unknown"`
	Age   string `json:"age" enum:"0-4,5-11,12-17,child,18-59,60+,adult,unknown"`
	Count int    `json:"count" minimum:"1" maximum:"1000000"`
	About bool   `json:"about,omitempty" doc:"the count is a guess"`
}

// SayingIO is one thing that is known: a fact, or what people say.
type SayingIO struct {
	As      string      `json:"as" enum:"fact,hearsay"`
	Text    string      `json:"text" minLength:"1" maxLength:"2000"`
	Reports []record.ID `json:"reports,omitempty" maxItems:"40" nullable:"false"`
}

// AssessmentIO is what a desk thinks, with how likely it holds it to be.
type AssessmentIO struct {
	Text       string      `json:"text" minLength:"1" maxLength:"2000"`
	Likelihood string      `json:"likelihood,omitempty" enum:"almost_certain,likely,even_chance,unlikely,remote"`
	Reports    []record.ID `json:"reports,omitempty" maxItems:"40" nullable:"false"`
}

func (in *StatementIO) statement() incident.Statement {
	s := incident.Statement{
		Kind: taxonomy.Kind(in.Kind), Title: in.Title,
		When:  incident.When{Precision: incident.TimePrecision(in.When.Precision)},
		Where: incident.Where{Point: in.Where.Point, Detail: in.Where.Detail, Precision: incident.PlacePrecision(in.Where.Precision)},
	}
	if in.When.From != nil {
		s.When.From = in.When.From.UTC()
	}
	if in.When.To != nil {
		s.When.To = in.When.To.UTC()
	}
	if p := in.Where.Place; p != nil {
		s.Where.Place = report.PlaceRef{List: p.List, Code: p.Code}
	}
	for _, h := range in.Harmed {
		s.Harmed = append(s.Harmed, incident.Harm{What: incident.What(h.What), Sex: incident.Sex(h.Sex), Age: incident.Age(h.Age), Count: h.Count, About: h.About})
	}
	for _, k := range in.Known {
		s.Known = append(s.Known, incident.Saying{As: incident.Standing(k.As), Text: k.Text, Reports: k.Reports})
	}
	for _, a := range in.Assessed {
		s.Assessed = append(s.Assessed, incident.Assessment{Text: a.Text, Likelihood: incident.Likelihood(a.Likelihood), Reports: a.Reports})
	}
	return s
}

func (s *Server) statement(l lang.Language, st *incident.Statement) StatementIO {
	out := StatementIO{
		Kind: string(st.Kind), KindName: st.Kind.Name().In(l), Title: st.Title,
		When:   WhenIO{From: instant(st.When.From), To: instant(st.When.To), Precision: string(st.When.Precision)},
		Where:  WhereIO{Point: st.Where.Point, Detail: st.Where.Detail, Precision: string(st.Where.Precision)},
		Harmed: []HarmIO{}, Known: []SayingIO{}, Assessed: []AssessmentIO{},
	}
	if p := st.Where.Place; p.Code != "" {
		out.Where.Place = &PlaceIO{p.List, p.Code, s.Places.Name(p.List, p.Code, l)}
	}
	for _, h := range st.Harmed {
		out.Harmed = append(out.Harmed, HarmIO{string(h.What), string(h.Sex), string(h.Age), h.Count, h.About})
	}
	for _, k := range st.Known {
		out.Known = append(out.Known, SayingIO{string(k.As), k.Text, k.Reports})
	}
	for _, a := range st.Assessed {
		out.Assessed = append(out.Assessed, AssessmentIO{a.Text, string(a.Likelihood), a.Reports})
	}
	return out
}

// instant is a time, or nil where it is not known.
func instant(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

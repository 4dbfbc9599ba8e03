package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/triage/incident"
	"wasl/internal/triage/queue"
	"wasl/internal/triage/taxonomy"
)

// incidents registers what is read of incidents.
func (s *Server) incidents(api huma.API) {
	handle(s, api, op(http.MethodGet, "/incidents", "listIncidents", "What happened, as desks state it"), s.listIncidents)
	handle(s, api, op(http.MethodGet, "/incidents/kinds", "listIncidentKinds", "The kinds of incident, and what they are in the taxonomies of others"), s.incidentKinds)
	handle(s, api, op(http.MethodGet, "/incidents/{id}", "openIncident", "One incident, now or as it was known; leaves an audit line"), s.openIncident)
	handle(s, api, op(http.MethodGet, "/incidents/{id}/history", "incidentHistory", "What was done about an incident"), s.incidentHistory)
	handle(s, api, op(http.MethodGet, "/incidents/{id}/more", "moreOfIncident", "Reports that may tell of an incident"), s.moreOfIncident)
}

// IncidentLine is an incident as lists show it.
type IncidentLine struct {
	ID          record.ID   `json:"id" format:"uuid"`
	Unit        named       `json:"unit"`
	TLP         string      `json:"tlp" enum:"clear,green,amber,amber+strict,red"`
	Lead        *named      `json:"lead,omitempty"`
	Opened      time.Time   `json:"opened"`
	State       string      `json:"state" enum:"open,watched,closed"`
	Outcome     string      `json:"outcome,omitempty" enum:"confirmed,unfounded,unresolved,handed_over,mistaken"`
	Urgency     string      `json:"urgency" enum:"now,soon,routine"`
	Statement   StatementIO `json:"statement"`
	Conflicts   int         `json:"conflicts" doc:"statements that stand beside the one that holds"`
	Reports     int         `json:"reports" doc:"that the caller may know of"`
	Independent int         `json:"independent" doc:"sources that say so, each on its own word"`
	Denying     int         `json:"denying" doc:"sources that say that it did not happen"`
	Asked       int         `json:"asked" doc:"questions that nobody has answered"`
	Revision    int64       `json:"revision"`
}

func (s *Server) incidentLine(l lang.Language, sum *incident.Summary) IncidentLine {
	in := sum.Incident
	out := IncidentLine{
		ID: in.ID, Unit: named{in.Unit, s.Units.Name(in.Unit, l)}, TLP: in.TLP.String(), Opened: in.Opened, State: string(in.State),
		Outcome: string(in.Outcome), Urgency: string(in.Urgency), Statement: s.statement(l, &in.Statement), Conflicts: len(in.Conflicts),
		Reports: sum.Reports, Independent: sum.Independent, Denying: sum.Denying, Asked: sum.Asked, Revision: in.Revision,
	}
	if !in.Lead.Zero() {
		out.Lead = &named{in.Lead, s.Who.Name(in.Lead)}
	}
	return out
}

type incidentsIn struct {
	State   []string  `query:"state" maxItems:"3" enum:"open,watched,closed"`
	Kind    []string  `query:"kind" maxItems:"20" maxLength:"40"`
	Unit    record.ID `query:"unit" doc:"and those below it"`
	Urgency []string  `query:"urgency" maxItems:"3" enum:"now,soon,routine"`
	From    time.Time `query:"from" doc:"happened at or after"`
	To      time.Time `query:"to" doc:"happened before"`
	Place   string    `query:"place" maxLength:"80" doc:"list/code of a place, with all places within it"`
	Lead    string    `query:"lead" maxLength:"36" doc:"me, none, or an account"`
	Q       string    `query:"q" maxLength:"200" doc:"words of the statement; the order is then that of opening, the latest first"`
	Sort    string    `query:"sort" enum:"-when,-changed,urgency" default:"-when"`
	Cursor  string    `query:"cursor" maxLength:"60"`
	Limit   int       `query:"limit" minimum:"1" maximum:"100" default:"50"`
}

func (s *Server) incidentQuery(a policy.Actor, in *incidentsIn) (q incident.Query, err error) {
	q = incident.Query{Unit: in.Unit, From: in.From, To: in.To, Text: in.Q, Sort: incident.Sort(in.Sort), Cursor: in.Cursor, Limit: in.Limit}
	for _, name := range in.State {
		q.States = append(q.States, incident.State(name))
	}
	for _, name := range in.Kind {
		q.Kinds = append(q.Kinds, taxonomy.Kind(name))
	}
	for _, name := range in.Urgency {
		u, _ := report.ParseUrgency(name)
		q.Urgencies = append(q.Urgencies, u)
	}
	if in.Place != "" {
		sift, err := s.sift(&SiftIn{Place: in.Place})
		if err != nil {
			return q, err
		}
		q.Places = sift.Places
	}
	switch in.Lead {
	case "":
	case "me":
		q.Lead = &a.ID
	case "none":
		q.Lead = &record.ID{}
	default:
		id, err := record.ParseID(in.Lead)
		if err != nil {
			return q, wrong("lead")
		}
		q.Lead = &id
	}
	return q, nil
}

type incidentsOut struct {
	Items  []IncidentLine `json:"items" nullable:"false"`
	Next   *string        `json:"next" nullable:"true"`
	Counts struct {
		Open    int `json:"open"`
		Watched int `json:"watched"`
		Closed  int `json:"closed"`
	} `json:"counts" doc:"in each state, under the rest of the query"`
}

func (s *Server) listIncidents(ctx context.Context, a policy.Actor, in *incidentsIn) (*body[incidentsOut], error) {
	q, err := s.incidentQuery(a, in)
	if err != nil {
		return nil, err
	}
	page, err := s.Incidents.List(ctx, a, q)
	if err != nil {
		return nil, err
	}
	out := incidentsOut{Items: []IncidentLine{}, Next: next(page.Next)}
	out.Counts.Open, out.Counts.Watched, out.Counts.Closed = page.Counts[incident.Open], page.Counts[incident.Watched], page.Counts[incident.Closed]
	for i := range page.Items {
		out.Items = append(out.Items, s.incidentLine(callerOf(ctx).language, &page.Items[i]))
	}
	return answer(out), nil
}

type incidentKindOut struct {
	Kind  string            `json:"kind"`
	Name  map[string]string `json:"name"`
	ACLED string            `json:"acled,omitempty" doc:"event type / sub-event type"`
	UCDP  []int             `json:"ucdp,omitempty" doc:"types of organised violence that it may be"`
	MISP  string            `json:"misp,omitempty" doc:"a machine tag"`
}

type incidentKindsOut struct {
	Items []incidentKindOut `json:"items" nullable:"false"`
}

func (s *Server) incidentKinds(context.Context, policy.Actor, *none) (*body[incidentKindsOut], error) {
	out := incidentKindsOut{Items: []incidentKindOut{}}
	for _, k := range taxonomy.Kinds() {
		m, name := k.Mapping(), map[string]string{}
		for l, text := range k.Name() {
			name[string(l)] = text
		}
		item := incidentKindOut{Kind: string(k), Name: name, UCDP: m.UCDP, MISP: m.MISP}
		if m.ACLED.Event != "" {
			item.ACLED = m.ACLED.Event + " / " + m.ACLED.SubEvent
		}
		out.Items = append(out.Items, item)
	}
	return answer(out), nil
}

// OriginIO is whose word a report repeats.
type OriginIO struct {
	Kind   string    `json:"kind" enum:"own,report,outside,unknown"`
	Report record.ID `json:"report,omitzero" format:"uuid" required:"false" doc:"another one of the incident"`
	Name   string    `json:"name,omitempty" maxLength:"120" doc:"of an outside source: a radio, a message of a day"`
}

func (o OriginIO) origin() incident.Origin {
	return incident.Origin{Kind: incident.OriginKind(o.Kind), Report: o.Report, Name: o.Name}
}

func originIO(o incident.Origin) OriginIO { return OriginIO{string(o.Kind), o.Report, o.Name} }

// backingOut is a report behind an incident.
type backingOut struct {
	ID          record.ID   `json:"id" format:"uuid"`
	Incident    record.ID   `json:"incident" format:"uuid" doc:"that holds it: this one, or one that it has taken in"`
	Hidden      bool        `json:"hidden,omitempty" doc:"it may not be opened: nothing is shown but that it is there"`
	Report      *SummaryOut `json:"report,omitempty"`
	Tells       string      `json:"tells,omitempty" enum:"witness,hearsay,media,official"`
	Origin      *OriginIO   `json:"origin,omitempty"`
	Denies      bool        `json:"denies,omitempty" doc:"it says that the thing did not happen"`
	Source      *string     `json:"source,omitempty" doc:"the grade, as it was at the time that is looked at"`
	Information *int        `json:"information,omitempty"`
	Proposed    int         `json:"proposed,omitempty" doc:"the credibility that follows from the other sources: a person sets it or doesn't"`
	By          *named      `json:"by,omitempty"`
	At          *time.Time  `json:"at,omitempty"`
}

// sourceOut is what comes down to one person's word, however many repeat it.
type sourceOut struct {
	Reports     []record.ID `json:"reports" nullable:"false"`
	Hidden      int         `json:"hidden,omitempty"`
	Source      *string     `json:"source,omitempty"`
	Information *int        `json:"information,omitempty"`
	Says        bool        `json:"says"`
	Denies      bool        `json:"denies,omitempty"`
	Folded      bool        `json:"folded,omitempty" doc:"several of its reports are one reporter's own"`
	Unclear     bool        `json:"unclear,omitempty" doc:"nobody has said whose word it repeats"`
}

// nodeOut is one node of the picture of the chain.
type nodeOut struct {
	Key    string    `json:"key"`
	Parent string    `json:"parent,omitempty" doc:"whose word it repeats"`
	Report record.ID `json:"report,omitzero" format:"uuid" required:"false"`
	Name   string    `json:"name,omitempty" doc:"of an outside source"`
	Absent bool      `json:"absent,omitempty" doc:"a report that is not among them"`
	Hidden bool      `json:"hidden,omitempty"`
}

type questionOut struct {
	ID       record.ID  `json:"id" format:"uuid"`
	Incident record.ID  `json:"incident" format:"uuid"`
	Text     string     `json:"text"`
	By       *named     `json:"by,omitempty"`
	At       time.Time  `json:"at"`
	Answer   string     `json:"answer,omitempty"`
	Answered *time.Time `json:"answered,omitempty"`
	Answerer *named     `json:"answerer,omitempty"`
}

// statedOut is a statement as somebody wrote it.
type statedOut struct {
	Seq       int64       `json:"seq"`
	At        time.Time   `json:"at"`
	By        *named      `json:"by,omitempty"`
	Statement StatementIO `json:"statement"`
}

type incidentOut struct {
	IncidentLine
	Note     string        `json:"note,omitempty" doc:"why it is closed, or watched"`
	At       *time.Time    `json:"at,omitempty" doc:"as it was known then; missing: now"`
	Seq      int64         `json:"seq" doc:"of the statement: the base of what is written anew"`
	Stated   time.Time     `json:"stated"`
	StatedBy *named        `json:"stated_by,omitempty"`
	Beside   []statedOut   `json:"beside" nullable:"false" doc:"statements written at once, of which a person chooses"`
	Behind   []backingOut  `json:"behind" nullable:"false"`
	Hidden   int           `json:"hidden"`
	Unclear  int           `json:"unclear" doc:"sources of which nobody has said whose word they repeat"`
	Sources  []sourceOut   `json:"sources" nullable:"false"`
	Chain    []nodeOut     `json:"chain" nullable:"false"`
	Question []questionOut `json:"questions" nullable:"false"`
	Parts    []partOut     `json:"parts" nullable:"false" doc:"incidents that it has taken in"`
	Into     *partOut      `json:"into,omitempty" doc:"the incident that has taken it in"`
	Lost     []record.ID   `json:"lost" nullable:"false" doc:"reports that the statement names and that are not behind it any more"`
	Can      []string      `json:"can" nullable:"false"`
}

// partOut names an incident; without a statement it may not be read.
type partOut struct {
	ID        record.ID    `json:"id" format:"uuid"`
	Statement *StatementIO `json:"statement,omitempty"`
}

type openIncidentIn struct {
	ID     record.ID `path:"id"`
	Reason string    `query:"reason" maxLength:"500"`
	At     time.Time `query:"at" doc:"as it was known then"`
}

func (s *Server) openIncident(ctx context.Context, a policy.Actor, in *openIncidentIn) (*body[incidentOut], error) {
	v, err := s.Incidents.Open(ctx, a, in.ID, in.Reason, in.At)
	if err != nil {
		return nil, err
	}
	return s.incidentOut(ctx, a, v)
}

// incidentActs are what an incident's page may offer.
var incidentActs = []policy.Action{
	"incident.amend", "incident.attach", "incident.ask", "incident.state", "incident.close", "incident.assign", "incident.merge", "incident.mark", "incident.erase",
	"incident.task", "incident.refer", "incident.respond",
}

func (s *Server) incidentOut(ctx context.Context, a policy.Actor, v *incident.View) (*body[incidentOut], error) {
	l, sum := callerOf(ctx).language, v.Summary()
	out := incidentOut{
		IncidentLine: s.incidentLine(l, &sum), Note: v.Note, At: instant(v.At), Seq: v.Seq, Stated: v.Version.At, StatedBy: s.person(v.By),
		Beside: []statedOut{}, Hidden: v.Hidden, Unclear: v.Sources.Unclear, Sources: []sourceOut{}, Chain: []nodeOut{}, Question: []questionOut{},
		Parts: []partOut{}, Lost: append([]record.ID{}, v.Lost...), Can: []string{},
	}
	for i := range v.Conflicts {
		c := &v.Conflicts[i]
		out.Beside = append(out.Beside, statedOut{c.Seq, c.At, s.person(c.By), s.statement(l, &c.Statement)})
	}
	for _, src := range v.Sources.All {
		o := sourceOut{Reports: append([]record.ID{}, src.Reports...), Hidden: src.Hidden, Says: src.Says, Denies: src.Denies, Folded: src.Folded, Unclear: src.Unclear}
		o.Source, o.Information = gradeOut(src.Grade)
		out.Sources = append(out.Sources, o)
	}
	for _, k := range v.Sources.Chain {
		out.Chain = append(out.Chain, nodeOut{k.Key, k.Parent, k.Report, k.Name, k.Absent, k.Hidden})
	}
	for _, q := range v.Asked {
		o := questionOut{ID: q.ID, Incident: q.Incident, Text: q.Text, By: s.person(q.By), At: q.At, Answer: q.Answer}
		if q.Answer != "" {
			o.Answered, o.Answerer = instant(q.Answered), s.person(q.Answerer)
		}
		out.Question = append(out.Question, o)
	}
	for _, p := range v.Parts {
		st := s.statement(l, &p.Statement)
		out.Parts = append(out.Parts, partOut{p.ID, &st})
	}
	if !v.Into.Zero() {
		out.Into = &partOut{ID: v.Into}
		if sum, err := s.Incidents.Visible(ctx, a, v.Into); err == nil {
			st := s.statement(l, &sum.Statement)
			out.Into.Statement = &st
		}
	}
	for _, action := range s.Incidents.May(ctx, a, v.Incident, incidentActs) {
		out.Can = append(out.Can, string(action))
	}
	var err error
	out.Behind, err = s.behindIncident(ctx, a, v)
	return answer(out), err
}

// person names whoever did something; nil where it has no name here.
func (s *Server) person(id record.ID) *named {
	if name := s.Who.Name(id); name != "" {
		return &named{id, name}
	}
	return nil
}

func gradeOut(g queue.Grade) (source *string, information *int) {
	if g.Source == "" {
		return nil, nil
	}
	return &g.Source, &g.Information
}

// behindIncident gives the reports behind an incident, with what may be read of each.
func (s *Server) behindIncident(ctx context.Context, a policy.Actor, v *incident.View) ([]backingOut, error) {
	out := []backingOut{}
	var ids []record.ID
	for _, r := range v.Reports {
		if !r.Hidden {
			ids = append(ids, r.Report)
		}
	}
	sums, err := s.reportsByID(ctx, a, ids)
	for _, r := range v.Reports {
		o := backingOut{ID: r.Report, Incident: r.Incident, Hidden: r.Hidden}
		if sum, ok := sums[r.Report]; ok && !r.Hidden {
			origin := originIO(r.Origin)
			o.Report, o.Tells, o.Origin, o.Denies = &sum, string(r.Tells), &origin, r.Denies
			o.Source, o.Information = gradeOut(r.Grade)
			o.Proposed, o.By, o.At = v.Sources.Proposed[r.Report], s.person(r.By), instant(r.At)
		}
		out = append(out, o)
	}
	return out, err
}

// reportsByID gives reports as lists show them, those that a may see.
func (s *Server) reportsByID(ctx context.Context, a policy.Actor, ids []record.ID) (map[record.ID]SummaryOut, error) {
	all, err := s.Queue.Summaries(ctx, a, ids)
	out := map[record.ID]SummaryOut{}
	for _, sum := range all {
		out[sum.ID] = s.summary(callerOf(ctx).language, sum)
	}
	return out, err
}

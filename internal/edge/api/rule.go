package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/edge/live"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/network/place"
	"wasl/internal/triage/queue"
	"wasl/internal/triage/rule"
)

// RuleIO is what a rule says.
type RuleIO struct {
	Name string      `json:"name" maxLength:"120"`
	When rule.Clause `json:"when"`
	Then []rule.Deed `json:"then" maxItems:"6" nullable:"false"`
	Stop bool        `json:"stop,omitempty" doc:"no later rule looks at the report where this one was met"`
}

func (in *RuleIO) draft(unit record.ID) (d rule.Draft, err error) {
	d = rule.Draft{Unit: unit, Name: in.Name, Stop: in.Stop}
	if d.When, err = in.When.Condition(); err == nil {
		d.Then, err = rule.Acts(in.Then)
	}
	return d, err
}

// VersionOut is a version of a rule, with what it does in the caller's language.
type VersionOut struct {
	Version  int    `json:"version"`
	Sentence string `json:"sentence"`
	RuleIO
}

type stepOut struct {
	Step    string    `json:"step,omitempty" enum:"draft,tried,agreed,on,off,removed,order"`
	By      named     `json:"by"`
	At      time.Time `json:"at"`
	Version int       `json:"version,omitempty"`
	Reason  string    `json:"reason,omitempty"`
	Days    int       `json:"days,omitempty"`
	Seen    int       `json:"seen,omitempty" doc:"reports of those days that came to the rule's desks"`
	Matched int       `json:"matched,omitempty"`
}

type ruleOut struct {
	ID   record.ID `json:"id" format:"uuid"`
	Unit named     `json:"unit"`
	VersionOut
	Live     *VersionOut `json:"live,omitempty" doc:"what runs; missing where nothing does"`
	Tried    bool        `json:"tried" doc:"as it was written last, and lately"`
	Broad    bool        `json:"broad" doc:"the trial met more than half: a second person must agree"`
	Edited   stepOut     `json:"edited"`
	Trial    *stepOut    `json:"trial,omitempty"`
	Agreed   *stepOut    `json:"agreed,omitempty"`
	Switched *stepOut    `json:"switched,omitempty"`
	Deeds    deedsOut    `json:"deeds" doc:"of the last 30 days, of reports that the caller may see"`
	Can      []string    `json:"can" nullable:"false"`
	Revision int64       `json:"revision"`
}

type deedsOut struct {
	Sent   int `json:"sent"`
	Open   int `json:"open" doc:"proposed and not answered"`
	Taken  int `json:"taken"`
	Left   int `json:"left"`
	Passed int `json:"passed" doc:"a person decided without looking at the proposal"`
}

type rulesOut struct {
	Items []ruleOut `json:"items" nullable:"false" doc:"each unit's in its order"`
}

// rules registers the rules that sort what comes in.
func (s *Server) rules(api huma.API) {
	handle(s, api, op(http.MethodGet, "/rules", "listRules", "Routing rules"), s.listRules)
	handle(s, api, op(http.MethodPost, "/rules/sentence", "sayRule", "What a rule would do, as a sentence"), s.sayRule)
	handle(s, api, op(http.MethodPut, "/rules/{id}", "putRule", "Write a rule, new or anew"), s.putRule)
	handle(s, api, op(http.MethodDelete, "/rules/{id}", "removeRule", "Take a rule that is off out of the list"), s.removeRule)
	handle(s, api, op(http.MethodGet, "/rules/{id}/history", "ruleHistory", "What was done with a rule, and its versions"), s.ruleHistory)
	handle(s, api, op(http.MethodPost, "/rules/{id}/try", "tryRule", "Try a rule on past reports"), s.tryRule)
	s.switches(api, "agree", "A second person's word for a rule that meets much", s.Rules.Agree)
	s.switches(api, "on", "Let a rule run as it was written last", s.Rules.On)
	s.switches(api, "off", "Stop a rule", s.Rules.Off)
	handle(s, api, op(http.MethodPut, "/units/{id}/rules", "orderRules", "The order of a unit's rules"), s.orderRules)
}

// newsOfRules tells who has the list of rules open that one of it changed.
func (s *Server) newsOfRules() live.Source {
	type changed struct {
		ID record.ID `json:"id"`
	}
	return live.Source{
		Event: "rule", Action: "rule.list", Kinds: []record.Kind{record.Rule},
		Key: func(h ledger.Header) record.ID { return h.Record },
		Load: func(_ context.Context, h ledger.Header) (live.Thing, error) {
			return live.Thing{Row: live.Row{Unit: h.Handling.Unit}, Tell: func(lang.Language) any { return changed{h.Record} }}, nil
		},
	}
}

type switchIn struct {
	ID   record.ID `path:"id"`
	Body struct {
		Reason   string `json:"reason" maxLength:"500"`
		Revision int64  `json:"revision,omitempty" minimum:"0"`
	}
}

func (s *Server) switches(api huma.API, name, summary string, do func(context.Context, policy.Actor, record.ID, string, int64) error) {
	handle(s, api, op(http.MethodPost, "/rules/{id}/"+name, name+"Rule", summary), func(ctx context.Context, a policy.Actor, in *switchIn) (*body[ruleOut], error) {
		if err := do(ctx, a, in.ID, in.Body.Reason, in.Body.Revision); err != nil {
			return nil, err
		}
		return s.oneRule(ctx, a, in.ID)
	})
}

func (s *Server) listRules(ctx context.Context, a policy.Actor, _ *none) (*body[rulesOut], error) {
	all, err := s.Rules.All(ctx, a)
	if err != nil {
		return nil, err
	}
	items, err := s.rulesOut(ctx, a, all)
	return answer(rulesOut{items}), err
}

func (s *Server) oneRule(ctx context.Context, a policy.Actor, id record.ID) (*body[ruleOut], error) {
	h, err := s.Rules.Get(ctx, a, id)
	if err != nil {
		return nil, err
	}
	items, err := s.rulesOut(ctx, a, []rule.Held{h})
	if err != nil {
		return nil, err
	}
	return answer(items[0]), nil
}

// deedsSince is how far back a list of rules counts what they did.
const deedsSince = 30 * 24 * time.Hour

func (s *Server) rulesOut(ctx context.Context, a policy.Actor, all []rule.Held) ([]ruleOut, error) {
	ids := make([]record.ID, len(all))
	for i := range all {
		ids[i] = all[i].ID
	}
	deeds, err := s.Queue.DeedsOf(ctx, a, ids, s.Clock().Add(-deedsSince))
	if err != nil {
		return nil, err
	}
	out := []ruleOut{}
	for i := range all {
		out = append(out, s.ruleOut(ctx, a, &all[i], deeds[all[i].ID]))
	}
	return out, nil
}

func (s *Server) ruleOut(ctx context.Context, a policy.Actor, h *rule.Held, d queue.Deeds) ruleOut {
	l := callerOf(ctx).language
	out := ruleOut{
		ID: h.ID, Unit: named{h.Draft.Unit, s.Units.Name(h.Draft.Unit, l)}, VersionOut: s.version(l, h.Version, h.Draft),
		Tried: h.Tried(s.Clock()), Broad: h.Broad(), Edited: s.step(h.Edited), Revision: h.Revision, Can: []string{},
		Deeds: deedsOut{Sent: d.Sent, Open: d.Proposed[queue.Open], Taken: d.Proposed[queue.Taken], Left: d.Proposed[queue.Left], Passed: d.Proposed[queue.Passed]},
	}
	if h.Live != nil {
		live := s.version(l, h.LiveAs, *h.Live)
		out.Live = &live
	}
	for from, to := range map[*rule.Step]**stepOut{h.Trial: &out.Trial, h.Agreed: &out.Agreed, h.Switched: &out.Switched} {
		if from != nil {
			step := s.step(*from)
			*to = &step
		}
	}
	for _, action := range []policy.Action{"rule.edit", "rule.switch"} {
		if s.Policy.Allow(ctx, a, action, s.Policy.At(policy.Rule, h.ID, h.Draft.Unit)) == nil {
			out.Can = append(out.Can, string(action))
		}
	}
	return out
}

func (s *Server) version(l lang.Language, n int, d rule.Draft) VersionOut {
	return VersionOut{Version: n, Sentence: d.Sentence(l, s.ruleNames()), RuleIO: RuleIO{Name: d.Name, When: rule.ClauseOf(d.When), Then: rule.Deeds(d.Then), Stop: d.Stop}}
}

func (s *Server) step(st rule.Step) stepOut {
	return stepOut{
		Step: st.Name, By: named{st.By, s.Who.Name(st.By)}, At: st.At, Version: st.Version, Reason: st.Reason, Days: st.Days, Seen: st.Seen, Matched: st.Matched,
	}
}

// ruleNames gives what a rule's sentence calls things.
func (s *Server) ruleNames() rule.Names {
	or := func(name, id string) string {
		if name == "" {
			return id
		}
		return name
	}
	return rule.Names{
		Kind: func(k string, l lang.Language) string { return or(s.kindName(k, l), k) },
		Form: func(f string, l lang.Language) string { return or(s.formName(f, l), f) },
		Unit: func(id record.ID, l lang.Language) string { return or(s.Units.Name(id, l), id.String()) },
		Place: func(p place.Ref, l lang.Language) string {
			return s.Places.Name(p.List, p.Code, l)
		},
		Person: func(id record.ID) string { return or(s.Who.Name(id), id.String()) },
		Root:   s.Units.Tree().Root(),
	}
}

func (s *Server) kindName(kind string, l lang.Language) string {
	for _, p := range s.Forms.All() {
		for _, k := range p.Kinds() {
			if k.Name == kind {
				return text(k.Label).In(l)
			}
		}
	}
	return ""
}

func (s *Server) formName(id string, l lang.Language) string {
	p, _, err := s.Forms.Get(id, "")
	if err != nil {
		return ""
	}
	return text(titles(p.Form)).In(l)
}

type putRuleIn struct {
	ID   record.ID `path:"id"`
	Body struct {
		RuleIO
		Unit     record.ID `json:"unit"`
		Revision int64     `json:"revision,omitempty" minimum:"0"`
	}
}

func (s *Server) putRule(ctx context.Context, a policy.Actor, in *putRuleIn) (*body[ruleOut], error) {
	d, err := in.Body.draft(in.Body.Unit)
	if err != nil {
		return nil, err
	}
	if err := s.Rules.Put(ctx, a, in.ID, d, in.Body.Revision); err != nil {
		return nil, err
	}
	return s.oneRule(ctx, a, in.ID)
}

func (s *Server) removeRule(ctx context.Context, a policy.Actor, in *idIn) (*none, error) {
	return nil, s.Rules.Remove(ctx, a, in.ID)
}

type sayRuleIn struct {
	Body struct {
		RuleIO
		Unit record.ID `json:"unit"`
	}
}

type saidOut struct {
	Sentence string `json:"sentence"`
}

// sayRule lets somebody who builds a rule read what it would do. It tells what is
// wrong with one as putting it would.
func (s *Server) sayRule(ctx context.Context, _ policy.Actor, in *sayRuleIn) (*body[saidOut], error) {
	d, err := in.Body.draft(in.Body.Unit)
	if err != nil {
		return nil, err
	}
	if d.Name == "" {
		d.Name = "-" // it is given at the end
	}
	if err := d.Check(); err != nil {
		return nil, err
	}
	return answer(saidOut{d.Sentence(callerOf(ctx).language, s.ruleNames())}), nil
}

type ruleHistoryOut struct {
	Steps    []stepOut    `json:"steps" nullable:"false" doc:"the oldest first"`
	Versions []VersionOut `json:"versions" nullable:"false"`
}

func (s *Server) ruleHistory(ctx context.Context, a policy.Actor, in *idIn) (*body[ruleHistoryOut], error) {
	steps, versions, err := s.Rules.History(ctx, a, in.ID)
	if err != nil {
		return nil, err
	}
	out := ruleHistoryOut{Steps: []stepOut{}, Versions: []VersionOut{}}
	for _, st := range steps {
		out.Steps = append(out.Steps, s.step(st))
	}
	for n := 1; n <= len(versions); n++ {
		out.Versions = append(out.Versions, s.version(callerOf(ctx).language, n, versions[n]))
	}
	return answer(out), nil
}

type orderIn struct {
	ID   record.ID `path:"id"`
	Body struct {
		Order []record.ID `json:"order" maxItems:"100" nullable:"false"`
	}
}

func (s *Server) orderRules(ctx context.Context, a policy.Actor, in *orderIn) (*none, error) {
	return nil, s.Rules.Order(ctx, a, in.ID, in.Body.Order)
}

type tryIn struct {
	ID   record.ID `path:"id"`
	Body struct {
		Days int `json:"days" minimum:"1" maximum:"90"`
	}
}

type fatesOut struct {
	Same  int `json:"same" doc:"people did as the rule would have done"`
	Other int `json:"other"`
	Less  int `json:"less,omitempty" doc:"of an urgency: people found it less pressing"`
	Own   int `json:"own,omitempty" doc:"sent on by the rule itself, which runs already"`
	Open  int `json:"open" doc:"nobody has looked at it yet"`
}

type trialDayOut struct {
	Date    string `json:"date" format:"date"`
	Seen    int    `json:"seen"`
	Matched int    `json:"matched"`
}

type exampleOut struct {
	Report SummaryOut `json:"report"`
	Same   bool       `json:"same" doc:"people did as the rule would have done"`
	Why    []string   `json:"why" nullable:"false"`
}

type trialOut struct {
	Days     int           `json:"days"`
	Seen     int           `json:"seen"`
	Matched  int           `json:"matched"`
	Reached  int           `json:"reached" doc:"of those that it meets, what no earlier rule would have stopped"`
	Partial  bool          `json:"partial" doc:"there are more: the newest were looked at"`
	Broad    bool          `json:"broad" doc:"more than half: a second person must agree"`
	PerDay   []trialDayOut `json:"per_day" nullable:"false"`
	Sent     *fatesOut     `json:"sent,omitempty"`
	Urged    *fatesOut     `json:"urged,omitempty"`
	Examples []exampleOut  `json:"examples" nullable:"false"`
	Rule     ruleOut       `json:"rule"`
}

func (s *Server) tryRule(ctx context.Context, a policy.Actor, in *tryIn) (*body[trialOut], error) {
	t, err := s.Rules.Try(ctx, a, in.ID, in.Body.Days)
	if err != nil {
		return nil, err
	}
	r, err := s.oneRule(ctx, a, in.ID)
	if err != nil {
		return nil, err
	}
	out := trialOut{
		Days: t.Days, Seen: t.Seen, Matched: t.Matched, Reached: t.Reached, Partial: t.Partial, Broad: r.Body.Broad, PerDay: []trialDayOut{},
		Sent: fates(t.Sent), Urged: fates(t.Urged), Examples: []exampleOut{}, Rule: r.Body,
	}
	for _, d := range t.PerDay {
		out.PerDay = append(out.PerDay, trialDayOut{d.Date.Format(time.DateOnly), d.Seen, d.Matched})
	}
	ids, examples := make([]record.ID, len(t.Examples)), map[record.ID]rule.Example{}
	for i, e := range t.Examples {
		ids[i], examples[e.Report] = e.Report, e
	}
	sums, err := s.Queue.Summaries(ctx, a, ids)
	for _, sum := range sums {
		e := examples[sum.ID]
		out.Examples = append(out.Examples, exampleOut{s.summary(callerOf(ctx).language, sum), e.Same, append([]string{}, e.Why...)})
	}
	return answer(out), err
}

func fates(f *rule.Fates) *fatesOut {
	if f == nil {
		return nil
	}
	return &fatesOut{Same: f.Same, Other: f.Other, Less: f.Less, Open: f.Open, Own: f.Own}
}

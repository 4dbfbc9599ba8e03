// Package policy decides who may do what. The rules are Cedar policies in
// readable files (rules/*.cedar). One function decides about a loaded row; the
// filters of lists are made from the same rules, and a test holds both equal.
package policy

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"iter"
	"slices"
	"sync"

	"github.com/cedar-policy/cedar-go"
	"github.com/cedar-policy/cedar-go/types"
	"github.com/cedar-policy/cedar-go/x/exp/ast"
	"github.com/cedar-policy/cedar-go/x/exp/schema"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/keep/store"
)

//go:embed rules
var ruleFiles embed.FS

// Role is what an account is for. The set is closed.
type Role string

// The roles.
const (
	Reporter      Role = "reporter"      // a device or program that hands in reports: sees nothing
	Operator      Role = "operator"      // enters calls and walk-ins
	Desk          Role = "desk"          // checks, grades, answers
	Analyst       Role = "analyst"       // reads
	Chief         Role = "chief"         // of a unit
	Oversight     Role = "oversight"     // sees who did what, without content
	Administrator Role = "administrator" // keeps the network, without content
)

// The roles of communities. Who holds one reads nothing that was reported, and
// nobody else reads anything of communities.
const (
	Organiser    Role = "organiser"    // plans activities, of own unit and those below
	Trainer      Role = "trainer"      // takes rolls, tests and skills of own activities
	Mobiliser    Role = "mobiliser"    // proposes events, brings people, listens
	Safeguarding Role = "safeguarding" // looks after children, and hears complaints about staff
	Programme    Role = "programme"    // numbers alone
)

var (
	communityRoles = [...]Role{Organiser, Trainer, Mobiliser, Safeguarding, Programme}
	roles          = [...]Role{Reporter, Operator, Desk, Analyst, Chief, Oversight, Administrator, Organiser, Trainer, Mobiliser, Safeguarding, Programme}
)

// Roles lists every role.
func Roles() []Role { return slices.Clone(roles[:]) }

// ParseRole finds a role by its name.
func ParseRole(s string) (Role, bool) {
	r := Role(s)
	return r, slices.Contains(roles[:], r)
}

// Compatible tells whether one account may hold all of rs: whoever reads what
// was reported neither runs the node nor oversees the readers, and has nothing to do
// with communities.
func Compatible(rs []Role) bool {
	content := slices.ContainsFunc(rs, func(r Role) bool { return r == Operator || r == Desk || r == Analyst || r == Chief })
	apart := slices.Contains(rs, Oversight) || slices.Contains(rs, Administrator)
	both := slices.Contains(rs, Oversight) && slices.Contains(rs, Administrator)
	if slices.ContainsFunc(rs, Role.OfCommunities) && (content || apart) {
		return false
	}
	return (!content || !apart) && !both && (!slices.Contains(rs, Reporter) || len(rs) == 1)
}

// OfCommunities tells whether the role is one of those for whom alone the compartment
// of communities exists.
func (r Role) OfCommunities() bool { return slices.Contains(communityRoles[:], r) }

// Actor is whoever asks: an account, a device's or a program's token.
type Actor struct {
	ID    record.ID
	Roles []Role
	Unit  record.ID
}

// Has tells whether the actor holds the role.
func (a Actor) Has(r Role) bool { return slices.Contains(a.Roles, r) }

// Action is what an actor wants to do, such as "report.open".
type Action string

// Type is what kind of thing an action is about.
type Type string

// The types.
const (
	Report   Type = "Report"
	Source   Type = "Source"
	Incident Type = "Incident"
	Rule     Type = "Rule"
	Deadline Type = "Deadline"
	Review   Type = "Review"
	Unit     Type = "UnitCard"
	Member   Type = "Member"
	Form     Type = "Form"
	Token    Type = "Token"
	Audit    Type = "AuditLine"
	Place    Type = "Place"
	Account  Type = "Account"
	Node     Type = "Node"
	Alert    Type = "Alert"
	Watch    Type = "Watch"   // when an alert is raised
	Duty     Type = "Duty"    // who is on duty
	Contact  Type = "Contact" // by which somebody on duty is reached
	Gateway  Type = "Gateway" // by which a node reaches people
	Warning  Type = "Warning" // to the public, or from another authority
	Task     Type = "Task"
	Referral Type = "Referral" // somebody handed on to a protection service
	Handover Type = "Handover" // what one shift leaves to the next
	Bulletin Type = "Bulletin" // what a unit gives to its readers
	Response Type = "Response" // how soon units act, in figures

	Activity    Type = "Activity"    // of communities, as all that follow
	Suggestion  Type = "Suggestion"  // an event that somebody proposes
	Participant Type = "Participant" // a person, or the people of an activity
	Material    Type = "Material"    // a poster, story, radio spot or lesson sheet, and where it was used

	Complaint  Type = "Complaint"
	Allegation Type = "Allegation" // a complaint about staff
	Rumour     Type = "Rumour"
	Survey     Type = "Survey"

	Course Type = "Course" // what is taught
)

// marked tells whether things of the type have a marking of their own, and people
// who work on them or were named.
func (t Type) marked() bool {
	return slices.Contains([]Type{Report, Source, Incident, Alert, Task, Referral, Handover, Bulletin, Response, Warning}, t)
}

// named tells whether things of the type have people who were named, and no marking.
func (t Type) named() bool {
	return slices.Contains([]Type{Activity, Suggestion, Participant, Complaint, Allegation, Rumour, Survey, Material}, t)
}

// makes are the actions by which something comes to be: there is nothing to hide yet.
var makes = []Action{
	"report.accept", "incident.start", "alert.raise", "alert.exercise", "watch.make", "warning.propose", "warning.import", "task.ask", "handover.write", "bulletin.draft",
	"activity.plan", "suggestion.make", "person.register", "complaint.enter", "rumour.hear", "survey.plan",
	"material.make", "material.use", "material.kit",
}

// Resource is the loaded row that an action is about.
type Resource struct {
	Type       Type
	ID         record.ID
	Unit       record.ID   // that owns it
	UnitPath   []record.ID // Unit and the units above it, in any order; empty: Unit alone
	TLP        record.TLP
	Purpose    string // from the register; asked for where a report is taken in
	Assignee   record.ID
	Recipients []record.ID // named to read it whatever its marking, or named in the activity
	Asker      record.ID   // who asked to open the vault, proposed a warning, wrote a hand-over or an answer to a rumour, handed a material in
	Closer     record.ID   // who closed the report
	Concerned  []record.ID // whom an allegation is about
}

// Tree is the network as the filters need it: every unit, and each with the
// units above it.
type Tree interface {
	All() []record.ID
	Path(record.ID) []record.ID // itself and those above; nil where it is not known
}

// Engine holds the rules. It is safe for use by many goroutines.
type Engine struct {
	tree    Tree
	context types.Record
	actions map[Action]types.Entity
	groups  map[types.EntityUID]types.Entity
	rules   map[Action]list

	mu     sync.RWMutex // guards tables
	tables map[tableKey]*table
}

// list is the rules that speak of one action.
type list []rule

type rule struct {
	id     types.PolicyID
	policy *cedar.Policy
}

// All gives the rules as the authorizer asks for them.
func (l list) All() iter.Seq2[types.PolicyID, *cedar.Policy] {
	return func(yield func(types.PolicyID, *cedar.Policy) bool) {
		for _, r := range l {
			if !yield(r.id, r.policy) {
				return
			}
		}
	}
}

// New reads the rules. tree may change while the engine is in use; demo says
// that the node's data are made up.
func New(tree Tree, demo bool) (*Engine, error) {
	e := &Engine{
		tree: tree, context: types.NewRecord(types.RecordMap{"demo": types.Boolean(demo)}),
		actions: map[Action]types.Entity{}, groups: map[types.EntityUID]types.Entity{}, rules: map[Action]list{}, tables: map[tableKey]*table{},
	}
	if err := e.readActions(); err != nil {
		return nil, fmt.Errorf("read the rules: %w", err)
	}
	all, err := readRules()
	if err != nil {
		return nil, fmt.Errorf("read the rules: %w", err)
	}
	for a, entity := range e.actions {
		for _, r := range all {
			if e.speaks(r.policy.AST().Action, entity) {
				e.rules[a] = append(e.rules[a], r)
			}
		}
	}
	return e, nil
}

func (e *Engine) readActions() error {
	b, err := ruleFiles.ReadFile("rules/schema.cedarschema")
	if err != nil {
		return err
	}
	var s schema.Schema
	if err := s.UnmarshalCedar(b); err != nil {
		return err
	}
	resolved, err := s.Resolve()
	if err != nil {
		return err
	}
	for uid, a := range resolved.Actions {
		e.groups[uid] = a.Entity
		if a.AppliesTo != nil {
			e.actions[Action(uid.ID)] = a.Entity
		}
	}
	return nil
}

func readRules() (list, error) {
	var all list
	files, err := ruleFiles.ReadDir("rules")
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		if f.Name() == "schema.cedarschema" {
			continue
		}
		b, err := ruleFiles.ReadFile("rules/" + f.Name())
		if err != nil {
			return nil, err
		}
		ps, err := cedar.NewPolicyListFromBytes(f.Name(), b)
		if err != nil {
			return nil, err
		}
		for _, p := range ps {
			id := types.PolicyID(p.Annotations()["id"])
			if id == "" || slices.ContainsFunc(all, func(r rule) bool { return r.id == id }) {
				return nil, fmt.Errorf("%s line %d: a rule needs an @id of its own", f.Name(), p.Position().Line)
			}
			all = append(all, rule{id, p})
		}
	}
	return all, nil
}

// speaks tells whether a rule's scope takes in an action, so that a decision
// runs the dozen rules that matter and not all.
func (e *Engine) speaks(scope ast.IsActionScopeNode, action types.Entity) bool {
	switch s := scope.(type) {
	case ast.ScopeTypeEq:
		return s.Entity == action.UID
	case ast.ScopeTypeIn:
		return e.within(action, s.Entity)
	case ast.ScopeTypeInSet:
		return slices.ContainsFunc(s.Entities, func(g types.EntityUID) bool { return e.within(action, g) })
	default: // every action
		return true
	}
}

func (e *Engine) within(action types.Entity, group types.EntityUID) bool {
	if action.UID == group {
		return true
	}
	for p := range action.Parents.All() {
		if e.within(e.groups[p], group) {
			return true
		}
	}
	return false
}

// Actions lists every action, by name.
func (e *Engine) Actions() []Action {
	as := make([]Action, 0, len(e.actions))
	for a := range e.actions {
		as = append(as, a)
	}
	slices.Sort(as)
	return as
}

// At is a thing of a unit, with the units above it as the tree stands now.
func (e *Engine) At(t Type, id, unit record.ID) Resource {
	return Resource{Type: t, ID: id, Unit: unit, UnitPath: e.tree.Path(unit)}
}

// Allow decides whether a may do action to r, the row as it was loaded in the
// transaction that will act on it. It faults with Denied, naming the rule; with
// Missing where a may not even know that the thing exists; with Unknown where
// nobody has signed in.
func (e *Engine) Allow(_ context.Context, a Actor, action Action, r Resource) error {
	const op = "policy.Allow"
	if a.ID.Zero() && action != "session.demo" {
		return &fault.Error{Kind: fault.Unknown, Op: op, Key: "policy.nobody", Msg: "nobody is signed in", Hint: "sign in, then try again"}
	}
	ok, rule, err := e.decide(a, action, r)
	if err != nil {
		return &fault.Error{Kind: fault.Internal, Op: op, Err: err}
	}
	if ok {
		return nil
	}
	if list := listOf[r.Type]; list != "" && !slices.Contains(makes, action) {
		// Not in the list, not in the world. A source stands and falls with its report.
		if r.Type == Source {
			r.Type = Report
		}
		if seen, _, err := e.decide(a, list, r); err != nil || !seen {
			return Hide()
		}
	}
	return deny(action, rule)
}

// Deny is the fault of an action that no rule permits on a thing that the actor
// may know of: one that is asked about by more than one row is hidden only where
// none of them is seen.
func Deny(action Action) error { return deny(action, noRule) }

func deny(action Action, rule string) error {
	return &fault.Error{
		Kind: fault.Denied, Op: "policy.Allow", Key: "policy.denied", Msg: "you may not do this here ({0}: {1})",
		Hint: "if your work needs it, ask the chief of the unit or whoever keeps the accounts", Args: []string{string(action), rule},
	}
}

// listOf says by which list somebody may know of a thing at all. What is not here
// is no secret.
var listOf = map[Type]Action{
	Report: "report.list", Source: "report.list", Incident: "incident.list", Alert: "alert.list", Warning: "warning.list", Watch: "watch.list",
	Task: "task.list", Referral: "referral.list", Handover: "handover.list", Bulletin: "bulletin.list",
	Complaint: "complaint.list", Allegation: "allegation.list", Rumour: "rumour.list", Survey: "survey.list",
	Material: "material.list",
}

// Hide is the fault of a thing that the actor may not know of: to the letter
// that of one that does not exist, so that asking tells nothing.
func Hide() error { return store.ErrNone }

// noRule is what a denial names where no rule permits.
const noRule = "no rule permits it"

// decide asks Cedar, and names the rule that forbids.
func (e *Engine) decide(a Actor, action Action, r Resource) (ok bool, rule string, err error) {
	act, known := e.actions[action]
	if !known {
		return false, "", fmt.Errorf("there is no action %q", action)
	}
	w := newWorld(e, &a, &r)
	decision, diag := cedar.Authorize(e.rules[action], w, cedar.Request{
		Principal: w.actor.UID, Action: act.UID, Resource: w.resource.UID, Context: e.context,
	})
	if len(diag.Errors) > 0 { // an error in a rule never lets anybody through
		return false, "", errors.New(diag.Errors[0].String())
	}
	if decision == types.Allow {
		return true, "", nil
	}
	rule = noRule
	for _, reason := range diag.Reasons {
		if rule == noRule || string(reason.PolicyID) < rule {
			rule = string(reason.PolicyID)
		}
	}
	return false, rule, nil
}

package policy

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
)

// The rules look at a row through few eyes: whether its unit is the actor's own,
// below it or elsewhere; its marking; whether the actor works on it or was named.
// Asking them about every combination of these once, for a set of roles and an
// action, gives a table that is the rules, and that fits into SQL.

// relation is how a row's unit stands to the actor's.
type relation int

const (
	elsewhere relation = iota
	below
	own
	relations
)

const markings = int(record.Red) + 1

// reach is the highest marking that is open, and nothing for none.
type reach struct {
	anyone    int // whoever works on it
	assignee  int // where the actor works on it
	recipient int // where the actor was named
}

const nothing = -1

func (r reach) none() bool {
	return r.anyone == nothing && r.assignee == nothing && r.recipient == nothing
}

// covers tells whether r opens all that s opens.
func (r reach) covers(s reach) bool {
	return r.anyone >= s.anyone && r.assignee >= s.assignee && r.recipient >= s.recipient
}

type table [relations]reach

type tableKey struct {
	action Action
	roles  uint16 // a bit a role
}

// cell is one combination that the rules are asked about.
type cell struct {
	tlp             record.TLP
	assigned, named bool
}

// Filter is what of a list an actor may see: the same that Allow would say row
// by row.
type Filter struct {
	actor record.ID
	unit  record.ID
	under map[record.ID]bool // the actor's unit and those below
	table table
}

// Filter gives what a may see of a list of reports, or of things that have a
// unit. The actor's unit and those below are taken as the tree stands now.
func (e *Engine) Filter(_ context.Context, a Actor, action Action) (Filter, error) {
	const op = "policy.Filter"
	if a.ID.Zero() {
		return Filter{}, &fault.Error{Kind: fault.Unknown, Op: op, Key: "policy.nobody", Msg: "nobody is signed in", Hint: "sign in, then try again"}
	}
	t, err := e.table(a, action)
	if err != nil {
		return Filter{}, &fault.Error{Kind: fault.Internal, Op: op, Err: err}
	}
	f := Filter{actor: a.ID, unit: a.Unit, under: map[record.ID]bool{}, table: *t}
	if a.Unit.Zero() {
		return f, nil
	}
	f.under[a.Unit] = true
	for _, u := range e.tree.All() {
		if slices.Contains(e.tree.Path(u), a.Unit) {
			f.under[u] = true
		}
	}
	return f, nil
}

func (e *Engine) table(a Actor, action Action) (*table, error) {
	key := tableKey{action: action}
	for i, r := range roles {
		if a.Has(r) {
			key.roles |= 1 << i
		}
	}
	e.mu.RLock()
	t := e.tables[key]
	e.mu.RUnlock()
	if t != nil {
		return t, nil
	}
	t, err := e.makeTable(a.Roles, action)
	if err != nil {
		return nil, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.tables[key] = t
	return t, nil
}

// makeTable asks the rules about every combination, and refuses rules that the
// table could not tell: those that would open a closer marking but not a freer
// one, or a farther unit but not a nearer one.
func (e *Engine) makeTable(rs []Role, action Action) (*table, error) {
	at := record.IDOf
	actor := Actor{ID: at("actor"), Roles: rs, Unit: at("own")}
	units := [relations]Resource{
		elsewhere: {Unit: at("elsewhere"), UnitPath: []record.ID{at("elsewhere"), at("root")}},
		below:     {Unit: at("below"), UnitPath: []record.ID{at("below"), at("own"), at("root")}},
		own:       {Unit: at("own"), UnitPath: []record.ID{at("own"), at("root")}},
	}
	kind := e.typeOf(action)
	var t table
	for rel, r := range units {
		open := map[cell]bool{}
		r.Type, r.ID, r.Purpose = kind, at("row"), record.Purposes[0]
		for tlp := range markings {
			for bits := range 4 {
				c := cell{record.TLP(tlp), bits&1 != 0, bits&2 != 0}
				ok, err := e.askAbout(actor, action, r, c)
				if err != nil {
					return nil, err
				}
				open[c] = ok
			}
		}
		t[rel] = reach{highest(open, false, false), highest(open, true, false), highest(open, false, true)}
		for c, ok := range open {
			if ok != t[rel].open(c.tlp, c.assigned, c.named) {
				return nil, fmt.Errorf("the rules of %s for %v cannot be told as a filter: %v at %+v", action, rs, ok, c)
			}
		}
	}
	if !t[own].covers(t[below]) || !t[below].covers(t[elsewhere]) {
		return nil, fmt.Errorf("the rules of %s for %v open more of a farther unit than of a nearer one", action, rs)
	}
	return &t, nil
}

func (e *Engine) askAbout(actor Actor, action Action, r Resource, c cell) (bool, error) {
	r.TLP, r.Assignee = c.tlp, record.IDOf("somebody else")
	if c.assigned {
		r.Assignee = actor.ID
	}
	if c.named {
		r.Recipients = []record.ID{actor.ID}
	}
	ok, _, err := e.decide(actor, action, r)
	return ok, err
}

// typeOf is the type of thing that an action is about, by its name.
func (e *Engine) typeOf(a Action) Type {
	stem, _, _ := strings.Cut(string(a), ".")
	return map[string]Type{
		"report": Report, "vault": Source, "incident": Incident, "unit": Unit, "member": Member, "form": Form, "token": Token,
		"audit": Audit, "place": Place, "rule": Rule, "deadline": Deadline, "review": Review, "account": Account, "session": Node, "key": Node,
		"alert": Alert, "watch": Watch, "duty": Duty, "contact": Contact, "gateway": Gateway, "warning": Warning,
		"task": Task, "referral": Referral, "handover": Handover, "response": Response, "bulletin": Bulletin,
		"activity": Activity, "suggestion": Suggestion, "person": Participant, "certificate": Participant, "roll": Participant, "community": Node, "number": Node, "retention": Node,
		"complaint": Complaint, "allegation": Allegation, "rumour": Rumour, "survey": Survey,
		"course": Course, "attempt": Participant, "skill": Participant,
		"material": Material,
	}[stem]
}

func highest(open map[cell]bool, assigned, named bool) int {
	for tlp := markings - 1; tlp >= 0; tlp-- {
		if open[cell{record.TLP(tlp), assigned, named}] {
			return tlp
		}
	}
	return nothing
}

func (r reach) open(tlp record.TLP, assigned, named bool) bool {
	return int(tlp) <= r.anyone || assigned && int(tlp) <= r.assignee || named && int(tlp) <= r.recipient
}

func (f *Filter) reach(unit record.ID) reach {
	switch {
	case unit.Zero():
		return f.table[elsewhere]
	case unit == f.unit:
		return f.table[own]
	case f.under[unit]:
		return f.table[below]
	}
	return f.table[elsewhere]
}

// As is the same filter for another account of the same unit and roles.
func (f Filter) As(account record.ID) Filter {
	f.actor = account
	return f
}

// None tells whether there is nothing to see.
func (f Filter) None() bool { return f.table[own].none() } // the nearest unit shows most

// Match tells whether a row is in the list.
func (f Filter) Match(unit record.ID, tlp record.TLP, assignee *record.ID, recipients ...record.ID) bool {
	return f.reach(unit).open(tlp, assignee != nil && *assignee == f.actor, slices.Contains(recipients, f.actor))
}

// Counts tells whether every row of a unit and a marking is in the list,
// whoever works on it: what may be counted without looking at the rows.
func (f Filter) Counts(unit record.ID, tlp record.TLP) bool { return int(tlp) <= f.Counted(unit) }

// Counted is the closest marking that Counts takes in, and less than record.Clear
// where there is none.
func (f Filter) Counted(unit record.ID) int { return f.reach(unit).anyone }

// Highest is the closest marking that a row of the unit may have to be in the
// list where it names nobody, and less than record.Clear where there is none.
func (f Filter) Highest(unit record.ID) int {
	r := f.reach(unit)
	return max(r.anyone, r.assignee)
}

// Units gives those of all whose rows may be in the list.
func (f Filter) Units(all []record.ID) []record.ID {
	return slices.DeleteFunc(slices.Clone(all), func(u record.ID) bool { return f.reach(u).none() })
}

// For is the filter of one unit's rows: its SQL does not ask for the unit.
func (f Filter) For(unit record.ID) Filter {
	r := f.reach(unit)
	return Filter{actor: f.actor, table: table{r, r, r}}
}

// Columns names the columns of the rows that SQL is for. Named, if not empty,
// is an expression with one ? that is true where that account was named to
// read the row, such as EXISTS (SELECT 1 FROM named WHERE n = q.n AND account = ?).
type Columns struct{ Unit, TLP, Assignee, Named string }

// SQL gives a condition on a row with its arguments. It takes in a row if and
// only if Match does.
func (f Filter) SQL(c Columns) (string, []any) {
	var ors []string
	var args []any
	add := func(where string, units []any, r reach) {
		cond, more := r.sql(c, f.actor)
		if where != "" {
			cond = where + " AND (" + cond + ")"
		}
		ors = append(ors, cond)
		args = append(append(args, units...), more...)
	}
	if e := f.table[elsewhere]; !e.none() {
		add("", nil, e)
	}
	if b := f.table[below]; b != f.table[elsewhere] && len(f.under) > 0 {
		units := make([]any, 0, len(f.under))
		for _, u := range f.sortedUnder() {
			units = append(units, u)
		}
		add(c.Unit+" IN (?"+strings.Repeat(",?", len(units)-1)+")", units, b)
	}
	if o := f.table[own]; o != f.table[below] && !f.unit.Zero() {
		add(c.Unit+" = ?", []any{f.unit}, o)
	}
	if len(ors) == 0 {
		return "0", nil
	}
	return strings.Join(ors, " OR "), args
}

// sortedUnder keeps the statement's arguments in one order.
func (f *Filter) sortedUnder() []record.ID {
	us := make([]record.ID, 0, len(f.under))
	for u := range f.under {
		us = append(us, u)
	}
	slices.SortFunc(us, func(a, b record.ID) int { return slices.Compare(a[:], b[:]) })
	return us
}

func (r reach) sql(c Columns, actor record.ID) (string, []any) {
	if r.anyone == int(record.Red) {
		return "1", nil
	}
	var ors []string
	var args []any
	if r.anyone > nothing {
		ors, args = append(ors, c.TLP+" <= ?"), append(args, r.anyone)
	}
	if r.assignee > r.anyone && c.Assignee != "" {
		ors, args = append(ors, c.TLP+" <= ? AND "+c.Assignee+" = ?"), append(args, r.assignee, actor)
	}
	if r.recipient > r.anyone && c.Named != "" {
		ors, args = append(ors, c.TLP+" <= ? AND "+c.Named), append(args, r.recipient, actor)
	}
	if len(ors) == 0 {
		return "0", nil
	}
	return strings.Join(ors, " OR "), args
}

// Can lists what a may do with at least some thing of the own unit: what a
// console offers.
func (e *Engine) Can(_ context.Context, a Actor) ([]Action, error) {
	var can []Action
	for _, action := range e.Actions() {
		t, err := e.table(a, action)
		if err != nil {
			return nil, &fault.Error{Kind: fault.Internal, Op: "policy.Can", Err: err}
		}
		if !t[own].none() || action == "account.self" {
			can = append(can, action)
		}
	}
	return can, nil
}

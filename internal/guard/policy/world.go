package policy

import (
	"slices"

	"github.com/cedar-policy/cedar-go/types"

	"wasl/internal/base/record"
)

// world is what the rules see of one question: the actor with its roles, the
// thing, and the unit of the thing with those above it.
type world struct {
	engine   *Engine
	actor    types.Entity
	resource types.Entity
	unit     types.Entity
}

// Get finds an entity for the authorizer.
func (w *world) Get(uid types.EntityUID) (types.Entity, bool) {
	switch uid {
	case w.actor.UID:
		return w.actor, true
	case w.resource.UID:
		return w.resource, true
	case w.unit.UID:
		return w.unit, true
	}
	if uid.Type == "Action" {
		g, ok := w.engine.groups[uid]
		return g, ok
	}
	return types.Entity{}, false
}

// Ids stand as their 16 bytes: nobody reads them here, and writing them out
// would cost more than deciding.
func uid(t types.EntityType, id record.ID) types.EntityUID {
	return types.EntityUID{Type: t, ID: types.String(id[:])}
}

// unitOf keeps two things without a unit from being of the same unit.
func unitOf(id record.ID, without types.String) types.EntityUID {
	if id.Zero() {
		return types.EntityUID{Type: "Unit", ID: without}
	}
	return uid("Unit", id)
}

func newWorld(e *Engine, a *Actor, r *Resource) *world {
	w := &world{engine: e}
	roleUIDs := make([]types.EntityUID, len(a.Roles))
	for i, role := range a.Roles {
		roleUIDs[i] = types.EntityUID{Type: "Role", ID: types.String(role)}
	}
	w.actor = types.Entity{
		UID: uid("Actor", a.ID), Parents: types.NewEntityUIDSet(roleUIDs...),
		Attributes: types.NewRecord(types.RecordMap{"id": types.String(a.ID[:]), "unit": unitOf(a.Unit, "no unit of an actor")}),
	}
	w.unit.UID = unitOf(r.Unit, "no unit of a thing")
	above := make([]types.EntityUID, 0, len(r.UnitPath))
	for _, u := range r.UnitPath {
		if u != r.Unit && !r.Unit.Zero() {
			above = append(above, uid("Unit", u))
		}
	}
	w.unit.Parents = types.NewEntityUIDSet(above...)
	attributes := types.RecordMap{"id": types.String(r.ID[:]), "unit": w.unit.UID}
	if r.Type.marked() {
		handling(attributes, r)
	}
	if r.Type.named() {
		attributes["recipients"] = accounts(r.Recipients)
	}
	if r.Type == Allegation {
		attributes["concerned"] = accounts(r.Concerned)
	}
	if slices.Contains([]Type{Source, Warning, Handover, Rumour, Material}, r.Type) && !r.Asker.Zero() {
		attributes["asker"] = uid("Actor", r.Asker)
	}
	if r.Type == Duty && !r.Assignee.Zero() {
		attributes["assignee"] = uid("Actor", r.Assignee)
	}
	w.resource = types.Entity{UID: uid(types.EntityType(r.Type), r.ID), Attributes: types.NewRecord(attributes)}
	return w
}

func handling(attributes types.RecordMap, r *Resource) {
	attributes["tlp"] = types.String(r.TLP.String())
	if r.Purpose != "" {
		attributes["purpose"] = types.String(r.Purpose)
	}
	if !r.Assignee.Zero() {
		attributes["assignee"] = uid("Actor", r.Assignee)
	}
	if r.Type == Report && !r.Closer.Zero() {
		attributes["closer"] = uid("Actor", r.Closer)
	}
	attributes["recipients"] = accounts(r.Recipients)
}

func accounts(ids []record.ID) types.Set {
	named := make([]types.Value, 0, len(ids))
	for _, id := range ids {
		named = append(named, uid("Actor", id))
	}
	return types.NewSet(named...)
}

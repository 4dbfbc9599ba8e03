package certificate

import (
	"wasl/internal/base/record"
	"wasl/internal/community/person"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// register enters somebody in the register of the north.
func (r *room) register(name string, band person.Band) record.ID {
	r.t.Helper()
	id := record.IDOf("person " + name)
	_, err := r.l.Write(r.t.Context(), func(tx *store.Tx) ([]ledger.Draft, error) {
		return person.Draft(tx, r.organiser.ID, id, north, person.Known{Name: name, Band: band, Sex: person.Sexes[0], Community: person.Communities[0], Disability: person.Disabilities[0], Role: person.Roles[0]})
	})
	r.ok(err)
	return id
}

// enrolled is somebody of the register who is on the list.
func (r *room) enrolled(name string, band person.Band) record.ID {
	r.t.Helper()
	id := r.register(name, band)
	r.ok(r.roll.Enrol(r.t.Context(), r.organiser, course, []record.ID{id}, true))
	return id
}

package paper

import (
	"errors"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/community/person"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// registered is somebody of the register of the north.
func (r *room) registered(name string) record.ID {
	r.t.Helper()
	id := record.IDOf("person " + name)
	_, err := r.l.Write(r.t.Context(), func(tx *store.Tx) ([]ledger.Draft, error) {
		return person.Draft(tx, r.organiser.ID, id, north, person.Known{Name: name, Band: "25-34", Sex: person.Sexes[0], Community: person.Communities[0], Disability: person.Disabilities[0], Role: person.Roles[0]})
	})
	r.ok(err)
	return id
}

func keyOf(err error) string {
	var f *fault.Error
	if errors.As(err, &f) {
		return f.Key
	}
	return ""
}

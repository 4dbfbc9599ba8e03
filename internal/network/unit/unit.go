// Package unit knows who is in the network: police and customs, health centres
// and committees, in one tree from the country's head down to a post. The unit
// is what policy goes by: who sees a report is said by its unit and those above.
package unit

import (
	"slices"
	"strconv"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
)

// Kind is what a unit is. Ledgers keep it by name; the list only grows.
type Kind string

// The kinds. An administration is a desk of the network itself or of a wali or
// hakem; a committee is one of villagers or youth.
const (
	Administration  Kind = "administration"
	Authority       Kind = "authority"
	Police          Kind = "police"
	Gendarmerie     Kind = "gendarmerie"
	NationalGuard   Kind = "national_guard"
	Customs         Kind = "customs"
	CoastGuard      Kind = "coast_guard"
	CivilProtection Kind = "civil_protection"
	Health          Kind = "health"
	NGO             Kind = "ngo"
	Committee       Kind = "committee"
	Post            Kind = "post"
)

// Kinds lists the kinds in the order in which they answer for a place where
// several units sit.
func Kinds() []Kind {
	return []Kind{
		Administration, Authority, Police, Gendarmerie, NationalGuard, Customs, CoastGuard, CivilProtection, Health, NGO, Committee, Post,
	}
}

// Unit is one unit.
type Unit struct {
	ID        record.ID `json:"id"`
	Code      string    `json:"code"`   // short, and the unit's alone: MR012-POL
	Parent    record.ID `json:"parent"` // zero for the root alone
	Kind      Kind      `json:"kind"`
	Name      lang.Text `json:"name"`
	PlaceList string    `json:"place_list,omitempty"` // what it answers for: a place's list
	PlaceCode string    `json:"place_code,omitempty"` // and code
	Closed    bool      `json:"closed,omitempty"`     // works no more: what comes to it goes to the unit above
}

// IDOf is the id of a unit that came by its code alone, as from a file.
func IDOf(code string) record.ID { return record.IDOf("unit:" + code) }

// Limits of a unit, in bytes.
const (
	maxCode = 40
	maxName = 200
)

// Check reports the first thing wrong with u by itself and the field where it is.
func (u Unit) Check() (field string, err *fault.Error) {
	switch {
	case u.ID.Zero() || u.Code == "" || len(u.Code) > maxCode:
		return "code", invalid("unit.code.missing", "the unit has no code, or one of more than {0} bytes", "give it a short code of its own, such as MR012-POL", strconv.Itoa(maxCode))
	case !slices.Contains(Kinds(), u.Kind):
		return "kind", invalid("unit.kind.unknown", "there is no kind of unit {0}", "use administration, authority, police, gendarmerie, national_guard, customs, coast_guard, civil_protection, health, ngo, committee or post", string(u.Kind))
	case u.Name.In(lang.French) == "":
		return "name_fr", invalid("unit.name.missing", "the unit has no name", "give its name in one language at least")
	case (u.PlaceList == "") != (u.PlaceCode == ""):
		return "place", invalid("unit.place.half", "the unit's place needs a code and the list that the code is of", "give both or neither")
	case len(u.PlaceList) > maxCode || len(u.PlaceCode) > maxCode:
		return "place", invalid("unit.place.long", "a code is longer than {0} bytes", "give the code that its list gives it", strconv.Itoa(maxCode))
	}
	for _, n := range u.Name {
		if len(n) > maxName {
			return "name_fr", invalid("unit.name.long", "a name is longer than {0} bytes", "shorten it", strconv.Itoa(maxName))
		}
	}
	return "", nil
}

// Equal tells whether u and o say the same.
func (u Unit) Equal(o Unit) bool {
	if u.ID != o.ID || u.Code != o.Code || u.Parent != o.Parent || u.Kind != o.Kind || u.PlaceList != o.PlaceList || u.PlaceCode != o.PlaceCode ||
		u.Closed != o.Closed {
		return false
	}
	for l := range u.Name {
		if u.Name[l] != o.Name[l] {
			return false
		}
	}
	for l := range o.Name {
		if u.Name[l] != o.Name[l] {
			return false
		}
	}
	return true
}

func invalid(key, msg, hint string, args ...string) *fault.Error {
	return &fault.Error{Kind: fault.Invalid, Op: "unit", Key: key, Msg: msg, Hint: hint, Args: args}
}

package form

import (
	"slices"
	"strings"
)

// Owner is what a submission tells of whose phone it came from.
type Owner struct {
	Device string
	Phone  string // number
}

// ownerTypes are the questions that a phone answers about its owner.
var ownerTypes = []Type{DeviceID, Username, PhoneNumber}

// ownerMeta are the elements beside the instance's id by which programs say the
// same, in lower case.
var ownerMeta = []string{"deviceid", "userid", "username", "email", "phonenumber", "subscriberid", "simserial"}

// TakeOwner takes out of a submission whose phone it came from, and gives it and
// the submission without it: who reported lies in the vault and nowhere else.
func (f *Form) TakeOwner(inst *Instance, xml []byte) (Owner, []byte) {
	var own Owner
	var cuts []*Element
	take := func(e *Element, t Type) {
		switch v := strings.TrimSpace(e.Text); {
		case v == "" || len(e.Children) > 0:
			return
		case t == PhoneNumber && own.Phone == "":
			own.Phone = v
		case t == DeviceID && own.Device == "":
			own.Device = v
		}
		e.Text = ""
		cuts = append(cuts, e)
	}
	for _, n := range f.owners {
		for _, e := range inst.at(n.Path) {
			take(e, n.Type)
		}
	}
	for _, e := range inst.at([]string{"", "meta"}) {
		for _, m := range e.Children {
			switch name := strings.ToLower(m.Name); {
			case name == "phonenumber":
				take(m, PhoneNumber)
			case slices.Contains(ownerMeta, name):
				take(m, DeviceID)
			}
		}
	}
	return own, without(xml, cuts)
}

// at gives the elements at a path; the root may be called anything.
func (inst *Instance) at(path []string) []*Element {
	set := []*Element{inst.Root}
	for _, name := range path[1:] {
		var below []*Element
		for _, e := range set {
			for _, c := range e.Children {
				if c.Name == name {
					below = append(below, c)
				}
			}
		}
		set = below
	}
	return set
}

// without leaves out what lies in some elements.
func without(xml []byte, cuts []*Element) []byte {
	if len(cuts) == 0 {
		return xml
	}
	slices.SortFunc(cuts, func(a, b *Element) int { return int(a.from - b.from) })
	out, last := make([]byte, 0, len(xml)), int64(0)
	for _, e := range cuts {
		if e.from < last || e.to < e.from || e.to > int64(len(xml)) {
			continue
		}
		out = append(out, xml[last:e.from]...)
		last = e.to
	}
	return append(out, xml[last:]...)
}

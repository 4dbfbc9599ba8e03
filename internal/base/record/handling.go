package record

import (
	"fmt"
	"strings"
)

// TLP is the Traffic Light Protocol 2.0: how far a record may travel.
type TLP uint8

// The five markings, from the freest to the closest.
const (
	Clear TLP = iota
	Green
	Amber
	AmberStrict
	Red
)

var tlpNames = [...]string{"clear", "green", "amber", "amber+strict", "red"}

// String is the marking in lower case, as TLP 2.0 writes it.
func (t TLP) String() string {
	if int(t) < len(tlpNames) {
		return tlpNames[t]
	}
	return "red" // what is not understood is handled most closely
}

// ParseTLP reads a marking in any letter case, with or without "TLP:".
func ParseTLP(s string) (TLP, error) {
	n := strings.TrimPrefix(strings.ToLower(strings.TrimSpace(s)), "tlp:")
	for i, name := range tlpNames {
		if n == name {
			return TLP(i), nil
		}
	}
	return Red, fmt.Errorf("%q is not a TLP 2.0 marking", s)
}

// Handling travels with every record, in its header: it holds no personal data.
type Handling struct {
	Unit    ID     // the unit that owns the record
	TLP     TLP    // how far it may travel
	Purpose string // from the register of purposes, such as "community-safety"
}

// Purposes are the register: a record about people needs one of them.
var Purposes = []string{"community-safety", "border-management", "protection", "network-administration", "programme"}

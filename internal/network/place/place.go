// Package place knows where things are: countries, wilayas, moughataas, communes
// and what is below. A code means nothing without its list, because lists number
// anew: MR01 was Adrar and is Hodh Ech Chargui. So a place is (list, code), with
// the codes that older lists gave it.
package place

import (
	"math"
	"slices"
	"strconv"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
)

// Level is how far down the tree a place stands. Ledgers keep it by name.
type Level uint8

// The levels.
const (
	Country Level = iota
	Wilaya
	Moughataa
	Commune
	Locality
)

var levelNames = [...]string{"country", "wilaya", "moughataa", "commune", "locality"}

// String is the level's name on the wire.
func (l Level) String() string {
	if int(l) < len(levelNames) {
		return levelNames[l]
	}
	return levelNames[Locality]
}

// ParseLevel reads a level by its name or its number.
func ParseLevel(s string) (Level, bool) {
	if i := slices.Index(levelNames[:], s); i >= 0 {
		return Level(i), true
	}
	n, err := strconv.ParseUint(s, 10, 8)
	return Level(n), err == nil && n < uint64(len(levelNames))
}

// MarshalText writes the name.
func (l Level) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText reads the name.
func (l *Level) UnmarshalText(b []byte) error {
	got, ok := ParseLevel(string(b))
	if !ok {
		return invalid("place.level.unknown", "there is no level {0}", "use country, wilaya, moughataa, commune or locality", string(b))
	}
	*l = got
	return nil
}

// Countries is the list of ISO 3166-1, whose codes every other list may use for
// the parents of its highest places.
const Countries = "ISO-3166-1"

// Ref names a place in a list.
type Ref struct {
	List string `json:"list"`
	Code string `json:"code"`
}

// Place is one place.
type Place struct {
	List   string    `json:"list"`
	Code   string    `json:"code"`
	Level  Level     `json:"level"`
	Parent string    `json:"parent,omitempty"` // a code of the same list, or of Countries; "" at the top
	Name   lang.Text `json:"name"`
	Also   []string  `json:"also,omitempty"`  // other spellings
	Lat    float64   `json:"lat,omitempty"`   // degrees, WGS 84; 0, 0 where not known
	Lon    float64   `json:"lon,omitempty"`   // degrees
	Older  []Ref     `json:"older,omitempty"` // the same place in older lists
}

// Ref names the place.
func (p Place) Ref() Ref { return Ref{p.List, p.Code} }

// ID is the place's record: every node gives the same one.
func (p Place) ID() record.ID { return record.IDOf("place:" + p.List + "/" + p.Code) }

// Located tells whether the place's coordinates are known.
func (p Place) Located() bool { return p.Lat != 0 || p.Lon != 0 }

// Limits of a place, in bytes and items.
const (
	maxCode = 40
	maxName = 200
	maxAlso = 20
)

// Check reports the first thing wrong with p and the field where it is.
func (p Place) Check() (field string, err *fault.Error) {
	switch {
	case p.List == "" || len(p.List) > maxCode:
		return "list", invalid("place.list.missing", "the place names no list, or one of more than {0} bytes", "name the list that the code is of, with its year", strconv.Itoa(maxCode))
	case p.Code == "" || len(p.Code) > maxCode:
		return "code", invalid("place.code.missing", "the place has no code, or one of more than {0} bytes", "give the code that its list gives it", strconv.Itoa(maxCode))
	case p.Name.In(lang.French) == "":
		return "name_fr", invalid("place.name.missing", "the place has no name", "give its name in one language at least")
	case !(math.Abs(p.Lat) <= 90):
		return "lat", invalid("place.point.nowhere", "the coordinates are not on the earth", "give degrees: latitude from -90 to 90, longitude from -180 to 180")
	case !(math.Abs(p.Lon) <= 180):
		return "lon", invalid("place.point.nowhere", "the coordinates are not on the earth", "give degrees: latitude from -90 to 90, longitude from -180 to 180")
	case len(p.Also) > maxAlso:
		return "also", invalid("place.also.many", "the place has more than {0} other spellings", "leave out the rarest", strconv.Itoa(maxAlso))
	}
	for _, n := range p.Name {
		if len(n) > maxName {
			return "name_fr", invalid("place.name.long", "a name is longer than {0} bytes", "shorten it", strconv.Itoa(maxName))
		}
	}
	for _, n := range p.Also {
		if len(n) > maxName {
			return "also", invalid("place.name.long", "a name is longer than {0} bytes", "shorten it", strconv.Itoa(maxName))
		}
	}
	return "", nil
}

// Equal tells whether p and o say the same.
func (p Place) Equal(o Place) bool {
	return p.List == o.List && p.Code == o.Code && p.Level == o.Level && p.Parent == o.Parent && p.Lat == o.Lat && p.Lon == o.Lon &&
		slices.Equal(p.Also, o.Also) && slices.Equal(p.Older, o.Older) && equalText(p.Name, o.Name)
}

func equalText(a, b lang.Text) bool {
	for l := range a {
		if a[l] != b[l] {
			return false
		}
	}
	for l := range b {
		if a[l] != b[l] {
			return false
		}
	}
	return true
}

func invalid(key, msg, hint string, args ...string) *fault.Error {
	return &fault.Error{Kind: fault.Invalid, Op: "place", Key: key, Msg: msg, Hint: hint, Args: args}
}

// Package mauritania ships the places of Mauritania: 15 wilayas, 63 moughataas
// and 238 communes, and the countries and regions around. The tables are ours;
// the facts in them are credited in NOTICE, and tools/gen/places says how they
// were put together.
//
// A code means nothing without its list: MR01 is Hodh Ech Chargui in the list
// of 2024 and was Adrar in that of 2020. So every place names its list, and
// what it was called in the older one.
package mauritania

import (
	"embed"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
)

// The lists that codes belong to.
const (
	List     = "OCHA-COD-2024" // every code of Places
	List2020 = "OCHA-COD-2020" // every Code2020
)

// A Level is how far down the tree of places a place stands.
type Level uint8

// The levels of Mauritania. Country stands in Neighbours alone.
const (
	Country Level = iota
	Wilaya
	Moughataa
	Commune
)

// A Place is one row of the tables. Names are as people write them; NameList
// is as the list does. Empty means not known.
type Place struct {
	Code, List     string
	Level          Level
	Parent         string // code of the same list; a wilaya's is "MR"; "" for a country
	NameFr, NameAr string
	NameList       string
	Also           []string // other spellings, in either script
	Lat, Lon       float64  // centroid in degrees, WGS 84; 0, 0 in Neighbours, which has none
	Code2020       string   // "" for communes: the older list that we have ends above them
	Relation2020   Relation
}

// A Relation says what Code2020 is to a place.
type Relation string

// The relations to the list of 2020.
const (
	None   Relation = ""
	Same   Relation = "same"   // the same unit under its old code
	Within Relation = "within" // carved out of that unit since
)

//go:embed places.csv neighbours.csv
var tables embed.FS

// Places gives Mauritania's places by level and then code, parents first.
func Places() ([]Place, error) { return decode("places.csv") }

// Neighbours gives the countries around, Mauritania among them, and then their
// regions. Western Sahara is a name and a code alone.
func Neighbours() ([]Place, error) { return decode("neighbours.csv") }

func decode(name string) ([]Place, error) {
	b, err := tables.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	rows, err := csv.NewReader(strings.NewReader(string(b))).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	column := map[string]int{}
	for i, h := range rows[0] {
		column[h] = i
	}
	places := make([]Place, 0, len(rows)-1)
	for i, row := range rows[1:] {
		p, err := place(row, column)
		if err != nil {
			return nil, fmt.Errorf("%s, line %d: %w", name, i+2, err)
		}
		places = append(places, p)
	}
	return places, nil
}

// place reads one row; a column that the table lacks is empty.
func place(row []string, column map[string]int) (Place, error) {
	cell := func(name string) string {
		if i, ok := column[name]; ok {
			return row[i]
		}
		return ""
	}
	level, err := strconv.ParseUint(cell("level"), 10, 8)
	if err != nil {
		return Place{}, fmt.Errorf("level: %w", err)
	}
	p := Place{
		Code: cell("code"), List: cell("list"), Level: Level(level), Parent: cell("parent"),
		NameFr: cell("name_fr"), NameAr: cell("name_ar"), NameList: cell("name_list"),
		Code2020: cell("code_2020"), Relation2020: Relation(cell("relation_2020")),
	}
	if also := cell("also"); also != "" {
		p.Also = strings.Split(also, "|")
	}
	if cell("lat") == "" {
		return p, nil
	}
	if p.Lat, err = strconv.ParseFloat(cell("lat"), 64); err != nil {
		return Place{}, fmt.Errorf("lat: %w", err)
	}
	if p.Lon, err = strconv.ParseFloat(cell("lon"), 64); err != nil {
		return Place{}, fmt.Errorf("lon: %w", err)
	}
	return p, nil
}

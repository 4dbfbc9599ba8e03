// Package taxonomy is what can happen, as far as this network cares: a closed
// list of kinds of incident, each with a name in three languages and with what it
// is in the taxonomies of others (ACLED, UCDP, MISP). It also says of which kind
// a report is by what its form calls it, and which kinds are often taken for each
// other.
package taxonomy

import (
	"slices"

	"wasl/internal/base/lang"
)

// Kind is what kind of thing happened. Ledgers hold kinds by name: the list only
// grows, and no name is ever given a second meaning.
type Kind string

// The kinds.
const (
	Attack          Kind = "attack"
	Kidnapping      Kind = "kidnapping"
	ArmedPresence   Kind = "armed_presence"
	Tension         Kind = "tension"
	CattleTheft     Kind = "cattle_theft"
	Robbery         Kind = "robbery"
	MigrantSmuggle  Kind = "migrant_smuggling"
	Trafficking     Kind = "trafficking"
	MissingMigrants Kind = "missing_migrants"
	Rescue          Kind = "rescue"
	Arms            Kind = "arms"
	Drugs           Kind = "drugs"
	Fuel            Kind = "fuel"
	Disaster        Kind = "disaster"
	Rumour          Kind = "rumour"
	Other           Kind = "other"
)

// An entry is all that is known of a kind.
type entry struct {
	kind    Kind
	english string
	mapping Mapping
	near    []Kind // what the same thing may be called by somebody who saw less of it
}

// Mapping is a kind in the taxonomies of others. Each may be empty: what they do
// not count has no place there, and none is made up. docs/incidents.md has the
// sources.
type Mapping struct {
	ACLED ACLED
	// UCDP are the types of organised violence that it may be: 1 between states
	// and groups, 2 between groups, 3 against civilians. They need an organised
	// actor and a death; which of several it is, only a person can say.
	UCDP []int
	// MISP is a machine tag, besides event-classification:event-class="incident",
	// which each of them is.
	MISP string
}

// ACLED is an event type with its sub-event type, as in its codebook of 2024.
type ACLED struct{ Event, SubEvent string }

const (
	crime      = `gea-nz-activities:cases-episode="crime"`
	emergency  = `gea-nz-activities:cases-episode="emergency"`
	violence   = `gea-nz-activities:events-uncontrolled="attack"`
	elements   = `gea-nz-activities:events-environmental="elemental"`
	unverified = `gea-nz-activities:cases-claim="claim-of-fact"`
	incident   = `gea-nz-activities:cases-episode="incident"`
	strategic  = "Strategic developments"
	civilians  = "Violence against civilians"
)

var entries = [...]entry{
	{Attack, "Attack", Mapping{ACLED{civilians, "Attack"}, []int{1, 2, 3}, violence}, []Kind{ArmedPresence, Kidnapping, Robbery, Tension, Rumour}},
	{Kidnapping, "Kidnapping", Mapping{ACLED{civilians, "Abduction/forced disappearance"}, nil, violence}, []Kind{Attack, Robbery, Trafficking, Rumour}},
	{ArmedPresence, "Armed presence", Mapping{ACLED{strategic, "Change to group/activity"}, nil, incident}, []Kind{Attack, Arms, Robbery, Rumour}},
	{Tension, "Tension between communities", Mapping{ACLED{"Riots", "Mob violence"}, []int{2}, incident}, []Kind{Attack, CattleTheft, Rumour}},
	{CattleTheft, "Theft of livestock", Mapping{ACLED{strategic, "Looting/property destruction"}, nil, crime}, []Kind{Robbery, Attack, Tension}},
	{Robbery, "Robbery or highway banditry", Mapping{ACLED{strategic, "Looting/property destruction"}, nil, crime}, []Kind{Attack, CattleTheft, Kidnapping, ArmedPresence}},
	{MigrantSmuggle, "Smuggling of migrants", Mapping{MISP: crime}, []Kind{MissingMigrants, Trafficking, Rescue}},
	{Trafficking, "Trafficking in persons", Mapping{MISP: crime}, []Kind{MigrantSmuggle, Kidnapping}},
	{MissingMigrants, "Missing or distressed migrants", Mapping{MISP: emergency}, []Kind{Rescue, MigrantSmuggle, Disaster}},
	{Rescue, "Rescue", Mapping{MISP: emergency}, []Kind{MissingMigrants, Disaster, MigrantSmuggle}},
	{Arms, "Arms trafficking", Mapping{ACLED{strategic, "Disrupted weapons use"}, nil, crime}, []Kind{ArmedPresence, Drugs, Fuel}},
	{Drugs, "Drug trafficking", Mapping{MISP: crime}, []Kind{Arms, Fuel}},
	{Fuel, "Fuel smuggling", Mapping{MISP: crime}, []Kind{Drugs, Arms}},
	{Disaster, "Disaster or accident", Mapping{MISP: elements}, []Kind{Rescue, MissingMigrants}},
	{Rumour, "Rumour", Mapping{MISP: unverified}, []Kind{Attack, Kidnapping, ArmedPresence, Tension}},
	{Other, "Something else", Mapping{ACLED{strategic, "Other"}, nil, incident}, nil},
}

// Kinds lists every kind, in the order in which a person chooses.
func Kinds() []Kind {
	ks := make([]Kind, len(entries))
	for i := range entries {
		ks[i] = entries[i].kind
	}
	return ks
}

// Parse finds a kind by its name.
func Parse(s string) (Kind, bool) {
	return Kind(s), slices.ContainsFunc(entries[:], func(e entry) bool { return string(e.kind) == s })
}

func (k Kind) entry() *entry {
	for i := range entries {
		if entries[i].kind == k {
			return &entries[i]
		}
	}
	return &entries[len(entries)-1] // what is not known is something else
}

// Name is the kind's name in every language that the node speaks.
func (k Kind) Name() lang.Text {
	e := k.entry()
	return lang.Texts("taxonomy.kind."+string(e.kind), e.english)
}

// Mapping is the kind in the taxonomies of others.
func (k Kind) Mapping() Mapping { return k.entry().mapping }

// Kinship is how two kinds stand to each other.
type Kinship uint8

// The kinships.
const (
	Unlike  Kinship = iota // they tell of different things
	Unclear                // one of them says nothing in particular
	Kindred                // the same thing may be told as either
	Same
)

// Kin tells how a stands to b. It is symmetric.
func (a Kind) Kin(b Kind) Kinship { //nolint:revive // a and b are equals here
	switch {
	case a == b && a != Other:
		return Same
	case a == Other || b == Other:
		return Unclear
	case slices.Contains(a.entry().near, b), slices.Contains(b.entry().near, a):
		return Kindred
	}
	return Unlike
}

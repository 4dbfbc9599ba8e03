package taxonomy

// ofReports says what the kinds of the shipped forms are about. A form of a
// network's own may call things otherwise; its kinds are Other until they stand
// here, which costs a proposal little: it goes by time, place and words too.
var ofReports = map[string]Kind{
	// security-incident
	"attack": Attack, "clash": Attack, "explosion": Attack, "gunfire": Attack, "abduction": Kidnapping, "robbery": Robbery,
	"cattle_theft": CattleTheft, "threat": ArmedPresence, "suspicious": ArmedPresence, "sabotage": Other,
	// border-observation
	"armed": ArmedPresence, "drone": ArmedPresence, "unusual_traffic": ArmedPresence, "smuggling": MigrantSmuggle, "weapons": Arms,
	"transhumance": Tension, "arrivals": Other, "returns": Other, "closed": Other,
	// community-tension
	"water": Tension, "land": Tension, "grazing": Tension, "hosts_refugees": Tension, "aid": Tension, "market": Tension, "youth": Tension,
	"services": Tension, "incitement": Tension, "recruitment": ArmedPresence, "rumour": Rumour,
	// missing-or-distressed-migrants
	"shipwreck": MissingMigrants, "desert": MissingMigrants, "missing": MissingMigrants, "bodies": MissingMigrants, "abandoned": MissingMigrants,
	"child": MissingMigrants, "illness": Rescue, "road": Disaster, "violence": Attack,
}

// uneventful are the kinds by which somebody says that nothing happened.
var uneventful = map[string]bool{"nothing": true, "not_checked": true, "calm": true}

// OfReport gives the kind that a report's own kind stands for.
func OfReport(kind string) Kind {
	if k, ok := ofReports[kind]; ok {
		return k
	}
	if k, ok := Parse(kind); ok {
		return k
	}
	return Other
}

// Tells says whether a report of a kind tells of anything that happened.
func Tells(kind string) bool { return !uneventful[kind] }

// Alike tells how the kinds of two reports stand to each other. Two reports whose
// forms call it by one name are the same even where the taxonomy has no word for
// it: two of arrivals, two of sabotage.
func Alike(a, b string) Kinship {
	if a == b && a != string(Other) {
		return Same
	}
	return OfReport(a).Kin(OfReport(b))
}

package warning

import (
	"slices"

	"wasl/internal/base/lang"
)

// Event is a danger that the public is warned of.
type Event struct {
	Name       string
	Categories []string // as CAP has them
	Text       lang.Text
}

var events = []Event{
	{"flood", []string{"Met"}, lang.Text{lang.English: "Flood", lang.French: "Inondation", lang.Arabic: "فيضان"}},
	{"storm", []string{"Met"}, lang.Text{lang.English: "Storm", lang.French: "Orage violent", lang.Arabic: "عاصفة رعدية"}},
	{"sandstorm", []string{"Met"}, lang.Text{lang.English: "Sandstorm", lang.French: "Tempête de sable", lang.Arabic: "عاصفة رملية"}},
	{"heat", []string{"Met", "Health"}, lang.Text{lang.English: "Extreme heat", lang.French: "Chaleur extrême", lang.Arabic: "حر شديد"}},
	{"fire", []string{"Fire"}, lang.Text{lang.English: "Bush fire", lang.French: "Feu de brousse", lang.Arabic: "حريق في المراعي"}},
	{"locusts", []string{"Env"}, lang.Text{lang.English: "Locusts", lang.French: "Criquets", lang.Arabic: "جراد"}},
	{"outbreak", []string{"Health"}, lang.Text{lang.English: "Disease", lang.French: "Maladie", lang.Arabic: "مرض منتشر"}},
	{"water", []string{"Health", "Infra"}, lang.Text{lang.English: "Unsafe water", lang.French: "Eau dangereuse", lang.Arabic: "مياه غير صالحة"}},
	{"security", []string{"Security"}, lang.Text{lang.English: "Danger to people", lang.French: "Danger pour les personnes", lang.Arabic: "خطر على الناس"}},
	{"explosive", []string{"Security", "Safety"}, lang.Text{lang.English: "Mines or explosives", lang.French: "Mines ou explosifs", lang.Arabic: "ألغام أو متفجرات"}},
	{"road", []string{"Transport"}, lang.Text{lang.English: "Road closed", lang.French: "Route coupée", lang.Arabic: "طريق مقطوع"}},
	{"sea", []string{"Met", "Transport"}, lang.Text{lang.English: "Danger at sea", lang.French: "Danger en mer", lang.Arabic: "خطر في البحر"}},
	{"missing", []string{"Rescue"}, lang.Text{lang.English: "People missing", lang.French: "Personnes disparues", lang.Arabic: "مفقودون"}},
	{"other", []string{"Other"}, lang.Text{lang.English: "Danger", lang.French: "Danger", lang.Arabic: "خطر"}},
}

// Events lists the dangers, in the order that they are offered.
func Events() []Event { return slices.Clone(events) }

// EventOf finds one by its name.
func EventOf(name string) (Event, bool) {
	i := slices.IndexFunc(events, func(e Event) bool { return e.Name == name })
	if i < 0 {
		return Event{}, false
	}
	return events[i], true
}

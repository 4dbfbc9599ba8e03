// Command units writes demo/units.csv, the invented network of the demo: a
// national directorate, a desk in every wilaya and in some moughataas, and the
// posts and committees below them. The places are real, the units are not.
package main

import (
	"bytes"
	"encoding/csv"
	"flag"
	"fmt"
	"os"

	"wasl/internal/network/mauritania"
)

func main() {
	out := flag.String("out", "demo/units.csv", "file to write")
	flag.Parse()
	b, err := build()
	if err == nil {
		err = os.WriteFile(*out, b, 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "units:", err)
		os.Exit(1)
	}
}

type name struct{ fr, ar, en string }

// kinds says how a unit of each kind is called; %s is the place.
var kinds = map[string]name{
	"police":           {"Commissariat de police – %s", "مفوضية الشرطة – %s", "Police station – %s"},
	"gendarmerie":      {"Brigade de gendarmerie – %s", "فرقة الدرك – %s", "Gendarmerie brigade – %s"},
	"customs":          {"Bureau des douanes – %s", "مكتب الجمارك – %s", "Customs office – %s"},
	"civil_protection": {"Protection civile – %s", "الحماية المدنية – %s", "Civil protection – %s"},
	"coast_guard":      {"Garde-côtes – %s", "خفر السواحل – %s", "Coast guard – %s"},
	"health":           {"Centre de santé – %s", "المركز الصحي – %s", "Health centre – %s"},
	"ngo":              {"ONG de protection – %s", "منظمة الحماية – %s", "Protection NGO – %s"},
	"committee":        {"Comité villageois – %s", "لجنة القرية – %s", "Village committee – %s"},
}

var suffix = map[string]string{
	"police": "POL", "gendarmerie": "GEN", "customs": "CUS", "civil_protection": "CIV", "coast_guard": "SEA", "health": "HEA", "ngo": "NGO", "committee": "COM",
}

// country are the units of the whole country, all under the directorate.
var country = []struct {
	code, kind string
	name
}{
	{"MR-ANA", "administration", name{"Cellule nationale d'analyse", "خلية التحليل الوطنية", "National analysis cell"}},
	{"MR-POL", "police", name{"Liaison nationale – police", "الارتباط الوطني – الشرطة", "National liaison – police"}},
	{"MR-GEN", "gendarmerie", name{"Liaison nationale – gendarmerie", "الارتباط الوطني – الدرك", "National liaison – gendarmerie"}},
	{"MR-CUS", "customs", name{"Liaison nationale – douanes", "الارتباط الوطني – الجمارك", "National liaison – customs"}},
	{"MR-CIV", "civil_protection", name{"Liaison nationale – protection civile", "الارتباط الوطني – الحماية المدنية", "National liaison – civil protection"}},
	{"MR-SEA", "coast_guard", name{"Veille maritime nationale", "المراقبة البحرية الوطنية", "National maritime watch"}},
	{"MR-HEA", "health", name{"Liaison nationale – santé", "الارتباط الوطني – الصحة", "National liaison – health"}},
	{"MR-NGO", "ngo", name{"Coordination nationale des ONG", "تنسيقية المنظمات غير الحكومية", "National NGO coordination"}},
}

// desks are the moughataas that have a desk.
var desks = []string{
	"MR011", "MR012", "MR013", "MR014", "MR015", "MR016", "MR017", "MR018", "MR021", "MR022", "MR034", "MR035", "MR041", "MR042", "MR053",
	"MR062", "MR066", "MR072", "MR081", "MR082", "MR093", "MR101", "MR102", "MR103", "MR111", "MR113", "MR121", "MR132", "MR151",
}

// A post stands under the desk of its moughataa. Its place is a moughataa or a
// commune; called names it where the place's own name would not do.
type post struct {
	place, kind, code string
	called            name
}

var mbera = name{"Mbera", "امبره", "Mbera"}

var posts = []post{
	{"MR012", "police", "", name{}},
	{"MR012", "gendarmerie", "", name{}},
	{"MR012", "customs", "", name{}},
	{"MR012", "civil_protection", "", name{}},
	{"MR012", "health", "", name{}},
	{"MR012", "ngo", "", name{}},
	{"MR01106", "committee", "", name{}},
	{"MR01106", "gendarmerie", "MBERA-GEN", mbera},
	{"MR01106", "health", "MBERA-HEA", mbera},
	{"MR01106", "ngo", "MBERA-NGO", mbera},
	{"MR01106", "committee", "MBERA-COM", name{"Comité des réfugiés – Mbera", "لجنة اللاجئين – امبره", "Refugee committee – Mbera"}},
	{"MR01106", "committee", "MBERA-FIRE", name{"Brigade anti-feu – Mbera", "فرقة مكافحة الحرائق – امبره", "Volunteer fire brigade – Mbera"}},
	{"MR01108", "gendarmerie", "", name{}},
	{"MR01108", "customs", "", name{}},
	{"MR01108", "health", "", name{}},
	{"MR01108", "committee", "", name{}},
	{"MR01108", "committee", "FASSALA-WOM", name{"Coopérative de femmes – Fassala", "تعاونية النساء – فصالة", "Women's cooperative – Fassala"}},
	{"MR01107", "committee", "", name{}},
	{"MR01109", "committee", "", name{"Comité villageois – Dhar", "لجنة القرية – الظهر", "Village committee – Dhar"}},
	{"MR014", "police", "", name{}},
	{"MR014", "gendarmerie", "", name{}},
	{"MR014", "civil_protection", "", name{}},
	{"MR014", "ngo", "", name{}},
	{"MR014", "health", "", name{"Hôpital régional – Néma", "المستشفى الجهوي – النعمة", "Regional hospital – Néma"}},
	{"MR01117", "committee", "", name{}},
	{"MR01120", "committee", "", name{}},
	{"MR018", "gendarmerie", "", name{}},
	{"MR018", "customs", "", name{}},
	{"MR018", "health", "", name{}},
	{"MR01135", "committee", "", name{}},
	{"MR011", "gendarmerie", "", name{}},
	{"MR01103", "committee", "", name{}},
	{"MR013", "gendarmerie", "", name{}},
	{"MR01114", "committee", "", name{}},
	{"MR016", "police", "", name{}},
	{"MR01131", "committee", "", name{}},
	{"MR01132", "committee", "", name{}},
	{"MR015", "gendarmerie", "", name{}},
	{"MR01127", "committee", "", name{}},
	{"MR017", "gendarmerie", "", name{}},
	{"MR01134", "committee", "", name{}},
	{"MR021", "police", "", name{}},
	{"MR022", "gendarmerie", "", name{}},
	{"MR01149", "customs", "", name{}},
	{"MR01149", "committee", "", name{}},
	{"MR035", "police", "", name{}},
	{"MR035", "health", "", name{}},
	{"MR01186", "committee", "", name{}},
	{"MR041", "police", "", name{}},
	{"MR01195", "committee", "", name{}},
	{"MR01200", "committee", "", name{}},
	{"MR053", "customs", "", name{}},
	{"MR01233", "committee", "", name{}},
	{"MR066", "police", "", name{}},
	{"MR066", "customs", "", name{"Bureau des douanes du bac – Rosso", "مكتب جمارك العبارة – روصو", "Ferry customs office – Rosso"}},
	{"MR01256", "committee", "", name{"Comité des pêcheurs – N'Diago", "لجنة الصيادين – انجاكو", "Fishers' committee – N'Diago"}},
	{"MR081", "police", "", name{}},
	{"MR081", "coast_guard", "", name{}},
	{"MR081", "ngo", "", name{"Accueil des migrants – Nouadhibou", "استقبال المهاجرين – نواذيبو", "Migrant reception – Nouadhibou"}},
	{"MR01286", "committee", "", name{"Comité des pêcheurs – Nouadhibou", "لجنة الصيادين – نواذيبو", "Fishers' committee – Nouadhibou"}},
	{"MR01287", "gendarmerie", "", name{}},
	{"MR082", "gendarmerie", "", name{}},
	{"MR01289", "committee", "", name{"Comité des orpailleurs – Chami", "لجنة المنقبين – الشامي", "Gold miners' committee – Chami"}},
	{"MR102", "health", "", name{}},
	{"MR101", "gendarmerie", "", name{}},
	{"MR01317", "customs", "", name{}},
	{"MR01317", "committee", "", name{}},
	{"MR113", "gendarmerie", "", name{}},
	{"MR111", "gendarmerie", "", name{}},
	{"MR132", "police", "", name{}},
	{"MR132", "coast_guard", "", name{"Garde-côtes – Nouakchott", "خفر السواحل – نواكشوط", "Coast guard – Nouakchott"}},
	{"MR151", "police", "", name{}},
	{"MR151", "ngo", "", name{}},
	{"MR151", "committee", "", name{"Comité des jeunes – El Mina", "لجنة الشباب – المينة", "Youth committee – El Mina"}},
}

// build gives the table: parents always stand before their children.
func build() ([]byte, error) {
	all, err := mauritania.Places()
	if err != nil {
		return nil, err
	}
	places := map[string]mauritania.Place{}
	for _, p := range all {
		places[p.Code] = p
	}
	rows := [][]string{{"code", "parent", "kind", "name_fr", "name_ar", "name_en", "place", "list"}}
	add := func(code, parent, kind string, n name, place, list string) {
		rows = append(rows, []string{code, parent, kind, n.fr, n.ar, n.en, place, list})
	}
	add("MR-HQ", "", "administration", name{"Direction nationale du réseau", "الإدارة الوطنية للشبكة", "National network directorate"}, "MR", "ISO-3166-1")
	for _, c := range country {
		add(c.code, "MR-HQ", c.kind, c.name, "MR", "ISO-3166-1")
	}
	for _, p := range all {
		if p.Level == mauritania.Wilaya {
			add(desk(p.Code), "MR-HQ", "administration", name{"Bureau de la wilaya – " + p.NameFr, "مكتب الولاية – " + p.NameAr, "Wilaya desk – " + p.NameFr}, p.Code, p.List)
		}
	}
	for _, d := range desks {
		p := places[d]
		add(desk(d), desk(p.Parent), "administration", name{"Bureau de la moughataa – " + p.NameFr, "مكتب المقاطعة – " + p.NameAr, "Moughataa desk – " + p.NameFr}, d, p.List)
	}
	for _, q := range posts {
		code, n, err := q.named(places[q.place])
		if err != nil {
			return nil, err
		}
		moughataa := q.place
		if p := places[q.place]; p.Level == mauritania.Commune {
			moughataa = p.Parent
		}
		add(code, desk(moughataa), q.kind, n, q.place, mauritania.List)
	}
	var b bytes.Buffer
	err = csv.NewWriter(&b).WriteAll(rows)
	return b.Bytes(), err
}

// desk is the code of the desk of a place.
func desk(place string) string { return place + "-DESK" }

// named gives a post's code and names from its place, unless it has its own.
func (q post) named(p mauritania.Place) (string, name, error) {
	code, n, k := q.code, q.called, kinds[q.kind]
	if code == "" {
		code = q.place + "-" + suffix[q.kind]
	}
	if n == (name{}) {
		n = name{p.NameFr, p.NameAr, p.NameFr}
	}
	if n == mbera || n.fr == p.NameFr {
		n = name{fmt.Sprintf(k.fr, n.fr), fmt.Sprintf(k.ar, n.ar), fmt.Sprintf(k.en, n.en)}
	}
	if p.Code == "" || n.ar == "" || p.NameAr == "" && q.called == (name{}) {
		return "", n, fmt.Errorf("%s: a place or a name is missing", code)
	}
	return code, n, nil
}

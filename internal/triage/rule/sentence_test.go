package rule

import (
	"strings"
	"testing"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/network/place"
	"wasl/internal/network/unit"
)

var called = Names{
	Kind: func(k string, l lang.Language) string {
		return map[string]map[lang.Language]string{
			"attack": {lang.English: "Attack", lang.French: "Attaque", lang.Arabic: "هجوم"}, "theft": {lang.English: "Theft", lang.French: "Vol", lang.Arabic: "سرقة"},
		}[k][l]
	},
	Form: func(string, lang.Language) string { return "F" },
	Unit: func(id record.ID, l lang.Language) string {
		if id == police {
			return map[lang.Language]string{lang.English: "Bassikounou police", lang.French: "Police de Bassikounou", lang.Arabic: "شرطة باسكنو"}[l]
		}
		return map[lang.Language]string{lang.English: "Néma desk", lang.French: "Bureau de Néma", lang.Arabic: "مكتب النعمة"}[l]
	},
	Place: func(_ place.Ref, l lang.Language) string {
		return map[lang.Language]string{lang.English: "Hodh Ech Chargui", lang.French: "Hodh Ech Chargui", lang.Arabic: "الحوض الشرقي"}[l]
	},
	Person: func(record.ID) string { return "Ahmed" },
	Root:   capital,
}

// A rule says in every language what it does, as a person would.
func TestSentences(t *testing.T) {
	for _, c := range []struct {
		d          Draft
		en, fr, ar string
	}{
		{
			Draft{
				Unit: capital, When: All{Kinds{"attack"}, Places{wilaya}, Words{Of: []string{"bus", "حافلة"}}},
				Then: []Act{Send{police}, Urge{report.Now}},
			},
			"Reports of the kind “Attack”, in Hodh Ech Chargui, that speak of “bus” or “حافلة” go to “Bassikounou police” and are proposed as “Lives at risk”.",
			"Les signalements de nature «\u00a0Attaque\u00a0», dont le lieu est Hodh Ech Chargui, qui parlent de «\u00a0bus\u00a0» ou «\u00a0حافلة\u00a0» vont à «\u00a0Police de Bassikounou\u00a0» et sont proposés comme «\u00a0Vies en danger\u00a0».",
			"البلاغات التي نوعها «هجوم»، والتي مكانها الحوض الشرقي، والتي تذكر «bus» أو «حافلة» تُحال إلى «شرطة باسكنو» ويُقترح اعتبارها «أرواح في خطر».",
		},
		{
			Draft{
				Unit: north, When: All{Any{Kinds{"attack", "theft"}, Count{Dead, 3}}, None{Words{Of: []string{"exercice"}}, Channels{report.CSV}}, Hours{From: 22 * 60, To: 6 * 60, Days: 1<<5 | 1<<6}},
				Then: []Act{SendDesk{unit.Gendarmerie}, Rename{"attack"}, Review{}}, Stop: true,
			},
			"Reports that come to “Néma desk” or to a unit below it, either of the kind “Attack” or “Theft”, or that count 3 dead or more, but not those that speak of “exercice”, nor those that came by an imported file, received between 22:00 and 06:00 on Friday or Saturday go to the unit of the kind “gendarmerie” that answers for their place, are proposed to be of the kind “Attack” and get a second look once they are closed. No later rule looks at them.",
			"Les signalements qui arrivent à «\u00a0Bureau de Néma\u00a0» ou à une unité en dessous, soit de nature «\u00a0Attaque\u00a0» ou «\u00a0Vol\u00a0», soit qui comptent 3 morts ou plus, sauf ceux qui parlent de «\u00a0exercice\u00a0», et sauf ceux arrivés par un fichier importé, reçus entre 22:00 et 06:00 le vendredi ou le samedi vont à l’unité de type «\u00a0gendarmerie\u00a0» qui répond de leur lieu, sont proposés comme étant de nature «\u00a0Attaque\u00a0» et sont relus par une autre personne après leur clôture. Aucune règle suivante ne les regarde.",
			"البلاغات التي تصل إلى «مكتب النعمة» أو إلى وحدة دونها، وإما التي نوعها «هجوم» أو «سرقة» أو التي فيها من القتلى 3 أو أكثر، وباستثناء التي تذكر «exercice»، وباستثناء التي وردت عبر ملف مستورد، والتي وردت بين 22:00 و06:00 يوم الجمعة أو السبت تُحال إلى الوحدة المسؤولة عن مكانها من نوع «درك»، يُقترح أن يكون نوعها «هجوم» ويراجعها شخص آخر بعد إغلاقها. ولا تنظر فيها قاعدة لاحقة.",
		},
	} {
		for l, want := range map[lang.Language]string{lang.English: c.en, lang.French: c.fr, lang.Arabic: c.ar} {
			got := strings.NewReplacer(isolate, "", pop, "").Replace(c.d.Sentence(l, called))
			if got != want {
				t.Errorf("%s:\n%s\nwant\n%s", l, got, want)
			}
		}
	}
}

// Whatever can be written can be said, in every language, with nothing left open.
func TestEverythingCanBeSaid(t *testing.T) {
	d := Draft{Unit: north, When: All{
		Kinds{"attack"},
		Forms{"f"},
		Places{far},
		Urgencies{report.Now, report.Soon, report.Routine},
		Channels(report.Channels()),
		Languages{"ar", "fr", "en", "ff", "snk", "wo", "bm"},
		Units{police, north},
		Words{Of: []string{"a1", "b2"}, All: true},
		Hours{From: 0, To: dayMinutes, Days: 127},
		Count{Injured, 1},
		Count{Missing, 2},
		Any{All{Kinds{"theft"}, Places{far}}, Kinds{"attack"}},
		Any{Kinds{"attack"}},
	}, Then: []Act{Send{police}, Urge{report.Soon}, Rename{"theft"}, Give{police}, Review{}}}
	for _, l := range lang.All() {
		for _, k := range unit.Kinds() {
			d.Then[0] = SendDesk{k}
			got := d.Sentence(l, called)
			if strings.ContainsAny(got, "{}") || strings.Contains(got, "  ") || strings.Contains(got, isolate+pop) || strings.Count(got, isolate) != strings.Count(got, pop) {
				t.Errorf("%s: %s", l, got)
			}
		}
	}
}

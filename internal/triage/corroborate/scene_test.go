package corroborate

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"time"

	"wasl/internal/collect/report"
)

// A made-up set of reports whose events are known. Phrases were written as people
// write, before the lexicon was looked at again, and hold words that it lacks.

// spot is a real place, as both languages write it.
type spot struct {
	code, fr, ar string
	lat, lon     float64
}

var spots = []spot{
	{"MR012", "Fassala", "فصالة", 15.55, -5.51},
	{"MR012", "Bassikounou", "باسكنو", 15.87, -5.95},
	{"MR018", "Adel Bagrou", "عدل بكرو", 15.5, -6.97},
	{"MR014", "Néma", "النعمة", 16.62, -7.26},
	{"MR022", "Kobeni", "كوبني", 15.82, -9.41},
	{"MR034", "Kankossa", "كنكوصة", 15.93, -11.53},
	{"MR102", "Sélibaby", "سيلبابي", 15.16, -12.18},
	{"MR082", "Chami", "الشامي", 20.05, -15.95},
	{"MR081", "Nouadhibou", "نواذيبو", 20.93, -17.03},
	{"MR062", "Rosso", "روصو", 16.51, -15.8},
	{"MR041", "Kaédi", "كيهيدي", 16.15, -13.5},
	{"MR015", "Timbédra", "تمبدغة", 16.24, -8.17},
}

// scene is one kind of event with the ways in which it is told. {n} is a number,
// {p} a place.
type scene struct {
	kind    string
	kindred []string // what others call it
	least   int      // numbers from here
	fr, ar  []string
	en      []string
}

var scenes = []scene{
	{"cattle_theft", []string{"robbery", "attack", "other"}, 20, []string{
		"Des hommes à moto ont emmené {n} vaches près de {p}", "Vol d'un troupeau d'environ {n} têtes à {p}, les bergers ont été frappés",
		"On nous a pris {n} bovins au pâturage de {p}, direction la frontière", "Razzia à {p} : {n} bêtes parties, deux coups de feu en l'air",
	}, []string{
		"رجال على دراجات نارية ساقوا {n} بقرة قرب {p}", "سرقة قطيع من نحو {n} رأسا في {p} وضُرب الرعاة", "أخذوا منا {n} من الأبقار في مرعى {p} واتجهوا نحو الحدود",
		"نهب المواشي في {p}: ذهبت {n} رأسا وأطلقوا طلقتين في الهواء",
	}, []string{"Men on motorbikes drove off {n} cows near {p}", "Herd of about {n} stolen at {p}, shepherds beaten"}},
	{"attack", []string{"gunfire", "clash", "rumour"}, 3, []string{
		"Attaque armée contre le marché de {p}, {n} morts selon les commerçants", "Des assaillants ont tiré sur la foule à la foire de {p}, on parle de {n} tués",
		"{n} personnes abattues ce matin au marché de {p}", "Fusillade à {p}, au moins {n} victimes parmi les marchands",
	}, []string{
		"هجوم مسلح على سوق {p} وسقوط {n} قتلى", "أطلق مهاجمون النار على الناس في سوق {p} ويقال إن القتلى {n}", "قُتل {n} أشخاص هذا الصباح في السوق الأسبوعي في {p}",
		"إطلاق نار كثيف في {p} والضحايا {n} على الأقل من التجار",
	}, []string{"Gunmen attacked the weekly market in {p}, {n} dead", "Shots fired at the crowd in {p} market, traders say {n} killed"}},
	{"abduction", []string{"attack", "robbery", "rumour"}, 2, []string{
		"Un commerçant enlevé sur la route de {p} par {n} hommes enturbannés", "Rapt près de {p} : le chauffeur a été laissé, le patron emmené", "Des ravisseurs réclament une rançon pour le marchand de {p}",
	}, []string{
		"اختطاف تاجر على طريق {p} من طرف {n} ملثمين", "خُطف صاحب المتجر قرب {p} وتُرك السائق", "الخاطفون يطلبون فدية مقابل تاجر {p}",
	}, []string{"A trader was kidnapped on the {p} road by {n} masked men", "Abduction near {p}: the driver was left behind"}},
	{"shipwreck", []string{"missing", "bodies", "other"}, 30, []string{
		"Une pirogue avec {n} personnes est en panne au large de {p}", "Embarcation en détresse devant {p}, {n} migrants à bord, moteur arrêté", "Pirogue retournée près de {p} : {n} passagers, plusieurs noyés",
	}, []string{
		"زورق على متنه {n} شخصا متوقف في عرض البحر قبالة {p}", "قارب في خطر أمام {p} وفيه {n} مهاجرا ومحركه معطل", "انقلاب زورق قرب {p} وعدد الركاب {n} وغرق بعضهم",
	}, []string{"A boat with {n} people is drifting off {p}", "Vessel in distress near {p}, {n} migrants aboard, engine dead"}},
	{"desert", []string{"abandoned", "missing", "road"}, 14, []string{
		"Camion tombé en panne dans les dunes à l'est de {p}, {n} personnes sans eau", "{n} voyageurs bloqués dans le sable loin de {p}, le chauffeur est parti", "Un groupe de {n} a été abandonné par son passeur vers {p}",
	}, []string{
		"شاحنة تعطلت في الرمال شرق {p} وفيها {n} شخصا بلا ماء", "{n} مسافرا عالقون في الكثبان بعيدا عن {p} والسائق ذهب", "ترك المهرب {n} شخصا في الخلاء جهة {p}",
	}, []string{"Truck broken down in the dunes east of {p}, {n} people without water", "{n} travellers stranded in the sand near {p}"}},
	{"weapons", []string{"unusual_traffic", "armed", "suspicious"}, 3, []string{
		"Convoi de {n} pick-up chargés de caisses d'armes vu près de {p}", "Des fusils et des munitions passent la nuit par la piste de {p}, {n} véhicules", "Cache de cartouches trouvée à {p}",
	}, []string{
		"قافلة من {n} سيارات رباعية الدفع محملة بصناديق سلاح قرب {p}", "بنادق وذخيرة تمر ليلا على مسار {p} في {n} سيارات", "العثور على مخبأ للخراطيش في {p}",
	}, []string{"Convoy of {n} pickups loaded with arms crates seen near {p}", "Rifles and ammunition pass {p} by night"}},
	{"water", []string{"grazing", "land", "other"}, 3, []string{
		"Dispute au puits de {p} entre éleveurs et villageois, {n} blessés à coups de bâton", "Bagarre pour l'eau à {p}, les anciens essaient de calmer", "Les troupeaux de passage sont refusés au forage de {p}, les jeunes montent la garde",
	}, []string{
		"خلاف عند بئر {p} بين المنمين وأهل القرية وإصابة {n} بالعصي", "عراك على الماء في {p} والشيوخ يحاولون التهدئة", "منع القطعان العابرة من حاسي {p} والشباب يحرسونه",
	}, []string{"Dispute at the {p} well between herders and villagers, {n} hurt", "Fight over water in {p}, elders are calming people"}},
	{"road", []string{"other", "illness"}, 4, []string{
		"Un minibus s'est renversé sur la route de {p}, {n} blessés graves", "Accident à la sortie de {p} : collision entre un camion et un taxi-brousse, {n} morts", "Véhicule couché dans le fossé près de {p}, {n} passagers évacués",
	}, []string{
		"انقلاب حافلة صغيرة على طريق {p} و{n} إصاباتهم خطيرة", "حادث عند مخرج {p}: اصطدام شاحنة بسيارة أجرة ووفاة {n}", "سيارة في الحفرة قرب {p} وتم إجلاء {n} ركاب",
	}, []string{"Minibus overturned on the {p} road, {n} badly hurt", "Crash outside {p} between a lorry and a taxi, {n} dead"}},
	{"rumour", []string{"aid", "other", "incitement"}, 2, []string{
		"On raconte que le camp de {p} va fermer et que les rations s'arrêtent", "Un message vocal annonce la fermeture du camp près de {p}, les gens vendent leurs affaires", "Panique à {p} : tout le monde dit que l'aide est finie le mois prochain",
	}, []string{
		"يقال إن مخيم {p} سيغلق وإن الحصص ستتوقف", "رسالة صوتية تعلن إغلاق المخيم قرب {p} والناس يبيعون متاعهم", "هلع في {p}: الجميع يقول إن المساعدات تنتهي الشهر القادم",
	}, []string{"People say that the camp at {p} will close and rations stop", "A voice message says the {p} camp is closing, families sell what they have"}},
	{"other", []string{"sabotage", "attack"}, 2, []string{
		"Feu de brousse au nord de {p}, {n} hectares brûlés, le vent pousse les flammes", "Incendie près de {p}, la fumée se voit de loin", "Les pâturages brûlent à {p}, il faut des citernes",
	}, []string{
		"حريق في المراعي شمال {p} والرياح تدفع النار وأتى على {n} هكتارا", "نار قرب {p} والدخان يرى من بعيد", "المراعي تحترق في {p} ونحتاج صهاريج",
	}, []string{"Bushfire north of {p}, the wind drives the flames", "Fire near {p}, smoke seen from afar"}},
	{"smuggling", []string{"unusual_traffic", "suspicious"}, 10, []string{
		"{n} fûts de gasoil passés en contrebande cette nuit par {p}", "Trafic de carburant à {p}, un camion-citerne sans papiers", "Ils cachent les bidons d'essence derrière l'école de {p}, une {n}aine",
	}, []string{
		"تهريب {n} برميلا من المازوت هذه الليلة عبر {p}", "تجارة وقود ممنوعة في {p} وصهريج بلا أوراق", "يخفون براميل البنزين خلف مدرسة {p} وعددها {n}",
	}, []string{"{n} drums of diesel smuggled through {p} tonight", "Fuel trafficking in {p}, a tanker without papers"}},
	{"drone", []string{"suspicious", "other"}, 2, []string{
		"Un drone a survolé {p} {n} fois à basse altitude", "Appareil sans pilote vu au-dessus de {p} au crépuscule", "Bruit d'un engin volant à {p}, pas de lumière",
	}, []string{
		"طائرة مسيرة حلقت فوق {p} {n} مرات على علو منخفض", "شوهدت طائرة بلا طيار فوق {p} عند الغروب", "صوت شيء يطير في {p} بلا أضواء",
	}, []string{"A drone flew low over {p} {n} times", "Unmanned aircraft seen above {p} at dusk"}},
}

var extras = map[string][]string{
	"fr": {
		"Les gens ont peur de sortir.", "Je n'ai pas vu moi-même.", "Nous demandons une patrouille.", "Le réseau coupe souvent ici.", "Ma cousine habite à côté.", "La gendarmerie est prévenue.",
		"Il faisait déjà sombre.", "Les enfants étaient à l'école.", "Rien d'autre pour le moment.", "Merci de répondre vite.", "Personne n'a encore porté plainte.", "Le chef du village confirme.",
	},
	"ar": {
		"الناس يخافون الخروج.", "لم أر ذلك بنفسي.", "نطلب دورية.", "الشبكة تنقطع كثيرا هنا.", "قريبتي تسكن بجوارهم.", "أُبلغ الدرك.", "كان الظلام قد حل.", "الأطفال كانوا في المدرسة.", "لا شيء آخر الآن.",
		"نرجو الرد بسرعة.", "لم يشتك أحد بعد.", "شيخ القرية يؤكد ذلك.",
	},
	"en": {"People are afraid to go out.", "I did not see it myself.", "We ask for a patrol.", "The network is bad here.", "It was already dark.", "Nothing else for now."},
}

// set makes events events, each told by several people, with others near in time
// and place, and others alike at another time.
func set(seed uint64, events int) (all []told) {
	r := rand.New(rand.NewPCG(seed, 7))
	start := noon.Add(-20 * 24 * time.Hour)
	for e := range events {
		at := start.Add(time.Duration(r.Float64() * float64(20*24*time.Hour)))
		s, p := scenes[r.IntN(len(scenes))], spots[r.IntN(len(spots))]
		all = append(all, happening(r, fmt.Sprint("e", e), s, p, at)...)
		// What has nothing to do with it, within a few hours and kilometres.
		other := scenes[r.IntN(len(scenes))]
		for other.kind == s.kind {
			other = scenes[r.IntN(len(scenes))]
		}
		all = append(all, single(r, fmt.Sprint("near", e), other, p, at.Add(time.Duration(r.NormFloat64()*float64(2*time.Hour)))))
		// The same kind of thing at the same place, days before or after.
		days := time.Duration(4+r.IntN(10)) * 24 * time.Hour
		all = append(all, single(r, fmt.Sprint("again", e), s, p, at.Add(days*time.Duration(1-2*r.IntN(2)))))
	}
	return all
}

func single(r *rand.Rand, event string, s scene, p spot, at time.Time) told {
	return tale(r, event, 0, s, p, at, s.least+r.IntN(40), []string{"fr", "ar", "en"}[r.IntN(3)], "")
}

// happening is one event, told two to six times: by witnesses in their own words,
// and by some who pass on what they got, from elsewhere and later.
func happening(r *rand.Rand, event string, s scene, p spot, at time.Time) (all []told) {
	n := s.least + r.IntN(40)
	plate := ""
	if r.IntN(5) == 0 {
		plate = fmt.Sprintf("%04d AB %02d", 1000+r.IntN(8999), 1+r.IntN(15))
	}
	for i := range 2 + r.IntN(3) {
		language := []string{"fr", "fr", "ar", "ar", "en"}[r.IntN(5)]
		all = append(all, tale(r, event, i, s, p, at, n, language, plate))
	}
	for i := range r.IntN(3) {
		c := all[r.IntN(len(all))]
		c.name = fmt.Sprintf("%s-copy%d", event, i)
		c.title, c.details = edited(r, c.title), edited(r, c.details)
		elsewhere := spots[r.IntN(len(spots))]
		c.place, c.point, c.kind, c.rephrased = elsewhere.code, nil, "rumour", false
		c.at = c.at.Add(time.Duration(r.Float64() * float64(72*time.Hour)))
		c.when = c.at.Add(-time.Hour)
		all = append(all, c)
	}
	return all
}

// tale is one person's word on an event.
func tale(r *rand.Rand, event string, i int, s scene, p spot, at time.Time, n int, language, plate string) told {
	phrases := map[string][]string{"fr": s.fr, "ar": s.ar, "en": s.en}[language]
	name := p.fr
	if language == "ar" {
		name = p.ar
	}
	if r.IntN(4) == 0 {
		n += r.IntN(5) - 2 // nobody counts
	}
	say := func(phrase string) string {
		return strings.NewReplacer("{n}", fmt.Sprint(max(n, 2)), "{p}", name).Replace(phrase)
	}
	t := told{
		name: fmt.Sprintf("%s-%d", event, i), event: event, kind: s.kind, title: say(phrases[r.IntN(len(phrases))]), rephrased: true,
		when: at.Add(time.Duration(r.NormFloat64() * float64(40*time.Minute))),
	}
	if r.IntN(3) == 0 {
		t.kind = s.kindred[r.IntN(len(s.kindred))]
	}
	for range 1 + r.IntN(3) {
		t.details += extras[language][r.IntN(len(extras[language]))] + " "
	}
	if r.IntN(2) == 0 {
		t.details = say(phrases[r.IntN(len(phrases))]) + ". " + t.details
	}
	if plate != "" && r.IntN(2) == 0 {
		t.details += map[string]string{"fr": "Plaque ", "ar": "لوحة ", "en": "Plate "}[language] + plate
	}
	t.at = t.when.Add(time.Duration(math.Exp(r.NormFloat64()) * float64(time.Hour)))
	switch r.IntN(5) {
	case 0, 1:
		t.point = &report.Point{Lat: p.lat + r.NormFloat64()*0.03, Lon: p.lon + r.NormFloat64()*0.03}
		t.place = p.code
	case 2, 3:
		t.place = p.code
	}
	return t
}

// edited changes every eighth word or so, as somebody does who passes it on.
func edited(r *rand.Rand, text string) string {
	ws := strings.Fields(text)
	for i := range ws {
		if r.IntN(8) == 0 {
			ws[i] = []string{"urgent", "vraiment", "الله", "عاجل", ws[i]}[r.IntN(5)]
		}
	}
	return strings.Join(ws, " ")
}

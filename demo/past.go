package demo

import (
	"fmt"
	"math/rand/v2"
	"time"
)

// pastWeeks is how far back ordinary weeks are told: long enough for a rule to know
// what is usual.
const pastWeeks = 20

// An ordinary is something that is reported every other day somewhere: invented, so
// that there is a usual against which this week stands out.
type ordinary struct {
	like   string   // a written report whose answers it takes, but for what is told
	rate   float64  // a week, over all places
	places []string // moughataas, the commonest first
	what   phrase
}

// ordinaries are a quiet network's weeks.
var ordinaries = []ordinary{
	{"security-incident/cattle_theft", 4, []string{"MR012", "MR014", "MR018", "MR022"}, phrase{"فقدان رؤوس من الماشية", "Bétail disparu", "Livestock missing"}},
	{"security-incident/robbery", 4, []string{"MR151", "MR066", "MR035", "MR081"}, phrase{"سرقة في السوق", "Vol au marché", "Theft at the market"}},
	{"security-incident/suspicious", 4, []string{"MR012", "MR018", "MR015", "MR111"}, phrase{"سيارة مجهولة مرت ليلا", "Véhicule inconnu passé de nuit", "Unknown vehicle passed at night"}},
	{"security-incident/gunfire", 2, []string{"MR012", "MR018", "MR022"}, phrase{"طلقات سمعت من بعيد", "Coups de feu entendus au loin", "Shots heard far away"}},
	{"security-incident/threat", 2, []string{"MR014", "MR012", "MR022"}, phrase{"تهديد بالكلام", "Menaces en paroles", "Threats in words"}},
	{"border-observation/arrivals", 5, []string{"MR012", "MR018", "MR101"}, phrase{"عائلات وصلت من وراء الحدود", "Familles arrivées de l’autre côté", "Families arrived from across the border"}},
	{"border-observation/transhumance", 2, []string{"MR022", "MR103", "MR034"}, phrase{"قطعان تعبر إلى المراعي", "Troupeaux en route vers les pâturages", "Herds on their way to pasture"}},
	{"border-observation/smuggling", 2, []string{"MR066", "MR062"}, phrase{"بضائع تعبر خارج المعبر", "Marchandises passées hors du poste", "Goods passed beside the post"}},
	{"community-tension/water", 2, []string{"MR012", "MR014", "MR016"}, phrase{"خلاف على البئر", "Désaccord au puits", "Quarrel at the well"}},
	{"community-tension/market", 2, []string{"MR035", "MR041", "MR066"}, phrase{"شجار في السوق", "Dispute au marché", "Dispute at the market"}},
	{"zero-report/nothing", 12, []string{"MR012", "MR014", "MR018", "MR022", "MR035", "MR066", "MR072", "MR081"}, phrase{"لا شيء يستحق الذكر", "Rien à signaler", "Nothing to report"}},
	{"zero-report/watch", 3, []string{"MR012", "MR018", "MR151"}, phrase{"هادئ، ويستحق الانتباه", "Calme, à surveiller", "Calm, worth watching"}},
}

// outbreak is what the demo's trends find: more cattle theft around Bassikounou in
// the week before this one.
const outbreak = 9

// Past invents the weeks before the demo starts at now, the earliest first. What is
// told is short and without people: it is there to be counted. The same now gives
// the same reports.
func Past(now time.Time) ([]Report, error) {
	written, err := Reports()
	if err != nil {
		return nil, err
	}
	like := map[string]Report{}
	for _, r := range written {
		like[r.Form+"/"+r.Answers["kind"]] = r
	}
	rnd := rand.New(rand.NewPCG(1, 20))
	var past []Report
	for week := pastWeeks; week >= 1; week-- {
		for i, o := range ordinaries {
			model, known := like[o.like]
			if !known {
				return nil, fmt.Errorf("no written report is like %s", o.like)
			}
			for n := range o.number(i == 0 && week == 1, rnd) {
				id := fmt.Sprintf("past/%d/%d/%d", week, i, n)
				past = append(past, o.report(model, id, minutesAgo(now, week, rnd), o.place(i == 0 && week == 1, rnd), n+i))
			}
		}
	}
	return past, nil
}

// number is how many a week brings: around the rate, now more, now fewer.
func (o ordinary) number(outbroken bool, rnd *rand.Rand) (n int) {
	if outbroken {
		return outbreak
	}
	const tries = 24
	for range tries {
		if rnd.Float64() < o.rate/tries {
			n++
		}
	}
	return n
}

func (o ordinary) place(outbroken bool, rnd *rand.Rand) string {
	if outbroken {
		return o.places[0]
	}
	return o.places[int(float64(len(o.places))*rnd.Float64()*rnd.Float64())]
}

// minutesAgo draws a time of the week that lies so many before that of now.
func minutesAgo(now time.Time, week int, rnd *rand.Rand) int {
	const day = 24 * 60
	monday := (int(now.UTC().Weekday()) + 6) % 7
	sinceMonday := monday*day + now.UTC().Hour()*60 + now.UTC().Minute()
	return sinceMonday + week*7*day - rnd.IntN(7*day)
}

// report makes one like another, of other words.
func (o ordinary) report(model Report, id string, ago int, place string, nth int) Report {
	language := []string{"fr", "ar", "fr", "en"}[nth%4]
	r := Report{
		ID: id, Form: model.Form, Language: language, Channel: []string{"app", "openrosa", "operator"}[nth%3], Unit: place + "-DESK",
		Sent: ago, Happened: ago, Answers: map[string]string{}, State: "closed", Outcome: "confirmed",
	}
	for name, answer := range model.Answers {
		r.Answers[name] = answer
	}
	for _, told := range []string{"details", "gps", "where_detail", "wish", "people_affected", "people_injured", "people_dead", "people_missing"} {
		delete(r.Answers, told)
	}
	r.Answers["where_place"], r.Answers["summary"], r.Answers["urgency"], r.Answers["vehicles_seen"] = place, o.what.in(language), "info", "unknown"
	if _, asked := r.Answers["wilaya"]; asked {
		r.Answers["wilaya"] = place[:len("MR01")]
	}
	return r
}

package demo

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// An Event is a real one, as facts alone. Counts are -1 where the source gives
// none. Lat and Lon are in degrees; Located says whether they are known.
type Event struct {
	ID                                string
	Date                              time.Time
	Precision                         string // day, or range where Date is the first of several days
	Kind, Form                        string
	Country, Place, PlaceCode         string // ISO 3166; a name; the moughataa's code, if on Mauritania's land
	Located                           bool
	Lat, Lon                          float64
	Dead, Missing, Injured, Survivors int
	Source, SourceID                  string
	Unit                              string // the unit it is filed with
}

// Events gives the real events, the latest first.
func Events() ([]Event, error) {
	rows, err := table("events.csv")
	if err != nil {
		return nil, err
	}
	events := make([]Event, 0, len(rows))
	for _, r := range rows {
		date, err := time.Parse(time.DateOnly, r["date"])
		if err != nil {
			return nil, fmt.Errorf("event %s: %w", r["id"], err)
		}
		e := Event{
			ID: r["id"], Date: date, Precision: r["date_precision"], Kind: r["kind"], Form: r["form"],
			Country: r["country"], Place: r["place"], PlaceCode: r["place_code"], Located: r["lat"] != "",
			Dead: count(r["dead"]), Missing: count(r["missing"]), Injured: count(r["injured"]), Survivors: count(r["survivors"]),
			Source: r["source"], SourceID: r["source_id"], Unit: r["unit"],
		}
		if e.Located {
			if e.Lat, err = strconv.ParseFloat(r["lat"], 64); err != nil {
				return nil, fmt.Errorf("event %s: %w", e.ID, err)
			}
			if e.Lon, err = strconv.ParseFloat(r["lon"], 64); err != nil {
				return nil, fmt.Errorf("event %s: %w", e.ID, err)
			}
		}
		events = append(events, e)
	}
	return events, nil
}

// count reads a number; -1 is not known.
func count(s string) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	return -1
}

// Answers fills the event's form in a language (ar, fr, en), by the names of
// its questions. The sentences are made here from the facts.
func (e Event) Answers(language string) map[string]string {
	a := map[string]string{
		"kind": e.Kind, "urgency": "info", "source_kind": "media",
		"when":    e.Date.Format("2006-01-02T15:04:05.000Z07:00"),
		"summary": e.summary(language),
		"details": fmt.Sprintf("%s: %s (%s)", phrases["source"].in(language), e.Source, e.SourceID),
	}
	if e.Located {
		a["gps"] = fmt.Sprintf("%.4f %.4f 0 0", e.Lat, e.Lon)
	}
	for name, n := range map[string]int{"people_dead": e.Dead, "people_missing": e.Missing, "people_injured": e.Injured, "people_affected": e.Survivors} {
		if n >= 0 {
			a[name] = strconv.Itoa(n)
		}
	}
	where := e.Place
	if c := countries[e.Country].in(language); where == "" {
		where = c
	} else {
		where += ", " + c
	}
	if e.Form == "missing-or-distressed-migrants" {
		a["where_place"], a["groups_known"], a["groups_total"] = where, "unknown", "0"
		return a
	}
	delete(a, "people_affected") // the form on incidents counts those harmed alone
	a["where_detail"], a["vehicles_seen"], a["wilaya"] = where, "unknown", "outside"
	if e.PlaceCode != "" {
		a["wilaya"], a["where_place"] = e.PlaceCode[:len("MR01")], e.PlaceCode
	}
	return a
}

// summary says what happened in one line, without plurals to get wrong.
func (e Event) summary(language string) string {
	var counts []string
	for _, c := range []struct {
		key string
		n   int
	}{{"dead", e.Dead}, {"lost", e.Missing}, {"survivors", e.Survivors}} {
		if c.n > 0 {
			counts = append(counts, fmt.Sprintf("%s %d", phrases[c.key].in(language), c.n))
		}
	}
	comma := ", "
	if language == "ar" {
		comma = "، "
	}
	s := phrases[e.Kind].in(language)
	if len(counts) > 0 {
		s += " – " + strings.Join(counts, comma)
	}
	return s
}

// A phrase stands in three languages.
type phrase struct{ ar, fr, en string }

func (p phrase) in(language string) string {
	switch language {
	case "ar":
		return p.ar
	case "fr":
		return p.fr
	}
	return p.en
}

var phrases = map[string]phrase{
	"shipwreck": {"زورق في خطر أو غرق", "Embarcation en détresse ou naufrage", "Boat in distress or shipwreck"},
	"desert":    {"تائهون أو عالقون في الصحراء", "Perdus ou bloqués dans le désert", "Lost or stranded in the desert"},
	"missing":   {"انقطعت أخبار مهاجرين", "Migrants sans nouvelles", "Migrants not heard of"},
	"bodies":    {"العثور على جثامين", "Corps retrouvés", "Bodies found"},
	"road":      {"حادث سير على طريق الهجرة", "Accident sur la route migratoire", "Road accident on a migration route"},
	"violence":  {"عنف ضد مهاجرين", "Violence contre des migrants", "Violence against migrants"},
	"illness":   {"مرض أو إعياء في الطريق", "Maladie ou épuisement en route", "Illness or exhaustion on the way"},
	"other":     {"حادث في طريق الهجرة", "Incident sur la route migratoire", "Incident on a migration route"},
	"attack":    {"هجوم على مدنيين", "Attaque contre des civils", "Attack on civilians"},
	"clash":     {"اشتباك مسلح", "Affrontement armé", "Armed clash"},
	"lost":      {"المفقودون:", "disparus :", "missing:"},
	"dead":      {"الموتى:", "morts :", "dead:"},
	"survivors": {"الناجون:", "rescapés :", "survivors:"},
	"source":    {"المصدر", "Source", "Source"},
}

var countries = map[string]phrase{
	"MR": {"موريتانيا", "Mauritanie", "Mauritania"}, "ML": {"مالي", "Mali", "Mali"}, "SN": {"السنغال", "Sénégal", "Senegal"},
	"DZ": {"الجزائر", "Algérie", "Algeria"}, "EH": {"الصحراء الغربية", "Sahara occidental", "Western Sahara"}, "MA": {"المغرب", "Maroc", "Morocco"},
	"NE": {"النيجر", "Niger", "Niger"}, "BF": {"بوركينا فاسو", "Burkina Faso", "Burkina Faso"}, "TD": {"تشاد", "Tchad", "Chad"},
	"LY": {"ليبيا", "Libye", "Libya"}, "TN": {"تونس", "Tunisie", "Tunisia"}, "GM": {"غامبيا", "Gambie", "Gambia"}, "GN": {"غينيا", "Guinée", "Guinea"},
	"CV": {"الرأس الأخضر", "Cap-Vert", "Cabo Verde"}, "ES": {"إسبانيا", "Espagne", "Spain"}, "NG": {"نيجيريا", "Nigeria", "Nigeria"}, "BJ": {"بنين", "Bénin", "Benin"},
}

package main

import (
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"wasl/tools/gen/facts"
)

const (
	iom = "IOM Missing Migrants Project"
	ged = "UCDP GED 25.1"
	aec = "UCDP GED (AEC 2021-2023)"
)

// iso maps the sources' names of countries to ISO 3166; a country that is not
// here is too far from the Sahel and left out.
var iso = map[string]string{
	"Mauritania": "MR", "Mali": "ML", "Senegal": "SN", "Algeria": "DZ", "Western Sahara": "EH", "Morocco": "MA", "Niger": "NE", "Burkina Faso": "BF",
	"Chad": "TD", "Libya": "LY", "Tunisia": "TN", "Gambia": "GM", "Guinea": "GN", "Cabo Verde": "CV", "Spain": "ES", "Nigeria": "NG", "Benin": "BJ",
}

// migrantKind maps IOM's causes to the kinds of our form.
var migrantKind = []struct{ cause, kind string }{
	{"Drowning", "shipwreck"}, {"Violence", "violence"}, {"Vehicle accident", "road"}, {"Harsh environmental", "desert"}, {"Sickness", "illness"}, {"Accidental", "other"},
}

// readIOM takes the Atlantic route and the western Sahara: not the Western
// Mediterranean, and in Libya not east of 18 degrees.
func readIOM(data string, towns gazetteer) ([]event, error) {
	rows, err := facts.Read(filepath.Join(data, "events/iom_missing_migrants_2014_2026_sahel_routes.csv"))
	if err != nil {
		return nil, err
	}
	var es []event
	for _, r := range rows {
		country := iso[r["Country of Incident"]]
		lat, lon, err := point(r["Latitude"], r["Longitude"])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", r["Main ID"], err)
		}
		if country == "" || r["Route"] == "Western Mediterranean" || country == "LY" && lon > 18 {
			continue
		}
		e := event{
			id: "iom-" + r["Main ID"], date: r["incident_date_clean"], precision: r["incident_date_precision"],
			form: "missing-or-distressed-migrants", country: country,
			lat: degrees(lat), lon: degrees(lon), dead: count(r["No. dead"]), missing: count(r["No. missing"]), survivors: count(r["No. survivors"]),
			source: iom, sourceID: r["Main ID"],
		}
		e.kind = kindOf(r["Cause of death (category)"], r["Route"], e)
		e.placeCode = moughataaAt(e)
		e.place = towns.name(r["Location of death"], r["Country of Incident"], lat, lon)
		es = append(es, e)
	}
	return es, nil
}

// kindOf reads the kind from the cause. At sea, thirst and cold mean a boat in
// distress, and so do people missing.
func kindOf(cause, route string, e event) string {
	atSea := strings.Contains(route, "Atlantic")
	if atSea && (strings.HasPrefix(cause, "Harsh") || number(e.missing) > 0) {
		return "shipwreck"
	}
	for _, k := range migrantKind {
		if strings.HasPrefix(cause, k.cause) {
			return k.kind
		}
	}
	if e.dead == "" || e.dead == "0" {
		return "missing"
	}
	return "bodies"
}

// readGED takes every event of the sample, which is of the Sahel and Algeria.
func readGED(data string, towns gazetteer) ([]event, error) {
	rows, err := facts.Read(filepath.Join(data, "events/ucdp_ged_25_1_sample_sahel.csv"))
	if err != nil {
		return nil, err
	}
	var es []event
	for _, r := range rows {
		lat, lon, err := point(r["latitude"], r["longitude"])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", r["id"], err)
		}
		kind := "clash"
		if r["type_of_violence"] == "3" { // one side against civilians
			kind = "attack"
		}
		e := event{
			id: "ged-" + r["id"], date: r["date"], precision: "day", kind: kind, form: "security-incident", country: iso[r["country"]],
			place: towns.near(lat, lon), lat: degrees(lat), lon: degrees(lon), dead: count(r["best"]), source: ged, sourceID: r["id"],
		}
		e.placeCode = moughataaAt(e)
		es = append(es, e)
	}
	return es, nil
}

// readAEC takes the events of the countries around; they have no coordinates,
// and we name no party to a conflict.
func readAEC(data string, _ gazetteer) ([]event, error) {
	rows, err := facts.Read(filepath.Join(data, "events/ucdp_aec_2021_2023_events.csv"))
	if err != nil {
		return nil, err
	}
	near := map[string]bool{"ML": true, "NE": true, "BF": true, "TD": true, "DZ": true, "MA": true}
	var es []event
	for _, r := range rows {
		country := iso[r["country"]]
		if !near[country] {
			continue
		}
		kind, dead := "clash", 0
		if r["side_b"] == "Civilians" {
			kind = "attack"
		}
		for _, side := range []string{"deaths_a", "deaths_b", "deaths_civilian", "deaths_unknown"} {
			n, err := strconv.Atoi(r[side])
			if err != nil {
				return nil, fmt.Errorf("%s: %w", r["id"], err)
			}
			dead += n
		}
		precision := "day"
		if r["start_date"] != r["end_date"] {
			precision = "range"
		}
		es = append(es, event{
			id: "ged-" + r["id"], date: r["start_date"], precision: precision, kind: kind, form: "security-incident", country: country,
			place: placeOf(r), dead: strconv.Itoa(dead), source: aec, sourceID: r["id"],
		})
	}
	return es, nil
}

// placeOf joins the names of the smallest two known places.
func placeOf(r map[string]string) string {
	var names []string
	for _, column := range []string{"where", "adm2", "adm1"} {
		if name := r[column]; name != "" && len(names) < 2 {
			for _, kind := range []string{" village", " town", " city", " locality", " commune", " department", " province", " region", " cercle"} {
				name = strings.TrimSuffix(name, kind)
			}
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// count gives a number as the source has it; "" if it has none.
func count(s string) string {
	if n, err := strconv.Atoi(s); err == nil && n >= 0 {
		return strconv.Itoa(n)
	}
	return ""
}

// number reads a count; "" is 0.
func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

func point(lat, lon string) (float64, float64, error) {
	y, err := strconv.ParseFloat(lat, 64)
	if err != nil {
		return 0, 0, err
	}
	x, err := strconv.ParseFloat(lon, 64)
	return y, x, err
}

// degrees keeps four decimals, some 10 m: the sources are no more exact.
func degrees(f float64) string { return strconv.FormatFloat(f, 'f', 4, 64) }

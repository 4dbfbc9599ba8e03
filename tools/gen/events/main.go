// Command events makes demo/events.csv: real events of the Sahel, the Sahara
// and the Atlantic route, as facts alone (date, place, kind, numbers, source).
//
// The facts come from a directory given by -data:
//
//	events/iom_missing_migrants_2014_2026_sahel_routes.csv  IOM Missing Migrants Project (CC BY 4.0)
//	events/ucdp_ged_25_1_sample_sahel.csv                   a sample of UCDP GED 25.1 (CC BY 4.0)
//	events/ucdp_aec_2021_2023_events.csv                    UCDP events without coordinates (CC BY 4.0)
//	gazetteer/cities500_sahel_2023.txt                      towns, to name a place by (GeoNames, CC BY)
//
// No sentence of a source is carried over: where a source describes a place in
// words, the nearest town names it instead.
package main

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"flag"
	"fmt"
	"os"
	"slices"
)

func main() {
	data := flag.String("data", "", "directory of the source facts")
	out := flag.String("out", "demo/events.csv", "file to write")
	flag.Parse()
	if err := run(*data, *out); err != nil {
		fmt.Fprintln(os.Stderr, "events:", err)
		os.Exit(1)
	}
}

// An event is one row of our table. Numbers are as the source gives them; ""
// is not known.
type event struct {
	id, date, precision, kind, form, country, place, lat, lon string
	dead, missing, injured, survivors                         string
	placeCode, source, sourceID                               string
}

func run(data, out string) error {
	towns, err := readTowns(data)
	if err != nil {
		return err
	}
	var all []event
	for _, read := range []func(string, gazetteer) ([]event, error){readIOM, readGED, readAEC} {
		es, err := read(data, towns)
		if err != nil {
			return err
		}
		all = append(all, es...)
	}
	all = once(all)
	slices.SortFunc(all, func(a, b event) int { return cmp.Or(cmp.Compare(b.date, a.date), cmp.Compare(a.id, b.id)) })
	rows := [][]string{{"id", "date", "date_precision", "kind", "form", "country", "place", "place_code", "lat", "lon", "dead", "missing", "injured", "survivors", "source", "source_id", "unit"}}
	for _, e := range all {
		rows = append(rows, []string{
			e.id, e.date, e.precision, e.kind, e.form, e.country, e.place, e.placeCode, e.lat, e.lon,
			e.dead, e.missing, e.injured, e.survivors, e.source, e.sourceID, desk(e),
		})
	}
	var b bytes.Buffer
	if err := csv.NewWriter(&b).WriteAll(rows); err != nil {
		return err
	}
	return os.WriteFile(out, b.Bytes(), 0o644)
}

// once drops events that are the same in date, point and numbers, and those
// whose id the source repeats.
func once(all []event) (kept []event) {
	type key struct{ date, lat, lon, dead, missing, kind string }
	facts, ids := map[key]bool{}, map[string]bool{}
	for _, e := range all {
		k := key{e.date, e.lat, e.lon, e.dead, e.missing, e.form}
		if ids[e.id] || e.lat != "" && facts[k] {
			continue
		}
		facts[k], ids[e.id] = true, true
		kept = append(kept, e)
	}
	return kept
}

// desk is the unit of demo/units.csv that an event is filed with.
func desk(e event) string {
	switch {
	case e.kind == "shipwreck":
		return "MR-SEA"
	case e.placeCode != "":
		return e.placeCode[:len("MR01")] + "-DESK" // a moughataa's code begins with its wilaya's
	case e.date < "2014": // history, for the analysts
		return "MR-ANA"
	}
	if d := map[string]string{"ML": "MR01-DESK", "EH": "MR08-DESK", "MA": "MR08-DESK", "DZ": "MR11-DESK", "SN": "MR06-DESK", "GM": "MR06-DESK"}[e.country]; d != "" {
		return d
	}
	return "MR-ANA"
}

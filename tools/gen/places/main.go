// Command places makes the tables of internal/network/mauritania: the places
// of Mauritania with their codes, and the first level of its neighbours.
//
// The facts come from a directory given by -data:
//
//	admin/mr_pcodes_adm1_adm3_2024.csv            codes, names, centroids: OCHA's list of 2024, as open-admin-data publishes it (CC BY 4.0)
//	admin/mr_cod_2020/mr_adm2_points_2020.geojson codes and names of the list of 2020 (OCHA COD-AB)
//	admin/mr_adm2_crosswalk_2024_2020_derived.csv in which moughataa of 2020 the centroid of 2024 lies
//	admin/sahel_pcodes_adm1_adm2_2024.csv         codes of the neighbours (OCHA's global list)
//	gazetteer/mr_arabic_names.csv                 Arabic names (CLDR, GeoNames, a public list)
//	language/cldr/subdivisions_sahel_ar_fr_en.json Arabic and French names of the neighbours' regions (CLDR)
//
// names.csv beside this file is ours: the name people use in French where the
// list writes another, the Arabic name as Mauritania writes it, and other
// spellings. A name not known for sure is left empty.
package main

import (
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"wasl/tools/gen/facts"
)

// List is the version of the list the codes belong to. Mauritania's codes were
// renumbered between 2020 and 2024: a code without its list says nothing.
const (
	listNow = "OCHA-COD-2024"
	listOld = "OCHA-COD-2020"
)

func main() {
	data := flag.String("data", "", "directory of the source facts")
	names := flag.String("names", "tools/gen/places/names.csv", "our own table of names")
	out := flag.String("out", "internal/network/mauritania", "directory to write to")
	flag.Parse()
	if err := run(*data, *names, *out); err != nil {
		fmt.Fprintln(os.Stderr, "places:", err)
		os.Exit(1)
	}
}

func run(data, names, out string) error {
	places, err := mauritania(data, names)
	if err != nil {
		return err
	}
	if err := write(filepath.Join(out, "places.csv"), places); err != nil {
		return err
	}
	around, err := neighbours(data)
	if err != nil {
		return err
	}
	return write(filepath.Join(out, "neighbours.csv"), around)
}

// mauritania gives the header and rows of places.csv, sorted by level and code.
func mauritania(data, names string) ([][]string, error) {
	rows, err := facts.Read(filepath.Join(data, "admin/mr_pcodes_adm1_adm3_2024.csv"))
	if err != nil {
		return nil, err
	}
	ours, err := byKey(names, "code")
	if err != nil {
		return nil, err
	}
	old, err := oldCodes(data, rows)
	if err != nil {
		return nil, err
	}
	arabic, err := arabicNames(data)
	if err != nil {
		return nil, err
	}
	mend(rows)
	inherit(rows, ours, arabic)
	sort.SliceStable(rows, func(i, j int) bool {
		if rows[i]["level"] != rows[j]["level"] {
			return rows[i]["level"] < rows[j]["level"]
		}
		return rows[i]["pcode"] < rows[j]["pcode"]
	})
	table := [][]string{{"code", "list", "level", "parent", "name_fr", "name_ar", "name_list", "also", "lat", "lon", "code_2020", "list_2020", "relation_2020"}}
	for _, r := range rows {
		n, code := ours[r["pcode"]], r["pcode"]
		fr, ar := or(n["name_fr"], r["name_fr"]), or(n["name_ar"], arabic[code])
		o := old[code]
		list := ""
		if o.code != "" {
			list = listOld
		}
		table = append(table, []string{
			code, listNow, r["level"], or(r["parent_pcode"], "MR"), fr, ar, r["name_fr"],
			n["also"], r["lat"], r["lon"], o.code, list, o.relation,
		})
	}
	return table, nil
}

// inherit gives a commune that bears its moughataa's name the same names.
func inherit(rows []map[string]string, ours map[string]map[string]string, arabic map[string]string) {
	moughataa := map[string]map[string]string{}
	for _, r := range rows {
		moughataa[r["pcode"]] = r
	}
	for _, r := range rows {
		p := moughataa[r["parent_pcode"]]
		if r["level"] != "3" || p == nil || fold(p["name_fr"]) != fold(r["name_fr"]) {
			continue
		}
		if ours[r["pcode"]]["name_ar"] == "" && arabic[r["pcode"]] == "" {
			arabic[r["pcode"]] = or(ours[p["pcode"]]["name_ar"], arabic[p["pcode"]])
		}
		if ours[r["pcode"]] == nil {
			ours[r["pcode"]] = map[string]string{"name_fr": or(ours[p["pcode"]]["name_fr"], p["name_fr"])}
		}
	}
}

// mend puts two defects of the source right: names that were decoded as
// Latin-1, and the two moughataas of Nouakchott-Nord whose communes and
// centroids are exchanged (MR141 is named Toujounine but holds the commune of
// Teyarett, and MR143 the other way round).
func mend(rows []map[string]string) {
	byCode := map[string]map[string]string{}
	for _, r := range rows {
		r["name_fr"] = undouble(r["name_fr"])
		byCode[r["pcode"]] = r
	}
	for commune, moughataa := range map[string]string{"MR01333": "MR143", "MR01335": "MR141"} {
		c, m := byCode[commune], byCode[moughataa]
		c["parent_pcode"] = moughataa
		m["lat"], m["lon"] = c["lat"], c["lon"]
	}
}

// undouble undoes UTF-8 that was read as Latin-1 and written as UTF-8 again.
func undouble(s string) string {
	if !strings.ContainsRune(s, 'Ã') {
		return s
	}
	var b []byte
	for _, r := range s {
		if r > 0xff {
			return s
		}
		b = append(b, byte(r))
	}
	return string(b)
}

type oldCode struct{ code, relation string }

// sameUnit2020 are the moughataas of 2020 that a name alone does not find, and
// those for which the crosswalk by centroid errs: the area of Nouakchott grew,
// so its new centroids fall outside the old borders.
var sameUnit2020 = map[string]string{
	"MR014": "MR0704", "MR021": "MR0801", "MR034": "MR0204", "MR043": "MR0503", "MR044": "MR0504", "MR091": "MR1101",
	"MR112": "MR1302", "MR113": "MR1303", "MR131": "MR1004", "MR132": "MR1007", "MR133": "MR1006", "MR141": "MR1009",
	"MR142": "MR1002", "MR143": "MR1008", "MR151": "MR1003", "MR152": "MR1001", "MR153": "MR1005",
}

// wilaya2020 maps each wilaya of 2024 to its code of 2020.
var wilaya2020 = map[string]oldCode{
	"MR01": {"MR07", "same"}, "MR02": {"MR08", "same"}, "MR03": {"MR02", "same"}, "MR04": {"MR05", "same"},
	"MR05": {"MR03", "same"}, "MR06": {"MR12", "same"}, "MR07": {"MR01", "same"}, "MR08": {"MR04", "same"},
	"MR09": {"MR11", "same"}, "MR10": {"MR06", "same"}, "MR11": {"MR13", "same"}, "MR12": {"MR09", "same"},
	"MR13": {"MR10", "within"}, "MR14": {"MR10", "within"}, "MR15": {"MR10", "within"},
}

// oldCodes finds for each wilaya and moughataa its code of 2020: "same" when it
// is the same unit, "within" when it was carved out of that one since. The list
// of 2020 that we have ends at moughataas, so communes have none.
func oldCodes(data string, rows []map[string]string) (map[string]oldCode, error) {
	cross, err := byKey(filepath.Join(data, "admin/mr_adm2_crosswalk_2024_2020_derived.csv"), "pcode_2024")
	if err != nil {
		return nil, err
	}
	var points struct {
		Features []struct{ Properties map[string]any }
	}
	if err := readJSON(filepath.Join(data, "admin/mr_cod_2020/mr_adm2_points_2020.geojson"), &points); err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, f := range points.Features {
		known[fmt.Sprint(f.Properties["ADM2_PCODE"])] = true
	}
	old, taken := map[string]oldCode{}, map[string]string{}
	for _, r := range rows {
		code := r["pcode"]
		switch r["level"] {
		case "1":
			old[code] = wilaya2020[code]
		case "2":
			o := oldCode{cross[code]["pcode_2020"], "same"}
			if c := sameUnit2020[code]; c != "" {
				o.code = c
			} else if newSince2020[code] {
				o.relation = "within"
			}
			if !known[o.code] {
				return nil, fmt.Errorf("%s: no moughataa %q in the list of 2020", code, o.code)
			}
			if o.relation == "same" {
				if first := taken[o.code]; first != "" {
					return nil, fmt.Errorf("%s and %s are both the same as %s of 2020", first, code, o.code)
				}
				taken[o.code] = code
			}
			old[code] = o
		}
	}
	return old, nil
}

// newSince2020 are the six moughataas made since the list of 2020.
var newSince2020 = map[string]bool{"MR018": true, "MR025": true, "MR045": true, "MR056": true, "MR067": true, "MR104": true}

// arabicNames reads the Arabic names of wilayas and moughataas, without the
// word "wilaya".
func arabicNames(data string) (map[string]string, error) {
	rows, err := facts.Read(filepath.Join(data, "gazetteer/mr_arabic_names.csv"))
	if err != nil {
		return nil, err
	}
	m := map[string]string{}
	for _, r := range rows {
		if r["level"] == "1" || r["level"] == "2" {
			m[r["code"]] = strings.TrimPrefix(r["name_ar"], "ولاية ")
		}
	}
	return m, nil
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func byKey(path, key string) (map[string]map[string]string, error) {
	rows, err := facts.Read(path)
	if err != nil {
		return nil, err
	}
	m := map[string]map[string]string{}
	for _, r := range rows {
		if m[r[key]] != nil {
			return nil, fmt.Errorf("%s: %s occurs twice", path, r[key])
		}
		m[r[key]] = r
	}
	return m, nil
}

func readJSON(path string, into any) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, into)
}

func write(path string, rows [][]string) error {
	var b strings.Builder
	w := csv.NewWriter(&b)
	if err := w.WriteAll(rows); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(b.String()), 0o644)
}

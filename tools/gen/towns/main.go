// Command towns makes web/basemap/towns.csv, the towns that the map names:
// the seats of Mauritania's moughataas, and the larger towns and the waypoints
// of the region. Facts come from GeoNames (CC BY 4.0), in a directory given by
// -data: gazetteer/cities500_sahel_2023.txt, gazetteer/geonames_2014/*.txt.
//
// rank 1 is a capital, 2 a regional town, 3 a seat or larger town, 4 a small
// place that matters on a route.
package main

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/csv"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"wasl/internal/network/mauritania"
)

func main() {
	data := flag.String("data", "", "directory of the source facts")
	out := flag.String("out", "web/basemap/towns.csv", "file to write")
	flag.Parse()
	if err := run(*data, *out); err != nil {
		fmt.Fprintln(os.Stderr, "towns:", err)
		os.Exit(1)
	}
}

// A row of GeoNames, as far as it is needed.
type row struct {
	id, name, ascii, country, code string
	also                           []string
	lat, lon                       float64
	people                         int
}

type town struct {
	row
	fr, ar, place string
	rank          int
}

// waypoints are small places of the region that reports and routes name.
var waypoints = map[string][]string{
	"ML": {"Kidal", "Tessalit", "Taoudenni", "Araouane", "Lere", "Nampala", "Niono", "Nioro", "Nara", "Timbuktu", "Menaka", "Ber", "Goundam"},
	"NE": {"Arlit", "Bilma", "Assamakka", "Seguedine", "Dirkou", "Tchirozerine", "Ingal"},
	"DZ": {"Tindouf", "Bordj Mokhtar", "In Guezzam", "Djanet", "Reggane", "I-n-Salah", "Illizi", "Tamanrasset"},
	"SN": {"Matam", "Podor", "Bakel", "Richard-Toll", "Dagana"},
	"LY": {"Al Qatrun", "Murzuq", "Ghat", "Sabha"},
	"TD": {"Faya-Largeau", "Bardai"},
	"EH": {"Dakhla", "Laayoune", "Boujdour"},
}

// french and arabic are names as people here write them, where GeoNames has
// another or none.
var (
	french = map[string]string{"Timbuktu": "Tombouctou", "Algiers": "Alger", "N’Djamena": "N'Djamena", "Fada N'gourma": "Fada N'Gourma"}
	arabic = map[string]string{
		"Alger": "الجزائر", "Ouagadougou": "واغادوغو", "Tripoli": "طرابلس", "Conakry": "كوناكري", "Abuja": "أبوجا", "Casablanca": "الدار البيضاء",
		"Kidal": "كيدال", "Dakar": "داكار", "Gao": "غاو", "Niamey": "نيامي", "Agadez": "أغاديز", "Arlit": "أرليت", "Tombouctou": "تمبكتو", "Moundou": "موندو",
		"Bobo-Dioulasso": "بوبو ديولاسو", "Saint-Louis": "سانت لويس", "Touba": "طوبى", "Kaolack": "كاولاك", "Ziguinchor": "زيغينشور", "Sikasso": "سيكاسو",
		"Nioro": "انيورو", "Zinder": "زيندر", "Maradi": "مارادي", "Tahoua": "تاوا", "Lagos": "لاغوس", "Ibadan": "إيبادان", "Kaduna": "كادونا", "Kano": "كانو",
		"Assamakka": "أساماكا", "Bilma": "بيلما", "Nampala": "نامبالا", "Nara": "نارا", "Léré": "ليري", "Ménaka": "ميناكا", "Goundam": "غوندام",
		"Taoudenni": "تاودني", "Tessalit": "تيساليت", "Niono": "نيونو", "Matam": "ماتام", "Podor": "بودور", "Bakel": "باكل", "Louga": "لوغا",
		"Mopti": "موبتي", "Dirkou": "ديركو", "Séguédine": "سيغيدين", "Faya-Largeau": "فايا لارجو", "Tambacounda": "تامباكوندا", "Dagana": "داغانا",
	}
)

func run(data, out string) error {
	rows, err := readAll(data)
	if err != nil {
		return err
	}
	towns, err := seats(rows)
	if err != nil {
		return err
	}
	towns = append(towns, around(rows)...)
	slices.SortStableFunc(towns, func(a, b town) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.country, b.country), cmp.Compare(a.fr, b.fr))
	})
	table := [][]string{{"geonameid", "country", "place", "rank", "name_fr", "name_ar", "lat", "lon"}}
	seen := map[string]bool{}
	for _, t := range towns {
		if key := t.country + t.fr; !seen[key] {
			seen[key] = true
			table = append(table, []string{
				t.id, t.country, t.place, strconv.Itoa(t.rank), t.fr, t.ar,
				strconv.FormatFloat(t.lat, 'f', 4, 64), strconv.FormatFloat(t.lon, 'f', 4, 64),
			})
		}
	}
	var b bytes.Buffer
	if err := csv.NewWriter(&b).WriteAll(table); err != nil {
		return err
	}
	return os.WriteFile(out, b.Bytes(), 0o644)
}

// readAll reads populated places, the newer file first.
func readAll(data string) ([]row, error) {
	paths, err := filepath.Glob(filepath.Join(data, "gazetteer/geonames_2014/*.txt"))
	if err != nil {
		return nil, err
	}
	if len(paths) == 0 {
		return nil, fmt.Errorf("no GeoNames dumps below %q", data)
	}
	var rows []row
	for _, path := range append([]string{filepath.Join(data, "gazetteer/cities500_sahel_2023.txt")}, paths...) {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		lines := bufio.NewScanner(f)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			c := strings.Split(lines.Text(), "\t")
			if len(c) < 15 || c[6] != "P" {
				continue
			}
			r := row{id: c[0], name: c[1], ascii: c[2], country: c[8], code: c[7], also: strings.Split(c[3], ",")}
			if r.lat, err = strconv.ParseFloat(c[4], 64); err != nil {
				return nil, err
			}
			if r.lon, err = strconv.ParseFloat(c[5], 64); err != nil {
				return nil, err
			}
			r.people, _ = strconv.Atoi(c[14]) // "" is not known
			rows = append(rows, r)
		}
		if err := lines.Err(); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// farSeats are moughataas of the desert, whose town lies far from the centroid
// and bears a name that no other place does.
var farSeats = map[string]bool{"MR073": true, "MR015": true, "MR074": true, "MR111": true, "MR112": true, "MR017": true, "MR101": true}

// seats finds the town of each moughataa: a populated place of its name, the
// nearest to the commune of that name, within 0.6 degrees.
func seats(rows []row) ([]town, error) {
	places, err := mauritania.Places()
	if err != nil {
		return nil, err
	}
	var towns []town
	for _, m := range places {
		if m.Level != mauritania.Moughataa && m.NameFr != "Fassala" && m.NameFr != "Choum" && m.NameFr != "Inal" {
			continue
		}
		if strings.HasPrefix(m.Parent, "MR13") || strings.HasPrefix(m.Parent, "MR14") || strings.HasPrefix(m.Parent, "MR15") {
			continue // the quarters of Nouakchott are one town on the map
		}
		found, ok := seat(m, places, rows)
		if !ok {
			continue
		}
		towns = append(towns, town{row: found, fr: m.NameFr, ar: m.NameAr, place: m.Code, rank: seatRank(m, found)})
	}
	return towns, nil
}

// seat finds the town of one moughataa or commune.
func seat(m mauritania.Place, places []mauritania.Place, rows []row) (found row, ok bool) {
	names := map[string]bool{}
	for _, n := range append([]string{m.NameFr, m.NameList}, m.Also...) {
		names[fold(n)] = true
	}
	at := m
	for _, c := range places {
		if c.Parent == m.Code && c.Level == mauritania.Commune && names[fold(c.NameFr)] {
			at = c
		}
	}
	best := 0.6
	if farSeats[m.Code] {
		best = 6
	}
	for _, r := range rows {
		if r.country != "MR" || !called(r, names) {
			continue
		}
		if d := abs(r.lat-at.Lat) + abs(r.lon-at.Lon); d < best {
			best, found, ok = d, r, true
		}
	}
	return found, ok
}

func seatRank(m mauritania.Place, found row) int {
	switch {
	case found.code == "PPLA":
		return 2
	case m.Level == mauritania.Commune:
		return 4
	}
	return 3
}

func called(r row, names map[string]bool) bool {
	if names[fold(r.name)] || names[fold(r.ascii)] {
		return true
	}
	return slices.ContainsFunc(r.also, func(a string) bool { return names[fold(a)] })
}

// around gives capitals, larger towns and waypoints.
func around(rows []row) (towns []town) {
	for _, r := range rows {
		rank := 0
		switch {
		case r.code == "PPLC" && r.people > 0:
			rank = 1
		case r.country == "MR", r.name == "Grand Dakar", r.name == "Camayenne", r.country == "NG" && r.lat < 9:
		case r.people >= 1_000_000 && r.code != "PPLX", r.code == "PPLA" && r.people >= 60_000 && r.lat < 33 && slices.Contains([]string{"ML", "SN", "NE", "BF", "TD", "DZ", "EH"}, r.country):
			rank = 2
		case slices.Contains(waypoints[r.country], r.ascii), slices.Contains(waypoints[r.country], r.name):
			rank = 4
		}
		if rank == 0 {
			continue
		}
		fr := french[r.name]
		if fr == "" {
			fr = r.name
		}
		ar := arabic[fr]
		for _, a := range r.also {
			if ar == "" && plainArabic(a) {
				ar = a
			}
		}
		towns = append(towns, town{row: r, fr: fr, ar: ar, rank: rank})
	}
	return towns
}

// plainArabic says whether s is written in the letters of Arabic alone, not in
// those that Persian, Urdu or Uyghur add.
func plainArabic(s string) bool {
	if s == "" {
		return false
	}
	for _, r := range s {
		if r != ' ' && !strings.ContainsRune("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي", r) {
			return false
		}
	}
	return true
}

// fold reduces a name to its bare letters, so that two spellings compare equal.
func fold(s string) string {
	plain := strings.NewReplacer("é", "e", "è", "e", "ê", "e", "ë", "e", "ï", "i", "î", "i", "â", "a", "ô", "o", "ô", "o", "û", "u", "ṭ", "t", "’", "", "kh", "k", "ou", "u").Replace(strings.ToLower(s))
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, plain)
}

func abs(f float64) float64 { return max(f, -f) }

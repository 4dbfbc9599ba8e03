// Command water makes web/basemap/water.json: the rivers and lakes that people of
// the region tell places by, as lists of [longitude, latitude].
//
// They come from Natural Earth, 1:10m rivers and lakes (public domain), as
// GeoJSON in -rivers and -lakes. Small rivers far from Mauritania are left out;
// what is kept is thinned.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
)

func main() {
	rivers := flag.String("rivers", "", "rivers_10m.geojson of Natural Earth")
	lakes := flag.String("lakes", "", "lakes_10m.geojson of Natural Earth")
	out := flag.String("out", "web/basemap/water.json", "file to write")
	flag.Parse()
	if err := run(*rivers, *lakes, *out); err != nil {
		fmt.Fprintln(os.Stderr, "water:", err)
		os.Exit(1)
	}
}

type point = [2]float64

// water is the file that is written.
type water struct {
	Rivers []river   `json:"rivers"`
	Lakes  [][]point `json:"lakes"` // outer rings
}

type river struct {
	Name  string    `json:"name"`
	Rank  int       `json:"rank"` // 3 is the Niger, 9 a brook
	Lines [][]point `json:"lines"`
}

type collection struct {
	Features []struct {
		Properties struct {
			Name string
			Rank float64 `json:"scalerank"`
		}
		Geometry *struct {
			Type        string
			Coordinates json.RawMessage
		}
	}
}

// near is where small rivers matter too: Mauritania and its borders.
var near = struct{ west, south, east, north float64 }{-17.5, 11, -3, 20}

func run(rivers, lakes, out string) error {
	var w water
	if err := each(rivers, func(name string, rank int, lines [][]point) {
		if rank > 4 && !touches(lines) {
			return
		}
		for i := range lines {
			lines[i] = thin(lines[i])
		}
		w.Rivers = append(w.Rivers, river{name, rank, lines})
	}); err != nil {
		return err
	}
	if err := each(lakes, func(_ string, _ int, rings [][]point) {
		if len(rings) > 0 {
			w.Lakes = append(w.Lakes, thin(rings[0]))
		}
	}); err != nil {
		return err
	}
	b, err := json.Marshal(w)
	if err != nil {
		return err
	}
	return os.WriteFile(out, append(b, '\n'), 0o644)
}

// each calls with the lines of every feature, or with the rings of its first polygon.
func each(path string, take func(name string, rank int, lines [][]point)) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var c collection
	if err := json.Unmarshal(b, &c); err != nil {
		return err
	}
	for _, f := range c.Features {
		if f.Geometry == nil {
			continue
		}
		lines, err := linesOf(f.Geometry.Type, f.Geometry.Coordinates)
		if err != nil {
			return fmt.Errorf("%s: %w", f.Properties.Name, err)
		}
		take(f.Properties.Name, int(f.Properties.Rank), lines)
	}
	return nil
}

func linesOf(kind string, raw json.RawMessage) (lines [][]point, err error) {
	switch kind {
	case "LineString":
		lines = make([][]point, 1)
		err = json.Unmarshal(raw, &lines[0])
	case "MultiLineString", "Polygon":
		err = json.Unmarshal(raw, &lines)
	case "MultiPolygon":
		var all [][][]point
		if err = json.Unmarshal(raw, &all); err == nil && len(all) > 0 {
			lines = all[0]
		}
	default:
		err = fmt.Errorf("a %s is no water", kind)
	}
	return lines, err
}

func touches(lines [][]point) bool {
	for _, line := range lines {
		for _, p := range line {
			if p[0] > near.west && p[0] < near.east && p[1] > near.south && p[1] < near.north {
				return true
			}
		}
	}
	return false
}

// thin keeps a point where it is 0.02 degrees from the last one kept, but for
// turns, which it keeps from 0.005 on, and the end.
func thin(line []point) (out []point) {
	for i, p := range line {
		p = point{round(p[0]), round(p[1])}
		if n := len(out); n == 0 || i == len(line)-1 || far(out, p) {
			out = append(out, p)
		}
	}
	return out
}

func far(kept []point, p point) bool {
	last := kept[len(kept)-1]
	d := math.Hypot(p[0]-last[0], p[1]-last[1])
	if len(kept) < 2 || d < 0.005 {
		return d > 0.02
	}
	before := kept[len(kept)-2]
	turn := math.Abs(math.Atan2(p[1]-last[1], p[0]-last[0]) - math.Atan2(last[1]-before[1], last[0]-before[0]))
	return d > 0.06 || math.Min(turn, 2*math.Pi-turn) > 0.35
}

// round keeps three decimals, about 110 m.
func round(f float64) float64 { return math.Round(f*1000) / 1000 }

package sheet

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"wasl/internal/base/fault"
)

// Fields that a feature's geometry fills: a point's place, or the middle of an
// area, in degrees of WGS 84.
const (
	Lat = "lat"
	Lon = "lon"
)

type feature struct {
	Type       string                     `json:"type"`
	Properties map[string]json.RawMessage `json:"properties"`
	Geometry   *struct {
		Type        string          `json:"type"`
		Coordinates json.RawMessage `json:"coordinates"`
	} `json:"geometry"`
}

func readGeoJSON(b []byte, fields []string, m Mapping) (*Sheet, error) {
	d := json.NewDecoder(bytes.NewReader(b))
	if err := features(d); err != nil {
		return nil, err
	}
	s := &Sheet{}
	for n := 1; d.More(); n++ {
		if n > MaxRows {
			return nil, tooMany()
		}
		var f feature
		if err := d.Decode(&f); err != nil {
			return nil, notGeoJSON(err)
		}
		s.feature(n, f, fields, m)
	}
	if _, err := d.Token(); err != nil {
		return nil, notGeoJSON(err)
	}
	return s, nil
}

// features goes to the first feature of a collection.
func features(d *json.Decoder) error {
	t, err := d.Token()
	if err != nil || t != json.Delim('{') {
		return notGeoJSON(err)
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return notGeoJSON(err)
		}
		if name == "features" {
			if t, err := d.Token(); err != nil || t != json.Delim('[') {
				return notGeoJSON(err)
			}
			return nil
		}
		var skipped json.RawMessage
		if err := d.Decode(&skipped); err != nil {
			return notGeoJSON(err)
		}
	}
	return notGeoJSON(nil)
}

func notGeoJSON(err error) error {
	return &fault.Error{
		Kind: fault.Invalid, Op: "sheet.Read", Key: "sheet.geojson.broken", Msg: "the file is no GeoJSON feature collection", Err: err,
		Hint: "export it anew as GeoJSON, in degrees (WGS 84)",
	}
}

func (s *Sheet) feature(n int, f feature, fields []string, m Mapping) {
	row := Row{N: n, cells: make(map[string]string, len(fields))}
	lower := make(map[string]json.RawMessage, len(f.Properties))
	for k, v := range f.Properties {
		lower[strings.ToLower(k)] = v
	}
	for _, field := range fields {
		name, mapped := m[field]
		if !mapped {
			name = field
		}
		if v, ok := lower[strings.ToLower(name)]; ok {
			s.keep(row, field, plain(v))
		}
	}
	if contains(fields, Lat) && row.cells[Lat] == "" && f.Geometry != nil {
		lat, lon, ok := middle(f.Geometry.Type, f.Geometry.Coordinates)
		if !ok {
			s.Fail(n, "geometry", &fault.Error{
				Kind: fault.Invalid, Op: "sheet.Read", Key: "sheet.geometry.unknown", Args: []string{f.Geometry.Type},
				Msg: "the shape {0} has no place that could be read", Hint: "give points or areas in degrees (WGS 84)",
			})
		} else {
			row.cells[Lat], row.cells[Lon] = degrees(lat), degrees(lon)
		}
	}
	s.Rows = append(s.Rows, row)
}

// plain gives a property as a cell; lists and objects are none.
func plain(v json.RawMessage) string {
	var s string
	if json.Unmarshal(v, &s) == nil {
		return s
	}
	if t := string(bytes.TrimSpace(v)); t != "null" && !strings.ContainsAny(t[:1], "{[") {
		return t
	}
	return ""
}

// degrees writes a coordinate to six decimals, a tenth of a metre.
func degrees(x float64) string {
	return strconv.FormatFloat(math.Round(x*1e6)/1e6, 'f', -1, 64)
}

// middle is the place of a point or the centroid of an area.
func middle(kind string, raw json.RawMessage) (lat, lon float64, ok bool) {
	var polygons [][][][]float64
	switch kind {
	case "Point":
		var p []float64
		if json.Unmarshal(raw, &p) != nil || len(p) < 2 {
			return 0, 0, false
		}
		return p[1], p[0], onEarth(p[1], p[0])
	case "Polygon":
		polygons = make([][][][]float64, 1)
		if json.Unmarshal(raw, &polygons[0]) != nil {
			return 0, 0, false
		}
	case "MultiPolygon":
		if json.Unmarshal(raw, &polygons) != nil {
			return 0, 0, false
		}
	}
	return centroid(polygons)
}

// centroid is that of the outer rings, weighted by their areas on the plane of
// degrees, which is right enough for a country's districts.
func centroid(polygons [][][][]float64) (lat, lon float64, ok bool) {
	var area, x, y, sumX, sumY, points float64
	for _, p := range polygons {
		if len(p) == 0 {
			continue
		}
		var ra, rx, ry float64
		for i, b := range p[0] {
			if len(b) < 2 {
				return 0, 0, false
			}
			sumX, sumY, points = sumX+b[0], sumY+b[1], points+1
			if i == 0 {
				continue
			}
			a := p[0][i-1]
			cross := a[0]*b[1] - b[0]*a[1]
			ra, rx, ry = ra+cross, rx+(a[0]+b[0])*cross, ry+(a[1]+b[1])*cross
		}
		if ra < 0 { // rings run either way, whatever the standard says
			ra, rx, ry = -ra, -rx, -ry
		}
		area, x, y = area+ra, x+rx, y+ry
	}
	if points == 0 {
		return 0, 0, false
	}
	lat, lon = sumY/points, sumX/points
	if math.Abs(area) > 1e-12 {
		lat, lon = y/(3*area), x/(3*area)
	}
	return lat, lon, onEarth(lat, lon)
}

func onEarth(lat, lon float64) bool {
	return math.Abs(lat) <= 90 && math.Abs(lon) <= 180 // false for what is no number
}

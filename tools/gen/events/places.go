package main

import (
	"bufio"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"wasl/internal/network/mauritania"
)

// A town is a named point of GeoNames.
type town struct {
	name     string
	lat, lon float64
}

// A gazetteer names places by the towns around.
type gazetteer []town

func readTowns(data string) (gazetteer, error) {
	f, err := os.Open(filepath.Join(data, "gazetteer/cities500_sahel_2023.txt"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var g gazetteer
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		c := strings.Split(lines.Text(), "\t")
		lat, lon, err := point(c[4], c[5])
		if err != nil {
			return nil, err
		}
		g = append(g, town{c[1], lat, lon})
	}
	return g, lines.Err()
}

// kilometres between two points, on a sphere.
func kilometres(aLat, aLon, bLat, bLon float64) float64 {
	const rad, earth = math.Pi / 180, 6371
	s, t := math.Sin((bLat-aLat)*rad/2), math.Sin((bLon-aLon)*rad/2)
	return 2 * earth * math.Asin(math.Sqrt(s*s+math.Cos(aLat*rad)*math.Cos(bLat*rad)*t*t))
}

var bearings = [...]string{"N", "NE", "E", "SE", "S", "SW", "W", "NW"}

// near names a point by the nearest town: "Arlit" within 15 km, else
// "140 km NW of Arlit".
func (g gazetteer) near(lat, lon float64) string {
	best, at := math.Inf(1), town{}
	for _, t := range g {
		if d := kilometres(t.lat, t.lon, lat, lon); d < best {
			best, at = d, t
		}
	}
	if best < 15 {
		return at.name
	}
	angle := math.Atan2((lon-at.lon)*math.Cos(lat*math.Pi/180), lat-at.lat) * 180 / math.Pi
	return fmt.Sprintf("%.0f km %s of %s", best, bearings[int(math.Round(angle/45)+8)%8], at.name)
}

// properName is a place that is named, not described: few words, each with a
// capital but for the small ones of French, Spanish, Arabic and "desert".
var properName = regexp.MustCompile(`^\p{Lu}[\p{L}'’.-]*(?:,? (?:\p{Lu}[\p{L}'’.-]*|de|del|du|la|el|al|es|et|and|ech|desert|region|coast|of|the|off)){0,5}$`)

var offCoast = regexp.MustCompile(`(?i)^(?:off|near) (?:the )?(?:coast|shore|shores)? ?(?:of )?`)

// name keeps the source's name of a place if it is but a name; a description
// is replaced by the nearest town.
func (g gazetteer) name(text, country string, lat, lon float64) string {
	s := strings.TrimSpace(text)
	for _, tail := range []string{", " + country, "," + country} {
		s = strings.TrimSuffix(s, tail)
	}
	prefix := ""
	if t := offCoast.ReplaceAllString(s, ""); t != s && strings.HasPrefix(strings.ToLower(s), "off") {
		s, prefix = t, "Off "
	}
	if s == "" || len(s) > 50 || !properName.MatchString(s) || s == country {
		return g.near(lat, lon)
	}
	return prefix + s
}

// moughataaAt is the code of the moughataa that an event on Mauritania's land
// lies in, by the nearest centroid of a commune; "" elsewhere and at sea.
func moughataaAt(e event) string {
	lat, lon, err := point(e.lat, e.lon)
	if err != nil || e.country != "MR" || e.kind == "shipwreck" {
		return ""
	}
	best, code := math.Inf(1), ""
	for _, p := range communes {
		if d := kilometres(p.Lat, p.Lon, lat, lon); d < best {
			best, code = d, p.Parent
		}
	}
	return code
}

// communes are the shipped ones; the table is embedded and tested, so a fault
// in it is a fault of this program.
var communes = func() (cs []mauritania.Place) {
	all, err := mauritania.Places()
	if err != nil {
		panic(err)
	}
	for _, p := range all {
		if p.Level == mauritania.Commune {
			cs = append(cs, p)
		}
	}
	return cs
}()

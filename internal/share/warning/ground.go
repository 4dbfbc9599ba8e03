package warning

import (
	"math"
	"slices"
	"strings"

	"wasl/internal/base/lang"
	"wasl/internal/network/place"
	"wasl/internal/share/cap"
)

// coarse rounds a shape to what a warning may show: corners to a hundredth of a
// degree (a kilometre), a circle to whole kilometres.
func (s *Shape) coarse() *Shape {
	round := func(p cap.Point) cap.Point { return cap.Point{Lat: hundredth(p.Lat), Lon: hundredth(p.Lon)} }
	out := &Shape{Km: math.Round(s.Km)}
	if s.Centre != nil {
		p := round(*s.Centre)
		out.Centre = &p
	}
	for _, p := range s.Corners {
		if p = round(p); len(out.Corners) == 0 || out.Corners[len(out.Corners)-1] != p {
			out.Corners = append(out.Corners, p)
		}
	}
	if n := len(out.Corners); n > 1 && out.Corners[0] == out.Corners[n-1] { // drawn as CAP has it
		out.Corners = out.Corners[:n-1]
	}
	return out
}

func hundredth(x float64) float64 { return math.Round(x*100)/100 + 0 }

// wide tells whether a polygon is as far across as the smallest circle, both ways.
func (s *Shape) wide() bool {
	var lats, lons []float64
	for _, p := range s.Corners {
		lats, lons = append(lats, p.Lat), append(lons, p.Lon)
	}
	south, north, west, east := slices.Min(lats), slices.Max(lats), slices.Min(lons), slices.Max(lons)
	return place.Distance(south, west, north, west) >= 2*minKm && place.Distance(south, west, south, east) >= 2*minKm
}

// finest is the smallest place that a warning may name: a commune has some
// thousand people, a locality may have twenty.
const finest = place.Commune

// known holds the places of a content against the list.
func (s *Service) known(c *Content) error {
	for _, r := range c.Places {
		p, ok := s.opt.Places.Get(r.List, r.Code)
		if !ok {
			return invalid("warning.place.none", "there is no place {0}", "choose one from the list", r.Code)
		}
		if p.Level > finest {
			return invalid("warning.place.fine", "{0} is too small a place for a warning", "choose its commune or its moughataa", p.Name.In(lang.French))
		}
	}
	return nil
}

// areaOf gives the ground of a content for a reader of l.
func (s *Service) areaOf(c *Content, l lang.Language) []cap.Area {
	var areas []cap.Area
	for _, r := range c.Places {
		areas = append(areas, cap.Area{Desc: s.opt.Places.Name(r.List, r.Code, l), Geocodes: []cap.Value{{Name: r.List, Value: r.Code}}})
	}
	if g := c.Shape; g != nil {
		a := cap.Area{Desc: lang.Say(l, "warning.area.drawn", "the area on the map")}
		if p, ok := s.opt.Places.Nearest(g.middle()); ok {
			a.Desc = lang.Say(l, "warning.area.around", "around {0}", s.nameDown(p, l))
		}
		if g.Centre != nil {
			a.Circles = []cap.Circle{{Centre: *g.Centre, Radius: g.Km}}
		} else {
			a.Polygons = [][]cap.Point{append(slices.Clone(g.Corners), g.Corners[0])}
		}
		areas = append(areas, a)
	}
	return areas
}

// nameDown is the name of a place, or of the first above it that a warning may name.
func (s *Service) nameDown(p place.Place, l lang.Language) string {
	for _, up := range s.opt.Places.Path(p.List, p.Code) {
		if up.Level <= finest {
			return up.Name.In(l)
		}
	}
	return p.Name.In(l)
}

func (s *Shape) middle() (lat, lon float64) {
	if s.Centre != nil {
		return s.Centre.Lat, s.Centre.Lon
	}
	return middle(s.Corners)
}

func middle(ps []cap.Point) (lat, lon float64) {
	for _, p := range ps {
		lat, lon = lat+p.Lat/float64(len(ps)), lon+p.Lon/float64(len(ps))
	}
	return lat, lon
}

// placesIn gives the places of other authorities' ground: by the codes that they
// give, and the moughataas whose middle lies within; of a smaller ground, the place
// nearest to its middle.
func (s *Service) placesIn(areas []cap.Area) (found []place.Ref) {
	add := func(p place.Place) {
		if r := (place.Ref{List: p.List, Code: p.Code}); !slices.Contains(found, r) {
			found = append(found, r)
		}
	}
	all := s.moughataas()
	for i := range areas {
		a := &areas[i]
		for _, code := range a.Geocodes {
			if p, ok := s.opt.Places.Find(code.Value); ok {
				add(p)
			}
		}
		for _, p := range s.within(a, all) {
			add(p)
		}
	}
	return found
}

// within gives those of places whose middle lies in an area; where none does, the
// places nearest to the middles of its grounds.
func (s *Service) within(a *cap.Area, places []place.Place) (in []place.Place) {
	for _, p := range places {
		if p.Located() && a.Holds(cap.Point{Lat: p.Lat, Lon: p.Lon}) {
			in = append(in, p)
		}
	}
	if len(in) > 0 {
		return in
	}
	for _, m := range a.Middles() {
		if p, ok := s.opt.Places.Nearest(m.Lat, m.Lon); ok {
			in = append(in, p)
		}
	}
	return in
}

func (s *Service) moughataas() (all []place.Place) {
	for _, country := range s.opt.Places.Below("", "") {
		for _, wilaya := range s.opt.Places.Below(country.List, country.Code) {
			all = append(all, s.opt.Places.Below(wilaya.List, wilaya.Code)...)
		}
	}
	return all
}

// Where names the ground of a content for a reader of l.
func (s *Service) Where(c *Content, l lang.Language) string {
	var names []string
	for _, a := range s.areaOf(c, l) {
		names = append(names, a.Desc)
	}
	return strings.Join(names, " · ")
}

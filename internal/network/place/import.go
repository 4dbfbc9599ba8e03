package place

import (
	"context"
	"io"
	"strconv"
	"strings"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/network/mauritania"
	"wasl/internal/network/sheet"
)

// Fields are the columns of a table of places. Other spellings, and codes of
// older lists as LIST/CODE, are parted by | within their cell.
var Fields = []string{"list", "code", "level", "parent", "name_fr", "name_ar", "name_en", "also", "lat", "lon", "older"}

// Options say how to read a file of places.
type Options struct {
	Format  sheet.Format
	Mapping sheet.Mapping
	List    string // of rows that do not name one
	Level   string // of rows that do not name one
	DryRun  bool   // say what would change, and change nothing
}

// Import reads places from a file. Where anything is wrong with any row nothing
// is written, and the result says what and where.
func (s *Service) Import(ctx context.Context, author record.ID, r io.Reader, opt Options) (Result, error) {
	sh, err := sheet.Read(r, opt.Format, Fields, []string{"code"}, opt.Mapping)
	if err != nil {
		return Result{}, err
	}
	places := read(sh, opt)
	s.checkParents(sh, places)
	sh.Sort()
	if len(sh.Problems) > 0 {
		return Result{Problems: sh.Problems}, nil
	}
	return s.write(ctx, author, places, opt.DryRun)
}

// read makes places of rows; each is places[i] of sh.Rows[i].
func read(sh *sheet.Sheet, opt Options) []Place {
	places := make([]Place, len(sh.Rows))
	seen := map[Ref]int{}
	for i, row := range sh.Rows {
		p := Place{
			List: or(row.Get("list"), opt.List), Code: row.Get("code"), Parent: row.Get("parent"), Name: lang.Text{},
			Also: split(row.Get("also")), Lat: coordinate(sh, row, sheet.Lat), Lon: coordinate(sh, row, sheet.Lon),
		}
		for _, l := range lang.All() {
			if n := row.Get("name_" + string(l)); n != "" {
				p.Name[l] = n
			}
		}
		var ok bool
		if p.Level, ok = ParseLevel(or(row.Get("level"), opt.Level)); !ok {
			sh.Fail(row.N, "level", invalid("place.level.unknown", "there is no level {0}", "use country, wilaya, moughataa, commune or locality", row.Get("level")))
		}
		for _, o := range split(row.Get("older")) {
			list, code, ok := strings.Cut(o, "/")
			if !ok || list == "" || code == "" {
				sh.Fail(row.N, "older", invalid("place.older.wrong", "{0} is no code of an older list", "write LIST/CODE, such as OCHA-COD-2020/MR0702", o))
				continue
			}
			p.Older = append(p.Older, Ref{list, code})
		}
		if field, err := p.Check(); err != nil {
			sh.Fail(row.N, field, err)
		} else if first, twice := seen[p.Ref()]; twice {
			sh.Fail(row.N, "code", invalid("place.code.twice", "the code {0} stands in row {1} already", "leave one of the two rows out", p.Code, strconv.Itoa(first)))
		}
		seen[p.Ref()] = row.N
		places[i] = p
	}
	return places
}

// checkParents holds every parent against the file and what is known.
func (s *Service) checkParents(sh *sheet.Sheet, places []Place) {
	a := s.now.Load()
	level := make(map[Ref]Level, len(places))
	for _, p := range places {
		level[p.Ref()] = p.Level
	}
	for i, p := range places {
		if p.Parent == "" {
			continue
		}
		up, ok := level[Ref{p.List, p.Parent}]
		if !ok {
			if j, known := a.parent(p); known {
				up, ok = a.places[j].Level, true
			}
		}
		if !ok {
			up, ok = level[Ref{Countries, p.Parent}]
		}
		switch {
		case !ok:
			sh.Fail(sh.Rows[i].N, "parent", invalid("place.parent.unknown", "there is no place {0} above this one", "add it to the file, or import its list first", p.Parent))
		case up >= p.Level:
			sh.Fail(sh.Rows[i].N, "parent", invalid("place.parent.lower", "the place {0} is not of a higher level", "check level and parent", p.Parent))
		}
	}
}

func coordinate(sh *sheet.Sheet, row sheet.Row, field string) float64 {
	cell := row.Get(field)
	if cell == "" {
		return 0
	}
	x, err := strconv.ParseFloat(strings.Replace(cell, ",", ".", 1), 64)
	if err != nil {
		sh.Fail(row.N, field, &fault.Error{
			Kind: fault.Invalid, Op: "place.Import", Key: "place.point.number", Args: []string{cell}, Msg: "{0} is not a number of degrees",
			Hint: "write degrees with decimals, such as 15.867",
		})
		return 0
	}
	return x
}

func split(cell string) (parts []string) {
	for p := range strings.SplitSeq(cell, "|") {
		if p = strings.TrimSpace(p); p != "" {
			parts = append(parts, p)
		}
	}
	return parts
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// cells are the place's fields, in the order of Fields.
func (p Place) cells() []string {
	lat, lon := "", ""
	if p.Located() {
		lat, lon = strconv.FormatFloat(p.Lat, 'f', -1, 64), strconv.FormatFloat(p.Lon, 'f', -1, 64)
	}
	older := make([]string, len(p.Older))
	for i, o := range p.Older {
		older[i] = o.List + "/" + o.Code
	}
	return []string{
		p.List, p.Code, p.Level.String(), p.Parent, p.Name[lang.French], p.Name[lang.Arabic], p.Name[lang.English],
		strings.Join(p.Also, "|"), lat, lon, strings.Join(older, "|"),
	}
}

// Shipped gives the places that come with wasl: Mauritania, and the countries
// and regions around.
func Shipped() ([]Place, error) {
	around, err := mauritania.Neighbours()
	if err != nil {
		return nil, err
	}
	within, err := mauritania.Places()
	if err != nil {
		return nil, err
	}
	places := make([]Place, 0, len(around)+len(within))
	for _, m := range append(around, within...) {
		p := Place{
			List: m.List, Code: m.Code, Level: Level(m.Level), Parent: m.Parent, Name: lang.Text{}, Also: m.Also, Lat: m.Lat, Lon: m.Lon,
		}
		for l, n := range map[lang.Language]string{lang.French: m.NameFr, lang.Arabic: m.NameAr} {
			if n != "" {
				p.Name[l] = n
			}
		}
		// What was carved out of an older unit is not that unit.
		if m.Code2020 != "" && m.Relation2020 == mauritania.Same {
			p.Older = []Ref{{mauritania.List2020, m.Code2020}}
		}
		places = append(places, p)
	}
	return places, nil
}

// Ship writes the shipped places into a node that has none: its first start.
func (s *Service) Ship(ctx context.Context, author record.ID) error {
	if s.Len() > 0 {
		return nil
	}
	places, err := Shipped()
	if err != nil {
		return err
	}
	_, err = s.Put(ctx, author, places...)
	return err
}

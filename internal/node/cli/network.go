package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"wasl/internal/base/record"
	"wasl/internal/network/place"
	"wasl/internal/network/sheet"
	"wasl/internal/network/unit"
	"wasl/internal/node"
)

// tableFlags say how to read a table that people made elsewhere.
type tableFlags struct {
	dataFlags
	File   string            `arg:"" help:"CSV or GeoJSON" type:"path"`
	Map    map[string]string `help:"under which column a field stands: --map name_fr=Nom" placeholder:"FIELD=COLUMN"`
	DryRun bool              `help:"say what would change, and change nothing"`
}

func (t *tableFlags) format() sheet.Format {
	switch strings.ToLower(filepath.Ext(t.File)) {
	case ".json", ".geojson":
		return sheet.GeoJSON
	}
	return sheet.CSV
}

// result prints what an import did, row by row where something is wrong.
func (t *tableFlags) result(e *env, added, changed, same int, problems []sheet.Problem) error {
	for _, p := range problems {
		message, hint := p.In(e.lang)
		where := fmt.Sprintf("%s:%d", filepath.Base(t.File), p.Row)
		if p.Column != "" {
			where += ":" + p.Column
		}
		fmt.Fprintf(e.Stderr, "%s: %s (%s)\n", where, message, hint)
	}
	if len(problems) > 0 {
		fmt.Fprintln(e.Stderr, "nothing was imported")
		return errFound
	}
	verb := "imported"
	if t.DryRun {
		verb = "would import"
	}
	e.say("%s: %d new, %d changed, %d as they were", verb, added, changed, same)
	return nil
}

type placesCmd struct {
	Import placesImportCmd `cmd:"" help:"Import places from CSV or GeoJSON; all or nothing."`
	Export placesExportCmd `cmd:"" help:"Print the places of a list as CSV."`
}

type placesImportCmd struct {
	tableFlags
	List  string `help:"code list and its version, of rows that name none" placeholder:"LIST"`
	Level string `help:"level of rows that name none: country, wilaya, moughataa, commune, locality" placeholder:"LEVEL"`
}

// Help is what `wasl places import --help` says besides the flags.
func (placesImportCmd) Help() string {
	return `A row for each place, with the columns list, code, level, parent (code of the place that it lies in), name_fr, name_ar, name_en, also (other spellings), lat, lon, and
older: codes that it had in earlier lists. A code is nothing without its list and the list's version: Mauritania's were given anew, and one code names two places. All
rows are checked first, and where one is wrong nothing is imported.

    wasl places import localities.csv --list ons-2023 --level locality --map code=Code --map name_fr=Localité --dry-run`
}

// Run imports places.
func (c *placesImportCmd) Run(e *env) error {
	return c.with(e, func(ctx context.Context, n *node.Node) error {
		f, err := os.Open(c.File)
		if err != nil {
			return missingFile(c.File, err)
		}
		defer f.Close()
		r, err := n.Places.Import(ctx, record.IDOf("wasl/local"), f, place.Options{
			Format: c.format(), Mapping: c.Map, List: c.List, Level: c.Level, DryRun: c.DryRun,
		})
		if err != nil {
			return err
		}
		return c.result(e, r.New, r.Changed, r.Same, r.Problems)
	})
}

type placesExportCmd struct {
	dataFlags
	List string `arg:"" help:"code list and its version"`
}

// Run prints places.
func (c *placesExportCmd) Run(e *env) error {
	return c.with(e, func(_ context.Context, n *node.Node) error { return n.Places.Export(e.Stdout, c.List) })
}

type unitsCmd struct {
	Import unitsImportCmd `cmd:"" help:"Import units from CSV or GeoJSON; all or nothing."`
	Export unitsExportCmd `cmd:"" help:"Print the units as CSV."`
}

type unitsImportCmd struct {
	tableFlags
}

// Help is what `wasl units import --help` says besides the flags.
func (unitsImportCmd) Help() string {
	return `A row for each unit, with the columns code, parent (code of the unit above; empty for the one above all), kind, name_fr, name_ar, name_en, and place with list: the code of
the place that it works in, and the code list. A kind is one of administration, authority, police, gendarmerie, national_guard, customs, coast_guard, civil_protection,
health, ngo, committee, post. Units that are there are changed; none is removed or closed. All rows are checked first, and where one is wrong nothing is imported.

    wasl units import network.csv --map code=Code --map parent=Supérieur --map name_fr=Nom --dry-run`
}

// Run imports units.
func (c *unitsImportCmd) Run(e *env) error {
	return c.with(e, func(ctx context.Context, n *node.Node) error {
		f, err := os.Open(c.File)
		if err != nil {
			return missingFile(c.File, err)
		}
		defer f.Close()
		r, err := n.Units.Import(ctx, record.IDOf("wasl/local"), f, unit.Options{Format: c.format(), Mapping: c.Map, DryRun: c.DryRun})
		if err != nil {
			return err
		}
		return c.result(e, r.New, r.Changed, r.Same, r.Problems)
	})
}

type unitsExportCmd struct {
	dataFlags
}

// Run prints units.
func (c *unitsExportCmd) Run(e *env) error {
	return c.with(e, func(_ context.Context, n *node.Node) error { return n.Units.Export(e.Stdout) })
}

// Command forms writes the demo's five XLSForms, demo/forms/*.xlsx, from the
// descriptions in this package, and demo/forms/index.json, which says under
// which path each question stands, its type, and the names of the choices; and the
// surveys that every node brings, internal/community/feedback/shipped/*.xlsx. The
// same description gives the same bytes.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
)

// Version is the version of every form; a change in a form raises it.
const Version = "2026112401"

func main() {
	out := flag.String("out", "demo/forms", "directory to write to")
	shipped := flag.String("surveys", "internal/community/feedback/shipped", "directory to write surveys to")
	flag.Parse()
	if err := errors.Join(run(*out, build), run(*shipped, buildSurveys)); err != nil {
		fmt.Fprintln(os.Stderr, "forms:", err)
		os.Exit(1)
	}
}

func run(out string, build func() (map[string][]byte, error)) error {
	files, err := build()
	if err != nil {
		return err
	}
	for name, b := range files {
		if err := os.WriteFile(filepath.Join(out, name), b, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// build makes every file, by name.
func build() (map[string][]byte, error) {
	files := map[string][]byte{}
	index := map[string]any{}
	for _, f := range forms() {
		b, err := f.xlsx()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.ID, err)
		}
		files[f.ID+".xlsx"] = b
		paths, choices := map[string]string{}, map[string][]string{}
		collect(paths, "/data", f.Questions)
		for _, l := range f.Lists {
			for _, c := range l.Choices {
				choices[l.Name] = append(choices[l.Name], c.Name)
			}
		}
		index[f.ID] = map[string]any{"version": Version, "title": f.Title, "paths": paths, "types": types(f.Questions), "choices": choices}
	}
	b, err := json.MarshalIndent(index, "", "  ")
	if err != nil {
		return nil, err
	}
	files["index.json"] = append(b, '\n')
	return files, nil
}

// buildSurveys makes every survey, by name.
func buildSurveys() (map[string][]byte, error) {
	files := map[string][]byte{}
	for _, f := range surveys() {
		b, err := f.xlsx()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.ID, err)
		}
		files[f.ID+".xlsx"] = b
	}
	return files, nil
}

// collect notes the path of every answer below base; "[]" marks a repeat.
func collect(paths map[string]string, base string, qs []Question) {
	for _, q := range qs {
		switch q.Type {
		case "note":
		case "group":
			collect(paths, base+"/"+q.Name, q.Within)
		case "repeat":
			collect(paths, base+"/"+q.Name+"[]", q.Within)
		default:
			paths[q.Name] = base + "/" + q.Name
		}
	}
}

// types gives the type of every answer, by the question's name.
func types(qs []Question) map[string]string {
	m := map[string]string{}
	for _, q := range qs {
		if q.Within != nil {
			maps.Copy(m, types(q.Within))
		} else if q.Type != "note" {
			m[q.Name] = q.Type
		}
	}
	return m
}

func forms() []Form {
	return []Form{securityIncident(), borderObservation(), communityTension(), migrants(), zeroReport()}
}

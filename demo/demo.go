// Package demo is the network that `wasl demo` starts with: invented units over
// the real places of Mauritania, five forms in three languages, some 2,000 real
// events as facts, and reports written for the queue. Nobody in it exists. The
// sources of the facts are credited in NOTICE; tools/gen says how each table
// was made.
package demo

import (
	"embed"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"
)

//go:embed units.csv events.csv reports.json incidents.json people.json forms/*.xlsx forms/index.json
var files embed.FS

// A Unit is one unit of the invented network. Parents stand before children.
type Unit struct {
	Code, Parent           string // Parent is "" for the directorate alone
	Kind                   string // administration, police, gendarmerie, customs, civil_protection, coast_guard, health, ngo, committee
	NameFr, NameAr, NameEn string
	Place, List            string // code of the place, and the list it belongs to
}

// Units gives the network.
func Units() ([]Unit, error) {
	rows, err := table("units.csv")
	if err != nil {
		return nil, err
	}
	units := make([]Unit, len(rows))
	for i, r := range rows {
		units[i] = Unit{r["code"], r["parent"], r["kind"], r["name_fr"], r["name_ar"], r["name_en"], r["place"], r["list"]}
	}
	return units, nil
}

// A Form says where the answers of a form stand. Paths, Types and Choices are
// by the names of questions and lists; "[]" in a path stands for a repeat.
type Form struct {
	Version string              `json:"version"`
	Title   map[string]string   `json:"title"`
	Paths   map[string]string   `json:"paths"`
	Types   map[string]string   `json:"types"`
	Choices map[string][]string `json:"choices"`
}

// Forms gives the five forms by id.
func Forms() (map[string]Form, error) {
	b, err := files.ReadFile("forms/index.json")
	if err != nil {
		return nil, err
	}
	var forms map[string]Form
	if err := json.Unmarshal(b, &forms); err != nil {
		return nil, fmt.Errorf("forms/index.json: %w", err)
	}
	return forms, nil
}

// XLSX is the source of a form.
func XLSX(form string) ([]byte, error) { return files.ReadFile("forms/" + form + ".xlsx") }

// table reads an embedded CSV into rows by column.
func table(name string) ([]map[string]string, error) {
	b, err := files.ReadFile(name)
	if err != nil {
		return nil, err
	}
	rows, err := csv.NewReader(strings.NewReader(string(b))).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	out := make([]map[string]string, 0, len(rows)-1)
	for _, r := range rows[1:] {
		m := make(map[string]string, len(r))
		for i, h := range rows[0] {
			m[h] = r[i]
		}
		out = append(out, m)
	}
	return out, nil
}

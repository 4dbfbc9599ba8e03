package demo

import (
	"encoding/json"
	"fmt"
	"strings"
)

// An Incident is what the demo's desk takes to have happened. Times are in minutes
// before the demo starts. Words are those of internal/triage/incident.
type Incident struct {
	ID        string     `json:"id"`
	Sent      int        `json:"sent"` // opened, minutes ago
	Kind      string     `json:"kind"`
	Title     string     `json:"title"`
	Reports   []Behind   `json:"reports"`
	Amended   []Stated   `json:"amended,omitempty"`
	Questions []Question `json:"questions,omitempty"`
	State     string     `json:"state,omitempty"` // watched, closed
	Outcome   string     `json:"outcome,omitempty"`
	Note      string     `json:"note,omitempty"`
	Ended     int        `json:"ended,omitempty"` // when the state was set, minutes ago
	Stated
}

// Stated is a part of a statement.
type Stated struct {
	At       int      `json:"sent,omitempty"` // minutes ago, of what was stated anew
	Harmed   []Harmed `json:"harmed,omitempty"`
	Known    []Said   `json:"known,omitempty"`
	Assessed []Said   `json:"assessed,omitempty"`
}

// Harmed is how many people suffered what.
type Harmed struct {
	What  string `json:"what"`
	Sex   string `json:"sex"`
	Age   string `json:"age"`
	Count int    `json:"count"`
	About bool   `json:"about,omitempty"`
}

// Said is one thing that is known or thought, with the reports that say so.
type Said struct {
	As         string   `json:"as,omitempty"`
	Likelihood string   `json:"likelihood,omitempty"`
	Text       string   `json:"text"`
	Reports    []string `json:"reports"`
}

// Behind is a report behind an incident.
type Behind struct {
	ID     string `json:"id"`
	Tells  string `json:"tells"`
	Origin string `json:"origin"`         // own, unknown, outside:NAME, or the id of a report
	Sent   int    `json:"sent,omitempty"` // put in, minutes ago; 0: when it was opened
	Denies bool   `json:"denies,omitempty"`
}

// Question is what a desk wants to know.
type Question struct {
	Sent     int    `json:"sent"`
	Text     string `json:"text"`
	Answer   string `json:"answer,omitempty"`
	Answered int    `json:"answered,omitempty"`
}

// Incidents gives the incidents.
func Incidents() ([]Incident, error) {
	b, err := files.ReadFile("incidents.json")
	if err != nil {
		return nil, err
	}
	var all []Incident
	d := json.NewDecoder(strings.NewReader(string(b)))
	d.DisallowUnknownFields()
	if err := d.Decode(&all); err != nil {
		return nil, fmt.Errorf("incidents.json: %w", err)
	}
	return all, nil
}

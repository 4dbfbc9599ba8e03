package demo

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// A Report was written for the queue. Times are in minutes before the demo
// starts, so that the queue is always of today.
type Report struct {
	ID       string            `json:"id"`
	Form     string            `json:"form"`
	Language string            `json:"language"` // ar, fr, en
	Channel  string            `json:"channel"`  // app, openrosa, operator, api, csv
	Unit     string            `json:"unit"`     // code of the unit that receives it
	Sent     int               `json:"sent"`     // minutes ago
	Happened int               `json:"happened"` // minutes ago; not less than Sent
	Answers  map[string]string `json:"answers"`  // by question, without `when`
	Repeats  Repeats           `json:"repeats,omitempty"`

	Thread  []Message `json:"thread,omitempty"`
	Grade   *Grade    `json:"grade,omitempty"`
	State   string    `json:"state"`             // new, checking, needs_answer, closed
	Outcome string    `json:"outcome,omitempty"` // of a closed one
	Note    string    `json:"note,omitempty"`    // by the desk, in French
	SameAs  string    `json:"same_as,omitempty"` // the report that tells of the same incident
}

// Repeats are the instances of repeats, each by its questions.
type Repeats map[string][]map[string]string

// A Message is one of the conversation that goes by the receipt.
type Message struct {
	From string `json:"from"` // desk or reporter
	Sent int    `json:"sent"` // minutes ago
	Text string `json:"text"`
}

// A Grade is the Admiralty grade: A to F, 1 to 6.
type Grade struct {
	Source      string `json:"source"`
	Information int    `json:"information"`
}

// Reports gives the reports, the latest first.
func Reports() ([]Report, error) {
	b, err := files.ReadFile("reports.json")
	if err != nil {
		return nil, err
	}
	var reports []Report
	d := json.NewDecoder(strings.NewReader(string(b)))
	d.DisallowUnknownFields()
	if err := d.Decode(&reports); err != nil {
		return nil, fmt.Errorf("reports.json: %w", err)
	}
	return reports, nil
}

// Values gives every answer by its path in the instance, as the demo starts at
// now: "/data/kind", "/data/vehicles[1]/vehicle_kind".
func (r Report) Values(f Form, now time.Time) map[string]string {
	answers := map[string]string{"when": r.when(f, now)}
	for name, value := range r.Answers {
		answers[name] = value
	}
	values := f.Place(answers)
	for _, instances := range r.Repeats {
		for i, instance := range instances {
			for name, value := range instance {
				values[strings.Replace(f.Paths[name], "[]", "["+strconv.Itoa(i+1)+"]", 1)] = value
			}
		}
	}
	return values
}

// when writes the instant as the form asks for it.
func (r Report) when(f Form, now time.Time) string {
	at := now.Add(-time.Duration(r.Happened) * time.Minute).UTC()
	if f.Types["when"] == "date" {
		return at.Format(time.DateOnly)
	}
	return at.Format("2006-01-02T15:04:05.000Z07:00")
}

// Place puts answers under their paths in the instance. A question that the
// form does not have is left out.
func (f Form) Place(answers map[string]string) map[string]string {
	values := make(map[string]string, len(answers))
	for name, value := range answers {
		if path := f.Paths[name]; path != "" {
			values[path] = value
		}
	}
	return values
}

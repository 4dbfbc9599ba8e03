// Package intake takes submissions of every channel and makes reports of them:
// it reads the answers, holds them against their form, finds whose desk they
// are for, and hands them over. What does not fit its form is kept and marked,
// not refused: somebody took a risk to send it.
package intake

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/collect/form"
	"wasl/internal/collect/report"
	"wasl/internal/guard/vault"
	"wasl/internal/network/place"
	"wasl/internal/network/unit"
)

// Service takes submissions.
type Service struct {
	Reports *report.Service
	Forms   *form.Service
	Vault   *vault.Vault
	Places  *place.Service
	Units   *unit.Tree
	Clock   func() time.Time
	Log     *slog.Logger
}

// Submission is what a channel received.
type Submission struct {
	XML      []byte
	Files    []report.File // in the blob store already
	Channel  report.Channel
	Language string
	Unit     record.ID // of the token or operator; zero: by place, else the country's
	Token    record.ID // under which it came
	Operator record.ID // who entered it, for a call or a walk-in
	Device   string    // goes to the vault and nowhere else

	InstanceID string // that the channel names, where the answers name none

	Quarantine bool // it came in a flood: it waits apart until a desk has looked at it
}

// Submit accepts a submission. It faults with Invalid where it is no
// submission at all, with Missing where the node never had its form, and with
// Conflict where its id is another report's.
func (s *Service) Submit(ctx context.Context, sub Submission) (report.Accepted, error) {
	if !utf8.Valid(sub.XML) {
		return report.Accepted{}, &fault.Error{
			Kind: fault.Invalid, Op: "intake.Submit", Key: "intake.text.encoding", Msg: "the answers are not UTF-8 text",
			Hint: "send it again; if that fails, update the app that sends it",
		}
	}
	inst, err := form.DecodeInstance(bytes.NewReader(sub.XML), report.MaxXML)
	if err != nil {
		return report.Accepted{}, err
	}
	f, exact, err := s.Forms.Get(inst.FormID, inst.Version)
	if err != nil {
		return report.Accepted{}, err
	}
	now := s.Clock()
	if inst.InstanceID == "" {
		inst.InstanceID = sub.InstanceID
	}
	in := report.Incoming{ID: instanceID(inst.InstanceID, sub), TLP: record.Amber, Unit: sub.Unit}
	if inst.DeprecatedID != "" {
		in.Replaces = record.IDOf(inst.DeprecatedID)
	}
	in.Body = report.Body{
		Form: f.ID, Version: inst.Version, Language: sub.Language, Channel: sub.Channel, XML: string(sub.XML), Files: sub.Files,
		Quarantine: sub.Quarantine,
	}
	in.Body.Problems = problems(f.Form, inst, exact, now)
	extract(&in.Body, f.Form, inst)
	if in.Body.Language == "" {
		in.Body.Language = f.DefaultLanguage
	}
	if in.Body.Source, err = s.source(ctx, sub, inst); err != nil {
		return report.Accepted{}, err
	}
	in.Author = in.Body.Source
	if !sub.Operator.Zero() {
		in.Author = sub.Operator
	}
	s.route(&in)
	return s.Reports.Accept(ctx, in)
}

// instanceID is the report's id. A submission that lacks one is named by its
// content and its token, so that sending it again makes no second report.
func instanceID(given string, sub Submission) record.ID {
	if given = strings.TrimSpace(given); given != "" {
		return record.IDOf(given)
	}
	sum := sha256.Sum256(append(sub.Token[:], bytes.TrimSpace(sub.XML)...))
	return record.IDOf(fmt.Sprintf("content:%x", sum))
}

// source puts who sent it into the vault and gives the reference that the
// report carries.
func (s *Service) source(ctx context.Context, sub Submission, inst *form.Instance) (record.ID, error) {
	device := sub.Device
	for _, name := range []string{"deviceid", "device_id"} {
		if v := inst.Value(name); v != "" && device == "" {
			device = v
		}
	}
	if sub.Token.Zero() && device == "" && sub.Operator.Zero() {
		return record.ID{}, nil // nobody to keep
	}
	return s.Vault.Source(ctx, vault.Reporter{Token: sub.Token, Device: device, Account: sub.Operator})
}

// maxProblems bounds what is kept of what does not fit: a desk reads ten.
const maxProblems = 20

func problems(f *form.Form, inst *form.Instance, exact bool, now time.Time) []string {
	var out []string
	if !exact {
		out = append(out, "version")
	}
	for _, p := range f.Validate(inst, now) {
		if len(out) == maxProblems {
			break
		}
		out = append(out, p.Path+" "+p.Kind)
	}
	return out
}

// Columns are the questions that the node reads in every form, by their names
// (demo/forms/README.md); a form that has none of them is a form all the same.
var Columns = []string{
	"kind", "when", "where_place", "gps", "title", "summary", "details", "urgency", "people_dead", "people_injured", "people_missing",
}

// extract reads from the answers what lists, maps and search go by.
func extract(b *report.Body, f *form.Form, inst *form.Instance) {
	b.Kind = inst.Value("kind")
	if b.Kind == "" {
		b.Kind = f.ID
	}
	b.Urgency, _ = report.ParseUrgency(inst.Value("urgency"))
	if inst.Value("urgency") == "info" {
		b.Urgency = report.Routine
	}
	b.When = parseTime(inst.Value("when"))
	b.Point = parsePoint(inst.Value("gps"))
	if p := inst.Value("where_place"); p != "" {
		b.Place = &report.PlaceRef{Code: p}
	}
	b.Dead, b.Injured, b.Missing = number(inst.Value("people_dead")), number(inst.Value("people_injured")), number(inst.Value("people_missing"))
	var texts []string
	for _, a := range f.Answers(inst, string(lang.French)) {
		if t := strings.TrimSpace(a.Text); t != "" && a.Type != "geopoint" {
			texts = append(texts, t)
		}
	}
	b.Text = strings.Join(texts, "\n")
	for _, name := range []string{"title", "summary", "details"} {
		if b.Title == "" {
			b.Title = cut(oneLine(inst.Value(name)), report.MaxText)
		}
	}
	if b.Title == "" && len(texts) > 0 {
		b.Title = cut(oneLine(texts[0]), report.MaxText)
	}
	for _, name := range []string{"details", "summary"} {
		if begin := cut(oneLine(inst.Value(name)), report.MaxBegin); b.Excerpt == "" && !strings.HasPrefix(b.Title, begin) {
			b.Excerpt = begin
		}
	}
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// cut shortens s to n bytes at a letter's end.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

func number(s string) int {
	n, err := strconv.Atoi(form.Western(strings.TrimSpace(s)))
	if err != nil || n < 0 || n > 1_000_000 {
		return 0
	}
	return n
}

func parseTime(s string) *time.Time {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.000Z07:00", "2006-01-02T15:04", time.DateOnly} {
		if t, err := time.Parse(layout, strings.TrimSpace(s)); err == nil {
			u := t.UTC()
			return &u
		}
	}
	return nil
}

func parsePoint(s string) *report.Point {
	parts := strings.Fields(s)
	if len(parts) < 2 {
		return nil
	}
	var v [4]float64
	for i, p := range parts[:min(len(parts), len(v))] {
		n, err := strconv.ParseFloat(form.Western(p), 64)
		if err != nil {
			return nil
		}
		v[i] = n
	}
	p := report.Point{Lat: v[0], Lon: v[1], Accuracy: max(v[3], 0)}
	if !p.Valid() {
		return nil
	}
	return &p
}

// route finds the desk: the token's unit, or one below it whose place holds the
// report; a report whose place is not known goes to the top.
func (s *Service) route(in *report.Incoming) {
	if b := &in.Body; b.Place != nil {
		if p, ok := s.Places.Find(b.Place.Code); ok {
			b.Place = &report.PlaceRef{List: p.List, Code: p.Code}
		}
	} else if b.Point != nil {
		if p, ok := s.Places.Nearest(b.Point.Lat, b.Point.Lon); ok {
			b.Place = &report.PlaceRef{List: p.List, Code: p.Code}
		}
	}
	if in.Body.Place != nil {
		for _, p := range s.Places.Path(in.Body.Place.List, in.Body.Place.Code) {
			u, ok := s.Units.DeskOf(p.List, p.Code)
			if ok && (in.Unit.Zero() || slices.Contains(s.Units.Path(u), in.Unit)) {
				in.Unit = u
				return
			}
		}
	}
	if in.Unit.Zero() {
		in.Unit = s.Units.Root()
	}
	if up := s.Units.Open(in.Unit); !up.Zero() { // a closed unit's reports are for the one above
		in.Unit = up
	}
}

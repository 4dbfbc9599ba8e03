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
	r, err := s.read(sub.XML)
	if err != nil {
		return report.Accepted{}, err
	}
	if r.inst.InstanceID == "" {
		r.inst.InstanceID = sub.InstanceID
	}
	in := report.Incoming{ID: instanceID(r.inst.InstanceID, sub), TLP: record.Amber, Unit: sub.Unit, Body: r.body}
	if r.inst.DeprecatedID != "" {
		in.Replaces = record.IDOf(r.inst.DeprecatedID)
	}
	b := &in.Body
	b.Channel, b.Files, b.Quarantine = sub.Channel, sub.Files, sub.Quarantine
	if b.Language = sub.Language; b.Language == "" {
		b.Language = r.form.DefaultLanguage
	}
	if b.Source, err = s.source(ctx, sub, r.owner); err != nil {
		return report.Accepted{}, err
	}
	in.Author = b.Source
	if !sub.Operator.Zero() {
		in.Author = sub.Operator
	}
	s.route(&in)
	return s.Reports.Accept(ctx, in)
}

// CheckID faults with Invalid where a submission names another id than the one it
// is sent under.
func CheckID(xml []byte, id record.ID) error {
	inst, err := form.DecodeInstance(bytes.NewReader(xml), report.MaxXML)
	if err == nil && inst.InstanceID != "" && record.IDOf(inst.InstanceID) != id {
		err = &fault.Error{
			Kind: fault.Invalid, Op: "intake.CheckID", Key: "intake.id.other", Msg: "the answers carry another id than the one they are sent under",
			Hint: "send them under their own id, or leave the id out of them",
		}
	}
	return err
}

// reading is a submission that was read.
type reading struct {
	form  *form.Published
	inst  *form.Instance
	owner form.Owner
	body  report.Body // what the answers say
}

func (s *Service) read(xml []byte) (r reading, err error) {
	if !utf8.Valid(xml) {
		return r, &fault.Error{
			Kind: fault.Invalid, Op: "intake.Submit", Key: "intake.text.encoding", Msg: "the answers are not UTF-8 text",
			Hint: "send it again; if that fails, update the app that sends it",
		}
	}
	if r.inst, err = form.DecodeInstance(bytes.NewReader(xml), report.MaxXML); err != nil {
		return r, err
	}
	exact := false
	if r.form, exact, err = s.Forms.Get(r.inst.FormID, r.inst.Version); err != nil {
		return r, err
	}
	r.owner, xml = r.form.TakeOwner(r.inst, xml)
	r.body = report.Body{Form: r.form.ID, Version: r.inst.Version, XML: string(xml)}
	r.body.Problems = problems(r.form.Form, r.inst, exact, s.Clock())
	extract(&r.body, r.form.Form, r.inst)
	return r, nil
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

// maxPhone bounds a phone number in bytes; the longest of the world has 15 digits.
const maxPhone = 64

// source puts who sent it into the vault and gives the reference that the report
// carries.
func (s *Service) source(ctx context.Context, sub Submission, owner form.Owner) (record.ID, error) {
	who := vault.Reporter{Token: sub.Token, Account: sub.Operator, Device: sub.Device}
	if sub.Operator.Zero() { // an operator's own phone is not the reporter's
		who.Phone = cut(owner.Phone, maxPhone)
		if who.Device == "" {
			who.Device = owner.Device
		}
	}
	if who == (vault.Reporter{}) {
		return record.ID{}, nil // nobody to keep
	}
	return s.Vault.Source(ctx, who)
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
		if t := strings.TrimSpace(a.Text); t != "" && !slices.Contains(wordless, a.Type) {
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

// wordless are the types whose answers hold no word that anybody searches for.
var wordless = []form.Type{
	form.Geopoint, form.Geotrace, form.Geoshape, form.Date, form.Time, form.DateTime, form.Image, form.Audio, form.Video, form.FileType, form.Acknowledge,
}

// oneLine makes a line of a text, without the signs that turn what follows around:
// in a list they would turn the next column too.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		if r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' {
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

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
	in.Body.Place = s.placeOf(&in.Body)
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

// placeOf is the place that was named, by code or in words, else the one nearest
// to the point. What was written stays among the answers whatever it is.
func (s *Service) placeOf(b *report.Body) *report.PlaceRef {
	if b.Place != nil {
		if p, ok := s.Places.Named(b.Place.Code); ok {
			return &report.PlaceRef{List: p.List, Code: p.Code}
		}
	}
	if b.Point != nil {
		if p, ok := s.Places.Nearest(b.Point.Lat, b.Point.Lon); ok {
			return &report.PlaceRef{List: p.List, Code: p.Code}
		}
	}
	return nil
}

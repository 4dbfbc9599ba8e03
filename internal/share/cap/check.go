package cap

import (
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Check reports the first thing by which a message is none of CAP 1.2.
func (a *Alert) Check() error {
	for _, f := range []struct {
		name, value string
		ok          bool
	}{
		{"identifier", a.Identifier, isName(a.Identifier)},
		{"sender", a.Sender, isName(a.Sender)},
		{"sent", "", whole(a.Sent) && !a.Sent.IsZero()},
		{"status", string(a.Status), slices.Contains(statuses, a.Status)},
		{"msgType", string(a.MsgType), slices.Contains(msgTypes, a.MsgType)},
		{"scope", string(a.Scope), slices.Contains(scopes, a.Scope)},
		{"restriction", a.Restriction, (a.Scope == Restricted) == (a.Restriction != "") && isText(a.Restriction)},
		{"addresses", a.Addresses, (a.Scope != Private || a.Addresses != "") && isText(a.Addresses)},
		{"source", a.Source, isText(a.Source)},
		{"note", a.Note, isText(a.Note)},
		{"incidents", a.Incidents, isText(a.Incidents)},
		{"code", "", few(a.Codes) && !slices.ContainsFunc(a.Codes, func(c string) bool { return c == "" || !isText(c) })},
	} {
		if !f.ok {
			return wrong(f.name, f.value)
		}
	}
	if err := a.checkReferences(); err != nil {
		return err
	}
	if len(a.Infos) > MaxInfos {
		return many("info")
	}
	for i := range a.Infos {
		if err := a.Infos[i].check(); err != nil {
			return err
		}
	}
	return nil
}

// checkReferences: what updates or ends something says what, and a first message
// and an exercise's answer need not.
func (a *Alert) checkReferences() error {
	if (a.MsgType == Update || a.MsgType == Cancel) && len(a.References) == 0 {
		return wrong("references", "")
	}
	if !few(a.References) {
		return many("references")
	}
	for _, r := range a.References {
		if !isName(r.Sender) || !isName(r.Identifier) || r.Sent.IsZero() || !whole(r.Sent) {
			return wrong("references", r.Sender+","+r.Identifier)
		}
	}
	return nil
}

func (in *Info) check() error {
	for _, f := range []struct {
		name, value string
		ok          bool
	}{
		{"language", in.Language, isText(in.Language) && !strings.ContainsAny(in.Language, " \t\n")},
		{"category", strings.Join(in.Categories, " "), len(in.Categories) > 0 && within(Categories, in.Categories)},
		{"event", in.Event, in.Event != "" && isText(in.Event)},
		{"responseType", strings.Join(in.Responses, " "), within(Responses, in.Responses)},
		{"urgency", in.Urgency, slices.Contains(Urgencies, in.Urgency)},
		{"severity", in.Severity, slices.Contains(Severities, in.Severity)},
		{"certainty", in.Certainty, slices.Contains(Certainties, in.Certainty)},
		{"audience", in.Audience, isText(in.Audience)},
		{"eventCode", "", areValues(in.EventCodes)},
		{"effective", "", whole(in.Effective)},
		{"onset", "", whole(in.Onset)},
		{"expires", "", whole(in.Expires)},
		{"senderName", in.SenderName, isText(in.SenderName)},
		{"headline", in.Headline, isText(in.Headline)},
		{"description", in.Description, isText(in.Description)},
		{"instruction", in.Instruction, isText(in.Instruction)},
		{"web", in.Web, isText(in.Web) && !strings.ContainsAny(in.Web, " \t\n")},
		{"contact", in.Contact, isText(in.Contact)},
		{"parameter", "", areValues(in.Parameters)},
	} {
		if !f.ok {
			return wrong(f.name, f.value)
		}
	}
	if len(in.Areas) > MaxAreas {
		return many("area")
	}
	for i := range in.Areas {
		if err := in.Areas[i].check(); err != nil {
			return err
		}
	}
	return nil
}

func (r *Area) check() error {
	switch {
	case r.Desc == "" || !isText(r.Desc):
		return wrong("areaDesc", r.Desc)
	case len(r.Polygons) > MaxPolygons || len(r.Circles) > MaxPolygons:
		return many("polygon")
	case !areValues(r.Geocodes):
		return wrong("geocode", r.Desc)
	case !isText(r.Altitude) || !isText(r.Ceiling):
		return wrong("altitude", r.Altitude)
	}
	for _, p := range r.Polygons {
		if len(p) > MaxPoints {
			return many("polygon")
		}
		if !closed(p) {
			return wrong("polygon", r.Desc)
		}
	}
	for _, c := range r.Circles {
		if !c.Centre.valid() || !(c.Radius >= 0 && c.Radius <= maxRadius) {
			return wrong("circle", r.Desc)
		}
	}
	return nil
}

// maxRadius is half of the earth's girth, in kilometres.
const maxRadius = 20_038

// closed tells whether points go around and come back: four at least, the last
// being the first.
func closed(p []Point) bool {
	if len(p) < 4 || p[0] != p[len(p)-1] {
		return false
	}
	return !slices.ContainsFunc(p, func(q Point) bool { return !q.valid() })
}

func (p Point) valid() bool { return math.Abs(p.Lat) <= 90 && math.Abs(p.Lon) <= 180 }

// isName tells whether a text can be an identifier or a sender: no blanks, commas,
// nor what markup is made of, since references are lists of them.
func isName(s string) bool {
	return s != "" && len(s) <= maxName && isText(s) && !strings.ContainsAny(s, " ,<&\t\n\u00a0")
}

// isText tells whether a text can stand in XML and begins and ends with a word:
// blanks there come back from no reader.
func isText(s string) bool {
	if len(s) > maxText || !utf8.ValidString(s) || trim(s) != s {
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool {
		return r < ' ' && r != '\n' && r != '\t' || r == 0x7f || r == 0xfffe || r == 0xffff || r == utf8.RuneError
	})
}

func whole(t time.Time) bool {
	return t.Nanosecond() == 0 && (t.IsZero() || t.UTC().Year() >= 1900 && t.UTC().Year() < 9999)
}

func within(set, words []string) bool {
	return few(words) && !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(set, w) })
}

func areValues(vs []Value) bool {
	return few(vs) && !slices.ContainsFunc(vs, func(v Value) bool { return v.Name == "" || v.Value == "" || !isText(v.Name) || !isText(v.Value) })
}

func few[T any](s []T) bool { return len(s) <= MaxValues }

func wrong(element, value string) error {
	return invalid("cap.element.wrong", "the element {0} of this warning is missing or not as CAP 1.2 has it: {1}", "ask whoever made the file; a CAP validator shows what is wrong with it", element, cut(value))
}

func many(element string) error {
	return invalid("cap.element.many", "this warning has more of the element {0} than is read here", "ask its sender for one by area or by language", element)
}

package cap

import (
	"encoding/xml"
	"strconv"
	"strings"
	"time"
)

// The wire's elements, in the order that the schema asks for.
type alertXML struct {
	XMLName     xml.Name  `xml:"alert"`
	NS          string    `xml:"xmlns,attr,omitempty"`
	Identifier  string    `xml:"identifier"`
	Sender      string    `xml:"sender"`
	Sent        string    `xml:"sent"`
	Status      string    `xml:"status"`
	MsgType     string    `xml:"msgType"`
	Source      string    `xml:"source,omitempty"`
	Scope       string    `xml:"scope"`
	Restriction string    `xml:"restriction,omitempty"`
	Addresses   string    `xml:"addresses,omitempty"`
	Codes       []string  `xml:"code"`
	Note        string    `xml:"note,omitempty"`
	References  string    `xml:"references,omitempty"`
	Incidents   string    `xml:"incidents,omitempty"`
	Infos       []infoXML `xml:"info"`
}

type infoXML struct {
	Language    string     `xml:"language,omitempty"`
	Categories  []string   `xml:"category"`
	Event       string     `xml:"event"`
	Responses   []string   `xml:"responseType"`
	Urgency     string     `xml:"urgency"`
	Severity    string     `xml:"severity"`
	Certainty   string     `xml:"certainty"`
	Audience    string     `xml:"audience,omitempty"`
	EventCodes  []valueXML `xml:"eventCode"`
	Effective   string     `xml:"effective,omitempty"`
	Onset       string     `xml:"onset,omitempty"`
	Expires     string     `xml:"expires,omitempty"`
	SenderName  string     `xml:"senderName,omitempty"`
	Headline    string     `xml:"headline,omitempty"`
	Description string     `xml:"description,omitempty"`
	Instruction string     `xml:"instruction,omitempty"`
	Web         string     `xml:"web,omitempty"`
	Contact     string     `xml:"contact,omitempty"`
	Parameters  []valueXML `xml:"parameter"`
	Areas       []areaXML  `xml:"area"`
}

type valueXML struct {
	Name  string `xml:"valueName"`
	Value string `xml:"value"`
}

type areaXML struct {
	Desc     string     `xml:"areaDesc"`
	Polygons []string   `xml:"polygon"`
	Circles  []string   `xml:"circle"`
	Geocodes []valueXML `xml:"geocode"`
	Altitude string     `xml:"altitude,omitempty"`
	Ceiling  string     `xml:"ceiling,omitempty"`
}

// Encode writes a message. It faults with Invalid where the message is none of CAP
// 1.2.
func Encode(a *Alert) ([]byte, error) {
	if err := a.Check(); err != nil {
		return nil, err
	}
	w := alertXML{
		NS: Namespace, Identifier: a.Identifier, Sender: a.Sender, Sent: timeText(a.Sent), Status: string(a.Status), MsgType: string(a.MsgType), Source: a.Source,
		Scope: string(a.Scope), Restriction: a.Restriction, Addresses: a.Addresses, Codes: a.Codes, Note: a.Note, References: referencesText(a.References), Incidents: a.Incidents,
	}
	for i := range a.Infos {
		w.Infos = append(w.Infos, a.Infos[i].wire())
	}
	b, err := xml.MarshalIndent(&w, "", "  ")
	if err != nil {
		return nil, err
	}
	return append([]byte(xml.Header), b...), nil
}

func (in *Info) wire() infoXML {
	w := infoXML{
		Language: in.Language, Categories: in.Categories, Event: in.Event, Responses: in.Responses, Urgency: in.Urgency, Severity: in.Severity, Certainty: in.Certainty,
		Audience: in.Audience, EventCodes: wires(in.EventCodes), Effective: timeText(in.Effective), Onset: timeText(in.Onset), Expires: timeText(in.Expires),
		SenderName: in.SenderName, Headline: in.Headline, Description: in.Description, Instruction: in.Instruction, Web: in.Web, Contact: in.Contact,
		Parameters: wires(in.Parameters),
	}
	for _, r := range in.Areas {
		out := areaXML{Desc: r.Desc, Geocodes: wires(r.Geocodes), Altitude: r.Altitude, Ceiling: r.Ceiling}
		for _, p := range r.Polygons {
			out.Polygons = append(out.Polygons, pointsText(p))
		}
		for _, c := range r.Circles {
			out.Circles = append(out.Circles, pointText(c.Centre)+" "+number(c.Radius))
		}
		w.Areas = append(w.Areas, out)
	}
	return w
}

func wires(vs []Value) (out []valueXML) {
	for _, v := range vs {
		out = append(out, valueXML(v))
	}
	return out
}

// timeText writes a time as CAP has it: with an offset, and no Z. UTC is -00:00.
func timeText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05") + "-00:00"
}

func referencesText(rs []Reference) string {
	words := make([]string, len(rs))
	for i, r := range rs {
		words[i] = r.Sender + "," + r.Identifier + "," + timeText(r.Sent)
	}
	return strings.Join(words, " ")
}

func number(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

func pointText(p Point) string { return number(p.Lat) + "," + number(p.Lon) }

func pointsText(ps []Point) string {
	words := make([]string, len(ps))
	for i, p := range ps {
		words[i] = pointText(p)
	}
	return strings.Join(words, " ")
}

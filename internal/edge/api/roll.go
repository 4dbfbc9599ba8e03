package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/community/attendance"
	"wasl/internal/community/person"
	"wasl/internal/edge/route"
	"wasl/internal/guard/flood"
)

// SyncIn is what a phone says with the secret of its pass, and nobody signed in.
type SyncIn struct {
	Authorization string `header:"Authorization" doc:"Pass and the secret"`
	Body          struct {
		Device    record.ID     `json:"device" format:"uuid" doc:"chosen by the phone, once for each pass"`
		Clock     string        `json:"clock" maxLength:"40" doc:"the phone's own time: nothing is ordered by it"`
		Done      int64         `json:"done" minimum:"0" doc:"up to which of its marks this is; it comes back when they are kept"`
		Newcomers []newcomerIn  `json:"newcomers" maxItems:"600" nullable:"false"`
		Marks     []phoneMarkIn `json:"marks" maxItems:"600" nullable:"false"`
	}
}

type newcomerIn struct {
	ID        record.ID `json:"id" format:"uuid" doc:"chosen by the phone"`
	Name      string    `json:"name" minLength:"1" maxLength:"480" doc:"of a child the given name alone"`
	Sex       string    `json:"sex" enum:"female,male,other,unsaid"`
	Band      string    `json:"band" enum:"0-5,6-11,12-17,18-24,25-34,35-59,60+"`
	Community string    `json:"community" enum:"host,refugee,displaced,other,unsaid"`
}

type phoneMarkIn struct {
	N       int64     `json:"n" minimum:"1" doc:"the phone's own count of what it said: each is taken once"`
	Session record.ID `json:"session" format:"uuid"`
	Person  record.ID `json:"person" format:"uuid"`
	State   string    `json:"state" enum:"present,late,partial,absent,none"`
	Saw     int64     `json:"saw" minimum:"0" doc:"the seq of what the phone knew of"`
	At      string    `json:"at" maxLength:"40" doc:"the phone's own time"`
}

// SyncOut is what a phone may know of an activity.
type SyncOut struct {
	Roll      phoneRoll   `json:"roll"`
	Ended     bool        `json:"ended" doc:"no names are told any more; what was sent is kept all the same"`
	Now       time.Time   `json:"now"`
	Done      int64       `json:"done"`
	Newcomers []record.ID `json:"newcomers" nullable:"false" doc:"those of the request, who are known now"`
	Alike     []alikeOut  `json:"alike" nullable:"false" doc:"newcomers whom the register may know already"`
}

type phoneRoll struct {
	Activity record.ID     `json:"activity" format:"uuid"`
	Title    string        `json:"title"`
	Sessions []phoneSpan   `json:"sessions" nullable:"false"`
	People   []phonePerson `json:"people" nullable:"false"`
	Stands   []phoneStand  `json:"stands" nullable:"false"`
	Until    time.Time     `json:"until"`
	Tests    bool          `json:"tests,omitempty" doc:"are taken with this pass: /roll/tests tells which"`
}

type phoneSpan struct {
	ID    record.ID `json:"id" format:"uuid"`
	Title string    `json:"title"`
	Start time.Time `json:"start"`
	End   time.Time `json:"end"`
}

type phonePerson struct {
	ID   record.ID `json:"id" format:"uuid"`
	Name string    `json:"name"`
	Card string    `json:"card,omitempty" doc:"what the person's QR card says"`
}

type phoneStand struct {
	Session  record.ID `json:"session" format:"uuid"`
	Person   record.ID `json:"person" format:"uuid"`
	State    string    `json:"state" enum:"present,late,partial,absent,none"`
	Conflict bool      `json:"conflict,omitempty"`
	Seq      int64     `json:"seq"`
}

type alikeOut struct {
	Newcomer record.ID `json:"newcomer" format:"uuid"`
	Names    []string  `json:"names" nullable:"false" doc:"of this list; others the console shows"`
}

// maxSync bounds what a phone sends at once: 600 marks and as many newcomers.
const maxSync = 512 << 10

// rolls registers what phones with a pass ask.
func (s *Server) rolls(api huma.API, t *route.Table) {
	o := op(http.MethodPost, "/roll", "syncRoll", "Hand in what was marked and read how the roll stands, with a pass alone; saying it twice is harmless")
	o.MaxBodyBytes = maxSync
	open(s, api, o, s.syncRoll)
	s.rollTests(api, t)
}

func (s *Server) syncRoll(ctx context.Context, c *caller, in *SyncIn) (*body[SyncOut], error) {
	if _, err := s.Gate.Enter(c.source, flood.Roll, int64(1+len(in.Body.Marks)+len(in.Body.Newcomers)), ""); err != nil {
		return nil, err
	}
	sent := attendance.Sent{Device: in.Body.Device, Clock: claim(in.Body.Clock)}
	for _, n := range in.Body.Newcomers {
		sent.Newcomers = append(sent.Newcomers, attendance.Newcomer{
			ID: n.ID, Name: n.Name, Sex: person.Sex(n.Sex), Band: person.Band(n.Band), Community: person.Community(n.Community),
		})
	}
	for _, m := range in.Body.Marks {
		sent.Marks = append(sent.Marks, attendance.Said{
			Slot: attendance.Slot{Session: m.Session, Person: m.Person}, N: m.N, Saw: m.Saw, State: attendance.State(m.State), Claim: claim(m.At),
		})
	}
	a, err := s.Rolls.Sync(ctx, passOf(in.Authorization), sent)
	if err != nil {
		return nil, err
	}
	out := SyncOut{Roll: s.phoneRoll(&a, c.language), Ended: a.Ended, Now: a.Now, Done: in.Body.Done, Newcomers: []record.ID{}, Alike: []alikeOut{}}
	for _, n := range in.Body.Newcomers {
		out.Newcomers = append(out.Newcomers, n.ID)
	}
	for _, x := range a.Alike {
		out.Alike = append(out.Alike, alikeOut{x.Newcomer, append([]string{}, x.Names...)})
	}
	return answer(out), nil
}

// passOf is the secret of a pass in the header Authorization.
func passOf(header string) string {
	secret, _ := strings.CutPrefix(header, "Pass ")
	return secret
}

// lastYear is the last that RFC 3339 can write: an hour of another zone leads beyond it.
const lastYear = 9999

// claim reads a time as a device writes it. What makes no sense is no claim: a
// broken clock keeps nobody from being marked.
func claim(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if t = t.UTC(); err != nil || t.Year() < 1 || t.Year() > lastYear {
		return time.Time{}
	}
	return t
}

func (s *Server) phoneRoll(a *attendance.Answer, l lang.Language) phoneRoll {
	out := phoneRoll{
		Activity: a.Activity.ID, Title: a.Activity.Title.In(l), Sessions: []phoneSpan{}, People: []phonePerson{}, Stands: []phoneStand{}, Until: a.Until, Tests: a.Tests && !a.Ended,
	}
	for _, x := range a.Sessions {
		out.Sessions = append(out.Sessions, phoneSpan{x.ID, x.Title, x.Start, x.End})
	}
	for _, p := range a.People {
		out.People = append(out.People, phonePerson{p.ID, p.Name, s.Rolls.Card(a.Activity.ID, p.ID)})
	}
	for _, x := range a.Stands {
		out.Stands = append(out.Stands, phoneStand{x.Session, x.Person, string(x.State), x.Conflict, x.Seq})
	}
	return out
}

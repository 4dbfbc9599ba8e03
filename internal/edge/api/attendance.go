package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/record"
	"wasl/internal/community/attendance"
	"wasl/internal/guard/policy"
)

// expectedOut is somebody on the list of an activity.
type expectedOut struct {
	ID       record.ID `json:"id" format:"uuid"`
	Name     string    `json:"name"`
	Child    bool      `json:"child,omitempty"`
	Enrolled bool      `json:"enrolled" doc:"false: taken off the list after something was said of them"`
	Tally    tallyOut  `json:"tally"`
}

// tallyOut counts marks.
type tallyOut struct {
	Present   int `json:"present"`
	Late      int `json:"late"`
	Partial   int `json:"partial"`
	Absent    int `json:"absent"`
	Conflicts int `json:"conflicts" doc:"among them"`
}

// markWordOut is what one phone or account says of somebody.
type markWordOut struct {
	State    string     `json:"state" enum:"present,late,partial,absent,none"`
	Phone    string     `json:"phone,omitempty" doc:"whose phone it was given to"`
	By       *named     `json:"by,omitempty" doc:"the account, where it was marked in the console"`
	At       time.Time  `json:"at" doc:"when the node heard it"`
	Claim    *time.Time `json:"claim,omitempty" doc:"the phone's own time: a claim"`
	ClockOff bool       `json:"clock_off,omitempty" doc:"the phone's clock is wrong"`
}

// standOut is how somebody stands at a session.
type standOut struct {
	Session  record.ID     `json:"session" format:"uuid"`
	Person   record.ID     `json:"person" format:"uuid"`
	State    string        `json:"state" enum:"present,late,partial,absent,none"`
	Conflict bool          `json:"conflict,omitempty" doc:"phones differ, and nobody has settled it: state is what was heard last"`
	Seq      int64         `json:"seq" doc:"grows with everything said about it; a mark names what was seen"`
	Words    []markWordOut `json:"words" nullable:"false" doc:"that stand, the latest last"`
}

type sessionTallyOut struct {
	Session record.ID `json:"session" format:"uuid"`
	Tally   tallyOut  `json:"tally"`
}

// RollOut is the roll of an activity.
type RollOut struct {
	Sessions []sessionPart     `json:"sessions" nullable:"false"`
	People   []expectedOut     `json:"people" nullable:"false"`
	Stands   []standOut        `json:"stands" nullable:"false"`
	Tallies  []sessionTallyOut `json:"tallies" nullable:"false"`
	Can      []string          `json:"can" nullable:"false" enum:"enrol,mark,pass"`
}

// PassOut is what lets a phone take the roll.
type PassOut struct {
	ID       record.ID    `json:"id" format:"uuid"`
	Name     string       `json:"name"`
	Sessions []record.ID  `json:"sessions,omitempty" doc:"left out: every session"`
	Tests    bool         `json:"tests,omitempty" doc:"are taken with it too"`
	By       named        `json:"by"`
	Made     time.Time    `json:"made"`
	Revoked  *time.Time   `json:"revoked,omitempty"`
	Until    *time.Time   `json:"until,omitempty" doc:"the last moment at which it shows names; left out where whoever made it may not any more"`
	Devices  []deviceLine `json:"devices" nullable:"false"`
	Secret   string       `json:"secret,omitempty" doc:"once, when it is made: it belongs behind the # of /roll/"`
}

type deviceLine struct {
	ID       record.ID `json:"id" format:"uuid"`
	First    time.Time `json:"first"`
	Seen     time.Time `json:"seen"`
	ClockOff int64     `json:"clock_off,omitempty" doc:"seconds that its clock is behind, where that is more than ten minutes; negative: ahead"`
}

type passesOut struct {
	Items    []PassOut `json:"items" nullable:"false"`
	Courses  []string  `json:"courses" nullable:"false" doc:"taught here"`
	Examined []string  `json:"examined" nullable:"false" doc:"of these the ones whose tests are taken on phones"`
}

// attendances registers who is expected at an activity and who was there.
func (s *Server) attendances(api huma.API) {
	handle(s, api, op(http.MethodGet, "/community/activities/{id}/roll", "getRoll", "The roll of an activity: who is expected, who was there, what phones differ about"), func(ctx context.Context, a policy.Actor, in *idIn) (*body[RollOut], error) {
		return s.rollOf(ctx, a, in.ID)
	})
	handle(s, api, op(http.MethodPost, "/community/activities/{id}/roll/people", "enrol", "Put people on the list, or take them off"), s.enrol)
	handle(s, api, op(http.MethodPost, "/community/activities/{id}/roll/marks", "markRoll", "Mark somebody, put a mark right, settle what phones differ about"), s.markRoll)
	handle(s, api, op(http.MethodGet, "/community/activities/{id}/roll/passes", "listPasses", "Phones that were let take the roll"), s.listPasses)
	handle(s, api, op(http.MethodPost, "/community/activities/{id}/roll/passes", "openPass", "Let a phone take the roll, without anybody signing in there"), s.openPass)
	handle(s, api, op(http.MethodPost, "/community/passes/{id}/revoke", "revokePass", "Shut a phone out"), func(ctx context.Context, a policy.Actor, in *idIn) (*none, error) {
		return nil, s.Rolls.Revoke(ctx, a, in.ID)
	})
}

type enrolIn struct {
	ID   record.ID `path:"id" format:"uuid"`
	Body struct {
		People   []record.ID `json:"people" minItems:"1" maxItems:"1000"`
		Enrolled bool        `json:"enrolled"`
	}
}

func (s *Server) enrol(ctx context.Context, a policy.Actor, in *enrolIn) (*body[RollOut], error) {
	if err := s.Rolls.Enrol(ctx, a, in.ID, in.Body.People, in.Body.Enrolled); err != nil {
		return nil, err
	}
	return s.rollOf(ctx, a, in.ID)
}

type markRollIn struct {
	ID   record.ID `path:"id" format:"uuid"`
	Body struct {
		Session record.ID `json:"session" format:"uuid"`
		Person  record.ID `json:"person" format:"uuid"`
		State   string    `json:"state" enum:"present,late,partial,absent,none"`
		Seq     int64     `json:"seq" doc:"of what was seen; 0 for nothing"`
	}
}

func (s *Server) markRoll(ctx context.Context, a policy.Actor, in *markRollIn) (*body[RollOut], error) {
	say := attendance.Say{Slot: attendance.Slot{Session: in.Body.Session, Person: in.Body.Person}, State: attendance.State(in.Body.State), Seq: in.Body.Seq}
	if err := s.Rolls.Mark(ctx, a, in.ID, say); err != nil {
		return nil, err
	}
	return s.rollOf(ctx, a, in.ID)
}

func (s *Server) rollOf(ctx context.Context, a policy.Actor, id record.ID) (*body[RollOut], error) {
	r, err := s.Rolls.Roll(ctx, a, id)
	if err != nil {
		return nil, err
	}
	bySession, byPerson := attendance.Count(r.Stands)
	out := RollOut{Sessions: []sessionPart{}, People: []expectedOut{}, Stands: []standOut{}, Tallies: []sessionTallyOut{}, Can: []string{}}
	for _, x := range r.Activity.Sessions {
		out.Sessions = append(out.Sessions, sessionPart(x))
		out.Tallies = append(out.Tallies, sessionTallyOut{x.ID, tallyOut(bySession[x.ID])})
	}
	for _, p := range r.People {
		out.People = append(out.People, expectedOut{p.ID, p.Name, p.Child(), p.Enrolled, tallyOut(byPerson[p.ID])})
	}
	for _, x := range r.Stands {
		out.Stands = append(out.Stands, s.standOut(&r, &x))
	}
	out.Can = append(out.Can, s.Rolls.May(ctx, a, r.Activity)...)
	return answer(out), nil
}

func (s *Server) standOut(r *attendance.Roll, x *attendance.Stand) standOut {
	out := standOut{x.Session, x.Person, string(x.State), x.Conflict, x.Seq, []markWordOut{}}
	for _, w := range x.Words {
		word := markWordOut{State: string(w.State), At: w.At, Claim: when(w.Claim)}
		if !w.Settle {
			word.Phone, word.ClockOff = r.Source(w)
		}
		if word.Phone == "" {
			by := s.named(w.By)
			word.By = &by
		}
		out.Words = append(out.Words, word)
	}
	return out
}

func (s *Server) listPasses(ctx context.Context, a policy.Actor, in *idIn) (*body[passesOut], error) {
	all, err := s.Rolls.Passes(ctx, a, in.ID)
	if err != nil {
		return nil, err
	}
	act, err := s.Activities.Get(ctx, a, in.ID)
	if err != nil {
		return nil, err
	}
	out := passesOut{Items: []PassOut{}, Courses: append([]string{}, act.Courses...), Examined: append([]string{}, s.Courses.Examined(act.Courses)...)}
	for i := range all {
		out.Items = append(out.Items, s.passOut(&all[i]))
	}
	return answer(out), nil
}

type openPassIn struct {
	ID   record.ID `path:"id" format:"uuid"`
	Body struct {
		ID       record.ID   `json:"id" format:"uuid" doc:"chosen by whoever asks"`
		Name     string      `json:"name" minLength:"1" maxLength:"320" doc:"whose phone it is"`
		Sessions []record.ID `json:"sessions,omitempty" maxItems:"120" doc:"left out: every session, also those planned later"`
		Tests    bool        `json:"tests,omitempty" doc:"tests are taken with it too: of the courses that the plan says are taught"`
	}
}

func (s *Server) openPass(ctx context.Context, a policy.Actor, in *openPassIn) (*body[PassOut], error) {
	p, secret, err := s.Rolls.Open(ctx, a, in.ID, attendance.NewPass{ID: in.Body.ID, Name: in.Body.Name, Sessions: in.Body.Sessions, Tests: in.Body.Tests})
	if err != nil {
		return nil, err
	}
	out := s.passOut(&p)
	out.Secret = secret
	return answer(out), nil
}

func (s *Server) passOut(p *attendance.Pass) PassOut {
	out := PassOut{ID: p.ID, Name: p.Name, Tests: p.Tests, By: s.named(p.Author), Made: p.Made, Revoked: when(p.Revoked), Until: when(p.Until), Devices: []deviceLine{}}
	if !p.Every {
		out.Sessions = p.Sessions
	}
	for _, d := range p.Devices {
		line := deviceLine{ID: d.ID, First: d.First, Seen: d.Seen}
		if d.ClockWrong() {
			line.ClockOff = int64(d.Off / time.Second)
		}
		out.Devices = append(out.Devices, line)
	}
	return out
}

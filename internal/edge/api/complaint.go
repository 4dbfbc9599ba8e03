package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/community/feedback"
	"wasl/internal/edge/route"
	"wasl/internal/guard/policy"
)

// ComplaintOut is a complaint, or thanks. In lists it has no text: reading leaves a line.
type ComplaintOut struct {
	ID       record.ID  `json:"id" format:"uuid"`
	Unit     named      `json:"unit"`
	Kind     string     `json:"kind" enum:"staff,help,activity,thanks,other" doc:"staff: sealed to safeguarding"`
	Place    *placeOut  `json:"place,omitempty"`
	Channel  string     `json:"channel" enum:"page,told"`
	Language string     `json:"language"`
	At       time.Time  `json:"at"`
	Due      time.Time  `json:"due" doc:"when whoever complained must have had an answer at the latest"`
	Overdue  bool       `json:"overdue"`
	Soon     bool       `json:"soon" doc:"the time to answer is nearly over"`
	Activity *named     `json:"activity,omitempty" doc:"that it is about, where the caller sees it"`
	State    string     `json:"state" enum:"waiting,answered,closed"`
	First    *time.Time `json:"first,omitempty" doc:"of the first answer"`
	Handler  *named     `json:"handler,omitempty"`
	Outcome  string     `json:"outcome,omitempty" enum:"changed,measures,referred,explained,unclear,noted"`
	Ended    *time.Time `json:"ended,omitempty"`
	Text     string     `json:"text,omitempty"`
	Words    []wordOut  `json:"words,omitempty" nullable:"false"`
	Kept     []named    `json:"kept,omitempty" nullable:"false" doc:"accounts that are kept from it"`
	Readers  []named    `json:"readers,omitempty" nullable:"false" doc:"to whom it may be handed"`
	Leaves   *time.Time `json:"leaves,omitempty" doc:"when it is deleted, in the last 60 days before that"`
	Revision int64      `json:"revision"`
}

type wordOut struct {
	Answer   bool      `json:"answer" doc:"by the programme; else by whoever complained"`
	By       *named    `json:"by,omitempty"`
	Text     string    `json:"text"`
	Language string    `json:"language"`
	At       time.Time `json:"at"`
}

type complaintsOut struct {
	Items []ComplaintOut `json:"items" nullable:"false" doc:"open: by when an answer is due; ended: the latest first; leaving: the first first"`
	BacklogOut
}

// BacklogOut is how many complaints wait for the caller.
type BacklogOut struct {
	Open    int `json:"open"`
	Overdue int `json:"overdue" doc:"of these, nobody answered in time"`
	Soon    int `json:"soon" doc:"the time to answer is nearly over: twelve hours of 72 are left, two days of fourteen"`
	Leaving int `json:"leaving" doc:"of all, also those that ended: deleted within 60 days unless somebody decides otherwise"`
}

func (s *Server) complaintOut(ctx context.Context, c *feedback.Complaint) ComplaintOut {
	l := callerOf(ctx).language
	out := ComplaintOut{
		ID: c.ID, Unit: s.unitNamed(c.Unit, l), Kind: string(c.Kind), Place: s.placePart(c.Place, l), Channel: string(c.Channel), Language: string(c.Language), At: c.At,
		Due: c.Due, Overdue: c.Overdue(s.Clock()), Soon: c.Soon(s.Clock()), State: string(c.State), First: when(c.First), Handler: s.personNamed(c.Handler), Outcome: string(c.Outcome), Ended: when(c.Ended),
		Text: c.Text, Leaves: when(s.Listening.SoonGone(c.Leaves)), Revision: c.Revision,
	}
	for _, w := range c.Words {
		out.Words = append(out.Words, wordOut{w.Answer, s.personNamed(w.By), w.Text, string(w.Language), w.At})
	}
	return out
}

type tellComplaintIn struct {
	ID   record.ID `path:"id"`
	Body struct {
		Kind        string    `json:"kind" enum:"staff,help,activity,thanks,other"`
		Place       *placeOut `json:"place,omitempty"`
		Language    string    `json:"language" maxLength:"10"`
		Text        string    `json:"text" minLength:"1" maxLength:"8192"`
		About       string    `json:"about,omitempty" maxLength:"200" doc:"who must not read it"`
		AboutReader bool      `json:"about_reader,omitempty" doc:"it is about somebody who reads complaints"`
	}
}

type answerComplaintIn struct {
	ID   record.ID `path:"id"`
	Body struct {
		RevisionIn
		ID       record.ID `json:"id" format:"uuid" doc:"of the answer, chosen by the sender, so that sending twice is harmless"`
		Text     string    `json:"text" minLength:"1" maxLength:"8192"`
		Language string    `json:"language" maxLength:"10"`
	}
}

type onComplaintIn struct {
	ID   record.ID `path:"id"`
	Body RevisionIn
}

type withAccountIn struct {
	ID   record.ID `path:"id"`
	Body struct {
		RevisionIn
		Account record.ID `json:"account" format:"uuid"`
	}
}

// bindIn says which activity something is about.
type bindIn struct {
	ID   record.ID `path:"id"`
	Body struct {
		RevisionIn
		Activity record.ID `json:"activity,omitzero" doc:"left out: none"`
	}
}

// renewIn keeps for longer what would be deleted after five years.
type renewIn struct {
	ID   record.ID `path:"id"`
	Body struct {
		RevisionIn
		Reason string `json:"reason" maxLength:"500"`
	}
}

type closeComplaintIn struct {
	ID   record.ID `path:"id"`
	Body struct {
		RevisionIn
		Outcome string `json:"outcome" enum:"changed,measures,referred,explained,unclear,noted"`
	}
}

// complaints registers how complaints and thanks are entered, read and answered.
func (s *Server) complaints(api huma.API) {
	handle(s, api, op(http.MethodGet, "/community/complaints", "listComplaints", "Complaints and thanks that the caller may read"), s.listComplaints)
	handle(s, api, op(http.MethodPut, "/community/complaints/{id}", "tellComplaint", "Write down what somebody complains of, or is thankful for"), func(ctx context.Context, a policy.Actor, in *tellComplaintIn) (*body[receiptOut], error) {
		b := &in.Body
		got, err := s.Listening.Enter(ctx, a, feedback.Incoming{
			ID: in.ID, Kind: feedback.Kind(b.Kind), Place: b.Place.ref(), Language: lang.Language(b.Language), Text: b.Text, About: b.About, AboutReader: b.AboutReader,
		})
		return answer(receiptOut{got.Receipt}), err
	})
	handle(s, api, op(http.MethodPost, "/community/complaints/{id}/open", "openComplaint", "Read one, which leaves a line"), s.openComplaint)
	handle(s, api, op(http.MethodPost, "/community/complaints/{id}/answers", "answerComplaint", "Tell whoever complained something"), func(ctx context.Context, a policy.Actor, in *answerComplaintIn) (*struct{}, error) {
		return nil, s.Listening.Answer(ctx, a, in.ID, in.Body.Revision, feedback.Word{ID: in.Body.ID, Text: in.Body.Text, Language: lang.Language(in.Body.Language)})
	})
	handle(s, api, op(http.MethodPost, "/community/complaints/{id}/pass", "passComplaint", "Find that it is about staff: safeguarding alone reads it from now on"), func(ctx context.Context, a policy.Actor, in *onComplaintIn) (*struct{}, error) {
		return nil, s.Listening.Pass(ctx, a, in.ID, in.Body.Revision)
	})
	handle(s, api, op(http.MethodPost, "/community/complaints/{id}/hand", "handComplaint", "Hand one about staff to another person of safeguarding"), func(ctx context.Context, a policy.Actor, in *withAccountIn) (*struct{}, error) {
		return nil, s.Listening.HandOver(ctx, a, in.ID, in.Body.Revision, in.Body.Account)
	})
	handle(s, api, op(http.MethodPost, "/community/complaints/{id}/keep", "keepComplaint", "Keep an account from one about staff, such as whom it is about, or oneself"), func(ctx context.Context, a policy.Actor, in *withAccountIn) (*struct{}, error) {
		return nil, s.Listening.Keep(ctx, a, in.ID, in.Body.Revision, in.Body.Account)
	})
	handle(s, api, op(http.MethodPost, "/community/complaints/{id}/about", "bindComplaint", "Say which activity a complaint is about"), func(ctx context.Context, a policy.Actor, in *bindIn) (*struct{}, error) {
		return nil, s.Listening.BindComplaint(ctx, a, in.ID, in.Body.Revision, in.Body.Activity)
	})
	handle(s, api, op(http.MethodPost, "/community/complaints/{id}/renew", "renewComplaint", "Keep one for five years more, for a reason"), func(ctx context.Context, a policy.Actor, in *renewIn) (*struct{}, error) {
		return nil, s.Listening.RenewComplaint(ctx, a, in.ID, in.Body.Revision, in.Body.Reason)
	})
	handle(s, api, op(http.MethodGet, "/community/waiting", "waitingComplaints", "How many complaints wait for the caller, and how many too long"), func(ctx context.Context, a policy.Actor, _ *none) (*body[BacklogOut], error) {
		w, err := s.Listening.Waiting(ctx, a)
		return answer(BacklogOut(w)), err
	})
	handle(s, api, op(http.MethodPost, "/community/complaints/{id}/close", "closeComplaint", "End one that was answered, with its outcome"), func(ctx context.Context, a policy.Actor, in *closeComplaintIn) (*struct{}, error) {
		return nil, s.Listening.Close(ctx, a, in.ID, in.Body.Revision, feedback.Outcome(in.Body.Outcome))
	})
}

type receiptOut struct {
	Receipt string `json:"receipt" doc:"for whoever complained: it leads to the answer"`
}

func (s *Server) listComplaints(ctx context.Context, a policy.Actor, in *struct {
	Which string `query:"which" enum:"open,ended,leaving" default:"open"`
},
) (*body[complaintsOut], error) {
	all, err := s.Listening.List(ctx, a, feedback.Which(in.Which))
	if err != nil {
		return nil, err
	}
	out := complaintsOut{Items: []ComplaintOut{}}
	for i := range all {
		out.Items = append(out.Items, s.complaintOut(ctx, &all[i]))
	}
	w, err := s.Listening.Waiting(ctx, a)
	out.BacklogOut = BacklogOut(w)
	return answer(out), err
}

func (s *Server) openComplaint(ctx context.Context, a policy.Actor, in *idIn) (*body[ComplaintOut], error) {
	c, err := s.Listening.Open(ctx, a, in.ID)
	if err != nil {
		return nil, err
	}
	out := s.complaintOut(ctx, &c)
	out.Activity = s.activityNamed(ctx, a, c.Activity)
	if c.Staff() {
		out.Kept, out.Readers = s.people(c.About), []named{}
		for _, r := range s.Listening.Readers(ctx) {
			if r.ID != a.ID && !slices.Contains(c.About, r.ID) {
				out.Readers = append(out.Readers, named{r.ID, r.Name})
			}
		}
	}
	return answer(out), nil
}

// voicesOut is what people said of an activity, as far as the caller may see it.
type voicesOut struct {
	Complaints []ComplaintOut `json:"complaints" nullable:"false" doc:"without their texts"`
	Rumours    []RumourOut    `json:"rumours" nullable:"false"`
	Surveys    []SurveyOut    `json:"surveys" nullable:"false"`
}

func (s *Server) voices(ctx context.Context, a policy.Actor, in *idIn) (*body[voicesOut], error) {
	v, err := s.Listening.About(ctx, a, in.ID)
	out := voicesOut{Complaints: []ComplaintOut{}, Rumours: []RumourOut{}, Surveys: []SurveyOut{}}
	for i := range v.Complaints {
		out.Complaints = append(out.Complaints, s.complaintOut(ctx, &v.Complaints[i]))
	}
	for i := range v.Rumours {
		out.Rumours = append(out.Rumours, s.rumourOut(ctx, a, &v.Rumours[i]))
	}
	for i := range v.Surveys {
		out.Surveys = append(out.Surveys, s.surveyOut(ctx, a, &v.Surveys[i]))
	}
	return answer(out), err
}

// listen registers how a programme listens: complaints, rumours, surveys.
func (s *Server) listen(api huma.API, t *route.Table) {
	s.complaints(api)
	s.rumours(api)
	s.surveys(api, t)
	handle(s, api, op(http.MethodGet, "/community/activities/{id}/voices", "activityVoices", "What people said of an activity"), s.voices)
}

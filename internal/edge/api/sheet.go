package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/community/activity"
	"wasl/internal/community/attendance"
	"wasl/internal/community/paper"
	"wasl/internal/community/person"
	"wasl/internal/edge/route"
	"wasl/internal/guard/policy"
)

// SheetOut is a roll that was printed.
type SheetOut struct {
	ID       record.ID   `json:"id" format:"uuid"`
	Name     string      `json:"name" doc:"its number, as it stands on the paper"`
	Sessions []record.ID `json:"sessions" nullable:"false"`
	People   int         `json:"people"`
	Pages    []pageOut   `json:"pages" nullable:"false"`
	By       named       `json:"by"`
	At       time.Time   `json:"at"`
}

type pageOut struct {
	Number  int         `json:"number"`
	Checked *checkedOut `json:"checked,omitempty" doc:"somebody read it back"`
}

type checkedOut struct {
	By     named     `json:"by"`
	At     time.Time `json:"at"`
	Marked int       `json:"marked" doc:"people who were there at one session at least"`
}

// ReadingOut is what was read of a photo of a page. Nothing of it is kept: what is
// kept is what a person says of it.
type ReadingOut struct {
	Sheet    record.ID       `json:"sheet" format:"uuid"`
	Page     int             `json:"page"`
	Again    bool            `json:"again" doc:"this page was checked before"`
	Sessions []readSession   `json:"sessions" nullable:"false"`
	Rows     []readRow       `json:"rows" nullable:"false"`
	Roll     []rollStateNote `json:"roll" nullable:"false" doc:"how people of the page stand already, by what others said"`
}

type readSession struct {
	ID    record.ID `json:"id" format:"uuid"`
	Title string    `json:"title,omitempty"`
	Start time.Time `json:"start"`
}

type readRow struct {
	Person  record.ID    `json:"person" format:"uuid"`
	Name    string       `json:"name,omitempty" doc:"empty for somebody who was deleted since"`
	Picture []byte       `json:"picture" doc:"JPEG of the row alone"`
	Answers []readAnswer `json:"answers" nullable:"false" doc:"one for each session, in their order"`
}

type readAnswer struct {
	State   string  `json:"state" enum:"present,late,partial,none" doc:"none: no oval is filled"`
	Sure    float64 `json:"sure" doc:"0 a guess to 1 certain"`
	Certain bool    `json:"certain" doc:"sure enough to be believed at a glance"`
}

type rollStateNote struct {
	Person  record.ID `json:"person" format:"uuid"`
	Session record.ID `json:"session" format:"uuid"`
	State   string    `json:"state" enum:"present,late,partial,absent,none"`
	Seq     int64     `json:"seq"`
}

type sheetsOut struct {
	Items []SheetOut `json:"items" nullable:"false"`
	Can   []string   `json:"can" nullable:"false" enum:"mark" doc:"what the caller may do: print and read back"`
}

type printSheetIn struct {
	ID   record.ID `path:"id" format:"uuid"`
	Body struct {
		Sessions []record.ID `json:"sessions" minItems:"1" maxItems:"5"`
		Language string      `json:"language" enum:"ar,fr,en"`
	}
}

type readSheetIn struct {
	ID      record.ID `path:"id" format:"uuid"`
	RawBody []byte    `contentType:"image/jpeg"`
}

type keepSheetIn struct {
	ID    record.ID `path:"id" format:"uuid"`
	Sheet record.ID `path:"sheet" format:"uuid"`
	Page  int       `path:"page" minimum:"1" maximum:"255"`
	Body  struct {
		Marks []saidPart `json:"marks" maxItems:"100"`
	}
}

type saidPart struct {
	Person  record.ID `json:"person" format:"uuid"`
	Session record.ID `json:"session" format:"uuid"`
	State   string    `json:"state" enum:"present,late,partial,absent"`
	Seq     int64     `json:"seq,omitempty" doc:"of the roll as it stood when the photo was read"`
}

// sheets registers rolls on paper, and cards.
func (s *Server) sheets(api huma.API, t *route.Table) {
	handle(s, api, op(http.MethodGet, "/community/activities/{id}/sheets", "listSheets", "The rolls of an activity that were printed, the latest first"), func(ctx context.Context, a policy.Actor, in *idIn) (*body[sheetsOut], error) {
		r, all, err := s.Papers.Sheets(ctx, a, in.ID)
		if err != nil {
			return nil, err
		}
		out := sheetsOut{Items: []SheetOut{}, Can: []string{}}
		for i := range all {
			out.Items = append(out.Items, s.sheetOut(&all[i]))
		}
		if slices.Contains(s.Rolls.May(ctx, a, r.Activity), "mark") {
			out.Can = append(out.Can, "mark")
		}
		return answer(out), nil
	})
	handle(s, api, op(http.MethodPost, "/community/activities/{id}/sheets", "printSheet", "Make a roll to be printed, with everybody on the list"), func(ctx context.Context, a policy.Actor, in *printSheetIn) (*body[SheetOut], error) {
		sheet, err := s.Papers.Print(ctx, a, in.ID, in.Body.Sessions, lang.Language(in.Body.Language))
		if err != nil {
			return nil, err
		}
		sheet.Printed = s.Clock()
		return answer(s.sheetOut(&sheet)), nil
	})
	read := op(http.MethodPost, "/community/activities/{id}/sheets/read", "readSheet", "Read a photo of a page; nothing of it is kept")
	read.MaxBodyBytes = paper.MaxPhoto
	handle(s, api, read, func(ctx context.Context, a policy.Actor, in *readSheetIn) (*body[ReadingOut], error) {
		r, sheet, got, err := s.Papers.Scan(ctx, a, in.ID, in.RawBody)
		if err != nil {
			return nil, err
		}
		return answer(readingOut(&r, sheet, got)), nil
	})
	handle(s, api, op(http.MethodPut, "/community/activities/{id}/sheets/{sheet}/pages/{page}", "keepSheetPage", "Take in a page that somebody has checked"), func(ctx context.Context, a policy.Actor, in *keepSheetIn) (*none, error) {
		var marks []paper.Said
		for _, m := range in.Body.Marks {
			marks = append(marks, paper.Said{Slot: attendance.Slot{Session: m.Session, Person: m.Person}, State: attendance.State(m.State), Seq: m.Seq})
		}
		return nil, s.Papers.Keep(ctx, a, in.ID, in.Sheet, in.Page, marks)
	})
	s.plain(t, "GET /api/v1/community/activities/{id}/sheets/{sheet}/sheet.pdf", s.sheetPDF)
	s.plain(t, "GET /api/v1/community/activities/{id}/cards.pdf", s.cardsPDF, "language")
}

func (s *Server) sheetOut(of *paper.Sheet) SheetOut {
	out := SheetOut{ID: of.ID, Name: sheetName(of.Number), Sessions: of.Sessions, People: len(of.People), Pages: []pageOut{}, By: s.named(of.Author), At: of.Printed}
	for _, p := range of.Pages() {
		one := pageOut{Number: p.Number}
		if i := slices.IndexFunc(of.Checked, func(c paper.Checked) bool { return c.Page == p.Number }); i >= 0 {
			c := of.Checked[i]
			one.Checked = &checkedOut{s.named(c.By), c.At, c.Marked}
		}
		out.Pages = append(out.Pages, one)
	}
	return out
}

func readingOut(r *attendance.Roll, sheet *paper.Sheet, got *paper.Reading) ReadingOut {
	out := ReadingOut{
		Sheet: sheet.ID, Page: got.Number, Sessions: []readSession{}, Rows: []readRow{}, Roll: []rollStateNote{},
		Again: slices.ContainsFunc(sheet.Checked, func(c paper.Checked) bool { return c.Page == got.Number }),
	}
	for _, id := range sheet.Sessions {
		session, _ := r.Activity.Session(id)
		out.Sessions = append(out.Sessions, readSession{id, session.Title, session.Start})
	}
	names := namesOf(r)
	onPage := map[record.ID]bool{}
	for i, line := range got.Lines {
		id := sheet.Row(got.Number, i)
		onPage[id] = true
		row := readRow{Person: id, Name: names[id], Picture: line.Picture, Answers: []readAnswer{}}
		for _, a := range line.Answers {
			state := "none"
			if a.Marked {
				state = map[paper.Choice]string{paper.Present: "present", paper.Late: "late", paper.Partial: "partial"}[a.Choice]
			}
			row.Answers = append(row.Answers, readAnswer{state, a.Sure, a.Certain})
		}
		out.Rows = append(out.Rows, row)
	}
	for _, st := range r.Stands {
		if onPage[st.Person] && slices.Contains(sheet.Sessions, st.Session) {
			out.Roll = append(out.Roll, rollStateNote{st.Person, st.Session, string(st.State), st.Seq})
		}
	}
	return out
}

func namesOf(r *attendance.Roll) map[record.ID]string {
	names := map[record.ID]string{}
	for _, p := range r.People {
		names[p.ID] = p.Name
	}
	return names
}

// sheetPDF is the roll to be printed.
func (s *Server) sheetPDF(w http.ResponseWriter, r *http.Request) error {
	c := s.caller(r)
	of, err := record.ParseID(r.PathValue("id"))
	if err != nil {
		return err
	}
	id, err := record.ParseID(r.PathValue("sheet"))
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.WithValue(r.Context(), callerKey{}, c), opTime)
	defer cancel()
	roll, sheet, err := s.Papers.Sheet(ctx, c.actor, of, id)
	if err != nil {
		return err
	}
	names := namesOf(&roll)
	out := rollSheet{language: sheet.Language, number: sheet.Number, title: s.titleOf(roll.Activity, sheet.Language), where: s.placeOf(roll.Activity, sheet.Language), zone: s.Zone}
	for _, id := range sheet.Sessions {
		session, _ := roll.Activity.Session(id)
		out.sessions = append(out.sessions, rollSession{session.Title, session.Start})
	}
	for _, id := range sheet.People {
		out.names = append(out.names, names[id])
	}
	pdf, err := out.draw()
	return sendPDF(w, "roll", pdf, err)
}

// cardsPDF is the cards of those on an activity's list.
func (s *Server) cardsPDF(w http.ResponseWriter, r *http.Request) error {
	c := s.caller(r)
	of, err := record.ParseID(r.PathValue("id"))
	if err != nil {
		return err
	}
	l, err := languageOf(r, c.language)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.WithValue(r.Context(), callerKey{}, c), opTime)
	defer cancel()
	roll, err := s.Papers.Roll(ctx, c.actor, of)
	if err != nil {
		return err
	}
	out := cardSheet{language: l, title: s.titleOf(roll.Activity, l), when: s.daysOf(roll.Activity, l)}
	for _, p := range roll.People {
		out.cards = append(out.cards, card{givenName(p.Person), s.Rolls.Card(of, p.ID)})
	}
	pdf, err := out.draw()
	return sendPDF(w, "cards", pdf, err)
}

// languageOf is the language that a document is asked for in.
func languageOf(r *http.Request, otherwise lang.Language) (lang.Language, error) {
	asked := r.URL.Query().Get("language")
	if asked == "" {
		return otherwise, nil
	}
	l, ok := lang.Parse(asked)
	if !ok {
		return l, wrong("language")
	}
	return l, nil
}

// sendPDF answers with a document that has people's names in it: no cache keeps it.
func sendPDF(w http.ResponseWriter, name string, pdf []byte, err error) error {
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/pdf")
	w.Header().Set("Content-Disposition", `inline; filename="wasl-`+name+`.pdf"`)
	w.Header().Set("Cache-Control", "no-store")
	_, err = w.Write(pdf)
	return err
}

func (s *Server) titleOf(of *activity.Activity, l lang.Language) string { return of.Title.In(l) }

// placeOf is where an activity is: the spot and the place.
func (s *Server) placeOf(of *activity.Activity, l lang.Language) string {
	at := s.placePart(of.Place, l)
	switch {
	case at == nil || at.Name == "":
		return of.Spot
	case of.Spot == "":
		return at.Name
	case l == lang.Arabic:
		return of.Spot + "، " + at.Name
	}
	return of.Spot + ", " + at.Name
}

// daysOf is when an activity is: a day, or from one to another.
func (s *Server) daysOf(of *activity.Activity, l lang.Language) string {
	from, to := of.Start().In(s.Zone), of.End().In(s.Zone)
	if of.Start().IsZero() {
		return ""
	}
	first, last := lang.Date(l, from), lang.Date(l, to)
	if first == last {
		return first
	}
	return lang.Say(l, "paper.days", "{0} to {1}", first, last)
}

// givenName is what somebody is called by: children are kept by nothing else.
func givenName(p *person.Person) string {
	if p.Child() {
		return p.Name
	}
	given, _ := person.Split(p.Name)
	return given
}

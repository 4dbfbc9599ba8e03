package public

import (
	"bytes"
	_ "embed" // the page
	"errors"
	"html/template"
	"io"
	"net/http"
	"strings"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/receipt"
	"wasl/internal/base/record"
	"wasl/internal/community/feedback"
	"wasl/internal/edge/request"
	"wasl/internal/edge/respond"
	"wasl/internal/edge/route"
	"wasl/internal/guard/flood"
	"wasl/internal/network/place"
)

//go:embed listen.html
var listenText string

var listenTemplate = template.Must(template.New("listen").Parse(listenText))

// The addresses of listening. They stand on posters: they never change.
const (
	listenPath = "/public/listen"
	answerPath = "/public/answers"
)

// listening enters the page by which anybody complains or thanks, without an account, a
// name or a script, and comes back to the answer; and the answers to what is rumoured.
func (s *Server) listening(t *route.Table) {
	t.HandleFunc("GET "+listenPath, s.talk(s.write))
	t.HandleFunc("POST "+listenPath, s.talk(s.take))
	t.HandleFunc("POST "+listenPath+"/answer", s.talk(s.come))
	t.HandleFunc("POST "+listenPath+"/word", s.talk(s.addWord))
	s.serve(t, "GET "+answerPath, "text/html", s.answers)
}

// maxTalk bounds what a page sends: the longest text in letters of three bytes, each
// written as three signs, and the rest.
const maxTalk = 12 * feedback.MaxText

// talk serves one step of the page. What goes wrong is said on the page itself, with
// what was written still in it: somebody took a risk to write it.
func (s *Server) talk(step func(*http.Request, *talkView) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		l, _ := language(r)
		r.Body = http.MaxBytesReader(w, r.Body, maxTalk)
		v := s.view(r, l)
		err := formOf(r)
		v.read(r)
		if err == nil {
			err = step(r, v)
		}
		status := http.StatusOK
		if err != nil {
			f := respond.Explain(l, err)
			respond.Log(r.Context(), s.Log, f, err)
			f.Headers(w.Header())
			status, v.Fault, v.Hint = f.Status(), f.Message, f.Hint
			if fault.Is(err, fault.Throttled) {
				v.Hint = lang.Say(l, "public.listen.busy", "nothing was sent yet; what you wrote is still here: wait a minute, then send it again")
			}
		}
		var b bytes.Buffer
		if err := listenTemplate.Execute(&b, v); err != nil {
			respond.JSON(w, r, s.Log, err)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(status)
		_, _ = w.Write(b.Bytes()) // a browser that went away asks again
	}
}

// formOf reads what the page sent. What cannot be read of it, or of an address that was
// copied badly from a poster, is as if it were not there: it keeps nobody from the page.
func formOf(r *http.Request) error {
	b, err := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(b))
	if err == nil {
		_ = r.ParseForm() // see above
	}
	return err
}

type option struct {
	Value, Label string
	Chosen       bool
}

type said struct {
	Who, Text, At, Dir string
	Answer             bool
}

// talkView is the page at one step.
type talkView struct {
	Lang, Dir, Name, Title, Demo string
	Fault, Hint                  string
	Label                        map[string]string
	Tongues                      []tongue
	Kinds                        []option

	ID, Kind, Place, Where, Text, About string // as they were written
	AboutReader                         bool
	Nobody                              bool // reads complaints about staff here

	Receipt string // that was given, or came back with
	Digits  string // as it is sent
	Given   bool
	Open    bool // what is behind the receipt is shown
	Staff   bool
	State   string
	Said    []said
	Word    string
	Thanked bool
}

func (s *Server) view(r *http.Request, l lang.Language) *talkView {
	v := &talkView{
		Lang: string(l), Dir: direction(l), Name: s.name(l), Title: lang.Say(l, "public.listen.title", "Complaints and thanks"), Label: listenLabels(l), Tongues: tongues(l),
		ID: record.NewID(s.Random).String(), Nobody: !s.Listening.Listening(r.Context()),
	}
	if s.Demo {
		v.Demo = lang.Say(l, "public.demo", "Demonstration: everything here is made up.")
	}
	return v
}

// read takes up what the page brought back. An address says where and what about; all
// else is for whoever writes to say: a link that somebody hands out must not name in
// their place who may not read it.
func (v *talkView) read(r *http.Request) {
	v.Kind, v.Place = r.Form.Get("kind"), r.Form.Get("place")
	v.Where, v.Text, v.About = r.PostForm.Get("where"), r.PostForm.Get("text"), r.PostForm.Get("about")
	v.AboutReader, v.Word = r.PostForm.Get("reader") != "", r.PostForm.Get("word")
	if id, err := record.ParseID(r.PostForm.Get("id")); err == nil {
		v.ID = id.String()
	}
	l := lang.Language(v.Lang)
	for _, k := range feedback.Kinds() {
		v.Kinds = append(v.Kinds, option{string(k), kindLabel(l, k), string(k) == v.Kind})
	}
}

// write is GET /public/listen: the empty page.
func (s *Server) write(r *http.Request, _ *talkView) error {
	_, err := s.Gate.Enter(request.Source(r), flood.Read, 1, "")
	return err
}

// take is POST /public/listen: what somebody wrote, for a receipt.
func (s *Server) take(r *http.Request, v *talkView) error {
	if _, err := s.Gate.Enter(request.Source(r), flood.Report, 1, ""); err != nil {
		return err
	}
	id, err := record.ParseID(v.ID)
	if err != nil {
		return none()
	}
	in := feedback.Incoming{ID: id, Kind: feedback.Kind(v.Kind), Language: lang.Language(v.Lang), Text: v.Text, About: v.About, AboutReader: v.AboutReader}
	s.locate(&in, v)
	got, err := s.Listening.Accept(r.Context(), in)
	if err != nil {
		return err
	}
	v.Given, v.Digits, v.Receipt, v.Staff = true, got.Receipt, spaced(got.Receipt), in.Staff()
	v.Text, v.About = "", "" // it is not on the page any more: somebody may look over a shoulder
	return nil
}

// locate finds the place that somebody wrote in words, or that a poster's address names;
// words that are no place's go with the text.
func (s *Server) locate(in *feedback.Incoming, v *talkView) {
	where := strings.TrimSpace(v.Where)
	p, ok := s.Places.Named(where)
	if where != "" && !ok && strings.TrimSpace(in.Text) != "" {
		in.Text = where + "\n\n" + in.Text
	}
	if where == "" || !ok {
		p, ok = s.Places.Named(strings.TrimSpace(v.Place))
	}
	if ok {
		in.Place = place.Ref{List: p.List, Code: p.Code}
	}
}

// spaced writes a receipt as people read it aloud.
func spaced(digits string) string {
	return digits[:4] + " " + digits[4:8] + " " + digits[8:]
}

// come is POST /public/listen/answer: what was said behind a receipt. The receipt is in
// no address, so that no log and no history holds it.
func (s *Server) come(r *http.Request, v *talkView) error { return s.behind(r, v) }

func (s *Server) behind(r *http.Request, v *talkView) error {
	v.Receipt = strings.TrimSpace(r.PostForm.Get("receipt"))
	source := request.Source(r)
	if err := s.Gate.Guessing(source); err != nil {
		return err
	}
	digits, err := receipt.Parse(v.Receipt)
	if err != nil {
		return err // a wrong check digit is a slip of the finger and tells nothing
	}
	t, err := s.Listening.Thread(r.Context(), digits)
	if fault.Is(err, fault.Missing) && !errors.Is(err, feedback.ErrGone) {
		s.Gate.Wrong(source)
		return &fault.Error{
			Kind: fault.Missing, Op: "public", Key: "public.listen.receipt", Msg: "nothing has this receipt number here", Hint: "check the twelve digits",
		}
	}
	if err != nil {
		return err
	}
	v.show(s, digits, t)
	return nil
}

func (v *talkView) show(s *Server, digits string, t feedback.Thread) {
	l := lang.Language(v.Lang)
	v.Open, v.Digits, v.Receipt, v.State, v.Said = true, digits, spaced(digits), stateLabel(l, t.State), nil
	for _, w := range t.Words {
		who := v.Label["you"]
		if w.Answer {
			who = v.Name
		}
		v.Said = append(v.Said, said{Who: who, Text: w.Text, At: s.moment(l, w.At), Dir: "auto", Answer: w.Answer})
	}
}

// addWord is POST /public/listen/word: a further word behind a receipt.
func (s *Server) addWord(r *http.Request, v *talkView) error {
	if _, err := s.Gate.Enter(request.Source(r), flood.Report, 1, ""); err != nil {
		return errors.Join(err, s.behind(r, v))
	}
	if err := s.behind(r, v); err != nil {
		v.Text = v.Word // it can be sent as something new
		return err
	}
	id, err := record.ParseID(v.ID)
	if err != nil {
		return none()
	}
	if err := s.Listening.AddWord(r.Context(), v.Digits, id, v.Word, lang.Language(v.Lang)); err != nil {
		return err
	}
	v.Word, v.Thanked, v.ID = "", true, record.NewID(s.Random).String()
	return s.behind(r, v)
}

type answerView struct {
	Lang, Dir, Name, Title, None, Demo, More string
	Tongues                                  []tongue
	Answers                                  []answerPart
}

type answerPart struct{ Headline, Text, Where, At string }

//go:embed answers.html
var answersText string

var answersTemplate = template.Must(template.New("answers").Parse(answersText))

// answers is GET /public/answers: what is true, where something else is rumoured. The
// rumour itself is not on it: whoever repeats one spreads it.
func (s *Server) answers(r *http.Request, l lang.Language) (out sheet, err error) {
	all, err := s.Listening.Answers(r.Context())
	if err != nil {
		return out, err
	}
	v := answerView{
		Lang: string(l), Dir: direction(l), Name: s.name(l), Title: lang.Say(l, "public.answers.title", "What is true"), None: lang.Say(l, "public.answers.none", "There are no answers yet."),
		More: lang.Say(l, "public.answers.more", "Complain, thank, or ask something"), Tongues: tongues(l),
	}
	if s.Demo {
		v.Demo = lang.Say(l, "public.demo", "Demonstration: everything here is made up.")
	}
	for _, a := range all {
		w := a.Reply[l]
		p := answerPart{Headline: w.Headline, Text: w.Text, At: lang.Date(l, a.At.In(s.Zone))}
		if a.Place != (place.Ref{}) {
			p.Where = s.Places.Name(a.Place.List, a.Place.Code, l)
		}
		v.Answers = append(v.Answers, p)
		if a.At.After(out.changed) {
			out.changed = a.At
		}
	}
	var b bytes.Buffer
	err = answersTemplate.Execute(&b, v)
	out.bytes = b.Bytes()
	if len(all) == 0 {
		out.changed = s.Clock()
	}
	return out, err
}

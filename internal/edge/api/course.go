package api

import (
	"context"
	"encoding/json"
	"io"
	"io/fs"
	"mime/multipart"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/community/course"
	"wasl/internal/edge/respond"
	"wasl/internal/edge/route"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/blob"
	"wasl/web"
)

// CourseCard is a course as lists show it.
type CourseCard struct {
	ID        string            `json:"id"`
	Version   int               `json:"version"`
	Versions  []int             `json:"versions" nullable:"false" doc:"the newest first"`
	Title     map[string]string `json:"title"`
	Summary   map[string]string `json:"summary"`
	Languages []string          `json:"languages" nullable:"false"`
	Hours     int               `json:"hours"`
	Refresh   int               `json:"refresh" doc:"months until a refresher; 0 for never"`
	Pass      int               `json:"pass" doc:"per cent of the test after"`
	Audience  string            `json:"audience"`
	Open      bool              `json:"open" doc:"anyone may read it without an account"`
	Review    string            `json:"review" enum:"doctor,lawyer,none"`
	Reviewed  string            `json:"reviewed" doc:"by whom and when; empty: not yet"`
	Modules   int               `json:"modules"`
	Pages     int               `json:"pages"`
	Questions int               `json:"questions" doc:"of the test after"`
	Skills    int               `json:"skills"`
	Bytes     int               `json:"bytes" doc:"of pictures and recordings"`
	Films     int               `json:"films" doc:"bytes of films"`
	Withdrawn bool              `json:"withdrawn"`
	Unit      named             `json:"unit"`
	Author    named             `json:"author"`
	At        time.Time         `json:"at"`
	Can       []string          `json:"can" nullable:"false" enum:"publish,withdraw"`
}

type courseList struct {
	Items   []CourseCard `json:"items" nullable:"false"`
	Offered []offered    `json:"offered" nullable:"false" doc:"courses that come with the program and are not published here in this version"`
	Can     []string     `json:"can" nullable:"false" enum:"publish,withdraw"`
}

type offered struct {
	ID      string            `json:"id"`
	Version int               `json:"version"`
	Title   map[string]string `json:"title"`
	Summary map[string]string `json:"summary"`
	Review  string            `json:"review"`
}

func cardOf(v *course.Version) CourseCard {
	c := v.Course
	out := CourseCard{
		ID: c.ID, Version: c.Version, Versions: []int{}, Title: texts(c.Title), Summary: texts(c.Summary), Languages: []string{}, Hours: c.Hours, Refresh: c.Refresh, Pass: c.Pass,
		Audience: c.Audience, Open: c.Open, Review: string(c.Review), Reviewed: c.Reviewed, Modules: len(c.Modules), Questions: len(c.Questions(course.Post)), Withdrawn: v.Withdrawn,
		At: v.At, Can: []string{},
	}
	for _, l := range c.Languages {
		out.Languages = append(out.Languages, string(l))
	}
	for _, m := range c.Modules {
		for _, pages := range m.Pages {
			out.Pages += len(pages)
			break // languages are equal in structure
		}
	}
	for _, t := range c.Skills {
		out.Skills += len(t.Skills)
	}
	for _, m := range c.Media {
		if strings.HasPrefix(m.Type, "video/") {
			out.Films += m.Size
		} else {
			out.Bytes += m.Size
		}
	}
	return out
}

func (s *Server) cardOf(ctx context.Context, a policy.Actor, v *course.Version) CourseCard {
	out := cardOf(v)
	out.Versions = append(out.Versions, s.Courses.Versions(v.ID)...)
	out.Unit, out.Author = s.unitNamed(v.Unit, callerOf(ctx).language), s.named(v.Author)
	out.Can = append(out.Can, s.Courses.May(ctx, a, v.Unit)...)
	return out
}

// maxCourse bounds an uploaded course: its own limit, and what carries it.
const maxCourse = 51 << 20

type courseUpload struct {
	RawBody huma.MultipartFormFiles[struct {
		File    huma.FormFile   `form:"file" required:"false" doc:"the folder as a zip, or a SCORM 1.2 package"`
		Files   []huma.FormFile `form:"files" required:"false" doc:"the files of the folder, in place of a zip"`
		Names   string          `form:"names" required:"false" maxLength:"200000" doc:"JSON: the names of files, in their order, as media/hand.svg"`
		Base    string          `form:"base" required:"false" maxLength:"64" doc:"the course whose media are used where they are not sent"`
		Version int             `form:"version" required:"false" doc:"of base"`
		Assumed string          `form:"assumed" required:"false" maxLength:"100000" doc:"JSON: names in media/ that were checked before and are not sent again; for checking alone"`
	}]
}

type courseChecked struct {
	Course   json.RawMessage `json:"course" doc:"compiled, to be looked at while it is written: with errors as far as it goes"`
	Problems []courseProblem `json:"problems" nullable:"false"`
}

// courseProblem has a name of its own in the description of the interface, where
// forms have problems too.
type courseProblem course.Problem

// courses enters what is asked about courses.
func (s *Server) courses(api huma.API, t *route.Table) {
	handle(s, api, op(http.MethodGet, "/community/courses", "listCourses", "Courses, and those that come with the program"), s.listCourses)
	upload := func(path, id, summary string) huma.Operation {
		o := op(http.MethodPost, path, id, summary)
		o.MaxBodyBytes = maxCourse
		return o
	}
	handle(s, api, upload("/community/courses/check", "checkCourse", "Compile a course and say what is wrong with it"), s.checkCourse)
	handle(s, api, upload("/community/courses", "publishCourse", "Publish a version of a course"), s.publishCourse)
	handle(s, api, op(http.MethodPost, "/community/courses/{id}/take", "takeCourse", "Publish a course that comes with the program"), s.takeCourse)
	handle(s, api, op(http.MethodDelete, "/community/courses/{id}", "withdrawCourse", "Take a course out of the lists"), func(ctx context.Context, a policy.Actor, in *courseID) (*none, error) {
		return nil, s.Courses.Withdraw(ctx, a, in.ID)
	})
	handle(s, api, op(http.MethodGet, "/community/courses/{id}/source", "readCourse", "The Markdown that a course was made of"), s.courseSource)
	s.plain(t, "GET /api/v1/community/courses/{id}", s.compiledCourse, "version")
	s.plain(t, "GET /api/v1/community/courses/{id}/media/{name}", s.courseMedia, "version")
	s.plain(t, "GET /api/v1/community/courses/{id}/folder", s.courseFolder, "version")
	s.plain(t, "GET /api/v1/community/courses/{id}/scorm", s.courseSCORM, "version", "language")
	s.learning(api)
	s.refreshers(api)
}

type courseID struct {
	ID string `path:"id" maxLength:"64"`
}

func (s *Server) listCourses(ctx context.Context, a policy.Actor, _ *none) (*body[courseList], error) {
	all, err := s.Courses.List(ctx, a)
	if err != nil {
		return nil, err
	}
	out := courseList{Items: []CourseCard{}, Offered: []offered{}, Can: append([]string{}, s.Courses.May(ctx, a, a.Unit)...)}
	here := map[string]int{}
	for _, v := range all {
		here[v.ID] = v.Version
		out.Items = append(out.Items, s.cardOf(ctx, a, v))
	}
	shipped, err := course.Offered()
	if err != nil {
		return nil, err
	}
	for _, c := range shipped {
		if here[c.ID] < c.Version {
			out.Offered = append(out.Offered, offered{c.ID, c.Version, texts(c.Title), texts(c.Summary), string(c.Review)})
		}
	}
	return answer(out), nil
}

// readCourse reads the files of an upload, and refuses parts that it does not know.
func readCourse(in *courseUpload) (files []course.File, base course.Base, err error) {
	for part, values := range in.RawBody.Form.Value {
		if !slices.Contains([]string{"names", "base", "version", "assumed"}, part) || len(values) != 1 {
			return nil, base, wrong(part)
		}
	}
	data := in.RawBody.Data()
	base = course.Base{ID: data.Base, Version: data.Version}
	for part, sent := range in.RawBody.Form.File {
		switch part {
		case "file":
			if len(sent) != 1 {
				return nil, base, wrong(part)
			}
			b, err := readPart(sent[0])
			if err != nil {
				return nil, base, err
			}
			if files, err = course.ReadPackage(b); err != nil {
				return nil, base, err
			}
		case "files":
			if files, err = namedParts(sent, data.Names); err != nil {
				return nil, base, err
			}
		default:
			return nil, base, wrong(part)
		}
	}
	return files, base, nil
}

func readPart(h *multipart.FileHeader) ([]byte, error) {
	f, err := h.Open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxCourse))
}

// namedParts gives files the names that the form says beside them: what a browser
// calls a part has no folder in it.
func namedParts(sent []*multipart.FileHeader, names string) ([]course.File, error) {
	var list []string
	if err := json.Unmarshal([]byte(names), &list); err != nil || len(list) != len(sent) {
		return nil, wrong("names")
	}
	files := make([]course.File, 0, len(sent))
	for i, h := range sent {
		b, err := readPart(h)
		if err != nil {
			return nil, err
		}
		files = append(files, course.File{Name: list[i], Content: b})
	}
	return course.Named(files)
}

func (s *Server) checkCourse(ctx context.Context, a policy.Actor, in *courseUpload) (*body[courseChecked], error) {
	files, base, err := readCourse(in)
	if err != nil {
		return nil, err
	}
	var before []string
	if names := in.RawBody.Data().Assumed; names != "" && json.Unmarshal([]byte(names), &before) != nil {
		return nil, wrong("assumed")
	}
	if files, err = course.Named(append(files, course.Assumed(before)...)); err != nil {
		return nil, err
	}
	c, err := s.Courses.Check(ctx, a, files, base)
	if err != nil {
		return nil, err
	}
	out := courseChecked{Problems: []courseProblem{}}
	for _, p := range c.Problems {
		out.Problems = append(out.Problems, courseProblem(p))
	}
	out.Course, err = json.Marshal(c.Course)
	return answer(out), err
}

func (s *Server) publishCourse(ctx context.Context, a policy.Actor, in *courseUpload) (*body[CourseCard], error) {
	files, base, err := readCourse(in)
	if err != nil {
		return nil, err
	}
	if in.RawBody.Data().Assumed != "" {
		return nil, wrong("assumed")
	}
	return s.publish(ctx, a, files, base)
}

func (s *Server) publish(ctx context.Context, a policy.Actor, files []course.File, base course.Base) (*body[CourseCard], error) {
	v, _, err := s.Courses.Publish(ctx, a, files, base)
	if err != nil {
		return nil, err
	}
	return answer(s.cardOf(ctx, a, v)), nil
}

func (s *Server) takeCourse(ctx context.Context, a policy.Actor, in *courseID) (*body[CourseCard], error) {
	shipped, err := course.Shipped()
	if err != nil {
		return nil, err
	}
	files, ok := shipped[in.ID]
	if !ok {
		return nil, errNoCourse
	}
	return s.publish(ctx, a, files, course.Base{})
}

var errNoCourse = &fault.Error{Kind: fault.Missing, Op: "api", Key: "course.none", Msg: "there is no such course here", Hint: "go back to the list of courses"}

type sourceFile struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

type courseSourceOut struct {
	Files []sourceFile `json:"files" nullable:"false"`
	Media []string     `json:"media" nullable:"false" doc:"names of the files in media/"`
}

func (s *Server) courseSource(ctx context.Context, a policy.Actor, in *struct {
	ID      string `path:"id" maxLength:"64"`
	Version int    `query:"version" minimum:"0"`
},
) (*body[courseSourceOut], error) {
	files, err := s.Courses.Source(ctx, a, in.ID, in.Version)
	if err != nil {
		return nil, err
	}
	out := courseSourceOut{Files: []sourceFile{}, Media: []string{}}
	for _, f := range files {
		if name, ok := strings.CutPrefix(f.Name, "media/"); ok {
			out.Media = append(out.Media, name)
			continue
		}
		out.Files = append(out.Files, sourceFile{f.Name, string(f.Content)})
	}
	return answer(out), nil
}

// courseOf is the version of a course that a plain request asks for.
func (s *Server) courseOf(r *http.Request) (*course.Version, error) {
	version, err := versionOf(r)
	if err != nil {
		return nil, err
	}
	return s.Courses.Get(r.Context(), s.caller(r).actor, r.PathValue("id"), version)
}

func versionOf(r *http.Request) (int, error) {
	q := r.URL.Query().Get("version")
	if q == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(q)
	if err != nil || n < 0 {
		return 0, wrong("version")
	}
	return n, nil
}

func (s *Server) compiledCourse(w http.ResponseWriter, r *http.Request) error {
	v, err := s.courseOf(r)
	if err != nil {
		return err
	}
	respond.Write(w, http.StatusOK, v.Course)
	return nil
}

func (s *Server) courseMedia(w http.ResponseWriter, r *http.Request) error {
	v, err := s.courseOf(r)
	if err != nil {
		return err
	}
	return s.sendMedia(w, r, v)
}

// sendMedia gives a file of a course. A drawing that is opened by itself runs
// nothing and loads nothing.
func (s *Server) sendMedia(w http.ResponseWriter, r *http.Request, v *course.Version) error {
	m, b, err := s.Courses.File(r.Context(), v, r.PathValue("name"))
	if err != nil {
		return err
	}
	defer b.Close()
	sendMedium(w, r, m, b)
	return nil
}

func sendMedium(w http.ResponseWriter, r *http.Request, m course.Media, b *blob.Blob) {
	h := w.Header()
	h.Set("Content-Type", m.Type)
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'; style-src 'unsafe-inline'")
	h.Set("Cache-Control", "no-cache")
	h.Set("ETag", strconv.Quote(m.Ref[:32]))
	http.ServeContent(w, r, "", time.Time{}, b)
}

func sendZip(w http.ResponseWriter, name string, b []byte) error {
	h := w.Header()
	h.Set("Content-Type", "application/zip")
	h.Set("Content-Disposition", "attachment; filename="+strconv.Quote(name))
	_, _ = w.Write(b) // a client that went away asks again
	return nil
}

// courseFolder is a course as it was written, to be changed with any editor.
func (s *Server) courseFolder(w http.ResponseWriter, r *http.Request) error {
	v, err := s.courseOf(r)
	if err != nil {
		return err
	}
	files, err := s.Courses.Source(r.Context(), s.caller(r).actor, v.ID, v.Version)
	if err != nil {
		return err
	}
	b, err := course.Pack(files, s.Clock())
	if err != nil {
		return err
	}
	return sendZip(w, v.ID+"-"+strconv.Itoa(v.Version)+".zip", b)
}

// courseSCORM is a course as a SCORM 1.2 package, for systems such as Moodle.
func (s *Server) courseSCORM(w http.ResponseWriter, r *http.Request) error {
	v, err := s.courseOf(r)
	if err != nil {
		return err
	}
	language := lang.Language(r.URL.Query().Get("language"))
	if !slices.Contains(v.Languages, language) {
		language = v.Languages[0]
	}
	files, err := s.Courses.Source(r.Context(), s.caller(r).actor, v.ID, v.Version)
	if err != nil {
		return err
	}
	player, err := scormPlayer()
	if err != nil {
		return err
	}
	b, err := course.SCORM(v.Course, language, player, files, s.Clock())
	if err != nil {
		return err
	}
	return sendZip(w, v.ID+"-"+strconv.Itoa(v.Version)+"-scorm12.zip", b)
}

func scormPlayer() (p course.Player, err error) {
	built, err := web.App("scorm")
	if err != nil {
		return p, err
	}
	if p.Script, err = fs.ReadFile(built, "player.js"); err != nil {
		return p, &fault.Error{Kind: fault.Offline, Op: "api", Key: "course.player.none", Err: err, Msg: "this program was built without the player of courses", Hint: "build it whole, with make build"}
	}
	p.Style, err = fs.ReadFile(built, "player.css")
	return p, err
}

// openCourse is what lists of those without an account show.
type openCourse struct {
	ID        string            `json:"id"`
	Version   int               `json:"version"`
	Title     map[string]string `json:"title"`
	Summary   map[string]string `json:"summary"`
	Languages []string          `json:"languages"`
	Hours     int               `json:"hours"`
	Review    string            `json:"review"`
	Reviewed  string            `json:"reviewed"`
	Bytes     int               `json:"bytes"`
	Films     int               `json:"films"`
}

// openCourses registers what the reporter app asks about courses, without an account.
func (s *Server) openCourses(t *route.Table) {
	s.plain(t, "GET /api/v1/reporter/courses", func(w http.ResponseWriter, _ *http.Request) error {
		items := []openCourse{}
		for _, v := range s.Courses.Open() {
			o := cardOf(v)
			items = append(items, openCourse{o.ID, o.Version, o.Title, o.Summary, o.Languages, o.Hours, o.Review, o.Reviewed, o.Bytes, o.Films})
		}
		w.Header().Set("Cache-Control", "no-cache")
		respond.Write(w, http.StatusOK, map[string]any{"items": items})
		return nil
	})
	s.plain(t, "GET /api/v1/reporter/courses/{id}", func(w http.ResponseWriter, r *http.Request) error {
		v, err := s.openOne(r)
		if err != nil {
			return err
		}
		respond.Write(w, http.StatusOK, v.ForLearners())
		return nil
	}, "version")
	s.plain(t, "GET /api/v1/reporter/courses/{id}/media/{name}", func(w http.ResponseWriter, r *http.Request) error {
		v, err := s.openOne(r)
		if err != nil {
			return err
		}
		return s.sendMedia(w, r, v)
	}, "version")
}

func (s *Server) openOne(r *http.Request) (*course.Version, error) {
	version, err := versionOf(r)
	if err != nil {
		return nil, err
	}
	return s.Courses.OpenOne(r.PathValue("id"), version)
}

// Package shelf sets what communities made and the public may read: as pages of the
// node, and as a kit that opens from a stick where there is no network. The pages
// have no script, load nothing from elsewhere, and say how large a file is before
// anybody loads it.
package shelf

import (
	"bytes"
	"cmp"
	"embed"
	"html/template"
	"slices"
	"strconv"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/community/material"
	"wasl/internal/community/material/bare"
)

//go:embed *.html
var pages embed.FS

var templates = template.Must(template.ParseFS(pages, "*.html"))

// PageSize is how many materials stand on a page of the list: with it the list comes
// over a weak line at once.
const PageSize = 24

// Links says where things are: on a node or on a stick.
type Links struct {
	List  func(l lang.Language, page int) string
	One   func(l lang.Language, id record.ID, in lang.Language) string
	File  func(g *material.Given, f *material.File) string
	Small func(g *material.Given, f *material.File) string
}

// Link is a way out of the page, at its foot.
type Link struct{ Href, Name string }

// Shelf sets pages.
type Shelf struct {
	Name  func(lang.Language) string // of the node
	Zone  *time.Location             // that dates are told in
	Demo  bool
	Whole bool // everything on one page: where nothing is loaded, nothing need be light
	Foot  func(lang.Language) []Link
	Links Links
}

type tongue struct {
	Tag, Name, Href string
	Here            bool
}

// frame is what every page has.
type frame struct {
	Lang, Dir, Title, Name, Demo, Free string
	Tongues                            []tongue
	Foot                               []Link
}

func (s *Shelf) frame(l lang.Language, title string, href func(lang.Language) string) frame {
	f := frame{
		Lang: string(l), Dir: direction(l), Title: title, Name: s.Name(l),
		Free: lang.Say(l, "shelf.free", "You may read, print, play and pass on all of this, unchanged and free of charge."),
	}
	if s.Demo {
		f.Demo = lang.Say(l, "public.demo", "Demonstration: everything here is made up.")
	}
	if s.Foot != nil {
		f.Foot = s.Foot(l)
	}
	for _, o := range lang.All() {
		f.Tongues = append(f.Tongues, tongue{string(o), TongueName(o), href(o), o == l})
	}
	return f
}

type itemView struct {
	Title, Summary, Lang, Dir, Kind, Files, Href string
	In                                           []tongue
}

type listView struct {
	frame
	Lead, None, Before, BeforeText, After, AfterText string
	Items                                            []itemView
}

// List sets a page of the list, from 1.
func (s *Shelf) List(l lang.Language, all []material.Given, page int) ([]byte, error) {
	from, to := 0, len(all)
	if !s.Whole {
		from = min((page-1)*PageSize, len(all))
		to = min(from+PageSize, len(all))
	}
	v := listView{
		frame: s.frame(l, lang.Say(l, "shelf.title", "Materials"), func(o lang.Language) string { return s.Links.List(o, page) }),
		Lead:  lang.Say(l, "shelf.lead", "Posters, stories, radio spots and lesson sheets, made with communities."),
		None:  lang.Say(l, "shelf.none", "Nothing is published yet."),
	}
	if from > 0 {
		v.Before, v.BeforeText = s.Links.List(l, page-1), lang.Say(l, "shelf.before", "Newer")
	}
	if to < len(all) {
		v.After, v.AfterText = s.Links.List(l, page+1), lang.Say(l, "shelf.after", "Older")
	}
	for i := range all[from:to] {
		g := &all[from+i]
		in := Tongue(g, l, "")
		w := g.Texts[in]
		it := itemView{Title: w.Title, Summary: w.Summary, Lang: string(in), Dir: tongueDirection(in), Kind: KindName(l, g.Kind), Href: s.Links.One(l, g.ID, "")}
		for _, t := range tonguesOf(g) {
			it.In = append(it.In, tongue{Tag: string(t), Name: TongueName(t)})
		}
		var bytes int64
		for j := range g.Files {
			bytes += g.Files[j].Size
		}
		if n := len(g.Files); n > 0 {
			it.Files = lang.Count(l, n, filesForms[l]) + ", " + Size(l, bytes)
		}
		v.Items = append(v.Items, it)
	}
	return render("list.html", v)
}

type textView struct{ Lang, Dir, Tongue, Title, Summary, Body string }

type fileView struct {
	Name, Lang, Tongue, Type, Alt, Href, Small, Save, Get string
	Wide, High                                            int
	Sound                                                 bool
}

type oneView struct {
	frame
	Kind, Back, BackText, OthersText, FilesText, Held, AuthorsText, Date string
	Others                                                               []tongue
	Texts                                                                []textView
	Files                                                                []fileView
	Authors                                                              []string
}

// One sets the page of a material, with its text in the language asked for, else in
// that of the page, else in another.
func (s *Shelf) One(l, in lang.Language, g *material.Given) ([]byte, error) {
	in = Tongue(g, l, in)
	v := oneView{
		frame: s.frame(l, g.Texts[in].Title, func(o lang.Language) string { return s.Links.One(o, g.ID, "") }),
		Kind:  KindName(l, g.Kind), Back: s.Links.List(l, 1), BackText: lang.Say(l, "shelf.back", "All materials"),
		OthersText: lang.Say(l, "shelf.others", "Languages"), FilesText: lang.Say(l, "shelf.files", "Files"), AuthorsText: lang.Say(l, "shelf.authors", "Made with"),
		Date: lang.Say(l, "shelf.date", "Published on {0}", lang.Date(l, g.At.In(s.Zone))),
	}
	tongues := tonguesOf(g)
	if len(tongues) > 1 && !s.Whole {
		for _, t := range tongues {
			v.Others = append(v.Others, tongue{string(t), TongueName(t), s.Links.One(l, g.ID, t), t == in})
		}
	}
	slices.SortStableFunc(tongues, func(a, b lang.Language) int { return cmp.Compare(rank(a, in), rank(b, in)) })
	for i, t := range tongues {
		if i > 0 && !s.Whole {
			break
		}
		w := g.Texts[t]
		v.Texts = append(v.Texts, textView{string(t), tongueDirection(t), TongueName(t), w.Title, w.Summary, w.Body})
	}
	v.Files = s.files(l, in, g)
	if g.Held > 0 {
		v.Held = lang.Say(l, "shelf.held", "A file is held back at this time.")
	}
	for _, a := range g.Authors {
		v.Authors = append(v.Authors, authorName(l, a))
	}
	return render("one.html", v)
}

func rank(t, first lang.Language) int {
	if t == first {
		return 0
	}
	return 1
}

func (s *Shelf) files(l, in lang.Language, g *material.Given) (vs []fileView) {
	order := make([]int, len(g.Files))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { // what the reader can read comes first
		return cmp.Compare(rank(cmp.Or(g.Files[a].Language, in), in), rank(cmp.Or(g.Files[b].Language, in), in))
	})
	for _, i := range order {
		f := &g.Files[i]
		v := fileView{
			Name: f.Name, Type: TypeName(l, f.Kind), Alt: f.Alt, Href: s.Links.File(g, f), Save: FileName(g, f, i+1), Sound: f.Kind.Sound(), Wide: f.Wide, High: f.High,
			Get: lang.Say(l, "shelf.get", "Download · {0}", Size(l, f.Size)),
		}
		if f.Language != "" {
			v.Lang, v.Tongue = string(f.Language), TongueName(f.Language)
		}
		if f.Small != "" {
			v.Small = s.Links.Small(g, f)
		}
		vs = append(vs, v)
	}
	return vs
}

func render(name string, v any) ([]byte, error) {
	var b bytes.Buffer
	err := templates.ExecuteTemplate(&b, name, v)
	return b.Bytes(), err
}

// tonguesOf are the languages that a material is in, in the order of the list.
func tonguesOf(g *material.Given) (ts []lang.Language) {
	for _, t := range material.Tongues() {
		if _, ok := g.Texts[t]; ok {
			ts = append(ts, t)
		}
	}
	return ts
}

// Tongue chooses the language that a material is read in: the one asked for, else the
// page's, else French, else the first there is.
func Tongue(g *material.Given, l, asked lang.Language) lang.Language {
	for _, t := range append([]lang.Language{asked, l, lang.French}, tonguesOf(g)...) {
		if _, ok := g.Texts[t]; ok {
			return t
		}
	}
	return l
}

var tongueNames = map[lang.Language]string{
	lang.Arabic: "العربية", lang.French: "Français", lang.English: "English", "mey": "الحسانية", "ff": "Pulaar", "snk": "Sooninkanxanne", "wo": "Wolof", "bm": "Bamanankan",
}

// TongueName is what its speakers call a language.
func TongueName(l lang.Language) string { return cmp.Or(tongueNames[l], string(l)) }

func direction(l lang.Language) string {
	if l.RightToLeft() {
		return "rtl"
	}
	return "ltr"
}

func tongueDirection(l lang.Language) string {
	if material.RightToLeft(l) {
		return "rtl"
	}
	return "ltr"
}

// KindName is what a material is, in words.
func KindName(l lang.Language, k material.Kind) string {
	switch k {
	case material.Poster:
		return lang.Say(l, "shelf.kind.poster", "Poster")
	case material.Story:
		return lang.Say(l, "shelf.kind.story", "Story")
	case material.Spot:
		return lang.Say(l, "shelf.kind.spot", "Radio spot")
	case material.Lesson:
		return lang.Say(l, "shelf.kind.lesson", "Lesson sheet")
	}
	return string(k)
}

// TypeName is what a file is, in words.
func TypeName(l lang.Language, k bare.Kind) string {
	switch {
	case k.Picture():
		return lang.Say(l, "shelf.type.picture", "Picture")
	case k.Sound():
		return lang.Say(l, "shelf.type.sound", "Recording")
	}
	return lang.Say(l, "shelf.type.sheet", "Sheet to print (PDF)")
}

// Size says how large a file is as people do: "240 KB", "1.2 MB".
func Size(l lang.Language, n int64) string {
	if n < 1_000_000 {
		return lang.Say(l, "shelf.size.kb", "{0} KB", strconv.FormatInt(max(1, (n+500)/1000), 10))
	}
	tenths := (n + 50_000) / 100_000
	s := strconv.FormatInt(tenths/10, 10)
	if tenths%10 != 0 {
		point := "."
		if l != lang.English {
			point = ","
		}
		s += point + strconv.FormatInt(tenths%10, 10)
	}
	return lang.Say(l, "shelf.size.mb", "{0} MB", s)
}

// FileName is the name that a file is saved under: letters that every stick knows.
func FileName(g *material.Given, f *material.File, number int) string {
	name := string(g.Kind)
	if f.Language != "" {
		name += "-" + string(f.Language)
	}
	return name + "-" + strconv.Itoa(number) + "." + f.Kind.Ext()
}

func authorName(l lang.Language, a material.Author) string {
	if !a.Child || a.Band == "" {
		return a.Name
	}
	// The name by itself: a Latin one before the age of an Arabic page turned them round.
	return lang.Say(l, "shelf.child", "{0}, {1} years", "\u2068"+a.Name+"\u2069", a.Band)
}

var filesForms = map[lang.Language]lang.Forms{
	lang.Arabic:  {lang.One: "ملف واحد", lang.Two: "ملفان", lang.Few: "{0} ملفات", lang.Many: "{0} ملفًا", lang.Other: "{0} ملف"},
	lang.French:  {lang.One: "{0} fichier", lang.Other: "{0} fichiers"},
	lang.English: {lang.One: "{0} file", lang.Other: "{0} files"},
}

// Policies of what is served: a page runs nothing and loads what lies beside it, a
// file that somebody opens as a page does nothing at all.
const (
	PagePolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; media-src 'self'; base-uri 'none'; form-action 'none'"
	FilePolicy = "sandbox; default-src 'none'; frame-ancestors 'none'"
)

// Gone sets the page of an address at which there is nothing: whatever was there, or
// was not.
func (s *Shelf) Gone(l lang.Language) ([]byte, error) {
	v := struct {
		frame
		Hint, Href, Back string
	}{
		frame: s.frame(l, lang.Say(l, "shelf.nothing", "There is nothing at this address."), func(o lang.Language) string { return s.Links.List(o, 1) }),
		Hint:  lang.Say(l, "shelf.look", "See the list of what is published."), Href: s.Links.List(l, 1), Back: lang.Say(l, "shelf.back", "All materials"),
	}
	return render("gone.html", v)
}

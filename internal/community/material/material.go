// Package material is what communities make and give away: posters, stories, radio
// spots, lesson sheets.
//
// What the public reads was read before, word for word, by somebody who looks after
// children and did not write it. Somebody who made it with others is named only as
// long as they agree: a name stands with its person and nowhere in a text, so that
// whoever takes their consent back is gone from the page, the downloads and the next
// kit at once. What is public is public to everybody; what is not, nobody can tell to
// be there.
package material

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/community/material/bare"
)

// Kind is what a material is.
type Kind string

// The kinds.
const (
	Poster Kind = "poster"
	Story  Kind = "story"
	Spot   Kind = "spot" // to be read or played on the radio
	Lesson Kind = "lesson"
)

// Kinds lists the kinds, in the order they are offered.
func Kinds() []Kind { return []Kind{Poster, Story, Spot, Lesson} }

// State is where the version that is being worked on stands.
type State string

// The states.
const (
	Drafted   State = "draft"
	Waiting   State = "waiting"  // for whoever looks after children
	Returned  State = "returned" // with remarks
	Approved  State = "approved" // to the letter, and not yet public
	Published State = "published"
	Taken     State = "taken" // it was public and is no more
)

// Tongues are the languages that materials are made in: those of the node, and those
// that people here speak.
func Tongues() []lang.Language {
	return []lang.Language{lang.Arabic, lang.French, lang.English, "mey", "ff", "snk", "wo", "bm"}
}

// RightToLeft tells which way a language of Tongues is written: Hassaniya is in
// Arabic letters here.
func RightToLeft(l lang.Language) bool { return l == "mey" || l.RightToLeft() }

// Words are what is read in one language.
type Words struct {
	Title   string `json:"title"`
	Summary string `json:"summary,omitempty"` // in a line or two, for lists
	Body    string `json:"body,omitempty"`    // the story, the lesson, what is said in the spot
}

// File is a picture, a sheet or a recording, stripped of what it need not tell.
type File struct {
	ID       record.ID     `json:"id"`       // of its address: random, and no word of what it is
	Language lang.Language `json:"language"` // "" where nothing is read or said in it
	Name     string        `json:"name"`     // as people read it: "Poster, A3"
	Alt      string        `json:"alt,omitempty"`
	Kind     bare.Kind     `json:"kind"`
	Size     int64         `json:"size"` // in bytes
	Ref      string        `json:"ref"`  // the blob; it opens it, so it leaves the node in no answer
	Small    string        `json:"small,omitempty"`
	SmallOf  int64         `json:"small_of,omitempty"` // bytes of the small picture
	Wide     int           `json:"wide,omitempty"`     // of the small picture, in pixels
	High     int           `json:"high,omitempty"`
	People   []record.ID   `json:"people,omitempty"` // who is named or seen in it: without the consent of each it is given to nobody
}

// Content is what a version says.
type Content struct {
	Kind  Kind                    `json:"kind"`
	Texts map[lang.Language]Words `json:"texts,omitempty"`
	Files []File                  `json:"files,omitempty"`
}

// Limits of a material.
const (
	MaxTitle   = 120     // letters: it stands in lists and on small screens
	MaxSummary = 300     // letters
	MaxBody    = 8 << 10 // bytes: one page must come over a weak line at once
	MaxName    = 80      // letters of a file's name and of an author's
	MaxAlt     = 300     // letters
	MaxFiles   = 24      // three sizes in eight languages
	MaxCredits = 40      // a class
	MaxReason  = 2 << 10 // bytes of remarks and reasons
	MaxPeople  = 40      // in one file
)

// Sum tells one content from another: an approval is of one sum.
func (c *Content) Sum() string {
	b, err := json.Marshal(c)
	if err != nil {
		panic("material: " + err.Error()) // it holds nothing that JSON has not
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:16])
}

// clean takes blanks off the ends, and leaves out languages in which nothing is said.
func (c Content) clean() Content {
	texts := map[lang.Language]Words{}
	for l, w := range c.Texts {
		w = Words{strings.TrimSpace(w.Title), strings.TrimSpace(w.Summary), strings.TrimSpace(strings.ReplaceAll(w.Body, "\r\n", "\n"))}
		if w != (Words{}) {
			texts[l] = w
		}
	}
	c.Texts = texts
	return c
}

// check reports the first thing wrong with a content, however unfinished it is.
func (c *Content) check() error {
	if !slices.Contains(Kinds(), c.Kind) {
		return invalid("material.kind.wrong", "it is not said what the material is", "choose poster, story, radio spot or lesson sheet")
	}
	for l, w := range c.Texts {
		if !slices.Contains(Tongues(), l) {
			return invalid("material.text.language", "a text is in a language that materials are not made in", "choose a language from the list")
		}
		if err := w.check(); err != nil {
			return err
		}
	}
	return nil
}

func (w Words) check() error {
	switch {
	case utf8.RuneCountInString(w.Title) > MaxTitle || strings.Contains(w.Title, "\n"):
		return invalid("material.title.long", "the title has more than {0} letters or more than one line", "say it in fewer words: it stands in lists", strconv.Itoa(MaxTitle))
	case utf8.RuneCountInString(w.Summary) > MaxSummary:
		return invalid("material.summary.long", "the summary has more than {0} letters", "say in a line or two what it is for", strconv.Itoa(MaxSummary))
	case len(w.Body) > MaxBody:
		return invalid("material.body.long", "the text is longer than {0} KB", "make a sheet (PDF) of what is longer and put it with the files: the page must open over a weak line", strconv.Itoa(MaxBody>>10))
	case !plain(w.Title) || !plain(w.Summary) || !plain(w.Body):
		return invalid("material.text.signs", "the text has signs that cannot be shown", "write it again without them")
	}
	return nil
}

// checkLabels holds what somebody says of a file.
func (f *File) checkLabels() error {
	f.Name, f.Alt = strings.TrimSpace(f.Name), strings.TrimSpace(f.Alt)
	switch {
	case f.Language != "" && !slices.Contains(Tongues(), f.Language):
		return invalid("material.text.language", "a text is in a language that materials are not made in", "choose a language from the list")
	case f.Name == "" || utf8.RuneCountInString(f.Name) > MaxName || !line(f.Name):
		return invalid("material.file.name", "the file has no name, or one of more than {0} letters", "say in a few words what it is, such as “Poster, A3”", strconv.Itoa(MaxName))
	case utf8.RuneCountInString(f.Alt) > MaxAlt || !line(f.Alt):
		return invalid("material.file.alt", "the description of the picture has more than {0} letters", "say in a sentence what is seen", strconv.Itoa(MaxAlt))
	case len(f.People) > MaxPeople:
		return invalid("material.file.people", "more than {0} people are named or seen in the file", "leave those out who cannot be told apart", strconv.Itoa(MaxPeople))
	}
	return nil
}

// complete reports what is missing before somebody can review a content.
func (c *Content) complete() error {
	if len(c.Texts) == 0 {
		return invalid("material.text.none", "the material says nothing in any language yet", "write a title and a summary in one language at least")
	}
	for _, w := range c.Texts {
		if w.Title == "" || w.Summary == "" {
			return invalid("material.text.half", "one of the languages has no title or no summary", "write both in it, or empty it")
		}
	}
	said := false
	for _, w := range c.Texts {
		said = said || w.Body != ""
	}
	if !said && len(c.Files) == 0 {
		return invalid("material.content.none", "there is neither a text nor a file", "write the text, or add the poster, the sheet or the recording")
	}
	for i := range c.Files {
		f := &c.Files[i]
		if f.Kind.Picture() && f.Alt == "" {
			return invalid("material.file.blind", "a picture is not described", "say in a sentence what is seen: some hear the page and do not see it")
		}
		if f.Language != "" {
			if _, ok := c.Texts[f.Language]; !ok {
				return invalid("material.file.alone", "there is a file in a language that has no title", "write a title and a summary in that language too")
			}
		}
	}
	return nil
}

// Credit is somebody who made a material with others and is to be named.
type Credit struct {
	ID     record.ID // of the credit: the person's and the name's
	Person record.ID
	As     string // as an adult agreed to be called; "" for a child, who is named by given name and age alone
}

// Remarks of a review: what somebody who looks after children went through.
const (
	CheckNames  = "names"  // no child is named but those who agreed
	CheckFaces  = "faces"  // no child can be recognised in a picture or by a voice
	CheckPlaces = "places" // nothing says where a child lives or learns
	CheckHarm   = "harm"   // it speaks ill of no group and blames no victim
	CheckAge    = "age"    // fit for those it is for; it frightens nobody
	CheckFacts  = "facts"  // it is right, and says the same in every language
	CheckRights = "rights" // pictures and music are ours to give away
)

// Checks lists what a review goes through: all of it, or it is none.
func Checks() []string {
	return []string{CheckNames, CheckFaces, CheckPlaces, CheckHarm, CheckAge, CheckFacts, CheckRights}
}

// Version is one that is or was public.
type Version struct {
	Number   int         `json:"number"` // 1 for the first
	Content  Content     `json:"content"`
	Credits  []record.ID `json:"credits,omitempty"` // ids of credits: the names stand with the people
	Reviewer record.ID   `json:"reviewer"`
	At       int64       `json:"at"` // of the publication: milliseconds since 1970
}

// Material is one with all that its makers know.
type Material struct {
	ID       record.ID
	Unit     record.ID
	Number   int // of the version being worked on
	State    State
	Draft    Content
	Credits  []Credit    // of the version being worked on
	Hands    []record.ID // accounts that wrote this version: none of them reviews it
	Asked    record.ID   // who handed it in
	Reviewer record.ID   // who decided last
	Remarks  string
	Public   *Version  // that the public reads, or read last; nil before the first
	TakenBy  record.ID // who took it back; zero where it is out, or never was
	Reason   string    // why it was taken back
	Changed  time.Time
	Revision int64
}

// Out tells whether the public reads a version of it.
func (m *Material) Out() bool { return m.Public != nil && m.TakenBy.Zero() }

// Sum is what a reviewer agrees to: the content, and who is named.
func (m *Material) Sum() string {
	h := sha256.New()
	h.Write([]byte(m.Draft.Sum()))
	for _, c := range m.Credits {
		h.Write(c.ID[:])
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

func creditIDs(cs []Credit) (ids []record.ID) {
	for _, c := range cs {
		ids = append(ids, c.ID)
	}
	return ids
}

func plain(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool {
		// Signs that turn the direction of what follows would turn the page around them.
		return r < ' ' && r != '\n' && r != '\t' || r == 0x7f || r == utf8.RuneError || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0xfffe || r == 0xffff
	})
}

func line(s string) bool { return plain(s) && !strings.ContainsAny(s, "\n\t") }

func invalid(key, msg, hint string, args ...string) error {
	return &fault.Error{Kind: fault.Invalid, Op: "material", Key: key, Msg: msg, Hint: hint, Args: args}
}

func conflict(key, msg, hint string, args ...string) error {
	return &fault.Error{Kind: fault.Conflict, Op: "material", Key: key, Msg: msg, Hint: hint, Args: args}
}

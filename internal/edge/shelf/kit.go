package shelf

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/community/material"
)

// A kit is a folder: it opens from a stick by index.html, with no network and no
// program. SHA256SUMS lets anybody hold it against what was made, by
// `sha256sum -c SHA256SUMS`.

// Names in a kit.
const (
	firstPage    = "index.html"
	contentsName = "CONTENTS.txt"
	sumsName     = "SHA256SUMS"
)

// Into makes one file of a kit: write is called once, with where it goes.
type Into func(name string, write func(io.Writer) error) error

// Packing says what goes into a kit.
type Packing struct {
	Kit   material.Kit
	Given []material.Given
	Open  func(ref string) (io.ReadCloser, error) // of a file
	Name  func(lang.Language) string              // of the node
	Demo  bool
}

// kit is one that is being made.
type kit struct {
	Packing
	shelf *Shelf
	into  Into
	at    map[record.ID]int // the number of each material
	sums  []string
}

// Pack makes a kit, file by file.
func Pack(p Packing, into Into) error {
	k := &kit{Packing: p, into: into, at: map[record.ID]int{}}
	for i := range p.Given {
		k.at[p.Given[i].ID] = i + 1
	}
	k.shelf = &Shelf{Name: p.Name, Zone: p.Kit.At.Location(), Demo: p.Demo, Whole: true, Links: Links{
		List:  func(l lang.Language, _ int) string { return "index." + string(l) + ".html" },
		One:   func(l lang.Language, id record.ID, _ lang.Language) string { return k.page(id, l) },
		File:  func(g *material.Given, f *material.File) string { return k.file(g, f) },
		Small: func(g *material.Given, f *material.File) string { return small(k.file(g, f)) },
	}}
	for _, step := range []func() error{k.lists, k.pages, k.files, k.contents} {
		if err := step(); err != nil {
			return err
		}
	}
	slices.Sort(k.sums)
	return into(sumsName, func(w io.Writer) error {
		_, err := io.WriteString(w, strings.Join(k.sums, ""))
		return err
	})
}

// stem is what the names of a material's files begin with: "03-poster".
func (k *kit) stem(id record.ID) string {
	n := k.at[id]
	return fmt.Sprintf("%02d-%s", n, k.Given[n-1].Kind)
}

func (k *kit) page(id record.ID, l lang.Language) string {
	return k.stem(id) + "." + string(l) + ".html"
}

// file is the path of a file in the kit.
func (k *kit) file(g *material.Given, f *material.File) string {
	n := slices.IndexFunc(g.Files, func(o material.File) bool { return o.ID == f.ID })
	return fmt.Sprintf("files/%02d-%s", k.at[g.ID], FileName(g, f, n+1))
}

// small is the path of a picture's small one.
func small(path string) string { return path[:strings.LastIndexByte(path, '.')] + "-small.jpg" }

// put makes a file and remembers its sum.
func (k *kit) put(name string, r io.Reader) error {
	h := sha256.New()
	err := k.into(name, func(w io.Writer) error {
		_, err := io.Copy(io.MultiWriter(w, h), r)
		return err
	})
	k.sums = append(k.sums, hex.EncodeToString(h.Sum(nil))+"  "+name+"\n")
	return err
}

// lists makes the list in each language, and the page that a stick is opened by, on
// which the language is chosen.
func (k *kit) lists() error {
	for _, l := range lang.All() {
		b, err := k.shelf.List(l, k.Given, 1)
		if err != nil {
			return err
		}
		if err := k.put("index."+string(l)+".html", bytes.NewReader(b)); err != nil {
			return err
		}
	}
	b, err := render("first.html", k.shelf.first())
	if err != nil {
		return err
	}
	return k.put(firstPage, bytes.NewReader(b))
}

// first is what the first page says: the same in each language.
func (s *Shelf) first() any {
	type word struct{ Tag, Dir, Name, Title, Lead, Href string }
	var words []word
	for _, l := range lang.All() {
		words = append(words, word{
			string(l), direction(l), TongueName(l), lang.Say(l, "shelf.title", "Materials"),
			lang.Say(l, "shelf.lead", "Posters, stories, radio spots and lesson sheets, made with communities."), s.Links.List(l, 1),
		})
	}
	return struct {
		frame
		Words []word
	}{s.frame(lang.French, lang.Say(lang.French, "shelf.title", "Materials"), func(l lang.Language) string { return s.Links.List(l, 1) }), words}
}

func (k *kit) pages() error {
	for i := range k.Given {
		for _, l := range lang.All() {
			b, err := k.shelf.One(l, "", &k.Given[i])
			if err != nil {
				return err
			}
			if err := k.put(k.page(k.Given[i].ID, l), bytes.NewReader(b)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (k *kit) files() error {
	for i := range k.Given {
		g := &k.Given[i]
		for j := range g.Files {
			f := &g.Files[j]
			if err := k.copy(k.file(g, f), f.Ref); err != nil {
				return err
			}
			if f.Small == "" {
				continue
			}
			if err := k.copy(small(k.file(g, f)), f.Small); err != nil {
				return err
			}
		}
	}
	return nil
}

func (k *kit) copy(name, ref string) error {
	r, err := k.Open(ref)
	if err != nil {
		return err
	}
	defer r.Close()
	return k.put(name, r)
}

// contents lists what is in the kit, for whoever looks into the folder.
func (k *kit) contents() error {
	var b strings.Builder
	fmt.Fprintf(&b, "wasl: %s\n%s\n%s\n\n", k.Name(lang.French), k.Kit.At.Format("2006-01-02 15:04"), k.Kit.Whom)
	for _, l := range lang.All() {
		b.WriteString(lang.Say(l, "shelf.open", "Open index.html in a browser.") + "\n")
	}
	for i := range k.Given {
		g := &k.Given[i]
		fmt.Fprintf(&b, "\n%s\n", k.stem(g.ID))
		for _, t := range tonguesOf(g) {
			fmt.Fprintf(&b, "  %s: %s\n", t, g.Texts[t].Title)
		}
		for j := range g.Files {
			fmt.Fprintf(&b, "  %s  %d\n", k.file(g, &g.Files[j]), g.Files[j].Size)
		}
	}
	return k.put(contentsName, strings.NewReader(b.String()))
}

package shelf

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/community/material"
	"wasl/internal/community/material/bare"
)

func aShelf() *Shelf {
	return &Shelf{
		Name: func(lang.Language) string { return "wasl" }, Zone: time.UTC, Links: Links{
			List: func(l lang.Language, page int) string {
				return fmt.Sprintf("/public/materials?lang=%s&page=%d", l, page)
			},
			One: func(l lang.Language, id record.ID, in lang.Language) string {
				return fmt.Sprintf("/public/materials/%s?lang=%s&in=%s", id, l, in)
			},
			File: func(g *material.Given, f *material.File) string {
				return "/public/materials/" + g.ID.String() + "/" + f.ID.String()
			},
			Small: func(g *material.Given, f *material.File) string {
				return "/public/materials/" + g.ID.String() + "/" + f.ID.String() + "?small=1"
			},
		},
	}
}

// arabic is a text as people write it, n bytes long or somewhat less.
func arabic(n int) string {
	words := strings.Fields("جلس الأطفال تحت الشجرة الكبيرة قرب البئر واستمعوا إلى الجدة وهي تحكي كيف اقتسم الجيران الماء في سنة الجفاف ولم يتشاجروا بل كتبوا معًا على لوح المدرسة دور كل بيت")
	var b strings.Builder
	for i := 0; b.Len() < n-20; i++ {
		b.WriteString(words[(i*i+3*i)%len(words)])
		b.WriteByte(" \n"[i%11/10])
	}
	return b.String()
}

func given(i int) material.Given {
	f := func(name string, k bare.Kind, l lang.Language, size int64) material.File {
		f := material.File{ID: record.IDOf(fmt.Sprint(name, i)), Name: name, Kind: k, Language: l, Size: size, Ref: "ref " + name}
		if k.Picture() {
			f.Small, f.SmallOf, f.Wide, f.High, f.Alt = "small "+name, 9000, 360, 240, "Trois enfants autour d’un puits <img>"
		}
		return f
	}
	return material.Given{
		ID: record.IDOf(fmt.Sprint("material", i)), Number: 1, Kind: material.Story, At: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC),
		Texts: map[lang.Language]material.Words{
			lang.French: {Title: fmt.Sprintf("Le puits partagé <b>%d</b>", i), Summary: "Une histoire sur l’eau & la paix entre voisins.", Body: "Il était une fois…"},
			lang.Arabic: {Title: "البئر المشتركة", Summary: "قصة عن الماء والسلام بين الجيران كتبها أطفال باسكنو مع ذويهم", Body: arabic(material.MaxBody)},
			"ff":        {Title: "Ɓunndu men", Summary: "Taariindi ndiyam e jam."},
		},
		Files:   []material.File{f("Affiche", bare.JPEG, lang.French, 240_000), f("Spot", bare.MP3, lang.Arabic, 1_240_000), f("Feuille", bare.PDF, "", 88_000)},
		Authors: []material.Author{{Name: "Oumar Ba"}, {Name: "Aïcha", Child: true, Band: "6-11"}},
	}
}

// roundTrip is what a server sends before it hears back: ten segments (RFC 6928), less
// the head of the answer.
const roundTrip = 14_000

// TestAPageComesAtOnce holds the list, and the longest text there may be, to what
// comes over a weak line in one go, even where nothing packs it.
func TestAPageComesAtOnce(t *testing.T) {
	var all []material.Given
	for i := range 3 * PageSize {
		all = append(all, given(i))
	}
	for _, l := range lang.All() {
		list, err := aShelf().List(l, all, 2)
		if err != nil {
			t.Fatal(err)
		}
		one, err := aShelf().One(l, lang.Arabic, &all[0])
		if err != nil {
			t.Fatal(err)
		}
		for what, b := range map[string][]byte{"list": list, "page": one} {
			if len(b) > roundTrip {
				t.Errorf("%s: the %s has %d bytes", l, what, len(b))
			}
		}
	}
}

func TestAPageIsInTheReadersLanguageAndDirection(t *testing.T) {
	g := given(1)
	b, err := aShelf().One(lang.Arabic, "", &g)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`<html lang="ar" dir="rtl">`, `<article lang="ar" dir="rtl"><h1>البئر المشتركة</h1>`, "تنزيل · 240 كيلوبايت", "تنزيل · 1,2 ميغابايت", "\u2068Aïcha\u2069، 6-11 سنة", `hreflang="fr"`, `loading="lazy"`,
		`preload="none"`, `width="360" height="240"`,
	} {
		if !bytes.Contains(b, []byte(want)) {
			t.Errorf("lacks %q", want)
		}
	}
	b, err = aShelf().One(lang.English, "", &g) // there is no English: French, with its own direction
	if err != nil || !bytes.Contains(b, []byte(`<article lang="fr" dir="ltr">`)) || !bytes.Contains(b, []byte("Download · 240 KB")) {
		t.Errorf("another language: %v", err)
	}
	if bytes.Contains(b, []byte("<b>1</b>")) || bytes.Contains(b, []byte("puits <img>")) {
		t.Error("what somebody typed is markup")
	}
	if regexp.MustCompile(`(?i)<script|javascript:|https?://|\son[a-z]+=`).Match(b) {
		t.Error("the page runs something, or names another origin")
	}
}

// folder is a kit as it lies on a stick.
type folder map[string][]byte

func packed(t *testing.T, all []material.Given) folder {
	t.Helper()
	out := folder{}
	err := Pack(Packing{
		Kit: material.Kit{Whom: "École de Mbera 2", At: time.Date(2026, 11, 26, 7, 0, 0, 0, time.UTC)}, Given: all, Name: func(lang.Language) string { return "wasl" },
		Open: func(ref string) (io.ReadCloser, error) {
			return io.NopCloser(strings.NewReader("bytes of " + ref)), nil
		},
	}, func(name string, write func(io.Writer) error) error {
		if _, twice := out[name]; twice {
			t.Errorf("%s is made twice", name)
		}
		var b bytes.Buffer
		err := write(&b)
		out[name] = b.Bytes()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestAKitOpensFromAStick follows every link of every page, and holds the sums.
func TestAKitOpensFromAStick(t *testing.T) {
	k := packed(t, []material.Given{given(1), given(2)})
	link := regexp.MustCompile(`(?:href|src)="([^"]*)"`)
	for name, b := range k {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		for _, m := range link.FindAllSubmatch(b, -1) {
			if _, there := k[string(m[1])]; !there {
				t.Errorf("%s leads to %q, which is not in the kit", name, m[1])
			}
		}
		if bytes.Contains(b, []byte("<script")) || bytes.Contains(b, []byte("://")) {
			t.Errorf("%s runs something, or asks a network", name)
		}
	}
	for _, name := range []string{"index.html", "index.ar.html", "index.fr.html", "index.en.html", "01-story.ar.html", "files/01-story-fr-1.jpg", "files/01-story-fr-1-small.jpg", "files/02-story-ar-2.mp3", "CONTENTS.txt"} {
		if k[name] == nil {
			t.Errorf("there is no %s", name)
		}
	}
	if !bytes.Contains(k["01-story.fr.html"], []byte("Ɓunndu men")) || !bytes.Contains(k["01-story.fr.html"], []byte("<details>")) {
		t.Error("on a stick the other languages are on the page")
	}
	sums := map[string]string{}
	for _, line := range strings.Split(strings.TrimSpace(string(k["SHA256SUMS"])), "\n") {
		sum, name, _ := strings.Cut(line, "  ")
		sums[name] = sum
	}
	for name, b := range k {
		if sum := sha256.Sum256(b); name != "SHA256SUMS" && sums[name] != hex.EncodeToString(sum[:]) {
			t.Errorf("%s is not what its sum says", name)
		}
	}
	if len(sums) != len(k)-1 {
		t.Errorf("%d sums of %d files", len(sums), len(k)-1)
	}
	if !bytes.Contains(k["CONTENTS.txt"], []byte("École de Mbera 2")) {
		t.Error("the list of what is in it does not say who it is for")
	}
	// The names fit the file system of every stick.
	for name := range k {
		if !regexp.MustCompile(`^[A-Za-z0-9./-]{1,60}$`).MatchString(name) {
			t.Errorf("%q is no name for a stick", name)
		}
	}
}

func TestSizesAreSaidAsPeopleDo(t *testing.T) {
	for n, want := range map[int64]string{1: "1 KB", 499: "1 KB", 240_000: "240 KB", 999_400: "999 KB", 1_000_000: "1 MB", 1_240_000: "1.2 MB", 20 << 20: "21 MB"} {
		if got := Size(lang.English, n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
	if got := Size(lang.French, 1_240_000); got != "1,2 Mo" {
		t.Error(got)
	}
}

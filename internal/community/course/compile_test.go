package course

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wasl/internal/base/lang"
)

const frontMatter = `---
id: first-aid
version: 1
hours: 18
refresh: 24
review: none
pass: 70
title.fr: Premiers secours
title.ar: الإسعافات الأولية
summary.fr: Arrêter le sang
topic.bleeding.fr: Saignements
topic.bleeding.ar: النزيف
---
`

const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle cx="5" cy="5" r="4"/></svg>`

// folder is a small course without a fault, with changes: a file of no content is
// taken out.
func folder(changes map[string]string) []File {
	all := map[string]string{
		"course.md": frontMatter,
		"01-bleeding.fr.md": "# Saignements\n\n## Appuyer\n\nAppuyez **fort** sur la plaie.\n\n![Une main sur une plaie](media/hand.svg)\n\n" +
			"## Vérifier\n\n### ? Que faites-vous d’abord ? {#b1 topic=bleeding}\n\n- [x] J’appuie\n- [ ] J’attends\n\n> Le sang ne s’arrête pas seul.\n",
		"01-bleeding.ar.md": "# النزيف\n\n## الضغط\n\nاضغط **بقوة** على الجرح.\n\n![يد على جرح](media/hand.svg)\n\n" +
			"## تحقق\n\n### ? ماذا تفعل أولا؟ {#b1 topic=bleeding}\n\n- [x] أضغط\n- [ ] أنتظر\n\n> لا يتوقف الدم وحده.\n",
		"test.fr.md":     "# Test\n\n### ? Où appuyer ? {#q1 topic=bleeding}\n\n- [ ] à côté\n- [x] sur la plaie\n",
		"test.ar.md":     "# اختبار\n\n### ? أين تضغط؟ {#q1 topic=bleeding}\n\n- [ ] بجانبه\n- [x] على الجرح\n",
		"skills.fr.md":   "# Gestes\n\n## Saignements\n\n- [ ] appuie {#s1}\n- [ ] panse {#s2}\n",
		"skills.ar.md":   "# المهارات\n\n## النزيف\n\n- [ ] يضغط {#s1}\n- [ ] يضمد {#s2}\n",
		"guide.fr.md":    "# Guide\n\n## Avant\n\nPréparez des bandes.\n",
		"media/hand.svg": drawing,
	}
	for name, content := range changes {
		all[name] = content
	}
	var files []File
	for name, content := range all {
		if content != "" {
			files = append(files, File{name, []byte(content)})
		}
	}
	return files
}

func TestACourseWithoutFaultsCompiles(t *testing.T) {
	c := Compile(folder(nil))
	if len(c.Problems) > 0 {
		t.Fatal(c.Problems)
	}
	if c.ID != "first-aid" || c.Hours != 18 || c.Refresh != 24 || c.Pass != 70 || !slices.Equal(c.Languages, []lang.Language{"ar", "fr"}) {
		t.Errorf("settings read as %+v", c.Course)
	}
	pages := c.Modules[0].Pages[lang.French]
	want := []Page{
		{Title: "Appuyer", Blocks: []Block{
			{Kind: Paragraph, Text: []Inline{{Text: "Appuyez "}, {Mark: Strong, Of: []Inline{{Text: "fort"}}}, {Text: " sur la plaie."}}},
			{Kind: Picture, Source: "hand.svg", Text: []Inline{{Text: "Une main sur une plaie"}}},
		}},
		{Title: "Vérifier", Blocks: []Block{{Kind: Asking, Question: &Question{
			ID: "b1", Topic: "bleeding", Text: []Inline{{Text: "Que faites-vous d’abord ?"}},
			Answers: []Answer{{[]Inline{{Text: "J’appuie"}}, true}, {[]Inline{{Text: "J’attends"}}, false}},
			Why:     []Block{{Kind: Paragraph, Text: []Inline{{Text: "Le sang ne s’arrête pas seul."}}}},
		}}}},
	}
	if d := cmp.Diff(want, pages); d != "" {
		t.Error(d)
	}
	if qs := c.Questions(Post); len(qs) != 1 || qs[0].ID != "q1" || !qs[0].Answers[1].Right {
		t.Errorf("the test was read as %+v", qs)
	}
	if s := c.Skills; len(s) != 1 || s[0].Title["fr"] != "Saignements" || s[0].Skills[1].ID != "s2" || s[0].Skills[1].Text["ar"] != "يضمد" {
		t.Errorf("the skills were read as %+v", s)
	}
	if len(c.Media) != 1 || c.Media[0].Type != "image/svg+xml" || string(c.Contents["hand.svg"]) != drawing {
		t.Errorf("media: %+v", c.Media)
	}
}

func TestTheCompiledDocumentReadsBackAsItWas(t *testing.T) {
	c := Compile(folder(map[string]string{"02-more.fr.md": markdownOfAllKinds, "02-more.ar.md": markdownOfAllKinds}))
	if HasErrors(c.Problems) {
		t.Fatal(c.Problems)
	}
	b, err := json.Marshal(c.Course)
	if err != nil {
		t.Fatal(err)
	}
	var back Course
	if err := json.Unmarshal(b, &back); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(c.Course, &back); d != "" {
		t.Error(d)
	}
}

const markdownOfAllKinds = "# Tout\n\n## Page\n\n- un\n  1. deux `code`\n- *trois*\n\n> dit\n\n| a | b |\n|---|---|\n| 1 | [lien](01-bleeding#2) |\n\n---\n\n```\nx < y\n```\n\nfin\\\n\\*\n"

// TestLearnersGetNoAnswersOfTests holds what everybody may fetch free of what is
// the trainer's.
func TestLearnersGetNoAnswersOfTests(t *testing.T) {
	b, err := json.Marshal(Compile(folder(nil)).ForLearners())
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"sur la plaie\"", "Préparez", "panse"} {
		if strings.Contains(string(b), secret) {
			t.Errorf("a learner's course holds %q", secret)
		}
	}
}

// TestEveryFaultSaysWhere puts one fault after the other in and looks for what is
// said of it, and where.
func TestEveryFaultSaysWhere(t *testing.T) {
	fr := func(s string) map[string]string { return map[string]string{"01-bleeding.fr.md": s} }
	for _, c := range []struct {
		name, key, at string
		changes       map[string]string
	}{
		{"no course.md", "course.front.absent", "course.md", map[string]string{"course.md": ""}},
		{"no settings", "course.front.none", "course.md:1", map[string]string{"course.md": "id: x\n"}},
		{"a slip", "course.front.unknown", "course.md:14", map[string]string{"course.md": strings.Replace(frontMatter, "---\n", "---\n", 1)[:len(frontMatter)-4] + "\nhourz: 3\n---\n"}},
		{"a word for a number", "course.front.number", "course.md:4", map[string]string{"course.md": strings.Replace(frontMatter, "18", "many", 1)}},
		{"an unknown review", "course.review.wrong", "course.md:6", map[string]string{"course.md": strings.Replace(frontMatter, "none", "imam", 1)}},
		{"an id with a slash", "course.id.wrong", "course.md:2", map[string]string{"course.md": strings.Replace(frontMatter, "first-aid", "../x", 1)}},
		{"a language without a title", "course.file.language", "01-bleeding.en.md", map[string]string{"01-bleeding.en.md": "# x\n"}},
		{"a module in one language", "course.file.missing", "02-x.ar.md", map[string]string{"02-x.fr.md": "# x\n\n## y\n\nz\n"}},
		{"a page more", "course.alike.pages", "01-bleeding.fr.md", map[string]string{"01-bleeding.fr.md": "# a\n\n## b\n\nc\n\n## d\n\ne\n\n## f\n\ng\n"}},
		{"other right answers", "course.alike.question", "test.fr.md:3", map[string]string{"test.fr.md": "# Test\n\n### ? Où ? {#q1 topic=bleeding}\n\n- [x] à côté\n- [ ] sur\n"}},
		{"a question without answers", "course.answer.none", "test.fr.md:3", map[string]string{"test.fr.md": "# Test\n\n### ? Où ? {#q1}\n\nrien\n"}},
		{"no right answer", "course.answer.count", "test.fr.md:3", map[string]string{"test.fr.md": "# Test\n\n### ? Où ? {#q1}\n\n- [ ] a\n- [ ] b\n"}},
		{"a question without an id", "course.id.missing", "test.fr.md:3", map[string]string{"test.fr.md": "# Test\n\n### ? Où ?\n\n- [ ] a\n- [x] b\n"}},
		{"an id twice", "course.id.twice", "skills.ar.md:6", map[string]string{"skills.ar.md": "# x\n\n## y\n\n- [ ] a {#s1}\n- [ ] b {#s1}\n"}},
		{"skills that differ", "course.alike.skills", "skills.fr.md", map[string]string{"skills.fr.md": "# x\n\n## y\n\n- [ ] a {#s1}\n"}},
		{"a link out", "course.link.out", "01-bleeding.fr.md:5", fr("# a\n\n## b\n\n[c](https://example.org/)\n\n## d\n\ne\n")},
		{"a link to a script", "course.link.out", "01-bleeding.fr.md:5", fr("# a\n\n## b\n\n[c](javascript:alert)\n\n## d\n\ne\n")},
		{"a link to a page that is not there", "course.link.out", "01-bleeding.fr.md:5", fr("# a\n\n## b\n\n[c](01-bleeding#9)\n\n## d\n\ne\n")},
		{"a picture that is not there", "course.media.missing", "01-bleeding.fr.md:5", fr("# a\n\n## b\n\n![c](media/none.svg)\n\n## d\n\ne\n")},
		{"a picture from elsewhere", "course.media.missing", "01-bleeding.fr.md:5", fr("# a\n\n## b\n\n![c](https://example.org/x.png)\n\n## d\n\ne\n")},
		{"a picture without words", "course.media.alt", "01-bleeding.fr.md:5", fr("# a\n\n## b\n\n![](media/hand.svg)\n\n## d\n\ne\n")},
		{"HTML", "course.html.shown", "01-bleeding.fr.md:5", fr("# a\n\n## b\n\n<script>x</script>\n\n## d\n\ne\n")},
		{"a script in a drawing", "course.media.svg", "media/hand.svg", map[string]string{"media/hand.svg": `<svg><script>x</script></svg>`}},
		{"a drawing that acts", "course.media.svg", "media/hand.svg", map[string]string{"media/hand.svg": `<svg onload="x"><g/></svg>`}},
		{"a drawing from elsewhere", "course.media.svg", "media/hand.svg", map[string]string{"media/hand.svg": `<svg><use href="https://example.org/#x"/></svg>`}},
		{"a page called a picture", "course.media.type", "media/x.png", map[string]string{"media/x.png": "<html>"}},
		{"a program", "course.media.type", "media/x.exe", map[string]string{"media/x.exe": "MZ"}},
		{"a media file nobody shows", "course.media.unused", "media/other.svg", map[string]string{"media/other.svg": drawing}},
		{"a file of another name", "course.file.name", "bleeding.fr.md", map[string]string{"bleeding.fr.md": "# x\n"}},
		{"two titles", "course.file.titles", "guide.fr.md:3", map[string]string{"guide.fr.md": "# x\n\n# y\n"}},
		{"bytes that are no text", "course.file.encoding", "guide.fr.md", map[string]string{"guide.fr.md": "# \xff\n"}},
		{"lists without end", "course.line.deep", "guide.fr.md:3", map[string]string{"guide.fr.md": "# x\n\n" + strings.Repeat("> ", 2000) + "y\n"}},
		{"a line without end", "course.line.long", "guide.fr.md:3", map[string]string{"guide.fr.md": "# x\n\n" + strings.Repeat("[", 20_000) + "\n"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			problems := Compile(folder(c.changes)).Problems
			if !slices.ContainsFunc(problems, func(p Problem) bool { return p.Key == c.key && strings.HasPrefix(p.String(), c.at+": ") }) {
				t.Errorf("want %s at %s, told:\n%v", c.key, c.at, problems)
			}
		})
	}
}

func TestEveryProblemSpeaksThreeLanguages(t *testing.T) {
	for key, w := range problemWords {
		for _, s := range []string{w.en, w.fr, w.ar, w.hintEn, w.hintFr, w.hintAr} {
			if s == "" {
				t.Errorf("%s is not said in every language", key)
			}
			if strings.Contains(w.en, "{0}") != strings.Contains(w.ar, "{0}") || strings.Contains(w.en, "{0}") != strings.Contains(w.fr, "{0}") {
				t.Errorf("%s leaves an argument out", key)
			}
		}
	}
}

func TestAPhotoLosesWhereItWasTaken(t *testing.T) {
	photo := "\xff\xd8\xff\xe1\x00\x10Exif\x00\x00GPS here" + "\xff\xdb\x00\x04ab" + "\xff\xda\x00\x02picture\xff\xd9GPS in a film behind it"
	c := Compile(folder(map[string]string{"media/hand.svg": "", "media/hand.jpg": photo, "01-bleeding.fr.md": "# a\n\n## b\n\n![c](media/hand.jpg)\n\n## d\n\ne\n"}))
	if got := string(c.Contents["hand.jpg"]); got != "\xff\xd8\xff\xdb\x00\x04ab\xff\xda\x00\x02picture\xff\xd9" {
		t.Errorf("the photo is kept as %q", got)
	}
}

// A telephone writes where it was into its films, and into pictures of the screen, as it
// does into photos.
func TestAFilmLosesWhereItWasTaken(t *testing.T) {
	box := func(name string, inner ...string) string {
		body := strings.Join(inner, "")
		return string(binary.BigEndian.AppendUint32(nil, uint32(8+len(body)))) + name + body //nolint:gosec // short
	}
	times := "\x00\x00\x00\x00TIMETIMEkept"
	film := box("ftyp", "isom") + box("moov", box("mvhd", times), box("udta", box("\xa9xyz", "GPS here")),
		box("trak", box("tkhd", times), box("mdia", box("hdlr", strings.Repeat("\x00", 8)+"vide"+strings.Repeat("\x00", 12)+"GPS's maker")))) + box("mdat", "the film")
	chunk := func(name, body string) string {
		sum := binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE([]byte(name+body)))
		return string(binary.BigEndian.AppendUint32(nil, uint32(len(body)))) + name + body + string(sum) //nolint:gosec // short
	}
	screen := "\x89PNG\r\n\x1a\n" + chunk("eXIf", "GPS here") + chunk("IDAT", "the picture") + chunk("IEND", "")
	page := "# a\n\n## b\n\n![c](media/screen.png)\n\n![video: c](media/film.mp4)\n\n## d\n\ne\n"
	c := Compile(folder(map[string]string{"media/hand.svg": "", "media/screen.png": screen, "media/film.mp4": film, "01-bleeding.fr.md": page}))
	for name, shown := range map[string]string{"screen.png": "the picture", "film.mp4": "the film"} {
		got := string(c.Contents[name])
		if strings.Contains(got, "GPS") || strings.Contains(got, "TIME") || !strings.Contains(got, shown) {
			t.Errorf("%s is kept as %q", name, got)
		}
	}
	track := strings.Replace(film, "vide", "meta", 1)
	c = Compile(folder(map[string]string{"media/hand.svg": "", "media/film.mp4": track}))
	if !slices.ContainsFunc(c.Problems, func(p Problem) bool { return p.Key == "course.media.type" }) {
		t.Error("a film with a track of where the telephone was is taken")
	}
}

func FuzzCompile(f *testing.F) {
	f.Add("# a\n\n## b\n\n### ? c {#d}\n\n- [x] e\n- [ ] f\n\n> g\n")
	f.Add(markdownOfAllKinds)
	f.Add("- [ ]\n- [x] {#s}\n### ?\n## ? {#\n")
	f.Fuzz(func(t *testing.T, s string) {
		c := Compile(folder(map[string]string{"01-bleeding.fr.md": s, "test.fr.md": s, "skills.fr.md": s, "course.md": frontMatter + s}))
		if _, err := json.Marshal(c.Course); err != nil {
			t.Fatal(err)
		}
	})
}

func refused(c Compiled) bool {
	return slices.ContainsFunc(c.Problems, func(p Problem) bool { return p.Key == "course.media.type" || p.Key == "course.media.svg" })
}

// WebP, Ogg and WebM as cwebp and ffmpeg make them, with a canary wherever these write
// who made it, when and where; and each under the name of another.
func TestNoKindOfMediaTellsWhereItWasMade(t *testing.T) {
	const from = "../material/bare/testdata/"
	for _, name := range []string{"picture.webp", "vorbis.ogg", "opus.ogg", "film.webm", "live.webm"} {
		b, err := os.ReadFile(from + name)
		if err != nil || !bytes.Contains(b, []byte("CANARY")) {
			t.Fatal(name, err)
		}
		page := "# a\n\n## b\n\n![" + string(kindOf(mediaTypes[path.Ext(name)].mime)) + ": c](media/" + name + ")\n"
		c := Compile(folder(map[string]string{"media/" + name: string(b), "01-bleeding.fr.md": page}))
		if got := c.Contents[name]; len(got) == 0 || bytes.Contains(got, []byte("CANARY")) || bytes.Contains(got, []byte("Lavf")) {
			t.Errorf("%s is kept with %d bytes, and tells who made it: %v", name, len(got), c.Problems)
		}
		for ending := range mediaTypes {
			if ending == path.Ext(name) {
				continue
			}
			c := Compile(folder(map[string]string{"media/x" + ending: string(b)}))
			if !refused(c) {
				t.Errorf("%s is taken as %s", name, ending)
			}
		}
	}
	// a recording before or behind which something else stands is no picture, and the other way round
	photo := "\xff\xd8\xff\xda\x00\x02picture\xff\xd9"
	c := Compile(folder(map[string]string{"media/x.mp3": photo + strings.Repeat("\xff\xfb\x90\x00"+strings.Repeat("\x00", 413), 40)}))
	if !refused(c) {
		t.Error("a photo is taken as a recording")
	}
}

package course

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// telling are the words by which a text tells how a phone is emptied under duress.
var telling = []string{
	"twelve zeros", "Hold “Erase”", "hold “Erase”", "douze zéros", "Douze zéros", "Maintenez « Effacer »", "maintiens « Effacer »",
	"اثني عشر صفرا", "«امحُ»",
}

// What anyone may read, those who take phones may read too, and what lies on a tablet
// lies there when it is taken: no such course tells how a phone is emptied before their
// eyes. That is in a course for enrolled focal points.
func TestNoOpenCourseTellsWhatProtectsUnderDuress(t *testing.T) {
	courses, err := Offered()
	if err != nil {
		t.Fatal(err)
	}
	told := false
	for _, c := range courses {
		// Its test and guide too: whoever teaches an open course works with its folder.
		whole, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		text := string(whole)
		i := slices.IndexFunc(telling, func(w string) bool { return strings.Contains(text, w) })
		switch {
		case i >= 0 && c.OnTablets():
			t.Errorf("%s is open, or its tests lie on tablets, and says %q", c.ID, telling[i])
		case i >= 0:
			told = true
		}
	}
	if !told {
		t.Error("no course tells it at all: the words have changed, and this test holds nothing")
	}
}

// The manual names them. Rights were open by a line too many, which two of us took out.
func TestWhichCoursesAnybodyReads(t *testing.T) {
	courses, err := Offered()
	if err != nil {
		t.Fatal(err)
	}
	var open []string
	for _, c := range courses {
		if c.Open {
			open = append(open, c.ID)
		}
	}
	slices.Sort(open)
	if want := []string{"first-aid", "reporting-safely", "rights-children-victims"}; !slices.Equal(open, want) {
		t.Errorf("%v are open, want %v", open, want)
	}
}

// A course of fifty pages with a picture on each goes onto a phone in less than 3 MB:
// what a shipped one weighs, and a made one with a photo of 50 KB to a page.
func TestACourseOfFiftyPagesIsBelowThreeMegabytes(t *testing.T) {
	shipped, err := Shipped()
	if err != nil {
		t.Fatal(err)
	}
	photo := append([]byte("\xff\xd8\xff\xda\x00\x02"), bytes.Repeat([]byte{0x5a}, 50<<10)...)
	made := folder(map[string]string{"01-bleeding.fr.md": "", "01-bleeding.ar.md": ""})
	for _, l := range []string{"fr", "ar"} {
		text := "# Cinquante\n\n"
		for i := range 50 {
			text += "## Page " + itoa(i) + "\n\n" + strings.Repeat("Appuyez fort sur la plaie. ", 40) + "\n\n![ceci](media/p" + itoa(i) + ".jpg)\n\n"
		}
		made = append(made, File{"01-fifty." + l + ".md", []byte(text)})
	}
	for i := range 50 {
		made = append(made, File{mediaDir + "p" + itoa(i) + ".jpg", append(slices.Clone(photo), byte(i), 0xff, 0xd9)})
	}
	for name, files := range map[string][]File{"first-aid": shipped["first-aid"], "made": made} {
		c := Compile(files)
		if HasErrors(c.Problems) {
			t.Fatal(name, c.Problems)
		}
		pages, size := 0, 0
		for _, m := range c.Modules {
			pages += len(m.Pages[c.Languages[0]])
		}
		document, err := json.Marshal(c.ForLearners())
		if err != nil {
			t.Fatal(err)
		}
		size += len(document)
		for _, m := range c.Media {
			size += len(c.Contents[m.Name])
		}
		t.Logf("%s: %d pages in %d languages, %d files, %d bytes", name, pages, len(c.Languages), len(c.Media), size)
		if pages < 50 || len(c.Media) == 0 || size >= 3_000_000 {
			t.Errorf("%s: %d pages, %d files, %d bytes", name, pages, len(c.Media), size)
		}
	}
}

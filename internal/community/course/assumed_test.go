package course

import (
	"slices"
	"strings"
	"testing"
)

// Whoever writes has the text checked against pictures that are not sent again: a
// stand-in of every type is taken as such a file, and a wrong name is told as ever.
func TestWhatWasCheckedBeforeIsNotSentAgain(t *testing.T) {
	var names []string
	pages := "# Saignements\n\n## Appuyer\n\n"
	for ending, known := range mediaTypes {
		name := "x" + ending[1:] + ending
		names = append(names, name)
		pages += "![" + string(kindOf(known.mime)) + ": ceci](media/" + name + ")\n\n"
	}
	files := folder(map[string]string{"01-bleeding.fr.md": pages, "media/hand.svg": ""})
	c := Compile(append(files, Assumed(append(names, "hand.svg"))...))
	for _, p := range c.Problems {
		if strings.HasPrefix(p.File, mediaDir) || strings.HasPrefix(p.Key, "course.media") {
			t.Error(p)
		}
	}
	if len(c.Media) != len(mediaTypes)+1 {
		t.Errorf("%d of %d are shown", len(c.Media), len(mediaTypes)+1)
	}
	c = Compile(append(folder(nil), Assumed([]string{"page.html"})...))
	if !slices.ContainsFunc(c.Problems, func(p Problem) bool { return p.Key == "course.media.type" }) {
		t.Error("a file of no known type was assumed")
	}
}

package report

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

// FileName makes a name safe to keep: without folders and without what
// cannot be seen; what is not UTF-8 is read as Latin-1, and a name too long loses
// its middle. A report is never refused for the name of a picture.
func FileName(name string) string {
	if !utf8.ValidString(name) {
		rs := make([]rune, 0, len(name))
		for i := range len(name) {
			rs = append(rs, rune(name[i]))
		}
		name = string(rs)
	}
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == utf8.RuneError {
			return -1
		}
		return r
	}, strings.ReplaceAll(name, "\\", "/"))
	if strings.Trim(name, "./ ") == "" {
		if name == "" {
			return ""
		}
		return "file"
	}
	return shorten(path.Base(name))
}

func shorten(name string) string {
	if len(name) <= MaxName {
		return name
	}
	ending := path.Ext(name)
	if len(ending) > 10 {
		ending = ""
	}
	cut := MaxName - len(ending)
	for cut > 0 && !utf8.RuneStart(name[cut]) {
		cut--
	}
	return name[:cut] + ending
}

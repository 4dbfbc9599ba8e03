package course

import (
	"archive/zip"
	"bytes"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"wasl/internal/base/fault"
)

type entry struct {
	name, content string
	mode          fs.FileMode
}

func packed(t *testing.T, entries ...entry) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, e := range entries {
		h := &zip.FileHeader{Name: e.name, Method: zip.Deflate}
		h.SetMode(e.mode | 0o600)
		w, err := z.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(e.content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAZipIsReadWithAndWithoutItsFolder(t *testing.T) {
	for _, top := range []string{"", "first-aid/"} {
		files, err := ReadZip(packed(t, entry{name: top + "course.md", content: "x"}, entry{name: top + "media/a.svg", content: "y"}, entry{name: "__MACOSX/._x", content: "z"}))
		if err != nil || len(files) != 2 || files[0].Name != "course.md" || files[1].Name != "media/a.svg" || string(files[1].Content) != "y" {
			t.Errorf("under %q: %v, %v", top, files, err)
		}
	}
}

func TestAHostileZipIsRefused(t *testing.T) {
	many := make([]entry, maxEntries+1)
	for i := range many {
		many[i].name = "f" + itoa(i)
	}
	for _, c := range []struct {
		name, key string
		zip       []byte
	}{
		{"no zip", "course.archive.broken", []byte("PK\x03\x04 or not")},
		{"a path out", "course.archive.path", packed(t, entry{name: "../course.md"})},
		{"a path out within", "course.archive.path", packed(t, entry{name: "a/../../course.md"})},
		{"an absolute path", "course.archive.path", packed(t, entry{name: "/etc/passwd"})},
		{"a path of Windows", "course.archive.path", packed(t, entry{name: `..\course.md`})},
		{"a drive", "course.archive.path", packed(t, entry{name: `C:course.md`})},
		{"a sign that acts", "course.archive.path", packed(t, entry{name: "a\x1b[2J.md"})},
		{"a link", "course.archive.path", packed(t, entry{name: "course.md", content: "/etc/passwd", mode: fs.ModeSymlink})},
		{"a name twice", "course.archive.twice", packed(t, entry{name: "course.md"}, entry{name: "Course.md"})},
		{"a bomb", "course.archive.large", packed(t, entry{name: "a.md", content: strings.Repeat("0", 8<<20)})},
		{"many files", "course.archive.large", packed(t, many...)},
	} {
		_, err := ReadZip(c.zip)
		if e := (*fault.Error)(nil); !asFault(err, &e) || e.Key != c.key {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// TestAZipThatLiesAboutItsSizeIsHeldToTheLimit: the directory says that the file is
// small, and what is packed is not.
func TestAZipThatLiesAboutItsSizeIsHeldToTheLimit(t *testing.T) {
	b := packed(t, entry{name: "a.md", content: strings.Repeat("0", 60<<20)})
	at := bytes.LastIndex(b, []byte("PK\x01\x02"))
	copy(b[at+24:], []byte{100, 0, 0, 0}) // the uncompressed size
	if files, err := ReadZip(b); err == nil {
		t.Errorf("%d bytes were read", len(files[0].Content))
	}
}

func FuzzReadZip(f *testing.F) {
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	f.Fuzz(func(t *testing.T, b []byte) {
		files, err := ReadZip(b)
		if err == nil && slices.ContainsFunc(files, func(f File) bool { return !safeName(f.Name) }) {
			t.Errorf("read %v", files)
		}
	})
}

func asFault(err error, e **fault.Error) bool { return errors.As(err, e) }

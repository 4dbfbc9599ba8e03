package course

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"wasl/internal/base/fault"
)

// File is one of a course's folder. Its name is as in `media/bleeding.svg`.
type File struct {
	Name    string
	Content []byte
}

func invalid(key, msg, hint string, args ...string) error {
	return &fault.Error{Kind: fault.Invalid, Op: "course.Read", Key: key, Msg: msg, Hint: hint, Args: args}
}

func tooLarge() error {
	return &fault.Error{
		Kind: fault.TooLarge, Op: "course.Read", Key: "course.archive.large", Args: []string{fmt.Sprint(maxArchive >> 20), fmt.Sprint(maxEntries)},
		Msg: "the course has more than {0} MiB or more than {1} files", Hint: "make films and pictures smaller, or split the course",
	}
}

// ReadFS reads a course's folder, such as one that is built into the program.
func ReadFS(dir fs.FS) ([]File, error) {
	var files []File
	total := int64(0)
	err := fs.WalkDir(dir, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		if !e.Type().IsRegular() {
			return unsafeName(name)
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		if total += info.Size(); total > maxArchive || len(files) >= maxEntries {
			return tooLarge()
		}
		b, err := fs.ReadFile(dir, name)
		files = append(files, File{name, b})
		return err
	})
	return files, err
}

// ReadZip reads a folder that was packed, with or without the folder's own name at
// the top. It faults with Invalid where a name leads out of the folder, where an
// entry is no plain file, and where it is no zip; with TooLarge where it holds more
// than a course does.
func ReadZip(b []byte) ([]File, error) {
	if len(b) > maxArchive {
		return nil, tooLarge()
	}
	entries, err := plainEntries(b)
	if err != nil {
		return nil, err
	}
	files := make([]File, 0, len(entries))
	total := int64(0)
	for _, e := range entries {
		content, err := unpack(e, maxArchive-total)
		if err != nil {
			return nil, err
		}
		total += int64(len(content))
		files = append(files, File{e.Name, content})
	}
	return withoutTop(files), nil
}

// plainEntries are the files of a zip, after a look at their names and sizes as the
// zip claims them; unpack holds what it reads to the same limits.
func plainEntries(b []byte) ([]*zip.File, error) {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if errors.Is(err, zip.ErrInsecurePath) {
		err = nil // named below
	}
	if err != nil {
		return nil, &fault.Error{
			Kind: fault.Invalid, Op: "course.ReadZip", Key: "course.archive.broken", Err: err, Msg: "this is not a zip, or it is damaged", Hint: "pack the folder again as .zip",
		}
	}
	if len(z.File) > maxEntries {
		return nil, tooLarge()
	}
	var out []*zip.File
	var total uint64
	seen := map[string]bool{}
	for _, e := range z.File {
		if !safeName(e.Name) || !e.FileInfo().IsDir() && !e.Mode().IsRegular() {
			return nil, unsafeName(e.Name)
		}
		if total += e.UncompressedSize64; total > maxArchive || bomb(total, len(b)) {
			return nil, tooLarge()
		}
		if e.FileInfo().IsDir() || ofSystem(e.Name) {
			continue
		}
		if folded := strings.ToLower(e.Name); seen[folded] {
			return nil, invalid("course.archive.twice", "the file {0} is in the zip twice", "pack the folder again", shown(e.Name))
		} else {
			seen[folded] = true
		}
		out = append(out, e)
	}
	return out, nil
}

func bomb(total uint64, packed int) bool { return total > minPacked && total > uint64(packed)*maxRatio }

// unpack reads an entry, whatever size the zip claims for it.
func unpack(e *zip.File, left int64) ([]byte, error) {
	r, err := e.Open()
	if err != nil {
		return nil, invalid("course.archive.entry", "the file {0} in the zip cannot be read", "pack the folder again, without a password", shown(e.Name))
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, left+1))
	if err != nil {
		return nil, invalid("course.archive.entry", "the file {0} in the zip cannot be read", "pack the folder again, without a password", shown(e.Name))
	}
	if int64(len(b)) > left {
		return nil, tooLarge()
	}
	return b, nil
}

// safeName tells whether an entry stays inside of the folder on every system.
func safeName(name string) bool {
	clean := strings.TrimSuffix(name, "/")
	return clean != "" && len(name) <= 250 && utf8.ValidString(name) && fs.ValidPath(clean) && clean != "." &&
		!strings.ContainsAny(name, "\\:\x00") && !slices.ContainsFunc([]rune(name), func(r rune) bool { return r < ' ' })
}

func unsafeName(name string) error {
	return invalid("course.archive.path", "the file {0} leads out of the folder, or is no plain file: nothing of it was read", "pack the course’s folder alone, without links", shown(name))
}

// shown is a name that came from outside, short and without signs that act.
func shown(name string) string {
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == utf8.RuneError {
			return '?'
		}
		return r
	}, name)
	if runes := []rune(name); len(runes) > 80 {
		name = string(runes[:80]) + "…"
	}
	return name
}

// ofSystem tells what packing programs add.
func ofSystem(name string) bool {
	base := path.Base(name)
	return strings.HasPrefix(name, "__MACOSX/") || base == ".DS_Store" || base == "Thumbs.db"
}

// withoutTop takes the folder's own name off where all files lie in one.
func withoutTop(files []File) []File {
	if len(files) == 0 {
		return files
	}
	top, _, inside := strings.Cut(files[0].Name, "/")
	if !inside {
		return files
	}
	for _, f := range files {
		if !strings.HasPrefix(f.Name, top+"/") {
			return files
		}
	}
	if !slices.ContainsFunc(files, func(f File) bool { return f.Name == top+"/"+frontName }) {
		return files
	}
	for i := range files {
		files[i].Name = strings.TrimPrefix(files[i].Name, top+"/")
	}
	return files
}

// Named holds files that came one by one to the same names as those of a zip.
func Named(files []File) ([]File, error) {
	total := 0
	for _, f := range files {
		if !safeName(f.Name) {
			return nil, unsafeName(f.Name)
		}
		if total += len(f.Content); total > maxArchive || len(files) > maxEntries {
			return nil, tooLarge()
		}
	}
	return withoutTop(slices.DeleteFunc(files, func(f File) bool { return ofSystem(f.Name) })), nil
}

// Pack makes a zip of files, the same for the same files and time.
func Pack(files []File, at time.Time) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		w, err := z.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Deflate, Modified: at.UTC()})
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(f.Content); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return b.Bytes(), err
}

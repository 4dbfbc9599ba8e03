package course

import (
	"embed"
	"io/fs"
	"maps"
	"slices"
	"sync"
)

// shippedFiles are the courses that come with the program, as they are written:
// Markdown, compiled when a node takes them in.
//
//go:embed all:shipped
var shippedFiles embed.FS

// Shipped reads the courses that come with the program, by the names of their
// folders.
func Shipped() (map[string][]File, error) {
	entries, err := fs.ReadDir(shippedFiles, "shipped")
	if err != nil {
		return nil, err
	}
	out := map[string][]File{}
	for _, e := range entries {
		if !e.IsDir() {
			continue
		}
		dir, err := fs.Sub(shippedFiles, "shipped/"+e.Name())
		if err != nil {
			return nil, err
		}
		if out[e.Name()], err = ReadFS(dir); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Offered are the shipped courses, compiled, by id.
var Offered = sync.OnceValues(func() ([]*Course, error) {
	all, err := Shipped()
	if err != nil {
		return nil, err
	}
	out := make([]*Course, 0, len(all))
	for _, name := range slices.Sorted(maps.Keys(all)) {
		out = append(out, Compile(all[name]).Course)
	}
	return out, nil
})

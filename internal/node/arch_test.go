package node

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// module is what the import paths of our own packages begin with.
const module = "wasl/"

// mayImport says for each component what it may import besides itself. A
// component is a stage of internal/, or a folder at the top of the tree. The
// stages stand in the order in which data passes them.
var mayImport = map[string][]string{
	"base":      {},
	"keep":      {"base"},
	"guard":     {"base", "keep"},
	"network":   {"base", "keep", "guard"},
	"collect":   {"base", "keep", "guard", "network"},
	"triage":    {"base", "keep", "guard", "network", "collect"},
	"analyse":   {"base", "keep", "guard", "network", "collect", "triage"},
	"finance":   {"base", "keep", "guard", "network", "analyse"},
	"share":     {"base", "keep", "guard", "network", "triage", "analyse"},
	"community": {"base", "keep", "guard", "network", "collect"},
	"programme": {"base", "keep", "guard", "network", "community"},
	"edge": {
		"base", "keep", "guard", "network", "collect", "triage", "analyse", "finance", "share", "community", "programme", "web",
	},
	"node": {
		"base", "keep", "guard", "network", "collect", "triage", "analyse", "finance", "share", "community", "programme", "web",
		"edge", "demo",
	},
	"cmd":  {"node"},
	"web":  {},
	"demo": {},
	// What makes the files of demo/ and internal/network/mauritania; no part of the program.
	"tools": {"base", "network", "collect", "demo"},
	// What measures the program from outside, and fills it from inside.
	"bench": {"base", "keep", "guard", "network", "collect", "triage", "community", "node"},
}

// mustNotReach lists what must not be reached even by a detour: what a community
// says of itself is for its own help, and never becomes evidence.
var mustNotReach = map[string][]string{
	"analyse":   {"community"},
	"finance":   {"community"},
	"community": {"analyse", "finance"},
}

// onlyIn says which components may use a package of the standard library by
// themselves. No component may use one with an empty list.
var onlyIn = map[string][]string{
	"net/http":     {"edge", "node", "bench"}, // node owns the listener and stops the server
	"database/sql": {},                        // the store speaks to SQLite itself
	"os/exec":      {"bench"},                 // wasl starts no programs
	"log":          {},                        // log/slog, passed in
	"plugin":       {},
}

// neverLinked is what the program must not contain at all, not even in a
// library's depths: with it, a fault elsewhere would become much worse. With testing
// would come what tests stand on (storetest, ledgertest).
var neverLinked = []string{"os/exec", "database/sql", "plugin", "testing"}

// imported is one package as go list tells of it. Tests are not in it.
type imported struct {
	ImportPath string
	Standard   bool
	Imports    []string
	Error      *struct{ Err string }
}

// component names the part of the tree that the package with the path is in,
// and is "" for a package that is not ours.
func component(path string) string {
	rest, ours := strings.CutPrefix(path, module)
	if !ours {
		return ""
	}
	rest = strings.TrimPrefix(rest, "internal/")
	first, _, _ := strings.Cut(rest, "/")
	return first
}

// breaches lists what in the graph is against the tables above, in order.
func breaches(graph map[string]imported) []string {
	var found []string
	for _, path := range slices.Sorted(maps.Keys(graph)) {
		from := component(path)
		if from == "" {
			continue
		}
		allowed, known := mayImport[from]
		if !known {
			found = append(found, fmt.Sprintf("%s is in no component: add %q to mayImport", path, from))
			continue
		}
		for _, to := range graph[path].Imports {
			c := component(to)
			if c != "" && c != from && !slices.Contains(allowed, c) {
				found = append(found, fmt.Sprintf("%s imports %s: %s may not use %s", path, to, from, c))
			}
			if in, guarded := onlyIn[to]; guarded && !slices.Contains(in, from) {
				found = append(found, fmt.Sprintf("%s imports %s", path, to))
			}
			if p, there := graph[to]; from == "base" && c == "" && there && !p.Standard {
				found = append(found, fmt.Sprintf("%s imports %s: base stands on the standard library alone", path, to))
			}
		}
		for to, way := range reach(graph, path) {
			if slices.Contains(mustNotReach[from], component(to)) {
				found = append(found, fmt.Sprintf("%s reaches %s through %s", path, to, way))
			}
		}
	}
	for main := range graph {
		if component(main) != "cmd" {
			continue
		}
		for to, way := range reach(graph, main) {
			if slices.Contains(neverLinked, to) {
				found = append(found, fmt.Sprintf("%s links %s through %s", main, to, way))
			}
		}
	}
	slices.Sort(found)
	return found
}

// reach is every package that start needs, each with one that imports it.
func reach(graph map[string]imported, start string) map[string]string {
	seen, next := map[string]string{}, []string{start}
	for len(next) > 0 {
		path := next[0]
		next = next[1:]
		for _, to := range graph[path].Imports {
			if _, known := seen[to]; !known {
				seen[to] = path
				next = append(next, to)
			}
		}
	}
	return seen
}

// goList is the graph of all packages of the module and of what they need. The
// overlay, where not empty, is a file that shows go list files that are not there.
func goList(t *testing.T, overlay string) map[string]imported {
	t.Helper()
	args := []string{"list", "-deps", "-json=ImportPath,Standard,Imports,Error"}
	if overlay != "" {
		args = append(args, "-overlay="+overlay)
	}
	cmd := exec.CommandContext(t.Context(), "go", append(args, "./...")...)
	cmd.Dir = filepath.Join("..", "..")
	var faults bytes.Buffer
	cmd.Stderr = &faults
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, faults.Bytes())
	}
	graph := map[string]imported{}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p imported
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return graph
		} else if err != nil {
			t.Fatal(err)
		}
		if p.Error != nil {
			t.Fatalf("%s: %s", p.ImportPath, p.Error.Err)
		}
		graph[p.ImportPath] = p
	}
}

// TestArch holds the tree to the tables above.
func TestArch(t *testing.T) {
	graph := goList(t, "")
	for _, b := range breaches(graph) {
		t.Error(b)
	}
	// The test must not pass because it saw nothing: each stage that has a Go
	// file is in the graph, and so is the program with all that it needs.
	seen := map[string]bool{}
	for path := range graph {
		seen[component(path)] = true
	}
	stages, err := os.ReadDir("..")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range stages {
		code, err := filepath.Glob(filepath.Join("..", s.Name(), "*", "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		if len(code) > 0 && !seen[s.Name()] {
			t.Errorf("go list named no package of internal/%s", s.Name())
		}
	}
	if needs := reach(graph, module+"cmd/wasl"); len(needs) < 100 {
		t.Errorf("cmd/wasl needs %d packages, which cannot be all", len(needs))
	}
}

// TestArchRefuses feeds the check graphs with one thing wrong each.
func TestArchRefuses(t *testing.T) {
	const vendor = "example.org/library"
	for name, c := range map[string]struct {
		graph []string // "package import..."
		want  string   // in what the check says; "" when all is well
	}{
		"as it should be":          {[]string{"wasl/internal/triage/queue wasl/internal/collect/report fmt"}, ""},
		"within a stage":           {[]string{"wasl/internal/collect/intake wasl/internal/collect/form"}, ""},
		"a later stage":            {[]string{"wasl/internal/collect/report wasl/internal/triage/queue"}, "collect may not use triage"},
		"base uses keep":           {[]string{"wasl/internal/base/fault wasl/internal/keep/store"}, "base may not use keep"},
		"base uses a library":      {[]string{"wasl/internal/base/fault " + vendor, vendor}, "the standard library alone"},
		"a stage uses the node":    {[]string{"wasl/internal/edge/api wasl/internal/node"}, "edge may not use node"},
		"cmd goes past the node":   {[]string{"wasl/cmd/wasl wasl/internal/keep/store"}, "cmd may not use keep"},
		"the program uses tools":   {[]string{"wasl/internal/node wasl/tools/gen/forms"}, "node may not use tools"},
		"demo data in a stage":     {[]string{"wasl/internal/collect/form wasl/demo"}, "collect may not use demo"},
		"analyse uses community":   {[]string{"wasl/internal/analyse/link wasl/internal/community/dialogue"}, "analyse may not use community"},
		"community uses finance":   {[]string{"wasl/internal/community/dialogue wasl/internal/finance/flow"}, "community may not use finance"},
		"a stage nobody named":     {[]string{"wasl/internal/helpers/strings"}, "in no component"},
		"HTTP outside the edge":    {[]string{"wasl/internal/share/federate net/http"}, "federate imports net/http"},
		"HTTP at the edge":         {[]string{"wasl/internal/edge/api net/http"}, ""},
		"SQL at the edge":          {[]string{"wasl/internal/edge/api database/sql"}, "api imports database/sql"},
		"SQL in the node":          {[]string{"wasl/internal/node database/sql"}, "node imports database/sql"},
		"a program started":        {[]string{"wasl/internal/keep/blob os/exec"}, "blob imports os/exec"},
		"the old log":              {[]string{"wasl/internal/guard/vault log"}, "vault imports log"},
		"slog":                     {[]string{"wasl/internal/guard/vault log/slog"}, ""},
		"a library starts program": {[]string{"wasl/cmd/wasl wasl/internal/node", "wasl/internal/node " + vendor, vendor + " os/exec"}, "links os/exec through " + vendor},
		"what tests stand on": {[]string{
			"wasl/cmd/wasl wasl/internal/node", "wasl/internal/node wasl/internal/keep/ledger/ledgertest", "wasl/internal/keep/ledger/ledgertest testing",
		}, "links testing through wasl/internal/keep/ledger/ledgertest"},
		"community by a detour": {[]string{
			"wasl/internal/finance/flow wasl/internal/base/record", "wasl/internal/base/record wasl/internal/community/dialogue",
		}, "flow reaches wasl/internal/community/dialogue through wasl/internal/base/record"},
	} {
		t.Run(name, func(t *testing.T) {
			graph := map[string]imported{}
			for _, line := range c.graph {
				words := strings.Fields(line)
				graph[words[0]] = imported{ImportPath: words[0], Imports: words[1:]}
			}
			got := strings.Join(breaches(graph), "\n")
			if (c.want == "") != (got == "") || !strings.Contains(got, c.want) {
				t.Errorf("the check says %q, want %q", got, c.want)
			}
		})
	}
}

// TestArchSees adds a package with wrong imports to the tree as go list sees
// it, so that the whole way is proved and not the tables alone.
func TestArchSees(t *testing.T) {
	dir := t.TempDir()
	code, overlay := filepath.Join(dir, "wrong.go"), filepath.Join(dir, "overlay.json")
	tree, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	replace, err := json.Marshal(map[string]any{"Replace": map[string]string{
		filepath.Join(tree, "internal", "base", "wrong", "wrong.go"): code,
	}})
	if err != nil {
		t.Fatal(err)
	}
	for file, content := range map[string][]byte{
		code:    []byte("package wrong\n\nimport (\n\t_ \"net/http\"\n\n\t_ \"wasl/internal/triage/queue\"\n)\n"),
		overlay: replace,
	} {
		if err := os.WriteFile(file, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got := strings.Join(breaches(goList(t, overlay)), "\n")
	for _, want := range []string{
		"wasl/internal/base/wrong imports wasl/internal/triage/queue: base may not use triage", "wasl/internal/base/wrong imports net/http",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the check says %q, want %q in it", got, want)
		}
	}
}

package node

import (
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// docs/deps.md says of each library what it is for and under which licence it may
// be used: one that comes without a line fails, and so does a line whose library
// has gone.
func TestEveryLibraryHasItsLine(t *testing.T) {
	said := map[string]bool{}
	text, err := os.ReadFile("../../docs/deps.md")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if cells := strings.Split(line, "|"); len(cells) > 3 && !strings.Contains(line, "---") {
			for name := range strings.SplitSeq(cells[1], ",") {
				said[strings.TrimSpace(name)] = true
			}
		}
	}
	delete(said, "module")
	delete(said, "package")
	var uses []string
	for _, list := range [][]string{goLibraries(t), npmLibraries(t)} {
		if len(list) < 10 {
			t.Fatalf("only these libraries were found: %q", list)
		}
		uses = append(uses, list...)
	}
	for _, name := range uses {
		if !said[name] {
			t.Errorf("%s has no line in docs/deps.md: say what it is for, its licence, and why it is not our own", name)
		}
		delete(said, name)
	}
	for name := range said {
		t.Errorf("docs/deps.md tells of %s, which nothing needs", name)
	}
}

func goLibraries(t *testing.T) (names []string) {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "mod", "edit", "-json", "../../go.mod").Output()
	if err != nil {
		t.Fatal(err)
	}
	var mod struct {
		Require []struct {
			Path     string
			Indirect bool
		}
	}
	if err := json.Unmarshal(out, &mod); err != nil {
		t.Fatal(err)
	}
	for _, r := range mod.Require {
		if !r.Indirect {
			names = append(names, r.Path)
		}
	}
	return names
}

func npmLibraries(t *testing.T) []string {
	t.Helper()
	b, err := os.ReadFile("../../web/package.json")
	if err != nil {
		t.Fatal(err)
	}
	var pack struct{ Dependencies, DevDependencies map[string]string }
	if err := json.Unmarshal(b, &pack); err != nil {
		t.Fatal(err)
	}
	return slices.Concat(slices.Sorted(maps.Keys(pack.Dependencies)), slices.Sorted(maps.Keys(pack.DevDependencies)))
}

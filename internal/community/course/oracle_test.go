package course

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var oracle = flag.String("oracle", "", "folder to write manifests for tools/oracle/scorm to")

// TestWriteManifestsForOracle writes the manifest of every course that comes with wasl
// in each of its languages, and one with the longest title, for xmllint.
func TestWriteManifestsForOracle(t *testing.T) {
	if *oracle == "" {
		t.Skip("only `make oracle` asks for it")
	}
	shipped, err := Shipped()
	if err != nil {
		t.Fatal(err)
	}
	for id, source := range shipped {
		writeManifests(t, id, Compile(source).Course, source)
	}
	source := folder(nil)
	long := Compile(source).Course
	long.Title["fr"] = strings.Repeat("é", maxTitle)
	writeManifests(t, "long", long, source)
}

func writeManifests(t *testing.T, id string, c *Course, source []File) {
	t.Helper()
	for _, language := range c.Languages {
		b, err := SCORM(c, language, Player{}, source, packedAt)
		if err != nil {
			t.Fatal(err)
		}
		files, err := ReadZip(b)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Join(*oracle, id+"."+string(language)+".xml")
		if err := os.WriteFile(name, files[0].Content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

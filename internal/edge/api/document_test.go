package api

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wasl/internal/edge/route"
)

var update = flag.Bool("update", false, "write docs/protocol/openapi.json anew")

// document is where the console's types are made from (web/openapi.mjs), and
// what other programs read.
const document = "../../../docs/protocol/openapi.json"

func TestDocumentIsWhatTheCodeSays(t *testing.T) {
	b, err := json.Marshal(new(Server).Register(route.New()).OpenAPI())
	if err != nil {
		t.Fatal(err)
	}
	var indented bytes.Buffer
	if err := json.Indent(&indented, b, "", " "); err != nil {
		t.Fatal(err)
	}
	indented.WriteByte('\n')
	if *update {
		if err := os.WriteFile(document, indented.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(kept), indented.String()); diff != "" {
		t.Errorf("docs/protocol/openapi.json is not what the API is now: run `make types`\n%s", diff)
	}
}

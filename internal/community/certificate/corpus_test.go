package certificate

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
)

var update = flag.Bool("update", false, "write corpus/carried.json anew")

// corpus is what square codes carry, and what is to be said of each. The page that is
// kept to check without a node (web/core/certificate.ts) is held to the same file.
type corpus struct {
	Key         []byte        `json:"key"`
	Fingerprint string        `json:"fingerprint"`
	Revoked     string        `json:"revoked"`
	Cases       []corpusEntry `json:"cases"`
}

type corpusEntry struct {
	Name    string `json:"name"`
	Carried string `json:"carried"`
	State   string `json:"state"` // valid, revoked, changed, other or unread
}

func TestTheCorpusOfWhatIsCarried(t *testing.T) {
	const path = "corpus/carried.json"
	ours, theirs := keyOf(1), keyOf(2)
	public := ours.Public().(ed25519.PublicKey)
	seal := func(key ed25519.PrivateKey, change func(*Paper)) string {
		p := paper
		change(&p)
		carried, err := p.seal(key)
		if err != nil {
			t.Fatal(err)
		}
		return carried
	}
	same := func(*Paper) {}
	valid := seal(ours, same)
	b, err := base64.RawURLEncoding.DecodeString(valid)
	if err != nil {
		t.Fatal(err)
	}
	bad := append(ed25519.Sign(theirs, b[ed25519.SignatureSize:]), b[ed25519.SignatureSize:]...) // names our key
	letter := append([]byte{}, b...)
	letter[ed25519.SignatureSize+40] ^= 1
	taken := CodeOf(record.ID{2})
	c := corpus{Key: public, Fingerprint: Fingerprint(public), Revoked: taken + " 2026-11-26 mistake\n", Cases: []corpusEntry{
		{"as it was signed", valid, "valid"},
		{"with the address before it", "https://wasl.example/c/" + paper.Code + "#" + valid, "valid"},
		{"with the breaks of a message", valid[:80] + "\r\n  " + valid[80:], "valid"},
		{"a child, without a family name and hours", seal(ours, func(p *Paper) { p.Given, p.Family, p.Hours = "فاطمة", "", 0 }), "valid"},
		{"taken back", seal(ours, func(p *Paper) { p.Code = taken }), "revoked"},
		{"one letter of the text changed", base64.RawURLEncoding.EncodeToString(letter), "changed"},
		{"signed by somebody else in our name", base64.RawURLEncoding.EncodeToString(bad), "changed"},
		{"another node's", seal(theirs, same), "other"},
		{"cut short", valid[:len(valid)-8], "changed"},
		{"half of the signature", valid[:40], "unread"},
		{"something else", "wifi:S:école", "unread"},
		{"nothing", "", "unread"},
	}}
	for _, e := range c.Cases {
		if got := stateOf(public, c.Revoked, e.Carried); got != e.State {
			t.Errorf("%s: %s, want %s", e.Name, got, e.State)
		}
	}
	want, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	want = append(want, '\n')
	if *update {
		if err := os.WriteFile(path, want, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil || string(got) != string(want) {
		t.Errorf("%s is not what this says (%v): go test -update", path, err)
	}
}

// stateOf is what the node says of a text.
func stateOf(key ed25519.PublicKey, revoked, carried string) string {
	p, err := Verify(key, carried)
	switch {
	case fault.Is(err, fault.Missing):
		return "other"
	case keyFault(err) == "certificate.unreadable":
		return "unread"
	case err != nil:
		return "changed"
	case strings.Contains(revoked, p.Code+" "):
		return "revoked"
	}
	return "valid"
}

package certificate

import (
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
)

var draw = rand.NewChaCha8([32]byte{7})

func keyOf(n byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed([]byte(strings.Repeat(string(rune('a'+n)), ed25519.SeedSize)))
}

func keyFault(err error) string {
	var f *fault.Error
	if errors.As(err, &f) {
		return f.Key
	}
	return ""
}

var paper = Paper{
	Code: CodeOf(record.ID{1}), Given: "مريم", Family: "بنت أحمد", Title: "Premiers secours / الإسعافات الأولية", Hours: 18,
	Date: time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC), Issuer: "Croissant-Rouge / الهلال الأحمر",
}

func TestWhatIsSignedIsReadBack(t *testing.T) {
	key := keyOf(1)
	carried, err := paper.seal(key)
	if err != nil {
		t.Fatal(err)
	}
	if len(carried) > 420 {
		t.Errorf("a code of %d letters is too fine for a phone", len(carried))
	}
	want := paper
	want.Key = Fingerprint(key.Public().(ed25519.PublicKey))
	for _, text := range []string{carried, "https://wasl.example/c/#" + carried, carried[:80] + "\n " + carried[80:]} {
		if got, err := Verify(key.Public().(ed25519.PublicKey), text); err != nil || got != want {
			t.Errorf("%.40q reads as %+v, %v", text, got, err)
		}
	}
}

// Each letter of the text, and each bit of the signature, changed by itself.
func TestOneChangedLetterIsFound(t *testing.T) {
	key := keyOf(1)
	public := key.Public().(ed25519.PublicKey)
	carried, err := paper.seal(key)
	if err != nil {
		t.Fatal(err)
	}
	whole, err := base64.RawURLEncoding.DecodeString(carried)
	if err != nil {
		t.Fatal(err)
	}
	for i := range whole {
		for bit := range 8 {
			whole[i] ^= 1 << bit
			_, err := Verify(public, base64.RawURLEncoding.EncodeToString(whole))
			if k := keyFault(err); k != "certificate.changed" && k != "certificate.key.other" {
				t.Fatalf("byte %d, bit %d changed: %v", i, bit, err)
			}
			whole[i] ^= 1 << bit
		}
	}
	other := strings.Replace(string(whole), "مريم", "مريد", 1)
	if _, err := Verify(public, base64.RawURLEncoding.EncodeToString([]byte(other))); keyFault(err) != "certificate.changed" {
		t.Errorf("another name: %v", err)
	}
	if _, err := Verify(keyOf(2).Public().(ed25519.PublicKey), carried); keyFault(err) != "certificate.key.other" {
		t.Errorf("another key: %v", err)
	}
	for _, s := range []string{"", "hello", carried[:60], strings.Repeat("A", 5000), "https://x/#"} {
		if _, err := Verify(public, s); keyFault(err) != "certificate.unreadable" {
			t.Errorf("%.20q: %v", s, err)
		}
	}
}

// What holds a line break would read as something else than it was signed as.
func TestOnlyLinesAreSigned(t *testing.T) {
	for what, change := range map[string]func(*Paper){
		"no name":      func(p *Paper) { p.Given = "" },
		"a line break": func(p *Paper) { p.Family = "a\nb" },
		"spaces":       func(p *Paper) { p.Given = " a" },
		"a long title": func(p *Paper) { p.Title = strings.Repeat("م", maxTitle+1) },
		"hours":        func(p *Paper) { p.Hours = -1 },
		"no issuer":    func(p *Paper) { p.Issuer = "" },
		"bad letters":  func(p *Paper) { p.Given = "\xff" },
	} {
		p := paper
		change(&p)
		if _, err := p.seal(keyOf(1)); keyFault(err) != "certificate.field.wrong" {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestTheCheckLetterTellsAnySlip(t *testing.T) {
	for range 200 {
		code := CodeOf(record.NewID(draw))
		if got, err := ParseCode(" " + strings.ToLower(ShowCode(code)) + "\n"); err != nil || got != code {
			t.Fatalf("%s reads as %s, %v", code, got, err)
		}
		for i := range code {
			for _, c := range letters {
				if slip := code[:i] + string(c) + code[i+1:]; slip != code {
					if _, err := ParseCode(slip); keyFault(err) != "certificate.code.wrong" {
						t.Fatalf("%s passes for %s", slip, code)
					}
				}
			}
			for j := range i {
				b := []byte(code)
				if b[i], b[j] = b[j], b[i]; b[i] != b[j] {
					if _, err := ParseCode(string(b)); err == nil {
						t.Fatalf("%s passes for %s", b, code)
					}
				}
			}
		}
	}
	for _, s := range []string{"", "AAAAA", "AAAAA-AAAAAA", "OOOOO-00000", "ééééé"} {
		if _, err := ParseCode(s); err == nil {
			t.Errorf("%q is a code", s)
		}
	}
}

func FuzzVerify(f *testing.F) {
	carried, err := paper.seal(keyOf(1))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(carried)
	f.Add("https://x/c/#" + carried)
	f.Fuzz(func(t *testing.T, s string) {
		p, err := Verify(keyOf(1).Public().(ed25519.PublicKey), s)
		if err == nil && p.Given != paper.Given {
			t.Errorf("%q passes for signed", s)
		}
	})
}

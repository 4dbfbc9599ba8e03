package box

import (
	"bytes"
	"crypto/rand"
	"testing"
)

func TestBox(t *testing.T) {
	key := bytes.Repeat([]byte{7}, 32)
	b, err := New(key, "contacts", rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	other, err := New(key, "gateways", rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := b.Seal([]byte("+22245123456"), "row 1")
	if err != nil || bytes.Contains(sealed, []byte("4512")) {
		t.Fatalf("%x, %v", sealed, err)
	}
	if plain, err := b.Open(sealed, "row 1"); err != nil || string(plain) != "+22245123456" {
		t.Errorf("%s, %v", plain, err)
	}
	flipped := bytes.Clone(sealed)
	flipped[len(flipped)-1] ^= 1
	for what, try := range map[string]func() ([]byte, error){
		"another row":   func() ([]byte, error) { return b.Open(sealed, "row 2") },
		"another use":   func() ([]byte, error) { return other.Open(sealed, "row 1") },
		"a flipped bit": func() ([]byte, error) { return b.Open(flipped, "row 1") },
		"cut":           func() ([]byte, error) { return b.Open(sealed[:5], "row 1") },
	} {
		if plain, err := try(); err == nil {
			t.Errorf("%s: opened to %s", what, plain)
		}
	}
	if again, _ := b.Seal([]byte("+22245123456"), "row 1"); bytes.Equal(again, sealed) {
		t.Error("the same text is sealed alike twice")
	}
	if _, err := mustNew(t, key, bytes.NewReader(nil)).Seal([]byte("x"), ""); err == nil {
		t.Error("sealed without randomness")
	}
}

func mustNew(t *testing.T, key []byte, random *bytes.Reader) *Box {
	t.Helper()
	b, err := New(key, "x", random)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

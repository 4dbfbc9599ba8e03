package paper

import (
	"math/rand/v2"
	"strings"
	"testing"

	"wasl/internal/base/record"
)

func TestACardSaysNothingByItself(t *testing.T) {
	draw := rand.NewChaCha8([32]byte{1})
	key, other := []byte("0123456789abcdef0123456789abcdef"), []byte("another key, of another node 012")
	one, two, person, second := record.NewID(draw), record.NewID(draw), record.NewID(draw), record.NewID(draw)
	code := CardCode(key, one, person)
	if code != CardCode(key, one, person) {
		t.Error("a card cannot be printed again")
	}
	seen := map[string]string{code: "itself"}
	for what, c := range map[string]string{
		"another activity": CardCode(key, two, person), "another person": CardCode(key, one, second),
		"another key": CardCode(other, one, person), "both changed places": CardCode(key, person, one),
	} {
		if is, known := seen[c]; known {
			t.Errorf("%s gives the code of %s", what, is)
		}
		seen[c] = what
	}
	if strings.Contains(person.String(), strings.ToLower(code)) {
		t.Error("the code shows whose it is")
	}
	if got, ok := ParseCard(" " + strings.ToLower(CardText(code)) + "\n"); !ok || got != code {
		t.Errorf("a card reads as %q, %v", got, ok)
	}
	for _, s := range []string{"", "WASL:C:", "WASL:C:AAAA", code, "HTTPS://X/" + code, CardText(code) + "A", CardText(code[:15] + "1")} {
		if got, ok := ParseCard(s); ok {
			t.Errorf("%q reads as the card %q", s, got)
		}
	}
}

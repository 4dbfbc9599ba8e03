package receipt

import (
	"fmt"
	"strings"
	"testing"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
)

// Damm's digit finds every single wrong digit and every swap of neighbours.
func TestCheckDigit(t *testing.T) {
	for i := range 200 {
		r := Of([]byte("key"), record.IDOf(fmt.Sprint(i)), 0)
		if _, err := Parse(r); err != nil {
			t.Fatalf("%s: %v", r, err)
		}
		for at := range r {
			for d := byte('0'); d <= '9'; d++ {
				wrong := []byte(r)
				if wrong[at] == d {
					continue
				}
				wrong[at] = d
				if _, err := Parse(string(wrong)); err == nil {
					t.Errorf("%s for %s was taken", wrong, r)
				}
			}
			if at > 0 && r[at] != r[at-1] {
				swapped := []byte(r)
				swapped[at], swapped[at-1] = swapped[at-1], swapped[at]
				if _, err := Parse(string(swapped)); err == nil {
					t.Errorf("%s for %s was taken", swapped, r)
				}
			}
		}
	}
}

func TestReceiptsAsPeopleTypeThem(t *testing.T) {
	const r = "482133970652"
	want := Of([]byte("key"), record.IDOf("x"), 0)
	groups := want[:4] + " " + want[4:8] + " " + want[8:]
	arabic := strings.Map(func(c rune) rune { return c - '0' + '٠' }, want)
	persian := strings.Map(func(c rune) rune { return c - '0' + '۰' }, want)
	for _, typed := range []string{want, groups, want[:4] + "-" + want[4:8] + "." + want[8:], " " + want + " ", arabic, persian, "\u200f" + arabic + "\u200e", want[:4] + "\u00a0" + want[4:]} {
		if got, err := Parse(typed); err != nil || got != want {
			t.Errorf("%q is %q, %v", typed, got, err)
		}
	}
	for _, typed := range []string{"", r[:11], r + "1", "abcdefghijkl", want + "x", strings.Repeat("0", 11), "٤٨٢"} {
		if _, err := Parse(typed); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", typed, err)
		}
	}
}

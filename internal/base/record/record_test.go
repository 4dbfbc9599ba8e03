package record

import (
	"bytes"
	"testing"
	"time"
)

func TestIDRoundTrip(t *testing.T) {
	id := NewID(bytes.NewReader(bytes.Repeat([]byte{0xab}, 16)))
	if got := id.String(); got != "abababab-abab-4bab-abab-abababababab" {
		t.Errorf("NewID is %s", got)
	}
	for _, s := range []string{id.String(), "uuid:" + id.String(), " ABABABAB-ABAB-4BAB-ABAB-ABABABABABAB "} {
		if back, err := ParseID(s); err != nil || back != id {
			t.Errorf("ParseID(%q) = %v, %v", s, back, err)
		}
	}
	for _, bad := range []string{"", "uuid:", "abababab-abab-4bab-abab-ababababab", "abababab+abab-4bab-abab-abababababab", "zbababab-abab-4bab-abab-abababababab"} {
		if _, err := ParseID(bad); err == nil {
			t.Errorf("ParseID(%q) accepted", bad)
		}
	}
}

func TestDerivedIDsAreStableAndApart(t *testing.T) {
	a := IDOf("collect:old-device-7")
	if a != IDOf("collect:old-device-7") || a == IDOf("collect:old-device-8") {
		t.Error("IDOf is not a function of its name")
	}
	if again := a.Derive("grade"); again == a.Derive("state") || again != a.Derive("grade") {
		t.Error("Derive is not a function of id and part")
	}
	if _, err := ParseID(a.String()); err != nil {
		t.Error(err)
	}
}

func TestInstantNeverTurnsBack(t *testing.T) {
	now := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	i := InstantOf(now)
	for _, wall := range []time.Time{now, now.Add(-24 * time.Hour), time.Unix(0, 0), time.Date(1960, 1, 1, 0, 0, 0, 0, time.UTC)} {
		n := i.Next(wall)
		if n <= i {
			t.Errorf("after a clock of %v the instant went from %d to %d", wall, i, n)
		}
		i = n
	}
	if got := InstantOf(now).Time(); !got.Equal(now) {
		t.Errorf("Time() is %v, want %v", got, now)
	}
}

// Kinds lie in ledgers for ever.
func TestKindsHaveNames(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range Kinds() {
		n := k.String()
		if n == "unknown" || seen[n] {
			t.Errorf("kind %d has name %q", k, n)
		}
		seen[n] = true
		if back, ok := ParseKind(n); !ok || back != k {
			t.Errorf("ParseKind(%q) = %d", n, back)
		}
	}
	if Report != 1 || Import != 26 || Alarm != 27 {
		t.Error("the numbers of kinds have moved")
	}
}

func TestTLP(t *testing.T) {
	for i, n := range tlpNames {
		got, err := ParseTLP("TLP:" + n)
		if err != nil || got != TLP(i) {
			t.Errorf("ParseTLP(%q) = %v, %v", n, got, err)
		}
	}
	if got, err := ParseTLP("white"); err == nil || got != Red {
		t.Error("an unknown marking must be an error and the closest marking")
	}
}

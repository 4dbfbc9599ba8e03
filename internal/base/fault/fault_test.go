package fault

import (
	"errors"
	"fmt"
	"io"
	"testing"
)

// Peers read these numbers: a change here breaks a network.
func TestKindsKeepTheirNumbers(t *testing.T) {
	want := []string{
		"internal", "invalid", "denied", "missing", "conflict", "offline",
		"unauthenticated", "throttled", "too_large", "unsupported", "full",
	}
	ks := Kinds()
	if len(ks) != len(want) {
		t.Fatalf("%d kinds, want %d", len(ks), len(want))
	}
	for i, k := range ks {
		if k.String() != want[i] || int(k) != i {
			t.Errorf("kind %d is %q, want %q", i, k, want[i])
		}
	}
}

func TestErrorSaysWhatAndWhy(t *testing.T) {
	err := fmt.Errorf("accept: %w", &Error{Kind: Invalid, Op: "report.Check", Msg: "row {0} has no {1}", Args: []string{"3", "title"}, Err: io.EOF})
	if got, want := err.Error(), "accept: report.Check: row 3 has no title: EOF"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if KindOf(err) != Invalid || !Is(err, Invalid) || Is(nil, Internal) || KindOf(io.EOF) != Internal {
		t.Error("the kind is lost in wrapping")
	}
	if !errors.Is(err, io.EOF) {
		t.Error("the cause is lost in wrapping")
	}
}

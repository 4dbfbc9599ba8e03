package alert

import (
	"encoding/json"
	"errors"
	"os"
	"slices"
	"testing"

	"wasl/internal/base/fault"
)

// The same rings are drawn in the console, which says what is wrong before they are
// sent: web/console/alert/fence.test.ts.
func TestRings(t *testing.T) {
	text, err := os.ReadFile("../../../corpus/fence/rings.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Name    string
		Corners [][2]float64
		Wrong   string
	}
	if err := json.Unmarshal(text, &cases); err != nil || len(cases) < 10 {
		t.Fatal(len(cases), err)
	}
	keys := map[string]string{"": "", "ground": "alert.fence.wrong", "crossing": "alert.fence.crossing", "size": "alert.fence.size"}
	for _, c := range cases {
		var f Fence
		for _, p := range c.Corners {
			f.Corners = append(f.Corners, Corner{p[0], p[1]})
		}
		want, known := keys[c.Wrong]
		if got := keyOf(f.check()); !known || got != want {
			t.Errorf("%s: %q, want %q", c.Name, got, want)
		}
		// Where a ring begins, and which way round it goes, changes nothing.
		slices.Reverse(f.Corners)
		if got := keyOf(f.check()); got != want {
			t.Errorf("%s, backwards: %q, want %q", c.Name, got, want)
		}
		if n := len(f.Corners); n > 1 && f.Corners[0] != f.Corners[n-1] {
			f.Corners = append(f.Corners[1:], f.Corners[0])
			if got := keyOf(f.check()); got != want {
				t.Errorf("%s, begun elsewhere: %q, want %q", c.Name, got, want)
			}
		}
	}
	if got := keyOf(Fence{Corners: make([]Corner, maxCorners+1)}.check()); got != "alert.fence.corners" {
		t.Error(got)
	}
}

func keyOf(err error) string {
	var f *fault.Error
	if errors.As(err, &f) {
		return f.Key
	}
	return ""
}

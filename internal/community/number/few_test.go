package number

import "testing"

// TestTheRulesOfFewAtTheirEdges: nothing of one to nine people is told, in a count, in
// what a count changed by, nor in a share.
func TestTheRulesOfFewAtTheirEdges(t *testing.T) {
	for n, want := range map[int64]struct{ hides, betrays, enough, still bool }{
		-10: {},
		-9:  {betrays: true, still: true},
		-1:  {betrays: true, still: true},
		0:   {still: true},
		1:   {hides: true, betrays: true, still: true},
		9:   {hides: true, betrays: true, still: true},
		10:  {enough: true},
	} {
		if hides(n) != want.hides || betrays(n) != want.betrays || enough(n) != want.enough || still(n) != want.still {
			t.Errorf("%d: hides %v, betrays %v, enough %v, still %v", n, hides(n), betrays(n), enough(n), still(n))
		}
	}
}

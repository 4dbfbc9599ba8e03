package demo

import "testing"

// Every incident stands on reports that had come before it, and repeats only those
// that are in it.
func TestIncidentsHoldTogether(t *testing.T) {
	sent := map[string]int{}
	for _, r := range must(Reports())(t) {
		sent[r.ID] = r.Sent
	}
	all := must(Incidents())(t)
	var inArabic, inFrench int
	for _, in := range all {
		if arabic(in.Title) {
			inArabic++
		} else {
			inFrench++
		}
		in.named(t, in, sent)
		for _, a := range in.Amended {
			if a.At >= in.Sent {
				t.Errorf("%s is stated anew before it was opened", in.ID)
			}
			a.named(t, in, sent)
		}
		for _, b := range in.Reports {
			at := b.Sent
			if at == 0 {
				at = in.Sent
			}
			if came, ok := sent[b.ID]; !ok || at > came || at > in.Sent {
				t.Errorf("%s: %s came %d minutes ago and is put in %d ago", in.ID, b.ID, came, at)
			}
		}
		if (in.State == "") != (in.Ended == 0) || in.Ended >= in.Sent {
			t.Errorf("%s ends %d minutes ago", in.ID, in.Ended)
		}
	}
	if len(all) < 6 || inArabic < 2 || inFrench < 3 {
		t.Errorf("%d incidents, %d in Arabic", len(all), inArabic)
	}
}

func (s *Stated) named(t *testing.T, in Incident, sent map[string]int) {
	t.Helper()
	for _, said := range append(append([]Said{}, s.Known...), s.Assessed...) {
		for _, id := range said.Reports {
			if _, ok := sent[id]; !ok {
				t.Errorf("%s names %s, which is no report", in.ID, id)
			}
		}
	}
}

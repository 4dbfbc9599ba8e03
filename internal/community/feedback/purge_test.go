package feedback

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/ledger/ledgertest"
)

func keyOf(err error) string {
	if e, ok := err.(*fault.Error); ok { //nolint:errorlint // they come bare
		return e.Key
	}
	return ""
}

func (s *stage) purge() int {
	s.Helper()
	n, err := s.Purge(s.Context())
	s.ok(err)
	return n
}

// there tells whether a complaint can be opened.
func (s *stage) there(a policy.Actor, id record.ID) bool {
	s.Helper()
	_, err := s.Open(s.Context(), a, id)
	if err != nil && !fault.Is(err, fault.Missing) {
		s.Fatal(err)
	}
	return err == nil
}

// Five years after it was said a complaint goes, whatever was done about it; what whoever
// complained added, or a person decided in the last sixty days, begins them anew.
func TestWhatIsSaidGoesAfterFiveYears(t *testing.T) {
	s := newStage(t)
	mariem := s.hire("Mariem", s.hq, policy.Safeguarding)
	worked, _ := s.send("worked", Other, "the well is dry")
	renewed, _ := s.send("renewed", OfStaff, "he asks for money")
	added, receipt := s.send("added", Other, "nobody came")
	begin := s.now
	s.now = begin.Add(Longest - 2*Notice)
	c := s.open(mariem, worked)
	s.ok(s.Answer(t.Context(), mariem, worked, c.Revision, Word{ID: record.IDOf("w"), Text: "we come tomorrow", Language: lang.French}))
	s.ok(s.Close(t.Context(), mariem, worked, s.open(mariem, worked).Revision, Explained))
	s.ok(s.AddWord(t.Context(), receipt, record.IDOf("again"), "still nobody", lang.French))
	if err := s.RenewComplaint(t.Context(), mariem, renewed, s.open(mariem, renewed).Revision, "the inquiry goes on"); keyOf(err) != "feedback.renew.early" {
		t.Errorf("120 days before: %v", err)
	}
	s.now = begin.Add(Longest - Notice - time.Minute)
	if w, err := s.Waiting(t.Context(), mariem); err != nil || w.Leaving != 0 {
		t.Errorf("61 days before: %+v, %v", w, err)
	}
	s.now = begin.Add(Longest - Notice + time.Minute)
	all, err := s.List(t.Context(), mariem, Leaving)
	s.ok(err)
	if w, err := s.Waiting(t.Context(), mariem); err != nil || w.Leaving != 2 || len(all) != 2 || !all[0].Leaves.Equal(begin.Add(Longest)) {
		t.Errorf("60 days before: %+v, %+v, %v", w, all, err)
	}
	if err := s.RenewComplaint(t.Context(), mariem, renewed, s.open(mariem, renewed).Revision, " "); keyOf(err) != "feedback.renew.reason" {
		t.Errorf("without a reason: %v", err)
	}
	s.ok(s.RenewComplaint(t.Context(), mariem, renewed, s.open(mariem, renewed).Revision, "the inquiry goes on"))
	s.now = begin.Add(Longest - time.Minute)
	if n := s.purge(); n != 0 {
		t.Errorf("on day 1,825 %d went", n)
	}
	s.now = begin.Add(Longest)
	if n := s.purge(); n != 1 || s.there(mariem, worked) || !s.there(mariem, renewed) || !s.there(mariem, added) {
		t.Errorf("on day 1,826 %d went", n)
	}
	s.now = begin.Add(2 * Longest)
	if n := s.purge(); n != 2 {
		t.Errorf("ten years after %d went", n)
	}
}

// A rumour goes five years after it was heard last, its answer and what people said of it.
func TestARumourGoesAfterFiveYears(t *testing.T) {
	s := newStage(t)
	a := s.hire("Aminata", s.hq, policy.Organiser)
	for _, id := range []string{"once", "again", "renewed"} {
		s.ok(s.Hear(t.Context(), a, Heard{ID: record.IDOf(id), Text: "the well is poisoned", Language: lang.French, Risk: Low}))
	}
	begin := s.now
	revision := func(id string) int64 { return s.revisionOf(t.Context(), record.IDOf(id)) }
	s.now = begin.Add(Longest - Notice + time.Minute)
	s.ok(s.HearAgain(t.Context(), a, record.IDOf("again"), revision("again")))
	all, err := s.Rumours(t.Context(), a, Leaving)
	s.ok(err)
	if len(all) != 2 || !all[0].Leaves.Equal(begin.Add(Longest)) {
		t.Errorf("60 days before: %+v", all)
	}
	s.ok(s.RenewRumour(t.Context(), a, record.IDOf("renewed"), revision("renewed"), "it is told every year"))
	s.now = begin.Add(Longest)
	if n := s.purge(); n != 1 {
		t.Errorf("%d went", n)
	}
	s.ok(s.Hear(t.Context(), a, Heard{ID: record.IDOf("once"), Text: "the well is poisoned", Language: lang.French, Risk: Low}))
	if all, err := s.Rumours(t.Context(), a, Open); err != nil || len(all) != 2 {
		t.Errorf("sent again after it went there are %d: %v", len(all), err)
	}
}

// Whoever holds the receipt of what went is told so, and what is sent again does not come
// back; of a receipt that there never was nothing is said.
func TestTheReceiptOfWhatWentSaysSo(t *testing.T) {
	s := newStage(t)
	s.hire("Mariem", s.hq, policy.Safeguarding)
	_, receipt := s.send("one", OfStaff, "he asks for money")
	_, stays := s.send("two", Other, "the well is dry")
	s.now = s.now.Add(Longest - time.Hour)
	s.ok(s.AddWord(t.Context(), stays, record.IDOf("w"), "still", lang.French))
	s.now = s.now.Add(time.Hour)
	if n := s.purge(); n != 1 {
		t.Fatalf("%d went", n)
	}
	if _, err := s.Thread(t.Context(), receipt); keyOf(err) != "feedback.gone" {
		t.Errorf("its receipt says %v", err)
	}
	if err := s.AddWord(t.Context(), receipt, record.IDOf("late"), "and now?", lang.French); keyOf(err) != "feedback.gone" {
		t.Errorf("a word behind it: %v", err)
	}
	if _, err := s.Thread(t.Context(), stays); err != nil {
		t.Errorf("the receipt of what stays says %v", err)
	}
	if _, err := s.Thread(t.Context(), "000000000000"); keyOf(err) == "feedback.gone" || !fault.Is(err, fault.Missing) {
		t.Errorf("a receipt that there never was says %v", err)
	}
	if _, err := s.Accept(t.Context(), Incoming{ID: record.IDOf("one"), Kind: OfStaff, Text: "he asks for money", Language: lang.French}); keyOf(err) != "feedback.gone" {
		t.Errorf("sent again: %v", err)
	}
}

// Whoever may not read a complaint is not told that it goes, neither by counts nor by
// lists nor by what stays of it: tombstones say the same of all.
func TestNobodyLearnsThatAComplaintAboutStaffGoes(t *testing.T) {
	s := newStage(t)
	s.hire("Mariem mint Ahmed", s.hq, policy.Safeguarding)
	other := s.hire("Khadija mint Cheikh", s.hq, policy.Safeguarding)
	concerned := s.hire("Yahya ould Sidi", s.hq, policy.Safeguarding)
	others := []policy.Actor{concerned}
	for i, role := range []policy.Role{policy.Organiser, policy.Trainer, policy.Mobiliser, policy.Programme} {
		others = append(others, s.hire(string(role), []record.ID{s.hq, s.east, s.hq, s.west}[i], role))
	}
	id, _ := s.send("one", OfStaff, "Yahya ould Sidi asks for money")
	thanks, _ := s.send("two", Thanks, "thank you")
	s.now = s.now.Add(Longest - time.Hour)
	if w, err := s.Waiting(t.Context(), other); err != nil || w.Leaving != 2 {
		t.Errorf("its reader: %+v, %v", w, err)
	}
	s.ok(s.RenewComplaint(t.Context(), other, thanks, s.open(other, thanks).Revision, "a nice one"))
	for _, a := range others {
		if w, err := s.Waiting(t.Context(), a); err == nil && w.Leaving != 0 {
			t.Errorf("%v counts %+v", a.Roles, w)
		}
		s.gone(a, id)
	}
	s.now = s.now.Add(Longest)
	if n := s.purge(); n != 2 {
		t.Fatalf("%d went", n)
	}
	var told []string
	for _, of := range []record.ID{id, thanks} {
		revs, err := s.ledger.History(t.Context(), of)
		s.ok(err)
		last := revs[len(revs)-1]
		if last.Kind != record.Erasure {
			t.Errorf("the last revision is of kind %v", last.Kind)
		}
		told = append(told, string(last.Body))
		for _, r := range revs[:len(revs)-1] {
			if len(r.Body) > 0 {
				t.Errorf("a body of kind %v is left", r.Kind)
			}
		}
	}
	if told[0] != told[1] {
		t.Errorf("what stays tells %q of one about staff, and %q of thanks", told[0], told[1])
	}
}

// Nothing of what went is left, in no file and no table, and tables that are made again
// know its receipt.
func TestNothingOfWhatWentIsLeft(t *testing.T) {
	s := newStage(t)
	s.hire("Mariem", s.hq, policy.Safeguarding)
	organiser := s.hire("Aminata", s.hq, policy.Organiser)
	_, receipt := s.send("one", Other, "kanarienvogel")
	s.ok(s.AddWord(t.Context(), receipt, record.IDOf("w"), "kanarienvogel again", lang.French))
	s.ok(s.Hear(t.Context(), organiser, Heard{ID: record.IDOf("r"), Text: "kanarienvogel at the well", Language: lang.French, Risk: Low}))
	s.now = s.now.Add(Longest)
	if n := s.purge(); n != 2 {
		t.Fatalf("%d went", n)
	}
	s.ok(s.ledger.Close())
	s.ok(filepath.WalkDir(s.options.Dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if strings.Contains(string(content), "kanarienvogel") || strings.Contains(string(content), receipt) {
			t.Errorf("%s holds the canary", path)
		}
		return err
	}))
	_, err := ledger.Rebuild(t.Context(), s.options, nil)
	s.ok(err)
	s.ledger = ledgertest.Open(t, s.options)
	s.opt.Ledger = s.ledger
	if _, err := s.Thread(t.Context(), receipt); keyOf(err) != "feedback.gone" {
		t.Errorf("made again the receipt says %v", err)
	}
}

// More than go in one commit go all the same.
func TestMuchGoesInSeveralCommits(t *testing.T) {
	s := newStage(t)
	a := s.hire("Aminata", s.hq, policy.Organiser)
	for i := range atOnce + 5 {
		s.send(strings.Repeat("x", i+1), Other, "the well is dry")
	}
	s.ok(s.Hear(t.Context(), a, Heard{ID: record.IDOf("r"), Text: "the well is poisoned", Language: lang.French, Risk: Low}))
	s.now = s.now.Add(Longest)
	if n := s.purge(); n != atOnce+6 {
		t.Errorf("%d went", n)
	}
}

package feedback

import (
	"fmt"
	"strings"
	"testing"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
)

func reply(text string) Reply {
	r := Reply{}
	for _, l := range lang.All() {
		r[l] = Words{"The water is tested each week", text}
	}
	return r
}

// hear is a rumour as somebody hears it.
func (s *stage) hear(a policy.Actor, text string) record.ID {
	s.Helper()
	id := record.IDOf(text)
	s.ok(s.Hear(s.Context(), a, Heard{ID: id, Text: text, Language: lang.French, Risk: High}))
	return id
}

func (s *stage) rumour(a policy.Actor, id record.ID) Rumour {
	s.Helper()
	r, err := s.Rumour(s.Context(), a, id)
	s.ok(err)
	return r
}

// The public reads answers that two people have checked, to the letter, and never what
// is rumoured.
func TestThePublicReadsCheckedAnswersAlone(t *testing.T) {
	s := newStage(t)
	a, b := s.hire("a", s.east, policy.Mobiliser), s.hire("b", s.hq, policy.Organiser)
	id := s.hear(a, "canary: they say the water makes children ill")
	public := func(want int) {
		t.Helper()
		all, err := s.Answers(t.Context())
		s.ok(err)
		if len(all) != want || strings.Contains(fmt.Sprintf("%+v", all), "canary") {
			t.Errorf("the public reads %+v, want %d answers", all, want)
		}
	}
	public(0)
	s.ok(s.Draft(t.Context(), a, id, s.rumour(a, id).Revision, reply("It is clean.")))
	public(0)
	old := s.rumour(a, id).Pending.Sum()
	if err := s.Check(t.Context(), a, id, old); !fault.Is(err, fault.Denied) {
		t.Errorf("whoever wrote it let it out: %v", err)
	}
	s.ok(s.Draft(t.Context(), a, id, s.rumour(a, id).Revision, reply("It is clean, and you may look on.")))
	if err := s.Check(t.Context(), b, id, old); !fault.Is(err, fault.Conflict) {
		t.Errorf("a text that was changed meanwhile went out: %v", err)
	}
	public(0)
	s.ok(s.Check(t.Context(), b, id, s.rumour(b, id).Pending.Sum()))
	public(1)
	// A new text waits again, and what was checked stays until then.
	s.ok(s.Draft(t.Context(), b, id, s.rumour(b, id).Revision, reply("Another text.")))
	public(1)
	if err := s.Check(t.Context(), b, id, s.rumour(b, id).Pending.Sum()); !fault.Is(err, fault.Denied) {
		t.Errorf("whoever wrote the second text let it out: %v", err)
	}
	s.ok(s.End(t.Context(), a, id, s.rumour(a, id).Revision))
	public(0)
}

// A rumour is kept without whom it is about.
func TestNobodyIsNamed(t *testing.T) {
	s := newStage(t)
	a := s.hire("a", s.hq, policy.Mobiliser)
	for _, text := range []string{"Mohamed Ould Ahmed sells the food", "يقولون إن محمد ولد أحمد يبيع الطعام", "call 36 12 34 56, he knows"} {
		h := Heard{ID: record.IDOf(text), Text: text, Risk: Low}
		if err := s.Hear(t.Context(), a, h); !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "looks like a person") {
			t.Errorf("%q: %v", text, err)
		}
		h.Named = true // the person looked, and says that it is nobody
		s.ok(s.Hear(t.Context(), a, h))
	}
	id := s.hear(a, "the food is old")
	if err := s.Draft(t.Context(), a, id, s.rumour(a, id).Revision, reply("Ask Fatimetou Mint Salem.")); !fault.Is(err, fault.Invalid) {
		t.Errorf("an answer that names somebody: %v", err)
	}
	half := reply("x")
	delete(half, lang.Arabic)
	if err := s.Draft(t.Context(), a, id, s.rumour(a, id).Revision, half); !fault.Is(err, fault.Invalid) {
		t.Errorf("an answer without Arabic: %v", err)
	}
}

// What happens to a rumour: heard again, answered, spread, and what people said.
func TestCourseOfARumour(t *testing.T) {
	s := newStage(t)
	a, b, other := s.hire("a", s.east, policy.Mobiliser), s.hire("b", s.hq, policy.Organiser), s.hire("c", s.west, policy.Organiser)
	trainer := s.hire("t", s.east, policy.Trainer)
	low := record.IDOf("low")
	s.ok(s.Hear(t.Context(), trainer, Heard{ID: low, Text: "the school closes", Risk: Low}))
	id := s.hear(a, "the camp is moved")
	s.ok(s.HearAgain(t.Context(), trainer, id, s.rumour(trainer, id).Revision))
	told := Spread{ID: record.IDOf("s"), Way: AtActivity, Day: "2026-11-25", Said: "they were calmer"}
	if err := s.Tell(t.Context(), a, id, s.rumour(a, id).Revision, told); !fault.Is(err, fault.Conflict) {
		t.Errorf("spread without an answer: %v", err)
	}
	if err := s.Draft(t.Context(), trainer, id, s.rumour(a, id).Revision, reply("It stays.")); !fault.Is(err, fault.Denied) {
		t.Errorf("a trainer answered: %v", err)
	}
	s.ok(s.Draft(t.Context(), a, id, s.rumour(a, id).Revision, reply("It stays.")))
	s.ok(s.Check(t.Context(), b, id, s.rumour(b, id).Pending.Sum()))
	for range 2 {
		s.ok(s.Tell(t.Context(), a, id, s.rumour(a, id).Revision, told))
	}
	r := s.rumour(b, id)
	if r.Heard != 2 || len(r.Spread) != 1 || r.Spread[0].Said != "they were calmer" || r.Checker != b.ID {
		t.Errorf("it is %+v", r)
	}
	board, err := s.Rumours(t.Context(), b, Open)
	s.ok(err)
	if len(board) != 2 || board[0].ID != id || board[1].ID != low {
		t.Errorf("the board is %+v", board)
	}
	if all, err := s.Rumours(t.Context(), other, Open); err != nil || len(all) != 0 {
		t.Errorf("another unit sees %+v, %v", all, err)
	}
	if _, err := s.Rumour(t.Context(), other, id); !fault.Is(err, fault.Missing) {
		t.Errorf("another unit opened it: %v", err)
	}
	for _, bad := range []Heard{{ID: record.IDOf("x"), Text: "x", Risk: Low, Since: "2027-01-01"}, {ID: record.IDOf("x"), Text: "x", Risk: "some"}, {ID: record.IDOf("x"), Risk: Low}, {Text: "x", Risk: Low}} {
		if err := s.Hear(t.Context(), a, bad); !fault.Is(err, fault.Invalid) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}

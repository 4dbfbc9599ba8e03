package feedback

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/receipt"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// everyRole hires somebody for each role, and for some two at once, at each unit.
func (s *stage) everyRole() (all []policy.Actor) {
	for _, u := range []record.ID{s.hq, s.east, s.west} {
		for _, r := range policy.Roles() {
			if r != policy.Safeguarding {
				all = append(all, s.hire(fmt.Sprintf("%s %s", r, u), u, r))
			}
		}
		for _, r := range []policy.Role{policy.Organiser, policy.Trainer, policy.Mobiliser, policy.Programme, policy.Chief, policy.Administrator, policy.Oversight} {
			all = append(all, s.hire(fmt.Sprintf("both %s %s", r, u), u, policy.Safeguarding, r))
		}
	}
	return all
}

// What is said about staff exists for safeguarding alone: everybody else hears of it
// what is heard of nothing, and their counts and lists are the same with it and
// without it.
func TestAComplaintAboutStaffExistsForNobodyElse(t *testing.T) {
	s := newStage(t)
	reader := s.hire("Khadija Mint Salem", s.west, policy.Safeguarding)
	others := s.everyRole()
	s.send("help", OfHelp, "my aunt was left out")
	see := func() (told []string) {
		for _, a := range others {
			waiting, err := s.Waiting(t.Context(), a)
			s.ok(err)
			list, err := s.List(t.Context(), a, Open)
			s.ok(err)
			told = append(told, fmt.Sprint(waiting, list))
		}
		return told
	}
	before := see()
	id, _ := s.send("staff", OfStaff, "the driver asks girls for kisses before they get water")
	s.now = s.now.Add(StaffWithin + time.Hour) // when it is overdue nobody else is told either
	if after := see(); !slices.Equal(before, after) {
		t.Error("lists or counts of others are not the same with and without it")
	}
	for _, a := range others {
		s.gone(a, id)
	}
	if c := s.open(reader, id); !strings.HasPrefix(c.Text, "the driver") || !c.Overdue(s.now) {
		t.Errorf("the reader opened %+v", c)
	}
	if w, err := s.Waiting(t.Context(), reader); err != nil || w != (Backlog{Open: 1, Overdue: 1}) {
		t.Errorf("the reader counts %+v, %v", w, err)
	}
}

// A person of safeguarding whom it is about is like everybody else, from the first
// moment on.
func TestWhomItIsAboutNeverReadsIt(t *testing.T) {
	s := newStage(t)
	mariem, sidi := s.hire("Mariem Mint Ahmed", s.east, policy.Safeguarding), s.hire("Sidi Ould Brahim", s.hq, policy.Safeguarding)
	named, _ := s.send("named", OfStaff, "Meriem mint Ahmed takes money from the women for the list")
	s.gone(mariem, named)
	s.open(sidi, named)

	got, err := s.Accept(t.Context(), Incoming{ID: record.IDOf("asked"), Kind: OfStaff, Text: "she takes money", About: "مريم"})
	s.ok(err)
	s.gone(mariem, got.ID)

	got, err = s.Accept(t.Context(), Incoming{ID: record.IDOf("nobody"), Kind: OfStaff, Text: "whoever reads this takes money", AboutReader: true})
	s.ok(err)
	nobody := got.ID
	s.gone(mariem, nobody)
	s.gone(sidi, nobody)
	s.open(s.hire("Aminetou Mint Vall", s.hq, policy.Safeguarding), nobody) // who came later

	// What comes out while it is looked into.
	late, _ := s.send("late", OfStaff, "somebody at the office takes money")
	c := s.open(sidi, late)
	s.open(mariem, late)
	s.ok(s.Keep(t.Context(), sidi, late, c.Revision, mariem.ID))
	s.gone(mariem, late)
	// And who steps back.
	c = s.open(sidi, late)
	s.ok(s.Keep(t.Context(), sidi, late, c.Revision, sidi.ID))
	s.gone(sidi, late)
	// Whom it is about is not let in by a role that comes later.
	trainer := s.hire("Oumar Ba", s.east, policy.Trainer)
	again, _ := s.send("again", OfStaff, "a trainer takes money")
	c = s.open(sidi, again)
	s.ok(s.Keep(t.Context(), sidi, again, c.Revision, trainer.ID))
	s.gone(s.hire("Oumar Ba", s.east, policy.Safeguarding), again)
}

// The list is to the letter what the rules say of each row.
func TestTheListIsWhatTheRulesSay(t *testing.T) {
	s := newStage(t)
	var readers []policy.Actor
	for i := range 4 {
		readers = append(readers, s.hire(fmt.Sprintf("reader %d", i), []record.ID{s.hq, s.east, s.west, s.hq}[i], policy.Safeguarding))
	}
	all := append(s.everyRole(), readers...)
	rng := rand.New(rand.NewPCG(1, 2))
	var ids []record.ID
	for i := range 60 {
		by := s.hire("who", []record.ID{s.hq, s.east, s.west}[rng.IntN(3)], policy.Mobiliser)
		got, err := s.Enter(t.Context(), by, Incoming{ID: record.IDOf(fmt.Sprint(i)), Kind: Kinds()[rng.IntN(5)], Text: "something"})
		s.ok(err)
		id := got.ID
		ids = append(ids, id)
		if c := s.loaded(id); c.Staff() && rng.IntN(2) == 0 {
			for _, a := range readers {
				if rng.IntN(2) == 0 {
					_ = s.Keep(t.Context(), readers[0], id, s.loaded(id).Revision, a.ID) // denied to who is kept out already
				}
			}
		}
	}
	seen := 0
	for _, a := range all {
		list, err := s.List(t.Context(), a, Open)
		s.ok(err)
		for _, id := range ids {
			listed := slices.ContainsFunc(list, func(c Complaint) bool { return c.ID == id })
			if allowed := s.may(t.Context(), a, s.loaded(id), "list") == nil; allowed != listed {
				t.Errorf("%v: the rules say %v of %v, the list %v", a.Roles, allowed, id, listed)
			}
			if listed {
				seen++
			}
		}
	}
	if seen == 0 {
		t.Error("nobody saw anything")
	}
}

func (s *stage) loaded(id record.ID) (c *Complaint) {
	s.ok(s.ledger.View(s.Context(), func(tx *store.Tx) (err error) {
		c, err = load(tx, id)
		return err
	}))
	return c
}

// Headers and audit lines tell a complaint about staff from thanks by nothing.
func TestHeadersTellNoKind(t *testing.T) {
	s := newStage(t)
	reader := s.hire("Khadija Mint Salem", s.hq, policy.Safeguarding)
	course := func(id string, kind Kind) (lines []string) {
		n, err := s.ledger.End(t.Context())
		s.ok(err)
		c, _ := s.send(id, kind, "x")
		s.open(reader, c)
		s.ok(s.Answer(t.Context(), reader, c, s.loaded(c).Revision, Word{ID: record.IDOf(id + "word"), Text: "we look into it", Language: lang.French}))
		s.ok(s.Close(t.Context(), reader, c, s.loaded(c).Revision, Changed))
		hs, err := s.ledger.Since(t.Context(), n, 100)
		s.ok(err)
		for _, h := range hs {
			rev, err := s.ledger.Read(t.Context(), h.Seq)
			s.ok(err)
			said := ""
			if h.Kind == record.Opening {
				said = string(rev.Body)
			}
			lines = append(lines, fmt.Sprint(h.Kind, h.Author, h.Handling, len(h.Parents), said))
		}
		return lines
	}
	staff, thanks := course("a", OfStaff), course("b", Thanks)
	if !slices.Equal(staff, thanks) || len(staff) != 4 || !strings.HasPrefix(staff[1], "opening") {
		t.Errorf("the lines are\n%v\n%v", staff, thanks)
	}
}

// Every opening leaves a line; a list shows no text that would make it needless.
func TestReadingIsOpening(t *testing.T) {
	s := newStage(t)
	reader := s.hire("Khadija Mint Salem", s.hq, policy.Safeguarding)
	id, _ := s.send("a", OfStaff, "canary")
	list, err := s.List(t.Context(), reader, Open)
	s.ok(err)
	if len(list) != 1 || list[0].Text != "" || list[0].Receipt != "" {
		t.Errorf("the list shows %+v", list)
	}
	for n := range 3 {
		s.open(reader, id)
		lines := 0
		hs, _, err := s.ledger.Audit(t.Context(), ledger.AuditQuery{Subject: id, Kind: record.Opening})
		s.ok(err)
		if lines = len(hs); lines != n+1 || hs[0].Author != reader.ID {
			t.Errorf("%d openings left %d lines", n+1, lines)
		}
	}
	before, err := s.ledger.End(t.Context())
	s.ok(err)
	s.gone(s.hire("o", s.hq, policy.Organiser), id)
	if after, err := s.ledger.End(t.Context()); err != nil || after != before {
		t.Error("asking in vain left something")
	}
}

// Who is given the receipt comes back to read the answer and to add a word.
func TestTheReceiptLeadsBack(t *testing.T) {
	s := newStage(t)
	reader := s.hire("Khadija Mint Salem", s.hq, policy.Safeguarding)
	mobiliser := s.hire("Oumar Ba", s.east, policy.Mobiliser)
	in := Incoming{ID: record.IDOf("told"), Kind: OfStaff, Text: "told at the well", Language: lang.Arabic}
	got, err := s.Enter(t.Context(), mobiliser, in)
	s.ok(err)
	again, err := s.Enter(t.Context(), mobiliser, in)
	s.ok(err)
	if r, err := receipt.Parse(got.Receipt); err != nil || r != again.Receipt || !again.Known || got.Known {
		t.Errorf("%+v, then %+v, %v", got, again, err)
	}
	id := got.ID
	s.gone(mobiliser, id) // who wrote it down reads it no more
	if _, err := s.Enter(t.Context(), mobiliser, Incoming{ID: in.ID, Kind: Thanks, Text: "else"}); !fault.Is(err, fault.Conflict) {
		t.Errorf("something else under the same id: %v", err)
	}
	c := s.open(reader, id)
	if err := s.Close(t.Context(), reader, id, c.Revision, Changed); !fault.Is(err, fault.Conflict) {
		t.Errorf("it was closed without an answer: %v", err)
	}
	answer := Word{ID: record.IDOf("answer"), Text: " we hear you ", Language: lang.Arabic}
	s.ok(s.Answer(t.Context(), reader, id, c.Revision, answer))
	s.ok(s.Answer(t.Context(), reader, id, c.Revision, answer)) // the line was cut: sent again
	c = s.open(reader, id)
	if c.Handler != reader.ID || c.First.IsZero() || c.State != Answered {
		t.Errorf("after the answer it is %+v", c)
	}
	s.ok(s.Close(t.Context(), reader, id, c.Revision, Measures))
	th, err := s.Thread(t.Context(), got.Receipt)
	s.ok(err)
	if len(th.Words) != 1 || th.Words[0].Text != "we hear you" || !th.Words[0].By.Zero() || th.State != Closed {
		t.Errorf("behind the receipt is %+v", th)
	}
	for range 2 {
		s.ok(s.AddWord(t.Context(), got.Receipt, record.IDOf("word"), "it goes on", lang.Arabic))
	}
	if c = s.open(reader, id); len(c.Words) != 2 || c.State != Waiting || c.Outcome != "" {
		t.Errorf("after the word it is %+v", c)
	}
	if _, err := s.Thread(t.Context(), "000000000000"); !fault.Is(err, fault.Missing) {
		t.Errorf("no receipt: %v", err)
	}
}

// It is handed on to another person of safeguarding, and to nobody whom it is about.
func TestHandingOver(t *testing.T) {
	s := newStage(t)
	a, b, c := s.hire("Khadija Mint Salem", s.hq, policy.Safeguarding), s.hire("Sidi Ould Brahim", s.east, policy.Safeguarding), s.hire("Mariem Mint Ahmed", s.east, policy.Safeguarding)
	o := s.hire("Oumar Ba", s.hq, policy.Organiser)
	id, _ := s.send("x", OfStaff, "Mariem Mint Ahmed takes money")
	rev := s.open(a, id).Revision
	for _, to := range []record.ID{c.ID, o.ID, record.IDOf("nobody")} {
		if err := s.HandOver(t.Context(), a, id, rev, to); !fault.Is(err, fault.Invalid) {
			t.Errorf("handed to %v: %v", to, err)
		}
	}
	s.ok(s.HandOver(t.Context(), a, id, rev, b.ID))
	if got := s.open(b, id); got.Handler != b.ID {
		t.Errorf("it is with %v", got.Handler)
	}
	if err := s.Answer(t.Context(), a, id, rev, Word{ID: record.IDOf("w"), Text: "x"}); !fault.Is(err, fault.Conflict) {
		t.Errorf("an answer to what was changed meanwhile: %v", err)
	}
}

// A complaint that turns out to be about staff goes to safeguarding, and is gone for
// those who passed it on; within 72 hours from there.
func TestPassingOn(t *testing.T) {
	s := newStage(t)
	reader, o := s.hire("Khadija Mint Salem", s.hq, policy.Safeguarding), s.hire("Oumar Ba", s.hq, policy.Organiser)
	id, _ := s.send("x", OfHelp, "the list is for those who pay the driver")
	if err := s.Keep(t.Context(), o, id, s.open(o, id).Revision, o.ID); !fault.Is(err, fault.Conflict) {
		t.Errorf("kept from what is not about staff: %v", err)
	}
	s.ok(s.Pass(t.Context(), o, id, s.open(o, id).Revision))
	s.gone(o, id)
	if c := s.open(reader, id); !c.Staff() {
		t.Errorf("it is %+v", c)
	}
}

// Hostile and empty texts.
func TestWhatIsNotTaken(t *testing.T) {
	s := newStage(t)
	for name, in := range map[string]Incoming{
		"no id":            {Kind: Thanks, Text: "x"},
		"no kind":          {ID: record.IDOf("x"), Text: "x"},
		"an unknown kind":  {ID: record.IDOf("x"), Kind: "praise", Text: "x"},
		"no text":          {ID: record.IDOf("x"), Kind: Thanks, Text: " \r\n "},
		"a long name":      {ID: record.IDOf("x"), Kind: Thanks, Text: "x", About: strings.Repeat("a", MaxAbout+1)},
		"signs that steer": {ID: record.IDOf("x"), Kind: Thanks, Text: "a\u202eb"},
	} {
		if _, err := s.Accept(t.Context(), in); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := s.Accept(t.Context(), Incoming{ID: record.IDOf("x"), Kind: Thanks, Text: strings.Repeat("a", MaxText+1)}); !fault.Is(err, fault.TooLarge) {
		t.Errorf("a book: %v", err)
	}
}

// Where nobody holds the role it is kept, and said that nobody hears it yet.
func TestNobodyListens(t *testing.T) {
	s := newStage(t)
	id, r := s.send("x", OfStaff, "canary")
	if s.Listening(t.Context()) || r == "" {
		t.Error("somebody listens")
	}
	reader := s.hire("Khadija Mint Salem", s.hq, policy.Safeguarding)
	if !s.Listening(t.Context()) || s.open(reader, id).Text != "canary" {
		t.Error("it was lost")
	}
}

// What a reader sees of a complaint, its id and its words, does not bring the receipt: who
// has that speaks as whoever complained, and reads what safeguarding answers.
func TestAReaderIsNotHandedTheReceipt(t *testing.T) {
	s := newStage(t)
	o := s.hire("Oumar Ba", s.hq, policy.Organiser)
	id, r := s.send("x", OfHelp, "the list is for those who pay the driver")
	c := s.open(o, id)
	in := Incoming{ID: c.ID, Kind: c.Kind, Text: c.Text, Place: c.Place, Language: c.Language}
	s.ok(s.Pass(t.Context(), o, id, c.Revision))
	for how, ask := range map[string]func() (Accepted, error){
		"on the page":    func() (Accepted, error) { return s.Accept(t.Context(), in) },
		"in the console": func() (Accepted, error) { return s.Enter(t.Context(), o, in) },
	} {
		if got, err := ask(); err == nil && (got.Receipt == r || got.Known) {
			t.Errorf("sending it again %s brought the receipt", how)
		}
	}
}

// Somebody who says who must not read it complains of somebody who works here, whatever
// they chose above; and is heard when they say so later, or once more.
func TestWhoMustNotReadItIsHeardWhenever(t *testing.T) {
	s := newStage(t)
	mariem, sidi := s.hire("Mariem Mint Ahmed", s.east, policy.Safeguarding), s.hire("Sidi Ould Brahim", s.hq, policy.Safeguarding)
	organiser := s.hire("Oumar Ba", s.hq, policy.Organiser)
	for _, in := range []Incoming{{Kind: OfActivity, About: "Oumar"}, {Kind: Other, AboutReader: true, About: "Mariem"}} {
		in.ID, in.Text = record.IDOf(in.About), "money was taken"
		got, err := s.Accept(t.Context(), in)
		s.ok(err)
		s.gone(organiser, got.ID)
		s.open(sidi, got.ID)
	}
	in := Incoming{ID: record.IDOf("back"), Kind: OfStaff, Text: "she takes money"}
	first, err := s.Accept(t.Context(), in)
	s.ok(err)
	s.open(mariem, first.ID)
	in.About = "Meriem"
	for range 2 {
		again, err := s.Accept(t.Context(), in)
		s.ok(err)
		if again.Receipt != first.Receipt {
			t.Errorf("another receipt: %+v", again)
		}
		s.gone(mariem, first.ID)
	}
	s.open(sidi, first.ID)
}

// Often the name comes with a further word. From then on whom it names reads no more.
func TestAWordThatNamesAReader(t *testing.T) {
	s := newStage(t)
	mariem, sidi := s.hire("Mariem Mint Ahmed", s.east, policy.Safeguarding), s.hire("Sidi Ould Brahim", s.hq, policy.Safeguarding)
	say := func(receipt, text string) {
		s.ok(s.AddWord(t.Context(), receipt, record.IDOf(text), text, lang.French))
	}
	late, r := s.send("late", OfStaff, "somebody of the office asks girls for kisses")
	s.open(mariem, late)
	say(r, "c'est Meriem mint Ahmed qui le fait")
	s.gone(mariem, late)
	s.open(sidi, late)

	thanked, r := s.send("thanked", OfStaff, "somebody asks girls for kisses")
	s.ok(s.Answer(t.Context(), mariem, thanked, s.open(mariem, thanked).Revision, Word{ID: record.IDOf("a"), Text: "Je suis Mariem. Où était-ce ?"}))
	say(r, "merci mariem, c'était au puits")
	s.open(mariem, thanked)
	say(r, "et Sidi le fait aussi")
	s.gone(sidi, thanked)
	say(r, "mariem le savait")
	s.open(mariem, thanked) // the last who is left, and by a forename

	passed, r := s.send("passed", OfHelp, "we get no help")
	say(r, "Mariem Mint Ahmed takes money for it")
	o := s.hire("Oumar Ba", s.hq, policy.Organiser)
	s.ok(s.Pass(t.Context(), o, passed, s.open(o, passed).Revision))
	s.gone(mariem, passed)
}

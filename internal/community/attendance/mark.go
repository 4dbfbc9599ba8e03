// Package attendance is who takes part in an activity and who was there: people
// are enrolled, a roll is taken on one or several devices, with or without a line,
// and what they say is merged. Two devices that say the same agree; two that differ
// are both kept until somebody who answers for the roll settles it.
package attendance

import (
	"cmp"
	"slices"
	"time"

	"wasl/internal/base/record"
)

// State is what a mark says of somebody at a session.
type State string

// The states. Unmarked takes a mark back.
const (
	Unmarked State = "none"
	Present  State = "present"
	Late     State = "late"
	Partial  State = "partial" // was there for a part of it
	Absent   State = "absent"
)

// States lists what a mark may say, in the order of a roll.
func States() []State { return []State{Present, Late, Partial, Absent, Unmarked} }

// There tells whether somebody took part, be it late or in part.
func (s State) There() bool { return s == Present || s == Late || s == Partial }

// Slot is what a mark is about: somebody at a session.
type Slot struct {
	Session, Person record.ID
}

// Word is what one source last said about a slot. No clock of a device orders it:
// N orders what one device says, Seq what the node heard.
type Word struct {
	Source record.ID // the device, or the account that marked at the console
	N      int64     // the device's own count of what it said; an account has none
	Saw    int64     // the newest Seq of the slot that the source knew of; 0 for none
	Seq    int64     // place in the ledger
	State  State
	By     record.ID // the account, or the pass that let the device in
	Settle bool      // by an account: it puts all that was said before in its place
	At     time.Time // when the node took it in
	Claim  time.Time // the device's own time: a claim, be it of 1970
	Head   bool      // nothing that was said since puts it aside
}

// Cell is all that was said about a slot, a word for each source.
type Cell []Word

// Take puts a word among the others and tells whether it changed anything: what a
// device sends twice, or after something newer of its own, does not.
//
// A word puts aside its source's earlier one. Beyond that a device puts aside only
// what it had seen, and only where that was of one mind: whoever marks offline next
// to another does not overrule them, and a conflict stays until it is settled.
func (c *Cell) Take(w Word) bool {
	own := slices.IndexFunc(*c, func(o Word) bool { return o.Source == w.Source })
	if own >= 0 && !w.Settle && (*c)[own].N >= w.N {
		return false
	}
	saw := w.Saw
	if w.Settle {
		saw = w.Seq
	} else if c.heads(saw).conflict() {
		saw = 0
	}
	if own >= 0 {
		*c = slices.Delete(*c, own, own+1)
	}
	for i := range *c {
		if (*c)[i].Seq <= saw {
			(*c)[i].Head = false
		}
	}
	w.Head = true
	*c = append(*c, w)
	return true
}

// heads are the words that stand, of those up to a place in the ledger.
func (c Cell) heads(upTo int64) (h Cell) {
	for _, w := range c {
		if w.Head && w.Seq <= upTo {
			h = append(h, w)
		}
	}
	return h
}

// conflict tells whether words differ. Who took a mark back says nothing.
func (c Cell) conflict() bool {
	var said State
	for _, w := range c {
		switch {
		case w.State == Unmarked:
		case said == "":
			said = w.State
		case said != w.State:
			return true
		}
	}
	return false
}

// Stand is how a slot stands.
type Stand struct {
	Slot
	State    State // of a conflict: what was heard last
	Conflict bool
	Seq      int64  // grows with everything said about it
	Words    []Word // that stand, the latest last
}

// Stand gives how the slot stands by all that was said.
func (c Cell) Stand(of Slot) Stand {
	s := Stand{Slot: of, State: Unmarked}
	for _, w := range c {
		s.Seq = max(s.Seq, w.Seq)
		if w.Head {
			s.Words = append(s.Words, w)
		}
	}
	slices.SortFunc(s.Words, func(a, b Word) int { return cmp.Compare(a.Seq, b.Seq) })
	for _, w := range s.Words {
		if w.State != Unmarked {
			s.State = w.State
		}
	}
	s.Conflict = Cell(s.Words).conflict()
	return s
}

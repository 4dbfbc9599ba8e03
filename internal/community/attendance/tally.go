package attendance

import "wasl/internal/base/record"

// Tally counts the marks of a session or of a person.
type Tally struct {
	Present, Late, Partial, Absent int
	Conflicts                      int // among them
}

// There is how many took part, be it late or in part.
func (t Tally) There() int { return t.Present + t.Late + t.Partial }

func (t *Tally) add(s Stand) {
	switch s.State {
	case Present:
		t.Present++
	case Late:
		t.Late++
	case Partial:
		t.Partial++
	case Absent:
		t.Absent++
	case Unmarked:
	}
	if s.Conflict {
		t.Conflicts++
	}
}

// Count counts a roll by session and by person.
func Count(stands []Stand) (bySession, byPerson map[record.ID]Tally) {
	bySession, byPerson = map[record.ID]Tally{}, map[record.ID]Tally{}
	for _, s := range stands {
		t := bySession[s.Session]
		t.add(s)
		bySession[s.Session] = t
		p := byPerson[s.Person]
		p.add(s)
		byPerson[s.Person] = p
	}
	return bySession, byPerson
}

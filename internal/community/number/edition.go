package number

import "time"

// An Edition is what is shown from one day on. Numbers move from edition to edition
// and not person by person: somebody who looks before and after one more came sees the
// same.
type Edition struct {
	N      int // 1 the first
	At     time.Time
	People int64        // in all, when it was made
	Cells  map[Key]Cell // those that are hidden, or of somebody; all others are nobody's
	// Figures are those of the slices whose people were shown: what they are of is known.
	Figures map[Slice]Figures
}

// A Cell is what one number shows.
type Cell struct {
	Shown  int64 // last
	In     int   // which edition; 0: it never was
	Hidden bool  // in this one
}

// Next gives the edition that follows e, which is nil before the first, from the
// numbers of today; or e itself where fewer than Few came or went since, and fewer said
// how content they were. A number that
// changed by fewer than Few since it was shown stays as it was shown, with enough
// others for nobody to work out by how many.
func (e *Edition) Next(c Counts, figures map[Slice]Figures, at time.Time) *Edition {
	if e == nil {
		e = &Edition{}
	} else if still(c[Key{}] - e.People) {
		return e.content(figures, at)
	}
	floor := map[Key]int64{}
	for k, cell := range e.Cells {
		floor[k] = cell.Shown
	}
	next := &Edition{N: e.N + 1, At: at, People: c[Key{}], Cells: map[Key]Cell{}, Figures: map[Slice]Figures{}}
	for k, hidden := range c.hide(floor) {
		cell := Cell{Shown: e.Cells[k].Shown, In: e.Cells[k].In, Hidden: hidden}
		if !hidden {
			cell.Shown, cell.In = c.value(k), next.N
		}
		if hidden || cell.Shown != 0 || e.Cells[k].Shown != 0 {
			next.Cells[k] = cell
		}
	}
	for s, f := range figures {
		all := Key{s, ""}
		if next.Cells[all].In == next.N {
			next.Figures[s] = f.shown(e.Figures[s], next.N)
		}
	}
	for s, f := range e.Figures {
		if _, newer := next.Figures[s]; !newer {
			next.Figures[s] = f.content(figures[s], next.N)
		}
	}
	return next
}

// content gives the edition in which nothing is new but how content people were; or e
// itself where fewer than Few said it since.
func (e *Edition) content(figures map[Slice]Figures, at time.Time) *Edition {
	was, known := e.Figures[Slice{}]
	if now := figures[Slice{}].Asked; !known || !enough(now) || still(now-was.Asked) {
		return e
	}
	next := &Edition{N: e.N + 1, At: at, People: e.People, Cells: e.Cells, Figures: map[Slice]Figures{}}
	for s, f := range e.Figures {
		next.Figures[s] = f.content(figures[s], next.N)
	}
	return next
}

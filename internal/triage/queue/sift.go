package queue

import (
	"wasl/internal/collect/report"
)

// Sift asks for what no index holds: a list looks through its rows for it, so
// many at a time.
type Sift struct {
	Languages []string // none: every language
	Places    []report.PlaceRef
	Graded    *bool
	Unread    bool // words of the reporter that no desk has answered
}

// maxSifted bounds the rows that a page looks through: some 40 ms. Whoever asks
// for the next page goes on where it stopped.
const maxSifted = 4000

func (s *Sift) none() bool {
	return len(s.Languages) == 0 && len(s.Places) == 0 && s.Graded == nil && !s.Unread
}

// condition is what the sift asks of a row, or nil for nothing.
func (s *Sift) condition() *condition {
	if s.none() {
		return nil
	}
	c := &condition{}
	among(c, "language", s.Languages)
	codes := make([]string, 0, len(s.Places))
	for _, p := range s.Places {
		codes = append(codes, p.List+" "+p.Code)
	}
	among(c, "list || ' ' || place", codes)
	if s.Graded != nil {
		if *s.Graded {
			c.add("source <> ''")
		} else {
			c.add("source = ''")
		}
	}
	if s.Unread {
		c.add("unread > 0")
	}
	return c
}

package place

import (
	"context"
	"io"
	"sync/atomic"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/network/sheet"
)

// Service knows the places. Looking up costs no reading of tables.
type Service struct {
	ledger *ledger.Ledger
	now    atomic.Pointer[atlas]
}

// New reads the places.
func New(ctx context.Context, l *ledger.Ledger) (*Service, error) {
	s := &Service{ledger: l}
	return s, s.Refresh(ctx)
}

// Refresh reads the places anew: after revisions of them that came from
// elsewhere. The service's own writes do it by themselves.
func (s *Service) Refresh(ctx context.Context) error {
	var places []Place
	err := s.ledger.View(ctx, func(tx *store.Tx) error {
		all, err := readAll(tx)
		for _, k := range all {
			places = append(places, k.Place)
		}
		return err
	})
	if err == nil {
		s.now.Store(newAtlas(places))
	}
	return err
}

// Len is the number of places.
func (s *Service) Len() int { return len(s.now.Load().places) }

// Get gives a place by its code in a list, older lists included.
func (s *Service) Get(list, code string) (Place, bool) { return s.now.Load().get(Ref{list, code}) }

// Find gives the place that a code alone means: the newest list has the first
// word, and then the older codes of places.
func (s *Service) Find(code string) (Place, bool) {
	a := s.now.Load()
	i, ok := a.codes[code]
	if !ok {
		return Place{}, false
	}
	return a.places[i], true
}

// Named gives the place that a person calls so, by code or by name in any spelling,
// where it is clear which one.
func (s *Service) Named(text string) (Place, bool) {
	if p, ok := s.Find(text); ok {
		return p, true
	}
	return s.now.Load().named(text)
}

// Path gives the place and those that it lies in, up to its country.
func (s *Service) Path(list, code string) []Place { return s.now.Load().path(Ref{list, code}) }

// Name is the place's name in l, or its code where it is not known here.
func (s *Service) Name(list, code string, l lang.Language) string {
	if p, ok := s.Get(list, code); ok {
		if n := p.Name.In(l); n != "" {
			return n
		}
	}
	return code
}

// Below gives the places right below one, by code; those at the top where code
// is "". Without a list, the code is taken as Find does.
func (s *Service) Below(list, code string) (below []Place) {
	a := s.now.Load()
	r := Ref{list, code}
	if list == "" && code != "" {
		if i, ok := a.codes[code]; ok {
			r = a.places[i].Ref()
		}
	} else if code == "" {
		r = Ref{}
	}
	for _, i := range a.below[r] {
		if p := a.places[i]; code != "" || list == "" || p.List == list {
			below = append(below, p)
		}
	}
	return below
}

// Search gives the places with names, other spellings or codes whose words begin
// like those of text, in any script that is known: the exact ones first, then
// from the largest down.
func (s *Service) Search(text string, limit int) []Place { return s.now.Load().search(text, limit) }

// Nearest gives the place nearest to a point, of the smallest that are known
// there, if any lies within 200 km.
func (s *Service) Nearest(lat, lon float64) (Place, bool) { return s.now.Load().nearest(lat, lon) }

// Put adds or changes places, all or none. Those that are as given already are
// left alone.
func (s *Service) Put(ctx context.Context, author record.ID, places ...Place) (Result, error) {
	for _, p := range places {
		if _, err := p.Check(); err != nil {
			return Result{}, err
		}
	}
	return s.write(ctx, author, places, false)
}

// Result is what a writing changed, or an import would.
type Result struct {
	New, Changed, Same int
	Problems           []sheet.Problem // if any, nothing was written
}

func (s *Service) write(ctx context.Context, author record.ID, places []Place, dry bool) (res Result, err error) {
	decide := func(tx *store.Tx) ([]ledger.Draft, error) {
		all, err := readAll(tx)
		if err != nil {
			return nil, err
		}
		there := make(map[Ref]known, len(all))
		for _, k := range all {
			there[k.Ref()] = k
		}
		res = Result{}
		var drafts []ledger.Draft
		for _, p := range places {
			d := ledger.Draft{
				Kind: record.Place, Record: p.ID(), Author: author, Body: body{bodyVersion, p},
				Handling: record.Handling{TLP: record.Clear, Purpose: "network-administration"},
			}
			switch k, ok := there[p.Ref()]; {
			case !ok:
				res.New++
			case k.Equal(p):
				res.Same++
				continue
			default:
				res.Changed++
				d.Parents = []record.Hash{k.rev}
			}
			drafts = append(drafts, d)
		}
		return drafts, nil
	}
	if dry {
		return res, s.ledger.View(ctx, func(tx *store.Tx) error {
			_, err := decide(tx)
			return err
		})
	}
	written, err := s.ledger.Write(ctx, decide)
	if err != nil || len(written) == 0 {
		return res, err
	}
	return res, s.Refresh(ctx)
}

// Export writes the places of a list as CSV that Import reads again.
func (s *Service) Export(w io.Writer, list string) error {
	var rows [][]string
	for _, p := range s.now.Load().places {
		if p.List == list {
			rows = append(rows, p.cells())
		}
	}
	return sheet.Write(w, Fields, rows)
}

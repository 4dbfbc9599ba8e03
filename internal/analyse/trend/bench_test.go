package trend

import (
	"math/rand/v2"
	"testing"
	"time"
)

// scattered draws events over a country and some days, in a hundred towns of
// different size and around them.
func scattered(n, days int, exact bool, rnd *rand.Rand) ([]Event, time.Time) {
	type town struct{ lat, lon float64 }
	towns := make([]town, 100)
	for i := range towns {
		towns[i] = town{15 + 12*rnd.Float64(), -17 + 12*rnd.Float64()}
	}
	from := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	events := make([]Event, n)
	for i := range events {
		at := towns[int(100*rnd.Float64()*rnd.Float64())]
		e := Event{At: from.AddDate(0, 0, rnd.IntN(days)), Located: true, Lat: at.lat, Lon: at.lon}
		if exact {
			e.Lat += rnd.NormFloat64() * 0.3
			e.Lon += rnd.NormFloat64() * 0.3
		}
		e.ID[0], e.ID[1], e.ID[2] = byte(i>>16), byte(i>>8), byte(i)
		events[i] = e
	}
	return events, from
}

// Ten thousand events of two years and 999 shufflings, at towns or at points of
// their own, for what lasts until now by day and for all the past by week.
func BenchmarkScan(b *testing.B) {
	for _, c := range []struct {
		name               string
		exact, prospective bool
	}{
		{"now/towns", false, true}, {"now/points", true, true}, {"past/towns", false, false}, {"past/points", true, false},
	} {
		b.Run(c.name, func(b *testing.B) {
			s := NewScan()
			s.MaxP = 1 // so that no look ends early
			if s.Prospective = c.prospective; !c.prospective {
				s.Unit, s.MaxUnits = 7, 4
			}
			events, from := scattered(10_000, 730, c.exact, rand.New(rand.NewPCG(1, 2)))
			for b.Loop() {
				if _, err := s.Find(b.Context(), events, from, from.AddDate(0, 0, 729), rand.New(rand.NewPCG(3, 4))); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkFlexible(b *testing.B) {
	s := oracleSeries(b)["all"]
	f := NewFlexible()
	for b.Loop() {
		f.Judge(s, len(s.Counts)-1)
	}
}

func BenchmarkEARS(b *testing.B) {
	s := oracleSeries(b)["all"]
	e := NewEARS(C3)
	for b.Loop() {
		e.Judge(s, len(s.Counts)-1)
	}
}

package number

import (
	"errors"
	"math"
	"testing"

	"pgregory.net/rapid"

	"wasl/internal/base/fault"
)

func near(t *testing.T, what string, got, want, within float64) {
	t.Helper()
	if !(math.Abs(got-want) <= within) {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

// The figures are those of Newcombe (1998), Statistics in Medicine 17, table I of the
// paper on one proportion (method 3).
func TestWilsonAgreesWithNewcombesTable(t *testing.T) {
	for _, c := range []struct {
		k, n      int64
		low, high float64
	}{{81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0, 0.1611}, {1, 29, 0.0061, 0.1718}} {
		i := Wilson(c.k, c.n, 0.95)
		near(t, "low", i.Low, c.low, 0.00005)
		near(t, "high", i.High, c.high, 0.00005)
	}
	if i := Wilson(0, 0, 0.95); i != (Interval{0, 1}) {
		t.Errorf("of nobody: %v", i)
	}
	if i := Wilson(7, 7, 0.95); i.High != 1 {
		t.Errorf("of all: %v", i)
	}
}

// Table II of the same author's paper on differences, method 10.
func TestDifferenceAgreesWithNewcombesTable(t *testing.T) {
	for _, c := range []struct {
		k1, n1, k2, n2 int64
		low, high      float64
	}{
		{56, 70, 48, 80, 0.0524, 0.3339},
		{9, 10, 3, 10, 0.1705, 0.8090},
		{6, 7, 2, 7, 0.0582, 0.8062},
		{5, 56, 0, 29, -0.0381, 0.1926},
		{0, 10, 0, 20, -0.1611, 0.2775},
		{0, 10, 0, 10, -0.2775, 0.2775},
		{10, 10, 0, 20, 0.6791, 1},
		{10, 10, 0, 10, 0.6075, 1},
	} {
		_, i := Difference(c.k1, c.n1, c.k2, c.n2, 0.95)
		near(t, "low", i.Low, c.low, 0.00005)
		near(t, "high", i.High, c.high, 0.00005)
	}
	if d, i := Difference(0, 0, 3, 10, 0.95); d != 0 || i != (Interval{-1, 1}) {
		t.Errorf("of nobody: %v %v", d, i)
	}
}

func TestMeanWithStudentsInterval(t *testing.T) {
	var s Sample
	for _, x := range []float64{1, 2, 3, 4, 5} {
		s.Add(x)
	}
	mean, i := s.Mean(0.95)
	near(t, "mean", mean, 3, 1e-12)
	near(t, "low", i.Low, 3-2.7764451*math.Sqrt(2.5/5), 1e-6) // t(0.975; 4)
	near(t, "high", i.High, 3+2.7764451*math.Sqrt(2.5/5), 1e-6)
	near(t, "t of 1", studentQuantile(0.95, 1), 12.7062047, 1e-6)
	near(t, "t of 120", studentQuantile(0.95, 120), 1.9799304, 1e-6)
	for _, few := range []Sample{{}, {1, 7, 49}} {
		if _, i := few.Mean(0.95); !math.IsInf(i.Low, -1) || !math.IsInf(i.High, 1) {
			t.Errorf("of %d numbers the mean is said to lie in %v", few.N, i)
		}
	}
}

// Twice as sure is never a narrower interval, and the share itself lies in it.
func TestWilsonHoldsTheShareAndGrowsWithConfidence(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(1, 100_000).Draw(t, "n")
		k := rapid.Int64Range(0, n).Draw(t, "k")
		p := float64(k) / float64(n)
		i, sure := Wilson(k, n, 0.9), Wilson(k, n, 0.99)
		if i.Low > p || i.High < p || sure.Low > i.Low || sure.High < i.High || sure.Low < 0 || sure.High > 1 {
			t.Fatalf("%d of %d: %v, %v", k, n, i, sure)
		}
	})
}

func TestSampleSizesOfTheTextbook(t *testing.T) {
	for _, c := range []struct {
		a    Asking
		want int64
	}{
		{Asking{Margin: 0.05}, 385},
		{Asking{Margin: 0.05, People: 1000}, 278},
		{Asking{Margin: 0.05, People: 54}, 48},
		{Asking{Margin: 0.1, Cluster: 2}, 193},
		{Asking{Margin: 0.05, Answering: 0.5}, 769},
		{Asking{Margin: 0.05, People: 20, Answering: 0.5}, 20},
	} {
		if got, err := c.a.Needed(); err != nil || got != c.want {
			t.Errorf("%+v: %d, %v; want %d", c.a, got, err, c.want)
		}
	}
	for _, a := range []Asking{{}, {Margin: 2}, {Margin: math.NaN()}, {Margin: 0.05, Share: 1}, {Margin: 0.05, People: -1}, {Margin: 1e-9}, {Margin: 0.05, Answering: -1}} {
		if _, err := a.Needed(); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%+v: %v", a, errors.Unwrap(err))
		}
	}
}

// TestStudentIsThatOfTheTables holds the quantile against R's qt(0.975, df).
func TestStudentIsThatOfTheTables(t *testing.T) {
	for df, want := range map[float64]float64{1: 12.7062, 2: 4.30265, 9: 2.26216, 29: 2.04523, 99: 1.98422} {
		if got := studentQuantile(Confidence, df); math.Abs(got-want) > 1e-4 {
			t.Errorf("df %g: %g, not %g", df, got, want)
		}
	}
}

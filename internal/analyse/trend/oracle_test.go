package trend

import (
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"
)

// table reads a file of testdata into rows by column.
func table(t testing.TB, name string) []map[string]string {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, r := range rows[1:] {
		m := map[string]string{}
		for i, h := range rows[0] {
			m[h] = r[i]
		}
		out = append(out, m)
	}
	return out
}

// oracleSeries are the series of testdata by name.
func oracleSeries(t testing.TB) map[string]Series {
	t.Helper()
	out := map[string]Series{}
	for _, row := range table(t, "series.csv") {
		monday, err := time.Parse(time.DateOnly, row["week"])
		if err != nil {
			t.Fatal(err)
		}
		for name, text := range row {
			if name == "week" {
				continue
			}
			s, known := out[name]
			if !known {
				s.Start = monday
			}
			s.Counts = append(s.Counts, int(number(t, text)))
			out[name] = s
		}
	}
	return out
}

// number reads a figure; nothing is NaN.
func number(t testing.TB, s string) float64 {
	t.Helper()
	if s == "" {
		return math.NaN()
	}
	x, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// near tells whether two figures are the same to within 1e-6, relative; figures
// below 1e-9 are all 0.
func near(a, b float64) bool {
	if math.IsNaN(a) || math.IsNaN(b) {
		return math.IsNaN(a) && math.IsNaN(b)
	}
	return a == b || math.Abs(a-b) <= 1e-6*max(math.Abs(a), math.Abs(b))+1e-9
}

func TestEARSIsWhatRSays(t *testing.T) {
	series := oracleSeries(t)
	seen := map[string]int{}
	for _, row := range table(t, "ears.csv") {
		s, i := series[row["series"]], int(number(t, row["week"]))-1
		e := EARS{Baseline: int(number(t, row["baseline"])), MinSigma: number(t, row["sigma"]), AsR: true}
		seen[row["method"]]++
		if row["method"] == "sum" { // the manual's statistic, of which R's code makes something else
			e.Method, e.Alpha, e.AsR = C3, 0.025, false
			v := e.Judge(s, i)
			if !near(v.Score, number(t, row["upper"])) {
				t.Errorf("%s, week %d: C3 is %v, want %s", row["series"], i, v.Score, row["upper"])
			}
			if over := v.Score > normalQuantile(1-e.Alpha) && v.Observed > 0; over != v.Alarm() {
				t.Errorf("%s, week %d: C3 is %v with %d observed, bound %v, and the alarm is %v", row["series"], i, v.Score, v.Observed, v.Upper, v.Alarm())
			}
			continue
		}
		e.Method, e.Alpha = Method(slices.Index([]string{"C1", "C2", "C3"}, row["method"])), number(t, row["alpha"])
		v := e.Judge(s, i)
		if v.State != Judged {
			v.Upper = math.NaN()
		}
		// R says that its C3 is an alarm where rounding puts its bound a hair below the
		// count that it was made from; a bound at the count is none.
		tie := near(v.Upper, float64(v.Observed))
		if !near(v.Upper, number(t, row["upper"])) || !tie && v.Alarm() != (row["alarm"] == "1") {
			t.Errorf("%v: it says %v, alarm %v", row, v.Upper, v.Alarm())
		}
	}
	for _, m := range []string{"C1", "C2", "C3", "sum"} {
		if seen[m] < 100 {
			t.Errorf("only %d figures of %s were compared", seen[m], m)
		}
	}
}

// farringtonSettings are those of tools/oracle/trend/figures.R by name.
var farringtonSettings = map[string]func(*Flexible){
	"noufaily": func(*Flexible) {},
	"muan":     func(f *Flexible) { f.Threshold, f.TrendP = Muan, 0.05 },
	"delta":    func(f *Flexible) { f.Threshold, f.TrendP, f.Alpha = Delta, 0.05, 0.01 },
	"plain_delta": func(f *Flexible) {
		f.Threshold, f.TrendP, f.Alpha, f.Reweight = Delta, 0.05, 0.01, false
	},
	"plain_muan": func(f *Flexible) {
		f.Threshold, f.Alpha, f.Reweight, f.Periods, f.Skip = Muan, 0.05, false, 6, 13
	},
	"usual": func(f *Flexible) {
		f.Threshold, f.TrendP, f.Alpha, f.Periods, f.Skip = Delta, 0.05, 0.05, 1, 3
	},
	"short": func(f *Flexible) {
		f.Years, f.HalfWidth, f.Periods, f.Skip, f.Trend, f.Alpha = 3, 2, 5, 10, false, 0.01
	},
}

func TestFlexibleIsWhatRSays(t *testing.T) {
	series := oracleSeries(t)
	compared, raised, sloped := map[string]int{}, 0, 0
	for _, row := range table(t, "farrington.csv") {
		s, i := series[row["series"]], int(number(t, row["week"]))-1
		f := NewFlexible()
		farringtonSettings[row["setting"]](&f)
		f.AsR = row["variant"] == "r"
		fc, ok := f.seasonal(s, i, f.yearsBefore(s, i))
		if !ok {
			t.Errorf("%v: the model does not fit", row)
			continue
		}
		if !f.AsR && fc.mean == leastMean(fc.weeks) {
			raised++ // R is sure there that nothing can happen, and we are not
			continue
		}
		compared[row["setting"]+" "+row["variant"]]++
		v := f.verdict(s, i, fc)
		slope := math.NaN()
		if fc.sloped {
			slope = fc.slope
			sloped++
		}
		mu0 := fc.mean
		switch f.Threshold {
		case Muan:
			mu0 = fc.mean * math.Exp(normalQuantile(1-f.Alpha)*fc.se)
		case Delta: // R takes the mean for its own logarithm here, which nothing uses after
			mu0 = number(t, row["mu0"])
		case NBPlugin:
		}
		expected, upper := v.Expected, v.Upper
		line, p := f.line(fc, float64(v.Observed))
		if v.State == TooFew || math.IsInf(line, 0) {
			expected, upper = math.NaN(), math.NaN()
		}
		if math.IsInf(mu0, 0) {
			p = math.NaN()
		}
		for name, got := range map[string]float64{
			"expected": expected, "upper": upper, "p": p, "phi": fc.phi, "mu0": mu0, "slope": slope,
		} {
			if !near(got, number(t, row[name])) {
				t.Errorf("%s %s %s week %d: %s is %v, want %s", row["series"], row["setting"], row["variant"], i, name, got, row[name])
			}
		}
		if v.Alarm() != (row["alarm"] == "1") {
			t.Errorf("%v: alarm is %v", row, v.Alarm())
		}
	}
	for name := range farringtonSettings {
		if compared[name+" r"] < 100 {
			t.Errorf("only %d figures of %s were compared", compared[name+" r"], name)
		}
	}
	if compared["muan mended"] < 100 || sloped < 100 || raised > 100 {
		t.Errorf("compared %v, with a trend %d, raised %d", compared, sloped, raised)
	}
	t.Log(compared, sloped, raised)
}

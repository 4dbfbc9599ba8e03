package trend

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"wasl/internal/base/lang"
)

var argument = regexp.MustCompile(`\{\d\}`)

// Each reason is said in all three languages, with the same places for arguments,
// and each key that the code gives is a reason.
func TestEveryReasonIsSaidInEveryLanguage(t *testing.T) {
	places := func(s string) []string {
		found := argument.FindAllString(s, -1)
		slices.Sort(found)
		return found
	}
	for key, english := range sentences {
		for _, l := range []lang.Language{lang.Arabic, lang.French} {
			said := lang.Say(l, key, "")
			if said == "" || !slices.Equal(places(said), places(english)) {
				t.Errorf("%s in %s is %q, of %q", key, l, said, english)
			}
		}
	}
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) < 10 {
		t.Fatal(files, err)
	}
	used := map[string]bool{}
	for _, f := range files {
		code, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		for _, m := range regexp.MustCompile(`reason\("([a-z0-9_.]+)"((?:, [^\n]+)?)\)`).FindAllStringSubmatch(string(code), -1) {
			used[m[1]] = true
			if _, known := sentences[m[1]]; !known {
				t.Errorf("%s gives %s, which is no reason", f, m[1])
			}
		}
	}
	for key := range sentences {
		if !used[key] {
			t.Errorf("nothing gives %s", key)
		}
	}
}

func TestReasonsWriteNumbersAsTheLanguageDoes(t *testing.T) {
	counts := reason("trend.reason.counts", 9, 2.149)
	kept, err := json.Marshal(counts)
	if err != nil || string(kept) != `{"key":"trend.reason.counts","args":["9","2.149"]}` {
		t.Errorf("it is kept as %s, %v", kept, err)
	}
	if err := json.Unmarshal(kept, &counts); err != nil {
		t.Fatal(err)
	}
	spot := reason("trend.reason.spot", 40, day("2026-08-01"), day("2026-08-07"), 8, 0.04)
	for _, c := range []struct {
		l    lang.Language
		r    Reason
		want string
	}{
		{lang.English, counts, "Reported: 9. Expected: 2.1."},
		{lang.French, counts, "Signalés\u00a0: 9. Attendus\u00a0: 2,1."},
		{lang.Arabic, counts, "المبلَّغ عنه: 9. المتوقع: 2,1."},
		{lang.Arabic, reason("trend.reason.above", 5.57), "يُعطى إنذار إذا تجاوز العدد 5,6."},
		{lang.French, reason("trend.reason.above", 6.0), "Une alarme est donnée au-dessus de 6."},
		{lang.French, spot, "Signalés dans un rayon de 40\u00a0km, du 1er août 2026 au 7 août 2026\u00a0: 8. Attendus, si le lieu et le moment n’avaient aucun lien\u00a0: 0,04."},
		{lang.Arabic, chance(0.0004), "إن لم يتغير شيء، فاحتمال مثل هذا العدد 1 من 2500."},
		{lang.English, chance(1e-9), "If nothing changed, the chance of such a count is below 1 in 10000."},
	} {
		if got := c.r.In(c.l); got != c.want {
			t.Errorf("it says %q, want %q", got, c.want)
		}
	}
	for x, want := range map[float64]string{0: "0", 0.004: "0.00", 0.09: "0.09", 0.0999: "0.1", 9.949: "9.9", 9.96: "10", 136.7: "137"} {
		if got := round(x); got != want {
			t.Errorf("%v is written %q, want %q", x, got, want)
		}
	}
}

// An alarm can be read aloud: what, against what, and how far to trust it.
func TestAlarmsExplainThemselves(t *testing.T) {
	got, err := Watch{Rules: []Rule{NewFlexible()}}.Look(t.Context(), []Series{steady(2, "attack", 19, 1)})
	if err != nil || len(got.Alarms) != 1 {
		t.Fatal(got.Alarms, err)
	}
	for _, l := range lang.All() {
		said := Explain(l, got.Alarms[0].Reasons)
		if argument.MatchString(said) || strings.Contains(said, "trend.") || len(strings.Split(said, ". ")) < 6 {
			t.Errorf("in %s it says %q", l, said)
		}
		t.Log(said)
	}
}

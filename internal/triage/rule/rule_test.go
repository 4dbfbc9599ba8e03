package rule

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/keep/search"
	"wasl/internal/keep/store"
	"wasl/internal/network/place"
	"wasl/internal/network/unit"
)

// met tells whether a report meets a condition, as a rule of the capital.
func (d *desks) met(c Condition, f Facts) bool {
	if f.Unit.Zero() {
		f.Unit = well
	}
	s := compile(d.net(), []Rule{{Draft: Draft{Unit: capital, When: c}}})
	return len(s.run(s.matter(&f))) == 1
}

func TestConditions(t *testing.T) {
	d := newDesks(t)
	f := Facts{
		Kind: "attack", Form: "security-incident", Language: "ar", Urgency: report.Soon, Channel: report.App, Unit: well,
		Place: report.PlaceRef{List: list, Code: "N1"}, At: time.Date(2026, 11, 24, 23, 30, 0, 0, time.UTC), Dead: 3,
		Text: "هاجم مسلحون الحافلة قرب البئر. Des hommes armés ont attaqué un bus de marchands ; trois voitures. Armed attacks.",
	}
	tuesday := Days(1 << time.Tuesday)
	for _, c := range []struct {
		cond Condition
		want bool
	}{
		{Kinds{"theft", "attack"}, true},
		{Kinds{"theft"}, false},
		{Forms{"security-incident"}, true},
		{Forms{"zero-report"}, false},
		{Languages{"ar", "fr"}, true},
		{Languages{"fr"}, false},
		{Urgencies{report.Soon}, true},
		{Urgencies{report.Now, report.Routine}, false},
		{Channels{report.App}, true},
		{Channels{report.CSV}, false},
		{Places{moughataa}, true},
		{Places{wilaya}, true},
		{Places{{List: list, Code: "C"}}, true},
		{Places{far}, false},
		{Places{{List: "P-2020", Code: "X1"}}, true},
		{Places{{List: "P-2020", Code: "N1"}}, false}, // N1 of another list is another place
		{Units{well}, true},
		{Units{north}, true},
		{Units{capital}, true},
		{Units{south, police}, false},
		{Count{Dead, 3}, true},
		{Count{Dead, 4}, false},
		{Count{Injured, 1}, false},
		{Hours{From: 22 * 60, To: 6 * 60}, true},
		{Hours{From: 23*60 + 30, To: 24 * 60}, true},
		{Hours{From: 6 * 60, To: 22 * 60}, false},
		{Hours{From: 0, To: 24 * 60, Days: tuesday}, true},
		{Hours{From: 0, To: 24 * 60, Days: ^tuesday & 0x7f}, false},
		{Words{Of: []string{"bus", "train"}}, true},
		{Words{Of: []string{"bus", "train"}, All: true}, false},
		{Words{Of: []string{"bus", "حافلة"}, All: true}, true},
		{Words{Of: []string{"حافلة"}}, true},
		{Words{Of: []string{"attaque"}}, true},
		{Words{Of: []string{"attack"}}, true},
		{Words{Of: []string{"ATTAQUÉES"}}, true},
		{Words{Of: []string{"trois voitures"}}, true},
		{Words{Of: []string{"voitures trois"}}, false},
		{Words{Of: []string{"bus des marchands"}}, true},
		{Words{Of: []string{"train"}}, false},
		{All{Kinds{"attack"}, Places{wilaya}}, true},
		{All{Kinds{"attack"}, Places{far}}, false},
		{Any{Kinds{"theft"}, Places{wilaya}}, true},
		{Any{Kinds{"theft"}, Places{far}}, false},
		{None{Kinds{"theft"}, Places{far}}, true},
		{None{Kinds{"attack"}, Places{far}}, false},
		{All{Kinds{"attack"}, None{Any{Units{police}, Count{Dead, 10}}}}, true},
	} {
		if got := d.met(c.cond, f); got != c.want {
			t.Errorf("%+v: %v", c.cond, got)
		}
	}
	if d.met(Places{wilaya}, Facts{}) {
		t.Error("a report without a place lies somewhere")
	}
}

// A rule finds a word where the search finds it, and nowhere else.
func TestWordsAreThoseOfTheSearch(t *testing.T) {
	d := newDesks(t)
	words := []string{
		"attaque", "attaqués", "attack", "bus", "chameau", "chameaux", "voiture", "voitures", "1234", "AB", "البئر", "بئر", "الآبار", "مهاجرين", "المهاجر", "سيارة",
		"سيارات", "هجوم", "الهجوم", "l'eau", "été", "blessée", "blessés", "motos", "the",
	}
	queries := append(slices.Clone(words), "voiture bus", "سيارات الهجوم", "1234AB05", "trois chameaux")
	word := rapid.SampledFrom(words)
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		text := strings.Join(rapid.SliceOfN(word, 1, 8).Draw(rt, "text"), " ")
		query := rapid.SampledFrom(queries).Draw(rt, "query")
		n++
		id := d.take(told{name: fmt.Sprint("r", n), text: text})
		found := false
		d.ok(d.l.View(t.Context(), func(tx *store.Tx) error {
			var row int64
			if err := tx.Row("SELECT n FROM reports WHERE id = ?", id).Scan(&row); err != nil {
				return err
			}
			rows, err := search.Among(tx, `"`+query+`"`, []int64{row})
			found = len(rows) > 0
			return err
		}))
		if len(search.Stems(query)) == 0 {
			return
		}
		if got := d.met(Words{Of: []string{query}}, Facts{Text: fmt.Sprintf("r%d\n%s", n, text)}); got != found {
			rt.Fatalf("%q in %q: the rule says %v, the search %v", query, text, got, found)
		}
	})
}

// condition draws one of any kind.
func condition(t *rapid.T, depth int) Condition {
	kinds := 11
	if depth > 1 {
		kinds = 14
	}
	some := func(values ...string) []string {
		return rapid.SliceOfNDistinct(rapid.SampledFrom(values), 1, 3, rapid.ID[string]).Draw(t, "values")
	}
	of := func() (cs []Condition) {
		for range rapid.IntRange(1, 3).Draw(t, "n") {
			cs = append(cs, condition(t, depth-1))
		}
		return cs
	}
	switch rapid.IntRange(1, kinds).Draw(t, "what") {
	case 1:
		return Kinds(some("attack", "theft", "border"))
	case 2:
		return Forms(some("a", "b", "c"))
	case 3:
		return Languages(some("ar", "fr", "en"))
	case 4:
		return Urgencies{rapid.SampledFrom([]report.Urgency{report.Now, report.Soon, report.Routine}).Draw(t, "urgency")}
	case 5:
		return Channels{rapid.SampledFrom(report.Channels()).Draw(t, "channel")}
	case 6:
		return Places{rapid.SampledFrom([]place.Ref{wilaya, moughataa, far}).Draw(t, "place")}
	case 7:
		return Units{rapid.SampledFrom([]record.ID{capital, north, south, well, police}).Draw(t, "unit")}
	case 8:
		return Words{Of: some("bus", "puits", "حافلة", "trois voitures"), All: rapid.Bool().Draw(t, "all")}
	case 9:
		return Hours{From: rapid.IntRange(0, 12*60).Draw(t, "from"), To: rapid.IntRange(12*60+1, dayMinutes).Draw(t, "to"), Days: Days(rapid.IntRange(0, 127).Draw(t, "days"))}
	case 10:
		return Hours{From: rapid.IntRange(12*60, dayMinutes-1).Draw(t, "from"), To: rapid.IntRange(0, 12*60-1).Draw(t, "to")}
	case 11:
		return Count{Of: rapid.SampledFrom([]Harm{Dead, Injured, Missing}).Draw(t, "harm"), Least: rapid.IntRange(1, 5).Draw(t, "least")}
	case 12:
		return All(of())
	case 13:
		return Any(of())
	default:
		return None(of())
	}
}

// What is written is read again as it was.
func TestClausesRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := condition(t, 4)
		b, err := json.Marshal(ClauseOf(c))
		if err != nil {
			t.Fatal(err)
		}
		var back Clause
		if err := json.Unmarshal(b, &back); err != nil {
			t.Fatal(err)
		}
		got, err := back.Condition()
		if err != nil || !reflect.DeepEqual(got, c) {
			t.Fatalf("%s is read as %+v, %v", b, got, err)
		}
	})
	to := police
	acts := []Act{Send{to}, SendDesk{unit.Police}, Urge{report.Now}, Rename{"attack"}, Give{to}, Review{}}
	b, err := json.Marshal(Deeds(acts))
	if err != nil {
		t.Fatal(err)
	}
	var deeds []Deed
	if err := json.Unmarshal(b, &deeds); err != nil {
		t.Fatal(err)
	}
	if got, err := Acts(deeds); err != nil || !reflect.DeepEqual(got, acts) {
		t.Errorf("%s is read as %+v, %v", b, got, err)
	}
}

// naive is a condition met, as somebody reads it who knows nothing of compiling.
func naive(d *desks, c Condition, f *Facts) bool {
	has := func(word string) bool {
		text, want := " "+strings.Join(search.Stems(f.Text), " ")+" ", " "+strings.Join(search.Stems(word), " ")+" "
		return strings.Contains(text, want)
	}
	switch c := c.(type) {
	case All:
		return !slices.ContainsFunc(c, func(in Condition) bool { return !naive(d, in, f) })
	case Any:
		return slices.ContainsFunc(c, func(in Condition) bool { return naive(d, in, f) })
	case None:
		return !slices.ContainsFunc(c, func(in Condition) bool { return naive(d, in, f) })
	case Kinds:
		return slices.Contains(c, f.Kind)
	case Forms:
		return slices.Contains(c, f.Form)
	case Languages:
		return slices.Contains(c, f.Language)
	case Urgencies:
		return slices.Contains(c, f.Urgency)
	case Channels:
		return slices.Contains(c, f.Channel)
	case Units:
		return slices.ContainsFunc(c, func(u record.ID) bool { return d.units.Tree().Under(f.Unit, u) })
	case Places:
		return slices.ContainsFunc(c, func(p place.Ref) bool { return strings.HasPrefix(f.Place.Code, p.Code) && f.Place.Code != "" })
	case Words:
		n := 0
		for _, w := range c.Of {
			if has(w) {
				n++
			}
		}
		return n == len(c.Of) || !c.All && n > 0
	case Hours:
		for m := c.From; m != c.To; m = (m + 1) % (dayMinutes + 1) {
			if m == f.At.Hour()*60+f.At.Minute() {
				return c.Days == 0 || c.Days.Has(int(f.At.Weekday()))
			}
		}
		return false
	case Count:
		return c.Of == Dead && f.Dead >= c.Least || c.Of == Injured && f.Injured >= c.Least || c.Of == Missing && f.Missing >= c.Least
	}
	return false
}

// Rules run from the highest unit down, each unit's in its order, and stop where
// one says so: the same as going through them one by one.
func TestRulesRunInTheirOrder(t *testing.T) {
	d := newDesks(t)
	met, stopped := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		var rules []Rule
		for i := range rapid.IntRange(1, 8).Draw(rt, "rules") {
			rules = append(rules, Rule{ID: record.IDOf(fmt.Sprint(i)), Draft: Draft{
				Unit: rapid.SampledFrom([]record.ID{capital, north, south, well}).Draw(rt, "owner"), When: condition(rt, 3), Stop: rapid.IntRange(0, 3).Draw(rt, "stop") == 0,
			}})
		}
		f := Facts{
			Kind: rapid.SampledFrom([]string{"attack", "theft", "other"}).Draw(rt, "kind"), Form: rapid.SampledFrom([]string{"a", "b"}).Draw(rt, "form"),
			Language: rapid.SampledFrom([]string{"ar", "fr"}).Draw(rt, "language"), Urgency: rapid.SampledFrom([]report.Urgency{report.Now, report.Soon}).Draw(rt, "urgency"),
			Channel: report.App, Unit: rapid.SampledFrom([]record.ID{capital, north, south, well, police}).Draw(rt, "unit"),
			Place: report.PlaceRef{List: list, Code: rapid.SampledFrom([]string{"N", "N1", "S"}).Draw(rt, "place")},
			At:    time.Date(2026, 11, rapid.IntRange(1, 28).Draw(rt, "day"), rapid.IntRange(0, 23).Draw(rt, "hour"), 0, 0, 0, time.UTC),
			Dead:  rapid.IntRange(0, 5).Draw(rt, "dead"), Injured: rapid.IntRange(0, 5).Draw(rt, "injured"),
			Text: strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"bus", "puits", "الحافلات", "trois", "voitures", "rien"}), 0, 6).Draw(rt, "text"), " "),
		}
		var want []record.ID
		stop := false
		for _, owner := range []record.ID{capital, north, south, well, police} {
			for _, r := range rules {
				if stop || r.Unit != owner || !d.units.Tree().Under(f.Unit, owner) || !naive(d, r.When, &f) {
					continue
				}
				want, stop = append(want, r.ID), r.Stop
			}
		}
		s := compile(d.net(), rules)
		var got []record.ID
		for _, c := range s.run(s.matter(&f)) {
			got = append(got, c.ID)
		}
		if !slices.Equal(got, want) {
			rt.Fatalf("%+v\nmeets %v, want %v, of %+v", f, got, want, rules)
		}
		if met += len(got); stop {
			stopped++
		}
	})
	if met < 20 || stopped < 5 {
		t.Errorf("%d met, %d stopped: the test asks too little", met, stopped)
	}
}

// A rule says which of its words the report speaks of, and not those that must
// not be there.
func TestWhyARuleWasMet(t *testing.T) {
	d := newDesks(t)
	s := compile(d.net(), []Rule{{Draft: Draft{Unit: capital, When: All{Words{Of: []string{"حافلة", "bus", "train"}}, None{Words{Of: []string{"exercice"}}}}}}})
	m := s.matter(&Facts{Unit: well, Text: "هاجموا الحافلة, le bus"})
	if got := s.run(m)[0].why(m); !slices.Equal(got, []string{"حافلة", "bus"}) {
		t.Errorf("why: %q", got)
	}
}

func TestWhatARuleMayNotSay(t *testing.T) {
	ok := Draft{Unit: capital, Name: "x", When: Kinds{"attack"}, Then: []Act{Urge{report.Now}}}
	if err := ok.Check(); err != nil {
		t.Fatal(err)
	}
	with := func(change func(*Draft)) Draft {
		d := ok
		change(&d)
		return d
	}
	deep := Condition(Kinds{"a"})
	for range maxDepth {
		deep = All{deep}
	}
	wide := make(Any, maxParts)
	for i := range wide {
		wide[i] = Kinds{"a"}
	}
	for _, c := range []struct {
		d   Draft
		key string
	}{
		{with(func(d *Draft) { d.Name = "" }), "rule.name.wrong"},
		{with(func(d *Draft) { d.Name = strings.Repeat("x", maxName+1) }), "rule.name.wrong"},
		{with(func(d *Draft) { d.When = nil }), "rule.when.missing"},
		{with(func(d *Draft) { d.When = All{} }), "rule.when.missing"},
		{with(func(d *Draft) { d.When = All{Any{}} }), "rule.when.missing"},
		{with(func(d *Draft) { d.When = Kinds{} }), "rule.when.empty"},
		{with(func(d *Draft) { d.When = Kinds(make([]string, maxValues+1)) }), "rule.when.values"},
		{with(func(d *Draft) { d.When = deep }), "rule.when.large"},
		{with(func(d *Draft) { d.When = wide }), "rule.when.large"},
		{with(func(d *Draft) { d.When = Words{Of: []string{"the"}} }), "rule.word.empty"},
		{with(func(d *Draft) { d.When = Words{Of: []string{"bus", "!!!"}} }), "rule.word.empty"},
		{with(func(d *Draft) { d.When = Words{Of: []string{strings.Repeat("x", maxWord+1)}} }), "rule.word.long"},
		{with(func(d *Draft) { d.When = Hours{From: 60, To: 60} }), "rule.hours.wrong"},
		{with(func(d *Draft) { d.When = Hours{From: -1, To: 60} }), "rule.hours.wrong"},
		{with(func(d *Draft) { d.When = Count{Dead, 0} }), "rule.count.wrong"},
		{with(func(d *Draft) { d.Then = nil }), "rule.then.missing"},
		{with(func(d *Draft) { d.Then = []Act{Send{north}, SendDesk{unit.Police}} }), "rule.then.twice"},
		{with(func(d *Draft) { d.Then = make([]Act, maxActs+1) }), "rule.then.many"},
	} {
		if err := c.d.Check(); keyOf(err) != c.key {
			t.Errorf("%+v: %v, want %s", c.d, err, c.key)
		}
	}
}

func TestClausesThatAreNone(t *testing.T) {
	for _, text := range []string{
		`{}`, `{"kind":["a"],"form":["b"]}`, `{"urgency":["never"]}`, `{"channel":["pigeon"]}`, `{"words":{}}`, `{"words":{"any":["a"],"all":["b"]}}`,
		`{"hours":{"from":"25:00","to":"06:00"}}`, `{"hours":{"from":"6:00","to":"07:00"}}`, `{"hours":{"from":"06:60","to":"07:00"}}`, `{"hours":{"from":"06:00","to":"07:00","days":[7]}}`,
		`{"count":{"of":"cows","least":1}}`, `{"all":[{}]}`,
	} {
		var c Clause
		if err := json.Unmarshal([]byte(text), &c); err != nil {
			t.Fatal(err)
		}
		if got, err := c.Condition(); err == nil {
			t.Errorf("%s is read as %+v", text, got)
		}
	}
	for _, d := range []Deed{{}, {Urgency: "never"}, {SendDesk: "army"}, {Urgency: "now", Review: true}} {
		if got, err := d.Act(); err == nil {
			t.Errorf("%+v is read as %+v", d, got)
		}
	}
}

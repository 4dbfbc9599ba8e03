package corroborate

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/ledger/ledgertest"
	"wasl/internal/keep/store"
)

// titles are what a report's matches are called, the likeliest first.
func (d *desk) titles(name string, least float64) (all []string) {
	d.t.Helper()
	found, names := d.find(name)
	for _, m := range found.Matches {
		if m.Score >= least {
			all = append(all, names[m.Thing])
		}
	}
	return all
}

func (d *desk) match(name, title string) Match {
	d.t.Helper()
	found, names := d.find(name)
	for _, m := range found.Matches {
		if names[m.Thing] == title {
			return m
		}
	}
	d.t.Fatalf("%s does not find %q, only %v", name, title, names)
	return Match{}
}

func (m Match) reason(c Code) *Reason {
	for i := range m.Reasons {
		if m.Reasons[i].Code == c {
			return &m.Reasons[i]
		}
	}
	return nil
}

// One theft, told in Arabic by a herder and in French by a patrol.
func TestTwoLanguagesOneThing(t *testing.T) {
	d := newDesk(t, Part())
	d.take(told{
		name: "ar", kind: "cattle_theft", when: noon.Add(-2 * time.Hour), place: "MR012", point: &report.Point{Lat: 15.5301, Lon: -5.5122},
		title: "مسلحون على دراجات نارية أخذوا قطيعا من الأبقار قرب فصالة", details: "ساقوا قرابة ستين رأسا نحو الحدود. رقم السيارة 4711 أب 05. اسمه الشيخ ولد بوعماتو",
	})
	d.take(told{
		name: "fr", kind: "cattle_theft", when: noon.Add(-90 * time.Minute), place: "MR012", point: &report.Point{Lat: 15.5288, Lon: -5.5095},
		title: "Vol de bétail : une soixantaine de bovins emmenés vers la frontière", details: "Patrouille à Fassala. Traces de motos. Plaque 4711 AB 05, un nommé Cheikh ould Bouamatou.",
	})
	d.take(told{name: "other", kind: "drone", when: noon.Add(-2 * time.Hour), place: "MR012", title: "Un drone a survolé le village", details: "Deux passages au coucher du soleil"})
	m := d.match("ar", "Vol de bétail : une soixantaine de bovins emmenés vers la frontière")
	if m.Score < 0.95 {
		t.Errorf("the score is %.2f", m.Score)
	}
	for code, want := range map[Code]string{
		Time: "Time between them: 30 minutes", Distance: "Less than 1 km apart", Kind: "The same kind", Code(Plate): "The same number plate: 4711-AB-05",
		Code(Person): "The same person named: الشيخ ولد بوعماتو, Cheikh ould Bouamatou", Sound: "The same name: فصالة – Fassala", Count: "The same number: 60",
	} {
		r := m.reason(code)
		if r == nil {
			t.Errorf("it is no reason that %s: %+v", want, m.Reasons)
			continue
		}
		if got := r.In(lang.English, placeName); got != want {
			t.Errorf("it says %q, want %q", got, want)
		}
	}
	topics := m.reason(Topics)
	if topics == nil || !strings.Contains(topics.In(lang.Arabic, placeName), "بقر") || !strings.Contains(topics.In(lang.French, placeName), "bétail") {
		t.Errorf("what both speak of: %+v", topics)
	}
	if got := d.titles("ar", 0.5); len(got) != 1 {
		t.Errorf("beside it: %v", got)
	}
}

func placeName(_, code string, _ lang.Language) string { return code }

// A message that comes again a year later is found, and so is who names the same
// telephone, whenever and wherever it was.
func TestWhatIsFarAwayIsFoundByWhatItNames(t *testing.T) {
	d := newDesk(t, Part())
	const message = "Un message vocal annonce que le camp va fermer et que les rations cessent le mois prochain, les familles vendent déjà leurs ustensiles au marché du camp"
	d.take(told{name: "old", kind: "rumour", at: noon.Add(-400 * 24 * time.Hour), place: "MR012", title: message})
	d.take(told{name: "phone", kind: "threat", at: noon.Add(-300 * 24 * time.Hour), place: "MR081", title: "Menaces au téléphone par le 45 25 24 96"})
	for i := range 60 { // so that words are not rare because there are few reports
		d.take(told{name: fmt.Sprint("noise", i), kind: "market", at: noon.Add(-time.Duration(i) * time.Hour), place: "MR041", title: fmt.Sprint("Le prix du mil a encore monté au marché, semaine ", i)})
	}
	d.take(told{name: "again", kind: "rumour", at: noon, place: "MR102", title: "Urgent : " + message})
	d.take(told{name: "call", kind: "threat", at: noon, place: "MR014", title: "الرقم 45252496 يهدد الناس"})
	if m := d.match("again", message); m.Score < 0.9 || m.reason(Copy) == nil {
		t.Errorf("a copy after a year: %.2f %+v", m.Score, m.Reasons)
	}
	if m := d.match("call", "Menaces au téléphone par le 45 25 24 96"); m.reason(Code(Phone)) == nil {
		t.Errorf("the same telephone: %+v", m.Reasons)
	}
}

// Nobody is proposed what they may not see, nor what waits in the quarantine, nor
// that nothing happened.
func TestNobodyIsProposedWhatTheyMayNotSee(t *testing.T) {
	d := newDesk(t, Part())
	same := told{kind: "attack", when: noon, place: "MR012", title: "Attaque du marché de Fassala par des hommes à moto"}
	for _, r := range []struct {
		name string
		tlp  record.TLP
		kind string
		held bool
	}{
		{"mine", record.Amber, "attack", false},
		{"open", record.Amber, "attack", false},
		{"red", record.Red, "attack", false},
		{"flood", record.Amber, "attack", true},
		{"zero", record.Amber, "nothing", false},
	} {
		x := same
		x.name, x.tlp, x.kind = r.name, r.tlp, r.kind
		b := x.body()
		b.Quarantine, b.Title = r.held, x.title+" "+r.name
		if _, err := d.reports.Accept(t.Context(), report.Incoming{ID: record.IDOf(r.name), Unit: headquarters, TLP: r.tlp, Author: record.IDOf("s"), Body: b}); err != nil {
			t.Fatal(err)
		}
	}
	asked := func(roles ...policy.Role) int {
		filter, err := d.rules.Filter(t.Context(), policy.Actor{ID: record.IDOf("x"), Unit: headquarters, Roles: roles}, "report.list")
		if err != nil {
			t.Fatal(err)
		}
		var found Found
		if err := d.l.View(t.Context(), func(tx *store.Tx) error {
			found, err = Find(tx, 1, OfReport(ptr(same.body()), noon), Sight{Reports: filter})
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return len(found.Matches)
	}
	if got := asked(policy.Chief); got != 2 { // open and red
		t.Errorf("a chief is proposed %d", got)
	}
	if got := asked(policy.Desk); got != 1 {
		t.Errorf("a desk is proposed %d", got)
	}
	for _, r := range []policy.Role{policy.Oversight, policy.Administrator, policy.Reporter} {
		if got := asked(r); got != 0 {
			t.Errorf("%s is proposed %d", r, got)
		}
	}
}

func ptr[T any](v T) *T { return &v }

// What is put right is compared as it is now; what is erased is gone, and the
// tables made again from the ledger are the same.
func TestCorrectedErasedRebuilt(t *testing.T) {
	d := newDesk(t, Part())
	r := rand.New(rand.NewPCG(3, 3))
	all := set(5, 8)
	for _, x := range all {
		d.take(x)
	}
	first := all[0]
	corrected := first
	corrected.title, corrected.place, corrected.point = "Rien à voir : plaque 1234 CD 05", "MR999", nil
	b := corrected.body()
	b.XML = "<data>corrected</data>"
	if _, err := d.l.Write(t.Context(), func(tx *store.Tx) ([]ledger.Draft, error) {
		draft, err := report.Amendment(tx, record.IDOf(first.name), report.Incoming{ID: record.IDOf("correction"), Unit: headquarters, Body: b})
		if err != nil {
			return nil, err
		}
		draft.Subject, draft.Author = record.IDOf(first.name), record.IDOf("desk")
		draft.Handling = record.Handling{Unit: headquarters, TLP: record.Amber, Purpose: "community-safety"}
		return []ledger.Draft{*draft}, nil
	}); err != nil {
		t.Fatal(err)
	}
	d.compare(record.IDOf(all[1].name), record.IDOf(all[2].name), Comparison{Verdict: Different, Grounds: []Ground{ByTime}, Note: "lundi"})
	d.compare(record.IDOf(all[3].name), record.IDOf(all[4].name), Comparison{Verdict: Different, Grounds: []Ground{ByPlace}})
	for _, i := range []int{1 + r.IntN(2), 9, 12} {
		if _, err := d.l.Erase(t.Context(), record.IDOf(all[i].name), record.IDOf("chief"), "asked for"); err != nil {
			t.Fatal(err)
		}
	}
	before := d.dump()
	if before["traits"] != len(all)-3 || before["comparisons"] != 1 {
		t.Errorf("after erasing three of %d: %v", len(all), before)
	}
	text := d.rows()
	if strings.Contains(text, "lundi") {
		t.Error("what was decided about an erased report is still there")
	}
	if err := d.l.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := ledger.Rebuild(t.Context(), d.options(), nil); err != nil {
		t.Fatal(err)
	}
	d.l = ledgertest.Open(t, d.options())
	if again := d.rows(); again != text {
		t.Errorf("made again, the tables differ:\n%s\nbefore:\n%s", again, text)
	}
}

func (d *desk) compare(subject, with record.ID, c Comparison) {
	d.t.Helper()
	if _, err := d.l.Write(d.t.Context(), func(tx *store.Tx) ([]ledger.Draft, error) {
		draft, err := Judge(tx, subject, with, c)
		if err != nil || draft == nil {
			return nil, err
		}
		draft.Author = record.IDOf("desk")
		return []ledger.Draft{*draft}, nil
	}); err != nil {
		d.t.Fatal(err)
	}
}

var tables = []string{"traits", "spots", "bands", "marks", "comparisons"}

func (d *desk) dump() map[string]int {
	counts := map[string]int{}
	if err := d.l.View(d.t.Context(), func(tx *store.Tx) error {
		for _, table := range tables {
			var n int
			if err := tx.Row("SELECT count(*) FROM " + table).Scan(&n); err != nil {
				return err
			}
			counts[table] = n
		}
		return nil
	}); err != nil {
		d.t.Fatal(err)
	}
	return counts
}

// rows is every row of the package's tables.
func (d *desk) rows() string {
	var b strings.Builder
	// Reports are numbered anew when tables are made again: they are named by their ids.
	const id = "(SELECT hex(id) FROM reports r WHERE r.n = t.n)"
	columns := map[string]string{
		"traits": id + " || at || '|' || till || '|' || kind || '|' || place || '|' || coalesce(lat, '') || '|' || hex(marks) || '|' || hex(gist)",
		"spots":  "spot || '|' || at || '|' || " + id, "bands": "season || '|' || band || '|' || " + id, "marks": "mark || '|' || " + id,
		"comparisons": "hex(a) || hex(b) || verdict || why || seen || score || note || hex(author) || at || '|' || seq || hex(rev)",
	}
	if err := d.l.View(d.t.Context(), func(tx *store.Tx) error {
		for _, table := range tables {
			rows := tx.Query("SELECT " + columns[table] + " AS row FROM " + table + " t ORDER BY row")
			for rows.Next() {
				var s string
				if err := rows.Scan(&s); err != nil {
					return err
				}
				fmt.Fprintln(&b, table, s)
			}
			if err := rows.Err(); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		d.t.Fatal(err)
	}
	return b.String()
}

// A crowded place is looked at around the time that matters, and the answer says
// how far it looked.
func TestACrowdIsLookedAtInPart(t *testing.T) {
	d := newDesk(t, Part())
	for i := range 2*nearPlace + 40 {
		d.take(told{name: fmt.Sprint("r", i), kind: "water", at: noon.Add(time.Duration(i) * time.Minute), when: noon.Add(time.Duration(i) * time.Minute), place: "MR012", title: fmt.Sprint("Eau ", i)})
	}
	found, _ := d.find("r110")
	if !found.Cut || found.Looked > 2*nearPlace+maxWords*perWord || found.Within < 95*time.Minute || found.Within > 105*time.Minute {
		t.Errorf("cut %v, looked at %d, within %v", found.Cut, found.Looked, found.Within)
	}
	if len(found.Matches) > maxFull {
		t.Errorf("%d were compared in full", len(found.Matches))
	}
	if found, _ := d.find("r0"); found.Cut != true {
		t.Error("that more came after the first is not told")
	}
}

// No statement of a search reads a table from end to end.
func TestSearchesUseIndexes(t *testing.T) {
	d := newDesk(t, Part())
	d.take(told{name: "one", kind: "attack", place: "MR012", title: "Attaque"})
	for what, sql := range map[string]string{
		"since": sinceSQL, "until": untilSQL, "take": takeSQL, "since, anywhere": sinceTimeSQL, "until, anywhere": untilTimeSQL, "verdicts": comparisonsSQL,
		"marks": "SELECT n FROM marks WHERE mark = ? ORDER BY n DESC LIMIT ?", "bands": "SELECT n FROM bands WHERE season = ? AND band = ? ORDER BY n DESC LIMIT ?",
	} {
		if err := d.l.View(t.Context(), func(tx *store.Tx) error {
			args := make([]any, strings.Count(sql, "?"))
			if strings.Contains(sql, "?1") {
				args = make([]any, 3)
				if !strings.Contains(sql, "?3") {
					args = args[:1]
				}
			}
			for i := range args {
				args[i] = 1
			}
			plan, err := tx.Plan(sql, args...)
			if strings.Contains(plan, "SCAN") || strings.Contains(plan, "TEMP B-TREE") {
				t.Errorf("%s: %s", what, plan)
			}
			return err
		}); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
	}
}

// What was judged not the same stays so until something comes up that was not
// seen then.
func TestAVerdictHoldsUntilThereIsNewEvidence(t *testing.T) {
	c := Comparison{Verdict: Different, Grounds: []Ground{ByTime}, Seen: []Code{Time, Place, Copy}, Score: 0.6}
	for name, v := range map[string]struct {
		m    Match
		want bool
	}{
		"as it was":               {Match{Score: 0.6, Reasons: []Reason{{Code: Time, Weight: 1}, {Code: Copy, Weight: 2}}}, true},
		"a little more":           {Match{Score: 0.8, Reasons: []Reason{{Code: Topics, Weight: 1}}}, true},
		"much more":               {Match{Score: 0.95, Reasons: []Reason{{Code: Topics, Weight: 3}}}, false},
		"the same plate, now":     {Match{Score: 0.6, Reasons: []Reason{{Code: Code(Plate), Weight: 6}}}, false},
		"something against, only": {Match{Score: 0.4, Reasons: []Reason{{Code: Code(Person), Weight: -1}}}, true},
	} {
		if got := c.Settles(v.m); got != v.want {
			t.Errorf("%s: settled %v", name, got)
		}
	}
	c.Verdict = Undecided
	if c.Settles(Match{Score: 0.1}) {
		t.Error("a verdict that was taken back still holds")
	}
}

func TestVerdictsAreRememberedForBoth(t *testing.T) {
	d := newDesk(t, Part())
	a := d.take(told{name: "a", kind: "attack", title: "Attaque à Fassala"})
	b := d.take(told{name: "b", kind: "attack", title: "Attaque à Fassala encore"})
	d.compare(a, b, Comparison{Verdict: Different, Grounds: []Ground{ByTime, ByPlace}, Note: "le 12 et le 14", Seen: []Code{Time}, Score: 0.7})
	end, err := d.l.End(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	d.compare(b, a, Comparison{Verdict: Different, Grounds: []Ground{ByTime, ByPlace}, Note: "le 12 et le 14"}) // said already
	if again, err := d.l.End(t.Context()); err != nil || again != end {
		t.Errorf("said twice, it was written twice: %d, %d, %v", end, again, err)
	}
	for _, pair := range [][2]record.ID{{a, b}, {b, a}} {
		all := d.verdicts(pair[0])
		c := all[pair[1]]
		if len(all) != 1 || c.Verdict != Different || !slices.Equal(c.Grounds, []Ground{ByTime, ByPlace}) || c.Author != record.IDOf("desk") || c.Note == "" {
			t.Errorf("%+v", all)
		}
	}
	d.compare(b, a, Comparison{Verdict: Undecided})
	if c := d.verdicts(a)[b]; c.Verdict != Undecided {
		t.Errorf("taken back: %+v", c)
	}
	for name, bad := range map[string]Comparison{
		"no verdict": {}, "no ground": {Verdict: Different}, "a ground of one's own": {Verdict: Different, Grounds: []Ground{"feeling"}},
		"a book": {Verdict: Different, Grounds: []Ground{ByTime}, Note: strings.Repeat("a", MaxNote+1)},
	} {
		if _, err := d.l.Write(t.Context(), func(tx *store.Tx) ([]ledger.Draft, error) {
			_, err := Judge(tx, a, b, bad)
			return nil, err
		}); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

func (d *desk) verdicts(id record.ID) (all map[record.ID]Comparison) {
	d.t.Helper()
	if err := d.l.View(d.t.Context(), func(tx *store.Tx) (err error) {
		all, err = Comparisons(tx, id)
		return err
	}); err != nil {
		d.t.Fatal(err)
	}
	return all
}

// A search that is given up stops.
func TestFindStopsWhenNobodyWaits(t *testing.T) {
	d := newDesk(t, Part())
	d.take(told{name: "one", kind: "attack", place: "MR012", title: "Attaque du marché"})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := d.l.View(ctx, func(tx *store.Tx) error {
		_, err := Find(tx, 1, Account{Kind: "attack", From: noon}, Sight{})
		return err
	}); err == nil {
		t.Error("it went on")
	}
}

// A report's word on its time is believed within reason.
func TestWhenItHappened(t *testing.T) {
	for told, want := range map[time.Time]time.Time{
		noon.Add(-time.Hour): noon.Add(-time.Hour), noon.Add(2 * time.Hour): noon.Add(2 * time.Hour), noon.AddDate(5, 0, 0): noon, noon.AddDate(-10, 0, 0): noon,
	} {
		if got := happened(&told, noon); !got.Equal(want) {
			t.Errorf("told %v: %v", told, got)
		}
	}
	if happened(nil, noon) != noon {
		t.Error("without a word on it, it happened when it came")
	}
}

func TestOneReporter(t *testing.T) {
	a, b := record.IDOf("phone a"), record.IDOf("phone b")
	for _, c := range []struct {
		x    record.ID
		by   report.Channel
		y    record.ID
		byY  report.Channel
		same bool
	}{
		{a, report.App, a, report.OpenRosa, true},
		{a, report.App, b, report.App, false},
		{record.ID{}, report.App, record.ID{}, report.App, false},
		{a, report.Operator, a, report.Operator, false},
		{a, report.API, a, report.API, false},
		{a, report.CSV, a, report.App, false},
	} {
		if got := OneReporter(c.x, c.by, c.y, c.byY); got != c.same {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

// Whatever the text, taking an account apart ends and harms nothing.
func FuzzAccount(f *testing.F) {
	f.Add("مسلحون قرب فصالة 4711 AB 05", "Vol à Fassala, 4711 AB 05 – 45 25 24 96")
	f.Add("\xff\xfe ٣٣٣٣", strings.Repeat("1", 300))
	f.Add("½", "قال ﷺ في فصالة 9½")
	f.Fuzz(func(t *testing.T, one, two string) {
		a, b := Account{Told: one, Text: one, From: noon, To: noon}, Account{Told: two, Text: two, From: noon, To: noon}
		m := compare(a.telling(), b.telling(), nil)
		if math.IsNaN(m.Score) || m.Score < 0 || m.Score > 1 {
			t.Fatalf("the score is %v", m.Score)
		}
		for _, r := range m.Reasons {
			if r.In(lang.Arabic, placeName) == "" {
				t.Fatalf("%+v says nothing", r)
			}
		}
		if n := len(marksOf(&a)); n > maxMarks {
			t.Fatalf("%d marks", n)
		}
		for i, cut := range Pieces([]string{one, two}) {
			var whole strings.Builder
			for _, p := range cut {
				whole.WriteString(p.Text)
			}
			if whole.String() != [...]string{one, two}[i] {
				t.Fatalf("%q is cut into %q", [...]string{one, two}[i], cut)
			}
		}
	})
}

package retention

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/community/activity"
	"wasl/internal/community/number"
	"wasl/internal/guard/policy"
)

// The numbers as they leave the node: tried here, where there is a town to count.

func (w *town) export(q number.Query, whole bool, f number.Format, l lang.Language) []byte {
	w.t.Helper()
	var one, two bytes.Buffer
	for _, out := range []*bytes.Buffer{&one, &two} {
		w.ok(w.numbers.Export(w.t.Context(), w.programme, q, whole, f, l, out))
	}
	if !bytes.Equal(one.Bytes(), two.Bytes()) {
		w.t.Errorf("%s: the same numbers give other bytes", f)
	}
	return one.Bytes()
}

// table reads a file as rows of named columns.
func (w *town) table(content []byte) []map[string]string {
	w.t.Helper()
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(content, []byte("\ufeff"))))
	all, err := r.ReadAll()
	w.ok(err)
	var rows []map[string]string
	for _, row := range all[1:] {
		m := map[string]string{}
		for i, name := range all[0] {
			m[name] = row[i]
		}
		rows = append(rows, m)
	}
	return rows
}

func TestExportsSayWhatIsHiddenAndWhy(t *testing.T) {
	w := newTown(t)
	if err := w.numbers.Export(t.Context(), w.programme, number.Query{}, false, number.CSV, lang.English, &bytes.Buffer{}); !fault.Is(err, fault.Missing) {
		t.Errorf("before there are numbers: %v", err)
	}
	w.held("first aid", 2, activity.Training)
	w.held("forum", 3, activity.Forum)
	w.crowd("first aid", 0, 28)
	w.came("first aid", "absent", w.someone("Absent", 1), w.someone("Missing", 2))
	w.crowd("forum", 100, 5)
	w.now = day(4)
	w.renew(true)
	rows := w.table(w.export(number.Query{Time: "2026"}, false, number.CSV, lang.English))
	found := map[string]map[string]string{}
	for _, r := range rows {
		found[r["indicator"]] = r
	}
	if r := found["reached"]; r["value"] != "33" || r["period"] != "2026" || r["as_of"] != "2026-01-04" {
		t.Errorf("reached: %v", r)
	}
	if r := found["reached.sex=female"]; r["value"] != "16" && r["value"] != "17" || r["sex"] != "female" {
		t.Errorf("women: %v", r)
	}
	if r := found["attendance"]; r["value"] != "0.94" || r["of"] != "35" || r["low"] != "0.81" || r["high"] != "0.98" { // 33 of 35; Wilson
		t.Errorf("attendance: %v", r)
	}
	if r := found["cost_per_person"]; r["value"] != "3272.73" { // twice 54,000 over 33
		t.Errorf("cost: %v", r)
	}
	last := rows[len(rows)-1]["indicator"]
	if !strings.Contains(last, "fewer than 10") {
		t.Errorf("the last line is %q", last)
	}
	whole := w.table(w.export(number.Query{}, true, number.CSV, lang.English))
	hidden, places, kinds := 0, map[string]bool{}, map[string]bool{}
	for _, r := range whole {
		if r["value"] == "" && strings.HasPrefix(r["note"], "hidden") {
			hidden++
		}
		if v := r["value"]; r["indicator"] != "attendance" && len(v) == 1 && v != "0" {
			t.Errorf("%v shows %s", r["indicator"], v)
		}
		places[r["place_code"]+" "+r["place"]], kinds[r["kind"]] = true, true
	}
	if hidden == 0 || !places["M Bassikounou"] || !kinds["forum"] {
		t.Errorf("%d hidden, places %v, kinds %v", hidden, places, kinds)
	}
}

// Whatever few people say at one time is in no sum, so that no difference of sums, of
// places, of kinds or of everything, is what they said.
func TestSatisfactionIsOfTenAndMore(t *testing.T) {
	w := newTown(t)
	training, forum := w.held("first aid", 2, activity.Training), w.held("forum", 3, activity.Forum)
	w.crowd("first aid", 0, 28)
	w.crowd("forum", 100, 20)
	w.now = day(4)
	w.asked = []asked{{training, 40, 30}, {forum, 6, 0}, {forum, 8, 1}}
	w.renew(true)
	told := func(q number.Query) (all []string) {
		for _, r := range w.table(w.export(q, false, number.CSV, lang.English)) {
			if r["indicator"] == number.Satisfaction {
				all = append(all, r["value"]+" of "+r["of"]+" "+r["as_of"])
			}
		}
		return all
	}
	for q, want := range map[number.Query][]string{
		{}: {"0.75 of 40 2026-01-04"}, {Time: "2026"}: {"0.75 of 40 2026-01-04"}, {Kind: "training"}: {"0.75 of 40 2026-01-04"}, {Kind: "forum"}: nil,
	} {
		if got := told(q); !slices.Equal(got, want) {
			t.Errorf("%+v: %q, want %q", q, got, want)
		}
	}
	// A survey that ends later is told from that day on, though nobody came since.
	w.asked = append(w.asked, asked{forum, 10, 10})
	w.now = day(5)
	w.renew(true)
	w.renew(false)
	if got := told(number.Query{}); !slices.Equal(got, []string{"0.80 of 50 2026-01-05"}) {
		t.Errorf("with the forum: %q", got)
	}
	if s := w.board(number.Query{Kind: "forum"}).Figures.Satisfaction(); s.Of != 10 || s.Value != 1 {
		t.Errorf("the forum's board has %+v", s)
	}
}

func TestExportsInOtherFormats(t *testing.T) {
	w := newTown(t)
	w.held("first aid", 2, activity.Training)
	w.crowd("first aid", 0, 28)
	w.renew(true)
	hxl := w.table(w.export(number.Query{}, false, number.HXL, lang.French))
	if tags := hxl[0]; tags["indicator"] != "#indicator+code" || tags["place_code"] != "#adm2+code" || tags["value"] != "#indicator+value+num" {
		t.Errorf("tags: %v", tags)
	}
	for _, r := range hxl[1:] {
		if !strings.HasPrefix(r["indicator"], "reached") && !strings.HasPrefix(r["indicator"], "trained") && r["value"] == "" {
			t.Errorf("a line without data: %v", r)
		}
	}
	f, err := excelize.OpenReader(bytes.NewReader(w.export(number.Query{}, true, number.XLSX, lang.Arabic)))
	w.ok(err)
	defer f.Close()
	rows, err := f.GetRows("الأعداد")
	w.ok(err)
	if len(rows) < 10 || rows[0][0] != "indicator" || !strings.Contains(rows[len(rows)-1][0], "يُعدّ كل شخص مرة واحدة") {
		t.Errorf("%d rows, the last %v", len(rows), rows[len(rows)-1])
	}
}

// An edition is asked for by whoever answers for people; the others read, and who reads
// reports reads none of it.
func TestWhoMayWhat(t *testing.T) {
	w := newTown(t)
	w.held("first aid", 2, activity.Training)
	w.crowd("first aid", 0, 28)
	if err := w.numbers.Ask(t.Context(), w.programme); !fault.Is(err, fault.Denied) {
		t.Errorf("the programme asks for an edition: %v", err)
	}
	w.ok(w.numbers.Ask(t.Context(), w.organiser))
	if err := w.numbers.Ask(t.Context(), w.organiser); !fault.Is(err, fault.Conflict) {
		t.Errorf("asked for twice: %v", err)
	}
	for _, role := range []policy.Role{policy.Desk, policy.Analyst, policy.Chief, policy.Oversight, policy.Administrator, policy.Reporter} {
		a := policy.Actor{ID: record.IDOf("other"), Unit: here, Roles: []policy.Role{role}}
		if _, err := w.numbers.Board(t.Context(), a, number.Query{}); !fault.Is(err, fault.Denied) {
			t.Errorf("%s reads numbers: %v", role, err)
		}
	}
	if _, err := w.numbers.Board(t.Context(), w.programme, number.Query{Place: "L/M", Kind: "forum"}); !fault.Is(err, fault.Invalid) {
		t.Errorf("a place and a kind: %v", err)
	}
}

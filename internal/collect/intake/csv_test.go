package intake_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/collect/form"
	"wasl/internal/collect/intake"
)

// sheets is a workbook of these sheets.
func sheets(t *testing.T, all map[string][][]string) []byte {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close()
	for sheet, rows := range all {
		if _, err := book.NewSheet(sheet); err != nil {
			t.Fatal(err)
		}
		for i, cells := range rows {
			if err := book.SetSheetRow(sheet, fmt.Sprintf("A%d", i+1), &cells); err != nil {
				t.Fatal(err)
			}
		}
	}
	b, err := book.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// survey asks one question of every kind that a table can answer.
func survey(t *testing.T) form.Upload {
	return form.Upload{Name: "table.xlsx", Source: sheets(t, map[string][][]string{
		"survey": {
			{"type", "name", "label::Français (fr)", "label::العربية (ar)", "required", "relevant", "constraint", "constraint_message::Français (fr)", "calculation"},
			{"select_one kinds", "kind", "Type", "النوع", "yes"},
			{"date", "day", "Jour", "اليوم"},
			{"dateTime", "when", "Quand", "متى"},
			{"time", "hour", "Heure", "الساعة"},
			{"integer", "people_dead", "Morts", "القتلى", "", "", ". <= 5000", "Au plus 5000."},
			{"decimal", "km", "Km", "كم"},
			{"geopoint", "gps", "Point", "الموقع"},
			{"select_multiple needs", "needs", "Besoins", "الحاجات"},
			{"text", "summary", "Résumé", "ملخص", "yes"},
			{"text", "only_attack", "Détail", "تفاصيل", "", "${kind} = 'attack'"},
			{"acknowledge", "ok", "Vu", "نعم"},
			{"calculate", "urgency", "", "", "", "", "", "", "if(${people_dead} > 0, 'now', 'soon')"},
		},
		"choices": {
			{"list_name", "name", "label::Français (fr)", "label::العربية (ar)"},
			{"kinds", "attack", "Attaque armée", "هجوم مسلّح"},
			{"kinds", "theft", "Vol", "سرقة"},
			{"kinds", "flight", "Vol", "طيران"},
			{"needs", "water", "Eau", "ماء"},
			{"needs", "food", "Nourriture", "غذاء"},
			{"needs", "care", "Soins médicaux", "علاج"},
		},
		"settings": {{"form_id", "version", "default_language"}, {"table", "1", "Français (fr)"}},
	})}
}

func (d *desk) csv(text string, opt intake.CSVOptions) (intake.Imported, error) {
	d.t.Helper()
	if opt.Form == "" {
		opt.Form = "table"
	}
	if opt.Language == "" {
		opt.Language = "fr"
	}
	opt.Operator = record.IDOf("operator")
	return d.Intake.ImportCSV(d.t.Context(), strings.NewReader(text), opt)
}

// bodies gives the answers of every report, by the summary.
func (d *desk) bodies() map[string]string {
	d.t.Helper()
	out := map[string]string{}
	hs, err := d.Field.Since(d.t.Context(), 0, 100_000)
	if err != nil {
		d.t.Fatal(err)
	}
	for _, h := range hs {
		if h.Kind == record.Report {
			b := d.get(h.Record).Body
			out[b.Title] = b.XML
		}
	}
	return out
}

func TestCellsAsPeopleWriteThem(t *testing.T) {
	d := newDesk(t)
	d.publish(survey(t))
	for i, c := range []struct{ column, cell, want string }{
		{"kind", "attack", "<kind>attack</kind>"},
		{"kind", "Attaque armée", "<kind>attack</kind>"},
		{"kind", "ATTAQUE ARMEE", "<kind>attack</kind>"},
		{"kind", "هجوم مسلح", "<kind>attack</kind>"},
		{"kind", "سرقة", "<kind>theft</kind>"},
		{"day", "24/11/2026", "<day>2026-11-24</day>"},
		{"day", "2026-11-24", "<day>2026-11-24</day>"},
		{"day", "4.3.2026", "<day>2026-03-04</day>"},
		{"day", "٢٤/١١/٢٠٢٦", "<day>2026-11-24</day>"},
		{"when", "24/11/2026 14:30", "<when>2026-11-24T14:30:00.000Z</when>"},
		{"when", "24/11/2026 14h30", "<when>2026-11-24T14:30:00.000Z</when>"},
		{"when", "2026-11-24", "<when>2026-11-24T00:00:00.000Z</when>"},
		{"when", "2026-11-24T14:30:00+01:00", "<when>2026-11-24T14:30:00.000+01:00</when>"},
		{"hour", "14h30", "<hour>14:30</hour>"},
		{"people_dead", "1 234", "<people_dead>1234</people_dead>"},
		{"people_dead", "١٢", "<people_dead>12</people_dead>"},
		{"km", "3,5", "<km>3.5</km>"},
		{"km", "1 234,5", "<km>1234.5</km>"},
		{"gps", "18.0735, -15.9582", "<gps>18.0735 -15.9582</gps>"},
		{"gps", "18,0735 -15,9582", "<gps>18.0735 -15.9582</gps>"},
		{"gps", "18.0735;-15.9582", "<gps>18.0735 -15.9582</gps>"},
		{"needs", "water food", "<needs>water food</needs>"},
		{"needs", "Eau, Soins médicaux", "<needs>water care</needs>"},
		{"needs", "ماء، غذاء", "<needs>water food</needs>"},
		{"ok", "oui", "<ok>OK</ok>"},
		{"summary", "رقمها 4711 AB 05", "<summary>رقمها 4711 AB 05</summary>"},
		{"summary", "=1+1", "<summary>=1+1</summary>"},
		{"summary", "<b>", "<summary>&lt;b&gt;</summary>"},
	} {
		row := map[string]string{"kind": "theft", "summary": fmt.Sprint("row ", i)}
		row[c.column] = c.cell
		if c.column == "summary" {
			row["only_attack"] = ""
		}
		var header, cells []string
		for _, k := range []string{"kind", "day", "when", "hour", "people_dead", "km", "gps", "needs", "ok", "summary"} {
			if row[k] != "" {
				header, cells = append(header, k), append(cells, `"`+row[k]+`"`)
			}
		}
		got, err := d.csv(strings.Join(header, ",")+"\n"+strings.Join(cells, ",")+"\n", intake.CSVOptions{})
		if err != nil || len(got.Problems) > 0 || got.New != 1 {
			t.Errorf("%s %q: %+v %v", c.column, c.cell, got, err)
			continue
		}
		if xml := d.bodies()[row["summary"]]; !strings.Contains(xml, c.want) {
			t.Errorf("%s %q became %s, want %s", c.column, c.cell, xml, c.want)
		}
	}
}

func TestWrongRowsAreToldAndNothingIsImported(t *testing.T) {
	d := newDesk(t)
	d.publish(survey(t))
	before := d.revisions()
	text := "Type,Jour,Morts,Résumé,Pos X,Pos Y\n" +
		"attack,2026-11-24,1,fine,18,-15\n" +
		"dragons,2026-11-24,1,a,18,-15\n" +
		"Vol,2026-11-24,1,two are called so,18,-15\n" +
		"attack,yesterday,1,b,18,-15\n" +
		"attack,2026-02-30,1,c,18,-15\n" +
		"attack,2026-11-24,6000,d,18,-15\n" +
		"attack,2026-11-24,many,e,18,-15\n" +
		"attack,2026-11-24,1,,18,-15\n" +
		",2026-11-24,1,f,18,-15\n" +
		"attack,2026-11-24,1,g,98,-15\n"
	opt := intake.CSVOptions{Columns: map[string]string{"kind": "Type", "day": "Jour", "people_dead": "Morts", "summary": "Résumé", "gps.lat": "Pos X", "gps.lon": "Pos Y"}}
	got, err := d.csv(text, opt)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"3 Type intake.answer.choice", "4 Type intake.answer.choice", "5 Jour intake.answer.type", "6 Jour intake.answer.type", "7 Morts intake.answer.refused",
		"8 Morts intake.answer.type", "9 Résumé intake.answer.required", "10 Type intake.answer.required", "11 gps intake.answer.type",
	}
	var found []string
	for _, p := range got.Problems {
		found = append(found, fmt.Sprint(p.Row, " ", p.Column, " ", p.Fault.Key))
		for _, l := range lang.All() {
			if message, hint := p.In(l); message == "" || hint == "" || strings.Contains(message+hint, "{") {
				t.Errorf("row %d in %s: %q (%q)", p.Row, l, message, hint)
			}
		}
	}
	if !slices.Equal(found, want) {
		t.Errorf("found\n%s\nwant\n%s", strings.Join(found, "\n"), strings.Join(want, "\n"))
	}
	if message, _ := got.Problems[4].In(lang.French); !strings.Contains(message, "Au plus 5000.") {
		t.Errorf("not in the form's own words: %q", message)
	}
	if n := d.revisions(); n != before {
		t.Errorf("%d revisions were written", n-before)
	}
}

func TestImportingAgainChangesNothing(t *testing.T) {
	d := newDesk(t)
	d.publish(survey(t))
	text := "No,kind,summary\n1,attack,a\n2,attack,b\n3,theft,same\n4,theft,same\n"
	dry, err := d.csv(text, intake.CSVOptions{DryRun: true})
	if err != nil || dry.New != 4 || dry.Known != 0 || len(d.bodies()) != 0 {
		t.Errorf("dry: %+v %v", dry, err)
	}
	first, err := d.csv(text, intake.CSVOptions{})
	if err != nil || first.New != 4 || first.Known != 0 {
		t.Fatalf("%+v %v", first, err)
	}
	before := d.revisions()
	// The same rows in another order and behind a mark, in a file with other columns.
	again, err := d.csv("\ufeffsummary;kind;Remarque\nb;attack;x\nsame;theft;\na;Attaque armée;\nsame;theft;\n", intake.CSVOptions{})
	if err != nil || again.New != 1 || again.Known != 3 { // a label is another cell than a name
		t.Errorf("again: %+v %v", again, err)
	}
	if n := d.revisions(); n != before+1 {
		t.Errorf("%d revisions were written", n-before)
	}
	keyed := intake.CSVOptions{Key: "No"}
	if got, err := d.csv(text, keyed); err != nil || got.New != 4 {
		t.Errorf("with a key: %+v %v", got, err)
	}
	before = d.revisions()
	if got, err := d.csv(text, keyed); err != nil || got.New != 0 || got.Known != 4 || d.revisions() != before {
		t.Errorf("with a key again: %+v %v", got, err)
	}
	changed, err := d.csv(strings.Replace(text, "attack,b", "attack,changed", 1)+"5,attack,new\n5,attack,newer\n", keyed)
	if err != nil || len(changed.Problems) != 2 || changed.Problems[0].Fault.Key != "intake.row.changed" || changed.Problems[0].Row != 3 || changed.Problems[1].Fault.Key != "intake.key.twice" || changed.Problems[1].Row != 7 {
		t.Errorf("changed: %+v %v", changed, err)
	}
	if d.revisions() != before {
		t.Error("a file with faults was imported in part")
	}
}

func TestEncodings(t *testing.T) {
	text := "kind;summary\nattack;هجوم على بئر\nattack;اشتباك\n"
	french := "kind;summary\nattack;Enlèvement à Néma\nattack;CRÉÉ près d'Aïoun\n"
	win1256, err := charmap.Windows1256.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	win1252, err := charmap.Windows1252.NewEncoder().String(french)
	if err != nil {
		t.Fatal(err)
	}
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ file, named, found, title string }{
		"UTF-8":              {text, "", "utf-8", "اشتباك"},
		"UTF-8 with a mark":  {"\ufeff" + text, "", "utf-8", "اشتباك"},
		"UTF-16":             {utf16, "", "utf-8", "اشتباك"},
		"Windows-1256":       {win1256, "", "windows-1256", "اشتباك"},
		"Windows-1256 named": {win1256, "Windows-1256", "windows-1256", "اشتباك"},
		"Windows-1252":       {win1252, "", "windows-1252", "CRÉÉ près d'Aïoun"},
		"tabs":               {strings.ReplaceAll(text, ";", "\t"), "", "utf-8", "اشتباك"},
		"lines of Windows":   {strings.ReplaceAll(text, "\n", "\r\n"), "", "utf-8", "اشتباك"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			d.publish(survey(t))
			got, err := d.csv(c.file, intake.CSVOptions{Encoding: c.named})
			if err != nil || got.New != 2 || got.Encoding != c.found {
				t.Fatalf("%+v %v", got, err)
			}
			if d.bodies()[c.title] == "" {
				t.Errorf("%q was not read", c.title)
			}
		})
	}
}

func TestTablesThatAreNone(t *testing.T) {
	d := newDesk(t)
	d.publish(survey(t))
	for name, c := range map[string]struct {
		text string
		opt  intake.CSVOptions
		key  string
	}{
		"nothing":             {"", intake.CSVOptions{}, "sheet.file.empty"},
		"no column fits":      {"a,b\n1,2\n", intake.CSVOptions{}, "intake.columns.none"},
		"an unknown question": {"a\n1\n", intake.CSVOptions{Columns: map[string]string{"nothing": "a"}}, "intake.map.unknown"},
		"no such column":      {"kind\nattack\n", intake.CSVOptions{Columns: map[string]string{"summary": "Résumé"}}, "sheet.column.missing"},
		"an unknown unit":     {"kind\nattack\n", intake.CSVOptions{Unit: "NOWHERE"}, "intake.unit.unknown"},
		"an unknown form":     {"kind\nattack\n", intake.CSVOptions{Form: "nothing"}, "form.id.unknown"},
		"an unknown encoding": {"kind\nattack\n", intake.CSVOptions{Encoding: "koi8-r"}, "sheet.encoding.unknown"},
		"a spreadsheet":       {"PK\x03\x04\x00\x00", intake.CSVOptions{}, "sheet.file.encoding"},
		"a quote":             {"kind,summary\nattack,\"x\n", intake.CSVOptions{}, "sheet.csv.broken"},
	} {
		_, err := d.csv(c.text, c.opt)
		f, ok := err.(*fault.Error) //nolint:errorlint // it is the outermost
		if !ok || f.Key != c.key {
			t.Errorf("%s: %v, want %s", name, err, c.key)
			continue
		}
		for _, l := range lang.All() {
			if message, hint := lang.Fault(l, f); strings.Contains(message+hint, "{") || hint == "" {
				t.Errorf("%s in %s: %q (%q)", name, l, message, hint)
			}
		}
	}
}

// What a form calculates is calculated of rows too; what does not apply is not
// asked for.
func TestCalculations(t *testing.T) {
	d := newDesk(t)
	d.publish(survey(t))
	if got, err := d.csv("kind,summary,people_dead,only_attack\nattack,a,2,x\ntheft,b,,\n", intake.CSVOptions{}); err != nil || got.New != 2 {
		t.Fatalf("%+v %v", got, err)
	}
	all := d.bodies()
	if !strings.Contains(all["a"], "<urgency>now</urgency>") || !strings.Contains(all["b"], "<urgency>soon</urgency>") {
		t.Errorf("%s\n%s", all["a"], all["b"])
	}
}

// Many rows share commits: ten thousand take seconds.
func TestManyRows(t *testing.T) {
	d := newDesk(t)
	d.publish(survey(t))
	var b bytes.Buffer
	b.WriteString("kind,summary,people_dead\n")
	const rows = 2000
	for i := range rows {
		fmt.Fprintf(&b, "attack,incident %d,%d\n", i, i%7)
	}
	told := 0
	opt := intake.CSVOptions{Progress: func(done, total int) {
		if done != told+1 || total != rows {
			t.Errorf("progress %d of %d after %d", done, total, told)
		}
		told = done
	}}
	got, err := d.csv(b.String(), opt)
	if err != nil || got.New != rows || told != rows {
		t.Fatalf("%+v %v, told %d", got, err, told)
	}
	told = 0
	again, err := d.csv(b.String(), opt)
	if err != nil || again.Known != rows || again.New != 0 {
		t.Errorf("again: %+v %v", again, err)
	}
}

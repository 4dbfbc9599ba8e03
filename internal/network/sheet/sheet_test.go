package sheet

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
)

var fields = []string{"code", "name", Lat, Lon}

func read(t *testing.T, f Format, text string, m Mapping) (*Sheet, error) {
	t.Helper()
	return Read(strings.NewReader(text), f, fields, []string{"code"}, m)
}

func rowsOf(s *Sheet) (rows []string) {
	for _, r := range s.Rows {
		rows = append(rows, fmt.Sprintf("%d:%s|%s|%s|%s", r.N, r.Get("code"), r.Get("name"), r.Get(Lat), r.Get(Lon)))
	}
	return rows
}

func TestRead(t *testing.T) {
	for name, c := range map[string]struct {
		format Format
		text   string
		m      Mapping
		want   []string
	}{
		"comma":     {CSV, "code,name\nA,Néma\n\nB,\"x\ny\"\nC, z \n", nil, []string{"2:A|Néma||", "4:B|x\ny||", "6:C|z||"}},
		"semicolon": {CSV, "\ufeffCode;NAME;lat\r\nA;Néma, ville;16,3\r\n", nil, []string{"2:A|Néma, ville|16,3|"}},
		"tab":       {CSV, "code\tname\nA\tالنعمة\n", nil, []string{"2:A|النعمة||"}},
		"mapped":    {CSV, "PCODE,Nom\nA,x\n", Mapping{"code": "pcode", "name": "nom"}, []string{"2:A|x||"}},
		"short row": {CSV, "code,name\nA\n", nil, []string{"2:A|||"}},
		"utf-16":    {CSV, "\xff\xfec\x00o\x00d\x00e\x00\n\x00A\x00\n\x00", nil, []string{"2:A|||"}},
		"points": {
			GeoJSON, `{"type":"FeatureCollection","crs":{"a":[1]},"features":[
			{"type":"Feature","properties":{"CODE":7,"name":"x","other":{"a":1}},"geometry":{"type":"Point","coordinates":[-7.25,16.5,3]}},
			{"type":"Feature","properties":{"code":"B","name":null},"geometry":null}]}`, nil, []string{"1:7|x|16.5|-7.25", "2:B|||"},
		},
		"areas": {
			GeoJSON, `{"features":[
			{"properties":{"code":"A"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[4,0],[4,2],[0,2],[0,0]]]}},
			{"properties":{"code":"B"},"geometry":{"type":"MultiPolygon","coordinates":[[[[0,0],[0,2],[2,2],[2,0],[0,0]]],[[[10,0],[12,0],[12,2],[10,2],[10,0]]]]}},
			{"properties":{"code":"C"},"geometry":{"type":"Polygon","coordinates":[[[1,1],[1,1]]]}}]}`, nil, []string{"1:A||1|2", "2:B||1|6", "3:C||1|1"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := read(t, c.format, c.text, c.m)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(c.want, rowsOf(s)); d != "" || len(s.Problems) > 0 {
				t.Errorf("%s\nproblems: %v", d, s.Problems)
			}
		})
	}
}

func TestReadRefuses(t *testing.T) {
	wide := strings.Repeat("a,", MaxColumns) + "code\n"
	for name, c := range map[string]struct {
		format Format
		text   string
		m      Mapping
		key    string
	}{
		"nothing":       {CSV, " \n", nil, "sheet.file.empty"},
		"latin-1":       {CSV, "code,name\nA,N\xe9ma\n", nil, "sheet.file.encoding"},
		"a spreadsheet": {CSV, "PK\x03\x04\x00\x00", nil, "sheet.file.encoding"},
		"no column":     {CSV, "name\nx\n", nil, "sheet.column.missing"},
		"wrong mapping": {CSV, "code\nx\n", Mapping{"name": "Nom"}, "sheet.column.missing"},
		"same name":     {CSV, "code,Code\nx,y\n", nil, "sheet.column.twice"},
		"quote":         {CSV, "code,name\nA,\"x\n", nil, "sheet.csv.broken"},
		"too wide":      {CSV, wide, nil, "sheet.columns.many"},
		"too long":      {CSV, "code\n" + strings.Repeat("a\n", MaxRows+1), nil, "sheet.rows.many"},
		"too large":     {CSV, strings.Repeat("a", MaxBytes+1), nil, "sheet.file.large"},
		"not json":      {GeoJSON, "code\n", nil, "sheet.geojson.broken"},
		"cut":           {GeoJSON, `{"features":[{"properties":{`, nil, "sheet.geojson.broken"},
		"no features":   {GeoJSON, `{"type":"Feature"}`, nil, "sheet.geojson.broken"},
		"deep":          {GeoJSON, `{"features":[` + strings.Repeat("[", 100_000), nil, "sheet.geojson.broken"},
		"other format":  {"xml", "<a/>", nil, "sheet.format.unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := read(t, c.format, c.text, c.m)
			f, ok := err.(*fault.Error) //nolint:errorlint // it is the outermost
			if !ok || f.Key != c.key {
				t.Fatalf("got %v, want %s", err, c.key)
			}
			for _, l := range lang.All() {
				if m, h := lang.Fault(l, f); m == "" || h == "" || strings.Contains(m+h, "{") {
					t.Errorf("in %s it says %q, %q", l, m, h)
				}
			}
		})
	}
}

func TestProblemsNameTheirPlace(t *testing.T) {
	s, err := read(t, CSV, "code,name\nA,"+strings.Repeat("x", MaxCell+1)+"\nB,x,y\n", nil)
	if err != nil {
		t.Fatal(err)
	}
	s.Sort()
	var got []string
	for _, p := range s.Problems {
		got = append(got, fmt.Sprint(p.Row, p.Column, p.Fault.Key))
	}
	if d := cmp.Diff([]string{"2namesheet.cell.long", "3sheet.row.long"}, got); d != "" {
		t.Error(d)
	}
}

// Cells as in the lists of payloads for spreadsheets.
func TestSafe(t *testing.T) {
	for _, cell := range []string{
		"=1+1", "+1+1", "-1+1", "@SUM(A1)", "=cmd|' /C calc'!A0", " =1", "\t=1", "\r=1", "\n=1", "\ufeff=1", "\u200f=1", "＝1", "＋1", "－1", "＠x", "-", "+22245252496",
	} {
		if got := Safe(cell); got != "'"+cell {
			t.Errorf("Safe(%q) = %q", cell, got)
		}
	}
	for _, cell := range []string{"", "Néma", "-7.25", "16", "النعمة", "a=b", "'=1"} {
		if got := Safe(cell); got != cell {
			t.Errorf("Safe(%q) = %q", cell, got)
		}
	}
}

func TestWriteAndReadAgain(t *testing.T) {
	var b bytes.Buffer
	if err := Write(&b, fields, [][]string{{"A", "x;\"y\"\n", "1", "-2"}, {"=B", "النعمة", "", ""}}); err != nil {
		t.Fatal(err)
	}
	s, err := read(t, CSV, b.String(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"2:A|x;\"y\"|1|-2", "4:'=B|النعمة||"}, rowsOf(s)); d != "" {
		t.Error(d)
	}
}

func FuzzCSV(f *testing.F) {
	f.Add("code,name\nA,Néma\n")
	f.Add("code;name\n\"A\";\"x\"\"y\n\"\n")
	f.Add("\xff\xfec\x00")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := Read(strings.NewReader(text), CSV, fields, []string{"code"}, nil)
		if err == nil {
			holds(t, s)
		}
	})
}

func FuzzGeoJSON(f *testing.F) {
	f.Add(`{"features":[{"properties":{"code":"A"},"geometry":{"type":"Point","coordinates":[1,2]}}]}`)
	f.Add(`{"features":[{"geometry":{"type":"MultiPolygon","coordinates":[[[[0,0],[1e308,0],[1e308,1e308]]]]}}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		s, err := Read(strings.NewReader(text), GeoJSON, fields, nil, nil)
		if err != nil {
			return
		}
		holds(t, s)
		for _, r := range s.Rows {
			if r.cells[Lon] == "" || strings.Contains(text, "lat") || strings.Contains(text, "lon") || strings.Contains(text, "\\") {
				continue
			}
			lat, err := strconv.ParseFloat(r.Get(Lat), 64)
			if err != nil || math.Abs(lat) > 90 {
				t.Errorf("latitude %q", r.Get(Lat))
			}
		}
	})
}

func holds(t *testing.T, s *Sheet) {
	if len(s.Rows) > MaxRows || len(s.Problems) > MaxReport {
		t.Fatalf("%d rows, %d problems", len(s.Rows), len(s.Problems))
	}
	for _, r := range s.Rows {
		for _, f := range fields {
			if len(r.Get(f)) > MaxCell {
				t.Fatalf("row %d has %d bytes in %s", r.N, len(r.Get(f)), f)
			}
		}
	}
}

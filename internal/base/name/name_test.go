package name

import (
	"encoding/csv"
	"os"
	"strconv"
	"strings"
	"testing"
)

// pairsTable is our own judgement of some two hundred pairs.
func pairsTable(t testing.TB) [][]string {
	t.Helper()
	f, err := os.Open("testdata/pairs.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comment = '#'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) < 150 {
		t.Fatalf("%d pairs: the table has shrunk", len(rows))
	}
	return rows[1:]
}

func TestPairs(t *testing.T) {
	for _, row := range pairsTable(t) {
		s := Similarity(Parse(row[1]), Parse(row[2]))
		ok := false
		switch row[0] {
		case "same":
			ok = s.Value >= Likely
		case "different":
			ok = s.Value < Possible
		case "unclear":
			ok = s.Value >= 0.3 && s.Value < 0.92
		default:
			t.Fatalf("%q is no judgement", row[0])
		}
		if !ok {
			t.Errorf("%s (%s): %s ~ %s: %s", row[0], row[3], row[1], row[2], explained(s, row[1], row[2]))
		}
	}
}

// explained tells a score as a person would want to read it.
func explained(s Score, x, y string) string {
	a, b := Parse(x), Parse(y)
	var out strings.Builder
	text := func(n Name, i int8) string {
		if i < 0 {
			return "-"
		}
		return n.Tokens()[i].Text
	}
	out.WriteString(format(s.Value))
	for _, p := range s.Pairs() {
		out.WriteString(" | " + text(a, p.A) + " / " + text(b, p.B) + " " + p.How.String() + " " + format(float64(p.Like)))
	}
	return out.String()
}

func format(v float64) string { return strconv.FormatFloat(v, 'f', 2, 64) }

// shown writes tokens with their roles: part:role:text.
func shown(n Name) string {
	roles := [...]string{"given", "family", "kunya", "honorific", "initial", "title"}
	var out []string
	for _, t := range n.Tokens() {
		s := strconv.Itoa(t.Part) + ":" + roles[t.Role] + ":" + t.Text
		if t.Alias {
			s += ":alias"
		}
		out = append(out, s)
	}
	return strings.Join(out, " | ")
}

func TestParse(t *testing.T) {
	for in, want := range map[string]string{
		"Mohamed Lemine Ould Cheikh El Ghazouani":  "0:given:Mohamed | 0:given:Lemine | 1:honorific:Cheikh | 1:given:El Ghazouani",
		"Dr. Fatimetou mint Mahfoudh ould Khattri": "0:title:Dr | 0:given:Fatimetou | 1:given:Mahfoudh | 2:given:Khattri",
		"Cheikh Ould Baya":                         "0:given:Cheikh | 1:given:Baya",
		"Mohamed O/ Abdel Aziz":                    "0:given:Mohamed | 1:given:Abdel Aziz",
		"Iyad Ag Ghali":                            "0:given:Iyad | 1:given:Ghali",
		"Mamadou Diallo":                           "0:given:Mamadou | 0:family:Diallo",
		"DIALLO, Mamadou":                          "0:given:Mamadou | 0:family:DIALLO",
		"Bin al-Shibh, Ramzi":                      "0:given:Ramzi | 1:given:al-Shibh",
		"Abdoulaye Sow dit Djiby":                  "0:given:Abdoulaye | 0:family:Sow | 0:given:Djiby:alias",
		"Abou Yahya al-Libi":                       "0:kunya:Abou Yahya | 0:given:al-Libi",
		"Abou Bakr Ould Ahmed":                     "0:given:Abou Bakr | 1:given:Ahmed",
		"Oumou Diallo":                             "0:given:Oumou | 0:family:Diallo",
		"Sid'Ahmed Taya":                           "0:honorific:Sid | 0:given:Ahmed | 0:given:Taya",
		"Nour al-Din M. Hassan":                    "0:given:Nour al-Din | 0:initial:M | 0:given:Hassan",
		"Abdel Wali":                               "0:given:Abdel Wali",
		"محمد الأمين ولد الشيخ الغزواني": "0:given:محمد | 0:given:الأمين | 1:honorific:الشيخ | 1:given:الغزواني",
		"العقيد عبد الله ولد أحمد":       "0:title:العقيد | 0:given:عبد الله | 1:given:أحمد",
		"أبو بكر بنت نور الدين":          "0:given:أبو بكر | 1:given:نور الدين",
		"إياد أغ غالي":                   "0:given:إياد | 1:given:غالي",
		"محمد ولد أحمد الملقب الأمير":    "0:given:محمد | 1:given:أحمد | 1:given:الأمير:alias",
		"Ould Ghazouani": "1:given:Ghazouani",
		"Mohamed Ould":   "0:given:Mohamed | 0:given:Ould",
		"":               "",
		"123 -- !":       "",
	} {
		if got := shown(Parse(in)); got != want {
			t.Errorf("Parse(%q) is %s, want %s", in, got, want)
		}
	}
}

func TestSex(t *testing.T) {
	for in, want := range map[string]Sex{
		"Nour Ould Ahmed": Male, "Nour Mint Ahmed": Female, "نور منت أحمد": Female, "Fatimetou Diallo": Female, "Mamadou Diallo": Male,
		"Fadimata Walet Oumar": Female, "Iyad Ag Ghali": Male, "Diallo": Unknown, "Xyz": Unknown, "": Unknown,
	} {
		if got := Parse(in).Sex(); got != want {
			t.Errorf("the sex of %q is %d, want %d", in, got, want)
		}
	}
}

// A score says which token went with which, and why.
func TestScoreExplains(t *testing.T) {
	for _, c := range []struct{ a, b, want string }{
		{"Mohamed Ould Ahmed", "محمد ولد أحمد", "Mohamed/محمد script, Ahmed/أحمد script"},
		{"Mohamed Ould Ahmed", "Mouhamed Ould Ahmed", "Mohamed/Mouhamed spelling, Ahmed/Ahmed same"},
		{"Mohamed Ould Ahmed", "Salem Ould Ahmed Ould Sidi", "Mohamed/Salem different, Ahmed/Ahmed same, -/Sidi missing"},
		{"Mamadou Diallo", "محمد جالو", "Mamadou/محمد cognate, Diallo/جالو script"},
		{"M. Salem Diallo", "Mohamed Salem Diallo", "M/Mohamed initial, Salem/Salem same, Diallo/Diallo same"},
		{"VladimirPutin", "Vladimir Putin", "VladimirPutin/Vladimir joined, VladimirPutin/Putin joined"},
		{"Dr. Fati Sow", "Fatimata Sow", "Fati/Fatimata short, Sow/Sow same"},
	} {
		a, b := Parse(c.a), Parse(c.b)
		s := Similarity(a, b)
		var out []string
		text := func(n Name, i int8) string {
			if i < 0 {
				return "-"
			}
			return n.Tokens()[i].Text
		}
		for _, p := range s.Pairs() {
			out = append(out, text(a, p.A)+"/"+text(b, p.B)+" "+p.How.String())
		}
		if got := strings.Join(out, ", "); got != c.want {
			t.Errorf("%s ~ %s: %s, want %s", c.a, c.b, got, c.want)
		}
	}
}

func TestSigns(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want Sign
	}{
		{"Mohamed Ould Ahmed", "Ahmed Ould Mohamed", Generations},
		{"Nour Ould Ahmed", "Nour Mint Ahmed", SexClash},
		{"Mohamed Ould Taya", "Salem Ould Taya", OtherGiven},
		{"Mamadou Diallo", "Diallo Mamadou", Reordered},
		{"Mohamed Yunis Mujahid", "Mohamed Yunis Kabir", OtherLast},
		{"Mohamed", "Mohamed Ould Ahmed", Thin},
		{"Mohamed Ould Taya", "محمد ولد الطايع", 0},
	} {
		s := Similarity(Parse(c.a), Parse(c.b))
		if !s.Has(c.want) || c.want == 0 && s.Signs != 0 {
			t.Errorf("%s ~ %s has the signs %06b, want %06b", c.a, c.b, s.Signs, c.want)
		}
	}
}

// Names of the table are looked up by sound, so every spelling must lead to its own.
func TestTheTableIsFound(t *testing.T) {
	d := knownNames()
	if len(d.entries) < 350 {
		t.Fatalf("%d names in the table", len(d.entries))
	}
	id := int16(0)
	for line := range strings.Lines(knownText) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		id++
		for i, column := range strings.Split(line, "|") {
			if i != 1 && i != 2 {
				continue
			}
			for spelling := range strings.FieldsSeq(column) {
				token := heard(spelling)
				token.settle()
				found := false
				for _, k := range token.known {
					found = found || k.id == id
				}
				if !found {
					t.Errorf("%s of %q is taken for others alone", spelling, line)
				}
			}
		}
	}
}

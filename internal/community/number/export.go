package number

import (
	"context"
	"encoding/csv"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/store"
	"wasl/internal/network/sheet"
)

// A Format is how numbers are written out.
type Format string

// The formats. HXL is CSV with a row of tags of the Humanitarian Exchange Language,
// and nothing that is no row of data.
const (
	CSV  Format = "csv"
	XLSX Format = "xlsx"
	HXL  Format = "hxl"
)

// columns of an export, with the tags of HXL (1.1 final). They are a contract as the
// names of indicators are: docs/numbers.md.
var columns = []struct{ name, tag string }{
	{"indicator", "#indicator+code"},
	{"period", "#date+period"},
	{"place_code", "#adm2+code"},
	{"place", "#adm2+name"},
	{"kind", "#activity+type"},
	{"sex", "#group+sex"},
	{"band", "#group+age"},
	{"community", "#group+community"},
	{"disability", "#group+disability"},
	{"value", "#indicator+value+num"},
	{"low", "#indicator+value+min+num"},
	{"high", "#indicator+value+max+num"},
	{"of", "#indicator+sample+num"},
	{"as_of", "#date+updated"},
	{"note", "#meta+note"},
}

// words of an export, in each language.
var words = map[string]lang.Text{
	"hidden": {
		lang.English: "hidden: fewer than 10 people, or needed to hide such a number",
		lang.French:  "masqué\u00a0: moins de 10 personnes, ou nécessaire pour masquer un tel nombre",
		lang.Arabic:  "محجوب: أقل من 10 أشخاص، أو يلزم حجبه لإخفاء عدد كهذا",
	},
	"older": {
		lang.English: "an earlier number: fewer than 10 people came since",
		lang.French:  "nombre antérieur\u00a0: moins de 10 personnes sont venues depuis",
		lang.Arabic:  "عدد سابق: جاء منذ ذلك أقل من 10 أشخاص",
	},
	"line": {
		lang.English: "Numbers of {day}. {n} are hidden because they tell of fewer than 10 people or would let such a number be worked out; {m} are those of an earlier day. Each person is counted once.",
		lang.French:  "Nombres du {day}. {n} sont masqués parce qu’ils concernent moins de 10 personnes ou permettraient de calculer un tel nombre\u00a0; {m} datent d’un jour antérieur. Chaque personne est comptée une fois.",
		lang.Arabic:  "أعداد يوم {day}. حُجب منها {n} لأنها تخص أقل من 10 أشخاص أو تتيح حساب عدد كهذا؛ و{m} منها أعداد يوم سابق. يُعدّ كل شخص مرة واحدة.",
	},
	"name": {lang.English: "Numbers", lang.French: "Nombres", lang.Arabic: "الأعداد"},
}

// Export writes the numbers of a slice, or everything where whole is set, in the
// reader's language. The same edition gives the same bytes.
func (s *Service) Export(ctx context.Context, a policy.Actor, q Query, whole bool, f Format, l lang.Language, w io.Writer) error {
	b, err := s.Board(ctx, a, q)
	if err != nil {
		return err
	}
	if b.Edition == nil {
		return &fault.Error{Kind: fault.Missing, Op: "number.Export", Key: "number.none", Msg: "there are no numbers yet", Hint: "they come with the first ten people"}
	}
	e := &export{service: s, lang: l}
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		if e.edition, err = edition(tx); err != nil {
			return err
		}
		e.days, err = days(tx)
		return err
	})
	if err != nil {
		return err
	}
	e.fill(b.Slice, whole)
	return e.write(f, w)
}

// days gives when each edition was made.
func days(tx *store.Tx) (map[int]string, error) {
	all := map[int]string{}
	rows := tx.Query("SELECT n, at FROM number_edition")
	defer rows.Close()
	for rows.Next() {
		var n int
		var at int64
		if err := rows.Scan(&n, &at); err != nil {
			return nil, err
		}
		all[n] = time.UnixMilli(at).UTC().Format(time.DateOnly)
	}
	return all, rows.Err()
}

type export struct {
	service       *Service
	lang          lang.Language
	edition       *Edition
	days          map[int]string
	rows          [][]sheet.Cell
	hidden, older int
}

// fill makes the rows: of each slice by time and place, the groups in their order.
func (e *export) fill(of Slice, whole bool) {
	slicesOf := map[Slice]bool{}
	for k := range e.edition.Cells {
		s := Slice{k.Time, strings.TrimPrefix(k.Where, trainedIs)}
		if !strings.HasPrefix(k.Where, otherIs) && (whole || s == of) {
			slicesOf[s] = true
		}
	}
	all := make([]Slice, 0, len(slicesOf))
	for s := range slicesOf {
		all = append(all, s)
	}
	slices.SortFunc(all, func(x, y Slice) int {
		return slices.Compare([]string{x.Time, x.Where}, []string{y.Time, y.Where})
	})
	for _, s := range all {
		for _, group := range Groups() {
			e.cell(Reached, s, Key{s, group})
		}
		for _, group := range Groups() {
			e.cell(Trained, s, Key{s.trained(), group})
		}
		e.figures(s)
	}
}

func (e *export) cell(indicator string, s Slice, k Key) {
	c, is := e.edition.Cells[k]
	if !is {
		return
	}
	r := e.row(indicator, s, k.Who)
	switch {
	case !c.Hidden:
		r["value"], r["as_of"] = strconv.FormatInt(c.Shown, 10), e.days[c.In]
	case c.In > 0:
		r["value"], r["as_of"], r["note"] = strconv.FormatInt(c.Shown, 10), e.days[c.In], words["older"].In(e.lang)
		e.older++
	default:
		r["note"] = words["hidden"].In(e.lang)
		e.hidden++
	}
	e.put(r)
}

func (e *export) figures(s Slice) {
	f, is := e.edition.Figures[s]
	if !is {
		return
	}
	counted := e.edition.Cells[Key{s, ""}].In
	for _, x := range []struct {
		name string
		of   Share
		in   int
	}{{Attendance, f.Attendance(), counted}, {Gain, f.Learned(), counted}, {Satisfaction, f.Satisfaction(), f.Told}} {
		if x.of.Of == 0 {
			continue
		}
		r := e.row(x.name, s, "")
		r["value"], r["low"], r["high"] = hundredths(x.of.Value), hundredths(x.of.Low), hundredths(x.of.High)
		r["of"], r["as_of"] = strconv.FormatInt(x.of.Of, 10), e.days[x.in]
		e.put(r)
	}
	if people := e.edition.Cells[Key{s, ""}]; f.Cost > 0 && people.Shown > 0 {
		r := e.row(CostPer, s, "")
		r["value"], r["of"], r["as_of"] = money(f.Cost, people.Shown), strconv.FormatInt(people.Shown, 10), e.days[people.In]
		e.put(r)
	}
}

// Rounded gives a share to two digits: more would tell of one person among many.
func Rounded(x float64) float64 { return math.Round(x*100) / 100 }

func hundredths(x float64) string { return strconv.FormatFloat(Rounded(x), 'f', 2, 64) }

// money writes what a person cost, in whole units and hundredths, rounded half up.
func money(cost, people int64) string {
	each := (2*cost + people) / (2 * people)
	return strconv.FormatInt(each/100, 10) + "." + strconv.FormatInt(each%100/10, 10) + strconv.FormatInt(each%10, 10)
}

func (e *export) row(indicator string, s Slice, who string) map[string]string {
	r := map[string]string{"indicator": indicator, "period": s.Time}
	if who != "" {
		r["indicator"] += "." + who
	}
	if place, is := strings.CutPrefix(s.Where, placeIs); is {
		list, code, _ := strings.Cut(place, "/")
		r["place_code"], r["place"] = code, e.service.opt.Places.Name(list, code, e.lang)
	}
	if kind, is := strings.CutPrefix(s.Where, kindIs); is {
		r["kind"] = kind
	}
	for part := range strings.SplitSeq(who, ".") {
		if name, value, is := strings.Cut(part, "="); is {
			r[name] = value
		}
	}
	return r
}

func (e *export) put(r map[string]string) {
	row := make([]sheet.Cell, len(columns))
	for i, c := range columns {
		row[i] = sheet.Cell{Text: r[c.name], Number: slices.Contains([]string{"value", "low", "high", "of"}, c.name)}
	}
	e.rows = append(e.rows, row)
}

// line says what was hidden and why.
func (e *export) line() string {
	return strings.NewReplacer("{day}", e.edition.At.Format(time.DateOnly), "{n}", strconv.Itoa(e.hidden), "{m}", strconv.Itoa(e.older)).Replace(words["line"].In(e.lang))
}

func (e *export) write(f Format, w io.Writer) error {
	head := make([]sheet.Cell, len(columns))
	tags := make([]sheet.Cell, len(columns))
	for i, c := range columns {
		head[i], tags[i] = sheet.Cell{Text: c.name}, sheet.Cell{Text: c.tag}
	}
	switch f {
	case XLSX:
		b := sheet.Book{Name: words["name"].In(e.lang), Head: 1, RightLeft: e.lang == lang.Arabic, Rows: append([][]sheet.Cell{head}, e.rows...)}
		b.Rows = append(b.Rows, nil, []sheet.Cell{{Text: e.line()}})
		return b.WriteXLSX(w)
	case HXL:
		return plain(w, append([][]sheet.Cell{head, tags}, e.rows...))
	default:
		return plain(w, append(append([][]sheet.Cell{head}, e.rows...), nil, []sheet.Cell{{Text: e.line()}}))
	}
}

// plain writes CSV. A tag of HXL begins with # and starts no formula.
func plain(w io.Writer, rows [][]sheet.Cell) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil { // spreadsheets know UTF-8 by it
		return err
	}
	c := csv.NewWriter(w)
	c.UseCRLF = true
	for _, row := range rows {
		texts := make([]string, len(columns))
		for i, cell := range row {
			texts[i] = sheet.Safe(cell.Text)
		}
		if err := c.Write(texts); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

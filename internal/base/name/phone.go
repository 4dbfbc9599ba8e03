package name

import "strings"

// A Phone is a telephone number as E.164 writes it: +22245252496.
type Phone string

// A plan is how a country numbers its telephones: the code, what is dialled
// before a number at home, how long numbers are and what they begin with.
type plan struct {
	country     string
	code, trunk string
	least, most int
	first       string
}

// plans of the Sahel, its neighbours, and where its people live. Mauritania's
// since 2011 (the regulator, by way of ITU): eight digits, 2 Chinguitel, 3
// Mattel, 4 Mauritel, with 5 after it for lines that are fixed.
var plans = []plan{
	{"MR", "222", "", 8, 8, "234"},
	{"ML", "223", "", 8, 8, "2456789"},
	{"SN", "221", "", 9, 9, "37"},
	{"DZ", "213", "0", 8, 9, "234567"},
	{"MA", "212", "0", 9, 9, "5678"},
	{"NE", "227", "", 8, 8, "0246789"},
	{"BF", "226", "", 8, 8, "0256"},
	{"TD", "235", "", 8, 8, "2679"},
	{"GM", "220", "", 7, 7, "23456789"},
	{"GN", "224", "", 9, 9, "367"},
	{"GW", "245", "", 9, 9, "49"},
	{"CI", "225", "", 10, 10, "02"},
	{"NG", "234", "0", 8, 10, "123456789"},
	{"LY", "218", "0", 8, 9, "23456789"},
	{"TN", "216", "", 8, 8, "234579"},
	{"SD", "249", "0", 9, 9, "19"},
	{"FR", "33", "0", 9, 9, "123456789"},
	{"ES", "34", "", 9, 9, "6789"},
}

// Digits of a number with its country, by E.164.
const (
	leastDigits = 8
	mostDigits  = 15
)

// Country says where the number is from, "" for what is not in the table.
func (p Phone) Country() string {
	if plan := planOf(strings.TrimPrefix(string(p), "+")); plan != nil {
		return plan.country
	}
	return ""
}

// planOf gives the plan that the digits of an international number fit, or nil.
func planOf(digits string) *plan {
	for i := range plans {
		if rest, ok := strings.CutPrefix(digits, plans[i].code); ok && plans[i].fits(rest) {
			return &plans[i]
		}
	}
	return nil
}

func (p *plan) fits(digits string) bool {
	return len(digits) >= p.least && len(digits) <= p.most && strings.IndexByte(p.first, digits[0]) >= 0
}

// ParsePhone reads a number: with +, 00 or a country's code, or as it is dialled
// at home, a country of ISO 3166. It is false for what cannot be one.
func ParsePhone(s, home string) (Phone, bool) {
	if len(s) > MaxBytes {
		return "", false
	}
	var digits [mostDigits + 4]byte
	n, plus := 0, false
	for _, r := range s {
		c, digit, _ := plateRune(r)
		switch {
		case digit && n < len(digits):
			digits[n] = c
			n++
		case digit, c != 0:
			return "", false
		case r == '+' || r == '＋':
			plus = plus || n == 0
		}
	}
	return phoneOf(string(digits[:n]), plus, home)
}

// phoneOf makes a number of its digits.
func phoneOf(digits string, plus bool, home string) (Phone, bool) {
	international := digits
	if rest, ok := strings.CutPrefix(digits, "00"); ok && !plus {
		international, plus = rest, true
	}
	if plus {
		return abroad(international)
	}
	for i := range plans {
		p := &plans[i]
		if p.country != home {
			continue
		}
		local := digits
		if p.trunk != "" {
			local, _ = strings.CutPrefix(digits, p.trunk)
		}
		if local != "" && p.fits(local) && (p.trunk == "" || len(local) < len(digits)) {
			return Phone("+" + p.code + local), true
		}
	}
	if p := planOf(digits); p != nil {
		return Phone("+" + digits), true
	}
	return "", false
}

// abroad takes digits that begin with a country's code.
func abroad(digits string) (Phone, bool) {
	if p := planOf(digits); p != nil {
		return Phone("+" + digits), true
	}
	for i := range plans {
		p := &plans[i]
		rest, ok := strings.CutPrefix(digits, p.code)
		if !ok {
			continue
		}
		if local, had := strings.CutPrefix(rest, "0"); had && p.trunk != "" && p.fits(local) {
			return Phone("+" + p.code + local), true
		}
		return "", false // a country that we know, and no number of it
	}
	if len(digits) < leastDigits || len(digits) > mostDigits || digits[0] == '0' {
		return "", false
	}
	return Phone("+" + digits), true
}

// FindPhones finds telephone numbers in a text in French or Arabic; those without
// a country's code are taken for home's. A date, a sum of money or a plate is
// none.
func FindPhones(text, home string) []Found[Phone] {
	text = within(text)
	var found []Found[Phone]
	k := marker{text: text}
	var window [maxPhoneMarks]mark
	n := 0
	for len(found) < MaxFound {
		for n < len(window) && k.next(&window[n]) {
			n++
		}
		if n == 0 {
			return found
		}
		used := 1
		if p, took := seenPhone(text, window[:n], home); took > 0 {
			start := window[0].start
			if plusBefore(text, start) {
				start--
			}
			found = append(found, Found[Phone]{p, start, window[took-1].end})
			used = took
		}
		n = copy(window[:], window[used:n])
	}
	return found
}

// maxPhoneMarks bounds the groups of a number: +33 6 12 34 56 78 has six.
const maxPhoneMarks = 8

// seenPhone reads a number from the first marks, the longest that fits.
func seenPhone(text string, marks []mark, home string) (Phone, int) {
	run := 0
	for run < len(marks) && marks[run].digits && !marks[run].long && (run == 0 || joins(marks[run].gap) || marks[run].gap == ')' || marks[run].gap == '(') {
		run++
	}
	if run == 0 || marks[0].gap == 0 && marks[0].start > 0 || tail(text, marks[0].start) {
		return "", 0
	}
	plus := plusBefore(text, marks[0].start)
	announced := announces(text, marks[0].start, phoneWords)
	for used := run; used > 0; used-- {
		if used < len(marks) && marks[used].gap == 0 {
			continue // 45252496AB
		}
		var b strings.Builder
		for i := range used {
			b.WriteString(marks[i].string())
		}
		p, ok := phoneOf(b.String(), plus, home)
		if ok && (plus || announced || looksDialled(marks[:used]) && !counted(text, marks[used-1].end)) {
			return p, used
		}
	}
	return "", 0
}

// plusBefore says whether a + stands right before a place.
func plusBefore(text string, at int) bool { return at > 0 && text[at-1] == '+' }

// tail says whether a place is the middle of a number with a decimal point or a
// date: 17,45252496.
func tail(text string, at int) bool {
	return at >= 2 && (text[at-1] == '.' || text[at-1] == ',' || text[at-1] == '/') && text[at-2] >= '0' && text[at-2] <= '9'
}

// looksDialled says whether the groups are those of a telephone number and not of
// a sum (20 000 000) or a day (20240512, 12-05-2024).
func looksDialled(marks []mark) bool {
	if len(marks) == 1 {
		return !day(marks[0].string())
	}
	pairs, slashes := true, false
	for i := range marks {
		pairs = pairs && (marks[i].n == 2 || i == 0 && marks[i].n >= 2)
		slashes = slashes || i > 0 && marks[i].gap == '/'
	}
	fours := len(marks) == 2 && marks[0].n == 4 && marks[1].n == 4
	international := marks[0].n >= 3 && len(marks) > 2 && len(marks) <= maxPhoneMarks && marks[0].string() != "000" && planCode(marks[0].string())
	return !slashes && (pairs && len(marks) >= 4 || fours || international)
}

func planCode(s string) bool {
	s = strings.TrimPrefix(s, "00")
	for i := range plans {
		if plans[i].code == s {
			return true
		}
	}
	return false
}

// day says whether eight digits are a date of our time.
func day(s string) bool {
	return len(s) == 8 && (s[:2] == "20" || s[:2] == "19") && s[4:6] >= "01" && s[4:6] <= "12" && s[6:8] >= "01" && s[6:8] <= "31"
}

// counted says whether what follows makes a number a sum or a measure.
func counted(text string, at int) bool {
	rest := strings.ToLower(strings.TrimLeft(text[at:min(len(text), at+24)], " \u00a0"))
	for _, unit := range []string{"mru", "um", "mro", "ouguiya", "fcfa", "cfa", "euro", "dollar", "km", "kg", "%", "€", "$", "habitants", "personnes", "اوقيه", "أوقية", "اوقية", "فرنك", "دولار"} {
		if strings.HasPrefix(rest, unit) {
			return true
		}
	}
	return false
}

// phoneWords announce a telephone number.
var phoneWords = []string{"tel", "tél", "phone", "whatsapp", "watsap", "numéro", "numero", "appel", "joindre", "contact", "هاتف", "رقم", "واتساب", "واتس", "جوال", "اتصل", "الاتصال"}

package form

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"math"
	"regexp"
	"regexp/syntax"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"
)

// function is one that expressions may call: how many arguments it takes (max
// -1: any number) and what it does.
type function struct {
	min, max int
	run      func(v *env, args []*Expr) (Value, error)
}

// functions are filled in by init: they call the evaluator, which calls them.
var functions map[string]function

// strict makes a function of one that wants all its arguments evaluated.
func strict(f func(v *env, a []Value) (Value, error)) func(*env, []*Expr) (Value, error) {
	return func(v *env, args []*Expr) (Value, error) {
		vals := make([]Value, len(args))
		for i, e := range args {
			x, err := v.eval(e)
			if err != nil {
				return nil, err
			}
			if err := v.spend(weight(x)); err != nil {
				return nil, err
			}
			vals[i] = x
		}
		return f(v, vals)
	}
}

// weight is what a value costs to look through: a long text in many repeats
// must not take the node's time for nothing.
func weight(v Value) int {
	switch v := v.(type) {
	case string:
		return len(v) >> 8
	case nodeset:
		if len(v) > 0 {
			return len(v[0].Text) >> 8
		}
	}
	return 0
}

func strings1(f func(s string) Value) func(*env, []*Expr) (Value, error) {
	return strict(func(_ *env, a []Value) (Value, error) { return f(toString(a[0])), nil })
}

func strings2(f func(s, t string) Value) func(*env, []*Expr) (Value, error) {
	return strict(func(_ *env, a []Value) (Value, error) { return f(toString(a[0]), toString(a[1])), nil })
}

func math1(f func(float64) float64) function {
	return function{1, 1, strict(func(_ *env, a []Value) (Value, error) { return f(toNumber(a[0])), nil })}
}

// setOf evaluates an argument of count() and its like: a path to a repeat means
// all its instances.
func setOf(v *env, e *Expr) (Value, error) {
	if e.Op == "ref" {
		return v.ref(e, true)
	}
	return v.eval(e)
}

func numbers(v *env, args []*Expr) ([]float64, error) {
	var ns []float64
	for _, e := range args {
		x, err := setOf(v, e)
		if err != nil {
			return nil, err
		}
		if set, ok := x.(nodeset); ok {
			for _, n := range set {
				ns = append(ns, toNumber(n.value()))
			}
			continue
		}
		ns = append(ns, toNumber(x))
	}
	return ns, nil
}

// fold takes numbers together; what is not answered counts for nothing.
func fold(f func(a, b float64) float64) func(*env, []*Expr) (Value, error) {
	return func(v *env, args []*Expr) (Value, error) {
		ns, err := numbers(v, args)
		acc := math.NaN()
		for _, n := range ns {
			switch {
			case math.IsNaN(acc):
				acc = n
			case !math.IsNaN(n):
				acc = f(acc, n)
			}
		}
		return acc, err
	}
}

func init() { //nolint:gochecknoinits // the table and the evaluator name each other
	functions = map[string]function{
		"if":                  {3, 3, ifFn},
		"coalesce":            {2, 2, strings2(func(s, t string) Value { return firstOf(s, t) })},
		"once":                {1, 1, onceFn},
		"selected":            {2, 2, strings2(func(s, t string) Value { return slices.Contains(fields(s), strings.TrimSpace(t)) })},
		"selected-at":         {2, 2, strict(func(_ *env, a []Value) (Value, error) { return nth(fields(toString(a[0])), toNumber(a[1])), nil })},
		"count-selected":      {1, 1, strings1(func(s string) Value { return float64(len(fields(s))) })},
		"jr:choice-name":      {2, 2, choiceName},
		"jr:itext":            {1, 1, strings1(func(s string) Value { return s })},
		"concat":              {0, -1, concatFn},
		"string-length":       {0, 1, selfOr(func(s string) Value { return float64(len([]rune(s))) })},
		"substr":              {2, 3, strict(substr)},
		"substring":           {2, 3, strict(substring)},
		"substring-before":    {2, 2, strings2(func(s, t string) Value { b, _, ok := strings.Cut(s, t); return onlyIf(ok, b) })},
		"substring-after":     {2, 2, strings2(func(s, t string) Value { _, a, ok := strings.Cut(s, t); return onlyIf(ok, a) })},
		"contains":            {2, 2, strings2(func(s, t string) Value { return strings.Contains(s, t) })},
		"starts-with":         {2, 2, strings2(func(s, t string) Value { return strings.HasPrefix(s, t) })},
		"ends-with":           {2, 2, strings2(func(s, t string) Value { return strings.HasSuffix(s, t) })},
		"normalize-space":     {0, 1, selfOr(func(s string) Value { return strings.Join(strings.Fields(s), " ") })},
		"translate":           {3, 3, strict(translate)},
		"regex":               {2, 2, strict(regexFn)},
		"string":              {0, 1, selfOr(func(s string) Value { return s })},
		"number":              {0, 1, strict(numberFn)},
		"int":                 math1(math.Trunc),
		"round":               {1, 2, strict(roundFn)},
		"abs":                 math1(math.Abs),
		"pow":                 {2, 2, strict(func(_ *env, a []Value) (Value, error) { return math.Pow(toNumber(a[0]), toNumber(a[1])), nil })},
		"sqrt":                math1(math.Sqrt),
		"log":                 math1(math.Log),
		"log10":               math1(math.Log10),
		"exp":                 math1(math.Exp),
		"exp10":               math1(func(x float64) float64 { return math.Pow(10, x) }),
		"sin":                 math1(math.Sin),
		"cos":                 math1(math.Cos),
		"tan":                 math1(math.Tan),
		"asin":                math1(math.Asin),
		"acos":                math1(math.Acos),
		"atan":                math1(math.Atan),
		"atan2":               {2, 2, strict(func(_ *env, a []Value) (Value, error) { return math.Atan2(toNumber(a[0]), toNumber(a[1])), nil })},
		"floor":               math1(math.Floor),
		"ceiling":             math1(math.Ceil),
		"pi":                  {0, 0, strict(func(*env, []Value) (Value, error) { return math.Pi, nil })},
		"min":                 {1, -1, fold(math.Min)},
		"max":                 {1, -1, fold(math.Max)},
		"sum":                 {1, 1, sumFn},
		"count":               {1, 1, countFn},
		"count-non-empty":     {1, 1, countNonEmpty},
		"position":            {0, 1, positionFn},
		"boolean":             {1, 1, strict(func(_ *env, a []Value) (Value, error) { return toBool(a[0]), nil })},
		"boolean-from-string": {1, 1, strings1(func(s string) Value { s = strings.ToLower(strings.TrimSpace(s)); return s == "true" || s == "1" })},
		"not":                 {1, 1, strict(func(_ *env, a []Value) (Value, error) { return !toBool(a[0]), nil })},
		"true":                {0, 0, strict(func(*env, []Value) (Value, error) { return true, nil })},
		"false":               {0, 0, strict(func(*env, []Value) (Value, error) { return false, nil })},
		"today":               {0, 0, strict(func(v *env, _ []Value) (Value, error) { return v.now.Format(time.DateOnly), nil })},
		"now":                 {0, 0, strict(func(v *env, _ []Value) (Value, error) { return v.now.Format(instantLayout), nil })},
		"date":                {1, 1, strict(dateFn(time.DateOnly))},
		"date-time":           {1, 1, strict(dateFn(instantLayout))},
		"format-date":         {2, 2, strict(formatDate)},
		"format-date-time":    {2, 2, strict(formatDate)},
		"decimal-date-time":   {1, 1, strict(func(_ *env, a []Value) (Value, error) { return decimalDate(a[0]), nil })},
		"decimal-time":        {1, 1, strings1(decimalTime)},
		"uuid":                {0, 1, strict(func(v *env, _ []Value) (Value, error) { return v.inst.InstanceID, nil })},
		"random":              {0, 0, strict(func(*env, []Value) (Value, error) { return 0.5, nil })},
		"join":                {1, -1, joinFn},
		"indexed-repeat":      {3, 7, indexedRepeat},
		"checklist":           {3, -1, checklist},
		"weighted-checklist":  {4, -1, weighted},
		"distance":            {1, -1, distanceFn},
		"area":                {1, 1, areaFn},
		"property":            {1, 1, strings1(func(string) Value { return "" })},
		"pulldata":            {4, 4, strings1(func(string) Value { return "" })},
		"digest":              {2, 3, strict(digest)},
		"current":             {1, 1, currentFn},
		"randomize":           {1, 2, func(v *env, a []*Expr) (Value, error) { return v.eval(a[0]) }},
		"instance":            {1, 1, strings1(func(string) Value { return "" })},
	}
}

const instantLayout = "2006-01-02T15:04:05.000Z07:00"

func firstOf(s, t string) string {
	if s != "" {
		return s
	}
	return t
}

func onlyIf(ok bool, s string) string {
	if ok {
		return s
	}
	return ""
}

func selfOr(f func(string) Value) func(*env, []*Expr) (Value, error) {
	return strict(func(v *env, a []Value) (Value, error) {
		if len(a) == 0 {
			return f(v.self), nil
		}
		return f(toString(a[0])), nil
	})
}

func ifFn(v *env, args []*Expr) (Value, error) {
	c, err := v.eval(args[0])
	if err != nil {
		return nil, err
	}
	if toBool(c) {
		return v.eval(args[1])
	}
	return v.eval(args[2])
}

// currentFn evaluates its argument where the whole expression stands, out of a
// predicate that looks at the instances of a repeat.
func currentFn(v *env, args []*Expr) (Value, error) {
	in := *v
	if in.origin != nil {
		in.at, in.origin, in.pos = in.origin, nil, 0
	}
	return in.eval(args[0])
}

// onceFn keeps the value that the question has already.
func onceFn(v *env, args []*Expr) (Value, error) {
	if v.at != nil && v.at.value() != "" {
		return v.at.value(), nil
	}
	return v.eval(args[0])
}

func nth(ss []string, at float64) string {
	if i := int(at); at >= 0 && i < len(ss) {
		return ss[i]
	}
	return ""
}

// choiceName gives a choice's label: jr:choice-name(value, 'path of the question').
func choiceName(v *env, args []*Expr) (Value, error) {
	x, err := v.eval(args[0])
	if err != nil {
		return nil, err
	}
	name := toString(x)
	var n *Node
	if args[1].Op == "ref" {
		n = v.form.index[key(args[1].Path)]
	} else if p, err := v.eval(args[1]); err == nil {
		n = v.form.index[strings.Trim(toString(p), "/ ")]
	}
	if n == nil {
		return name, nil
	}
	if c := v.form.choice(n.List, name); c != nil {
		return c.Label.plain(v.form.DefaultLanguage), nil
	}
	return name, nil
}

func concatFn(v *env, args []*Expr) (Value, error) {
	var b strings.Builder
	for _, e := range args {
		x, err := setOf(v, e)
		if err != nil {
			return nil, err
		}
		if set, ok := x.(nodeset); ok {
			for _, n := range set {
				b.WriteString(n.value())
			}
			continue
		}
		b.WriteString(toString(x))
		if err := v.spend(b.Len() / 64); err != nil {
			return nil, err
		}
	}
	return b.String(), nil
}

// substr counts letters from 0, its end is left out; negative counts from the end.
func substr(_ *env, a []Value) (Value, error) {
	rs := []rune(toString(a[0]))
	bound := func(f float64) int {
		if math.IsNaN(f) {
			return 0
		}
		i := int(math.Max(-1e9, math.Min(1e9, f)))
		if i < 0 {
			i += len(rs)
		}
		return max(0, min(i, len(rs)))
	}
	from, to := bound(toNumber(a[1])), len(rs)
	if len(a) == 3 {
		to = bound(toNumber(a[2]))
	}
	if from >= to {
		return "", nil
	}
	return string(rs[from:to]), nil
}

// substring is XPath's: it counts letters from 1 and takes a length, each rounded.
func substring(_ *env, a []Value) (Value, error) {
	from := roundHalfUp(toNumber(a[1]))
	to := math.Inf(1)
	if len(a) == 3 {
		to = from + roundHalfUp(toNumber(a[2]))
	}
	var b strings.Builder
	at := 0.0
	for _, r := range toString(a[0]) {
		if at++; at >= from && at < to {
			b.WriteRune(r)
		}
	}
	return b.String(), nil
}

func translate(_ *env, a []Value) (Value, error) {
	from, to := []rune(toString(a[1])), []rune(toString(a[2]))
	return strings.Map(func(r rune) rune {
		i := slices.Index(from, r)
		switch {
		case i < 0:
			return r
		case i < len(to):
			return to[i]
		}
		return -1
	}, toString(a[0])), nil
}

// maxPattern bounds a pattern in bytes: Go's own engine takes time in proportion
// to the text, whatever the pattern.
const maxPattern = 1 << 10

func regexFn(v *env, a []Value) (Value, error) {
	s, pattern := toString(a[0]), toString(a[1])
	if len(pattern) > maxPattern {
		return false, nil
	}
	if err := v.spend(len(pattern) + len(s)/16); err != nil {
		return nil, err
	}
	re, ok := v.pattern(pattern)
	if re == nil {
		return ok, nil
	}
	return re.MatchString(s), nil
}

// pattern compiles a pattern. Without one, the flag is what regex() says: false
// for what makes no sense anywhere, true for what a phone's engine knows and
// this one does not (looking ahead, references back): the phone has checked it,
// and a report is not called wrong for what the node cannot read.
func (v *env) pattern(src string) (*regexp.Regexp, bool) {
	if v.form != nil {
		if re, ok := v.form.patterns[src]; ok {
			return re, true
		}
	}
	re, err := regexp.Compile(`^(?:` + src + `)$`)
	if err == nil {
		return re, true
	}
	return nil, foreign(err)
}

// foreign tells a pattern of another engine from one that is broken.
func foreign(err error) bool {
	var se *syntax.Error
	if !errors.As(err, &se) {
		return false
	}
	switch se.Code {
	case syntax.ErrInvalidPerlOp, syntax.ErrInvalidEscape, syntax.ErrInvalidCharRange, syntax.ErrInvalidRepeatSize, syntax.ErrInvalidRepeatOp, syntax.ErrInvalidNamedCapture, syntax.ErrLarge:
		return true
	}
	return false
}

func numberFn(v *env, a []Value) (Value, error) {
	if len(a) == 0 {
		return toNumber(v.self), nil
	}
	return toNumber(a[0]), nil
}

func roundFn(_ *env, a []Value) (Value, error) {
	x := toNumber(a[0])
	if len(a) == 1 {
		return roundHalfUp(x), nil
	}
	places := math.Trunc(toNumber(a[1]))
	switch {
	case math.IsNaN(places) || math.Abs(places) > maxPlaces:
		return math.NaN(), nil
	case math.IsNaN(x) || math.IsInf(x, 0):
		return x, nil
	}
	return shift(roundHalfUp(shift(x, int(places))), -int(places)), nil
}

// maxPlaces is what JavaRosa rounds to at most.
const maxPlaces = 30

// roundHalfUp is XPath's round(): halves go towards positive infinity.
func roundHalfUp(x float64) float64 {
	down := math.Floor(x)
	if x-down >= 0.5 {
		return down + 1
	}
	return down
}

// shift moves a number's decimal point on its shortest decimal writing, so that
// 1.005 is 100.5 and not 100.49999999999999.
func shift(x float64, places int) float64 {
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(x, 'e', -1, 64), "e")
	e, err := strconv.Atoi(exponent)
	if err != nil {
		return math.NaN()
	}
	y, _ := strconv.ParseFloat(mantissa+"e"+strconv.Itoa(e+places), 64) // out of range is an infinity
	return y
}

func sumFn(v *env, args []*Expr) (Value, error) {
	ns, err := numbers(v, args)
	total := 0.0
	for _, n := range ns {
		if !math.IsNaN(n) { // an unanswered question adds nothing
			total += n
		}
	}
	return total, err
}

func countFn(v *env, args []*Expr) (Value, error) {
	x, err := setOf(v, args[0])
	set, _ := x.(nodeset)
	return float64(len(set)), err
}

func countNonEmpty(v *env, args []*Expr) (Value, error) {
	x, err := setOf(v, args[0])
	set, _ := x.(nodeset)
	n := 0
	for _, e := range set {
		if e.value() != "" {
			n++
		}
	}
	return float64(n), err
}

// positionFn is the place of a repeat's instance among its siblings.
func positionFn(v *env, args []*Expr) (Value, error) {
	if len(args) == 0 {
		if v.pos > 0 {
			return float64(v.pos), nil
		}
		for e := v.at; e != nil; e = e.Parent {
			if n := v.form.nodeOf(e); n != nil && n.Kind == Repeat {
				return float64(e.position()), nil
			}
		}
		return 1.0, nil
	}
	x, err := v.eval(args[0])
	if set, ok := x.(nodeset); ok && len(set) > 0 {
		return float64(set[0].position()), err
	}
	return 1.0, err
}

func dateFn(layout string) func(*env, []Value) (Value, error) {
	return func(_ *env, a []Value) (Value, error) {
		t, ok := moment(a[0])
		if !ok {
			return "", nil
		}
		return t.Format(layout), nil
	}
}

// moment reads a date from its writing or from a number of days.
func moment(v Value) (time.Time, bool) {
	if n, ok := v.(float64); ok {
		return dateOf(n)
	}
	s := strings.TrimSpace(toString(v))
	if t, ok := parseDate(s); ok {
		return t, true
	}
	if n, ok := parseNumber(s); ok {
		return dateOf(n)
	}
	return time.Time{}, false
}

// verbs are ODK's marks in a date's format.
var verbs = map[byte]string{
	'Y': "2006", 'y': "06", 'm': "01", 'b': "Jan", 'd': "02", 'a': "Mon", 'H': "15", 'M': "04", 'S': "05", '3': "000",
}

func formatDate(_ *env, a []Value) (Value, error) {
	t, ok := moment(a[0])
	if !ok {
		return "", nil
	}
	var b strings.Builder
	f := toString(a[1])
	for i := 0; i < len(f); i++ {
		if f[i] != '%' || i+1 == len(f) {
			b.WriteByte(f[i])
			continue
		}
		i++
		switch f[i] {
		case 'n':
			b.WriteString(strconv.Itoa(int(t.Month())))
		case 'e':
			b.WriteString(strconv.Itoa(t.Day()))
		case 'h':
			b.WriteString(strconv.Itoa(t.Hour()))
		case '3':
			fmt.Fprintf(&b, "%03d", t.Nanosecond()/1e6)
		default:
			if layout, ok := verbs[f[i]]; ok {
				b.WriteString(t.Format(layout))
			} else {
				b.WriteByte(f[i])
			}
		}
	}
	return b.String(), nil
}

func decimalDate(v Value) Value {
	if n, ok := v.(float64); ok {
		return n
	}
	if t, ok := parseDate(strings.TrimSpace(toString(v))); ok {
		return days(t.UTC())
	}
	return math.NaN()
}

func decimalTime(s string) Value {
	for _, layout := range []string{"15:04:05.999Z07:00", "15:04:05.999", "15:04"} {
		if t, err := time.Parse(layout, strings.TrimSpace(s)); err == nil {
			return (float64(t.Hour()*3600+t.Minute()*60+t.Second()) + float64(t.Nanosecond())/1e9) / secondsPerDay
		}
	}
	return math.NaN()
}

func joinFn(v *env, args []*Expr) (Value, error) {
	sep, err := v.eval(args[0])
	if err != nil {
		return nil, err
	}
	var parts []string
	for _, e := range args[1:] {
		x, err := setOf(v, e)
		if err != nil {
			return nil, err
		}
		if set, ok := x.(nodeset); ok {
			for _, n := range set {
				parts = append(parts, n.value())
			}
			continue
		}
		parts = append(parts, toString(x))
	}
	return strings.Join(parts, toString(sep)), nil
}

// indexedRepeat is indexed-repeat(question, repeat, index, ...): the question in
// the index-th instance of each repeat.
func indexedRepeat(v *env, args []*Expr) (Value, error) {
	if args[0].Op != "ref" || len(args)%2 == 0 {
		return "", nil
	}
	at := map[int]int{}
	for i := 1; i+1 < len(args); i += 2 {
		if args[i].Op != "ref" {
			return "", nil
		}
		n, err := v.eval(args[i+1])
		if err != nil {
			return nil, err
		}
		at[len(args[i].Path)-1] = int(toNumber(n))
	}
	set := nodeset{v.inst.Root}
	for i := 1; i < len(args[0].Path); i++ {
		var below nodeset
		for _, p := range set {
			place := 0
			for _, c := range p.Children {
				if c.Name != args[0].Path[i] {
					continue
				}
				place++
				if want, ok := at[i]; !ok || want == place {
					below = append(below, c)
				}
			}
			if err := v.spend(len(p.Children)); err != nil {
				return nil, err
			}
		}
		set = below
	}
	return toString(set), nil
}

func checklist(v *env, args []*Expr) (Value, error) {
	return within(v, args[0], args[1], args[2:], false)
}

func weighted(v *env, args []*Expr) (Value, error) {
	return within(v, args[0], args[1], args[2:], true)
}

// within counts (or weighs) the arguments that are true and holds the sum
// between two bounds, of which -1 is none.
func within(v *env, low, high *Expr, rest []*Expr, weigh bool) (Value, error) {
	lo, err := v.eval(low)
	if err != nil {
		return nil, err
	}
	hi, err := v.eval(high)
	if err != nil {
		return nil, err
	}
	total := 0.0
	step := 1
	if weigh {
		step = 2
	}
	for i := 0; i+step <= len(rest); i += step {
		x, err := v.eval(rest[i])
		if err != nil {
			return nil, err
		}
		w := Value(1.0)
		if weigh {
			if w, err = v.eval(rest[i+1]); err != nil {
				return nil, err
			}
		}
		if toBool(x) {
			total += toNumber(w)
		}
	}
	a, b := toNumber(lo), toNumber(hi)
	return (a < 0 || total >= a) && (b < 0 || total <= b), nil
}

const earthRadius = 6378100 // metres, as JavaRosa has it

type point struct{ lat, lon float64 }

func pointsOf(v *env, args []*Expr) ([]point, error) {
	var ps []point
	add := func(s string) {
		for _, one := range strings.Split(s, ";") {
			f := strings.Fields(one)
			if len(f) < 2 {
				continue
			}
			lat, ok1 := parseNumber(f[0])
			lon, ok2 := parseNumber(f[1])
			if ok1 && ok2 {
				ps = append(ps, point{lat, lon})
			}
		}
	}
	for _, e := range args {
		x, err := setOf(v, e)
		if err != nil {
			return nil, err
		}
		if set, ok := x.(nodeset); ok {
			for _, n := range set {
				add(n.value())
			}
			continue
		}
		add(toString(x))
	}
	return ps, v.spend(len(ps))
}

func radians(d float64) float64 { return d * math.Pi / 180 }

func distanceFn(v *env, args []*Expr) (Value, error) {
	ps, err := pointsOf(v, args)
	total := 0.0
	for i := 1; i < len(ps); i++ {
		a, b := ps[i-1], ps[i]
		h := math.Pow(math.Sin(radians(b.lat-a.lat)/2), 2) +
			math.Cos(radians(a.lat))*math.Cos(radians(b.lat))*math.Pow(math.Sin(radians(b.lon-a.lon)/2), 2)
		total += 2 * earthRadius * math.Asin(math.Min(1, math.Sqrt(h)))
	}
	return math.Round(total*100) / 100, err
}

func areaFn(v *env, args []*Expr) (Value, error) {
	ps, err := pointsOf(v, args)
	if err != nil || len(ps) < 3 {
		return 0.0, err
	}
	total := 0.0
	for i := range ps {
		a, b := ps[i], ps[(i+1)%len(ps)]
		total += radians(b.lon-a.lon) * (2 + math.Sin(radians(a.lat)) + math.Sin(radians(b.lat)))
	}
	return math.Round(math.Abs(total*earthRadius*earthRadius/2)*100) / 100, nil
}

func digest(_ *env, a []Value) (Value, error) {
	var h hash.Hash
	switch toString(a[1]) {
	case "MD5":
		h = md5.New()
	case "SHA-1":
		h = sha1.New()
	case "SHA-256":
		h = sha256.New()
	case "SHA-384":
		h = sha512.New384()
	case "SHA-512":
		h = sha512.New()
	default:
		return "", nil
	}
	h.Write([]byte(toString(a[0])))
	if len(a) == 3 && toString(a[2]) == "hex" {
		return hex.EncodeToString(h.Sum(nil)), nil
	}
	return base64.StdEncoding.EncodeToString(h.Sum(nil)), nil
}

// letters counts UTF-16 units, as Excel does.
func letters(s string) int {
	n := 0
	for _, r := range s {
		n += max(1, utf16.RuneLen(r))
	}
	return n
}

func isName(s string) bool {
	for i, r := range s {
		if unicode.IsLetter(r) || r == '_' || i > 0 && (unicode.IsDigit(r) || unicode.Is(unicode.M, r) || r == '-' || r == '.') {
			continue
		}
		return false
	}
	return s != ""
}

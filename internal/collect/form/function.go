package form

import (
	"math"
	"slices"
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

// setOf evaluates an argument of count() and its like: a path to a repeat means
// all its instances.
func setOf(v *env, e *Expr) (Value, error) {
	if e.Op == "ref" {
		return v.ref(e, true)
	}
	return v.eval(e)
}

func init() { //nolint:funlen // a table; it and the evaluator name each other
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
		"geofence":            {2, 2, geofence},
		"property":            {1, 1, strings1(func(string) Value { return "" })},
		"version":             {0, 0, strict(func(v *env, _ []Value) (Value, error) { return v.form.Version, nil })},
		"base64-decode":       {1, 1, strings1(fromBase64)},
		"digest":              {2, 3, strict(digest)},
		"current":             {1, 1, currentFn},
		"randomize":           {1, 2, func(v *env, a []*Expr) (Value, error) { return v.eval(a[0]) }},
		"instance":            {1, 1, strings1(func(string) Value { return "" })},
	}
}

// synonyms are functions with a second name.
var synonyms = map[string]string{"is-selected": "selected", "enclosed-area": "area"}

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
		var chosen nodeset
		for _, p := range set {
			below, err := v.below(nodeset{p}, args[0].Path[i])
			if err != nil {
				return nil, err
			}
			want, counted := at[i]
			switch {
			case !counted:
				chosen = append(chosen, below...)
			case want >= 1 && want <= len(below):
				chosen = append(chosen, below[want-1])
			}
		}
		set = chosen
	}
	return toString(set), nil
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

package form

import (
	"math"
	"strconv"
	"strings"
)

func math1(f func(float64) float64) function {
	return function{1, 1, strict(func(_ *env, a []Value) (Value, error) { return f(toNumber(a[0])), nil })}
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

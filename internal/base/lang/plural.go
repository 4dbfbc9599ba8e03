package lang

import "strconv"

// A Category is a plural form of CLDR.
type Category uint8

// The categories. English has One and Other, French Many too, Arabic all.
const (
	Other Category = iota
	Zero
	One
	Two
	Few
	Many
)

// Plural gives the category that n things take in l, by the rules of CLDR for
// whole numbers.
func Plural(l Language, n int) Category {
	if n < 0 {
		n = -n
	}
	switch l {
	case Arabic:
		return arabicPlural(n)
	case French:
		switch {
		case n == 0 || n == 1:
			return One
		case n%1_000_000 == 0:
			return Many
		}
	default:
		if n == 1 {
			return One
		}
	}
	return Other
}

func arabicPlural(n int) Category {
	switch {
	case n == 0:
		return Zero
	case n == 1:
		return One
	case n == 2:
		return Two
	case n%100 >= 3 && n%100 <= 10:
		return Few
	case n%100 >= 11:
		return Many
	}
	return Other
}

// Forms are the plural forms of one phrase in one language; {0} is the number.
// Other must be there, the rest may be left out where they read like Other.
type Forms map[Category]string

// Count says how many, with the form that n takes in l.
func Count(l Language, n int, forms Forms) string {
	s, ok := forms[Plural(l, n)]
	if !ok {
		s = forms[Other]
	}
	return fill1(s, strconv.Itoa(n))
}

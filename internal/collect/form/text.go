package form

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"hash"
	"math"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode/utf8"
)

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

// broken tells a pattern that makes sense to no engine.
func broken(src string) bool {
	_, err := regexp.Compile(`^(?:` + src + `)$`)
	return err != nil && !foreign(err)
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
	default:
		return false
	}
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

// fromBase64 gives the text that was written in base64; what is no text is none.
func fromBase64(s string) Value {
	b, err := base64.StdEncoding.DecodeString(strings.TrimSpace(s))
	if err != nil || !utf8.Valid(b) {
		return ""
	}
	return string(b)
}

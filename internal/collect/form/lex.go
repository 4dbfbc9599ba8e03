package form

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

type tokenKind int

const (
	tEnd tokenKind = iota
	tNumber
	tString
	tName     // a name, function or operator in letters
	tVariable // ${name}
	tSign
)

type token struct {
	kind tokenKind
	text string
	at   int
}

// lexer cuts an expression's source into tokens.
type lexer struct {
	src string
	at  int
	out []token
}

func lex(src string) ([]token, error) {
	if len(src) > maxExprBytes {
		return nil, wrongAt("form.expr.long")
	}
	if !utf8.ValidString(src) {
		return nil, wrongAt("form.expr.encoding")
	}
	l := lexer{src: src}
	for l.at < len(src) {
		if err := l.next(); err != nil {
			return nil, err
		}
	}
	return append(l.out, token{tEnd, "", len(src)}), nil
}

// take makes a token of what is read up to end, with the text that it means.
func (l *lexer) take(kind tokenKind, text string, end int) {
	l.out = append(l.out, token{kind, text, l.at})
	l.at = end
}

func (l *lexer) next() error {
	r, size := utf8.DecodeRuneInString(l.src[l.at:])
	switch {
	case unicode.IsSpace(r):
		l.at += size
	case isDigit(l.src, l.at) || r == '.' && isDigit(l.src, l.at+1):
		end := l.at
		for isDigit(l.src, end) || end < len(l.src) && l.src[end] == '.' {
			end++
		}
		l.take(tNumber, l.src[l.at:end], end)
	case quote(r) != "":
		return l.quoted(r, size)
	case strings.HasPrefix(l.src[l.at:], "${"):
		end := strings.IndexByte(l.src[l.at:], '}')
		if end < 0 {
			return wrongAt("form.expr.brace", l.src[l.at:])
		}
		l.take(tVariable, strings.TrimSpace(l.src[l.at+2:l.at+end]), l.at+end+1)
	case unicode.IsLetter(r) || r == '_':
		end := l.nameEnd()
		l.take(tName, l.src[l.at:end], end)
	default:
		return l.sign(r)
	}
	return nil
}

func isDigit(s string, i int) bool { return i < len(s) && s[i] >= '0' && s[i] <= '9' }

func (l *lexer) quoted(r rune, size int) error {
	rest := l.src[l.at+size:]
	end := -1
	for _, q := range quote(r) {
		if k := strings.IndexRune(rest, q); k >= 0 && (end < 0 || k < end) {
			end = k
		}
	}
	if end < 0 {
		return wrongAt("form.expr.quote", l.src[l.at:])
	}
	_, closing := utf8.DecodeRuneInString(rest[end:])
	l.take(tString, rest[:end], l.at+size+end+closing)
	return nil
}

// nameEnd is where a name ends; it does not end in a sign that could be an
// operator's or a step's.
func (l *lexer) nameEnd() int {
	end := l.at
	for end < len(l.src) {
		r, size := utf8.DecodeRuneInString(l.src[end:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r) && !strings.ContainsRune("_-.:", r) {
			break
		}
		end += size
	}
	for end > l.at && strings.ContainsRune("-.:", rune(l.src[end-1])) {
		end--
	}
	return end
}

// signs of expressions, longer ones first.
var signs = []string{"<=", ">=", "!=", "//", "..", "::", "+", "-", "*", "/", "(", ")", "[", "]", ",", "=", "<", ">", "|", ".", "@", "−", "≤", "≥"}

func (l *lexer) sign(r rune) error {
	for _, s := range signs {
		if strings.HasPrefix(l.src[l.at:], s) {
			l.take(tSign, s, l.at+len(s))
			return nil
		}
	}
	return wrongAt("form.expr.sign", string(r))
}

// quote gives the runes that close a string opened by r. Word processors turn
// quotes into curly ones; what is meant is plain.
func quote(r rune) string {
	switch r {
	case '\'':
		return "'"
	case '"':
		return `"`
	case '‘', '’':
		return "’‘"
	case '“', '”', '„':
		return "”“"
	}
	return ""
}

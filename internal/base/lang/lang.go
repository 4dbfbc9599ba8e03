// Package lang is how wasl speaks: Arabic, French and English, equals. English
// stands in the code; the other two in catalogue/, a file for each package and
// language. Negotiation, plurals, dates and fallbacks are here as well.
package lang

import (
	"slices"
	"strconv"
	"strings"
)

// A Language is the tag of one: "ar", "fr", "en" for what the node itself says;
// forms and names may carry others.
type Language string

// The languages that the node speaks.
const (
	Arabic  Language = "ar"
	French  Language = "fr"
	English Language = "en"
)

// All lists the languages that the node speaks, in the order they are offered.
func All() []Language { return []Language{Arabic, French, English} }

// Parse reads a tag such as "fr", "ar-MR" or "EN_us" and tells whether the node
// speaks it.
func Parse(tag string) (Language, bool) {
	base, _, _ := strings.Cut(strings.ReplaceAll(strings.TrimSpace(tag), "_", "-"), "-")
	l := Language(strings.ToLower(base))
	return l, slices.Contains(All(), l)
}

// RightToLeft tells which way l is written.
func (l Language) RightToLeft() bool {
	switch l {
	case Arabic, "fa", "ur", "he":
		return true
	default:
		return false
	}
}

// maxAccepted bounds the entries read of an Accept-Language header: no browser
// sends more than a dozen.
const maxAccepted = 32

// Negotiate chooses the language of an answer from an Accept-Language header, or
// gives fallback where the header names none that the node speaks. A header that
// makes no sense is nobody's fault and gives fallback too.
func Negotiate(header string, fallback Language) Language {
	best, bestQ := fallback, 0.0
	for i, entry := range strings.SplitN(header, ",", maxAccepted+1) {
		if i == maxAccepted {
			break
		}
		tag, params, _ := strings.Cut(entry, ";")
		q := quality(params)
		if q <= bestQ {
			continue
		}
		if strings.TrimSpace(tag) == "*" {
			best, bestQ = fallback, q
		} else if l, ok := Parse(tag); ok {
			best, bestQ = l, q
		}
	}
	return best
}

// quality reads ";q=0.8": 1 where it isn't said, 0 where it can't be read.
func quality(params string) float64 {
	for p := range strings.SplitSeq(params, ";") {
		name, value, ok := strings.Cut(strings.TrimSpace(p), "=")
		if !ok || !strings.EqualFold(strings.TrimSpace(name), "q") {
			continue
		}
		q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
		if err != nil || !(q >= 0 && q <= 1) {
			return 0
		}
		return q
	}
	return 1
}

// Text is one thing said in several languages: the name of a place, the title
// of a form.
type Text map[Language]string

// In gives the text in l; where it is not known in l, in the language that most
// readers of the network share, and else in any.
func (t Text) In(l Language) string {
	for _, try := range [...]Language{l, French, Arabic, English} {
		if s := t[try]; s != "" {
			return s
		}
	}
	var first Language
	for k, s := range t {
		if s != "" && (first == "" || k < first) {
			first = k
		}
	}
	return t[first]
}

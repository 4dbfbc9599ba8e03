package form

import (
	"regexp"
	"slices"
	"strings"

	"wasl/internal/keep/search"
)

// lint warns of questions that put people at risk: a form is held against what
// would harm whoever answers it, or whoever it is about, if it were found.
// Source: ICRC Handbook on Data Protection in Humanitarian Action, ch. 2.
func (c *compiler) lint() {
	for _, n := range c.f.Questions() {
		words := c.wordsOf(n)
		for _, rule := range lintRules {
			if rule.types != nil && !slices.Contains(rule.types, n.Type) {
				continue
			}
			if rule.words == nil || rule.words.MatchString(words) {
				c.add("warning", "survey", n.row, c.headerOf(rule.column), rule.key)
			}
		}
	}
}

// wordsOf is what a question says of itself in every language, folded as search
// folds it: an alef is an alef, and no accent is needed.
func (c *compiler) wordsOf(n *Node) string {
	s := []string{strings.ReplaceAll(n.Name, "_", " ")}
	for _, l := range c.f.Languages {
		s = append(s, n.Label.plain(l))
	}
	return " " + search.Fold(strings.Join(s, " | ")) + " "
}

// Flagged are the problems that speak of people's safety, not of the form's works.
func Flagged(ps []Problem) []Problem {
	return slices.DeleteFunc(slices.Clone(ps), func(p Problem) bool { return !strings.HasPrefix(p.Key, "form.lint.") })
}

// written are the types into which somebody writes, or scans, what they like.
var written = []Type{Text, Barcode}

// The words are folded: no accents, one alef, no ta marbuta, no article is
// certain. A word too many costs the author a second look; one too few, somebody
// their safety.
var lintRules = []struct {
	key    string
	column string
	types  []Type
	words  *regexp.Regexp
}{
	{"form.lint.gps", "type", []Type{Geopoint, Geotrace, Geoshape}, nil},
	{"form.lint.face", "type", []Type{Image, Video}, nil},
	{"form.lint.owner", "type", []Type{PhoneNumber, Username}, nil},
	{"form.lint.name", "label", written, regexp.MustCompile(
		` ((first|last|full|sur|family|given|nick|middle|your|his|her|their|victims?|suspects?|persons?|respondents?|informants?|childs?|reporters?|witness) names?` +
			`|names? (of )?(the )?(person|people|victim|suspect|respondent|informant|child|reporter|witness|family|household)s?|surname` +
			`|(pre)?noms? (et|de la personne|des personnes|de la victime|des victimes|du suspect|du temoin|de l enfant|de l informateur|de famille|complet)|prenoms?|votre nom|son nom` +
			`|(ال)?اسم (ال)?(شخص|ضحيه|عايله|مشتبه|مبلغ|شاهد|طفل|كامل|شخصي|عايلي|اب|ام)|(ال)?اسما|اسمك|اسمه|اسمها|لقبك|الاسم واللقب) `)},
	{"form.lint.phone", "label", []Type{Text, Integer, Barcode}, regexp.MustCompile(
		` ((tele)?phones?( numbers?)?|mobile( phone)? numbers?|cell ?numbers?|whatsapp|msisdn|telephones?|numero de tel(ephone)?|portables?|(ال|رقم )?هاتف(ك|ه|ها)?|(ال)?جوال|(ال)?واتساب|رقم (ال)?تلفون|(ال)?تلفون) `)},
	{"form.lint.identity", "label", []Type{Text, Integer, Barcode}, regexp.MustCompile(
		` (passports?|national id|id (card|number)|identity (card|number)|passeports?|carte (nationale )?d identite|numero d identite|nni|جواز|جواز سفر|(ال)?بطاقه (ال)?(تعريف|وطنيه|هويه)|رقم (ال)?(هويه|وطني)) `)},
	{"form.lint.belonging", "label", nil, regexp.MustCompile(
		` (ethni\S*|trib(e|es|al|u|us|ale|aux)|clans?|castes?|religio\S*|religie\S*|faith|sect|beliefs?|croyances?|confessions?|nationalit\S*|citizenship` +
			`|(و|ب|ال)?قبيله|(ال)?قبايل|قبيلتك|(ال)?عرق(يه)?|(ال)?اثني(ه)?|(ال)?ديانه|(ال)?دين|(ال)?معتقد(ات)?|(ال)?مذهب|(ال)?جنسيه|جنسيتك|(ال)?عشيره) `)},
}

package product

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/network/place"
	"wasl/internal/network/unit"
	"wasl/internal/triage/incident"
	"wasl/internal/triage/queue"
)

// A writer writes sentences in one language.
type writer struct {
	l      lang.Language
	places *place.Service
	units  *unit.Tree
	kind   func(kind string) lang.Text
	zone   *time.Location
}

// kindName is what reports of a kind are called.
func (w *writer) kindName(kind string) string {
	if name := w.kind(kind).In(w.l); name != "" {
		return name
	}
	return kind
}

func (w *writer) unitName(id record.ID) string {
	u, _ := w.units.Get(id)
	if name := u.Name.In(w.l); name != "" {
		return name
	}
	return u.Code
}

// coarse is the moughataa that a place lies in, or the place itself where it is
// larger: nothing closer stands in a bulletin.
func coarse(places *place.Service, p place.Ref) place.Ref {
	for _, up := range places.Path(p.List, p.Code) {
		if up.Level <= place.Moughataa {
			return up.Ref()
		}
	}
	return place.Ref{}
}

// wider is the wilaya that a place lies in, or the place itself where it is larger.
func wider(places *place.Service, p place.Ref) place.Ref {
	for _, up := range places.Path(p.List, p.Code) {
		if up.Level <= place.Wilaya {
			return up.Ref()
		}
	}
	return place.Ref{}
}

// where is a place in words; "" where nothing is known.
func (w *writer) where(p place.Ref) string { return w.places.Name(p.List, p.Code, w.l) }

// somewhere is where something was, no closer than it is known.
func (w *writer) somewhere(at place.Ref, known incident.PlacePrecision) string {
	switch known {
	case incident.Wherever:
		return lang.Say(w.l, "product.where.unknown", "place not known")
	case incident.Region:
		return lang.Say(w.l, "product.where.region", "somewhere in {0}", w.where(wider(w.places, at)))
	case incident.Exact, incident.Near, incident.District, incident.Country:
	}
	if name := w.where(coarse(w.places, at)); name != "" {
		return name
	}
	return lang.Say(w.l, "product.where.unknown", "place not known")
}

// when is a time in words, no closer than it is known.
func (w *writer) when(t incident.When) string {
	from, to := t.From.In(w.zone), t.To.In(w.zone)
	day := lang.Date(w.l, from)
	if !t.To.IsZero() && lang.Date(w.l, to) != day {
		return lang.Say(w.l, "product.when.span", "from {0} to {1}", day, lang.Date(w.l, to))
	}
	switch t.Precision {
	case incident.ToMinute:
		return lang.Say(w.l, "product.when.minute", "on {0} at {1}", day, from.Format("15:04"))
	case incident.ToHour:
		return lang.Say(w.l, "product.when.hour", "on {0} at about {1}", day, from.Format("15:04"))
	case incident.ToWeek:
		return lang.Say(w.l, "product.when.week", "in the week of {0}", day)
	case incident.ToMonth:
		return lang.Say(w.l, "product.when.month", "in {0}", lang.Month(w.l, from.Month())+" "+strconv.Itoa(from.Year()))
	case incident.Whenever:
		return lang.Say(w.l, "product.when.unknown", "at a time that is not known")
	case incident.ToDay:
	}
	return w.on(from)
}

// on is a day in words.
func (w *writer) on(t time.Time) string {
	return lang.Say(w.l, "product.when.day", "on {0}", lang.Date(w.l, t.In(w.zone)))
}

// at is a day and a minute in words.
func (w *writer) at(t time.Time) string {
	t = t.In(w.zone)
	return lang.Say(w.l, "product.when.minute", "on {0} at {1}", lang.Date(w.l, t), t.Format("15:04"))
}

// head is what, where and when, with which a paragraph begins.
func (w *writer) head(what, where, when string) string {
	return lang.Say(w.l, "product.head", "{0} – {1}, {2}.", what, where, when)
}

// harmed says how many people suffered what; "" where nobody did.
func (w *writer) harmed(rows []incident.Harm) string {
	type sum struct {
		n, young int
		about    bool
	}
	sums := map[incident.What]sum{}
	for _, h := range rows {
		s := sums[h.What]
		s.n, s.about = s.n+h.Count, s.about || h.About
		if young(h.Age) {
			s.young += h.Count
		}
		sums[h.What] = s
	}
	var parts []string
	for _, what := range incident.Whats() {
		s := sums[what]
		if s.n == 0 {
			continue
		}
		part := harms[what].count(w.l, s.n)
		if s.about {
			part += " " + lang.Say(w.l, "product.harm.about", "(an estimate)")
		}
		if s.young > 0 {
			part += comma(w.l) + children.count(w.l, s.young)
		}
		parts = append(parts, part)
	}
	if len(parts) == 0 {
		return ""
	}
	return lang.Say(w.l, "product.harm", "People harmed: {0}.", strings.Join(parts, w.semicolon()))
}

func (w *writer) semicolon() string {
	switch w.l { //nolint:exhaustive // there are others in forms alone
	case lang.Arabic:
		return "؛ "
	case lang.French:
		return "\u202f; "
	}
	return "; "
}

// young tells whether somebody of an age is a child.
func young(a incident.Age) bool {
	return a == incident.To4 || a == incident.To11 || a == incident.To17 || a == incident.Child
}

// sources says how many sources stand behind an incident, and the best grade.
func (w *writer) sources(s incident.Sources) string {
	parts := []string{independent.count(w.l, s.Independent)}
	if s.Unclear > 0 {
		parts = append(parts, unclear.count(w.l, s.Unclear))
	}
	if s.Denying > 0 {
		parts = append(parts, denying.count(w.l, s.Denying))
	}
	return lang.Say(w.l, "product.sources", "Sources: {0}.", strings.Join(parts, comma(w.l))) + " " + w.grade(best(s))
}

// best is the best grade of those that say that it happened.
func best(s incident.Sources) (g queue.Grade) {
	for _, src := range s.All {
		if o := src.Grade; src.Says && o.Source != "" && (g.Source == "" || o.Source < g.Source || o.Source == g.Source && o.Information < g.Information) {
			g = o
		}
	}
	return g
}

// grade is a grade in words.
func (w *writer) grade(g queue.Grade) string {
	if g.Source == "" {
		return lang.Say(w.l, "product.grade.none", "Not graded.")
	}
	return lang.Say(w.l, "product.grade", "Grade {0}: {1}.", g.Source+strconv.Itoa(g.Information), gradeIn(w.l, g))
}

// said are the words of people, each on a line of its own: what is taken for a fact,
// what was heard, and apart from both what a desk thinks of it.
func (w *writer) said(s *incident.Statement) (lines []string) {
	for _, as := range []incident.Standing{incident.Fact, incident.Hearsay} {
		for _, k := range s.Known {
			if k.As != as {
				continue
			}
			if as == incident.Fact {
				lines = append(lines, lang.Say(w.l, "product.fact", "Known: {0}", w.quote(k.Text)))
			} else {
				lines = append(lines, lang.Say(w.l, "product.hearsay", "Heard: {0}", w.quote(k.Text)))
			}
		}
	}
	for _, a := range s.Assessed {
		if word, ok := likelihoodWords[a.Likelihood]; ok {
			lines = append(lines, lang.Say(w.l, "product.assessed.as", "Assessment ({0}): {1}", word.in(w.l), w.quote(a.Text)))
		} else {
			lines = append(lines, lang.Say(w.l, "product.assessed", "Assessment: {0}", w.quote(a.Text)))
		}
	}
	return lines
}

// quote gives what somebody wrote in its own language, marked with that where it is
// not the reader's, without what a bulletin must not hold.
func (w *writer) quote(text string) string {
	said, of := scrub(strings.Join(strings.Fields(text), " ")), languageOf(text)
	if of == w.l {
		return lang.Say(w.l, "product.quote", "“{0}”", said)
	}
	return lang.Say(w.l, "product.quote", "“{0}”", isolate+said+pop) + " " + map[lang.Language]string{
		lang.Arabic:  lang.Say(w.l, "product.in.ar", "(in Arabic)"),
		lang.French:  lang.Say(w.l, "product.in.fr", "(in French)"),
		lang.English: lang.Say(w.l, "product.in.en", "(in English)"),
	}[of]
}

// What stands in another language keeps its own direction, its full stop with it
// (Unicode Bidirectional Algorithm, first strong isolate).
const isolate, pop = "\u2068", "\u2069"

// What is taken out of people's words, in any digits: coordinates, telephone
// numbers, addresses of the net. Names cannot be known; a person looks for them.
var (
	degrees = regexp.MustCompile(`[-+]?\p{Nd}{1,3}[.,٫]\p{Nd}{4,}\s*°?\s*[NSEWO]?` + // 16.1712
		`|[-+]?\p{Nd}{1,3}[.٫]\p{Nd}{2,}\s*[,;/ ]\s*[-+]?\p{Nd}{1,3}[.٫]\p{Nd}{2,}` + // 16.17, -6.08
		`|\p{Nd}{1,3}(?:[.,]\p{Nd}+)?\s*°(?:\s*\p{Nd}{1,2}(?:[.,]\p{Nd}+)?\s*['’′])?(?:\s*\p{Nd}{1,2}(?:[.,]\p{Nd}+)?\s*["”″])?\s*[NSEWO]`) // 16°10'N
	telephone = regexp.MustCompile(`\+?\p{Nd}(?:[ .\-/]?\p{Nd}){7,}`)
	date      = regexp.MustCompile(`^(?:\p{Nd}{1,2}[./-]\p{Nd}{1,2}[./-]\p{Nd}{4}|\p{Nd}{4}-\p{Nd}{1,2}-\p{Nd}{1,2})$`)
	address   = regexp.MustCompile(`(?i)[\w.+-]+@[\w-]+(?:\.[\w-]+)+|https?://\S+|www\.\S+`)
)

const removed = "[…]"

func scrub(text string) string {
	text = address.ReplaceAllString(text, removed)
	text = degrees.ReplaceAllString(text, removed)
	return telephone.ReplaceAllStringFunc(text, func(number string) string {
		if date.MatchString(number) {
			return number
		}
		return removed
	})
}

// English words that French has not: enough of them make a text English. The
// network writes French where it writes neither Arabic nor English.
var englishWords = map[string]bool{
	"the": true, "and": true, "of": true, "was": true, "were": true, "is": true, "are": true, "with": true, "from": true, "that": true, "they": true,
	"have": true, "has": true, "who": true, "how": true, "what": true, "where": true, "when": true, "which": true, "to": true, "by": true, "at": true, "not": true,
	"did": true, "does": true, "seen": true, "said": true, "men": true, "people": true,
}

// languageOf finds the language of what somebody wrote: Arabic by its letters, and
// French and English by a few words.
func languageOf(text string) lang.Language {
	arabic, latin := 0, 0
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Arabic, r):
			arabic++
		case unicode.Is(unicode.Latin, r):
			latin++
		}
	}
	if arabic > latin {
		return lang.Arabic
	}
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) })
	english := 0
	for _, word := range words {
		if englishWords[word] {
			english++
		}
	}
	if english*6 >= len(words) && english > 0 {
		return lang.English
	}
	return lang.French
}

package corroborate

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/collect/report"
	"wasl/internal/keep/search"
)

// Code names a reason.
type Code string

// The reasons. Plate, Phone and Person have the names of their marks.
const (
	Time        Code = "time"
	Distance    Code = "distance"
	Place       Code = "place"
	OtherPlace  Code = "other_place"
	Kind        Code = "kind"
	KindredKind Code = "kindred_kind"
	OtherKind   Code = "other_kind"
	Copy        Code = "copy"
	Topics      Code = "topics"
	Words       Code = "words"
	Sound       Code = "sound"
	OtherName   Code = "other_name"
	Count       Code = "count"
	Harm        Code = "harm"
	OtherHarm   Code = "other_harm"
	SameSource  Code = "source"
)

// strong are the reasons that are new evidence by themselves: what was judged not
// the same is proposed again where one of them has come up since.
var strong = []Code{Code(Plate), Code(Phone), Code(Person), Copy, Sound}

// A Reason is one sign for or against two accounts telling of the same. The
// members that matter hang on the code.
type Reason struct {
	Code   Code
	Weight float64 // below zero: it speaks against
	Apart  time.Duration
	Km     float64
	Place  report.PlaceRef
	Part   float64 // of a text
	Words  []string
	Counts []int
	Topics []uint16
}

// sentences are the reasons in English; {0} is what is particular.
var sentences = map[Code]string{
	Time:         "Time between them: {0}",
	Distance:     "Distance: {0} km",
	Place:        "The same place: {0}",
	OtherPlace:   "Another place",
	Kind:         "The same kind",
	KindredKind:  "Kinds that are often taken for each other",
	OtherKind:    "Another kind",
	Copy:         "Nearly the same text: {0}%",
	Topics:       "Both speak of: {0}",
	Words:        "Rare words in both: {0}",
	Code(Plate):  "The same number plate: {0}",
	Code(Phone):  "The same telephone: {0}",
	Code(Person): "The same person named: {0}",
	Sound:        "The same name: {0}",
	OtherName:    "Other names",
	Count:        "The same number: {0}",
	Harm:         "As many people harmed: {0}",
	OtherHarm:    "The numbers of people harmed differ",
	SameSource:   "From the same reporter",
}

// In says the reason in a language; placeName gives the name of a place in it.
func (r Reason) In(l lang.Language, placeName func(list, code string, l lang.Language) string) string {
	key := "corroborate.reason." + string(r.Code)
	switch r.Code {
	case Time:
		if r.Apart < time.Minute {
			return lang.Say(l, "corroborate.reason.at_once", "At the same time")
		}
		return lang.Say(l, key, sentences[r.Code], span(l, r.Apart))
	case Distance:
		if r.Km < 1 {
			return lang.Say(l, "corroborate.reason.close", "Less than 1 km apart")
		}
		return lang.Say(l, key, sentences[r.Code], strconv.Itoa(int(math.Round(r.Km))))
	case Place:
		return lang.Say(l, key, sentences[r.Code], placeName(r.Place.List, r.Place.Code, l))
	case Copy:
		return lang.Say(l, key, sentences[r.Code], strconv.Itoa(int(math.Round(100*r.Part))))
	case Topics:
		return lang.Say(l, key, sentences[r.Code], joined(l, topics(l, r.Topics)))
	case Count, Harm:
		var counts []string
		for _, n := range r.Counts {
			counts = append(counts, strconv.Itoa(n))
		}
		return lang.Say(l, key, sentences[r.Code], joined(l, counts))
	default:
		return lang.Say(l, key, sentences[r.Code], joined(l, r.Words))
	}
}

func topics(l lang.Language, numbers []uint16) (names []string) {
	for _, n := range numbers {
		if all := words().concepts; int(n) < len(all) {
			names = append(names, all[n].name.In(l))
		}
	}
	return names
}

func joined(l lang.Language, parts []string) string {
	if l == lang.Arabic {
		return strings.Join(parts, "، ")
	}
	return strings.Join(parts, ", ")
}

// spans are the units in which a time between two things is told.
var spans = []struct {
	of    time.Duration
	words map[lang.Language]lang.Forms
}{
	{48 * time.Hour, map[lang.Language]lang.Forms{
		lang.Arabic:  {lang.One: "يوم", lang.Two: "يومان", lang.Few: "{0} أيام", lang.Many: "{0} يوما", lang.Other: "{0} يوم"},
		lang.French:  {lang.One: "{0} jour", lang.Other: "{0} jours"},
		lang.English: {lang.One: "{0} day", lang.Other: "{0} days"},
	}},
	{2 * time.Hour, map[lang.Language]lang.Forms{
		lang.Arabic:  {lang.One: "ساعة", lang.Two: "ساعتان", lang.Few: "{0} ساعات", lang.Many: "{0} ساعة", lang.Other: "{0} ساعة"},
		lang.French:  {lang.One: "{0} heure", lang.Other: "{0} heures"},
		lang.English: {lang.One: "{0} hour", lang.Other: "{0} hours"},
	}},
	{0, map[lang.Language]lang.Forms{
		lang.Arabic:  {lang.One: "دقيقة", lang.Two: "دقيقتان", lang.Few: "{0} دقائق", lang.Many: "{0} دقيقة", lang.Other: "{0} دقيقة"},
		lang.French:  {lang.One: "{0} minute", lang.Other: "{0} minutes"},
		lang.English: {lang.One: "{0} minute", lang.Other: "{0} minutes"},
	}},
}

// units are what spans are counted in.
var units = []time.Duration{24 * time.Hour, time.Hour, time.Minute}

// span tells a time in the largest unit of which it has two.
func span(l lang.Language, d time.Duration) string {
	for i, s := range spans {
		if d >= s.of {
			return lang.Count(l, int(math.Round(float64(d)/float64(units[i]))), s.words[l])
		}
	}
	return ""
}

// mostTopics is how many things are named that two texts speak of.
const mostTopics = 6

// mostTelling are the concepts that tell the most.
func mostTelling(concepts []uint16) []uint16 {
	all := slices.Clone(concepts)
	slices.SortStableFunc(all, func(a, b uint16) int { return cmp.Compare(tells([]uint16{b}), tells([]uint16{a})) })
	return all[:min(len(all), mostTopics)]
}

// asWritten are words as the first account writes them.
func (w *weighing) asWritten(stems []string) (written []string) {
	for word := range search.Words(w.a.account.Told) {
		if slices.Contains(stems, word.Stem) {
			written = append(written, w.a.account.Told[word.Start:word.End])
			stems = slices.DeleteFunc(slices.Clone(stems), func(s string) bool { return s == word.Stem })
		}
	}
	return written
}

package product

import (
	"wasl/internal/base/lang"
	"wasl/internal/triage/incident"
	"wasl/internal/triage/queue"
	"wasl/internal/triage/response"
)

// forms are the plural forms of a phrase in every language. Zero may be given where
// none of something is said otherwise than with a number.
type forms map[lang.Language]lang.Forms

// count says how many.
func (f forms) count(l lang.Language, n int) string {
	if none, ok := f[l][lang.Zero]; ok && n == 0 {
		return none
	}
	return lang.Count(l, n, f[l])
}

// The numbers of people, by what they suffered. French counts persons, as its
// participles would need a gender that nobody has reported.
var harms = map[incident.What]forms{
	incident.Killed: people("قتيل واحد", "قتيلان", "{0} قتلى", "{0} قتيلًا", "{0} قتيل",
		"{0} personne tuée", "{0} personnes tuées", "{0} killed"),
	incident.Injured: people("جريح واحد", "جريحان", "{0} جرحى", "{0} جريحًا", "{0} جريح",
		"{0} personne blessée", "{0} personnes blessées", "{0} injured"),
	incident.Missing: people("مفقود واحد", "مفقودان", "{0} مفقودين", "{0} مفقودًا", "{0} مفقود",
		"{0} personne disparue", "{0} personnes disparues", "{0} missing"),
	incident.Abducted: people("مخطوف واحد", "مخطوفان", "{0} مخطوفين", "{0} مخطوفًا", "{0} مخطوف",
		"{0} personne enlevée", "{0} personnes enlevées", "{0} abducted"),
	incident.Abused: people("شخص واحد تعرض لعنف", "شخصان تعرضا لعنف", "{0} أشخاص تعرضوا لعنف", "{0} شخصًا تعرضوا لعنف", "{0} شخص تعرضوا لعنف",
		"{0} personne violentée", "{0} personnes violentées", "{0} abused"),
	incident.Detained: people("محتجز واحد", "محتجزان", "{0} محتجزين", "{0} محتجزًا", "{0} محتجز",
		"{0} personne détenue", "{0} personnes détenues", "{0} detained"),
	incident.Exploited: people("ضحية استغلال واحدة", "ضحيتا استغلال", "{0} ضحايا استغلال", "{0} ضحية استغلال", "{0} ضحية استغلال",
		"{0} personne exploitée", "{0} personnes exploitées", "{0} exploited"),
	incident.Stranded: people("عالق واحد", "عالقان", "{0} عالقين", "{0} عالقًا", "{0} عالق",
		"{0} personne bloquée en chemin", "{0} personnes bloquées en chemin", "{0} stranded"),
	incident.Displaced: people("نازح واحد", "نازحان", "{0} نازحين", "{0} نازحًا", "{0} نازح",
		"{0} personne déplacée", "{0} personnes déplacées", "{0} displaced"),
	incident.Robbed: people("شخص واحد سُلب", "شخصان سُلبا", "{0} أشخاص سُلبوا", "{0} شخصًا سُلبوا", "{0} شخص سُلبوا",
		"{0} personne dépouillée", "{0} personnes dépouillées", "{0} robbed"),
	incident.Rescued: people("شخص واحد أُنقذ", "شخصان أُنقذا", "{0} أشخاص أُنقذوا", "{0} شخصًا أُنقذوا", "{0} شخص أُنقذوا",
		"{0} personne secourue", "{0} personnes secourues", "{0} rescued"),
	incident.Affected: people("متضرر واحد", "متضرران", "{0} متضررين", "{0} متضررًا", "{0} متضرر",
		"{0} personne touchée d’une autre manière", "{0} personnes touchées d’une autre manière", "{0} affected otherwise"),
}

// people are the forms of a number of people: in Arabic of one, two, a few, many
// and the rest, in French of one and more, in English of any number.
func people(one, two, few, many, other, un, des, english string) forms {
	return forms{
		lang.Arabic:  {lang.One: one, lang.Two: two, lang.Few: few, lang.Many: many, lang.Other: other},
		lang.French:  {lang.One: un, lang.Other: des},
		lang.English: {lang.Other: english},
	}
}

var (
	children = forms{
		lang.Arabic:  {lang.One: "منهم طفل واحد", lang.Two: "منهم طفلان", lang.Few: "منهم {0} أطفال", lang.Many: "منهم {0} طفلًا", lang.Other: "منهم {0} طفل"},
		lang.French:  {lang.One: "dont {0} enfant", lang.Other: "dont {0} enfants"},
		lang.English: {lang.One: "of them {0} child", lang.Other: "of them {0} children"},
	}
	independent = forms{
		lang.Arabic: {
			lang.Zero: "لا مصدر مستقل", lang.One: "مصدر مستقل واحد", lang.Two: "مصدران مستقلان", lang.Few: "{0} مصادر مستقلة", lang.Many: "{0} مصدرًا مستقلًا", lang.Other: "{0} مصدر مستقل",
		},
		lang.French:  {lang.Zero: "aucune source indépendante", lang.One: "{0} source indépendante", lang.Other: "{0} sources indépendantes"},
		lang.English: {lang.Zero: "no independent source", lang.One: "{0} independent source", lang.Other: "{0} independent sources"},
	}
	unclear = forms{
		lang.Arabic: {
			lang.One: "مصدر واحد لم يُعرف أصله", lang.Two: "مصدران لم يُعرف أصلهما", lang.Few: "{0} مصادر لم يُعرف أصلها", lang.Many: "{0} مصدرًا لم يُعرف أصلها", lang.Other: "{0} مصدر لم يُعرف أصلها",
		},
		lang.French:  {lang.One: "{0} source d’origine incertaine", lang.Other: "{0} sources d’origine incertaine"},
		lang.English: {lang.One: "{0} source of unclear origin", lang.Other: "{0} sources of unclear origin"},
	}
	denying = forms{
		lang.Arabic: {
			lang.One: "مصدر واحد ينفي", lang.Two: "مصدران ينفيان", lang.Few: "{0} مصادر تنفي", lang.Many: "{0} مصدرًا ينفي", lang.Other: "{0} مصدر ينفي",
		},
		lang.French:  {lang.One: "{0} source dément", lang.Other: "{0} sources démentent"},
		lang.English: {lang.One: "{0} source denies it", lang.Other: "{0} sources deny it"},
	}
	reportsCount = forms{
		lang.Arabic: {
			lang.Zero: "لا بلاغات", lang.One: "بلاغ واحد", lang.Two: "بلاغان", lang.Few: "{0} بلاغات", lang.Many: "{0} بلاغًا", lang.Other: "{0} بلاغ",
		},
		lang.French:  {lang.Zero: "aucun signalement", lang.One: "{0} signalement", lang.Other: "{0} signalements"},
		lang.English: {lang.Zero: "no reports", lang.One: "{0} report", lang.Other: "{0} reports"},
	}
)

// word is one of a closed list, in a language: its key is that of the list with the
// word's own name.
type word struct{ key, english string }

func (w word) in(l lang.Language) string { return lang.Say(l, w.key, w.english) }

var sourceWords = map[string]word{
	"A": {"product.source.a", "source completely reliable"},
	"B": {"product.source.b", "source usually reliable"},
	"C": {"product.source.c", "source fairly reliable"},
	"D": {"product.source.d", "source not usually reliable"},
	"E": {"product.source.e", "source unreliable"},
	"F": {"product.source.f", "reliability of the source cannot be judged"},
}

var informationWords = map[int]word{
	1: {"product.information.1", "information confirmed by other sources"},
	2: {"product.information.2", "information probably true"},
	3: {"product.information.3", "information possibly true"},
	4: {"product.information.4", "information doubtful"},
	5: {"product.information.5", "information improbable"},
	6: {"product.information.6", "truth of the information cannot be judged"},
}

// gradeIn is a grade in words: "source usually reliable, information probably true".
func gradeIn(l lang.Language, g queue.Grade) string {
	return sourceWords[g.Source].in(l) + comma(l) + informationWords[g.Information].in(l)
}

func comma(l lang.Language) string {
	if l == lang.Arabic {
		return "، "
	}
	return ", "
}

var outcomeWords = map[incident.Outcome]word{
	incident.Confirmed:  {"product.outcome.confirmed", "it happened"},
	incident.Unfounded:  {"product.outcome.unfounded", "it did not happen"},
	incident.Unresolved: {"product.outcome.unresolved", "it could not be cleared up"},
	incident.HandedOver: {"product.outcome.handed_over", "others go on with it"},
}

var likelihoodWords = map[incident.Likelihood]word{
	incident.AlmostCertain: {"product.likelihood.almost_certain", "almost certain"},
	incident.Likely:        {"product.likelihood.likely", "likely"},
	incident.EvenChance:    {"product.likelihood.even_chance", "an even chance"},
	incident.Unlikely:      {"product.likelihood.unlikely", "unlikely"},
	incident.Remote:        {"product.likelihood.remote", "very unlikely"},
}

var responseWords = map[response.Kind]word{
	response.Patrol:     {"product.response.patrol", "A team went to look"},
	response.Search:     {"product.response.search", "Search for people"},
	response.Rescue:     {"product.response.rescue", "People brought to safety"},
	response.Care:       {"product.response.care", "Care of the wounded and the ill"},
	response.Protection: {"product.response.protection", "Protection"},
	response.Mediation:  {"product.response.mediation", "Mediation"},
	response.Warning:    {"product.response.warning", "Warning of those in danger"},
	response.Aid:        {"product.response.aid", "Aid"},
	response.Operation:  {"product.response.operation", "Security operation"},
	response.Other:      {"product.response.other", "Another measure"},
}

var effectWords = map[response.Effect]word{
	response.Achieved: {"product.effect.achieved", "achieved"},
	response.Partly:   {"product.effect.partly", "achieved in part"},
	response.NoEffect: {"product.effect.none", "without effect"},
	response.Unknown:  {"product.effect.unknown", "not known"},
}

var sectionWords = map[Section]word{
	Incidents: {"product.section.incidents", "Incidents"},
	Reports:   {"product.section.reports", "Graded reports outside incidents"},
	Alerts:    {"product.section.alerts", "Alerts"},
	Trends:    {"product.section.trends", "More than usual"},
	Done:      {"product.section.done", "What was done"},
	Late:      {"product.section.late", "Overdue"},
	Questions: {"product.section.questions", "Open questions"},
	Remarks:   {"product.section.remarks", "Remarks"},
}

// Name is what a section is called.
func (s Section) Name(l lang.Language) string { return sectionWords[s].in(l) }

package form

import (
	"fmt"

	"wasl/internal/base/fault"
)

// Problem is one thing wrong with a form, or worth a second look.
type Problem struct {
	Severity string            `json:"severity"` // "error" or "warning"
	Sheet    string            `json:"sheet,omitempty"`
	Row      int               `json:"row,omitempty"`
	Column   string            `json:"column,omitempty"` // the column's header
	Cell     string            `json:"cell,omitempty"`   // as Excel names it: C7
	Key      string            `json:"key"`
	Message  map[string]string `json:"message"` // by language
	Hint     map[string]string `json:"hint"`
}

// String is the problem in English, as the command line shows it.
func (p Problem) String() string { return p.In("en") }

// In is the problem in one line of a language.
func (p Problem) In(language string) string {
	where := p.Sheet
	if p.Row > 0 {
		where += fmt.Sprintf(":%d", p.Row)
	}
	if p.Column != "" {
		where += ":" + p.Column
	}
	s := fmt.Sprintf("%s: %s: %s", where, p.Severity, p.Message[language])
	if h := p.Hint[language]; h != "" {
		s += " (" + h + ")"
	}
	return s
}

// HasErrors tells whether a form with these problems cannot be used.
func HasErrors(ps []Problem) bool {
	for _, p := range ps {
		if p.Severity == "error" {
			return true
		}
	}
	return false
}

// said is a problem's words: message and hint in English, French and Arabic.
type said struct{ en, fr, ar, hintEn, hintFr, hintAr string }

func newProblem(severity, key string, args ...string) Problem {
	w, ok := problemWords[key]
	if !ok {
		w = said{en: key, fr: key, ar: key}
	}
	fill := func(s string) string { return fault.Fill(s, args) }
	return Problem{
		Severity: severity, Key: key,
		Message: map[string]string{"en": fill(w.en), "fr": fill(w.fr), "ar": fill(w.ar)},
		Hint:    map[string]string{"en": fill(w.hintEn), "fr": fill(w.hintFr), "ar": fill(w.hintAr)},
	}
}

var problemWords = map[string]said{
	"form.sheet.missing": {
		"the workbook has no sheet \"{0}\"", "le classeur n’a pas de feuille « {0} »", "لا توجد في الملف ورقة باسم «{0}»",
		"add it, or rename the sheet that holds it", "ajoutez-la, ou renommez la feuille qui la contient", "أضفها أو أعد تسمية الورقة المقصودة",
	},
	"form.column.missing": {
		"the sheet has no column \"{0}\"", "la feuille n’a pas de colonne « {0} »", "لا يوجد في الورقة عمود باسم «{0}»",
		"add the column to the first row", "ajoutez la colonne à la première ligne", "أضف العمود في السطر الأول",
	},
	"form.column.unknown": {
		"the column \"{0}\" is not used", "la colonne « {0} » n’est pas utilisée", "العمود «{0}» غير مستعمل",
		"check its spelling", "vérifiez l’orthographe", "تحقق من كتابته",
	},
	"form.type.missing": {
		"the row has a name but no type", "la ligne a un nom mais pas de type", "في السطر اسم بلا نوع",
		"write a type such as text or integer", "écrivez un type, par exemple text ou integer", "اكتب نوعا مثل text أو integer",
	},
	"form.type.unknown": {
		"there is no type \"{0}\"", "le type « {0} » n’existe pas", "لا يوجد نوع باسم «{0}»",
		"did you mean {1}?", "vouliez-vous dire {1} ?", "هل تقصد {1}؟",
	},
	"form.type.biometric": {
		"biometric questions do not exist here", "les questions biométriques n’existent pas ici", "لا توجد هنا أسئلة عن البصمات والقياسات الحيوية",
		"take the question out", "retirez la question", "احذف السؤال",
	},
	"form.name.missing": {
		"the question has no name", "la question n’a pas de nom", "السؤال بلا اسم",
		"give it a short name without spaces", "donnez-lui un nom court, sans espace", "أعطه اسما قصيرا بلا فراغات",
	},
	"form.name.wrong": {
		"\"{0}\" cannot be a name", "« {0} » ne peut pas être un nom", "لا يصلح «{0}» اسما",
		"begin with a letter; use letters, digits, - and _", "commencez par une lettre ; lettres, chiffres, - et _", "ابدأ بحرف، واستعمل الحروف والأرقام و- و_ فقط",
	},
	"form.name.twice": {
		"two questions of one group are called \"{0}\"", "deux questions du même groupe s’appellent « {0} »", "سؤالان في مجموعة واحدة باسم «{0}»",
		"rename this one; the other is in row {1}", "renommez celle-ci ; l’autre est à la ligne {1}", "أعد تسمية هذا، والآخر في السطر {1}",
	},
	"form.label.missing": {
		"the question has no label", "la question n’a pas de libellé", "السؤال بلا نص",
		"write what people are asked", "écrivez ce qui est demandé", "اكتب ما يُسأل عنه الناس",
	},
	"form.label.language": {
		"the text is missing in {0}", "le texte manque en {0}", "النص ناقص بلغة {0}",
		"people who chose that language will see another", "ceux qui ont choisi cette langue en verront une autre", "من اختار هذه اللغة سيرى النص بلغة أخرى",
	},
	"form.list.missing": {
		"there is no list of choices \"{0}\"", "la liste de choix « {0} » n’existe pas", "لا توجد قائمة خيارات باسم «{0}»",
		"add it to the sheet choices{1}", "ajoutez-la à la feuille choices{1}", "أضفها في ورقة choices{1}",
	},
	"form.list.none": {
		"the question does not say which list of choices it takes", "la question ne dit pas quelle liste de choix elle utilise", "لا يذكر السؤال قائمة خياراته",
		"write select_one and the list's name", "écrivez select_one puis le nom de la liste", "اكتب select_one ثم اسم القائمة",
	},
	"form.choice.name": {
		"the choice has no name", "le choix n’a pas de nom", "الخيار بلا اسم",
		"give it a short name without spaces", "donnez-lui un nom court, sans espace", "أعطه اسما قصيرا بلا فراغات",
	},
	"form.choice.space": {
		"the choice \"{0}\" has a space in its name", "le choix « {0} » a un espace dans son nom", "في اسم الخيار «{0}» فراغ",
		"write _ in its place", "écrivez _ à la place", "ضع _ مكانه",
	},
	"form.choice.twice": {
		"the list has two choices \"{0}\"", "la liste a deux choix « {0} »", "في القائمة خياران باسم «{0}»",
		"rename one of them", "renommez l’un des deux", "أعد تسمية أحدهما",
	},
	"form.group.open": {
		"the group \"{0}\" is not ended", "le groupe « {0} » n’est pas fermé", "المجموعة «{0}» لم تُغلق",
		"add end_group or end_repeat after its last question", "ajoutez end_group ou end_repeat après sa dernière question", "أضف end_group أو end_repeat بعد آخر سؤال فيها",
	},
	"form.group.unopened": {
		"there is no {0} to end here", "il n’y a pas de {0} à fermer ici", "لا يوجد {0} يُغلق هنا",
		"take this row out, or add the beginning", "retirez cette ligne, ou ajoutez le début", "احذف هذا السطر أو أضف البداية",
	},
	"form.group.deep": {
		"groups lie in groups too deep", "les groupes sont trop imbriqués", "المجموعات متداخلة أكثر مما يجوز",
		"flatten the form", "aplatissez le formulaire", "بسّط الاستمارة",
	},
	"form.form.empty": {
		"the form asks nothing", "le formulaire ne pose aucune question", "لا تسأل الاستمارة عن شيء",
		"add a question to the sheet survey", "ajoutez une question à la feuille survey", "أضف سؤالا في ورقة survey",
	},
	"form.group.empty": {
		"the group \"{0}\" holds nothing", "le groupe « {0} » est vide", "المجموعة «{0}» فارغة",
		"put questions into it, or take it out", "mettez-y des questions, ou retirez-le", "ضع فيها أسئلة أو احذفها",
	},
	"form.calculation.missing": {
		"nothing is calculated here", "rien n’est calculé ici", "لا شيء يُحسب هنا",
		"write a calculation, or take the row out", "écrivez un calcul, ou retirez la ligne", "اكتب العملية الحسابية أو احذف السطر",
	},
	"form.problems.many": {
		"there are more than {0} problems; the others are not shown", "il y a plus de {0} problèmes ; les autres ne sont pas montrés", "المشكلات أكثر من {0}، ولم يُعرض باقيها",
		"mend these first and check again", "corrigez d’abord ceux-ci, puis vérifiez à nouveau", "أصلح هذه أولا ثم أعد الفحص",
	},
	"form.cycle": {
		"the calculations go round in a circle: {0}", "les calculs tournent en rond : {0}", "الحسابات تدور في حلقة: {0}",
		"break the circle at one of them", "rompez le cercle à l’un d’eux", "اكسر الحلقة عند واحد منها",
	},
	"form.file.list": {
		"choices from the file {0} are not read", "les choix du fichier {0} ne sont pas lus", "لا تُقرأ الخيارات من الملف {0}",
		"put them into the sheet choices", "mettez-les dans la feuille choices", "ضعها في ورقة choices",
	},
	"form.lint.name": {
		"the question seems to ask for a person’s name", "la question semble demander le nom d’une personne", "يبدو أن السؤال يطلب اسم شخص",
		"leave it out unless somebody is harmed without it", "retirez-la, sauf si quelqu’un en pâtit", "احذفه ما لم يتضرر أحد من غيابه",
	},
	"form.lint.phone": {
		"the question seems to ask for a phone number", "la question semble demander un numéro de téléphone", "يبدو أن السؤال يطلب رقم هاتف",
		"the receipt lets a desk answer without it", "le reçu permet de répondre sans lui", "رقم الوصل يكفي للرد بدونه",
	},
	"form.lint.gps": {
		"the question asks for an exact place", "la question demande un lieu exact", "يطلب السؤال مكانا دقيقا",
		"ask for a village or a moughataa where that is enough", "demandez un village ou une moughataa si cela suffit", "اسأل عن القرية أو المقاطعة إن كفت",
	},
	"form.lint.belonging": {
		"the question seems to ask for ethnicity, tribe, belief or nationality", "la question semble demander l’ethnie, la tribu, la croyance ou la nationalité", "يبدو أن السؤال عن العرق أو القبيلة أو المعتقد أو الجنسية",
		"take it out: no search or chart may go by it", "retirez-la : aucune recherche ne peut s’y fonder", "احذفه: لا بحث ولا رسم يقوم عليه",
	},
	"form.lint.face": {
		"the question asks for a picture that may show people", "la question demande une image qui peut montrer des personnes", "يطلب السؤال صورة قد يظهر فيها أشخاص",
		"say in the hint that no faces must be seen", "dites dans l’aide qu’aucun visage ne doit être visible", "قل في التلميح إن الوجوه يجب ألا تظهر",
	},
	// Expressions: {0} is the column.
	"form.expr.long":       {"the expression is too long", "l’expression est trop longue", "التعبير طويل جدا", "", "", ""},
	"form.expr.encoding":   {"the expression is not text", "l’expression n’est pas du texte", "التعبير ليس نصا", "", "", ""},
	"form.expr.large":      {"the expression is too large", "l’expression est trop grande", "التعبير كبير جدا", "split it over calculate rows", "répartissez-la sur des lignes calculate", "وزعه على أسطر calculate"},
	"form.expr.deep":       {"the parentheses lie too deep", "les parenthèses sont trop imbriquées", "الأقواس متداخلة أكثر مما يجوز", "split it over calculate rows", "répartissez-la sur des lignes calculate", "وزعه على أسطر calculate"},
	"form.expr.quote":      {"a quote is not closed: {0}", "un guillemet n’est pas fermé : {0}", "علامة اقتباس لم تُغلق: {0}", "close it with the same sign", "fermez-le avec le même signe", "أغلقها بالعلامة نفسها"},
	"form.expr.brace":      {"a brace is not closed: {0}", "une accolade n’est pas fermée : {0}", "قوس معقوف لم يُغلق: {0}", "write ${name}", "écrivez ${nom}", "اكتب ${name}"},
	"form.expr.sign":       {"\"{0}\" has no place in an expression", "« {0} » n’a pas sa place dans une expression", "لا مكان للعلامة «{0}» في تعبير", "take it out", "retirez-le", "احذفها"},
	"form.expr.after":      {"\"{0}\" was not expected after the end", "« {0} » n’était pas attendu après la fin", "لم يكن «{0}» متوقعا بعد النهاية", "is an operator such as and missing?", "manque-t-il un opérateur comme and ?", "هل ينقص عامل مثل and؟"},
	"form.expr.expected":   {"\"{0}\" was expected before \"{1}\"", "« {0} » était attendu avant « {1} »", "كان المتوقع «{0}» قبل «{1}»", "check parentheses and commas", "vérifiez parenthèses et virgules", "راجع الأقواس والفواصل"},
	"form.expr.ended":      {"the expression ends where \"{0}\" was expected", "l’expression finit là où « {0} » était attendu", "انتهى التعبير حيث كان المتوقع «{0}»", "check parentheses and commas", "vérifiez parenthèses et virgules", "راجع الأقواس والفواصل"},
	"form.expr.empty":      {"the expression ends too early", "l’expression finit trop tôt", "انتهى التعبير قبل أوانه", "complete it", "complétez-la", "أكمله"},
	"form.expr.unexpected": {"\"{0}\" was not expected here", "« {0} » n’était pas attendu ici", "لم يكن «{0}» متوقعا هنا", "check parentheses and commas", "vérifiez parenthèses et virgules", "راجع الأقواس والفواصل"},
	"form.expr.number":     {"\"{0}\" is not a number", "« {0} » n’est pas un nombre", "ليس «{0}» عددا", "write it with one point", "écrivez-le avec un seul point", "اكتبه بفاصلة عشرية واحدة"},
	"form.expr.path":       {"\"{0}\" cannot be a step of a path", "« {0} » ne peut pas être une étape de chemin", "لا يصلح «{0}» خطوة في مسار", "write ${name}", "écrivez ${nom}", "اكتب ${name}"},
	"form.expr.unknown":    {"there is no question \"{0}\"", "il n’y a pas de question « {0} »", "لا يوجد سؤال باسم «{0}»", "did you mean {1}?", "vouliez-vous dire {1} ?", "هل تقصد {1}؟"},
	"form.expr.nowhere":    {"the path {0} leads to no question", "le chemin {0} ne mène à aucune question", "لا يؤدي المسار {0} إلى أي سؤال", "write a question's name as ${name}; did you mean {1}?", "écrivez le nom d’une question ${nom} ; vouliez-vous dire {1} ?", "اكتب اسم السؤال هكذا: ${name}؛ هل تقصد {1}؟"},
	"form.expr.column":     {"the choices have no column \"{0}\"", "les choix n’ont pas de colonne « {0} »", "ليس في الخيارات عمود باسم «{0}»", "did you mean {1}? for the answer to a question write ${name}", "vouliez-vous dire {1} ? pour la réponse à une question, écrivez ${nom}", "هل تقصد {1}؟ ولجواب سؤال اكتب ${name}"},
	"form.expr.ambiguous":  {"there are several questions \"{0}\"", "il y a plusieurs questions « {0} »", "توجد أسئلة عدة باسم «{0}»", "rename all but one", "renommez-les toutes sauf une", "أعد تسميتها إلا واحدا"},
	"form.expr.function":   {"there is no function \"{0}\"", "la fonction « {0} » n’existe pas", "لا توجد دالة باسم «{0}»", "did you mean {1}?", "vouliez-vous dire {1} ?", "هل تقصد {1}؟"},
	"form.expr.arguments":  {"{0}() has {1} arguments, it takes {2}", "{0}() a {1} arguments, il en faut {2}", "للدالة {0}() {1} من المعطيات، وحقها {2}", "check the commas", "vérifiez les virgules", "راجع الفواصل"},
	"form.expr.list":       {"there is no list \"{0}\"", "la liste « {0} » n’existe pas", "لا توجد قائمة باسم «{0}»", "check the sheet choices", "vérifiez la feuille choices", "راجع ورقة choices"},
}

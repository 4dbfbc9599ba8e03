package form

// problemWords are the problems by their keys: what is wrong and what to do, in
// English, French and Arabic.
var problemWords = map[string]said{
	"form.sheet.missing": {
		"the workbook has no sheet \"{0}\"", "le classeur n’a pas de feuille « {0} »", "لا توجد في الملف ورقة باسم «{0}»",
		"add it, or rename the sheet that holds it", "ajoutez-la, ou renommez la feuille qui la contient", "أضفها أو أعد تسمية الورقة المقصودة",
	},
	"form.sheet.unsupported": {
		"the sheet \"{0}\" is not used", "la feuille « {0} » n’est pas utilisée", "الورقة «{0}» غير مستعملة",
		"the form works without it", "le formulaire fonctionne sans elle", "تعمل الاستمارة بدونها",
	},
	"form.sheet.like": {
		"the sheet \"{0}\" is not read", "la feuille « {0} » n’est pas lue", "الورقة «{0}» لا تُقرأ",
		"did you mean {1}? otherwise put _ before its name", "vouliez-vous dire {1} ? sinon, mettez _ devant son nom", "هل تقصد {1}؟ وإلا فضع _ قبل اسمها",
	},
	"form.column.missing": {
		"the sheet has no column \"{0}\"", "la feuille n’a pas de colonne « {0} »", "لا يوجد في الورقة عمود باسم «{0}»",
		"add the column to the first row", "ajoutez la colonne à la première ligne", "أضف العمود في السطر الأول",
	},
	"form.column.twice": {
		"the column \"{0}\" says the same as \"{1}\"", "la colonne « {0} » dit la même chose que « {1} »", "العمود «{0}» يقول ما يقوله «{1}»",
		"take one of the two out", "retirez l’une des deux", "احذف أحدهما",
	},
	"form.column.unknown": {
		"\"{0}\" is not known and not used", "« {0} » est inconnu et n’est pas utilisé", "«{0}» غير معروف وغير مستعمل",
		"put _ before the name of what is only for you", "mettez _ devant le nom de ce qui n’est que pour vous", "ضع _ قبل اسم ما يخصك وحدك",
	},
	"form.column.slip": {
		"\"{0}\" is not known and not used", "« {0} » est inconnu et n’est pas utilisé", "«{0}» غير معروف وغير مستعمل",
		"did you mean {1}?", "vouliez-vous dire {1} ?", "هل تقصد {1}؟",
	},
	"form.column.unsupported": {
		"the column \"{0}\" does nothing here", "la colonne « {0} » n’a pas d’effet ici", "العمود «{0}» لا أثر له هنا",
		"the form works without it", "le formulaire fonctionne sans elle", "تعمل الاستمارة بدونه",
	},
	"form.setting.unsupported": {
		"the setting \"{0}\" does nothing here", "le réglage « {0} » n’a pas d’effet ici", "الإعداد «{0}» لا أثر له هنا",
		"the form works without it", "le formulaire fonctionne sans lui", "تعمل الاستمارة بدونه",
	},
	"form.setting.key": {
		"reports are not sealed to the form’s own key", "les signalements ne sont pas scellés avec la clé du formulaire", "لا تُختم البلاغات بمفتاح الاستمارة",
		"the reporter app seals to the node’s key; take the setting out", "l’application scelle avec la clé du nœud ; retirez ce réglage", "يختم التطبيق بمفتاح العقدة؛ احذف هذا الإعداد",
	},
	"form.setting.url": {
		"reports come to this node, not to the address in the form", "les signalements viennent à ce nœud, pas à l’adresse du formulaire", "تصل البلاغات إلى هذه العقدة لا إلى العنوان المكتوب في الاستمارة",
		"take the setting out", "retirez ce réglage", "احذف هذا الإعداد",
	},
	"form.version.missing": {
		"the form has no version", "le formulaire n’a pas de version", "لا رقم إصدار للاستمارة",
		"write one on the sheet settings, such as 2026112401; phones tell a changed form by it", "écrivez-en une dans la feuille settings, par exemple 2026112401 ; les téléphones y reconnaissent un formulaire modifié", "اكتبه في ورقة settings مثل 2026112401، فبه تعرف الهواتف أن الاستمارة تغيرت",
	},
	"form.id.wrong": {
		"the form’s id is longer than {0} bytes, or has a sign that cannot be seen", "l’identifiant du formulaire dépasse {0} octets, ou a un signe invisible", "معرّف الاستمارة أطول من {0} بايت أو فيه رمز لا يُرى",
		"give it a short one on the sheet settings", "donnez-en un court dans la feuille settings", "أعطها معرّفا قصيرا في ورقة settings",
	},
	"form.language.unknown": {
		"no label is written in the default language \"{0}\"", "aucun libellé n’est écrit dans la langue par défaut « {0} »", "لا نص مكتوب باللغة الافتراضية «{0}»",
		"write it as in label::Français (fr)", "écrivez-la comme dans label::Français (fr)", "اكتبها كما في label::العربية (ar)",
	},
	"form.type.missing": {
		"the row has a name but no type", "la ligne a un nom mais pas de type", "في السطر اسم بلا نوع",
		"write a type such as text or integer", "écrivez un type, par exemple text ou integer", "اكتب نوعا مثل text أو integer",
	},
	"form.type.unknown": {
		"there is no type \"{0}\"", "le type « {0} » n’existe pas", "لا يوجد نوع باسم «{0}»",
		"did you mean {1}?", "vouliez-vous dire {1} ?", "هل تقصد {1}؟",
	},
	"form.type.unasked": {
		"{0} takes a place or a voice without asking, so it stays empty", "{0} relève un lieu ou une voix sans demander : il reste vide", "يأخذ {0} المكان أو الصوت بلا سؤال، فيبقى فارغا",
		"ask for it with geopoint or audio, and let it be left out", "demandez-le avec geopoint ou audio, sans l’exiger", "اسأل عنه بالنوع geopoint أو audio ولا تجعله إلزاميا",
	},
	"form.type.owner": {
		"{0} tells whose phone it is, so it stays empty", "{0} dit à qui est le téléphone : il reste vide", "يكشف {0} صاحب الهاتف، فيبقى فارغا",
		"the receipt lets a desk answer without it", "le reçu permet de répondre sans lui", "رقم الوصل يكفي للرد بدونه",
	},
	"form.type.audit": {
		"what people touch while they fill in is not recorded", "ce que l’on touche en remplissant n’est pas enregistré", "لا يُسجَّل ما يلمسه الناس أثناء التعبئة",
		"take the row out", "retirez la ligne", "احذف السطر",
	},
	"form.type.external": {
		"tables in XML are not read", "les tables en XML ne sont pas lues", "الجداول المكتوبة بـ XML لا تُقرأ",
		"save the table as CSV and write csv-external", "enregistrez la table en CSV et écrivez csv-external", "احفظ الجدول بصيغة CSV واكتب csv-external",
	},
	"form.type.osm": {
		"tags of OpenStreetMap are not asked for; the question takes a file", "les attributs d’OpenStreetMap ne sont pas demandés ; la question prend un fichier", "لا تُطلب أوسمة OpenStreetMap؛ يأخذ السؤال ملفا",
		"ask with select_one what you need to know", "demandez avec select_one ce qu’il vous faut savoir", "اسأل بالنوع select_one عما تحتاج إليه",
	},
	"form.type.biometric": {
		"biometric questions do not exist here", "les questions biométriques n’existent pas ici", "لا توجد هنا أسئلة عن البصمات والقياسات الحيوية",
		"take the question out", "retirez la question", "احذف السؤال",
	},
	"form.name.missing": {
		"the row has no name", "la ligne n’a pas de nom", "السطر بلا اسم",
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
	"form.name.long": {
		"the name is longer than {0} bytes", "le nom dépasse {0} octets", "الاسم أطول من {0} بايت",
		"shorten it", "raccourcissez-le", "قصّره",
	},
	"form.name.taken": {
		"nothing at the top of a form may be called \"{0}\"", "rien au premier niveau ne peut s’appeler « {0} »", "لا يجوز أن يسمى شيء في المستوى الأول «{0}»",
		"rename it", "renommez-le", "أعد تسميته",
	},
	"form.name.case": {
		"\"{0}\" differs from the name in row {1} by capital letters alone", "« {0} » ne diffère du nom de la ligne {1} que par des majuscules", "لا يختلف «{0}» عن الاسم في السطر {1} إلا بالأحرف الكبيرة",
		"rename one of the two", "renommez l’un des deux", "أعد تسمية أحدهما",
	},
	"form.label.missing": {
		"the question has no label", "la question n’a pas de libellé", "السؤال بلا نص",
		"write what people are asked", "écrivez ce qui est demandé", "اكتب ما يُسأل عنه الناس",
	},
	"form.label.language": {
		"texts are missing in {0}, in {1} rows: {2}", "des textes manquent en {0}, à {1} lignes : {2}", "نصوص ناقصة بلغة {0}، عدد أسطرها {1}: {2}",
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
	"form.choice.label": {
		"the choice \"{0}\" has no label", "le choix « {0} » n’a pas de libellé", "الخيار «{0}» بلا نص",
		"write what people read", "écrivez ce que l’on lit", "اكتب ما يقرؤه الناس",
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
	"form.cycle.collect": {
		"conditions go round in a circle: {0}", "des conditions tournent en rond : {0}", "الشروط تدور في حلقة: {0}",
		"ODK Collect refuses such a form: break the circle", "ODK Collect refuse un tel formulaire : rompez le cercle", "يرفض ODK Collect مثل هذه الاستمارة: اكسر الحلقة",
	},
	"form.file.missing": {
		"the file {0} is not beside the form", "le fichier {0} n’est pas à côté du formulaire", "الملف {0} ليس مع الاستمارة",
		"give it together with the form", "donnez-le avec le formulaire", "أعطه مع الاستمارة",
	},
	"form.file.kind": {
		"choices are not read from {0}", "les choix ne sont pas lus dans {0}", "لا تُقرأ الخيارات من {0}",
		"save them as CSV with the columns name and label", "enregistrez-les en CSV avec les colonnes name et label", "احفظها بصيغة CSV وفيها العمودان name و label",
	},
	"form.file.column": {
		"the file {0} has no column \"{1}\"", "le fichier {0} n’a pas de colonne « {1} »", "لا يوجد في الملف {0} عمود باسم «{1}»",
		"add it, or say value=… label=… in the column parameters", "ajoutez-la, ou écrivez value=… label=… dans la colonne parameters", "أضفه أو اكتب value=… label=… في عمود parameters",
	},
	"form.media.name": {
		"\"{0}\" cannot be the name of a file", "« {0} » ne peut pas être un nom de fichier", "لا يصلح «{0}» اسم ملف",
		"write the name alone, without a folder", "écrivez le nom seul, sans dossier", "اكتب الاسم وحده بلا مجلد",
	},
	"form.media.missing": {
		"the file {0} is not beside the form, so people will not see or hear it", "le fichier {0} n’est pas à côté du formulaire : on ne pourra ni le voir ni l’entendre", "الملف {0} ليس مع الاستمارة، فلن يراه أحد أو يسمعه",
		"give it together with the form", "donnez-le avec le formulaire", "أعطه مع الاستمارة",
	},
	"form.media.unused": {
		"the form does not name the file {0}", "le formulaire ne cite pas le fichier {0}", "لا تذكر الاستمارة الملف {0}",
		"leave it out, or write its name in a column image, audio or video", "laissez-le, ou écrivez son nom dans une colonne image, audio ou video", "اتركه أو اكتب اسمه في عمود image أو audio أو video",
	},
	"form.appearance.search": {
		"search() is not done", "search() n’est pas pris en charge", "لا يعمل search()",
		"write select_one_from_file, and give the file together with the form", "écrivez select_one_from_file et donnez le fichier avec le formulaire", "اكتب select_one_from_file وأعط الملف مع الاستمارة",
	},
	"form.other.filter": {
		"or_other does not go with a choice filter: \"other\" would never be offered", "or_other ne va pas avec un filtre : « autre » ne serait jamais proposé", "لا يجتمع or_other مع تصفية الخيارات: لن يُعرض «غير ذلك» أبدا",
		"write the choice other into the list, with the columns of the filter", "écrivez le choix other dans la liste, avec les colonnes du filtre", "اكتب الخيار other في القائمة مع أعمدة التصفية",
	},
	"form.note.required": {
		"nobody can answer a note, so it is not required", "on ne répond pas à une note : elle n’est pas obligatoire", "لا أحد يجيب عن ملاحظة، فليست إلزامية",
		"take the cell out", "videz la cellule", "أفرغ الخانة",
	},
	"form.trigger.wrong": {
		"\"{0}\" names no question", "« {0} » ne désigne aucune question", "لا يدل «{0}» على سؤال",
		"write ${name}", "écrivez ${nom}", "اكتب ${name}",
	},
	"form.default.file": {
		"a file cannot be answered beforehand", "un fichier ne peut pas être donné d’avance", "لا يمكن أن يُجاب بملف سلفا",
		"take the default out", "retirez la valeur par défaut", "احذف القيمة الافتراضية",
	},
	"form.default.type": {
		"\"{0}\" cannot be an answer of type {1}", "« {0} » ne peut pas être une réponse de type {1}", "لا يصلح «{0}» جوابا من النوع {1}",
		"write dates as 2026-11-24, numbers with a point", "écrivez les dates ainsi : 2026-11-24, les nombres avec un point", "اكتب التاريخ هكذا: 2026-11-24 والكسر بنقطة",
	},
	"form.default.choice": {
		"\"{0}\" is none of the choices of {1}", "« {0} » n’est pas un choix de {1}", "ليس «{0}» من خيارات {1}",
		"write the name of a choice, not its label", "écrivez le nom d’un choix, pas son libellé", "اكتب اسم الخيار لا نصه",
	},
	"form.parameter.wrong": {
		"\"{0}\" is no parameter", "« {0} » n’est pas un paramètre", "ليس «{0}» معلمة",
		"write name=value", "écrivez nom=valeur", "اكتب الاسم=القيمة",
	},
	"form.parameter.unknown": {
		"the parameter \"{0}\" does nothing with {1}", "le paramètre « {0} » n’a pas d’effet sur {1}", "المعلمة «{0}» لا أثر لها مع {1}",
		"check its spelling, or take it out", "vérifiez l’orthographe, ou retirez-le", "تحقق من كتابتها أو احذفها",
	},
	"form.parameter.value": {
		"the parameter {0} cannot be \"{1}\"", "le paramètre {0} ne peut pas valoir « {1} »", "لا تصح للمعلمة {0} القيمة «{1}»",
		"see xlsform.org for what it takes", "voyez xlsform.org pour ce qu’il accepte", "راجع في xlsform.org ما تقبله",
	},
	"form.parameter.range": {
		"the slider leads nowhere", "le curseur ne mène nulle part", "المنزلق لا يؤدي إلى شيء",
		"write start and end apart, and a step above 0", "écrivez start et end différents, et step au-dessus de 0", "اجعل start و end مختلفين و step فوق الصفر",
	},
	"form.loop.nested": {
		"a loop cannot stand in another", "une boucle ne peut pas en contenir une autre", "لا يمكن أن تكون حلقة داخل حلقة أخرى",
		"write the inner one out, or use a repeat", "écrivez la boucle intérieure question par question, ou utilisez une répétition", "اكتب الحلقة الداخلية سؤالا سؤالا أو استخدم مجموعة متكررة",
	},
	"form.loop.long": {
		"the loop makes more than {0} rows", "la boucle produit plus de {0} lignes", "تنتج الحلقة أكثر من {0} سطر",
		"use a repeat", "utilisez un repeat", "استعمل repeat",
	},
	"form.lint.name": {
		"the question seems to ask for a person’s name", "la question semble demander le nom d’une personne", "يبدو أن السؤال يطلب اسم شخص",
		"leave it out unless somebody is harmed without it", "retirez-la, sauf si quelqu’un en pâtit", "احذفه ما لم يتضرر أحد من غيابه",
	},
	"form.lint.phone": {
		"the question seems to ask for a phone number", "la question semble demander un numéro de téléphone", "يبدو أن السؤال يطلب رقم هاتف",
		"the receipt lets a desk answer without it", "le reçu permet de répondre sans lui", "رقم الوصل يكفي للرد بدونه",
	},
	"form.lint.owner": {
		"the question asks the phone whose it is", "la question demande au téléphone à qui il est", "يسأل هذا السطر الهاتف عن صاحبه",
		"take it out: the receipt lets a desk answer", "retirez-la : le reçu permet de répondre", "احذفه: رقم الوصل يكفي للرد",
	},
	"form.lint.identity": {
		"the question seems to ask for the number of a passport or an identity card", "la question semble demander un numéro de passeport ou de carte d’identité", "يبدو أن السؤال يطلب رقم جواز أو بطاقة تعريف",
		"leave it out: no report is checked by it", "retirez-la : aucun signalement n’en dépend", "احذفه: لا يتوقف عليه أي بلاغ",
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
	"form.expr.saved":      {"what was answered before is not kept on a phone, so this is empty", "ce qui a été répondu avant n’est pas gardé sur le téléphone : ceci est vide", "لا يحفظ الهاتف ما أُجيب من قبل، فهذا فارغ", "write a default instead of last-saved", "écrivez une valeur par défaut au lieu de last-saved", "اكتب قيمة افتراضية بدل last-saved"},
	"form.expr.collect":    {"ODK Collect does not know {0}()", "ODK Collect ne connaît pas {0}()", "لا يعرف ODK Collect الدالة {0}()", "write substr(), int() or round()", "écrivez substr(), int() ou round()", "اكتب substr() أو int() أو round()"},
	"form.expr.pattern":    {"the pattern {0} makes no sense", "le motif {0} n’a pas de sens", "لا معنى للنمط {0}", "check its parentheses, brackets and signs of repetition", "vérifiez ses parenthèses, ses crochets et ses répétitions", "راجع أقواسه وعلامات التكرار فيه"},
	"form.expr.file":       {"the file {0}.csv is not beside the form", "le fichier {0}.csv n’est pas à côté du formulaire", "الملف {0}.csv ليس مع الاستمارة", "give it together with the form", "donnez-le avec le formulaire", "أعطه مع الاستمارة"},
	"form.expr.written":    {"{0}() wants \"{1}\" written out in quotes", "{0}() veut « {1} » écrit entre guillemets", "تريد الدالة {0}() كتابة «{1}» بين علامتي اقتباس", "write 'file', 'column', 'column', ${name}", "écrivez 'fichier', 'colonne', 'colonne', ${nom}", "اكتب 'file', 'column', 'column', ${name}"},
	"form.expr.list":       {"there is no list \"{0}\"", "la liste « {0} » n’existe pas", "لا توجد قائمة باسم «{0}»", "check the sheet choices", "vérifiez la feuille choices", "راجع ورقة choices"},
}

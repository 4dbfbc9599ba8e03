package course

// problemWords are the problems by their keys: what is wrong and what to do, in
// English, French and Arabic.
var problemWords = map[string]said{
	"course.front.absent": {
		"the folder has no course.md", "le dossier n’a pas de course.md", "لا يوجد في المجلد ملف course.md",
		"add one with id, version, review and title between two lines of ---", "ajoutez-en un avec id, version, review et title entre deux lignes ---", "أضفه وفيه id وversion وreview وtitle بين سطرين من ---",
	},
	"course.front.none": {
		"course.md does not begin with a line of ---", "course.md ne commence pas par une ligne ---", "لا يبدأ course.md بسطر ---",
		"put --- above the first setting and below the last", "mettez --- au-dessus du premier réglage et sous le dernier", "ضع --- فوق أول إعداد وتحت آخر إعداد",
	},
	"course.front.open": {
		"the settings do not end with a line of ---", "les réglages ne finissent pas par une ligne ---", "لا تنتهي الإعدادات بسطر ---",
		"put --- below the last setting", "mettez --- sous le dernier réglage", "ضع --- تحت آخر إعداد",
	},
	"course.front.line": {
		"\"{0}\" is no setting", "« {0} » n’est pas un réglage", "«{0}» ليس إعدادا",
		"write one as in version: 2", "écrivez-le comme dans version: 2", "اكتبه كما في version: 2",
	},
	"course.front.twice": {
		"the setting \"{0}\" is there twice", "le réglage « {0} » y est deux fois", "الإعداد «{0}» مكرر",
		"take one of the two out", "retirez l’un des deux", "احذف أحدهما",
	},
	"course.front.missing": {
		"the setting \"{0}\" is missing", "le réglage « {0} » manque", "الإعداد «{0}» ناقص",
		"add it to course.md", "ajoutez-le à course.md", "أضفه إلى course.md",
	},
	"course.front.unknown": {
		"the setting \"{0}\" is not known and not used", "le réglage « {0} » est inconnu et n’est pas utilisé", "الإعداد «{0}» غير معروف وغير مستعمل",
		"take it out, or look for a slip of the finger", "retirez-le, ou cherchez une faute de frappe", "احذفه أو ابحث عن خطأ في الكتابة",
	},
	"course.front.number": {
		"\"{0}\" is a whole number from {1} to {2}", "« {0} » est un nombre entier de {1} à {2}", "«{0}» عدد صحيح من {1} إلى {2}",
		"write it in digits", "écrivez-le en chiffres", "اكتبه بالأرقام",
	},
	"course.review.wrong": {
		"\"{0}\" is no review that is known", "« {0} » n’est pas une relecture connue", "«{0}» ليست مراجعة معروفة",
		"write doctor, lawyer or none", "écrivez doctor, lawyer ou none", "اكتب doctor أو lawyer أو none",
	},
	"course.review.waits": {
		"nobody has reviewed this course yet: it needs a {0}", "personne n’a encore relu ce cours : il faut un regard « {0} »", "لم يراجع أحد هذه الدورة بعد، وهي تحتاج إلى مراجعة «{0}»",
		"write who did and when behind reviewed:", "écrivez qui l’a fait et quand après reviewed:", "اكتب من راجعها ومتى بعد reviewed:",
	},
	"course.tablet.wrong": {
		"\"{0}\" is neither yes nor no", "« {0} » n’est ni yes ni no", "«{0}» ليست yes ولا no",
		"write tablet: yes where the tests of a course that is not open may be taken on tablets, which are lost sometimes", "écrivez tablet: yes si les tests d’un cours qui n’est pas ouvert peuvent se passer sur une tablette, qui peut se perdre", "اكتب tablet: yes إذا جاز أن تُجرى اختبارات دورة غير مفتوحة على الأجهزة اللوحية، وهي قد تضيع",
	},
	"course.open.wrong": {
		"\"{0}\" is neither yes nor no", "« {0} » n’est ni yes ni no", "«{0}» ليست yes ولا no",
		"write open: yes where anyone may read the course without an account", "écrivez open: yes si tout le monde peut lire le cours sans compte", "اكتب open: yes إذا جاز لكل أحد قراءة الدورة بلا حساب",
	},
	"course.id.wrong": {
		"this id is longer than {0} signs, or has others than small letters, digits and -", "cet identifiant dépasse {0} signes, ou en a d’autres que minuscules, chiffres et -", "هذا المعرّف أطول من {0} حرفا أو فيه غير الحروف اللاتينية الصغيرة والأرقام و-",
		"write one such as first-aid", "écrivez par exemple first-aid", "اكتب مثلا first-aid",
	},
	"course.id.missing": {
		"this has no id of its own", "ceci n’a pas d’identifiant", "ليس لهذا معرّف",
		"write it at the end of the line: {#q1 topic=bleeding} for a question, {#s1} for a skill", "écrivez-le en fin de ligne : {#q1 topic=bleeding} pour une question, {#s1} pour un geste", "اكتبه في آخر السطر: {#q1 topic=bleeding} للسؤال و{#s1} للمهارة",
	},
	"course.id.twice": {
		"the id \"{0}\" is used twice", "l’identifiant « {0} » sert deux fois", "المعرّف «{0}» مستعمل مرتين",
		"give each its own, the same in every language", "donnez à chacun le sien, le même dans toutes les langues", "أعط كل واحد معرّفا خاصا، وهو نفسه في كل اللغات",
	},
	"course.attribute.unknown": {
		"\"{0}\" is not known and not used", "« {0} » est inconnu et n’est pas utilisé", "«{0}» غير معروف وغير مستعمل",
		"only topic= may stand beside an id", "seul topic= peut suivre un identifiant", "لا يأتي بعد المعرّف إلا topic=",
	},
	"course.language.wrong": {
		"\"{0}\" names no language", "« {0} » ne nomme pas de langue", "لا لغة في «{0}»",
		"write it as in title.fr", "écrivez-le comme dans title.fr", "اكتبه كما في title.fr",
	},
	"course.title.wrong": {
		"this title is empty, or longer than {0} bytes", "ce titre est vide, ou dépasse {0} octets", "هذا العنوان فارغ أو أطول من {0} بايت",
		"say in a few words what is taught", "dites en quelques mots ce qui est enseigné", "قل في كلمات قليلة ما الذي يُدرَّس",
	},
	"course.topic.wrong": {
		"\"{0}\" names no topic in a language", "« {0} » ne nomme pas un thème dans une langue", "«{0}» لا يسمي موضوعا بلغة",
		"write it as in topic.bleeding.fr: Saignements", "écrivez-le comme dans topic.bleeding.fr: Saignements", "اكتبه كما في topic.bleeding.fr: Saignements",
	},
	"course.topic.unnamed": {
		"the topic \"{0}\" has no name in every language", "le thème « {0} » n’a pas de nom dans chaque langue", "ليس للموضوع «{0}» اسم في كل لغة",
		"add lines such as topic.{0}.fr: to course.md; results are shown by it", "ajoutez à course.md des lignes telles que topic.{0}.fr: ; les résultats s’affichent ainsi", "أضف إلى course.md أسطرا مثل topic.{0}.fr: فالنتائج تُعرض به",
	},
	"course.file.name": {
		"no file of a course is called so", "aucun fichier d’un cours ne s’appelle ainsi", "لا ملف في الدورة بهذا الاسم",
		"modules are called as 01-safety.fr.md; the others are pre, post, test, skills and guide", "les modules s’appellent comme 01-safety.fr.md ; les autres sont pre, post, test, skills et guide", "تُسمى الوحدات كما في 01-safety.fr.md، وغيرها pre وpost وtest وskills وguide",
	},
	"course.file.unused": {
		"this file is not used", "ce fichier n’est pas utilisé", "هذا الملف غير مستعمل",
		"pictures and recordings lie in media/", "les images et les sons vont dans media/", "توضع الصور والتسجيلات في media/",
	},
	"course.file.long": {
		"this file has more than {0} KiB", "ce fichier dépasse {0} Kio", "هذا الملف أكبر من {0} كيبيبايت",
		"split the module in two", "divisez le module en deux", "قسّم الوحدة إلى وحدتين",
	},
	"course.file.encoding": {
		"this file is not text in UTF-8", "ce fichier n’est pas du texte en UTF-8", "هذا الملف ليس نصا بترميز UTF-8",
		"save it anew as UTF-8", "enregistrez-le de nouveau en UTF-8", "احفظه من جديد بترميز UTF-8",
	},
	"course.file.language": {
		"the course has no title in the language \"{0}\"", "le cours n’a pas de titre dans la langue « {0} »", "ليس للدورة عنوان باللغة «{0}»",
		"add title.{0}: to course.md, or take the file out", "ajoutez title.{0}: à course.md, ou retirez le fichier", "أضف title.{0}: إلى course.md أو احذف الملف",
	},
	"course.file.missing": {
		"{0} is not written in this language", "{0} n’est pas écrit dans cette langue", "{0} غير مكتوب بهذه اللغة",
		"add the file, or take the language’s title out of course.md", "ajoutez le fichier, ou retirez de course.md le titre de cette langue", "أضف الملف أو احذف عنوان هذه اللغة من course.md",
	},
	"course.file.untitled": {
		"the file does not begin with a title", "le fichier ne commence pas par un titre", "لا يبدأ الملف بعنوان",
		"write # and the title on its first line", "écrivez # et le titre sur la première ligne", "اكتب # ثم العنوان في السطر الأول",
	},
	"course.file.titles": {
		"a file has one title, on its first line", "un fichier a un seul titre, sur sa première ligne", "للملف عنوان واحد في سطره الأول",
		"begin a page with ##", "commencez une page par ##", "ابدأ الصفحة بـ ##",
	},
	"course.file.empty": {
		"the file has no page", "le fichier n’a pas de page", "لا صفحة في الملف",
		"begin each page with ## and a title", "commencez chaque page par ## et un titre", "ابدأ كل صفحة بـ ## وعنوان",
	},
	"course.file.pages": {
		"the file has more than {0} pages", "le fichier a plus de {0} pages", "في الملف أكثر من {0} صفحة",
		"split the module in two", "divisez le module en deux", "قسّم الوحدة إلى وحدتين",
	},
	"course.page.long": {
		"this page has more than {0} pieces", "cette page a plus de {0} éléments", "في هذه الصفحة أكثر من {0} عنصر",
		"begin another page with ##", "commencez une autre page par ##", "ابدأ صفحة أخرى بـ ##",
	},
	"course.line.long": {
		"this line has more than {0} bytes", "cette ligne dépasse {0} octets", "هذا السطر أطول من {0} بايت",
		"break it into paragraphs", "coupez-la en paragraphes", "قسّمه إلى فقرات",
	},
	"course.line.deep": {
		"more than {0} lists or quotes begin within each other here", "plus de {0} listes ou citations s’emboîtent ici", "تتداخل هنا أكثر من {0} قائمة أو اقتباس",
		"write it flatter", "écrivez plus à plat", "اكتبه بتداخل أقل",
	},
	"course.block.deep": {
		"lists and quotes stand more than {0} within each other", "listes et citations s’emboîtent sur plus de {0} niveaux", "تتداخل القوائم والاقتباسات أكثر من {0} مستويات",
		"write it flatter: a phone is narrow", "écrivez plus à plat : un téléphone est étroit", "اكتبه بتداخل أقل فالهاتف ضيق",
	},
	"course.html.shown": {
		"HTML is shown as text", "le HTML s’affiche comme du texte", "تُعرض رموز HTML كنص",
		"write Markdown in its place", "écrivez du Markdown à la place", "اكتب Markdown بدلا منها",
	},
	"course.link.out": {
		"the link to \"{0}\" does not lead to a page of this course", "le lien vers « {0} » ne mène pas à une page de ce cours", "الرابط إلى «{0}» لا يؤدي إلى صفحة في هذه الدورة",
		"link as in (02-bleeding#3), or write an address as text: phones are offline", "liez comme dans (02-bleeding#3), ou écrivez l’adresse comme du texte : les téléphones sont hors ligne", "اربط كما في (02-bleeding#3) أو اكتب العنوان نصا، فالهواتف بلا اتصال",
	},
	"course.media.missing": {
		"there is no picture or recording \"{0}\"", "il n’y a pas d’image ni de son « {0} »", "لا توجد صورة ولا تسجيل باسم «{0}»",
		"put the file into media/ and write its name exactly", "mettez le fichier dans media/ et écrivez son nom exactement", "ضع الملف في media/ واكتب اسمه كما هو",
	},
	"course.media.alt": {
		"{0} has no words for those who do not see or hear it", "{0} n’a pas de mots pour qui ne le voit ou ne l’entend pas", "ليس للملف {0} نص لمن لا يراه أو لا يسمعه",
		"write between [ and ] what it shows or says", "écrivez entre [ et ] ce qu’il montre ou dit", "اكتب بين [ و] ما يُظهره أو يقوله",
	},
	"course.media.name": {
		"the file’s name is longer than {0} signs, or has others than Latin letters, digits, - and _", "le nom du fichier dépasse {0} signes, ou en a d’autres que lettres latines, chiffres, - et _", "اسم الملف أطول من {0} حرفا أو فيه غير الحروف اللاتينية والأرقام و- و_",
		"rename it, and write the new name in the pages", "renommez-le, et écrivez le nouveau nom dans les pages", "أعد تسميته واكتب الاسم الجديد في الصفحات",
	},
	"course.media.type": {
		"this is no picture, recording or film that every phone shows", "ce n’est pas une image, un son ou un film que tout téléphone montre", "ليس هذا صورة ولا تسجيلا ولا فيلما تعرضه كل الهواتف",
		"save it as .svg, .png, .jpg, .webp, .mp3, .m4a, .ogg, .mp4 or .webm", "enregistrez-le en .svg, .png, .jpg, .webp, .mp3, .m4a, .ogg, .mp4 ou .webm", "احفظه بصيغة .svg أو .png أو .jpg أو .webp أو .mp3 أو .m4a أو .ogg أو .mp4 أو .webm",
	},
	"course.media.svg": {
		"this drawing holds more than shapes and words", "ce dessin contient autre chose que des formes et des mots", "في هذا الرسم غير الأشكال والكلمات",
		"save it as plain SVG, without scripts, links and pictures from elsewhere", "enregistrez-le en SVG simple, sans script, lien ni image d’ailleurs", "احفظه بصيغة SVG بسيطة بلا برامج ولا روابط ولا صور من الخارج",
	},
	"course.media.large": {
		"this file has more than {0} MiB", "ce fichier dépasse {0} Mio", "هذا الملف أكبر من {0} ميبيبايت",
		"make it smaller: it goes over weak lines", "réduisez-le : il passe par des lignes faibles", "صغّره فهو يمر عبر خطوط ضعيفة",
	},
	"course.media.unused": {
		"no page shows this file: it is left out", "aucune page ne montre ce fichier : il est laissé de côté", "لا تعرض أي صفحة هذا الملف، فتُرك",
		"show it as in ![what it is](media/…), or take it out", "montrez-le comme dans ![ce que c’est](media/…), ou retirez-le", "اعرضه كما في ![وصفه](media/…) أو احذفه",
	},
	"course.media.heavy": {
		"without its films the course has {0} KiB, more than {1} MiB", "sans ses films le cours pèse {0} Kio, plus de {1} Mio", "حجم الدورة بلا أفلامها {0} كيبيبايت، وهو أكثر من {1} ميبيبايت",
		"make pictures and recordings smaller: phones keep it over weak lines", "réduisez images et sons : les téléphones le gardent par des lignes faibles", "صغّر الصور والتسجيلات، فالهواتف تحفظها عبر خطوط ضعيفة",
	},
	"course.modules.count": {
		"a course has between one and {0} modules", "un cours a entre un et {0} modules", "في الدورة من وحدة واحدة إلى {0} وحدة",
		"modules are called as 01-safety.fr.md", "les modules s’appellent comme 01-safety.fr.md", "تُسمى الوحدات كما في 01-safety.fr.md",
	},
	"course.answer.none": {
		"the question \"{0}\" has no answers", "la question « {0} » n’a pas de réponses", "ليس للسؤال «{0}» أجوبة",
		"write lines such as - [x] right and - [ ] wrong below it", "écrivez dessous des lignes telles que - [x] juste et - [ ] faux", "اكتب تحته أسطرا مثل - [x] صحيح و- [ ] خطأ",
	},
	"course.answer.count": {
		"the question \"{0}\" needs at least one right answer, and between two and {1} in all", "la question « {0} » demande au moins une réponse juste, et entre deux et {1} en tout", "يحتاج السؤال «{0}» إلى جواب صحيح على الأقل، وإلى ما بين جوابين و{1} في المجموع",
		"write [x] before each right one", "écrivez [x] devant chaque réponse juste", "اكتب [x] قبل كل جواب صحيح",
	},
	"course.answer.box": {
		"this answer has no box", "cette réponse n’a pas de case", "ليس لهذا الجواب خانة",
		"begin it with - [x] or - [ ]", "commencez-la par - [x] ou - [ ]", "ابدأه بـ - [x] أو - [ ]",
	},
	"course.answer.empty": {
		"this answer has no words", "cette réponse n’a pas de mots", "ليس لهذا الجواب نص",
		"write it behind its box; a picture stands above the answers", "écrivez-la après sa case ; une image va au-dessus des réponses", "اكتبه بعد خانته، والصورة توضع فوق الأجوبة",
	},
	"course.alike.pages": {
		"the file has {0} pages, {1} has {2}", "le fichier a {0} pages, {1} en a {2}", "في الملف {0} صفحة وفي {1} {2} صفحة",
		"begin the same pages with ## in every language", "commencez les mêmes pages par ## dans chaque langue", "ابدأ الصفحات نفسها بـ ## في كل لغة",
	},
	"course.alike.questions": {
		"the file has {0} questions, {1} has {2}", "le fichier a {0} questions, {1} en a {2}", "في الملف {0} سؤالا وفي {1} {2} سؤالا",
		"ask the same in every language", "posez les mêmes dans chaque langue", "اطرح الأسئلة نفسها في كل لغة",
	},
	"course.alike.question": {
		"this question is another one than in {0}, line {1}: its id, topic, explanation or right answers differ", "cette question n’est pas celle de {0}, ligne {1} : identifiant, thème, explication ou réponses justes diffèrent", "هذا السؤال غير الذي في {0} في السطر {1}: يختلف معرّفه أو موضوعه أو شرحه أو أجوبته الصحيحة",
		"keep questions and answers in the same order in every language", "gardez questions et réponses dans le même ordre dans chaque langue", "اجعل الأسئلة والأجوبة بالترتيب نفسه في كل لغة",
	},
	"course.alike.place": {
		"this page has other questions than in {0}, line {1}", "cette page n’a pas les questions de {0}, ligne {1}", "في هذه الصفحة أسئلة غير التي في {0} في السطر {1}",
		"ask on the same page in every language", "posez-les sur la même page dans chaque langue", "اطرحها في الصفحة نفسها في كل لغة",
	},
	"course.alike.pictures": {
		"this page has {0} pictures, in {1} it has {2}", "cette page a {0} images, dans {1} elle en a {2}", "في هذه الصفحة {0} صور وفي {1} {2}",
		"show the same to everybody, unless there is a reason", "montrez la même chose à tous, sauf raison contraire", "اعرض الشيء نفسه للجميع إلا لسبب",
	},
	"course.alike.skills": {
		"the skills are others than in {0}", "les gestes ne sont pas ceux de {0}", "المهارات غير التي في {0}",
		"keep ids, topics and order the same in every language", "gardez identifiants, thèmes et ordre dans chaque langue", "اجعل المعرّفات والمواضيع والترتيب نفسها في كل لغة",
	},
	"course.test.both": {
		"there is a test for before and after beside this one", "il y a déjà un test pour avant et après", "يوجد اختبار لما قبل وما بعد إلى جانب هذا",
		"keep either test, or pre and post", "gardez soit test, soit pre et post", "احتفظ إما بـ test أو بـ pre وpost",
	},
	"course.test.alone": {
		"there is a test before or after, and not both: no gain can be shown", "il n’y a de test qu’avant ou après : aucun progrès ne pourra être montré", "يوجد اختبار قبل الدورة أو بعدها فقط، فلا يمكن إظهار التقدم",
		"write both, or test for the two", "écrivez les deux, ou test pour les deux", "اكتب الاثنين أو test لكليهما",
	},
	"course.test.topic": {
		"the question \"{0}\" belongs to no topic", "la question « {0} » n’appartient à aucun thème", "السؤال «{0}» لا ينتمي إلى موضوع",
		"write topic= behind its id; gains are shown by topic", "écrivez topic= après son identifiant ; les progrès s’affichent par thème", "اكتب topic= بعد معرّفه، فالتقدم يُعرض حسب الموضوع",
	},
	"course.test.more": {
		"a test holds questions alone: what else is here is not shown", "un test ne contient que des questions : le reste n’est pas montré", "لا يحتوي الاختبار إلا أسئلة، وما سواها هنا لا يُعرض",
		"put pictures between a question and its answers", "mettez les images entre une question et ses réponses", "ضع الصور بين السؤال وأجوبته",
	},
	"course.test.count": {
		"a test has between one and {0} questions", "un test a entre une et {0} questions", "في الاختبار من سؤال واحد إلى {0} سؤال",
		"write each as in ### ? What do you do first? {#q1 topic=bleeding}", "écrivez chacune comme dans ### ? Que faites-vous d’abord ? {#q1 topic=bleeding}", "اكتب كل سؤال كما في ### ? ماذا تفعل أولا؟ {#q1 topic=bleeding}",
	},
	"course.skill.none": {
		"the list has no skills", "la liste n’a pas de gestes", "لا مهارات في القائمة",
		"write lines such as - [ ] presses on the wound {#s1} below a heading", "écrivez sous un titre des lignes telles que - [ ] appuie sur la plaie {#s1}", "اكتب تحت عنوان أسطرا مثل - [ ] يضغط على الجرح {#s1}",
	},
	"course.skill.box": {
		"this skill has no box", "ce geste n’a pas de case", "ليس لهذه المهارة خانة",
		"begin it with - [ ]", "commencez-le par - [ ]", "ابدأها بـ - [ ]",
	},
	"course.skill.many": {
		"the course has more than {0} skills", "le cours a plus de {0} gestes", "في الدورة أكثر من {0} مهارة",
		"keep those that a trainer can see done", "gardez ceux qu’un formateur peut voir faire", "احتفظ بما يستطيع المدرب أن يراه",
	},
}

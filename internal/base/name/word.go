package name

import "strings"

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

// frenchWords begin sentences, or have a capital for another reason than being
// somebody's name. Folded.
var frenchWords = set(`le la les l un une des du de d et au aux en dans ce cet cette ces qui que qu quand ne n se s sa ses son je j nous vous il ils
	elle elles on par pour avec c t m y a sur sous vers chez entre depuis pendant selon apres avant hier aujourd hui demain ici alors ainsi mais donc
	or ni car si comme lors lorsque plusieurs deux trois quatre cinq six sept huit neuf dix cent mille quelques tous toutes tout toute notre nos leur
	leurs mon ma mes ton ta tes est sont etait ont the of and to in is it was by for with at from that this an as be were are no not there here
	monsieur madame messieurs mesdames lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier mars avril mai juin juillet aout
	septembre octobre novembre decembre mauritanie mali senegal algerie maroc niger tchad libye tunisie gambie guinee burkina faso france afrique
	sahara nouakchott nouadhibou bamako dakar nema kiffa rosso atar kaedi bassikounou tombouctou gao kidal mopti kayes mberra mbera timbedra
	amourj fassala adel bagrou selibaby zouerate aleg aioun kobenni tintane tidjikja akjoujt hodh chargui gharbi ech assaba gorgol brakna trarza
	adrar tagant guidimakha tiris zemmour inchiri dakhlet police gendarmerie garde nationale national armee brigade commissariat poste republique
	islamique union parti ministere ministre etat gouvernement president croissant rouge croix hcr oim onu toyota hilux land cruiser mercedes
	peugeot nord sud ouest islam coran ramadan allah dieu inchallah vehicule moto village ville puits route frontiere marche ecole hopital
	chef maire agent imam bonjour merci urgent attention salam alerte attaque rapport question reponse congo premier conseil projet son excellence
	hassi bir gasr ksar koumbi ain ein oued wad tell tall jebel djebel medinet magham ten tin dar guelb tevragh sondage mir nad arab ehl ahl dera`)

// weakTitles are words before a name, and before much else.
var weakTitles = set(`chef ministre president agent major general maire prefet depute mr ms sir pr prof col ing wali hakem chef gen maj captain doctor
	professor ambassadeur senateur inspecteur commissaire brigadier`)

// announcers say that somebody's name comes. Folded.
var announcers = set(`المواطن المواطنه الشاب الشابه المدعو المدعوه المسمي المتهم المتهمه الضحيه الفقيد الفقيده المرحوم المرحومه الشهيد التلميذ الطفل الطفله السايق
	المسن التاجر الشرطي الدركي الجندي الحارس المعلم السجين الناشط`)

// arabicWords are names that are words of the language as well: they tell nothing
// alone, nor beside another of them. Folded, without article.
var arabicWords = set(`علي صالح كريم امين سعيد جميل كبير صغير طالب ناصر نور عامر حسن راشد رشيد شريف امام سلام بركه صلاح كامل مالك طاهر حبيب منصور
	زين ايمان مبارك مولود والي هادي ولي حميد حكيم غالي نادر تسلم يسلم اسلم معروف عطيه رحمه نعيم كمال جمال حمد حامد محمود محفوظ قاسم رابح عماد
	منير مجيد ماجد توفيق رمضان نصر سالم سلامه سليم سعد بشير نذير بابا دين كان كي صار سل شام يوم جا لي له ان او تال لو كن جاري باري سار صال جان
	لام طال وات سين هما حما مال`)

// arabicStops follow ولد and بنت where these are a boy and a girl. Folded.
var arabicStops = set(`في من علي الي عن مع كان كانت قد تم لم لن لا ما هو هي هذا هذه التي الذي كل بعض بين بعد قبل عند حتي ثم او ان انه انها ليس حيث
	صغير صغيره كبير كبيره عمره عمرها يبلغ تبلغ مفقود مفقوده اسمه اسمها يدعي تدعي واحد واحده اخر اخري الحمد لله هما`)

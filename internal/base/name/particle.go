package name

import "strings"

// What a word does in a name, if it is not a name itself.
type function uint8

const (
	plainWord function = iota
	sonOf
	daughterOf
	fatherOf
	motherOf
	servantOf  // Abd, and Abdel before what follows
	faithTail  // din, Allah: belongs to what stands before
	articleOf  // el, al
	sunArticle // es, ar and the like, before a name that begins so
	aliasOf    // dit
	titleOf
	honorificOf // Sidi, Cheikh
)

// functions by folded word. Short ones that are names as well are settled by
// where they stand (parse.go).
var functions = func() map[string]function {
	m := map[string]function{}
	for f, list := range map[function]string{
		sonOf:      `ould uld wuld weld wold ouled wld oul ولد ben bin ibn bnou ibnou بن ابن ag agg اغ اك آغ`,
		daughterOf: `mint mintt minte minit بنت منت bint bent binti binte ابنت ابنه walet wallet oualet welet والت ولت`,
		fatherOf:   `abou abu aboo abi abo aba bou bu ابو ابا ابي بو`,
		motherOf:   `oum umm um oumou oummou ام`,
		servantOf:  `abd abdel abdul abdoul abdal abdel abdu abdur abdar abder abdus abdes abdas abdir abdil abdun abden عبد`,
		faithTail:  `eddine eddin uddin ouddine oudine eddyn din dine deen allah ellah ullah oullah illah دين الدين الله`,
		articleOf:  `el al ul il`,
		sunArticle: `as ad ar az ash ach an at es ed er ez ech esh en et us ud ur uz un`,
		aliasOf:    `dit dite alias aka surnomme surnommee ملقب الملقب الملقبه المدعو المدعوه المعروف المعروفه المكني المشهور الشهير كنيه`,
		titleOf: `mr mme mlle mrs miss ms sir mister monsieur madame mademoiselle dr docteur doctor pr prof professeur professor maitre ing
			col colonel lt lieutenant lcl cdt commandant cne capitaine captain gal general gen brigadier adj adjudant sgt sergent sergeant cpl
			caporal corporal maj mjr major commissaire inspecteur agent chef ministre president prefet wali hakem maire depute senateur
			ambassadeur imam qadi cadi oustaz ustad ustaz mullah mollah mulla mullaah maulavi mawlawi maulawi molvi maulana mufti qari haji hadji hajji
			hadj hajj elhadj elhadji alhaji alhadji alhaj alhajj elhaj hadja hajja haja hadjia mohtaram
			دكتور الدكتور دكتوره الدكتوره استاذ الاستاذ مهندس المهندس عقيد العقيد رائد الرائد نقيب النقيب ملازم الملازم لواء اللواء فريق الفريق عميد
			العميد مقدم المقدم رقيب الرقيب عريف العريف مفوض المفوض وزير الوزير رييس الرييس نايب النايب عمده العمده قاضي القاضي الامام السيد
			السيده الحاج الحاجه حاج حاجه ملا والي الوالي حاكم الحاكم الجنرال الكولونيل`,
		honorificOf: `sidi sidy sid si seyid sayyid sayed sayyed cheikh cheick sheikh shaikh shaykh sheik cheik chekh shekh moulay moulaye mulay
			moulai lalla lala taleb شيخ الشيخ سيدي سيد سيدنا مولاي لاله الطالب مولانا`,
	} {
		for w := range strings.FieldsSeq(list) {
			m[w] = f
		}
	}
	return m
}()

// western are small words of European names, which say nothing.
var western = map[string]bool{"de": true, "du": true, "da": true, "von": true, "van": true, "des": true, "di": true, "la": true, "le": true, "y": true}

package name

import (
	"strings"
	"testing"
)

func TestFindNames(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Hier Mohamed Ould Ahmed a vu deux hommes.", "Mohamed Ould Ahmed"},
		{"Le chef Mohamed Lemine Ould Cheikh El Ghazouani et Mamadou Diallo sont venus", "chef Mohamed Lemine Ould Cheikh El Ghazouani|Mamadou Diallo"},
		{"selon Fatimetou mint Mahfoudh, la nommée Awa Njie est partie", "Fatimetou mint Mahfoudh|Awa Njie"},
		{"Dr. Kane a soigné le blessé", "Dr. Kane"},
		{"le colonel Baby commande", "colonel Baby"},
		{"Abou Yahya et Iyad Ag Ghali", "Abou Yahya|Iyad Ag Ghali"},
		{"MOHAMED OULD AHMED, chauffeur", "MOHAMED OULD AHMED"},
		{"Mohamed O/ Ahmed conduit", "Mohamed O/ Ahmed"},
		{"Ould Ghazouani est arrivé", "Ould Ghazouani"},
		{"ami de longue date, ould Ghazouani est aussi général", "ould Ghazouani"},
		{"يتولى السعد ولد لوليد منطقة نواكشوط", "السعد ولد لوليد"},
		{"Abdoulaye Sow dit Djiby habite Rosso", "Abdoulaye Sow dit Djiby"},
		{"Le marché de Bassikounou est ouvert. La Garde Nationale est là.", ""},
		{"Toyota Hilux blanche vers Nouakchott Nord", ""},
		{"Mohamed est venu. Ahmed aussi.", ""},
		{"Le Croissant Rouge Mauritanien distribue", ""},
		{"Des hommes armés sur trois motos ont attaqué le poste de Fassala", ""},
		{"vu par Amadou Ba, Oumar Sy; puis Samba Thiam", "Amadou Ba|Oumar Sy|Samba Thiam"},
		{"قال محمد ولد أحمد إن سيارتين مرتا", "محمد ولد أحمد"},
		{"أبلغ محمد ولد أحمد عن توتر في القرية", "محمد ولد أحمد"},
		{"شوهد محمد الأمين ولد الشيخ الغزواني مع مامادو جالو", "محمد الأمين ولد الشيخ الغزواني|مامادو جالو"},
		{"فاطمة منت محفوظ ومريم بنت عبد الله في السوق", "فاطمة منت محفوظ|مريم بنت عبد الله"},
		{"اتصل بأحمد ولد سيدي", "أحمد ولد سيدي"},
		{"العقيد محمد ولد الهادي", "العقيد محمد ولد الهادي"},
		{"عبد الرحمن ولد محمد ولد صالح", "عبد الرحمن ولد محمد ولد صالح"},
		{"إياد أغ غالي", "إياد أغ غالي"},
		{"ولد صغير مفقود منذ أمس", ""},
		{"بنت في العاشرة من عمرها", ""},
		{"وجدنا بنت صغيرة قرب البئر", ""},
		{"على الطريق كان رجل كبير صالح", ""},
		{"أطلق مسلحون النار على نقطة التفتيش قرب باسكنو", ""},
		{"سيدي محمد ولد بوبكر", "سيدي محمد ولد بوبكر"},
		{"", ""},
	} {
		var got []string
		for _, f := range FindNames(c.text) {
			got = append(got, c.text[f.Start:f.End])
			if len(f.Value.Tokens()) == 0 {
				t.Errorf("%q: a name without tokens", c.text)
			}
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("FindNames(%q) = %q, want %q", c.text, strings.Join(got, "|"), c.want)
		}
	}
}

// A name is found wherever it stands in a long text, and a text of nothing but
// names is done with at its limit.
func TestFindNamesInLongTexts(t *testing.T) {
	const filler = "des hommes ont pris la route du nord "
	for _, before := range []int{0, 1, 3, 7, 50} {
		text := strings.Repeat(filler, before) + "Mohamed Ould Ahmed" + strings.Repeat(" vers le puits", before)
		if got := FindNames(text); len(got) != 1 || text[got[0].Start:got[0].End] != "Mohamed Ould Ahmed" {
			t.Errorf("after %d fillers: %d names", before, len(got))
		}
	}
	long := strings.Repeat("x", 700) + " Mohamed Ould Ahmed"
	if got := FindNames(long); len(got) != 1 {
		t.Errorf("after a word of 700 letters: %d names", len(got))
	}
	if got := FindNames(strings.Repeat("Mamadou Diallo, ", 20_000)); len(got) != MaxFound {
		t.Errorf("%d names, want %d", len(got), MaxFound)
	}
}

package name

import "testing"

var benched = []string{
	"Mohamed Lemine Ould Cheikh El Ghazouani", "محمد الأمين ولد الشيخ الغزواني", "Mamadou Diallo", "Fatimetou Mint Mahfoudh Ould Khattri",
	"عبد الرحمن ولد محمد الحسين ولد محمد سليم", "Adnan Abou Walid al-Sahraoui", "Koumtamadji Martin", "Alghabass Ag Intalla",
}

func BenchmarkParse(b *testing.B) {
	Parse("")
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		Parse(benched[i%len(benched)])
	}
}

// BenchmarkSimilarity compares names that have something in common and names that
// have not, as candidates of an index do.
func BenchmarkSimilarity(b *testing.B) {
	var names []Name
	for _, s := range benched {
		names = append(names, Parse(s))
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		Similarity(names[i%len(names)], names[i/len(names)%len(names)])
	}
}

func BenchmarkFind(b *testing.B) {
	const report = `Hier vers 17 h, Mohamed Lemine Ould Cheikh et Mamadou Diallo ont vu une Toyota blanche 4711 AB 05 près du puits ; trois hommes armés,
dont un nommé Abou Yahya, ont demandé la route de Fassala. Appelez le 45 25 24 96. قال محمد ولد أحمد إن سيارتين مرتا قرب باسكنو`
	b.SetBytes(int64(len(report)))
	b.ReportAllocs()
	for b.Loop() {
		FindNames(report)
		FindPlates(report)
		FindPhones(report, "MR")
	}
}

func BenchmarkKeys(b *testing.B) {
	var names []Name
	for _, s := range benched {
		names = append(names, Parse(s))
	}
	var keys []string
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		keys = names[i%len(names)].LooseKeys(keys[:0])
	}
}

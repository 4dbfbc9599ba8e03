package name_test

import (
	"fmt"

	"wasl/internal/base/name"
)

// Two reports name somebody: is it one person? The score says how alike the names
// are, how much that tells, and why.
func ExampleSimilarity() {
	a, b := name.Parse("Med Lemine O/ Cheikh"), name.Parse("محمد الأمين ولد الشيخ")
	s := name.Similarity(a, b)
	fmt.Printf("%.2f, %.0f bits\n", s.Value, s.Bits)
	for _, p := range s.Pairs() {
		fmt.Println(a.Tokens()[p.A].Text, b.Tokens()[p.B].Text, p.How)
	}
	// Output:
	// 0.92, 14 bits
	// Med محمد short
	// Lemine الأمين script
	// Cheikh الشيخ script
}

func ExampleFindNames() {
	text := "Hier, Mohamed Ould Ahmed a vu une Toyota 4711 AB 05 ; son numéro est le 45 25 24 96."
	for _, f := range name.FindNames(text) {
		fmt.Println(text[f.Start:f.End])
	}
	for _, f := range name.FindPlates(text) {
		fmt.Println(f.Value, f.Value.Country)
	}
	for _, f := range name.FindPhones(text, "MR") {
		fmt.Println(f.Value)
	}
	// Output:
	// Mohamed Ould Ahmed
	// 4711-AB-05 MR
	// +22245252496
}

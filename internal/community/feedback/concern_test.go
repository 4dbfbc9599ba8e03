package feedback

import (
	"slices"
	"testing"

	"wasl/internal/base/record"
)

var (
	mariem = Holder{record.IDOf("mariem"), "Mariem Mint Ahmed"}
	sidi   = Holder{record.IDOf("sidi"), "Sidi Ould Brahim"}
)

// Whoever a complaint is about must not be among its readers, however the name is
// written.
func TestWhomAComplaintIsAboutIsFound(t *testing.T) {
	both := []Holder{mariem, sidi}
	for name, c := range map[string]struct {
		in      Incoming
		readers []Holder
		want    []Holder
	}{
		"nobody is named":               {Incoming{Text: "The driver asks girls for money"}, both, nil},
		"by the whole name":             {Incoming{Text: "It is Mariem Mint Ahmed who takes the money"}, both, []Holder{mariem}},
		"written otherwise":             {Incoming{Text: "C'est Meriem mint Ahmed qui prend l'argent"}, both, []Holder{mariem}},
		"in Arabic":                     {Incoming{Text: "مريم منت أحمد أخذت المال"}, both, []Holder{mariem}},
		"by forename":                   {Incoming{Text: "mariem takes money from the women"}, both, []Holder{mariem}},
		"by forename, and all bear it":  {Incoming{Text: "mariem takes money"}, []Holder{mariem}, nil},
		"kept out by forename":          {Incoming{Text: "She takes money", About: "Meriem"}, both, []Holder{mariem}},
		"kept out, in Arabic":           {Incoming{Text: "هي تأخذ المال", About: "سيدي"}, both, []Holder{sidi}},
		"the only reader is kept out":   {Incoming{Text: "She takes money", About: "mariem"}, []Holder{mariem}, []Holder{mariem}},
		"a reader, and nobody says who": {Incoming{Text: "Whoever reads this takes money", AboutReader: true}, both, both},
		"a reader who is not known":     {Incoming{Text: "x", About: "the tall one", AboutReader: true}, both, both},
		"a reader who is known":         {Incoming{Text: "x", About: "Sidi", AboutReader: true}, both, []Holder{sidi}},
		"no reader at all":              {Incoming{Text: "Mariem Mint Ahmed", AboutReader: true}, nil, nil},
	} {
		var want []record.ID
		for _, h := range c.want {
			want = append(want, h.ID)
		}
		if got := c.in.concerned(c.readers); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}

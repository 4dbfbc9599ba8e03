package form

// Named is a word of a form with its label in each of the form's languages.
type Named struct {
	Name  string
	Label map[string]string
}

// Kinds are what the form's reports may be about: the choices of its question
// `kind`. A form without that question makes reports of one kind, the form
// itself: intake reads it so.
func (f *Form) Kinds() []Named {
	for _, q := range f.Questions() {
		if q.Name == "kind" && q.Type == SelectOne {
			kinds := make([]Named, 0, len(f.Lists[q.List]))
			for _, c := range f.Lists[q.List] {
				kinds = append(kinds, Named{c.Name, f.words(c.Label)})
			}
			return kinds
		}
	}
	return []Named{{f.ID, f.words(f.Title)}}
}

// words gives a text in every language of the form that has it.
func (f *Form) words(t Texts) map[string]string {
	out := map[string]string{}
	for _, l := range f.Languages {
		if len(t[l]) > 0 {
			out[l] = t.plain(l)
		}
	}
	return out
}

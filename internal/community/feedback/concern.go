package feedback

import (
	"slices"
	"strings"
	"unicode/utf8"

	"wasl/internal/base/name"
	"wasl/internal/base/record"
	"wasl/internal/keep/search"
)

// Holder is somebody who holds the role safeguarding.
type Holder struct {
	ID   record.ID
	Name string
}

// concerned finds the readers whom a complaint is about: those whose names stand in
// it, and those whom the complainant keeps from it. It errs on the side of whoever
// complains: a name that is but possibly a reader's keeps that reader out, and
// somebody who says that it is about a reader, and names none that is known, is read
// by none of them. A forename alone in the text, which may be anybody's, keeps its
// bearers out as long as one reader is left.
func (in *Incoming) concerned(readers []Holder) (ids []record.ID) {
	var weak []record.ID
	text, words := name.FindNames(in.Text), forenames(in.Text)
	for _, r := range readers {
		his := name.Parse(r.Name)
		switch {
		case in.keeps(his), slices.ContainsFunc(text, func(f name.FoundName) bool { return maybe(f.Value, his) }):
			ids = append(ids, r.ID)
		case slices.ContainsFunc(his.Tokens(), func(t name.Token) bool { return words[search.Fold(t.Text)] }):
			weak = append(weak, r.ID)
		}
	}
	if len(ids)+len(weak) < len(readers) {
		ids = append(ids, weak...)
	}
	if in.AboutReader && len(ids) == 0 {
		for _, r := range readers {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// namedLater finds the readers whom a further word is about. Whoever has answered here is
// not kept out for a forename: "thank you, Mariem" is what people say to somebody who
// told them hers.
func namedLater(text string, all []Word, readers []Holder) []record.ID {
	in := Incoming{Text: text}
	whole := name.FindNames(text)
	return slices.DeleteFunc(in.concerned(readers), func(id record.ID) bool {
		if !slices.ContainsFunc(all, func(w Word) bool { return w.Answer && w.By == id }) {
			return false
		}
		his := name.Parse(readers[slices.IndexFunc(readers, func(h Holder) bool { return h.ID == id })].Name)
		return !slices.ContainsFunc(whole, func(f name.FoundName) bool { return maybe(f.Value, his) })
	})
}

// keeps tells whether what was written into "who must not read this" may mean a
// person: the whole name, or any part of it, since people know each other by
// forename.
func (in *Incoming) keeps(his name.Name) bool {
	asked := name.Parse(in.About)
	if maybe(asked, his) {
		return true
	}
	for _, t := range asked.Tokens() {
		for _, h := range his.Tokens() {
			if maybe(name.Parse(t.Text), name.Parse(h.Text)) {
				return true
			}
		}
	}
	return false
}

func maybe(a, b name.Name) bool {
	return len(a.Tokens()) > 0 && len(b.Tokens()) > 0 && name.Similarity(a, b).Value >= name.Possible
}

// forenames are the words of a text that are long enough to be one, folded.
func forenames(text string) map[string]bool {
	words := map[string]bool{}
	for w := range strings.FieldsSeq(search.Fold(text)) {
		if utf8.RuneCountInString(w) > 2 {
			words[w] = true
		}
	}
	return words
}

package form

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestKinds(t *testing.T) {
	label := func(fr, ar string) Texts { return Texts{"fr": {{Text: fr}}, "ar": {{Text: ar}}} }
	f := &Form{
		ID: "well", Title: label("Puits", "بئر"), Languages: []string{"fr", "ar", "en"},
		Lists: map[string][]Choice{"kinds": {{Name: "dry", Label: label("À sec", "جاف")}}},
	}
	f.link()
	if diff := cmp.Diff([]Named{{"well", map[string]string{"fr": "Puits", "ar": "بئر"}}}, f.Kinds()); diff != "" {
		t.Errorf("a form without the question is its own kind:\n%s", diff)
	}
	f.Nodes = []*Node{{Kind: Question, Name: "kind", Path: []string{"data", "kind"}, Type: SelectOne, List: "kinds"}}
	f.link()
	if diff := cmp.Diff([]Named{{"dry", map[string]string{"fr": "À sec", "ar": "جاف"}}}, f.Kinds()); diff != "" {
		t.Errorf("its choices are the kinds:\n%s", diff)
	}
}

package number

import (
	"os"
	"slices"
	"strings"
	"testing"

	"wasl/internal/community/person"
)

// The programme's logframe stands on the names of docs/numbers.md.
func TestTheNamesOfThisPageAreThoseOfTheCode(t *testing.T) {
	page, err := os.ReadFile("../../../docs/numbers.md")
	if err != nil {
		t.Fatal(err)
	}
	var indicators []string
	groups := map[string][]string{}
	for line := range strings.Lines(string(page)) {
		cells := strings.Split(line, "|")
		if len(cells) < 4 || !strings.HasPrefix(strings.TrimSpace(cells[1]), "`") {
			continue
		}
		name := strings.Trim(cells[1], " `")
		if len(cells) == 5 {
			indicators = append(indicators, name)
			continue
		}
		groups[name] = strings.Fields(strings.ReplaceAll(cells[2], "`", ""))
	}
	if !slices.Equal(indicators, Indicators()) {
		t.Errorf("the page has %q, the code %q", indicators, Indicators())
	}
	for name, want := range map[string][]string{"sex": sexes, "band": bands, "community": communities, "disability": disability} {
		if !slices.Equal(groups[name], want) {
			t.Errorf("%s: the page has %q, the code %q", name, groups[name], want)
		}
	}
	for _, c := range columns {
		if !strings.Contains(string(page), "`"+c.name+"`") {
			t.Errorf("the page does not name the column %s", c.name)
		}
	}
}

// What the register knows of a person has a group, so that nobody falls under unsaid
// who said something.
func TestEveryAnswerOfTheRegisterHasAGroup(t *testing.T) {
	has := func(values []string, v string) {
		if !slices.Contains(values, v) {
			t.Errorf("%q has no group", v)
		}
	}
	for _, v := range person.Sexes {
		has(sexes, string(v))
	}
	for _, v := range person.Bands {
		has(bands, string(v))
	}
	for _, v := range person.Communities {
		has(communities, string(v))
	}
	for _, v := range person.Disabilities {
		has(disability, string(v))
	}
}

package notice

import (
	"strings"
	"testing"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
)

var attack = Brief{
	ID: record.IDOf("alert"), Number: 12, Urgency: report.Now, Needed: true, Due: time.Date(2026, 11, 24, 22, 10, 0, 0, time.UTC),
	Kind:  lang.Text{lang.French: "Attaque armée", lang.Arabic: "هجوم مسلح", lang.English: "Armed attack"},
	Place: lang.Text{lang.French: "Bassikounou", lang.Arabic: "باسكنو"},
}

func TestWhatIsSaid(t *testing.T) {
	soon, drill, hidden := attack, attack, attack
	soon.Urgency, soon.Number = report.Soon, 9
	drill.Exercise = true
	hidden.Kind, hidden.Place = nil, nil
	for name, c := range map[string]struct {
		l    lang.Language
		c    Channel
		ns   []note
		want string
	}{
		"French SMS":        {lang.French, SMS, []note{{Brief: attack, why: Raised}}, "wasl URGENT: alerte no 12, Attaque armée, Bassikounou"},
		"Arabic SMS":        {lang.Arabic, SMS, []note{{Brief: attack, why: Raised}}, "وصل عاجل: تنبيه رقم 12، هجوم مسلح، باسكنو"},
		"English SMS":       {lang.English, SMS, []note{{Brief: soon, why: Reminder}}, "wasl: reminder no 9, Armed attack, Bassikounou"},
		"an exercise":       {lang.Arabic, SMS, []note{{Brief: drill, why: Climbed}}, "وصل تمرين عاجل: تنبيه بلا رد رقم 12، هجوم مسلح، باسكنو"},
		"two":               {lang.Arabic, SMS, []note{{Brief: attack, why: Raised}, {Brief: soon, why: Raised}}, "وصل عاجل: تنبيهان، أولها تنبيه رقم 12، هجوم مسلح، باسكنو"},
		"eleven":            {lang.Arabic, SMS, many(11), "وصل عاجل: 11 تنبيها، أولها تنبيه رقم 12، هجوم مسلح، باسكنو"},
		"a hundred":         {lang.French, SMS, many(100), "wasl URGENT: 100 alertes, d'abord alerte no 12, Attaque armée, Bassikounou"},
		"closely held":      {lang.French, SMS, []note{{Brief: hidden, why: Climbed}}, "wasl URGENT: alerte sans réponse no 12"},
		"real among drills": {lang.English, SMS, []note{{Brief: attack, why: Raised}, {Brief: drill, why: Raised}}, "wasl URGENT: 2 alerts, first alert no 12, Armed attack, Bassikounou"},
		"a letter":          {lang.French, Mail, []note{{Brief: attack, why: Raised}}, "alerte no 12, Attaque armée, Bassikounou\n\nConnectez-vous à wasl pour la lire et y répondre. Sans réponse, elle monte à 22:10."},
		"a push":            {lang.Arabic, Push, []note{{Brief: attack, why: Raised}, {Brief: soon, why: Reminder}}, "تنبيه رقم 12، هجوم مسلح، باسكنو\nتذكير رقم 9، هجوم مسلح، باسكنو"},
	} {
		if _, got := compose(c.l, c.c, c.ns, time.UTC); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func many(n int) (ns []note) {
	for range n {
		ns = append(ns, note{Brief: attack, why: Raised})
	}
	return ns
}

// However long names are, a message is one SMS with its number in it, and cuts no
// letter in two.
func TestAnSMSFits(t *testing.T) {
	for _, l := range lang.All() {
		for _, count := range []int{1, 2, 7, 40, 1234} {
			for why := range said[l].why {
				for _, long := range []int{1, 5, 12, 30, 80, 200} {
					n := attack
					n.Number = 123456
					n.Kind, n.Place = lang.Text{l: strings.Repeat("ه", long)}, lang.Text{l: strings.Repeat("é", long)}
					ns := many(count)
					ns[0] = note{Brief: n, why: why}
					_, text := compose(l, SMS, ns, time.UTC)
					if !fits(text) || !strings.Contains(text, "123456") || strings.Contains(text, "\uFFFD") {
						t.Errorf("%s %d %s %d: %q", l, count, why, long, text)
					}
				}
			}
		}
	}
	for text, want := range map[string]bool{strings.Repeat("é", 160): true, strings.Repeat("e", 161): false, strings.Repeat("ه", 70): true, strings.Repeat("ه", 71): false, strings.Repeat("😀", 35): true, strings.Repeat("😀", 36): false} {
		if fits(text) != want {
			t.Errorf("%d letters like %q: %v", len([]rune(text)), []rune(text)[0], !want)
		}
	}
}

func TestThePressingComesFirst(t *testing.T) {
	a, b, c := attack, attack, attack
	a.Urgency, a.Number, b.Number, c.Number = report.Routine, 1, 8, 3
	ns := []note{{Brief: a, why: Raised}, {Brief: b, why: Raised}, {Brief: c, why: Raised}}
	order(ns)
	if ns[0].Number != 3 || ns[1].Number != 8 || ns[2].Number != 1 {
		t.Errorf("%v %v %v", ns[0].Number, ns[1].Number, ns[2].Number)
	}
}

// Every language says everything.
func TestEveryLanguageSaysEverything(t *testing.T) {
	for _, l := range lang.All() {
		w := said[l]
		for _, why := range []Why{Raised, Reminder, Climbed, Joined, Handed, Reopened} {
			if w.why[why] == "" {
				t.Errorf("%s does not say %s", l, why)
			}
		}
		for _, s := range []string{w.urgent, w.exercise, w.number, w.first, w.signIn, w.climbs, w.code, w.many[lang.Other]} {
			if s == "" {
				t.Errorf("%s lacks a word", l)
			}
		}
		if code := strings.Replace(w.code, "{0}", "123456", 1); !fits(code) {
			t.Errorf("the code is no SMS in %s: %q", l, code)
		}
	}
}

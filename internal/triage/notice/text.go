package notice

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf16"

	"wasl/internal/base/lang"
	"wasl/internal/collect/report"
)

// What a message of one part holds: letters of GSM 03.38, or UTF-16 units of any
// script. In parts it costs twice and arrives less surely.
const (
	gsmLetters = 160
	anyLetters = 70
)

// words are what the node says in a message.
type words struct {
	urgent, exercise, number, comma string
	why                             map[Why]string
	many                            lang.Forms // so many wait
	first                           string     // of which the first is
	signIn, climbs, code            string
}

var said = map[lang.Language]words{
	lang.French: {
		urgent: "URGENT", exercise: "EXERCICE", number: "no {0}", comma: ", ",
		why: map[Why]string{
			Raised: "alerte", Reminder: "rappel", Climbed: "alerte sans réponse", Joined: "nouveau signalement", Handed: "alerte à reprendre", Reopened: "alerte rouverte",
		},
		many:   lang.Forms{lang.One: "{0} alerte", lang.Other: "{0} alertes"},
		first:  "d'abord",
		signIn: "Connectez-vous à wasl pour la lire et y répondre.", climbs: "Sans réponse, elle monte à {0}.",
		code: "wasl: votre code est {0}. Il vaut 15 minutes.",
	},
	lang.Arabic: {
		urgent: "عاجل", exercise: "تمرين", number: "رقم {0}", comma: "، ",
		why: map[Why]string{
			Raised: "تنبيه", Reminder: "تذكير", Climbed: "تنبيه بلا رد", Joined: "بلاغ جديد", Handed: "تنبيه لتسلمه", Reopened: "تنبيه أعيد فتحه",
		},
		many: lang.Forms{
			lang.One: "تنبيه واحد", lang.Two: "تنبيهان", lang.Few: "{0} تنبيهات", lang.Many: "{0} تنبيها", lang.Other: "{0} تنبيه",
		},
		first:  "أولها",
		signIn: "ادخل إلى وصل لقراءته والرد عليه.", climbs: "إن لم يرد عليه أحد صعد في {0}.",
		code: "وصل: رمزك {0}، وهو صالح 15 دقيقة.",
	},
	lang.English: {
		urgent: "URGENT", exercise: "EXERCISE", number: "no {0}", comma: ", ",
		why: map[Why]string{
			Raised: "alert", Reminder: "reminder", Climbed: "unanswered alert", Joined: "new report", Handed: "alert to take over", Reopened: "alert reopened",
		},
		many:   lang.Forms{lang.One: "{0} alert", lang.Other: "{0} alerts"},
		first:  "first",
		signIn: "Sign in to wasl to read and answer it.", climbs: "Unanswered, it climbs at {0}.",
		code: "wasl: your code is {0}. It is good for 15 minutes.",
	},
}

func wordsOf(l lang.Language) words {
	if w, ok := said[l]; ok {
		return w
	}
	return said[lang.French]
}

// note is one alert and why a recipient hears of it.
type note struct {
	Brief
	why Why
	row row
}

// order puts the most pressing first, and among those the oldest.
func order(ns []note) {
	slices.SortStableFunc(ns, func(a, b note) int {
		return cmp.Or(cmp.Compare(a.Urgency.Rank(), b.Urgency.Rank()), cmp.Compare(a.Number, b.Number))
	})
}

// compose makes one message of all that a recipient is to hear. ns is in order.
func compose(l lang.Language, c Channel, ns []note, zone *time.Location) (title, text string) {
	w := wordsOf(l)
	title = headline(w, l, ns)
	switch c {
	case SMS:
		return title, squeeze(w, l, ns)
	case Mail:
		return title, letter(w, l, ns, zone)
	case Push, Webhook:
	}
	return title, strings.Join(lines(w, l, ns, 4), "\n")
}

// headline is the subject of a letter: "wasl URGENT: alerte no 12, Attaque, Bassikounou".
func headline(w words, l lang.Language, ns []note) string {
	return opening(w, l, ns) + rest(w, ns[0], l)
}

// opening is how every message begins: whose it is, how pressing, how many.
func opening(w words, l lang.Language, ns []note) string {
	name := "wasl"
	if l == lang.Arabic {
		name = "وصل"
	}
	if exercise(ns) {
		name += " " + w.exercise
	}
	if ns[0].Urgency == report.Now {
		name += " " + w.urgent
	}
	if len(ns) > 1 {
		return name + ": " + lang.Count(l, len(ns), w.many) + w.comma + w.first + " "
	}
	return name + ": "
}

// rest tells of one alert: what it is, its number, what happened and where.
func rest(w words, n note, l lang.Language) string {
	text := w.why[n.why] + " " + strings.Replace(w.number, "{0}", fmt.Sprint(n.Number), 1)
	if k := n.Kind.In(l); k != "" {
		text += w.comma + k
	}
	if p := n.Place.In(l); p != "" {
		text += w.comma + p
	}
	return text
}

// exercise tells whether all of it is one: a real alert among exercises is real.
func exercise(ns []note) bool {
	return !slices.ContainsFunc(ns, func(n note) bool { return !n.Exercise })
}

// squeeze makes the message that fits one SMS. What must be in it is how pressing
// it is and its number; the kind and the place are cut short.
func squeeze(w words, l lang.Language, ns []note) string {
	n := ns[0]
	text := headline(w, l, ns)
	for !fits(text) && (len(n.Kind) > 0 || len(n.Place) > 0) {
		k, p := []rune(n.Kind.In(l)), []rune(n.Place.In(l))
		if len(k) >= len(p) {
			n.Kind = cut(l, k)
		} else {
			n.Place = cut(l, p)
		}
		text = opening(w, l, ns) + rest(w, n, l)
	}
	return text
}

// cut takes a letter off the end, and leaves nothing of what would be too short to be read.
func cut(l lang.Language, s []rune) lang.Text {
	if len(s) <= 4 {
		return nil
	}
	return lang.Text{l: strings.TrimRight(string(s[:len(s)-2]), " .،,") + "."}
}

// fits tells whether a text is one SMS.
func fits(text string) bool {
	if IsGSM(text) {
		return len([]rune(text)) <= gsmLetters
	}
	return len(utf16.Encode([]rune(text))) <= anyLetters
}

// IsGSM tells whether the letters of GSM 03.38 say a text, each in one place.
func IsGSM(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return !strings.ContainsRune(gsm, r) })
}

// gsm are the letters of GSM 03.38 that take one place.
const gsm = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"

// maxLines bounds the alerts that a letter lists: whoever has more reads them in
// the console.
const maxLines = 20

func lines(w words, l lang.Language, ns []note, most int) (out []string) {
	for _, n := range ns[:min(len(ns), most)] {
		line := rest(w, n, l)
		if n.Exercise {
			line = w.exercise + ": " + line
		}
		out = append(out, line)
	}
	if len(ns) > most {
		out = append(out, "…")
	}
	return out
}

func letter(w words, l lang.Language, ns []note, zone *time.Location) string {
	var b strings.Builder
	for _, line := range lines(w, l, ns, maxLines) {
		b.WriteString(line + "\n")
	}
	b.WriteString("\n" + w.signIn)
	if due := ns[0].Due; !due.IsZero() && len(ns) == 1 {
		b.WriteString(" " + strings.Replace(w.climbs, "{0}", due.In(zone).Format("15:04"), 1))
	}
	return b.String()
}

package public

import (
	"wasl/internal/base/lang"
	"wasl/internal/community/feedback"
)

func kindLabel(l lang.Language, k feedback.Kind) string {
	switch k {
	case feedback.OfStaff:
		return lang.Say(l, "public.listen.kind.staff", "Somebody who works here: asks for money or for sex, threatens, hurts, steals")
	case feedback.OfHelp:
		return lang.Say(l, "public.listen.kind.help", "Help: who gets it, and who does not")
	case feedback.OfActivity:
		return lang.Say(l, "public.listen.kind.activity", "A training, a caravan, a meeting")
	case feedback.Thanks:
		return lang.Say(l, "public.listen.kind.thanks", "Thanks")
	default:
		return lang.Say(l, "public.listen.kind.other", "Something else")
	}
}

func stateLabel(l lang.Language, s feedback.State) string {
	switch s {
	case feedback.Answered:
		return lang.Say(l, "public.listen.state.answered", "You were answered.")
	case feedback.Closed:
		return lang.Say(l, "public.listen.state.closed", "It is closed. If it goes on, write a word: it is opened again.")
	default:
		return lang.Say(l, "public.listen.state.waiting", "It is here. Nobody has answered yet: come back in a few days.")
	}
}

func listenLabels(l lang.Language) map[string]string {
	return map[string]string{
		"intro":    lang.Say(l, "public.listen.intro", "Say it in your own words. We do not ask who you are. It costs you no help, whatever you say."),
		"about":    lang.Say(l, "public.listen.about", "What is it about?"),
		"staff":    lang.Say(l, "public.listen.staff", "If it is about somebody who works here"),
		"sealed":   lang.Say(l, "public.listen.sealed", "Then only the person for safeguarding reads it: no chief, no trainer, nobody whom it is about. You have an answer within three days."),
		"keep":     lang.Say(l, "public.listen.keep", "Who must not read it? A name, if you know it"),
		"reader":   lang.Say(l, "public.listen.reader", "It is about somebody who reads such complaints"),
		"nobody":   lang.Say(l, "public.listen.nobody", "At this moment nobody here is there for such complaints. What you write is kept sealed until somebody is. Do not wait for it:"),
		"else":     lang.Say(l, "public.listen.else", "Whom else you can go to"),
		"elseText": lang.Say(l, "public.listen.else.text", "A doctor or a midwife, the protection office of the United Nations or of an organisation that you trust, a lawyer, the police of another place, the prosecutor. Whoever was hurt finds a doctor within 72 hours: much can still be prevented then. Bring somebody whom you trust."),
		"where":    lang.Say(l, "public.listen.where", "Where was it? You need not say"),
		"text":     lang.Say(l, "public.listen.text", "What happened?"),
		"send":     lang.Say(l, "public.listen.send", "Send"),
		"received": lang.Say(l, "public.listen.received", "It has arrived. Your number:"),
		"note":     lang.Say(l, "public.listen.note", "Write this number down where only you find it, as if it were a telephone number. With it you read the answer here and add a word. Without it nobody can find what you sent: not even we."),
		"trace":    lang.Say(l, "public.listen.trace", "If others use this telephone: close this page now and delete it from the history."),
		"back":     lang.Say(l, "public.listen.back", "Do you have a number already?"),
		"number":   lang.Say(l, "public.listen.number", "The twelve digits"),
		"look":     lang.Say(l, "public.listen.look", "Read the answer"),
		"you":      lang.Say(l, "public.listen.you", "You"),
		"word":     lang.Say(l, "public.listen.word", "Add a word"),
		"added":    lang.Say(l, "public.listen.added", "It was added."),
		"new":      lang.Say(l, "public.listen.new", "Write something new"),
		"answers":  lang.Say(l, "public.listen.answers", "What is true: answers to what is rumoured"),
		"leave":    lang.Say(l, "public.listen.leave", "Leave this page"),
		"none":     lang.Say(l, "public.listen.none", "No words yet."),
	}
}

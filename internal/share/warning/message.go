package warning

import (
	"strconv"
	"strings"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/share/cap"
)

// Author is whose word it is when the node itself acts on a warning.
var Author = record.IDOf("wasl/warning")

// Sender is how a node's messages name it: the same for ever, wherever it is
// reached.
func Sender(node record.ID) string { return "urn:uuid:" + node.String() }

// messageID is the identifier of a warning's n-th message.
func messageID(warning record.ID, n int) record.ID {
	return warning.Derive("message " + strconv.Itoa(n))
}

// maxMessages bounds how often a warning is given out anew: it refers to all that
// went before.
const maxMessages = 60

// message writes what a proposal says to the public as CAP has it.
func (s *Service) message(w *Warning, p *Proposal, earlier []cap.Reference, now time.Time) *cap.Alert {
	a := &cap.Alert{
		Identifier: messageID(w.ID, w.Messages+1).String(), Sender: Sender(s.opt.Node), Sent: now.UTC().Truncate(time.Second), Status: s.status(&p.Content),
		MsgType: map[Act]cap.MsgType{Publish: cap.First, Update: cap.Update, Cancel: cap.Cancel}[p.Act], Scope: cap.Public, References: earlier,
	}
	for _, l := range []lang.Language{lang.French, lang.Arabic, lang.English} {
		if words, ok := p.Content.Texts[l]; ok {
			a.Infos = append(a.Infos, s.info(p, l, words, a.Sent))
		}
	}
	return a
}

// status: what a demo makes up is a test, so that no program takes it for true.
func (s *Service) status(c *Content) cap.Status {
	switch {
	case s.opt.Demo:
		return cap.Test
	case c.Exercise:
		return cap.Exercise
	}
	return cap.Actual
}

func (s *Service) info(p *Proposal, l lang.Language, words Words, sent time.Time) cap.Info {
	c := &p.Content
	e, _ := EventOf(c.Event)
	in := cap.Info{
		Language: string(l), Categories: e.Categories, Event: e.Text.In(l), Urgency: c.Urgency, Severity: c.Severity, Certainty: c.Certainty,
		Effective: sent, Onset: c.Onset, Expires: c.Expires, SenderName: strings.TrimSpace(s.opt.Name.In(l)), Headline: words.Headline, Description: words.Description,
		Instruction: words.Instruction, Contact: c.Contact, Areas: s.areaOf(c, l),
	}
	if s.opt.Page != "" {
		in.Web = s.opt.Page + "?lang=" + string(l)
	}
	if c.Response != "" {
		in.Responses = []string{c.Response}
	}
	if p.Act == Cancel {
		in.Urgency, in.Responses = "Past", []string{"AllClear"}
		in.Headline = lang.Say(l, "warning.cancel.headline", "No longer in force: {0}", words.Headline)
		in.Instruction = lang.Say(l, "warning.cancel.instruction", "This warning has been withdrawn. Nothing needs to be done because of it any more.")
	}
	return in
}

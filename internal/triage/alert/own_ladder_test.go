package alert

import (
	"strings"
	"testing"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/triage/notice"
)

// owned is a watch over attacks whose ladder names fatou first, then the wilaya.
func owned(n *net, change func(*Watch)) Watch {
	w := n.watch(Rule{Look: Reports, Kinds: []string{"attack"}}, func(w *Watch) {
		w.Unit, w.Urgency = at("COM"), report.Soon
		w.Ladder = []Step{{Minutes: 20, Owner: who("fatou"), Channels: []notice.Channel{notice.SMS}}, {Unit: at("WIL"), Minutes: 30}}
		if change != nil {
			change(w)
		}
	})
	n.ok(n.Switch(n.t.Context(), n.actor("wali"), w.ID, true, "attaques récentes", 0))
	return w
}

func soon(in *report.Incoming) { in.Body.Urgency = report.Soon }

func TestALadderNamesWhoIsToAnswerFirst(t *testing.T) {
	n := newNet(t)
	n.phone("ali", "+22245123401")
	n.phone("fatou", "+22245123402")
	owned(n, nil)
	n.send(soon)
	n.follow()
	a := n.one()
	if a.First != who("fatou") || len(a.Others) != 1 || a.Others[0] != who("ali") || len(a.Levels) != 2 || a.Levels[1].Unit != at("WIL") {
		t.Fatalf("%+v", a)
	}
	if took := n.gates[notice.SMS].took; len(took) != 1 || took[0].To != "+22245123402" {
		t.Errorf("%+v", took)
	}
	n.pass(21 * time.Minute)
	if got := n.course(a.ID); got != "raise, level 0 raised, remind, level 1 late" {
		t.Error(got)
	}
}

// Whoever the ladder names left the network: those on duty answer, and the alert
// says so. Where nobody is left it goes on at once.
func TestTheOwnerOfALevelLeft(t *testing.T) {
	n := newNet(t)
	owned(n, nil)
	delete(n.people, who("fatou"))
	n.send(soon)
	n.follow()
	a := n.one()
	if !a.First.Zero() || len(a.Others) != 1 || a.Others[0] != who("ali") {
		t.Errorf("%+v", a)
	}
	w, err := n.Open(t.Context(), n.actor("wali"), a.ID)
	n.ok(err)
	if c := w.History[1].Call; c == nil || len(c.Left) != 1 || c.Left[0] != who("fatou") {
		t.Errorf("%+v", w.History[1])
	}
	delete(n.people, who("ali"))
	n.pass(2 * time.Minute)
	if a = n.one(); a.Level != 1 || !strings.HasSuffix(n.course(a.ID), "level 1 left") {
		t.Errorf("level %d: %s", a.Level, n.course(a.ID))
	}
	ws, _, err := n.Watches(t.Context(), n.actor("wali"))
	n.ok(err)
	for _, w := range ws {
		if len(w.Ladder) > 0 {
			n.refused("alert.ladder.owner", n.Put(t.Context(), n.actor("wali"), w))
		}
	}
}

// Nobody is named who could not see the alert: the level would wait for nothing.
func TestALadderNamesNobodyWhoCouldNotAnswer(t *testing.T) {
	n := newNet(t)
	for _, name := range []string{"other", "admin", "oversight"} {
		w := Watch{
			ID: record.IDOf(name), Unit: at("COM"), Name: watchOf(Rule{}).Name, Urgency: report.Soon, Rule: Rule{Look: Reports, Kinds: []string{"attack"}},
			Ladder: []Step{{Minutes: 5, Owner: who(name)}},
		}
		n.refused("alert.ladder.owner", n.Put(t.Context(), n.actor("wali"), w))
	}
}

// By the ways that the ladder says; who has none of them hears by what there is.
func TestALadderSaysByWhichWays(t *testing.T) {
	n := newNet(t)
	n.phone("ali", "+22245123401")
	n.phone("fatou", "+22245123402")
	c, err := n.notices.Add(t.Context(), who("ali"), notice.Mail, "ali@example.org")
	n.ok(err)
	code := n.gates[notice.Mail].took[0].Text
	i := strings.IndexFunc(code, func(r rune) bool { return r >= '0' && r <= '9' })
	n.ok(n.notices.Verify(t.Context(), who("ali"), c.ID, code[i:i+6]))
	n.gates[notice.Mail].took = nil
	owned(n, func(w *Watch) {
		w.Ladder = []Step{{Minutes: 20, Channels: []notice.Channel{notice.Mail, notice.Push}}}
	})
	n.send(soon)
	n.follow()
	if sms, mail := n.gates[notice.SMS].took, n.gates[notice.Mail].took; len(mail) != 1 || len(sms) != 1 || sms[0].To != "+22245123402" {
		t.Errorf("mail %+v, SMS %+v", mail, sms)
	}
}

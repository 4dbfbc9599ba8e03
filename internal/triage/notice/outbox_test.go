package notice

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/ledger/ledgertest"
	"wasl/internal/keep/store"
)

func TestWhatCannotWaitGoesByEveryWay(t *testing.T) {
	o := newOffice(t)
	o.reach(ali, SMS, "45 12 34 56")
	o.reach(ali, Mail, "ali@example.org")
	now, soon := o.alert(report.Now, ali), o.alert(report.Soon, ali)
	if got := o.states(now); got != "mail waiting, sms waiting" {
		t.Error(got)
	}
	if got := o.states(soon); got != "sms waiting" {
		t.Error(got)
	}
	o.tick(SMS, Mail)
	sms, mail := o.gates[SMS].messages(), o.gates[Mail].messages()
	if len(sms) != 1 || sms[0].To != "+22245123456" || sms[0].Text != "وصل عاجل: تنبيهان، أولها تنبيه رقم 1، هجوم مسلح، باسكنو" || len(sms[0].About) != 2 {
		t.Errorf("%+v", sms)
	}
	if len(mail) != 1 || mail[0].To != "ali@example.org" || !strings.HasPrefix(mail[0].Title, "وصل عاجل: تنبيه رقم 1") {
		t.Errorf("%+v", mail)
	}
	if got := o.states(now); got != "mail sent, sms sent" {
		t.Error(got)
	}
	ns, err := o.Of(t.Context(), soon)
	if o.ok(err); len(ns) != 1 || ns[0].Text != sms[0].Text || !ns[0].Sent.Equal(o.now) {
		t.Errorf("what was sent is not what stands at the alert: %+v", ns)
	}
	o.tick(SMS, Mail)
	if len(o.gates[SMS].messages()) != 1 {
		t.Error("sent twice")
	}
}

// A gateway is down for a day. Alerts are raised all the while, and reminded of.
// When it answers again each recipient gets one message that tells of all, and
// nothing is lost.
func TestAGatewayThatIsDownForADay(t *testing.T) {
	o := newOffice(t)
	o.reach(ali, SMS, "+22245123456")
	o.reach(sidi, SMS, "+22246123456")
	g := o.gates[SMS]
	g.fail = down
	var alerts []record.ID
	for range 24 {
		for range 4 {
			alerts = append(alerts, o.alert(report.Now, ali, sidi))
		}
		o.pass(30*time.Minute, SMS)
		o.wish(alerts[len(alerts)-1], "remind", Reminder, ali, sidi)
		o.pass(30*time.Minute, SMS)
	}
	if len(g.took) != 0 || g.asked > 400 || g.asked < 100 {
		t.Fatalf("%d went, it was asked %d times in a day", len(g.took), g.asked)
	}
	// Somebody answered one of them at the console meanwhile.
	answered := o.alerts[alerts[0]]
	answered.Needed = false
	o.alerts[alerts[0]] = answered
	g.fail = nil
	o.pass(12*time.Minute, SMS)
	took := g.messages()
	if len(took) != 2 {
		t.Fatalf("%d messages after a day", len(took))
	}
	for _, m := range took {
		if len(m.About) != 95 || !strings.Contains(m.Text, "95") {
			t.Errorf("%s tells of %d", m.Text, len(m.About))
		}
	}
	for i, id := range alerts {
		want := "sms sent, sms sent"
		if i == 0 {
			want = "sms withdrawn no_need, sms withdrawn no_need"
		}
		if got := o.states(id); got != want {
			t.Fatalf("alert %d: %s, want %s", i, got, want)
		}
	}
}

// A hundred alerts of one minute are not a hundred messages, and life at risk is
// told first.
func TestManyAlertsAreFewMessages(t *testing.T) {
	o := newOffice(t)
	o.reach(ali, SMS, "+22245123456")
	for range 40 {
		o.alert(report.Routine, ali)
	}
	o.tick(SMS)
	for range 60 {
		o.alert(report.Soon, ali)
		o.now = o.now.Add(time.Second)
		o.tick(SMS)
	}
	if n := len(o.gates[SMS].messages()); n != 1 {
		t.Fatalf("%d messages", n)
	}
	o.alert(report.Now, ali)
	o.tick(SMS) // at once, whatever was sent before
	took := o.gates[SMS].messages()
	if len(took) != 2 || took[1].Urgency != report.Now || len(took[1].About) != 61 || took[1].About[0].Number != 101 {
		t.Fatalf("%d messages, the last %+v", len(took), took[len(took)-1].Text)
	}
	for range 30 {
		o.alert(report.Now, ali)
		o.now = o.now.Add(time.Second)
		o.tick(SMS)
	}
	o.pass(2*time.Minute, SMS)
	if n := len(o.gates[SMS].messages()); n != 3 {
		t.Errorf("%d messages", n)
	}
}

func TestAnAddressThatWillNotDo(t *testing.T) {
	o := newOffice(t)
	nobody := record.IDOf("nobody")
	if got := o.states(o.alert(report.Now, nobody)); got != "failed no_address" {
		t.Error(got)
	}
	o.reach(ali, SMS, "+22245123456")
	o.reach(ali, Mail, "ali@example.org")
	o.gates[SMS].fail = func(Message) error { return &fault.Error{Kind: fault.Invalid, Op: "test"} }
	id := o.alert(report.Soon, ali)
	o.tick(SMS)
	if got := o.states(id); got != "mail waiting, sms failed refused" {
		t.Errorf("the next way is not tried: %s", got)
	}
	o.tick(Mail)
	if got := o.states(id); got != "mail sent, sms failed refused" {
		t.Error(got)
	}
	// It is no fault of the gateway.
	if h := o.couriers[SMS].gateway; h.fails != 0 {
		t.Errorf("%+v", h)
	}
}

// A browser that subscribed no more is forgotten.
func TestASubscriptionThatIsGone(t *testing.T) {
	o := newOffice(t)
	o.reach(ali, Push, subscription("https://push.example.org/a"))
	o.reach(ali, Push, subscription("https://push.example.org/b"))
	o.gates[Push].fail = func(m Message) error {
		if strings.Contains(m.To, "/a") {
			return &fault.Error{Kind: fault.Missing, Op: "test"}
		}
		return nil
	}
	id := o.alert(report.Now, ali)
	o.tick(Push)
	mine, err := o.Mine(t.Context(), ali)
	if o.ok(err); len(mine) != 1 || o.states(id) != "push sent" {
		t.Errorf("%+v, %s", mine, o.states(id))
	}
}

func subscription(endpoint string) string {
	return fmt.Sprintf(`{"endpoint":%q,"keys":{"p256dh":%q,"auth":"AAAAAAAAAAAAAAAAAAAAAA"}}`, endpoint, strings.Repeat("A", 87))
}

// One recipient's mail server hangs; the others get theirs, and it is tried again.
func TestASlowAnswerHoldsUpNobodyElse(t *testing.T) {
	o := newOffice(t)
	o.patience = time.Millisecond
	o.reach(ali, Mail, "ali@example.org")
	o.reach(sidi, Mail, "sidi@example.org")
	g := o.gates[Mail]
	g.fail = func(m Message) error {
		if m.To == "ali@example.org" {
			return errSlow
		}
		return nil
	}
	id := o.alert(report.Now, ali, sidi)
	o.tick(Mail)
	if got := o.states(id); got != "mail sent, mail waiting unanswered" {
		t.Error(got)
	}
	other := o.alert(report.Now, sidi)
	o.pass(70*time.Second, Mail)
	if got := o.states(other); got != "mail sent" {
		t.Error(got)
	}
	g.fail = nil
	o.pass(10*time.Minute, Mail)
	if got := o.states(id); got != "mail sent, mail sent" {
		t.Error(got)
	}
}

// A gateway that takes messages and never delivers them is seen, and a report that
// one did not arrive sends it by the next way.
func TestDeliveryReports(t *testing.T) {
	o := newOffice(t)
	o.reach(ali, SMS, "+22245123456")
	o.reach(ali, Mail, "ali@example.org")
	admin := policy.Actor{ID: record.IDOf("admin"), Unit: root, Roles: []policy.Role{policy.Administrator}}
	lost := o.alert(report.Soon, ali)
	o.tick(SMS)
	o.pass(6*time.Minute, SMS)
	arrived := o.alert(report.Soon, ali)
	o.tick(SMS)
	hs, err := o.Health(t.Context(), admin)
	if o.ok(err); hs[1].Channel != SMS || hs[1].Unheard != 2 || !hs[1].There {
		t.Errorf("%+v", hs[1])
	}
	took := o.gates[SMS].messages()
	for range 2 { // a report that comes twice says nothing new
		o.ok(o.Reported(t.Context(), took[0].ID, false))
		o.ok(o.Reported(t.Context(), took[1].ID, true))
	}
	o.ok(o.Reported(t.Context(), record.IDOf("unknown"), true))
	if got := o.states(lost); got != "mail waiting, sms failed not_arrived" {
		t.Error(got)
	}
	if got := o.states(arrived); got != "sms delivered" {
		t.Error(got)
	}
	o.ok(o.Reported(t.Context(), took[1].ID, false)) // what arrived, arrived
	if got := o.states(arrived); got != "sms delivered" {
		t.Error(got)
	}
	if _, err := o.Health(t.Context(), o.people[ali]); !fault.Is(err, fault.Denied) {
		t.Error(err)
	}
}

// What a gateway took is not sent again, although it could not be written down:
// not while the node runs.
func TestAFullDiskSendsNothingTwice(t *testing.T) {
	o := newOffice(t)
	o.reach(ali, SMS, "+22245123456")
	id := o.alert(report.Now, ali)
	good := o.opt.Ledger
	shut := ledgertest.Open(t, ledgertest.Options(t.TempDir(), o.opt.Clock, Part()))
	o.ok(shut.Close())
	c := o.couriers[SMS]
	letters, err := c.gather(t.Context(), o.now)
	o.ok(err)
	c.deliver(t.Context(), o.gates[SMS], letters, o.now)
	o.opt.Ledger = shut
	for range 5 {
		if err := c.Tick(t.Context(), o.now); err == nil {
			t.Fatal("it was written down")
		}
	}
	o.opt.Ledger = good
	o.tick(SMS)
	if n := len(o.gates[SMS].messages()); n != 1 || o.states(id) != "sms sent" {
		t.Errorf("%d messages, %s", n, o.states(id))
	}
}

// A clock that leaps ten years ahead gives nothing up, and one that is set back a
// day holds nothing up.
func TestAClockThatJumps(t *testing.T) {
	o := newOffice(t)
	o.reach(ali, SMS, "+22245123456")
	g := o.gates[SMS]
	g.fail = down
	id := o.alert(report.Now, ali)
	o.pass(2*time.Minute, SMS)
	o.now = o.now.AddDate(10, 0, 0)
	for range 3 {
		o.tick(SMS)
		o.now = o.now.Add(time.Minute)
	}
	if got := o.states(id); got != "sms waiting unanswered" {
		t.Fatal(got)
	}
	o.pass(time.Minute, SMS)
	o.now = o.now.AddDate(-20, 0, 0)
	g.fail = nil
	o.tick(SMS)
	if got := o.states(id); got != "sms sent" {
		t.Error(got)
	}
}

// After three days and ten tries a notice is given up, and the next way taken.
func TestGivenUp(t *testing.T) {
	o := newOffice(t)
	o.reach(ali, SMS, "+22245123456")
	o.gates[SMS].fail = down
	id := o.alert(report.Soon, ali)
	for range 74 * 60 {
		o.tick(SMS)
		o.now = o.now.Add(time.Minute)
	}
	if got := o.states(id); got != "sms failed late" {
		t.Error(got)
	}
}

func TestQuietHoursHold(t *testing.T) {
	o := newOffice(t)
	o.reach(ali, SMS, "+22245123456")
	id := o.alert(report.Soon)
	b := o.alerts[id]
	_, err := o.opt.Ledger.Write(t.Context(), func(tx *store.Tx) ([]ledger.Draft, error) {
		return o.Drafts(tx, Matter{About: id, Urgency: b.Urgency, Handling: b.Handling}, []Wish{{Step: "0", To: ali, Why: Raised, After: o.now.Add(time.Hour)}})
	})
	o.ok(err)
	o.pass(time.Hour, SMS)
	if got := o.states(id); got != "sms waiting" {
		t.Error(got)
	}
	o.tick(SMS)
	if got := o.states(id); got != "sms sent" {
		t.Error(got)
	}
}

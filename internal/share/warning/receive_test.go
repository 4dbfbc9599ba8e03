package warning

import (
	"strings"
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/share/cap"
)

var day = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

// outsideFile is a message of another authority about the ground around Kaédi.
func outsideFile(t testing.TB, change func(*cap.Alert), by *cap.Signer) []byte {
	t.Helper()
	m := &cap.Alert{
		Identifier: "onm-1", Sender: "meteo@example.mr", Sent: day, Status: cap.Actual, MsgType: cap.First, Scope: cap.Public,
		Infos: []cap.Info{{
			Language: "fr-FR", Categories: []string{"Met"}, Event: "Vent de sable", Urgency: "Immediate", Severity: "Severe", Certainty: "Likely", Headline: "Vent de sable sur le Gorgol",
			Expires: day.Add(48 * time.Hour),
			Areas:   []cap.Area{{Desc: "Gorgol", Polygons: [][]cap.Point{{{Lat: 15.9, Lon: -13.9}, {Lat: 16.5, Lon: -13.9}, {Lat: 16.5, Lon: -13.1}, {Lat: 15.9, Lon: -13.1}, {Lat: 15.9, Lon: -13.9}}}}},
		}},
	}
	if change != nil {
		change(m)
	}
	b, err := cap.Encode(m)
	if err == nil && by != nil {
		b, err = by.Sign(b)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (o *office) bring(change func(*cap.Alert), by *cap.Signer) Outside {
	o.t.Helper()
	got, err := o.Import(o.t.Context(), o.desk, outsideFile(o.t, change, by))
	o.ok(err)
	return o.outsideOne(got.ID)
}

func (o *office) outsideOne(id record.ID) Outside {
	o.t.Helper()
	out, _, err := o.ReceivedOne(o.t.Context(), o.head, id)
	o.ok(err)
	return out
}

func TestAWarningOfOutsideComesInOnce(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	file := outsideFile(t, nil, nil)
	got, err := o.Import(ctx, o.desk, file)
	o.ok(err)
	if !got.New || got.Own {
		t.Errorf("brought in: %+v", got)
	}
	before := o.end()
	// The same message, written in another way.
	again, err := o.Import(ctx, o.other, []byte(strings.ReplaceAll(string(file), "  <", "<")))
	o.ok(err)
	if again.New || again.ID != got.ID || o.end() != before {
		t.Errorf("brought in again: %+v", again)
	}
	one := o.outsideOne(got.ID)
	if one.State(o.clock()) != Holds || one.Seal != cap.Unsigned || one.Known != "" || one.Texts["fr"].Headline != "Vent de sable sur le Gorgol" || one.Texts["fr"].Area != "Gorgol" {
		t.Errorf("shown: %+v", one)
	}
	o.pass(48 * time.Hour)
	if one.State(o.clock()) != Expired {
		t.Error("it holds when its time is over")
	}
	for name, a := range map[string]policy.Actor{"an analyst": o.analyst, "an administrator": o.admin} {
		if _, err := o.Import(ctx, a, file); err == nil {
			t.Errorf("%s brings a warning in", name)
		}
	}
	token := policy.Actor{ID: record.IDOf("token"), Unit: north, Roles: []policy.Role{policy.Reporter}}
	if _, err := o.Import(ctx, token, file); err != nil {
		t.Errorf("a program: %v", err)
	}
}

func TestAnUpdateTakesThePlaceAndACancelEnds(t *testing.T) {
	o := newOffice(t)
	first := o.bring(nil, nil)
	update := o.bring(func(m *cap.Alert) {
		m.References, m.MsgType, m.Identifier, m.Sent = []cap.Reference{m.Ref()}, cap.Update, "onm-2", day.Add(time.Hour)
	}, nil)
	if got := o.outsideOne(first.ID); got.State(o.clock()) != Expired || got.Ended != update.ID || got.How != cap.Update || update.Cause != first.Cause {
		t.Errorf("updated: %+v", got)
	}
	// The cancel comes in before what it takes back.
	third := func(m *cap.Alert) { m.Identifier, m.Sent = "onm-3", day.Add(2*time.Hour) }
	cancel := o.bring(func(m *cap.Alert) {
		third(m)
		m.References, m.MsgType, m.Identifier, m.Sent = []cap.Reference{m.Ref()}, cap.Cancel, "onm-4", day.Add(3*time.Hour)
	}, nil)
	if got := o.bring(third, nil); got.State(o.clock()) != Cancelled || got.Ended != cancel.ID {
		t.Errorf("cancelled before it came: %+v", got)
	}
}

// Nobody takes back another's warning: not another sender, nor somebody without the
// key of what was signed, nor a test.
func TestOnlyItsSenderEndsAWarning(t *testing.T) {
	o := newOffice(t)
	s, err := signer()
	o.ok(err)
	first := o.bring(nil, s)
	cancel := func(id string, change func(*cap.Alert)) func(*cap.Alert) {
		return func(m *cap.Alert) {
			m.References, m.MsgType, m.Identifier, m.Sent = []cap.Reference{m.Ref()}, cap.Cancel, id, day.Add(time.Hour)
			change(m)
		}
	}
	o.bring(cancel("1", func(m *cap.Alert) { m.Sender = "other@example.org" }), s)
	o.bring(cancel("2", func(*cap.Alert) {}), nil)
	o.bring(cancel("3", func(m *cap.Alert) { m.Status = cap.Test }), s)
	if got := o.outsideOne(first.ID); got.State(o.clock()) != Holds {
		t.Errorf("ended by a stranger: %+v", got)
	}
	o.bring(cancel("4", func(*cap.Alert) {}), s)
	if got := o.outsideOne(first.ID); got.State(o.clock()) != Cancelled {
		t.Errorf("not ended by its sender: %+v", got)
	}
}

func TestASenderIsKnownByItsCertificate(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	s, err := signer()
	o.ok(err)
	one := o.bring(nil, s)
	if one.Seal != cap.Sound || one.Known != "" || one.pressing() != today {
		t.Errorf("before anybody knows it: %+v, %d", one, one.pressing())
	}
	known := Known{Fingerprint: strings.ToUpper(s.Fingerprint()), Sender: "meteo@example.mr", Name: "Office météorologique"}
	for name, a := range map[string]policy.Actor{"a desk": o.desk, "a chief below": o.chief, "an administrator": o.admin} {
		if err := o.Trust(ctx, a, known); err == nil {
			t.Errorf("%s says whom to believe", name)
		}
	}
	o.refused(fault.Invalid, "warning.sender.print", "no fingerprint", func() error { return o.Trust(ctx, o.head, Known{Fingerprint: "12", Sender: "s", Name: "n"}) })
	o.refused(fault.Invalid, "warning.sender.name", "no name", func() error { return o.Trust(ctx, o.head, Known{Fingerprint: known.Fingerprint}) })
	o.ok(o.Trust(ctx, o.head, known))
	if one = o.outsideOne(one.ID); one.Known != "Office météorologique" || one.pressing() != atOnce {
		t.Errorf("known: %+v, %d", one, one.pressing())
	}
	stranger := o.bring(func(m *cap.Alert) { m.Sender = "other@example.org" }, s)
	if stranger.Known != "" {
		t.Error("the certificate of one sender makes another one known")
	}
	o.ok(o.Distrust(ctx, o.head, s.Fingerprint()))
	if one = o.outsideOne(one.ID); one.Known != "" {
		t.Error("it is known after it was taken out")
	}
}

func TestWhatComesBackIsRecognised(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	w := o.published("w")
	xml, _, err := o.Message(ctx, w.Message)
	o.ok(err)
	before := o.end()
	got, err := o.Import(ctx, o.other, []byte(xml))
	if err != nil || !got.Own || got.ID != w.ID || o.end() != before {
		t.Errorf("come back: %+v, %v", got, err)
	}
	o.refused(fault.Invalid, "warning.import.forged", "a message in our name", func() error {
		_, err := o.Import(ctx, o.desk, outsideFile(t, func(m *cap.Alert) { m.Sender = Sender(record.IDOf("node")) }, nil))
		return err
	})
	o.refused(fault.Invalid, "warning.import.type", "an answer", func() error {
		_, err := o.Import(ctx, o.desk, outsideFile(t, func(m *cap.Alert) { m.MsgType = cap.Ack }, nil))
		return err
	})
}

func TestTestsAndWhatIsOverWakeNobody(t *testing.T) {
	o := newOffice(t)
	for name, c := range map[string]struct {
		change func(*cap.Alert)
		want   bool
	}{
		"a warning":   {func(*cap.Alert) {}, true},
		"an exercise": {func(m *cap.Alert) { m.Status = cap.Exercise }, false},
		"a test":      {func(m *cap.Alert) { m.Status = cap.Test }, false},
		"a draft":     {func(m *cap.Alert) { m.Status = cap.Draft }, false},
		"over":        {func(m *cap.Alert) { m.Infos[0].Expires = day.Add(time.Minute) }, false},
		"past":        {func(m *cap.Alert) { m.Infos[0].Urgency = "Past" }, false},
		"minor":       {func(m *cap.Alert) { m.Infos[0].Severity = "Minor" }, false},
	} {
		one := o.bring(func(m *cap.Alert) {
			m.Identifier = strings.ReplaceAll(name, " ", "-")
			c.change(m)
		}, nil)
		if got := one.alarming(o.clock()); got != c.want {
			t.Errorf("%s raises alerts: %v", name, got)
		}
	}
}

func TestTheGroundOfAWarningIsFound(t *testing.T) {
	o := newOffice(t)
	for want, areas := range map[string][]cap.Area{
		"MR11":   {{Desc: "x", Circles: []cap.Circle{{Centre: cap.Point{Lat: 16.2, Lon: -13.4}, Radius: 30}}}},
		"MR1":    {{Desc: "x", Geocodes: []cap.Value{{Name: "p-code", Value: "MR1"}}}},
		"MR1111": {{Desc: "x", Circles: []cap.Circle{{Centre: cap.Point{Lat: 16.1, Lon: -13.6}, Radius: 1}}}},
		"":       {{Desc: "x", Circles: []cap.Circle{{Centre: cap.Point{Lat: 45, Lon: -75}, Radius: 50}}}},
	} {
		got := ""
		for _, r := range o.placesIn(areas) {
			got += r.Code
		}
		if got != want {
			t.Errorf("%+v: %q, want %q", areas, got, want)
		}
	}
}

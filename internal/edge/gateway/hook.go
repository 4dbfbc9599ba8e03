package gateway

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/triage/notice"
)

// hooks tell other authorities' programs, signed as Standard Webhooks 1.0.0 says,
// for which every language has a library.
type hooks struct {
	all    map[string]notice.Hook // by id
	client *http.Client
	clock  func() time.Time
}

func newHooks(all []notice.Hook, c *http.Client, clock func() time.Time) *hooks {
	h := &hooks{map[string]notice.Hook{}, c, clock}
	for _, one := range all {
		h.all[one.ID.String()] = one
	}
	return h
}

// Channel is the webhook.
func (h *hooks) Channel() notice.Channel { return notice.Webhook }

// told is what a program reads.
type told struct {
	Type string    `json:"type"` // of the first: alert.raised, alert.climbed, ...
	At   time.Time `json:"timestamp"`
	Data toldData  `json:"data"`
}

type toldData struct {
	Alerts []toldAlert `json:"alerts"` // most pressing first
}

type toldAlert struct {
	ID       record.ID      `json:"id"`
	Number   int64          `json:"number"`
	Urgency  report.Urgency `json:"urgency"`
	State    string         `json:"state"`
	Exercise bool           `json:"exercise,omitempty"`
	Kind     lang.Text      `json:"kind,omitempty"`
	Place    lang.Text      `json:"place,omitempty"`
	Due      *time.Time     `json:"due,omitempty"`
	URL      string         `json:"url,omitempty"`
}

// Send tells a program.
func (h *hooks) Send(ctx context.Context, m notice.Message) (ref string, err error) {
	hook, ok := h.all[m.To]
	if !ok {
		return "", gone()
	}
	body, err := json.Marshal(tell(m, h.clock().UTC()))
	if err != nil {
		return "", err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, hook.URL, bytes.NewReader(body))
	if err != nil {
		return "", refused(err)
	}
	id, at := "msg_"+m.ID.String(), fmt.Sprint(h.clock().Unix())
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Webhook-Id", id)
	r.Header.Set("Webhook-Timestamp", at)
	r.Header.Set("Webhook-Signature", "v1,"+sign(hook.Secret, id, at, body))
	status, said, err := do(h.client, r)
	switch {
	case err != nil:
		return "", err
	case status/100 == 2:
		return id, nil
	}
	return "", offline(fmt.Errorf("it said %d: %s", status, said)) // a program that is put right is told then
}

func tell(m notice.Message, at time.Time) told {
	t := told{Type: "alert." + string(m.Why), At: at}
	for _, b := range m.About {
		a := toldAlert{ID: b.ID, Number: b.Number, Urgency: b.Urgency, State: b.State, Exercise: b.Exercise, Kind: b.Kind, Place: b.Place}
		if !b.Due.IsZero() {
			a.Due = &b.Due
		}
		t.Data.Alerts = append(t.Data.Alerts, a)
	}
	if len(t.Data.Alerts) > 0 {
		t.Data.Alerts[0].URL = m.Link
	} else {
		t.Type = "test"
	}
	return t
}

// sign makes the signature of a message: HMAC-SHA256 over id, time and body. A
// secret is taken as it is written, or as base64 after whsec_.
func sign(secret, id, at string, body []byte) string {
	key := []byte(secret)
	if b, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_")); err == nil && strings.HasPrefix(secret, "whsec_") {
		key = b
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(id + "." + at + "."))
	mac.Write(body)
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

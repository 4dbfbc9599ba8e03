package gateway

import (
	"context"
	"crypto/ecdh"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/SherClockHolmes/webpush-go"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/triage/notice"
)

// push sends to browsers (RFC 8030), sealed to each (RFC 8291): the push service
// reads nothing, and sees one size.
type push struct {
	contact       string
	private, open string
	client        *http.Client
}

func newPush(set notice.PushSettings, c *http.Client) (*push, error) {
	k, err := ecdh.P256().NewPrivateKey(set.Key)
	if err != nil {
		return nil, fmt.Errorf("the key of web push: %w", err)
	}
	raw := base64.RawURLEncoding.EncodeToString
	return &push{strings.TrimPrefix(set.Contact, "mailto:"), raw(k.Bytes()), raw(k.PublicKey().Bytes()), c}, nil
}

// Channel is web push.
func (p *push) Channel() notice.Channel { return notice.Push }

// Time and size of a push message.
const (
	kept    = 24 * time.Hour // for which the push service holds it for a telephone that is off
	oneSize = 2048           // bytes of every message
)

// pushed is what the console's service worker shows.
type pushed struct {
	Title    string        `json:"title"`
	Text     string        `json:"text"`
	Language lang.Language `json:"lang"`
	Urgent   bool          `json:"urgent,omitempty"`
	Alert    record.ID     `json:"alert,omitzero"` // whose page it opens
}

// Send hands a message to the push service of one browser.
func (p *push) Send(ctx context.Context, m notice.Message) (ref string, err error) {
	var sub webpush.Subscription
	if err := json.Unmarshal([]byte(m.To), &sub); err != nil {
		return "", refused(err)
	}
	out := pushed{Title: m.Title, Text: m.Text, Language: m.Language, Urgent: m.Urgency == report.Now}
	if len(m.About) > 0 {
		out.Alert = m.About[0].ID
	}
	b, err := json.Marshal(out)
	if err != nil {
		return "", err
	}
	resp, err := webpush.SendNotificationWithContext(ctx, b, &sub, &webpush.Options{
		HTTPClient: p.client, RecordSize: oneSize, Subscriber: p.contact, TTL: int(kept.Seconds()), Urgency: howSoon(m),
		VAPIDPublicKey: p.open, VAPIDPrivateKey: p.private,
	})
	if err != nil {
		return "", offline(hideURL(err))
	}
	defer resp.Body.Close()
	status, said, err := read(resp)
	switch {
	case err != nil:
		return "", err
	case status/100 == 2:
		return "", nil
	case status == http.StatusNotFound || status == http.StatusGone:
		return "", gone()
	case status == http.StatusBadRequest || status == http.StatusForbidden:
		return "", refused(fmt.Errorf("it said %d: %s", status, said))
	}
	return "", offline(fmt.Errorf("it said %d: %s", status, said))
}

// howSoon tells the push service whether to wake a telephone that sleeps.
func howSoon(m notice.Message) webpush.Urgency {
	switch m.Urgency {
	case report.Now:
		return webpush.UrgencyHigh
	case report.Soon:
		return webpush.UrgencyNormal
	case report.Routine:
	}
	return webpush.UrgencyLow
}

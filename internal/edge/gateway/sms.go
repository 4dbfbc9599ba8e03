package gateway

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/triage/notice"
)

// sms is Kannel's sendsms interface (User's guide 1.4.5, section 12.5), which other
// gateways speak as well.
type sms struct {
	set    notice.SMSSettings
	client *http.Client
}

// Channel is SMS.
func (s *sms) Channel() notice.Channel { return notice.SMS }

// Reports are asked for by a mask: 1 it arrived, 2 it did not, 16 the operator's
// centre refused it.
const (
	arrived  = 1
	notThere = 2
	rejected = 16
)

// lifetime is for how many minutes the operator keeps trying: an alert of yesterday
// is told anew.
const lifetime = 24 * 60

// Send hands a message to the gateway.
func (s *sms) Send(ctx context.Context, m notice.Message) (ref string, err error) {
	q := url.Values{
		"username": {s.set.User}, "password": {s.set.Password}, "to": {m.To}, "text": {m.Text}, "charset": {"UTF-8"}, "coding": {coding(m.Text)},
		"validity": {fmt.Sprint(lifetime)}, "priority": {priority(m)},
	}
	if s.set.From != "" {
		q.Set("from", s.set.From)
	}
	if s.set.Callback != "" {
		q.Set("dlr-mask", fmt.Sprint(arrived|notThere|rejected))
		q.Set("dlr-url", strings.TrimSuffix(s.set.Callback, "/")+ReportPath(m.ID)+"?state=%d")
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.set.URL+"?"+q.Encode(), http.NoBody)
	if err != nil {
		return "", refused(err)
	}
	status, said, err := do(s.client, r)
	switch {
	case err != nil:
		return "", err
	case status/100 == 2 && (strings.HasPrefix(said, "0:") || strings.HasPrefix(said, "3:")): // accepted, or queued
		return said[:2], nil
	case status == http.StatusBadRequest:
		return "", refused(fmt.Errorf("it said %d: %s", status, said))
	}
	return "", offline(fmt.Errorf("it said %d: %s", status, said)) // a wrong password is put right, and nothing is lost
}

// coding is 0 for what the letters of GSM 03.38 say, and 2 (UCS-2) for all else.
func coding(text string) string {
	if notice.IsGSM(text) {
		return "0"
	}
	return "2"
}

func priority(m notice.Message) string {
	if m.Urgency == report.Now {
		return "3"
	}
	return "1"
}

// ReportPath is where the gateway tells what became of a message. Its id is known
// to nobody else: who knows it may tell.
func ReportPath(message record.ID) string {
	return strings.Replace(ReportPattern, "{id}", message.String(), 1)
}

// ReportPattern is where the edge takes such reports in.
const ReportPattern = "/api/v1/gateways/sms/{id}"

// ParseReport reads what became of a message, and false for a word that is none.
func ParseReport(state string) (there, ok bool) {
	switch state {
	case fmt.Sprint(arrived):
		return true, true
	case fmt.Sprint(notThere), fmt.Sprint(rejected):
		return false, true
	}
	return false, false
}

package gateway

import (
	"context"
	"errors"
	"fmt"
	netmail "net/mail"
	"strings"
	"time"

	"github.com/wneessen/go-mail"

	"wasl/internal/base/lang"
	"wasl/internal/collect/report"
	"wasl/internal/triage/notice"
)

// letters sends by a mail server (SMTP, RFC 5321).
type letters struct {
	set    notice.MailSettings
	clock  func() time.Time
	host   string // of the sender's address
	client *mail.Client
}

func newMail(set notice.MailSettings, clock func() time.Time) (*letters, error) {
	from, err := netmail.ParseAddress(set.From)
	if err != nil {
		return nil, err
	}
	_, host, _ := strings.Cut(from.Address, "@")
	opts := []mail.Option{mail.WithPort(set.Port), mail.WithTimeout(connectTime), mail.WithHELO(host), mail.WithoutNoop()}
	switch set.Security {
	case notice.TLS:
		opts = append(opts, mail.WithSSL())
	case notice.StartTLS:
		opts = append(opts, mail.WithTLSPolicy(mail.TLSMandatory))
	case notice.Plain:
		opts = append(opts, mail.WithTLSPolicy(mail.NoTLS))
	}
	if set.User != "" {
		auth := mail.SMTPAuthAutoDiscover
		if set.Security == notice.Plain {
			auth = mail.SMTPAuthPlainNoEnc // the server is on the same machine: the settings say so
		}
		opts = append(opts, mail.WithSMTPAuth(auth), mail.WithUsername(set.User), mail.WithPassword(set.Password))
	}
	c, err := mail.NewClient(set.Host, opts...)
	if err != nil {
		return nil, err
	}
	return &letters{set, clock, host, c}, nil
}

// Channel is e-mail.
func (l *letters) Channel() notice.Channel { return notice.Mail }

// Send hands a letter to the server.
func (l *letters) Send(ctx context.Context, m notice.Message) (ref string, err error) {
	letter, err := l.letter(m)
	if err != nil {
		return "", refused(err)
	}
	conn, err := l.client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return "", offline(err)
	}
	err = l.client.SendWithSMTPClient(conn, letter)
	// What the server took it took: whether it takes leave matters to nobody.
	_ = l.client.CloseWithSMTPClient(conn)
	var failed *mail.SendError
	switch {
	case err == nil:
		return letter.GetMessageID(), nil
	case errors.As(err, &failed) && failed.Reason == mail.ErrSMTPRcptTo && !failed.IsTemp():
		return "", refused(errors.New("the server does not know the recipient: " + failed.EnhancedStatusCode()))
	}
	return "", offline(err)
}

func (l *letters) letter(m notice.Message) (*mail.Msg, error) {
	letter := mail.NewMsg()
	if err := letter.From(l.set.From); err != nil {
		return nil, err
	}
	if err := letter.To(m.To); err != nil {
		return nil, err
	}
	letter.Subject(m.Title)
	letter.SetDateWithValue(l.clock())
	letter.SetMessageIDWithValue(fmt.Sprintf("%s@%s", m.ID, l.host))
	letter.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: nobody's absence answers it
	letter.SetGenHeader("Content-Language", string(m.Language))
	if m.Urgency == report.Now && !m.Exercise {
		letter.SetImportance(mail.ImportanceHigh)
	}
	text := m.Text
	if m.Link != "" {
		text += "\n\n" + m.Link
	}
	if m.Language == lang.Arabic {
		text = rightToLeft + strings.ReplaceAll(text, "\n", "\n"+rightToLeft)
	}
	letter.SetBodyString(mail.TypeTextPlain, text+"\n")
	return letter, nil
}

// rightToLeft begins every line of a letter in Arabic: a plain text has nothing
// else by which a reader knows where its lines begin.
const rightToLeft = "\u200f"

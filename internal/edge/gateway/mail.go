package gateway

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"net/smtp"
	"net/textproto"
	"strconv"
	"strings"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/collect/report"
	"wasl/internal/triage/notice"
)

// letters sends by a mail server (SMTP, RFC 5321). The standard library does it
// whole; the libraries that there are start programs as well.
type letters struct {
	set   notice.MailSettings
	from  *mail.Address
	host  string // of the sender's address
	clock func() time.Time
}

func newMail(set notice.MailSettings, clock func() time.Time) (*letters, error) {
	from, err := mail.ParseAddress(set.From)
	if err != nil {
		return nil, err
	}
	_, host, _ := strings.Cut(from.Address, "@")
	return &letters{set, from, host, clock}, nil
}

// Channel is e-mail.
func (l *letters) Channel() notice.Channel { return notice.Mail }

// Send hands a letter to the server.
func (l *letters) Send(ctx context.Context, m notice.Message) (ref string, err error) {
	to, err := mail.ParseAddress(m.To)
	if err != nil {
		return "", refused(errors.New("this is no address"))
	}
	c, err := l.dial(ctx)
	if err != nil {
		return "", offline(err)
	}
	defer c.Close()
	if err := c.Mail(l.from.Address); err != nil {
		return "", offline(err)
	}
	if err := c.Rcpt(to.Address); err != nil {
		var said *textproto.Error
		if errors.As(err, &said) && said.Code/100 == 5 {
			return "", refused(fmt.Errorf("the server does not know the recipient: %d", said.Code))
		}
		return "", offline(err)
	}
	id := fmt.Sprintf("<%s@%s>", m.ID, l.host)
	if err := l.write(c, to, id, m); err != nil {
		return "", offline(err)
	}
	// What the server took it took: whether it takes leave matters to nobody.
	_ = c.Quit()
	return id, nil
}

// dial connects to the server, secures the line as the settings say and signs in.
// All of it ends with ctx.
func (l *letters) dial(ctx context.Context) (c *smtp.Client, err error) {
	d := &net.Dialer{Timeout: connectTime}
	address := net.JoinHostPort(l.set.Host, strconv.Itoa(l.set.Port))
	secure := &tls.Config{ServerName: l.set.Host, MinVersion: tls.VersionTLS12}
	var conn net.Conn
	if l.set.Security == notice.TLS {
		conn, err = (&tls.Dialer{NetDialer: d, Config: secure}).DialContext(ctx, "tcp", address)
	} else {
		conn, err = d.DialContext(ctx, "tcp", address)
	}
	if err != nil {
		return nil, err
	}
	context.AfterFunc(ctx, func() { _ = conn.Close() }) // what waits for the server waits no more
	if c, err = smtp.NewClient(conn, l.set.Host); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	if err := l.enter(c, secure); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return c, nil
}

func (l *letters) enter(c *smtp.Client, secure *tls.Config) error {
	if err := c.Hello(l.host); err != nil {
		return err
	}
	if l.set.Security == notice.StartTLS {
		if err := c.StartTLS(secure); err != nil {
			return err
		}
	}
	if l.set.User == "" {
		return nil
	}
	// The library gives a password to nobody on a plain line but the machine itself.
	return c.Auth(smtp.PlainAuth("", l.set.User, l.set.Password, l.set.Host))
}

func (l *letters) write(c *smtp.Client, to *mail.Address, id string, m notice.Message) error {
	letter, err := l.letter(to, id, m)
	if err != nil {
		return err
	}
	w, err := c.Data()
	if err != nil {
		return err
	}
	if _, err := w.Write(letter); err != nil {
		return errors.Join(err, w.Close())
	}
	return w.Close()
}

// letter is the message as RFC 5322 writes it.
func (l *letters) letter(to *mail.Address, id string, m notice.Message) ([]byte, error) {
	var b bytes.Buffer
	head := [][2]string{
		{"From", l.from.String()},
		{"To", to.String()},
		{"Subject", mime.QEncoding.Encode("utf-8", m.Title)},
		{"Date", l.clock().Format(time.RFC1123Z)},
		{"Message-ID", id},
		{"Auto-Submitted", "auto-generated"}, // RFC 3834: nobody's absence answers it
		{"Content-Language", string(m.Language)},
		{"MIME-Version", "1.0"},
		{"Content-Type", "text/plain; charset=utf-8"},
		{"Content-Transfer-Encoding", "quoted-printable"},
	}
	if m.Urgency == report.Now && !m.Exercise {
		head = append(head, [2]string{"Importance", "high"})
	}
	for _, h := range head {
		b.WriteString(h[0] + ": " + h[1] + "\r\n")
	}
	b.WriteString("\r\n")
	text := m.Text
	if m.Link != "" {
		text += "\n\n" + m.Link
	}
	if m.Language == lang.Arabic {
		text = rightToLeft + strings.ReplaceAll(text, "\n", "\n"+rightToLeft)
	}
	q := quotedprintable.NewWriter(&b)
	if _, err := q.Write([]byte(strings.ReplaceAll(text, "\n", "\r\n") + "\r\n")); err != nil {
		return nil, err
	}
	return b.Bytes(), q.Close()
}

// rightToLeft begins every line of a letter in Arabic: a plain text has nothing
// else by which a reader knows where its lines begin.
const rightToLeft = "\u200f"

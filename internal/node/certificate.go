package node

import (
	"context"
	"crypto/tls"
	"log/slog"
	"os"
	"sync/atomic"
	"time"

	"wasl/internal/base/fault"
)

// certificate is a certificate of two files, which whoever renews it replaces
// while the node serves.
type certificate struct {
	cert, key string
	now       atomic.Pointer[tls.Certificate]
	read      [2]stamp // of the files that now is of; touched by one goroutine
}

// openCertificate reads a certificate and its key. It faults with Invalid where
// they cannot be read or do not belong together.
func openCertificate(cert, key string) (*certificate, error) {
	c := &certificate{cert: cert, key: key}
	if err := c.load(c.stamps()); err != nil {
		return nil, &fault.Error{
			Kind: fault.Invalid, Op: "node.Serve", Key: "node.certificate.unreadable", Msg: "the certificate {0} and its key cannot be read, or do not belong together",
			Hint: "give files in PEM: the certificate with those that sign it, and its key without a passphrase", Args: []string{cert}, Err: err,
		}
	}
	return c, nil
}

// stamp tells a file from the one that was there before.
type stamp struct {
	changed time.Time
	size    int64
}

func (c *certificate) stamps() (s [2]stamp) {
	for i, name := range []string{c.cert, c.key} {
		if st, err := os.Stat(name); err == nil {
			s[i] = stamp{st.ModTime(), st.Size()}
		}
	}
	return s
}

// load reads the files. What cannot be used is not read again until it changes.
func (c *certificate) load(s [2]stamp) error {
	c.read = s
	pair, err := tls.LoadX509KeyPair(c.cert, c.key)
	if err == nil {
		c.now.Store(&pair)
	}
	return err
}

// renew reads the files again if they changed. Where the new ones cannot be used,
// such as between the writing of one and of the other, the old certificate stays.
func (c *certificate) renew() error {
	if s := c.stamps(); s != c.read {
		return c.load(s)
	}
	return nil
}

// renewEvery is how often the files are looked at.
const renewEvery = time.Minute

// follow renews the certificate now and then until it is told to end.
func (c *certificate) follow(ctx context.Context, log *slog.Logger) (end func()) {
	ctx, stop := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		t := time.NewTicker(renewEvery)
		defer t.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-t.C:
				if err := c.renew(); err != nil {
					log.WarnContext(ctx, "the new certificate cannot be used: the old one goes on to serve", "cause", err.Error())
				}
			}
		}
	}()
	return func() {
		stop()
		<-ended
	}
}

func (c *certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) { return c.now.Load(), nil }

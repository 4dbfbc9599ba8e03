// Package gateway is how notices leave the node: as SMS, e-mail, web push, and to
// other authorities' programs. Each way sends one message and tells what became of
// it; when it is tried again is the outbox's business (triage/notice).
package gateway

import (
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/triage/notice"
)

// Options say what the gateways stand on.
type Options struct {
	Clock func() time.Time
	// Near lets push services lie in networks that are nobody's outside: for tests.
	Near bool
}

// Senders gives the ways out of a node that are set up.
func Senders(opt Options) func(notice.Settings) ([]notice.Sender, error) {
	return func(set notice.Settings) (all []notice.Sender, err error) {
		if set.SMS != nil {
			all = append(all, &sms{*set.SMS, client(anywhere)})
		}
		if set.Mail != nil {
			m, err := newMail(*set.Mail, opt.Clock)
			if err != nil {
				return nil, err
			}
			all = append(all, m)
		}
		if set.Push != nil {
			allow := outside
			if opt.Near {
				allow = anywhere
			}
			p, err := newPush(*set.Push, client(allow))
			if err != nil {
				return nil, err
			}
			all = append(all, p)
		}
		if len(set.Hooks) > 0 {
			all = append(all, newHooks(set.Hooks, client(anywhere), opt.Clock))
		}
		return all, nil
	}
}

// Bounds of what a gateway answers.
const (
	connectTime = 10 * time.Second
	maxAnswer   = 4 << 10 // bytes that are read of it: a line of text
	maxTold     = 200     // bytes of it that the operator reads
)

// client asks gateways. It follows no redirect, which would carry a password to
// another address, and uses no proxy of the environment.
func client(allow func(netip.Addr) bool) *http.Client {
	d := &net.Dialer{Timeout: connectTime, Control: func(_, address string, _ syscall.RawConn) error {
		ap, err := netip.ParseAddrPort(address)
		if err != nil || !allow(ap.Addr().Unmap()) {
			return errInside
		}
		return nil
	}}
	return &http.Client{
		Transport: &http.Transport{
			DialContext: d.DialContext, TLSHandshakeTimeout: connectTime, MaxIdleConnsPerHost: 8, IdleConnTimeout: time.Minute,
			MaxResponseHeaderBytes: 16 << 10, ForceAttemptHTTP2: true,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

var errInside = errors.New("the address lies in a network that is nobody's outside")

// anywhere is for addresses that an administrator set: a gateway may stand beside
// the node.
func anywhere(netip.Addr) bool { return true }

// outside is for addresses that a browser gave: whoever signs in must not reach
// through the node what stands beside it.
func outside(a netip.Addr) bool {
	return a.IsGlobalUnicast() && !a.IsPrivate() && !shared.Contains(a)
}

// shared are the addresses of carriers' own networks (RFC 6598).
var shared = netip.MustParsePrefix("100.64.0.0/10")

// do sends a request and gives the answer's status and its first line.
func do(c *http.Client, r *http.Request) (status int, said string, err error) {
	resp, err := c.Do(r)
	if err != nil {
		return 0, "", offline(hideURL(err))
	}
	defer resp.Body.Close()
	return read(resp)
}

func read(resp *http.Response) (status int, said string, err error) {
	b, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return 0, "", offline(hideURL(err))
	}
	return resp.StatusCode, string(b[:min(len(b), maxTold)]), nil
}

// hideURL takes the address out of an error: it holds passwords, and numbers that
// people are reached by.
func hideURL(err error) error {
	var u interface{ Unwrap() error }
	if errors.As(err, &u) && u.Unwrap() != nil {
		return u.Unwrap()
	}
	return err
}

// offline is of what may be tried again.
func offline(err error) error {
	return &fault.Error{
		Kind: fault.Offline, Op: "gateway", Key: "gateway.unanswered", Msg: "the gateway does not answer, or says that it cannot now",
		Hint: "look whether it runs, and whether the line to it is there", Err: err,
	}
}

// refused is of an address that will never do.
func refused(err error) error {
	return &fault.Error{
		Kind: fault.Invalid, Op: "gateway", Key: "gateway.refused", Msg: "the gateway does not take this address", Hint: "look whether it is written right", Err: err,
	}
}

// gone is of a browser that subscribed no more.
func gone() error {
	return &fault.Error{Kind: fault.Missing, Op: "gateway", Key: "gateway.gone", Msg: "this browser takes no more notices", Hint: "allow them again on its page"}
}

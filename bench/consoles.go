package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	mathrand "math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Sizes of the measurement of consoles.
const (
	manyConsoles = 10_000
	everySlow    = 100 // one in so many reads nothing for some seconds
	everyCut     = 10  // one in so many is cut off in the middle, and comes back
	slowFor      = 5 * time.Second
)

// consoles opens as many streams of events as there are file descriptors for,
// posts reports, and counts what each stream was told of.
func consoles(ctx context.Context, opt options) (err error) {
	n := opt.clients
	if n == 0 {
		n = manyConsoles
	}
	s, err := serve(ctx, opt)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.stop()) }()
	all, err := openConsoles(ctx, s, n)
	if err != nil {
		return err
	}
	defer func() {
		for _, c := range all {
			c.close()
		}
	}()
	resident, own, err := s.memory()
	if err != nil {
		return err
	}
	fmt.Fprintf(opt.out, "%d streams from one process, of 5 roles; the node then holds %.0f MiB, %.0f MiB its own\n\n", len(all), resident, own)
	fmt.Fprintln(opt.out, "| reports a second | reports | events due | arrived | missing | twice | first heard | median | 95 % | last | processor |")
	fmt.Fprintln(opt.out, "|---|---|---|---|---|---|---|---|---|---|---|")
	for _, rate := range []int{1, 10, 50} {
		if err := rush(ctx, opt, s, all, rate); err != nil {
			return err
		}
	}
	return nil
}

// console is one stream, and what it was told of.
type console struct {
	role  string
	open  func() (net.Conn, *bufio.Reader, error)
	stall atomic.Bool // reads nothing for a while

	mu    sync.Mutex // guards what follows
	conn  net.Conn
	last  string // id of the last event
	heard map[string]int
	first map[string]time.Time
	ended bool
	back  int // how often it came back
	fails error
}

// seers are the roles that hear of a report, and those that must not.
var seers = map[string]bool{"operator": true, "desk": true, "analyst": true, "chief": true, "oversight": false}

func openConsoles(ctx context.Context, s *server, n int) ([]*console, error) {
	roles := []string{"chief", "desk", "analyst", "operator", "oversight"}
	base, err := url.Parse(s.url["console"])
	if err != nil {
		return nil, err
	}
	var cookies []string
	for _, role := range roles {
		c, err := enter(ctx, s, role)
		if err != nil {
			return nil, err
		}
		for _, k := range c.Jar.Cookies(base) {
			if k.Name == "wasl_session" {
				cookies = append(cookies, k.String())
			}
		}
	}
	if len(cookies) != len(roles) {
		return nil, fmt.Errorf("%d roles gave %d sessions", len(roles), len(cookies))
	}
	all := make([]*console, n)
	for i := range all {
		c := &console{role: roles[i%len(roles)], heard: map[string]int{}, first: map[string]time.Time{}}
		cookie := cookies[i%len(roles)]
		c.open = func() (net.Conn, *bufio.Reader, error) { return dial(ctx, base.Host, cookie, c.last) }
		conn, r, err := c.open()
		if err != nil {
			return nil, fmt.Errorf("stream %d: %w", i, err)
		}
		c.conn = conn
		go c.listen(r)
		all[i] = c
	}
	return all, nil
}

// dial opens a stream and reads its head. It speaks HTTP by itself: ten thousand
// clients of the library would hold more memory than the node.
func dial(ctx context.Context, host, cookie, last string) (net.Conn, *bufio.Reader, error) {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", host)
	if err != nil {
		return nil, nil, err
	}
	head := "GET /api/v1/events HTTP/1.1\r\nHost: " + host + "\r\nCookie: " + cookie + "\r\nAccept-Language: fr\r\n"
	if last != "" {
		head += "Last-Event-ID: " + last + "\r\n"
	}
	if _, err := io.WriteString(conn, head+"\r\n"); err != nil {
		return nil, nil, errors.Join(err, conn.Close())
	}
	r := bufio.NewReaderSize(conn, 2048)
	res, err := http.ReadResponse(r, nil) //nolint:bodyclose // the console reads it until it closes the connection
	if err != nil {
		return nil, nil, errors.Join(err, conn.Close())
	}
	if res.StatusCode != http.StatusOK {
		return nil, nil, errors.Join(fmt.Errorf("a stream is answered with %s", res.Status), conn.Close())
	}
	return conn, bufio.NewReaderSize(res.Body, 2048), nil
}

// listen hears until the console is closed; where the line breaks, it comes back
// with the number of its last event, as a browser does.
func (c *console) listen(r *bufio.Reader) {
	for {
		broken := c.hear(r)
		c.mu.Lock()
		ended := c.ended
		c.mu.Unlock()
		if ended {
			return
		}
		time.Sleep(300 * time.Millisecond)
		conn, again, err := c.open()
		c.mu.Lock()
		if c.back++; err != nil {
			c.fails = errors.Join(broken, err)
			c.mu.Unlock()
			return
		}
		c.conn, r = conn, again
		c.mu.Unlock()
	}
}

// hear reads events until the line ends.
func (c *console) hear(r *bufio.Reader) error {
	var id string
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return err
		}
		switch name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": "); name {
		case "id":
			id = value
		case "data":
			if err := c.take(id, value); err != nil {
				return err
			}
		}
		if c.stall.CompareAndSwap(true, false) {
			time.Sleep(slowFor)
		}
	}
}

func (c *console) take(id, data string) error {
	var e struct {
		Report struct {
			Title string `json:"title"`
		} `json:"report"`
		Reload bool `json:"reload"`
	}
	if err := json.Unmarshal([]byte(data), &e); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last = id
	if e.Reload {
		c.fails = errors.New("more was missed than the node keeps")
	}
	if name, ok := strings.CutPrefix(e.Report.Title, "bench "); ok {
		if c.heard[name]++; c.heard[name] == 1 {
			c.first[name] = time.Now()
		}
	}
	return nil
}

func (c *console) cut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	_ = c.conn.Close()
}

func (c *console) close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ended = true
	_ = c.conn.Close()
}

// rush posts reports at a rate for the measurement's seconds, disturbs some
// consoles meanwhile, and prints what they heard.
func rush(ctx context.Context, opt options, s *server, all []*console, rate int) error {
	n := rate * opt.seconds
	before, err := s.used()
	if err != nil {
		return err
	}
	sent := make(map[string]time.Time, n)
	var mu sync.Mutex
	r := mathrand.New(mathrand.NewPCG(opt.seed, uint64(rate)))
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 16, DisableCompression: true}}
	var wg sync.WaitGroup
	var failed atomic.Pointer[error]
	begun := time.Now()
	for i := range n {
		name := fmt.Sprintf("%d-%d", rate, i)
		body, kind := named(r, "bench "+name)
		if wait := time.Until(begun.Add(time.Duration(i) * time.Second / time.Duration(rate))); wait > 0 {
			time.Sleep(wait)
		}
		if i == n/3 {
			disturb(all)
		}
		wg.Go(func() {
			if err := post(ctx, client, s.url["openrosa"]+"/submission?deviceID=collect%3Abench", body, kind); err != nil {
				failed.Store(&err)
				return
			}
			mu.Lock()
			defer mu.Unlock()
			sent[name] = time.Now()
		})
	}
	wg.Wait()
	if err := failed.Load(); err != nil {
		return *err
	}
	settle(all, sent)
	after, err := s.used()
	if err != nil {
		return err
	}
	return tally(opt, all, sent, rate, after-before)
}

// named is a submission of a report for Bassikounou whose title is known.
func named(r *mathrand.Rand, title string) (body []byte, kind string) {
	body, kind = submission(r, nil)
	text := string(body)
	a, b := strings.Index(text, "<summary>"), strings.Index(text, "</summary>")
	text = text[:a] + "<summary>" + title + text[b:]
	a, b = strings.Index(text, "<where_place>"), strings.Index(text, "</where_place>")
	text = text[:a] + "<where_place>MR012" + text[b:]
	a, b = strings.Index(text, "<gps>"), strings.Index(text, "</gps>")
	return []byte(text[:a] + "<gps>15.8 -5.9 0 12" + text[b:]), kind
}

// disturb cuts some consoles off and makes some slow.
func disturb(all []*console) {
	for i, c := range all {
		switch {
		case i%everySlow == 1:
			c.stall.Store(true)
		case i%everyCut == 3:
			c.cut()
		}
	}
}

// settle waits until every console has heard of all, or nothing has come for a
// while.
func settle(all []*console, sent map[string]time.Time) {
	missing, still := -1, 0
	for still < 20 {
		now := 0
		for _, c := range all {
			if seers[c.role] {
				c.mu.Lock()
				for name := range sent {
					if c.heard[name] == 0 {
						now++
					}
				}
				c.mu.Unlock()
			}
		}
		if now == 0 {
			return
		}
		if still++; now != missing {
			missing, still = now, 0
		}
		time.Sleep(500 * time.Millisecond)
	}
}

// tally prints what the consoles heard of the reports that were sent.
func tally(opt options, all []*console, sent map[string]time.Time, rate int, used time.Duration) error {
	due, arrived, missing, twice := 0, 0, 0, 0
	var took []time.Duration
	for i, c := range all {
		c.mu.Lock()
		for name, at := range sent {
			k := c.heard[name]
			switch {
			case !seers[c.role] && k > 0:
				return fmt.Errorf("oversight is told of a report: stream %d", i)
			case !seers[c.role]:
			case k == 0:
				due, missing = due+1, missing+1
			default:
				due, arrived, twice = due+1, arrived+1, twice+k-1
				if i%everySlow != 1 && i%everyCut != 3 { // those were disturbed
					took = append(took, c.first[name].Sub(at))
				}
			}
		}
		if c.fails != nil {
			fmt.Fprintf(os.Stderr, "stream %d: %v\n", i, c.fails)
		}
		clear(c.heard)
		clear(c.first)
		c.mu.Unlock()
	}
	slices.Sort(took)
	fmt.Fprintf(opt.out, "| %d | %d | %d | %d | %d | %d | %.0f ms | %.0f ms | %.0f ms | %.0f ms | %.1f s |\n", rate, len(sent), due, arrived, missing, twice,
		ms(at(took, 0)), ms(at(took, 0.5)), ms(at(took, 0.95)), ms(at(took, 1)), used.Seconds())
	if missing > 0 {
		return fmt.Errorf("%d events were lost", missing)
	}
	return nil
}

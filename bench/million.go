package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	mathrand "math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/collect/intake"
	"wasl/internal/collect/report"
	"wasl/internal/guard/identity"
	"wasl/internal/guard/policy"
	"wasl/internal/node"
	"wasl/internal/triage/queue"
)

// closedShare of the reports that are filled in are closed, as in a network
// that has worked for years.
const closedShare = 0.95

// fill puts reports into a demo through the intake, from many senders at once,
// and closes most of them.
func fill(ctx context.Context, opt options) (err error) {
	if opt.data == "" {
		return errors.New("name a --data directory")
	}
	n, err := node.OpenDemo(ctx, node.Config{Dir: opt.data, Clock: time.Now, Log: slog.New(slog.NewTextHandler(os.Stderr, nil))}, nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, n.Close()) }()
	chief := policy.Actor{ID: identity.DemoID(policy.Chief), Roles: []policy.Role{policy.Chief}, Unit: n.Units.Tree().Root()}
	const senders = 128
	var done atomic.Int64
	begun := time.Now()
	var wg sync.WaitGroup
	errs := make([]error, senders)
	for s := range senders {
		wg.Go(func() {
			r := mathrand.New(mathrand.NewPCG(opt.seed, uint64(s)))
			for range opt.reports / senders {
				if errs[s] = one(ctx, n, chief, r); errs[s] != nil {
					return
				}
				if k := done.Add(1); k%20_000 == 0 {
					fmt.Fprintf(os.Stderr, "%d reports, %.0f a second\n", k, float64(k)/time.Since(begun).Seconds())
				}
			}
		})
	}
	wg.Wait()
	fmt.Fprintf(opt.out, "filled %d reports in %s: %.0f a second\n", done.Load(), time.Since(begun).Round(time.Second), float64(done.Load())/time.Since(begun).Seconds())
	return errors.Join(errs...)
}

func one(ctx context.Context, n *node.Demo, chief policy.Actor, r *mathrand.Rand) error {
	got, err := n.Intake.Submit(ctx, intake.Submission{XML: []byte(incident(r)), Channel: report.OpenRosa, Language: []string{"ar", "fr"}[r.IntN(2)]})
	if err != nil || r.Float64() >= closedShare {
		return err
	}
	_, err = n.Queue.Close(ctx, chief, queue.Act{Report: got.Report}, queue.Confirmed, "")
	return err
}

// page is one that a console asks for.
type page struct {
	name, role, path string
	body             string // "" for a GET
}

// asked are the pages that are measured, each for a desk of one moughataa and
// for the chief of all.
var asked = []struct{ name, path string }{
	{"queue: new, newest first", "/reports?state=new&limit=50"},
	{"queue: new, most urgent first", "/reports?state=new&sort=urgency&limit=50"},
	{"queue: all states of one kind", "/reports?kind=attack&limit=50"},
	{"queue: closed, oldest first", "/reports?state=closed&sort=at&limit=50"},
	{"queue: mine", "/reports?assignee=me&limit=50"},
	{"map: the country", "/map?west=-18&south=14&east=-4&north=28&zoom=5"},
	{"map: a region", "/map?west=-8&south=15&east=-6&north=17&zoom=8"},
	{"map: a town", "/map?west=-6.1&south=15.8&east=-5.9&north=16&zoom=12"},
	{"search: one common word", "/search?q=puits&limit=50"},
	{"search: three words", "/search?q=%D9%82%D8%A7%D9%81%D9%84%D8%A9+%D8%A7%D9%84%D8%A8%D8%A6%D8%B1+nord&limit=50"},
	{"search: a word not finished", "/search?q=pass&limit=50"},
	{"search: nothing found", "/search?q=zzyzx&limit=50"},
	{"units with their open reports", "/units"},
	{"home: the desk's work in numbers", "/overview"},
	{"queue: what is due first", "/reports?state=new&sort=due&limit=50"},
	{"situation board", "/board"},
	{"alerts, open", "/alerts?state=open"},
	{"incidents", "/incidents?limit=50"},
	{"tasks", "/tasks"},
	{"load of the desks", "/load"},
	{"response times of three months", "/response-times"},
	{"trends: kinds of 26 weeks", "/trends?by=kind&weeks=26"},
	{"trends: alarms", "/trends/alarms"},
}

// times is how often each page is asked for.
const times = 30

// pages measures what a console asks for.
func pages(ctx context.Context, opt options) error {
	s, err := serve(ctx, opt)
	if err != nil {
		return err
	}
	defer func() { _ = s.stop() }()
	people := map[string]*http.Client{}
	for _, role := range []string{"desk", "chief", "oversight"} {
		if people[role], err = enter(ctx, s, role); err != nil {
			return err
		}
	}
	ids, err := someReports(ctx, s, people["chief"])
	if err != nil {
		return err
	}
	var list []page
	for _, a := range asked {
		list = append(list, page{a.name, "desk", a.path, ""}, page{a.name, "chief", a.path, ""})
	}
	list = append(list, page{"a report, opened", "chief", "/reports/" + ids[0] + "?reason=bench", ""},
		page{"what may tell of the same as a report", "chief", "/reports/" + ids[0] + "/same", ""},
		page{"audit, newest lines", "oversight", "/audit", ""}, page{"audit of one report", "oversight", "/audit?record=" + ids[0], ""})
	fmt.Fprintln(opt.out, "| page | role | first | median | 95 % | bytes |")
	fmt.Fprintln(opt.out, "|---|---|---|---|---|---|")
	for _, p := range list {
		if err := ask(ctx, opt, people[p.role], s.url["console"]+"/api/v1", p); err != nil {
			return err
		}
	}
	resident, own, err := s.memory()
	if err != nil {
		return err
	}
	fmt.Fprintf(opt.out, "\nmemory after these pages: %.0f MiB resident, %.0f MiB its own\n", resident, own)
	return nil
}

// enter signs in by the demo's one-click entry.
func enter(ctx context.Context, s *server, role string) (*http.Client, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	c := &http.Client{Jar: jar}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url["console"]+"/api/v1/session/demo", strings.NewReader(`{"role":"`+role+`"}`))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := c.Do(req)
	if err != nil {
		return nil, err
	}
	return c, res.Body.Close()
}

// ask measures one page and prints its line.
func ask(ctx context.Context, opt options, c *http.Client, base string, p page) error {
	var took []time.Duration
	var size int
	for range times {
		begun := time.Now()
		b, err := fetch(ctx, c, base+p.path, p.body)
		if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		took, size = append(took, time.Since(begun)), len(b)
	}
	first := took[0]
	slices.Sort(took)
	fmt.Fprintf(opt.out, "| %s | %s | %.1f ms | %.1f ms | %.1f ms | %d |\n", p.name, p.role, ms(first), ms(at(took, 0.5)), ms(at(took, 0.95)), size)
	return nil
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func someReports(ctx context.Context, s *server, c *http.Client) (ids []string, err error) {
	b, err := get(ctx, c, s.url["console"]+"/api/v1/reports?limit=3")
	if err != nil {
		return nil, err
	}
	var out struct {
		Items []struct {
			ID record.ID `json:"id"`
		} `json:"items"`
	}
	if err := json.Unmarshal(b, &out); err != nil {
		return nil, err
	}
	for _, i := range out.Items {
		ids = append(ids, i.ID.String())
	}
	if len(ids) == 0 {
		return nil, errors.New("there is no report")
	}
	return ids, nil
}

func get(ctx context.Context, c *http.Client, url string) ([]byte, error) {
	return fetch(ctx, c, url, "")
}

// fetch asks by GET, or by POST with a body of JSON.
func fetch(ctx context.Context, c *http.Client, url, body string) ([]byte, error) {
	method := http.MethodGet
	if body != "" {
		method = http.MethodPost
	}
	req, err := http.NewRequestWithContext(ctx, method, url, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	res, err := c.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", res.Status, bytes.TrimSpace(b))
	}
	return b, err
}

// start measures the time to ready and the memory of a node that nobody asks
// anything.
func start(ctx context.Context, opt options) error {
	if opt.data == "" {
		return errors.New("name a --data directory")
	}
	for i := range 3 {
		s, err := serve(ctx, opt)
		if err != nil {
			return err
		}
		time.Sleep(2 * time.Second)
		resident, own, err := s.memory()
		if err == nil {
			fmt.Fprintf(opt.out, "start %d: ready after %d ms; idle: %.0f MiB resident, %.0f MiB its own\n", i+1, s.ready.Milliseconds(), resident, own)
		}
		if err := errors.Join(err, s.stop()); err != nil {
			return err
		}
	}
	return nil
}

// rebuild makes the tables again from the ledger.
func rebuild(ctx context.Context, opt options) error {
	if opt.data == "" {
		return errors.New("name a --data directory")
	}
	begun := time.Now()
	n, err := node.Rebuild(ctx, node.Config{Dir: opt.data, Clock: time.Now, Random: rand.Reader, Log: slog.New(slog.NewTextHandler(os.Stderr, nil))}, func(string, int64, int64) {})
	if err != nil {
		return err
	}
	took := time.Since(begun)
	fmt.Fprintf(opt.out, "rebuilt %d revisions in %s: %.0f a second\n", n, took.Round(time.Millisecond), float64(n)/took.Seconds())
	return nil
}

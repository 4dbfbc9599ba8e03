package node

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"wasl/demo"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/collect/form"
	"wasl/internal/collect/intake"
	"wasl/internal/collect/report"
	"wasl/internal/guard/identity"
	"wasl/internal/guard/policy"
	"wasl/internal/network/unit"
	"wasl/internal/triage/queue"
)

// Demo is a node with an invented network and real events, for trying.
type Demo struct {
	*Node
	OpenRosa string // secret of the token under which a phone sends
	API      string // and a program

	clock *demoClock
	forms map[string]demo.Form
}

// demoClock is the machine's clock, but while the past is filled in: then it is
// that of what is being told.
type demoClock struct {
	past atomic.Int64 // milliseconds; 0: the machine's own
	real func() time.Time
}

func (c *demoClock) now() time.Time {
	if ms := c.past.Load(); ms != 0 {
		return time.UnixMilli(ms).UTC()
	}
	return c.real()
}

func (c *demoClock) set(t time.Time) { c.past.Store(t.UnixMilli()) }

// secretsFile keeps a demo's tokens, so that its addresses are the same the next
// time. A real node shows a token once and keeps its hash.
const secretsFile = "demo.json"

type demoSecrets struct {
	OpenRosa string `json:"openrosa"`
	API      string `json:"api"`
}

// OpenDemo opens a demo in dir and fills it the first time. progress is told how
// far the filling is.
func OpenDemo(ctx context.Context, cfg Config, progress func(done, total int)) (*Demo, error) {
	clock := &demoClock{real: cfg.Clock}
	cfg.Demo, cfg.Clock, cfg.Random = true, clock.now, rand.Reader
	cfg.Name = lang.Text{lang.French: "wasl — démonstration", lang.Arabic: "وصل — عرض تجريبي", lang.English: "wasl — demo"}
	n, err := Open(ctx, cfg)
	if err != nil {
		return nil, err
	}
	d := &Demo{Node: n, clock: clock}
	if err := d.fill(ctx, progress); err != nil {
		return nil, errors.Join(fmt.Errorf("fill the demo: %w", err), n.Close())
	}
	return d, nil
}

func (d *Demo) fill(ctx context.Context, progress func(done, total int)) (err error) {
	if d.forms, err = demo.Forms(); err != nil {
		return err
	}
	name := filepath.Join(d.cfg.Dir, secretsFile)
	if b, err := os.ReadFile(name); err == nil {
		var s demoSecrets
		if err := json.Unmarshal(b, &s); err != nil {
			return err
		}
		d.OpenRosa, d.API = s.OpenRosa, s.API
		return nil // it was filled to the end
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	d.clock.set(demoStart)
	for _, step := range []func(context.Context) error{d.units, d.Alerts.Ship, d.accounts, d.publish} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	if err := d.reports(ctx, progress); err != nil {
		return err
	}
	d.clock.past.Store(0)
	root := policy.Actor{ID: identity.DemoID(policy.Administrator), Roles: []policy.Role{policy.Administrator}, Unit: d.Units.Tree().Root()}
	if _, d.OpenRosa, err = d.Who.IssueToken(ctx, root, identity.NewToken{Name: "ODK Collect (démo)", Unit: root.Unit, Channel: "openrosa"}); err != nil {
		return err
	}
	if _, d.API, err = d.Who.IssueToken(ctx, root, identity.NewToken{Name: "API (démo)", Unit: root.Unit, Channel: "api"}); err != nil {
		return err
	}
	b, err := json.Marshal(demoSecrets{d.OpenRosa, d.API})
	if err != nil {
		return err
	}
	return writeWhole(name, b)
}

// demoStart is before the first event: clocks of a node only go forward.
var demoStart = time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC)

func (d *Demo) units(ctx context.Context) error {
	us, err := demo.Units()
	if err != nil {
		return err
	}
	for _, u := range us {
		out := unit.Unit{
			ID: unit.IDOf(u.Code), Code: u.Code, Kind: unit.Kind(u.Kind), PlaceList: u.List, PlaceCode: u.Place,
			Name: lang.Text{lang.French: u.NameFr, lang.Arabic: u.NameAr, lang.English: u.NameEn},
		}
		if u.Parent != "" {
			out.Parent = unit.IDOf(u.Parent)
		}
		if err := d.Units.Put(ctx, record.ID{}, out); err != nil {
			return fmt.Errorf("unit %s: %w", u.Code, err)
		}
	}
	return nil
}

// demoPeople are invented: one account a role.
var demoPeople = []struct {
	role        policy.Role
	name, login string
	unit        string
}{
	{policy.Operator, "Mariem mint Sidi", "operatrice", "MR012-DESK"},
	{policy.Desk, "Ahmed ould Brahim", "bureau", "MR012-DESK"},
	{policy.Analyst, "Aïssata Diallo", "analyste", "MR-HQ"},
	{policy.Chief, "Cheikh ould Mohamed", "chef", "MR-HQ"},
	{policy.Oversight, "Fatimetou mint Ely", "controle", "MR-HQ"},
	{policy.Administrator, "Oumar Sy", "administrateur", "MR-HQ"},
	{policy.Organiser, "Khadijetou mint Vall", "organisatrice", "MR01-DESK"},
	{policy.Trainer, "Yahya ould Sidi", "formateur", "MR012-CIV"},
	{policy.Mobiliser, "Fanta Traoré", "mobilisatrice", "MBERA-COM"},
	{policy.Safeguarding, "Lalla mint Cheikh", "protection", "MR01-DESK"},
	{policy.Programme, "Amadou Ba", "programme", "MR-HQ"},
}

func (d *Demo) accounts(ctx context.Context) error {
	for _, p := range demoPeople {
		err := d.Who.AddDemo(ctx, identity.Member{
			ID: identity.DemoID(p.role), Name: p.name, Login: p.login, Roles: []policy.Role{p.role}, Unit: unit.IDOf(p.unit), Demo: true,
		})
		if err != nil {
			return fmt.Errorf("account %s: %w", p.login, err)
		}
	}
	return nil
}

// chief acts for the desks while the past is filled in.
func (d *Demo) chief() policy.Actor {
	return policy.Actor{ID: identity.DemoID(policy.Chief), Roles: []policy.Role{policy.Chief}, Unit: d.Units.Tree().Root()}
}

func (d *Demo) publish(ctx context.Context) error {
	ids := make([]string, 0, len(d.forms))
	for id := range d.forms {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		b, err := demo.XLSX(id)
		if err != nil {
			return err
		}
		if _, problems, err := d.Forms.Publish(ctx, d.chief(), form.Upload{Name: id + ".xlsx", Source: b, Assessment: "Formulaire livré avec wasl."}); err != nil {
			return fmt.Errorf("form %s: %w (%v)", id, err, problems)
		}
	}
	return nil
}

// renew puts the forms out anew: those of the first day are as old as the oldest
// event, and a desk that reads 1990 beside a form takes it for a fault.
func (d *Demo) renew(ctx context.Context) error {
	for id := range d.forms {
		if err := d.Forms.Withdraw(ctx, d.chief(), id); err != nil {
			return fmt.Errorf("form %s: %w", id, err)
		}
	}
	return d.publish(ctx)
}

// together is how many reports are handed in at once: they share commits.
const together = 64

// settled is how long ago an event must be for its report to be closed.
const settled = 45 * 24 * time.Hour

func (d *Demo) reports(ctx context.Context, progress func(done, total int)) error {
	now := d.clock.real()
	events, err := demo.Events()
	if err != nil {
		return err
	}
	written, err := demo.Reports()
	if err != nil {
		return err
	}
	past, err := demo.Past(now)
	if err != nil {
		return err
	}
	written = append(past, written...)
	slices.SortFunc(events, func(a, b demo.Event) int { return a.Date.Compare(b.Date) })
	total := len(events) + len(written)
	for i := 0; i < len(events); i += together {
		chunk := events[i:min(i+together, len(events))]
		if err := d.events(ctx, chunk, now); err != nil {
			return err
		}
		if progress != nil {
			progress(i+len(chunk), total)
		}
	}
	if err := d.renew(ctx); err != nil {
		return err
	}
	if err := d.written(ctx, written, now); err != nil {
		return err
	}
	if progress != nil {
		progress(total, total)
	}
	return nil
}

// events hands in some real events of about one time, and closes the old ones.
func (d *Demo) events(ctx context.Context, chunk []demo.Event, now time.Time) error {
	at := chunk[len(chunk)-1].Date.Add(12 * time.Hour)
	if limit := now.Add(-48 * time.Hour); at.After(limit) {
		at = limit
	}
	if at.After(d.clock.now()) {
		d.clock.set(at)
	}
	languages := []string{"fr", "ar", "en"}
	return each(chunk, func(i int, e demo.Event) error {
		f := d.forms[e.Form]
		got, err := d.submit(ctx, e.ID, e.Form, languages[i%len(languages)], report.CSV, e.Unit, f.Place(e.Answers(languages[i%len(languages)])))
		if err != nil {
			return fmt.Errorf("event %s: %w", e.ID, err)
		}
		if now.Sub(e.Date) < settled {
			return nil
		}
		act := queue.Act{Report: got.Report}
		if _, err := d.Queue.SetGrade(ctx, d.chief(), act, queue.Grade{Source: "B", Information: 2}); err != nil {
			return err
		}
		_, err = d.Queue.Close(ctx, d.chief(), act, queue.Confirmed, "")
		return err
	})
}

// each runs f for all items at once and gives their faults.
func each[T any](items []T, f func(i int, item T) error) error {
	errs := make([]error, len(items))
	var wg sync.WaitGroup
	for i, item := range items {
		wg.Go(func() { errs[i] = f(i, item) })
	}
	wg.Wait()
	return errors.Join(errs...)
}

func (d *Demo) submit(ctx context.Context, id, formID, language string, channel report.Channel, unitCode string, answers map[string]string) (report.Accepted, error) {
	f, _, err := d.Forms.Get(formID, "")
	if err != nil {
		return report.Accepted{}, err
	}
	xml, err := f.FromAnswers(record.IDOf("demo/"+id).String(), answers, d.clock.now())
	if err != nil {
		return report.Accepted{}, err
	}
	sub := intake.Submission{XML: []byte(xml), Channel: channel, Language: language}
	if u, ok := d.Units.Tree().ByCode(unitCode); ok {
		sub.Unit = u.ID
	}
	return d.Intake.Submit(ctx, sub)
}

// step is one thing that happened in the demo's last days.
type step struct {
	at time.Time
	do func() error
}

// written plays the reports written for the queue, with what was said and done
// about each, in the order of time.
func (d *Demo) written(ctx context.Context, reports []demo.Report, now time.Time) error {
	steps := []step{{now.Add(-ruledFor), func() error { return d.rules(ctx) }}}
	for _, r := range reports {
		steps = append(steps, d.story(ctx, r, now)...)
	}
	more, err := d.happenings(ctx, now)
	if err != nil {
		return err
	}
	steps = append(steps, more...)
	steps = append(steps, d.deeds(ctx, now)...)
	steps = append(steps, d.warned(ctx, now)...)
	programme, err := d.communities(ctx, now)
	if err != nil {
		return err
	}
	steps = append(steps, programme...)
	slices.SortStableFunc(steps, func(a, b step) int { return cmp.Compare(a.at.UnixMilli(), b.at.UnixMilli()) })
	guard, err := d.guard(ctx)
	if err != nil {
		return err
	}
	for _, s := range steps {
		if err := guard.until(ctx, s.at); err != nil {
			return err
		}
		if err := s.do(); err != nil {
			return err
		}
	}
	return guard.until(ctx, now)
}

func (d *Demo) story(ctx context.Context, r demo.Report, now time.Time) []step {
	ago := func(minutes int) time.Time { return now.Add(-time.Duration(minutes) * time.Minute) }
	var got report.Accepted
	desk := policy.Actor{ID: identity.DemoID(policy.Desk), Roles: []policy.Role{policy.Desk}, Unit: d.Units.Tree().Root()}
	act := func(f func(queue.Act) error) func() error {
		return func() error {
			if err := f(queue.Act{Report: got.Report}); err != nil {
				return fmt.Errorf("report %s: %w", r.ID, err)
			}
			return nil
		}
	}
	steps := []step{{ago(r.Sent), func() (err error) {
		got, err = d.submit(ctx, r.ID, r.Form, r.Language, report.Channel(r.Channel), r.Unit, r.Values(d.forms[r.Form], now))
		if err != nil {
			return fmt.Errorf("report %s: %w", r.ID, err)
		}
		return d.ruled(ctx, got.Report)
	}}}
	last := r.Sent
	for i, m := range r.Thread {
		id := record.IDOf(fmt.Sprintf("demo/%s/%d", r.ID, i))
		last = min(last, m.Sent)
		steps = append(steps, step{ago(m.Sent), act(func(a queue.Act) error {
			if m.From == "reporter" {
				return d.Queue.AddMessage(ctx, got.Receipt, id, m.Text, r.Language)
			}
			_, err := d.Queue.Answer(ctx, desk, a, id, m.Text, r.Language)
			return err
		})})
	}
	after := ago(last).Add(time.Minute)
	if r.Grade != nil {
		steps = append(steps, step{after, act(func(a queue.Act) error {
			_, err := d.Queue.SetGrade(ctx, desk, a, queue.Grade{Source: r.Grade.Source, Information: r.Grade.Information})
			return err
		})})
	}
	if r.Note != "" {
		steps = append(steps, step{after, act(func(a queue.Act) error {
			_, err := d.Queue.Note(ctx, desk, a, record.IDOf("demo/"+r.ID+"/note"), r.Note)
			return err
		})})
	}
	return append(steps, step{after, act(func(a queue.Act) error {
		var err error
		if r.State == queue.Closed.String() {
			_, err = d.Queue.Close(ctx, desk, a, queue.Outcome(r.Outcome), "")
		} else if s, ok := queue.ParseState(r.State); ok {
			_, err = d.Queue.SetState(ctx, desk, a, s)
		}
		return err
	})})
}

func demoForms() (map[string]demo.Form, error) { return demo.Forms() }

package node

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"mime/multipart"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"wasl/demo"
	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/collect/form"
	"wasl/internal/collect/intake"
	"wasl/internal/collect/report"
	"wasl/internal/guard/identity"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/network/unit"
	incidents "wasl/internal/triage/incident"
	"wasl/internal/triage/queue"
)

// busy is a demo node on which much happens, the same each time: reports with
// files, corrections and conflicts, words and acts of desks, erasures.
type busy struct {
	*Demo
	t   testing.TB
	rng *rand.Rand

	reports []*told
	n       int

	mu   sync.Mutex // guards what follows
	now  time.Time
	tick time.Duration // how far the clock goes each time that it is asked
}

// pass lets time pass.
func (b *busy) pass(d time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.now = b.now.Add(d)
}

func (b *busy) time() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.now
}

func (b *busy) slow(tick time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.tick = tick
}

// told is a report that was sent, and what it names.
type told struct {
	id      record.ID
	receipt string
	canary  string // in its text, its files and all that is said of it
	refs    []string
	erased  bool
}

// stream is randomness that is the same each time.
type stream struct {
	mu  sync.Mutex
	rng *rand.Rand
}

func (s *stream) Read(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range p {
		p[i] = byte(s.rng.Uint32())
	}
	return len(p), nil
}

// openBusy opens the demo node of a directory; a new one gets units, accounts and a
// form.
func openBusy(t testing.TB, dir string, seed uint64, change ...func(*Config)) *busy {
	t.Helper()
	b := &busy{t: t, rng: rand.New(rand.NewPCG(seed, 1)), now: time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC), tick: time.Minute}
	clock := &demoClock{real: func() time.Time {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.now = b.now.Add(b.tick)
		return b.now
	}}
	cfg := Config{Dir: dir, Demo: true, Clock: clock.now, Random: &stream{rng: rand.New(rand.NewPCG(seed, 2))}}
	for _, c := range change {
		c(&cfg)
	}
	n, err := Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	b.Demo = &Demo{Node: n, clock: clock}
	if b.forms, err = demoForms(); err != nil {
		t.Fatal(err)
	}
	if b.Units.Tree().Root().Zero() {
		b.ok(b.units(t.Context()))
		b.ok(b.accounts(t.Context()))
		xlsx, err := demo.XLSX("security-incident")
		b.ok(err)
		_, _, err = b.Forms.Publish(t.Context(), b.chief(), form.Upload{Name: "security-incident.xlsx", Source: xlsx, Assessment: "Formulaire livré avec wasl."})
		b.ok(err)
	}
	return b
}

func (b *busy) ok(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *busy) actor(role policy.Role) policy.Actor {
	return policy.Actor{ID: identity.DemoID(role), Roles: []policy.Role{role}, Unit: b.Units.Tree().Root()}
}

// canary is a word that nobody else says, and that no stemmer shortens.
func (b *busy) canary() string {
	word := make([]byte, 16)
	for i := range word {
		word[i] = "bcdfghjkmpqvwxz"[b.rng.IntN(15)]
	}
	return string(word)
}

// core is what of a canary is looked for: the index of words keeps the beginnings
// of neighbours apart from their ends.
func core(canary string) []byte { return []byte(canary[4:13]) }

// send sends a report, or the correction of one, with some files.
func (b *busy) send(canary string, corrects *told, files int) *told {
	b.t.Helper()
	b.n++
	id := record.IDOf(fmt.Sprint("report ", b.n))
	deprecated := ""
	if corrects != nil {
		deprecated = "<orx:deprecatedID>uuid:" + corrects.id.String() + "</orx:deprecatedID>"
	}
	xml := fmt.Sprintf(`<data xmlns:orx="http://openrosa.org/xforms" id="security-incident" version="1"><kind>%s</kind><urgency>%s</urgency>`+
		`<where_place>MR012</where_place><summary>%s %d</summary><details>جاؤوا في سيارتين %s</details>`+
		`<orx:meta><orx:instanceID>uuid:%s</orx:instanceID>%s</orx:meta></data>`,
		[]string{"attack", "theft", "other"}[b.rng.IntN(3)], []string{"now", "soon", "routine"}[b.rng.IntN(3)], canary, b.n, canary, id, deprecated)
	sub := intake.Submission{XML: []byte(xml), Channel: report.OpenRosa, Language: "ar", Unit: unit.IDOf("MR012-DESK"), Device: "device of " + canary}
	r := &told{id: id, canary: canary}
	for i := range files {
		ref, err := b.Blobs.Put(context.Background(), strings.NewReader(fmt.Sprintf("picture %d of %s", i, canary)+strings.Repeat(" pixel", b.rng.IntN(3000))), -1)
		b.ok(err)
		r.refs = append(r.refs, ref.String())
		sub.Files = append(sub.Files, report.File{Name: fmt.Sprintf("%s-%d.jpg", canary, i), Type: "image/jpeg", Size: ref.Size, Ref: ref.String(), Sum: ref.Sum()})
	}
	got, err := b.Intake.Submit(context.Background(), sub)
	b.ok(err)
	r.receipt = got.Receipt
	if corrects == nil {
		b.reports = append(b.reports, r)
	}
	return r
}

// act does something to a report as a desk would.
func (b *busy) act(r *told) error {
	ctx, desk, act := context.Background(), b.actor(policy.Desk), queue.Act{Report: r.id}
	b.n++
	id, text := record.IDOf(fmt.Sprint("word ", b.n)), "a word about "+r.canary
	switch b.rng.IntN(16) {
	case 0:
		_, err := b.Queue.SetState(ctx, desk, act, queue.Checking)
		return err
	case 1:
		_, err := b.Queue.SetUrgency(ctx, desk, act, report.Soon)
		return err
	case 2:
		_, err := b.Queue.SetGrade(ctx, desk, act, queue.Grade{Source: "B", Information: 1 + b.rng.IntN(5)})
		return err
	case 3:
		_, err := b.Queue.Assign(ctx, desk, act, identity.DemoID(policy.Desk))
		return err
	case 4:
		_, err := b.Queue.Forward(ctx, desk, act, unit.IDOf("MR-HQ"), text)
		return err
	case 5:
		_, err := b.Queue.Answer(ctx, desk, act, id, text, "ar")
		return err
	case 6:
		_, err := b.Queue.Note(ctx, desk, act, id, text)
		return err
	case 7:
		_, err := b.Queue.Close(ctx, desk, act, queue.ActionTaken, text)
		return err
	case 8:
		_, err := b.Queue.Reopen(ctx, desk, act, text)
		return err
	case 9:
		_, err := b.Queue.Open(ctx, desk, r.id, "why: "+r.canary)
		return err
	case 10:
		b.send(r.canary, r, b.rng.IntN(2))
		return nil
	case 11: // two corrections of one state: a conflict
		b.send(r.canary, r, 0)
		b.send(r.canary, r, 0)
		return nil
	case 12, 13: // the same as another, or not the same after all
		other := b.reports[b.rng.IntN(len(b.reports))]
		_, err := b.Incidents.Link(ctx, desk, r.id, other.id, id, true)
		return err
	case 14:
		return b.work(r, text)
	}
	return b.Queue.AddMessage(ctx, r.receipt, id, text, "ar")
}

// work does something to an incident that a report is part of.
func (b *busy) work(r *told, text string) error {
	ctx, desk := context.Background(), b.actor(policy.Desk)
	p, err := b.Incidents.Proposals(ctx, desk, r.id)
	if err != nil || len(p.Of) == 0 {
		return err
	}
	on := incidents.On{Incident: p.Of[0]}
	switch b.rng.IntN(3) {
	case 0:
		return b.Incidents.Detach(ctx, desk, on, r.id, "")
	case 1:
		return b.Incidents.SetUrgency(ctx, desk, on, report.Now)
	}
	return b.Incidents.Ask(ctx, desk, on, record.IDOf(text), "who were they?")
}

// live sends reports and acts on them.
func (b *busy) live(reports int) {
	b.t.Helper()
	for range reports {
		b.send(b.canary(), nil, b.rng.IntN(3))
		for range 3 {
			r := b.reports[b.rng.IntN(len(b.reports))]
			if r.erased {
				continue
			}
			// What the rules of a desk do not allow at that moment is no matter here.
			if err := b.act(r); err != nil && !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Missing) && !fault.Is(err, fault.Throttled) {
				b.t.Fatal(err)
			}
		}
	}
}

// erase erases a report with its attachments, and who sent it, as the API does.
func (b *busy) erase(r *told) {
	b.t.Helper()
	ctx := context.Background()
	res, source, err := b.Queue.Source(ctx, r.id)
	b.ok(err)
	refs, err := b.Queue.Erase(ctx, b.actor(policy.Oversight), r.id, "asked for by the person")
	b.ok(err)
	for _, ref := range refs {
		b.ok(b.Blobs.Delete(ctx, ref, func(ctx context.Context) (bool, error) { return b.Reports.Named(ctx, ref) }))
	}
	b.ok(b.Vault.Forget(ctx, b.actor(policy.Oversight), res, source, "asked for by the person"))
	r.erased = true
}

// dump is every row of a compartment's tables, as text: of the index of words what
// it finds, and not how it keeps that.
func dump(t testing.TB, l *ledger.Ledger) (lines []string) {
	t.Helper()
	if err := l.View(context.Background(), func(tx *store.Tx) error {
		names, err := texts(tx, `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT IN ('search', 'schema_steps') AND name NOT LIKE 'search!_%' ESCAPE '!'`)
		if err != nil {
			return err
		}
		for _, name := range names {
			columns, err := texts(tx, "SELECT 'quote(\"' || name || '\")' FROM pragma_table_info(?)", name)
			if err != nil {
				return err
			}
			rows, err := texts(tx, fmt.Sprintf("SELECT %s FROM %q", strings.Join(columns, " || ' ' || "), name))
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			for _, r := range rows {
				lines = append(lines, short(name+" "+r))
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	slices.Sort(lines)
	return lines
}

// short gives a long row by its beginning and its sum.
func short(row string) string {
	const long = 400
	row = strings.ReplaceAll(row, "\n", "\\n")
	if len(row) <= long {
		return row
	}
	return fmt.Sprintf("%s... %d bytes, %x", strings.ToValidUTF8(row[:long], ""), len(row), sha256.Sum256([]byte(row)))
}

func texts(tx *store.Tx, sql string, args ...any) (all []string, err error) {
	rows := tx.Query(sql, args...)
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, rows.Err()
}

// both is the dump of both compartments.
func both(t testing.TB, n *Node) []string {
	t.Helper()
	lines := dump(t, n.Field)
	for _, l := range dump(t, n.Vaulted) {
		lines = append(lines, "vault "+l)
	}
	return lines
}

// sound fails where verify finds anything.
func sound(t testing.TB, n *Node) {
	t.Helper()
	damage, err := n.Verify(context.Background(), func(string, int64, int64) {})
	if err != nil || len(damage) > 0 {
		t.Errorf("verify: %q, %v", damage, err)
	}
}

// multi is the body of an OpenRosa post with one file.
func multi(t testing.TB, xml, file string) (body io.Reader, kind string) {
	t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for name, content := range map[string]string{"xml_submission_file": xml, "a.jpg": file} {
		part, err := m.CreateFormFile(name, name)
		if err == nil {
			_, err = io.WriteString(part, content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	return &b, m.FormDataContentType()
}

// readBlob reads an attachment.
func (b *busy) readBlob(ref string) ([]byte, error) {
	r, err := b.Blobs.Open(context.Background(), ref)
	if err != nil {
		return nil, err
	}
	var buf bytes.Buffer
	_, err = io.Copy(&buf, r)
	return buf.Bytes(), errors.Join(err, r.Close())
}

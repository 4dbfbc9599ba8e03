package queue

import (
	"fmt"
	"strings"
	"testing"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// Opening leaves one line with the reader's reason; not being let in leaves none.
func TestOpeningLeavesOneLine(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	act := o.take(told{name: "r", unit: well, tlp: record.Amber})
	before := o.end()
	revs, err := o.Open(ctx, o.hire("desk", well, policy.Desk), act.Report, "pour répondre")
	if err != nil || o.end() != before+1 {
		t.Fatalf("%d lines, %v", o.end()-before, err)
	}
	if last := revs[len(revs)-1]; last.Kind != record.Opening || !strings.Contains(string(last.Body), "pour répondre") || last.Handling.Unit != well {
		t.Errorf("the line: %v %s", last.Header, last.Body)
	}
	for _, who := range []policy.Actor{o.hire("s", south, policy.Chief), o.hire("a", capital, policy.Administrator), o.hire("c", capital, policy.Oversight)} {
		if _, err := o.Open(ctx, who, act.Report, "curiosité"); err != error(store.ErrNone) { //nolint:errorlint // the very same
			t.Errorf("%v: %v", who.Roles, err)
		}
	}
	if o.end() != before+1 {
		t.Error("a refusal left a line")
	}
}

// Erasing takes everything but the tombstone, which its unit's oversight finds;
// a picture that another report shows stays.
func TestErasing(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	own, shared := report.File{Name: "a.jpg", Ref: "01", Sum: "01"}, report.File{Name: "b.jpg", Ref: "02", Sum: "02"}
	point := &report.Point{Lat: 15.5, Lon: -8}
	act := o.take(told{name: "secret word", unit: well, tlp: record.Amber, text: "chameau", at: point, files: []report.File{own, shared}})
	o.take(told{name: "other", unit: well, tlp: record.Amber, files: []report.File{shared}})
	desk, chief, dpo := o.hire("desk", well, policy.Desk), o.hire("chief", well, policy.Chief), o.hire("dpo", capital, policy.Oversight)
	o.must(1, "note", func() (Summary, error) { return o.Note(ctx, desk, act, record.IDOf("n"), "x") })
	receipt := o.receipt(act.Report)
	if err := o.AddMessage(ctx, receipt, record.IDOf("m"), "mot", "fr"); err != nil {
		t.Fatal(err)
	}
	before := o.end()
	for who, kind := range map[*policy.Actor]fault.Kind{&desk: fault.Denied, {ID: record.IDOf("x"), Unit: south, Roles: []policy.Role{policy.Chief}}: fault.Missing} {
		if _, err := o.Erase(ctx, *who, act.Report, "because"); !fault.Is(err, kind) {
			t.Errorf("%v: %v", who.Roles, err)
		}
	}
	if _, err := o.Erase(ctx, chief, act.Report, ""); !fault.Is(err, fault.Invalid) || o.end() != before {
		t.Errorf("without a reason: %v", err)
	}
	files, err := o.Erase(ctx, dpo, act.Report, "demandé par la personne")
	if err != nil || fmt.Sprint(files) != "[01]" {
		t.Fatalf("files %v, %v", files, err)
	}
	if _, err := o.Erase(ctx, dpo, act.Report, "encore"); !fault.Is(err, fault.Missing) {
		t.Errorf("erased again: %v", err)
	}
	if p, err := o.List(ctx, chief, Query{}); err != nil || len(p.Items) != 1 || p.Counts[New]+p.Counts[NeedsAnswer] != 1 {
		t.Errorf("the list: %+v, %v", p, err)
	}
	if found, _, err := o.Search(ctx, chief, SearchQuery{Text: "chameau"}); err != nil || len(found) != 0 {
		t.Errorf("found %v, %v", found, err)
	}
	if _, err := o.Thread(ctx, receipt); !fault.Is(err, fault.Missing) {
		t.Errorf("its thread: %v", err)
	}
	if m, err := o.Map(ctx, chief, MapQuery{Box: Box{-180, -85, 180, 85, 3}}); err != nil || m.Total != 0 {
		t.Errorf("the map shows %d, %v", m.Total, err)
	}
	hs, _, err := o.l.Audit(ctx, ledger.AuditQuery{Subject: act.Report, Kind: record.Erasure})
	if err != nil || len(hs) != 1 || hs[0].Handling.Unit != well || hs[0].Author != dpo.ID {
		t.Errorf("the tombstone: %+v, %v", hs, err)
	}
}

// A unit that is closed leaves its open reports to the one above, once, also
// where the node was cut off in the middle; those in quarantine stay there.
func TestAClosedUnitLeavesItsReports(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	desk, boss := o.hire("desk", well, policy.Desk), o.hire("boss", capital, policy.Administrator)
	var done Act
	for i := range handful + 5 {
		done = o.take(told{name: fmt.Sprint("r", i), unit: well, tlp: record.Amber})
	}
	held := o.take(told{name: "held", unit: well, tlp: record.Amber, held: true})
	o.take(told{name: "elsewhere", unit: pass, tlp: record.Amber})
	o.must(1, "close", func() (Summary, error) { return o.Close(ctx, desk, done, Confirmed, "") })
	if err := o.network.Close(ctx, o.policy, boss, well, false, func(*store.Tx, record.ID) (int, error) { return 0, nil }); err != nil {
		t.Fatal(err)
	}
	for _, want := range []int{handful + 5, 0} {
		if moved, err := o.Inherit(ctx, boss.ID); err != nil || moved != want {
			t.Fatalf("%d moved, want %d, %v", moved, want, err)
		}
	}
	above := o.hire("above", north, policy.Desk)
	p, err := o.List(ctx, above, Query{Unit: north})
	if err != nil || p.Counts[New] != handful+5 || p.Counts[Closed] != 1 || p.Counts[Quarantine] != 1 {
		t.Errorf("%v, %v", p.Counts, err)
	}
	if s, err := o.Summary(ctx, held.Report); err != nil || s.Unit != north || s.State != Quarantine {
		t.Errorf("the one in quarantine: %+v, %v", s, err)
	}
	o.refused(fault.Invalid, "queue.forward.unit", "to a closed unit", func() (Summary, error) { return o.Forward(ctx, above, held, well, "") })
	// Whoever writes about a report that was closed there is read by the one above.
	if err := o.AddMessage(ctx, o.receipt(done.Report), record.IDOf("m"), "encore", "fr"); err != nil {
		t.Fatal(err)
	}
	if s, err := o.Summary(ctx, done.Report); err != nil || s.Unit != north || s.Unread != 1 || s.State != New {
		t.Errorf("the one written to: %+v, %v", s, err)
	}
	history, err := o.Open(ctx, above, held.Report, "")
	if err != nil || !strings.Contains(string(history[1].Body), `"closed":true`) {
		t.Errorf("its history does not say why: %v, %v", history, err)
	}
}

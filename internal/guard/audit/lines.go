package audit

import (
	"context"
	"encoding/json"
	"strconv"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// maxScanned bounds the lines looked through for one page of those that the
// reader may see: a third of a second.
const maxScanned = 100_000

// Line is one line as oversight reads it: who did what to which record and when,
// and of what is no content, the detail.
type Line struct {
	ledger.Header
	Detail map[string]any
}

// details are the members of bodies that are no content: why somebody read, what
// was changed about accounts, units and tokens. What people reported, and what
// was said to them or of it, is not among them.
var details = map[record.Kind][]string{
	record.Opening:    {"reason", "purpose", "what"},
	record.Erasure:    {"reason"},
	record.Disclosure: {"act", "reason", "report"},
	record.Session:    {"act", "how"},
	record.Credential: {"act", "how"},
	record.Invitation: {"act", "login", "roles"},
	record.Member:     {"name", "login", "roles", "closed"},
	record.Token:      {"name", "channel", "revoked"},
	record.Unit:       {"code", "parent", "kind", "closed"},
	record.Forward:    {"unit", "from"},
	record.Form:       {"id", "version", "withdrawn"},
	record.Alarm:      {"act", "n", "usual"},
}

// Lines gives the newest audit lines of a compartment that a may see, and the
// cursor of the next page or "". Lines that belong to no unit, such as failed
// sign-ins of logins that nobody has, are for the oversight of the whole
// network.
func Lines(ctx context.Context, l *ledger.Ledger, e *policy.Engine, tree policy.Tree, a policy.Actor, q ledger.AuditQuery) ([]Line, string, error) {
	if err := e.Allow(ctx, a, "audit.read", policy.Resource{Type: policy.Audit, Unit: a.Unit, UnitPath: tree.Path(a.Unit)}); err != nil {
		return nil, "", err
	}
	filter, err := e.Filter(ctx, a, "audit.read")
	if err != nil {
		return nil, "", err
	}
	whole := len(tree.Path(a.Unit)) == 1
	hs, next, err := page(ctx, l, q, func(unit record.ID) bool {
		return unit.Zero() && whole || !unit.Zero() && filter.Counts(unit, record.Clear)
	})
	if err != nil {
		return nil, "", err
	}
	lines := make([]Line, len(hs))
	for i, h := range hs {
		if lines[i], err = detailed(ctx, l, h); err != nil {
			return nil, "", err
		}
	}
	return lines, next, nil
}

// page gives the headers of the units that see tells.
func page(ctx context.Context, l *ledger.Ledger, q ledger.AuditQuery, sees func(unit record.ID) bool) (hs []ledger.Header, cursor string, err error) {
	want := q.Limit
	if want <= 0 || want > ledger.MaxAudit {
		want = ledger.MaxAudit
	}
	q.Limit = ledger.MaxAudit
	for scanned := 0; scanned < maxScanned; {
		more, next, err := l.Audit(ctx, q)
		if err != nil {
			return nil, "", err
		}
		for i, h := range more {
			if !sees(h.Handling.Unit) {
				continue
			}
			if hs = append(hs, h); len(hs) < want {
				continue
			}
			if i == len(more)-1 && next == "" {
				return hs, "", nil
			}
			return hs, strconv.FormatInt(h.Seq, 10), nil
		}
		if scanned += len(more); next == "" {
			return hs, "", nil
		}
		q.Cursor = next
	}
	return hs, q.Cursor, nil
}

// detailed reads of a line's body what is no content. A body that was erased has
// none.
func detailed(ctx context.Context, l *ledger.Ledger, h ledger.Header) (Line, error) {
	line := Line{Header: h, Detail: map[string]any{}}
	names := details[h.Kind]
	if len(names) == 0 {
		return line, nil
	}
	rev, err := l.Read(ctx, h.Seq)
	if err != nil || rev.Body == nil {
		return line, err
	}
	var body map[string]any
	if err := json.Unmarshal(rev.Body, &body); err != nil {
		return line, err
	}
	for _, name := range names {
		if v, ok := body[name]; ok {
			line.Detail[name] = v
		}
	}
	return line, nil
}

// MaxExport bounds an export in lines: a year of a desk's, and what a spreadsheet
// opens.
const MaxExport = 100_000

// Export gives every line that Lines would, page after page, the newest first.
// The export is itself an opening, and leaves its line first.
func Export(ctx context.Context, l *ledger.Ledger, e *policy.Engine, tree policy.Tree, a policy.Actor, q ledger.AuditQuery, each func(Line) error) error {
	if err := e.Allow(ctx, a, "audit.read", policy.Resource{Type: policy.Audit, Unit: a.Unit, UnitPath: tree.Path(a.Unit)}); err != nil {
		return err
	}
	if _, err := l.Write(ctx, func(*store.Tx) ([]ledger.Draft, error) {
		d, err := Opening(Reading{
			Reader: a, Subject: a.Unit.Derive("audit"), What: Exported,
			Handling: record.Handling{Unit: a.Unit, TLP: record.AmberStrict, Purpose: "network-administration"},
		})
		return []ledger.Draft{d}, err
	}); err != nil {
		return err
	}
	q.Limit = ledger.MaxAudit
	for n := 0; n < MaxExport; {
		lines, next, err := Lines(ctx, l, e, tree, a, q)
		if err != nil {
			return err
		}
		for _, line := range lines {
			if err := each(line); err != nil {
				return err
			}
		}
		if n += len(lines); next == "" {
			return nil
		}
		q.Cursor = next
	}
	return nil
}

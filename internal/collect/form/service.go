package form

import (
	"bytes"
	"context"
	"crypto/md5"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// Published is a form that people may fill in.
type Published struct {
	*Form
	JSON      []byte // the compiled document, as served
	XForm     []byte // for OpenRosa clients
	XFormHash string // md5:HEX over XForm
	At        time.Time
	Author    record.ID
	Withdrawn bool
}

// Service publishes forms and gives them out. Published forms stay in memory:
// there are tens of them, and every submission asks for one.
type Service struct {
	ledger *ledger.Ledger
	policy *policy.Engine

	mu    sync.RWMutex // guards what follows
	forms map[string][]*Published
}

// NewService makes the service and reads the published forms.
func NewService(ctx context.Context, l *ledger.Ledger, p *policy.Engine) (*Service, error) {
	s := &Service{ledger: l, policy: p}
	return s, s.Refresh(ctx)
}

// Refresh reads the published forms again.
func (s *Service) Refresh(ctx context.Context) error {
	forms := map[string][]*Published{}
	err := s.ledger.View(ctx, func(tx *store.Tx) error {
		rows := tx.Query("SELECT compiled, xform, at, author, withdrawn FROM forms ORDER BY id, seq")
		defer rows.Close()
		for rows.Next() {
			var compiled, xform string
			var at int64
			p := &Published{}
			if err := rows.Scan(&compiled, &xform, &at, &p.Author, &p.Withdrawn); err != nil {
				return err
			}
			f, err := ParseForm([]byte(compiled))
			if err != nil {
				return err
			}
			sum := md5.Sum([]byte(xform)) // OpenRosa asks for MD5: it tells versions apart and protects nothing
			p.Form, p.JSON, p.XForm, p.At = f, []byte(compiled), []byte(xform), time.UnixMilli(at).UTC()
			p.XFormHash = "md5:" + hex.EncodeToString(sum[:])
			forms[f.ID] = append(forms[f.ID], p)
		}
		return rows.Err()
	})
	if err != nil {
		return fmt.Errorf("read the published forms: %w", err)
	}
	s.mu.Lock()
	s.forms = forms
	s.mu.Unlock()
	return nil
}

// Current lists the newest version of every form that is not withdrawn, by id.
func (s *Service) Current() []*Published {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var out []*Published
	for _, id := range slices.Sorted(maps.Keys(s.forms)) {
		versions := s.forms[id]
		if p := versions[len(versions)-1]; !p.Withdrawn {
			out = append(out, p)
		}
	}
	return out
}

// All lists the newest version of every form, withdrawn ones too.
func (s *Service) All() []*Published {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var out []*Published
	for _, id := range slices.Sorted(maps.Keys(s.forms)) {
		out = append(out, s.forms[id][len(s.forms[id])-1])
	}
	return out
}

// Get gives a form: of the version asked for if the node has it, else the
// newest, because a report filled in on an old version is still a report; exact
// tells which. A form withdrawn meanwhile is found too. It faults with Missing
// where the node never had such a form.
func (s *Service) Get(id, version string) (p *Published, exact bool, err error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	versions := s.forms[id]
	if len(versions) == 0 {
		return nil, false, &fault.Error{
			Kind: fault.Missing, Op: "form.Get", Key: "form.id.unknown", Msg: "this node has no form {0}", Args: []string{id},
			Hint: "get the list of forms again and fill in the one there",
		}
	}
	for _, p := range versions {
		if p.Version == version {
			return p, true, nil
		}
	}
	return versions[len(versions)-1], false, nil
}

// Publish compiles an XLSForm and makes it the current version of its form. It
// faults with Invalid where the form has errors, or where the same version was
// published with another content. Publishing the same form twice is harmless.
func (s *Service) Publish(ctx context.Context, a policy.Actor, name string, source []byte, assessment string) (*Published, []Problem, error) {
	if err := s.policy.Allow(ctx, a, "form.publish", policy.Resource{Type: policy.Form, Unit: a.Unit}); err != nil {
		return nil, nil, err
	}
	w, err := Read(name, bytes.NewReader(source), int64(len(source)))
	if err != nil {
		return nil, nil, err
	}
	f, problems := Compile(w)
	if HasErrors(problems) {
		return nil, problems, &fault.Error{
			Kind: fault.Invalid, Op: "form.Publish", Key: "form.publish.errors", Msg: "the form has errors, so it was not published",
			Hint: "mend what is listed, row by row, and try again",
		}
	}
	compiled, err := f.JSON()
	if err != nil {
		return nil, problems, err
	}
	xform, err := f.XForm()
	if err != nil {
		return nil, problems, err
	}
	_, err = s.ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		var before string
		var withdrawn bool
		err := tx.Row("SELECT compiled, withdrawn FROM forms WHERE id = ? AND version = ?", f.ID, f.Version).Scan(&before, &withdrawn)
		if err != nil && !store.None(err) {
			return nil, err
		}
		if err == nil && before == string(compiled) && !withdrawn {
			return nil, nil
		}
		if err == nil && before != string(compiled) {
			return nil, &fault.Error{
				Kind: fault.Conflict, Op: "form.Publish", Key: "form.version.taken", Args: []string{f.Version},
				Msg: "version {0} of this form was published already, with other content", Hint: "give the form a new version on its settings sheet",
			}
		}
		return []ledger.Draft{{
			Kind: record.Form, Record: record.IDOf("form/" + f.ID), Author: a.ID,
			Handling: record.Handling{Unit: a.Unit, TLP: record.Green, Purpose: "network-administration"},
			Body:     publishedBody{V: 1, ID: f.ID, Version: f.Version, Compiled: compiled, XForm: string(xform), Source: source, Assessment: assessment},
		}}, nil
	})
	if err != nil {
		return nil, problems, err
	}
	if err := s.Refresh(ctx); err != nil {
		return nil, problems, err
	}
	p, _, err := s.Get(f.ID, f.Version)
	return p, problems, err
}

// Withdraw takes a form out of the lists. Reports filled in on it are accepted
// still: somebody may be out of reach with one.
func (s *Service) Withdraw(ctx context.Context, a policy.Actor, id string) error {
	if err := s.policy.Allow(ctx, a, "form.withdraw", policy.Resource{Type: policy.Form, Unit: a.Unit}); err != nil {
		return err
	}
	if _, _, err := s.Get(id, ""); err != nil {
		return err
	}
	_, err := s.ledger.Write(ctx, func(*store.Tx) ([]ledger.Draft, error) {
		return []ledger.Draft{{
			Kind: record.Form, Record: record.IDOf("form/" + id), Author: a.ID,
			Handling: record.Handling{Unit: a.Unit, TLP: record.Green, Purpose: "network-administration"},
			Body:     publishedBody{V: 1, ID: id, Withdrawn: true},
		}}, nil
	})
	if err != nil {
		return err
	}
	return s.Refresh(ctx)
}

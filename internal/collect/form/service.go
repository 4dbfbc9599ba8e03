package form

import (
	"bytes"
	"context"
	"crypto/md5"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

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
	Files     []Media
	At        time.Time
	Author    record.ID
	Withdrawn bool
}

// Media is a file that is shown or played beside a form's questions.
type Media struct {
	Name string `json:"name"`
	Type string `json:"type"`
	Size int    `json:"size"`
	MD5  string `json:"md5"` // hex; OpenRosa asks for it: it tells versions apart and protects nothing
}

// tableType is that of tables: they are compiled into the form, and not served.
const tableType = "text/csv"

func mediaOf(f attached) Media {
	return Media{Name: f.Name, Type: File{Name: f.Name}.Type(), Size: len(f.Content), MD5: md5Hex(f.Content)}
}

func md5Hex(b []byte) string {
	sum := md5.Sum(b)
	return hex.EncodeToString(sum[:])
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
		rows := tx.Query("SELECT compiled, xform, at, author, withdrawn, files FROM forms ORDER BY id, seq")
		defer rows.Close()
		for rows.Next() {
			var compiled, xform, files string
			var at int64
			p := &Published{}
			if err := rows.Scan(&compiled, &xform, &at, &p.Author, &p.Withdrawn, &files); err != nil {
				return err
			}
			f, err := ParseForm([]byte(compiled))
			if err != nil {
				return err
			}
			if err := json.Unmarshal([]byte(files), &p.Files); err != nil {
				return err
			}
			p.Form, p.JSON, p.XForm, p.At = f, []byte(compiled), []byte(xform), time.UnixMilli(at).UTC()
			p.XFormHash = "md5:" + md5Hex(p.XForm)
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

// File gives a file that is shown or played beside a form. It faults with Missing
// where there is none.
func (s *Service) File(ctx context.Context, p *Published, name string) (m Media, content []byte, err error) {
	i := slices.IndexFunc(p.Files, func(m Media) bool { return m.Name == name })
	if i < 0 {
		return m, nil, &fault.Error{
			Kind: fault.Missing, Op: "form.File", Key: "form.file.none", Msg: "the form {0} has no file {1}", Args: []string{p.ID, name},
			Hint: "get the form again",
		}
	}
	err = s.ledger.View(ctx, func(tx *store.Tx) error {
		return tx.Row("SELECT content FROM form_files WHERE id = ? AND version = ? AND name = ?", p.ID, p.Version, name).Scan(&content)
	})
	return p.Files[i], content, err
}

// Upload is an XLSForm as somebody publishes it.
type Upload struct {
	Name       string // of the file
	Source     []byte
	Files      []File // tables and media beside it
	Assessment string // what could happen to people by it, and why it is asked all the same
}

// minAssessment is the shortest assessment in letters: one sentence.
const minAssessment = 10

// Compile reads the upload and compiles it. The form is nil where nothing could
// be made of it. It faults with Invalid where the file is no XLSForm.
func (u Upload) Compile() (*Form, []Problem, error) {
	w, err := Read(u.Name, bytes.NewReader(u.Source), int64(len(u.Source)))
	if err != nil {
		return nil, nil, err
	}
	if err := u.checkFiles(); err != nil {
		return nil, nil, err
	}
	for _, f := range u.Files {
		if err := w.Attach(f); err != nil {
			return nil, nil, err
		}
	}
	f, problems := Compile(w)
	return f, problems, nil
}

func (u Upload) checkFiles() error {
	total := 0
	for _, f := range u.Files {
		total += len(f.Content)
	}
	if len(u.Files) > maxFiles || total > maxFileBytes {
		return &fault.Error{
			Kind: fault.TooLarge, Op: "form.Publish", Key: "form.files.large", Args: []string{itoa(maxFiles), itoa(maxFileBytes >> 20)},
			Msg: "more than {0} files lie beside the form, or more than {1} MiB", Hint: "make pictures and recordings smaller: they go over weak lines to every phone",
		}
	}
	return nil
}

// Publish compiles an XLSForm and makes it the current version of its form. It
// faults with Invalid where the form has errors or nobody assessed what it may do
// to people, and with Conflict where the same version was published with another
// content. Publishing the same form twice is harmless.
func (s *Service) Publish(ctx context.Context, a policy.Actor, up Upload) (*Published, []Problem, error) {
	if err := s.policy.Allow(ctx, a, "form.publish", policy.Resource{Type: policy.Form, Unit: a.Unit}); err != nil {
		return nil, nil, err
	}
	f, problems, err := up.Compile()
	if err != nil {
		return nil, nil, err
	}
	if HasErrors(problems) {
		return nil, problems, &fault.Error{
			Kind: fault.Invalid, Op: "form.Publish", Key: "form.publish.errors", Msg: "the form has errors, so it was not published",
			Hint: "mend what is listed, row by row, and try again",
		}
	}
	if utf8.RuneCountInString(strings.TrimSpace(up.Assessment)) < minAssessment {
		return nil, problems, &fault.Error{
			Kind: fault.Invalid, Op: "form.Publish", Key: "form.assessment.missing", Msg: "publishing a form takes a short impact assessment",
			Hint: "say in a sentence or two what could happen to people by these questions, and why they are asked all the same",
		}
	}
	body, err := published(f, problems, up)
	if err != nil {
		return nil, problems, err
	}
	_, err = s.ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		unit, err := owner(tx, f.ID)
		if store.None(err) {
			unit, err = a.Unit, nil
		}
		if err == nil { // a new version of a form is published by those who may change the form
			err = s.policy.Allow(ctx, a, "form.publish", s.policy.At(policy.Form, record.ID{}, unit))
		}
		if err != nil {
			return nil, err
		}
		same, err := here(tx, body)
		if err != nil || same {
			return nil, err
		}
		return []ledger.Draft{{
			Kind: record.Form, Record: record.IDOf("form/" + f.ID), Author: a.ID,
			Handling: record.Handling{Unit: unit, TLP: record.Green, Purpose: "network-administration"}, Body: body,
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

// published is the form as the ledger keeps it.
func published(f *Form, problems []Problem, up Upload) (b publishedBody, err error) {
	b = publishedBody{V: 1, ID: f.ID, Version: f.Version, Source: up.Source, Assessment: strings.TrimSpace(up.Assessment)}
	compiled, err := f.JSON()
	if err != nil {
		return b, err
	}
	// As the ledger writes it, so that the same form is the same again.
	if b.Compiled, err = json.Marshal(json.RawMessage(compiled)); err != nil {
		return b, err
	}
	x, err := f.XForm()
	b.XForm = string(x)
	media := f.MediaNames()
	for _, file := range up.Files {
		if file.IsTable() || slices.Contains(media, file.Name) {
			b.Files = append(b.Files, attached(file))
		}
	}
	for _, p := range Flagged(problems) {
		b.Flags = append(b.Flags, p.Key+" "+p.Cell)
	}
	return b, err
}

// here tells whether the same version of the form is published already. It faults
// with Conflict where it is there with other content.
func here(tx *store.Tx, b publishedBody) (same bool, err error) {
	var compiled, files string
	var withdrawn bool
	err = tx.Row("SELECT compiled, files, withdrawn FROM forms WHERE id = ? AND version = ?", b.ID, b.Version).Scan(&compiled, &files, &withdrawn)
	if store.None(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	var media, before []Media
	for _, f := range b.Files {
		if m := mediaOf(f); m.Type != tableType {
			media = append(media, m)
		}
	}
	if err := json.Unmarshal([]byte(files), &before); err != nil {
		return false, err
	}
	if compiled != string(b.Compiled) || !slices.Equal(media, before) {
		return false, &fault.Error{
			Kind: fault.Conflict, Op: "form.Publish", Key: "form.version.taken", Args: []string{b.Version},
			Msg: "version {0} of this form was published already, with other content", Hint: "give the form a new version on its settings sheet",
		}
	}
	return !withdrawn, nil
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
	_, err := s.ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		unit, err := owner(tx, id)
		if err == nil {
			err = s.policy.Allow(ctx, a, "form.withdraw", s.policy.At(policy.Form, record.ID{}, unit))
		}
		if err != nil {
			return nil, err
		}
		return []ledger.Draft{{
			Kind: record.Form, Record: record.IDOf("form/" + id), Author: a.ID,
			Handling: record.Handling{Unit: unit, TLP: record.Green, Purpose: "network-administration"},
			Body:     publishedBody{V: 1, ID: id, Withdrawn: true},
		}}, nil
	})
	if err != nil {
		return err
	}
	return s.Refresh(ctx)
}

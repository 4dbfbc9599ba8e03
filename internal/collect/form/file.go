package form

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"path"
	"strings"
	"unicode/utf8"

	"wasl/internal/base/fault"
)

// File is one that lies beside an XLSForm: a table of choices, a picture, a
// recording.
type File struct {
	Name    string
	Content []byte
}

// IsTable tells a table of choices from what is shown or played.
func (f File) IsTable() bool { return strings.EqualFold(path.Ext(f.Name), ".csv") }

// Attach puts a file beside the form: a table is read, of all else the name
// counts. It faults with Invalid where a table cannot be read.
func (w *Workbook) Attach(f File) error {
	if !wellNamed(f.Name) {
		return fileFault("form.file.name", "a file cannot be called {0}", "rename it; letters, digits and - are safe", nil, f.Name)
	}
	if !f.IsTable() {
		w.Media = append(w.Media, f.Name)
		return nil
	}
	t, err := readTable(f)
	if err != nil {
		return err
	}
	if w.Files == nil {
		w.Files = map[string]*Sheet{}
	}
	w.Files[f.Name] = t
	return nil
}

func fileFault(key, msg, hint string, err error, args ...string) error {
	return &fault.Error{Kind: fault.Invalid, Op: "form.Attach", Key: key, Msg: msg, Hint: hint, Err: err, Args: args}
}

func readTable(f File) (*Sheet, error) {
	b := bytes.TrimPrefix(f.Content, []byte("\ufeff"))
	if !utf8.Valid(b) {
		return nil, fileFault("form.file.encoding", "the table {0} is not text in UTF-8", "save it anew and choose “CSV UTF-8”", nil, f.Name)
	}
	r := csv.NewReader(bytes.NewReader(b))
	r.FieldsPerRecord = -1
	if line, _, _ := bytes.Cut(b, []byte("\n")); bytes.Count(line, []byte(";")) > bytes.Count(line, []byte(",")) {
		r.Comma = ';' // as spreadsheets write where the decimal sign is a comma
	}
	s := &Sheet{Name: f.Name}
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fileFault("form.file.broken", "the table {0} cannot be read", "open it in a spreadsheet and save it as CSV anew", err, f.Name)
		}
		line, _ := r.FieldPos(0)
		if err := s.add(line, cells); err != nil {
			return nil, err
		}
	}
	if s.Header == nil {
		return nil, fileFault("form.file.empty", "the table {0} is empty", "give it a row of headers and rows below it", nil, f.Name)
	}
	return s, nil
}

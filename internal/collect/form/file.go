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

// mediaTypes are what may be shown or played beside a question, by the ending of
// the file: what every phone knows, and nothing that can hold a script.
var mediaTypes = map[string]string{
	".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".gif": "image/gif", ".webp": "image/webp",
	".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".ogg": "audio/ogg", ".wav": "audio/wav", ".amr": "audio/amr",
	".mp4": "video/mp4", ".webm": "video/webm", ".3gp": "video/3gpp",
}

// IsTable tells a table of choices from what is shown or played.
func (f File) IsTable() bool { return strings.EqualFold(path.Ext(f.Name), ".csv") }

// Type is the file's media type, by its ending; "" for one that no form uses.
func (f File) Type() string {
	if f.IsTable() {
		return "text/csv"
	}
	return mediaTypes[strings.ToLower(path.Ext(f.Name))]
}

// Attach puts a file beside the form: a table is read, of all else the name
// counts. It faults with Invalid where a table cannot be read.
func (w *Workbook) Attach(f File) error {
	switch {
	case !wellNamed(f.Name):
		return fileFault("form.file.name", "a file cannot be called {0}", "rename it; letters, digits and - are safe", nil, f.Name)
	case f.Type() == "":
		return fileFault("form.file.type", "a form has no use for the file {0}", "give tables as .csv, pictures as .jpg or .png, sound as .mp3", nil, f.Name)
	case !f.IsTable():
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

// Mentions tells whether a cell of the form names a file: a picture is written as
// it is called, a table also without its ending or within an expression.
func (w *Workbook) Mentions(name string) bool {
	stem := strings.TrimSuffix(name, path.Ext(name))
	table := File{Name: name}.IsTable()
	for _, s := range w.Sheets {
		for _, r := range s.Rows {
			for _, cell := range r.Cells {
				if cell == name || table && strings.Contains(cell, stem) {
					return true
				}
			}
		}
	}
	return false
}

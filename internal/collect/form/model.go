// Package form is wasl's own XLSForm: it reads a workbook, compiles it into one
// JSON document (docs/protocol/form.md) and into an XForm for ODK Collect and
// KoboCollect, evaluates its expressions, and holds submissions against it.
// Source of the notation: https://xlsform.org and https://getodk.github.io/xforms-spec.
package form

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"wasl/internal/base/fault"
)

// Schema is the version of the compiled document.
const Schema = 1

// Form is a compiled form.
type Form struct {
	Schema          int                 `json:"schema"`
	ID              string              `json:"id"`
	Version         string              `json:"version"`
	Title           Texts               `json:"title"`
	Languages       []string            `json:"languages"`
	DefaultLanguage string              `json:"default_language"`
	Root            string              `json:"root"`
	InstanceName    *Expr               `json:"instance_name,omitempty"`
	Prefix          string              `json:"prefix,omitempty"`    // of the record as a text message
	Delimiter       string              `json:"delimiter,omitempty"` // between its fields
	Nodes           []*Node             `json:"nodes"`
	Lists           map[string][]Choice `json:"lists"`
	Hash            string              `json:"hash,omitempty"`

	style      string
	autoSend   string
	autoDelete bool

	index    map[string]*Node // by path joined with "/"
	owners   []*Node          // questions that a phone answers about its owner
	order    []*Node          // questions, groups and repeats as they stand, flattened
	lookups  map[lookup]map[string][]int32
	patterns map[string]*regexp.Regexp // of regex() with a written pattern
}

// Texts is one text in the languages of a form.
type Texts map[string][]Piece

// Piece is a piece of a text: words, or the value of an expression.
type Piece struct {
	Text string
	Expr *Expr
}

// MarshalJSON writes words as a string and an expression as its tree.
func (p Piece) MarshalJSON() ([]byte, error) {
	if p.Expr != nil {
		return json.Marshal(p.Expr)
	}
	return marshalPlain(p.Text)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (p *Piece) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '[' {
		p.Expr = new(Expr)
		return json.Unmarshal(b, p.Expr)
	}
	return json.Unmarshal(b, &p.Text)
}

// Choice is one choice of a list.
type Choice struct {
	Name  string                       `json:"name"`
	Label Texts                        `json:"label"`
	Extra map[string]string            `json:"extra,omitempty"`
	Media map[string]map[string]string `json:"media,omitempty"` // kind, language, file
}

// Kind says what a node is.
type Kind string

// The kinds of node.
const (
	Question Kind = "question"
	Group    Kind = "group"
	Repeat   Kind = "repeat"
)

// Type is a question's type.
type Type string

// The types of question.
const (
	Text           Type = "text"
	Integer        Type = "integer"
	Decimal        Type = "decimal"
	SelectOne      Type = "select_one"
	SelectMultiple Type = "select_multiple"
	NoteType       Type = "note"
	Date           Type = "date"
	Time           Type = "time"
	DateTime       Type = "dateTime"
	Geopoint       Type = "geopoint"
	Geotrace       Type = "geotrace"
	Geoshape       Type = "geoshape"
	Image          Type = "image"
	Audio          Type = "audio"
	Video          Type = "video"
	FileType       Type = "file"
	Barcode        Type = "barcode"
	Calculate      Type = "calculate"
	Acknowledge    Type = "acknowledge"
	Hidden         Type = "hidden"
	Range          Type = "range"
	Rank           Type = "rank"
	Start          Type = "start"
	End            Type = "end"
	Today          Type = "today"
	DeviceID       Type = "deviceid"
	Username       Type = "username"
	PhoneNumber    Type = "phonenumber"
)

// Types lists every type.
func Types() []Type {
	return []Type{
		Text, Integer, Decimal, SelectOne, SelectMultiple, NoteType, Date, Time, DateTime, Geopoint, Geotrace, Geoshape, Image, Audio, Video,
		FileType, Barcode, Calculate, Acknowledge, Hidden, Range, Rank, Start, End, Today, DeviceID, Username, PhoneNumber,
	}
}

// Node is a question, a group or a repeat.
type Node struct {
	Kind              Kind                         `json:"kind"`
	Name              string                       `json:"name"`
	Path              []string                     `json:"path"`
	Type              Type                         `json:"type,omitempty"`
	Label             Texts                        `json:"label,omitempty"`
	Hint              Texts                        `json:"hint,omitempty"`
	Guidance          Texts                        `json:"guidance,omitempty"`
	Relevant          *Expr                        `json:"relevant,omitempty"`
	Required          *Expr                        `json:"required,omitempty"`
	Constraint        *Expr                        `json:"constraint,omitempty"`
	Calculate         *Expr                        `json:"calculate,omitempty"`
	RequiredMessage   Texts                        `json:"required_message,omitempty"`
	ConstraintMessage Texts                        `json:"constraint_message,omitempty"`
	Default           *Expr                        `json:"default,omitempty"`
	ReadOnly          *Expr                        `json:"read_only,omitempty"`
	Trigger           [][]string                   `json:"trigger,omitempty"`
	List              string                       `json:"list,omitempty"`
	From              []string                     `json:"from,omitempty"` // choices are the answers there, in a repeat
	Filter            *Expr                        `json:"filter,omitempty"`
	Count             *Expr                        `json:"count,omitempty"`
	Appearance        string                       `json:"appearance,omitempty"`
	Parameters        map[string]string            `json:"parameters,omitempty"`
	Media             map[string]map[string]string `json:"media,omitempty"` // kind, language, file
	Tag               string                       `json:"tag,omitempty"`   // of the record as a text message
	Nodes             []*Node                      `json:"nodes,omitempty"`

	parent *Node
	row    int // of the survey sheet
}

// marshalPlain writes JSON without turning < and > into escapes: expressions are
// full of them, and every byte goes to a phone on 2G.
func marshalPlain(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return bytes.TrimSpace(b.Bytes()), err
}

// JSON is the compiled document, canonical: sorted keys, no spaces.
func (f *Form) JSON() ([]byte, error) {
	b, err := marshalPlain(f)
	if err != nil {
		return nil, err
	}
	var v any
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	return marshalPlain(v)
}

// seal computes the hash over the document without it.
func (f *Form) seal() error {
	f.Hash = ""
	b, err := f.JSON()
	if err != nil {
		return err
	}
	sum := sha256.Sum256(b)
	f.Hash = "sha256:" + hex.EncodeToString(sum[:])
	return nil
}

// ParseForm reads a compiled document. Members it does not know are an error: a
// newer node wrote it, and to leave out what was not understood changes the form.
func ParseForm(b []byte) (*Form, error) {
	f := &Form{}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(f); err != nil {
		return nil, &fault.Error{
			Kind: fault.Invalid, Op: "form.ParseForm", Key: "form.compiled.wrong", Msg: "this is not a compiled form",
			Hint: "compile the XLSForm again with this version of wasl", Err: err,
		}
	}
	if f.Schema != Schema || f.ID == "" || f.Root == "" {
		return nil, &fault.Error{
			Kind: fault.Invalid, Op: "form.ParseForm", Key: "form.compiled.wrong", Msg: "this is not a compiled form",
			Hint: "compile the XLSForm again with this version of wasl", Err: fmt.Errorf("schema %d", f.Schema),
		}
	}
	f.link()
	return f, nil
}

// link sets what is derived: parents, and the index by path.
func (f *Form) link() {
	f.index, f.order, f.owners = map[string]*Node{}, nil, nil
	var walk func(ns []*Node, parent *Node)
	walk = func(ns []*Node, parent *Node) {
		for _, n := range ns {
			n.parent = parent
			f.index[key(n.Path)] = n
			f.order = append(f.order, n)
			if slices.Contains(ownerTypes, n.Type) {
				f.owners = append(f.owners, n)
			}
			walk(n.Nodes, n)
		}
	}
	walk(f.Nodes, nil)
	f.prepare()
}

func key(path []string) string { return strings.Join(path, "/") }

// Name is the title in a language, or in the form's own, or any.
func (f *Form) Name(language string) string {
	if t := f.Title.plain(language, f.DefaultLanguage); t != "" {
		return t
	}
	return f.ID
}

// Say gives the words of one of the form's texts in a language, or in the form's
// own; what is calculated within them is left out.
func (f *Form) Say(t Texts, language string) string { return t.plain(language, f.DefaultLanguage) }

// plain gives the words of a text without its expressions.
func (t Texts) plain(languages ...string) string {
	parts, ok := []Piece(nil), false
	for _, l := range languages {
		if parts, ok = t[l]; ok && len(parts) > 0 {
			break
		}
	}
	if len(parts) == 0 {
		for _, l := range slices.Sorted(keysOf(t)) {
			parts = t[l]
			break
		}
	}
	var b strings.Builder
	for _, p := range parts {
		if p.Expr != nil {
			b.WriteString("…")
		}
		b.WriteString(p.Text)
	}
	return b.String()
}

func keysOf(t Texts) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range t {
			if !yield(k) {
				return
			}
		}
	}
}

// Questions gives every question in the order of the form.
func (f *Form) Questions() []*Node {
	var qs []*Node
	for _, n := range f.order {
		if n.Kind == Question {
			qs = append(qs, n)
		}
	}
	return qs
}

// choice finds a choice by its name.
func (f *Form) choice(list, name string) *Choice {
	if at := f.lookups[lookup{list, "name"}]; at != nil {
		if found := at[name]; len(found) > 0 {
			return &f.Lists[list][found[0]]
		}
		return nil
	}
	for i := range f.Lists[list] { // while the form is being compiled
		if f.Lists[list][i].Name == name {
			return &f.Lists[list][i]
		}
	}
	return nil
}

// Repeated tells whether the node lies in a repeat.
func (n *Node) Repeated() bool {
	for p := n.parent; p != nil; p = p.parent {
		if p.Kind == Repeat {
			return true
		}
	}
	return false
}

// XPath is the node's path as submissions write it: /data/where.
func (n *Node) XPath() string { return absolute(n.Path) }

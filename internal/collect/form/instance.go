package form

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"wasl/internal/base/fault"
)

// Element is one element of a submission.
type Element struct {
	Name     string
	Text     string
	Children []*Element
	Parent   *Element

	from, to int64 // in the XML: what lies between its tags
}

// Instance is a submission: its answers as a tree, and what names it.
type Instance struct {
	FormID       string
	Version      string
	InstanceID   string
	DeprecatedID string
	Encrypted    bool
	Root         *Element
}

func malformed(key, msg, hint string, err error) error {
	return &fault.Error{Kind: fault.Invalid, Op: "form.DecodeInstance", Key: key, Msg: msg, Hint: hint, Err: err}
}

var errLimits = errors.New("more elements, attributes or levels than a form has")

// DecodeInstance reads a submission of at most limit bytes. Document types and
// entities of its own are refused: no form writes them, and attacks do.
func DecodeInstance(r io.Reader, limit int64) (*Instance, error) {
	lr := &io.LimitedReader{R: r, N: limit + 1}
	d := xml.NewDecoder(lr)
	d.Strict = true
	d.CharsetReader = func(charset string, _ io.Reader) (io.Reader, error) {
		return nil, fmt.Errorf("charset %q", charset)
	}
	inst := &Instance{}
	err := inst.decode(d)
	if lr.N <= 0 {
		return nil, &fault.Error{
			Kind: fault.TooLarge, Op: "form.DecodeInstance", Key: "form.instance.large", Msg: "the answers are too large",
			Hint: "shorten the longest texts, or send two reports",
		}
	}
	if err != nil {
		return nil, malformed("form.instance.xml", "the answers cannot be read: they are cut short or are no form's", "send it again; if that fails, fill in the form anew", err)
	}
	if inst.FormID == "" {
		return nil, malformed("form.instance.id", "the answers do not say which form they are of", "get the form again and fill it in anew", nil)
	}
	return inst, nil
}

func (inst *Instance) decode(d *xml.Decoder) error {
	r := reader{inst: inst}
	for {
		begin := d.InputOffset()
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			if inst.Root == nil || r.at != nil {
				return io.ErrUnexpectedEOF
			}
			inst.meta()
			return nil
		}
		if err != nil {
			return err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			err = r.start(t, d.InputOffset())
		case xml.EndElement:
			r.end(begin)
		case xml.CharData:
			r.text = append(r.text, t...)
		case xml.Directive:
			err = errors.New("a document type is not allowed")
		}
		if err != nil {
			return err
		}
	}
}

// reader is where decoding stands.
type reader struct {
	inst            *Instance
	at              *Element
	text            []byte // of the element at, so far: comments may lie between its pieces
	elements, depth int
}

func (r *reader) start(t xml.StartElement, from int64) error {
	r.elements++
	r.depth++
	if r.elements > maxInstanceElements || r.depth > maxInstanceDepth || len(t.Attr) > maxAttributes || r.at == nil && r.inst.Root != nil {
		return errLimits
	}
	e := &Element{Name: t.Name.Local, Parent: r.at, from: from}
	switch {
	case r.at == nil:
		r.inst.Root = e
		r.inst.rootAttributes(t.Attr)
	case !template(t.Attr):
		r.at.Children = append(r.at.Children, e)
	}
	r.at, r.text = e, r.text[:0]
	return nil
}

func (r *reader) end(at int64) {
	r.at.to = at
	if len(r.at.Children) == 0 {
		r.at.Text = string(r.text)
	}
	r.depth--
	r.at, r.text = r.at.Parent, r.text[:0]
}

// template tells the empty copy of a repeat that some clients send.
func template(attrs []xml.Attr) bool {
	for _, a := range attrs {
		if a.Name.Local == "template" {
			return true
		}
	}
	return false
}

func (inst *Instance) rootAttributes(attrs []xml.Attr) {
	for _, a := range attrs {
		switch {
		case a.Name.Local == "id" && a.Name.Space == "":
			inst.FormID = a.Value
		case a.Name.Local == "version" && a.Name.Space == "":
			inst.Version = a.Value
		case a.Name.Local == "encrypted" && a.Value == "yes":
			inst.Encrypted = true
		}
	}
}

func (inst *Instance) meta() {
	for _, c := range inst.Root.Children {
		if c.Name != "meta" {
			continue
		}
		for _, m := range c.Children {
			switch v := strings.TrimSpace(m.Text); m.Name {
			case "instanceID":
				inst.InstanceID = v
			case "deprecatedID":
				inst.DeprecatedID = v
			}
		}
	}
}

// Value is the text of the first element of that name that has one, wherever it
// stands: what the node reads of every form goes by name.
func (inst *Instance) Value(name string) string { return valueIn(inst.Root, name) }

func valueIn(e *Element, name string) string {
	for _, c := range e.Children {
		if c.Name == name && len(c.Children) == 0 {
			if v := strings.TrimSpace(c.Text); v != "" {
				return v
			}
		}
		if c.Name == "meta" {
			continue
		}
		if v := valueIn(c, name); v != "" {
			return v
		}
	}
	return ""
}

func (e *Element) child(name string) *Element {
	for _, c := range e.Children {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// chain is the element's ancestors from the root down to itself.
func (e *Element) chain() []*Element {
	var up []*Element
	for ; e != nil; e = e.Parent {
		up = append(up, e)
	}
	for i, j := 0, len(up)-1; i < j; i, j = i+1, j-1 {
		up[i], up[j] = up[j], up[i]
	}
	return up
}

// position is the element's place among its siblings of the same name, from 1.
func (e *Element) position() int {
	if e.Parent == nil {
		return 1
	}
	n := 0
	for _, c := range e.Parent.Children {
		if c.Name == e.Name {
			n++
		}
		if c == e {
			return n
		}
	}
	return n
}

// holds tells whether the element or one in it has an answer.
func (e *Element) holds() bool {
	if len(e.Children) == 0 {
		return e.Text != ""
	}
	for _, c := range e.Children {
		if c.holds() {
			return true
		}
	}
	return false
}

// value is the element's answer.
func (e *Element) value() string {
	if len(e.Children) == 0 {
		return e.Text
	}
	var b strings.Builder
	for _, c := range e.Children {
		b.WriteString(c.value())
	}
	return b.String()
}

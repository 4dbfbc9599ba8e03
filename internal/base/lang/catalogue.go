package lang

import (
	"embed"
	"encoding/json"
	"fmt"
	"path"
	"strings"
	"sync"

	"wasl/internal/base/fault"
)

//go:embed catalogue
var files embed.FS

// catalogue holds what is said by key, for each language but English, which
// stands in the code.
type catalogue map[Language]map[string]string

var load = sync.OnceValues(func() (catalogue, error) { return read(files) })

// read loads catalogue/<package>.<language>.json. The files are part of the
// binary: an error is one of whoever built it, and the tests find it.
func read(fs embed.FS) (catalogue, error) {
	c := catalogue{Arabic: {}, French: {}}
	entries, err := fs.ReadDir("catalogue")
	if err != nil {
		return c, err
	}
	for _, e := range entries {
		name := e.Name()
		stem, isJSON := strings.CutSuffix(name, ".json")
		_, tag, named := strings.Cut(stem, ".")
		said := c[Language(tag)]
		if !isJSON || !named || said == nil {
			return c, fmt.Errorf("catalogue/%s: name it package.ar.json or package.fr.json", name)
		}
		b, err := fs.ReadFile(path.Join("catalogue", name))
		if err != nil {
			return c, err
		}
		var m map[string]string
		if err := json.Unmarshal(b, &m); err != nil {
			return c, fmt.Errorf("catalogue/%s: %w", name, err)
		}
		for k, v := range m {
			if _, twice := said[k]; twice {
				return c, fmt.Errorf("catalogue/%s: %s is said elsewhere too", name, k)
			}
			said[k] = v
		}
	}
	return c, nil
}

// Check reports a catalogue that cannot be read; a node asks before it starts.
func Check() error {
	_, err := load()
	return err
}

// Say gives the sentence of key in l with args in the places {0}, {1}, ...; where
// the catalogue lacks it, english.
func Say(l Language, key, english string, args ...string) string {
	c, _ := load() // what could be read is there, and Check told the rest
	if s := c[l][key]; s != "" {
		english = s
	}
	return fault.Fill(english, args)
}

// Texts gives the sentence of key in every language that the node speaks.
func Texts(key, english string, args ...string) Text {
	t := Text{}
	for _, l := range All() {
		t[l] = Say(l, key, english, args...)
	}
	return t
}

// Fault gives what the user reads of f in l: what is wrong, and what to do about
// it, which may be "". A fault without words of its own speaks by its kind.
func Fault(l Language, f *fault.Error) (message, hint string) {
	if f.Msg == "" || f.Kind == fault.Internal {
		m := kinds[f.Kind]
		key := "fault." + f.Kind.String()
		return Say(l, key, m.msg), Say(l, key+".hint", m.hint)
	}
	message = Say(l, f.Key, f.Msg, f.Args...)
	if f.Hint != "" {
		hint = Say(l, f.Key+".hint", f.Hint, f.Args...)
	}
	return message, hint
}

// kinds are the words of a fault that says nothing more of itself. Those of an
// internal fault are all that a user ever learns of it.
var kinds = map[fault.Kind]struct{ msg, hint string }{
	fault.Internal:    {"something went wrong inside the node", "try again; if it happens once more, tell whoever runs the node, and when it was"},
	fault.Invalid:     {"the node cannot take this as it stands", "check what was filled in"},
	fault.Denied:      {"you may not do this", "ask your administrator if your work needs it"},
	fault.Missing:     {"there is no such thing, or none that you may see", "check the number or the address"},
	fault.Conflict:    {"somebody else changed it first", "look at it anew, then decide again"},
	fault.Offline:     {"the other side cannot be reached", "try again later; nothing is lost"},
	fault.Unknown:     {"nobody is signed in", "sign in again"},
	fault.Throttled:   {"too many tries", "wait a few minutes, then try again"},
	fault.TooLarge:    {"this is too large", "send less at once"},
	fault.Unsupported: {"this kind of content is not understood", "send it in another format"},
	fault.Full:        {"the node's disk is full, so nothing was kept", "keep what you have and send it again later; whoever runs the node must make room"},
}

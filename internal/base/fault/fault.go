// Package fault is how wasl says that something went wrong: to the caller, to
// the user in their language, to the operator, and to another node over the wire.
package fault

import (
	"errors"
	"fmt"
	"strings"
)

// A Kind is the class of a fault. Nodes exchange kinds, so the list only grows
// at its end and no number is ever given a second meaning.
type Kind uint8

// The kinds of fault.
const (
	Internal    Kind = iota // a bug or a broken disk; the user sees no detail
	Invalid                 // the request can never succeed as it stands
	Denied                  // the actor may not do this, or may not know
	Missing                 // no such thing, or none the actor may see
	Conflict                // somebody else changed it first
	Offline                 // a peer or service cannot be reached; try later
	Unknown                 // nobody has signed in, or the session ended
	Throttled               // too many tries; wait and try again
	TooLarge                // over a named limit
	Unsupported             // a type of content that is not understood
	Full                    // the node's disk is full; nothing was kept
)

var kindNames = [...]string{
	"internal", "invalid", "denied", "missing", "conflict", "offline",
	"unauthenticated", "throttled", "too_large", "unsupported", "full",
}

// String is the kind's name on the wire.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "internal"
}

// Kinds lists every kind, in the order of their numbers.
func Kinds() []Kind {
	ks := make([]Kind, len(kindNames))
	for i := range ks {
		ks[i] = Kind(i)
	}
	return ks
}

// Error is a fault. Msg and Hint are for the user, in English; Key finds the
// same sentences in French and Arabic (package lang). {0}, {1}, ... in them
// stand for Args. Err is for the operator and never leaves the node.
type Error struct {
	Kind Kind
	Op   string // where, as package.Func
	Key  string // package.thing.problem
	Msg  string
	Hint string // what the user can do about it
	Args []string
	Err  error
}

// Error says everything known, for the operator's log.
func (e *Error) Error() string {
	var b strings.Builder
	if e.Op != "" {
		b.WriteString(e.Op + ": ")
	}
	if e.Msg != "" {
		b.WriteString(Fill(e.Msg, e.Args))
	} else {
		b.WriteString(e.Kind.String())
	}
	if e.Err != nil {
		fmt.Fprintf(&b, ": %v", e.Err)
	}
	return b.String()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Fill puts args in the places {0}, {1}, ... of text.
func Fill(text string, args []string) string {
	if len(args) == 0 || !strings.Contains(text, "{") {
		return text
	}
	pairs := make([]string, 0, 2*len(args))
	for i, a := range args {
		pairs = append(pairs, fmt.Sprintf("{%d}", i), a)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// KindOf is the kind of the outermost fault in err's chain, or Internal.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// Is tells whether err is a fault of kind k.
func Is(err error, k Kind) bool { return err != nil && KindOf(err) == k }

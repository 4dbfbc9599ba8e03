// Package report keeps what people reported. A report is never edited: a
// correction is a new revision that stands beside the one it puts right, and
// sending the same report twice is harmless.
package report

import (
	"time"

	"wasl/internal/base/record"
)

// Limits of a report, in bytes unless said otherwise.
const (
	MaxXML   = 1 << 20  // a form of 2,000 long answers stays below half of it
	MaxFile  = 50 << 20 // a video of a minute
	MaxFiles = 1000     // of a report, however many posts they come in: a repeat of 50 with 20 pictures each
	MaxName  = 255      // of a file: what every file system takes
	MaxText  = 480      // of the one-line summary: one SMS, concatenated three times
	MaxBegin = 320      // of the excerpt that lists show: two lines of a wide list
)

// Channel is the way by which a report came in.
type Channel string

// The channels.
const (
	App      Channel = "app"      // the reporter app
	OpenRosa Channel = "openrosa" // ODK Collect, KoboCollect
	API      Channel = "api"      // a program
	CSV      Channel = "csv"      // an imported file
	Operator Channel = "operator" // a call or a walk-in, entered by a person
)

// Channels lists every channel.
func Channels() []Channel { return []Channel{App, OpenRosa, API, CSV, Operator} }

// Urgency is how fast a report must be looked at, as its sender or a desk says.
type Urgency string

// The urgencies, the most pressing first.
const (
	Now     Urgency = "now" // life is at risk
	Soon    Urgency = "soon"
	Routine Urgency = "routine"
)

// Rank orders urgencies: 0 is the most pressing.
func (u Urgency) Rank() int {
	switch u {
	case Now:
		return 0
	case Soon:
		return 1
	default: // Routine, and what is none
		return 2
	}
}

// ParseUrgency reads an urgency; what is not one is routine.
func ParseUrgency(s string) (Urgency, bool) {
	switch u := Urgency(s); u {
	case Now, Soon, Routine:
		return u, true
	}
	return Routine, false
}

// Point is a place on the earth in degrees (WGS 84), with the radius in metres
// that the device gave for it, 0 where it gave none.
type Point struct {
	Lat      float64 `json:"lat"`
	Lon      float64 `json:"lon"`
	Accuracy float64 `json:"accuracy,omitempty"`
}

// Valid tells whether the point lies on the earth.
func (p Point) Valid() bool {
	return p.Lat >= -90 && p.Lat <= 90 && p.Lon >= -180 && p.Lon <= 180 && p.Accuracy >= 0
}

// PlaceRef names a place by its code and the version of the list it is from:
// Mauritania's codes were renumbered between two lists.
type PlaceRef struct {
	List string `json:"list"`
	Code string `json:"code"`
}

// File is an attachment whose bytes the blob store holds.
type File struct {
	Name string `json:"name"`
	Type string `json:"type"`
	Size int64  `json:"size"`
	Ref  string `json:"ref"`
	Sum  string `json:"sum"` // SHA-256 of the content, hex
}

// Body is a report as the ledger keeps it: the answers as they came, and what
// the node read from them that lists, maps and search go by.
type Body struct {
	V        int       `json:"v"`
	Form     string    `json:"form"`
	Version  string    `json:"version"`
	Language string    `json:"language"`
	Channel  Channel   `json:"channel"`
	XML      string    `json:"xml"`
	Receipt  string    `json:"receipt"`
	Source   record.ID `json:"source"`            // an opaque reference: who it is stands in the vault alone
	Replaces record.ID `json:"replaces,omitzero"` // the instance that this one puts right
	Late     bool      `json:"late,omitempty"`    // it came after the one that puts it right: kept, and holds no more
	Reason   string    `json:"reason,omitempty"`  // why a desk corrected it

	Kind    string     `json:"kind,omitempty"`
	Title   string     `json:"title,omitempty"`
	Excerpt string     `json:"excerpt,omitempty"` // how the telling begins, beyond the title: what lists show
	Text    string     `json:"text,omitempty"`    // all that is written, for search
	When    *time.Time `json:"when,omitempty"`
	Place   *PlaceRef  `json:"place,omitempty"`
	Point   *Point     `json:"point,omitempty"`
	Urgency Urgency    `json:"urgency"`
	Dead    int        `json:"dead,omitempty"`
	Injured int        `json:"injured,omitempty"`
	Missing int        `json:"missing,omitempty"`

	Files    []File   `json:"files,omitempty"`
	Problems []string `json:"problems,omitempty"` // what does not fit the form: kept and shown, not refused

	Quarantine bool `json:"quarantine,omitempty"` // it came in a flood: kept apart until a desk has looked at it
}

// bodyVersion is written into every body; apply reads all up to it.
const bodyVersion = 1

// Incoming is a report as an intake hands it over: read, checked against its
// form, its files in the blob store.
type Incoming struct {
	ID       record.ID // of the first instance id that the device gave it
	Replaces record.ID // of the instance it corrects; zero for a new report
	Unit     record.ID // who is to look at it
	TLP      record.TLP
	Author   record.ID // the source reference, or the operator's account
	Body     Body      // without Receipt
}

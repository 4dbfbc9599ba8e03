package rule

import (
	"time"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/search"
	"wasl/internal/network/place"
)

// Facts are what rules look at of a report that has come to a desk.
type Facts struct {
	Kind, Form, Language string
	Urgency              report.Urgency
	Channel              report.Channel
	Unit                 record.ID // of the desk
	Place                report.PlaceRef
	At                   time.Time // received
	Dead                 int
	Injured              int
	Missing              int
	Text                 string // all that is written, the title first

	read func() *search.Text // reads Text once for all; nil: as it stands
}

// factsOf reads them from a report's revision.
func factsOf(rev ledger.Revision, b *report.Body) Facts {
	f := Facts{
		Kind: b.Kind, Form: b.Form, Language: b.Language, Urgency: b.Urgency, Channel: b.Channel, Unit: rev.Handling.Unit, At: rev.At.Time(),
		Dead: b.Dead, Injured: b.Injured, Missing: b.Missing, Text: b.Title + "\n" + b.Text,
		read: func() *search.Text { return report.Words(rev, b) },
	}
	if b.Place != nil {
		f.Place = *b.Place
	}
	return f
}

// stems are the words of the text as the index has them.
func (f *Facts) stems() []string {
	if f.read != nil {
		return f.read().Stems()
	}
	return search.Stems(f.Text)
}

// matter is a report as the rules of one set look at it: where it lies and which of
// their words it has are found once for all of them.
type matter struct {
	*Facts
	units  []record.ID // the desk and those above it
	places []place.Ref // its place and those that it lies in
	stems  []int32     // numbers of the set's stems in the order of the text; unknown for others
	has    []bool      // by number of a stem
}

const unknown = -1

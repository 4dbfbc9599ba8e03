package corroborate

import (
	"cmp"
	"math"
	"slices"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/search"
	"wasl/internal/keep/store"
	"wasl/internal/triage/queue"
)

// Bounds of a search. What is beyond them is not looked at, and the answer says
// so; together they keep it below 50 ms at a million reports.
const (
	nearPlace  = 100 // of a place by name, before and after
	nearSquare = 40  // of a square of the map and each around it, and of what has no place, before and after
	nearTime   = 150 // of all, where the account has no place, before and after
	perMark    = 60  // who name one plate, telephone or person, the newest
	perBand    = 12  // in one band and season
	perWord    = 24  // who have one word: a word that more have is common
	maxWords   = 32  // words asked for, the longest first
	maxFull    = 24  // compared in full
	seasons    = 12  // looked back for copies: two years
)

// Shown is the score from which a match is worth a person's look: below it stands
// what merely happened around the same time.
const Shown = 0.4

// Sight is what whoever asks may see.
type Sight struct {
	Reports  policy.Filter                             // as for a list
	Incident func(tx *store.Tx, t Thing) (bool, error) // nil: none
}

// Match is a thing that may tell of the same.
type Match struct {
	Thing   Thing
	Score   float64 // from 0 to 1
	Reasons []Reason
}

// Found are matches, the likeliest first.
type Found struct {
	Matches []Match
	// Looked is how many things were looked at. Cut says that there were more
	// around the same place and time; Within is how far from it in time all were.
	Looked int
	Cut    bool
	Within time.Duration
}

// Find looks for what may tell of the same as an account. self is left out.
func Find(tx *store.Tx, self Thing, a Account, sight Sight) (Found, error) {
	f := &finder{tx: tx, self: self, account: a, traits: traitsOf(a), sight: sight, seen: map[Thing]*candidate{}, within: math.MaxInt64}
	for _, look := range []func() error{f.around, f.meanwhile, f.named, f.copies, f.worded} {
		if err := look(); err != nil {
			return Found{}, err
		}
	}
	return f.judge()
}

// candidate is a thing that was come across.
type candidate struct {
	thing  Thing
	traits *traits // nil: it may not be seen
	first  float64 // what its traits alone say
	words  int     // rare words in common
}

type finder struct {
	tx      *store.Tx
	self    Thing
	account Account
	traits  *traits
	sight   Sight

	seen   map[Thing]*candidate
	gist   *gist
	rarity map[string]float64 // bits that a word of the account tells
	within int64              // milliseconds
	cut    bool
}

// around looks at what happened near in place and time.
func (f *finder) around() error {
	for i, spot := range f.neighbourhood() {
		most := nearSquare
		if i == 0 && f.account.Place.Code != "" {
			most = nearPlace
		}
		for _, side := range [...]string{sinceSQL, untilSQL} {
			if err := f.side(spot, side, most); err != nil {
				return err
			}
		}
	}
	return nil
}

// neighbourhood is the place, what has none, the square, and the eight squares
// around it.
func (f *finder) neighbourhood() (spots []int64) {
	if f.account.Place.Code != "" {
		spots = append(spots, placeSpot(f.account.Place))
	}
	spots = append(spots, nowhere)
	if f.account.Point == nil {
		return spots
	}
	x, y := squareOf(f.account.Point)
	for dy := int64(-1); dy <= 1; dy++ {
		for dx := int64(-1); dx <= 1; dx++ {
			spots = append(spots, square(x+dx, y+dy))
		}
	}
	return spots
}

// seenBy is what of a report's place in the queue says who may see it.
const seenBy = "q.unit, q.tlp, q.assignee, q.state"

// What happened at a spot since a time and until it, from there on.
const (
	spotSQL  = "SELECT " + traitColumns + ", " + seenBy + " FROM spots s JOIN traits t ON t.n = s.n LEFT JOIN queue q ON q.n = s.n WHERE s.spot = ?1"
	sinceSQL = spotSQL + " AND s.at >= ?2 ORDER BY s.at LIMIT ?3"
	untilSQL = spotSQL + " AND s.at < ?2 ORDER BY s.at DESC LIMIT ?3"
)

// side looks at one side of a spot's order of time.
func (f *finder) side(spot int64, sql string, most int) error {
	rows := f.tx.Query(sql, spot, f.traits.at, most)
	defer rows.Close()
	n, visible, last := 0, 0, int64(0)
	for rows.Next() {
		c, err := f.scan(rows)
		if err != nil {
			return err
		}
		if n++; c.traits != nil {
			visible++
			last = c.traits.at
		}
	}
	// That there is more is told only where what there is may be seen: how much
	// happens at a place is not everybody's to know.
	if n == most && visible > most/2 {
		f.cut = true
		f.within = min(f.within, max(last-f.traits.at, f.traits.at-last))
	}
	return rows.Err()
}

// What came since a time and until it, from there on.
const (
	sinceTimeSQL = "SELECT n FROM queue INDEXED BY queue_time WHERE at >= ? ORDER BY at LIMIT ?"
	untilTimeSQL = "SELECT n FROM queue INDEXED BY queue_time WHERE at < ? ORDER BY at DESC LIMIT ?"
)

// meanwhile looks at what came about the same time, wherever it was, for an account
// that has no place.
func (f *finder) meanwhile() error {
	if f.account.Point != nil || f.account.Place.Code != "" {
		return nil
	}
	for _, sql := range [...]string{sinceTimeSQL, untilTimeSQL} {
		numbers, err := list(f.tx.Query(sql, f.traits.at, nearTime))
		if err == nil {
			err = f.takeAll(numbers)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// scan takes in a row of traits.
func (f *finder) scan(rows *store.Rows) (*candidate, error) {
	var unit, assignee *record.ID
	var tlp, state *int64
	t, r, err := scanTraits(rows, &unit, &tlp, &assignee, &state)
	if err != nil {
		return nil, err
	}
	if c := f.seen[t]; c != nil {
		return c, nil
	}
	c := &candidate{thing: t}
	f.seen[t] = c
	if t == f.self {
		return c, nil
	}
	visible := false
	switch {
	case t.Incident():
		if f.sight.Incident != nil {
			visible, err = f.sight.Incident(f.tx, t)
		}
	case unit != nil && tlp != nil && state != nil:
		visible = *state != int64(queue.Quarantine) && f.sight.Reports.Match(*unit, record.TLP(*tlp), assignee)
	}
	if visible {
		c.traits = r
	}
	return c, err
}

const takeSQL = "SELECT " + traitColumns + ", " + seenBy + " FROM traits t LEFT JOIN queue q ON q.n = t.n WHERE t.n = ?"

// take looks at a thing by its number.
func (f *finder) take(n int64) (*candidate, error) {
	if c := f.seen[Thing(n)]; c != nil {
		return c, nil
	}
	rows := f.tx.Query(takeSQL, n)
	defer rows.Close()
	if !rows.Next() {
		return &candidate{thing: Thing(n)}, rows.Err()
	}
	return f.scan(rows)
}

func (f *finder) takeAll(numbers []int64) error {
	for _, n := range numbers {
		if _, err := f.take(n); err != nil {
			return err
		}
	}
	return nil
}

// named looks at what names the same plate, telephone or person, whenever it was.
func (f *finder) named() error {
	for _, m := range f.traits.marks {
		numbers, err := list(f.tx.Query("SELECT n FROM marks WHERE mark = ? ORDER BY n DESC LIMIT ?", m, perMark))
		if err == nil {
			err = f.takeAll(numbers)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// copies looks at texts that may be copies, up to two years back.
func (f *finder) copies() error {
	now := seasonOf(f.traits.at)
	for _, band := range f.traits.sketch.bands() {
		for season := now + 1; season > now-seasons; season-- {
			numbers, err := list(f.tx.Query("SELECT n FROM bands WHERE season = ? AND band = ? ORDER BY n DESC LIMIT ?", season, band, perBand))
			if err == nil {
				err = f.takeAll(numbers)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// worded looks at what has the same rare words, and learns how rare each word is.
func (f *finder) worded() error {
	f.gist, f.rarity = gistOf(f.account.Told), map[string]float64{}
	var all int64
	if err := f.tx.Row("SELECT coalesce(max(n), 1) FROM reports").Scan(&all); err != nil {
		return err
	}
	for _, stem := range f.askedFor() {
		numbers, err := search.Having(f.tx, stem, perWord)
		if err != nil {
			return err
		}
		if len(numbers) == perWord {
			continue
		}
		f.rarity[stem] = math.Log2(float64(all+1) / float64(len(numbers)+1))
		for _, n := range numbers {
			c, err := f.take(n)
			if err != nil {
				return err
			}
			c.words++
		}
	}
	return nil
}

// leastLetters is the length in bytes of a word that may be rare: of shorter ones
// nearly all are in every text.
const leastLetters = 4

// askedFor are the words of the account that may be rare, the longest first.
func (f *finder) askedFor() []string {
	l, asked := words(), map[string]bool{}
	var stems []string
	for _, s := range f.gist.stems {
		_, known := l.stems[s]
		_, counted := l.counts[s]
		if !known && !counted && !asked[s] && len(s) >= leastLetters {
			asked[s] = true
			stems = append(stems, s)
		}
	}
	slices.SortStableFunc(stems, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	return stems[:min(len(stems), maxWords)]
}

func list(rows *store.Rows) (numbers []int64, err error) {
	for rows.Next() {
		var n int64
		if err := rows.Scan(&n); err != nil {
			return nil, err
		}
		numbers = append(numbers, n)
	}
	return numbers, rows.Err()
}

// judge compares the likeliest in full.
func (f *finder) judge() (Found, error) {
	var all []*candidate
	for _, c := range f.seen {
		if c.traits != nil {
			c.first = f.glance(c)
			all = append(all, c)
		}
	}
	slices.SortFunc(all, func(x, y *candidate) int {
		return cmp.Or(cmp.Compare(y.first, x.first), cmp.Compare(y.thing, x.thing))
	})
	found := Found{Looked: len(all), Cut: f.cut}
	if f.cut {
		found.Within = time.Duration(f.within) * time.Millisecond
	}
	own := f.telling()
	for _, c := range all[:min(len(all), maxFull)] {
		other, err := accountOf(f.tx, c)
		if err != nil {
			return Found{}, err
		}
		m := compare(own, other.telling(), f.rarity)
		m.Thing = c.thing
		found.Matches = append(found.Matches, m)
	}
	slices.SortFunc(found.Matches, func(x, y Match) int {
		return cmp.Or(cmp.Compare(y.Score, x.Score), cmp.Compare(y.Thing, x.Thing))
	})
	return found, nil
}

// telling is the account that is asked about, ready to be compared.
func (f *finder) telling() *teller {
	return &teller{account: f.account, gist: f.gist, marks: marksOf(&f.account)}
}

// accountOf gives the account of a candidate from the tables. An incident's words
// are what it is indexed by.
func accountOf(tx *store.Tx, c *candidate) (a Account, err error) {
	r := c.traits
	a = Account{
		Kind: r.kind, From: time.UnixMilli(r.at).UTC(), To: time.UnixMilli(r.till).UTC(), Place: r.place, Point: r.point,
	}
	if a.Text, err = search.TextOf(tx, int64(c.thing)); err != nil {
		return a, err
	}
	if a.Told = a.Text; c.thing.Incident() {
		return a, nil
	}
	var title, excerpt, channel string
	err = tx.Row("SELECT title, excerpt, source, channel, dead, injured, missing FROM reports WHERE n = ?", int64(c.thing)).
		Scan(&title, &excerpt, &a.Source, &channel, &a.Dead, &a.Hurt, &a.Lost)
	a.Told, a.Channel = title+"\n"+excerpt, report.Channel(channel)
	return a, err
}

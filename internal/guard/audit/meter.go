package audit

import (
	"sync"
	"time"

	"wasl/internal/base/record"
)

// Lists, maps and searches show little of each report, but of many. How many
// different ones somebody was shown in an hour is counted in memory: a restart
// forgets it, which a reader cannot bring about.
const (
	alarmShown = 3_000  // sixty full pages
	maxShown   = 10_000 // beyond it lists stop until the hour is over
	// maxReaders bounds the readers remembered: more do not work in one hour.
	maxReaders = 2_000
)

// Meter counts what readers were shown. It is safe for use by many goroutines.
type Meter struct {
	clock func() time.Time

	mu      sync.Mutex // guards what follows
	hour    int64
	readers map[record.ID]map[int64]struct{}
}

// NewMeter makes a meter.
func NewMeter(clock func() time.Time) *Meter { return &Meter{clock: clock} }

// Show counts reports, by number, that a reader is about to be shown. alarm tells
// that they are more than usual, now for the first time in this hour; stopped
// that they are too many to be shown.
func (m *Meter) Show(reader record.ID, reports []int64) (n int, alarm, stopped bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if hour := hourOf(m.clock().UnixMilli()); hour != m.hour || len(m.readers) >= maxReaders {
		m.hour, m.readers = hour, map[record.ID]map[int64]struct{}{}
	}
	seen := m.readers[reader]
	if seen == nil {
		seen = map[int64]struct{}{}
		m.readers[reader] = seen
	}
	before := len(seen)
	for _, r := range reports {
		if _, known := seen[r]; !known && len(seen) >= maxShown {
			return len(seen), false, true
		}
		seen[r] = struct{}{}
	}
	return len(seen), before < alarmShown && len(seen) >= alarmShown, false
}

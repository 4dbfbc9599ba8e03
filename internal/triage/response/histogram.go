package response

import (
	"encoding/binary"
	"sort"
	"time"

	"wasl/internal/keep/store"
)

// bounds are the upper ends of the intervals in which times are counted, chosen as
// people say them: within a quarter of an hour, within a day. The last interval has
// no end. Ledgers do not hold them: tables made again follow a change.
var bounds = [...]time.Duration{
	5 * time.Minute, 10 * time.Minute, 15 * time.Minute, 30 * time.Minute, 45 * time.Minute,
	time.Hour, 90 * time.Minute, 2 * time.Hour, 3 * time.Hour, 4 * time.Hour, 6 * time.Hour, 8 * time.Hour, 12 * time.Hour, 18 * time.Hour,
	day, 36 * time.Hour, 2 * day, 3 * day, 4 * day, 5 * day, 7 * day, 10 * day, 14 * day, 21 * day, 30 * day, 60 * day, 90 * day,
}

const day = 24 * time.Hour

// buckets is how many intervals there are.
const buckets = len(bounds) + 1

func bucketOf(d time.Duration) int {
	return sort.Search(len(bounds), func(i int) bool { return d <= bounds[i] })
}

// Histogram is how many reports took how long.
type Histogram [buckets]int

// N is how many reports there are.
func (h *Histogram) N() (n int) {
	for _, c := range h {
		n += c
	}
	return n
}

// Within is the time within which a part of the reports got there: half of them for
// 0.5. It is the upper end of the interval, so that it can be said as it is; false
// where there are none, or it is longer than the last end.
func (h *Histogram) Within(part float64) (time.Duration, bool) {
	n := h.N()
	if n == 0 {
		return 0, false
	}
	seen := 0
	for i, c := range h {
		if seen += c; float64(seen) >= part*float64(n) {
			if i == len(bounds) {
				return bounds[len(bounds)-1], false
			}
			return bounds[i], true
		}
	}
	return 0, false
}

func (h *Histogram) plus(o *Histogram) {
	for i, c := range o {
		h[i] += c
	}
}

// encode writes the counts one after the other, four bytes each.
func (h *Histogram) encode() []byte {
	b := make([]byte, 0, 4*buckets)
	for _, c := range h {
		b = binary.BigEndian.AppendUint32(b, uint32(max(c, 0))) //nolint:gosec // reports of one unit in one month
	}
	return b
}

func decode(b []byte) (h Histogram) {
	for i := range h {
		if len(b) >= 4*i+4 {
			h[i] = int(binary.BigEndian.Uint32(b[4*i:]))
		}
	}
	return h
}

// add counts one report more or less in a cell.
func (c cell) add(tx *store.Tx, by int) error {
	key := []any{c.month, c.unit, int(c.stage), c.urgency, c.tlp}
	var raw []byte
	err := tx.Row("SELECT counts FROM response_times WHERE month = ? AND unit = ? AND stage = ? AND urgency = ? AND tlp = ?", key...).Scan(&raw)
	if err != nil && !store.None(err) {
		return err
	}
	h := decode(raw)
	h[c.bucket] += by
	if h.N() == 0 {
		return tx.Exec("DELETE FROM response_times WHERE month = ? AND unit = ? AND stage = ? AND urgency = ? AND tlp = ?", key...)
	}
	return tx.Exec("INSERT OR REPLACE INTO response_times (month, unit, stage, urgency, tlp, counts) VALUES (?, ?, ?, ?, ?, ?)", append(key, h.encode())...)
}

// wait counts the report among those that wait at its unit, or takes it off.
func (m *mark) wait(tx *store.Tx, by int) error {
	w := m.waits()
	if w == [stages]int{} {
		return nil
	}
	err := tx.Exec(`INSERT INTO response_waiting (unit, urgency, tlp, taken_up, decided, acted, closed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
		ON CONFLICT DO UPDATE SET taken_up = taken_up + ?4, decided = decided + ?5, acted = acted + ?6, closed = closed + ?7`,
		m.unit, m.urgency, m.tlp, by*w[TakenUp], by*w[Decided], by*w[Acted], by*w[Ended])
	if err != nil || by > 0 {
		return err
	}
	return tx.Exec("DELETE FROM response_waiting WHERE unit = ? AND urgency = ? AND tlp = ? AND taken_up + decided + acted + closed = 0", m.unit, m.urgency, m.tlp)
}

// Package flood lets a node go on serving people while somebody floods it. What
// is open to everybody has a quota for each source; beyond it, and for all while
// a flood is on, a request costs work: a small riddle that a phone solves in a
// second, and that is dear to whoever sends thousands. Honest people behind a
// shared address are thus slowed down and never locked out.
//
// A source is counted under a keyed hash of its address in memory. The key is
// drawn anew each day and at each start, so that no address can be told from
// what is kept, and nothing of it reaches a disk.
package flood

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"io"
	"math/bits"
	"strconv"
	"strings"
	"sync"
	"time"

	"wasl/internal/base/fault"
)

// Kind is what a request costs a node.
type Kind int

// The kinds.
const (
	Report  Kind = iota // a report or a word: counted one by one
	Upload              // an attachment: counted in bytes
	Receipt             // a receipt that is asked for
	Read                // what is open to the public
	Roll                // what a phone with a pass says: counted in marks and people
	guess               // a receipt that is wrong
	kinds
)

// quota is how much of a kind a source may do at once, and how much of it comes
// back in an hour.
type quota struct {
	burst, hourly int64
}

// quotas are what one address may do for free. It may be a whole town's: the
// country's networks put thousands of phones behind one.
var quotas = [kinds]quota{
	Report:  {120, 600},
	Upload:  {500 << 20, 500 << 20},
	Receipt: {120, 600},
	Read:    {1200, 12_000}, // a town looks at a warning at once
	// Ten rolls of a forum of a thousand, twice over. Whoever finds a phone with a pass
	// fills no disk with it: these are 12 MB in the ledger.
	Roll:  {20_000, 20_000},
	guess: {10, 40}, // ten slips of the finger
}

// Limits of the whole.
const (
	// crowded is how many reports in a minute mean a flood: a country's whole
	// network in its worst hour sends half of it.
	crowded = 300
	// maxSources bounds what is remembered, some 5 MB; then the oldest half goes.
	maxSources = 50_000
	// quarantined is how many reports a source may be over its quota before what
	// it sends waits in quarantine.
	quarantined = 100
	// keyLife is how long a source is the same.
	keyLife = 24 * time.Hour
)

// The riddle: a number that makes the hash of challenge and number begin with so
// many zero bits.
const (
	leastBits = 14 // 16,000 tries: a second on a phone of 2018 in plain JavaScript
	mostBits  = 20 // 1,000,000: a minute, and minutes on the slowest
	// riddleLife is how long a riddle may take: the slowest phone on the worst line.
	riddleLife = 10 * time.Minute
	// maxSolved bounds the riddles remembered as solved. Each costs its solver
	// work, so that filling it is dear.
	maxSolved = 100_000
)

// Options says what the gate stands on.
type Options struct {
	Clock  func() time.Time
	Random io.Reader
}

// Gate counts, and asks for work. It is safe for use by many goroutines.
type Gate struct {
	opt    Options
	secret []byte // under which riddles are made: nobody brings one of their own

	mu      sync.Mutex // guards what follows
	key     []byte     // under which sources are hashed
	keyed   time.Time
	sources map[[16]byte]*source
	solved  map[[16]byte]time.Time
	minute  time.Time // that count is of
	count   int
	before  int // of the minute before
	guesses window
}

type source struct {
	left [kinds]float64 // below zero: over the quota
	at   time.Time
}

// New makes a gate.
func New(opt Options) *Gate {
	if opt.Random == nil {
		opt.Random = rand.Reader
	}
	g := &Gate{opt: opt, sources: map[[16]byte]*source{}, solved: map[[16]byte]time.Time{}}
	g.secret = g.draw(32)
	return g
}

func (g *Gate) draw(n int) []byte {
	b := make([]byte, n)
	if _, err := io.ReadFull(g.opt.Random, b); err != nil {
		panic("flood: no randomness: " + err.Error())
	}
	return b
}

// BusyError is the fault of a request that the node takes only with work done for it.
type BusyError struct {
	Fault     *fault.Error
	Challenge string
	Bits      int
}

// Error is the fault's.
func (b *BusyError) Error() string { return b.Fault.Error() }

// Unwrap gives the fault.
func (b *BusyError) Unwrap() error { return b.Fault }

// Pass is what a request that was let through brings along.
type Pass struct {
	Quarantine bool // its source is far over its quota: what it sends is to wait
}

// Enter lets a request of n in, or faults with BusyError: then the riddle is to be
// solved, or the time to be waited for. proof is the solution of an earlier
// riddle, or "".
func (g *Gate) Enter(address string, k Kind, n int64, proof string) (Pass, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.opt.Clock()
	s := g.source(address, now)
	over := max(0, float64(n)-s.left[k])
	need := 0
	switch {
	case over > 0: // four times as much over the quota is twice the work
		need = min(mostBits, leastBits+bits.Len64(uint64(over/float64(n)))/2)
	case k == Report && g.flooded(now):
		need = leastBits
	}
	if need > 0 && !g.solves(proof, need, now) {
		return Pass{}, g.busy(k, over, need, now)
	}
	s.left[k] -= float64(n)
	if k == Report {
		g.count++
	}
	return Pass{Quarantine: k == Report && over >= quarantined}, nil
}

// source finds the counts of an address, with what came back since.
func (g *Gate) source(address string, now time.Time) *source {
	if g.key == nil || now.Sub(g.keyed) >= keyLife {
		g.key, g.keyed = g.draw(32), now
		clear(g.sources)
	}
	mac := hmac.New(sha256.New, g.key)
	mac.Write([]byte(address))
	id := [16]byte(mac.Sum(nil))
	s := g.sources[id]
	if s == nil {
		g.makeRoom()
		s = &source{at: now}
		for k, q := range quotas {
			s.left[k] = float64(q.burst)
		}
		g.sources[id] = s
	}
	hours := max(0, now.Sub(s.at).Hours())
	for k, q := range quotas {
		s.left[k] = min(float64(q.burst), s.left[k]+hours*float64(q.hourly))
	}
	s.at = now
	return s
}

func (g *Gate) makeRoom() {
	if len(g.sources) < maxSources {
		return
	}
	for id := range g.sources { // any half: a map has no order
		if delete(g.sources, id); len(g.sources) <= maxSources/2 {
			return
		}
	}
}

// flooded tells whether more came in this minute or the one before than a
// network sends by itself.
func (g *Gate) flooded(now time.Time) bool {
	minute := now.Truncate(time.Minute)
	switch since := minute.Sub(g.minute); {
	case since == time.Minute:
		g.before, g.count, g.minute = g.count, 0, minute
	case since != 0:
		g.before, g.count, g.minute = 0, 0, minute
	}
	return max(g.before, g.count) >= crowded
}

// busy makes a riddle, and says how long it takes until none is needed.
func (g *Gate) busy(k Kind, over float64, need int, now time.Time) *BusyError {
	wait := time.Minute
	if over > 0 {
		wait = time.Duration(over / float64(quotas[k].hourly) * float64(time.Hour)).Round(time.Second)
	}
	seconds := strconv.Itoa(int(max(time.Second, min(wait, time.Hour)).Seconds()))
	return &BusyError{Challenge: g.riddle(need, now), Bits: need, Fault: &fault.Error{
		Kind: fault.Throttled, Op: "flood.Enter", Key: "flood.busy", Msg: "very much is being sent to the node at this moment",
		Hint: "nothing is lost: it is sent again by itself in {0} seconds", Args: []string{seconds},
	}}
}

const (
	stampSize  = 8 + 1 + 7 // time, bits, a random rest
	riddleSize = stampSize + 16
)

func (g *Gate) riddle(need int, now time.Time) string {
	b := binary.BigEndian.AppendUint64(make([]byte, 0, riddleSize), uint64(now.Unix()))
	b = append(append(b, byte(need)), g.draw(stampSize-9)...)
	return base64.RawURLEncoding.EncodeToString(append(b, g.sign(b)...))
}

func (g *Gate) sign(stamp []byte) []byte {
	mac := hmac.New(sha256.New, g.secret)
	mac.Write(stamp)
	return mac.Sum(nil)[:riddleSize-stampSize]
}

// solves takes a proof, once: it must be of a riddle of this node's, young
// enough, and as hard as is needed now.
func (g *Gate) solves(proof string, need int, now time.Time) bool {
	challenge, _, ok := strings.Cut(proof, ":")
	b, err := base64.RawURLEncoding.DecodeString(challenge)
	if !ok || err != nil || len(b) != riddleSize || len(proof) > len(challenge)+21 || !hmac.Equal(b[stampSize:], g.sign(b[:stampSize])) {
		return false
	}
	age := now.Sub(time.Unix(int64(binary.BigEndian.Uint64(b)), 0))
	if age < 0 || age >= riddleLife || int(b[8]) < need || Zeros(proof) < int(b[8]) {
		return false
	}
	id := [16]byte(b[stampSize:])
	if _, used := g.solved[id]; used {
		return false
	}
	if len(g.solved) >= maxSolved {
		for old, until := range g.solved {
			if !now.Before(until) {
				delete(g.solved, old)
			}
		}
		if len(g.solved) >= maxSolved {
			return false // somebody has solved 100,000 in ten minutes: new ones wait
		}
	}
	g.solved[id] = now.Add(riddleLife)
	return true
}

// Zeros is how many zero bits the hash of a proof begins with.
func Zeros(proof string) (n int) {
	for _, b := range sha256.Sum256([]byte(proof)) {
		n += bits.LeadingZeros8(b)
		if b != 0 {
			break
		}
	}
	return n
}

// Solve finds the proof of a riddle, as a phone does.
func Solve(challenge string, need int) string {
	for n := 0; ; n++ {
		if proof := challenge + ":" + strconv.Itoa(n); Zeros(proof) >= need {
			return proof
		}
	}
}

package identity

import (
	"context"
	"crypto/subtle"
	_ "embed"
	"encoding/base64"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"wasl/internal/base/fault"
)

// Argon2id's parameters are the second of OWASP's equal choices: 19 MiB, two
// passes, one lane. Two at a time take 38 MiB, so that a node at a post stays
// below 80 MiB while people sign in; more memory would buy less than the
// delays after failed tries do.
const (
	hashMemory = 19 << 10 // KiB
	hashPasses = 2
	hashLanes  = 1
	hashSize   = 32
	saltSize   = 16
	maxWaiting = 16 // for a turn: beyond, a flood of sign-ins would hold memory and patience
)

// Limits of a password: NIST SP 800-63B asks for length, not for mixtures.
const (
	MinPassword = 12  // characters
	MaxPassword = 256 // bytes: hashing more is work for nothing
)

//go:embed common.txt
var commonText string

// common are passwords, and the words that they are made of, which are guessed
// first: in English, French and Arabic, and rows of their keyboards.
var common = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{}
	for line := range strings.Lines(commonText) {
		if w := strings.TrimSpace(line); w != "" && !strings.HasPrefix(w, "#") {
			m[strings.Join(strings.Fields(w), "")] = true
		}
	}
	return m
})

// CheckPassword holds a new password against the rules: long enough, and not
// one of those that are tried first. login and name are the account's.
func CheckPassword(password, login, name string) error {
	p := norm.NFKC.String(password)
	switch {
	case utf8.RuneCountInString(p) < MinPassword:
		return invalid("identity.password.short", "the password is shorter than {0} characters", "a sentence that only you know is easy to keep", "12")
	case len(p) > MaxPassword || !utf8.ValidString(p):
		return invalid("identity.password.long", "the password is longer than {0} bytes", "shorten it", "256")
	case weak(p, login, name):
		return invalid("identity.password.common", "this password is one of those that are guessed first", "put together four words that have nothing to do with each other")
	}
	return nil
}

func weak(p, login, name string) bool {
	low := strings.Join(strings.Fields(strings.ToLower(p)), "") // spaces make no word rarer
	if common()[low] || distinct(low) < 5 || run(low) {
		return true
	}
	// What is left without digits and signs at the ends: "Motdepasse2026!".
	word := strings.TrimFunc(low, func(r rune) bool { return !unicode.IsLetter(r) })
	if word == "" {
		return len(low) < 16 // digits and signs alone take more of them
	}
	if common()[word] || common()[half(word)] {
		return true
	}
	for _, own := range append(strings.Fields(strings.ToLower(name)), foldLogin(login), strings.Split(foldLogin(login), "@")[0]) {
		if utf8.RuneCountInString(own) >= 3 && utf8.RuneCountInString(strings.ReplaceAll(low, own, "")) < 8 {
			return true
		}
	}
	return false
}

func distinct(s string) int {
	seen := map[rune]bool{}
	for _, r := range s {
		seen[r] = true
	}
	return len(seen)
}

// run tells of 123456789012 and abcdefghijkl, up or down.
func run(s string) bool {
	up, down, n := 0, 0, 0
	var last rune
	for i, r := range s {
		if i > 0 {
			n++
			if d := r - last; d == 1 || d == -9 {
				up++
			} else if d == -1 || d == 9 {
				down++
			}
		}
		last = r
	}
	return up == n || down == n
}

// half of a word said twice.
func half(s string) string {
	if h := len(s) / 2; len(s)%2 == 0 && s[:h] == s[h:] {
		return s[:h]
	}
	return s
}

// hashPassword gives the hash with its salt and parameters, in the usual form.
func hashPassword(salt []byte, password string) string {
	key := argon2.IDKey([]byte(norm.NFKC.String(password)), salt, hashPasses, hashMemory, hashLanes, hashSize)
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, hashMemory, hashPasses, hashLanes, b64.EncodeToString(salt), b64.EncodeToString(key))
}

// samePassword tells whether a password has a hash. It reads the parameters
// from the hash, so that they can grow.
func samePassword(hash, password string) bool {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false
	}
	var memory, passes uint32
	var lanes uint8
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &memory, &passes, &lanes); err != nil || memory > 1<<20 || passes > 64 || passes == 0 || lanes == 0 {
		return false
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false
	}
	want, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil || len(want) == 0 || len(want) > 64 {
		return false
	}
	got := argon2.IDKey([]byte(norm.NFKC.String(password)), salt, passes, memory, lanes, uint32(len(want)))
	return subtle.ConstantTimeCompare(got, want) == 1
}

// turns are whose turn it is to hash: one of strangers at a time, and one of
// those who are known already, by a device, a session or a link. So a flood of
// sign-ins from everywhere keeps nobody out who worked here yesterday.
type turns struct {
	turn    chan struct{}
	waiting atomic.Int32
}

func newTurns() *turns { return &turns{turn: make(chan struct{}, 1)} }

// take waits for leave to hash.
func (t *turns) take(ctx context.Context) (release func(), err error) {
	if t.waiting.Add(1) > maxWaiting {
		t.waiting.Add(-1)
		return nil, throttled("identity.busy", "too many people are signing in at this moment", 5)
	}
	defer t.waiting.Add(-1)
	select {
	case t.turn <- struct{}{}:
		return func() { <-t.turn }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// verify does the same work whether there is such an account or not.
func (s *Service) verify(ctx context.Context, t *turns, hash, password string) (bool, error) {
	if len(password) > 4*MaxPassword {
		password = password[:4*MaxPassword]
	}
	release, err := t.take(ctx)
	if err != nil {
		return false, err
	}
	defer release()
	if hash == "" {
		samePassword(s.dummy, password)
		return false, nil
	}
	return samePassword(hash, password), nil
}

func (s *Service) newHash(ctx context.Context, password string) (string, error) {
	release, err := s.known.take(ctx)
	if err != nil {
		return "", err
	}
	defer release()
	return hashPassword(s.draw(saltSize), password), nil
}

func throttled(key, msg string, seconds int) error {
	return &fault.Error{
		Kind: fault.Throttled, Op: "identity", Key: key, Msg: msg,
		Hint: "try again in {0} seconds", Args: []string{fmt.Sprint(seconds)},
	}
}

package certificate

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"wasl/internal/base/fault"
)

// Paper is what a certificate says, and what is signed. Whoever has the paper can
// read all of it, and nothing more is ever told of it.
type Paper struct {
	Code   string
	Given  string
	Family string    // empty for children
	Title  string    // of the course or activity, as it stands on the paper
	Hours  int       // 0 where it does not say
	Date   time.Time // the day it was issued, UTC
	Issuer string    // the organisation
	Key    string    // fingerprint of the key that signed it
}

// Limits of what is on a paper: one line of it each, and together what a QR code
// holds that a phone reads at arm's length.
const (
	maxName  = 60 // letters
	maxTitle = 90
	maxHours = 2000
	maxText  = 700 // bytes
)

// first begins every text that is signed: nothing else that is signed by anybody
// begins like it.
const first = "wasl certificate 1"

const day = "2006-01-02"

// text is what is signed: a line for each thing.
func (p Paper) text() string {
	return strings.Join([]string{first, p.Code, p.Given, p.Family, p.Title, strconv.Itoa(p.Hours), p.Date.UTC().Format(day), p.Issuer, p.Key}, "\n")
}

// check tells the first thing wrong with what is to be signed.
func (p Paper) check() error {
	for _, f := range []struct {
		what, text string
		longest    int
		needed     bool
	}{
		{"given", p.Given, maxName, true}, {"family", p.Family, maxName, false}, {"title", p.Title, maxTitle, true}, {"issuer", p.Issuer, maxTitle, true},
	} {
		n := utf8.RuneCountInString(f.text)
		if f.needed && n == 0 || n > f.longest || !utf8.ValidString(f.text) || strings.ContainsFunc(f.text, unicode.IsControl) || f.text != strings.TrimSpace(f.text) {
			return wrong(f.what)
		}
	}
	if p.Hours < 0 || p.Hours > maxHours {
		return wrong("hours")
	}
	if len(p.text()) > maxText {
		return wrong("title")
	}
	return nil
}

func wrong(what string) error {
	return &fault.Error{
		Kind: fault.Invalid, Op: "certificate.check", Key: "certificate.field.wrong", Msg: "this cannot stand on a certificate: {0}",
		Hint: "one line of at most {1} letters", Args: []string{what, strconv.Itoa(maxName)},
	}
}

// Fingerprint names a public key: 16 letters of its SHA-256, as they are printed.
func Fingerprint(key ed25519.PublicKey) string {
	sum := sha256.Sum256(key)
	return base32.StdEncoding.EncodeToString(sum[:10])
}

// ShowFingerprint writes a fingerprint in groups of four.
func ShowFingerprint(f string) string {
	var groups []string
	for ; len(f) > 4; f = f[4:] {
		groups = append(groups, f[:4])
	}
	return strings.Join(append(groups, f), " ")
}

// seal signs a paper and gives what its QR code carries: the signature and then the
// text, in letters that an address may hold.
func (p Paper) seal(key ed25519.PrivateKey) (string, error) {
	p.Key = Fingerprint(key.Public().(ed25519.PublicKey))
	if err := p.check(); err != nil {
		return "", err
	}
	text := p.text()
	return base64.RawURLEncoding.EncodeToString(append(ed25519.Sign(key, []byte(text)), text...)), nil
}

// Read reads what a QR code carries without asking whether it is true.
func Read(carried string) (p Paper, signature, text []byte, err error) {
	b, err := base64.RawURLEncoding.DecodeString(Carried(carried))
	if err != nil || len(b) <= ed25519.SignatureSize || len(b) > maxText+ed25519.SignatureSize {
		return p, nil, nil, unreadable()
	}
	signature, text = b[:ed25519.SignatureSize], b[ed25519.SignatureSize:]
	lines := strings.Split(string(text), "\n")
	if len(lines) != 9 || lines[0] != first {
		return p, nil, nil, changed()
	}
	p = Paper{Code: lines[1], Given: lines[2], Family: lines[3], Title: lines[4], Issuer: lines[7], Key: lines[8]}
	var errHours, errDate error
	p.Hours, errHours = strconv.Atoi(lines[5])
	p.Date, errDate = time.Parse(day, lines[6])
	if errHours != nil || errDate != nil || p.text() != string(text) {
		return p, nil, nil, changed()
	}
	return p, signature, text, nil
}

// maxCarried bounds what is looked at of a text that should be a certificate's.
const maxCarried = 4 << 10

// Carried is what counts of a text that was read off a paper: all after the address
// of the page that checks it, with the breaks that a message puts in left out.
func Carried(text string) string {
	if len(text) > maxCarried {
		return ""
	}
	if _, after, ok := strings.Cut(text, "#"); ok {
		text = after
	}
	return strings.Join(strings.Fields(text), "")
}

// Verify reads what a QR code carries and holds it against a public key. It faults
// with Invalid where a letter of it is other than when it was signed, and with
// Missing where another key signed it.
func Verify(key ed25519.PublicKey, carried string) (Paper, error) {
	p, signature, text, err := Read(carried)
	if err != nil {
		return Paper{}, err
	}
	if ed25519.Verify(key, text, signature) {
		return p, nil
	}
	if p.Key != Fingerprint(key) && len(p.Key) == len(Fingerprint(key)) {
		return Paper{}, &fault.Error{
			Kind: fault.Missing, Op: "certificate.Verify", Key: "certificate.key.other", Msg: "this certificate names another key than ours",
			Hint: "ask whoever issued it; if its paper names us, it is not genuine",
		}
	}
	return Paper{}, changed()
}

func unreadable() error {
	return &fault.Error{
		Kind: fault.Invalid, Op: "certificate.Read", Key: "certificate.unreadable", Msg: "this is not what a certificate's code carries, or not all of it",
		Hint: "read the code with a phone's camera and give the whole text",
	}
}

func changed() error {
	return &fault.Error{
		Kind: fault.Invalid, Op: "certificate.Verify", Key: "certificate.changed", Msg: "this certificate was changed after it was signed: it is not genuine",
		Hint: "one letter is enough for that; read the code again, and if it says the same, keep the paper and tell whoever issued it",
	}
}

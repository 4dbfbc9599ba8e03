package certificate

import (
	"crypto/sha256"
	"encoding/binary"
	"strings"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
)

// The short code of a certificate is read aloud and typed in: ten letters and
// digits, none of them like another. There are 31 of them, a prime, so that the last
// tells any one that is wrong and any two that have changed places.
const (
	letters = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"
	codeLen = 10
)

// CodeOf is the code of the certificate with an id. It follows from the id alone, so
// that it can still be named when everything else about the certificate is erased.
func CodeOf(id record.ID) string {
	sum := sha256.Sum256(append([]byte("wasl certificate\x00"), id[:]...))
	n := binary.BigEndian.Uint64(sum[:])
	var b [codeLen]byte
	for i := range codeLen - 1 {
		b[i] = letters[n%uint64(len(letters))]
		n /= uint64(len(letters))
	}
	b[codeLen-1] = letters[check(b[:codeLen-1])]
	return string(b[:])
}

// check is the place of the check letter: each letter counts by its place, which no
// other letter of the code does.
func check(code []byte) int {
	sum := 0
	for i, c := range code {
		sum += (i + 2) * strings.IndexByte(letters, c)
	}
	return sum % len(letters)
}

// ShowCode writes a code as people read it: two groups of five.
func ShowCode(code string) string {
	if len(code) != codeLen {
		return code
	}
	return code[:codeLen/2] + "-" + code[codeLen/2:]
}

// ParseCode reads a code as people write it. It faults with Invalid where a letter
// is wrong, which the check letter tells.
func ParseCode(s string) (string, error) {
	code := strings.Map(func(r rune) rune {
		switch r {
		case '-', ' ', '\u00a0', '.', '\t', '\r', '\n':
			return -1
		}
		return r
	}, strings.ToUpper(s))
	wrong := len(code) != codeLen
	for i := 0; i < len(code) && !wrong; i++ {
		wrong = strings.IndexByte(letters, code[i]) < 0
	}
	if wrong || code[codeLen-1] != letters[check([]byte(code[:codeLen-1]))] {
		return "", &fault.Error{
			Kind: fault.Invalid, Op: "certificate.ParseCode", Key: "certificate.code.wrong", Msg: "a letter of the code is not right",
			Hint: "read it again from the paper: it has ten letters and digits, never I, O, U, 0 or 1",
		}
	}
	return code, nil
}

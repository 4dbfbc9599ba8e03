package ledger

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"

	"wasl/internal/base/record"
)

// Sizes of what is sealed, in bytes.
const (
	KeySize   = 32 // of a compartment's key
	saltSize  = 16 // before every body: a commitment must not let bodies be guessed
	nonceSize = 12
)

// keys are what a compartment's key is stretched into: one use, one key.
type keys struct {
	tables []byte      // of the encrypted tables file
	wrap   cipher.AEAD // of the data keys
}

func stretch(key []byte) (*keys, error) {
	if len(key) != KeySize {
		return nil, fmt.Errorf("a compartment's key has %d bytes, not %d", KeySize, len(key))
	}
	tables, err := hkdf.Key(sha256.New, key, nil, "wasl ledger tables", KeySize)
	if err != nil {
		return nil, err
	}
	wrap, err := hkdf.Key(sha256.New, key, nil, "wasl ledger wrap", KeySize)
	if err != nil {
		return nil, err
	}
	aead, err := gcm(wrap)
	return &keys{tables: tables, wrap: aead}, err
}

func gcm(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

func seal(aead cipher.AEAD, random io.Reader, plain, context []byte) ([]byte, error) {
	out := make([]byte, nonceSize, nonceSize+len(plain)+aead.Overhead())
	if _, err := io.ReadFull(random, out); err != nil {
		return nil, err
	}
	return aead.Seal(out, out, plain, context), nil
}

var errSealed = errors.New("a sealed value does not open: it was changed, or the key is another's")

func unseal(aead cipher.AEAD, sealed, context []byte) ([]byte, error) {
	if len(sealed) < nonceSize {
		return nil, errSealed
	}
	plain, err := aead.Open(nil, sealed[:nonceSize], sealed[nonceSize:], context)
	if err != nil {
		return nil, errSealed
	}
	return plain, nil
}

// sealBody puts a fresh salt before body, and gives both sealed under the data
// key with the commitment that binds them to the header.
func sealBody(data cipher.AEAD, random io.Reader, body []byte) (sealed []byte, commit record.Hash, err error) {
	plain := make([]byte, saltSize, saltSize+len(body))
	if _, err := io.ReadFull(random, plain); err != nil {
		return nil, commit, err
	}
	plain = append(plain, body...)
	commit = sha256.Sum256(plain)
	sealed, err = seal(data, random, plain, commit[:])
	return sealed, commit, err
}

func openBody(data cipher.AEAD, sealed []byte, commit record.Hash) ([]byte, error) {
	plain, err := unseal(data, sealed, commit[:])
	if err != nil {
		return nil, err
	}
	if len(plain) < saltSize || sha256.Sum256(plain) != [32]byte(commit) {
		return nil, errSealed
	}
	return plain[saltSize:], nil
}

// Package box seals the few secrets that lie in the node's own file beside its
// settings: telephone numbers of those on duty, passwords of gateways. Each use
// has a key of its own, made from the node's.
package box

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"io"
)

// Box seals and opens for one use. It is safe for use by many goroutines.
type Box struct {
	aead   cipher.AEAD
	random io.Reader
}

// New makes the box of a use, such as "contacts", from the node's key of 32 bytes.
func New(key []byte, use string, random io.Reader) (*Box, error) {
	k, err := hkdf.Key(sha256.New, key, nil, "wasl box "+use, 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(k)
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCM(block)
	return &Box{aead, random}, err
}

// Seal seals plain. It opens again under the same context alone, which says where
// it lies: a value moved to another row does not open there.
func (b *Box) Seal(plain []byte, context string) ([]byte, error) {
	nonce := make([]byte, b.aead.NonceSize())
	if _, err := io.ReadFull(b.random, nonce); err != nil {
		return nil, err
	}
	return b.aead.Seal(nonce, nonce, plain, []byte(context)), nil
}

var errShut = errors.New("a sealed value does not open")

// Open opens what Seal sealed under the same context.
func (b *Box) Open(sealed []byte, context string) ([]byte, error) {
	n := b.aead.NonceSize()
	if len(sealed) < n {
		return nil, errShut
	}
	plain, err := b.aead.Open(nil, sealed[:n], sealed[n:], []byte(context))
	if err != nil {
		return nil, errShut
	}
	return plain, nil
}

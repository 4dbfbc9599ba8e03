package store

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"sync/atomic"
)

// reserved is the room that SQLite leaves at the end of every page of an
// encrypted file: the nonce, the tag, and four bytes of nothing.
const (
	reserved  = 32
	nonceSize = 12
	tagSize   = 16
)

// pageSeal seals pages by AES-256-GCM, each under a nonce of its own and bound
// to its place, so that no page can be changed, nor moved, and what was torn is
// known for it. The nonce is 7 bytes drawn when the file is opened and a count:
// it comes again for no page of one key.
type pageSeal struct {
	pages  cipher.AEAD
	blocks cipher.Block // of the headers of the log's frames
	drawn  [7]byte
	count  atomic.Uint64
}

// Where a page lies.
const (
	inMain = 'm'
	inLog  = 'l'
)

func newPageSeal(key []byte) (*pageSeal, error) {
	s := &pageSeal{}
	pages, err := hkdf.Key(sha256.New, key, nil, "wasl store pages", KeySize)
	if err != nil {
		return nil, err
	}
	blocks, err := hkdf.Key(sha256.New, key, nil, "wasl store frames", KeySize)
	if err != nil {
		return nil, err
	}
	b, err := aes.NewCipher(pages)
	if err != nil {
		return nil, err
	}
	if s.pages, err = cipher.NewGCM(b); err != nil {
		return nil, err
	}
	if s.blocks, err = aes.NewCipher(blocks); err != nil {
		return nil, err
	}
	// A nonce that came twice would be the end of the seal: it is not for the
	// caller, whose randomness may be a test's, to choose.
	_, err = rand.Read(s.drawn[:])
	return s, err
}

var (
	errPage  = errors.New("store: a page does not open: it was changed, or the key is another's")
	zeroPage [pageSize]byte
)

func place(where byte, at int64) []byte {
	return binary.BigEndian.AppendUint64([]byte{where}, uint64(at))
}

// close seals a page into out, which has the same length.
func (s *pageSeal) close(out, page []byte, where byte, at int64) error {
	const content = pageSize - reserved
	if !bytes.Equal(page[content:], zeroPage[:reserved]) {
		return errors.New("store: a page uses the room that is reserved")
	}
	nonce := out[content : content+nonceSize]
	copy(nonce, s.drawn[:])
	n := s.count.Add(1)
	if n >= 1<<40 {
		return errors.New("store: the file was open for too many pages")
	}
	var count [8]byte
	binary.BigEndian.PutUint64(count[:], n)
	copy(nonce[len(s.drawn):], count[3:])
	var sealed [pageSize]byte
	s.pages.Seal(sealed[:0], nonce, page[:content], place(where, at))
	copy(out, sealed[:content])
	copy(out[content+nonceSize:], sealed[content:content+tagSize])
	clear(out[content+nonceSize+tagSize:])
	return nil
}

// open opens a page where it lies. A page of zeros does not open: SQLite reads no
// page that it has not written, and with secure_delete it writes those as well
// that it frees, so that a file has no holes.
func (s *pageSeal) open(page []byte, where byte, at int64) error {
	const content = pageSize - reserved
	var nonce [nonceSize]byte
	copy(nonce[:], page[content:])
	copy(page[content:], page[content+nonceSize:content+nonceSize+tagSize])
	if _, err := s.pages.Open(page[:0], nonce[:], page[:content+tagSize], place(where, at)); err != nil {
		return errPage
	}
	clear(page[content:])
	return nil
}

// hide covers the sums in a frame's header, which are made of its page as it
// is. The salts beside them are other ones each time that the log begins anew,
// so no block comes twice at one place.
func (s *pageSeal) hide(header []byte, at int64) {
	mask := s.mask(at)
	block := header[8:24]
	for i := range block {
		block[i] ^= mask[i]
	}
	s.blocks.Encrypt(block, block)
	for i := range block {
		block[i] ^= mask[i]
	}
}

func (s *pageSeal) show(header []byte, at int64) {
	mask := s.mask(at)
	block := header[8:24]
	for i := range block {
		block[i] ^= mask[i]
	}
	s.blocks.Decrypt(block, block)
	for i := range block {
		block[i] ^= mask[i]
	}
}

func (s *pageSeal) mask(at int64) (mask [aes.BlockSize]byte) {
	binary.BigEndian.PutUint64(mask[8:], uint64(at))
	mask[0] = 1
	s.blocks.Encrypt(mask[:], mask[:])
	return mask
}

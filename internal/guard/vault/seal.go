package vault

import (
	"bytes"
	"compress/flate"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hpke"
	"encoding/binary"
	"errors"
	"io"
	"strconv"

	"wasl/internal/base/fault"
)

// A seal on the wire: 1 byte version, 8 bytes key id, 65 bytes encapsulated key,
// ciphertext. docs/protocol/api.md has the whole; corpus/seal has cases.
const (
	sealVersion = 1
	encSize     = 65
	headSize    = 1 + len(KeyID{}) + encSize
	tagSize     = 16
)

// Limits of a seal, in bytes.
const (
	MaxSealed  = 1<<20 + headSize + tagSize // a form of 2,000 long answers deflates below a tenth of it
	maxContent = 4 << 20                    // after inflating: XML of 1 MiB, written into JSON
	maxRatio   = 100                        // of inflated to deflated, above freeRatio: text does not reach 20
	freeRatio  = 64 << 10                   // a short text that says one word a thousand times is no bomb
	maxMessage = 64 << 10
)

// SealKind is what a sealed request is; it is bound into the seal, so that one
// kind cannot be passed off as another.
type SealKind string

// The kinds.
const (
	Submission SealKind = "submission"
	Message    SealKind = "message"
)

// blobContext is bound into the chunks of sealed attachments.
const blobContext = "blob"

func info(id KeyID) []byte { return []byte("wasl/1 " + id.String()) }

// bucket gives the size to which n bytes are padded: a listener learns a class
// of sizes alone.
func bucket(n int) int {
	for b := 512; b <= 8192; b *= 2 {
		if n <= b {
			return b
		}
	}
	return (n + 8191) / 8192 * 8192
}

const (
	plain    = 0
	deflated = 1
)

// pad puts the length before flag and data, and zeros after them.
func pad(flag byte, data []byte) []byte {
	out := make([]byte, bucket(4+1+len(data)))
	binary.BigEndian.PutUint32(out, uint32(1+len(data)))
	out[4] = flag
	copy(out[5:], data)
	return out
}

var errPadding = errors.New("the padding is not as it must be")

func unpad(b []byte) (flag byte, data []byte, err error) {
	if len(b) < 5 || len(b) != bucket(len(b)) {
		return 0, nil, errPadding
	}
	n := int64(binary.BigEndian.Uint32(b))
	if n < 1 || n > int64(len(b)-4) || bucket(int(n)+4) != len(b) {
		return 0, nil, errPadding
	}
	for _, zero := range b[4+n:] {
		if zero != 0 {
			return 0, nil, errPadding
		}
	}
	return b[4], b[5 : 4+n], nil
}

func broken(err error) error {
	return &fault.Error{
		Kind: fault.Invalid, Op: "vault.Open", Key: "vault.seal.broken", Msg: "what was sent arrived damaged and cannot be opened",
		Hint: "keep it in the outbox and send it again; if that fails, load the app anew", Err: err,
	}
}

func tooLarge(limit int) error {
	return &fault.Error{
		Kind: fault.TooLarge, Op: "vault.Open", Key: "vault.seal.large", Msg: "what was sent is larger than {0} KiB",
		Hint: "shorten the longest texts, or send two reports", Args: []string{strconv.Itoa(limit >> 10)},
	}
}

// Open opens what a phone sealed to this node and gives its content. It faults
// with Invalid where it is damaged, with Conflict and key vault.key.old where it
// was sealed to a key that is no more, with TooLarge beyond a limit.
func (v *Vault) Open(kind SealKind, sealed []byte) ([]byte, error) {
	if len(sealed) > MaxSealed {
		return nil, tooLarge(MaxSealed)
	}
	if len(sealed) < headSize+tagSize || sealed[0] != sealVersion || kind != Submission && kind != Message {
		return nil, broken(errors.New("no seal of this version"))
	}
	id := KeyID(sealed[1:9])
	v.mu.RLock()
	k := v.keys[id]
	v.mu.RUnlock()
	if k == nil {
		return nil, &fault.Error{
			Kind: fault.Conflict, Op: "vault.Open", Key: "vault.key.old", Msg: "this was locked with a key that the node no longer has",
			Hint: "open the app with a network once, so that it fetches the new key, and send the report again",
		}
	}
	r, err := hpke.NewRecipient(sealed[9:headSize], k, hpke.HKDFSHA256(), hpke.AES256GCM(), info(id))
	if err != nil {
		return nil, broken(err)
	}
	padded, err := r.Open([]byte(kind), sealed[headSize:])
	if err != nil {
		return nil, broken(err)
	}
	flag, data, err := unpad(padded)
	if err != nil {
		return nil, broken(err)
	}
	limit := maxContent
	if kind == Message {
		limit = maxMessage
	}
	switch flag {
	case plain:
		if len(data) > limit {
			return nil, tooLarge(limit)
		}
		return data, nil
	case deflated:
		return inflate(data, limit)
	}
	return nil, broken(errors.New("a way of compressing that is not known"))
}

// inflate stops at the limit or at a ratio that no text reaches: a bomb costs
// what it weighs.
func inflate(data []byte, limit int) ([]byte, error) {
	limit = min(limit, max(freeRatio, maxRatio*len(data)))
	in := bytes.NewReader(data)
	r := flate.NewReader(in)
	out, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
	if err != nil {
		return nil, broken(err)
	}
	if len(out) > limit {
		return nil, tooLarge(limit)
	}
	if in.Len() > 0 {
		return nil, broken(errors.New("bytes after the compressed data"))
	}
	return out, nil
}

// Seal seals content to a node's key as a phone does.
func Seal(to Key, kind SealKind, content []byte, compress bool) ([]byte, error) {
	public, err := kem().NewPublicKey(to.Public)
	if err != nil {
		return nil, err
	}
	flag, data := byte(plain), content
	if compress {
		var b bytes.Buffer
		w, err := flate.NewWriter(&b, flate.DefaultCompression)
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(content); err != nil {
			return nil, err
		}
		if err := w.Close(); err != nil {
			return nil, err
		}
		flag, data = deflated, b.Bytes()
	}
	enc, s, err := hpke.NewSender(public, hpke.HKDFSHA256(), hpke.AES256GCM(), info(to.ID))
	if err != nil {
		return nil, err
	}
	ct, err := s.Seal([]byte(kind), pad(flag, data))
	if err != nil {
		return nil, err
	}
	out := append([]byte{sealVersion}, to.ID[:]...)
	return append(append(out, enc...), ct...), nil
}

// Attachments are sealed in chunks, each with a key of its own that travels in
// the submission, so that a phone need not hold a whole video.
const (
	BlobKeySize = 32
	blobChunk   = 64 << 10
)

// blobNonce numbers a chunk; the last one's top bit is set, so that a blob cut
// at a chunk's end does not pass for whole.
func blobNonce(n uint64, last bool) []byte {
	nonce := make([]byte, 12)
	binary.BigEndian.PutUint64(nonce[4:], n)
	if last {
		nonce[0] |= 0x80
	}
	return nonce
}

func blobCipher(key []byte) (cipher.AEAD, error) {
	if len(key) != BlobKeySize {
		return nil, broken(errors.New("the key of an attachment has 32 bytes"))
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// SealedBlobSize is the size of a sealed attachment of n bytes.
func SealedBlobSize(n int64) int64 {
	chunks := max(1, (n+blobChunk-1)/blobChunk)
	return n + chunks*tagSize
}

// BlobReader opens a sealed attachment as it is read. Whoever reads it must
// throw away what was read when it ends in an error: only its end shows that
// nothing was cut off.
type BlobReader struct {
	aead cipher.AEAD
	src  io.Reader
	n    uint64
	next []byte // a sealed chunk read ahead: only then is it known whether the one before was the last
	out  []byte
	done bool
	err  error
}

// OpenBlob opens a sealed attachment under the key that its submission names.
func OpenBlob(key []byte, sealed io.Reader) (*BlobReader, error) {
	aead, err := blobCipher(key)
	if err != nil {
		return nil, err
	}
	r := &BlobReader{aead: aead, src: sealed}
	r.next, err = r.chunk()
	return r, err
}

func (r *BlobReader) chunk() ([]byte, error) {
	b := make([]byte, blobChunk+tagSize)
	n, err := io.ReadFull(r.src, b)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, err
	}
	return b[:n], nil
}

// Read gives the attachment's bytes.
func (r *BlobReader) Read(p []byte) (int, error) {
	for len(r.out) == 0 {
		if r.err != nil {
			return 0, r.err
		}
		if r.done {
			return 0, io.EOF
		}
		r.out, r.err = r.advance()
	}
	n := copy(p, r.out)
	r.out = r.out[n:]
	return n, nil
}

func (r *BlobReader) advance() ([]byte, error) {
	now := r.next
	var err error
	if r.next, err = r.chunk(); err != nil {
		return nil, err
	}
	r.done = len(r.next) == 0
	out, err := r.aead.Open(now[:0], blobNonce(r.n, r.done), now, []byte(blobContext))
	if err != nil {
		return nil, broken(err)
	}
	r.n++
	return out, nil
}

// SealBlob seals an attachment as a phone does.
func SealBlob(key, content []byte) ([]byte, error) {
	aead, err := blobCipher(key)
	if err != nil {
		return nil, err
	}
	var out []byte
	for n := uint64(0); ; n++ {
		chunk := content[:min(len(content), blobChunk)]
		content = content[len(chunk):]
		last := len(content) == 0
		out = aead.Seal(out, blobNonce(n, last), chunk, []byte(blobContext))
		if last {
			return out, nil
		}
	}
}

package vault

import (
	"bytes"
	"compress/flate"
	"crypto/hpke"
	"errors"
	"fmt"
	"io"
	"slices"
	"testing"
	"testing/iotest"

	"wasl/internal/base/fault"
)

func TestBuckets(t *testing.T) {
	for n, want := range map[int]int{
		0: 512, 511: 512, 512: 512, 513: 1024, 1025: 2048, 4096: 4096, 8192: 8192, 8193: 16384, 16384: 16384, 100_000: 106496,
	} {
		if got := bucket(n); got != want {
			t.Errorf("bucket(%d) = %d, want %d", n, got, want)
		}
	}
	for _, n := range []int{0, 1, 506, 507, 508, 8186, 8187, 8188, 70_000} {
		data := bytes.Repeat([]byte{9}, n)
		b := pad(plain, data)
		if len(b) != bucket(n+5) {
			t.Errorf("%d bytes are padded to %d", n, len(b))
		}
		flag, back, err := unpad(b)
		if err != nil || flag != plain || !bytes.Equal(back, data) {
			t.Errorf("%d bytes do not come back: %v", n, err)
		}
		for _, spoil := range []func([]byte) []byte{
			func(b []byte) []byte { return b[:len(b)-1] },
			func(b []byte) []byte { return append(b, 0) },
			func(b []byte) []byte { b[0] = 0xff; return b },
			func(b []byte) []byte { b[1]++; return b },
			func(b []byte) []byte { copy(b, []byte{0, 0, 0, 0}); return b },
			func(b []byte) []byte { b[len(b)-1] = 1; return append(b, make([]byte, bucket(len(b)+1)-len(b))...) },
		} {
			if _, _, err := unpad(spoil(slices.Clone(b))); err == nil {
				t.Errorf("spoiled padding of %d bytes passes", n)
			}
		}
	}
}

// sealRaw seals any plaintext, also one that no phone would make.
func sealRaw(t testing.TB, to Key, kind string, padded []byte) []byte {
	t.Helper()
	public, err := kem().NewPublicKey(to.Public)
	if err != nil {
		t.Fatal(err)
	}
	enc, s, err := hpke.NewSender(public, hpke.HKDFSHA256(), hpke.AES256GCM(), info(to.ID))
	if err != nil {
		t.Fatal(err)
	}
	ct, err := s.Seal([]byte(kind), padded)
	if err != nil {
		t.Fatal(err)
	}
	return slices.Concat([]byte{sealVersion}, to.ID[:], enc, ct)
}

func deflate(t testing.TB, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.BestCompression)
	if err == nil {
		_, err = w.Write(b)
	}
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestSealsOpenOrFail(t *testing.T) {
	s := newStrongroom(t)
	k := s.Key()
	for _, kind := range []SealKind{Submission, Message} {
		for _, compress := range []bool{false, true} {
			for _, n := range []int{1, 100, 507, 508, 20_000} {
				content := make([]byte, n)
				for i := range content {
					content[i] = byte(i * i)
				}
				sealed, err := Seal(k, kind, content, compress)
				if err != nil {
					t.Fatal(err)
				}
				if got, err := s.Open(kind, sealed); err != nil || !bytes.Equal(got, content) {
					t.Errorf("%s of %d bytes: %v", kind, n, err)
				}
				other := Submission
				if kind == Submission {
					other = Message
				}
				_, err = s.Open(other, sealed)
				wantFault(t, "passed off as another kind", err, fault.Invalid, "vault.seal.broken")
			}
		}
	}
	sealed, err := Seal(k, Submission, []byte(`{"id":"1"}`), false)
	if err != nil {
		t.Fatal(err)
	}
	for i := range sealed { // a bit flipped anywhere, a cut anywhere
		b := slices.Clone(sealed)
		b[i] ^= 1 << (i % 8)
		if _, err := s.Open(Submission, b); err == nil {
			t.Errorf("a flipped bit at %d passes", i)
		}
		if _, err := s.Open(Submission, sealed[:i]); err == nil {
			t.Errorf("a cut at %d passes", i)
		}
	}
	if _, err := s.Open(Submission, append(slices.Clone(sealed), 0)); err == nil {
		t.Error("a byte too many passes")
	}
	if _, err := s.Open("blob", sealed); err == nil {
		t.Error("a kind that is none passes")
	}
}

func TestSealsThatNoPhoneMakes(t *testing.T) {
	s := newStrongroom(t)
	k := s.Key()
	open := func(kind SealKind, padded []byte) error {
		_, err := s.Open(kind, sealRaw(t, k, string(kind), padded))
		return err
	}
	zeros := make([]byte, 64<<20)
	bomb := deflate(t, zeros)
	wantFault(t, "a bomb of 64 MiB", open(Submission, pad(deflated, bomb)), fault.TooLarge, "vault.seal.large")
	wantFault(t, "a bomb of 1 MiB", open(Submission, pad(deflated, deflate(t, zeros[:1<<20]))), fault.TooLarge, "vault.seal.large")
	wantFault(t, "a small bomb", open(Message, pad(deflated, deflate(t, zeros[:300<<10]))), fault.TooLarge, "vault.seal.large")
	wantFault(t, "a long message", open(Message, pad(plain, zeros[:maxMessage+1])), fault.TooLarge, "vault.seal.large")
	wantFault(t, "a huge seal", func() error { _, err := s.Open(Submission, zeros); return err }(), fault.TooLarge, "vault.seal.large")
	for name, padded := range map[string][]byte{
		"a way of compressing that is not known": pad(2, []byte("x")),
		"what is no deflate":                     pad(deflated, []byte("not deflate at all")),
		"deflate cut short":                      pad(deflated, deflate(t, []byte("some words of a report"))[:10]),
		"bytes after deflate":                    pad(deflated, append(deflate(t, []byte("some words")), 1)),
		"nothing":                                {},
		"no padding":                             []byte("\x00\x00\x00\x02\x00x"),
		"a length beyond the end":                append([]byte{0, 0, 2, 0}, make([]byte, 508)...),
		"something in the padding":               append(pad(plain, []byte("x"))[:511], 1),
	} {
		wantFault(t, name, open(Submission, padded), fault.Invalid, "vault.seal.broken")
	}
	sealed, err := Seal(newStrongroom(t).Key(), Submission, []byte("x"), false)
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Open(Submission, sealed)
	wantFault(t, "another node's", err, fault.Conflict, "vault.key.old")
	mine := slices.Clone(sealed)
	copy(mine[1:9], k.ID[:])
	_, err = s.Open(Submission, mine)
	wantFault(t, "another node's under our key's name", err, fault.Invalid, "vault.seal.broken")
	point := slices.Concat([]byte{sealVersion}, k.ID[:], []byte{4}, make([]byte, 64), make([]byte, 600))
	_, err = s.Open(Submission, point)
	wantFault(t, "a point that is not on the curve", err, fault.Invalid, "vault.seal.broken")
}

func readBlob(key, sealed []byte) ([]byte, error) {
	r, err := OpenBlob(key, iotest.OneByteReader(bytes.NewReader(sealed)))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

func TestBlobs(t *testing.T) {
	key := bytes.Repeat([]byte{3}, BlobKeySize)
	for _, n := range []int{0, 1, blobChunk - 1, blobChunk, blobChunk + 1, 3*blobChunk - 7, 3 * blobChunk} {
		content := make([]byte, n)
		for i := range content {
			content[i] = byte(i * 7)
		}
		sealed, err := SealBlob(key, content)
		if err != nil || int64(len(sealed)) != SealedBlobSize(int64(n)) {
			t.Fatalf("%d bytes are %d sealed, %v", n, len(sealed), err)
		}
		if got, err := readBlob(key, sealed); err != nil || !bytes.Equal(got, content) {
			t.Errorf("%d bytes: %d came back, %v", n, len(got), err)
		}
		step := blobChunk + tagSize
		spoiled := map[string][]byte{
			"one byte less": sealed[:len(sealed)-1], "one more": append(slices.Clone(sealed), 0),
			"nothing": {}, "doubled": slices.Concat(sealed, sealed),
		}
		for cut := step; cut < len(sealed); cut += step {
			spoiled[fmt.Sprint("cut at ", cut)] = sealed[:cut]
		}
		if len(sealed) > 2*step {
			spoiled["swapped"] = slices.Concat(sealed[step:2*step], sealed[:step], sealed[2*step:])
			spoiled["first left out"] = sealed[step:]
		}
		for name, b := range spoiled {
			if _, err := readBlob(key, b); !fault.Is(err, fault.Invalid) {
				t.Errorf("%d bytes, %s: %v", n, name, err)
			}
		}
		other := bytes.Repeat([]byte{4}, BlobKeySize)
		if _, err := readBlob(other, sealed); !fault.Is(err, fault.Invalid) {
			t.Errorf("%d bytes under another key: %v", n, err)
		}
	}
	if _, err := OpenBlob([]byte("short"), bytes.NewReader(nil)); err == nil {
		t.Error("a short key passes")
	}
	broken := errors.New("the disk is broken")
	r, err := OpenBlob(key, io.MultiReader(bytes.NewReader(make([]byte, blobChunk+tagSize)), iotest.ErrReader(broken)))
	if err == nil {
		_, err = io.ReadAll(r)
	}
	if !errors.Is(err, broken) {
		t.Errorf("a broken disk: %v", err)
	}
}

// FuzzOpen: whatever arrives opens or fails, within the limits.
func FuzzOpen(f *testing.F) {
	s := newStrongroom(f)
	for _, content := range []string{"{}", `{"id":"1","xml":"<data/>"}`} {
		for _, compress := range []bool{false, true} {
			sealed, err := Seal(s.Key(), Submission, []byte(content), compress)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(sealed)
		}
	}
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		if got, err := s.Open(Submission, b); err == nil && len(got) > maxContent {
			t.Errorf("%d bytes came out of %d", len(got), len(b))
		}
	})
}

// FuzzContent goes behind the cipher: what a hostile phone may seal.
func FuzzContent(f *testing.F) {
	s := newStrongroom(f)
	f.Add(pad(plain, []byte("{}")))
	f.Add(pad(deflated, []byte{3, 0}))
	f.Add([]byte{0, 0, 0, 1, 0})
	f.Fuzz(func(t *testing.T, padded []byte) {
		got, err := s.Open(Message, sealRaw(t, s.Key(), "message", padded))
		if err != nil {
			if !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.TooLarge) {
				t.Error(err)
			}
			return
		}
		if len(got) > maxMessage {
			t.Errorf("%d bytes of a message", len(got))
		}
		if flag, data, err := unpad(padded); err != nil || flag == plain && !bytes.Equal(data, got) {
			t.Errorf("padding that does not unpad was opened: %v", err)
		}
	})
}

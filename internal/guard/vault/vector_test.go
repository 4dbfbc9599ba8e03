package vault

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/hpke"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write corpus/seal anew")

const corpus = "../../../corpus/seal"

// b64 is bytes as the corpus has them: base64url without padding.
type b64 []byte

func (b b64) MarshalText() ([]byte, error) {
	return []byte(base64.RawURLEncoding.EncodeToString(b)), nil
}

func (b *b64) UnmarshalText(text []byte) (err error) {
	*b, err = base64.RawURLEncoding.DecodeString(string(text))
	return err
}

// sealCase is a seal with all that went into it. The ephemeral key is fixed, so
// that a second implementation can be held to every byte.
type sealCase struct {
	Name      string `json:"name"`
	Kind      string `json:"kind"`
	KeyID     string `json:"key_id"`
	Public    b64    `json:"public"`
	Private   b64    `json:"private"` // of the recipient: P-256 scalar
	Ephemeral b64    `json:"ephemeral"`
	Content   string `json:"content"`
	Deflated  bool   `json:"deflated"` // another deflate gives other bytes: then hold the opening alone
	Info      string `json:"info"`
	AAD       string `json:"aad"`
	Padded    b64    `json:"padded"`
	Shared    b64    `json:"shared_secret"`
	Key       b64    `json:"key"`
	Nonce     b64    `json:"nonce"`
	Sealed    b64    `json:"sealed"`
}

type blobCase struct {
	Name   string `json:"name"`
	Key    b64    `json:"key"`
	Size   int    `json:"size"`   // content byte i is (i*31+7) mod 251
	Sealed b64    `json:"sealed"` // of small ones
	SHA256 b64    `json:"sha256"` // of the sealed bytes
}

type brokenCase struct {
	Name   string `json:"name"`
	Kind   string `json:"kind"`
	Sealed b64    `json:"sealed"`
}

type sealCorpus struct {
	Seals   []sealCase   `json:"seals"`
	Broken  []brokenCase `json:"broken"` // sealed to the same key; none of them opens
	Blobs   []blobCase   `json:"blobs"`
	Buckets [][2]int     `json:"buckets"` // bytes of length, flag and data: bytes after padding
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// labeled are RFC 9180's LabeledExtract and LabeledExpand: a second
// implementation of the sender, as Go's own draws its ephemeral key itself.
type labeled []byte // suite id

func (suite labeled) extract(salt []byte, label string, ikm []byte) []byte {
	return must(hkdf.Extract(sha256.New, slices.Concat([]byte("HPKE-v1"), suite, []byte(label), ikm), salt))
}

func (suite labeled) expand(prk []byte, label string, info []byte, n int) []byte {
	text := slices.Concat(binary.BigEndian.AppendUint16(nil, uint16(n)), []byte("HPKE-v1"), suite, []byte(label), info)
	return must(hkdf.Expand(sha256.New, prk, string(text), n))
}

// seal fills in what follows from a case's inputs.
func (c *sealCase) seal() {
	ephemeral, private := must(ecdh.P256().NewPrivateKey(c.Ephemeral)), must(ecdh.P256().NewPrivateKey(c.Private))
	c.Public = private.PublicKey().Bytes()
	id := keyIDOf(c.Public)
	c.KeyID, c.Info, c.AAD = id.String(), "wasl/1 "+id.String(), c.Kind

	enc, dh := ephemeral.PublicKey().Bytes(), must(ephemeral.ECDH(private.PublicKey()))
	kemSuite := labeled("KEM\x00\x10")
	c.Shared = kemSuite.expand(kemSuite.extract(nil, "eae_prk", dh), "shared_secret", slices.Concat(enc, c.Public), 32)

	suite := labeled("HPKE\x00\x10\x00\x01\x00\x02")
	schedule := slices.Concat([]byte{0}, suite.extract(nil, "psk_id_hash", nil), suite.extract(nil, "info_hash", []byte(c.Info)))
	secret := suite.extract(c.Shared, "secret", nil)
	c.Key, c.Nonce = suite.expand(secret, "key", schedule, 32), suite.expand(secret, "base_nonce", schedule, 12)

	aead := must(cipher.NewGCM(must(aes.NewCipher(c.Key))))
	c.Sealed = slices.Concat([]byte{sealVersion}, id[:], enc, aead.Seal(nil, c.Nonce, c.Padded, []byte(c.AAD)))
}

func scalar(text string) b64 {
	k := must(hpke.DHKEM(ecdh.P256()).DeriveKeyPair([]byte(text + strings.Repeat(".", 32))))
	return must(k.Bytes())
}

func makeCorpus(t *testing.T) sealCorpus {
	private := scalar("wasl corpus node")
	var c sealCorpus
	for _, in := range []struct{ name, kind, content string }{
		{"one letter", "message", "x"},
		{"a message in Arabic", "message", `{"id":"6f0f6f5e-6f1c-4b51-9a7e-0d6cf5b0a001","text":"رأيت السيارة مرة أخرى قرب البئر","language":"ar"}`},
		{"a submission", "submission", `{"id":"6f0f6f5e-6f1c-4b51-9a7e-0d6cf5b0a002","form":"security_incident","version":"1","language":"fr","xml":"<data id=\"security_incident\"><kind>theft</kind><details>Deux hommes armés près du puits, à 3 km de Fassala.</details></data>","blobs":[]}`},
		{"the last of a bucket", "submission", strings.Repeat("a", 507)},
		{"the first of the next bucket", "submission", strings.Repeat("a", 508)},
		{"beyond the doubling buckets", "submission", strings.Repeat("وصل ", 2000)},
	} {
		for _, deflated := range []bool{false, true} {
			s := sealCase{Name: in.name, Kind: in.kind, Content: in.content, Private: private, Ephemeral: scalar("ephemeral " + in.name)}
			s.Padded = pad(plain, []byte(in.content))
			if deflated {
				s.Name, s.Deflated, s.Ephemeral = in.name+", deflated", true, scalar("ephemeral deflated "+in.name)
				s.Padded = pad(1, deflate(t, []byte(in.content)))
			}
			s.seal()
			c.Seals = append(c.Seals, s)
		}
	}
	whole := []byte(c.Seals[0].Sealed)
	flip := func(i int) b64 { b := slices.Clone(whole); b[i] ^= 1; return b }
	c.Broken = []brokenCase{
		{"nothing", "message", nil},
		{"another version", "message", flip(0)},
		{"another key", "message", flip(3)},
		{"another point", "message", flip(20)},
		{"a flipped bit", "message", flip(100)},
		{"a flipped bit in the tag", "message", flip(len(whole) - 1)},
		{"cut", "message", whole[:len(whole)-1]},
		{"another kind", "submission", whole},
	}
	for _, n := range []int{0, 1, 1000, blobChunk, blobChunk + 1, 3 * blobChunk} {
		content := make([]byte, n)
		for i := range content {
			content[i] = byte((i*31 + 7) % 251)
		}
		key := sha256.Sum256([]byte("wasl corpus blob"))
		b := blobCase{Name: "blob", Key: key[:], Size: n}
		sealed := must(SealBlob(b.Key, content))
		sum := sha256.Sum256(sealed)
		if b.SHA256 = sum[:]; n <= 1000 {
			b.Sealed = sealed
		}
		c.Blobs = append(c.Blobs, b)
	}
	for _, n := range []int{5, 512, 513, 1024, 1025, 2048, 2049, 4096, 4097, 8192, 8193, 16384, 16385, 1 << 20} {
		c.Buckets = append(c.Buckets, [2]int{n, bucket(n)})
	}
	return c
}

// The cases in corpus/seal are what this package makes and opens; the reporter
// app is held to the same file.
func TestCorpus(t *testing.T) {
	name := filepath.Join(corpus, "seal.json")
	got := must(json.MarshalIndent(makeCorpus(t), "", "  "))
	got = append(got, '\n')
	if *update {
		if err := os.WriteFile(name, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var c sealCorpus
	if err := json.Unmarshal(want, &c); err != nil {
		t.Fatal(err)
	}
	if len(c.Seals) < 12 || len(c.Broken) < 8 || len(c.Blobs) < 6 {
		t.Fatalf("%d seals, %d broken ones, %d blobs", len(c.Seals), len(c.Broken), len(c.Blobs))
	}
	if !bytes.Equal(got, want) {
		t.Error("the corpus is not what this package makes; if it is meant, run with -update")
	}
	// The whole path, with the key of the cases in a vault.
	k := must(kem().NewPrivateKey(c.Seals[0].Private))
	v := &Vault{keys: map[KeyID]hpke.PrivateKey{keyIDOf(c.Seals[0].Public): k}}
	for _, s := range c.Seals {
		opened, err := v.Open(SealKind(s.Kind), s.Sealed)
		if err != nil || string(opened) != s.Content {
			t.Errorf("%s: %.40q, %v", s.Name, opened, err)
		}
	}
	for _, b := range c.Broken {
		if _, err := v.Open(SealKind(b.Kind), b.Sealed); err == nil {
			t.Errorf("%s: opened", b.Name)
		}
	}
}

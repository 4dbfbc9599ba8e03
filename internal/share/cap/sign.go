package cap

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"time"

	"github.com/beevik/etree"
	dsig "github.com/russellhaering/goxmldsig"
)

// Signer signs messages in the name of a node: an enveloped XML signature (W3C
// XML-Signature, as CAP 1.2 §3.3.4.1 has it), RSA with SHA-256 over the exclusive
// canonical form. RSA, as the library writes ECDSA in a form that other programs
// do not read.
type Signer struct {
	key *rsa.PrivateKey
	der []byte
}

// keyBits is the size of the key: enough for the certificate's years.
const keyBits = 3072

// certYears is for how long a certificate is good: readers keep its fingerprint,
// and a new one must reach them first.
const certYears = 10

// NewSigner makes a key and a certificate that it signs itself: whoever checks a
// message holds the certificate's fingerprint against the one that the node's
// people gave them.
func NewSigner(name string, now time.Time) (*Signer, error) {
	key, err := rsa.GenerateKey(rand.Reader, keyBits)
	if err != nil {
		return nil, fmt.Errorf("make a key: %w", err)
	}
	sum := sha256.Sum256(key.N.Bytes())
	serial := new(big.Int).SetBytes(sum[:16])
	t := x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{CommonName: name}, NotBefore: now.Add(-time.Hour), NotAfter: now.AddDate(certYears, 0, 0),
		KeyUsage: x509.KeyUsageDigitalSignature, SignatureAlgorithm: x509.SHA256WithRSA, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, &t, &t, &key.PublicKey, key)
	if err != nil {
		return nil, fmt.Errorf("make a certificate: %w", err)
	}
	return &Signer{key, der}, nil
}

// The blocks of a kept signer.
const (
	certBlock = "CERTIFICATE"
	keyBlock  = "PRIVATE KEY"
)

// ReadSigner reads what Keep wrote.
func ReadSigner(b []byte) (*Signer, error) {
	s := &Signer{}
	for {
		var block *pem.Block
		if block, b = pem.Decode(b); block == nil {
			break
		}
		switch block.Type {
		case certBlock:
			s.der = block.Bytes
		case keyBlock:
			k, err := x509.ParsePKCS8PrivateKey(block.Bytes)
			if err != nil {
				return nil, err
			}
			var ok bool
			if s.key, ok = k.(*rsa.PrivateKey); !ok {
				return nil, errors.New("the key is not one of RSA")
			}
		}
	}
	if s.key == nil || s.der == nil {
		return nil, errors.New("a key or a certificate is missing")
	}
	return s, nil
}

// Keep writes the key and the certificate, in PEM: it is a secret.
func (s *Signer) Keep() ([]byte, error) {
	der, err := x509.MarshalPKCS8PrivateKey(s.key)
	if err != nil {
		return nil, err
	}
	return append(s.Certificate(), pem.EncodeToMemory(&pem.Block{Type: keyBlock, Bytes: der})...), nil
}

// Certificate is the certificate in PEM, for all to have.
func (s *Signer) Certificate() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: certBlock, Bytes: s.der})
}

// Fingerprint is the certificate's, as Fingerprint writes it.
func (s *Signer) Fingerprint() string { return Fingerprint(s.der) }

// Fingerprint is the SHA-256 of a certificate in DER, in 64 small hexadecimal digits.
func Fingerprint(der []byte) string {
	sum := sha256.Sum256(der)
	return hex.EncodeToString(sum[:])
}

// Sign gives a message that Encode wrote with its signature.
func (s *Signer) Sign(message []byte) ([]byte, error) {
	doc := etree.NewDocument()
	if err := doc.ReadFromBytes(message); err != nil {
		return nil, err
	}
	ctx, err := dsig.NewSigningContext(s.key, [][]byte{s.der})
	if err != nil {
		return nil, err
	}
	ctx.Hash = crypto.SHA256
	ctx.Canonicalizer = dsig.MakeC14N10ExclusiveCanonicalizerWithPrefixList("")
	signed, err := ctx.SignEnveloped(doc.Root())
	if err != nil {
		return nil, fmt.Errorf("sign a warning: %w", err)
	}
	doc.SetRoot(signed)
	return doc.WriteToBytes()
}

// Seal says what a message's signature is worth.
type Seal struct {
	State       SealState
	Fingerprint string // of the certificate that it came with, where it is sound
	Holder      string // whom the certificate names: its own word alone
}

// SealState is what was found of a signature.
type SealState string

// The states.
const (
	Unsigned SealState = "unsigned"
	Sound    SealState = "sound"  // by the certificate that it came with; who that is, the fingerprint tells
	Broken   SealState = "broken" // it does not fit what it signs: the message was changed
	Unread   SealState = "unread" // of a kind that is not checked here, or without a certificate
	Expired  SealState = "expired"
)

// Verify decodes a message and checks its signature at a moment. Of a sound
// one what was signed is decoded, and nothing that was slipped in beside it.
func Verify(b []byte, now time.Time) (*Alert, Seal, error) {
	a, err := Decode(b)
	if err != nil {
		return nil, Seal{}, err
	}
	seal, signed := check(b, now)
	if seal.State != Sound {
		return a, seal, nil
	}
	if a, err = Decode(signed); err != nil {
		return nil, seal, err
	}
	return a, seal, nil
}

// check looks at the signature of a file that Decode took.
func check(b []byte, now time.Time) (Seal, []byte) {
	doc := etree.NewDocument()
	doc.ReadSettings.CharsetReader = charset
	if err := doc.ReadFromBytes(b); err != nil {
		return Seal{State: Unread}, nil
	}
	sigs := signaturesOf(doc.Root())
	if len(sigs) == 0 {
		return Seal{State: Unsigned}, nil
	}
	cert := certOf(sigs[0])
	if len(sigs) > 1 || cert == nil || !readable(sigs[0]) {
		return Seal{State: Unread}, nil
	}
	ctx := dsig.NewDefaultValidationContext(&dsig.MemoryX509CertificateStore{Roots: []*x509.Certificate{cert}})
	ctx.Clock = dsig.NewFakeClockAt(now)
	if now.Before(cert.NotBefore) || now.After(cert.NotAfter) {
		return Seal{State: Expired, Holder: cert.Subject.CommonName}, nil
	}
	root, err := ctx.Validate(doc.Root())
	if err != nil {
		return Seal{State: Broken}, nil
	}
	out := etree.NewDocument()
	out.SetRoot(root)
	signed, err := out.WriteToBytes()
	if err != nil {
		return Seal{State: Unread}, nil
	}
	return Seal{Sound, Fingerprint(cert.Raw), cert.Subject.CommonName}, signed
}

// signaturesOf gives the signatures that are right below the message. Some systems
// add their own to the sender's: of two, neither is checked here.
func signaturesOf(root *etree.Element) (all []*etree.Element) {
	for _, e := range root.ChildElements() {
		if e.Tag == "Signature" && e.NamespaceURI() == dsig.Namespace {
			all = append(all, e)
		}
	}
	return all
}

// methods are those that are checked: SHA-1 proves nothing any more, and ECDSA is
// read by the library in another form than the standard's.
var methods = []string{dsig.RSASHA256SignatureMethod, dsig.RSASHA384SignatureMethod, dsig.RSASHA512SignatureMethod}

func readable(sig *etree.Element) bool {
	m := sig.FindElement("./SignedInfo/SignatureMethod")
	return m != nil && slices.Contains(methods, m.SelectAttrValue("Algorithm", ""))
}

// certOf gives the certificate that a signature came with, or nil.
func certOf(sig *etree.Element) *x509.Certificate {
	for _, e := range sig.FindElements(".//X509Certificate") {
		der, err := base64.StdEncoding.DecodeString(string(bytes.Join(bytes.Fields([]byte(e.Text())), nil)))
		if err != nil {
			continue
		}
		if c, err := x509.ParseCertificate(der); err == nil {
			return c
		}
	}
	return nil
}

// ParseFingerprint reads a fingerprint as people write it: with colons, blanks and
// capitals.
func ParseFingerprint(s string) (string, bool) {
	var b []byte
	for _, r := range lower(s) {
		switch {
		case r >= '0' && r <= '9' || r >= 'a' && r <= 'f':
			b = append(b, byte(r))
		case r == ':' || r == ' ' || r == '\n' || r == '-':
		default:
			return "", false
		}
	}
	return string(b), len(b) == 2*sha256.Size
}

package node

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"unicode/utf8"

	"filippo.io/age"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// keyring is every secret of a node. It lies in one file, apart from the data:
// who has the data alone has nothing.
type keyring struct {
	V        int               `json:"v"`
	Node     record.ID         `json:"node"`
	Sign     []byte            `json:"sign"`     // Ed25519 seed
	Open     map[string][]byte `json:"open"`     // a key for each compartment
	Settings []byte            `json:"settings"` // of what node.db seals
	Receipt  []byte            `json:"receipt"`  // turns ids of reports into receipts
	Blobs    []byte            `json:"blobs"`
	Others   map[string][]byte `json:"others,omitempty"` // keys that came with later releases, each by what it is for
	Sum      []byte            `json:"sum"`              // SHA-256 of all the above: a demo's file has no seal that would tell a flipped bit
}

func (k *keyring) sum() ([]byte, error) {
	bare := *k
	bare.Sum = nil
	b, err := json.Marshal(bare)
	sum := sha256.Sum256(b)
	return sum[:], err
}

const (
	keyFile  = "keys.age"  // sealed under a passphrase
	plainKey = "keys.json" // a demo's alone
)

// keyFile is where a node's keys lie.
func (c *Config) keyFile() string {
	if c.Passphrase == "" {
		return filepath.Join(c.Dir, plainKey)
	}
	return filepath.Join(c.Dir, keyFile)
}

// keyBytes is the length of every key.
const keyBytes = 32

// The compartments that this release opens.
const (
	inField     = "field"
	inVault     = "vault"
	inCommunity = "community"
)

var compartments = []string{inField, inVault, inCommunity}

// others are the keys of keyring.Others.
var others = []string{communityBlobs, certificateKey, cardKey}

// communityBlobs seals the attachments of the compartment community: it shares no
// key with any other.
const communityBlobs = "community blobs"

// The keys of what goes on paper. certificateKey is the seed that certificates are
// signed by, and nothing else; of cardKey the codes of cards are made.
const (
	certificateKey = "certificates"
	cardKey        = "cards"
)

// complete draws the keys that a keyring of an earlier release does not have, and
// tells whether there were any.
func (k *keyring) complete(random io.Reader) (added bool, err error) {
	draw := func(keys map[string][]byte, name string) {
		if err == nil && keys[name] == nil {
			keys[name] = make([]byte, keyBytes)
			_, err = io.ReadFull(random, keys[name])
			added = true
		}
	}
	if k.Others == nil {
		k.Others = map[string][]byte{}
	}
	for _, c := range compartments {
		draw(k.Open, c)
	}
	for _, name := range others {
		draw(k.Others, name)
	}
	return added, err
}

// scryptWork is age's work factor: 2^15 takes a fifth of a second on a laptop,
// so that a node starts within a second; a passphrase of six words holds.
const scryptWork = 15

// checkDir holds a data directory against what it is opened as: a demo's keys lie
// open and its data are invented, so that neither may pass for the other.
func checkDir(dir string, demo bool) error {
	_, err := os.Stat(filepath.Join(dir, keyFile))
	switch {
	case demo && err == nil:
		return &fault.Error{
			Kind: fault.Conflict, Op: "node.Open", Key: "node.dir.real", Msg: "this directory is a real node's, not a demo's",
			Hint: "give the demo a directory of its own with --data", Args: []string{dir},
		}
	case !demo && IsDemo(dir):
		return &fault.Error{
			Kind: fault.Conflict, Op: "node.Open", Key: "node.dir.demo", Msg: "this directory is a demo's: its data are invented and its keys lie open",
			Hint: "give the node a directory of its own with --data", Args: []string{dir},
		}
	}
	return nil
}

// loadKeys reads the node's keys or, where there are none yet, makes them. A
// node without a passphrase keeps them in the clear: only a demo may.
func loadKeys(dir, passphrase string, random io.Reader) (*keyring, error) {
	const op = "node.loadKeys"
	name := filepath.Join(dir, plainKey)
	if passphrase != "" {
		name = filepath.Join(dir, keyFile)
	} else if _, err := os.Stat(filepath.Join(dir, keyFile)); err == nil {
		return nil, &fault.Error{
			Kind: fault.Denied, Op: op, Key: "node.passphrase.missing", Msg: "this node's keys are under a passphrase",
			Hint: "give it in WASL_PASSPHRASE, or in a file named by --passphrase-file",
		}
	}
	b, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		if hasData(dir) {
			return nil, keysMissing(name)
		}
		return makeKeys(name, passphrase, random)
	}
	if err != nil {
		return nil, fmt.Errorf("read the keys: %w", err)
	}
	if passphrase != "" {
		if b, err = unlock(b, passphrase); errors.Is(err, age.ErrIncorrectIdentity) {
			return nil, &fault.Error{ // a changed byte in what the passphrase seals reads like a wrong one
				Kind: fault.Denied, Op: op, Key: "node.passphrase.wrong", Msg: "the passphrase is not the one of this node",
				Hint: "check it letter by letter; without it the data cannot be read by anybody", Err: err,
			}
		} else if err != nil {
			return nil, damagedKeys(err)
		}
	}
	k := &keyring{}
	err = json.Unmarshal(b, k)
	if sum, e := k.sum(); err == nil && (e != nil || k.V != 1 || len(k.Sign) != ed25519.SeedSize || k.Sum != nil && !bytes.Equal(sum, k.Sum)) {
		err = errors.Join(e, errors.New("its checksum does not hold, or it is of another version"))
	}
	if err != nil {
		return nil, damagedKeys(err)
	}
	if added, err := k.complete(random); err != nil || !added {
		return k, err
	}
	return k, k.write(name, passphrase)
}

func keysMissing(name string) error {
	return &fault.Error{
		Kind: fault.Invalid, Op: "node.loadKeys", Key: "node.keys.missing", Msg: "this directory has a node's data and not its keys",
		Hint: "put the file of keys back from its backup: nobody can read the data without it", Args: []string{name},
	}
}

func damagedKeys(err error) error {
	return &fault.Error{
		Kind: fault.Invalid, Op: "node.loadKeys", Key: "node.keys.damaged", Msg: "the file of keys is damaged",
		Hint: "put it back from the backup of the keys", Err: err,
	}
}

// hasData tells whether a compartment was ever kept in dir.
func hasData(dir string) bool {
	return slices.ContainsFunc(compartments, func(c string) bool { return hasLedger(dir, c) })
}

func hasLedger(dir, compartment string) bool {
	_, err := os.Stat(filepath.Join(dir, compartment, ledger.FileName))
	return err == nil
}

// minPassphrase is the shortest passphrase in letters that a node's keys are put
// under: whoever has the file tries them without anybody's leave.
const minPassphrase = 20

func longEnough(passphrase string) error {
	if utf8.RuneCountInString(passphrase) >= minPassphrase {
		return nil
	}
	return &fault.Error{
		Kind: fault.Invalid, Op: "node.makeKeys", Key: "node.passphrase.short", Msg: "the passphrase is shorter than {0} letters",
		Hint: "take six words that have nothing to do with each other", Args: []string{strconv.Itoa(minPassphrase)},
	}
}

func makeKeys(name, passphrase string, random io.Reader) (*keyring, error) {
	if passphrase != "" {
		if err := longEnough(passphrase); err != nil {
			return nil, err
		}
	}
	draw := func() []byte {
		b := make([]byte, keyBytes)
		if _, err := io.ReadFull(random, b); err != nil {
			panic("node: no randomness: " + err.Error())
		}
		return b
	}
	k := &keyring{V: 1, Node: record.NewID(random), Sign: draw(), Open: map[string][]byte{}, Settings: draw(), Receipt: draw(), Blobs: draw()}
	if _, err := k.complete(random); err != nil {
		return nil, err
	}
	return k, k.write(name, passphrase)
}

// write keeps the keys in the file with the name: under the passphrase, if there is
// one.
func (k *keyring) write(name, passphrase string) (err error) {
	if k.Sum, err = k.sum(); err != nil {
		return err
	}
	b, err := json.Marshal(k)
	if err != nil {
		return err
	}
	if passphrase != "" {
		if b, err = lock(b, passphrase); err != nil {
			return err
		}
	}
	return writeWhole(name, b)
}

// ChangePassphrase puts the keys of a node that is not running under another
// passphrase.
func ChangePassphrase(cfg Config, next string) (err error) {
	if err := checkDir(cfg.Dir, false); err != nil {
		return err
	}
	n := &Node{cfg: cfg}
	if err := n.takeLock(); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, n.Close()) }()
	if _, err := os.Stat(cfg.keyFile()); err != nil {
		return keysMissing(cfg.keyFile())
	}
	k, err := loadKeys(cfg.Dir, cfg.Passphrase, cfg.Random)
	if err != nil {
		return err
	}
	if err := longEnough(next); err != nil {
		return err
	}
	return k.write(cfg.keyFile(), next)
}

func lock(plain []byte, passphrase string) ([]byte, error) {
	r, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return nil, err
	}
	r.SetWorkFactor(scryptWork)
	var out bytes.Buffer
	w, err := age.Encrypt(&out, r)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(plain); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil { // writes the last chunk
		return nil, err
	}
	return out.Bytes(), nil
}

func unlock(sealed []byte, passphrase string) ([]byte, error) {
	id, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		return nil, err
	}
	r, err := age.Decrypt(bytes.NewReader(sealed), id)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

// writeWhole writes a file so that after a crash it is there whole or not at
// all.
func writeWhole(name string, b []byte) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".new-*")
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	err = errors.Join(err, f.Chmod(0o600), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return store.SyncDir(filepath.Dir(name))
}

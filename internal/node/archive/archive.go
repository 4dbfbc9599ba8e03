// Package archive is the file of a backup: named entries in one sealed run, by
// age and tar, that is whole or is not there. Whoever has it without its key has
// noise, and a file that was cut or changed does not pass for a whole one.
package archive

import (
	"archive/tar"
	"bufio"
	"bytes"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"filippo.io/age"

	"wasl/internal/base/fault"
	"wasl/internal/keep/store"
)

// magic is the first line of every archive, for people and for file(1).
const magic = "wasl archive 1\n"

// maxPreface bounds what stands before the sealed part, in bytes: a file of keys
// has a few hundred.
const maxPreface = 64 << 10

// newPrefix is before the name of a file that is being written. What a crash left
// under it, the next one removes.
const newPrefix = ".new-"

// passphrase is what age seals to, made of a key of 32 random bytes. The lowest
// work factor will do: nobody guesses it.
func passphrase(key []byte) (string, error) {
	k, err := hkdf.Key(sha256.New, key, nil, "wasl archive", sha256.Size)
	return hex.EncodeToString(k), err
}

const workFactor = 1

// Writer writes one archive.
type Writer struct {
	path   string
	file   *os.File
	buf    *bufio.Writer
	sealed io.WriteCloser
	tar    *tar.Writer
	n      int64
}

// Create begins the archive at path under a key of 32 bytes. The preface stands in
// it as it is. Under path there is nothing before Commit.
func Create(path string, key, preface []byte) (w *Writer, err error) {
	if err := store.MakeDir(filepath.Dir(path)); err != nil {
		return nil, err
	}
	if err := removeUnfinished(filepath.Dir(path)); err != nil {
		return nil, err
	}
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return nil, taken(path, err)
	}
	f, err := os.OpenFile(filepath.Join(filepath.Dir(path), newPrefix+filepath.Base(path)), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, taken(path, err)
	}
	w = &Writer{path: path, file: f, buf: bufio.NewWriterSize(f, 1<<20)}
	if err := w.begin(key, preface); err != nil {
		return nil, errors.Join(err, w.Abort())
	}
	return w, nil
}

func taken(path string, err error) error {
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return store.Fault("archive.Create", err)
	}
	return &fault.Error{
		Kind: fault.Conflict, Op: "archive.Create", Key: "archive.file.taken", Msg: "there is a file {0} already", Args: []string{path},
		Hint: "wait a second, or name another directory",
	}
}

// removeUnfinished removes what writers left that were cut off. One that writes at
// this moment goes on, for its file is open, and fails when it wants its name.
func removeUnfinished(dir string) error {
	names, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, n := range names {
		if strings.HasPrefix(n.Name(), newPrefix+"wasl-") {
			if err := os.Remove(filepath.Join(dir, n.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
	}
	return nil
}

func (w *Writer) begin(key, preface []byte) error {
	head := append([]byte(magic), binary.BigEndian.AppendUint32(nil, uint32(len(preface)))...)
	if _, err := w.buf.Write(append(head, preface...)); err != nil {
		return err
	}
	pass, err := passphrase(key)
	if err != nil {
		return err
	}
	to, err := age.NewScryptRecipient(pass)
	if err != nil {
		return err
	}
	to.SetWorkFactor(workFactor)
	if w.sealed, err = age.Encrypt(w.buf, to); err != nil {
		return err
	}
	w.tar = tar.NewWriter(w.sealed)
	return nil
}

// Add adds an entry of size bytes.
func (w *Writer) Add(name string, size int64, r io.Reader) error {
	if err := w.tar.WriteHeader(&tar.Header{Name: name, Size: size, Mode: 0o600, Typeflag: tar.TypeReg}); err != nil {
		return store.Fault("archive.Add", err)
	}
	n, err := io.Copy(w.tar, r)
	if err == nil && n != size {
		err = fmt.Errorf("%s has %d bytes, not %d", name, n, size)
	}
	w.n += n
	return store.Fault("archive.Add", err)
}

// AddBytes adds an entry that lies in memory.
func (w *Writer) AddBytes(name string, b []byte) error {
	return w.Add(name, int64(len(b)), bytes.NewReader(b))
}

// Size is how many bytes the entries have so far.
func (w *Writer) Size() int64 { return w.n }

// Commit ends the archive and gives it its name, so that it lasts.
func (w *Writer) Commit() error {
	err := w.tar.Close()
	if err == nil {
		err = w.sealed.Close()
	}
	if err == nil {
		err = w.buf.Flush()
	}
	if err == nil {
		err = w.file.Sync()
	}
	if err = errors.Join(err, w.file.Close()); err == nil {
		err = os.Rename(w.file.Name(), w.path)
	}
	if err != nil {
		return store.Fault("archive.Commit", errors.Join(err, os.Remove(w.file.Name())))
	}
	return store.Fault("archive.Commit", store.SyncDir(filepath.Dir(w.path)))
}

// Abort leaves nothing of the archive.
func (w *Writer) Abort() error {
	return errors.Join(w.file.Close(), os.Remove(w.file.Name()))
}

// ErrForeign is the fault of a file that is something else.
var ErrForeign = &fault.Error{
	Kind: fault.Invalid, Op: "archive.Read", Key: "archive.file.foreign", Msg: "this is not a backup of wasl",
	Hint: "give the two files that wasl backup made: the one that ends in .backup, then the one that ends in .keys",
}

// Preface reads what stands before the sealed part, and leaves r at that part. It
// faults with Invalid where r is no archive.
func Preface(r io.Reader) ([]byte, error) {
	head := make([]byte, len(magic)+4)
	if _, err := io.ReadFull(r, head); err != nil || string(head[:len(magic)]) != magic {
		return nil, ErrForeign
	}
	n := binary.BigEndian.Uint32(head[len(magic):])
	if n > maxPreface {
		return nil, damaged(fmt.Errorf("a preface of %d bytes", n))
	}
	b := make([]byte, n)
	if _, err := io.ReadFull(r, b); err != nil {
		return nil, damaged(err)
	}
	return b, nil
}

// Read gives the entries of the sealed part in their order. It faults with Invalid
// where a byte of it was changed or the end is missing, be it after the last entry:
// what each did before is then to be thrown away.
func Read(r io.Reader, key []byte, each func(name string, r io.Reader) error) error {
	pass, err := passphrase(key)
	if err != nil {
		return err
	}
	id, err := age.NewScryptIdentity(pass)
	if err != nil {
		return err
	}
	id.SetMaxWorkFactor(workFactor)
	plain, err := age.Decrypt(bufio.NewReaderSize(r, 1<<20), id)
	if errors.Is(err, age.ErrIncorrectIdentity) {
		return &fault.Error{
			Kind: fault.Invalid, Op: "archive.Read", Key: "archive.key.other", Msg: "the backup and the keys are not of one node", Err: err,
			Hint: "take the keys that were kept with this backup, or later ones of the same node",
		}
	}
	if err != nil {
		return damaged(err)
	}
	t := tar.NewReader(plain)
	for {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return damaged(err)
		}
		if err := each(h.Name, &entry{r: t}); err != nil {
			return err
		}
	}
	if _, err := io.Copy(io.Discard, plain); err != nil { // the seal of the end
		return damaged(err)
	}
	return nil
}

// entry tells the archive's damage from the faults of whoever reads it.
type entry struct{ r io.Reader }

func (e *entry) Read(p []byte) (int, error) {
	n, err := e.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = damaged(err)
	}
	return n, err
}

func damaged(err error) error {
	return &fault.Error{
		Kind: fault.Invalid, Op: "archive.Read", Key: "archive.file.damaged", Msg: "the backup is damaged: it was cut, or bytes of it were changed", Err: err,
		Hint: "copy it again from where it was kept, or take an earlier one",
	}
}

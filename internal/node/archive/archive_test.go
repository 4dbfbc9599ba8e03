package archive

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"wasl/internal/base/fault"
)

var key = bytes.Repeat([]byte{7}, 32)

// second is the name of the second entry, and long: three letters are found in
// a hundred and forty thousand sealed bytes once in a hundred runs, by chance.
const second = "identities of two people"

// write makes an archive of two entries and gives its bytes.
func write(t *testing.T) (path string, b []byte) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "wasl-1.backup")
	w, err := Create(path, key, []byte("before"))
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{"one": "un"} {
		if err := w.AddBytes(name, []byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.AddBytes(second, bytes.Repeat([]byte("secret "), 20_000)); err != nil {
		t.Fatal(err)
	}
	if err := w.Commit(); err != nil {
		t.Fatal(err)
	}
	if b, err = os.ReadFile(path); err != nil {
		t.Fatal(err)
	}
	return path, b
}

func read(b, key []byte) (names []string, size int64, err error) {
	r := bytes.NewReader(b)
	if _, err := Preface(r); err != nil {
		return nil, 0, err
	}
	err = Read(r, key, func(name string, r io.Reader) error {
		names = append(names, name)
		n, err := io.Copy(io.Discard, r)
		size += n
		return err
	})
	return names, size, err
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	_, b := write(t)
	names, size, err := read(b, key)
	if err != nil || len(names) != 2 || names[1] != second || size != 140_002 {
		t.Errorf("%v, %d bytes, %v", names, size, err)
	}
	if bytes.Contains(b, []byte("secret")) || bytes.Contains(b, []byte(second)) {
		t.Error("it can be read without its key")
	}
	if p, err := Preface(bytes.NewReader(b)); err != nil || string(p) != "before" {
		t.Errorf("%q, %v", p, err)
	}
}

func TestAnothersKeyOpensNothing(t *testing.T) {
	_, b := write(t)
	_, _, err := read(b, bytes.Repeat([]byte{8}, 32))
	var f *fault.Error
	if !errors.As(err, &f) || f.Key != "archive.key.other" {
		t.Errorf("%v", err)
	}
}

// Cut anywhere, or one bit changed anywhere, it is a fault and never a shorter
// archive.
func TestCutAndChanged(t *testing.T) {
	_, b := write(t)
	head := len(magic) + 4
	for n := 0; n < len(b); n += 1 + n/37 {
		if _, _, err := read(b[:n], key); !fault.Is(err, fault.Invalid) {
			t.Errorf("cut at %d: %v", n, err)
		}
	}
	for n := 0; n < len(b); n += 1 + n/37 {
		if n >= head && n < head+len("before") {
			continue // the preface has a seal of its own
		}
		c := bytes.Clone(b)
		c[n] ^= 0x10
		if _, _, err := read(c, key); !fault.Is(err, fault.Invalid) {
			t.Errorf("changed at %d: %v", n, err)
		}
	}
}

// Until it is whole there is nothing under its name, and what a crash left goes
// with the next one. One that is there is never written over.
func TestWholeOrNotThere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "wasl-1.backup")
	left, err := Create(path, key, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("there before it is whole: %v", err)
	}
	if err := left.file.Close(); err != nil { // the process fell
		t.Fatal(err)
	}
	w, err := Create(path, key, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Commit(); err != nil {
		t.Fatal(err)
	}
	if _, err := Create(path, key, nil); !fault.Is(err, fault.Conflict) {
		t.Errorf("it was written over: %v", err)
	}
	if w, err = Create(path+"2", key, nil); err != nil {
		t.Fatal(err)
	}
	if err := w.Abort(); err != nil {
		t.Fatal(err)
	}
	all, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(all) != 1 {
		t.Errorf("left over: %v, %v", all, err)
	}
}

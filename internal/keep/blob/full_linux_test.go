package blob

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"testing"

	"golang.org/x/sys/unix"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
)

// A full disk is a fault of its own kind; what was kept before stays, and the
// store goes on once there is room.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size=2m"); err != nil {
		t.Skipf("a small disk cannot be made here: %v", err)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
	s, err := Open(t.Context(), dir, bytes.Repeat([]byte{1}, KeySize), options())
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	var refs []Ref
	for i := range int64(100) {
		ref, err := s.Put(context.Background(), bytes.NewReader(content(50<<10, i)), -1)
		if err != nil {
			if !fault.Is(err, fault.Full) {
				t.Fatalf("after %d blobs: %v", i, err)
			}
			break
		}
		refs = append(refs, ref)
	}
	if len(refs) < 10 || len(refs) == 100 {
		t.Fatalf("%d blobs of 50 KiB went into 2 MiB", len(refs))
	}
	// Uploads and large ones hear the same.
	if _, err := s.Append(t.Context(), record.IDOf("x"), 0, 1<<20, bytes.NewReader(content(1<<20, 1))); !fault.Is(err, fault.Full) {
		t.Errorf("an upload: %v", err)
	}
	if err := s.Drop(record.IDOf("x")); err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	if _, err := s.Put(context.Background(), bytes.NewReader(content(3<<20, 1)), -1); !fault.Is(err, fault.Full) {
		t.Errorf("a large one: %v", err)
	}
	for i, ref := range refs {
		holds(t, s, ref, content(50<<10, int64(i)))
	}
	for _, ref := range refs[:5] {
		if err := s.Delete(t.Context(), ref.String(), nil); err != nil {
			t.Fatal(err)
		}
	}
	again := put(t, s, content(60<<10, 1000))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err = Open(t.Context(), dir, bytes.Repeat([]byte{1}, KeySize), options()); err != nil {
		t.Fatal(err)
	}
	holds(t, s, again, content(60<<10, 1000))
	for i, ref := range refs[5:] {
		holds(t, s, ref, content(50<<10, int64(i+5)))
	}
}

package store

import (
	"os"
	"path/filepath"
	"testing"

	"wasl/internal/keep/store/storetest"
)

func TestRemove(t *testing.T) {
	d := storetest.New(t, 1)
	opt := sealed(d)
	made(t, d, opt, 5)
	d.Put("/other.db", []byte("stays"))
	for range 2 { // what is not there is none to remove
		if err := Remove(opt); err != nil {
			t.Fatal(err)
		}
	}
	if left := d.Files(); len(left) != 1 {
		t.Errorf("%d files are left", len(left))
	}
	real := Options{Path: filepath.Join(t.TempDir(), "t.db"), Modules: []Module{pairs}}
	db, err := Open(t.Context(), real)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := Remove(real); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(filepath.Dir(real.Path)); err != nil || len(left) > 0 {
		t.Errorf("%v is left, %v", left, err)
	}
}

func TestMakeDir(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b", "c")
	for range 2 {
		if err := MakeDir(dir); err != nil {
			t.Fatal(err)
		}
	}
	if st, err := os.Stat(dir); err != nil || st.Mode().Perm() != 0o700 {
		t.Errorf("%v, %v", st, err)
	}
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := MakeDir(filepath.Join(file, "below")); err == nil {
		t.Error("a folder was made in a file")
	}
}

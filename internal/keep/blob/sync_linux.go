package blob

import (
	"os"

	"golang.org/x/sys/unix"
)

// syncData writes the file's bytes, and its length, to the disk.
func syncData(f *os.File) error { return unix.Fdatasync(int(f.Fd())) }

// punch gives n bytes from at on back to the file system; they read as zeros.
func punch(f *os.File, at, n int64) error {
	return unix.Fallocate(int(f.Fd()), unix.FALLOC_FL_PUNCH_HOLE|unix.FALLOC_FL_KEEP_SIZE, at, n)
}

// noRoom tells whether the disk under dir is as good as full: the index grows by
// some pages at once.
func noRoom(dir string) bool {
	const little = 256 << 10
	var st unix.Statfs_t
	return unix.Statfs(dir, &st) == nil && st.Bavail*uint64(st.Bsize) < little
}

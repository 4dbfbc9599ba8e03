//go:build !linux

package blob

import "os"

func syncData(f *os.File) error { return f.Sync() }

// punch writes zeros: elsewhere holes are made otherwise, or not at all.
func punch(f *os.File, at, n int64) error {
	zeros := make([]byte, min(n, 1<<20))
	for n > 0 {
		k, err := f.WriteAt(zeros[:min(n, int64(len(zeros)))], at)
		if err != nil {
			return err
		}
		at, n = at+int64(k), n-int64(k)
	}
	return nil
}

func noRoom(string) bool { return false }

package store

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
)

// Check reads the whole file and says what is wrong with it: pages whose
// checksum does not hold (in a plain file those of the free list too, which no
// query reads), then what SQLite's own integrity check finds. No lines mean a
// sound file. It waits for its turn to write.
func (db *DB) Check(ctx context.Context) ([]string, error) {
	if err := db.Fold(ctx); err != nil {
		return []string{"the log cannot be folded into the file: " + err.Error()}, nil
	}
	var wrong []string
	if db.opt.Key == nil && db.opt.VFS == "" {
		bad, err := badPages(db.opt.Path)
		if err != nil {
			return nil, err
		}
		for _, n := range bad {
			wrong = append(wrong, fmt.Sprintf("page %d: its checksum does not hold", n))
		}
	}
	err := db.View(ctx, func(tx *Tx) error {
		rows := tx.Query("PRAGMA integrity_check(20)")
		for rows.Next() {
			var line string
			if err := rows.Scan(&line); err != nil {
				return err
			}
			if line != "ok" {
				wrong = append(wrong, line)
			}
		}
		return rows.Err()
	})
	if err != nil {
		wrong = append(wrong, err.Error())
	}
	return wrong, ctx.Err()
}

// badPages computes the checksum of every page as SQLite's checksum VFS does
// (https://sqlite.org/cksumvfs.html).
func badPages(path string) (bad []int, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	var head [100]byte
	if _, err := io.ReadFull(f, head[:]); err != nil {
		return []int{1}, nil //nolint:nilerr // a file too short for a header is a damaged file, not a failed check
	}
	size := int(binary.BigEndian.Uint16(head[16:]))
	if size == 1 {
		size = 65536
	}
	if size < 512 || size&(size-1) != 0 || head[20] != 8 {
		return []int{1}, nil
	}
	page := make([]byte, size)
	for n := 1; ; n++ {
		got, err := f.ReadAt(page, int64(n-1)*int64(size))
		if got == 0 && errors.Is(err, io.EOF) {
			return bad, nil
		}
		if got < size {
			return append(bad, n), nil
		}
		if checksum(page[:size-8]) != [8]byte(page[size-8:]) {
			bad = append(bad, n)
		}
	}
}

func checksum(a []byte) (sum [8]byte) {
	var s1, s2 uint32
	for ; len(a) >= 8; a = a[8:] {
		s1 += binary.LittleEndian.Uint32(a) + s2
		s2 += binary.LittleEndian.Uint32(a[4:]) + s1
	}
	binary.LittleEndian.PutUint32(sum[:], s1)
	binary.LittleEndian.PutUint32(sum[4:], s2)
	return sum
}

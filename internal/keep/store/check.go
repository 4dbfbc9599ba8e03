package store

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/util/vfsutil"
	"github.com/ncruces/go-sqlite3/vfs"
)

// Check reads the whole file and says what is wrong with it: a log that was
// damaged when the file was opened, pages whose checksum or seal does not hold
// (those of the free list too, which no query reads), then what SQLite's own
// integrity check finds. No lines mean a sound file. It waits for its turn to
// write.
func (db *DB) Check(ctx context.Context) ([]string, error) {
	var wrong []string
	if lost := db.Lost(); lost != "" {
		wrong = append(wrong, lost)
	}
	if kept := db.damagedCopy(); kept != "" {
		wrong = append(wrong, kept)
	}
	bad, err := db.badPages(ctx)
	if err != nil {
		return nil, err
	}
	for _, n := range bad {
		wrong = append(wrong, fmt.Sprintf("page %d is damaged: its checksum or seal does not hold", n))
	}
	err = db.View(ctx, func(tx *Tx) error {
		rows := tx.Query("PRAGMA integrity_check(20)")
		defer rows.Close()
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

// badPages folds the log, and reads every page as it lies on the disk. Nobody
// writes meanwhile, so that no checkpoint does.
func (db *DB) badPages(ctx context.Context) ([]int64, error) {
	if err := db.Fold(ctx); err != nil {
		return nil, err
	}
	c, err := db.writer(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { db.writing <- c }()
	f, err := c.c.FileControl("main", sqlite3.FCNTL_FILE_POINTER)
	if err != nil {
		return nil, Fault("store.Check", err)
	}
	file, ok := f.(vfs.File)
	if !ok {
		return nil, errors.New("store: a connection without a file")
	}
	m, ok := vfsutil.UnwrapFile[*mainFile](file)
	if !ok {
		return nil, errors.New("store: a connection without a file of ours")
	}
	bad, err := badPages(m.File, m.seal)
	return bad, Fault("store.Check", err)
}

// lockByte is where SQLite puts its locks: it never writes the page there.
const lockByte = 1 << 30

// maxBad bounds the pages that are named: a file that is all noise has millions.
const maxBad = 100

// badPages gives the numbers of pages whose seal or, in a plain file, checksum
// does not hold: that is SQLite's own (https://sqlite.org/cksumvfs.html).
func badPages(r io.ReaderAt, seal *pageSeal) (bad []int64, err error) {
	page := make([]byte, pageSize)
	for n := int64(1); len(bad) < maxBad; n++ {
		at := (n - 1) * pageSize
		if at == lockByte {
			continue
		}
		got, err := r.ReadAt(page, at)
		switch {
		case got == 0 && errors.Is(err, io.EOF):
			return bad, nil
		case err != nil && !errors.Is(err, io.EOF):
			return nil, err
		case got < pageSize:
			return append(bad, n), nil
		case seal != nil && seal.open(page, inMain, at) != nil:
			bad = append(bad, n)
		case seal == nil && checksum(page[:pageSize-8]) != [8]byte(page[pageSize-8:]):
			bad = append(bad, n)
		}
	}
	return bad, nil
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

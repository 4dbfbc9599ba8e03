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
	bad := 0
	err := db.Pages(ctx, func(n int64, page []byte) error {
		if page == nil && bad < maxBad {
			wrong = append(wrong, fmt.Sprintf("page %d is damaged: its checksum or seal does not hold", n))
			bad++
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = db.alone(ctx, func(tx *Tx) error {
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

// alone is View on a connection of its own: FTS5 holds its index against what a
// connection remembers of it, and one that has searched remembers what has changed
// since.
func (db *DB) alone(ctx context.Context, f func(*Tx) error) (err error) {
	c, err := db.connect(ctx, false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.close()) }()
	return c.view(ctx, f)
}

// Pages folds the log and gives every page as it lies on the disk, opened where
// the file is sealed; nil for one whose checksum or seal does not hold. Nobody
// writes meanwhile, so that no checkpoint does. The page is the caller's until
// each returns.
func (db *DB) Pages(ctx context.Context, each func(n int64, page []byte) error) error {
	if err := db.Fold(ctx); err != nil {
		return err
	}
	c, err := db.writer(ctx)
	if err != nil {
		return err
	}
	defer func() { db.writing <- c }()
	f, err := c.c.FileControl("main", sqlite3.FCNTL_FILE_POINTER)
	if err != nil {
		return Fault("store.Pages", err)
	}
	file, ok := f.(vfs.File)
	if !ok {
		return errors.New("store: a connection without a file")
	}
	m, ok := vfsutil.UnwrapFile[*mainFile](file)
	if !ok {
		return errors.New("store: a connection without a file of ours")
	}
	return Fault("store.Pages", pages(ctx, m.File, m.seal, each))
}

// lockByte is where SQLite puts its locks: it never writes the page there.
const lockByte = 1 << 30

// maxBad bounds the pages that are named: a file that is all noise has millions.
const maxBad = 100

// pages reads a file page by page. The checksum of a plain one is SQLite's own
// (https://sqlite.org/cksumvfs.html).
func pages(ctx context.Context, r io.ReaderAt, seal *pageSeal, each func(n int64, page []byte) error) error {
	buf := make([]byte, pageSize)
	for n := int64(1); ctx.Err() == nil; n++ {
		at := (n - 1) * pageSize
		if at == lockByte {
			continue
		}
		got, err := r.ReadAt(buf, at)
		if got == 0 && errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		page := buf
		switch {
		case got < pageSize:
			page = nil
		case seal != nil && seal.open(page, inMain, at) != nil:
			page = nil
		case seal == nil && checksum(page[:pageSize-8]) != [8]byte(page[pageSize-8:]):
			page = nil
		}
		if err := each(n, page); err != nil {
			return err
		}
		if got < pageSize {
			return nil
		}
	}
	return ctx.Err()
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

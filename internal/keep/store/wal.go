package store

import (
	"encoding/binary"
	"io"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/vfs"
)

// The log's layout (https://sqlite.org/fileformat2.html#walformat): a header,
// then frames of a header and a page each.
const (
	logHeader   = 32
	frameHeader = 24
	frameSize   = frameHeader + pageSize
)

// maxGathered bounds the bytes that wait to be written: enough for the commit
// of a group of reports, and little beside SQLite's own memory.
const maxGathered = 256 << 10

// logFile is the write-ahead log. Writes that begin where the one before ended
// are gathered, and a commit's frames reach the disk in one write: when the last
// of them comes, which says so in its header. Until then no other connection
// asks for them. They are written as well before this one reads, or asks for the
// size, or syncs.
type logFile struct {
	base
	seal   *pageSeal
	commit bool  // the page that follows ends a commit
	end    int64 // of the last frame since the log began: a header before it is summed anew

	waiting []byte
	at      int64 // where waiting begins
	failed  error // what was waiting is lost: the transaction must not commit

	frame [frameSize]byte
}

func (l *logFile) WriteAt(p []byte, off int64) (n int, err error) {
	room, err := l.gather(len(p), off)
	if err != nil {
		return 0, err
	}
	in := (off - logHeader) % frameSize
	switch {
	case off < logHeader:
		l.end = logHeader
		copy(room, p)
	case in == 0 && len(p) == frameHeader:
		l.commit = binary.BigEndian.Uint32(p[4:]) != 0
		copy(room, p)
		if l.seal != nil {
			l.seal.hide(room, off)
		}
		if l.commit && off < l.end {
			// The frame is there already and no page need follow: SQLite wrote a page
			// of this transaction twice and sums the headers after it anew.
			return len(p), l.flush()
		}
	case in == frameHeader && len(p) == pageSize:
		if err := l.closePage(room, p, off); err != nil {
			return 0, err
		}
		l.end = max(l.end, off+pageSize)
		if l.commit {
			l.commit = false
			return len(p), l.flush()
		}
	default: // a part of a frame: where a disk may spoil what lies beside a write, which none of ours does
		if l.seal != nil {
			return 0, sqlite3.IOERR_WRITE
		}
		copy(room, p)
		return len(p), l.flush()
	}
	return len(p), nil
}

func (l *logFile) closePage(room, page []byte, off int64) error {
	if l.seal == nil {
		copy(room, page)
		return nil
	}
	return l.seal.close(room, page, inLog, off)
}

// gather takes n bytes to write at off and gives the room to put them into.
func (l *logFile) gather(n int, off int64) ([]byte, error) {
	if l.failed != nil {
		return nil, l.failed
	}
	if len(l.waiting) > 0 && (off != l.at+int64(len(l.waiting)) || len(l.waiting)+n > maxGathered) {
		if err := l.flush(); err != nil {
			return nil, err
		}
	}
	if len(l.waiting) == 0 {
		l.at = off
	}
	start := len(l.waiting)
	if cap(l.waiting) < start+n {
		l.waiting = append(make([]byte, 0, max(2*cap(l.waiting), start+n)), l.waiting...)
	}
	l.waiting = l.waiting[:start+n]
	return l.waiting[start:], nil
}

// flush writes what waits. If it fails, so does all else until forget: SQLite
// takes the frames for written, and after some errors it undoes a statement and
// goes on to commit the rest.
func (l *logFile) flush() error {
	if l.failed != nil || len(l.waiting) == 0 {
		return l.failed
	}
	_, l.failed = l.base.WriteAt(l.waiting, l.at)
	l.waiting = l.waiting[:0]
	return l.failed
}

// forget drops what waits. It is called when a transaction has ended: what was
// not written belongs to no commit.
func (l *logFile) forget() {
	l.waiting, l.failed, l.commit = l.waiting[:0], nil, false
}

func (l *logFile) Truncate(size int64) error {
	if err := l.flush(); err != nil {
		return err
	}
	return l.base.Truncate(size)
}

func (l *logFile) Sync(flags vfs.SyncFlag) error {
	if err := l.flush(); err != nil {
		return err
	}
	return l.base.Sync(flags)
}

func (l *logFile) Size() (int64, error) {
	if err := l.flush(); err != nil {
		return 0, err
	}
	return l.File.Size()
}

func (l *logFile) ReadAt(p []byte, off int64) (n int, err error) {
	if err := l.flush(); err != nil {
		return 0, err
	}
	if l.seal == nil || off+int64(len(p)) <= logHeader {
		return l.File.ReadAt(p, off)
	}
	for n < len(p) {
		got, err := l.readIn(p[n:], off+int64(n))
		n += got
		if err != nil {
			return n, err
		}
	}
	return n, nil
}

// readIn reads what p asks for of the one frame that off lies in.
func (l *logFile) readIn(p []byte, off int64) (n int, err error) {
	if off < logHeader {
		return l.File.ReadAt(p[:min(len(p), int(logHeader-off))], off)
	}
	in := (off - logHeader) % frameSize
	start := off - in
	if in >= frameHeader { // a page alone, as a query reads it
		page := l.frame[frameHeader:]
		if got, err := l.File.ReadAt(page, start+frameHeader); got < pageSize {
			return 0, err
		}
		if l.seal.open(page, inLog, start+frameHeader) != nil {
			return 0, sqlite3.IOERR_DATA
		}
		return copy(p, page[in-frameHeader:]), nil
	}
	if in+int64(len(p)) <= frameHeader {
		head := l.frame[:frameHeader]
		if got, err := l.File.ReadAt(head, start); got < frameHeader {
			return 0, err
		}
		l.seal.show(head, start)
		return copy(p, head[in:]), nil
	}
	if got, err := l.File.ReadAt(l.frame[:], start); got < frameSize {
		return 0, err
	}
	l.seal.show(l.frame[:frameHeader], start)
	if l.seal.open(l.frame[frameHeader:], inLog, start+frameHeader) != nil {
		// SQLite looks for the end of the log after a crash: a frame that was torn is
		// no error but that end, which its sum, now wrong, tells.
		clear(l.frame[frameHeader:])
	}
	n = copy(p, l.frame[in:])
	if n == 0 {
		return 0, io.ErrUnexpectedEOF
	}
	return n, nil
}

// Close drops what waits: no commit wrote it.
func (l *logFile) Close() error { return l.File.Close() }

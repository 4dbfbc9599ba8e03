package store

import (
	"encoding/binary"
	"io"

	"github.com/ncruces/go-sqlite3"
)

// The log's layout (https://sqlite.org/fileformat2.html#walformat): a header,
// then frames of a header and a page each.
const (
	logHeader   = 32
	frameHeader = 24
	frameSize   = frameHeader + pageSize
)

// logFile is the write-ahead log. A commit's frames reach it in one write: when
// the last of them comes, which says so in its header.
type logFile struct {
	base
	seal   *pageSeal
	commit bool // the page that follows ends a commit
	frame  [frameSize]byte
}

func (l *logFile) WriteAt(p []byte, off int64) (n int, err error) {
	room, err := l.gather(len(p), off)
	if err != nil {
		return 0, err
	}
	switch in := (off - logHeader) % frameSize; {
	case off < logHeader || l.seal == nil && len(p) != frameHeader && len(p) != pageSize:
		copy(room, p)
	case in == 0 && len(p) == frameHeader:
		l.commit = binary.BigEndian.Uint32(p[4:]) != 0
		copy(room, p)
		if l.seal != nil {
			l.seal.hide(room, off)
		}
	case in == frameHeader && len(p) == pageSize:
		if l.seal == nil {
			copy(room, p)
		} else if err := l.seal.close(room, p, inLog, off); err != nil {
			return 0, err
		}
		if l.commit {
			l.commit = false
			return len(p), l.flush()
		}
	default: // SQLite writes whole frames, and the header of one by itself when it sums the log anew
		if l.seal != nil {
			return 0, sqlite3.IOERR_WRITE
		}
		copy(room, p)
	}
	return len(p), nil
}

func (l *logFile) ReadAt(p []byte, off int64) (n int, err error) {
	if err := l.flush(); err != nil {
		return 0, err
	}
	if l.seal == nil || off+int64(len(p)) <= logHeader {
		return l.File.ReadAt(p, off)
	}
	for n < len(p) {
		got, err := l.readIn(p[n:], off+int64(n), len(p))
		n += got
		if err != nil {
			return n, err
		}
	}
	return n, nil
}

// readIn reads what p asks for of the one frame that off lies in.
func (l *logFile) readIn(p []byte, off int64, whole int) (n int, err error) {
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

package node

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"

	"wasl/internal/base/fault"
)

// takeLock makes sure that one process alone has the data directory open.
func (n *Node) takeLock() error {
	f, err := os.OpenFile(filepath.Join(n.cfg.Dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return errors.Join(&fault.Error{
			Kind: fault.Conflict, Op: "node.Open", Key: "node.dir.taken", Msg: "another wasl has this data directory open", Args: []string{n.cfg.Dir},
			Hint: "stop it first, or give another directory", Err: err,
		}, f.Close())
	}
	n.lock = f
	n.opened(f.Close)
	return nil
}

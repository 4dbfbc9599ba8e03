package node

import (
	"bufio"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	stick "wasl/internal/edge/shelf"
)

// KitMade is what a kit came to.
type KitMade struct {
	Materials, Files int
	Bytes            int64
}

// Kit writes all that the public may read into a folder: one that is not there yet, or
// an empty one, such as a stick. It is written down first, so that no kit goes out of
// which nobody knows.
func (n *Node) Kit(ctx context.Context, dir, whom string) (made KitMade, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return made, &fault.Error{Kind: fault.Invalid, Op: "node.Kit", Key: "node.kit.folder", Msg: "the folder cannot be read", Hint: "check its name and that you may write there", Err: err}
	}
	if len(entries) > 0 {
		return made, &fault.Error{Kind: fault.Conflict, Op: "node.Kit", Key: "node.kit.full", Msg: "the folder is not empty", Hint: "name one that is not there yet: old and new files must not lie side by side"}
	}
	k, given, err := n.Materials.PackHere(ctx, record.IDOf("wasl/local"), n.Units.Tree().Root(), whom)
	if err != nil {
		return made, err
	}
	made.Materials = len(given)
	k.At = k.At.In(zone)
	err = stick.Pack(stick.Packing{Kit: k, Given: given, Name: n.publicName, Demo: n.cfg.Demo, Open: func(ref string) (io.ReadCloser, error) {
		return n.CommunityBlobs.Open(ctx, ref)
	}}, func(name string, write func(io.Writer) error) error {
		size, err := writeFile(filepath.Join(dir, filepath.FromSlash(name)), write)
		made.Files++
		made.Bytes += size
		return err
	})
	return made, err
}

// publicName is what the node calls itself before the public.
func (n *Node) publicName(l lang.Language) string {
	if name := n.cfg.Name.In(l); name != "" {
		return name
	}
	return "wasl"
}

// writeFile writes a file and has the disk write it too: a stick is pulled out as soon
// as the command ends. Everybody may read it.
func writeFile(name string, write func(io.Writer) error) (size int64, err error) {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil { //nolint:gosec // a stick is for everybody
		return 0, err
	}
	f, err := os.Create(name)
	if err != nil {
		return 0, err
	}
	b := bufio.NewWriter(f)
	err = errors.Join(write(b), b.Flush(), f.Sync())
	if err == nil {
		size, err = f.Seek(0, io.SeekCurrent)
	}
	return size, errors.Join(err, f.Close())
}

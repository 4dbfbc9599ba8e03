package cli

import (
	"context"

	"wasl/internal/node"
)

type kitCmd struct {
	dataFlags
	Dir string `arg:"" help:"folder on the stick; made if missing, and empty" type:"path"`
	For string `help:"who is to have it: the school, the post, the radio" required:"" placeholder:"WORDS"`
}

// Help is what `wasl kit --help` says besides the flags.
func (kitCmd) Help() string {
	return `Everything that communities made and the public may read, as pages that open from the stick by index.html: in three languages, with no network and no program. It is made of
exactly what is public at that moment, and written down: when somebody takes back their consent to be named, it is known which sticks still carry the name.

    wasl kit /media/stick/wasl --for "École de Mbera 2"
    cd /media/stick/wasl && sha256sum -c SHA256SUMS`
}

// Run makes a kit.
func (c *kitCmd) Run(e *env) error {
	return c.with(e, func(ctx context.Context, n *node.Node) error {
		k, err := n.Kit(ctx, c.Dir, c.For)
		if err != nil {
			return err
		}
		e.say("%d materials in %d files, %d MB: %s", k.Materials, k.Files, (k.Bytes+1<<20-1)>>20, c.Dir)
		return nil
	})
}

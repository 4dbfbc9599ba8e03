// Command wasl is the whole of wasl: a node, its tools, and its demo.
package main

import (
	"context"
	"crypto/rand"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"wasl/internal/node/cli"
)

// gcPercent lets the heap grow to three times what lives before it is cleaned:
// a node's live heap is small (some 20 MiB), and a tenth more reports a second
// get through. GOGC in the environment wins.
const gcPercent = 200

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(cli.Run(ctx, &cli.World{
		Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Clock: time.Now, Random: rand.Reader, Getenv: os.Getenv,
	}))
}

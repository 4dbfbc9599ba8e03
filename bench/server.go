package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"

	"wasl/internal/node"
)

// server is a demo that runs as its users run it.
type server struct {
	cmd      *exec.Cmd
	url      map[string]string // console, reporter, openrosa, api
	ready    time.Duration     // from the start of the process to "ready"
	dir      string
	throwing bool // the directory goes when it stops
	inside   func() error
}

var line = regexp.MustCompile(`^(\w+) URL\s+(\S+)`)

// serve starts the binary and waits until it is ready.
func serve(ctx context.Context, opt options) (*server, error) {
	s := &server{url: map[string]string{}, dir: opt.data}
	if s.dir == "" {
		var err error
		if s.dir, err = os.MkdirTemp("", "wasl-bench-"); err != nil {
			return nil, err
		}
		s.throwing = true
	}
	if opt.inside {
		return s, s.within(ctx)
	}
	s.cmd = exec.CommandContext(ctx, opt.bin, "demo", "--data", s.dir, "--listen", "127.0.0.1:0")
	s.cmd.Stderr = os.Stderr
	s.cmd.Cancel = func() error { return s.cmd.Process.Signal(syscall.SIGTERM) }
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	begun := time.Now()
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if m := line.FindStringSubmatch(lines.Text()); m != nil {
			s.url[m[1]] = strings.TrimSuffix(m[2], "/")
		}
		if lines.Text() == "ready" {
			s.ready = time.Since(begun)
			return s, nil
		}
	}
	return nil, errors.Join(errors.New("the server ended before it was ready"), s.stop())
}

// within serves from this process.
func (s *server) within(ctx context.Context) error {
	n, err := node.OpenDemo(ctx, node.Config{Dir: s.dir, Clock: time.Now, Log: slog.New(slog.NewTextHandler(os.Stderr, nil))}, nil)
	if err != nil {
		return err
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return errors.Join(err, n.Close())
	}
	base := "http://" + l.Addr().String()
	s.url["console"], s.url["openrosa"] = base, base+"/v1/key/"+n.OpenRosa
	serving, cancel := context.WithCancel(ctx)
	served := make(chan error, 1)
	go func() { served <- n.Serve(serving, l) }()
	s.inside = func() error {
		cancel()
		return errors.Join(<-served, n.Close())
	}
	return nil
}

// pid is that of the process that serves.
func (s *server) pid() int {
	if s.inside != nil {
		return os.Getpid()
	}
	return s.cmd.Process.Pid
}

func (s *server) stop() (err error) {
	if s.inside != nil {
		err = s.inside()
	} else {
		_ = s.cmd.Process.Signal(syscall.SIGTERM)
		err = s.cmd.Wait()
	}
	if s.throwing {
		err = errors.Join(err, os.RemoveAll(s.dir))
	}
	return err
}

// memory is what the process holds of the machine, in MiB: all of it, and the
// part that is its own and not pages of files.
func (s *server) memory() (resident, own float64, err error) {
	b, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(s.pid()), "status"))
	if err != nil {
		return 0, 0, err
	}
	read := func(name string) float64 {
		_, rest, _ := strings.Cut(string(b), name+":")
		kb, _ := strconv.ParseFloat(strings.Fields(rest + " 0")[0], 64)
		return kb / 1024
	}
	return read("VmRSS"), read("RssAnon"), nil
}

// used is the processor time that the server has taken.
func (s *server) used() (time.Duration, error) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.pid()))
	if err != nil {
		return 0, err
	}
	f := strings.Fields(string(b)[strings.LastIndexByte(string(b), ')')+2:])
	user, _ := strconv.Atoi(f[11])
	system, _ := strconv.Atoi(f[12])
	return time.Duration(user+system) * 10 * time.Millisecond, nil
}

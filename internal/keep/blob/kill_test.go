package blob

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"wasl/internal/keep/store/storetest"
)

// TestKilled kills a process that puts and deletes, again and again on one
// store: what it said was put is there, what it said was deleted is not.
func TestKilled(t *testing.T) {
	if dir := os.Getenv("WASL_BLOB_CHILD"); dir != "" {
		putUntilKilled(t, dir)
		return
	}
	dir := storetest.Dir(t)
	there := map[string][2]int{}
	for round := range 6 {
		for _, line := range runAndKill(t, dir, round, time.Duration(60+round*35)*time.Millisecond) {
			act, rest, _ := strings.Cut(line, " ")
			var ref string
			var size, seed int
			if _, err := fmt.Sscan(rest, &ref, &size, &seed); err != nil {
				t.Fatalf("%q: %v", line, err)
			}
			if act == "put" {
				there[ref] = [2]int{size, seed}
			} else {
				delete(there, ref)
				there["-"+ref] = [2]int{}
			}
		}
		s, err := Open(t.Context(), dir, bytes.Repeat([]byte{1}, KeySize), options())
		if err != nil {
			t.Fatal(err)
		}
		for ref, c := range there {
			got, err := get(t, s, strings.TrimPrefix(ref, "-"))
			if strings.HasPrefix(ref, "-") {
				if err == nil {
					t.Errorf("round %d: a deleted blob is there", round)
				}
			} else if err != nil || !bytes.Equal(got, content(c[0], int64(c[1]))) {
				t.Errorf("round %d: an acknowledged blob is lost: %v", round, err)
			}
		}
		if _, err := s.Verify(t.Context(), func(d Damage) { t.Error(d) }); err != nil {
			t.Error(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if len(there) < 50 {
		t.Errorf("only %d blobs were put in all rounds", len(there))
	}
}

// runAndKill runs the child for a while and gives the whole lines that it said.
func runAndKill(t *testing.T, dir string, round int, after time.Duration) (lines []string) {
	cmd := exec.Command(os.Args[0], "-test.run=^TestKilled$")
	cmd.Env = append(os.Environ(), "WASL_BLOB_CHILD="+dir, "WASL_BLOB_ROUND="+strconv.Itoa(round))
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	r := bufio.NewReader(out)
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			break
		}
		if len(lines) == 0 { // from its first word on
			time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
		}
		lines = append(lines, strings.TrimSpace(line))
	}
	if err := cmd.Wait(); err == nil {
		t.Fatal("the child ended by itself")
	}
	return lines
}

func putUntilKilled(t *testing.T, dir string) {
	round, err := strconv.Atoi(os.Getenv("WASL_BLOB_ROUND"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), dir, bytes.Repeat([]byte{1}, KeySize), options())
	if err != nil {
		t.Fatal(err)
	}
	s.full = 300 << 10
	var say sync.Mutex
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for i := 0; ; i++ {
				size, seed := 1000+i*977%90_000, round*1_000_000+w*100_000+i
				ref, err := s.Put(context.Background(), bytes.NewReader(content(size, int64(seed))), int64(size))
				if err != nil {
					panic(err)
				}
				if i%7 == 3 {
					if err := s.Delete(t.Context(), ref.String(), nil); err != nil {
						panic(err)
					}
				}
				say.Lock()
				if i%7 == 3 {
					fmt.Println("del", ref, size, seed)
				} else {
					fmt.Println("put", ref, size, seed)
				}
				say.Unlock()
			}
		})
	}
	wg.Wait()
}

package bare

import (
	"bytes"
	"os"
	"testing"

	"golang.org/x/image/webp"

	"wasl/internal/base/fault"
)

// media are files of testdata, made by ffmpeg and cwebp, that tell of a CANARY wherever
// these write it.
var media = map[string]func([]byte) ([]byte, error){
	"picture.webp": WebP,
	"vorbis.ogg":   func(b []byte) ([]byte, error) { return b, Ogg(b) },
	"opus.ogg":     func(b []byte) ([]byte, error) { return b, Ogg(b) },
	"film.webm":    func(b []byte) ([]byte, error) { return b, WebM(b) },
	"live.webm":    func(b []byte) ([]byte, error) { return b, WebM(b) },
}

func medium(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil || !bytes.Contains(b, []byte("CANARY")) {
		t.Fatalf("%s tells nothing: %v", name, err)
	}
	return b
}

func TestMediaForgetWhereTheyWereMade(t *testing.T) {
	for name, strip := range media {
		was := medium(t, name)
		out, err := strip(bytes.Clone(was))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, told := range []string{"CANARY", "Lavf", "Lavc", "Xiph", "libopus", "xmpmeta", "Exif"} {
			if bytes.Contains(out, []byte(told)) {
				t.Errorf("%s tells %q still", name, told)
			}
		}
		if name != "picture.webp" && len(out) != len(was) {
			t.Errorf("%s: places moved", name)
		}
		again, err := strip(bytes.Clone(out))
		if err != nil || !bytes.Equal(again, out) {
			t.Errorf("%s: stripped again it is another: %v", name, err)
		}
		for cut := range len(was) { // nothing falls over, and nothing cut within its first word is whole
			if _, err := strip(bytes.Clone(was[:cut])); cut < 5 && !fault.Is(err, fault.Invalid) {
				t.Errorf("%s cut at %d: %v", name, cut, err)
			}
		}
	}
}

func TestAWebPIsTheSamePicture(t *testing.T) {
	was := medium(t, "picture.webp")
	out, err := WebP(append(bytes.Clone(was), "CANARY behind its end"...))
	if err != nil || bytes.Contains(out, []byte("CANARY")) {
		t.Fatal("something is behind its end", err)
	}
	before, err := webp.Decode(bytes.NewReader(was))
	if err != nil {
		t.Fatal(err)
	}
	after, err := webp.Decode(bytes.NewReader(out))
	if err != nil || after.Bounds() != before.Bounds() {
		t.Fatal(err)
	}
	for y := range before.Bounds().Dy() {
		for x := range before.Bounds().Dx() {
			if before.At(x, y) != after.At(x, y) {
				t.Fatal("it is another picture")
			}
		}
	}
}

// The sums of pages hold as before: a player that checks them plays the sound.
func TestAnOggKeepsItsSums(t *testing.T) {
	was := medium(t, "opus.ogg")
	for rest := bytes.Clone(was); len(rest) > 0; {
		page, _, _, ok := oggPage(rest)
		if !ok {
			t.Fatal("no page")
		}
		rest = rest[len(page):]
		before := bytes.Clone(page[22:26])
		clear(page[22:26])
		sum := oggSum(page)
		if !bytes.Equal(before, []byte{byte(sum), byte(sum >> 8), byte(sum >> 16), byte(sum >> 24)}) { //nolint:gosec // its bytes
			t.Fatal("the sum is another than ffmpeg's")
		}
	}
}

func TestMediaOfOtherKindsAreRefused(t *testing.T) {
	film := medium(t, "film.webm")
	i := bytes.Index(film, []byte{webmTrack, 0x81, 1})
	if i < 0 {
		t.Fatal("the film has no pictures")
	}
	film[i+2] = 0x21 // metadata: where the telephone was
	sound := medium(t, "vorbis.ogg")
	for name, err := range map[string]error{
		"a track of places": WebM(film), "a film in Ogg": Ogg(bytes.Replace(sound, []byte("\x01vorbis"), []byte("\x80theora"), 1)),
	} {
		if !fault.Is(err, fault.Unsupported) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// FuzzMedia: nothing falls over, and what was stripped once stays as it is.
func FuzzMedia(f *testing.F) {
	for name := range media {
		f.Add(medium(f, name))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for name, strip := range media {
			out, err := strip(bytes.Clone(b))
			if err != nil {
				continue
			}
			if again, err := strip(bytes.Clone(out)); err != nil || !bytes.Equal(again, out) {
				t.Errorf("%s: stripped again it is another: %v", name, err)
			}
		}
	})
}

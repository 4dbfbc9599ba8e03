package bare

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"testing"

	"wasl/internal/base/fault"
)

func TestASmallPictureStandsUp(t *testing.T) {
	// Eight ways of holding the same telephone: the corner that is red in the first
	// stands elsewhere in each.
	corner := map[int][2]int{1: {0, 0}, 2: {1, 0}, 3: {1, 1}, 4: {0, 1}, 5: {0, 0}, 6: {1, 0}, 7: {1, 1}, 8: {0, 1}}
	m := image.NewRGBA(image.Rect(0, 0, 64, 32))
	for y := range 16 {
		for x := range 32 {
			m.Set(x, y, color.RGBA{255, 0, 0, 255})
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	for up, at := range corner {
		out, w, h, err := Small(withUp(b.Bytes(), up))
		if err != nil {
			t.Fatal(err)
		}
		if up >= 5 && w != 32 || up < 5 && w != 64 {
			t.Errorf("%d: %d x %d", up, w, h)
		}
		got, err := jpeg.Decode(bytes.NewReader(out))
		if err != nil {
			t.Fatal(err)
		}
		r, _, _, _ := got.At(at[0]*(w-1), at[1]*(h-1)).RGBA()
		if r < 0xb000 {
			t.Errorf("%d: the corner is not where it should be", up)
		}
		if bytes.Contains(out, []byte("Exif")) {
			t.Error("the small picture is turned twice")
		}
	}
}

func TestASmallPictureIsSmall(t *testing.T) {
	m := image.NewNRGBA(image.Rect(0, 0, 1600, 1200))
	r := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // noise
	for i := range m.Pix {
		m.Pix[i] = byte(r.Uint32())
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	out, w, h, err := Small(b.Bytes())
	if err != nil || w != 360 || h != 270 {
		t.Fatal(w, h, err)
	}
	if len(out) > 3*maxSmall { // noise does not get smaller than this
		t.Errorf("%d bytes", len(out))
	}
}

func TestAPictureOfTooManyPointsIsNotRead(t *testing.T) {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	huge := bytes.Clone(b.Bytes())
	binary.BigEndian.PutUint32(huge[16:], 1<<20)
	binary.BigEndian.PutUint32(huge[20:], 1<<20)
	copy(huge[8:], chunk("IHDR", string(huge[16:29])))
	if _, _, _, err := Small(huge); !fault.Is(err, fault.TooLarge) {
		t.Error(err)
	}
	if _, _, _, err := Small(b.Bytes()[:60]); !fault.Is(err, fault.Invalid) {
		t.Error(err)
	}
}

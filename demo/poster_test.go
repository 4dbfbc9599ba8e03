package demo

import (
	"bytes"
	"image/png"
	"testing"
)

func TestThePosterIsAPicture(t *testing.T) {
	var b bytes.Buffer
	if err := Poster(&b); err != nil {
		t.Fatal(err)
	}
	p, err := png.Decode(&b)
	if err != nil || p.Bounds().Dx() != PosterWide || p.Bounds().Dy() != PosterHigh {
		t.Fatalf("%v %v", p, err)
	}
	if p.At(360, 780) == p.At(10, 10) {
		t.Error("the well is as empty as the sky")
	}
}

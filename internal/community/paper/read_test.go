package paper

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"wasl/internal/base/fault"
)

var page = Page{Sheet: 0x12_3456_789a, Number: 2, Rows: 18, Sessions: 3}

// roll is who is marked how in the tests: what is wanted for a row and session.
func roll(p Page) (marked [][]int) {
	r := rand.New(rand.NewPCG(4, 2))
	for range p.Rows {
		row := make([]int, p.Sessions)
		for s := range row {
			row[s] = r.IntN(int(choices)+1) - 1 // -1 was not there
		}
		marked = append(marked, row)
	}
	return marked
}

// filled draws a page with its roll marked by a hand.
func filled(p Page, h hand) *grey {
	g, r := sheetOf(p), rand.New(rand.NewPCG(1, 7))
	for row, sessions := range roll(p) {
		for s, c := range sessions {
			if c >= 0 {
				h(g, p.Oval(row, s, Choice(c)), r)
			}
		}
	}
	return g
}

// show keeps a photo to look at, where WASL_PAPER_DIR says.
func show(t *testing.T, name string, photo []byte) {
	t.Helper()
	if dir := os.Getenv("WASL_PAPER_DIR"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, name+".jpg"), photo, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// checkRoll holds what was read against what was marked: a mark that is wrong must
// never be shown as certain, and most must be both right and certain.
func checkRoll(t *testing.T, got *Reading, p Page, sure float64) {
	t.Helper()
	if got.Page != p {
		t.Fatalf("read as the page %+v, which is %+v", got.Page, p)
	}
	right, all := 0, 0
	for row, sessions := range roll(p) {
		if len(got.Lines[row].Picture) == 0 {
			t.Errorf("row %d has no picture", row)
		}
		for s, want := range sessions {
			a := got.Lines[row].Answers[s]
			all++
			is := -1
			if a.Marked {
				is = int(a.Choice)
			}
			switch {
			case is == want && a.Certain:
				right++
			case is != want && a.Certain:
				t.Errorf("row %d, session %d: read as %d, certain by %.2f; it is %d", row, s, is, a.Sure, want)
			case is != want:
				t.Logf("row %d, session %d: read as %d, sure by %.2f; it is %d", row, s, is, a.Sure, want)
			}
		}
	}
	if share := float64(right) / float64(all); share < sure {
		t.Errorf("%.2f of the marks are certain and right, less than %.2f", share, sure)
	} else {
		t.Logf("%.2f certain and right", share)
	}
}

func TestPhotosOfASheetAreRead(t *testing.T) {
	five := Page{Sheet: 1, Number: 1, Rows: MaxRows, Sessions: MaxSessions, RightToLeft: true}
	one := Page{Sheet: 1<<SheetBits - 1, Number: 255, Rows: 1, Sessions: 1}
	with := func(c camera, do func(*camera)) camera { do(&c); return c }
	plain := straight(1240, 1740)
	shadow := func(x, y float64) float64 {
		return (0.55 + 0.4*x) * (1 - 0.35/(1+math.Exp(-(y-0.4-0.3*x)*60)))
	}
	for _, c := range []struct {
		name string
		page Page
		hand hand
		camera
		sure float64
	}{
		{"flat", page, scribbles(40), plain, 1},
		{"pencil", page, scribbles(105), plain, 0.97},
		{"five sessions from the right", five, scribbles(40), plain, 1},
		{"one person", one, scribbles(40), plain, 1},
		{"upside down", page, scribbles(40), with(plain, func(c *camera) { c.corners = [4]Spot{{0.95, 0.96}, {0.05, 0.97}, {0.04, 0.04}, {0.97, 0.03}} }), 1},
		{"on its side", page, scribbles(40), with(plain, func(c *camera) {
			c.width, c.height = 1740, 1240
			c.corners = [4]Spot{{0.96, 0.03}, {0.97, 0.95}, {0.05, 0.96}, {0.04, 0.04}}
		}), 1},
		{"turned by 20 degrees", page, scribbles(40), with(straight(1600, 1940), func(c *camera) { c.corners = [4]Spot{{0.30, 0.03}, {0.97, 0.22}, {0.70, 0.97}, {0.03, 0.78}} }), 1},
		{"from below", page, scribbles(40), with(straight(1500, 1920), func(c *camera) { c.corners = [4]Spot{{0.17, 0.12}, {0.80, 0.08}, {0.97, 0.94}, {0.03, 0.90}} }), 1},
		{"under a tree", page, scribbles(40), with(plain, func(c *camera) { c.shade, c.noise = shadow, 6 }), 0.9},
		{"folded", page, scribbles(40), with(plain, func(c *camera) {
			c.crease = 0.4
			c.bend = func(s Spot) Spot { return Spot{s.X, s.Y + 1.6*math.Abs(s.Y-150)/150*math.Sin(s.X/60)} }
		}), 0.75}, // the fold runs through ovals of every row
		{"bent", page, scribbles(40), with(plain, func(c *camera) {
			c.bend = func(s Spot) Spot { return Spot{s.X + 1.2*math.Sin(s.Y/95), s.Y + 2.5*math.Sin(s.Y/95)} }
		}), 1},
		{"blurred", page, scribbles(40), with(plain, func(c *camera) { c.blur = 2; c.noise = 4 }), 0.97},
		{"shaken", page, scribbles(40), with(plain, func(c *camera) { c.motion = 2 }), 0.97},
		{"in the dark", page, scribbles(40), with(plain, func(c *camera) { c.shade = func(x, _ float64) float64 { return 0.3 + 0.1*x }; c.noise = 9 }), 0.9},
		{"few points", page, scribbles(40), with(straight(640, 900), func(c *camera) { c.quality = 50; c.blur = 1 }), 0.9},
		{"many points", page, scribbles(40), straight(2600, 3640), 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			photo := c.take(t, filled(c.page, c.hand), rand.New(rand.NewPCG(9, 9)))
			show(t, c.name, photo)
			got, err := Read(t.Context(), photo)
			if err != nil {
				t.Fatal(err)
			}
			checkRoll(t, got, c.page, c.sure)
		})
	}
}

// A cross is read as what it is most likely to mean, and shown as uncertain where
// it is thin.
func TestCrossesAreReadAsMarks(t *testing.T) {
	photo := straight(1240, 1740).take(t, filled(page, crosses), rand.New(rand.NewPCG(3, 3)))
	show(t, "crosses", photo)
	got, err := Read(t.Context(), photo)
	if err != nil {
		t.Fatal(err)
	}
	for row, sessions := range roll(page) {
		for s, want := range sessions {
			a := got.Lines[row].Answers[s]
			if a.Marked != (want >= 0) || a.Marked && int(a.Choice) != want {
				t.Errorf("row %d, session %d: read as %+v, crossed is %d", row, s, a, want)
			}
		}
	}
}

// What may mean two things is never shown as certain.
func TestWhatIsDoubtfulIsShownSo(t *testing.T) {
	g, r := sheetOf(page), rand.New(rand.NewPCG(5, 5))
	scribbles(40)(g, page.Oval(0, 0, Present), r) // and another of the same session
	scribbles(40)(g, page.Oval(0, 0, Late), r)
	dots(g, page.Oval(1, 1, Present), r)
	scribbles(40)(g, page.Oval(2, 1, Partial), r)
	photo := straight(1240, 1740).take(t, g, r)
	show(t, "doubtful", photo)
	got, err := Read(t.Context(), photo)
	if err != nil {
		t.Fatal(err)
	}
	for row, session := range []int{0, 1} {
		if a := got.Lines[row].Answers[session]; a.Certain {
			t.Errorf("row %d is certain: %+v", row, a)
		}
	}
	if a := got.Lines[2].Answers[1]; !a.Certain || a.Choice != Partial {
		t.Errorf("the row that is plain: %+v", a)
	}
}

func TestAThumbOverTheCodeLeavesTheOther(t *testing.T) {
	g := filled(page, scribbles(40))
	g.box(60, 8, 25, 16, 140)
	got, err := Read(t.Context(), straight(1240, 1740).take(t, g, rand.New(rand.NewPCG(5, 5))))
	if err != nil {
		t.Fatal(err)
	}
	checkRoll(t, got, page, 1)
}

// A row whose square is torn off is read by its neighbours'.
func TestARowWithoutItsSquareIsRead(t *testing.T) {
	g := filled(page, scribbles(40))
	g.box(9, RowMiddle(4)-4, 10, 8, 245)
	got, err := Read(t.Context(), straight(1240, 1740).take(t, g, rand.New(rand.NewPCG(5, 5))))
	if err != nil {
		t.Fatal(err)
	}
	checkRoll(t, got, page, 0.95)
}

func TestWhatIsNoSheetSaysSo(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	cut := filled(page, scribbles(40))
	cut.box(8, 8, 14, 14, 245) // a corner is not in the picture
	strange := sheetOf(page)
	strange.box(20, 8, 170, 14, 245) // another form with round marks, without a code
	strange.box(20, 278, 170, 14, 245)
	noise := newGrey(900, 900)
	for i := range noise.pix {
		noise.pix[i] = uint8(r.IntN(256))
	}
	many := newGrey(1600, 1600) // marks and nothing else
	for i := range many.pix {
		many.pix[i] = 240
	}
	for y := 8.0; y < 190; y += 13 {
		for x := 8.0; x < 190; x += 13 {
			many.oval(x, y, 5, 5, 20)
			many.oval(x, y, 25.0/7, 25.0/7, 240)
			many.oval(x, y, 15.0/7, 15.0/7, 20)
		}
	}
	for _, c := range []struct {
		name, key string
		photo     []byte
	}{
		{"corner", "paper.marks.missing", straight(1200, 1700).take(t, cut, r)},
		{"another form", "paper.code.unread", straight(1200, 1700).take(t, strange, r)},
		{"noise", "paper.marks.missing", jpegOf(t, noise, 90)},
		{"marks", "paper.code.unread", jpegOf(t, many, 80)},
		{"a point", "paper.marks.missing", jpegOf(t, newGrey(1, 1), 80)},
		{"text", "paper.photo.unreadable", []byte("GIF89a not a photo")},
		{"nothing", "paper.photo.unreadable", nil},
		{"half a photo", "paper.photo.unreadable", straight(600, 800).take(t, sheetOf(page), r)[:20000]},
		{"bytes", "paper.photo.large", make([]byte, MaxPhoto+1)},
		{"points", "paper.photo.large", hugePNG},
	} {
		_, err := Read(t.Context(), c.photo)
		var f *fault.Error
		if !errors.As(err, &f) || f.Key != c.key || f.Kind != fault.Invalid {
			t.Errorf("%s: %v, not %s", c.name, err, c.key)
		}
	}
}

// hugePNG says that it has 60,000 x 60,000 points.
var hugePNG = []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\xea\x60\x00\x00\xea\x60\x08\x02\x00\x00\x00\x0f\xb0\xe2\x15")

// Whoever hangs up is not worked for.
func TestReadingStopsWhenNobodyWaits(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := Read(ctx, straight(600, 800).take(t, sheetOf(page), rand.New(rand.NewPCG(2, 2)))); err == nil {
		t.Error("a photo was read for nobody")
	}
}

func TestEveryCodeReadsBack(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	for range 2000 {
		p := Page{Sheet: r.Uint64N(1 << SheetBits), Number: 1 + r.IntN(255), Rows: 1 + r.IntN(MaxRows), Sessions: 1 + r.IntN(MaxSessions), RightToLeft: r.IntN(2) == 0}
		bits := p.code()
		if got, ok := parse(bits); !ok || got != p {
			t.Fatalf("%+v reads as %+v, %v", p, got, ok)
		}
		bits[r.IntN(codeBits)] = !bits[r.IntN(codeBits)]
		if got, ok := parse(bits); ok && got != p {
			t.Fatalf("a changed code reads as %+v", got)
		}
	}
}

// What is printed for the reader keeps apart, on every page that there may be.
func TestShapesDoNotTouch(t *testing.T) {
	for sessions := 1; sessions <= MaxSessions; sessions++ {
		p := Page{Sheet: 0xff_ffff_ffff, Number: 1, Rows: MaxRows, Sessions: sessions, RightToLeft: sessions%2 == 0}
		all := p.Shapes()
		for i, a := range all {
			if a.X-a.Width/2 < 8 || a.X+a.Width/2 > PageWidth-8 || a.Y-a.Height/2 < 8 || a.Y+a.Height/2 > PageHeight-8 {
				t.Errorf("%+v is too near the edge for a printer", a)
			}
			for _, b := range all[i+1:] {
				if a.Kind == Square && b.Kind == Square { // cells of the code do
					continue
				}
				if math.Abs(a.X-b.X) < (a.Width+b.Width)/2+1 && math.Abs(a.Y-b.Y) < (a.Height+b.Height)/2+1 {
					t.Errorf("%+v and %+v touch", a, b)
				}
			}
		}
		if _, w := p.Names(); w < 60 {
			t.Errorf("%d sessions leave %g mm for names", sessions, w)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("x"))
	f.Add(hugePNG)
	small := newGrey(40, 40)
	f.Add(jpegOf(&testing.T{}, small, 50))
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := Read(t.Context(), b)
		if err == nil && len(got.Lines) != got.Rows {
			t.Error("rows without lines")
		}
	})
}

func BenchmarkRead(b *testing.B) {
	t := &testing.T{}
	photo := straight(1240, 1740).take(t, filled(page, scribbles(40)), rand.New(rand.NewPCG(1, 1)))
	for b.Loop() {
		if _, err := Read(b.Context(), photo); err != nil {
			b.Fatal(err)
		}
	}
}

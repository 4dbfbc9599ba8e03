package api

import (
	"bytes"
	"crypto/ed25519"
	"image"
	_ "image/png" // what pdftoppm draws
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	qr "github.com/piglig/go-qr"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/community/certificate"
	"wasl/internal/community/paper"
)

var testDay = time.Date(2026, 11, 25, 8, 0, 0, 0, time.UTC)

func testSheet(l lang.Language, people, sessions int) *rollSheet {
	r := &rollSheet{language: l, number: 0x98_7654_3210, title: "Formation aux premiers secours, deuxième session — دورة الإسعافات الأولية", where: "Bassikounou", zone: time.UTC}
	for i := range sessions {
		r.sessions = append(r.sessions, rollSession{[]string{"Matin", "Après-midi", "الفترة المسائية", "Soir"}[i%4], testDay.Add(time.Duration(i) * 3 * time.Hour)})
	}
	names := []string{"Mariem Mint Ahmed", "محمد ولد الشيخ", "Fatimata Bâ", "Oumar Diallo", "Aïchetou Mint Mohamed Lemine Ould Sidi Mahmoud Ould Cheikh", "عبد الله ولد محمد المختار ولد داداه", "Kadiatou"}
	for i := range people {
		r.names = append(r.names, names[i%len(names)])
	}
	return r
}

// picture draws one page of a document as a program of somebody else does.
func picture(t *testing.T, pdf []byte, page string) string {
	t.Helper()
	if _, err := exec.LookPath("pdftoppm"); err != nil {
		t.Skip("pdftoppm is not installed (Debian: poppler-utils)")
	}
	dir := t.TempDir()
	if out := os.Getenv("WASL_PRINT_DIR"); out != "" { // to look at
		dir = filepath.Join(out, strings.ReplaceAll(t.Name(), "/", "-"))
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(dir, "p.pdf")
	if err := os.WriteFile(path, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("pdftoppm", "-r", "150", "-png", "-f", page, "-l", page, "-singlefile", path, filepath.Join(dir, "page")).CombinedOutput(); err != nil {
		t.Fatalf("pdftoppm: %v %s", err, out)
	}
	return filepath.Join(dir, "page.png")
}

func TestAPrintedSheetIsReadBack(t *testing.T) {
	for _, l := range []lang.Language{lang.Arabic, lang.French} {
		t.Run(string(l), func(t *testing.T) {
			s := testSheet(l, 54, 4)
			pdf, err := s.draw()
			if err != nil {
				t.Fatal(err)
			}
			file, err := os.ReadFile(picture(t, pdf, "2"))
			if err != nil {
				t.Fatal(err)
			}
			got, err := paper.Read(t.Context(), file)
			if err != nil {
				t.Fatal(err)
			}
			if got.Page != s.pages()[1] {
				t.Errorf("page 2 is read as %+v, not %+v", got.Page, s.pages()[1])
			}
			for i, line := range got.Lines {
				for j, a := range line.Answers {
					if a.Marked || !a.Certain {
						t.Errorf("row %d, session %d of an empty sheet is read as %+v", i, j, a)
					}
				}
			}
		})
	}
}

// decodeIn reads the QR code in a part of a picture, given in shares of it.
func decodeIn(t *testing.T, file string, left, top, right, bottom float64) string {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, _, err := image.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	w, h := float64(img.Bounds().Dx()), float64(img.Bounds().Dy())
	part := img.(interface {
		SubImage(image.Rectangle) image.Image
	}).SubImage(image.Rect(int(left*w), int(top*h), int(right*w), int(bottom*h)))
	text, err := qr.Decode(part)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestACardsCodeIsReadFromThePrint(t *testing.T) {
	for _, l := range []lang.Language{lang.Arabic, lang.French} {
		t.Run(string(l), func(t *testing.T) {
			c := &cardSheet{language: l, title: "Formation aux premiers secours — دورة الإسعافات الأولية", when: lang.Date(l, testDay)}
			for i := range 14 {
				c.cards = append(c.cards, card{[]string{"Mariem", "محمد", "Mohamed Lemine", "Aïchetou", "عبد الله"}[i%5], paper.CardText(paper.CardCode([]byte("key"), record.ID{1}, record.ID{byte(i)}))})
			}
			pdf, err := c.draw()
			if err != nil {
				t.Fatal(err)
			}
			if n := bytes.Count(pdf, []byte("/Type /Page ")); n != 2 {
				t.Errorf("14 cards take %d pages", n)
			}
			left, right := 0.29, 0.5
			if l == lang.Arabic {
				left, right = 0.5, 0.72
			}
			got, ok := paper.ParseCard(decodeIn(t, picture(t, pdf, "1"), left, 0.05, right, 0.22))
			if want := paper.CardCode([]byte("key"), record.ID{1}, record.ID{}); !ok || got != want {
				t.Errorf("the first card reads as %q, not %q", got, want)
			}
		})
	}
}

func testDiploma(t *testing.T) diploma {
	t.Helper()
	public := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)).Public().(ed25519.PublicKey)
	return diploma{
		name: "Mariem Mint Ahmed Ould Cheikh", title: lang.Text{lang.French: "Formation aux premiers secours", lang.Arabic: "دورة الإسعافات الأولية", lang.English: "First-aid training"},
		issuer: lang.Text{lang.French: "Croissant-Rouge mauritanien", lang.Arabic: "الهلال الأحمر الموريتاني"},
		when:   lang.Text{lang.French: "du 23 au 25 novembre 2026", lang.Arabic: "من 23 إلى 25 نوفمبر 2026", lang.English: "23–25 November 2026"},
		where:  lang.Text{lang.French: "Bassikounou", lang.Arabic: "باسكنو"}, hours: 18, issued: testDay, signer: "Dr Aminetou Sow",
		code: certificate.CodeOf(record.ID{9}), carried: "https://wasl.example/c/#" + strings.Repeat("AbCd", 95), fingerprint: certificate.Fingerprint(public), check: "wasl.example/c/",
	}
}

func TestACertificatesCodeIsReadFromThePrint(t *testing.T) {
	d := testDiploma(t)
	arabic := d
	arabic.name = "محمد ولد الشيخ ولد أحمد"
	pdf, err := drawDiplomas(lang.French, []diploma{d, arabic})
	if err != nil {
		t.Fatal(err)
	}
	if got := decodeIn(t, picture(t, pdf, "2"), 0.4, 0.6, 0.6, 0.84); got != d.carried {
		t.Errorf("the code reads as %q", got)
	}
}

func BenchmarkCertificates500(b *testing.B) {
	t := &testing.T{}
	all := make([]diploma, 500)
	for i := range all {
		all[i] = testDiploma(t)
		all[i].name += strings.Repeat(" Sidi", i%4)
		all[i].carried += certificate.CodeOf(record.ID{byte(i), byte(i >> 8)})
	}
	for b.Loop() {
		pdf, err := drawDiplomas(lang.French, all)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(pdf)), "bytes")
	}
}

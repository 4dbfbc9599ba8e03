package public

import (
	"bytes"
	"crypto/ed25519"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/community/certificate"
)

// What the page says of each state, in three languages, without a script and small.
func TestTheCheckingPageTellsEachState(t *testing.T) {
	s := &Server{Certificates: certificate.NewService(certificate.Options{Key: ed25519.NewKeyFromSeed(bytes.Repeat([]byte{3}, ed25519.SeedSize))}), Name: lang.Text{lang.French: "Croissant-Rouge"}}
	code, day := certificate.CodeOf(record.ID{7}), time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)
	paper := certificate.Paper{Code: code, Given: "مريم", Family: "Mint <b>Ahmed</b>", Title: "Premiers secours / الإسعافات الأولية", Hours: 18, Date: day, Issuer: "Croissant-Rouge"}
	changed := &fault.Error{Kind: fault.Invalid, Key: "certificate.changed", Msg: "this certificate was changed after it was signed: it is not genuine", Hint: "x"}
	none := &fault.Error{Kind: fault.Missing, Key: "certificate.none", Msg: "no certificate with this code was issued here", Hint: "x"}
	for _, c := range []struct {
		name    string
		verdict certificate.Verdict
		asked   bool
		err     error
		status  int
		class   string
		says    map[lang.Language]string
	}{
		{"form", certificate.Verdict{}, false, nil, 200, "", map[lang.Language]string{lang.French: "Vérifier un certificat", lang.Arabic: "التحقق من شهادة", lang.English: "Check a certificate"}},
		{
			"valid",
			certificate.Verdict{State: certificate.Valid, Code: code, Paper: paper, Signed: true},
			true, nil, 200, "valid",
			map[lang.Language]string{lang.French: "18 heures", lang.Arabic: "هذه الشهادة صحيحة وسارية", lang.English: "genuine and holds"},
		},
		{
			"revoked",
			certificate.Verdict{State: certificate.Revoked, Code: code, Reason: certificate.Misused, Revoked: day},
			true, nil, 200, "revoked",
			map[lang.Language]string{lang.French: "Il en a été fait un mauvais usage", lang.Arabic: "سُحبت هذه الشهادة", lang.English: "It was misused"},
		},
		{
			"gone",
			certificate.Verdict{State: certificate.Gone, Code: code, Reason: certificate.Erased},
			true, nil, 200, "erased",
			map[lang.Language]string{lang.French: "n’en gardons plus rien", lang.Arabic: "لم نعد نحتفظ", lang.English: "keep nothing of it"},
		},
		{"changed", certificate.Verdict{}, true, changed, 400, "wrong", map[lang.Language]string{lang.French: "modifié après sa signature", lang.Arabic: "غُيّرت", lang.English: "was changed"}},
		{"none", certificate.Verdict{}, true, none, 404, "wrong", map[lang.Language]string{lang.French: "aucun certificat", lang.Arabic: "لم تصدر هنا شهادة", lang.English: "no certificate with this code"}},
	} {
		for _, l := range lang.All() {
			page, status, err := s.verdict(l, c.verdict, c.asked, c.err)
			if err != nil {
				t.Fatal(err)
			}
			text := string(page)
			if status != c.status || !strings.Contains(text, c.says[l]) || c.class != "" && !strings.Contains(text, `<article class="`+c.class+`">`) {
				t.Errorf("%s in %s: %d, without %q:\n%s", c.name, l, status, c.says[l], text)
			}
			if strings.Contains(text, "<script") || strings.Contains(text, "<b>") || len(page) > 8<<10 {
				t.Errorf("%s in %s has a script or markup of others, or %d bytes", c.name, l, len(page))
			}
			if named := strings.Contains(text, "مريم"); named != (c.name == "valid") {
				t.Errorf("%s in %s names the person: %v", c.name, l, named)
			}
			if dir := os.Getenv("WASL_PRINT_DIR"); dir != "" { // to look at
				if err := os.WriteFile(filepath.Join(dir, c.name+"."+string(l)+".html"), page, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

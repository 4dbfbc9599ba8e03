package warning

import (
	"context"
	"regexp"
	"strings"

	"wasl/internal/base/record"
	"wasl/internal/keep/search"
)

// What must not stand in a text that everybody reads. Arabic digits are read as
// Latin ones before.
var (
	// dates and times of day have as many digits as a telephone number
	dates = regexp.MustCompile(`\b\d{4}[-./]\d{1,2}[-./]\d{1,2}\b|\b\d{1,2}[-./]\d{1,2}[-./]\d{4}\b|\b\d{1,2}\s?[h:]\s?\d{2}\b`)
	// a number of eight digits, as people write it: 36 12 34 56, +222-36123456
	phone = regexp.MustCompile(`\+?\d(?:[\s.\-()]{0,2}\d){7,14}`)
	mail  = regexp.MustCompile(`[\w.+-]+@[\w-]+\.[\w.-]+`)
	// degrees to three places or more, two numbers with parts side by side, degrees
	// and minutes, a grid's square, a plus code
	points = regexp.MustCompile(`\d{1,3}[.,٫]\d{4,}|-?\d{1,2}[.٫]\d{2,}\s*[,;/ ]\s*-?\d{1,3}[.٫]\d{2,}|\d{1,3}\s*°\s*\d{1,2}|\b\d{1,2}[C-X]\s?[A-Z]{2}\s?\d{4,}\b|\b[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}\b`)
)

var latin = strings.NewReplacer("٠", "0", "١", "1", "٢", "2", "٣", "3", "٤", "4", "٥", "5", "٦", "6", "٧", "7", "٨", "8", "٩", "9")

// lint refuses a content whose texts point at somebody: a telephone number, an
// address, an exact position, a person of the network, or one who is named in what
// is behind the warning. It faults with Invalid, naming what was found.
func (s *Service) lint(ctx context.Context, c *Content, reports []record.ID) error {
	for _, w := range c.Texts {
		for _, text := range []string{w.Headline, w.Description, w.Instruction} {
			if err := lintText(text); err != nil {
				return err
			}
			if err := s.lintNames(ctx, text, reports); err != nil {
				return err
			}
		}
	}
	if is, err := s.opt.Vault.Calls(ctx, c.Contact); err != nil || is {
		if err != nil {
			return err
		}
		return invalid("warning.lint.contact", "the contact is the number of somebody who reports", "give the number of an office")
	}
	return s.lintNames(ctx, c.Contact, reports)
}

func lintText(text string) error {
	text = latin.Replace(text)
	if at := mail.FindString(text); at != "" {
		return invalid("warning.lint.mail", "the text has an address: {0}", "leave it out, or give an office's under contact", at)
	}
	if at := points.FindString(text); at != "" {
		return invalid("warning.lint.point", "the text has an exact position: {0}", "name the commune or the moughataa", at)
	}
	if at := phone.FindString(dates.ReplaceAllString(text, " · ")); at != "" {
		return invalid("warning.lint.phone", "the text has a telephone number: {0}", "leave it out, or give an office's under contact", strings.TrimSpace(at))
	}
	return nil
}

// lintNames looks for whole names: a first name alone is half a country's.
func (s *Service) lintNames(ctx context.Context, text string, reports []record.ID) error {
	folded := " " + search.Fold(text) + " "
	for _, name := range s.opt.Staff() {
		f := search.Fold(name)
		if strings.Contains(f, " ") && strings.Contains(folded, " "+f+" ") {
			return invalid("warning.lint.name", "the text names somebody of the network: {0}", "leave the name out: the warning is the office's", name)
		}
	}
	for _, r := range reports {
		people, err := s.opt.Vault.People(ctx, r)
		if err != nil {
			return err
		}
		for _, p := range people {
			if named, err := s.opt.Vault.Named(ctx, p.Referral, text); err != nil || named {
				if err != nil {
					return err
				}
				return invalid("warning.lint.person", "the text names somebody who was handed on to a protection service", "leave out by whom it is known")
			}
		}
	}
	return nil
}

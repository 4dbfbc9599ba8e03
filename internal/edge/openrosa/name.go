package openrosa

import (
	"mime"
	"strings"

	"wasl/internal/collect/report"
)

// names reads a part's own name and the name of its file, without any folder.
// Clients write both in quotes, in raw UTF-8, whatever the standard says of other
// scripts; the library of Go reads such a header in some versions and not in
// others, so it is read here.
func names(disposition string) (name, file string) {
	name = parameter(disposition, "name")
	if _, params, err := mime.ParseMediaType(disposition); err == nil && strings.Contains(disposition, "filename*") {
		return name, report.FileName(params["filename"])
	}
	return name, report.FileName(parameter(disposition, "filename"))
}

// parameter finds key="value" in a header; a quote or a line's end within it is
// written as %22, %0D or %0A.
func parameter(header, key string) string {
	for rest := header; ; {
		i := strings.IndexByte(rest, ';')
		if i < 0 {
			return ""
		}
		rest = strings.TrimLeft(rest[i+1:], " \t")
		value, ok := strings.CutPrefix(rest, key+"=")
		if !ok {
			rest = skipQuoted(rest)
			continue
		}
		if quoted, ok := strings.CutPrefix(value, `"`); ok {
			value, _ = cutQuoted(quoted)
		} else {
			value, _, _ = strings.Cut(value, ";")
			value = strings.TrimSpace(value)
		}
		return strings.NewReplacer("%22", `"`, "%0D", "\r", "%0A", "\n").Replace(value)
	}
}

// skipQuoted passes over a parameter whose value is in quotes: a semicolon within
// them begins nothing.
func skipQuoted(rest string) string {
	eq := strings.IndexByte(rest, '=')
	if semi := strings.IndexByte(rest, ';'); eq < 0 || semi >= 0 && semi < eq || eq+1 >= len(rest) || rest[eq+1] != '"' {
		return rest
	}
	_, rest = cutQuoted(rest[eq+2:])
	return rest
}

// cutQuoted reads up to the closing quote, with what a backslash protects.
func cutQuoted(s string) (value, rest string) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s) && (s[i+1] == '"' || s[i+1] == '\\'):
			i++
			b.WriteByte(s[i])
		case s[i] == '"':
			return b.String(), s[i+1:]
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String(), ""
}

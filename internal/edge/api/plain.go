package api

import (
	"io"
	"log/slog"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"wasl/internal/edge/respond"
)

func newReader(s string) io.Reader { return strings.NewReader(s) }

// escape writes a name into one segment of a path.
func escape(name string) string { return url.PathEscape(name) }

func failPlain(w http.ResponseWriter, r *http.Request, log *slog.Logger, err error) {
	respond.JSON(w, r, log, err)
}

// shown are the types of attachment that a browser may show in place; all else
// is for saving.
var shown = []string{
	"image/jpeg", "image/png", "image/gif", "image/webp", "audio/mpeg", "audio/mp4", "audio/ogg", "audio/webm", "audio/wav", "audio/x-wav",
	"audio/amr", "audio/aac", "video/mp4", "video/webm", "video/3gpp", "text/plain",
}

func safeType(t string) string {
	if base, _, err := mime.ParseMediaType(t); err == nil && slices.Contains(shown, base) {
		return base
	}
	return "application/octet-stream"
}

package course

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"regexp"
	"strings"

	"wasl/internal/community/material/bare"
)

const mediaDir = "media/"

// mediaTypes are what pages may show or play, by the file's ending and how such a
// file begins.
var mediaTypes = map[string]struct {
	mime  string
	begin func([]byte) bool
}{
	".svg":  {"image/svg+xml", func([]byte) bool { return true }}, // looked at element by element
	".png":  {"image/png", begins("\x89PNG\r\n\x1a\n", 0)},
	".jpg":  {"image/jpeg", begins("\xff\xd8\xff", 0)},
	".jpeg": {"image/jpeg", begins("\xff\xd8\xff", 0)},
	".webp": {"image/webp", begins("WEBP", 8)},
	".mp3":  {"audio/mpeg", func(b []byte) bool { return begins("ID3", 0)(b) || len(b) > 1 && b[0] == 0xff && b[1]&0xe0 == 0xe0 }},
	".ogg":  {"audio/ogg", begins("OggS", 0)},
	".m4a":  {"audio/mp4", begins("ftyp", 4)},
	".mp4":  {"video/mp4", begins("ftyp", 4)},
	".webm": {"video/webm", begins("\x1a\x45\xdf\xa3", 0)},
}

func begins(s string, at int) func([]byte) bool {
	return func(b []byte) bool { return len(b) >= at+len(s) && string(b[at:at+len(s)]) == s }
}

// kindOf is the block that shows a file of that type.
func kindOf(mime string) Kind {
	switch {
	case strings.HasPrefix(mime, "audio/"):
		return Audio
	case strings.HasPrefix(mime, "video/"):
		return Video
	}
	return Picture
}

var fileName = regexp.MustCompile(`^[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$`)

// medium takes a file of media/ in.
func (c *compiler) medium(f File) {
	at, name := mark{file: f.Name}, strings.TrimPrefix(f.Name, mediaDir)
	known, ok := mediaTypes[strings.ToLower(path.Ext(name))]
	switch {
	case !fileName.MatchString(name) || len(name) > maxWord:
		c.fail(at, "course.media.name", itoa(maxWord))
		return
	case !ok || !known.begin(f.Content):
		c.fail(at, "course.media.type")
		return
	case len(f.Content) > maxMedium:
		c.fail(at, "course.media.large", itoa(maxMedium>>20))
		return
	}
	switch known.mime {
	case "image/svg+xml":
		if err := quietSVG(f.Content); err != nil {
			c.fail(at, "course.media.svg")
			return
		}
	default:
		if f.Content, ok = bared(known.mime, f.Content); !ok {
			c.fail(at, "course.media.type")
			return
		}
	}
	sum := sha256.Sum256(f.Content)
	c.media[name] = Media{Name: name, Type: known.mime, Size: len(f.Content), Ref: hex.EncodeToString(sum[:])}
	c.contents[name] = f.Content
}

var errActs = errors.New("the drawing does more than show")

// quietSVG faults where a drawing holds more than shapes and words: a script, a
// style from elsewhere, a link, a document type.
func quietSVG(b []byte) error {
	d := xml.NewDecoder(bytes.NewReader(b))
	drawn := false
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) && drawn {
			return nil
		}
		if err != nil {
			return err
		}
		if e, ok := token.(xml.StartElement); ok {
			if !drawn && e.Name.Local != "svg" {
				return errActs
			}
			drawn = true
		}
		if err := quiet(token); err != nil {
			return err
		}
	}
}

func quiet(token xml.Token) error {
	switch t := token.(type) {
	case xml.Directive:
		return errActs
	case xml.ProcInst:
		if t.Target != "xml" {
			return errActs
		}
	case xml.StartElement:
		return quietElement(t)
	case xml.CharData:
		if s := strings.ToLower(string(t)); strings.Contains(s, "@import") || pointsOut(s) {
			return errActs
		}
	}
	return nil
}

// pointsOut tells whether a style names something that is not in the drawing.
func pointsOut(s string) bool { return strings.Count(s, "url(") != strings.Count(s, "url(#") }

// shapes are the elements of SVG that only draw.
var shapes = map[string]bool{
	"svg": true, "g": true, "defs": true, "symbol": true, "use": true, "title": true, "desc": true, "metadata": true, "style": true, "path": true, "rect": true, "circle": true,
	"ellipse": true, "line": true, "polyline": true, "polygon": true, "text": true, "tspan": true, "textPath": true, "marker": true, "pattern": true, "clipPath": true,
	"mask": true, "linearGradient": true, "radialGradient": true, "stop": true, "filter": true, "feGaussianBlur": true, "feOffset": true, "feBlend": true, "feFlood": true,
	"feComposite": true, "feMerge": true, "feMergeNode": true, "feColorMatrix": true, "view": true, "switch": true,
}

func quietElement(e xml.StartElement) error {
	if !shapes[e.Name.Local] {
		return errActs
	}
	for _, a := range e.Attr {
		value := strings.ToLower(strings.TrimSpace(a.Value))
		switch name := strings.ToLower(a.Name.Local); {
		case strings.HasPrefix(name, "on"), name == "href" && !strings.HasPrefix(value, "#"), name == "base":
			return errActs
		case pointsOut(value), strings.Contains(value, "javascript:"):
			return errActs
		}
	}
	return nil
}

// bared takes out of a file what a telephone wrote about it, of the kinds that tell where
// they were made: an open course is read by anybody. What a file cannot be followed
// through, or is another kind than its name says, is not taken.
func bared(mime string, b []byte) ([]byte, bool) {
	out := bytes.Clone(b)
	var err error
	switch mime {
	case "image/jpeg", "image/png", "audio/mpeg":
		kind := bare.Kind("")
		out, kind, err = bare.Strip(out)
		return out, err == nil && kind.Type() == mime
	case "image/webp":
		out, err = bare.WebP(out)
	case "audio/ogg":
		err = bare.Ogg(out)
	case "audio/mp4", "video/mp4":
		err = bare.Film(out)
	case "video/webm":
		err = bare.WebM(out)
	}
	return out, err == nil
}

package course

import (
	"path"
	"strings"
)

// least is the shortest file of each type that is taken as one.
var least = map[string]string{
	".svg": "<svg/>", ".png": "\x89PNG\r\n\x1a\n\x00\x00\x00\x00IEND\xaeB`\x82", ".jpg": "\xff\xd8\xff\xd9", ".jpeg": "\xff\xd8\xff\xd9",
	".webp": "RIFF\x0c\x00\x00\x00WEBPVP8 \x00\x00\x00\x00", ".mp3": strings.Repeat("\xff\xf3\x14\x00"+strings.Repeat("\x00", 20), 30),
	".ogg": "OggS\x00\x02" + strings.Repeat("\x00", 20) + "\x02\x08\x10OpusHeadOpusTags" + strings.Repeat("\x00", 8),
	".m4a": "\x00\x00\x00\x08ftyp", ".mp4": "\x00\x00\x00\x08ftyp", ".webm": "\x1a\x45\xdf\xa3\x80",
}

// Assumed stand for files of media/ that were checked before. Whoever edits the text
// has it checked every few seconds, and does not send its pictures each time over a
// weak line. They are for checking alone: nothing of them is ever published.
func Assumed(names []string) []File {
	files := make([]File, 0, len(names))
	for _, n := range names {
		files = append(files, File{mediaDir + n, []byte(least[strings.ToLower(path.Ext(n))])})
	}
	return files
}

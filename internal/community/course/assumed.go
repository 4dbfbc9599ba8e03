package course

import (
	"path"
	"strings"
)

// least is the shortest file of each type that is taken as one.
var least = map[string]string{
	".svg": "<svg/>", ".png": "\x89PNG\r\n\x1a\n\x00\x00\x00\x00IEND\xaeB`\x82", ".jpg": "\xff\xd8\xff\xda\x00\x02", ".jpeg": "\xff\xd8\xff\xda\x00\x02", ".webp": "RIFF\x00\x00\x00\x00WEBP",
	".mp3": "ID3", ".ogg": "OggS", ".m4a": "\x00\x00\x00\x08ftyp", ".mp4": "\x00\x00\x00\x08ftyp", ".webm": "\x1a\x45\xdf\xa3",
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

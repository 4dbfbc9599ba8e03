package bare

// Bit rates in kbit/s and samples in Hz of MPEG audio, layer 3 (ISO 11172-3, 13818-3).
var (
	ratesOne = [16]int{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0}
	ratesTwo = [16]int{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0}
	samples  = [4]int{44100, 48000, 32000, 0}
)

// frameAt gives the length of the sound's frame that stands at a place, and false
// where none does.
func frameAt(b []byte, at int) (n int, ok bool) {
	if at+4 > len(b) || b[at] != 0xff || b[at+1]&0xe6 != 0xe2 { // sync, layer 3
		return 0, false
	}
	version := b[at+1] >> 3 & 3 // 3 is MPEG 1, 2 is MPEG 2, 0 is MPEG 2.5
	rate, hz := ratesOne[b[at+2]>>4], samples[b[at+2]>>2&3]
	per := 144
	switch version {
	case 1:
		return 0, false
	case 0:
		hz /= 4
	case 2:
		hz /= 2
	}
	if version != 3 {
		rate, per = ratesTwo[b[at+2]>>4], 72
	}
	if rate == 0 || hz == 0 {
		return 0, false
	}
	return per*rate*1000/hz + int(b[at+2]>>1&1), true
}

// leastFrames is how many frames make a recording: a second of it.
const leastFrames = 30

// stripMP3 keeps the frames of sound and nothing that stands before, between or
// behind them: titles, covers, comments.
func stripMP3(b []byte) ([]byte, error) {
	out := make([]byte, 0, len(b))
	frames := 0
	for at := tagged(b); at+4 <= len(b); {
		n, ok := frameAt(b, at)
		if ok && at+n > len(b) {
			break // the last was cut
		}
		// Where it does not go on with a frame, what looked like one is none.
		if _, on := frameAt(b, at+n); !ok || !on && at+n < len(b) && !ends(b[at+n:]) {
			at++
			continue
		}
		out = append(out, b[at:at+n]...)
		at += n
		frames++
	}
	if frames < leastFrames {
		return nil, damaged()
	}
	return out, nil
}

// tagged is how long the ID3 tags are that b begins with.
func tagged(b []byte) (at int) {
	for at+10 <= len(b) && string(b[at:at+3]) == "ID3" {
		n := 10 + int(b[at+6]&0x7f)<<21 + int(b[at+7]&0x7f)<<14 + int(b[at+8]&0x7f)<<7 + int(b[at+9]&0x7f)
		if b[at+5]&0x10 != 0 {
			n += 10
		}
		at += n
	}
	return min(at, len(b))
}

// ends tells whether a tag begins here, or the silence that some write at the end.
func ends(b []byte) bool {
	for _, tag := range []string{"TAG", "APE", "LYR", "ID3", "\x00\x00\x00"} {
		if len(b) >= 3 && string(b[:3]) == tag {
			return true
		}
	}
	return len(b) < 4
}

package paper

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"strings"

	"wasl/internal/base/record"
)

// cardPrefix begins what a card's QR code carries. It is written in capitals, for
// which the code needs fewer cells.
const cardPrefix = "WASL:C:"

// cardBytes is the length of a card's code: nobody finds one by trying, as each try
// takes a person who holds a card up.
const cardBytes = 10

// CardCode is the code on the card of a person for an activity. It says nothing by
// itself: without the node's key nobody tells whose it is, nor that two cards are of
// the same person. The same card can be printed again at any time.
func CardCode(key []byte, activity, person record.ID) string {
	h := hmac.New(sha256.New, key)
	h.Write([]byte("card\x00"))
	h.Write(activity[:])
	h.Write(person[:])
	return base32.StdEncoding.EncodeToString(h.Sum(nil)[:cardBytes])
}

// CardText is what the QR code of a card carries.
func CardText(code string) string { return cardPrefix + code }

// ParseCard finds the code in what a camera read off a card.
func ParseCard(text string) (code string, ok bool) {
	text = strings.ToUpper(strings.TrimSpace(text))
	code, ok = strings.CutPrefix(text, cardPrefix)
	b, err := base32.StdEncoding.DecodeString(code)
	return code, ok && err == nil && len(b) == cardBytes
}

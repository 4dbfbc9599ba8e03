package api

import (
	"encoding/json"
	"testing"
)

// A phone says of its time what it likes. What is taken can be written down, so that
// no clock keeps a roll on its phone.
func TestAClaimCanBeWrittenDown(t *testing.T) {
	for _, said := range []string{
		"", "yesterday", "1970-01-01T00:03:00Z", "2099-12-31T23:59:59.999Z", "0000-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "+275760-09-13T00:00:00.000Z", "2026-02-30T00:00:00Z",
	} {
		if b, err := json.Marshal(claim(said)); err != nil {
			t.Errorf("%q is taken as what cannot be written: %v", said, err)
		} else if string(b) == `"1970-01-01T00:03:00Z"` != (said == "1970-01-01T00:03:00Z") {
			t.Errorf("%q is taken as %s", said, b)
		}
	}
}

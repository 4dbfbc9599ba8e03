package api

import (
	"encoding/json"
	"testing"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/guard/flood"
)

// What phones with a pass say is counted, before it is looked at: whoever finds one fills
// no disk with it.
func TestAPassFillsNoDisk(t *testing.T) {
	now := time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC)
	s := &Server{Gate: flood.New(flood.Options{Clock: func() time.Time { return now }})}
	in := &SyncIn{}
	in.Body.Marks, in.Body.Newcomers = make([]phoneMarkIn, 600), make([]newcomerIn, 600)
	for n := 0; ; n++ {
		if _, err := s.Gate.Enter("phone", flood.Roll, 1201, ""); err != nil {
			break
		}
		if n == 100 {
			t.Fatal("a phone says 120,000 things at once")
		}
	}
	if _, err := s.syncRoll(t.Context(), &caller{source: "phone"}, in); !fault.Is(err, fault.Throttled) {
		t.Errorf("beyond the quota: %v", err)
	}
}

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

package node

import (
	"strings"
	"testing"
	"time"

	"wasl/internal/guard/policy"
)

// What waited too long stands on the board with its unit, of the same reports that
// lists show, and the sheet of it is one page in each language.
func TestTheBoardIsPrinted(t *testing.T) {
	t.Parallel()
	r := newRealm(t)
	r.happened("attack", r.clock(), 3)
	r.pass(30 * time.Hour) // a report that is no matter of life waits for a day at most
	v := r.person("above", policy.Chief)
	board := r.ask(v, "GET", "/api/v1/board", nil).json(t)
	late := board["late"].([]any)
	if board["overdue"].(float64) != 3 || len(late) != 1 || late[0].(map[string]any)["n"].(float64) != 3 || len(board["pressing"].([]any)) != 3 {
		t.Errorf("the board: overdue %v, late %v, %d pressing", board["overdue"], late, len(board["pressing"].([]any)))
	}
	if unit := late[0].(map[string]any)["unit"].(map[string]any)["id"]; unit != r.at["own"].String() {
		t.Errorf("late is %v", unit)
	}
	for _, l := range []string{"ar", "fr", "en"} {
		got := r.ask(v, "GET", "/api/v1/board.pdf?language="+l, nil)
		if got.status != 200 || !strings.HasPrefix(got.body, "%PDF-") || got.header.Get("Content-Type") != "application/pdf" {
			t.Fatalf("%s: %d %.60s", l, got.status, got.body)
		}
		if pages := strings.Count(got.body, "/Type /Page "); pages != 1 {
			t.Errorf("%s: %d pages", l, pages)
		}
	}
	for path, status := range map[string]int{"?language=tlh": 400, "?colour=red": 400} {
		if got := r.ask(v, "GET", "/api/v1/board.pdf"+path, nil); got.status != status {
			t.Errorf("%s: %d", path, got.status)
		}
	}
	if got := r.ask(&visitor{}, "GET", "/api/v1/board.pdf", nil); got.status != 401 {
		t.Errorf("nobody is answered %d", got.status)
	}
}

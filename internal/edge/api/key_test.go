package api_test

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"wasl/internal/base/record"
	"wasl/internal/guard/vault"
)

// toldKey is the key that a phone seals to, as the node's configuration tells it.
func (w *world) toldKey() (k vault.Key) {
	w.t.Helper()
	config := (&client{world: w}).json(http.MethodGet, "/api/v1/reporter/config", nil, 200)
	public, err := base64.RawURLEncoding.DecodeString(config["key"].(string))
	if err != nil {
		w.t.Fatal(err)
	}
	id, err := hex.DecodeString(config["key_id"].(string))
	if err != nil || len(id) != len(k.ID) {
		w.t.Fatalf("the key's id is %v: %v", config["key_id"], err)
	}
	k.ID, k.Public = vault.KeyID(id), public
	return k
}

// sealedTo is a report sealed to a key, as a phone keeps it until it has a line.
func (w *world) sealedTo(k vault.Key, name string) string {
	w.t.Helper()
	id := record.IDOf(name).String()
	xml := `<data id="security-incident" version="2026112401"><summary>` + name + `</summary><orx:meta xmlns:orx="http://openrosa.org/xforms"><orx:instanceID>uuid:` + id + `</orx:instanceID></orx:meta></data>`
	b, err := json.Marshal(members{"id": id, "form": "security-incident", "version": "2026112401", "language": "fr", "xml": xml, "blobs": []any{}})
	if err != nil {
		w.t.Fatal(err)
	}
	sealed, err := vault.Seal(k, vault.Submission, b, true)
	if err != nil {
		w.t.Fatal(err)
	}
	return string(sealed)
}

// The key is turned while a report waits on a phone without a line: it is taken
// all the same, and what is written from then on is sealed to the new one.
func TestReportsOnTheirWayWhenTheKeyIsTurned(t *testing.T) {
	w := newWorld(t)
	old := w.toldKey()
	waiting := w.sealedTo(old, "sealed before")
	if _, err := w.Vault.Rotate(t.Context(), w.admin); err != nil {
		t.Fatal(err)
	}
	fresh := w.toldKey()
	if fresh.ID == old.ID || string(fresh.Public) == string(old.Public) {
		t.Fatal("phones are told the old key")
	}
	phone := &client{world: w, language: "fr"}
	send := func(sealed string, status int) map[string]any {
		t.Helper()
		return phone.send(http.MethodPost, "/api/v1/reporter/submissions", "application/wasl-sealed", strings.NewReader(sealed), status)
	}
	for _, sealed := range []string{waiting, w.sealedTo(fresh, "sealed after")} {
		if got := send(sealed, 201); got["receipt"] == "" {
			t.Errorf("no receipt: %v", got)
		}
	}
	// To a key that the node never had, or no longer has, it says what to do.
	strange := fresh
	strange.ID[0] ^= 1
	if got := send(w.sealedTo(strange, "sealed elsewhere"), 409); got["key"] != "vault.key.old" || got["hint"] == "" {
		t.Errorf("%v", got)
	}
}

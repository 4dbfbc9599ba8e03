package warning

import (
	"context"
	"io"
	"sync"
	"time"

	"wasl/internal/guard/box"
	"wasl/internal/keep/store"
	"wasl/internal/share/cap"
)

// Module is the share of node.db: the key that signs, sealed.
var Module = store.Module{Name: "warning", Steps: []string{
	"CREATE TABLE signers (name TEXT PRIMARY KEY, sealed BLOB NOT NULL) WITHOUT ROWID",
}}

// signerRow is where the key lies.
const signerRow = "current"

// Keys keeps the key that the node's messages are signed with. It is made when it
// is asked for first, which takes a second.
type Keys struct {
	node  *store.DB
	box   *box.Box
	name  string
	clock func() time.Time

	mu     sync.Mutex // guards what follows
	signer *cap.Signer
}

// NewKeys keeps it in node.db, sealed under a key. name is the holder's in the
// certificate.
func NewKeys(node *store.DB, key []byte, random io.Reader, name string, clock func() time.Time) (*Keys, error) {
	b, err := box.New(key, "warning signer", random)
	if err != nil {
		return nil, err
	}
	return &Keys{node: node, box: b, name: name, clock: clock}, nil
}

// Signer gives the signer.
func (k *Keys) Signer(ctx context.Context) (*cap.Signer, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.signer != nil {
		return k.signer, nil
	}
	var sealed []byte
	err := k.node.View(ctx, func(tx *store.Tx) error {
		return tx.Row("SELECT sealed FROM signers WHERE name = ?", signerRow).Scan(&sealed)
	})
	switch {
	case store.None(err):
		return k.make(ctx)
	case err != nil:
		return nil, err
	}
	plain, err := k.box.Open(sealed, signerRow)
	if err != nil {
		return nil, err
	}
	k.signer, err = cap.ReadSigner(plain)
	return k.signer, err
}

func (k *Keys) make(ctx context.Context) (*cap.Signer, error) {
	s, err := cap.NewSigner(k.name, k.clock())
	if err != nil {
		return nil, err
	}
	plain, err := s.Keep()
	if err != nil {
		return nil, err
	}
	sealed, err := k.box.Seal(plain, signerRow)
	if err != nil {
		return nil, err
	}
	err = k.node.Update(ctx, func(tx *store.Tx) error {
		return tx.Exec("INSERT INTO signers (name, sealed) VALUES (?, ?)", signerRow, sealed)
	})
	if err != nil {
		return nil, err
	}
	k.signer = s
	return s, nil
}

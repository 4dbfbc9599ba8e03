package node

import (
	"context"
	"fmt"
	"path/filepath"

	"wasl/internal/base/record"
	"wasl/internal/collect/report"
	"wasl/internal/keep/blob"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// references calls f for every attachment that the tables of a compartment name,
// with the record that names it.
type references func(tx *store.Tx, f func(of record.ID, ref string) error) error

// attachments are the blobs of a compartment, with the ledger and the tables that
// name them. Of a node whose parts are not open there is the name alone.
type attachments struct {
	*blob.Store
	name  string
	of    *ledger.Ledger
	named []references
}

// stores are the attachments of every compartment that has any.
func (n *Node) stores() []attachments {
	return []attachments{
		{n.Blobs, inField, n.Field, []references{report.References}},
		{n.CommunityBlobs, inCommunity, n.Community, communityReferences},
	}
}

func (n *Node) blobDir(compartment string) string {
	return filepath.Join(n.cfg.Dir, compartment, "blobs")
}

func (n *Node) openStore(ctx context.Context, compartment string, key []byte) (*blob.Store, error) {
	s, err := blob.Open(ctx, n.blobDir(compartment), key, blob.Options{Random: n.cfg.Random, Clock: n.cfg.Clock, Log: n.cfg.Log})
	if err == nil {
		n.opened(s.Close)
	}
	return s, err
}

// entry is what the names of a store's entries in a backup begin with. Those of the
// field had no compartment in the first release.
func (s attachments) entry() string {
	if s.name == inField {
		return blobsName
	}
	return s.name + "-" + blobsName
}

// each calls f for every attachment that is named.
func (s attachments) each(ctx context.Context, f func(of record.ID, ref string) error) error {
	return s.of.View(ctx, func(tx *store.Tx) error {
		for _, refs := range s.named {
			if err := refs(tx, f); err != nil {
				return err
			}
		}
		return nil
	})
}

// missing tells of the records whose attachments are not here.
func (s attachments) missing(ctx context.Context) (lines []string, err error) {
	err = s.each(ctx, func(of record.ID, ref string) error {
		here, err := s.Has(ctx, ref)
		if err == nil && !here {
			lines = append(lines, fmt.Sprintf("%s %s: an attachment is missing", s.whose(), of))
		}
		return err
	})
	return lines, err
}

// whose says what sort of record names an attachment, to whoever repairs a node.
func (s attachments) whose() string {
	if s.name == inField {
		return "report"
	}
	return s.name
}

// prune deletes what nothing names.
func (s attachments) prune(ctx context.Context) error {
	var refs []string
	if err := s.each(ctx, func(_ record.ID, ref string) error {
		refs = append(refs, ref)
		return nil
	}); err != nil {
		return err
	}
	_, err := s.Prune(ctx, func(yield func(string)) error {
		for _, ref := range refs {
			yield(ref)
		}
		return nil
	})
	return err
}

// endErasures deletes the attachments of records that were erased when the node
// fell before it had deleted them.
func (s attachments) endErasures(ctx context.Context) error {
	return s.of.Erasures(ctx, func(_ ledger.Header, blobs []string) error {
		for _, id := range blobs {
			if err := s.DeleteID(ctx, id, func(ctx context.Context) (bool, error) { return s.names(ctx, id) }); err != nil {
				return err
			}
		}
		return nil
	})
}

// names tells whether a record names the attachment that is kept under id. It reads
// the whole table: what is asked about is rarely there at all.
func (s attachments) names(ctx context.Context, id string) (named bool, err error) {
	err = s.each(ctx, func(_ record.ID, ref string) error {
		named = named || s.ID(ref) == id
		return nil
	})
	return named, err
}

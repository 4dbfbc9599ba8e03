package queue

import (
	"math"
	"strings"

	"wasl/internal/keep/store"
)

// The tables of counts: the columns of their keys, and of their sums.
var (
	tallies = counts{table: "tally", key: []string{"unit", "state", "kind", "urgency", "tlp"}}.prepare()
	days    = counts{table: "days", key: []string{"day", "unit", "urgency", "tlp"}}.prepare()
	areas   = counts{table: "areas", key: []string{"list", "place", "unit", "state", "kind", "urgency", "tlp"}}.prepare()
	cells   = counts{table: "cells", key: []string{"cell", "unit", "state", "kind", "urgency", "tlp"}, sums: []string{"lat", "lon"}}.prepare()
)

// counts is a table that says how many rows of the queue share a key. A count of
// nothing has no row, so that tables that are made again are the same.
type counts struct {
	table     string
	key, sums []string
	add, drop string
}

func (c counts) prepare() counts {
	c.add = "INSERT INTO " + c.table + " VALUES (?" + strings.Repeat(", ?", len(c.key)+len(c.sums)) + ") ON CONFLICT DO UPDATE SET n = n + excluded.n"
	for _, column := range c.sums {
		c.add += ", " + column + " = " + column + " + excluded." + column
	}
	c.drop = "DELETE FROM " + c.table + " WHERE n = 1"
	for _, column := range c.key {
		c.drop += " AND " + column + " = ?"
	}
	return c
}

// change adds 1 to the count of a key, or takes 1 away, and so for the sums.
func (c counts) change(tx *store.Tx, by int, key []any, sums ...int64) error {
	if by < 0 {
		if err := tx.Exec(c.drop, key...); err != nil || tx.Changes() > 0 {
			return err
		}
	}
	args := append(append(make([]any, 0, len(key)+1+len(sums)), key...), by)
	for _, s := range sums {
		args = append(args, s*int64(by))
	}
	return tx.Exec(c.add, args...)
}

// count adds 1 to every count in which the row stands, or takes 1 away.
func (r *row) count(tx *store.Tx, by int) error {
	err := tallies.change(tx, by, []any{r.unit, int(r.state), r.kind, r.urgency, r.tlp})
	if err == nil && r.state != Quarantine {
		err = days.change(tx, by, []any{dayOf(r.at), r.unit, r.urgency, r.tlp})
	}
	if err == nil && r.place != "" {
		err = areas.change(tx, by, []any{r.list, r.place, r.unit, int(r.state), r.kind, r.urgency, r.tlp})
	}
	if err != nil || r.lat == nil {
		return err
	}
	for _, level := range levels {
		key := []any{cell(level, *r.lat, *r.lon), r.unit, int(r.state), r.kind, r.urgency, r.tlp}
		if err := cells.change(tx, by, key, inParts(*r.lat), inParts(*r.lon)); err != nil {
			return err
		}
	}
	return nil
}

// inParts gives degrees in ten-millionths, a centimetre: sums of whole numbers do
// not depend on their order.
func inParts(degrees float64) int64 { return int64(math.Round(degrees * parts)) }

const parts = 1e7

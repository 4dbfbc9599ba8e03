package queue

import (
	"context"
	"math"
	"slices"

	"wasl/internal/base/record"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/ledger/ledgertest"
	"wasl/internal/keep/store"
)

// checkSums counts the tallies and the squares of the map anew.
func (c *crowd) checkSums() {
	c.t.Helper()
	type heap struct {
		unit    record.ID
		state   int
		kind    string
		urgency int
		tlp     record.TLP
		cell    int64
	}
	tally, cells := map[heap]int{}, map[heap]int{}
	middle := map[int64]float64{}
	days, areas := 0, 0
	for _, k := range c.reports {
		tally[heap{k.unit, int(k.state), k.kind, k.urgency.Rank(), k.tlp, 0}]++
		if k.state != Quarantine {
			days++
		}
		if k.place.Code != "" {
			areas++
		}
		if k.told.at == nil {
			continue
		}
		for _, level := range levels {
			at := cell(level, k.told.at.Lat, k.told.at.Lon)
			cells[heap{k.unit, int(k.state), k.kind, k.urgency.Rank(), k.tlp, at}]++
			middle[at] += k.told.at.Lat + k.told.at.Lon
		}
	}
	if err := c.l.View(context.Background(), func(tx *store.Tx) error {
		rows := tx.Query("SELECT unit, state, kind, urgency, tlp, n FROM tally")
		for rows.Next() {
			var h heap
			var n int
			if err := rows.Scan(&h.unit, &h.state, &h.kind, &h.urgency, &h.tlp, &n); err != nil {
				return err
			}
			if tally[h] != n {
				c.t.Errorf("the tally of %+v is %d, want %d", h, n, tally[h])
			}
			delete(tally, h)
		}
		rows = tx.Query("SELECT cell, unit, state, kind, urgency, tlp, n, (lat + lon) / 1e7 FROM cells")
		for rows.Next() {
			var h heap
			var n int
			var sum float64
			if err := rows.Scan(&h.cell, &h.unit, &h.state, &h.kind, &h.urgency, &h.tlp, &n, &sum); err != nil {
				return err
			}
			if cells[h] != n {
				c.t.Errorf("the square of %+v has %d, want %d", h, n, cells[h])
			}
			middle[h.cell] -= sum
			delete(cells, h)
		}
		if err := rows.Err(); err != nil {
			return err
		}
		var d, a int
		err := tx.Row("SELECT (SELECT sum(n) FROM days), (SELECT sum(n) FROM areas)").Scan(&d, &a)
		if d != days || a != areas {
			c.t.Errorf("%d reports by day and %d by place, want %d and %d", d, a, days, areas)
		}
		return err
	}); err != nil {
		c.t.Fatal(err)
	}
	if len(tally)+len(cells) > 0 {
		c.t.Errorf("not counted: %v %v", tally, cells)
	}
	for at, off := range middle {
		if math.Abs(off) > 1e-5 {
			c.t.Errorf("the middle of square %d is off by %v", at, off)
		}
	}
}

// checkRebuild makes the tables again and compares every row.
func (c *crowd) checkRebuild() {
	c.t.Helper()
	dump := func() (rows []string) {
		for table, columns := range map[string]string{
			"queue": "n, hex(unit), state, urgency, kind, at, tlp, hex(assignee), source, information, outcome, lat, lon, cell, unread, seq, since, proposed, press, forwards, language, list, place",
			"tally": "hex(unit), state, kind, urgency, tlp, n", "cells": "cell, hex(unit), state, kind, urgency, tlp, n, lat, lon",
			"areas": "list, place, hex(unit), state, kind, urgency, tlp, n", "days": "day, hex(unit), urgency, tlp, n",
			"messages": "hex(id), n, desk, text, language, at, hex(author)", "notes": "hex(id), n",
			"proposals": "hex(id), n, hex(rule), idea, value, standing, at, hex(author), answered", "moves": "n, seq, hex(unit), hex(list)", "deadlines": "hex(unit), body, hex(rev)",
		} {
			if err := c.l.View(context.Background(), func(tx *store.Tx) error {
				rs := tx.Query("SELECT '" + table + "' || json_array(" + columns + ") FROM " + table)
				for rs.Next() {
					var row string
					if err := rs.Scan(&row); err != nil {
						return err
					}
					rows = append(rows, row)
				}
				return rs.Err()
			}); err != nil {
				c.t.Fatal(err)
			}
		}
		slices.Sort(rows)
		return rows
	}
	before := dump()
	if err := c.l.Close(); err != nil {
		c.t.Fatal(err)
	}
	if _, err := ledger.Rebuild(context.Background(), c.options(), nil); err != nil {
		c.t.Fatal(err)
	}
	c.l = ledgertest.Open(c.t, c.options())
	if after := dump(); !slices.Equal(before, after) || len(after) < len(c.order) {
		c.t.Errorf("rebuilt, the tables differ: %d rows, before %d", len(after), len(before))
	}
}

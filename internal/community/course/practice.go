package course

import (
	"context"
	"slices"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// Seen is a skill that a trainer saw somebody do, or not yet.
type Seen struct {
	Person record.ID
	Skill  string
	Done   bool
	By     record.ID // who saw it
	At     time.Time
}

// Tick notes that somebody did a skill of a course at an activity, or takes the note
// back. Doing it twice changes nothing.
func (s *Service) Tick(ctx context.Context, a policy.Actor, of record.ID, course string, in Seen) error {
	_, err := s.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		act, err := s.about(ctx, tx, a, "skill.tick", of)
		if err != nil {
			return nil, err
		}
		v, err := newest(tx, course)
		if err != nil {
			return nil, err
		}
		if in.Person.Zero() || !v.hasSkill(in.Skill) {
			return nil, invalid("course.skill.unknown", "this course has no such skill", "load the page again")
		}
		if err := takesPart(tx, in.Person, of); err != nil {
			return nil, err // as of answers to a test
		}
		now, err := practised(tx, of, course)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(now, func(k Seen) bool { return k.Person == in.Person && k.Skill == in.Skill })
		if i >= 0 && now[i].Done == in.Done || i < 0 && !in.Done {
			return nil, nil
		}
		return []ledger.Draft{{
			Kind: record.Skill, Record: in.Person.Derive("skill " + act.ID.String() + " " + course + " " + in.Skill), Subject: in.Person, Author: a.ID,
			Handling: handling(act.Unit), Body: skillBody{bodyVersion, of, course, in.Skill, in.Done},
		}}, nil
	})
	return err
}

func (c *Course) hasSkill(id string) bool {
	return slices.ContainsFunc(c.Skills, func(t Topic) bool {
		return slices.ContainsFunc(t.Skills, func(k Item) bool { return k.ID == id })
	})
}

// Practised are the skills of a course that were seen at an activity.
func (s *Service) Practised(ctx context.Context, a policy.Actor, of record.ID, course string) (all []Seen, err error) {
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		if _, err := s.about(ctx, tx, a, "attempt.read", of); err != nil {
			return err
		}
		all, err = practised(tx, of, course)
		return err
	})
	return all, err
}

func practised(tx *store.Tx, of record.ID, course string) (all []Seen, err error) {
	rows := tx.Query("SELECT person, skill, done, author, at FROM practice WHERE activity = ? AND course = ? ORDER BY person, skill", of, course)
	defer rows.Close()
	for rows.Next() {
		var k Seen
		var at int64
		if err := rows.Scan(&k.Person, &k.Skill, &k.Done, &k.By, &at); err != nil {
			return nil, err
		}
		k.At = time.UnixMilli(at).UTC()
		all = append(all, k)
	}
	return all, rows.Err()
}

package course

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
	"wasl/internal/community/activity"
	"wasl/internal/community/attendance"
	"wasl/internal/community/person"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// Attempt is somebody's answers to a test at an activity. Its id is chosen by the
// device that took it, so that sending it twice is harmless.
type Attempt struct {
	ID       record.ID
	Person   record.ID
	Activity record.ID
	Course   string
	Version  int
	Test     Test
	Answers  Answers
	Taken    time.Time // by the device's clock; zero for now
	// What the node makes of it.
	Score  Score
	Passed bool
	Author record.ID
	At     time.Time
}

// Take keeps somebody's answers. It faults with Missing where there is no such
// course, test or activity that a may see.
func (s *Service) Take(ctx context.Context, a policy.Actor, in Attempt) (Attempt, error) {
	_, err := s.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		of, err := s.about(ctx, tx, a, "attempt.enter", in.Activity)
		if err != nil {
			return nil, err
		}
		return s.take(tx, a.ID, of, &in)
	})
	return in, err
}

// about loads an activity and asks the policy about its people: not being allowed to
// an activity that one sees is Denied, and else Missing.
func (s *Service) about(ctx context.Context, tx *store.Tx, a policy.Actor, action policy.Action, of record.ID) (*activity.Activity, error) {
	act, err := activity.Load(tx, of)
	if err != nil {
		return nil, err
	}
	if s.opt.Policy.Allow(ctx, a, "activity.list", act.Resource(s.opt.Units)) != nil {
		return nil, policy.Hide()
	}
	return act, s.opt.Policy.Allow(ctx, a, action, act.People(s.opt.Units))
}

func (s *Service) take(tx *store.Tx, author record.ID, of *activity.Activity, in *Attempt) ([]ledger.Draft, error) {
	if in.ID.Zero() || in.Person.Zero() {
		return nil, invalid("course.attempt.whose", "the answers do not say whose they are", "choose the person again")
	}
	if err := takesPart(tx, in.Person, of.ID); err != nil {
		return nil, err
	}
	v, err := load(tx, in.Course, in.Version)
	if err != nil {
		return nil, err
	}
	qs := v.Questions(in.Test)
	if len(qs) == 0 {
		return nil, invalid("course.test.none", "this course has no such test", "choose another test")
	}
	in.Answers = in.Answers.clean(qs)
	in.Score = Count(qs, in.Answers)
	in.Passed = in.Test == Post && in.Score.Percent() >= v.Pass
	if now := s.opt.Clock(); in.Taken.IsZero() || in.Taken.After(now) || in.Taken.Before(now.AddDate(-1, 0, 0)) {
		in.Taken = now // a tablet's clock says 1970 after its battery was empty
	}
	old, err := attempts(tx, "id = ?", in.ID)
	if err != nil {
		return nil, err
	}
	if len(old) > 0 {
		o := old[0]
		if o.Person != in.Person || o.Activity != in.Activity || o.Course != in.Course || o.Version != in.Version || o.Test != in.Test {
			return nil, &fault.Error{
				Kind: fault.Conflict, Op: "course.Take", Key: "course.attempt.other", Msg: "answers with this number are here already, of somebody else or to another test",
				Hint: "enter them again as new ones",
			}
		}
		if o.Answers.equal(in.Answers) {
			*in = o
			return nil, nil // it was sent twice
		}
	}
	return []ledger.Draft{{
		Kind: record.Attempt, Record: in.ID, Subject: in.Person, Author: author, Handling: handling(of.Unit),
		Body: attemptBody{bodyVersion, of.ID, in.Course, in.Version, in.Test, in.Answers, in.Score, in.Passed, in.Taken},
	}}, nil
}

// takesPart faults with Missing unless somebody is in the register and is or was on the list
// of an activity: whoever may enter results of its people enters none of others, nor learns
// who else there is. Of whoever is not in the register nothing is kept, as nobody would ever
// delete it.
func takesPart(tx *store.Tx, who, of record.ID) error {
	if _, err := person.Brief(tx, who); err != nil {
		return err
	}
	entries, err := person.Entries(tx, who)
	if err != nil {
		return err
	}
	for _, id := range entries {
		acts, err := attendance.Of(tx, id)
		if err != nil || slices.Contains(acts, of) {
			return err
		}
	}
	return person.None()
}

// gone tells whether somebody is not in the register, or not any more.
func gone(tx *store.Tx, id record.ID) bool {
	_, err := person.Brief(tx, id)
	return fault.Is(err, fault.Missing)
}

// Attempts are all answers that were given at an activity to the tests of a course,
// the earliest first.
func (s *Service) Attempts(ctx context.Context, a policy.Actor, of record.ID, course string) (all []Attempt, err error) {
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		if _, err := s.about(ctx, tx, a, "attempt.read", of); err != nil {
			return err
		}
		all, err = counted(tx, ofCourse, of, course)
		return err
	})
	return all, err
}

// counted are attempts, each under the person of the register as whom its person is
// counted now: somebody who was added at the door may turn out to be one who was known.
func counted(tx *store.Tx, where string, args ...any) ([]Attempt, error) {
	all, err := attempts(tx, where, args...)
	tops := map[record.ID]record.ID{}
	for i := 0; i < len(all) && err == nil; i++ {
		top, known := tops[all[i].Person]
		if !known {
			top, err = person.Canonical(tx, all[i].Person)
			tops[all[i].Person] = top
		}
		all[i].Person = top
	}
	return all, err
}

// ofCourse are the attempts that count of a course at an activity.
const ofCourse = "activity = ? AND course = ?"

// Learned is what was learned at an activity, by topic. It is in figures alone, and
// for those who may not see the people small groups are left out.
func (s *Service) Learned(ctx context.Context, a policy.Actor, of record.ID, course string) (gains []Gain, err error) {
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		act, err := activity.Load(tx, of)
		if err != nil {
			return err
		}
		if s.opt.Policy.Allow(ctx, a, "activity.list", act.Resource(s.opt.Units)) != nil {
			return policy.Hide()
		}
		if gains, err = GainsOf(tx, of, course); err != nil {
			return err
		}
		if s.opt.Policy.Allow(ctx, a, "attempt.read", act.People(s.opt.Units)) != nil {
			gains = Coarse(gains)
		}
		return nil
	})
	return gains, err
}

// GainsOf is what was learned at an activity in a course, of those who took both
// tests: the first test before, and the last one after.
func GainsOf(tx *store.Tx, of record.ID, course string) ([]Gain, error) {
	all, err := counted(tx, ofCourse, of, course)
	if err != nil {
		return nil, err
	}
	both := pairs(all)
	inOrder := make([]Both, 0, len(both)) // so that sums come out to the last digit alike
	for _, p := range slices.SortedFunc(maps.Keys(both), func(a, b record.ID) int { return bytes.Compare(a[:], b[:]) }) {
		inOrder = append(inOrder, both[p])
	}
	return Gains(inOrder), nil
}

// pairs are the scores of those who took both tests of a course at an activity.
func pairs(all []Attempt) map[record.ID]Both {
	pre, post := map[record.ID]Score{}, map[record.ID]Score{}
	for _, t := range all {
		if t.Test == Post {
			post[t.Person] = t.Score
		} else if _, ok := pre[t.Person]; !ok {
			pre[t.Person] = t.Score
		}
	}
	out := map[record.ID]Both{}
	for p, before := range pre {
		if after, ok := post[p]; ok {
			out[p] = Both{before, after}
		}
	}
	return out
}

// CoursesOf are the courses that tests were taken in, or skills shown, at an activity.
func CoursesOf(tx *store.Tx, of record.ID) (ids []string, err error) {
	rows := tx.Query("SELECT course FROM attempts WHERE activity = ? UNION SELECT course FROM practice WHERE activity = ? ORDER BY 1", of, of)
	defer rows.Close()
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

func attempts(tx *store.Tx, where string, args ...any) (all []Attempt, err error) {
	rows := tx.Query("SELECT id, person, activity, course, version, test, answers, score, passed, taken, author, at FROM attempts WHERE "+where+" ORDER BY seq", args...)
	defer rows.Close()
	for rows.Next() {
		var t Attempt
		var test, answers, score string
		var version, taken, at int64
		if err := rows.Scan(&t.ID, &t.Person, &t.Activity, &t.Course, &version, &test, &answers, &score, &t.Passed, &taken, &t.Author, &at); err != nil {
			return nil, err
		}
		t.Version, t.Test, t.Taken, t.At = int(version), Test(test), time.UnixMilli(taken).UTC(), time.UnixMilli(at).UTC()
		if err := json.Unmarshal([]byte(answers), &t.Answers); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(score), &t.Score); err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	return all, rows.Err()
}

// At are the courses that are taught at an activity, and those in which tests were
// taken there all the same, and what a may do there:
// see the people's results ("people"), enter tests, tick skills.
func (s *Service) At(ctx context.Context, a policy.Actor, of record.ID) (ids, can []string, err error) {
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		act, err := activity.Load(tx, of)
		if err != nil {
			return err
		}
		if s.opt.Policy.Allow(ctx, a, "activity.list", act.Resource(s.opt.Units)) != nil {
			return policy.Hide()
		}
		people := act.People(s.opt.Units)
		for _, one := range []struct {
			word   string
			action policy.Action
		}{{"people", "attempt.read"}, {"enter", "attempt.enter"}, {"tick", "skill.tick"}} {
			if s.opt.Policy.Allow(ctx, a, one.action, people) == nil {
				can = append(can, one.word)
			}
		}
		worked, err := CoursesOf(tx, of)
		ids = append(ids, act.Courses...)
		for _, id := range worked {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
		return err
	})
	return ids, can, err
}

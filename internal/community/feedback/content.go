package feedback

import (
	"slices"

	"wasl/internal/base/record"
	"wasl/internal/collect/form"
	"wasl/internal/keep/store"
)

// Satisfaction is the name of the question by which a survey about an activity tells how
// content people are: reports to donors stand on it (docs/numbers.md). Any form may ask it.
const Satisfaction = "satisfaction"

// content are its choices of whoever is content.
var content = []string{"content", "very_content"}

// tellsContent checks the question of that name: without its choices nobody would be
// content, and nobody would notice.
func tellsContent(f *form.Form) error {
	i := slices.IndexFunc(f.Questions(), func(n *form.Node) bool { return n.Name == Satisfaction })
	if i < 0 {
		return nil
	}
	n := f.Questions()[i]
	for _, want := range content {
		if n.Type != form.SelectOne || n.Repeated() || !slices.ContainsFunc(f.Lists[n.List], func(c form.Choice) bool { return c.Name == want }) {
			return invalid("feedback.survey.satisfaction", "the question “satisfaction” has not the choices by which it is counted", "give it the choices very_content and content, or another name")
		}
	}
	return nil
}

// Contents calls f with how content people said they were with activities: for each
// survey that is about one, how many answered it after it, and how many of these were
// content. Whoever would rather not say has answered: the survey's own results tell how
// many answered, and, held against that, a number without them would tell how few they
// are. Rounds that still run are left out, as their results are.
func Contents(tx *store.Tx, f func(activity record.ID, asked, content int64)) error {
	rows := tx.Query(`SELECT s.activity, count(*), sum(json_extract(a.chosen, '$.satisfaction') IN ('content', 'very_content'))
		FROM surveys s JOIN survey_answers a ON a.survey = s.id AND a.round = 'after'
		WHERE s.after > 0 AND json_extract(a.chosen, '$.satisfaction') IS NOT NULL GROUP BY s.id`)
	defer rows.Close()
	for rows.Next() {
		var about record.ID
		var asked, content int64
		if err := rows.Scan(&about, &asked, &content); err != nil {
			return err
		}
		if !about.Zero() {
			f(about, asked, content)
		}
	}
	return rows.Err()
}

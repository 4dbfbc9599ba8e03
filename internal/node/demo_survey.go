package node

import (
	"context"
	"fmt"

	"wasl/internal/base/record"
	"wasl/internal/community/feedback"
)

// askedInDemo is how many people of the demo answer, in each round.
const askedInDemo = 60

// asked is the survey of the program: how safe people feel and whom they trust, before
// the two first-aid sessions and the caravan, and after the forum.
func (p *program) asked(ctx context.Context) []step {
	id := record.IDOf("demo/survey/feeling")
	round := func(r feedback.Round) func() error {
		return func() error { return p.answered(ctx, id, r) }
	}
	end := func(r feedback.Round) func() error {
		return func() error { return p.d.Listening.EndRound(ctx, p.d.organiser(), id, r) }
	}
	return []step{
		{p.at(-44, 9), func() error {
			return p.d.Listening.Ask(ctx, p.d.organiser(), feedback.Plan{ID: id, Upload: feedback.Standard(), People: 50_000})
		}},
		{p.at(-40, 17), round(feedback.Before)},
		{p.at(-39, 9), end(feedback.Before)},
		{p.at(-3, 17), round(feedback.After)},
		{p.at(-2, 9), end(feedback.After)},
	}
}

// answered lets everybody asked in a round answer, one after another, as a mobiliser
// goes from door to door. After the program somewhat more feel safe by night, and
// trust each other; as many as before trust the police.
func (p *program) answered(ctx context.Context, id record.ID, r feedback.Round) error {
	v, err := p.d.Listening.Survey(ctx, p.d.organiser(), id)
	if err != nil {
		return err
	}
	better := 0
	if r == feedback.After {
		better = 1
	}
	safety, trust, doing := []string{"very_unsafe", "unsafe", "safe", "very_safe"}, []string{"not_at_all", "rather_not", "rather", "fully"}, []string{"no", "maybe", "yes"}
	for i := range askedInDemo {
		of := func(scale []string, step, better int) string {
			if (i*step)%19 == 0 {
				return "unsaid"
			}
			return scale[min((i*step%7*len(scale)+better*4)/7, len(scale)-1)]
		}
		all := map[string]string{
			"agree": "yes", "safe_day": of(safety, 3, better), "safe_night": of(safety, 5, better), "trust_others": of(trust, 2, better), "trust_police": of(trust, 4, 0),
			"tell_police": of(doing, 3, 0), "trust_leaders": of(trust, 6, 0), "know_help": of(doing, 5, better), "dare_complain": of(doing, 2, better),
			"sex": []string{"female", "male"}[i%2], "band": []string{"18-24", "25-34", "35-59"}[i%3], "community": []string{"host", "refugee"}[i/2%2],
		}
		if err := p.answer(ctx, v, r, i, all); err != nil {
			return err
		}
	}
	return nil
}

// answer hands in what one person chose, as a phone does.
func (p *program) answer(ctx context.Context, v *feedback.Survey, r feedback.Round, i int, chose map[string]string) error {
	paths := map[string]string{}
	for _, n := range v.Form.Questions() {
		if value, ok := chose[n.Name]; ok {
			paths[n.XPath()] = value
		}
	}
	id := record.IDOf(fmt.Sprintf("%s/%s/%d", v.ID, r, i))
	xml, err := v.Form.FromAnswers(id.String(), paths, p.at(0, 0))
	if err == nil {
		err = p.d.Listening.FillByCode(ctx, v.Code, feedback.Filled{ID: id, Round: r, XML: xml})
	}
	if err != nil {
		return fmt.Errorf("answer %d: %w", i, err)
	}
	return nil
}

// contentInDemo is how many of each first-aid session say how content they are.
const contentInDemo = 25

// contentment is the survey after each first-aid session: four of five are content.
func (p *program) contentment(ctx context.Context) (steps []step) {
	for code, last := range map[string]int{"aid1": -22, "aid2": -15} {
		id := record.IDOf("demo/survey/" + code)
		steps = append(steps, step{p.at(last, 8), func() error {
			return p.d.Listening.Ask(ctx, p.d.organiser(), feedback.Plan{ID: id, Upload: feedback.HowContent(), Activity: record.IDOf("demo/activity/" + code), People: 27})
		}}, step{p.at(last+1, 17), func() error { return p.saidHowContent(ctx, id) }})
		for _, r := range feedback.Rounds() {
			steps = append(steps, step{p.at(last+2, 8), func() error { return p.d.Listening.EndRound(ctx, p.d.organiser(), id, r) }})
		}
	}
	return steps
}

func (p *program) saidHowContent(ctx context.Context, id record.ID) error {
	v, err := p.d.Listening.Survey(ctx, p.d.organiser(), id)
	if err != nil {
		return err
	}
	for i := range contentInDemo {
		pick := func(of ...string) string { return of[i%len(of)] }
		if err := p.answer(ctx, v, feedback.After, i, map[string]string{
			"agree": "yes", feedback.Satisfaction: pick("very_content", "content", "content", "very_content", "discontent"), "useful": pick("yes", "yes", "yes", "maybe"),
			"understood": pick("yes", "yes", "maybe"), "respected": "yes", "sex": pick("female", "male"), "band": pick("18-24", "25-34", "18-24"), "community": pick("host", "refugee"),
		}); err != nil {
			return err
		}
	}
	return nil
}

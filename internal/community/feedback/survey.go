package feedback

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	_ "embed" // the surveys that every node brings
	"encoding/base32"
	"slices"
	"strconv"
	"strings"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/collect/form"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
)

// What every node brings; tools/gen/forms makes it.
var (
	//go:embed shipped/feeling-safe.xlsx
	feelingSafe []byte
	//go:embed shipped/satisfaction.xlsx
	howContent []byte
)

// Standard is a survey that every node brings: how safe people feel, and whom they trust.
func Standard() form.Upload { return form.Upload{Name: "feeling-safe.xlsx", Source: feelingSafe} }

// HowContent is the other: how content people are with an activity.
func HowContent() form.Upload { return form.Upload{Name: "satisfaction.xlsx", Source: howContent} }

// Round is when people are asked: before a programme's work, and after it.
type Round string

// The rounds.
const (
	Before Round = "before"
	After  Round = "after"
)

// Rounds lists both.
func Rounds() []Round { return []Round{Before, After} }

// Limits of a survey.
const (
	MaxAnswers   = 50_000   // of a round: more is a census
	MaxAnswerXML = 64 << 10 // bytes
	MaxPeople    = 100_000_000
)

// Survey is a form by which people are asked how they feel. Nothing is known of who
// answered but what the form asks, and results are shown when a round has ended: what
// grows while somebody watches tells who came last.
type Survey struct {
	ID       record.ID
	Unit     record.ID
	Form     *form.Form
	Compiled string    // the form as phones get it
	Activity record.ID // that it is about; zero: none
	People   int64     // from whom people were chosen; 0: not known
	Code     string    // by which a phone fills it in without an account
	By       record.ID
	At       time.Time
	Answers  map[Round]int
	Coded    map[Round]int // of these, by the code: whoever has it may have answered more than once
	Ended    map[Round]time.Time
	Revision int64
}

// Title is the form's, in the languages that it has.
func (s *Survey) Title() lang.Text {
	t := lang.Text{}
	for _, l := range lang.All() {
		t[l] = s.Form.Name(string(l))
	}
	return t
}

// Open tells whether a round still takes answers.
func (s *Survey) Open(r Round) bool { return s.Ended[r].IsZero() }

// Plan is a survey as somebody plans it.
type Plan struct {
	ID       record.ID
	Upload   form.Upload // an XLSForm of one's own, Standard or HowContent
	Activity record.ID   // that it is about; zero: none
	People   int64
}

// forbidden are the warnings of the form's linter that stop a survey: who answered
// must not be known.
var forbidden = []string{"form.lint.name", "form.lint.phone", "form.lint.identity", "form.lint.gps", "form.lint.face", "form.lint.owner"}

// Ask begins a survey. It faults with Invalid where its form has errors, or asks for
// who somebody is.
func (s *Service) Ask(ctx context.Context, a policy.Actor, p Plan) error {
	if err := s.opt.Policy.Allow(ctx, a, "survey.plan", s.opt.Policy.At(policy.Survey, p.ID, a.Unit)); err != nil {
		return err
	}
	if p.ID.Zero() || p.People < 0 || p.People > MaxPeople {
		return invalid("feedback.survey.people", "the number of people is none", "leave it out where it is not known")
	}
	f, problems, err := p.Upload.Compile()
	if err != nil {
		return err
	}
	if err := fits(f, problems); err != nil {
		return err
	}
	compiled, err := f.JSON()
	if err != nil {
		return err
	}
	_, err = s.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		if _, err := loadSurvey(tx, p.ID); !store.None(err) {
			return nil, err // nil: it was sent twice
		}
		if err := s.sees(ctx, tx, a, p.Activity); err != nil {
			return nil, err
		}
		return []ledger.Draft{draft(record.Survey, p.ID, a.Unit, a.ID, surveyBody{
			V: bodyVersion, Act: surveyAsked, Form: string(compiled), Activity: p.Activity, People: p.People, Code: s.codeOf(p.ID),
		})}, nil
	})
	return err
}

func fits(f *form.Form, problems []form.Problem) error {
	if f == nil || form.HasErrors(problems) {
		return invalid("feedback.survey.form", "the form has errors, so nobody can be asked with it", "mend it first: the page of forms says what is wrong, row by row")
	}
	for _, p := range form.Flagged(problems) {
		if slices.Contains(forbidden, p.Key) {
			return invalid("feedback.survey.identity", "the form asks for who somebody is, or exactly where (row {0})", "leave the question out: who answered must not be known", strconv.Itoa(p.Row))
		}
	}
	if len(tabled(f)) == 0 {
		return invalid("feedback.survey.empty", "the form has no question with choices, so there would be no results", "ask with choices; see the survey that is here already")
	}
	return tellsContent(f)
}

// codeOf is the survey's code: nobody guesses it, and the node remembers it by itself.
func (s *Service) codeOf(id record.ID) string {
	mac := hmac.New(sha256.New, s.opt.ReceiptKey)
	mac.Write([]byte("survey"))
	mac.Write(id[:])
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(mac.Sum(nil)[:codeBytes]))
}

// codeBytes of chance are in a code: 80 bits, 16 letters of a link.
const codeBytes = 10

// Filled is one person's answers.
type Filled struct {
	ID    record.ID // of the instance: sending twice is harmless
	Round Round
	XML   string
}

// Fill takes one person's answers from an account.
func (s *Service) Fill(ctx context.Context, a policy.Actor, survey record.ID, in Filled) error {
	return s.fill(ctx, in, a.ID, func(tx *store.Tx) (*Survey, error) {
		v, err := loadSurvey(tx, survey)
		if err == nil {
			err = s.opt.Policy.Allow(ctx, a, "survey.fill", s.surveyResource(v))
		}
		return v, err
	})
}

// FillByCode takes one person's answers from a phone that was given the survey's code.
func (s *Service) FillByCode(ctx context.Context, code string, in Filled) error {
	return s.fill(ctx, in, record.ID{}, func(tx *store.Tx) (*Survey, error) { return surveyByCode(tx, code) })
}

// ByCode gives the survey that a code is of. It faults with Missing where there is none.
func (s *Service) ByCode(ctx context.Context, code string) (v *Survey, err error) {
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		v, err = surveyByCode(tx, code)
		return err
	})
	return v, err
}

func (s *Service) fill(ctx context.Context, in Filled, by record.ID, find func(*store.Tx) (*Survey, error)) error {
	if !slices.Contains(Rounds(), in.Round) || in.ID.Zero() {
		return invalid("feedback.survey.round", "it is not said whether this is before or after", "open the survey again")
	}
	inst, err := form.DecodeInstance(bytes.NewReader([]byte(in.XML)), MaxAnswerXML)
	if err != nil {
		return err
	}
	_, err = s.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		v, err := find(tx)
		if err != nil {
			return nil, err
		}
		if known, err := answeredAs(tx, v.ID, &in); err != nil || known {
			return nil, err
		}
		switch {
		case !v.Open(in.Round):
			return nil, conflict("feedback.survey.ended", "nobody is asked any more in this round", "nothing is to be done: its results stand")
		case v.Answers[in.Round] >= MaxAnswers:
			return nil, conflict("feedback.survey.many", "{0} people have answered already", "close this round", strconv.Itoa(MaxAnswers))
		case inst.FormID != v.Form.ID:
			return nil, invalid("feedback.survey.other", "these are answers to another form", "open the survey again")
		}
		if wrong := v.Form.Validate(inst, s.opt.Clock()); len(wrong) > 0 {
			return nil, invalid("feedback.survey.answers", "an answer is missing or does not fit: {0}", "look at it again, then send it", wrong[0].Path)
		}
		d := draft(record.Survey, in.ID, v.Unit, by, surveyBody{V: bodyVersion, Act: surveyAnswered, Round: in.Round, Chosen: chosen(v.Form, inst)})
		d.Subject = v.ID
		return []ledger.Draft{d}, nil
	})
	return err
}

// chosen reads what is counted: the choices that were made. What somebody wrote in
// words is not kept: it is where people say who they are.
func chosen(f *form.Form, inst *form.Instance) map[string]string {
	out := map[string]string{}
	for _, n := range f.Questions() {
		if n.Type == form.SelectOne && !n.Repeated() {
			if v := inst.Value(n.Name); v != "" {
				out[n.Name] = v
			}
		}
	}
	return out
}

func (s *Service) surveyResource(v *Survey) policy.Resource {
	return s.opt.Policy.At(policy.Survey, v.ID, v.Unit)
}

// EndRound ends a round: nobody is asked any more, and its results are shown. It
// cannot be begun again, as what is added to results that are known tells who it was.
func (s *Service) EndRound(ctx context.Context, a policy.Actor, id record.ID, r Round) error {
	if !slices.Contains(Rounds(), r) {
		return invalid("feedback.survey.round", "it is not said whether this is before or after", "open the survey again")
	}
	_, err := s.opt.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		v, err := loadSurvey(tx, id)
		if err != nil {
			return nil, err
		}
		if err := s.opt.Policy.Allow(ctx, a, "survey.close", s.surveyResource(v)); err != nil || !v.Open(r) {
			return nil, err
		}
		return []ledger.Draft{draft(record.Survey, id, v.Unit, a.ID, surveyBody{V: bodyVersion, Act: surveyEnded, Round: r})}, nil
	})
	return err
}

// Surveys gives those that a may see, the newest first.
func (s *Service) Surveys(ctx context.Context, a policy.Actor) (all []Survey, err error) {
	f, err := s.opt.Policy.Filter(ctx, a, "survey.list")
	if err != nil {
		return nil, err
	}
	where, args := f.SQL(policy.Columns{Unit: "unit", TLP: "0"})
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		all, err = surveysWhere(tx, "("+where+") ORDER BY at DESC, id LIMIT ?", append(args, MaxList)...)
		return err
	})
	return all, err
}

// Asking is how many surveys still take answers.
func (s *Service) Asking(ctx context.Context) (n int, err error) {
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		return tx.Row("SELECT count(*) FROM surveys WHERE before = 0 OR after = 0").Scan(&n)
	})
	return n, err
}

// Survey gives one. May tells whether the actor may do something with it.
func (s *Service) Survey(ctx context.Context, a policy.Actor, id record.ID) (v *Survey, err error) {
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		if v, err = loadSurvey(tx, id); err != nil {
			return err
		}
		return s.opt.Policy.Allow(ctx, a, "survey.list", s.surveyResource(v))
	})
	return v, err
}

// MaySurvey tells whether an actor may do something with a survey.
func (s *Service) MaySurvey(ctx context.Context, a policy.Actor, v *Survey, action policy.Action) bool {
	return s.opt.Policy.Allow(ctx, a, action, s.surveyResource(v)) == nil
}

// Results gives what people said, of the rounds that have ended.
func (s *Service) Results(ctx context.Context, a policy.Actor, id record.ID) (res Results, err error) {
	err = s.opt.Ledger.View(ctx, func(tx *store.Tx) error {
		v, err := loadSurvey(tx, id)
		if err != nil {
			return err
		}
		if err := s.opt.Policy.Allow(ctx, a, "survey.results", s.surveyResource(v)); err != nil {
			return err
		}
		all := map[Round][]map[string]string{}
		for _, r := range Rounds() {
			if v.Open(r) {
				continue
			}
			if all[r], err = answersOf(tx, id, r); err != nil {
				return err
			}
		}
		res = tabulate(v.Form, all)
		return nil
	})
	return res, err
}

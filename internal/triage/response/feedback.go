package response

import (
	"context"
	"strings"
	"time"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/triage/incident"
	"wasl/internal/triage/queue"
)

// Feedback is a draft of what whoever reported is told in the end, in the language
// of the report. It says nothing but what was done, in words that are the same for
// everybody: nothing of what others reported, no place, nobody's name.
type Feedback struct {
	Language lang.Language
	Text     string
}

// thanks is how feedback begins, and ends where nothing was written down.
var thanks = map[lang.Language][2]string{
	lang.French:  {"Merci pour votre signalement.", "Nous l’avons examiné avec soin."},
	lang.Arabic:  {"شكرا على بلاغكم.", "وقد درسناه بعناية."},
	lang.English: {"Thank you for your report.", "We looked at it with care."},
}

// deeds is what may be said of each kind of response.
var deeds = map[Kind]map[lang.Language]string{
	Patrol:     {lang.French: "Une équipe est allée voir.", lang.Arabic: "ذهب فريق للمعاينة.", lang.English: "A team went to look."},
	Search:     {lang.French: "Des recherches ont été faites.", lang.Arabic: "أُجريت عمليات بحث.", lang.English: "A search was made."},
	Rescue:     {lang.French: "Des personnes ont été mises en sécurité.", lang.Arabic: "نُقل أشخاص إلى مكان آمن.", lang.English: "People were brought to safety."},
	Care:       {lang.French: "Des soins ont été donnés.", lang.Arabic: "قُدمت الرعاية الصحية.", lang.English: "Care was given."},
	Protection: {lang.French: "Un service de protection s’en est chargé.", lang.Arabic: "تكفلت بالأمر خدمة للحماية.", lang.English: "A protection service took it on."},
	Mediation:  {lang.French: "Les personnes concernées ont été réunies pour parler.", lang.Arabic: "جُمع المعنيون للحوار.", lang.English: "Those concerned were brought together to talk."},
	Warning:    {lang.French: "Les personnes en danger ont été prévenues.", lang.Arabic: "حُذّر من كانوا في خطر.", lang.English: "Those in danger were warned."},
	Aid:        {lang.French: "Une aide a été apportée.", lang.Arabic: "قُدمت المساعدة.", lang.English: "Aid was brought."},
	Operation:  {lang.French: "Les services compétents ont agi.", lang.Arabic: "تحركت الجهات المختصة.", lang.English: "The services in charge acted."},
	Other:      {lang.French: "Des mesures ont été prises.", lang.Arabic: "اتُخذت إجراءات.", lang.English: "Measures were taken."},
}

// DraftFeedback drafts what the reporter is told, for a person who finishes and
// sends it.
func (s *Service) DraftFeedback(ctx context.Context, a policy.Actor, of record.ID) (f Feedback, err error) {
	done, err := s.Of(ctx, a, incident.About{Report: of}, time.Time{})
	if err != nil {
		return f, err
	}
	sum, err := s.queue.Summary(ctx, of)
	if err != nil {
		return f, err
	}
	return draft(spoken(sum.Language), done.Responses), nil
}

// spoken is the language of a report, or French where nothing can be drafted in it.
func spoken(language string) lang.Language {
	if l := lang.Language(language); thanks[l][0] != "" {
		return l
	}
	return lang.French
}

func draft(l lang.Language, all []Response) Feedback {
	said := map[Kind]bool{}
	text := []string{thanks[l][0]}
	for i := range all {
		if k := all[i].Kind; !said[k] {
			said[k] = true
			text = append(text, deeds[k][l])
		}
	}
	if len(all) == 0 {
		text = append(text, thanks[l][1])
	}
	return Feedback{l, strings.Join(text, " ")}
}

// SendFeedback sends what a person finished into the thread of a report, once,
// however often it is sent.
func (s *Service) SendFeedback(ctx context.Context, a policy.Actor, id, of record.ID, text string, language lang.Language) error {
	if err := checkText(text); err != nil {
		return err
	}
	_, err := s.queue.Answer(ctx, a, queue.Act{Report: of}, of.Derive("feedback/"+id.String()), text, string(language))
	return err
}

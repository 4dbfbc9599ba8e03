package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/edge/live"
	"wasl/internal/edge/route"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/share/product"
)

// BulletinOut is a bulletin as lists show it.
type BulletinOut struct {
	ID       record.ID  `json:"id" format:"uuid"`
	Unit     named      `json:"unit"`
	Day      string     `json:"day" format:"date" doc:"in the network's zone"`
	Edition  int        `json:"edition"`
	State    string     `json:"state" enum:"draft,released,superseded,withdrawn"`
	TLP      string     `json:"tlp" enum:"green,amber,amber+strict"`
	Drafted  time.Time  `json:"drafted" doc:"what it says is as of then"`
	By       named      `json:"by"`
	Released *time.Time `json:"released,omitempty"`
	Releaser *named     `json:"releaser,omitempty"`
	Gone     *time.Time `json:"gone,omitempty" doc:"it was withdrawn"`
	Why      string     `json:"why,omitempty" doc:"it was withdrawn, or corrected"`
	Next     int        `json:"next,omitempty" doc:"the edition that took its place"`
	N        int        `json:"n" doc:"paragraphs"`
}

type bulletinsOut struct {
	Items []BulletinOut `json:"items" nullable:"false" doc:"the latest day first"`
	Today string        `json:"today" format:"date"`
	Draft bool          `json:"draft" doc:"the caller may draft one"`
}

// WrittenOut is a paragraph in one language.
type WrittenOut struct {
	Text      string       `json:"text"`
	Hand      bool         `json:"hand,omitempty" doc:"a person wrote it"`
	By        *named       `json:"by,omitempty"`
	At        *time.Time   `json:"at,omitempty"`
	Seq       int64        `json:"seq,omitempty" doc:"to name it by"`
	Conflicts []WrittenOut `json:"conflicts,omitempty" doc:"written at once: a person chooses"`
}

// BasisOut is one thing that a paragraph stands on.
type BasisOut struct {
	Kind    string    `json:"kind" enum:"report,incident,alert,response"`
	ID      record.ID `json:"id" format:"uuid"`
	Of      record.ID `json:"of,omitzero" format:"uuid" doc:"of a response: what it was about"`
	On      string    `json:"on,omitempty" enum:"report,incident" doc:"of a response: which of the two"`
	Changed bool      `json:"changed,omitempty" doc:"it is another thing now than when the paragraph was drafted"`
}

// ParagraphOut is one paragraph. What it stands on is shown to those who work on the
// bulletin.
type ParagraphOut struct {
	ID      record.ID             `json:"id" format:"uuid"`
	Section string                `json:"section" enum:"incidents,reports,alerts,trends,done,late,questions,remarks"`
	Texts   map[string]WrittenOut `json:"texts" doc:"by language: ar, fr, en"`
	TLP     string                `json:"tlp"`
	Hand    bool                  `json:"hand,omitempty" doc:"a person added it"`
	Out     bool                  `json:"out,omitempty" doc:"a person has left it out"`
	Why     string                `json:"why,omitempty" doc:"it is left out"`
	Status  string                `json:"status,omitempty" enum:"same,changed,gone" doc:"how it stands to what is behind it"`
	Mark    string                `json:"mark,omitempty" doc:"of what is behind it now, to answer with"`
	Basis   []BasisOut            `json:"basis,omitempty"`
	Fresh   map[string]string     `json:"fresh,omitempty" doc:"how it would be drafted now, where that has changed"`
}

// OmittedOut is what the program left out.
type OmittedOut struct {
	Reason string    `json:"reason" enum:"red,grade,ungraded,words,conflict,mistaken,unfounded,exercise,more"`
	Kind   string    `json:"kind,omitempty" enum:"report,incident,alert,response"`
	ID     record.ID `json:"id,omitzero" format:"uuid" doc:"missing: several"`
	N      int       `json:"n"`
}

// NewsOut is what a new draft would bring in.
type NewsOut struct {
	Section string            `json:"section"`
	Texts   map[string]string `json:"texts"`
}

type fullBulletinOut struct {
	BulletinOut
	To         []named        `json:"to" nullable:"false" doc:"units that it was sent to, besides its own and those above"`
	Paragraphs []ParagraphOut `json:"paragraphs" nullable:"false"`
	Missing    int            `json:"missing" doc:"paragraphs that are gone, because what they stood on was erased"`
	Days       []int          `json:"days" nullable:"false" doc:"reports received, the last of them on the bulletin's day"`
	Spots      []spotOnMap    `json:"spots" nullable:"false" doc:"by moughataa"`
	Revision   int64          `json:"revision"`
	Works      bool           `json:"works" doc:"the caller works on it"`
	Can        []string       `json:"can" nullable:"false" enum:"edit,release,withdraw"`
	News       []NewsOut      `json:"news,omitempty"`
	Omitted    []OmittedOut   `json:"omitted,omitempty"`
	Disputed   bool           `json:"disputed,omitempty" doc:"the text just sent stands beside another"`
}

// spotOnMap is how many paragraphs tell of a moughataa.
type spotOnMap struct {
	Place placeOut `json:"place"`
	Lat   float64  `json:"lat"`
	Lon   float64  `json:"lon"`
	N     int      `json:"n"`
}

// bulletins registers what a unit gives to its readers.
func (s *Server) bulletins(api huma.API, t *route.Table) {
	handle(s, api, op(http.MethodGet, "/bulletins", "listBulletins", "Bulletins that the caller may read, and drafts that they work on"), s.listBulletins)
	handle(s, api, op(http.MethodPost, "/bulletins", "draftBulletin", "Draft the bulletin of the own unit for a day"), func(ctx context.Context, a policy.Actor, in *struct {
		Body struct {
			Day string `json:"day" format:"date" maxLength:"10"`
		}
	},
	) (*body[fullBulletinOut], error) {
		id, err := s.Bulletins.Draft(ctx, a, in.Body.Day)
		return s.showBulletin(ctx, a, id, false, err)
	})
	handle(s, api, op(http.MethodGet, "/bulletins/{id}", "getBulletin", "One bulletin"), func(ctx context.Context, a policy.Actor, in *idIn) (*body[fullBulletinOut], error) {
		return s.showBulletin(ctx, a, in.ID, false, nil)
	})
	s.plain(t, "GET /api/v1/bulletins/{id}/bulletin.pdf", s.printBulletin, "language")
	s.bulletinActs(api)
	s.paragraphActs(api)
}

// onBulletin registers one act on a bulletin: POST /bulletins/{id}/NAME. Do gives the
// bulletin that is shown then.
func onBulletin[I any](s *Server, api huma.API, name, summary string, do func(context.Context, policy.Actor, record.ID, *I) (record.ID, bool, error)) {
	handle(s, api, op(http.MethodPost, "/bulletins/{id}/"+name, name+"Bulletin", summary), func(ctx context.Context, a policy.Actor, in *actIn[I]) (*body[fullBulletinOut], error) {
		id, disputed, err := do(ctx, a, in.ID, &in.Body)
		return s.showBulletin(ctx, a, id, disputed, err)
	})
}

func (s *Server) bulletinActs(api huma.API) {
	onBulletin(s, api, "redraft", "Draft anew what nobody has changed by hand", func(ctx context.Context, a policy.Actor, id record.ID, in *RevisionIn) (record.ID, bool, error) {
		return id, false, s.Bulletins.Redraft(ctx, a, product.On{Bulletin: id, Revision: in.Revision})
	})
	onBulletin(s, api, "correct", "Begin the next edition of a bulletin that has gone out", func(ctx context.Context, a policy.Actor, id record.ID, in *whyIn) (record.ID, bool, error) {
		next, err := s.Bulletins.Correct(ctx, a, product.On{Bulletin: id}, in.Why)
		return next, false, err
	})
	onBulletin(s, api, "order", "Put the paragraphs in another order", func(ctx context.Context, a policy.Actor, id record.ID, in *struct {
		RevisionIn
		Order []record.ID `json:"order" maxItems:"1000" nullable:"false"`
	},
	) (record.ID, bool, error) {
		return id, false, s.Bulletins.Reorder(ctx, a, product.On{Bulletin: id, Revision: in.Revision}, in.Order)
	})
	onBulletin(s, api, "release", "Let a bulletin go out, having read it", func(ctx context.Context, a policy.Actor, id record.ID, in *struct {
		RevisionIn
		Read  bool        `json:"read" doc:"every paragraph was read"`
		Shown []record.ID `json:"shown" maxItems:"1000" nullable:"false" doc:"those that were read, in order"`
		To    []record.ID `json:"to,omitempty" maxItems:"500" doc:"units that get it, besides the own and those above"`
	},
	) (record.ID, bool, error) {
		return id, false, s.Bulletins.Release(ctx, a, product.On{Bulletin: id, Revision: in.Revision}, product.Release{Read: in.Read, Shown: in.Shown, To: in.To})
	})
	onBulletin(s, api, "withdraw", "Take a bulletin back, or throw a draft away", func(ctx context.Context, a policy.Actor, id record.ID, in *struct {
		RevisionIn
		Why string `json:"why" maxLength:"500"`
	},
	) (record.ID, bool, error) {
		return id, false, s.Bulletins.Withdraw(ctx, a, product.On{Bulletin: id, Revision: in.Revision}, in.Why)
	})
}

type whyIn struct {
	Why string `json:"why" maxLength:"500"`
}

func (s *Server) paragraphActs(api huma.API) {
	onBulletin(s, api, "edit", "Write a paragraph in one language", func(ctx context.Context, a policy.Actor, id record.ID, in *struct {
		Paragraph record.ID `json:"paragraph" format:"uuid"`
		Language  string    `json:"language" enum:"ar,fr,en"`
		Base      int64     `json:"base" doc:"seq of the text that it was written from; 0 where there was none"`
		Text      string    `json:"text" maxLength:"4096"`
		Settles   []int64   `json:"settles,omitempty" maxItems:"16" doc:"seqs of texts beside it that this one settles"`
	},
	) (record.ID, bool, error) {
		disputed, err := s.Bulletins.Edit(ctx, a, product.On{Bulletin: id}, product.Rewrite{
			Paragraph: in.Paragraph, Language: lang.Language(in.Language), Base: in.Base, Text: in.Text, Settles: in.Settles,
		})
		return id, disputed, err
	})
	onBulletin(s, api, "add", "Put in a paragraph that a person wrote", func(ctx context.Context, a policy.Actor, id record.ID, in *struct {
		ID      record.ID         `json:"id" format:"uuid" doc:"chosen by the sender"`
		Section string            `json:"section" enum:"incidents,reports,alerts,trends,done,late,questions,remarks"`
		TLP     string            `json:"tlp" enum:"green,amber,amber+strict"`
		Texts   map[string]string `json:"texts" doc:"by language: ar, fr, en"`
	},
	) (record.ID, bool, error) {
		tlp, err := record.ParseTLP(in.TLP)
		if err != nil {
			return id, false, err
		}
		texts := map[lang.Language]string{}
		for l, text := range in.Texts {
			texts[lang.Language(l)] = text
		}
		return id, false, s.Bulletins.Add(ctx, a, product.On{Bulletin: id}, product.ByHand{ID: in.ID, Section: product.Section(in.Section), TLP: tlp, Texts: texts})
	})
	onBulletin(s, api, "leave", "Leave a paragraph out, or take it in again", func(ctx context.Context, a policy.Actor, id record.ID, in *struct {
		Paragraph record.ID `json:"paragraph" format:"uuid"`
		Out       bool      `json:"out"`
		Why       string    `json:"why,omitempty" maxLength:"500"`
	},
	) (record.ID, bool, error) {
		if in.Out {
			return id, false, s.Bulletins.LeaveOut(ctx, a, product.On{Bulletin: id}, in.Paragraph, in.Why)
		}
		return id, false, s.Bulletins.TakeIn(ctx, a, product.On{Bulletin: id}, in.Paragraph)
	})
	onBulletin(s, api, "settle", "Say that a change behind a paragraph was seen", func(ctx context.Context, a policy.Actor, id record.ID, in *struct {
		Paragraph record.ID `json:"paragraph" format:"uuid"`
		Mark      string    `json:"mark" maxLength:"64" doc:"of what was seen"`
		Anew      bool      `json:"anew" doc:"draft its words anew; else they are kept"`
	},
	) (record.ID, bool, error) {
		return id, false, s.Bulletins.Settle(ctx, a, product.On{Bulletin: id}, product.Answer{Paragraph: in.Paragraph, Mark: in.Mark, Anew: in.Anew})
	})
}

type bulletinsIn struct {
	From string    `query:"from" format:"date" maxLength:"10" doc:"the first day; missing: 31 days back"`
	To   string    `query:"to" format:"date" maxLength:"10"`
	Unit record.ID `query:"unit" format:"uuid"`
}

func (s *Server) listBulletins(ctx context.Context, a policy.Actor, in *bulletinsIn) (*body[bulletinsOut], error) {
	today := s.Bulletins.Today()
	q := product.Query{From: in.From, To: in.To, Unit: in.Unit}
	if q.To == "" {
		q.To = today
	}
	if q.From == "" {
		q.From = s.Bulletins.Back(q.To, 31)
	}
	items, err := s.Bulletins.List(ctx, a, q)
	if err != nil {
		return nil, err
	}
	out := bulletinsOut{Items: []BulletinOut{}, Today: today, Draft: s.Bulletins.MayDraft(ctx, a)}
	for _, i := range items {
		out.Items = append(out.Items, s.bulletinLine(i.Bulletin, i.N, callerOf(ctx).language))
	}
	return answer(out), nil
}

func (s *Server) bulletinLine(b *product.Bulletin, n int, l lang.Language) BulletinOut {
	return BulletinOut{
		ID: b.ID, Unit: s.unitNamed(b.Unit, l), Day: b.Day, Edition: b.Edition, State: string(b.State), TLP: b.TLP.String(), Drafted: b.Drafted, By: s.named(b.By),
		Released: when(b.Released), Releaser: s.personNamed(b.Releaser), Gone: when(b.Gone), Why: b.Why, Next: b.Next, N: n,
	}
}

// showBulletin shows a bulletin to somebody who asked for it or has acted on it.
func (s *Server) showBulletin(ctx context.Context, a policy.Actor, id record.ID, disputed bool, err error) (*body[fullBulletinOut], error) {
	if err != nil {
		return nil, err
	}
	v, err := s.Bulletins.Get(ctx, a, id)
	if err != nil {
		return nil, err
	}
	l := callerOf(ctx).language
	out := fullBulletinOut{
		BulletinOut: s.bulletinLine(v.Bulletin, len(v.Paragraphs), l), To: []named{}, Paragraphs: []ParagraphOut{}, Missing: v.Missing,
		Days: append([]int{}, v.Figures.Days...), Spots: s.spotsOf(v.Shown(), l), Revision: v.Revision, Works: v.Works, Can: []string{}, Disputed: disputed,
	}
	for _, u := range v.To {
		out.To = append(out.To, s.unitNamed(u, l))
	}
	for _, action := range v.May {
		out.Can = append(out.Can, string(action[len("bulletin."):]))
	}
	for _, p := range v.Paragraphs {
		out.Paragraphs = append(out.Paragraphs, s.paragraphOut(v, p))
	}
	for i := range v.News {
		out.News = append(out.News, NewsOut{string(v.News[i].Section), texts(v.News[i].Texts)})
	}
	for _, o := range v.Omitted {
		out.Omitted = append(out.Omitted, OmittedOut{string(o.Reason), string(o.Kind), o.ID, o.N})
	}
	return answer(out), nil
}

func texts(in map[lang.Language]string) map[string]string {
	out := map[string]string{}
	for l, text := range in {
		out[string(l)] = text
	}
	return out
}

func (s *Server) paragraphOut(v *product.View, p *product.Paragraph) ParagraphOut {
	out := ParagraphOut{ID: p.ID, Section: string(p.Section), Texts: map[string]WrittenOut{}, TLP: p.TLP.String(), Hand: p.Hand()}
	for l, said := range p.Texts {
		if v.Works {
			out.Texts[string(l)] = s.writtenOut(said)
		} else {
			out.Texts[string(l)] = WrittenOut{Text: said.Text}
		}
	}
	if !v.Works {
		return out
	}
	if i := slices.IndexFunc(v.Left, func(l product.Left) bool { return l.Paragraph == p.ID }); i >= 0 {
		out.Out, out.Why = true, v.Left[i].Why
	}
	fresh := v.Fresh[p.ID]
	out.Status, out.Mark = string(v.Status[p.ID]), v.Marks[p.ID]
	if fresh != nil {
		out.Fresh = texts(fresh.Texts)
	}
	for _, b := range p.Basis {
		changed := fresh != nil && !slices.Contains(fresh.Basis, b)
		on := b.On
		if b.Kind == product.OnResponse && on == "" {
			on = product.OnReport // as drafted before responses could be about incidents
		}
		out.Basis = append(out.Basis, BasisOut{string(b.Kind), b.ID, b.Of, string(on), changed})
	}
	return out
}

func (s *Server) writtenOut(said *product.Said) WrittenOut {
	by := s.named(said.By)
	out := WrittenOut{Text: said.Text, Hand: said.Hand, By: &by, At: &said.At, Seq: said.Seq}
	for i := range said.Conflicts {
		out.Conflicts = append(out.Conflicts, s.writtenOut(&said.Conflicts[i]))
	}
	return out
}

// spotsOf counts what a bulletin tells by moughataa.
func (s *Server) spotsOf(shown []*product.Paragraph, l lang.Language) []spotOnMap {
	out := []spotOnMap{}
	for _, p := range shown {
		if p.Section != product.Incidents && p.Section != product.Reports {
			continue
		}
		at, ok := s.Places.Get(p.Area.List, p.Area.Code)
		if !ok || !at.Located() {
			continue
		}
		i := slices.IndexFunc(out, func(o spotOnMap) bool { return o.Place.Code == at.Code && o.Place.List == at.List })
		if i < 0 {
			i = len(out)
			out = append(out, spotOnMap{Place: placeOut{at.List, at.Code, at.Name.In(l)}, Lat: at.Lat, Lon: at.Lon})
		}
		out[i].N++
	}
	return out
}

// toldBulletin is one event about a bulletin: consoles read it anew.
type toldBulletin struct {
	ID    record.ID `json:"id"`
	Unit  record.ID `json:"unit"`
	Day   string    `json:"day"`
	State string    `json:"state"`
}

// newsOfBulletins tells of what has gone out to those who may read it, and of drafts
// to the unit alone: as if they were marked to stay there.
func (s *Server) newsOfBulletins() live.Source {
	return live.Source{
		Event: "bulletin", Action: "bulletin.list", Kinds: []record.Kind{record.Bulletin}, Key: func(h ledger.Header) record.ID { return h.Record },
		Load: func(ctx context.Context, h ledger.Header) (live.Thing, error) {
			b, err := s.Bulletins.Of(ctx, h.Record)
			if err != nil {
				return live.Thing{}, err
			}
			row := live.Row{Unit: b.Unit, TLP: b.TLP}
			if b.Released.IsZero() {
				row.TLP = max(b.TLP, record.AmberStrict)
			}
			for _, u := range b.To {
				row.Also = append(row.Also, live.Row{Unit: u, TLP: b.TLP})
			}
			return live.Thing{Row: row, Tell: func(lang.Language) any { return toldBulletin{b.ID, b.Unit, b.Day, string(b.State)} }}, nil
		},
	}
}

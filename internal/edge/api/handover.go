package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/triage/task"
)

// ItemIO is one thing that is open: a report or a task.
type ItemIO struct {
	Report *record.ID `json:"report,omitempty" format:"uuid"`
	Task   *record.ID `json:"task,omitempty" format:"uuid"`
	Why    string     `json:"why" enum:"pressing,late,unanswered,task_late,task_open,task_awaited"`
}

type itemOut struct {
	ItemIO
	Title string     `json:"title,omitempty" doc:"missing where the caller may not see it, or it is gone"`
	Due   *time.Time `json:"due,omitempty"`
	Open  bool       `json:"open" doc:"it is still open"`
}

type handoverOut struct {
	ID     record.ID  `json:"id" format:"uuid"`
	Unit   named      `json:"unit"`
	By     named      `json:"by"`
	At     time.Time  `json:"at"`
	Text   string     `json:"text"`
	Items  []itemOut  `json:"items" nullable:"false"`
	Taker  *named     `json:"taker,omitempty"`
	Taken  *time.Time `json:"taken,omitempty"`
	Remark string     `json:"remark,omitempty"`
	Can    []string   `json:"can" nullable:"false" enum:"take"`
}

type draftOut struct {
	Items []itemOut `json:"items" nullable:"false" doc:"the most pressing first"`
}

type handoversOut struct {
	Items []handoverOut `json:"items" nullable:"false" doc:"the latest first"`
}

// handovers registers what one shift leaves to the next.
func (s *Server) handovers(api huma.API) {
	handle(s, api, op(http.MethodGet, "/handovers", "listHandovers", "What shifts of the own unit left to the next"), func(ctx context.Context, a policy.Actor, _ *none) (*body[handoversOut], error) {
		all, err := s.Tasks.Handovers(ctx, a)
		out := handoversOut{[]handoverOut{}}
		for i := range all {
			out.Items = append(out.Items, s.handoverOut(ctx, a, &all[i]))
		}
		return answer(out), err
	})
	handle(s, api, op(http.MethodGet, "/handovers/draft", "draftHandover", "What is open at the own unit, for a hand-over"), func(ctx context.Context, a policy.Actor, _ *none) (*body[draftOut], error) {
		items, err := s.Tasks.Draft(ctx, a)
		return answer(draftOut{s.itemsOut(ctx, a, items)}), err
	})
	handle(s, api, op(http.MethodPut, "/handovers/{id}", "leaveHandover", "Leave a hand-over to the next shift"), func(ctx context.Context, a policy.Actor, in *struct {
		ID   record.ID `path:"id"`
		Body struct {
			Text  string   `json:"text" maxLength:"4096"`
			Items []ItemIO `json:"items" maxItems:"100" nullable:"false"`
		}
	},
	) (*body[handoverOut], error) {
		var items []task.Item
		for _, i := range in.Body.Items {
			items = append(items, i.item())
		}
		return s.oneHandover(ctx, a)(s.Tasks.Leave(ctx, a, in.ID, in.Body.Text, items))
	})
	handle(s, api, op(http.MethodPost, "/handovers/{id}/take", "takeHandover", "Take a shift over, having read what was left"), func(ctx context.Context, a policy.Actor, in *struct {
		ID   record.ID `path:"id"`
		Body struct {
			Remark string `json:"remark,omitempty" maxLength:"4096"`
		}
	},
	) (*body[handoverOut], error) {
		return s.oneHandover(ctx, a)(s.Tasks.Take(ctx, a, in.ID, in.Body.Remark))
	})
}

func (i *ItemIO) item() task.Item {
	out := task.Item{Why: task.Why(i.Why)}
	if i.Report != nil {
		out.Report = *i.Report
	}
	if i.Task != nil {
		out.Task = *i.Task
	}
	return out
}

func (s *Server) oneHandover(ctx context.Context, a policy.Actor) func(task.Handover, error) (*body[handoverOut], error) {
	return func(h task.Handover, err error) (*body[handoverOut], error) {
		if err != nil {
			return nil, err
		}
		return answer(s.handoverOut(ctx, a, &h)), nil
	}
}

func (s *Server) handoverOut(ctx context.Context, a policy.Actor, h *task.Handover) handoverOut {
	out := handoverOut{
		ID: h.ID, Unit: s.unitNamed(h.Unit, callerOf(ctx).language), By: s.named(h.By), At: h.At, Text: h.Text, Items: s.itemsOut(ctx, a, h.Items),
		Taker: s.personNamed(h.Taker), Taken: when(h.Taken), Remark: h.Remark, Can: []string{},
	}
	if s.Tasks.MayTake(ctx, a, h) {
		out.Can = append(out.Can, "take")
	}
	return out
}

// itemsOut looks up what each thing is called, as far as the caller may see it.
func (s *Server) itemsOut(ctx context.Context, a policy.Actor, items []task.Item) []itemOut {
	out := []itemOut{}
	for _, i := range items {
		o := itemOut{ItemIO: ItemIO{Why: string(i.Why)}}
		if i.Task.Zero() {
			o.Report = &i.Report
			if r := s.aboutReport(ctx, a, i.Report); r != nil {
				o.Title, o.Open = r.Title, r.State != "closed"
				if sum, err := s.Queue.Summary(ctx, i.Report); err == nil {
					o.Due = when(sum.Due)
				}
			}
		} else {
			o.Task = &i.Task
			if t, err := s.Tasks.Get(ctx, a, i.Task); err == nil {
				o.Title, o.Open, o.Due = t.Text, t.State.Open(), &t.Due
			}
		}
		out = append(out, o)
	}
	return out
}

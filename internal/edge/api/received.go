package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/share/cap"
	"wasl/internal/share/warning"
)

// OutsideOut is a warning of another authority.
type OutsideOut struct {
	ID          record.ID      `json:"id" format:"uuid"`
	Title       string         `json:"title"`
	Sender      string         `json:"sender"`
	Identifier  string         `json:"identifier"`
	Known       string         `json:"known,omitempty" doc:"by which name the sender is known here: its signature is sound, and by the certificate that somebody checked"`
	Seal        string         `json:"seal" enum:"unsigned,sound,broken,unread,expired" doc:"what its signature is worth; sound alone does not say whose it is"`
	Fingerprint string         `json:"fingerprint,omitempty"`
	Holder      string         `json:"holder,omitempty" doc:"whom the certificate names: its own word"`
	Status      string         `json:"status" enum:"Actual,Exercise,System,Test,Draft"`
	Kind        string         `json:"kind" enum:"Alert,Update,Cancel"`
	Scope       string         `json:"scope" enum:"Public,Restricted,Private"`
	State       string         `json:"state" enum:"holds,expired,cancelled"`
	Ended       record.ID      `json:"ended,omitzero" doc:"the message that took its place, or took it back"`
	Urgency     string         `json:"urgency"`
	Severity    string         `json:"severity"`
	Certainty   string         `json:"certainty"`
	Sent        time.Time      `json:"sent"`
	Onset       *time.Time     `json:"onset,omitempty"`
	Expires     *time.Time     `json:"expires,omitempty"`
	Unit        named          `json:"unit" doc:"that brought it in"`
	By          named          `json:"by"`
	At          time.Time      `json:"at"`
	Texts       []outsideText  `json:"texts" nullable:"false"`
	Areas       []shapeIO      `json:"areas,omitempty" nullable:"false" doc:"of one warning alone"`
	Alerts      []outsideAlert `json:"alerts,omitempty" nullable:"false" doc:"that it raised, as far as the caller may know; of one warning alone"`
	File        string         `json:"file,omitempty" doc:"as it came; of one warning alone"`
}

type outsideText struct {
	Language string `json:"language"`
	warning.Told
}

type outsideAlert struct {
	ID     record.ID `json:"id" format:"uuid"`
	Number int64     `json:"number"`
	Unit   named     `json:"unit"`
	State  string    `json:"state"`
}

func (s *Server) outsideOut(ctx context.Context, o *warning.Outside) OutsideOut {
	l := callerOf(ctx).language
	out := OutsideOut{
		ID: o.ID, Title: o.Title(l), Sender: o.Sender, Identifier: o.Identifier, Known: o.Known, Seal: string(o.Seal), Fingerprint: o.Print, Holder: o.Holder,
		Status: string(o.Status), Kind: string(o.MsgType), Scope: string(o.Scope), State: string(o.State(s.Clock())), Ended: o.Ended, Urgency: o.Urgency, Severity: o.Severity,
		Certainty: o.Certainty, Sent: o.Sent, Onset: when(o.Onset), Expires: when(o.Expires), Unit: s.unitNamed(o.Unit, l), By: s.named(o.By), At: o.At, Texts: []outsideText{},
	}
	for _, t := range o.InOrder(l) {
		out.Texts = append(out.Texts, outsideText{string(t), o.Texts[t]})
	}
	return out
}

// maxDrawn bounds the grounds of a message that go to a map.
const maxDrawn = 50

func drawn(areas []cap.Area) (out []shapeIO) {
	for i := range areas {
		for _, ring := range areas[i].Polygons {
			g := shapeIO{}
			for _, p := range ring {
				g.Corners = append(g.Corners, pointIO(p))
			}
			out = append(out, g)
		}
		for _, c := range areas[i].Circles {
			p := pointIO(c.Centre)
			out = append(out, shapeIO{Centre: &p, Km: c.Radius})
		}
	}
	return out[:min(len(out), maxDrawn)]
}

type outsideListOut struct {
	Items   []OutsideOut `json:"items" nullable:"false"`
	Senders []senderOut  `json:"senders" nullable:"false" doc:"who is known by a certificate"`
}

type senderOut struct {
	Fingerprint string    `json:"fingerprint"`
	Sender      string    `json:"sender"`
	Name        string    `json:"name"`
	By          named     `json:"by"`
	At          time.Time `json:"at"`
}

type importWarningIn struct {
	RawBody []byte `contentType:"application/cap+xml"`
}

type broughtOut struct {
	ID  record.ID `json:"id" format:"uuid" doc:"of the warning: received, or the node's own"`
	Own bool      `json:"own" doc:"it is the node's own, come back: nothing was kept"`
	New bool      `json:"new"`
}

type trustIn struct {
	Print string `path:"fingerprint" maxLength:"200"`
	Body  struct {
		Sender string `json:"sender" maxLength:"300" doc:"as its messages name it"`
		Name   string `json:"name" maxLength:"120" doc:"as people here call it"`
	}
}

// received registers what comes from other authorities.
func (s *Server) received(api huma.API) {
	in := op(http.MethodPost, "/warnings/import", "importWarning", "Bring in a CAP 1.2 message of another authority: for people, and for programs with a token")
	in.MaxBodyBytes = cap.MaxBytes
	handle(s, api, in, func(ctx context.Context, a policy.Actor, in *importWarningIn) (*body[broughtOut], error) {
		got, err := s.Warnings.Import(ctx, a, in.RawBody)
		return answer(broughtOut(got)), err
	})
	handle(s, api, op(http.MethodGet, "/warnings/received", "listReceivedWarnings", "Warnings of other authorities, the latest first"), s.listReceived)
	handle(s, api, op(http.MethodGet, "/warnings/received/{id}", "getReceivedWarning", "One of them, with the file as it came"), s.getReceived)
	handle(s, api, op(http.MethodPut, "/warnings/senders/{fingerprint}", "trustSender", "Say that a sender is known by a certificate"), func(ctx context.Context, a policy.Actor, in *trustIn) (*none, error) {
		return nil, s.Warnings.Trust(ctx, a, warning.Known{Fingerprint: in.Print, Sender: in.Body.Sender, Name: in.Body.Name})
	})
	handle(s, api, op(http.MethodDelete, "/warnings/senders/{fingerprint}", "distrustSender", "Say that a certificate is not known any more"), func(ctx context.Context, a policy.Actor, in *struct {
		Print string `path:"fingerprint" maxLength:"200"`
	},
	) (*none, error) {
		return nil, s.Warnings.Distrust(ctx, a, in.Print)
	})
}

func (s *Server) listReceived(ctx context.Context, a policy.Actor, _ *none) (*body[outsideListOut], error) {
	all, err := s.Warnings.AllReceived(ctx, a)
	if err != nil {
		return nil, err
	}
	known, err := s.Warnings.Senders(ctx, a)
	if err != nil {
		return nil, err
	}
	out := outsideListOut{Items: []OutsideOut{}, Senders: []senderOut{}}
	for i := range all {
		out.Items = append(out.Items, s.outsideOut(ctx, &all[i]))
	}
	for _, k := range known {
		out.Senders = append(out.Senders, senderOut{k.Fingerprint, k.Sender, k.Name, s.named(k.By), k.At})
	}
	return answer(out), nil
}

func (s *Server) getReceived(ctx context.Context, a policy.Actor, in *idIn) (*body[OutsideOut], error) {
	o, file, err := s.Warnings.ReceivedOne(ctx, a, in.ID)
	if err != nil {
		return nil, err
	}
	out := s.outsideOut(ctx, &o)
	out.File, out.Areas = file, drawn(o.Areas)
	for _, id := range s.Warnings.AlertsOf(&o) {
		if one, err := s.Alerts.Visible(ctx, a, id); err == nil {
			out.Alerts = append(out.Alerts, outsideAlert{id, one.Number, s.unitNamed(one.Unit, callerOf(ctx).language), one.State.String()})
		}
	}
	return answer(out), nil
}

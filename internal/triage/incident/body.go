package incident

import (
	"wasl/internal/base/record"
	"wasl/internal/collect/report"
)

// Act is what a revision of an incident does.
type Act string

// The acts.
const (
	Start   Act = "start"
	Amend   Act = "amend"
	SetTo   Act = "state"
	Close   Act = "close"
	Press   Act = "urgency"
	Give    Act = "assign"
	Mark    Act = "mark" // another marking, in the header
	Move    Act = "move" // another unit, in the header
	Ask     Act = "ask"
	Reply   Act = "reply"
	Merge   Act = "merge" // into another one
	Unmerge Act = "unmerge"
)

// body is what the ledger keeps of one act on an incident. The members that matter
// hang on the act.
type body struct {
	V         int            `json:"v"`
	Act       Act            `json:"act"`
	Statement *Statement     `json:"statement,omitempty"`
	State     State          `json:"state,omitempty"`
	Outcome   Outcome        `json:"outcome,omitempty"`
	Note      string         `json:"note,omitempty"`
	Urgency   report.Urgency `json:"urgency,omitempty"`
	Account   record.ID      `json:"account,omitzero"`
	Question  record.ID      `json:"question,omitzero"`
	Text      string         `json:"text,omitempty"`
	Into      record.ID      `json:"into,omitzero"`
}

// memberBody is what the ledger keeps of a report's place in an incident. Its
// subject is the report: when that is erased, it goes.
type memberBody struct {
	V        int       `json:"v"`
	Incident record.ID `json:"incident"`
	In       bool      `json:"in"`
	Tells    Tells     `json:"tells,omitempty"`
	Origin   Origin    `json:"origin,omitzero"`
	Denies   bool      `json:"denies,omitempty"`
	Why      string    `json:"why,omitempty"` // it was taken out
}

const bodyVersion = 1

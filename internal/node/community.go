package node

import (
	"context"

	"wasl/internal/community/activity"
	"wasl/internal/community/attendance"
	certs "wasl/internal/community/certificate"
	"wasl/internal/community/course"
	"wasl/internal/community/feedback"
	"wasl/internal/community/material"
	"wasl/internal/community/number"
	"wasl/internal/community/paper"
	"wasl/internal/community/person"
	"wasl/internal/community/retention"
	"wasl/internal/guard/audit"
	"wasl/internal/keep/blob"
	"wasl/internal/keep/ledger"
)

// communities is the compartment of what is done with communities, and its parts.
// Nothing of it is known to the parts along the path of a report, nor the other way
// round: an import graph says so (arch_test.go), and the policy.
type communities struct {
	Community      *ledger.Ledger
	CommunityBlobs *blob.Store

	Activities *activity.Service
	People     *person.Service
	Rolls      *attendance.Service
	Listening  *feedback.Service
	Courses    *course.Service

	onPaper
	counted
	Feeds     *activity.Feeds // secret addresses of calendars
	Materials *material.Service
}

// CommunityParts are the tables of the compartment community, in the order of their
// leaning on each other.
func CommunityParts() []ledger.Part {
	return []ledger.Part{
		audit.Part(),
		activity.Part(), person.Part(), attendance.Part(),
		feedback.Part(),
		course.Part(),
		paper.Part(), certs.Part(),
		number.Part(), retention.Part(),
		material.Part(),
	}
}

// communityReferences are the tables that name attachments of the compartment.
var communityReferences = []references{course.References, material.References}

// openCommunity puts the parts of the compartment together.
func (n *Node) openCommunity(ctx context.Context) (err error) {
	n.Activities = activity.NewService(activity.Options{
		Ledger: n.Community, Policy: n.Policy, Units: n.Units.Tree(), Clock: n.cfg.Clock,
	})
	n.openNumbers()
	n.People = person.NewService(person.Options{
		Ledger: n.Community, Policy: n.Policy, Units: n.Units.Tree(), Clock: n.cfg.Clock, Freeze: n.Numbers.Freeze, Renewable: n.Retention.Renewable,
	})
	n.Rolls = attendance.NewService(attendance.Options{
		Ledger: n.Community, Node: n.db, Policy: n.Policy, Units: n.Units.Tree(), People: n.People, Makers: n.Who.Actor,
		Clock: n.cfg.Clock, Card: n.card, Random: n.cfg.Random,
	})
	n.openPaper()
	n.openListening()
	n.Feeds = activity.NewFeeds(n.db, n.cfg.Clock, n.cfg.Random)
	n.Materials = material.NewService(material.Options{
		Ledger: n.Community, Blobs: n.CommunityBlobs, Policy: n.Policy, Clock: n.cfg.Clock, Random: n.cfg.Random,
	})
	n.Courses, err = course.NewService(ctx, course.Options{
		Ledger: n.Community, Blobs: n.CommunityBlobs, Policy: n.Policy, Units: n.Units.Tree(), Rolls: n.Rolls, Clock: n.cfg.Clock,
	})
	return err
}

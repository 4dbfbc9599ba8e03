// Package node puts the parts together: it opens the compartments of a data
// directory, connects what is committed to those who listen, and serves. It is
// the only place where parts meet.
package node

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"wasl/internal/analyse/trend"
	"wasl/internal/base/fault"
	"wasl/internal/base/lang"
	"wasl/internal/base/record"
	"wasl/internal/collect/form"
	"wasl/internal/collect/intake"
	"wasl/internal/collect/report"
	"wasl/internal/community/activity"
	"wasl/internal/community/attendance"
	"wasl/internal/edge"
	"wasl/internal/edge/api"
	"wasl/internal/edge/live"
	"wasl/internal/edge/openrosa"
	open "wasl/internal/edge/public"
	"wasl/internal/edge/request"
	"wasl/internal/guard/audit"
	"wasl/internal/guard/flood"
	"wasl/internal/guard/identity"
	"wasl/internal/guard/policy"
	"wasl/internal/guard/vault"
	"wasl/internal/keep/blob"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/search"
	"wasl/internal/keep/store"
	"wasl/internal/network/place"
	"wasl/internal/network/unit"
	"wasl/internal/share/product"
	"wasl/internal/share/warning"
	"wasl/internal/triage/alert"
	"wasl/internal/triage/corroborate"
	"wasl/internal/triage/duty"
	incidents "wasl/internal/triage/incident"
	"wasl/internal/triage/notice"
	"wasl/internal/triage/queue"
	"wasl/internal/triage/response"
	"wasl/internal/triage/rule"
	"wasl/internal/triage/task"
)

// Config says which node to open.
type Config struct {
	Dir        string // of everything the node keeps
	Passphrase string // of the keys; a demo may have none
	Demo       bool
	Authority  string // reference of the data-protection authority's approval: without one a node is a demo
	Name       lang.Text
	Domain     string // for passkeys; "localhost" on a laptop
	Origins    []string
	Proxies    []netip.Prefix // reverse proxies whose word on their clients is taken
	Cert, Key  string         // files of a certificate and its key; "" to serve without TLS
	Clock      func() time.Time
	Random     io.Reader
	Log        *slog.Logger
}

// Node is an open node.
type Node struct {
	cfg  Config
	keys *keyring
	lock *os.File
	db   *store.DB // settings, sessions, credentials

	// what it keeps, and who may see it
	Field   *ledger.Ledger
	Vaulted *ledger.Ledger
	Vault   *vault.Vault
	Blobs   *blob.Store
	Policy  *policy.Engine
	Who     *identity.Service
	Units   *unit.Service
	Places  *place.Service

	// the parts, along the path of a report
	Forms     *form.Service
	Reports   *report.Service
	Intake    *intake.Service
	Queue     *queue.Service
	Rules     *rule.Service
	Duty      *duty.Service
	Notices   *notice.Service
	Alerts    *alert.Service
	Incidents *incidents.Service
	Tasks     *task.Service
	Deeds     *response.Service
	Trends    *trend.Service
	Bulletins *product.Service
	Warnings  *warning.Service
	Feed      live.Feed

	communities // beside the path: a compartment that none of the above reaches

	who       atomic.Pointer[identity.Service] // told of commits; set once it is there
	followers followers
	ready     atomic.Bool
	undo      []func() error
}

// FieldParts are the tables of the compartment field, in the order of their
// leaning on each other.
func FieldParts() []ledger.Part {
	return []ledger.Part{
		search.Part(), place.Part(), unit.Part(), identity.Part(), audit.Part(), form.Part(), report.Part(), queue.Part(), rule.Part(),
		duty.Part(), notice.Part(), alert.Part(),
		trend.Part(), corroborate.Part(), incidents.Part(), task.Part(), response.Part(), product.Part(), warning.Part(),
	}
}

// Open opens the node of a data directory, or makes one.
func Open(ctx context.Context, cfg Config) (n *Node, err error) {
	if strings.TrimSpace(cfg.Authority) == "" && !cfg.Demo {
		return nil, &fault.Error{
			Kind: fault.Invalid, Op: "node.Open", Key: "node.authority.missing",
			Msg:  "a node that takes real reports needs the reference of the data-protection authority's approval",
			Hint: "give it with --authority, or start a demo with invented data: wasl demo",
		}
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if len(cfg.Origins) == 0 {
		cfg.Domain = "" // passkeys are bound to an address: without one they are off
	}
	if err := checkDir(cfg.Dir, cfg.Demo); err != nil {
		return nil, err
	}
	n = &Node{cfg: cfg}
	defer func() {
		if err != nil {
			err = errors.Join(err, n.Close())
			n = nil
		}
	}()
	if err := store.MakeDir(cfg.Dir); err != nil {
		return n, fmt.Errorf("make the data directory: %w", err)
	}
	if err := n.takeLock(); err != nil {
		return n, err
	}
	if n.keys, err = loadKeys(cfg.Dir, cfg.Passphrase, cfg.Random); err != nil {
		return n, err
	}
	if err := n.openKeep(ctx); err != nil {
		return n, err
	}
	return n, n.openParts(ctx)
}

// opened puts a closer on the list that Close goes through backwards.
func (n *Node) opened(closer func() error) { n.undo = append(n.undo, closer) }

func (n *Node) openKeep(ctx context.Context) (err error) {
	n.db, err = store.Open(ctx, store.Options{Path: filepath.Join(n.cfg.Dir, "node.db"), Durable: true, Modules: []store.Module{
		identity.Module, followModule, clockModule, duty.Module, notice.Module, warning.Module, attendance.Module, activity.FeedModule,
	}})
	if err != nil {
		return err
	}
	n.opened(n.db.Close)
	for i, l := range []**ledger.Ledger{&n.Field, &n.Vaulted, &n.Community} { // in the order of compartments
		if *l, err = ledger.Open(ctx, n.compartment(compartments[i])); err != nil {
			return err
		}
		n.opened((*l).Close)
	}
	if n.Blobs, err = n.openStore(ctx, inField, n.keys.Blobs); err != nil {
		return err
	}
	n.CommunityBlobs, err = n.openStore(ctx, inCommunity, n.keys.Others[communityBlobs])
	return err
}

// compartment gives the options of one by its name.
func (n *Node) compartment(name string) ledger.Options {
	opt := ledger.Options{
		Dir: filepath.Join(n.cfg.Dir, name), Key: n.keys.Open[name], Node: n.keys.Node, Sign: ed25519.NewKeyFromSeed(n.keys.Sign),
		Clock: n.cfg.Clock, Random: n.cfg.Random, Log: n.cfg.Log,
	}
	switch name {
	case inField:
		opt.Parts, opt.Committed = FieldParts(), n.committed
	case inVault:
		opt.Parts = []ledger.Part{vault.Part()}
	case inCommunity:
		opt.Parts = CommunityParts()
	}
	return opt
}

// committed hears every group of the field compartment, in order.
func (n *Node) committed(revs []ledger.Revision) {
	hs := ledger.Headers(revs)
	if who := n.who.Load(); who != nil {
		who.Follow(hs)
	}
	n.Feed.Hear(hs)
	n.followers.hear(revs)
}

func (n *Node) openParts(ctx context.Context) (err error) {
	if n.Units, err = unit.New(ctx, n.Field); err != nil {
		return err
	}
	if n.Places, err = place.New(ctx, n.Field); err != nil {
		return err
	}
	if n.Policy, err = policy.New(n.Units.Tree(), n.cfg.Demo); err != nil {
		return err
	}
	n.Who, err = identity.New(ctx, identity.Options{
		Ledger: n.Field, Node: n.db, Key: n.keys.Settings, Policy: n.Policy, Tree: n.Units.Tree(), Clock: n.cfg.Clock, Random: n.cfg.Random,
		Demo: n.cfg.Demo, Works: n.Units.Tree().Works, Domain: n.cfg.Domain, Origins: n.cfg.Origins, Name: n.cfg.Name.In(lang.French),
	})
	if err != nil {
		return err
	}
	n.who.Store(n.Who)
	if n.Vault, err = vault.New(ctx, vault.Options{
		Ledger: n.Vaulted, Policy: n.Policy, Clock: n.cfg.Clock, Random: n.cfg.Random,
	}); err != nil {
		return err
	}
	if n.Forms, err = form.NewService(ctx, n.Field, n.Policy); err != nil {
		return err
	}
	n.Trends = trend.NewService(trend.Options{Ledger: n.Field, Policy: n.Policy, Places: n.Places, Clock: n.cfg.Clock})
	n.Reports = report.New(n.Field, n.keys.Receipt)
	n.Queue = queue.NewService(queue.Options{
		Ledger: n.Field, Policy: n.Policy, Units: n.Units.Tree(), People: n.Who.Actor, BlobID: n.Blobs.ID, Clock: n.cfg.Clock, Random: n.cfg.Random,
	})
	if err := n.Queue.Refresh(ctx); err != nil {
		return err
	}
	n.Rules, err = rule.New(ctx, rule.Options{
		Ledger: n.Field, Policy: n.Policy, Network: rule.Network{Units: n.Units.Tree(), Places: n.Places}, Queue: n.Queue, Clock: n.cfg.Clock,
	})
	if err != nil {
		return err
	}
	n.followers.all = append(n.followers.all, n.Rules)
	n.Incidents = incidents.NewService(incidents.Options{
		Ledger: n.Field, Policy: n.Policy, Units: n.Units.Tree(), Reports: n.Reports, Queue: n.Queue, People: n.Who.Actor, Clock: n.cfg.Clock,
	})
	n.openDeeds()
	n.Intake = &intake.Service{
		Reports: n.Reports, Forms: n.Forms, Vault: n.Vault, Places: n.Places, Units: n.Units.Tree(), Clock: n.cfg.Clock, Log: n.cfg.Log,
	}
	if err := errors.Join(n.openAlerts(ctx), n.openShare(), n.openCommunity(ctx)); err != nil {
		return err
	}
	// What a closing left behind when the node was cut off in the middle of it.
	if _, err := n.Queue.Inherit(ctx, record.ID{}); err != nil {
		return err
	}
	if err := n.firstStart(ctx); err != nil {
		return err
	}
	n.keepUp(ctx)
	return nil
}

// openDeeds puts together what units ask of each other and what was done.
func (n *Node) openDeeds() {
	n.Tasks = task.NewService(task.Options{
		Ledger: n.Field, Policy: n.Policy, Units: n.Units.Tree(), Queue: n.Queue, Incidents: n.Incidents, Vault: n.Vault,
		Clock: n.cfg.Clock, Random: n.cfg.Random,
	})
	n.followers.all = append(n.followers.all, n.Tasks.Forgetter())
	n.Deeds = response.NewService(response.Options{
		Ledger: n.Field, Policy: n.Policy, Units: n.Units.Tree(), Queue: n.Queue, Incidents: n.Incidents, Clock: n.cfg.Clock,
	})
}

// openShare puts together what units give to their readers and to the public.
func (n *Node) openShare() error {
	n.Bulletins = product.NewService(product.Options{
		Ledger: n.Field, Policy: n.Policy, Units: n.Units.Tree(), Places: n.Places, Incidents: n.Incidents, Queue: n.Queue, Alerts: n.Alerts,
		Trends: n.Trends, Deeds: n.Deeds, Kind: n.kindName, Zone: zone, Clock: n.cfg.Clock,
	})
	return n.openWarnings()
}

// firstStart ships the places into a node that has none, and gives it a unit at
// the top and the watches that every node has.
func (n *Node) firstStart(ctx context.Context) error {
	if err := n.Places.Ship(ctx, record.ID{}); err != nil {
		return err
	}
	if n.cfg.Demo {
		return nil // it has units and watches when it is filled
	}
	if n.Units.Tree().Root().Zero() {
		err := n.Units.Put(ctx, record.ID{}, unit.Unit{
			ID: unit.IDOf("HQ"), Code: "HQ", Kind: unit.Administration,
			Name: lang.Text{lang.French: "Direction nationale", lang.Arabic: "الإدارة الوطنية", lang.English: "National directorate"},
		})
		if err != nil {
			return err
		}
	}
	return n.Alerts.Ship(ctx)
}

// Handler is everything that the node serves.
func (n *Node) Handler() (*edge.Edge, error) {
	log := slog.New(request.Logs(n.cfg.Log.Handler()))
	gate := flood.New(flood.Options{Clock: n.cfg.Clock, Random: n.cfg.Random})
	return edge.New(edge.Options{
		API: &api.Server{
			Field: n.Field, Vaulted: n.Vaulted, Community: n.Community, Activities: n.Activities, Courses: n.Courses, People: n.People, Rolls: n.Rolls, Reports: n.Reports, Queue: n.Queue, Rules: n.Rules, Tasks: n.Tasks, Deeds: n.Deeds, Alerts: n.Alerts, Duty: n.Duty, Notices: n.Notices, Numbers: n.Numbers, Retention: n.Retention,
			Listening: n.Listening,
			Incidents: n.Incidents, Bulletins: n.Bulletins, Warnings: n.Warnings, Trends: n.Trends, Forms: n.Forms, Intake: n.Intake, Who: n.Who, Vault: n.Vault, Policy: n.Policy,
			Units: n.Units, Places: n.Places, Blobs: n.Blobs, Feed: &n.Feed, Clock: n.cfg.Clock, Random: n.cfg.Random, Log: log,
			Gate: gate, Zone: zone, Name: n.cfg.Name, Demo: n.cfg.Demo, Papers: n.Papers, Certificates: n.Certificates,
			Calendars: n.Feeds, Materials: n.Materials, CommunityBlobs: n.CommunityBlobs,
		},
		OpenRosa: &openrosa.Server{Forms: n.Forms, Intake: n.Intake, Who: n.Who, Blobs: n.Blobs, Log: log},
		Public: &open.Server{
			Warnings: n.Warnings, Certificates: n.Certificates, Listening: n.Listening, Places: n.Places, Random: n.cfg.Random, Gate: gate, Clock: n.cfg.Clock, Zone: zone, Name: n.cfg.Name, Demo: n.cfg.Demo, Log: log,
			Materials: n.Materials, Blobs: n.CommunityBlobs, Activities: n.Activities, Feeds: n.Feeds, People: n.Who.Actor,
		},
		Log:     log,
		Random:  n.cfg.Random,
		Ready:   n.ready.Load,
		Proxies: n.cfg.Proxies,
	})
}

// Log is where the node says what it does.
func (n *Node) Log() *slog.Logger { return n.cfg.Log }

// Close undoes Open, the last first.
func (n *Node) Close() error {
	var err error
	n.Feed.Close()
	for i := len(n.undo) - 1; i >= 0; i-- {
		err = errors.Join(err, n.undo[i]())
	}
	n.undo = nil
	return err
}

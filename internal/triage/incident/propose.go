package incident

import (
	"cmp"
	"context"
	"slices"
	"time"

	"wasl/internal/base/record"
	"wasl/internal/guard/policy"
	"wasl/internal/keep/ledger"
	"wasl/internal/keep/store"
	"wasl/internal/triage/corroborate"
)

// MaxProposals bounds what somebody is asked to look at.
const MaxProposals = 8

// Proposal is something that may tell of the same: a report, or an incident.
type Proposal struct {
	Report   record.ID // of a report, or the one of the incident that is most alike
	Incident record.ID // zero for a report
	Score    float64
	Reasons  []corroborate.Reason
	// Judged is what somebody decided before, where something has come up since.
	Judged *corroborate.Comparison
}

// Proposals are what may tell of the same as a report, the likeliest first.
type Proposals struct {
	Items  []Proposal
	Looked int
	Cut    bool          // more happened around the same place and time
	Within time.Duration // how far from it in time all were looked at
	Of     []record.ID   // the incidents that the report is part of, as far as they may be seen
	Hidden int           // those that may only be counted
}

// Proposals looks for what may tell of the same as a report that a may read.
func (s *Service) Proposals(ctx context.Context, a policy.Actor, id record.ID) (out Proposals, err error) {
	l, err := s.looker(ctx, a, time.Time{})
	if err != nil {
		return out, err
	}
	err = s.Ledger.View(ctx, func(tx *store.Tx) error {
		t, err := s.readable(ctx, tx, a, id)
		if err != nil {
			return err
		}
		p := &proposer{looker: l, ctx: ctx, tx: tx, a: a}
		if err := p.place(id, &out); err != nil {
			return err
		}
		told, err := s.account(ctx, tx, id)
		if err != nil {
			return err
		}
		found, err := corroborate.Find(tx, corroborate.Thing(t.n), told, p.sight())
		if err != nil {
			return err
		}
		out.Looked, out.Cut, out.Within = found.Looked, found.Cut, found.Within
		out.Items, err = p.propose(id, found.Matches)
		return err
	})
	return out, err
}

// proposer makes proposals of matches.
type proposer struct {
	*looker
	ctx context.Context //nolint:containedctx // it travels with the transaction
	tx  *store.Tx
	a   policy.Actor

	in      []record.ID // incidents that what is asked about is part of, or is
	rows    map[corroborate.Thing]*row
	members map[record.ID]bool // reports that are part of those
}

// place finds the incidents that a report is part of.
func (p *proposer) place(id record.ID, out *Proposals) error {
	p.rows, p.members = map[corroborate.Thing]*row{}, map[record.ID]bool{}
	numbers, err := incidentsOf(p.tx, id)
	if err != nil {
		return err
	}
	for _, n := range numbers {
		r, err := p.top(n)
		if err != nil {
			return err
		}
		if slices.Contains(p.in, r.in.ID) {
			continue
		}
		p.in = append(p.in, r.in.ID)
		if p.sees(r.in) {
			out.Of = append(out.Of, r.in.ID)
			if err := p.take(r); err != nil {
				return err
			}
		} else if p.s.Policy.Allow(p.ctx, p.a, "incident.count", p.s.resource(r.in)) == nil {
			out.Hidden++
		}
	}
	return nil
}

// take notes the reports of an incident, which need not be proposed.
func (p *proposer) take(r *row) error {
	all, err := family(p.tx, r)
	for _, in := range all {
		for _, m := range in.Members {
			p.members[m.Report] = true
		}
	}
	return err
}

func (p *proposer) sees(in *Incident) bool {
	return p.incidents.Match(in.Unit, in.TLP, &in.Lead)
}

// row is an incident by its number, read once.
func (p *proposer) row(n int64) (*row, error) {
	if r := p.rows[corroborate.Thing(n)]; r != nil {
		return r, nil
	}
	r, err := scan(p.tx, p.tx.Row(numberSQL, n))
	if err == nil {
		p.rows[corroborate.Thing(n)] = r
	}
	return r, err
}

// top is the incident of a number, or the one that has taken it in.
func (p *proposer) top(n int64) (*row, error) {
	r, err := p.row(n)
	for i := 0; err == nil && !r.in.Into.Zero() && i < MaxMerged; i++ {
		var up *row
		if up, err = load(p.tx, r.in.Into); store.None(err) {
			return r, nil
		}
		r = up
	}
	return r, err
}

func (p *proposer) sight() corroborate.Sight {
	return corroborate.Sight{Reports: p.reports, Incident: func(_ *store.Tx, t corroborate.Thing) (bool, error) {
		r, err := p.row(int64(t))
		if err != nil {
			return false, err
		}
		return p.sees(r.in), nil
	}}
}

// propose makes proposals of matches: a report that is part of an incident is
// proposed as that incident, and what was judged not the same is left out unless
// something has come up since.
func (p *proposer) propose(of record.ID, matches []corroborate.Match) ([]Proposal, error) {
	verdicts, err := corroborate.Comparisons(p.tx, of)
	if err != nil {
		return nil, err
	}
	best := map[record.ID]*Proposal{}
	for _, m := range matches {
		if m.Score < corroborate.Shown {
			continue
		}
		proposals, err := p.of(m)
		if err != nil {
			return nil, err
		}
		for _, x := range proposals {
			key := cmp.Or(x.Incident, x.Report)
			if x.settled(verdicts[key], m) {
				continue
			}
			if known := best[key]; known == nil || known.Score < x.Score {
				best[key] = &x
			}
		}
	}
	var all []Proposal
	for _, x := range best {
		all = append(all, *x)
	}
	slices.SortFunc(all, func(x, y Proposal) int {
		return cmp.Or(cmp.Compare(y.Score, x.Score), slices.Compare(x.Incident[:], y.Incident[:]), slices.Compare(x.Report[:], y.Report[:]))
	})
	return all[:min(len(all), MaxProposals)], nil
}

// settled tells whether somebody decided already that it is not the same; where
// something has come up since, the proposal remembers what was decided.
func (x *Proposal) settled(v corroborate.Comparison, m corroborate.Match) bool {
	if v.Verdict != corroborate.Different {
		return false
	}
	if v.Settles(m) {
		return true
	}
	x.Judged = &v
	return false
}

// of gives what a match stands for.
func (p *proposer) of(m corroborate.Match) (all []Proposal, err error) {
	if m.Thing.Incident() {
		r, err := p.top(int64(m.Thing))
		if err != nil || slices.Contains(p.in, r.in.ID) || !p.sees(r.in) {
			return nil, err
		}
		return []Proposal{{Incident: r.in.ID, Score: m.Score, Reasons: m.Reasons}}, nil
	}
	var id record.ID
	if err := p.tx.Row("SELECT id FROM reports WHERE n = ?", int64(m.Thing)).Scan(&id); err != nil {
		return nil, err
	}
	if p.members[id] {
		return nil, nil
	}
	numbers, err := incidentsOf(p.tx, id)
	if err != nil {
		return nil, err
	}
	for _, n := range numbers {
		r, err := p.top(n)
		if err != nil {
			return nil, err
		}
		if p.sees(r.in) && r.in.Outcome != Mistaken && !slices.Contains(p.in, r.in.ID) {
			all = append(all, Proposal{Report: id, Incident: r.in.ID, Score: m.Score, Reasons: m.Reasons})
		}
	}
	if len(all) == 0 {
		all = append(all, Proposal{Report: id, Score: m.Score, Reasons: m.Reasons})
	}
	return all, nil
}

// mostAsked is how many of an incident's reports more of its kind are looked for by,
// beside its statement.
const mostAsked = 3

// More looks for reports that may belong to an incident: by its statement, and by
// the reports that it has.
func (s *Service) More(ctx context.Context, a policy.Actor, id record.ID) (out Proposals, err error) {
	l, err := s.looker(ctx, a, time.Time{})
	if err != nil {
		return out, err
	}
	err = s.Ledger.View(ctx, func(tx *store.Tx) error {
		r, err := s.allowed(ctx, tx, a, "incident.open", id)
		if err != nil {
			return err
		}
		p := &proposer{looker: l, ctx: ctx, tx: tx, a: a, in: []record.ID{id}, rows: map[corroborate.Thing]*row{}, members: map[record.ID]bool{}}
		if err := p.take(r); err != nil {
			return err
		}
		accounts, err := p.accounts(r)
		if err != nil {
			return err
		}
		var matches []corroborate.Match
		for _, account := range accounts {
			found, err := corroborate.Find(tx, corroborate.Thing(r.n), account, p.sight())
			if err != nil {
				return err
			}
			matches = append(matches, found.Matches...)
			out.Looked, out.Cut, out.Within = max(out.Looked, found.Looked), out.Cut || found.Cut, max(out.Within, found.Within)
		}
		out.Items, err = p.propose(id, matches)
		return err
	})
	return out, err
}

// accounts are what more is looked for by: the statement, and the latest reports.
func (p *proposer) accounts(r *row) ([]corroborate.Account, error) {
	all := []corroborate.Account{r.in.account()}
	for _, m := range slices.Backward(r.in.Members) {
		t, err := tell(p.tx, m.Report)
		if store.None(err) || err == nil && !p.reports.Match(t.unit, t.tlp, t.assignee) {
			continue
		}
		if err != nil {
			return nil, err
		}
		a, err := p.s.account(p.ctx, p.tx, m.Report)
		if err != nil {
			return nil, err
		}
		if all = append(all, a); len(all) > mostAsked {
			break
		}
	}
	return all, nil
}

// Judge keeps that a report and another thing, a report or an incident, are not the
// same, or takes that back. What spoke for it when it was decided is kept with it.
func (s *Service) Judge(ctx context.Context, a policy.Actor, id, with record.ID, c corroborate.Comparison) error {
	m, err := s.evidence(ctx, a, id, with)
	if err != nil {
		return err
	}
	c.Score, c.Seen = m.Score, m.Evidence()
	_, err = s.Ledger.Write(ctx, func(tx *store.Tx) ([]ledger.Draft, error) {
		t, err := tell(tx, id)
		if err != nil {
			return nil, err
		}
		r := s.Policy.At(policy.Report, id, t.unit)
		if r.TLP = t.tlp; t.assignee != nil {
			r.Assignee = *t.assignee
		}
		if err := s.Policy.Allow(ctx, a, "report.compare", r); err != nil {
			return nil, err
		}
		if err := s.knows(ctx, tx, a, with); err != nil {
			return nil, err
		}
		d, err := corroborate.Judge(tx, id, with, c)
		if err != nil || d == nil {
			return nil, err
		}
		d.Author, d.Handling = a.ID, record.Handling{Unit: t.unit, TLP: t.tlp, Purpose: purpose}
		return []ledger.Draft{*d}, nil
	})
	return err
}

// evidence is what speaks for a report and another thing being the same: as they
// are proposed to each other, else as they stand side by side.
func (s *Service) evidence(ctx context.Context, a policy.Actor, id, with record.ID) (m corroborate.Match, err error) {
	proposals, err := s.Proposals(ctx, a, id)
	if err != nil {
		return m, err
	}
	for _, p := range proposals.Items {
		if p.Report == with || p.Incident == with {
			return corroborate.Match{Score: p.Score, Reasons: p.Reasons}, nil
		}
	}
	var accounts [2]corroborate.Account
	err = s.Ledger.View(ctx, func(tx *store.Tx) (err error) {
		for i, of := range [...]record.ID{id, with} {
			if r, err := load(tx, of); err == nil {
				accounts[i] = r.in.account()
				continue
			}
			if accounts[i], err = s.account(ctx, tx, of); err != nil {
				return err
			}
		}
		return nil
	})
	return corroborate.Compare(accounts[0], accounts[1]), err
}

// account is what a report tells.
func (s *Service) account(ctx context.Context, tx *store.Tx, id record.ID) (a corroborate.Account, err error) {
	var received int64
	if err := tx.Row("SELECT q.at FROM queue q JOIN reports r USING (n) WHERE r.id = ?", id).Scan(&received); err != nil {
		return a, err
	}
	rep, err := s.Reports.Get(ctx, id)
	if err != nil {
		return a, err
	}
	return corroborate.OfReport(&rep.Body, time.UnixMilli(received).UTC()), nil
}

// knows faults with Missing where a may not read what a report is compared with.
func (s *Service) knows(ctx context.Context, tx *store.Tx, a policy.Actor, with record.ID) error {
	if _, err := s.allowed(ctx, tx, a, "incident.open", with); !store.None(err) {
		return err
	}
	_, err := s.readable(ctx, tx, a, with)
	return err
}

// Judged are the verdicts about a report that a may read, as far as they may know
// of the other side.
func (s *Service) Judged(ctx context.Context, a policy.Actor, id record.ID) (all map[record.ID]corroborate.Comparison, err error) {
	err = s.Ledger.View(ctx, func(tx *store.Tx) error {
		if _, err := s.readable(ctx, tx, a, id); err != nil {
			return err
		}
		verdicts, err := corroborate.Comparisons(tx, id)
		if err != nil {
			return err
		}
		all = map[record.ID]corroborate.Comparison{}
		for with, c := range verdicts {
			if s.knows(ctx, tx, a, with) == nil {
				all[with] = c
			}
		}
		return nil
	})
	return all, err
}

package node

import (
	"crypto/ed25519"
	"strings"

	"wasl/internal/base/record"
	certs "wasl/internal/community/certificate"
	"wasl/internal/community/paper"
)

// onPaper is what of communities goes on paper.
type onPaper struct {
	Papers       *paper.Service
	Certificates *certs.Service
}

// card is what the QR card of a person for an activity says.
func (n *Node) card(activity, person record.ID) string {
	return paper.CardText(paper.CardCode(n.keys.Others[cardKey], activity, person))
}

// openPaper puts together what goes on paper: cards, rolls, certificates.
func (n *Node) openPaper() {
	n.Papers = paper.NewService(paper.Options{
		Ledger: n.Community, Rolls: n.Rolls, Clock: n.cfg.Clock, Random: n.cfg.Random,
	})
	n.Certificates = certs.NewService(certs.Options{
		Ledger: n.Community, Key: ed25519.NewKeyFromSeed(n.keys.Others[certificateKey]), Page: n.checkPage(),
		Policy: n.Policy, Units: n.Units.Tree(), Clock: n.cfg.Clock, Random: n.cfg.Random,
	})
}

// checkPage is where anybody checks a certificate, as it is printed; "" where the
// node does not know by which address it is reached.
func (n *Node) checkPage() string {
	if len(n.cfg.Origins) == 0 {
		return ""
	}
	return strings.TrimSuffix(n.cfg.Origins[0], "/") + "/c/"
}

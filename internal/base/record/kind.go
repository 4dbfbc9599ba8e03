package record

// Kind says what a revision is about. Kinds lie in ledgers and travel to
// peers: the list only grows at its end.
type Kind uint16

// The kinds of record.
const (
	_           Kind = iota
	Report           // what somebody reported
	Correction       // a report put right by whoever sent it or by a desk
	Grade            // Admiralty grade of a report
	State            // where a report stands on a desk
	Urgency          // how fast a report must be looked at
	Assignment       // who works on a report
	Forward          // a report moved to another unit
	Answer           // a desk's answer to the reporter
	Message          // a reporter's further word
	Note             // a desk's internal note
	Closing          // a report closed, with its outcome
	Opening          // somebody opened a record: the audit of reading
	Erasure          // a record's bodies and keys are gone
	Unit             // a unit of the network
	Place            // a place with the version of its list
	Member           // a person of a unit
	Form             // a form published or withdrawn
	Source           // the vault: who reported
	Token            // a device's or a program's token
	Session          // somebody signed in, out, or failed to
	Conflict         // a conflict settled by a person
	Blob             // an attachment's record
	Invitation       // somebody was invited
	Disclosure       // the vault: an identity was revealed
	Credential       // somebody's password, code or passkey changed
	Import           // a file was imported
	Alarm            // somebody reads far more than is usual
	Incident         // what really happened, as a desk states it
	Membership       // a report's place in an incident: that it tells of it, and whose word it repeats
	Comparison       // two reports held side by side: the same thing or not
	Rule             // a routing rule
	Proposal         // what a rule proposes for a report
	Watch            // when an alert is to be raised, and by which ladder it climbs
	Alert            // an alert: raised, acknowledged, climbed, ended
	Duty             // who is on duty
	Notice           // a message to somebody on duty, and what became of it
	Task             // a unit is asked to go and look, or to do something
	Referral         // somebody is handed on to a protection service
	Handover         // what one shift leaves to the next
	Response         // what was done about an incident, with what effect
	Deadline         // how soon a unit must act, by urgency
	Review           // the second look at a report that was closed
	Bulletin         // a product for readers: drafted, finished, released
	Warning          // a warning to the public, of ours or of another authority
	Activity         // communities: a training, caravan, forum or workshop, from its plan to its end
	Suggestion       // an event that somebody proposes, what others say of it, their votes
	Participant      // a person of the communities' register
	Consent          // what somebody agreed to, and took back
	Enrolment        // somebody is expected at an activity
	Mark             // somebody was there, came late, left early, was not there
	Pass             // a phone or tablet that takes a roll
	Sheet            // a roll on paper: printed, read back, checked
	Course           // a course published or withdrawn
	Attempt          // somebody's answers to a test
	Skill            // a practical skill that a trainer saw somebody do
	Certificate      // issued or revoked
	Material         // a poster, story, spot or lesson sheet: drafted, reviewed, published
	Use              // where a material was used, and what people said
	Complaint        // what somebody complains of or is thankful for, and what they were told
	Rumour           // a rumour and what is answered to it
	Survey           // a survey of how people feel, and its answers
	Tally            // counts that stay when the people behind them are deleted
	kindEnd
)

var kindNames = [...]string{
	"", "report", "correction", "grade", "state", "urgency", "assignment", "forward", "answer", "message", "note", "closing",
	"opening", "erasure", "unit", "place", "member", "form", "source", "token", "session", "conflict", "blob", "invitation",
	"disclosure", "credential", "import", "alarm",
	"incident", "membership", "comparison", "rule", "proposal", "watch", "alert", "duty", "notice", "task", "referral", "handover",
	"response", "deadline", "review", "bulletin", "warning",
	"activity", "suggestion", "participant", "consent", "enrolment", "mark", "pass", "sheet", "course", "attempt", "skill", "certificate",
	"material", "use", "complaint", "rumour", "survey", "tally",
}

// String is the kind's name in audit lines and on the wire.
func (k Kind) String() string {
	if k > 0 && int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "unknown"
}

// ParseKind finds a kind by its name.
func ParseKind(s string) (Kind, bool) {
	for i, n := range kindNames {
		if n == s && i > 0 {
			return Kind(i), true
		}
	}
	return 0, false
}

// Kinds lists every kind.
func Kinds() []Kind {
	var ks []Kind
	for k := Kind(1); k < kindEnd; k++ {
		ks = append(ks, k)
	}
	return ks
}

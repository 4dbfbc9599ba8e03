package course

// Limits, each with its reason.
const (
	maxArchive = 50 << 20  // bytes of a zip, and of a folder: what a phone can be asked to carry to a training
	maxEntries = 1_000     // files: a course of 20 modules in three languages with 200 pictures has 300
	maxRatio   = 100       // of what a zip holds to what it is
	minPacked  = 1 << 20   // bytes below which the ratio says nothing
	maxText    = 256 << 10 // bytes of a Markdown file: two hours of reading
	maxLine    = 8 << 10   // bytes of a line: a paragraph of a page and a half
	maxMarkers = 16        // lists and quotes within each other at a line's start
	maxDepth   = 8         // of blocks within blocks that a page shows
	maxModules = 60        // of a course
	maxPages   = 60        // of a module
	maxBlocks  = 400       // of a page
	maxAsked   = 100       // questions of a test
	maxAnswers = 10        // of a question
	maxSkills  = 200       // of a course
	maxWord    = 64        // bytes of an id, of the name of a topic or of a file
	maxTitle   = 300       // bytes of a title
	maxSummary = 2_000     // bytes of a summary
	maxFound   = 200       // problems told: nobody reads more at once
	maxTries   = 20        // of one person, of one test at one activity, from tablets: more is a mistake of a tablet, or no person
	maxMedium  = 20 << 20  // bytes of one picture, recording or film

	// Heavy is where a course without its films asks too much of a phone on 2G: a
	// warning, because a tablet may be filled at the office.
	Heavy = 3 << 20
)

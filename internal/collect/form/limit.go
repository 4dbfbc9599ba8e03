package form

// Limits, each with its reason.
const (
	maxBook    = 50 << 20  // bytes of a workbook: the largest real ones have 2 MiB
	maxRows    = 50_000    // of a sheet: the largest real list of choices has 15,000
	maxCells   = 1_000_000 // of a sheet
	maxCell    = 32_767    // letters in a cell: Excel's own limit
	maxColumns = 500       // of a sheet: a form in 20 languages has 120

	maxName     = 128 // bytes of a name: every path above it repeats it
	maxID       = 128 // bytes of a form's id
	maxFileName = 100 // bytes of the name of a picture or table beside a form

	maxFiles     = 200      // tables and media beside a form
	maxFileBytes = 10 << 20 // of all of them: a recording for each of 60 questions in three languages

	maxFound   = 200     // problems of a kind told: nobody reads more at once, and a hostile form has millions
	maxSuggest = 20_000  // names looked through for "did you mean"
	maxWay     = 12      // names told of a circle
	maxLooked  = 200_000 // in all

	maxExprBytes = 64 << 10  // of an expression's source
	maxDepth     = 64        // of an expression, and of groups within groups
	maxExprNodes = 4_096     // of an expression's tree
	maxSteps     = 1_000_000 // of one evaluation: a hostile form must not stop a node

	maxInstanceDepth    = 64     // of a submission's elements
	maxInstanceElements = 50_000 // of a submission: 50 repeats of 100 questions are 5,000
	maxAttributes       = 64     // of one element
)

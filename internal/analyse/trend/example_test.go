package trend_test

import (
	"context"
	"fmt"
	"time"

	"wasl/internal/analyse/trend"
	"wasl/internal/base/lang"
	"wasl/internal/network/place"
)

// A service counts in its own tables, hands the series over, and says what it gets
// back in the reader's language.
func ExampleWatch_Look() {
	bassikounou := place.Ref{List: "COD-2024", Code: "MR012"}
	thefts := trend.Series{
		Key:    trend.Key{Kind: "cattle_theft", Place: bassikounou},
		Start:  time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC), // a Monday
		Counts: []int{2, 1, 3, 0, 2, 2, 1, 4, 2, 1, 2, 3, 1, 0, 2, 11},
	}
	watch := trend.Watch{Rules: []trend.Rule{trend.NewFlexible()}}
	found, err := watch.Look(context.Background(), []trend.Series{thefts})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, a := range found.Alarms {
		fmt.Println(a.Kind, a.Place.Code, lang.Date(lang.English, a.At))
		for _, r := range a.Reasons {
			fmt.Println("-", r.In(lang.English))
		}
	}
	// Output:
	// cattle_theft MR012 20 April 2026
	// - Reported: 11. Expected: 1.8.
	// - An alarm is given above 6.
	// - If nothing changed, such a count lies between 0 and 5 in 19 of 20 cases.
	// - If nothing changed, the chance of such a count is below 1 in 10000.
	// - The history is too short to know the seasons; weeks so far: 15.
	// - Compared with the weeks before, without seasons; weeks in all: 13.
	// - Tests made with this rule now: 1. False alarms to be expected among them: 0.00.
}

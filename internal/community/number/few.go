package number

// Few is the number of people of whom nothing is told: fewer are hidden. It is the
// rule of the IASC and of OCHA for what leaves an office.
//
// Four questions apply it, and all of the package asks one of them:
//
//   - hides, of a count (people of a cell; who was content, who was not): of one to nine
//     somebody could say who they are. Nobody tells of no person.
//   - betrays, of what changed in a cell since it was shown: who compares two
//     editions would know of those who came or went. Where nothing changed there is
//     nothing to know.
//   - enough, of those behind a share or a mean: that of a few is nearly what each of
//     them did, and of nobody there is none.
//   - still, of what changed in all people, in those behind a mean, or in all who were
//     asked, since the last edition: where that is little or nothing, what is shown stays
//     as it is.
const Few = 10

func hides(count int64) bool    { return 0 < count && count < Few }
func betrays(change int64) bool { return hides(change) || hides(-change) }
func enough(sample int64) bool  { return sample >= Few }
func still(change int64) bool   { return -Few < change && change < Few }

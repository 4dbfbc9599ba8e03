package name

import "slices"

// Costs are hundredths: 0 for two ways to write one sound, 100 for two sounds
// that have nothing to do with each other.
const strange = 100

// costs are symmetric; what is not said costs strange.
var costs = func() (t [soundCount][soundCount]uint8) {
	for i := range t {
		for j := range t[i] {
			if i != j {
				t[i][j] = strange
			}
		}
	}
	for _, c := range []struct {
		a, b sound
		cost uint8
	}{
		{vA, vE, 12},
		{vA, vI, 45},
		{vA, vO, 40},
		{vA, vU, 45},
		{vE, vI, 12},
		{vE, vO, 45},
		{vE, vU, 50},
		{vI, vO, 50},
		{vI, vU, 50},
		{vO, vU, 5},
		// Arabic's long vowels against what Latin has for them.
		{alef, vA, 0},
		{alef, vE, 6},
		{alef, vI, 25},
		{alef, vO, 25},
		{alef, vU, 30},
		{waw, vO, 0},
		{waw, vU, 0},
		{waw, vA, 40},
		{waw, vE, 40},
		{waw, vI, 45},
		{ya, vI, 0},
		{ya, vE, 4},
		{ya, vA, 35},
		{ya, vO, 45},
		{ya, vU, 45},
		{ayn, vA, 3},
		{ayn, vE, 3},
		{ayn, vI, 3},
		{ayn, vO, 3},
		{ayn, vU, 3},
		{ta, vA, 0},
		{ta, vE, 0},
		{ta, sH, 0},
		{ta, sT, 12},
		{ta, vI, 15},
		{ta, vO, 20},
		{ta, vU, 20},
		{ta, alef, 10},
		{ta, ya, 30},
		{alef, waw, 50},
		{alef, ya, 40},
		{waw, ya, 50},
		{alef, ayn, 30},
		{ya, sJ, 50},
		{waw, sV, 40},
		{waw, sB, 60},
		{waw, sF, 60},
		// Consonants: Arabic's that Latin lacks, and what they turn into.
		{sK, sQ, 2},
		{sK, sG, 25},
		{sG, sQ, 10},
		{sKh, sK, 20},
		{sKh, sH, 15},
		{sKh, sQ, 25},
		{sKh, sG, 35},
		{sGh, sG, 8},
		{sGh, sQ, 12},
		{sGh, sR, 35},
		{sGh, sK, 30},
		{sGh, sKh, 20},
		{sGh, sH, 50},
		{sT, sTh, 5},
		{sS, sTh, 10},
		{sD, sDh, 5},
		{sZ, sDh, 12},
		{sS, sZ, 20},
		{sT, sD, 45},
		{sD, sZ, 45},
		{sTh, sDh, 25},
		{sSh, sS, 35},
		{sSh, sJ, 40},
		{sJ, sG, 25},
		{sJ, sZ, 45},
		{sJ, sD, 40},
		{sSh, sT, 50},
		{sB, sP, 8},
		{sF, sV, 3},
		{sP, sF, 30},
		{sB, sV, 40},
		{sM, sN, 45},
		{sL, sR, 80},
		{sTh, sSh, 45},
		{sSh, sK, 50},
		{sSh, sKh, 50},
		{sD, sTh, 40},
		{sDh, sT, 40},
		{sDh, sS, 40},
		{sH, sK, 60},
	} {
		t[c.a][c.b], t[c.b][c.a] = c.cost, c.cost
	}
	return t
}()

// substitute gives the cost of x for y.
func substitute(x, y sound) int {
	if x == y {
		return 0
	}
	if x >= soundCount || y >= soundCount {
		return strange
	}
	return int(costs[x][y])
}

// Gaps: what it costs that a sound has nothing on the other side. Across scripts
// a Latin vowel is a short one, which Arabic does not write.
var (
	plainGaps = gaps(map[sound]uint8{
		vA: 35, vE: 30, vI: 35, vO: 35, vU: 35, alef: 25, waw: 35, ya: 32, ayn: 40, ta: 20, sH: 35,
	})
	crossGaps = gaps(map[sound]uint8{
		vA: 8, vE: 6, vI: 8, vO: 8, vU: 10, alef: 25, waw: 35, ya: 30, ayn: 3, ta: 8, sH: 25,
	})
	// At either end less is said: Mbareck امبارك, Fatima فاطمه.
	plainEnds = gaps(map[sound]uint8{
		vA: 20, vE: 14, vI: 22, vO: 22, vU: 22, alef: 15, waw: 30, ya: 28, ayn: 30, ta: 8, sH: 10,
	})
	crossEnds = gaps(map[sound]uint8{
		vA: 10, vE: 6, vI: 12, vO: 12, vU: 12, alef: 8, waw: 30, ya: 22, ayn: 2, ta: 4, sH: 5,
	})
)

func gaps(of map[sound]uint8) (t [soundCount]uint8) {
	for i := range t {
		t[i] = strange
	}
	for s, c := range of {
		t[s] = c
	}
	return t
}

// weights: how much a sound counts of a token's whole.
var (
	plainWeights = weights(40)
	crossWeights = weights(15)
)

func weights(vowel uint8) (t [soundCount]uint8) {
	for i := range t {
		switch s := sound(i); {
		case s.vowel():
			t[i] = vowel
		case s == ayn, s == ta:
			t[i] = 20
		case s.weak():
			t[i] = 40
		default:
			t[i] = strange
		}
	}
	return t
}

func of(t *[soundCount]uint8, s sound) int {
	if s >= soundCount {
		return strange
	}
	return int(t[s])
}

// alike compares two rows of sounds: 1 for the same, 0 for nothing in common.
func alike(a, b []sound, cross bool) float32 {
	inner, ends, weigh := &plainGaps, &plainEnds, &plainWeights
	if cross {
		inner, ends, weigh = &crossGaps, &crossEnds, &crossWeights
	}
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	if slices.Equal(a, b) {
		return 1
	}
	total := max(sum(a, weigh), sum(b, weigh))
	return max(0, 1-float32(distance(a, b, inner, ends))/float32(total))
}

func sum(a []sound, weigh *[soundCount]uint8) (n int) {
	for _, s := range a {
		n += of(weigh, s)
	}
	return max(n, strange)
}

// swapped is what two neighbours in the wrong order cost: a slip of the hand.
const swapped = 60

// distance is the least cost of making a of b: of putting in, leaving out,
// changing, and swapping neighbours.
func distance(a, b []sound, inner, ends *[soundCount]uint8) int {
	var rows [3][maxSounds + 1]int
	gapAt := func(s []sound, i int) int {
		if i == 0 || i == len(s)-1 {
			return of(ends, s[i])
		}
		return of(inner, s[i])
	}
	var gapB [maxSounds]int
	for j := range b {
		gapB[j] = gapAt(b, j)
		rows[0][j+1] = rows[0][j] + gapB[j]
	}
	before, last, row := &rows[2], &rows[0], &rows[1]
	for i := range a {
		gapA := gapAt(a, i)
		row[0] = last[0] + gapA
		for j := range b {
			best := min(last[j]+substitute(a[i], b[j]), last[j+1]+gapA, row[j]+gapB[j])
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				best = min(best, before[j-1]+swapped)
			}
			row[j+1] = best
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

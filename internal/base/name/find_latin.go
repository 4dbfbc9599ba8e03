package name

// latinAt gives the end of the name that begins with word i: capitals, with
// particles between.
func (f *finder) latinAt(i int) int {
	var e evidence
	end := i
	for j := i; j < f.n && j < i+MaxTokens; j++ {
		if j > i && (f.broken(j) || f.list[j].script != latin) {
			break
		}
		what := f.latinWord(j, j == i, &e)
		if what == refused {
			break
		}
		if what == named {
			end = j + 1
		}
	}
	return e.end(i, end)
}

// latinWord takes word j into the name.
func (f *finder) latinWord(j int, first bool, e *evidence) taken {
	k := &f.kinds[j]
	switch fn := k.function; {
	case fn == titleOf && e.names == 0 && (k.name || first):
		e.title, e.weak = true, e.weak || weakTitles[string(f.folded(j))]
		return bound
	case fn == honorificOf && k.name:
		e.names++
		return named
	case linking(fn) || f.abbreviated(j):
		return f.latinLink(j, e)
	case !k.name:
		return refused
	}
	e.names++
	if k.known && !k.family {
		e.clear++
	}
	return named
}

// latinLink takes a particle, if a name comes after it.
func (f *finder) latinLink(j int, e *evidence) taken {
	k := &f.kinds[j]
	// et and es are words.
	if k.function == sunArticle && !f.list[j].upper && !f.hyphened(j) || !f.follows(j) {
		return refused
	}
	switch k.function {
	case sonOf, daughterOf, plainWord:
		e.link = e.link || e.names > 0 || k.name || moorish(f.folded(j))
	case fatherOf, motherOf, servantOf: // Abou Yahya, Abdel Wali
		if f.list[j].upper {
			e.names++
		}
	default:
	}
	return bound
}

// moorish says whether a word is ولد, ould or their like, which stand before a
// family name alone as well: ولد الغزواني, selon ould Ghazouani.
func moorish(folded []byte) bool {
	switch string(folded) {
	case "ولد", "منت", "ould", "mint", "wuld", "weld":
		return true
	}
	return false
}

// linking says whether a word binds names.
func linking(fn function) bool {
	switch fn {
	case sonOf, daughterOf, fatherOf, motherOf, servantOf, articleOf, sunArticle, faithTail, aliasOf:
		return true
	default:
		return false
	}
}

// hyphened says whether a hyphen binds word j to the next.
func (f *finder) hyphened(j int) bool { return j+1 < f.n && f.list[j+1].before == '-' }

// abbreviated says whether word j is o/ or w. between names.
func (f *finder) abbreviated(j int) bool {
	c := f.folded(j)
	return len(c) == 1 && (c[0] == 'o' || c[0] == 'w') && f.list[j].dotted && j > 0
}

// follows says whether a name comes after the particle j.
func (f *finder) follows(j int) bool {
	for k := j + 1; k < f.n && !f.broken(k); k++ {
		if !linking(f.kinds[k].function) {
			return f.kinds[k].name
		}
	}
	return false
}

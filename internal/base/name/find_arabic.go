package name

// arabicAt gives the end of the name that begins with word i, without the help of
// capitals: words that are names and nothing else, ولد and its like between
// names, titles before them.
func (f *finder) arabicAt(i int) int {
	var e evidence
	end := i
	for j := i; j < f.n && j < i+MaxTokens; j++ {
		if j > i && (f.broken(j) || f.list[j].script != arabic || f.kinds[j].prefix > 0) {
			break
		}
		last, what := f.arabicWord(j, &e)
		if what == refused {
			break
		}
		j = last
		if e.names > 0 {
			end = j + 1
		}
	}
	return e.end(i, end)
}

// arabicWord takes word j, and what belongs to it, into the name, and says which
// word it took last.
func (f *finder) arabicWord(j int, e *evidence) (last int, what taken) {
	k := &f.kinds[j]
	switch fn := k.function; {
	case fn == titleOf:
		return j, f.arabicTitle(j, e)
	case announcers[string(f.folded(j))] && e.names == 0 && f.next(j) && f.linkedAfter(j+1):
		e.title = true
		return j, bound
	case e.title && e.names == 0 && f.linkedAfter(j) && !f.arabicStop(j):
		e.names++ // whatever stands between a title and ولد is somebody's name
		return j, named
	case fn == sonOf || fn == daughterOf:
		return f.arabicLink(j, e)
	case fn == servantOf || fn == fatherOf || fn == motherOf && e.names > 0:
		return f.arabicCompound(j, e)
	case fn == faithTail && e.names > 0:
		return j, named
	case fn == honorificOf && (e.names > 0 || f.next(j) && f.arabicName(j+1)):
		e.names++
		return j, named
	case k.known && !k.family, k.family && !k.common && e.clear > 0:
		e.names++
		if !k.common && !k.family {
			e.clear++
		}
		return j, named
	}
	return j, refused
}

// arabicTitle takes a title, if a name comes right after it.
func (f *finder) arabicTitle(j int, e *evidence) taken {
	if e.names > 0 || !f.next(j) || !f.arabicName(j+1) && !f.linkedAfter(j+1) {
		return refused
	}
	e.title = true
	return bound
}

// arabicCompound takes عبد or أبو with what follows it.
func (f *finder) arabicCompound(j int, e *evidence) (last int, what taken) {
	last = f.compound(j)
	if last == j {
		return j, refused
	}
	e.names++
	e.clear++
	return last, named
}

// arabicLink takes ولد and its like with the name after it. ولد is a boy as well,
// and بنت a girl: without a name before them they must stand before a known one.
func (f *finder) arabicLink(j int, e *evidence) (last int, what taken) {
	if !f.next(j) || f.arabicStop(j+1) || e.names == 0 && (!f.kinds[j+1].known || !moorish(f.folded(j))) {
		return j, refused
	}
	e.link = true
	e.names++
	return f.compound(j + 1), named
}

// next says whether an Arabic word comes right after word j. What looks like a
// preposition after ولد is none: ولد لوليد.
func (f *finder) next(j int) bool {
	if j+1 >= f.n || f.broken(j+1) || f.list[j+1].script != arabic {
		return false
	}
	fn := f.kinds[j].function
	return f.kinds[j+1].prefix == 0 || fn == sonOf || fn == daughterOf
}

// linkedAfter says whether ولد or its like comes after word j, and a name after that.
func (f *finder) linkedAfter(j int) bool {
	if !f.next(j) || !f.next(j+1) {
		return false
	}
	fn := f.kinds[j+1].function
	return (fn == sonOf || fn == daughterOf) && !f.arabicStop(j+2)
}

// compound gives the last word of the name that begins with word j: عبد الله,
// نور الدين, أبو يحيى.
func (f *finder) compound(j int) int {
	for f.next(j) {
		after := &f.kinds[j+1]
		joins := after.function == faithTail
		switch f.kinds[j].function {
		case servantOf:
			joins = joins || !f.arabicStop(j+1)
		case fatherOf, motherOf:
			joins = after.known || !f.arabicStop(j+1) && len(withoutArticle(f.folded(j+1), arabic)) < len(f.folded(j+1))
		case honorificOf:
			joins = joins || after.known
		default:
		}
		if !joins {
			return j
		}
		j++
	}
	return j
}

// arabicName says whether word j is a name, or the beginning of one.
func (f *finder) arabicName(j int) bool {
	k := &f.kinds[j]
	return k.known && !k.family || k.function == servantOf || k.function == fatherOf || k.function == honorificOf
}

func (f *finder) arabicStop(j int) bool {
	return arabicStops[string(f.folded(j))] || f.list[j].to-f.list[j].from <= 2
}

package bare

import (
	"slices"
	"strconv"
	"strings"
)

// A shape is what is kept of a value. All values keep what has no keys: numbers,
// names, words, and rows of them. Of a dictionary are kept the keys that the shape
// names, of a row each that fits. So a sheet keeps what it is drawn by, read aloud by
// and found its way in by; what acts, tells or carries is in no shape.
type shape struct {
	keys   map[name]*shape
	each   *shape          // of every other key
	stream *shape          // of a stream; nil: none is kept
	seen   []*shape        // nothing new: only what was kept already, as one of these
	when   func(dict) bool // of these dictionaries alone
}

// with names keys whose values have one shape.
func (s *shape) with(of *shape, keys string) *shape {
	for _, k := range strings.Fields(keys) {
		s.keys[name(k)] = of
	}
	return s
}

func keeping(plain string) *shape { return (&shape{keys: map[name]*shape{}}).with(&shape{}, plain) }

// shapes are those of a sheet.
type shapes struct{ catalog, page *shape }

// sheetShapes makes the shapes (ISO 32000-2: 7.7, 8, 9, 11, 12.3, 12.5, 14.7). Not among
// them: actions that start (OpenAction, AA), names of scripts and files, forms and
// what is filled into them, metadata, the makers' own data (PieceInfo), small pictures
// of earlier states, places on earth (VP, Measure), and notes with their authors.
func sheetShapes() shapes {
	drawn := drawnShape()
	page := keeping("Type MediaBox CropBox BleedBox TrimBox ArtBox Rotate UserUnit StructParents Tabs Count").
		with(drawn, "Contents Group").with(resourcesOf(drawn), "Resources")
	known := &shape{seen: []*shape{page}}
	annot := annotShape(drawn, known)
	page.with(known, "Kids Parent").with(annot, "Annots")

	catalog := keeping("Type Lang PageLayout PageMode").with(known, "Pages").with(keeping("Direction PrintScaling Duplex"), "ViewerPreferences").with(keeping("Marked"), "MarkInfo")
	dest := destOf(known)
	places := keeping("Limits").with(dest, "Names")
	catalog.with(keeping("").with(places.with(places, "Kids"), "Dests"), "Names").with(&shape{each: dest}, "Dests")
	outline := keeping("Type Title Count C F").with(dest, "Dest").with(actionOf(dest), "A")
	catalog.with(outline.with(outline, "First Last Next Prev Parent"), "Outlines")
	labels := keeping("Limits").with(keeping("S P St"), "Nums")
	catalog.with(labels.with(labels, "Kids"), "PageLabels")
	layers := keeping("BaseState Intent ListMode").with(drawn, "ON OFF Order RBGroups Locked").with(keeping("Event Category").with(drawn, "OCGs"), "AS")
	catalog.with(keeping("").with(drawn, "OCGs").with(layers, "D"), "OCProperties")
	return shapes{catalog.with(structure(known, annot, drawn), "StructTreeRoot"), page}
}

// drawnShape is of all that pages are drawn with: fonts, pictures, colours, patterns,
// functions, layers. None of its keys acts, so that one shape is enough for them.
func drawnShape() *shape {
	drawn := keeping(`Type Subtype Name S D N
		BaseFont FirstChar LastChar FontBBox FontMatrix BaseEncoding CMapName WMode Registry Ordering Supplement DW DW2
		FontName FontFamily FontStretch FontWeight Flags ItalicAngle Ascent Descent Leading CapHeight XHeight StemV StemH AvgWidth MaxWidth MissingWidth CharSet Lang
		Length1 Length2 Length3 Width Height BitsPerComponent Intent ImageMask Interpolate SMaskInData Matte StructParent StructParents FormType I
		PatternType PaintType TilingType XStep YStep ShadingType Background AntiAlias Coords Extend BitsPerCoordinate BitsPerFlag VerticesPerRow
		FunctionType Domain Range Size BitsPerSample Order Encode C0 C1 Bounds
		LW LC LJ ML RI OP op OPM FL SM SA BM CA ca AIS TK BC WhitePoint BlackPoint Gamma Components
		P MCID ActualText Alt E K Columns Rows BlackIs1 EndOfLine EncodedByteAlign EndOfBlock DamagedRowsBeforeError Predictor Colors EarlyChange ColorTransform`)
	drawn.with(drawn, `FontDescriptor Encoding ToUnicode DescendantFonts CIDSystemInfo W W2 Widths CIDToGIDMap Differences UseCMap FontFile FontFile2 FontFile3 CIDSet
		ColorSpace CS Mask SMask Decode Matrix BBox Group OC Shading ExtGState Function Functions Font BG BG2 UCR UCR2 TR TR2 G Alternate Process OCGs VE JBIG2Globals`)
	drawn.with(resourcesOf(drawn), "Resources").with(&shape{each: drawn}, "Colorants")
	drawn.with(&shape{each: &shape{stream: drawn}}, "CharProcs")
	drawn.with(keeping("").with(keeping("ViewState PrintState ExportState"), "View Print Export"), "Usage")
	drawn.stream = drawn
	return drawn
}

func resourcesOf(drawn *shape) *shape {
	return keeping("ProcSet").with(&shape{each: drawn}, "ExtGState ColorSpace Pattern Shading XObject Font Properties")
}

// annotShape keeps links, and what is shown upon a page as it looks: stamps, marks,
// the fields of a form. What is behind them, who wrote it and when, is not.
func annotShape(drawn, known *shape) *shape {
	dest := destOf(known)
	look := &shape{each: &shape{stream: drawn}, stream: drawn}
	annot := keeping("Type Subtype Rect Border C CA IC H QuadPoints Vertices L LE InkList F StructParent AS").with(dest, "Dest").with(actionOf(dest), "A").with(keeping("").with(look, "N"), "AP").with(drawn, "OC")
	annot.when = func(d dict) bool {
		kind, _ := d["Subtype"].(name)
		flags, _ := strconv.Atoi(string(numberOf(d["F"])))
		return flags&hidden == 0 && slices.Contains(shownNotes, kind)
	}
	return annot.with(keeping("Type W S D"), "BS")
}

// hidden is the flag of a note that is not shown.
const hidden = 2

// shownNotes are the kinds of notes that are part of what is seen. Not so the small
// windows of what somebody remarked, files, films, sounds.
var shownNotes = []name{"Link", "FreeText", "Line", "Square", "Circle", "Polygon", "PolyLine", "Highlight", "Underline", "Squiggly", "StrikeOut", "Stamp", "Caret", "Ink"}

// destOf is a place in the sheet.
func destOf(known *shape) *shape {
	inner := &shape{seen: known.seen}
	return &shape{keys: map[name]*shape{"D": inner}, seen: known.seen, when: func(d dict) bool { return d["D"] != nil }}
}

// actionOf is what a touch may do: go to a place in the sheet, or open an address
// of the web or of a letter.
func actionOf(dest *shape) *shape {
	s := keeping("Type S URI").with(dest, "D")
	s.when = func(d dict) bool {
		uri, _ := d["URI"].(text)
		where, _, _ := strings.Cut(strings.ToLower(string(uri)), ":")
		return d["S"] == name("GoTo") || d["S"] == name("URI") && (where == "http" || where == "https" || where == "mailto" || where == "tel")
	}
	return s
}

// structure is what a screen reader reads a sheet by.
func structure(known, annot, drawn *shape) *shape {
	elem := keeping("Type S Lang Alt ActualText E MCID ParentTreeNextKey Limits")
	attributes := &shape{each: &shape{}}
	return elem.with(elem, "K P ParentTree Nums Kids").with(attributes, "A C RoleMap").with(&shape{each: attributes}, "ClassMap").
		with(known, "Pg").with(&shape{seen: []*shape{annot, drawn}}, "Obj").with(&shape{seen: []*shape{drawn}}, "Stm")
}

package form

import (
	"slices"
	"strings"
)

// typeAliases are the ways in which people write types.
var typeAliases = map[string]Type{
	"string": Text, "int": Integer, "float": Decimal, "double": Decimal, "datetime": DateTime, "dateTime": DateTime, "date_time": DateTime,
	"gps": Geopoint, "location": Geopoint, "photo": Image, "picture": Image, "trigger": Acknowledge, "phone_number": Text,
	"trace": Geotrace, "shape": Geoshape, "starttime": Start, "start_time": Start, "endtime": End, "end_time": End, "device_id": DeviceID, "imei": DeviceID,
	"calculation": Calculate, "percentage": Integer, "number": Integer, "osm": FileType,
	"email": Hidden, "simserial": Hidden, "sim_serial": Hidden, "subscriberid": Hidden, "subscriber_id": Hidden, "carrier": Hidden,
	"uri:deviceid": Hidden, "uri:username": Hidden, "uri:phonenumber": Hidden, "uri:subscriberid": Hidden, "uri:simserial": Hidden, "uri:email": Hidden,
	"background_audio": Hidden, "background_geopoint": Hidden, "start_geopoint": Hidden,
}

// notices say of a type that it is kept as a name without a value, or passed
// over, and why: whoever reports is not recorded, located or named unasked.
var notices = map[string]string{
	"background_audio": "form.type.unasked", "background_geopoint": "form.type.unasked", "start_geopoint": "form.type.unasked",
	"email": "form.type.owner", "simserial": "form.type.owner", "sim_serial": "form.type.owner", "subscriberid": "form.type.owner",
	"subscriber_id": "form.type.owner", "carrier": "form.type.owner",
	"uri:deviceid": "form.type.owner", "uri:username": "form.type.owner", "uri:phonenumber": "form.type.owner", "uri:subscriberid": "form.type.owner",
	"uri:simserial": "form.type.owner", "uri:email": "form.type.owner", "osm": "form.type.osm",
}

// passedOver are rows that hold no answer.
var passedOver = map[string]string{
	"audit": "form.type.audit", "xml_external": "form.type.external", "instance": "form.type.external", "csv_external": "",
}

// typed is a type cell, read.
type typed struct {
	t      Type
	word   string // the type alone, as it is compared
	list   string // of a select
	file   bool   // the list is the name of a file
	outer  bool   // the list stands in external_choices
	other  bool   // "or_other"
	skip   bool   // the row holds no answer
	notice string // key of what must be said of the type
}

// typeOf reads a type cell.
func typeOf(cell string) (w typed, ok bool) {
	words := strings.Fields(cell)
	if len(words) == 0 {
		return w, false
	}
	whole := rowWord(cell)
	if notice, ok := passedOver[whole]; ok {
		return typed{word: whole, skip: true, notice: notice}, true
	}
	if w, ok := selectOf(words); ok {
		return w, true
	}
	if strings.EqualFold(words[0], "osm") {
		whole = "osm"
	}
	for _, t := range Types() {
		if strings.ToLower(string(t)) == whole {
			return typed{t: t, word: whole}, true
		}
	}
	if t, ok := typeAliases[whole]; ok {
		return typed{t: t, word: whole, notice: notices[whole]}, true
	}
	return w, false
}

// selectOf reads the cell of a select or a rank: "select_one villages",
// "select all that apply from needs or specify other".
func selectOf(words []string) (w typed, ok bool) {
	head := strings.ToLower(words[0])
	rest := words[1:]
	if head == "add" && len(rest) > 0 { // "add select one prompt using"
		head, rest = strings.ToLower(rest[0]), rest[1:]
	}
	if head == "select" && len(rest) > 0 { // "select one", "select multiple", "select all that apply"
		head, rest = "select_"+strings.ToLower(rest[0]), rest[1:]
	}
	for len(rest) > 0 && slices.Contains([]string{"from", "that", "apply", "prompt", "using", "external"}, strings.ToLower(rest[0])) {
		w.file = w.file || len(rest) > 1 && strings.EqualFold(rest[0], "from") && strings.EqualFold(rest[1], "file")
		w.outer = w.outer || strings.EqualFold(rest[0], "external")
		rest = rest[1:]
		if w.file && strings.EqualFold(rest[0], "file") {
			rest = rest[1:]
		}
	}
	switch head {
	case "select_one", "select1":
		w.t = SelectOne
	case "select_multiple", "select_all", "select_multi":
		w.t = SelectMultiple
	case "rank":
		w.t = Rank
	case "select_one_from_file":
		w.t, w.file = SelectOne, true
	case "select_multiple_from_file":
		w.t, w.file = SelectMultiple, true
	case "rank_from_file":
		w.t, w.file = Rank, true
	case "select_one_external":
		w.t, w.outer = SelectOne, true
	default:
		return w, false
	}
	w.word = head
	for _, ending := range []string{"or_other", "or other", "or specify other", "or_specify_other"} {
		n := len(rest) - len(strings.Fields(ending))
		if n > 0 && strings.EqualFold(strings.Join(rest[n:], " "), ending) {
			w.other, rest = w.t != Rank, rest[:n]
			break
		}
	}
	w.list = strings.Join(rest, " ")
	w.file = w.file || strings.HasSuffix(w.list, ".csv") || strings.HasSuffix(w.list, ".xml") || strings.HasSuffix(w.list, ".geojson")
	return w, true
}

func typeNames() []string {
	var names []string
	for _, t := range Types() {
		names = append(names, string(t))
	}
	return append(names, "begin_group", "end_group", "begin_repeat", "end_repeat")
}

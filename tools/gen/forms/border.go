package main

// bordering says which frontiers each moughataa has, so that a post is offered
// those of its own border alone.
var bordering = []struct{ code, borders string }{
	{"MR012", "mali"},
	{"MR018", "mali"},
	{"MR011", "mali"},
	{"MR013", "mali"},
	{"MR017", "mali"},
	{"MR015", "mali"},
	{"MR016", "mali"},
	{"MR022", "mali"},
	{"MR024", "mali"},
	{"MR025", "mali"},
	{"MR034", "mali"},
	{"MR101", "mali"},
	{"MR103", "mali senegal"},
	{"MR104", "senegal"},
	{"MR042", "senegal"},
	{"MR041", "senegal"},
	{"MR055", "senegal"},
	{"MR052", "senegal"},
	{"MR053", "senegal"},
	{"MR067", "senegal"},
	{"MR066", "senegal"},
	{"MR062", "senegal sea"},
	{"MR074", "mali"},
	{"MR111", "algeria mali sahara"},
	{"MR112", "sahara"},
	{"MR113", "sahara"},
	{"MR072", "sahara"},
	{"MR081", "sahara sea"},
	{"MR082", "sea"},
	{"MR132", "sea"},
	{"MR133", "sea"},
	{"MR151", "sea"},
}

func borderObservation() Form {
	return Form{
		ID:    "border-observation",
		Title: T{"ملاحظة حدودية", "Observation frontalière", "Border observation"},
		Questions: []Question{
			ask("select_one kinds", "kind", T{"ماذا لاحظت؟", "Qu'avez-vous observé ?", "What did you observe?"}, none),
			urgency(),
			whenAsked("dateTime", T{"متى لاحظت ذلك؟", "Quand l'avez-vous observé ?", "When did you observe it?"}).from("now()"),
			group("place", T{"أين؟", "Où ?", "Where?"},
				ask("select_one borders", "border", T{"على أي حدود؟", "Sur quelle frontière ?", "On which border?"}, none),
				ask("select_one border_moughataas", "where_place", T{"المقاطعة", "Moughataa", "Moughataa (district)"}, none).
					only("selected(borders, ${border})").as("minimal"),
				whereDetail(T{"نقطة العبور أو المعلم", "Point de passage ou repère", "Crossing point or landmark"}), gps()),
			ask("select_one directions", "direction", T{"الاتجاه", "Sens", "Direction"}, none),
			people("people_affected", T{"كم شخصا تقريبا؟", "Combien de personnes environ ?", "About how many people?"}),
			may("select_multiple needs", "needs", T{"ما الذي يحتاجونه؟", "De quoi ont-ils besoin ?", "What do they need?"}, none).
				when("${kind} = 'arrivals' or ${kind} = 'returns'"),
			{Type: "repeat", Name: "seen", Label: T{"المركبات أو القطعان", "Véhicules ou troupeaux", "Vehicles or herds"}, Relevant: "${kind} != 'calm'", Within: []Question{
				ask("select_one vehicle_kinds", "seen_kind", T{"النوع", "Type", "Kind"}, none),
				ask("integer", "seen_count", T{"العدد", "Nombre", "How many"}, none).
					check(". >= 1 and . <= 20000", T{"اكتب عددا من 1 إلى 20000.", "Écrivez un nombre de 1 à 20000.", "Write a number from 1 to 20000."}),
			}},
			summary(T{"ما لاحظته في جملة واحدة", "Votre observation en une phrase", "Your observation in one sentence"}),
			sourceKind(), details(), photo(),
		},
		Lists: []List{
			{"kinds", []Choice{
				{"armed", T{"مسلحون", "Hommes armés", "Armed men"}, nil},
				{"arrivals", T{"وصول لاجئين أو نازحين", "Arrivée de réfugiés ou de déplacés", "Refugees or displaced people arriving"}, nil},
				{"returns", T{"عودة إلى بلد المنشأ", "Retours vers le pays d'origine", "Returns to the country of origin"}, nil},
				{"unusual_traffic", T{"حركة غير معتادة", "Circulation inhabituelle", "Unusual traffic"}, nil},
				{"smuggling", T{"تهريب بضائع أو وقود", "Contrebande de marchandises ou de carburant", "Smuggling of goods or fuel"}, nil},
				{"weapons", T{"سلاح أو ذخيرة", "Armes ou munitions", "Weapons or ammunition"}, nil},
				{"transhumance", T{"انتجاع قطعان", "Transhumance", "Herds on the move"}, nil},
				{"abandoned", T{"مركبة أو مخبأ متروك", "Véhicule ou cache abandonnés", "Abandoned vehicle or cache"}, nil},
				{"drone", T{"طائرة مسيرة أو تحليق منخفض", "Drone ou survol à basse altitude", "Drone or low flight"}, nil},
				{"closed", T{"إغلاق معبر أو طريق", "Poste ou route fermés", "Crossing or road closed"}, nil},
				{"calm", T{"عودة الهدوء", "Retour au calme", "Calm again"}, nil},
				{"other", T{"أمر آخر", "Autre", "Something else"}, nil},
			}},
			{"borders", []Choice{
				{"mali", T{"مالي", "Mali", "Mali"}, nil},
				{"senegal", T{"السنغال (النهر)", "Sénégal (fleuve)", "Senegal (river)"}, nil},
				{"algeria", T{"الجزائر", "Algérie", "Algeria"}, nil},
				{"sahara", T{"الشمال الغربي (الصحراء الغربية)", "Nord-ouest (Sahara occidental)", "North-west (Western Sahara)"}, nil},
				{"sea", T{"الساحل والبحر", "Côte et mer", "Coast and sea"}, nil},
			}},
			{"border_moughataas", borderMoughataas()},
			{"directions", []Choice{
				{"in", T{"نحو موريتانيا", "Vers la Mauritanie", "Into Mauritania"}, nil},
				{"out", T{"خارجا من موريتانيا", "Hors de Mauritanie", "Out of Mauritania"}, nil},
				{"along", T{"على طول الحدود", "Le long de la frontière", "Along the border"}, nil},
				{"still", T{"متوقف", "Immobile", "Not moving"}, nil},
			}},
			{"needs", needs()},
			{"vehicle_kinds", append(vehicleKinds(), Choice{"herd", T{"رأس من الماشية", "Têtes de bétail", "Head of livestock"}, nil})},
			urgencies(), sources(),
		},
	}
}

func borderMoughataas() (cs []Choice) {
	byCode := map[string]T{}
	for _, p := range places() {
		byCode[p.Code] = T{p.NameAr, p.NameFr, p.NameFr}
	}
	for _, b := range bordering {
		cs = append(cs, Choice{b.code, byCode[b.code], map[string]string{"borders": b.borders}})
	}
	return cs
}

func needs() []Choice {
	return []Choice{
		{"water", T{"ماء", "Eau", "Water"}, nil},
		{"food", T{"غذاء", "Nourriture", "Food"}, nil},
		{"care", T{"علاج", "Soins", "Medical care"}, nil},
		{"shelter", T{"مأوى", "Abri", "Shelter"}, nil},
		{"rescue", T{"إنقاذ", "Secours", "Rescue"}, nil},
		{"family", T{"الاتصال بالأهل", "Contact avec la famille", "Contact with family"}, nil},
		{"protection", T{"حماية", "Protection", "Protection"}, nil},
	}
}

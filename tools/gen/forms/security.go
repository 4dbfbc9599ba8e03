package main

// securityIncident is for violence, and for what points to it: the network's
// first form.
func securityIncident() Form {
	return Form{
		ID:    "security-incident",
		Title: T{"حادث أمني", "Incident sécuritaire", "Security incident"},
		Questions: []Question{
			may("note", "safety",
				T{
					"ابتعد أولا إلى مكان آمن. لا تقترب لتعرف أكثر، ولا تكتب أسماء أشخاص.",
					"Mettez-vous d'abord à l'abri. N'approchez pas pour en savoir plus et n'écrivez aucun nom de personne.",
					"First move to a safe place. Do not go closer to learn more, and write no names of people.",
				}, none),
			ask("select_one kinds", "kind", T{"ماذا حدث؟", "Que s'est-il passé ?", "What happened?"}, none),
			ask("text", "kind_other", T{"ما هو؟", "Précisez", "What was it?"}, none).when("${kind} = 'other'"),
			urgency(),
			whenAsked("dateTime", T{"متى حدث؟", "Quand est-ce arrivé ?", "When did it happen?"}),
			group("place", T{"أين حدث؟", "Où est-ce arrivé ?", "Where did it happen?"},
				wilaya(), moughataa(), whereDetail(T{"المكان بالضبط", "Lieu précis", "Exact place"}).must("${wilaya} = 'outside'"), gps()),
			group("people", T{"كم عدد المتضررين؟", "Combien de personnes touchées ?", "How many people were harmed?"},
				people("people_dead", T{"القتلى", "Morts", "Dead"}),
				people("people_injured", T{"الجرحى", "Blessés", "Injured"}),
				people("people_missing", T{"المخطوفون أو المفقودون", "Enlevés ou disparus", "Abducted or missing"}).
					when("selected('attack clash abduction robbery other', ${kind})")),
			ask("select_one yes_no", "vehicles_seen", T{"هل شوهدت مركبات؟", "Des véhicules ont-ils été vus ?", "Were vehicles seen?"}, none),
			{Type: "repeat", Name: "vehicles", Label: T{"المركبات", "Véhicules", "Vehicles"}, Relevant: "${vehicles_seen} = 'yes'", Within: []Question{
				ask("select_one vehicle_kinds", "vehicle_kind", T{"النوع", "Type", "Kind"}, none),
				ask("integer", "vehicle_count", T{"العدد", "Nombre", "How many"}, none).
					check(". >= 1 and . <= 200", T{"اكتب عددا من 1 إلى 200.", "Écrivez un nombre de 1 à 200.", "Write a number from 1 to 200."}),
				may("select_one headings", "heading", T{"اتجهت نحو", "Partis vers", "Heading"}, none).as("minimal"),
			}},
			summary(T{"ماذا حدث في جملة واحدة؟", "En une phrase, que s'est-il passé ?", "In one sentence, what happened?"}),
			sourceKind(), details(), voice(), photo(),
		},
		Lists: append([]List{
			{"kinds", []Choice{
				{"attack", T{"هجوم مسلح", "Attaque armée", "Armed attack"}, nil},
				{"clash", T{"اشتباك بين مسلحين", "Affrontement armé", "Armed clash"}, nil},
				{"explosion", T{"انفجار أو عبوة أو لغم", "Explosion, engin ou mine", "Explosion, device or mine"}, nil},
				{"abduction", T{"خطف", "Enlèvement", "Abduction"}, nil},
				{"robbery", T{"سطو أو قطع طريق", "Braquage ou coupeurs de route", "Robbery or highway banditry"}, nil},
				{"cattle_theft", T{"سرقة مواش", "Vol de bétail", "Theft of livestock"}, nil},
				{"threat", T{"تهديد أو ابتزاز", "Menace ou extorsion", "Threat or extortion"}, nil},
				{"gunfire", T{"سماع إطلاق نار", "Coups de feu entendus", "Gunfire heard"}, nil},
				{"sabotage", T{"تخريب بئر أو طريق أو شبكة", "Sabotage d'un puits, d'une route ou du réseau", "Sabotage of a well, road or network"}, nil},
				{"suspicious", T{"تحرك أو جسم مشبوه", "Mouvement ou objet suspect", "Suspicious movement or object"}, nil},
				{"other", T{"أمر آخر", "Autre", "Something else"}, nil},
			}},
			{"vehicle_kinds", vehicleKinds()},
			{"headings", []Choice{
				{"n", T{"الشمال", "Nord", "North"}, nil},
				{"e", T{"الشرق", "Est", "East"}, nil},
				{"s", T{"الجنوب", "Sud", "South"}, nil},
				{"w", T{"الغرب", "Ouest", "West"}, nil},
				{"unknown", T{"لا أعرف", "Je ne sais pas", "I do not know"}, nil},
			}},
			urgencies(), sources(), yesNo(),
		}, placeLists()...),
	}
}

func vehicleKinds() []Choice {
	return []Choice{
		{"motorcycle", T{"دراجة نارية", "Moto", "Motorcycle"}, nil},
		{"pickup", T{"سيارة رباعية الدفع", "Pick-up ou 4x4", "Pick-up or 4x4"}, nil},
		{"car", T{"سيارة صغيرة", "Voiture", "Car"}, nil},
		{"truck", T{"شاحنة", "Camion", "Truck"}, nil},
		{"animals", T{"إبل أو حمير", "Chameaux ou ânes", "Camels or donkeys"}, nil},
		{"boat", T{"زورق", "Pirogue", "Boat"}, nil},
		{"drone", T{"طائرة مسيرة", "Drone", "Drone"}, nil},
		{"other", T{"أخرى", "Autre", "Other"}, nil},
	}
}

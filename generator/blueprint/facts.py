"""Sure questions and answers on common subjects, for quizzes that need no model's memory. Refuses what is disputed or
changes with time."""

import re
from collections.abc import Mapping

from generator.blueprint.schema import Card
from generator.blueprint.sentence import content

_EUROPE = """France:Paris; Germany:Berlin; Italy:Rome; Spain:Madrid; United Kingdom:London; Portugal:Lisbon;
Greece:Athens; Austria:Vienna; Poland:Warsaw; Sweden:Stockholm; Norway:Oslo; Denmark:Copenhagen; Finland:Helsinki;
Ireland:Dublin; Belgium:Brussels; Hungary:Budapest; Czech Republic:Prague; Romania:Bucharest; Bulgaria:Sofia;
Croatia:Zagreb; Slovakia:Bratislava; Slovenia:Ljubljana; Serbia:Belgrade; Ukraine:Kyiv; Iceland:Reykjavik;
Estonia:Tallinn; Latvia:Riga; Lithuania:Vilnius; Albania:Tirana; Malta:Valletta"""
_ASIA = """Japan:Tokyo; China:Beijing; India:New Delhi; South Korea:Seoul; Thailand:Bangkok; Vietnam:Hanoi;
Philippines:Manila; Malaysia:Kuala Lumpur; Nepal:Kathmandu; Pakistan:Islamabad; Bangladesh:Dhaka;
Mongolia:Ulaanbaatar; Cambodia:Phnom Penh; Laos:Vientiane; Iran:Tehran; Iraq:Baghdad; Saudi Arabia:Riyadh;
Jordan:Amman; Lebanon:Beirut; Uzbekistan:Tashkent; Qatar:Doha"""
_AFRICA = """Egypt:Cairo; Kenya:Nairobi; Morocco:Rabat; Ethiopia:Addis Ababa; Ghana:Accra; Nigeria:Abuja;
Senegal:Dakar; Tunisia:Tunis; Algeria:Algiers; Libya:Tripoli; Sudan:Khartoum; Uganda:Kampala; Rwanda:Kigali;
Zambia:Lusaka; Zimbabwe:Harare; Namibia:Windhoek; Angola:Luanda; Mali:Bamako; Somalia:Mogadishu;
Madagascar:Antananarivo"""
_AMERICA = """United States:Washington, D.C.; Canada:Ottawa; Mexico:Mexico City; Cuba:Havana; Jamaica:Kingston;
Costa Rica:San José; Panama:Panama City; Guatemala:Guatemala City; Haiti:Port-au-Prince; Nicaragua:Managua"""
_SOUTH = """Brazil:Brasília; Argentina:Buenos Aires; Peru:Lima; Colombia:Bogotá; Chile:Santiago; Ecuador:Quito;
Uruguay:Montevideo; Venezuela:Caracas; Paraguay:Asunción; Guyana:Georgetown; Suriname:Paramaribo"""
_WORLD = """France:Paris; Japan:Tokyo; Egypt:Cairo; Italy:Rome; Canada:Ottawa; Brazil:Brasília; Spain:Madrid;
China:Beijing; Australia:Canberra; Kenya:Nairobi; Germany:Berlin; India:New Delhi; Mexico:Mexico City;
Argentina:Buenos Aires; Greece:Athens; Thailand:Bangkok; Norway:Oslo; Peru:Lima; New Zealand:Wellington; Poland:Warsaw;
South Korea:Seoul; Cuba:Havana; Sweden:Stockholm; Vietnam:Hanoi; Portugal:Lisbon; Morocco:Rabat; Ireland:Dublin;
Chile:Santiago; Austria:Vienna; Iceland:Reykjavik"""
_STATES = """California:Sacramento; Texas:Austin; Florida:Tallahassee; New York:Albany; Illinois:Springfield;
Ohio:Columbus; Georgia:Atlanta; Massachusetts:Boston; Colorado:Denver; Arizona:Phoenix; Washington:Olympia;
Oregon:Salem; Nevada:Carson City; Hawaii:Honolulu; Alaska:Juneau; Utah:Salt Lake City; Minnesota:Saint Paul;
Tennessee:Nashville; Louisiana:Baton Rouge; Virginia:Richmond; Michigan:Lansing; Pennsylvania:Harrisburg;
Maine:Augusta;
Montana:Helena; New Mexico:Santa Fe; Indiana:Indianapolis; Wisconsin:Madison; Iowa:Des Moines; Kansas:Topeka;
Idaho:Boise"""
_ELEMENTS = """hydrogen:H; oxygen:O; carbon:C; nitrogen:N; gold:Au; silver:Ag; iron:Fe; copper:Cu; sodium:Na;
potassium:K; helium:He; calcium:Ca; lead:Pb; mercury:Hg; tin:Sn; zinc:Zn; chlorine:Cl; magnesium:Mg; aluminium:Al;
silicon:Si; sulfur:S; phosphorus:P; neon:Ne; nickel:Ni; iodine:I; lithium:Li; platinum:Pt; tungsten:W; uranium:U;
argon:Ar"""
_CURRENCIES = """Japan:Yen; United Kingdom:Pound sterling; India:Rupee; Switzerland:Swiss franc; China:Yuan;
Mexico:Peso; Brazil:Real; Russia:Ruble; Poland:Złoty; Turkey:Lira; South Africa:Rand; Sweden:Krona; Denmark:Krone;
South Korea:Won; Thailand:Baht; Hungary:Forint; Israel:Shekel; Vietnam:Dong; Nigeria:Naira; Ukraine:Hryvnia"""
_WORDS = """house casa maison Haus casa; dog perro chien Hund cane; cat gato chat Katze gatto; water agua eau Wasser
acqua; bread pan pain Brot pane; milk leche lait Milch latte; book libro livre Buch libro; tree árbol arbre Baum albero;
sun sol soleil Sonne sole; moon luna lune Mond luna; red rojo rouge rot rosso; green verde vert grün verde; day día jour
Tag giorno; night noche nuit Nacht notte; friend amigo ami Freund amico; school escuela école Schule scuola; car coche
voiture Auto macchina; apple manzana pomme Apfel mela; hand mano main Hand mano; door puerta porte Tür porta; table mesa
table Tisch tavolo; chair silla chaise Stuhl sedia; window ventana fenêtre Fenster finestra; egg huevo œuf Ei uovo;
bird pájaro oiseau Vogel uccello; fish pez poisson Fisch pesce; white blanco blanc weiß bianco; black negro noir schwarz
nero; mother madre mère Mutter madre; father padre père Vater padre"""
_LANGUAGES = {"spanish": 1, "french": 2, "german": 3, "italian": 4}
_SPACE = """Which planet is the largest in our solar system?|Jupiter|Saturn|Earth|Neptune
Which planet is closest to the Sun?|Mercury|Venus|Mars|Earth
Which planet is known as the Red Planet?|Mars|Jupiter|Venus|Mercury
How many planets are there in our solar system?|8|7|9|10
Which planet is the hottest?|Venus|Mercury|Mars|Jupiter
Which planet is farthest from the Sun?|Neptune|Uranus|Saturn|Jupiter
Which planet is best known for its bright rings?|Saturn|Mars|Earth|Mercury
What is at the centre of our solar system?|The Sun|The Earth|The Moon|Jupiter
Which planet has a day of about 24 hours and liquid oceans?|Earth|Venus|Saturn|Neptune
What is the name of Earth's natural satellite?|The Moon|Titan|Phobos|Europa
Which planet rotates on its side?|Uranus|Mars|Earth|Mercury
Which planet has the moon Titan?|Saturn|Mars|Neptune|Venus"""
_GENERAL = """Which ocean is the largest?|Pacific Ocean|Atlantic Ocean|Indian Ocean|Arctic Ocean
Who painted the Mona Lisa?|Leonardo da Vinci|Vincent van Gogh|Pablo Picasso|Claude Monet
How many sides does a hexagon have?|6|5|7|8
Who wrote Romeo and Juliet?|William Shakespeare|Charles Dickens|Jane Austen|Mark Twain
Which planet is known as the Red Planet?|Mars|Jupiter|Venus|Mercury
How many days are there in a leap year?|366|365|364|367
Which animal is the largest on Earth?|Blue whale|African elephant|Giraffe|Polar bear
In which city is the Eiffel Tower?|Paris|London|Rome|Berlin
What is the chemical formula of water?|H2O|CO2|O2|NaCl
In which year did the Second World War end?|1945|1918|1939|1955
Which metal is liquid at room temperature?|Mercury|Iron|Gold|Lead
Who was the first person to walk on the Moon?|Neil Armstrong|Yuri Gagarin|Buzz Aldrin|John Glenn
How many strings does a standard guitar have?|6|4|5|8
What is the smallest prime number?|2|1|3|0
Which country is the home of the kangaroo?|Australia|South Africa|Brazil|India
What is the longest bone in the human body?|Femur|Tibia|Humerus|Skull
Which gas do plants take in from the air to grow?|Carbon dioxide|Oxygen|Nitrogen|Helium
How many minutes are there in two hours?|120|100|90|60
Which instrument has 88 keys?|Piano|Guitar|Violin|Flute
What is the tallest mountain above sea level?|Mount Everest|K2|Mont Blanc|Kilimanjaro"""
_GEOGRAPHY = """Which ocean is the largest?|Pacific Ocean|Atlantic Ocean|Indian Ocean|Arctic Ocean
What is the tallest mountain above sea level?|Mount Everest|K2|Mont Blanc|Kilimanjaro
Which country is the largest by area?|Russia|Canada|China|Brazil
On which continent is Egypt?|Africa|Asia|Europe|South America
Which continent is the coldest?|Antarctica|Europe|Asia|North America
Which river flows through London?|Thames|Seine|Danube|Rhine
Which country is shaped like a boot?|Italy|Greece|Spain|Norway
Which desert covers much of North Africa?|Sahara|Gobi|Kalahari|Atacama
Which line divides the Earth into north and south?|Equator|Prime meridian|Tropic of Cancer|Arctic Circle
Through which country does the Amazon mostly flow?|Brazil|Peru|Chile|Argentina
Which sea lies between Europe and Africa?|Mediterranean Sea|Baltic Sea|North Sea|Caribbean Sea
Which country has the city of Sydney?|Australia|Canada|New Zealand|South Africa"""
_SCIENCE = """What is the chemical formula of water?|H2O|CO2|O2|NaCl
What force pulls things to the ground?|Gravity|Friction|Magnetism|Electricity
At how many degrees Celsius does water freeze?|0|32|100|-10
At how many degrees Celsius does water boil at sea level?|100|90|212|50
Which gas do we need to breathe?|Oxygen|Helium|Carbon dioxide|Hydrogen
What is the centre of an atom called?|Nucleus|Electron|Shell|Molecule
Which part of a plant makes most of its food?|Leaf|Root|Flower|Stem
What do we call frozen water?|Ice|Steam|Fog|Dew
Which is the nearest star to Earth?|The Sun|Sirius|Polaris|Alpha Centauri
What carries genetic information?|DNA|ATP|Water|Glucose
Which unit measures electric current?|Ampere|Volt|Watt|Ohm
Who stated the laws of motion and of gravity?|Isaac Newton|Marie Curie|Charles Darwin|Niels Bohr"""
_HISTORY = """In which year did the Second World War end?|1945|1918|1939|1955
In which year did the First World War begin?|1914|1918|1905|1939
In which year did Columbus first reach the Americas?|1492|1776|1066|1600
Who was the first president of the United States?|George Washington|Abraham Lincoln|Thomas Jefferson|John Adams
In which year did the Berlin Wall fall?|1989|1961|1999|1975
Which people built the pyramids of Giza?|Egyptians|Romans|Greeks|Vikings
In which country did the French Revolution take place?|France|Spain|Italy|Germany
Who was the first person to walk on the Moon?|Neil Armstrong|Yuri Gagarin|Buzz Aldrin|John Glenn
In which year did the first person walk on the Moon?|1969|1959|1979|1989
Which city was buried by Vesuvius in the year 79?|Pompeii|Rome|Athens|Troy
In which year did the United States declare independence?|1776|1492|1812|1865
Which ship sank on its first voyage in 1912?|Titanic|Lusitania|Bismarck|Mayflower"""
_ANIMALS = """Which animal is the largest on Earth?|Blue whale|African elephant|Giraffe|Polar bear
Which land animal is the fastest?|Cheetah|Lion|Horse|Wolf
Which animal is the tallest?|Giraffe|Elephant|Camel|Ostrich
How many legs does a spider have?|8|6|10|4
How many legs does an insect have?|6|8|4|10
Which bird can't fly?|Penguin|Eagle|Swallow|Owl
What do pandas mostly eat?|Bamboo|Fish|Grass|Meat
What is a young dog called?|Puppy|Kitten|Calf|Foal
What is a young cow called?|Calf|Lamb|Foal|Kid
Which animal is a mammal that can fly?|Bat|Sparrow|Bee|Flying fish
Which animal produces honey?|Bee|Wasp|Ant|Butterfly
Which animal carries its young in a pouch?|Kangaroo|Deer|Wolf|Otter"""
_BODY = """What is the longest bone in the human body?|Femur|Tibia|Humerus|Skull
Which organ pumps blood?|Heart|Liver|Lung|Kidney
With which organ do we think?|Brain|Heart|Liver|Stomach
What is the largest organ of the human body?|Skin|Liver|Brain|Lung
Which organs do we breathe with?|Lungs|Kidneys|Ears|Intestines
How many teeth does an adult usually have, wisdom teeth included?|32|28|20|36
What carries oxygen in the blood?|Red blood cells|White blood cells|Platelets|Plasma
How many senses are there traditionally?|5|4|6|7
Which organs clean the blood and make urine?|Kidneys|Lungs|Muscles|Eyes
What connects muscles to bones?|Tendons|Veins|Nerves|Skin"""
_MUSIC = """How many strings does a standard guitar have?|6|4|5|8
Which instrument has 88 keys?|Piano|Guitar|Violin|Flute
Who composed the Fifth Symphony that begins da-da-da-dum?|Beethoven|Mozart|Bach|Chopin
Who composed The Magic Flute?|Mozart|Beethoven|Verdi|Wagner
How many strings does a violin have?|4|6|5|8
Which family does the trumpet belong to?|Brass|Strings|Woodwind|Percussion
Who composed The Four Seasons?|Vivaldi|Bach|Handel|Haydn
What are five lines for notes called?|Staff|Clef|Chord|Scale
Which band did John Lennon and Paul McCartney play in?|The Beatles|The Rolling Stones|Queen|ABBA
Which singer is known as the King of Pop?|Michael Jackson|Elvis Presley|Prince|Madonna"""
_SPORT = """How many players does a football (soccer) team have on the field?|11|10|9|12
How many players does a basketball team have on the court?|5|6|7|11
How often are the Summer Olympic Games usually held?|Every 4 years|Every 2 years|Every year|Every 5 years
How many rings are in the Olympic symbol?|5|4|6|7
In which sport is there a slam dunk?|Basketball|Tennis|Golf|Rowing
In which sport do you score a hole-in-one?|Golf|Cricket|Hockey|Tennis
How long is a marathon?|42.195 km|40 km|50 km|21.1 km
Which sport is played at Wimbledon?|Tennis|Cricket|Rugby|Golf
What do you hit in badminton?|Shuttlecock|Puck|Baseball|Disc
In which sport is a puck used?|Ice hockey|Golf|Rugby|Basketball"""
_BOOKS = """Who wrote Romeo and Juliet?|William Shakespeare|Charles Dickens|Jane Austen|Mark Twain
Who wrote Pride and Prejudice?|Jane Austen|Emily Brontë|Virginia Woolf|Mary Shelley
Who wrote Oliver Twist?|Charles Dickens|Oscar Wilde|Mark Twain|Jules Verne
Who wrote The Hobbit?|J. R. R. Tolkien|C. S. Lewis|J. K. Rowling|Roald Dahl
Who wrote Harry Potter?|J. K. Rowling|J. R. R. Tolkien|Roald Dahl|C. S. Lewis
Who wrote 1984?|George Orwell|Aldous Huxley|Ray Bradbury|H. G. Wells
Who wrote Moby-Dick?|Herman Melville|Mark Twain|Jack London|Ernest Hemingway
Who wrote War and Peace?|Leo Tolstoy|Fyodor Dostoevsky|Anton Chekhov|Franz Kafka
Who wrote Don Quixote?|Miguel de Cervantes|Dante Alighieri|Victor Hugo|Homer
Who wrote Frankenstein?|Mary Shelley|Bram Stoker|Edgar Allan Poe|Jules Verne"""

_CAPITALS = (
    (r"\b(?:us|u\.s\.|usa|american|united states) states?\b|\bstate capitals\b", _STATES),
    (r"\beurop", _EUROPE), (r"\basia", _ASIA), (r"\bafric", _AFRICA),
    (r"\bsouth(?:ern)? americ|\blatin americ", _SOUTH), (r"\bamerica", _AMERICA), (r"", _WORLD),
)  # fmt: skip
_SUBJECTS: Mapping[str, str] = {
    r"\bsolar system\b|\bplanets?\b": _SPACE, r"\bgeograph": _GEOGRAPHY, r"\bscience\b": _SCIENCE,
    r"\bworld history\b|\bhistory\b": _HISTORY, r"\banimals?\b": _ANIMALS, r"\bhuman body\b|\banatomy\b": _BODY,
    r"\bmusic\b": _MUSIC, r"\bsports?\b": _SPORT, r"\bliterature\b|\bauthors?\b|\bbooks\b": _BOOKS,
    r"\bgeneral knowledge\b|\btrivia\b|\bpub quiz\b|\bmixed\b": _GENERAL,
}  # fmt: skip
_NARROWED = re.compile(
    r"\b(?:roman|greek|medieval|ancient|german|french|american|british|local|jazz|rock|classical|pop|marine|sea|farm"
    r"|dogs?|cats?|birds?|computer|football|tennis|olympic\w*|harry|star wars|movies?|films?|bible|\d{2}s)\b",
    re.I,
)
"""Words by which a subject is narrower than what is known here."""
_PLAIN = frozenset(
    content(
        "quiz question questions multiple choice score end random answer ask me game fun family friends final mixed"
    )
) | frozenset(content("2 3 4 5 6 7 8 9 10 12 15 20 two three four five six seven eight nine ten twelve fifteen twenty"))
"""What may be said of a quiz without naming a subject."""


def sure_cards(text: str) -> list[Card]:
    """All cards on the subject that the sentence names, general knowledge where it names none at all. No card when
    it names another, or a part of one."""
    if re.search(r"\bcapitals?\b(?! letters?)", text, re.I):
        table = next(table for sign, table in _CAPITALS if re.search(sign, text, re.I))
        return _paired("What is the capital of {}?", table)
    if re.search(r"\bperiodic table\b|\bchemical (?:elements?|symbols?)\b|\belement symbols?\b", text, re.I):
        return _paired("What is the chemical symbol of {}?", _ELEMENTS)
    if re.search(r"\bcurrenc", text, re.I):
        return _paired("What is the currency of {}?", _CURRENCIES)
    spoken = [name for name in _LANGUAGES if re.search(rf"\b{name}\b", text, re.I)]
    if len(spoken) == 1 and re.search(r"\bwords?\b|\bvocab|\btranslat|\blearn", text, re.I):
        return _words(spoken[0])
    for sign, lines in _SUBJECTS.items():
        if re.search(sign, text, re.I) and not _NARROWED.search(text):
            return _rows(lines)
    return _rows(_GENERAL) if not set(content(text)) - _PLAIN else []


def _rows(lines: str) -> list[Card]:
    rows = (line.split("|") for line in lines.splitlines())
    return [Card(question=row[0], answer=row[1], options=row[1:]) for row in rows]


def _paired(question: str, table: str) -> list[Card]:
    pairs = (pair.split(":") for pair in re.split(r";\s+", table))
    return [Card(question=question.format(" ".join(one.split())), answer=other) for one, other in pairs]


def _words(language: str) -> list[Card]:
    rows = (row.split() for row in _WORDS.split(";"))
    name = language.capitalize()
    return [Card(question=f"What is “{row[0]}” in {name}?", answer=row[_LANGUAGES[language]]) for row in rows]

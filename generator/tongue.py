"""Tells which language a text is in, and its words that carry meaning, by the small words of each language. Refuses to
guess: where two languages are as likely, it knows of none."""

import re
import unicodedata

_SMALL = {
    "en": "the and of to in is that for with on as are be this from it or by an at if when how what which each one "
    "my i me you your we our they their them please thanks thank want need would like should must can will so "
    "then than into have has do does a its not no but also just very some any all who where there up out let "
    "lets make give get app small simple little tool page hello hi about only was were i'm i'd it's there's "
    "see shows show type enter tell tells takes many much something per far more lot game called named button "
    "label labelled using use other add",
    "de": "der die das und ist nicht mit von zu den ein eine einen einem einer auf für im ich es sich auch wie was "
    "wir aus bei nach nur wenn oder dass sie er ihr mir mich man soll sollen kann können möchte will bitte "
    "danke hallo als am an bis da dem des dann doch durch hat haben ins in sein sind so um unter vom vor war "
    "werden wird zum zur über je jede jeder jedes app kleine einfache welche welcher heißt sehe sehen zeigt "
    "zeige knopf ihn ihm viele viel",
    "fr": "le la les de des du un une et est dans pour avec sur que qui ne pas par je il elle nous vous mon ma mes "
    "au aux ce cette ou où si plus comme se son sa ses leur être sont en à dois doit veux voudrais merci "
    "bonjour svp plaît petite simple appli application chaque quand combien dit voir affiche bouton",
    "es": "el la los las de del un una y es en para con por que no se su sus mi mis al lo como más o si cuando "
    "quiero quisiera debe deben puede cada gracias hola favor me nos le les este esta son ser aplicación "
    "sencilla pequeña qué cuánto",
    "it": "il lo la gli le di del della dei un una e è in per con che non si su mi da al come più o se quando "
    "voglio vorrei deve può ogni grazie ciao sono essere mio mia nel nella alla dal piccola semplice anche "
    "quanto",
    "pt": "o a os as de do da dos das um uma e é em para com que não se por no na ao como mais ou quando quero "
    "queria deve pode cada obrigado olá meu minha são ser pequeno simples aplicativo quanto eu",
    "nl": "de het een en van is in op voor met dat niet te zijn ik je wij we ze die als aan er om naar ook wat hoe "
    "bij uit of maar wil moet kan elke graag bedankt hallo mijn worden wordt eenvoudige kleine",
    "pl": "i w na z do że nie się jest to jak po dla od za co czy lub oraz przy przez ma są być każdy każda chcę "
    "proszę dziękuję mi mój moja który która kiedy gdy aplikacja prosta mała",
}
"""Words of each language that say little by themselves."""
_STOP = {tongue: frozenset(words.split()) for tongue, words in _SMALL.items()}
_EVERY = frozenset().union(*_STOP.values())
_SCRIPTS = {
    "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko", "CJK": "zh", "CYRILLIC": "cyrillic", "GREEK": "el",
    "ARABIC": "ar", "HEBREW": "he", "THAI": "th", "DEVANAGARI": "devanagari",
}  # fmt: skip
_UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "THAI")
"""Scripts that set no spaces between words."""
ENOUGH = 2
"""Small words that one language must be ahead of the next."""


def tongue(text: str) -> str:
    """The language of a text ("de"), or its script where that says enough ("el"); "" when it isn't clear."""
    scripts = [script for letter in text if (script := _script(letter))]
    if len(scripts) * 3 > sum(map(str.isalpha, text)):
        found = {_SCRIPTS[script] for script in scripts}
        return "ja" if "ja" in found else max(found, key=[_SCRIPTS[s] for s in scripts].count)
    said = [word.casefold() for word in words(text)]
    (best, most), (_, next_most) = sorted(
        ((name, sum(word in small for word in said)) for name, small in _STOP.items()), key=lambda one: -one[1]
    )[:2]
    return best if most >= next_most + ENOUGH else ""


def telling(text: str) -> list[str]:
    """The words that carry meaning, in small letters, each once; pairs of letters where words aren't spaced."""
    found: list[str] = []
    for word in words(text.casefold()):
        if any(_script(letter) in _UNSPACED for letter in word):
            found += [word[at : at + 2] for at in range(max(1, len(word) - 1))]
        elif word not in _EVERY and (len(word) > 2 or word.isdigit()):
            found.append(word)
    return list(dict.fromkeys(found))


def akin(one: str, other: str) -> bool:
    """Whether two words are forms of one: the same, or the same at their beginning."""
    if one == other:
        return True
    shorter = min(len(one), len(other))
    shared = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), shorter)
    return shared >= 4 and shared * 3 >= shorter * 2


def words(text: str) -> list[str]:
    return re.findall(r"\w+(?:['’.,]\w+)*", text)


def _script(letter: str) -> str:
    """The script of a letter that isn't Latin; "" for others."""
    if letter < "\u0370" or not letter.isalpha():
        return ""
    name = unicodedata.name(letter, "").split(" ")[0]
    return name if name in _SCRIPTS else ""

"""Chooses what sort of app a sentence asks for, by rules; a model only breaks ties. Refuses to look into files."""

import re
from pathlib import PurePosixPath

from generator.contract import GeneratorError, Kind, Method, Model, Spec, Workshop
from generator.prompts import tagged

_SCHEMA = {
    "type": "object",
    "properties": {"kind": {"type": "string", "enum": [kind.value for kind in Kind]}},
    "required": ["kind"],
    "additionalProperties": False,
}

_TOOLS = {
    Kind.WEB: r"html\w*|javascript|js|css|web ?page|single page|canvas",
    Kind.STREAMLIT: r"streamlit",
    Kind.API: r"fastapi|flask|openapi|swagger",
    Kind.SCRIPT: r"argparse|stdin|stdout|stderr|standard (?:in|out)put|exit (?:code|status)"
    r"|(?:ends?|exits?|stops?) with (?:status|code) \d+",
}
"""Words that name the technique, before all others; a page belongs to an api too."""

_SORTS = {
    Kind.API: r"(?:rest|restful|http|json|web|crud)(?:[ -](?:json|http|rest|crud))*[ -](?:api|service|backend)s?"
    r"(?! (?:client|key|tester|explorer))|micro-?services?|(?:rest|http|api|json) ?endpoints?"
    r"|endpoints? (?:that|to|for)|webhooks?"
    r"|(?:an?|eine?|une?|una|uma) (?:\w+ ){0,2}api(?! (?:client|key|tester|explorer))"
    r"|(?:get|post|put|patch|delete) /\w+",
    Kind.SCRIPT: r"command[ -]line|(?:an?|the) command (?:that|which|to)|^command(?=:| (?:that|which|for)\b)"
    r"|cli|(?:python|shell|bash) script"
    r"|(?:in|for|from) the terminal"
    r"|(?:script|skript)(?=,? (?:that|to|which|for|das|zum|um|qui|que)\b|[,.:;]|$)"
    r"|(?:terminal|console|shell) (?:tool|command|program|app|utility)\w*"
    r"|kommandozeile\w*|befehlszeile\w*|ein(?:en)? (?:befehl|kommando),? (?:der|den|dem|das)"
    r"|ligne de commande|l[ií]nea de comandos|命令行|コマンドライン",
}
"""Words that name the sort of program, for people or for programs."""

_SOURCE = r"(?:from|via|using|uses?|calls?|calling|over|through|asks?|by|of) (?:\w+ ){0,4}(?:api|endpoint|service)s?"
"""An api that is asked for something is another's."""

_LANGUAGE = r"python|pandas|numpy|matplotlib|scikit\w*|sklearn"
"""What speaks for STREAMLIT where no sort of program is named."""

_FITS = {
    Kind.WEB: r"games?|play|arcade|puzzle|animat\w+|drag\w*|draw\w*|paint\w*|timer|stopwatch|countdown|metronome|"
    r"keyboard|keys|piano|clock|pomodoro|flash ?cards?|click\w*|offline|phone|mobile|swipe|whiteboard|music|sound|tabs",
    Kind.STREAMLIT: r"csv|tsv|excel|xlsx|spreadsheets?|data ?sets?|data ?frames?|parquet|regression|correlat\w+|"
    r"statistics|statistical|histograms?|scatter|box ?plots?|outliers?|pivot|forecast\w*|cluster\w*|simulat\w+|"
    r"dashboards?|columns",
}
"""Words that speak for a kind: instant reaction to hands for WEB, work on tables and numbers for STREAMLIT."""

_DATA_FILES = {".csv", ".tsv", ".xlsx", ".xls", ".parquet", ".feather", ".npy", ".h5", ".sqlite", ".db"}


def kind_for(method: Method, spec: Spec, shop: Workshop) -> Kind:
    """The kind of app that the method makes of a spec. Raises GeneratorError when it can't make the one asked for."""
    if spec.kind and spec.kind not in method.kinds:
        raise GeneratorError(
            f"This model can't be trusted with {spec.kind} apps, only with {' and '.join(sorted(method.kinds))}.",
            "Leave the kind open, or use a stronger model.",
        )
    if method.usual:
        named = named_kind(spec.text)  # A page is no answer to whoever asks for a command or an api.
        return spec.kind or (named if named in (Kind.API, Kind.SCRIPT) else method.usual)
    if shop.access.model and not spec.kind and not named_kind(spec.text):
        return Kind.STREAMLIT  # a page can't hold what a model is asked with
    return choose_kind(spec, shop.model("planner"))


def choose_kind(spec: Spec, model: Model | None = None) -> Kind:
    """The user's word if there is one, else the rules', else the model's; WEB when nothing speaks for either."""
    if kind := spec.kind or named_kind(spec.text):
        return kind
    weight = {kind: len(_found(words, spec.text)) for kind, words in _FITS.items()}
    weight[Kind.STREAMLIT] += any(PurePosixPath(name).suffix.lower() in _DATA_FILES for name in spec.files)
    web, streamlit = weight[Kind.WEB], weight[Kind.STREAMLIT]
    if model and (len(_tools(spec.text)) > 1 or (web == streamlit and web)):
        return _ask(spec, model)
    return Kind.STREAMLIT if streamlit > web else Kind.WEB


def named_kind(text: str) -> Kind | None:
    """The kind that a sentence names in so many words; None when it names none, or several that exclude each other."""
    tools = _tools(text)
    own = re.sub(rf"\b(?:{_SOURCE})\b", " ", text, flags=re.I)
    sorts = {kind for kind, words in _SORTS.items() if _found(words, own)}
    if Kind.API in tools | sorts and Kind.STREAMLIT not in tools:
        tools -= {Kind.WEB}
    for named in (tools, sorts):
        if len(named) == 1 and not (named == {Kind.WEB} and sorts):
            return next(iter(named))
    if not tools and not sorts and _found(_LANGUAGE, text):
        return Kind.STREAMLIT
    return None


def _tools(text: str) -> set[Kind]:
    return {kind for kind, words in _TOOLS.items() if _found(words, text)}


def _found(words: str, text: str) -> set[str]:
    return {found[0].lower() for found in re.finditer(rf"(?<!\w)(?:{words})(?!\w)", text, re.I)}


def _ask(spec: Spec, model: Model) -> Kind:
    question = (
        "Which sort of app fits the request best? `web`: one HTML page with JavaScript, reacts at once. `streamlit`: "
        "a page in Python for tables, statistics and charts. `api`: requests over HTTP, for programs. `script`: a "
        'command for the terminal. Answer with JSON only, like {"kind": "web"}.\n\n'
        f"{tagged('request', spec.text)}"
    )
    try:
        reply = model.ask(
            [{"role": "user", "content": question}], role="planner", schema=_SCHEMA, max_tokens=200, temperature=0
        )
    except GeneratorError:
        return Kind.WEB
    return Kind(reply.data["kind"]) if reply.data else Kind.WEB

"""Chooses what sort of app a sentence asks for, by rules; a model only breaks ties. Refuses to look into files."""

import re
from pathlib import PurePosixPath

from generator.contract import GeneratorError, Kind, Method, Model, Spec, Workshop

_SCHEMA = {
    "type": "object",
    "properties": {"kind": {"type": "string", "enum": [kind.value for kind in Kind]}},
    "required": ["kind"],
    "additionalProperties": False,
}

_NAMED = {
    Kind.WEB: r"html\w*|javascript|js|css|web ?page|single page|canvas",
    Kind.STREAMLIT: r"streamlit|python|pandas|numpy|matplotlib|scikit\w*|sklearn",
}
"""Words that name the technique: they settle it unless both sides are named."""

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
    if len(method.kinds) == 1:
        return next(iter(method.kinds))
    if shop.access.model and not spec.kind:
        return Kind.STREAMLIT  # a page can't hold what a model is asked with
    return choose_kind(spec, shop.model("planner"))


def choose_kind(spec: Spec, model: Model | None = None) -> Kind:
    """The user's word if there is one, else the rules', else the model's; WEB when nothing speaks for either."""
    if spec.kind:
        return spec.kind
    named = {kind for kind, words in _NAMED.items() if _found(words, spec.text)}
    if len(named) == 1:
        return named.pop()
    weight = {kind: len(_found(words, spec.text)) for kind, words in _FITS.items()}
    weight[Kind.STREAMLIT] += any(PurePosixPath(name).suffix.lower() in _DATA_FILES for name in spec.files)
    web, streamlit = weight[Kind.WEB], weight[Kind.STREAMLIT]
    if web == streamlit and (web or named) and model:
        return _ask(spec, model)
    return Kind.STREAMLIT if streamlit > web else Kind.WEB


def _found(words: str, text: str) -> set[str]:
    return {word.lower() for word in re.findall(rf"\b(?:{words})\b", text, re.I)}


def _ask(spec: Spec, model: Model) -> Kind:
    question = (
        "Which sort of app fits the request better? `web`: one HTML page with JavaScript, reacts at once. `streamlit`: "
        'a Python script for tables, statistics and charts. Answer with JSON only, like {"kind": "web"}.\n\n'
        f"<request>\n{spec.text}\n</request>"
    )
    try:
        reply = model.ask(
            [{"role": "user", "content": question}], role="planner", schema=_SCHEMA, max_tokens=200, temperature=0
        )
    except GeneratorError:
        return Kind.WEB
    return Kind(reply.data["kind"]) if reply.data else Kind.WEB

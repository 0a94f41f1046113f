"""Synonyms that people and models use for the closed words of a blueprint. Holds data; refuses to decide anything."""

FIELDS = {
    "str": "text", "string": "text", "int": "integer", "float": "number", "decimal": "number", "currency": "money",
    "price": "money", "amount": "money", "percentage": "percent", "textarea": "long_text", "paragraph": "long_text",
    "notes": "long_text", "multiline": "long_text", "select": "choice", "dropdown": "choice", "option": "choice",
    "radio": "choice", "enum": "choice", "category": "choice", "multiselect": "multi_choice", "tags": "multi_choice",
    "multi_select": "multi_choice", "boolean": "yes_no", "bool": "yes_no", "checkbox": "yes_no", "toggle": "yes_no",
    "day": "date", "datetime": "date", "clock": "time", "upload": "file", "image": "file", "picture": "file",
    "colour": "color", "count": "integer", "slider": "number", "rating": "integer", "url": "text", "email": "text",
    "phone": "text",
}  # fmt: skip
FORMATS = {
    "str": "text", "string": "text", "int": "integer", "float": "number", "decimal": "number", "currency": "money",
    "percentage": "percent", "dataframe": "table", "rows": "table", "image": "picture", "file": "download",
    "bytes": "download", "chart": "line_chart", "line": "line_chart", "bar": "bar_chart", "pie": "pie_chart",
    "colour": "color", "markdown": "long_text", "html": "long_text", "boolean": "text", "yes_no": "text",
    "paragraph": "long_text", "items": "list", "time": "text",
}  # fmt: skip
STATS = {
    "total": "sum", "mean": "average", "avg": "average", "min": "minimum", "lowest": "minimum", "smallest": "minimum",
    "max": "maximum", "highest": "maximum", "largest": "maximum", "number": "count", "how_many": "count",
    "last": "latest", "newest": "latest", "current": "latest", "done": "share_done", "progress": "share_done",
    "percent_done": "share_done", "difference": "change", "unique": "distinct", "net": "balance",
    "weighted_mean": "weighted_average",
}  # fmt: skip
PERIODS = {
    "day": "today", "daily": "today", "this_week": "week", "weekly": "week", "this_month": "month",
    "monthly": "month", "this_year": "year", "yearly": "year", "": "all", "always": "all", "ever": "all",
}  # fmt: skip
CHARTS = {"column": "bar", "histogram": "bar", "donut": "pie", "doughnut": "pie", "area": "line", "scatter": "line"}
TESTS = {
    "below": "less", "under": "less", "before": "less", "lt": "less", "above": "more", "over": "more", "after": "more",
    "greater": "more", "gt": "more", "equals": "equal", "is": "equal", "eq": "equal", "le": "at_most",
    "ge": "at_least", "is_not": "not_equal", "ne": "not_equal",
}  # fmt: skip
FEATURES = {
    "mark_done": "done", "complete": "done", "check": "done", "check_off": "done", "remove": "delete", "find": "search",
    "change": "edit", "export": "download", "csv": "download", "csv_download": "download", "csv_export": "download",
    "export_csv": "download", "import": "upload", "csv_upload": "upload", "csv_import": "upload",
    "import_csv": "upload",
}  # fmt: skip
PARTS = {
    "calculator": "form", "converter": "form", "tool": "form", "generator": "form", "tracker": "records",
    "list": "records", "log": "records", "table": "records", "flashcards": "quiz", "test": "quiz", "game": "quiz",
    "stopwatch": "timer", "countdown": "timer", "tally": "counter", "score": "counter", "text": "note",
}  # fmt: skip

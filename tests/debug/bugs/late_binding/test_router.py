import pytest
from router import NotFound, Router, respond


def test_a_prefix():
    router = Router()
    router.mount(["/img"], lambda path: f"picture {path}")
    assert respond(router, "/img/a.png") == "picture /img/a.png"


def test_an_exact_path():
    router = Router()
    router.exact("/about", lambda path: "about")
    assert respond(router, "about/") == "about"


def test_the_first_rule_counts():
    router = Router()
    router.exact("/img/x", lambda path: "one")
    router.mount(["/img"], lambda path: "many")
    assert respond(router, "/img/x") == "one"


def test_not_found():
    with pytest.raises(NotFound):
        Router().find("/")


def test_a_fallback():
    assert respond(Router(lambda path: "home"), "/") == "home"


def test_several_prefixes():
    router = Router(lambda path: "home")
    router.mount(["/img", "/static"], lambda path: "file")
    assert [respond(router, path) for path in ("/static/a.css", "/img/a.png", "/")] == ["file", "file", "home"]

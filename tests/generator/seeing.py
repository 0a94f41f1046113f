"""How tests of building blocks see an app that runs without a browser, and press its buttons."""

from typing import Any

from streamlit.testing.v1 import AppTest


def figures(test: AppTest) -> dict[str, str]:
    assert not test.exception
    return {metric.label: metric.value.replace("\\", "") for metric in test.metric}


def named(elements: Any, label: str, n: int = 0) -> Any:
    found = [element for element in elements if element.label == label]
    assert found, f"{label} is none of {[element.label for element in elements]}"
    return found[n]


def press(test: AppTest, label: str, n: int = 0) -> AppTest:
    named(test.button, label, n).click()
    test.run()
    assert not test.exception
    return test


def written(test: AppTest) -> str:
    groups = (test.markdown, test.caption, test.error, test.warning, test.success, test.subheader)
    return "\n".join(element.value for group in groups for element in group).replace("\\", "")

"""The screen of the settings: models, budgets, the sandbox, what was spent. Refuses to show a key, and to write
settings that could not be read again."""

from functools import partial

import streamlit as st

from gallery import settings_file
from gallery.page.pieces import attempt, shelf, tell
from gallery.settings import MOST_CANDIDATES, ROLES, Role, Settings, config, load
from gallery.settings_file import Value, Wanted
from gallery.text import markdown

EVERY = "every role"
FOUND, ENDPOINT, EMBEDDED = "found by itself", "an endpoint", "the embedded model"
SAVED = "saved models"
"""How often a model was: a key that was typed for one address is not there any more to go to the next."""
PARTS = {
    "Models": "smart_toy",
    "Budgets": "timer",
    "Permissions": "key",
    "Sandbox": "deployed_code",
    "Spent": "payments",
}


def show() -> None:
    st.title("Settings", anchor=False)
    part = st.segmented_control(
        "Part",
        list(PARTS),
        default="Models",
        required=True,
        format_func=lambda name: f":material/{PARTS[name]}: {name}",
        label_visibility="collapsed",
        key="part of settings",
    )
    match part:
        case "Budgets":
            budgets()
        case "Permissions":
            permissions()
        case "Sandbox":
            sandbox()
        case "Spent":
            from gallery.page.spent import spent

            spent()
        case _:
            models(load())
    st.caption(markdown(f"The settings file is {config()}"))


def models(settings: Settings) -> None:
    same = len(set(settings.choices.values())) == 1
    for role in ROLES[:1] if same else ROLES:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{EVERY if same else role}**", width="content")
            st.markdown(markdown(str(settings.choices[role])))
            if st.button("Test", icon=":material/network_check:", key=f"test {role}", help=f"Ask the {role} a little."):
                with st.spinner("Asking …"):
                    attempt(partial(tried, settings, role))
    st.subheader("Set it up", anchor=False)
    name = st.selectbox("For", [EVERY, *ROLES])
    chosen = as_role(name)
    kept = settings_file.kept()
    own = kept.models.get(chosen) if chosen else kept.model
    now = ENDPOINT if own and own.base_url else EMBEDDED if own and own.weights else FOUND
    kinds = [FOUND, ENDPOINT, EMBEDDED]
    kind = st.radio(
        "Model",
        kinds,
        index=kinds.index(now),
        captions=[
            "As every role." if chosen else "The environment's endpoint, a local Ollama, the embedded one.",
            "Any that speaks the OpenAI protocol, here or elsewhere.",
            "It runs on this machine and needs no key.",
        ],
        key=f"kind of model {name}",
    )
    with st.form(f"model {name} {kind}", border=False):
        wanted = named(str(kind), own.base_url if own else "", own.name if own else "", own.weights if own else "")
        if st.form_submit_button("Save", type="primary") and attempt(
            partial(settings_file.change_model, wanted, chosen)
        ):
            st.session_state[SAVED] = st.session_state.get(SAVED, 0) + 1
            tell(f"{name} uses {load().choices[chosen or 'writer']}")
            st.rerun()


def as_role(name: str) -> Role | None:
    return next((role for role in ROLES if role == name), None)


def named(kind: str, base_url: str, name: str, weights: str) -> Wanted:
    """The fields of one kind of model."""
    if kind == ENDPOINT:
        return Wanted(
            st.text_input("Address", base_url, placeholder="https://…/v1", type="url") or "",
            st.text_input("Name of the model", name, placeholder="the only one it has") or "",
            st.text_input(
                "Key",
                type="password",
                placeholder="unchanged",
                help="It stays on this machine; no app ever sees it.",
                key=f"key {st.session_state.get(SAVED, 0)}",
            )
            or "",
        )
    if kind == EMBEDDED:
        from generator.weights import KNOWN

        known = sorted(KNOWN)
        return Wanted(weights=st.selectbox("Weights", known, index=known.index(weights) if weights in known else 0))
    return Wanted()


def tried(settings: Settings, role: str) -> None:
    from gallery.doctor import tried_models

    for finding in tried_models(settings, lambda _: None, [role]):
        if finding.ok:
            st.success(markdown(finding.found), icon=":material/check_circle:")
        else:
            st.error(markdown(f"{finding.found} {finding.mend}"))


def budgets() -> None:
    kept = settings_file.kept()
    with st.form("budgets", border=False):
        st.caption("What one run may take at most; whichever comes first ends it, with the best that was found.")
        left, right = st.columns(2)
        limits: dict[str, Value | None] = {
            "seconds": left.number_input("Seconds", 1.0, None, kept.limits.seconds, step=30.0, placeholder="no limit"),
            "tokens": right.number_input("Tokens", 1, None, kept.limits.tokens, step=10_000, placeholder="no limit"),
            "dollars": left.number_input(
                "US dollars",
                0.01,
                None,
                None if kept.limits.dollars is None else float(kept.limits.dollars),
                placeholder="no limit",
            ),
            "rounds": right.number_input("Rounds of repair", 0, 20, kept.limits.rounds),
            "candidates": left.slider(
                "First apps side by side", 1, MOST_CANDIDATES, kept.limits.candidates, help="To choose the best from."
            ),
        }
        st.caption("How long things stay.")
        left, right = st.columns(2)
        spans: dict[str, Value | None] = {
            "trial_days": left.number_input("Days on trial", 0.5, None, float(kept.shelf.trial_days), step=1.0),
            "undo_days": right.number_input("Days to bring back", 0.0, None, float(kept.shelf.undo_days), step=1.0),
            "serve_minutes": left.number_input(
                "Minutes that an app is open",
                0.0,
                None,
                float(kept.shelf.serve_minutes),
                step=10.0,
                help="0: without end.",
            ),
        }
        pool: dict[str, Value | None] = {
            "pool_minutes": right.number_input(
                "Minutes that sandboxes wait ready",
                0.0,
                None,
                float(kept.sandbox.pool_minutes),
                step=5.0,
                help="0: none do.",
            )
        }
        if st.form_submit_button("Save", type="primary") and all(
            attempt(partial(settings_file.change, part, values))
            for part, values in (("limits", limits), ("shelf", spans), ("sandbox", pool))
        ):
            tell("Saved. It holds for runs and apps that begin from now on.")
            st.rerun()


def permissions() -> None:
    """What apps have made of what they were given; nothing is given here."""
    from gallery.receipt import receipt_of

    st.markdown(
        "An app has no network, no key and none of your files. What it is given beyond that is asked of you each time "
        "it is opened, holds until it closes, and is told here."
    )
    any_told = False
    for entry in shelf().entries(limit=100):
        version = shelf().version(entry.id) if entry.versions else None
        lines = [told for use in receipt_of(version).uses for told in use.lines] if version else []
        if lines:
            any_told = True
            st.markdown(f"**{markdown(entry.title)}**")
            for told in lines:
                st.caption(markdown(told))
    if not any_told:
        st.caption("No app on the shelf has reached anything outside, or asked a model.")


def sandbox() -> None:
    """What Mayfly needs on this machine, and what can be put right from here."""
    from gallery.doctor import all_needs, mended

    for need in all_needs():
        finding = need.look()
        sign, colour = ("check_circle", "green") if finding.ok else ("error", "red" if finding.required else "orange")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f":{colour}[:material/{sign}:] **{markdown(finding.name)}** {markdown(finding.found)}")
            if not finding.ok and st.button("Put it right", key=f"mend {need.name}"):
                with st.status(f"Setting up: {markdown(need.name)}") as status:
                    after, _ = mended(need, finding, lambda told: status.update(label=markdown(told, 120)))
                if after.ok:
                    tell(f"{need.name} is put right.")
                    st.rerun()
                st.error(markdown(f"{after.found} {after.mend}"))
        if finding.mend:
            st.caption(markdown(finding.mend))
    if st.button(
        "Try a sandbox from inside", icon=":material/security:", help="Each thing that no app may be able to do."
    ):
        attempt(promises)


def promises() -> None:
    from gallery.doctor import promises

    with st.spinner("Trying …"):
        tried = promises()
    for finding in tried:
        sign, colour = ("check_circle", "green") if finding.ok else ("error", "red" if finding.required else "orange")
        st.markdown(f":{colour}[:material/{sign}:] **{markdown(finding.name)}** {markdown(finding.found)}")

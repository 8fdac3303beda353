"""What AppTest can't do: look into a component, and click in it as the browser does."""

import json

from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Selectbox


def given(test: AppTest, key: str) -> dict:
    """What a component was given to draw."""
    return json.loads(_component(test, key).json)


def click(test: AppTest, key: str, **picked: object) -> None:
    """A click in a component, and the run that it begins."""
    states = test._tree.get_widget_states()
    sent = json.dumps([{"event": "picked", "value": picked}])
    states.widgets.add(id=_make_trigger_id(_component(test, key).id, "events"), json_trigger_value=sent)
    test._run(states)
    assert not test.exception


def typed(box: Selectbox, words: str) -> None:
    """Type into a box what is none of its options."""
    box.options.append(words)
    box.set_value(words)


def _component(test: AppTest, key: str):
    return next(e.proto for e in test.get("bidi_component") if e.proto.id.endswith(f"-{key}"))

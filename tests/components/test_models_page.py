"""The Models page where a checkpoint is not on the machine."""

from streamlit.testing.v1 import AppTest

from models import checkpoints


def models_page():
    from components import models_page

    models_page.page()


def test_a_missing_checkpoint_is_told_with_its_path_as_it_is_written(monkeypatch):
    def missing(job: str):
        raise checkpoints.CheckpointMissing("run make models: /srv/my_models_*")

    monkeypatch.setattr(checkpoints, "choose", missing)
    test = AppTest.from_function(models_page, default_timeout=30).run()
    assert not test.exception
    told = test.table[0].value.iloc[0, 1]
    assert "/srv/my\\_models\\_\\*" in told

"""Stance: both kinds of checkpoints through one door, on tiny ones built here, and the bundled one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.checkpoints import BUNDLED, Checkpoint, choose
from models.findings import STANCES
from models.stance import (
    EXCHANGE,
    LEAD,
    UNASKED,
    Calibration,
    Pair,
    StanceModel,
    calibrated,
    fit,
    hypotheses,
    sequence,
    words,
)

TEXTS = [
    "المتحدث يؤيد وقف إطلاق النار",
    "المتحدث يعارض خطة الحكومة",
    "قال إن القرار صائب أو ينتقد يرفضه يدعم يشيد به",
]


def tokenizer(folder):
    """A small Unigram tokenizer with XLM-R's frame, as both model families here use."""
    from tokenizers import Tokenizer, models, pre_tokenizers, processors, trainers
    from transformers import PreTrainedTokenizerFast

    t = Tokenizer(models.Unigram())
    t.pre_tokenizer = pre_tokenizers.Metaspace()
    special = ["<s>", "<pad>", "</s>", "<unk>", "<q>", "</q>", "<t>", "</t>", UNASKED]
    t.train_from_iterator(
        TEXTS * 20, trainers.UnigramTrainer(vocab_size=90, special_tokens=special, unk_token="<unk>")
    )
    t.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    names = {"bos_token": "<s>", "eos_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>"}
    fast = PreTrainedTokenizerFast(tokenizer_object=t, model_max_length=128, **names)
    fast.save_pretrained(folder)
    return fast


def checkpoint(folder, kind: str, labels: list[str]) -> Checkpoint:
    """A tiny checkpoint with random weights: `kind` is `bert` or `deberta-v2` (mDeBERTa's family)."""
    import torch
    from transformers import AutoConfig, AutoModelForSequenceClassification

    torch.manual_seed(0)
    small = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64}
    config = AutoConfig.for_model(
        kind,
        vocab_size=len(tokenizer(folder)),
        max_position_embeddings=128,
        type_vocab_size=0 if kind == "deberta-v2" else 2,
        initializer_range=0.5,
        pad_token_id=1,
        **small,
        **(
            {"relative_attention": True, "position_buckets": 32, "pos_att_type": ["p2c", "c2p"]}
            if "deb" in kind
            else {}
        ),
        id2label=dict(enumerate(labels)),
        label2id={label: i for i, label in enumerate(labels)},
    )
    AutoModelForSequenceClassification.from_config(config).save_pretrained(folder)
    return Checkpoint("stance", kind, "test", str(folder))


PAIRS = [
    Pair("وقف إطلاق النار القرار صائب", "وقف إطلاق النار", "المتحدث"),
    Pair("المتحدث يعارض خطة الحكومة", "خطة الحكومة"),
]


@pytest.mark.parametrize("order", [STANCES, STANCES[::-1]], ids=["as we write them", "reversed"])
def test_the_order_of_labels_is_read_from_the_checkpoint(tmp_path, order):
    import json
    import shutil

    from safetensors.torch import load_file, save_file

    model = StanceModel(checkpoint(tmp_path / "a", "bert", list(STANCES)), "cpu", exact=True)
    # The same head with its rows in the other order must give the same answers.
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    rows = [STANCES.index(label) for label in order]
    weights = load_file(tmp_path / "a/model.safetensors")
    for name in ("classifier.weight", "classifier.bias"):
        weights[name] = weights[name][rows].contiguous()
    save_file(weights, tmp_path / "b/model.safetensors", metadata={"format": "pt"})
    config = json.loads((tmp_path / "b/config.json").read_text())
    config |= {"id2label": dict(enumerate(order)), "label2id": {label: i for i, label in enumerate(order)}}
    (tmp_path / "b/config.json").write_text(json.dumps(config))
    other = StanceModel(Checkpoint("stance", "reordered", "test", str(tmp_path / "b")), "cpu", exact=True)
    assert other.classify(PAIRS) == model.classify(PAIRS)


def test_targets_that_nobody_asked_about_have_a_calibration_of_their_own(tmp_path, monkeypatch):
    import json

    monkeypatch.setattr("models.stance.EXCHANGE", 1)  # weights by chance are torn everywhere
    checkpoint(tmp_path, "bert", list(STANCES))
    config = json.loads((tmp_path / "config.json").read_text())
    stored = {
        "asked": {"neutral": -50.0, "sure": 0.1},
        "suggested": {"temperature": 2.0, "neutral": 50.0, "sure": 0.9},
    }
    (tmp_path / "config.json").write_text(json.dumps(config | {"rawi": stored}))
    model = StanceModel(Checkpoint("stance", "bert", "test", str(tmp_path)), "cpu")
    asked, suggested = model.classify(PAIRS), model.classify(PAIRS, suggested=True)
    assert "neutral" not in {a["label"] for a in asked}
    assert {a["label"] for a in suggested} == {"neutral"}
    assert all(a["sure"] for a in asked + suggested)


def test_a_pair_that_nobody_asked_about_says_so_to_the_model(tmp_path):
    known = tokenizer(tmp_path)

    def pieces(wanted):
        return [i for w in wanted for i in known(w, add_special_tokens=False)["input_ids"]]

    asked, suggested = (sequence(PAIRS[0], pieces, known, 128, form) for form in (False, True))
    assert suggested == [asked[0], known.convert_tokens_to_ids(UNASKED), *asked[1:]]
    assert len(sequence(Pair("قال " * 90, "خطة الحكومة"), pieces, known, 50, True)) == 50


@pytest.mark.parametrize(
    "labels", [["entailment", "neutral", "contradiction"], ["CONTRADICTION", "Entailment", "Neutral"]]
)
def test_a_zero_shot_checkpoint_of_mdebertas_family_answers_through_the_same_door(tmp_path, labels):
    answers = StanceModel(checkpoint(tmp_path, "deberta-v2", labels)).classify(PAIRS)
    for answer in answers:
        assert set(answer["probabilities"]) == set(STANCES)
        assert sum(answer["probabilities"].values()) == pytest.approx(1, abs=1e-3)
        # Rounded, two may be alike.
        assert answer["probabilities"][answer["label"]] == max(answer["probabilities"].values())


def test_mdebertas_own_tokenizer_class_needs_nothing_but_tokenizer_json(tmp_path):
    import json

    place = checkpoint(tmp_path, "deberta-v2", ["entailment", "neutral", "contradiction"])
    # The frame of the real one: [CLS] text [SEP] hypothesis [SEP].
    renamed = {"<s>": "[CLS]", "<pad>": "[PAD]", "</s>": "[SEP]", "<unk>": "[UNK]", "<q>": "[MASK]"}
    tokens = (tmp_path / "tokenizer.json").read_text(encoding="utf-8")
    for old, new in renamed.items():
        tokens = tokens.replace(f'"{old}"', f'"{new}"')
    (tmp_path / "tokenizer.json").write_text(tokens, encoding="utf-8")
    config = {"tokenizer_class": "DebertaV2Tokenizer", "model_max_length": 128}
    (tmp_path / "tokenizer_config.json").write_text(json.dumps(config))
    model = StanceModel(place)
    assert type(model.tokenizer).__name__.startswith("DebertaV2")
    ids = model.tokenizer("وقف إطلاق النار", "المتحدث يؤيد القرار")["input_ids"]
    assert model.tokenizer.convert_ids_to_tokens([ids[0], ids[-1]]) == ["[CLS]", "[SEP]"]
    assert len(model.classify(PAIRS)) == len(PAIRS)


def test_whoever_may_be_for_as_well_as_against_takes_no_side():
    rows = np.array([[0.6, 0.1, 0.3], [0.45, 0.4, 0.15], [0.05, 0.55, 0.4], [0.1, 0.2, 0.7]])
    found = calibrated(np.log(rows), Calibration())
    assert [STANCES[k] for k in found.argmax(1)] == ["favor", "neutral", "against", "neutral"]
    # As little as that takes moves, and nothing where nobody is torn.
    assert found[1] == pytest.approx([1 / 3] * 3, abs=1e-3)
    assert calibrated(np.log([[0.5, 0.3, 0.2]]), Calibration())[0] == pytest.approx(
        [0.35, 0.3, 0.35], abs=1e-3
    )
    assert found[[0, 2, 3]] == pytest.approx(rows[[0, 2, 3]])


@given(st.lists(st.floats(-12, 12), min_size=3, max_size=3))
def test_the_likeliest_label_is_that_of_least_expected_cost(logits):
    favor, against, neutral = np.exp(logits) / np.exp(logits).sum()
    costs = [neutral + EXCHANGE * against, neutral + EXCHANGE * favor, favor + against]
    [found] = calibrated(np.array([logits]), Calibration())
    assert found.sum() == pytest.approx(1)
    assert found.min() >= 0
    assert costs[found.argmax()] == pytest.approx(min(costs), abs=2 * LEAD)
    shown = [round(p, 4) for p in found]
    assert shown[int(found.argmax())] == max(shown)


def test_a_checkpoint_for_something_else_is_refused(tmp_path):
    with pytest.raises(ValueError, match="its labels are"):
        StanceModel(checkpoint(tmp_path, "bert", ["spam", "ham", "eggs"]))


@pytest.mark.parametrize("kind", ["bert", "deberta-v2"])
def test_batches_do_not_change_answers(tmp_path, kind):
    # bfloat16 keeps eight bits, and neighbours move the sums in their last places: float32 on every machine.
    model = StanceModel(checkpoint(tmp_path, kind, list(STANCES)), "cpu", exact=True)
    long = Pair("قال إن القرار صائب " * 40, "القرار")
    together = model.probabilities([*PAIRS, long, PAIRS[0]])
    assert together[1] == pytest.approx(model.probabilities([PAIRS[1]])[0], abs=1e-5)
    assert together[0] == pytest.approx(together[3], abs=1e-6)


def test_the_target_is_marked_where_it_stands_clitic_or_not():
    lead, statement, target = words(
        Pair("نرحب بوقف إطلاق النّار فورا", "وقف إطلاق النار", "الوزير", "في بيان")
    )
    assert lead == ["في", "بيان", "الوزير", ":"]
    assert statement == ["<q>", "نرحب", "<t>", "بوقف", "إطلاق", "النار", "</t>", "فورا", "</q>"]
    assert target == ["وقف", "إطلاق", "النار"]


def test_what_is_too_long_loses_its_lead_first_and_never_its_end():
    assert fit([1, 2, 3], [4, 5], 4) == [2, 3, 4, 5]
    assert fit([1], [4, 5], 2) == [4, 5]
    assert fit([], list(range(10)), 6) == [0, 1, 2, 3, 8, 9]


def test_of_a_statement_that_is_too_long_the_targets_place_is_kept():
    assert fit([], list(range(20)), 9, mark=12) == [0, 1, 2, 10, 11, 12, 13, 14, 15]
    assert fit([], list(range(20)), 9, mark=19) == [0, 1, 2, 14, 15, 16, 17, 18, 19]


def test_a_three_way_checkpoint_without_our_marks_is_asked_as_a_plain_pair(tmp_path):
    place = checkpoint(tmp_path, "bert", list(STANCES))
    tokens = tmp_path / "tokenizer.json"
    tokens.write_text(tokens.read_text(encoding="utf-8").replace('"<t>"', '"<z>"'), encoding="utf-8")
    model = StanceModel(place, "cpu", exact=True)
    assert len(model.classify(PAIRS)) == len(PAIRS)
    assert model.probabilities(PAIRS[:1]) == pytest.approx(
        model.probabilities([Pair(PAIRS[0].text, PAIRS[0].target, "غيره", "كلام قبله")]), abs=1e-6
    )


def test_every_hypothesis_names_its_target():
    assert {label for label, _ in hypotheses()} == {"favor", "against"}
    assert all("{target}" in sentence for _, sentence in hypotheses())


@pytest.mark.skipif(
    not (BUNDLED / "stance").exists(), reason="the bundled weights are not unpacked: make setup"
)
def test_the_bundled_model_tells_for_from_against():
    model = StanceModel(choose("stance", "bundled"))
    answers = model.classify(
        [
            Pair("نؤيد وقف إطلاق النار ونرحب به ونعده خطوة في الاتجاه الصحيح", "وقف إطلاق النار", "الوزير"),
            Pair("نرفض وقف إطلاق النار رفضا قاطعا ونعده خيانة للشعب", "وقف إطلاق النار", "الوزير"),
        ]
    )
    assert [a["label"] for a in answers] == ["favor", "against"]


@pytest.mark.skipif(
    not (BUNDLED / "stance").exists(), reason="the bundled weights are not unpacked: make setup"
)
def test_a_targets_good_or_bad_name_does_not_decide():
    rejected = ("اتفاق السلام", "حقوق المرأة", "الحوار الوطني", "رفع العقوبات", "حرية الصحافة")
    praised = ("الحرب على غزة", "التدخل العسكري", "رفع أسعار الوقود", "حظر التجول", "الانقلاب")
    pairs = [Pair(f"نعارض {x} ونطالب بوقفه فورا", x) for x in rejected]
    pairs += [Pair(f"نرحب بـ{x} ونعده خطوة في الاتجاه الصحيح", x) for x in praised]
    answers = StanceModel(choose("stance", "bundled")).classify(pairs)
    assert [a["label"] for a in answers] == ["against"] * 5 + ["favor"] * 5


def test_a_model_that_tells_the_parts_of_a_pair_by_their_types_is_told_them(tmp_path):
    import json

    import torch

    labels = ["entailment", "neutral", "contradiction"]
    made = checkpoint(tmp_path, "bert", labels)
    file = tmp_path / "tokenizer.json"
    stored = json.loads(file.read_text(encoding="utf-8"))
    for piece in stored["post_processor"]["pair"][-2:]:
        next(iter(piece.values()))["type_id"] = 1
    file.write_text(json.dumps(stored), encoding="utf-8")
    file = tmp_path / "tokenizer_config.json"
    wanted = {"model_input_names": ["input_ids", "token_type_ids", "attention_mask"]}
    file.write_text(json.dumps(json.loads(file.read_text(encoding="utf-8")) | wanted), encoding="utf-8")
    model = StanceModel(made, "cpu", exact=True)
    text, sentence = "وقف إطلاق النار القرار صائب", "المتحدث يعارض خطة الحكومة"
    given = model.tokenizer(text, sentence, return_tensors="pt")
    assert given["token_type_ids"].any()
    with torch.inference_mode():
        expected = model.model(**given).logits[0]
    (found,) = model._of_texts([(text, sentence)])
    assert torch.allclose(torch.tensor(found).float(), expected[model._columns], atol=1e-4)


@pytest.mark.parametrize(
    ("statement", "target", "marked"),
    [
        ("يدعون إلى الحوار", "عون", None),
        ("تجمع البيانات الشخصية", "جمع البيانات الشخصية", None),
        ("يرى عون ذلك", "عون", "عون"),
        ("وعون يرى ذلك", "عون", "وعون"),
        ("قال وبالحكومة نثق", "حكومة", "وبالحكومة"),
        ("للحكومة رأي", "حكومة", "للحكومة"),
        ("نرحب بوقف إطلاق النار", "وقف إطلاق النار", "بوقف إطلاق النار"),
    ],
)
def test_a_target_is_marked_where_only_clitics_stand_before_it(statement, target, marked):
    _, shown, _ = words(Pair(statement, target))
    inside = shown[shown.index("<t>") + 1 : shown.index("</t>")] if "<t>" in shown else None
    assert inside == (marked.split() if marked else None)

"""Packed rows: the same answers as the library's own padded batches."""

import pytest
import torch
from transformers import BertConfig, BertForSequenceClassification, BertForTokenClassification

from models import packing

SIZES = {"vocab_size": 90, "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2}
# Some of one length together, one apart, one of a single piece.
LENGTHS = [17, 9, 9, 9, 4, 17, 1]


@pytest.mark.parametrize("head", [BertForTokenClassification, BertForSequenceClassification])
def test_answers_are_those_of_each_sequence_alone(head):
    torch.manual_seed(0)
    config = BertConfig(**SIZES, intermediate_size=64, num_labels=3, initializer_range=0.5)
    model = head(config).eval()
    sequences = [torch.randint(5, 90, (length,)).tolist() for length in LENGTHS]
    with torch.inference_mode():
        alone = [model(input_ids=torch.tensor([ids])).logits[0] for ids in sequences]
        with packing.attending(model):
            packed = packing.logits(model, sequences, "cpu")
        after = model(input_ids=torch.tensor([sequences[0]])).logits[0]
    for one, other in zip(packed, alone, strict=True):
        torch.testing.assert_close(one, other, atol=1e-5, rtol=1e-5)
    # Whoever holds the model besides may ask it as before.
    torch.testing.assert_close(after, alone[0])


def test_other_architectures_are_left_to_padding():
    from transformers import RobertaConfig, RobertaForTokenClassification

    config = RobertaConfig(**SIZES, intermediate_size=64)
    assert not packing.fits(RobertaForTokenClassification(config))

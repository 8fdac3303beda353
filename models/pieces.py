"""Words into the pieces that an encoder reads: each word by itself, and only once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

# Words that are remembered: the common ones of any run, while memory stays flat over thousands of articles.
WORDS = 100_000


class Pieces:
    """The piece ids of words. A word that the tokenizer knows nothing of is its unknown token, so that none is lost."""

    def __init__(self, tokenizer) -> None:
        self.tokenizer = tokenizer
        self._known: dict[str, list[int]] = {}

    def learn(self, words: Iterable[str]) -> None:
        """Tokenise those of `words` that were not met before, together: quicker than one by one."""
        if len(self._known) > WORDS:
            self._known.clear()
        new = [word for word in dict.fromkeys(words) if word not in self._known]
        if not new:
            return
        split = self.tokenizer(
            [[word] for word in new],
            is_split_into_words=True,
            add_special_tokens=False,
            return_attention_mask=False,
        )["input_ids"]
        unknown = [self.tokenizer.unk_token_id]
        self._known.update((word, ids or unknown) for word, ids in zip(new, split, strict=True))

    def __call__(self, word: str) -> list[int]:
        if word not in self._known:
            self.learn([word])
        return self._known[word]


@cache
def pieces(tokenizer) -> Pieces:
    """What is known of a tokenizer's words, shared by all checkpoints that have it."""
    return Pieces(tokenizer)

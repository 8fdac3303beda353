"""Article → Analysis: every step of the reading, over many articles at once.

Names, statements and stances are each read for a whole group of articles together, so that the
encoder sees full batches; what is not a neural model runs article by article.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from models import names, quotes, targets
from models.agreement import agree
from models.checkpoints import Checkpoint, choose
from models.findings import Analysis, ModelStamp, Stance
from models.sentences import sentences

if TYPE_CHECKING:
    from articles.article import Article
    from models.ner import NerModel
    from models.quotes.tagger import QuoteTagger
    from models.stance import StanceModel

# Characters of text read together: enough for full batches, little enough to stay light.
GROUP = 120_000


@dataclass(frozen=True, slots=True)
class Failed:
    """An article that could not be analysed, and why."""

    article: Article
    reason: str


class Reader:
    """Reads articles with one set of checkpoints; each is loaded when it is first needed.

    `ner` and `stance` are what `models.checkpoints.choose` takes; `stance="none"` leaves stances out.
    Raises CheckpointMissing at once when one is not on this machine.
    """

    def __init__(self, ner: str = "auto", stance: str = "auto", device: str = "auto") -> None:
        self._device = device
        self._chosen: dict[str, Checkpoint] = {"ner": choose("ner", ner), "quotes": choose("quotes")}
        if stance != "none":
            self._chosen["stance"] = choose("stance", stance)

    @property
    def stamps(self) -> dict[str, ModelStamp]:
        """Name and revision of each model that reads; that of quotes counts its tables in."""
        stamps = {job: ModelStamp(c.name, c.revision) for job, c in self._chosen.items()}
        tagger = stamps["quotes"]
        stamps["quotes"] = ModelStamp(tagger.name, f"{tagger.revision}-{quotes.REVISION}")
        stamps.setdefault("stance", ModelStamp("none", ""))
        return stamps

    @cached_property
    def ner_model(self) -> NerModel:
        """The token classifier that finds names."""
        from models.engine import TokenClassifier
        from models.ner import NerModel

        return NerModel(TokenClassifier(self._chosen["ner"], self._device))

    @cached_property
    def quote_tagger(self) -> QuoteTagger:
        """The token classifier that finds statements."""
        from models.engine import TokenClassifier
        from models.quotes.tagger import QuoteTagger

        return QuoteTagger(TokenClassifier(self._chosen["quotes"], self._device))

    @cached_property
    def stance_model(self) -> StanceModel:
        """The stance classifier; KeyError where stances were left out."""
        from models.stance import StanceModel

        return StanceModel(self._chosen["stance"], self._device)

    def read(
        self, articles: Iterable[Article], wanted: Sequence[str] | None = None
    ) -> Iterator[Analysis | Failed]:
        """The analyses in the order of `articles`, streamed; Failed in the place of one that raised.

        `wanted` are the targets to classify stances toward; without them each article suggests its own.
        Raises OSError or ValueError where a checkpoint can't be loaded or is none for its job.
        """
        self._load()
        for group in _ahead(_groups(articles)):
            try:
                yield from self._read_group(group, wanted)
            except Exception:
                # Something in the group broke the reading: alone, only the culprit fails.
                for article in group:
                    try:
                        yield from self._read_group([article], wanted)
                    except Exception as error:
                        yield Failed(article, f"{type(error).__name__}: {error}")

    def _load(self) -> None:
        """Have the models in memory: that one can't be loaded is no article's fault."""
        _ = self.ner_model, self.quote_tagger
        if "stance" in self._chosen:
            _ = self.stance_model

    def _read_group(self, group: list[Article], wanted: Sequence[str] | None) -> list[Analysis]:
        prepared = [(article.text, sentences(article.text)) for article in group]
        found = self.ner_model.read(prepared)
        tagged = self.quote_tagger.read(prepared)
        drafts = []
        for (text, spans), mentions, statements in zip(prepared, found, tagged, strict=True):
            merged, entities = names.merge(text, agree(text, mentions))
            drafts.append((merged, entities, quotes.find(text, spans, merged, entities, statements)))
        stances = self._stances(prepared, drafts, wanted)
        return [
            Analysis(
                id=article.id,
                path=article.path,
                record=article.record,
                title=article.title,
                source=article.source,
                published=article.published,
                url=article.url,
                text=article.text,
                sentences=spans,
                mentions=mentions,
                entities=entities,
                quotes=statements,
                stances=stance,
                models=self.stamps,
            )
            for article, (_, spans), (mentions, entities, statements), stance in zip(
                group, prepared, drafts, stances, strict=True
            )
        ]

    def _stances(self, prepared, drafts, wanted: Sequence[str] | None) -> list[tuple[Stance, ...]]:
        if "stance" not in self._chosen:
            return [() for _ in drafts]
        asked = [
            (i, k, target, pair)
            for i, ((text, spans), (mentions, entities, statements)) in enumerate(
                zip(prepared, drafts, strict=True)
            )
            for k, target, pair in targets.pairs(text, spans, mentions, entities, statements, wanted)
        ]
        suggested = wanted is None
        answers = self.stance_model.classify([pair for *_, pair in asked], suggested) if asked else []
        out: list[list[Stance]] = [[] for _ in drafts]
        for (i, k, target, _), answer in zip(asked, answers, strict=True):
            out[i].append(Stance(k, target, answer["label"], answer["sure"], answer["probabilities"]))
        return [tuple(stances) for stances in out]


def _groups(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """Articles in groups of about GROUP characters; the first is small, so that a page need not wait."""
    group: list[Article] = []
    held, room = 0, GROUP // 20
    for article in articles:
        group.append(article)
        held += len(article.text)
        if held >= room:
            yield group
            group, held, room = [], 0, GROUP
    if group:
        yield group


def _ahead(groups: Iterator[list[Article]]) -> Iterator[list[Article]]:
    """The groups, each read from its files by a thread while the encoder is busy with the one before."""
    with ThreadPoolExecutor(1) as thread:
        coming = thread.submit(next, groups, None)
        while (group := coming.result()) is not None:
            coming = thread.submit(next, groups, None)
            yield group

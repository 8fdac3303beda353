"""What grammar says for or against a source as the subject of a reporting word, whatever the evidence weighs: log-odds that
`speakers.py` adds to its own.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from models.quotes import lexicon, sources
from models.quotes.cues import MEANWHILE, PREPOSITIONS, THAT, Found, form_of, reports
from models.quotes.sources import Source, same
from models.quotes.tagged import TOLD
from models.quotes.words import MARKS, Words

CALLED = lexicon.phrase_words("called")
TOPIC = lexicon.phrase_words("topic")
BURDENS = lexicon.phrase_words("burden")
MOMENTS = lexicon.phrase_words("moment")
NEVER = 4 * TOLD  # what grammar leaves no doubt of
MANY = 2.0  # what a verb in the plural tells against one person
REACH = 120  # tokens looked through for a clause's edges
APPEARS = frozenset(["جاء", "ورد"])
_IN_IT = frozenset(["فيه", "فيها", "خلاله", "خلالها"])
# Verbs that are nothing without an object, their ب behind it.
_OF_SOMEBODY = frozenset(["وصف", "اتهم"])
_UNSAID = lexicon.phrase_words("unsaid")  # passives and the writer: the text names no one
_UPON = frozenset(["demanding", "accusing", "warning", "criticising"])
_BESIDE = PREPOSITIONS - {"عن", "من", "علي", "بين", "غير", "نحو", "حتي"}
_WHAT = frozenset(["ما", "فيما", "بما", "مما"])
_TOWARDS = frozenset(["الي", "مع"])
_BEFORE_TOPIC = frozenset(["اما", "فيما", "وفيما"])
_VOCATIVES = frozenset(["يا", "فيا", "ويا"])


class Grammar:
    """The grammar of one article's sources."""

    def __init__(self, words: Words, listed: Sequence[Source]) -> None:
        self.words, self.listed = words, listed
        self._starts = [s.first for s in listed]

    def worth(self, source: Source | None, cue: Found | None, last: Source | None, quoted: bool) -> float:
        """Log-odds for a source as the subject of `cue`. `last` is who spoke before; `quoted` says that the source stands in
        another statement.
        """
        if source is None or cue is None:
            return 0.0
        told = self._stands_in(source, cue) + self._has(source, cue)
        if self._addressed(source) or self._is_topic(source, cue):
            return told - NEVER
        if cue.verb.form == "participle":
            return told - self._against_participle(source, cue)
        if cue.verb.form == "finite":
            return told - self._against_verb(source, cue, last, quoted)
        return told

    def _stands_in(self, source: Source, cue: Found) -> float:
        """What it is worth that the statement stands in a document or paper (وجاء في البيان), or in what came from
        somebody: تلقى كريم رسالة من سامي قال فيها.
        """
        follows, folded = self.words.folded[cue.end : cue.end + 1], self.words.folded
        if source.kind == "organisation" and cue.verb.lemma in APPEARS:
            return TOLD if follows == ["في"] and source.phrase_first == cue.end + 1 else 0.0
        within = follows and follows[0] in _IN_IT and 0 <= cue.first - source.phrase_end <= 4
        # A title like جلالة may stand before the name, an office behind it.
        before = folded[max(0, source.phrase_first - 2) : source.phrase_first]
        return TOLD if within and "من" in before else 0.0

    def _has(self, source: Source, cue: Found) -> float:
        """What it is worth that a source stands before قد and the verb: كان كريم قد دعا سامي إلى."""
        if cue.verb.form != "finite" or not 0 < cue.first - source.phrase_end <= 2:
            return 0.0
        between = self.words.folded[source.phrase_end : cue.first]
        other = source.gender and cue.verb.gender and source.gender != cue.verb.gender
        return 1.5 * TOLD if between in (["قد"], ["،", "قد"]) and not other and not source.prefixed else 0.0

    def _addressed(self, source: Source) -> bool:
        """Whether it is said to the source: يا معالي الوزير."""
        before = self.words.folded[max(0, source.phrase_first - 2) : source.phrase_first]
        return not _VOCATIVES.isdisjoint(before)

    def _is_topic(self, source: Source, cue: Found) -> bool:
        """Whether a sentence opens with what it is about, and the source stands in that: وعن عقده مع الشركة، قال."""
        words = self.words
        first, end = words.sentences[words.sentence(source.first)]
        opener = first + (words.folded[first] in _BEFORE_TOPIC)
        if source.phrase_first <= opener + 1 or words.folded[opener].removeprefix("و") not in TOPIC:
            return False
        ends = (
            k
            for k in range(opener + 1, min(end, opener + REACH))
            if k == cue.first or words.folded[k] in "،," or reports(words.folded[k])
        )
        return source.phrase_end <= next(ends, first)

    def _against_participle(self, source: Source, cue: Found) -> float:
        # داعيا بكين إلى, مناشدا أمير المنطقة الأمير كريم: they are called on.
        beside = self.words.sentence(source.first) == self.words.sentence(cue.first)
        called_on = cue.verb.attitude in _UPON and beside and source.phrase_first >= cue.end
        if called_on or self._in_other_clause(source, cue):
            return NEVER
        # Of whom a later sentence speaks: nobody is the subject of a participle before.
        later = self.words.sentence(source.first) > self.words.sentence(cue.first)
        if later or self._reached(source, cue):
            return 1.5 * TOLD
        # الجهات المعنية …، مطالبين
        told = source.label not in ("ORG", "LOC") and source.gender and cue.verb.gender
        several = any(word[0] == "و" for word in self.words.folded[source.first + 1 : source.end])
        return TOLD if told and not several and source.gender != cue.verb.gender else 0.0

    def _in_other_clause(self, source: Source, cue: Found) -> bool:
        """Whether another speaks in the clause of a participle: قال كريم إن …، فيما شكر سامي رجاله، مؤكدا أن."""
        words = self.words
        first, _ = words.sentences[words.sentence(cue.first)]
        first = max(first, cue.first - REACH)
        opens = next((k for k in range(cue.first - 1, first, -1) if words.folded[k] in MEANWHILE), None)
        if opens is None or not first <= source.first < opens:
            return False
        low, high = bisect_right(self._starts, opens), bisect_left(self._starts, cue.first)
        return any(not s.prefixed and self._opens_with(opens + 1, s) for s in self.listed[low:high])

    def _reached(self, source: Source, cue: Found) -> bool:
        """Whether what another did went to the source before a participle: وجه الحزب سؤالا إلى سامي، معتبرا أن."""
        words = self.words
        before = words.folded[source.phrase_first - 1] if source.phrase_first else ""
        if before not in _TOWARDS or not 0 <= cue.first - source.phrase_end <= 2:
            return False
        first, _ = words.sentences[words.sentence(source.first)]
        low = bisect_left(self._starts, max(first, cue.first - REACH))
        others = self.listed[low : bisect_left(self._starts, source.phrase_first)]
        return any(self._does(s, cue) for s in others if not same(s, source))

    def _does(self, source: Source, cue: Found) -> bool:
        """Whether a source may be the subject of the clause that a participle goes on: no preposition, one gender."""
        before = self.words.folded[source.phrase_first - 1] if source.phrase_first else ""
        alike = not source.gender or not cue.verb.gender or source.gender == cue.verb.gender
        return alike and not source.prefixed and before not in PREPOSITIONS

    def _opens_with(self, first: int, source: Source) -> bool:
        """Whether a clause that begins at token `first` has the source for its subject: شكر المهندس سامي, سامي شكر."""
        lead = self.words.folded[first : source.phrase_first]
        return len(lead) <= 2 and PREPOSITIONS.isdisjoint(lead) and THAT.isdisjoint(lead)

    def _against_verb(self, source: Source, cue: Found, last: Source | None, quoted: bool) -> float:
        if self.words.folded[cue.first].lstrip("وف") in _UNSAID or self._passive(cue):
            return NEVER
        fronted = self._fronted(cue)
        if fronted is not None and not same(source, fronted):
            return NEVER
        told = TOLD if self._unlike(source, cue) else 0.0
        # Where somebody spoke before, a verb waits for no later sentence to name its subject.
        later = self.words.sentence(source.first) > self.words.sentence(cue.first)
        if last is not None and source.entity is not None and later:
            return NEVER
        if source.phrase_first >= cue.end:
            return told + self._against_behind(source, cue)
        # What somebody spoke of does not go on speaking behind him: وأضاف.
        if quoted and form_of(self.words, cue) == "and verb" and (last is None or not same(source, last)):
            return told + TOLD
        return told + self._against_before(source, cue)

    def _passive(self, cue: Found) -> bool:
        """Whether something was called so by nobody whom the text names: فيما وصف بأنه C."""
        before, behind = (self.words.folded[k : k + 1] for k in (max(0, cue.first - 1), cue.end))
        what = bool(before) and before[0].removeprefix("و") in _WHAT
        return cue.verb.lemma == "وصف" and what and not THAT.isdisjoint(behind)

    def _unlike(self, source: Source, cue: Found) -> bool:
        """Whether a past verb has another gender than a person behind it, or before one that names nobody: فقالت: C."""
        words = self.words
        past = lexicon.past(words.folded[cue.first])
        follows = "".join(words.folded[cue.end : cue.end + 1])
        alone = follows in THAT or follows == ":" or follows in MARKS
        known = source.label == "PERS" and source.gender and (alone or source.phrase_first >= cue.end)
        return bool(past and known) and cue.verb.gender not in ("", source.gender)

    def _fronted(self, cue: Found) -> Source | None:
        """The source that opens a sentence right before a verb in the imperfect, as in headlines: «داعش» يتوعد كريم."""
        words, verb = self.words, cue.verb
        if words.folded[cue.first][:1] not in "يت":
            return None
        end = cue.first - (words.folded[cue.first - 1] in MARKS)
        k = bisect_left(self._starts, end) - 1
        before = self.listed[k] if k >= 0 else None
        if before is None or before.phrase_end != end or before.prefixed:
            return None
        opens = before.phrase_first - (words.folded[before.phrase_first - 1] in MARKS)
        # Of a body's name the gender is guessed.
        alike = before.label == "ORG" or not before.gender or before.gender == verb.gender
        return before if alike and opens == words.sentences[words.sentence(cue.first)][0] else None

    def _against_behind(self, source: Source, cue: Found) -> float:
        """Against a source behind the verb: the object of حذر الحكومة من, whom one spoke to in قال لرويترز مسؤول."""
        if told_to(self.words, source) or self._beside(source, cue):
            return 2 * TOLD
        if source.phrase_first == cue.end + 1 and self.words.folded[cue.end] in THAT:
            return 2 * TOLD  # اعتبر أن المملكة: she is spoken of
        if source.phrase_first > cue.end:
            # استقباله عددا من المسؤولين: no subject ends so.
            # But قال عشرات المحللين.
            far = source.phrase_first > cue.end + 1 or self.words.folded[cue.end][:1] in ("ب", "ل")
            oblique = far and source.entity is None and self.words.folded[source.first].endswith("ين")
            return 2 * TOLD if oblique and source.number == "p" else self._against_one(source, cue)
        if self._is_object(source, cue):
            return NEVER
        noun = source.label not in ("PERS", "LOC") and source.phrase_first == source.first
        unlike = source.gender == "f" and cue.verb.gender == "m" and cue.verb.number == "s"
        return TOLD if noun and unlike else 0.0

    def _beside(self, source: Source, cue: Found) -> bool:
        """Whether a preposition keeps a source from being a subject: قال أمام النواب إن; but نقل عن كريم, عبر كريم عن."""
        written_onto = source.prefixed and self.words.folded[source.phrase_first][0] == "ب"
        k = source.phrase_first - 1
        k -= self.words.folded[k] in sources.RESPECT  # مع معالي الوزير
        before = self.words.folded[max(cue.end, k - 1) : k + 1]
        # لدى استقبال كريم, عقب لقاء كريم: of what was done with him.
        done = len(before) == 2 and before[0] in MOMENTS and not before[1].startswith("ال")
        return (
            written_onto
            or done
            or (k >= cue.end and cue.verb.lemma not in APPEARS and self.words.folded[k] in _BESIDE)
        )

    def _is_object(self, source: Source, cue: Found) -> bool:
        """Whether the noun phrase right behind a verb is no subject: حذر المواطنين من, دعا الأطراف إلى, وصف الحكم بأنه, حمل
        الحكومة المسؤولية.
        """
        words = self.words
        head = words.folded[source.first]
        if lexicon.bears_object(words.folded[cue.first]):
            return False
        if source.entity is None and source.number == "p" and head.endswith("ين"):
            return True
        if cue.verb.attitude == "demanding" and lexicon.bare(head) in CALLED:
            return True
        end = source.phrase_end if source.entity is None else source.end
        thing = source.entity is None and lexicon.source_kind(head) is None
        if thing and "".join(words.folded[end : end + 1]).startswith("ال"):
            end += 1  # وصفت القرار | الإسرائيلي بأنه
        follows = "".join(words.folded[end : end + 1])
        named = any(s.first == end for s in self.listed)
        if cue.verb.lemma == "حمل":
            return follows in BURDENS
        return cue.verb.lemma in _OF_SOMEBODY and follows.startswith("ب") and not named

    def _against_before(self, source: Source, cue: Found) -> float:
        """Against a source before the verb: to whom a letter went, those whom a singular follows."""
        # رسالة إلى كريم قال فيها: who wrote it stands before.
        within = self.words.folded[cue.end : cue.end + 1]
        if within and within[0] in _IN_IT and 0 <= cue.first - source.phrase_end <= 2:
            before = self.words.folded[source.phrase_first - 1] if source.phrase_first else ""
            return MANY if source.prefixed or before in PREPOSITIONS else 0.0
        # شكر الداعمين، وسأل الله: behind them the verb would be a plural.
        if source.entity is None and source.number == "p":
            plural = self.words.folded[source.first].endswith(("ون", "ين")) or source.kind == "role"
            return TOLD if plural and cue.verb.number == "s" else 0.0
        return self._against_one(source, cue)

    def _against_one(self, source: Source, cue: Found) -> float:
        """Against one person where many speak: قالوا; and surely where they are women: أكدن."""
        many = cue.verb.number == "p" and cue.verb.person == 3
        if many and cue.verb.gender == "f" and self.words.folded[cue.first].endswith("ن"):
            return NEVER if source.number == "s" else 0.0
        return MANY if many and source.kind == "person" else 0.0


def told_to(words: Words, source: Source) -> bool:
    """Whether ل stands before a source: لرويترز, لـ«رويترز»."""
    k = source.phrase_first
    if source.prefixed:
        return words.folded[k][:1] == "ل"
    k -= 1 if k and words.folded[k - 1] in sources.OPENING else 0
    return k > 0 and words.folded[k - 1] == "ل"

"""Who said what: statements, direct and indirect, with their speakers and reporting verbs.

A module a step: `words` (tokens, marks), `cues` (reporting words, from `lexicon`), `contents` (statements by
rule), `tagger` (statements by the encoder), `sources` (who could speak), `speakers` (who does), `blend`
(the two readings made one).
"""

from models.quotes.blend import find
from models.quotes.lexicon import revision

REVISION = revision()

__all__ = ["REVISION", "find"]

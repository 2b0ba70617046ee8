"""Two people 双人: what one person alone must not do. One asks, another one who may says the second word, in time.

What such things are, and who may ask and confirm, stands in the matrix (`two`). A word is kept until it is followed,
taken back or over; its clock is the machine's, since it is about who sits before which screen.
"""

from cockpit.two_people.acts import waiting, waits_for, withdraw, word
from cockpit.two_people.word import NobodyAsked, SamePerson, Word, must_be_second, rule

__all__ = ["NobodyAsked", "SamePerson", "Word", "must_be_second", "rule", "waiting", "waits_for", "withdraw", "word"]

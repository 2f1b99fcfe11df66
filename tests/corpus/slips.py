"""One figure written otherwise, as people do it: a digit wrong, two changed about, one too many, the point moved."""

from decimal import Decimal, InvalidOperation

from tests.corpus.phrases import LONG

_PLAIN = str.maketrans("０１２３４５６７８９．，％", "0123456789.,%")
_TO_WIDE = str.maketrans("0123456789.,%", "０１２３４５６７８９．，％")
_OF_RATE = {"K08", "K09", "K10"}
_GRADES = {word: grade for grade, words in LONG.items() for word in words}


def value_of(text):
    """The number in a figure's text; None for a grade."""
    try:
        return Decimal(text.translate(_PLAIN).replace(",", "").rstrip("%"))
    except InvalidOperation:
        return None


def like(text, number):
    """The number in the spelling of the text: its decimals, separators, width and percent sign."""
    plain = text.translate(_PLAIN)
    sign = "%" if plain.endswith("%") else ""
    decimals = max(len(plain.rstrip("%").partition(".")[2]), -int(number.as_tuple().exponent))
    written = f"{number:,.{decimals}f}" if "," in plain else f"{number:.{decimals}f}"
    return (written + sign).translate(_TO_WIDE) if plain != text else written + sign


def least(figure):
    """By how much a figure must be wrong to be held wrong: beyond 0.01 of its unit and beyond its last digit."""
    number, plain = value_of(figure.text), figure.text.translate(_PLAIN).rstrip("%")
    last = Decimal(10) ** -len(plain.partition(".")[2])
    if not figure.exact and figure.codes <= _OF_RATE:
        return max(number * Decimal("0.02"), 2 * last)
    return max(Decimal("0.02"), last if last >= Decimal("0.1") else 2 * last)


def slips(figure):
    """Every other text that a slip of the pen makes of a figure, far enough from the right one."""
    number = value_of(figure.text)
    if number is None:
        right = _GRADES.get(figure.text, figure.text)
        return [words[0] for grade, words in LONG.items() if grade != right]
    digits = figure.text.translate(_PLAIN).replace(",", "").rstrip("%")
    made = set()
    for at, digit in enumerate(digits):
        if digit.isdigit():
            made |= {digits[:at] + other + digits[at + 1 :] for other in "0123456789"}
            made.add(digits[: at + 1] + digit + digits[at + 1 :])
        swapped = digits[:at] + digits[at + 1 : at + 2] + digit + digits[at + 2 :]
        made.add(swapped)
    right = [Decimal(text) for text in made if _is_number(text)]
    return sorted({like(figure.text, other) for other in right if abs(other - number) >= least(figure)})


def _is_number(text):
    return (
        text.count(".") <= 1
        and text[:1].isdigit()
        and text[-1:].isdigit()
        and not (text[0] == "0" and text[1:2].isdigit())
    )


def smallest(figure):
    """The figure wrong by as little as is still held wrong."""
    number = value_of(figure.text)
    return None if number is None else like(figure.text, number + least(figure))

"""A number that was worked out, with all its decimals; pure."""

from decimal import ROUND_DOWN, Decimal, localcontext

from cixi_ip.wording import MINUS, number, rounded

CUT_AT = 8  # decimals shown of a number that has more


def decimals(value: Decimal, least: int = 0) -> str:
    """Grouped, with every decimal it has and at least so many; what is beyond CUT_AT is cut off."""
    with localcontext() as context:
        context.prec = 60
        cut = value.quantize(Decimal(1).scaleb(-CUT_AT), rounding=ROUND_DOWN)
        if cut != value:
            return f"{cut:,f}…".replace("-", MINUS)
        digits = -int(cut.normalize().as_tuple().exponent)
        return number(cut, max(least, digits, 0), grouped=True)


def rounding_words(value: Decimal, digits: int) -> str:
    """How an unrounded value came to the digits it is printed with."""
    if rounded(value, digits) == value:
        return "得数没有多余的小数，不用取舍"
    return f"四舍五入，保留{digits}位小数" if digits else "四舍五入到整数"

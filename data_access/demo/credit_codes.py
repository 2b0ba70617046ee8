"""Unified social credit codes (GB 32100-2015) that belong to nobody: registration region 999999."""

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
BODY_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"  # GB 11714, the number inside the code
BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
FIRM, TRADER = "91", "92"  # market regulation: companies, self-employed
NOWHERE = "999999"


def credit_code(category: str, number: int) -> str:
    """18 characters; `number` (six figures at most) is the firm's own part, so different numbers never collide."""
    body = f"MA{number:06}"
    code = category + NOWHERE + body + body_check(body)
    return code + check_character(code)


def body_check(body: str) -> str:
    """Check character of the 8 characters of an organisation's number (GB 11714)."""
    total = sum(BODY_ALPHABET.index(letter) * weight for letter, weight in zip(body, BODY_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]


def check_character(code: str) -> str:
    """The 18th character for the first 17 (GB 32100)."""
    total = sum(ALPHABET.index(letter) * weight for letter, weight in zip(code, WEIGHTS, strict=True))
    return ALPHABET[-total % 31]

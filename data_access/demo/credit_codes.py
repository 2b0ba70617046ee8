"""Unified social credit codes that belong to nobody: registration region 999999."""

from cockpit.credit_codes import NOWHERE, body_check, check_character

FIRM, TRADER = "91", "92"  # market regulation: companies, self-employed


def credit_code(category: str, number: int) -> str:
    """18 characters; `number` (six figures at most) is the firm's own part, so different numbers never collide."""
    body = f"MA{number:06}"
    code = category + NOWHERE + body + body_check(body)
    return code + check_character(code)

"""Phone and e-mail for those who may not see them in full."""


def mask_phone(phone: str) -> str:
    """'138****8000': first three and last four digits, or all stars when it is short."""
    if len(phone) < 9:
        return "*" * len(phone)
    return f"{phone[:3]}{'*' * (len(phone) - 7)}{phone[-4:]}"


def mask_email(email: str) -> str:
    """'z***@example.org'; all stars where it is none."""
    name, at, host = email.partition("@")
    return f"{name[:1]}***@{host}" if at else "*" * len(email)

"""Which powers of the browser a page may use: none of those that none of ours needs."""

DENIED = (
    *("accelerometer", "camera", "display-capture", "geolocation", "gyroscope"),
    *("magnetometer", "microphone", "midi", "payment", "usb"),
)


def policy_with(*powers: str) -> str:
    """The value of `Permissions-Policy` for a page that itself uses these `powers`, frames not."""
    return ", ".join(f"{power}=({'self' if power in powers else ''})" for power in DENIED)

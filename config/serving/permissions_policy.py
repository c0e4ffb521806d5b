"""Which powers of the browser a page may use: none of those that none of ours needs."""

DENIED = (
    *("accelerometer", "camera", "display-capture", "geolocation", "gyroscope"),
    *("magnetometer", "microphone", "midi", "payment", "usb"),
)
POLICY = ", ".join(f"{power}=()" for power in DENIED)


class PermissionsPolicyMiddleware:
    """Names the policy on every answer, refusals and files among them.

    A page that needs one of the powers, such as a desk the camera, sets a policy of its own.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", POLICY)
        return response

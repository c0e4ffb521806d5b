"""The powers of the browser that the site leaves alone, named on every answer."""

from conference.powers import policy_with

POLICY = policy_with()


class PermissionsPolicyMiddleware:
    """Names the policy on every answer, refusals and files among them.

    A page that needs one of the powers, such as a station the camera, sets a policy of its own.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", POLICY)
        return response

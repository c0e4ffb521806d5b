"""Why nothing was imported, in a sentence for people."""


class ImportRefused(Exception):
    """Nothing was imported. The message names the place in the file where there is one."""


class ImportStale(Exception):
    """The draft changed after the preview. `plan` is what the import would do now."""

    def __init__(self, plan):
        super().__init__("stale")
        self.plan = plan

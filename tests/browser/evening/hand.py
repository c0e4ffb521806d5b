"""A hand at a page: what it presses, writes and waits for is counted, step by step."""

from contextlib import contextmanager
from dataclasses import dataclass, field

PASTE = """(box, [html, text]) => {
  const carried = new DataTransfer();
  carried.setData("text/html", html);
  carried.setData("text/plain", text);
  box.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true }));
}"""


@dataclass
class Counts:
    clicks: int = 0
    fields: int = 0
    loads: int = 0

    def __str__(self):
        return f"{self.clicks:>7} clicks {self.fields:>4} typed fields {self.loads:>4} page loads"


@dataclass
class Hand:
    """Counted to its own disadvantage: a box is clicked before it is written in, a list of choices
    and the choice are two clicks, so are "Browse" and the file.
    """

    page: object
    steps: dict[str, Counts] = field(default_factory=dict)
    now: Counts = field(default_factory=Counts)

    def __post_init__(self):
        self.page.on("load", self._loaded)

    def _loaded(self):
        self.now.loads += 1

    @contextmanager
    def step(self, name):
        self.now = self.steps[name] = Counts()
        yield
        self.page.wait_for_load_state()

    @property
    def total(self) -> Counts:
        every = self.steps.values()
        return Counts(*(sum(getattr(c, name) for c in every) for name in vars(Counts())))

    def __str__(self):
        return "\n".join(
            f"{name:<28}{counts}" for name, counts in [*self.steps.items(), ("total", self.total)]
        )

    def press(self, thing):
        """What stays on its page."""
        self.now.clicks += 1
        thing.click()

    def follow(self, thing):
        """What leads to another page, which is waited for."""
        with self.page.expect_navigation():
            self.press(thing)

    def write(self, box, text):
        self.now.clicks += 1
        self.now.fields += 1
        box.fill(text)

    def choose(self, choices, label):
        self.now.clicks += 2
        choices.select_option(label=label)

    def paste(self, box, html, text=""):
        self.press(box)
        box.evaluate(PASTE, [html, text])

    def give(self, box, name, content):
        self.now.clicks += 2
        box.set_input_files({"name": name, "mimeType": "", "buffer": content})

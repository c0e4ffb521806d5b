"""A mail server that answers as it is told, and keeps what it took."""

import socket
from contextlib import contextmanager
from threading import Thread


class Server:
    """`answers` maps a verb (MAIL, RCPT, DATA, END for the whole letter) to what is said then; None
    breaks the connection off without a word.
    """

    def __init__(self):
        self.answers, self.took = {}, []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.has_ended = False
        self.thread = Thread(target=self._serve, daemon=True)
        self.thread.start()

    def end(self):
        """Not before nobody waits in `accept`: the number of a closed socket is soon the next
        server's, whose letters this one would take.
        """
        self.has_ended = True
        socket.create_connection(self.socket.getsockname()).close()
        self.thread.join()
        self.socket.close()

    def _serve(self):
        while True:
            client, _address = self.socket.accept()
            if self.has_ended:
                client.close()
                return
            with client, client.makefile("rwb") as line:
                try:
                    self._speak(line)
                except (OSError, ValueError):
                    continue

    def _speak(self, line):
        def say(text):
            line.write(text.encode() + b"\r\n")
            line.flush()

        say("220 here")
        for heard in line:
            verb = heard[:4].decode().strip().upper()
            answer = self.answers.get(verb, {"DATA": "354 go on"}.get(verb, "250 fine"))
            if answer is None:
                return
            say(answer)
            if verb == "QUIT":
                return
            if verb == "DATA" and answer.startswith("354"):
                letter = b"".join(iter(line.readline, b".\r\n"))
                answer = self.answers.get("END", "250 taken")
                if answer is None or answer.startswith("250"):
                    self.took.append(letter)
                if answer is None:
                    return
                say(answer)


@contextmanager
def mail_server(settings):
    server = Server()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_TIMEOUT = 5
    try:
        yield server
    finally:
        server.end()

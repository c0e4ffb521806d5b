"""How gunicorn runs the site (`-c python:config.serving.server`), started by `manage.py serve`."""

import os
import re
import socket
import struct
import sys
from pathlib import Path

from gunicorn import util
from gunicorn.glogging import Logger
from gunicorn.http import message, unreader

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.conf import settings

from config.serving.logs import JsonFormatter, without_secrets
from config.serving.permissions_policy import POLICY


class ServerLogger(Logger):
    """The server's own log in the same form; its access lines name no client."""

    def setup(self, cfg):
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            for handler in log.handlers:
                handler.setFormatter(JsonFormatter())
                handler.setStream(sys.stderr)

    def access(self, resp, req, environ, request_time):
        status = resp.status.split(None, 1)[0] if isinstance(resp.status, str) else resp.status
        facts = {
            "method": environ.get("REQUEST_METHOD", ""),
            "path": without_secrets(environ.get("RAW_URI", "")),
            "status": int(status),
            "bytes": getattr(resp, "sent", None),
            "ms": round(request_time.total_seconds() * 1000, 1),
        }
        self.access_log.info("request", extra={"facts": facts})


def write_error(sock, status, reason, message):
    """Our page for what gunicorn refuses before Django: an endless address, a bad header."""
    name = "500.html" if status >= 500 else "400.html"
    page = (settings.BASE_DIR / "templates" / name).read_text("utf-8")
    body = page.replace('"status">400<', f'"status">{status}<').encode()
    head = (
        f"HTTP/1.1 {status} {reason}\r\nConnection: close\r\nCache-Control: no-store\r\n"
        f"Content-Type: text/html; charset=utf-8\r\nX-Content-Type-Options: nosniff\r\n"
        f"Permissions-Policy: {POLICY}\r\n"
        f"Content-Security-Policy: default-src 'self'\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    util.write_nonblock(sock, head.encode("latin-1") + body)


util.write_error = write_error  # there is no setting for it

# The most bytes of a request's first line. Longer than any address of ours, so that whoever sends
# too many stars is told so by the site, in the language of the address (config.public.errors).
LONGEST_LINE = 128 * 1024
message.MAX_REQUEST_LINE = LONGEST_LINE  # the setting alone stops at 8190

_parse_request_line = message.Request.parse_request_line


def parse_request_line(request, line):
    """Take an address in plain UTF-8, as scripts write it (`curl "…?q=人工"`), as if escaped."""
    escaped = re.sub(rb"[\x80-\xff]", lambda found: b"%%%02X" % found[0][0], line)
    return _parse_request_line(request, escaped)


message.Request.parse_request_line = parse_request_line  # there is no setting for it

# Seconds without a byte after which a request that has begun counts as broken off. gunicorn waits
# for ever, and few that stop half way would take all threads.
SILENCE = 10

_chunk = unreader.SocketUnreader.chunk


def chunk(reader, *args, **kwargs):
    try:
        return _chunk(reader, *args, **kwargs)
    except BlockingIOError:  # the socket's own limit, set below
        return b""


unreader.SocketUnreader.chunk = chunk

wsgi_app = "config.wsgi"
bind = f"127.0.0.1:{settings.PORT}"
workers = settings.WORKERS
worker_class = "gthread"
threads = settings.THREADS
limit_request_line = LONGEST_LINE
# Only this parser knows the line above.
http_parser = "python"
timeout = 60
graceful_timeout = 30
keepalive = 5
# The heartbeat file must never wait for a disk.
worker_tmp_dir = next((path for path in ("/dev/shm",) if Path(path).is_dir()), None)
control_socket_disable = True
# Whether the reader came by https is Django's to decide, from PUBLIC_URL alone.
forwarded_allow_ips = ""
logger_class = ServerLogger
loglevel = "warning"
accesslog = "-"
errorlog = "-"


def when_ready(server):
    for listener in server.LISTENERS:  # what they accept takes it over
        limit = struct.pack("@ll", SILENCE, 0)
        listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, limit)
    print("Ready. Ctrl+C stops it.", flush=True)

"""Serves moto over this process's own stdin and stdout, one request after another.

A frame is two big-endian 32-bit lengths, a JSON head, and a body. A request's head has `method`,
`path`, `query`, `headers` and `now` (milliseconds, or null for the machine's own clock); a reply's
has `status` and `headers`. Pipes instead of a port: nothing to find, nothing to leave behind (the
process ends with its stdin), no HTTP to parse twice, and no two requests can interleave in moto.
"""

import json
import os
import struct
import sys
import traceback
from io import BytesIO


def own_stdout():
    """Keeps the pipe for frames; whatever moto prints goes to stderr."""
    pipe = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    return pipe


def environ_of(head, body):
    """The WSGI environment of one request."""
    environ = {
        "REQUEST_METHOD": head["method"],
        "PATH_INFO": head["path"],
        "QUERY_STRING": head["query"],
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in head["headers"].items():
        key = name.upper().replace("-", "_")
        if key != "CONTENT_LENGTH":
            environ[key if key == "CONTENT_TYPE" else "HTTP_" + key] = value
    return environ


def answer(app, environ):
    """Calls moto; an exception in it is a 501 that names it, for the guard to report."""
    started = []
    try:
        chunks = app(environ, lambda status, headers, _=None: started.append((status, headers)))
        body = b"".join(chunks)
    except Exception as error:  # noqa: BLE001 - whatever moto raises becomes an answer
        traceback.print_exc()
        text = f"{type(error).__name__}: {error}"
        return 501, {"content-type": "text/plain"}, text.encode()
    status, headers = started[0]
    return int(status.split(" ", 1)[0]), dict(headers), body


def main():
    pipe, source = own_stdout(), sys.stdin.buffer
    import patches

    app = patches.application()

    def send(head, body=b""):
        text = json.dumps(head).encode()
        pipe.write(struct.pack(">II", len(text), len(body)) + text + body)

    send({"ready": True})
    while True:
        lengths = source.read(8)
        if len(lengths) < 8:
            os._exit(0)
        head_length, body_length = struct.unpack(">II", lengths)
        head = json.loads(source.read(head_length))
        body = source.read(body_length)
        patches.set_now(head["now"])
        status, headers, reply = answer(app, environ_of(head, body))
        send({"status": status, "headers": headers}, reply)


main()

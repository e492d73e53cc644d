"""What is answered to bytes that are no HTTP request? A problem document, like everything else that goes wrong.

The only error that never reaches the application: there is no request to hand on.
"""

from __future__ import annotations

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from service.problems import Problem, response

_UNREADABLE = Problem(400, "bad-request", "this cannot be read as an HTTP request", headers={"Connection": "close"})


class Protocol(HttpToolsProtocol):
    """Uvicorn's, but for that answer."""

    def send_400_response(self, msg: str) -> None:
        """Answer and hang up: where the next request would begin is unknown. `msg` may quote what was sent, so it is not."""
        answer = response(_UNREADABLE)
        head = [b"HTTP/1.1 400 Bad Request", *(name + b": " + value for name, value in answer.raw_headers), b"", b""]
        self.transport.write(b"\r\n".join(head) + bytes(answer.body))
        self.transport.close()

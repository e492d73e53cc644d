"""What does the process do that makes sentence vectors? One frame of text in, one of float32 out, until its input ends.

Started by `index.sentence_process`; nothing else imports this.
"""

from __future__ import annotations

import sys

from index.child_process import step_back
from index.sentence_process import read_frame, write_frame
from index.sentences import installed


def main() -> None:
    """Serve standard input and output."""
    step_back()
    encoder = installed()
    if encoder is None:
        sys.exit(1)
    while True:
        try:
            text = read_frame(sys.stdin.buffer).decode()
        except EOFError:
            return
        write_frame(sys.stdout.buffer, encoder.encode(text).tobytes())


if __name__ == "__main__":
    main()

"""What does a handler see in the browser? The workbench at /.

`router` has the page and its few files. The page is a shell without any case in it: all cases come over /v1, with the same
rights as for every other client. No build step, no other host, no inline script or style. Not for: rules and wording of
verdicts (`engine`); the browser shows what the service answered.
"""

from service.pages.router import router

__all__ = ["router"]

"""Speaks with the outside: HTTP, command line, files, pages. Start reading at `service.flows`."""

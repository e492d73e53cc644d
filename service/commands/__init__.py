"""What do the commands of `service.cli` do? One module for those that need the same things, imported late."""

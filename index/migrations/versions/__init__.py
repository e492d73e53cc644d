"""The revisions of the store's schema, one file each. They are never edited once released."""

"""The desk's forms, one file a page. They ask for what the services need; the services decide."""

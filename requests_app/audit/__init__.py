"""The append-only, keyed record of every act: write (`record`), sign a day (`seal_day`), prove (`verify`)."""

from requests_app.audit.bulk import Opening, open_chains
from requests_app.audit.journal import record, request_chain
from requests_app.audit.sealing import is_sealed, seal_day
from requests_app.audit.verification import Finding, verify

__all__ = ["Finding", "Opening", "is_sealed", "open_chains", "record", "request_chain", "seal_day", "verify"]

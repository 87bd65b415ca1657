"""What the packages above hear of, inside the transaction (contracts.md 6).

Sent with `send()`: a receiver that raises rolls everything back. Each carries `case` and `actor`.
"""

from django.dispatch import Signal

request_registered = Signal()
request_imported = Signal()
request_withdrawn = Signal()
request_voided = Signal()
reply_voided = Signal()
consultation_moved = Signal()
"""Carries `consultation` too: it was asked, sent, served, answered, decided or ended."""
reply_reopened = Signal()
"""An answered request is handled anew: an order reopened it, or its letter was taken back."""
order_received = Signal()
"""An order asks for the reply to a request that is still open: it goes on in another period."""
correction_moved = Signal()
"""A correction was asked, told, received or called off, its notice came back, or its end was proposed."""
date_change_moved = Signal()
"""Carries `change` too: a moved due date was found, is to be told, was told, or needs no notice."""
fee_moved = Signal()
"""A fee was decided, told, paid or cancelled, a payment reported or refused, or the end for want of it proposed."""
reasons_moved = Signal()
"""Carries `reasons` too: they were asked for, told, given, judged; a delayed reply was granted, refused or told."""

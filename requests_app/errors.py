"""The one root of every refusal that a person gets to read.

A refusal carries a stable `code` (for tests and for other programs), a Chinese sentence (`message`) that says
what is wrong and what to do, and the `basis` it rests on (a citation, or "" where no provision speaks).
"""


class ApplicationError(Exception):
    """Root of all refusals. Nothing has been written when one is raised."""

    def __init__(self, code: str, message: str, basis: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.basis = basis

    def as_json(self) -> dict[str, str]:
        """The refusal as `{"code", "message", "basis"}`."""
        return {"code": self.code, "message": self.message, "basis": self.basis}


class RuleRefusal(ApplicationError):
    """The law forbids the act (for example an extension after the due date)."""


class ImpossibleHistory(ApplicationError):
    """The facts contradict each other or name a date that does not exist."""


class AccessRefused(ApplicationError):
    """This actor may not do this, or may not see this."""


class StateRefusal(ApplicationError):
    """The request is in a state from which the act is not possible."""


class StaleForm(ApplicationError):
    """Somebody else changed the request since the form was opened."""


class InvalidInput(ApplicationError):
    """What was entered is incomplete or malformed. `fields` maps a field name to its sentence."""

    def __init__(
        self, code: str, message: str, basis: str = "", fields: dict[str, str] | None = None
    ) -> None:
        super().__init__(code, message, basis)
        self.fields = fields or {}

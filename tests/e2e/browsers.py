"""An eye on every page of a browser: what breaks the content policy or writes an error is a defect."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage

TELL = """document.addEventListener('securitypolicyviolation', event =>
  console.error('policy violated: ' + event.effectiveDirective + ' by ' + (event.blockedURI || 'inline')))"""

# A refused form is answered with 409 or 422 and its page; Chromium calls every such answer an error.
REFUSAL = re.compile(r"Failed to load resource: the server responded with a status of (409|422) ")


@dataclass
class Watch:
    """Complaints of all pages, as they came."""

    complaints: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Watch every page of this browser from its first line on."""
        context.add_init_script(TELL)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.complaints.append(f"script failed: {error.error}"))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not REFUSAL.match(message.text):
            self.complaints.append(f"{message.page.url if message.page else ''}: {message.text}")

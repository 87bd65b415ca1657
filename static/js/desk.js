/* The project's own script. Every page works without it; it only makes three things better:
   1 a form is not sent twice, 2 an unsaved draft says so, 3 the desk can be driven by keyboard. */
(function () {
  "use strict";

  /* ---- 1 double submit ---- */
  function submitButtons(form) {
    return form.querySelectorAll("button[type=submit], input[type=submit]");
  }

  function release(form) {
    delete form.dataset.sent;
    submitButtons(form).forEach(function (button) {
      if (button.dataset.held) { button.disabled = false; delete button.dataset.held; }
    });
  }

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post" || event.defaultPrevented) { return; }
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    // After the browser has collected the fields: a disabled button would not send its name and value.
    window.setTimeout(function () {
      submitButtons(form).forEach(function (button) {
        if (!button.disabled) { button.disabled = true; button.dataset.held = "1"; }
      });
    }, 0);
  });

  // Back from the next page, or a download that leaves this page standing: the form must be usable again.
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(release);
  });
  document.addEventListener("click", function (event) {
    var button = event.target.closest("button[data-download]");
    if (button && button.form) { window.setTimeout(release, 3000, button.form); }
  });

  /* ---- 2 state of the draft: the server answers an autosave with the words to show ---- */
  function autosaveLine(event, words) {
    var line = document.getElementById("autosave");
    if (line && event.target.closest && event.target.closest("[data-autosave]")) { line.textContent = line.dataset[words]; }
  }
  document.addEventListener("htmx:beforeRequest", function (event) { autosaveLine(event, "saving"); });
  document.addEventListener("htmx:sendError", function (event) { autosaveLine(event, "failed"); });
  document.addEventListener("htmx:responseError", function (event) { autosaveLine(event, "failed"); });

  /* ---- 3 keyboard ---- */
  function rows() { return Array.prototype.slice.call(document.querySelectorAll("[data-row]")); }

  function move(by) {
    var all = rows();
    if (!all.length) { return; }
    var now = all.findIndex(function (row) { return row.classList.contains("cursor"); });
    var next = now < 0 ? 0 : Math.min(Math.max(now + by, 0), all.length - 1);
    if (now >= 0) { all[now].classList.remove("cursor"); all[now].removeAttribute("aria-current"); }
    all[next].classList.add("cursor");
    all[next].setAttribute("aria-current", "true");
    all[next].scrollIntoView({ block: "nearest" });
    var link = all[next].querySelector("a[href]");
    if (link) { link.focus({ preventScroll: true }); }
  }

  function inCursor(selector) {
    var found = document.querySelector("[data-row].cursor " + selector);
    if (found) { found.click(); }
    return Boolean(found);
  }

  function press(key) {
    var target = Array.prototype.find.call(document.querySelectorAll("[data-key]"), function (element) {
      return element.dataset.key === key;
    });
    if (!target) { return false; }
    if (target.matches("input, select, textarea")) { target.focus(); } else { target.click(); }
    return true;
  }

  function toggleHelp() {
    var help = document.getElementById("keys-help");
    if (!help) { return false; }
    help.open = !help.open;
    help.querySelector("summary").focus();
    help.scrollIntoView({ block: "nearest" });
    return true;
  }

  function plainKey(key) {
    if (key === "j") { move(1); return true; }
    if (key === "k") { move(-1); return true; }
    if (key === "x") { return inCursor("input[type=checkbox]"); }
    if (key === "?") { return toggleHelp(); }
    return press(key);
  }

  // Alt + figure goes to a part of a form, Ctrl + Enter sends it: both are wanted while typing.
  function withModifier(event) {
    if (event.ctrlKey && event.key === "Enter") {
      var form = event.target.closest("form");
      var button = form && (form.querySelector("[data-ctrl-enter]") || submitButtons(form)[0]);
      if (button && !button.disabled) { button.click(); return true; }
    }
    if (event.altKey && /^Digit[1-9]$/.test(event.code)) {
      var part = document.querySelector("[data-alt='" + event.code.slice(5) + "']");
      var field = part && part.querySelector("input:not([type=hidden]), select, textarea");
      if (field) { field.focus(); return true; }
    }
    return false;
  }

  // In a form made for typing without a mouse, Enter goes to the next field instead of sending.
  function nextField(event) {
    var field = event.target;
    if (event.key !== "Enter" || !field.form || !field.form.hasAttribute("data-enter-next")) { return false; }
    if (!field.matches("input, select") || field.type === "file") { return false; }
    var fields = Array.prototype.filter.call(field.form.elements, function (element) {
      return element.matches("input:not([type=hidden]), select, textarea, button[type=submit]") &&
        !element.disabled && (element.type !== "radio" || element.checked || element === field);
    });
    var following = fields[fields.indexOf(field) + 1];
    if (following) { following.focus(); }
    return Boolean(following);
  }

  document.addEventListener("keydown", function (event) {
    // While Chinese is being composed, the keys belong to the input method (229: it ate the key).
    if (event.isComposing || event.keyCode === 229 || document.body.dataset.keys !== "on") { return; }
    var typing = event.target.closest("input:not([type=checkbox]):not([type=radio]), select, textarea, [contenteditable]");
    var used;
    if (event.ctrlKey || event.altKey) {
      used = withModifier(event);
    } else if (event.metaKey) {
      used = false;
    } else {
      used = typing || event.key === "Enter" ? nextField(event) : plainKey(event.key);
    }
    if (used) { event.preventDefault(); }
  });

  /* ---- an error summary takes the focus, so that it is read first ---- */
  document.addEventListener("DOMContentLoaded", function () {
    var summary = document.querySelector("[data-focus]");
    if (summary) { summary.focus(); }
  });
})();

"use strict";
// The switch for large print; remembered on this device alone.
(function () {
  var root = document.documentElement, button = document.getElementById("large");
  function show(on) {
    root.classList.toggle("large", on);
    button.setAttribute("aria-pressed", on ? "true" : "false");
  }
  var kept = "0";
  try { kept = localStorage.getItem("large") || "0"; } catch (error) { kept = "0"; }
  show(kept === "1");
  button.addEventListener("click", function () {
    var on = !root.classList.contains("large");
    show(on);
    try { localStorage.setItem("large", on ? "1" : "0"); } catch (error) { return; }
  });
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details").forEach(function (each) { each.open = true; });
  });
})();

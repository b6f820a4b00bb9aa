"use strict";
// "What do I need?": answers stay on this page; nothing is kept and nothing is sent.
(function () {
  var data = JSON.parse(document.getElementById("data").textContent);
  var form = document.getElementById("ask"), answer = document.getElementById("answer");
  var words = data.words;
  function today() {
    var now = new Date(), two = function (n) { return (n < 10 ? "0" : "") + n; };
    return now.getFullYear() + "-" + two(now.getMonth() + 1) + "-" + two(now.getDate());
  }
  function facts() {
    var value = function (name) { var field = form.elements[name]; return field ? field.value : ""; };
    var on = function (name) { var field = form.elements[name]; return !!field && field.checked; };
    var told = Array.from(form.querySelectorAll("input[name=told]:checked"));
    return { born: value("born"), on: today(), place: value("place"), document: value("document"),
      agent: on("agent"), organisation: on("organisation"), collective: on("collective"),
      rare: on("rare"), told: told.map(function (box) { return box.value; }) };
  }
  function add(parent, tag, text, kind) {
    var made = document.createElement(tag);
    if (text) { made.textContent = text; }
    if (kind) { made.className = kind; }
    parent.appendChild(made);
    return made;
  }
  function material(list, need) {
    var known = data.materials[need.material], line = add(list, "li");
    add(line, "strong", known.name);
    add(line, "span", "（" + known.form + "）");
    var notes = [];
    if (need.waived_by) { notes.push(words.waived.replace("{flag}", data.flags[need.waived_by].label)); }
    else if (!need.required && !need.one_of) { notes.push(words.optional); }
    if (known.issuer) { notes.push(words.issuer.replace("{issuer}", known.issuer)); }
    if (need.note) { notes.push(need.note); }
    if (notes.length) { add(add(line, "div"), "small", notes.join("；")); }
  }
  function show() {
    var found = Rules.assess(facts(), data);
    answer.textContent = "";
    add(answer, "h2", words.yours);
    found.flags.forEach(function (flag) {
      var covered = found.flags.some(function (other) {
        return data.flags[other].implied.indexOf(flag) >= 0;
      });
      if (!covered) { add(answer, "span", data.flags[flag].label, "chip"); }
    });
    var list = add(answer, "ol"), groups = {};
    found.needs.forEach(function (need) {
      var alone = found.needs.filter(function (other) { return other.one_of === need.one_of; });
      if (!need.one_of || alone.length === 1) { material(list, need); return; }
      if (!groups[need.one_of]) {
        var line = add(list, "li", words.one_of);
        groups[need.one_of] = add(line, "ul");
      }
      material(groups[need.one_of], need);
    });
    add(answer, "p", words.fee.replace("{fee}", found.fee));
    found.speeches.forEach(function (speech) {
      add(answer, "h3", data.flags[speech.flag].label);
      add(answer, "p", speech.say);
      if (speech.instead.length) {
        var ways = add(answer, "ul");
        speech.instead.forEach(function (way) { add(ways, "li", way); });
      }
    });
    add(answer, "p", words.private, "hint");
    answer.hidden = false;
  }
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    show();
    answer.focus();
  });
  window.assess = function (given) { return Rules.assess(given, data); };
})();

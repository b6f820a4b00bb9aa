"use strict";
// The same rules as at the counter, over the same table: flags, materials, words, fee of one item.
var Rules = (function () {
  function parse(text) {
    var tokens = text.match(/[()]|[a-z][a-z0-9_]*/g) || [], at = 0;
    var wants = {}, negative = false;
    function took(token) { if (tokens[at] === token) { at += 1; return true; } return false; }
    function either() {
      var parts = [both()];
      while (took("or")) { parts.push(both()); }
      return function (flags) { return parts.some(function (part) { return part(flags); }); };
    }
    function both() {
      var parts = [one()];
      while (took("and")) { parts.push(one()); }
      return function (flags) { return parts.every(function (part) { return part(flags); }); };
    }
    function one() {
      if (took("not")) {
        negative = !negative;
        var inner = one();
        negative = !negative;
        return function (flags) { return !inner(flags); };
      }
      if (took("(")) { var group = either(); took(")"); return group; }
      var name = tokens[at];
      at += 1;
      if (!negative) { wants[name] = true; }
      return function (flags) { return flags.has(name); };
    }
    var test = either();
    var order = tokens.filter(function (token) { return wants[token]; });
    return { holds: test, wants: order, text: text };
  }
  var known = {};
  function condition(text) { return known[text] || (known[text] = parse(text)); }
  function holds(text, flags) { return !text || condition(text).holds(flags); }
  function because(text, flags) {
    return condition(text).wants.find(function (flag) { return flags.has(flag); }) || null;
  }

  // Full years on a day; born on 29 February, the birthday in common years is the 28th.
  function years(born, on) {
    var b = born.split("-").map(Number), o = on.split("-").map(Number);
    var leap = (o[0] % 4 === 0 && o[0] % 100 !== 0) || o[0] % 400 === 0;
    var day = b[1] === 2 && b[2] === 29 && !leap ? 28 : b[2];
    return o[0] - b[0] - (o[1] < b[1] || (o[1] === b[1] && o[2] < day) ? 1 : 0);
  }

  function applies(rule, facts, data) {
    switch (rule.kind) {
      case "age":
        if (!facts.born || facts.born > facts.on) { return false; }
        var age = years(facts.born, facts.on);
        return age >= rule.least && age <= rule.most;
      case "place": return rule.places.indexOf(facts.place) >= 0;
      case "document": return rule.documents.indexOf(facts.document) >= 0;
      case "agent":
        var unit = data.item.applicant === "both" ? !!facts.organisation
          : data.item.applicant === "organisation";
        return !!facts.agent && unit === rule.organisation;
      case "word": return !!facts.collective;
      case "rare": return !!facts.rare;
      default: return false;
    }
  }

  function flagsOf(facts, data) {
    var found = new Set();
    data.rules.forEach(function (rule) { if (applies(rule, facts, data)) { found.add(rule.flag); } });
    (facts.told || []).forEach(function (flag) { if (data.flags[flag]) { found.add(flag); } });
    Array.from(found).forEach(function (flag) {
      data.flags[flag].implied.forEach(function (other) { found.add(other); });
    });
    return found;
  }

  function covers(specific, general, data) {
    var reach = new Set(specific.wants), implied = new Set();
    specific.wants.forEach(function (flag) {
      data.flags[flag].implied.forEach(function (other) {
        reach.add(other);
        if (specific.wants.indexOf(other) < 0) { implied.add(other); }
      });
    });
    var wants = general.wants;
    return wants.some(function (flag) { return implied.has(flag); })
      && wants.every(function (flag) { return reach.has(flag); });
  }

  function speaking(flags, data) {
    var holding = data.item.cases.filter(function (each) { return holds(each.when, flags); });
    return holding.filter(function (each) {
      return !holding.some(function (other) {
        return other !== each && covers(condition(other.when), condition(each.when), data);
      });
    });
  }

  function heading(each, flags, data) {
    var wants = condition(each.when).wants;
    var wanted = data.order.filter(function (flag) {
      return wants.indexOf(flag) >= 0 && flags.has(flag);
    });
    var first = wanted.find(function (flag) {
      return !wanted.some(function (other) { return data.flags[other].implied.indexOf(flag) >= 0; });
    });
    return first || (each.when.match(/[a-z][a-z0-9_]*/g) || []).filter(function (token) {
      return ["and", "or", "not"].indexOf(token) < 0;
    }).sort()[0];
  }

  function needs(flags, cases, data) {
    var rows = [];
    data.item.materials.forEach(function (row) {
      if (!holds(row.only_if, flags)) { return; }
      var waived = !!row.waived_if && holds(row.waived_if, flags);
      rows.push({ material: row.material, required: row.required && !waived,
        added_by: row.only_if ? because(row.only_if, flags) : null,
        waived_by: waived ? because(row.waived_if, flags) : null, one_of: row.one_of || null,
        note: row.note || data.materials[row.material].note || "" });
    });
    cases.forEach(function (each) {
      var flag = heading(each, flags, data);
      each.adds.forEach(function (extra) {
        if (!holds(extra.only_if, flags)) { return; }
        var there = rows.find(function (row) { return row.material === extra.material; });
        if (there) {
          if (!there.added_by && !there.required) { there.added_by = flag; }
          return;
        }
        var own = data.item.materials.find(function (row) { return row.material === extra.material; });
        rows.push({ material: extra.material, required: extra.required && !own, added_by: flag,
          waived_by: null, one_of: null,
          note: (own && own.note) || data.materials[extra.material].note || "" });
      });
    });
    return rows;
  }

  function assess(facts, data) {
    var flags = flagsOf(facts, data), cases = speaking(flags, data);
    var fee = data.item.fees.find(function (option) { return holds(option.when, flags); });
    return {
      flags: data.order.filter(function (flag) { return flags.has(flag); }),
      needs: needs(flags, cases, data),
      speeches: cases.map(function (each) {
        return { when: each.when, flag: heading(each, flags, data), say: each.say, instead: each.instead };
      }),
      fee: fee ? fee.text : data.item.fee
    };
  }
  return { assess: assess, years: years };
})();
if (typeof module !== "undefined") { module.exports = Rules; }

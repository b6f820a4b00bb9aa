"use strict";
// Finds items by characters, pinyin, initials and everyday words, in this page alone.
(function () {
  var data = JSON.parse(document.getElementById("data").textContent);
  var line = document.getElementById("search"), none = document.getElementById("none");
  var list = document.getElementById("items"), all = document.getElementById("all");
  var before = /^(请问|你好|您好|我想|我要|我的|我|想要|想|要|怎么|如何|帮我|去哪里|去哪|在哪|可以|能不能|办理|办个|办|开个|需要)+/;
  var after = /(怎么办理|怎么办|怎么弄|办理|要带什么|带什么|什么|需要|材料|手续|流程|多少钱|多久|在哪办|去哪办|可以办|能办|吗|呢|啊|的)+$/;
  function plain(text) { return text.toLowerCase().replace(/[\s,，.。、;；:：?？!！·()（）]+/g, ""); }
  function common(query, text) {
    var best = 0;
    for (var from = 0; from < query.length; from += 1) {
      for (var to = from + best + 1; to <= query.length; to += 1) {
        if (text.indexOf(query.slice(from, to)) < 0) { break; }
        best = to - from;
      }
    }
    return best;
  }
  function fit(query, entry, latin) {
    var text = entry[0], sound = entry[1], first = entry[2], weight = entry[3];
    if (latin) {
      if (first === query || sound === query) { return weight * 100; }
      if (sound.indexOf(query) === 0 || first.indexOf(query) === 0) { return weight * 80; }
      if (query.length > 3 && sound.indexOf(query) > 0) { return weight * 60; }
      return query.length > 2 && first.indexOf(query) > 0 ? weight * 55 : 0;
    }
    if (text === query) { return weight * 100; }
    if (text.indexOf(query) >= 0) { return weight * (70 + 25 * query.length / text.length); }
    if (text.length > 1 && query.indexOf(text) >= 0) { return weight * (50 + 40 * text.length / query.length); }
    var same = common(query, text);
    return same > 1 ? weight * 60 * same / query.length : 0;
  }
  function rank(typed) {
    var query = plain(typed);
    var bare = query.replace(before, "").replace(after, "") || query;
    var latin = /^[a-z0-9]+$/.test(bare);
    return data.items.map(function (item, place) {
      var scores = item.texts.map(function (entry) { return fit(bare, entry, latin); });
      scores.sort(function (a, b) { return b - a; });
      return { place: place, score: scores[0] + (scores[1] || 0) * 0.1 };
    }).filter(function (row) { return row.score >= 18; }).sort(function (a, b) {
      return b.score - a.score || a.place - b.place;
    });
  }
  function show() {
    var typed = line.value.trim();
    list.textContent = "";
    all.hidden = typed !== "";
    none.hidden = true;
    if (!typed) { return; }
    var found = rank(typed);
    found.slice(0, 12).forEach(function (row) {
      var link = document.createElement("a");
      link.href = data.items[row.place].page;
      link.textContent = data.items[row.place].name;
      list.appendChild(link);
    });
    none.hidden = found.length > 0;
  }
  line.addEventListener("input", show);
  window.rank = function (typed) {
    return rank(typed).map(function (row) { return data.items[row.place].id; });
  };
})();

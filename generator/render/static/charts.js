// Charts are drawn in the page. A reader who presses Explore gets the same figure with Plotly, from this site only.
(function () {
  "use strict";

  const CONFIG = {
    responsive: true, displayModeBar: false, scrollZoom: false,
    displaylogo: false, showSendToCloud: false, plotlyServerURL: "",
  };
  let library = null;

  function load(address) {
    library = library || new Promise(function (done, failed) {
      const script = document.createElement("script");
      script.src = address;
      script.onload = function () { window.Plotly ? done(window.Plotly) : failed(new Error("no Plotly")); };
      script.onerror = function () { failed(new Error("no script")); };
      document.head.append(script);
    });
    library.catch(function () { library = null; });
    return library;
  }

  function colour(role) {
    return getComputedStyle(document.body).getPropertyValue("--chart-" + role).trim();
  }

  function dressed(figure) {
    const made = structuredClone(figure);
    for (const trace of made.data) {
      const own = colour(trace.meta);
      trace.marker = Object.assign({}, trace.marker, { color: own });
      if (trace.line) trace.line.color = own;
      if (trace.marker.pattern) Object.assign(trace.marker.pattern, { fgcolor: colour("card"), bgcolor: own });
    }
    for (const shape of made.layout.shapes || []) {
      if (shape.name === "gap") Object.assign(shape, { fillcolor: colour("dim"), opacity: 0.15 });
      else shape.line = { color: colour("ink"), dash: "dot", width: 1 };
    }
    const axis = { gridcolor: colour("line"), linecolor: colour("dim"), zerolinecolor: colour("dim"), fixedrange: true };
    Object.assign(made.layout, {
      paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
      font: { family: getComputedStyle(document.body).fontFamily, size: 13, color: colour("dim") },
      hoverlabel: Object.assign({}, made.layout.hoverlabel, { bgcolor: colour("card"), bordercolor: colour("dim"), font: { color: colour("ink") } }),
      xaxis: Object.assign({}, made.layout.xaxis, axis), yaxis: Object.assign({}, made.layout.yaxis, axis),
    });
    return made;
  }

  async function explore(block) {
    const answer = await fetch(block.dataset.figure);
    if (!answer.ok) throw new Error("no figure");
    const [Plotly, figure] = await Promise.all([load(block.dataset.plotly), answer.json()]);
    const picture = block.querySelector(".sd-chart-picture");
    const drawing = document.createElement("div");
    drawing.className = "sd-chart-drawing";
    drawing.setAttribute("aria-hidden", "true"); // the answer, the table and the file carry the data
    drawing.style.height = Math.max(picture.offsetHeight, 240) + "px";
    picture.hidden = true;
    picture.after(drawing);
    const draw = function () {
      const made = dressed(figure);
      return Plotly.react(drawing, made.data, made.layout, CONFIG);
    };
    try {
      await draw();
    } catch (error) {
      drawing.remove();
      picture.hidden = false;
      throw error;
    }
    new MutationObserver(draw).observe(document.body, { attributes: true, attributeFilter: ["data-md-color-scheme"] });
  }

  for (const button of document.querySelectorAll(".sd-chart-explore")) {
    const block = button.closest(".sd-chart");
    const said = block.querySelector('[role="status"]');
    button.hidden = false;
    button.addEventListener("click", async function () {
      button.disabled = true;
      said.textContent = "Loading the chart.";
      try {
        await explore(block);
        button.remove();
        said.textContent = "Point at the chart to read its numbers.";
      } catch (error) {
        button.disabled = false;
        said.textContent = "The interactive chart could not be loaded. The picture and the table show the same numbers.";
      }
    });
  }
})();

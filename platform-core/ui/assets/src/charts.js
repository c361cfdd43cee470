// Charts of the home page: drawn from what stands in the page, in its colours. The table beside each says the same in words.
import { init, use } from 'echarts/core';
import { LineChart, PieChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { CanvasRenderer } from 'echarts/renderers';

use([LineChart, PieChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function money(values) {
  const language = document.documentElement.lang;
  const format = (options) => new Intl.NumberFormat(language, { style: 'currency', currency: values.currency, currencyDisplay: 'narrowSymbol', ...options });
  const full = format({ minimumFractionDigits: values.digits, maximumFractionDigits: values.digits });
  const short = format({ notation: 'compact', minimumFractionDigits: 0, maximumFractionDigits: 1 });
  const unit = 10 ** values.digits;
  return { full: (v) => full.format(v / unit), short: (v) => short.format(v / unit) };
}

function look() {
  const style = getComputedStyle(document.body);
  return {
    text: style.color, muted: colour('--tblr-secondary') || style.color, line: colour('--tblr-border-color') || '#e2e5ea',
    card: colour('--tblr-bg-surface') || '#fff', font: style.fontFamily,
    colours: ['--sl-chart-1', '--sl-chart-2', '--sl-chart-3', '--sl-chart-4', '--sl-chart-5', '--sl-chart-6'].map(colour),
  };
}

const tooltip = (l) => ({
  renderMode: 'richText', confine: true, backgroundColor: l.card, borderColor: l.line, textStyle: { color: l.text, fontFamily: l.font, fontSize: 13 },
});

function line(values, l) {
  const { full, short } = money(values);
  const curve = (name, data, more) => ({ name, data, type: 'line', smooth: 0.3, showSymbol: data.length < 3, ...more });
  return {
    animation: !calm, color: [l.colours[0], l.muted], textStyle: { fontFamily: l.font },
    legend: { right: 0, top: 0, icon: 'circle', itemWidth: 8, itemHeight: 8, textStyle: { color: l.text } },
    tooltip: { trigger: 'axis', valueFormatter: full, ...tooltip(l) },
    grid: { left: 4, right: 12, top: 36, bottom: 4, containLabel: true },
    xAxis: { type: 'category', data: values.labels, boundaryGap: values.labels.length < 3, axisLabel: { color: l.muted, hideOverlap: true }, axisLine: { lineStyle: { color: l.line } }, axisTick: { show: false } },
    yAxis: { type: 'value', axisLabel: { color: l.muted, formatter: short }, splitLine: { lineStyle: { color: l.line } } },
    series: [
      curve(values.nowName, values.now, { lineStyle: { width: 2.5 }, areaStyle: { opacity: 0.09 } }),
      curve(values.beforeName, values.before, { lineStyle: { width: 1.5, type: 'dashed' } }),
    ],
  };
}

function ring(values, l) {
  const { full } = money(values);
  return {
    animation: !calm, color: l.colours, textStyle: { fontFamily: l.font },
    legend: { bottom: 0, icon: 'circle', itemWidth: 8, itemHeight: 8, type: 'scroll', textStyle: { color: l.text } },
    tooltip: { trigger: 'item', valueFormatter: full, ...tooltip(l) },
    series: [{ type: 'pie', radius: ['52%', '76%'], center: ['50%', '44%'], label: { show: false }, itemStyle: { borderColor: l.card, borderWidth: 3, borderRadius: 4 }, data: values.parts }],
  };
}

const drawn = [...document.querySelectorAll('[data-chart]')].map((box) => {
  const chart = init(box);
  const values = JSON.parse(box.dataset.values);
  new ResizeObserver(() => chart.resize()).observe(box);
  return () => chart.setOption((box.dataset.chart === 'line' ? line : ring)(values, look()), true);
});
const draw = () => drawn.forEach((one) => one());
draw();
new MutationObserver(draw).observe(document.documentElement, { attributes: true, attributeFilter: ['data-bs-theme'] });

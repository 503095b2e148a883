"""Plotly figures and their text alternatives, in the Government Analysis Function's style.

Reading order: `style` (colours, template, title), then one module for each chart: `trend`, `areas`, `breakdown`,
`process`, `sparkline`. Each takes a frame of `views` and returns a `Chart`: figure, title and text alternative,
all made from that same frame.
"""

from indicators.charts.areas import areas
from indicators.charts.breakdown import breakdown
from indicators.charts.process import process
from indicators.charts.sparkline import CARD, sparkline
from indicators.charts.style import Chart, Mode, config
from indicators.charts.trend import Plan, trend

"""One table, four forms: picture, interactive figure, HTML table and CSV."""

from generator.render.charts.block import chart_assets, csv, figure_html, spark
from generator.render.charts.figure import figure_json
from generator.render.charts.picture import svg
from generator.render.charts.tables import table_html

__all__ = ["chart_assets", "csv", "figure_html", "figure_json", "spark", "svg", "table_html"]

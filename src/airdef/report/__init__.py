"""The report: one self-contained HTML file on a campaign, with its figures, sources and assumptions."""

from airdef.report import fonts as fonts  # before what imports Matplotlib
from airdef.report.page import answer as answer
from airdef.report.page import render as render
from airdef.report.page import write as write

"""How Sphinx builds the documentation. `make docs` lays this folder and the generated reference side by side first, and builds that."""

project = "stanch"
author = "the stanch maintainers"
copyright = "the stanch maintainers, Apache-2.0"
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
root_doc = "index"
html_theme = "furo"
html_title = "stanch"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
# headings can be linked to, as on code hosts
myst_heading_anchors = 3
# every link must lead somewhere
nitpicky = True
smartquotes = False  # a dash in an option is part of it

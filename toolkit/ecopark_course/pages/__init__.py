"""Pages of the site that are made from data: each module gives texts in Markdown by file name."""

"""One offline HTML file in which every number walks back to a quote or a row."""

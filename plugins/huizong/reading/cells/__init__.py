"""One cell as a person sees it: what a file stores in; a typed value, its sign, date and decimals out. Knock at `typed_cells`."""

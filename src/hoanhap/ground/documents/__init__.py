"""Official papers: dated templates, number register, signatories, files. A paper does not know what it is about."""

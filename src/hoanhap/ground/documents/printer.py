"""HTML to PDF/A with WeasyPrint. Imported where something is printed: it needs libraries that a machine may lack."""

from pathlib import Path

from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

SCHEME = "letters:///"
FONTS = Path(__file__).parent / "fonts"


def printed(html: str) -> bytes:
    """The page as PDF/A-2b."""
    return bytes(HTML(string=html, url_fetcher=OwnFonts()).write_pdf(pdf_variant="pdf/a-2b"))


class OwnFonts(URLFetcher):  # type: ignore[misc]
    """Fetches our own letters and nothing else: neither file nor address that a text might name."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """One font file. Raises ValueError for anything else."""
        name = url.removeprefix(SCHEME)
        path = FONTS / name
        if not url.startswith(SCHEME) or path.parent != FONTS or path.suffix != ".ttf":
            raise ValueError("papers fetch nothing")
        return URLFetcherResponse(url, body=path.read_bytes(), headers={"Content-Type": "font/ttf"})
